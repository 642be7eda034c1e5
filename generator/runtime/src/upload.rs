//! A file from a caller to where the service has it, by the way that suits it, until it is ready.
//!
//! A URL is fetched by the service. Bytes go with the request where the service takes as many,
//! else, or if it refuses them, to a reserved place; then the upload is completed, and the service
//! asked until it is done. The steps are operations of the API, each with an idempotency key of
//! its own. All of it is one future: dropping it leaves nothing running.
//! Needs `body`, `call`, `delivery`, `error`, `multipart`, `poll`, `reply`, `send`, `service`,
//! `source`, `value`. `bytes`, `percent-encoding`, `reqwest`, `serde_json`, `tokio` (`time`).

use std::error::Error as _;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use reqwest::header::HeaderValue;
use tokio::time::{Instant, timeout_at};

use super::body::Body;
use super::call::{Call, Sending};
use super::delivery::{self, Cure, Failure, FormAt, Target};
use super::error::{Error, ErrorKind};
use super::multipart::Multipart;
use super::poll::{PollRule, Read, Waiting};
use super::reply::{Decode, Received};
use super::send;
use super::service::{Location, Operation, Parameter};
use super::source::FilePart;
use super::value::Value;

/// How often a fresh reservation is asked for, unless the caller says otherwise.
const RENEWALS: u32 = 2;

/// The ways of a service to take files.
#[derive(Debug, Clone, Copy)]
pub struct UploadPlan {
    /// The body field that takes a URL which the service fetches, `""` for none.
    pub fetch: &'static str,
    /// The bytes go with the request.
    pub direct: Option<DirectWay>,
    /// The bytes go to a reserved place.
    pub signed: Option<SignedWay>,
    /// The body field that takes the name of the file, `""` for none.
    pub file_name: &'static str,
    /// The body field that takes the media type of the file, `""` for none.
    pub content_type: &'static str,
    /// The fields of the JSON body with only one value: names and the JSON text of their values.
    pub set: &'static [(&'static str, &'static str)],
    /// Fields that the JSON body does not take.
    pub lacks: &'static [&'static str],
}

/// The bytes go with the request, as a part of a form.
#[derive(Debug, Clone, Copy)]
pub struct DirectWay {
    /// The name of the part.
    pub file: &'static str,
    /// How many bytes it takes.
    pub max_bytes: u64,
    /// The fields of the form with only one value: names and the JSON text of their values.
    pub set: &'static [(&'static str, &'static str)],
    /// Fields that the form does not take.
    pub lacks: &'static [&'static str],
}

/// The bytes go to a reserved place.
#[derive(Debug, Clone, Copy)]
pub struct SignedWay {
    /// The fields that make a request a reservation: names and the JSON text of their values.
    pub set: &'static [(&'static str, &'static str)],
    /// Where the reply has the signed form; pointers below `at`.
    pub form: FormAt,
    /// Where the reply has the form: a JSON pointer.
    pub at: &'static str,
    /// Where it has a URL that takes the bytes without a form, as a last resort; `""` for none.
    pub put_url: &'static str,
    /// Where it has the id of what was reserved.
    pub id: &'static str,
    /// Reads the replies to a request and to a renewal, by the names that the pointers use.
    pub read: Read,
    /// Tells the service that the bytes are there.
    pub complete: Option<Step>,
    /// Makes a fresh reservation, and how its reply is read.
    pub renew: Option<(Step, Read)>,
    /// Asks how it is going.
    pub poll: Option<(Step, &'static PollRule)>,
}

/// An operation that is called with an id.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The operation.
    pub operation: &'static Operation,
    /// The parameter that takes the id.
    pub id: &'static str,
}

/// Where the bytes of an upload come from: a file, or a URL that the service fetches.
///
/// A path or a URL as plain text is no source: a text of one kind could be taken for the other.
#[derive(Clone)]
pub struct UploadSource(Origin);

#[derive(Clone)]
enum Origin {
    File(FilePart),
    Url(String),
}

impl UploadSource {
    /// A file on disk, which is streamed.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        FilePart::path(path).into()
    }

    /// Bytes in memory; see [`FilePart`] for a name, and for streams.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        FilePart::bytes(bytes).into()
    }

    /// A URL that the service fetches; its text is sent as it is.
    pub fn url(url: impl Into<String>) -> Self {
        Self(Origin::Url(url.into()))
    }
}

