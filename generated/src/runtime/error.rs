// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The one error type of a client: what went wrong, and all that the server said about it.
//!
//! Needs `header`, `http_date`, `problem`, `secret`, `service`. `bytes`, `reqwest`, `serde`, `serde_json`.

use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;

use super::header::Header;
use super::http_date;
pub use super::problem::FieldProblem;
use super::problem::Problem;
use super::secret::{Redacted, told};
use super::service::Operation;

/// Why a call did not give a result.
///
/// `Display` is one line without credentials, and without the cause, which is the `source()`;
/// reporters such as `anyhow` print both. `Debug` adds the details, still without them, and
/// never shows a body. The size is that of a pointer.
pub struct Error(Box<Inner>);

/// The step at which a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built from its settings.
    Configuration,
    /// A credential is missing; nothing was sent.
    Credentials,
    /// The request could not be built; nothing was sent.
    Request,
    /// No connection to the server.
    Connect,
    /// No secure connection to the server: a certificate that is not trusted, or no common way to
    /// encrypt.
    Tls,
    /// The time of an attempt, or of the whole call, ran out.
    Timeout,
    /// The connection broke while a request or reply was on its way.
    Transport,
    /// The server points to another place, and we do not go there.
    Redirect,
    /// The server answered with a status that means failure.
    Status,
    /// The reply is not what the API promises.
    Decode,
    /// The reply is larger than the client accepts.
    BodyLimit,
    /// What was received could not be written to where the caller wants it.
    Output,
    /// The pages of a list do not come to an end.
    Pagination,
    /// The host that a service names for the bytes of a file did not take them, or does not give them.
    Upload,
    /// The service says that what was waited for has failed.
    Failed,
}

struct Inner {
    kind: ErrorKind,
    /// What we have to say; empty for an error status, which speaks for itself.
    text: String,
    operation: Option<&'static Operation>,
    reply: Option<ErrorReply>,
    problem: Problem,
    path: Option<String>,
    id: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    attempts: u32,
    idempotency_key: Option<String>,
    /// Whether it may go away by itself.
    transient: bool,
    /// Whether the service had accepted an earlier attempt of the same call.
    accepted: bool,
    /// Whether the time that ran out is that of all attempts.
    of_all: bool,
}

struct ErrorReply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    request_id: Option<String>,
    retry_after: Option<Duration>,
}

