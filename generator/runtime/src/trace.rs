//! What a call tells `tracing`: a span for the call, an event for each attempt and each wait.
//!
//! Nothing secret is in them: no query, no body, and of the headers only the id of the request.
//! Without the feature `tracing` nothing is told, and it costs nothing.
//! Needs `call`, `error`, `service`. `reqwest`, and `tracing` with the feature of that name.

use std::future::Future;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::call::Call;
use super::error::Error;
use super::service::Operation;

/// The span of a call.
#[derive(Debug, Clone)]
pub struct Trace {}

impl Trace {
    /// Begins the span of a call.
    pub(super) fn begin(_: &Call) -> Self {
        Self {}
    }

    /// Runs a future in the span.
    pub(super) fn around<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
        future
    }

    pub(super) fn success(&self, _: &Operation, _: u32, _: StatusCode, _: &HeaderMap) {}

    pub(super) fn failure(&self, _: &Error) {}

    pub(super) fn wait(&self, _: u32, _: Duration) {}

    pub(super) fn end(&self, _: &Error) {}
}