impl From<FilePart> for UploadSource {
    fn from(file: FilePart) -> Self {
        Self(Origin::File(file))
    }
}

impl From<PathBuf> for UploadSource {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for UploadSource {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<Url> for UploadSource {
    fn from(url: Url) -> Self {
        Self::url(url)
    }
}

/// The file, or the host of the URL, which may be a signed one.
impl fmt::Debug for UploadSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Origin::File(file) => file.fmt(formatter),
            Origin::Url(url) => {
                let url = Url::parse(url).ok();
                let host = url.as_ref().and_then(Url::host_str);
                formatter.debug_tuple("Url").field(&host).finish()
            }
        }
    }
}

/// A way for a file to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadWay {
    /// The service fetches a URL.
    Fetch,
    /// The bytes go with the request.
    Direct,
    /// The bytes go to a reserved place, and the upload is completed then.
    Signed,
}

/// A step of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadStep {
    /// A place for the bytes is being reserved, or the service told to fetch a URL.
    Reserving,
    /// The bytes are on their way.
    Sending,
    /// The service is being told that the bytes are there.
    Completing,
    /// The service is at work.
    Waiting,
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// What is going on.
    pub step: UploadStep,
    /// The id of what is uploaded, once the service has given one.
    pub id: Option<String>,
    /// How many bytes have been handed to the connection. A further attempt starts at zero again.
    pub sent: u64,
    /// How many bytes there are; not known of a URL.
    pub total: Option<u64>,
}

/// An upload that is being prepared.
#[derive(Clone)]
#[must_use = "nothing is sent before it is run"]
pub struct Uploading {
    plan: &'static UploadPlan,
    source: UploadSource,
    way: Option<UploadWay>,
    renewals: u32,
    waits: bool,
    report: Option<Report>,
}

type Report = Arc<dyn Fn(&UploadProgress) + Send + Sync>;

impl Uploading {
    /// Uploads from a source by the ways of a plan.
    pub fn new(plan: &'static UploadPlan, source: impl Into<UploadSource>) -> Self {
        Self {
            plan,
            source: source.into(),
            way: None,
            renewals: RENEWALS,
            waits: true,
            report: None,
        }
    }

    /// Sets the way, in place of the one that suits the source.
    pub fn via(mut self, way: UploadWay) -> Self {
        self.way = Some(way);
        self
    }

    /// Sets how often a fresh reservation may be asked for.
    pub fn max_renewals(mut self, renewals: u32) -> Self {
        self.renewals = renewals;
        self
    }

    /// Ends when the service has the bytes, in place of asking until it is done with them.
    pub fn without_waiting(mut self) -> Self {
        self.waits = false;
        self
    }

    /// Sets what is told how far the upload is.
    pub fn on_progress(mut self, report: impl Fn(&UploadProgress) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Does it; the call is that of the reservation, with all that the caller has set. A deadline
    /// of the call, or of the client, is that of the whole upload, the waiting with it.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn run<D: Decode>(self, mut call: Call) -> Sending<D::Value> {
        let time = call.time_of_all();
        call.deadline = None;
        let progress = UploadProgress {
            step: UploadStep::Reserving,
            id: None,
            sent: 0,
            total: None,
        };
        let mut upload = Upload {
            plan: self.plan,
            way: self.way,
            renewals: self.renewals,
            waits: self.waits,
            call,
            deadline: None,
            progress: Arc::new(Tracker {
                report: self.report,
                now: Mutex::new(progress),
            }),
        };
        let source = self.source;
        Box::pin(async move {
            upload.deadline = time.map(Deadline::from_now);
            let work = upload.run(source);
            let received = match upload.deadline {
                Some(Deadline {
                    time,
                    end: Some(end),
                }) => match timeout_at(end, work).await {
                    Ok(received) => received,
                    Err(_) => Err(upload.late(time)),
                },
                _ => work.await,
            };
            let id = upload.progress.id();
            D::decode(&received.map_err(|error| error.about(id))?)
        })
    }
}

impl fmt::Debug for Uploading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Uploading")
            .field("source", &self.source)
            .field("way", &self.way)
            .finish_non_exhaustive()
    }
}

