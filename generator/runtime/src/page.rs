//! Lists that come in pages: a stream of pages, and a stream of their items.
//!
//! With a blocking client they are iterators. Needs `call`, `error`, `mode`, `reply`, `walk`, and
//! `blocking` with that feature. `futures-core`, `serde`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

#[cfg(feature = "blocking")]
use super::blocking::{Blocking, wait};
use super::call::{Call, Sending};
use super::error::{Error, ErrorKind};
use super::mode::Async;
use super::reply::{Bytes, Decode, Json, Received, Reply};
use super::walk::Walk;

/// The pages of a list, each fetched when it is asked for: a stream, or an iterator with a
/// blocking client.
///
/// A list is at its end where the service says so: by a missing cursor or address of the next
/// page, or by a count; an empty page ends it only where nothing of that is there. After an error that may go away the
/// page that failed is fetched again when the next one is asked for, up to ten times in a row.
/// The list is at its end after one that will not: the service refuses the request, it cannot be
/// made, or the next page is one that was there before, or at another host.
#[must_use = "nothing is fetched before a page is asked for"]
pub struct Pages<P, M = Async> {
    walk: Walk,
    decode: fn(&Received) -> Result<P, Error>,
    state: State,
    /// How often in a row the page could not be fetched.
    failures: u32,
    mode: PhantomData<M>,
}

/// How often in a row a page may fail. Whoever passes over errors would else ask for ever.
const MAX_FAILURES: u32 = 10;

enum State {
    /// The page at hand is to be fetched.
    Next,
    /// It is on its way.
    Fetching(Sending<Reply<Bytes>>),
    /// There is no next page, because the server would lead in circles or away.
    Failed(Error),
    End,
}

impl<P> Pages<P> {
    /// The next page, none at the end. After an error that may go away it tries the same page
    /// again.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|context| self.poll(context)).await
    }
}

impl<P, M> Pages<P, M> {
    /// Starts at the page that the call asks for.
    #[doc(hidden)]
    pub fn new(call: Call) -> Self
    where
        P: DeserializeOwned,
    {
        Self::by::<Json<P>>(call)
    }

    /// The same with a way to decode pages.
    #[doc(hidden)]
    pub fn by<D: Decode<Value = P>>(call: Call) -> Self {
        Self {
            walk: Walk::new(call),
            decode: D::decode,
            state: State::Next,
            failures: 0,
            mode: PhantomData,
        }
    }

    /// The items of the pages, one by one.
    pub fn items<T>(self, items: fn(P) -> Vec<T>) -> Items<P, T, M> {
        Items {
            pages: self,
            items,
            page: Vec::new().into_iter(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::Next => self.state = State::Fetching(self.walk.call().send_raw()),
                State::Fetching(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(page) => return Poll::Ready(Some(self.settle(page))),
                },
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::End => return Poll::Ready(None),
            }
        }
    }

    /// Decodes a page, and decides what follows it.
    fn settle(&mut self, reply: Result<Reply<Bytes>, Error>) -> Result<P, Error> {
        let page = reply.and_then(|reply| Ok(((self.decode)(&reply.received)?, reply)));
        match page {
            Ok((page, reply)) => {
                self.failures = 0;
                self.state = match self.walk.turn(&reply.received) {
                    Ok(true) => State::Next,
                    Ok(false) => State::End,
                    Err(error) => State::Failed(error),
                };
                Ok(page)
            }
            Err(error) => {
                self.failures += 1;
                if self.failures < MAX_FAILURES && !is_final(&error) {
                    self.state = State::Next;
                }
                Err(error)
            }
        }
    }
}

/// Whether asking for the same page once more comes to the same.
fn is_final(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::Credentials | ErrorKind::Request => true,
        // Whatever is said of sending it again at once.
        ErrorKind::Status => {
            !(error.is_server_error() || matches!(error.status(), Some(408 | 429)))
        }
        _ => false,
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "blocking")]
impl<P> Iterator for Pages<P, Blocking> {
    type Item = Result<P, Error>;

    /// The next page, none at the end. After an error that may go away it tries the same page
    /// again.
    fn next(&mut self) -> Option<Self::Item> {
        wait(poll_fn(|context| self.poll(context))).unwrap_or_else(|error| {
            self.state = State::End;
            Some(Err(error))
        })
    }
}

impl<P, M> fmt::Debug for Pages<P, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("walk", &self.walk)
            .finish_non_exhaustive()
    }
}

/// The items of a list, page after page: a stream, or an iterator with a blocking client. After
/// an error it goes on as [`Pages`] does.
#[must_use = "nothing is fetched before an item is asked for"]
pub struct Items<P, T, M = Async> {
    pages: Pages<P, M>,
    items: fn(P) -> Vec<T>,
    page: std::vec::IntoIter<T>,
}

impl<P, T> Items<P, T> {
    /// The next item, none at the end. After an error that may go away it tries the page that
    /// failed again.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }
}

impl<P, T, M> Items<P, T, M> {
    /// The pages that the items come from; items of the current page that were not taken are
    /// dropped.
    pub fn into_pages(self) -> Pages<P, M> {
        self.pages
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.page = (self.items)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P, T: Unpin> Stream for Items<P, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "blocking")]
impl<P, T> Iterator for Items<P, T, Blocking> {
    type Item = Result<T, Error>;

    /// The next item, none at the end. After an error that may go away it tries the page that
    /// failed again.
    fn next(&mut self) -> Option<Self::Item> {
        wait(poll_fn(|context| self.poll(context))).unwrap_or_else(|error| {
            self.pages.state = State::End;
            Some(Err(error))
        })
    }
}

impl<P, T, M> fmt::Debug for Items<P, T, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