impl Error {
    /// Makes an error that has not seen a reply.
    #[doc(hidden)]
    #[must_use]
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            text: text.into(),
            operation: None,
            reply: None,
            problem: Problem::default(),
            path: None,
            id: None,
            source: None,
            attempts: 0,
            idempotency_key: None,
            transient: matches!(
                kind,
                ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport
            ),
            accepted: false,
            of_all: false,
        }))
    }

    /// Makes the error of a reply with a status that means failure.
    #[doc(hidden)]
    #[must_use]
    pub fn from_reply(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let mut error = Self::new(ErrorKind::Status, "").of(operation);
        error.0.problem = Problem::read(&body, &operation.error);
        error.0.transient = is_transient(status, &headers);
        error.with_reply(operation, status, headers, body)
    }

    /// Adds the operation that was called.
    #[doc(hidden)]
    #[must_use]
    pub fn of(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Adds the error that caused this one.
    #[doc(hidden)]
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds how often the call was sent, and the key that each attempt carried.
    ///
    /// An answer that the key was used before is then understood: after an attempt of ours that
    /// may have arrived, it was that one.
    #[doc(hidden)]
    #[must_use]
    pub fn after(
        mut self,
        operation: &'static Operation,
        attempts: u32,
        may_be_accepted: bool,
        idempotency_key: Option<&str>,
    ) -> Self {
        let duplicate = operation.idempotency.map(|rule| rule.duplicate);
        if may_be_accepted
            && idempotency_key.is_some()
            && self.kind() == ErrorKind::Status
            && self.code().is_some()
            && self.code() == duplicate
        {
            self.0.accepted = true;
            self.0.transient = false;
        }
        self.0.attempts = attempts;
        self.0.idempotency_key = idempotency_key.map(str::to_owned);
        self
    }

    /// Says that a call with the same key went before, of which nobody knows what became.
    #[doc(hidden)]
    #[must_use]
    pub fn after_another_call(self) -> Self {
        let (attempts, key) = (self.0.attempts, self.0.idempotency_key.clone());
        match self.0.operation {
            Some(operation) => self.after(operation, attempts, true, key.as_deref()),
            None => self,
        }
    }

    /// Takes texts that must not be told out of what the service says; its body stays as it came.
    #[doc(hidden)]
    #[must_use]
    pub fn without<'a>(mut self, secrets: impl Iterator<Item = &'a str>) -> Self {
        for secret in secrets {
            self.0.problem = std::mem::take(&mut self.0.problem).without(secret);
        }
        self
    }

    /// Says that the same failure would come again.
    #[doc(hidden)]
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.0.transient = false;
        self
    }

    /// Says that the time that ran out is that of all attempts.
    #[doc(hidden)]
    #[must_use]
    pub fn by_deadline(mut self) -> Self {
        self.0.of_all = true;
        self
    }

    /// Adds the place in the reply that could not be read, such as `assets[3].status`.
    #[doc(hidden)]
    #[must_use]
    pub fn at_path(mut self, path: String) -> Self {
        self.0.path = Some(path);
        self
    }

    /// Adds the id of what the call was about, if none is known yet.
    #[doc(hidden)]
    #[must_use]
    pub fn about(mut self, id: Option<String>) -> Self {
        self.0.id = self.0.id.or(id);
        self
    }

    /// Adds the text that the API gave in a reply of success.
    #[doc(hidden)]
    #[must_use]
    pub fn with_message(mut self, message: Option<&str>) -> Self {
        self.0.problem.message = message.map(str::to_owned);
        self
    }

    /// Adds the reply that led to the error.
    #[doc(hidden)]
    #[must_use]
    pub fn with_reply(
        mut self,
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let request_id = request_id(operation, &headers).map(str::to_owned);
        let retry_after = http_date::retry_after(&headers, SystemTime::now());
        self.0.reply = Some(ErrorReply {
            status,
            headers,
            body,
            request_id,
            retry_after,
        });
        self
    }

    /// The step that failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, if there was a reply.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reply().map(|reply| reply.status.as_u16())
    }

    /// The error code that the API gave.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.problem.code.as_deref()
    }

    /// The text that the API gave.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.problem.message.as_deref()
    }

    /// The fields of the request that the server did not accept.
    #[must_use]
    pub fn fields(&self) -> &[FieldProblem] {
        &self.0.problem.fields
    }

    /// The id under which the service's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.reply()?.request_id.as_deref()
    }

    /// How long the server asks to wait before the next attempt, counted from its reply.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply()?.retry_after
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The idempotency key that each attempt carried, to send the same request again with it.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_deref()
    }

    /// A header of the reply as its type; none if it is absent or says something else.
    #[must_use]
    pub fn header<T>(&self, header: Header<T>) -> Option<T> {
        header.of(self.headers()?)
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|reply| &reply.headers)
    }

    /// The body of the reply; for an error status at most its first 64 KiB.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.reply().map(|reply| reply.body.as_ref())
    }

    /// The body of the reply as a type, if it is JSON of that shape.
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// The body of an error status, by the reader of the type that the API declares for it.
    #[doc(hidden)]
    #[must_use]
    pub fn read_declared<T>(&self, readers: &[fn(&Self) -> Option<T>]) -> Option<T> {
        if self.kind() != ErrorKind::Status {
            return None;
        }
        let status = self.status()?;
        let mut failures = self.0.operation?.failures.iter();
        let failure = failures.find(|failure| (failure.first..=failure.last).contains(&status))?;
        let read = readers.get(failure.body?)?;
        read(self)
    }

    /// The place in the reply that could not be decoded, such as `assets[3].status`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The operation that was called, such as `listAssets`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The id of what was uploaded or waited for, once it is known: with it the work can go on,
    /// or be looked up.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Whether the deadline of the call ran out, with all its attempts or questions, and not the time
    /// of one attempt.
    #[must_use]
    pub fn is_deadline(&self) -> bool {
        self.0.of_all
    }

    /// Whether the server answered 401: no valid credential.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether the server answered 403: a valid credential without the right to do this.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Whether the server answered 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the server answered 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(409)
    }

    /// Whether the server answered 429: too many requests.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether the server answered 5xx: its own fault.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status >= 500)
    }

    /// Whether the failure may go away by itself: a connection that broke, time that ran out, a
    /// service that is busy or down.
    ///
    /// The client has sent the request again already, where its settings allow that and it is safe.
    /// Whether it is safe to do so once more is not what this says: without an idempotency key,
    /// the service may have done what it was asked for.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.transient
    }

    /// Whether the service had accepted an earlier attempt of this call, whose reply was lost.
    ///
    /// What was asked for is done, or being done; asking for it once more would do it twice.
    #[must_use]
    pub fn is_already_accepted(&self) -> bool {
        self.0.accepted
    }

    /// Whether our own time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether no connection was made.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    fn reply(&self) -> Option<&ErrorReply> {
        self.0.reply.as_ref()
    }
}

