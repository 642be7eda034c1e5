//! Bytes to a reserved place: a signed form, or a URL that takes them by PUT.
//!
//! The host of it is not that of the API, so it sees nothing of the client: no credentials, no
//! headers but those of the body, and no redirect of it is followed. Whatever is told of it names
//! the host alone, because address and form are as good as a key.
//! Needs `body`, `call`, `client`, `error`, `http_date`, `mode`, `multipart`, `poll`, `send`,
//! `service`, `source`, `trace`, `transport`, `upload`, `value`. `bytes`, `reqwest`, `serde`,
//! `tokio` (`time`).

use std::fmt;
use std::future::{Future, IntoFuture, pending, poll_fn};
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::BytesMut;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Method, Request, RequestBuilder, Response, Url};
use serde::Serialize;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::body::Body;
use super::call::{Call, Sending};
use super::client::Client;
use super::error::{Error, ErrorKind};
use super::http_date;
use super::mode::{Async, Mode};
use super::multipart::Multipart;
use super::poll;
use super::send::{self, seconds};
use super::service::Operation;
use super::source::FilePart;
use super::trace;
use super::transport::TransportError;
use super::upload::UploadPlan;
use super::value::Value;

/// How much of what the host says is read, and how much of that is told.
const READ: usize = 8 << 10;
const TOLD: usize = 300;

/// How long the host may take to say why it refuses.
const READING: Duration = Duration::from_secs(5);

/// Where a reply has a signed form: JSON pointers, `""` for what the API does not declare.
#[derive(Debug, Clone, Copy)]
pub struct FormAt {
    /// The address.
    pub url: &'static str,
    /// The method; POST where there is none.
    pub method: &'static str,
    /// The fields that go before the file.
    pub fields: &'static str,
    /// The name of the part of the file; `file` where there is none.
    pub file_field: &'static str,
}

/// A place that waits for bytes.
#[derive(Clone)]
pub struct Target {
    url: Url,
    method: Method,
    /// The fields and the name of the file's part; none for bytes without a form.
    form: Option<(Vec<(String, String)>, String)>,
}

impl Target {
    /// The form in a value, none if there is no address in it.
    ///
    /// # Errors
    /// Says what is wrong with the form.
    pub fn form(client: &Client, at: &FormAt, value: &Value) -> Result<Option<Self>, String> {
        let text = |pointer: &str| value.at(pointer)?.text();
        let declared = |pointer: &'static str| Some(pointer).filter(|at| !at.is_empty());
        let Some(url) = text(at.url) else {
            return Ok(None);
        };
        let method = declared(at.method).and_then(text).unwrap_or("POST");
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| "the method of the upload form is none")?;
        let fields = match declared(at.fields).and_then(|fields| value.at(fields)) {
            Some(Value::Object(fields)) => fields.iter().filter_map(field).collect(),
            None | Some(Value::Null) => Vec::new(),
            Some(_) => return Err("the fields of the upload form are none".to_owned()),
        };
        let file_field = declared(at.file_field).and_then(text).unwrap_or("file");
        Ok(Some(Self {
            url: address(client, url)?,
            method,
            form: Some((fields, file_field.to_owned())),
        }))
    }

    /// A URL that takes the bytes by themselves.
    ///
    /// # Errors
    /// Says what is wrong with the URL.
    pub fn put(client: &Client, url: &str) -> Result<Self, String> {
        Ok(Self {
            url: address(client, url)?,
            method: Method::PUT,
            form: None,
        })
    }

    fn host(&self) -> &str {
        self.url.host_str().unwrap_or("the upload host")
    }

    /// The request of one attempt, with nothing in it that the client sends elsewhere.
    async fn request(&self, client: &Client, file: &FilePart) -> Result<Request, Error> {
        let http = &client.settings.http;
        let request = http.request(self.method.clone(), self.url.clone());
        let request = match &self.form {
            Some((fields, name)) => {
                let form = Multipart::with_file_last(fields.clone(), name, file.clone());
                Body::from(form)
                    .attach(request, self.method.as_str())
                    .await?
            }
            None => raw(request, file).await?,
        };
        request.build().map_err(|error| {
            let text = "the request to the upload host could not be built";
            Error::new(ErrorKind::Request, text).with_source(error.without_url())
        })
    }

    /// The values that let their reader upload, or say where.
    fn secrets(&self) -> Vec<String> {
        let query = self.url.query_pairs();
        let raw = self.url.query().unwrap_or_default().split(['&', '=']);
        let fields = self.form.iter().flat_map(|(fields, _)| fields);
        let mut secrets: Vec<String> = fields
            .map(|(_, value)| value.clone())
            .chain(query.map(|(_, value)| value.into_owned()))
            .chain(raw.map(str::to_owned))
            .chain([self.url.to_string(), self.url.path().to_owned()])
            .filter(|secret| secret.len() > 5)
            .collect();
        // A secret in another one would leave the rest of it.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

/// The host, and what is sent to it; never the address or a field.
impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Target")
            .field("method", &self.method)
            .field("host", &self.host())
            .field(
                "fields",
                &self.form.as_ref().map(|(fields, _)| fields.len()),
            )
            .finish()
    }
}

