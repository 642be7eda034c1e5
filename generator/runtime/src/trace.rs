//! What a call tells `tracing`: a span for the call, an event for each attempt and each wait.
//!
//! Nothing secret is in them: no query, no body, and of the headers only the id of the request.
//! Without the feature `tracing` nothing is told, and it costs nothing.
//! Needs `call`, `error`, `service`. `reqwest`, and `tokio` (`time`) and `tracing` with the feature of that name.

use std::future::Future;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
#[cfg(feature = "tracing")]
use tracing::field::Empty;
#[cfg(feature = "tracing")]
use tracing::{Instrument as _, Span};

use super::call::Call;
#[cfg(feature = "tracing")]
use super::error::request_id;
use super::error::{Error, ErrorKind};
use super::service::Operation;

/// The crate that the calls are made by, which is what subscribers filter by.
#[cfg(feature = "tracing")]
const TARGET: &str = env!("CARGO_CRATE_NAME");

/// The span of a call.
#[cfg(feature = "tracing")]
#[derive(Debug, Clone)]
pub struct Trace {
    span: Span,
    begin: tokio::time::Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    /// Begins the span of a call.
    pub(super) fn begin(call: &Call) -> Self {
        let span = tracing::info_span!(
            target: TARGET,
            "call",
            operation = call.operation.id,
            method = call.method(),
            path = call.path_template(),
            status = Empty,
            error = Empty,
            request_id = Empty,
            attempts = Empty,
            duration_ms = Empty,
        );
        let begin = tokio::time::Instant::now();
        Self { span, begin }
    }

    /// Runs a future in the span.
    pub(super) fn around<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
        future.instrument(self.span)
    }

    /// The last attempt gave a reply of success.
    pub(super) fn success(
        &self,
        operation: &Operation,
        attempt: u32,
        status: StatusCode,
        headers: &HeaderMap,
    ) {
        let status = status.as_u16();
        tracing::debug!(target: TARGET, attempt, status, "attempt");
        self.span.record("status", status);
        self.finish(attempt, request_id(operation, headers));
    }

    /// An attempt failed.
    pub(super) fn failure(&self, error: &Error) {
        let (attempt, kind) = (error.attempts(), error.kind());
        tracing::debug!(
            target: TARGET,
            attempt,
            status = error.status(),
            error = ?kind,
            "attempt"
        );
    }

    /// Another attempt follows after a wait.
    pub(super) fn wait(&self, attempt: u32, wait: Duration) {
        let wait_ms = milliseconds(wait);
        tracing::info!(target: TARGET, attempt, wait_ms, "wait");
    }

    /// No attempt follows the one that failed.
    pub(super) fn end(&self, error: &Error) {
        self.span.record("status", error.status());
        self.span
            .record("error", tracing::field::debug(error.kind()));
        self.finish(error.attempts(), error.request_id());
    }

    fn finish(&self, attempts: u32, request_id: Option<&str>) {
        self.span.record("request_id", request_id);
        self.span.record("attempts", attempts);
        self.span
            .record("duration_ms", milliseconds(self.begin.elapsed()));
    }
}

#[cfg(feature = "tracing")]
fn milliseconds(time: Duration) -> u64 {
    time.as_millis().try_into().unwrap_or(u64::MAX)
}

/// The span of a call, which tells nothing.
#[cfg(not(feature = "tracing"))]
#[derive(Debug, Clone)]
pub struct Trace;

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(super) fn begin(_: &Call) -> Self {
        Self
    }

    pub(super) fn around<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
        future
    }

    pub(super) fn success(&self, _: &Operation, _: u32, _: StatusCode, _: &HeaderMap) {}

    pub(super) fn failure(&self, _: &Error) {}

    pub(super) fn wait(&self, _: u32, _: Duration) {}

    pub(super) fn end(&self, _: &Error) {}
}

/// Tells of an attempt to bring bytes to a host that is not the API's, of which the name is all
/// that may be told.
#[cfg(feature = "tracing")]
pub fn delivery(host: &str, attempt: u32, status: Option<u16>, error: Option<ErrorKind>) {
    let error = error.map(tracing::field::debug);
    tracing::debug!(target: TARGET, host, attempt, status, error, "delivery");
}

/// Tells of a wait before a further attempt of that kind.
#[cfg(feature = "tracing")]
pub fn delivery_wait(host: &str, attempt: u32, wait: Duration) {
    let wait_ms = milliseconds(wait);
    tracing::info!(target: TARGET, host, attempt, wait_ms, "wait");
}

/// Tells nothing.
#[cfg(not(feature = "tracing"))]
pub fn delivery(_: &str, _: u32, _: Option<u16>, _: Option<ErrorKind>) {}

/// Tells nothing.
#[cfg(not(feature = "tracing"))]
pub fn delivery_wait(_: &str, _: u32, _: Duration) {}
