// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Requests to endpoints that the document does not have: a method, a path, and the rest by hand.
//!
//! Credentials, retries and errors are those of the other requests.
//! Needs `call`, `client`, `download`, `encode`, `error`, `mode`, `reply`, `request`.
//! `bytes`, `reqwest`, `serde`.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::{Call, Target};
use super::client::Client;
use super::download::Download;
use super::encode;
use super::mode::{Async, Mode};
use super::reply::{Json, Reply, Response};
use super::request::IDEMPOTENCY_KEY;

/// A request to an endpoint that the document does not have, not sent yet.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request<M = Async> {
    call: Call,
    mode: PhantomData<M>,
}

impl Client {
    /// Starts a request to a path below the base URL, such as `/projects`, with what is special
    /// in it escaped.
    pub fn request<M: Mode>(&self, method: Method, path: &str) -> Request<M> {
        let mut call = Call::new(self, self.service().any);
        if let Err(text) = check(path) {
            call.refuse(format!("the path {text}"));
        }
        let path = path.to_owned();
        call.target = Some(Box::new(Target { method, path }));
        Request {
            call,
            mode: PhantomData,
        }
    }
}

impl<M> Request<M> {
    /// Adds a pair to the query.
    pub fn query(self, name: &str, value: impl Into<String>) -> Self {
        Self {
            call: self.call.extra_query(name, value),
            ..self
        }
    }

    /// Sets the body as JSON.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        Self {
            call: self.call.json(body),
            ..self
        }
    }

    /// Sets the body.
    pub fn bytes(self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            call: self.call.bytes(content_type, bytes),
            ..self
        }
    }

    /// Sets the key by which the service knows that it sees the same request again. With it the
    /// request is sent again after failures that may go away, whatever its method is.
    pub fn idempotency_key(self, key: &str) -> Self {
        let rule = self.call.operation.idempotency;
        let name = rule.map_or(IDEMPOTENCY_KEY, |rule| rule.parameter);
        self.header(name, key)
    }

    /// Sets a header of this request.
    pub fn header(self, name: &str, value: &str) -> Self {
        Self {
            call: self.call.header(name, value),
            ..self
        }
    }

    /// Sets how long one attempt of this request may take, in place of the client's time.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self {
            call: self.call.timeout(timeout),
            ..self
        }
    }

    /// Sets how long this request may take with all its attempts and the waits between them.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self {
            call: self.call.deadline(deadline),
            ..self
        }
    }

    /// Sets how many attempts of this request may follow the first.
    pub fn max_retries(self, retries: u32) -> Self {
        Self {
            call: self.call.max_retries(retries),
            ..self
        }
    }

    fn wanting_json(mut self) -> Call {
        let json = HeaderValue::from_static("application/json");
        self.call.headers.entry(ACCEPT).or_insert(json);
        self.call
    }
}

impl<M: Mode> Request<M> {
    /// Sends the request and decodes the JSON of the reply: a future of it, or the reply itself
    /// with a blocking client.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send<T: DeserializeOwned + Send + 'static>(self) -> M::Sending<T> {
        M::run(self.wanting_json().send::<Json<T>>())
    }

    /// Sends the request and decodes the JSON of the reply, with status and headers beside it.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn with_response<T: DeserializeOwned + Send + 'static>(self) -> M::Sending<Response<T>> {
        M::run(self.wanting_json().with_response::<Json<T>>())
    }

    /// Sends the request and keeps status, headers and body of the reply as they are.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send_raw(self) -> M::Sending<Reply<Bytes>> {
        M::run(self.call.send_raw())
    }

    /// Sends the request and leaves the body of the reply to be read piece by piece.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send_stream(self) -> M::Sending<Download<M>> {
        M::run(self.call.send_stream())
    }
}

/// Whether a path stays below the base URL, however its reader takes it.
fn check(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("must begin with `/`");
    }
    // A parser of URLs takes the one for a slash and leaves the others out.
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Err("has characters that a path cannot have");
    }
    if path.contains('#') {
        return Err("must not contain a fragment");
    }
    let segments = path.split('?').next().unwrap_or_default().split('/');
    if segments.into_iter().any(encode::is_dots) {
        return Err("must not contain `.` or `..`");
    }
    Ok(())
}