// Numbers are texts in a form.
fn field((name, value): &(String, Value)) -> Option<(String, String)> {
    Some((name.clone(), value.text()?.to_owned()))
}

/// The address of a target, which must be as safe as the API itself.
fn address(client: &Client, url: &str) -> Result<Url, String> {
    let url = Url::parse(url).map_err(|_| "the address of the upload is not a URL")?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if client.settings.base_url.scheme() == "http" => Ok(url),
        "http" => {
            let host = url.host_str().unwrap_or_default();
            Err(format!("bytes are not sent to {host} without encryption"))
        }
        _ => Err("the address of the upload is none of HTTP".to_owned()),
    }
}

async fn raw(request: RequestBuilder, file: &FilePart) -> Result<RequestBuilder, Error> {
    let (body, length) = file.open().await?;
    Ok(request
        .header(CONTENT_TYPE, file.media_type())
        .header(CONTENT_LENGTH, length)
        .body(body))
}

/// Why bytes did not arrive, and what may help.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) cure: Cure,
    /// What the host answered, if it did.
    status: Option<u16>,
}

impl Failure {
    pub(super) fn new(error: Error, cure: Cure) -> Self {
        Self {
            error,
            cure,
            status: None,
        }
    }
}

/// What may help after a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cure {
    /// Nothing.
    None,
    /// The same again, not before this time if the host asked for one.
    Again(Option<Duration>),
    /// Another place: this one does not take the bytes.
    Renewal,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error, Cure::None)
    }
}

/// Sends a file to a place, again and again as the retry policy allows.
///
/// # Errors
/// Fails when the source cannot be read, and when the host does not take the bytes.
pub(super) async fn deliver(call: &Call, target: &Target, file: &FilePart) -> Result<(), Failure> {
    let policy = &call.client.settings.retry;
    let retries = call.max_retries.unwrap_or(policy.retries());
    let host = target.host();
    let mut sent = 0;
    loop {
        sent += 1;
        let failure = match attempt(call, target, file).await {
            Ok(status) => {
                trace::delivery(host, sent, Some(status), None);
                return Ok(());
            }
            Err(failure) => failure,
        };
        trace::delivery(host, sent, failure.status, Some(failure.error.kind()));
        match failure.cure {
            Cure::Again(asked) if sent <= retries => {
                let wait = policy.wait(sent - 1, asked);
                trace::delivery_wait(host, sent, wait);
                sleep(wait).await;
            }
            Cure::Again(_) => return Err(Failure::new(failure.error, Cure::Renewal)),
            Cure::None | Cure::Renewal => return Err(failure),
        }
    }
}

/// Sends a file once, for a status of success. There is no limit on the time it takes, but on the
/// time without progress.
async fn attempt(call: &Call, target: &Target, file: &FilePart) -> Result<u16, Failure> {
    let moved = Arc::new(Mutex::new(Instant::now()));
    let pulse = Arc::clone(&moved);
    let file = file
        .clone()
        .metered(Arc::new(move |_, _| *lock(&pulse) = Instant::now()));
    let late = |text: String, cure| {
        let text = format!("{text} for {}", seconds(call.time()));
        let error = Error::new(ErrorKind::Timeout, text).of(call.operation);
        Failure::new(error, cure)
    };
    let opening = target.request(&call.client, &file);
    let Some(request) = before_standstill(&moved, call.time(), opening).await else {
        // No other place opens it.
        let text = "the source of the file did not open".to_owned();
        return Err(late(text, Cure::None));
    };
    let sending = call.client.settings.transport.send(request?);
    let Some(response) = before_standstill(&moved, call.time(), sending).await else {
        let text = format!("{} took no bytes of the file", target.host());
        return Err(late(text, Cure::Again(None)));
    };
    let mut response = response.map_err(|error| broken(call.operation, target, error))?;
    if response.status().is_success() {
        return Ok(response.status().as_u16());
    }
    // Whatever stops the reading, the status is the news.
    let mut text = BytesMut::new();
    let reading = send::read_start(&mut response, &mut text, READ);
    let _ = timeout(READING.min(call.time()), reading).await;
    let text = String::from_utf8_lossy(&text);
    Err(refused(call.operation, target, &response, &text))
}

