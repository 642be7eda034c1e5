//! A call from its first attempt to its last: send, follow harmless redirects, read the reply
//! within its bounds, and begin again where that is safe and may help.
//!
//! Needs `body`, `call`, `download`, `error`, `reply`, `request`, `retry`, `secret`, `service`, `source`,
//! `token`, `trace`, `transport`.
//! `bytes`, `reqwest`, `tokio` (`time`).

use std::future::Future;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Request, Response, StatusCode, Url};
use tokio::time::{Instant, sleep, timeout_at};

use super::body::Body;
use super::call::Call;
use super::download::Download;
use super::error::{Error, ErrorKind};
use super::reply::Received;
use super::secret::Secret;
use super::service::Operation;
use super::source::SourceError;
use super::token::Tokens;
use super::trace::Trace;
use super::transport::{TransportError, TransportErrorKind};

/// How many redirects in a row are followed.
const MAX_REDIRECTS: usize = 10;

/// How much of an error reply is kept.
const ERROR_BODY: usize = 64 << 10;

/// Sends a call until there is a reply of success, and reads it.
///
/// # Errors
/// Fails when there is no complete reply with a status of 2xx, and it is of no use or not safe
/// to send the call again.
pub async fn exchange(call: Call) -> Result<Received, Error> {
    let attempts = Attempts::new(call);
    attempts.trace.clone().around(attempts.read()).await
}

/// Sends a call until there is a reply of success, and leaves its body to be read.
///
/// # Errors
/// Fails like [`exchange`].
pub async fn open<M>(call: Call) -> Result<Download<M>, Error> {
    let attempts = Attempts::new(call);
    attempts.trace.clone().around(attempts.open()).await
}

/// The attempts of one call.
pub(super) struct Attempts {
    call: Call,
    /// The idempotency key that each attempt carries.
    key: Option<String>,
    /// How many were sent.
    sent: u32,
    /// When the whole call has to be done.
    deadline: Option<Instant>,
    /// When the attempt under way has to be done.
    until: Option<Instant>,
    /// The failure of the attempt before.
    last: Option<Error>,
    /// Whether the service may have done what an attempt asked for, without our knowing.
    may_be_accepted: bool,
    /// Whether there can be no further attempt.
    ended: bool,
    /// The number of the token that the attempt under way carries, if it is one that is asked for.
    token: Option<u64>,
    /// Whether a token was refused, and another one asked for.
    renewed: bool,
    trace: Trace,
}

impl Attempts {
    fn new(mut call: Call) -> Self {
        let trace = Trace::begin(&call);
        let key = call.settle_key();
        let deadline = call.time_of_all();
        Self {
            call,
            key,
            sent: 0,
            deadline: deadline.and_then(|time| Instant::now().checked_add(time)),
            until: None,
            last: None,
            may_be_accepted: false,
            ended: false,
            token: None,
            renewed: false,
            trace,
        }
    }

    async fn read(mut self) -> Result<Received, Error> {
        let operation = self.call.operation;
        loop {
            let outcome = match self.attempt().await {
                Ok(response) => self.read_reply(response).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok((status, headers, body)) => {
                    self.trace.success(operation, self.sent, status, &headers);
                    return Ok(self.received(status, headers, body));
                }
                Err(error) => self.pause(error).await?,
            }
        }
    }

    async fn open<M>(mut self) -> Result<Download<M>, Error> {
        loop {
            match self.attempt().await {
                Ok(response) => {
                    let (status, headers) = (response.status(), response.headers());
                    let operation = self.call.operation;
                    self.trace.success(operation, self.sent, status, headers);
                    // What was sent is not needed while the reply is read.
                    self.call.body = Body::Empty;
                    return Ok(Download::new(self, response));
                }
                Err(error) => self.pause(error).await?,
            }
        }
    }

    /// The reply to the last attempt.
    pub(super) fn received(
        &mut self,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Received {
        Received {
            operation: self.call.operation,
            status,
            headers,
            body,
            attempts: self.sent,
            idempotency_key: self.key.take(),
        }
    }

    /// How many bytes of a reply are kept at most.
    pub(super) fn body_limit(&self) -> usize {
        self.call.client.settings.body_limit
    }

    /// When what begins now has to be done.
    pub(super) fn next_until(&mut self) -> Option<Instant> {
        let until = Instant::now().checked_add(self.call.time());
        self.until = earlier(until, self.deadline);
        self.until
    }

    /// One attempt, until the head of a reply of success is there.
    async fn attempt(&mut self) -> Result<Response, Error> {
        let request = match self.next_request().await {
            Ok(request) => request,
            Err(error) => {
                // What could be sent before and now cannot, such as a file that is gone, is not
                // the news: that is what the attempt before came to.
                self.ended = true;
                return Err(self.last.take().unwrap_or(error));
            }
        };
        self.sent = self.sent.saturating_add(1);
        let credentials = &self.call.client.settings.credentials;
        let tokens = credentials.tokens(self.call.operation);
        self.token = tokens.map(Tokens::number);
        let response = match within(self.until, self.follow(request)).await {
            Some(response) => response?,
            None => return Err(self.too_late()),
        };
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(self.refusal(response).await)
        }
    }