/// An upload that is under way.
struct Upload {
    plan: &'static UploadPlan,
    way: Option<UploadWay>,
    renewals: u32,
    waits: bool,
    call: Call,
    deadline: Option<Deadline>,
    progress: Arc<Tracker>,
}

/// When an upload has to be done.
#[derive(Clone, Copy)]
struct Deadline {
    time: Duration,
    /// None if that is later than any clock goes.
    end: Option<Instant>,
}

impl Deadline {
    fn from_now(time: Duration) -> Self {
        let end = Instant::now().checked_add(time);
        Self { time, end }
    }

    fn left(self) -> Duration {
        self.end.map_or(Duration::MAX, |end| {
            end.saturating_duration_since(Instant::now())
        })
    }
}

impl Upload {
    /// The last reply of the service: that to the question whether it is done, or to the request.
    async fn run(&self, source: UploadSource) -> Result<Received, Error> {
        match source.0 {
            Origin::Url(url) => self.fetch(&url).await,
            Origin::File(file) => self.send(file).await,
        }
    }

    async fn fetch(&self, url: &str) -> Result<Received, Error> {
        if self.plan.fetch.is_empty() {
            return Err(self.refusal("this API fetches no URLs"));
        }
        if !matches!(self.way, None | Some(UploadWay::Fetch)) {
            return Err(self.refusal("a URL can only be fetched"));
        }
        let parsed = Url::parse(url).ok().filter(Url::has_host);
        let Some(parsed) = parsed else {
            return Err(self.refusal("the source is not a URL of a host"));
        };
        let mut call = self.json_call()?.field(self.plan.fetch, url);
        let takes_name = !self.plan.lacks.contains(&self.plan.file_name);
        if let Some(name) = last_segment(&parsed).filter(|_| takes_name) {
            call = self.describe(call, self.plan.file_name, &name);
        }
        self.progress.step(UploadStep::Reserving);
        let received = send::exchange(call).await?;
        self.finish(received).await
    }

    async fn send(&self, file: FilePart) -> Result<Received, Error> {
        // What the caller has set wins over what the source says, in fields and on the part.
        let file = match self.given(self.plan.file_name) {
            Some(name) => file.name(name),
            None => file,
        };
        let file = match self.given(self.plan.content_type) {
            Some(content_type) => file.content_type(content_type),
            None => file,
        };
        let length = file.length().await?;
        self.progress.total(length);
        let progress = Arc::clone(&self.progress);
        let file = file.metered(Arc::new(move |sent, total| progress.sent(sent, total)));
        if let Some(direct) = self.direct_way(length)? {
            let sent = self.direct(direct, &file).await;
            let goes_on = self.way.is_none() && self.plan.signed.is_some();
            match sent {
                Err(error) if goes_on && is_refusal(&error) => {}
                sent => return self.finish(sent?).await,
            }
            return self.signed(&file, Turn::Second).await;
        }
        self.signed(&file, Turn::First).await
    }