/// What a future gives, unless nothing moves for this long.
async fn before_standstill<F: Future>(
    moved: &Mutex<Instant>,
    time: Duration,
    work: F,
) -> Option<F::Output> {
    let standstill = async {
        loop {
            let last = *lock(moved);
            match last.checked_add(time) {
                Some(end) => sleep_until(end).await,
                None => pending().await,
            }
            if *lock(moved) == last {
                return;
            }
        }
    };
    let (mut work, mut standstill) = (pin!(work), pin!(standstill));
    poll_fn(|context| {
        if let Poll::Ready(output) = work.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        standstill.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The error of an attempt without a reply.
fn broken(operation: &'static Operation, target: &Target, error: TransportError) -> Failure {
    let failure = send::unsent(operation, target.host(), error);
    match failure.is_retryable() {
        true => Failure::new(failure, Cure::Again(None)),
        // The same would come again, here and at another place.
        false => Failure::from(failure),
    }
}

/// The error of a status that is none of success.
fn refused(
    operation: &'static Operation,
    target: &Target,
    response: &Response,
    text: &str,
) -> Failure {
    let status = response.status();
    let mut what = format!("{} did not take the file: {status}", target.host());
    let told = told(text, &target.secrets());
    if !told.is_empty() {
        what.push_str(": ");
        what.push_str(&told);
    }
    let cure = if status.is_server_error() || matches!(status.as_u16(), 408 | 429) {
        Cure::Again(http_date::retry_after(
            response.headers(),
            SystemTime::now(),
        ))
    } else {
        Cure::Renewal
    };
    Failure {
        error: Error::new(ErrorKind::Upload, what).of(operation),
        cure,
        status: Some(status.as_u16()),
    }
}

/// What can be told of a text: without secrets, and not too much of it.
fn told(text: &str, secrets: &[String]) -> String {
    // `<Error><Code>ExpiredToken</Code><Message>The token has expired.</Message>…` is how most
    // storage hosts say it, with the whole request behind it.
    let parts: Vec<&str> = ["Code", "Message"]
        .iter()
        .filter_map(|name| element(text, name))
        .collect();
    let mut text = match parts.is_empty() {
        true => text.split_whitespace().collect::<Vec<_>>().join(" "),
        false => parts.join(": "),
    };
    for secret in secrets {
        text = text.replace(secret.as_str(), "[redacted]");
    }
    match text.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

// `<Code>Expired</Code>` => `Expired`
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (content, _) = rest.split_once(&format!("</{name}>"))?;
    Some(content.trim())
}

/// A lock that no panic of ours can leave in a bad state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file on its way to a reserved place, not sent yet.
///
/// The host is asked again after failures that may go away, as the retry policy of the client
/// says; the file is opened anew for each attempt.
#[must_use = "nothing is sent before it is awaited or `send` is called"]
pub struct UploadBytes<M = Async> {
    call: Call,
    target: Result<Target, String>,
    file: FilePart,
    mode: PhantomData<fn() -> M>,
}

impl<M> UploadBytes<M> {
    /// The bytes of a file to a signed form.
    #[doc(hidden)]
    pub fn new(
        call: Call,
        plan: &UploadPlan,
        form: &impl Serialize,
        file: impl Into<FilePart>,
    ) -> Self {
        let target = match plan.signed {
            None => Err("this API reserves no uploads".to_owned()),
            Some(way) => poll::write(form)
                .map_err(|error| error.to_string())
                .and_then(|form| Target::form(&call.client, &way.form, &form))
                .and_then(|target| target.ok_or_else(|| "there is no address".to_owned())),
        };
        Self {
            call,
            target,
            file: file.into(),
            mode: PhantomData,
        }
    }

    /// Sets what is told how many bytes have been handed to the connection, and how many there
    /// are. A further attempt starts at zero again.
    pub fn on_progress(mut self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.file = self.file.on_progress(report);
        self
    }

    /// Sets how long the host may take no bytes and give no reply, in place of the client's time
    /// for an attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }

    /// Sets how long it may take with all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.call = self.call.deadline(deadline);
        self
    }

    /// Sets how often it is sent again.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.call = self.call.max_retries(retries);
        self
    }
}

impl<M: Mode> UploadBytes<M> {
    /// Sends the file; done when the host has it.
    pub fn send(self) -> M::Sending<()> {
        let Self {
            call, target, file, ..
        } = self;
        M::run(Box::pin(async move {
            let refuse = |text| Error::new(ErrorKind::Request, text).of(call.operation);
            let target = target.map_err(refuse)?;
            let sending = deliver(&call, &target, &file);
            let sent = match call.time_of_all() {
                None => sending.await,
                Some(time) => timeout(time, sending).await.unwrap_or_else(|_| {
                    let (host, time) = (target.host(), seconds(time));
                    let text = format!("{host} did not have the file within {time}");
                    let error = Error::new(ErrorKind::Timeout, text);
                    Err(Failure::from(error.of(call.operation)))
                }),
            };
            sent.map_err(|failure| failure.error)
        }))
    }
}

impl IntoFuture for UploadBytes<Async> {
    type Output = Result<(), Error>;
    type IntoFuture = Sending<()>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<M> fmt::Debug for UploadBytes<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UploadBytes")
            .field("target", &self.target)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
