//! The client credentials grant of OAuth 2 (RFC 6749, section 4.4): a source of tokens for programs
//! that speak for themselves.
//!
//! Needs `encode`, `secret`, `send`, `token`, `transport`. `bytes`, `reqwest`, `serde_json`.

use std::fmt;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};

use super::encode::query_text;
use super::secret::Secret;
use super::send::read_start;
use super::token::{Token, TokenError, TokenOnItsWay, TokenSource};
use super::transport::Transport;

/// How much of a reply of the token endpoint is read.
const LIMIT: usize = 64 << 10;

/// Tokens by the client credentials grant of OAuth 2.
///
/// Id and secret go to the token endpoint only, as user name and password of Basic
/// authentication unless [`in_body`](Self::in_body) says else, and nothing else goes with them.
#[derive(Clone)]
pub struct ClientCredentials {
    token_url: String,
    id: String,
    secret: Secret,
    scope: String,
    in_body: bool,
}

impl ClientCredentials {
    /// The grant of a client by its id and secret.
    #[must_use]
    pub fn new(
        token_url: impl Into<String>,
        id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Self {
        Self {
            token_url: token_url.into(),
            id: id.into(),
            secret: secret.into(),
            scope: String::new(),
            in_body: false,
        }
    }

    /// Sets the scopes to ask for, separated by spaces; none leaves them to the service.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Sends id and secret as fields of the body, for endpoints that know no Basic authentication.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    fn request(&self) -> Result<Request, TokenError> {
        let url: Url = self
            .token_url
            .parse()
            .map_err(|_| "the address of the token endpoint is not a URL")?;
        let mut request = Request::new(Method::POST, url);
        let (id, secret) = (query_text(&self.id), query_text(self.secret.expose()));
        let mut body = "grant_type=client_credentials".to_owned();
        if !self.scope.is_empty() {
            body.push_str(&format!("&scope={}", query_text(&self.scope)));
        }
        if self.in_body {
            body.push_str(&format!("&client_id={id}&client_secret={secret}"));
        } else {
            request
                .headers_mut()
                .insert(AUTHORIZATION, basic(&id, &secret)?);
        }
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    async fn ask(&self, transport: &dyn Transport) -> Result<Token, TokenError> {
        let mut response = transport.send(self.request()?).await?;
        let status = response.status();
        let mut body = BytesMut::new();
        read_start(&mut response, &mut body, LIMIT).await;
        // Nothing of the reply is told but the code of the error: it may repeat what was sent.
        let reply = serde_json::from_slice::<serde_json::Value>(&body).ok();
        let text = |name: &str| reply.as_ref()?.get(name)?.as_str();
        if !status.is_success() {
            let code = text("error").filter(|code| is_code(code));
            let code = code.map(|code| format!(": {code}")).unwrap_or_default();
            return Err(format!("the token endpoint replied {}{code}", status.as_u16()).into());
        }
        let token = text("access_token").filter(|token| !token.is_empty());
        let token = Token::new(token.ok_or("the token endpoint replied without a token")?);
        let seconds = reply.as_ref().and_then(|reply| {
            let seconds = reply.get("expires_in")?;
            // Some services write the number as text.
            seconds.as_u64().or_else(|| seconds.as_str()?.parse().ok())
        });
        Ok(match seconds {
            Some(seconds) => token.expires_in(Duration::from_secs(seconds)),
            None => token,
        })
    }
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, transport: &'a dyn Transport) -> TokenOnItsWay<'a> {
        Box::pin(self.ask(transport))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientCredentials")
            .field("id", &self.id)
            .field("secret", &self.secret)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// The errors that OAuth 2 has are words in snake case.
fn is_code(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
}

/// `Basic aWQ6c2VjcmV0`
fn basic(id: &str, secret: &str) -> Result<HeaderValue, TokenError> {
    let mut value = HeaderValue::try_from(format!("Basic {}", base64(&format!("{id}:{secret}"))))?;
    value.set_sensitive(true);
    Ok(value)
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = String::new();
    for group in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(group.get(at).copied().unwrap_or_default())
        });
        for at in 0..4 {
            let index = (bits >> (18 - 6 * at) & 63) as usize;
            written.push(if at <= group.len() {
                char::from(LETTERS[index])
            } else {
                '='
            });
        }
    }
    written
}