    /// The direct way, if the file goes that way.
    fn direct_way(&self, length: u64) -> Result<Option<&'static DirectWay>, Error> {
        let (direct, signed) = (self.plan.direct.as_ref(), self.plan.signed.as_ref());
        let refuse = |text: &str| Err(self.refusal(text));
        match self.way {
            Some(UploadWay::Fetch) => refuse("only a URL can be fetched"),
            Some(UploadWay::Signed) if signed.is_none() => refuse("this API reserves no uploads"),
            Some(UploadWay::Signed) => Ok(None),
            Some(UploadWay::Direct) if direct.is_none() => {
                refuse("this API takes no bytes with the request")
            }
            Some(UploadWay::Direct) => Ok(direct),
            None => match direct {
                Some(way) if length <= way.max_bytes && self.unknown(way.lacks).is_none() => {
                    Ok(direct)
                }
                _ if signed.is_some() => Ok(None),
                Some(way) if length > way.max_bytes => refuse(&format!(
                    "the file has {length} bytes, and this API takes {}",
                    way.max_bytes
                )),
                Some(_) => Ok(direct),
                None => refuse("this API takes URLs only"),
            },
        }
    }

    async fn direct(&self, way: &DirectWay, file: &FilePart) -> Result<Received, Error> {
        if let Some(name) = self.unknown(way.lacks) {
            let text = format!("bytes that go with the request cannot have the field `{name}`");
            return Err(self.refusal(text));
        }
        let mut call = self.call.clone().body_kind(Multipart::new());
        // A form has no `null`.
        for (name, json) in fields(&self.call).filter(|(_, json)| *json != "null") {
            call = call.field_json(name, json);
        }
        for (name, json) in way.set {
            call = call.field_json(name, json);
        }
        let call = self.describe_file(call, file, way.lacks);
        let call = call.file(way.file, file.clone());
        self.progress.step(UploadStep::Sending);
        send::exchange(call).await
    }

    async fn signed(&self, file: &FilePart, turn: Turn) -> Result<Received, Error> {
        let Some(way) = &self.plan.signed else {
            return Err(self.refusal("this API reserves no uploads"));
        };
        let call = self.describe_file(self.json_call()?, file, self.plan.lacks);
        let call = way
            .set
            .iter()
            .fold(call, |call, (name, json)| call.field_json(name, json));
        let call = match turn {
            Turn::First => call,
            Turn::Second => with_another_key(call),
        };
        self.progress.step(UploadStep::Reserving);
        let received = send::exchange(call).await?;
        let reply = (way.read)(&received)?;
        let id = self.take_id(way, &reply, &received)?;
        let mut target = self.target(way, &reply, &received)?;
        let mut renewals = 0;
        let mut has_failed = false;
        loop {
            let failure = match self.round(way, &target, file, &id, &received).await {
                Ok(received) => return Ok(received),
                Err(failure) => failure,
            };
            // Of what the service itself says that it failed, one more try is enough: most such
            // failures are about what is in the file.
            let is_failed = failure.error.kind() == ErrorKind::Failed;
            let may_renew = failure.cure == Cure::Renewal
                && renewals < self.renewals
                && !(is_failed && has_failed);
            let Some((step, read)) = way.renew.as_ref().filter(|_| may_renew) else {
                return Err(failure.error);
            };
            has_failed |= is_failed;
            renewals += 1;
            self.progress.step(UploadStep::Reserving);
            let renewed = match send::exchange(self.step_call(step, &id)).await {
                Ok(renewed) => renewed,
                // Why it was asked for is the news, with a cause of its own if it has one; else
                // why there is no other place is a part of it.
                Err(_) if failure.error.source().is_some() => return Err(failure.error),
                Err(error) => return Err(failure.error.with_source(error)),
            };
            target = self.target(way, &read(&renewed)?, &renewed)?;
        }
    }

    /// One reservation: the bytes, that they are there, and what becomes of them.
    async fn round(
        &self,
        way: &SignedWay,
        target: &Target,
        file: &FilePart,
        id: &str,
        created: &Received,
    ) -> Result<Received, Failure> {
        self.progress.step(UploadStep::Sending);
        delivery::deliver(&self.call, target, file).await?;
        let mut last = created.clone();
        if let Some(step) = &way.complete {
            self.progress.step(UploadStep::Completing);
            match send::exchange(self.step_call(step, id)).await {
                // The reply to an attempt before was lost: it is complete.
                Err(error)
                    if error.is_already_accepted()
                        || (error.is_conflict() && error.attempts() > 1) => {}
                Err(error) if is_expiry(&error) => {
                    return Err(Failure::new(error, Cure::Renewal));
                }
                completed => last = completed?,
            }
        }
        if !self.waits {
            return Ok(last);
        }
        self.wait(way, id, created).await.map_err(|error| {
            let cure = match error.kind() {
                ErrorKind::Failed => Cure::Renewal,
                _ => Cure::None,
            };
            Failure::new(error, cure)
        })
    }

    /// What follows the request that has all that the service needs.
    async fn finish(&self, received: Received) -> Result<Received, Error> {
        let Some(way) = self.plan.signed.as_ref().filter(|way| way.poll.is_some()) else {
            return Ok(received);
        };
        let id = self.take_id(way, &(way.read)(&received)?, &received)?;
        if !self.waits {
            return Ok(received);
        }
        self.wait(way, &id, &received).await
    }

    async fn wait(&self, way: &SignedWay, id: &str, created: &Received) -> Result<Received, Error> {
        let Some((step, rule)) = &way.poll else {
            return Ok(created.clone());
        };
        self.progress.step(UploadStep::Waiting);
        let call = self.step_call(step, id);
        let waiting = Waiting::new(rule);
        let Some(deadline) = self.deadline else {
            return waiting.until_done(&call, rule.timeout).await;
        };
        // The caller knows the time of the whole, not what was left of it here.
        let done = waiting.until_done(&call, deadline.left()).await;
        done.map_err(|error| match error.kind() {
            ErrorKind::Timeout => self.late(deadline.time).with_source(error),
            _ => error,
        })
    }

    fn take_id(
        &self,
        way: &SignedWay,
        reply: &Value,
        received: &Received,
    ) -> Result<String, Error> {
        let Some(id) = reply.at(way.id).and_then(Value::text) else {
            return Err(received.error(ErrorKind::Decode, "the reply has no id"));
        };
        self.progress.take_id(id);
        Ok(id.to_owned())
    }

    fn target(&self, way: &SignedWay, reply: &Value, received: &Received) -> Result<Target, Error> {
        let client = &self.call.client;
        let form = reply
            .at(way.at)
            .map(|form| Target::form(client, &way.form, form));
        let put_url = || reply.at(way.put_url).filter(|_| !way.put_url.is_empty());
        let target = match form {
            Some(Ok(None)) | None => match put_url().and_then(Value::text) {
                Some(url) => Target::put(client, url),
                None => Err("the reply does not say where the bytes go".to_owned()),
            },
            Some(Ok(Some(target))) => Ok(target),
            Some(Err(text)) => Err(text),
        };
        target.map_err(|text| received.error(ErrorKind::Decode, text))
    }

    /// The call of an operation that takes an id, with what goes for all steps of the upload.
    fn step_call(&self, step: &Step, id: &str) -> Call {
        self.call.step(step.operation).param(step.id, id)
    }

    /// The request with a JSON body.
    fn json_call(&self) -> Result<Call, Error> {
        match self.unknown(self.plan.lacks) {
            None => {
                let set = self.plan.set.iter();
                Ok(set.fold(self.call.clone(), |call, (name, json)| {
                    call.field_json(name, json)
                }))
            }
            Some(name) => Err(self.refusal(format!(
                "the field `{name}` goes with bytes in the request only"
            ))),
        }
    }

    fn describe_file(&self, call: Call, file: &FilePart, lacks: &[&str]) -> Call {
        let describe = |call, name: &str, value: Option<&str>| match value {
            Some(value) if !lacks.contains(&name) => self.describe(call, name, value),
            _ => call,
        };
        let call = describe(call, self.plan.file_name, file.file_name());
        // A type that nobody knows is left to the service to find out.
        let content_type = file.known_media_type();
        describe(call, self.plan.content_type, content_type.as_deref())
    }

    /// Sets a field that the caller has not set.
    fn describe(&self, call: Call, name: &str, value: &str) -> Call {
        if name.is_empty() || fields(&self.call).any(|(given, _)| given == name) {
            call
        } else {
            call.field(name, value)
        }
    }

    /// The text of a field that the caller has set.
    fn given(&self, name: &str) -> Option<String> {
        let (_, json) = fields(&self.call).find(|(given, _)| *given == name)?;
        Value::from_json(json).ok()?.text().map(str::to_owned)
    }

    /// The first field that the caller has set of those that a body does not take.
    fn unknown(&self, lacks: &[&'static str]) -> Option<&'static str> {
        let is_set = |name: &&&str| fields(&self.call).any(|(given, _)| given == **name);
        lacks.iter().find(is_set).copied()
    }

    fn refusal(&self, text: impl Into<String>) -> Error {
        Error::new(ErrorKind::Request, text).of(self.call.operation)
    }

    fn late(&self, time: Duration) -> Error {
        let progress = self.progress.now();
        let id = progress.id.map(|id| format!(" of {id}"));
        let text = format!(
            "the upload{} was not done within {}; it is at the step `{:?}`",
            id.unwrap_or_default(),
            send::seconds(time),
            progress.step
        );
        Error::new(ErrorKind::Timeout, text)
            .of(self.call.operation)
            .by_deadline()
    }
}

impl Call {
    /// A call of another operation that is a part of the same work: its options go on, and the
    /// places that both paths have; what else it sends does not.
    pub(super) fn step(&self, operation: &'static Operation) -> Self {
        let mut call = Self {
            headers: self.headers.clone(),
            timeout: self.timeout,
            max_retries: self.max_retries,
            ..Self::new(&self.client, operation)
        };
        if let Some(rule) = self.operation.idempotency {
            // The key of the request must not become that of another one.
            call.headers.remove(rule.parameter);
        }
        let in_path = |other: &&Parameter| other.location == Location::Path;
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            let mut others = operation.parameters.iter();
            let other = others.position(|other| in_path(&other) && other.name == parameter.name);
            if let Some(at) = other.filter(|_| in_path(&parameter))
                && let Some(json) = self.parameter(index)
            {
                call.parameters.push((at, json.to_owned()));
            }
        }
        call
    }

    /// Sets a field of the body to a value that is JSON text already.
    fn field_json(mut self, name: &str, json: &str) -> Self {
        if let Err(text) = self.body.field(name, json.to_owned(), self.operation.form) {
            self.refuse(format!("the field `{name}` cannot be sent: {text}"));
        }
        self
    }
}

