// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! A mock of the service for the tests of its users: a transport that replies as it is told and
//! keeps what was sent. No socket is opened.
//!
//! Needs `builder`, `client`, `retry`, `secret`, `seed`, `service`, `transport`. `bytes`, `http`,
//! `percent-encoding`, `reqwest`, `serde`, `serde_json`, `serde_path_to_error`, `tokio` (`time`).

mod recorded;
mod script;
mod template;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response, StatusCode, Url};
use serde::Serialize;

use super::builder::ClientBuilder;
use super::client::Client;
use super::request::own_base;
use super::retry::RetryPolicy;
use super::service::{CredentialKind, Operation, OwnServer, Service};
use super::transport::{InTransit, Transport, TransportError, TransportErrorKind};

pub use recorded::{Part, Recorded};
pub use script::{Check, Example, Form, Outcome, Script, Status, json, json_by};

/// Where the clients of a mock believe the service to be.
const BASE_URL: &str = "http://mock.invalid";

/// A transport that replies as it is told. Clones share replies and requests.
#[derive(Clone)]
pub struct Mock {
    service: &'static Service,
    scripts: &'static [&'static [&'static Script]],
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    queues: Vec<(Target, VecDeque<Planned>)>,
    requests: Vec<Recorded>,
    /// What everything without replies of its own gets.
    otherwise: Option<Answer>,
}

/// What replies are for.
#[derive(Clone)]
enum Target {
    Operation(&'static Script),
    Address(Method, String),
}

/// A reply with how often and how late it is given.
struct Planned {
    answer: Answer,
    delay: Duration,
    /// How often it is still given; not said where it is none.
    left: Option<u32>,
}

#[derive(Clone)]
enum Answer {
    Reply(StatusCode, HeaderMap, Bytes),
    Fail(TransportErrorKind),
}

impl Mock {
    /// A mock without replies.
    #[must_use]
    pub fn new(service: &'static Service, scripts: &'static [&'static [&'static Script]]) -> Self {
        Self {
            service,
            scripts,
            state: Arc::default(),
        }
    }

    /// The settings of a client of this mock: a made-up base URL, made-up credentials, and
    /// retries without waits.
    #[must_use]
    pub fn settings<C: From<Client>>(&self) -> ClientBuilder<C> {
        let retry = RetryPolicy::default()
            .base_delay(Duration::ZERO)
            .max_retry_after(Duration::ZERO);
        let builder = ClientBuilder::new(self.service)
            .base_url(BASE_URL)
            .retry(retry)
            .transport(self.clone());
        let credentials = self.service.credentials.iter().enumerate();
        credentials.fold(builder, |builder, (index, credential)| {
            match credential.kind {
                CredentialKind::Basic => builder.basic_credential(index, "mock", "mock"),
                CredentialKind::Bearer | CredentialKind::ApiKey { .. } => {
                    builder.credential(index, "mock")
                }
            }
        })
    }

    /// Replies to an operation.
    #[must_use]
    pub fn on(&self, script: &'static Script) -> Replies {
        self.replies(Target::Operation(script))
    }

    /// Replies to requests that are no operation: to a path below the base URL, or to an address
    /// elsewhere. Their queries do not matter.
    ///
    /// # Panics
    /// Panics when this is no method or no address.
    #[must_use]
    #[track_caller]
    pub fn elsewhere(&self, method: &str, address: &str) -> Replies {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            panic!("`{method}` is not an HTTP method");
        };
        let url = match address.starts_with('/') {
            true => Url::parse(&format!("{BASE_URL}{address}")),
            false => Url::parse(address),
        };
        match url {
            Ok(url) => self.replies(Target::Address(method, bare(&url))),
            Err(error) => panic!("`{address}` is neither a path nor an address: {error}"),
        }
    }

    /// What was sent so far, in order; each attempt of a call is one.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// Gives everything without replies of its own a status and an empty body.
    pub fn otherwise(&self, status: StatusCode) {
        let answer = Answer::Reply(status, HeaderMap::new(), Bytes::new());
        self.state().otherwise = Some(answer);
    }

    fn replies(&self, target: Target) -> Replies {
        Replies {
            mock: self.clone(),
            target,
        }
    }