/// Whether a status may be another one the next time. The server knows best, if it says so.
fn is_transient(status: StatusCode, headers: &HeaderMap) -> bool {
    match headers.get("x-should-retry").map(HeaderValue::as_bytes) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
    }
}

/// The id of a request: in the header that the API declares, else in one of the usual ones.
pub fn request_id<'a>(operation: &Operation, headers: &'a HeaderMap) -> Option<&'a str> {
    operation
        .request_id
        .iter()
        .chain(&["request-id", "x-request-id"])
        .find_map(|name| headers.get(*name)?.to_str().ok())
        .filter(|id| !id.is_empty())
}

// 404 Not Found: not_found: Asset not found. (request id req_abc123)
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.reply().map(|reply| status_line(reply.status));
        let parts = if self.kind() == ErrorKind::Status {
            [status.as_deref(), self.code(), self.message()]
        } else {
            [Some(self.0.text.as_str()), self.path(), self.message()]
        };
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
        write_line(formatter, &told(&line))?;
        if self.0.accepted {
            formatter.write_str(" (the service accepted an earlier attempt of this call)")?;
        }
        match self.request_id() {
            Some(id) => {
                formatter.write_str(" (request id ")?;
                write_line(formatter, id)?;
                formatter.write_str(")")
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Error");
        debug.field("kind", &self.0.kind);
        debug.field("operation", &self.operation());
        if !self.0.text.is_empty() {
            debug.field("text", &self.0.text);
        }
        if let Some(reply) = self.reply() {
            debug.field("status", &reply.status);
            debug.field("headers", &Redacted::new(&reply.headers));
            debug.field("body", &format_args!("{} bytes", reply.body.len()));
            debug.field("problem", &self.0.problem.told());
            debug.field("request_id", &reply.request_id);
        }
        if self.0.attempts > 0 {
            debug.field("attempts", &self.0.attempts);
        }
        if let Some(key) = &self.0.idempotency_key {
            debug.field("idempotency_key", key);
        }
        if let Some(path) = &self.0.path {
            debug.field("path", path);
        }
        if let Some(id) = &self.0.id {
            debug.field("id", id);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

fn status_line(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// Writes server text so that it stays on its line and cannot steer a terminal.
fn write_line(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for character in text.chars() {
        if character.is_control() {
            write!(formatter, "{}", character.escape_default())?;
        } else {
            write!(formatter, "{character}")?;
        }
    }
    Ok(())
}
