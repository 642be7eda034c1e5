//! The pages of a list, fetched in the background one after the other.
//!
//! In: the call of the first page. Out: each page when it is there. One thread makes the calls, so
//! that keys are never waited for by a server, nor a server by keys.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::super::super::call::{Call, Sending};
use super::super::super::error::Error;
use super::super::super::reply::{Bytes, Reply};
use super::super::super::secret::Secret;
use super::super::super::walk::Walk;
use super::super::output::Printer;
use super::super::pages::{self, Page};
use super::super::problem::Failure;
use super::super::table::List;

type Outcome = Result<Reply<Bytes>, Error>;

/// Items of a page, and whether it is the last or why none can follow.
pub(super) type Taken = (Vec<String>, Result<bool, Failure>);

/// Where the pages of a list come from.
#[derive(Debug)]
pub(super) struct Supply<'a> {
    walk: Walk,
    list: &'a List,
    secrets: &'a [Secret],
    /// Whether there is a page to fetch next.
    has_next: bool,
    /// How many items may still come.
    left: usize,
    calls: Sender<Sending<Reply<Bytes>>>,
    outcomes: Receiver<Outcome>,
}

impl<'a> Supply<'a> {
    /// Starts behind the first page.
    pub(super) fn new(
        call: &Call,
        list: &'a List,
        left: usize,
        secrets: &'a [Secret],
    ) -> Result<Self, Failure> {
        let (calls, ordered) = channel();
        let (done, outcomes) = channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::own(format!("cannot start: {error}")))?;
        thread::spawn(move || {
            // Ends when nobody orders any more, or nobody listens.
            for call in ordered {
                if done.send(runtime.block_on(call)).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            walk: Walk::new(call.clone()),
            list,
            secrets,
            has_next: false,
            left,
            calls,
            outcomes,
        })
    }

    /// Fetches the next page; false if there is none to fetch.
    pub(super) fn order(&mut self) -> bool {
        // The thread lives as long as this.
        self.has_next
            && self
                .calls
                .send(self.walk.call().send_raw::<Bytes>())
                .is_ok()
    }

    /// The page that was ordered, once it is there.
    pub(super) fn arrived(&self, printer: &Printer<'_>) -> Option<Result<Page, Failure>> {
        let outcome = self.outcomes.try_recv().ok()?;
        let reply = outcome.map_err(|error| Failure::of_call(error, self.secrets));
        Some(reply.and_then(|reply| pages::read(&reply, self.list, printer)))
    }

    /// The items of a page, and whether it is the last or why none can follow; from here on the
    /// one behind it is next.
    pub(super) fn take(&mut self, mut page: Page) -> Taken {
        page.items.truncate(self.left);
        self.left -= page.items.len();
        let turned = match self.left {
            0 => Ok(false),
            _ => self.walk.turn(&page.received).map_err(Failure::from),
        };
        self.has_next = matches!(turned, Ok(true));
        (page.items, turned.map(|has_next| !has_next))
    }
}
