//! Waiting for an end: the same question again and again, until its answer is a last one.
//!
//! Needs `call`, `error`, `reply`, `send`, `value`. `serde`, `serde_json`, `tokio` (`time`).

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};

use super::call::{Call, Sending};
use super::error::{Error, ErrorKind};
use super::reply::{Decode, Json, Received};
use super::send;
use super::value::Value;

/// How an answer tells whether there is something to wait for.
#[derive(Debug, Clone, Copy)]
pub struct PollRule {
    /// Where the reply has the state: a JSON pointer.
    pub field: &'static str,
    /// The states of success.
    pub done: &'static [&'static str],
    /// The states of failure. With any other state, the known ones or not, the waiting goes on.
    pub failed: &'static [&'static str],
    /// Where the reply says why it failed: a JSON pointer, `""` where the API declares none.
    pub message: &'static str,
    /// How long to wait between an answer and the next question.
    pub interval: Duration,
    /// When to give up.
    pub timeout: Duration,
    /// Reads a reply by the names that the pointers use: [`read`] of its type.
    pub read: Read,
}

/// Reads a reply by the names that the document uses.
pub type Read = fn(&Received) -> Result<Value, Error>;

/// Reads a reply as the type that the API promises, by the names that the document uses.
///
/// # Errors
/// Fails with [`ErrorKind::Decode`] when the body does not fit.
pub fn read<T: DeserializeOwned + Serialize>(received: &Received) -> Result<Value, Error> {
    let value = Json::<T>::decode(received)?;
    write(&value).map_err(|error| {
        let text = "the reply cannot be written again";
        received.error(ErrorKind::Decode, text).with_source(error)
    })
}

/// A value by the names that the document uses.
///
/// # Errors
/// Fails when the value cannot be written as JSON.
pub fn write<T: Serialize>(value: &T) -> Result<Value, serde_json::Error> {
    Value::from_json(&serde_json::to_string(value)?)
}

/// How to wait for the end that a call asks about.
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before it is run"]
pub struct Waiting {
    rule: &'static PollRule,
    interval: Duration,
}

impl Waiting {
    /// Waits as the rule says.
    pub fn new(rule: &'static PollRule) -> Self {
        Self {
            rule,
            interval: rule.interval,
        }
    }

    /// Sets how long to wait between an answer and the next question.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Asks until the answer is a last one. A deadline of the call is that of the waiting.
    ///
    /// Fails with [`ErrorKind::Failed`] at a state of failure, with [`ErrorKind::Timeout`] when
    /// the time has run out, and with the error of a question if that is not one that may go away.
    #[must_use = "nothing is asked before the future is awaited"]
    pub fn run<D: Decode>(self, mut call: Call) -> Sending<D::Value> {
        let time = call.deadline.take().unwrap_or(self.rule.timeout);
        Box::pin(async move { D::decode(&self.until_done(&call, time).await?) })
    }

    /// The reply with a state of success.
    ///
    /// # Errors
    /// Fails as [`run`](Self::run) does.
    pub async fn until_done(&self, call: &Call, time: Duration) -> Result<Received, Error> {
        let end = Instant::now().checked_add(time);
        let mut last = None;
        // Why the question before has no answer.
        let mut problem = None;
        loop {
            let asked = send::exchange(call.clone());
            let received = match end {
                None => asked.await,
                Some(end) => match timeout_at(end, asked).await {
                    Ok(received) => received,
                    Err(_) => return Err(self.late(call, time, last.as_deref(), problem)),
                },
            };
            match received {
                Ok(received) => {
                    let value = (self.rule.read)(&received)?;
                    let state = value.at(self.rule.field).and_then(Value::text);
                    if state.is_some_and(|state| self.rule.done.contains(&state)) {
                        return Ok(received);
                    }
                    if let Some(state) = state.filter(|state| self.rule.failed.contains(state)) {
                        return Err(self.failure(call, &received, &value, state));
                    }
                    last = state.map(str::to_owned);
                    problem = None;
                }
                // The work of the service goes on while it cannot be asked.
                Err(error) if error.is_retryable() => problem = Some(error),
                Err(error) => return Err(error.about(id(call))),
            }
            let next = Instant::now().checked_add(self.interval);
            if end.is_some_and(|end| next.is_none_or(|next| next > end)) {
                return Err(self.late(call, time, last.as_deref(), problem));
            }
            sleep(self.interval).await;
        }
    }

    fn failure(&self, call: &Call, received: &Received, value: &Value, state: &str) -> Error {
        let id = id(call);
        let text = format!("{} is `{state}`", subject(id.as_deref()));
        let message = Some(self.rule.message).filter(|pointer| !pointer.is_empty());
        let message = message.and_then(|pointer| value.at(pointer)?.text());
        let failed = received.error(ErrorKind::Failed, text);
        failed.about(id).with_message(message)
    }

    fn late(
        &self,
        call: &Call,
        time: Duration,
        state: Option<&str>,
        problem: Option<Error>,
    ) -> Error {
        let id = id(call);
        let done = self.rule.done.join("` or `");
        let mut text = format!(
            "{} did not become `{done}` within {}",
            subject(id.as_deref()),
            send::seconds(time)
        );
        if let Some(state) = state {
            text.push_str(&format!("; it is `{state}`"));
        }
        let error = Error::new(ErrorKind::Timeout, text)
            .of(call.operation)
            .about(id)
            .by_deadline();
        match problem {
            Some(problem) => error.with_source(problem),
            None => error,
        }
    }
}

fn subject(id: Option<&str>) -> &str {
    id.unwrap_or("what was asked for")
}

/// What a call asks about: the value in the last place of its path.
pub(super) fn id(call: &Call) -> Option<String> {
    let (_, rest) = call.operation.path.rsplit_once('{')?;
    let (name, _) = rest.split_once('}')?;
    let mut parameters = call.operation.parameters.iter();
    let index = parameters.position(|parameter| parameter.name == name)?;
    let value = Value::from_json(call.parameter(index)?).ok()?;
    value.text().map(str::to_owned)
}