    // A test that fails while it holds the lock is over; the others may go on.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much of an address is before the path of an operation, or of anything else of the
    /// service: in clients of the mock, and in others.
    fn before_path(&self, url: &str, operation: Option<&Operation>) -> Option<usize> {
        let bases = [BASE_URL, self.service.base_url.trim_end_matches('/')];
        let bases = bases.into_iter().filter(|base| !base.is_empty());
        let bases = bases.map(
            |base| match operation.and_then(|operation| operation.server) {
                Some(OwnServer::Path { own, instead_of }) => own_base(base, own, instead_of),
                _ => Cow::Borrowed(base),
            },
        );
        let mut lengths = bases.filter_map(|base| {
            let rest = url.strip_prefix(&*base)?;
            rest.starts_with('/').then_some(base.len())
        });
        lengths.next()
    }

    fn script(&self, method: &Method, url: &Url) -> Option<&'static Script> {
        let url = bare(url);
        let scripts = self.scripts.iter().copied().flatten().copied();
        scripts
            .filter(|script| script.operation.method == method.as_str())
            .filter_map(|script| {
                let path = &url[self.before_path(&url, Some(script.operation))?..];
                Some((template::rank(script.operation.path, path)?, script))
            })
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, script)| script)
    }

    async fn answer(&self, mut request: Request) -> Result<Response, TransportError> {
        let body = match request.body_mut().take() {
            // A response is the way to read a body that reqwest has.
            Some(body) => Response::from(http::Response::new(body))
                .bytes()
                .await
                .map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?,
            None => Bytes::new(),
        };
        let script = self.script(request.method(), request.url());
        let recorded = Recorded {
            method: request.method().clone(),
            url: request.url().clone(),
            before_path: self.before_path(
                request.url().as_str(),
                script.map(|script| script.operation),
            ),
            operation: script.map(|script| script.operation),
            credentials: self.service.credentials,
            headers: request.headers().clone(),
            body,
        };
        let (answer, delay) = self.take(script, recorded)?;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        match answer {
            Answer::Fail(kind) => {
                let text = "the mock was told to fail here".to_owned();
                Err(TransportError::new(kind, Unanswered(text)))
            }
            Answer::Reply(status, headers, body) => {
                let mut response = http::Response::new(body);
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(Response::from(response))
            }
        }
    }

    /// Keeps a request, and takes the reply to it.
    fn take(
        &self,
        script: Option<&'static Script>,
        request: Recorded,
    ) -> Result<(Answer, Duration), TransportError> {
        let mut state = self.state();
        let state = &mut *state;
        let asked = match script {
            Some(script) => script.to_string(),
            None => format!("{} {}", request.method(), request.path()),
        };
        let is_denied = script.is_some() && !request.is_authorized();
        let (method, address) = (request.method.clone(), bare(&request.url));
        state.requests.push(request);
        let unanswered = |text: String| {
            Err(TransportError::new(
                TransportErrorKind::Other,
                Unanswered(text),
            ))
        };
        if is_denied {
            return unanswered(format!("{asked} was asked without a credential"));
        }
        let mut queues = state.queues.iter_mut();
        let queue = queues.find(|(target, _)| match (target, script) {
            (Target::Operation(known), Some(script)) => std::ptr::eq(*known, script),
            (Target::Address(known, place), _) => *known == method && *place == address,
            (Target::Operation(_), None) => false,
        });
        let Some((_, queue)) = queue else {
            return match &state.otherwise {
                Some(answer) => Ok((answer.clone(), Duration::ZERO)),
                None => unanswered(format!("{asked} has no reply; {}", state.known())),
            };
        };
        match next(queue) {
            Some(reply) => Ok(reply),
            None => unanswered(format!("all replies to {asked} were used")),
        }
    }
}

impl State {
    /// What there are replies for.
    fn known(&self) -> String {
        let names: Vec<String> = self
            .queues
            .iter()
            .map(|(target, _)| match target {
                Target::Operation(script) => script.to_string(),
                Target::Address(method, address) => {
                    let address = address.strip_prefix(BASE_URL).unwrap_or(address);
                    format!("{method} {address}")
                }
            })
            .collect();
        if names.is_empty() {
            "the mock has no replies at all".to_owned()
        } else {
            format!("the mock has replies to {}", names.join(", "))
        }
    }
}

