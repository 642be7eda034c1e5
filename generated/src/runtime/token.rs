// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Tokens that are asked for when they are needed: where they come from, and how long they are kept.
//!
//! One token is kept per source and shared by all calls of a client; only one of them asks for the
//! next. Needs `secret`, `transport`. `tokio` (`sync`, `time`).

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::secret::Secret;
use super::transport::Transport;

/// Gives tokens, such as those of OAuth 2 and OpenID Connect.
///
/// It is asked when there is none yet, when the one it gave runs out, and once per call when the
/// service does not accept it (401). What it gives is kept and shared; it is never asked twice at
/// the same time. It may ask by the transport of the client, which sends to any host and adds no
/// credential. The time it takes is that of the attempt.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is not one of those given before, unless these are still good.
    fn token<'a>(&'a self, transport: &'a dyn Transport) -> TokenOnItsWay<'a>;
}

/// A token that is asked for.
pub type TokenOnItsWay<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + Send + 'a>>;

/// Why there is no token. What it says may be printed.
pub type TokenError = Box<dyn StdError + Send + Sync>;

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token<'a>(&'a self, transport: &'a dyn Transport) -> TokenOnItsWay<'a> {
        T::token(self, transport)
    }
}

/// A token, and how long it is good for.
#[derive(Clone)]
pub struct Token {
    text: Secret,
    /// When it is no longer used.
    until: Option<Instant>,
}

impl Token {
    /// A token that is good until the service does not accept it.
    #[must_use]
    pub fn new(text: impl Into<Secret>) -> Self {
        Self {
            text: text.into(),
            until: None,
        }
    }

    /// Sets how long it is good for from now on. It is used for a tenth less, at most 30 seconds,
    /// so that it does not run out on its way.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        let leeway = (time / 10).min(Duration::from_secs(30));
        self.until = Instant::now().checked_add(time - leeway);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("text", &self.text)
            .field("until", &self.until)
            .finish()
    }
}

/// A source with the token that it gave last. Clones share both.
#[doc(hidden)]
#[derive(Clone)]
pub struct Tokens(Arc<Shared>);

struct Shared {
    source: Box<dyn TokenSource>,
    kept: Mutex<Kept>,
    /// Held while the source is asked.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Kept {
    token: Option<Token>,
    /// How many were given so far.
    count: u64,
}

impl Tokens {
    /// Nothing was given yet.
    pub fn new(source: impl TokenSource) -> Self {
        Self(Arc::new(Shared {
            source: Box::new(source),
            kept: Mutex::default(),
            asking: tokio::sync::Mutex::const_new(()),
        }))
    }

    /// A token that is good now.
    pub(super) async fn get(&self, transport: &dyn Transport) -> Result<Secret, TokenError> {
        if let Some(kept) = self.kept() {
            return Ok(kept);
        }
        let _asking = self.0.asking.lock().await;
        // Whoever asked before may have got one.
        if let Some(kept) = self.kept() {
            return Ok(kept);
        }
        let token = self.0.source.token(transport).await?;
        let mut kept = self.lock();
        kept.count += 1;
        let text = token.text.clone();
        kept.token = Some(token);
        Ok(text)
    }

    /// The number of the token that was given last.
    pub(super) fn number(&self) -> u64 {
        self.lock().count
    }

    /// Forgets the token of a number, which the service does not accept.
    pub(super) fn refuse(&self, number: u64) {
        let mut kept = self.lock();
        if kept.count == number {
            kept.token = None;
        }
    }

    /// The text that must not be told.
    pub(super) fn secret(&self) -> Option<Secret> {
        let kept = self.lock();
        kept.token.as_ref().map(|token| token.text.clone())
    }

    fn kept(&self) -> Option<Secret> {
        let kept = self.lock();
        let token = kept.token.as_ref()?;
        let is_good = token.until.is_none_or(|until| Instant::now() < until);
        is_good.then(|| token.text.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tokens").finish_non_exhaustive()
    }
}
