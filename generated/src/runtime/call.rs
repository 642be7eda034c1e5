// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! One request while it is assembled: parameters, headers and body, then sent.
//!
//! Nothing fails before it is sent: the first problem is kept and becomes the error of `send`.
//! Needs `body`, `builder`, `client`, `download`, `encode`, `error`, `mode`, `reply`, `send`, `service`.
//! `bytes`, `indexmap`, `reqwest`, `serde`, `serde_json`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use indexmap::IndexMap;
use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use serde::Serialize;
use serde_json::value::RawValue;

use super::body::Body;
pub use super::body::BodyKind;
use super::builder;
use super::client::Client;
use super::download::Download;
use super::encode;
use super::error::Error;
use super::mode::Mode;
use super::reply::{Decode, Reply, Response};
use super::send;
use super::service::{Location, Operation};

/// Marks a required value of a request that is set.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// One request to an operation. It can be cloned and sent again.
///
/// It holds the client, which is cheap to clone: a request can be moved to another task.
#[derive(Clone)]
pub struct Call {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    /// Index into the operation's parameters, and the JSON text of the value.
    pub(super) parameters: Vec<(usize, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// Whether the body is left out as long as nothing of it is set.
    pub(super) is_body_spare: bool,
    /// Pairs for the query besides the parameters, escaped.
    pub(super) query: Vec<String>,
    /// Method and path, where they are not those of the operation.
    pub(super) target: Option<Box<Target>>,
    /// The whole address, where a reply named it: that of the next page of a list.
    pub(super) page: Option<Box<Url>>,
    /// Of one attempt.
    pub(super) timeout: Option<Duration>,
    /// Of all attempts.
    pub(super) deadline: Option<Duration>,
    pub(super) max_retries: Option<u32>,
    /// The `Accept` header, where it is not that of the operation.
    pub(super) accept: Option<&'static str>,
    pub(super) problem: Option<String>,
}

/// Where a request goes that is to none of the document's operations.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) method: Method,
    /// Below the base URL, escaped.
    pub(super) path: String,
}