    /// The request of the next attempt, unless its time is over before it can be sent.
    async fn next_request(&mut self) -> Result<Request, Error> {
        let until = self.next_until();
        if until.is_some_and(|until| until <= Instant::now()) {
            return Err(self.too_late());
        }
        let request = within(until, self.call.request()).await;
        request.unwrap_or_else(|| Err(self.too_late()))
    }

    /// Sends a request, and what the redirects of its origin make of it.
    async fn follow(&self, mut request: Request) -> Result<Response, Error> {
        let mut from = None;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.call.client.settings.transport.send(request).await;
            let response = response.map_err(|error| self.failure(error))?;
            let Some(target) = redirect_target(&response) else {
                return Ok(response);
            };
            let url = match from {
                Some(url) => url,
                None => self.call.address()?,
            };
            let target = self.redirected(&url, &target)?;
            // Put together once more: only few calls are redirected, and none keeps a copy for it.
            request = self.call.request().await?;
            *request.url_mut() = target.clone();
            from = Some(target);
        }
        let text = format!("more than {MAX_REDIRECTS} redirects");
        Err(self.error(ErrorKind::Redirect, text))
    }

    /// The target of a redirect, which must be where the credentials belong.
    fn redirected(&self, from: &Url, target: &str) -> Result<Url, Error> {
        let refuse = |text: String| Err(self.error(ErrorKind::Redirect, text));
        // The target itself is not shown: it may carry a signature or a key.
        let Ok(target) = from.join(target) else {
            return refuse("the server redirects to something that is not a URL".to_owned());
        };
        let origin = target.origin();
        let name = origin.ascii_serialization();
        if origin != from.origin() || !target.username().is_empty() || target.password().is_some() {
            return refuse(format!(
                "the server redirects to {name}, which is not followed"
            ));
        }
        match self.call.method() {
            "GET" | "HEAD" => Ok(target),
            method => refuse(format!(
                "the server redirects within {name}, which is not followed for {method}"
            )),
        }
    }

    async fn read_reply(
        &self,
        mut response: Response,
    ) -> Result<(StatusCode, HeaderMap, Bytes), Error> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = match within(self.until, self.read_all(response)).await {
            Some(body) => body,
            None => Err(self.too_late()),
        };
        match body {
            Ok(body) => Ok((status, headers, body)),
            Err(error) => {
                let operation = self.call.operation;
                Err(error.with_reply(operation, status, headers, Bytes::new()))
            }
        }
    }

    /// The whole body. One that comes in one piece, as most do, is not copied.
    async fn read_all(&self, mut response: Response) -> Result<Bytes, Error> {
        let limit = self.body_limit();
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => return Err(self.failure(TransportError::from(error))),
            };
            if chunk.len() > limit - first.len().max(all.len()) {
                let text = format!("the reply is larger than {limit} bytes");
                return Err(self.error(ErrorKind::BodyLimit, text));
            }
            if first.is_empty() && all.is_empty() {
                first = chunk;
                continue;
            }
            if all.is_empty() {
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    /// The error of a reply with a status that means failure. Whatever stops the reading of its
    /// body, the status is the news.
    async fn refusal(&self, mut response: Response) -> Error {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let mut body = BytesMut::new();
        let _ = within(self.until, read_start(&mut response, &mut body, ERROR_BODY)).await;
        let credentials = &self.call.client.settings.credentials;
        let token = credentials.tokens(self.call.operation);
        let token = token.and_then(Tokens::secret);
        Error::from_reply(self.call.operation, status, headers, body.freeze())
            .without(credentials.secrets())
            .without(token.iter().map(Secret::expose))
    }

    /// Waits until the next attempt; or the failure is the end.
    async fn pause(&mut self, error: Error) -> Result<(), Error> {
        let key = self.key.as_deref();
        let error = error.after(self.call.operation, self.sent, self.may_be_accepted, key);
        self.may_be_accepted |= matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport)
            || error.is_server_error();
        self.trace.failure(&error);
        if self.renew_token(&error) {
            return Ok(());
        }
        let Some(wait) = self.wait(&error) else {
            self.trace.end(&error);
            return Err(error);
        };
        self.trace.wait(self.sent, wait);
        sleep(wait).await;
        self.last = Some(error);
        Ok(())
    }

    /// Whether another token may do, which was not tried yet. The service has refused to do what
    /// was asked for, so any call may be sent again.
    fn renew_token(&mut self, error: &Error) -> bool {
        let credentials = &self.call.client.settings.credentials;
        let tokens = credentials.tokens(self.call.operation);
        let (Some(401), Some(tokens), Some(number)) = (error.status(), tokens, self.token) else {
            return false;
        };
        // What another call has got in the meantime is good for this one too.
        tokens.refuse(number);
        !std::mem::replace(&mut self.renewed, true)
    }

    /// How long to wait before the next attempt; none if there is to be none.
    fn wait(&self, error: &Error) -> Option<Duration> {
        let policy = &self.call.client.settings.retry;
        let retries = self.call.max_retries.unwrap_or(policy.retries());
        let sent = self.sent - u32::from(self.renewed);
        if self.ended || sent > retries || !error.is_retryable() || !self.is_repeatable() {
            return None;
        }
        let asked = match error.kind() {
            ErrorKind::Status => error.retry_after(),
            _ => None,
        };
        let wait = policy.wait(sent.saturating_sub(1), asked);
        let Some(deadline) = self.deadline else {
            return Some(wait);
        };
        let next = Instant::now().checked_add(wait)?;
        (next < deadline).then_some(wait)
    }

    /// Whether the service does the same when it sees the call twice.
    fn is_repeatable(&self) -> bool {
        const SAFE: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];
        self.key.as_ref().is_some_and(|key| !key.is_empty()) || SAFE.contains(&self.call.method())
    }

    /// The error of a request that did not get through.
    pub(super) fn failure(&self, error: TransportError) -> Error {
        unsent(self.call.operation, &self.origin(), error)
    }

    /// The error of an attempt that took too long.
    pub(super) fn too_late(&self) -> Error {
        let text = format!("no complete reply from {} within", self.origin());
        match self.call.time_of_all() {
            Some(time) if self.until == self.deadline => {
                let text = format!("{text} the deadline of {}", seconds(time));
                self.error(ErrorKind::Timeout, text).by_deadline()
            }
            _ => {
                let text = format!("{text} {}", seconds(self.call.time()));
                self.error(ErrorKind::Timeout, text)
            }
        }
    }

    fn error(&self, kind: ErrorKind, text: String) -> Error {
        Error::new(kind, text).of(self.call.operation)
    }

    fn origin(&self) -> String {
        match Url::parse(&self.call.base_url()) {
            Ok(url) => url.origin().ascii_serialization(),
            // The client's own was parsed when it was made, the others were when they were generated.
            Err(_) => self.call.base_url().into_owned(),
        }
    }
}