/// Whether the same operation was called before, for the same upload.
#[derive(Clone, Copy)]
enum Turn {
    First,
    Second,
}

/// The call with another idempotency key than the one that it was given: a service that has seen
/// the key with another body would refuse it.
fn with_another_key(mut call: Call) -> Call {
    let Some(rule) = call.operation.idempotency else {
        return call;
    };
    // A header of the caller's wins over the parameter.
    if let Some(key) = call.headers.get(rule.parameter) {
        let key = [key.as_bytes(), b"-signed"].concat();
        if let Ok(key) = HeaderValue::from_bytes(&key)
            && let Some(header) = call.headers.get_mut(rule.parameter)
        {
            *header = key;
        }
        return call;
    }
    let mut parameters = call.operation.parameters.iter();
    let index = parameters.position(|parameter| parameter.name == rule.parameter);
    let key = index.and_then(|index| Value::from_json(call.parameter(index)?).ok());
    match key.as_ref().and_then(Value::text) {
        Some(key) => call.param(rule.parameter, format!("{key}-signed")),
        None => call,
    }
}

/// The fields of the body that the caller has set.
pub(super) fn fields(call: &Call) -> impl Iterator<Item = (&str, &str)> {
    let fields = match &call.body {
        Body::Json { fields, .. } => fields.as_slice(),
        _ => &[],
    };
    fields
        .iter()
        .map(|(name, json)| (name.as_str(), json.as_str()))
}