/// A reply on its way.
pub type Sending<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl Call {
    /// Starts a request to an operation.
    #[must_use]
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        let constants = operation.parameters.iter().enumerate();
        let constants = constants.filter(|(_, parameter)| !parameter.constant.is_empty());
        Self {
            client: client.clone(),
            operation,
            parameters: constants
                .map(|(index, parameter)| (index, parameter.constant.to_owned()))
                .collect(),
            headers: HeaderMap::new(),
            body: Body::Empty,
            is_body_spare: false,
            query: Vec::new(),
            target: None,
            page: None,
            timeout: None,
            deadline: None,
            max_retries: None,
            accept: None,
            problem: None,
        }
    }

    /// Sets a parameter of the operation, replacing an earlier value; null leaves it out.
    #[must_use]
    pub fn param<T: Serialize>(self, name: &str, value: T) -> Self {
        let index = self
            .operation
            .parameters
            .iter()
            .position(|parameter| parameter.name == name);
        self.param_at(index, name, &value)
    }

    /// Sets a parameter whose name occurs in more than one location.
    #[must_use]
    pub fn param_in<T: Serialize>(self, location: Location, name: &str, value: T) -> Self {
        let index = self
            .operation
            .parameters
            .iter()
            .position(|parameter| parameter.name == name && parameter.location == location);
        self.param_at(index, name, &value)
    }

    /// Chooses how the fields of the body are sent, before the first of them is set.
    #[must_use]
    pub fn body_kind(mut self, kind: impl Into<Body>) -> Self {
        self.body = kind.into();
        self
    }

    /// Chooses how the fields of the body are sent, which is left out if none of them is set.
    #[must_use]
    pub fn optional_body_kind(mut self, kind: impl Into<Body>) -> Self {
        self.is_body_spare = true;
        self.body_kind(kind)
    }

    /// Sets a field of the body, replacing an earlier value; fields are sent in the order in
    /// which they were set first.
    #[must_use]
    pub fn field<T: Serialize>(mut self, name: &str, value: T) -> Self {
        let added = serde_json::to_string(&value)
            .map_err(|error| error.to_string())
            .and_then(|json| self.body.field(name, json, self.operation.form));
        if let Err(text) = added {
            self.refuse(format!("the field `{name}` cannot be sent: {text}"));
        }
        self
    }

    /// Sets each member of an object as a field of the body, in place of the fields set before.
    ///
    /// The parts of a multipart body stay, since files among them have no place in an object.
    #[must_use]
    pub fn fields<T: Serialize + ?Sized>(mut self, object: &T) -> Self {
        // An object without members is still one that the caller wants to send.
        self.is_body_spare = false;
        match &mut self.body {
            Body::Json { fields, .. } => fields.clear(),
            Body::Form { fields } => fields.clear(),
            Body::Empty | Body::Whole { .. } | Body::Parts(_) => {}
        }
        let members = serde_json::to_string(object)
            .and_then(|json| serde_json::from_str::<IndexMap<String, Box<RawValue>>>(&json));
        match members {
            Ok(members) => {
                for (name, value) in members {
                    self = self.field(&name, &value);
                }
                self
            }
            Err(error) => self.refused(format!("the body is not an object: {error}")),
        }
    }

    /// Sets the whole body as JSON, of the media type of a kind chosen before.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        let content_type = match self.body {
            Body::Json { media_type, .. } => media_type,
            _ => "application/json",
        };
        match serde_json::to_vec(body) {
            Ok(json) => self.bytes(content_type, json),
            Err(error) => self.refused(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Sets the whole body.
    #[must_use]
    pub fn bytes(mut self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.body = Body::Whole {
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        };
        self
    }

    /// Sets the whole body as text.
    #[must_use]
    pub fn text(self, content_type: &str, text: impl Into<String>) -> Self {
        self.bytes(content_type, text.into())
    }

    /// Sets a header of this request, replacing what the client or the operation would send.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match builder::header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
                self
            }
            Err(text) => self.refused(text),
        }
    }

    /// Adds a pair to the query, behind the parameters of the operation.
    #[must_use]
    pub fn extra_query(mut self, name: &str, value: impl Into<String>) -> Self {
        let (name, value) = (encode::query_text(name), value.into());
        let pair = format!("{name}={}", encode::query_text(&value));
        self.query.push(pair);
        self
    }

    /// Sets how long one attempt of this request may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long this request may take with all its attempts and the waits between them.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how many attempts of this request may follow the first.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// Asks for a reply of these media types, in place of those of the operation.
    #[must_use]
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sends the request and decodes its reply.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send<D: Decode>(self) -> Sending<D::Value> {
        Box::pin(async move { D::decode(&send::exchange(self).await?) })
    }

    /// Sends the request and decodes its reply, with status and headers beside the value.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn with_response<D: Decode>(self) -> Sending<Response<D::Value>> {
        Box::pin(async move { Response::decode::<D>(send::exchange(self).await?) })
    }

    /// Sends the request and takes any reply of success as it is.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send_raw<D: Decode>(self) -> Sending<Reply<D>> {
        Box::pin(async move { send::exchange(self).await.map(Reply::new) })
    }

    /// Sends the request and leaves the body of the reply to be read piece by piece.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn send_stream<M: Mode>(self) -> Sending<Download<M>> {
        Box::pin(send::open(self))
    }

    /// The HTTP method.
    pub(super) fn method(&self) -> &str {
        match &self.target {
            Some(target) => target.method.as_str(),
            None => self.operation.method,
        }
    }

    /// The path as the document writes it; never with a query.
    pub(super) fn path_template(&self) -> &str {
        match &self.target {
            Some(target) => target.path.split('?').next().unwrap_or_default(),
            None => self.operation.path,
        }
    }

    /// The JSON text of a parameter that was set.
    pub(super) fn parameter(&self, index: usize) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(at, _)| *at == index)
            .map(|(_, json)| json.as_str())
    }

    /// Keeps the first problem.
    pub(super) fn refuse(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    fn refused(mut self, problem: String) -> Self {
        self.refuse(problem);
        self
    }

    fn param_at<T: Serialize>(mut self, index: Option<usize>, name: &str, value: &T) -> Self {
        let Some(index) = index else {
            return self.refused(format!("there is no parameter `{name}`"));
        };
        match serde_json::to_string(value) {
            Ok(json) => {
                self.parameters.retain(|(at, _)| *at != index);
                if json != "null" {
                    self.parameters.push((index, json));
                }
                self
            }
            Err(error) => self.refused(format!("the parameter `{name}` cannot be sent: {error}")),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("method", &self.method())
            .field("path", &self.path_template())
            .finish_non_exhaustive()
    }
}
