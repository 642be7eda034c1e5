// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What sends one HTTP request: below credentials, redirects and retries.
//!
//! A transport sees exactly what goes over the wire, and nothing of calls and attempts.
//! Uses no other module. `reqwest`, and `rustls` with the feature of that name.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::{Request, Response};

/// Sends one HTTP request.
///
/// It is called once per attempt and once more per redirect that is followed. The time that an
/// attempt may take is kept by the caller, who drops the future when it has passed.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request; done when the head of the reply is there.
    fn send(&self, request: Request) -> InTransit<'_>;
}

/// A request on its way.
pub type InTransit<'a> =
    Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 'a>>;

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> InTransit<'_> {
        T::send(self, request)
    }
}

/// The usual transport: a client of reqwest.
#[derive(Clone, Debug)]
pub struct HttpTransport(reqwest::Client);

impl HttpTransport {
    /// Sends with this client, which must not follow redirects: it would carry credentials to
    /// other hosts.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> InTransit<'_> {
        let response = self.0.execute(request);
        Box::pin(async move { response.await.map_err(TransportError::from) })
    }
}

/// Why there is no reply, or not all of it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// What kept a request from being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection to the server.
    Connect,
    /// No secure connection: a certificate that is not trusted, or no common way to encrypt.
    Tls,
    /// A time limit of the transport's own has passed.
    Timeout,
    /// The connection broke while a request or reply was on its way.
    Broken,
    /// Something that sending again does not mend.
    Other,
}

impl TransportError {
    /// An error of a transport, with its cause.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The cause.
    pub(super) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        let kind = if error.is_timeout() {
            TransportErrorKind::Timeout
        } else if is_tls(&error) {
            TransportErrorKind::Tls
        } else if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_builder() {
            TransportErrorKind::Other
        } else {
            TransportErrorKind::Broken
        };
        // An address may carry credentials.
        Self::new(kind, error.without_url())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Tls => "no secure connection",
            TransportErrorKind::Timeout => "no reply in time",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Other => "the request could not be sent",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// Whether rustls is among the causes. Errors of input and output hide what they carry: their
/// `source` is the cause of it.
#[cfg(feature = "rustls")]
fn is_tls(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        let carried = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        cause = match carried {
            Some(carried) => Some(carried),
            None => error.source(),
        };
    }
    false
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &reqwest::Error) -> bool {
    false
}