/// The reply whose turn it is. The last one is given again and again, unless it is said how often.
fn next(queue: &mut VecDeque<Planned>) -> Option<(Answer, Duration)> {
    loop {
        let is_last = queue.len() == 1;
        let planned = queue.front_mut()?;
        let reply = (planned.answer.clone(), planned.delay);
        match &mut planned.left {
            None if is_last => {}
            None => _ = queue.pop_front(),
            Some(0) => {
                // The last one stays, so that it is known that there was one.
                if is_last {
                    return None;
                }
                queue.pop_front();
                continue;
            }
            Some(left) => *left -= 1,
        }
        return Some(reply);
    }
}

/// An address without what may be a secret.
fn bare(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

impl Transport for Mock {
    fn send(&self, request: Request) -> InTransit<'_> {
        Box::pin(self.answer(request))
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        formatter
            .debug_struct("Mock")
            .field("service", &self.service.name)
            .field("requests", &state.requests.len())
            .finish_non_exhaustive()
    }
}

/// Why the mock has no reply.
#[derive(Debug)]
struct Unanswered(String);

impl fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl StdError for Unanswered {}

/// The replies to one operation, given in the order in which they were added.
///
/// The last one is given again and again, unless [`times`](Self::times) says how often. A reply
/// that does not fit the document panics here, in the test that made it.
#[derive(Clone)]
pub struct Replies {
    mock: Mock,
    target: Target,
}

impl Replies {
    /// Adds a reply with a value: JSON, or a text where the document says so. `&()` is none.
    ///
    /// # Panics
    /// Panics when the document does not describe the status, or the value cannot be read as what
    /// it describes. [`reply_raw`](Self::reply_raw) takes anything.
    #[track_caller]
    pub fn reply<T: Serialize + ?Sized>(self, status: u16, value: &T) -> Self {
        let json = match serde_json::to_string(value) {
            Ok(json) => json,
            Err(error) => panic!("the value cannot be written as JSON: {error}"),
        };
        let (media_type, body) = match &self.target {
            Target::Operation(script) => body(script, status, json),
            Target::Address(..) => ("application/json", json),
        };
        self.add(status, media_type, &[], body)
    }

    /// Adds an example of the document, by its name; one without a name is called `example`.
    /// Where several replies have one of that name, it is the first of them.
    ///
    /// # Panics
    /// Panics when the document has no such example.
    #[track_caller]
    pub fn reply_example(self, name: &str) -> Self {
        let found = self.examples().find(|(_, _, example)| example.name == name);
        let Some((status, outcome, example)) = found else {
            let known: Vec<String> = self
                .examples()
                .map(|(status, _, example)| format!("{} ({status})", example.name))
                .collect();
            panic!(
                "there is no example `{name}` of a reply; there are: {}",
                known.join(", ")
            );
        };
        self.add(status, outcome.media_type, &[], example.text)
    }

    /// Adds a reply that is not checked.
    ///
    /// # Panics
    /// Panics when HTTP cannot carry it: a status out of range, or characters that headers cannot
    /// have.
    #[track_caller]
    pub fn reply_raw(self, status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        self.add(status, "", headers, body)
    }

    /// Adds a failure: there is no reply.
    pub fn fail(self, kind: TransportErrorKind) -> Self {
        self.push(Answer::Fail(kind))
    }

    /// Sets a header of the reply that was added last.
    ///
    /// # Panics
    /// Panics when no reply was added, or the header cannot be sent.
    #[track_caller]
    pub fn header(self, name: &str, value: &str) -> Self {
        let (name, value) = header(name, value);
        self.last(|planned| {
            if let Answer::Reply(_, headers, _) = &mut planned.answer {
                headers.insert(name, value);
            }
        });
        self
    }

    /// Waits before the reply that was added last.
    ///
    /// # Panics
    /// Panics when no reply was added.
    #[track_caller]
    pub fn delay(self, delay: Duration) -> Self {
        self.last(|planned| planned.delay = delay);
        self
    }

