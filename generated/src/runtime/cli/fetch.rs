// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The bytes at an address that a reply names, on a host that is not that of the API.
//!
//! The host sees nothing of the client: no credentials, and no headers but those of HTTP itself.
//! Whatever is told of it names the host alone, because a signed address is as good as a key.

use std::time::{Duration, SystemTime};

use reqwest::{Response, Url};
use tokio::time::{Instant, sleep, timeout};

use super::super::call::Call;
use super::super::client::Client;
use super::super::delivery::{Cure, Failure};
use super::super::error::{Error, ErrorKind};
use super::super::http_date;
use super::super::reply::Bytes;
use super::super::send::{self, seconds};
use super::super::service::Operation;
use super::super::transport::TransportError;

/// How many redirects in a row are followed.
const MAX_REDIRECTS: usize = 10;

/// An address, and how often it was asked.
#[derive(Clone)]
pub(super) struct Fetch {
    /// The call whose reply named it, with the times and retries that hold here too.
    call: Call,
    url: Url,
    clock: Clock,
    sent: u32,
}

/// Bytes on their way.
pub(super) struct Body {
    operation: &'static Operation,
    response: Response,
    host: String,
    clock: Clock,
}

/// How long things may take.
#[derive(Clone, Copy)]
struct Clock {
    /// A step.
    time: Duration,
    /// All of it, and when it has to be done.
    whole: Option<(Duration, Instant)>,
}

impl Fetch {
    /// Looks at an address; `since` is when the call was sent.
    pub(super) fn new(call: Call, url: &str, since: Instant) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|_| "the address of the bytes is not a URL")?;
        check(&call.client, &url)?;
        let whole = call.time_of_all();
        let clock = Clock {
            time: call.time(),
            whole: whole.and_then(|time| Some((time, since.checked_add(time)?))),
        };
        Ok(Self {
            call,
            url,
            clock,
            sent: 0,
        })
    }

    /// The last part of the address.
    pub(super) fn last_segment(&self) -> Option<&str> {
        self.url.path_segments()?.next_back()
    }

    /// Asks once, until a host answers with the bytes.
    pub(super) async fn attempt(&mut self) -> Result<Body, Failure> {
        self.sent += 1;
        let mut url = self.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let host = host(&url).to_owned();
            let request = self.call.client.settings.http.get(url.clone()).build();
            let request = request.map_err(|error| {
                let text = format!("the request to {host} could not be built");
                self.error(ErrorKind::Request, text)
                    .with_source(error.without_url())
            })?;
            let sending = self.call.client.settings.transport.send(request);
            let Ok(response) = timeout(self.clock.left(), sending).await else {
                let text = format!("no reply from {host} within");
                return Err(self.clock.late(self.call.operation, &text));
            };
            let response = response.map_err(|error| broken(self.call.operation, &host, error))?;
            if let Some(target) = send::redirect_target(&response) {
                url = url.join(&target).map_err(|_| {
                    let text = format!("{host} redirects to something that is not a URL");
                    self.error(ErrorKind::Redirect, text)
                })?;
                check(&self.call.client, &url)
                    .map_err(|text| self.error(ErrorKind::Redirect, text))?;
                continue;
            }
            if !response.status().is_success() {
                return Err(self.refused(&host, &response));
            }
            return Ok(Body {
                operation: self.call.operation,
                response,
                host,
                clock: self.clock,
            });
        }
        let text = format!("more than {MAX_REDIRECTS} redirects");
        Err(self.error(ErrorKind::Redirect, text).into())
    }

    /// Waits until the next attempt; or the failure is the end.
    pub(super) async fn pause(&self, failure: Failure) -> Result<(), Error> {
        let policy = &self.call.client.settings.retry;
        let retries = self.call.max_retries.unwrap_or(policy.retries());
        let Cure::Again(asked) = failure.cure else {
            return Err(failure.error);
        };
        let wait = policy.wait(self.sent.saturating_sub(1), asked);
        let next = Instant::now().checked_add(wait);
        let is_late =
            (self.clock.whole).is_some_and(|(_, end)| next.is_none_or(|next| next >= end));
        if self.sent > retries || is_late {
            return Err(failure.error);
        }
        sleep(wait).await;
        Ok(())
    }

    fn error(&self, kind: ErrorKind, text: String) -> Error {
        Error::new(kind, text).of(self.call.operation)
    }

    fn refused(&self, host: &str, response: &Response) -> Failure {
        let status = response.status();
        let text = format!("{host} did not give the bytes: {status}");
        let cure = if status.is_server_error() || matches!(status.as_u16(), 408 | 429) {
            let asked = http_date::retry_after(response.headers(), SystemTime::now());
            Cure::Again(asked)
        } else {
            Cure::None
        };
        Failure::new(self.error(ErrorKind::Upload, text), cure)
    }
}

impl Body {
    /// How many bytes there are, if the host says so.
    pub(super) fn length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next piece, none at the end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let Self {
            operation, host, ..
        } = self;
        match timeout(self.clock.left(), self.response.chunk()).await {
            Ok(Ok(chunk)) => Ok(chunk),
            Ok(Err(error)) => Err(broken(operation, host, TransportError::from(error))),
            Err(_) => {
                let text = format!("{host} sent nothing more within");
                Err(self.clock.late(operation, &text))
            }
        }
    }
}

impl Clock {
    /// The time of a step, or what is left of all of it.
    fn left(&self) -> Duration {
        match self.whole {
            Some((_, end)) => self.time.min(end.saturating_duration_since(Instant::now())),
            None => self.time,
        }
    }

    /// The error of a step that took too long; what did not happen "within" is told first.
    fn late(&self, operation: &'static Operation, text: &str) -> Failure {
        let late = |text| Error::new(ErrorKind::Timeout, text).of(operation);
        match self.whole {
            Some((time, end)) if end <= Instant::now() => {
                let text = format!("{text} the deadline of {}", seconds(time));
                Failure::new(late(text).by_deadline(), Cure::None)
            }
            _ => {
                let text = format!("{text} {}", seconds(self.time));
                Failure::new(late(text), Cure::Again(None))
            }
        }
    }
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or("the host of the bytes")
}

/// Whether an address is as safe as the API itself.
fn check(client: &Client, url: &Url) -> Result<(), String> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if client.base_url().starts_with("http:") => Ok(()),
        "http" => Err(format!(
            "bytes are not fetched from {} without encryption",
            host(url)
        )),
        _ => Err("the address of the bytes is none of HTTP".to_owned()),
    }
}

/// The error of bytes that did not come.
fn broken(operation: &'static Operation, host: &str, error: TransportError) -> Failure {
    let error = send::unsent(operation, host, error);
    match error.is_retryable() {
        true => Failure::new(error, Cure::Again(None)),
        false => Failure::from(error),
    }
}
