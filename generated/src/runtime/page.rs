// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Lists that come in pages: a stream of pages, and a stream of their items.
//!
//! With a blocking client they are iterators. Needs `call`, `error`, `mode`, `reply`, and
//! `blocking` with that feature. `futures-core`, `serde`, `serde_json`.

use std::collections::HashSet;
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
use super::reply::Json;

/// How one page leads to the next.
pub struct PageRule<P> {
    /// The query parameter that takes the cursor.
    pub cursor: &'static str,
    /// The cursor of the next page; none or an empty one at the end.
    pub next: fn(&P) -> Option<&str>,
}

impl<P> Clone for PageRule<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for PageRule<P> {}

impl<P> fmt::Debug for PageRule<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PageRule")
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}

/// The pages of a list, each fetched when it is asked for: a stream, or an iterator with a
/// blocking client.
///
/// Empty pages do not end the list, a missing cursor does. After an error that may go away the
/// page that failed is fetched again when the next one is asked for, up to ten times in a row.
/// The list is at its end after one that will not: the service refuses the request, it cannot be
/// made, or a cursor comes back that was there before.
#[must_use = "nothing is fetched before a page is asked for"]
pub struct Pages<P, M = Async> {
    call: Call,
    rule: PageRule<P>,
    seen: HashSet<String>,
    state: State<P>,
    /// How often in a row the page could not be fetched.
    failures: u32,
    mode: PhantomData<M>,
}

/// How often in a row a page may fail. Whoever passes over errors would else ask for ever.
const MAX_FAILURES: u32 = 10;

enum State<P> {
    /// The next page is to be fetched with this cursor, or with what the caller gave.
    Next(Option<String>),
    /// The page of this cursor is on its way.
    Fetching(Option<String>, Sending<P>),
    /// There is no next page, because the server would lead in circles.
    Failed(Error),
    End,
}

impl<P: DeserializeOwned + 'static> Pages<P> {
    /// The next page, none at the end. After an error that may go away it tries the same page
    /// again.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|context| self.poll(context)).await
    }
}

impl<P: DeserializeOwned + 'static, M> Pages<P, M> {
    /// Starts at the page that the call asks for.
    #[doc(hidden)]
    pub fn new(call: Call, rule: PageRule<P>) -> Self {
        let seen = HashSet::from_iter(first_cursor(&call, rule.cursor));
        Self {
            call,
            rule,
            seen,
            state: State::Next(None),
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
                State::Next(cursor) => {
                    let page = self.fetch(cursor.clone());
                    self.state = State::Fetching(cursor, page);
                }
                State::Fetching(cursor, mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(cursor, page);
                        return Poll::Pending;
                    }
                    Poll::Ready(page) => {
                        self.state = match &page {
                            Ok(page) => {
                                self.failures = 0;
                                self.after(page)
                            }
                            Err(error) => {
                                self.failures += 1;
                                if self.failures == MAX_FAILURES || is_final(error) {
                                    State::End
                                } else {
                                    State::Next(cursor)
                                }
                            }
                        };
                        return Poll::Ready(Some(page));
                    }
                },
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::End => return Poll::Ready(None),
            }
        }
    }

    fn fetch(&self, cursor: Option<String>) -> Sending<P> {
        let call = self.call.clone();
        match cursor {
            Some(cursor) => call.param(self.rule.cursor, cursor),
            None => call,
        }
        .send::<Json<P>>()
    }

    /// What follows a page. A cursor that was used before would lead in circles.
    fn after(&mut self, page: &P) -> State<P> {
        match (self.rule.next)(page).filter(|cursor| !cursor.is_empty()) {
            None => State::End,
            Some(cursor) if self.seen.insert(cursor.to_owned()) => {
                State::Next(Some(cursor.to_owned()))
            }
            Some(_) => {
                let text = "the server names a page that was there before as the next one";
                State::Failed(Error::new(ErrorKind::Pagination, text).of(self.call.operation))
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

/// The cursor that the caller starts from.
fn first_cursor(call: &Call, name: &str) -> Option<String> {
    let mut parameters = call.operation.parameters.iter();
    let index = parameters.position(|parameter| parameter.name == name)?;
    serde_json::from_str(call.parameter(index)?).ok()
}

impl<P: DeserializeOwned + 'static> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "blocking")]
impl<P: DeserializeOwned + 'static> Iterator for Pages<P, Blocking> {
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
            .field("call", &self.call)
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

impl<P: DeserializeOwned + 'static, T> Items<P, T> {
    /// The next item, none at the end. After an error that may go away it tries the page that
    /// failed again.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }
}

impl<P: DeserializeOwned + 'static, T, M> Items<P, T, M> {
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

impl<P: DeserializeOwned + 'static, T: Unpin> Stream for Items<P, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "blocking")]
impl<P: DeserializeOwned + 'static, T> Iterator for Items<P, T, Blocking> {
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
