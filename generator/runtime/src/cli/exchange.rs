//! One call on its way: sent, told about where that was asked for, or only shown.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Instant;

use tokio::runtime::Runtime;

use super::super::call::Sending;
use super::super::download::Download;
use super::super::error::Error;
use super::super::reply::{Bytes, Reply};
use super::super::secret::Secret;
use super::super::service::Service;
use super::console::Console;
use super::debug::Log;
use super::pace::Pace;
use super::problem::{self, Failure};
use super::rehearsal::{self, Part, Shown, Stage};

/// What the flags say about calls.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    pub(super) log: Log,
    /// Where the request is kept instead of being sent.
    pub(super) rehearsal: Option<(Shown, Stage)>,
    pub(super) timing: bool,
    /// What no message may repeat.
    pub(super) secrets: Vec<Secret>,
    /// How much is done at a time.
    pub(super) pace: Option<Pace>,
}

impl Exchange {
    /// Sends a call and waits for its reply.
    pub(super) fn run(
        &self,
        sending: Sending<Reply<Bytes>>,
        console: &mut Console<'_>,
    ) -> Result<Reply<Bytes>, Failure> {
        let start = Instant::now();
        let outcome = self.wait(sending, console)?;
        self.tell_time(start, outcome.as_ref().map(Reply::attempts), console);
        outcome.map_err(|error| Failure::of_call(error, &self.secrets))
    }

    /// Sends a call and waits for the head of its reply, whose body is read on the same runtime.
    pub(super) fn open(
        &self,
        runtime: &Runtime,
        sending: Sending<Download>,
        console: &mut Console<'_>,
    ) -> Result<Download, Failure> {
        let start = Instant::now();
        let outcome = self.block_on(runtime, sending, console);
        self.tell_time(start, outcome.as_ref().map(Download::attempts), console);
        outcome.map_err(|error| Failure::of_call(error, &self.secrets))
    }

    fn tell_time(&self, start: Instant, attempts: Result<u32, &Error>, console: &mut Console<'_>) {
        if !self.timing {
            return;
        }
        let attempts = attempts.unwrap_or_else(Error::attempts);
        let word = if attempts == 1 { "attempt" } else { "attempts" };
        let time = start.elapsed().as_millis();
        console.say(&problem::labelled(
            "timing",
            &format!("{time} ms, {attempts} {word}"),
        ));
    }

    /// Shows the request of a call that is not sent.
    pub(super) fn rehearse(
        &self,
        (shown, stage): &(Shown, Stage),
        sending: Sending<Reply<Bytes>>,
        parts: &[Part],
        service: &Service,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let outcome = self.wait(sending, console)?;
        let Some(request) = stage.take() else {
            return match outcome {
                Ok(_) => Ok(()), // Nothing was sent, so there is no reply.
                Err(error) => Err(error.into()),
            };
        };
        let text = rehearsal::show(&request, parts, *shown, service);
        console
            .print(text.as_bytes())
            .map(drop)
            .map_err(Failure::own)
    }

    /// Runs a call to its end on this thread, telling what happens as it happens.
    pub(super) fn wait<T>(
        &self,
        call: impl Future<Output = T>,
        console: &mut Console<'_>,
    ) -> Result<T, Failure> {
        self.within(|runtime| Ok(self.block_on(runtime, call, console)))
    }

    /// Lends a runtime to what is done by several steps.
    pub(super) fn within<T>(
        &self,
        work: impl FnOnce(&Runtime) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let runtime = runtime()?;
        let outcome = work(&runtime);
        // A name lookup that is still running must not hold up the end after a timeout.
        runtime.shutdown_background();
        outcome
    }

    /// Runs one step, telling what happens as it happens.
    pub(super) fn block_on<T>(
        &self,
        runtime: &Runtime,
        call: impl Future<Output = T>,
        console: &mut Console<'_>,
    ) -> T {
        let mut call = pin!(call);
        runtime.block_on(poll_fn(|context| {
            let poll = call.as_mut().poll(context);
            let said = self.log.take();
            if !said.is_empty() {
                console.say(&said);
            }
            poll
        }))
    }
}

/// What runs calls on this thread.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::own(format!("cannot start: {error}")))
}
