//! A transport that follows a script, without any network: with the clock of tokio paused, waits
//! of hours take no time and can be measured to the millisecond.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::transport::{InTransit, Transport, TransportError, TransportErrorKind};
use futures_core::Stream;
use tokio::time::Instant;

/// What becomes of one request.
#[derive(Clone)]
pub(crate) enum Act {
    /// A reply; what is left open at its end decides whether it is whole.
    Reply(Answer),
    /// No reply, for this reason.
    Fail(TransportErrorKind),
    /// Neither a reply nor an error.
    Hang,
}

/// A reply of the script.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    pieces: Vec<(Duration, &'static [u8])>,
    end: End,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum End {
    #[default]
    Whole,
    Broken,
    Never,
}

impl Answer {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn piece(self, bytes: &'static [u8]) -> Self {
        self.late(Duration::ZERO, bytes)
    }

    /// A piece that is on its way for some time.
    pub(crate) fn late(mut self, time: Duration, bytes: &'static [u8]) -> Self {
        self.pieces.push((time, bytes));
        self
    }

    /// After the pieces the connection breaks.
    pub(crate) fn broken(mut self) -> Self {
        self.end = End::Broken;
        self
    }

    /// After the pieces nothing comes any more.
    pub(crate) fn never(mut self) -> Self {
        self.end = End::Never;
        self
    }
}

impl From<Answer> for Act {
    fn from(answer: Answer) -> Self {
        Self::Reply(answer)
    }
}

impl From<u16> for Act {
    fn from(status: u16) -> Self {
        Self::Reply(Answer::new(status).piece(b"{}"))
    }
}

impl From<TransportErrorKind> for Act {
    fn from(kind: TransportErrorKind) -> Self {
        Self::Fail(kind)
    }
}

/// A request that was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) at: Duration,
    pub(crate) request: reqwest::Request,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }
}

/// The transport. Clones share the script; after its end the last act is repeated.
#[derive(Clone)]
pub(crate) struct Script(Arc<Inner>);

struct Inner {
    begin: Instant,
    acts: Mutex<VecDeque<Act>>,
    sent: Mutex<Vec<Sent>>,
}

impl Script {
    pub(crate) fn new<A: Into<Act>>(acts: impl IntoIterator<Item = A>) -> Self {
        Self(Arc::new(Inner {
            begin: Instant::now(),
            acts: Mutex::new(acts.into_iter().map(Into::into).collect()),
            sent: Mutex::default(),
        }))
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> usize {
        self.0.sent.lock().unwrap().len()
    }

    /// All requests so far.
    pub(crate) fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.0.sent.lock().unwrap())
    }

    /// How long the script has been running.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.begin.elapsed()
    }

    /// The time between each request and the next.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let sent = self.0.sent.lock().unwrap();
        sent.windows(2)
            .map(|pair| pair[1].at - pair[0].at)
            .collect()
    }
}

impl Transport for Script {
    fn send(&self, request: reqwest::Request) -> InTransit<'_> {
        let mut acts = self.0.acts.lock().unwrap();
        let act = match acts.len() {
            1 => acts.front().cloned(),
            _ => acts.pop_front(),
        };
        let at = self.elapsed();
        self.0.sent.lock().unwrap().push(Sent { at, request });
        Box::pin(async move {
            match act.expect("the script is not empty") {
                Act::Reply(answer) => Ok(response(answer)),
                Act::Fail(kind) => Err(TransportError::new(kind, "as the script says")),
                Act::Hang => std::future::pending().await,
            }
        })
    }
}

fn response(answer: Answer) -> reqwest::Response {
    let mut response = http::Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let pieces = Pieces {
        pieces: answer.pieces.into(),
        end: answer.end,
        timer: None,
    };
    let body = reqwest::Body::wrap_stream(pieces);
    reqwest::Response::from(response.body(body).unwrap())
}

struct Pieces {
    pieces: VecDeque<(Duration, &'static [u8])>,
    end: End,
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((time, piece)) = self.pieces.front().copied() else {
            return match self.end {
                End::Whole => Poll::Ready(None),
                End::Broken => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
                End::Never => Poll::Pending,
            };
        };
        if !time.is_zero() {
            let timer = self
                .timer
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
            std::task::ready!(timer.as_mut().poll(context));
            self.timer = None;
        }
        self.pieces.pop_front();
        Poll::Ready(Some(Ok(Bytes::from_static(piece))))
    }
}