    /// Gives the reply that was added last this often; then the next one, or none.
    ///
    /// # Panics
    /// Panics when no reply was added.
    #[track_caller]
    pub fn times(self, times: u32) -> Self {
        self.last(|planned| planned.left = Some(times));
        self
    }

    /// The requests to this operation so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        let requests = self.mock.requests().into_iter();
        requests
            .filter(|request| match &self.target {
                Target::Operation(script) => request
                    .operation
                    .is_some_and(|operation| std::ptr::eq(operation, script.operation)),
                Target::Address(method, address) => {
                    request.method == *method && bare(&request.url) == *address
                }
            })
            .collect()
    }

    fn examples(&self) -> impl Iterator<Item = (u16, &'static Outcome, &'static Example)> {
        let script = match self.target {
            Target::Operation(script) => Some(script),
            Target::Address(..) => None,
        };
        script.into_iter().flat_map(|script| {
            script
                .examples()
                .map(|(outcome, example)| (script.status_of(outcome), outcome, example))
        })
    }

    #[track_caller]
    fn add(
        self,
        status: u16,
        media_type: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is not a status");
        };
        let mut map = HeaderMap::new();
        if !media_type.is_empty() {
            let (name, value) = header(CONTENT_TYPE.as_str(), media_type);
            map.insert(name, value);
        }
        for (name, value) in headers {
            let (name, value) = header(name, value);
            map.append(name, value);
        }
        self.push(Answer::Reply(status, map, body.into()))
    }

    fn push(self, answer: Answer) -> Self {
        let planned = Planned {
            answer,
            delay: Duration::ZERO,
            left: None,
        };
        self.with_queue(|queue| queue.push_back(planned));
        self
    }

    #[track_caller]
    fn last(&self, change: impl FnOnce(&mut Planned)) {
        let is_changed = self.with_queue(|queue| queue.back_mut().map(change).is_some());
        assert!(
            is_changed,
            "there is no reply yet that this could be said of"
        );
    }

    fn with_queue<T>(&self, change: impl FnOnce(&mut VecDeque<Planned>) -> T) -> T {
        let mut state = self.mock.state();
        let known = state
            .queues
            .iter()
            .position(|(target, _)| target.is(&self.target));
        let at = known.unwrap_or_else(|| {
            state.queues.push((self.target.clone(), VecDeque::new()));
            state.queues.len() - 1
        });
        change(&mut state.queues[at].1)
    }
}

impl Target {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Operation(one), Self::Operation(other)) => std::ptr::eq(*one, *other),
            (Self::Address(method, address), Self::Address(other_method, other_address)) => {
                method == other_method && address == other_address
            }
            _ => false,
        }
    }
}

impl fmt::Debug for Replies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Replies").finish_non_exhaustive()
    }
}

/// The media type and the body of a reply, held to what the document says of the status.
#[track_caller]
fn body(script: &'static Script, status: u16, json: String) -> (&'static str, String) {
    let Some(outcome) = script.outcome(status) else {
        panic!(
            "the document describes no reply {status} to {script}, only: {}",
            script.statuses()
        );
    };
    let is_nothing = json == "null";
    match outcome.form {
        Form::Json(check) => match check(json.as_bytes()) {
            Ok(_) => (outcome.media_type, json),
            Err(error) => panic!("the reply {status} to {script} does not fit: {error}"),
        },
        Form::Empty if is_nothing => ("", String::new()),
        Form::Empty => panic!("the reply {status} to {script} has no body; reply with `&()`"),
        Form::Text => match serde_json::from_str(&json) {
            Ok(text) => (outcome.media_type, text),
            Err(_) => panic!("the reply {status} to {script} is a text"),
        },
        Form::Bytes => panic!(
            "the reply {status} to {script} is {}; use `reply_raw`",
            outcome.media_type
        ),
    }
}

#[track_caller]
fn header(name: &str, value: &str) -> (HeaderName, HeaderValue) {
    match (
        HeaderName::from_bytes(name.as_bytes()),
        HeaderValue::from_str(value),
    ) {
        (Ok(name), Ok(value)) => (name, value),
        _ => panic!("the header `{name}: {value}` cannot be sent"),
    }
}
