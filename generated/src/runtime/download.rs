// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The body of a reply, piece by piece: for what is too large to be kept.
//!
//! Needs `error`, `header`, `mode`, `reply`, `secret`, `send`, `transport`, and `blocking` with that
//! feature. `bytes`, `futures-core`, `reqwest`,
//! `tokio` (`io-util`, `time`).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::Response;
use reqwest::header::HeaderMap;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Sleep, sleep_until};

#[cfg(feature = "blocking")]
use super::blocking::{Blocking, wait};
use super::error::{Error, ErrorKind};
use super::header::Header;
use super::mode::Async;
use super::reply::{Received, beside_body};
use super::secret::Redacted;
use super::send::Attempts;
use super::transport::TransportError;

/// A reply of success whose body is still on its way: a stream of its pieces, or a reader
/// ([`std::io::Read`]) with a blocking client.
///
/// Each piece may take as long as an attempt may, and all of them together as long as the call
/// may. What breaks off here is not fetched again: the pieces before are with the caller.
#[must_use = "the body is read piece by piece"]
pub struct Download<M = Async> {
    attempts: Attempts,
    /// The reply without its body.
    received: Received,
    length: Option<u64>,
    /// None after the end.
    body: Option<Body>,
    /// Runs while the next piece is waited for.
    timer: Option<Pin<Box<Sleep>>>,
    /// What a reader has not taken of the last piece.
    #[cfg(feature = "blocking")]
    rest: Bytes,
    mode: PhantomData<M>,
}

type Body = Pin<Box<dyn Stream<Item = Result<Bytes, reqwest::Error>> + Send>>;

impl<M> Download<M> {
    pub(super) fn new(mut attempts: Attempts, mut response: Response) -> Self {
        let length = response.content_length();
        let headers = std::mem::take(response.headers_mut());
        let received = attempts.received(response.status(), headers, Bytes::new());
        Self {
            attempts,
            received,
            length,
            body: Some(Box::pin(response.bytes_stream())),
            timer: None,
            #[cfg(feature = "blocking")]
            rest: Bytes::new(),
            mode: PhantomData,
        }
    }

    beside_body!();

    /// How many bytes the body has, if the server says so.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// The reply without its body.
    #[doc(hidden)]
    #[must_use]
    pub fn received(&self) -> &Received {
        &self.received
    }

    /// How many bytes of a reply the client keeps.
    #[doc(hidden)]
    #[must_use]
    pub fn limit(&self) -> usize {
        self.attempts.body_limit()
    }

    /// Leaves the rest of the body unread.
    #[doc(hidden)]
    pub fn close(&mut self) {
        self.body = None;
        self.timer = None;
    }

    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let end = match body.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.timer = None;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(None) => None,
            Poll::Ready(Some(Err(error))) => {
                Some(self.attempts.failure(TransportError::from(error)))
            }
            Poll::Pending => {
                if !self.is_late(context) {
                    return Poll::Pending;
                }
                Some(self.attempts.too_late())
            }
        };
        self.body = None;
        self.timer = None;
        Poll::Ready(end.map(|error| Err(self.received.add_to(error))))
    }

    /// Whether the next piece takes too long. The time runs only while it is waited for, so that
    /// a reader may take as long as it likes.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.timer.is_none() {
            let until = self.attempts.next_until();
            self.timer = until.map(|until| Box::pin(sleep_until(until)));
        }
        match &mut self.timer {
            Some(timer) => timer.as_mut().poll(context).is_ready(),
            None => false,
        }
    }

    fn unwritable(&self, error: std::io::Error) -> Error {
        let text = "what was received could not be written";
        self.received
            .error(ErrorKind::Output, text)
            .with_source(error)
    }
}

impl Download {
    /// The next piece of the body, none at its end.
    ///
    /// # Errors
    /// Fails when the connection breaks or the piece takes too long; nothing follows then.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// Writes the rest of the body to a writer, and says how many bytes these were.
    ///
    /// # Errors
    /// Fails when the body breaks off, and with [`ErrorKind::Output`] when the writer does.
    pub async fn copy_to(&mut self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(chunk) = self.chunk().await? {
            if let Err(error) = writer.write_all(&chunk).await {
                return Err(self.unwritable(error));
            }
            written += chunk.len() as u64;
        }
        match writer.flush().await {
            Ok(()) => Ok(written),
            Err(error) => Err(self.unwritable(error)),
        }
    }
}

#[cfg(feature = "blocking")]
impl Download<Blocking> {
    /// Writes the rest of the body to a writer, and says how many bytes these were.
    ///
    /// # Errors
    /// Fails when the body breaks off, and with [`ErrorKind::Output`] when the writer does.
    pub fn copy_to(&mut self, writer: &mut impl std::io::Write) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(piece) = self.piece()? {
            if let Err(error) = writer.write_all(&piece) {
                return Err(self.unwritable(error));
            }
            written += piece.len() as u64;
        }
        match writer.flush() {
            Ok(()) => Ok(written),
            Err(error) => Err(self.unwritable(error)),
        }
    }

    /// The next piece of the body that is not empty, none at its end.
    fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        while self.rest.is_empty() {
            match wait(poll_fn(|context| self.poll_chunk(context)))?.transpose()? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(None),
            }
        }
        Ok(Some(std::mem::take(&mut self.rest)))
    }
}

/// What fails is an [`Error`] inside of the [`std::io::Error`].
#[cfg(feature = "blocking")]
impl std::io::Read for Download<Blocking> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let Some(mut piece) = self.piece().map_err(std::io::Error::other)? else {
            return Ok(0);
        };
        let taken = piece.split_to(piece.len().min(buffer.len()));
        buffer[..taken.len()].copy_from_slice(&taken);
        self.rest = piece;
        Ok(taken.len())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

impl<M> fmt::Debug for Download<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("operation", &self.received.operation.id)
            .field("status", &self.received.status)
            .field("headers", &Redacted::new(&self.received.headers))
            .finish_non_exhaustive()
    }
}