/// Whether the service refuses bytes that go with the request, for what they are or how many.
fn is_refusal(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 413 | 415 | 422))
}

/// Whether the service refuses to complete what is reserved: the reservation is no longer what it
/// was, or the bytes are not there.
fn is_expiry(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 409 | 410 | 422))
}

// `https://example.com/a%20b.png?x=1` => `a b.png`
fn last_segment(url: &Url) -> Option<String> {
    let segment = url.path_segments()?.next_back()?;
    let name = percent_decode_str(segment).decode_utf8_lossy();
    let name = name.rsplit('/').next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_owned())
}

/// What is known of an upload that is under way, for those who are told and for errors.
struct Tracker {
    report: Option<Report>,
    now: Mutex<UploadProgress>,
}

impl Tracker {
    fn step(&self, step: UploadStep) {
        self.change(|progress| progress.step = step);
    }

    fn take_id(&self, id: &str) {
        // Told with the step that follows.
        self.lock().id = Some(id.to_owned());
    }

    fn total(&self, total: u64) {
        self.lock().total = Some(total);
    }

    fn sent(&self, sent: u64, total: u64) {
        self.change(|progress| {
            progress.sent = sent;
            progress.total = Some(total);
        });
    }

    fn id(&self) -> Option<String> {
        self.lock().id.clone()
    }

    fn now(&self) -> UploadProgress {
        self.lock().clone()
    }

    fn change(&self, change: impl FnOnce(&mut UploadProgress)) {
        let now = {
            let mut progress = self.lock();
            change(&mut progress);
            progress.clone()
        };
        // Not under the lock: what is told may do as it likes.
        if let Some(report) = &self.report {
            report(&now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, UploadProgress> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