/// What comes of a future, or nothing if that takes too long.
async fn within<T>(until: Option<Instant>, future: impl Future<Output = T>) -> Option<T> {
    match until {
        Some(until) => timeout_at(until, future).await.ok(),
        None => Some(future.await),
    }
}

/// The error of a request that did not get through to a place.
pub(super) fn unsent(operation: &'static Operation, place: &str, error: TransportError) -> Error {
    // A file that is not what it was said to be is no matter of the connection.
    if let Some(problem) = SourceError::among(&error) {
        let failure = Error::new(ErrorKind::Request, problem.to_string());
        return failure.of(operation).with_source(error.into_source());
    }
    let kind = error.kind();
    let (step, text) = match kind {
        TransportErrorKind::Connect => (ErrorKind::Connect, format!("no connection to {place}")),
        TransportErrorKind::Tls => (ErrorKind::Tls, format!("no secure connection to {place}")),
        TransportErrorKind::Timeout => (
            ErrorKind::Timeout,
            format!("no complete reply from {place} in time"),
        ),
        TransportErrorKind::Broken => (
            ErrorKind::Transport,
            format!("the connection to {place} broke"),
        ),
        TransportErrorKind::Other => (
            ErrorKind::Transport,
            format!("the request to {place} could not be sent"),
        ),
    };
    let failure = Error::new(step, text).of(operation);
    let failure = match kind {
        TransportErrorKind::Other => failure.permanent(),
        _ => failure,
    };
    failure.with_source(error.into_source())
}

/// The beginning of a body, until it ends, breaks or is enough.
pub(super) async fn read_start(response: &mut Response, body: &mut BytesMut, enough: usize) {
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = enough - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == enough {
            break;
        }
    }
}

/// Where a reply redirects to.
pub(super) fn redirect_target(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let target = response.headers().get(LOCATION)?;
    Some(String::from_utf8_lossy(target.as_bytes()).into_owned())
}

/// The earlier of two points in time, where none is never.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A time as messages tell it.
pub(super) fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}
