//! Replies that are a run of typed values: server-sent events, JSON lines, JSON text sequences.
//!
//! Each value is decoded when it is complete, while the reply is still on its way. Needs `call`,
//! `download`, `error`, `frames`, `mode`, `reply`, `seed`, `send`, and `blocking` with that
//! feature.
//! `futures-core`, `reqwest`, `serde`, `serde_json`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

#[cfg(feature = "blocking")]
use super::blocking::{Blocking, wait};
use super::call::{Call, Sending};
use super::download::Download;
use super::error::{Error, ErrorKind};
use super::frames::{Frame, Frames, Framing};
use super::mode::Async;
use super::reply::{Received, locate, read};
use super::seed::{Plain, Seed};
use super::send;

/// Server-sent events whose data is the JSON of a `T`: a stream, or an iterator with a blocking
/// client.
pub type EventStream<T, M = Async, S = Plain> = ItemStream<Events<T, S>, M>;

/// Values of a `T`, a line of JSON each: a stream, or an iterator with a blocking client.
pub type LineStream<T, M = Async, S = Plain> = ItemStream<Lines<T, S>, M>;

/// One server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    /// Its name; `message` where the service gives none.
    pub event: String,
    /// Its id, or that of the last event before it that has one.
    pub id: Option<String>,
    /// How long to wait before asking anew, if the service has said so since the last event.
    pub retry: Option<Duration>,
    /// What it says.
    pub data: T,
}

/// A reply whose values are read one by one while it comes: a stream, or an iterator with a
/// blocking client.
///
/// A value that cannot be decoded is an error, and the values behind it follow. An error of
/// the connection is the last item, and so is a value of more bytes than the client accepts of a
/// reply. Nothing is asked for again by itself: events that were missed are asked for by a request
/// of its own, with [`last_event_id`](Self::last_event_id) in the header `Last-Event-ID`.
///
/// Each piece of the reply may take as long as an attempt may (`timeout`), comments that keep the
/// connection alive included, and all of them together as long as the call may (`deadline`).
#[must_use = "the values are read one by one"]
pub struct ItemStream<D, M = Async> {
    download: Download<M>,
    frames: Frames,
    /// How many values there were.
    count: u64,
    is_over: bool,
    reader: PhantomData<fn() -> D>,
}

/// How the values of a reply are read.
pub trait ReadItem {
    /// What comes out.
    type Item;

    /// How they follow each other.
    #[doc(hidden)]
    const FRAMING: Framing;

    /// Reads one.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::Decode`] when the text does not fit.
    #[doc(hidden)]
    fn read(frame: Frame, place: &Place<'_>) -> Result<Self::Item, Error>;
}

/// Where a value stands, for the error of one that does not fit.
#[derive(Debug)]
pub struct Place<'a> {
    reply: &'a Received,
    framing: Framing,
    /// The number of the value, from 1.
    number: u64,
}

impl Place<'_> {
    fn json<T, S: Default + for<'de> Seed<'de, T>>(&self, data: &[u8]) -> Result<T, Error> {
        read::<T, S>(data).map_err(|error| {
            // What did not fit is the body of the error.
            let received = Received {
                body: data.to_vec().into(),
                ..self.reply.clone()
            };
            locate::<T, S>(&received, &self.to_string(), error)
        })
    }
}

// `event 3 of the reply`
impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match self.framing {
            Framing::Events => "event",
            Framing::Lines | Framing::Records => "value",
        };
        write!(formatter, "{noun} {} of the reply", self.number)
    }
}

/// Server-sent events whose data is JSON.
#[derive(Debug, Clone, Copy)]
pub struct Events<T, S = Plain>(PhantomData<fn() -> (T, S)>);

impl<T, S: Default + for<'de> Seed<'de, T>> ReadItem for Events<T, S> {
    type Item = Event<T>;

    const FRAMING: Framing = Framing::Events;

    fn read(frame: Frame, place: &Place<'_>) -> Result<Event<T>, Error> {
        let data = place.json::<T, S>(&frame.data)?;
        let Frame {
            event, id, retry, ..
        } = frame;
        Ok(Event {
            event,
            id,
            retry,
            data,
        })
    }
}

/// Server-sent events whose data is text.
#[derive(Debug, Clone, Copy)]
pub struct TextEvents;

impl ReadItem for TextEvents {
    type Item = Event<String>;

    const FRAMING: Framing = Framing::Events;

    fn read(frame: Frame, _: &Place<'_>) -> Result<Event<String>, Error> {
        Ok(Event {
            event: frame.event,
            id: frame.id,
            retry: frame.retry,
            data: String::from_utf8_lossy(&frame.data).into_owned(),
        })
    }
}

/// Server-sent events as values of a type that has `event`, `data`, `id` and `retry` as its
/// fields.
#[derive(Debug, Clone, Copy)]
pub struct WholeEvents<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> ReadItem for WholeEvents<T> {
    type Item = T;

    const FRAMING: Framing = Framing::Events;

    fn read(frame: Frame, place: &Place<'_>) -> Result<T, Error> {
        let text = String::from_utf8_lossy(&frame.data).into_owned();
        let text = serde_json::Value::from(text).to_string();
        let as_text = object(&frame, &text);
        // Data is text, unless it is the text of a value that the type wants.
        let Ok(data) = serde_json::from_slice::<&RawValue>(&frame.data) else {
            return place.json::<T, Plain>(as_text.as_bytes());
        };
        let as_value = place.json::<T, Plain>(object(&frame, data.get()).as_bytes());
        as_value.or_else(|error| {
            place
                .json::<T, Plain>(as_text.as_bytes())
                .map_err(|_| error)
        })
    }
}

/// An event as a JSON object.
fn object(frame: &Frame, data: &str) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let mut object = format!(r#"{{"event":{},"data":{data}"#, text(&frame.event));
    if let Some(id) = &frame.id {
        object.push_str(&format!(r#","id":{}"#, text(id)));
    }
    if let Some(retry) = frame.retry {
        object.push_str(&format!(r#","retry":{}"#, retry.as_millis()));
    }
    object.push('}');
    object
}

/// A line of JSON for each value.
#[derive(Debug, Clone, Copy)]
pub struct Lines<T, S = Plain>(PhantomData<fn() -> (T, S)>);

impl<T, S: Default + for<'de> Seed<'de, T>> ReadItem for Lines<T, S> {
    type Item = T;

    const FRAMING: Framing = Framing::Lines;

    fn read(frame: Frame, place: &Place<'_>) -> Result<T, Error> {
        place.json::<T, S>(&frame.data)
    }
}

/// A JSON text sequence.
#[derive(Debug, Clone, Copy)]
pub struct Records<T, S = Plain>(PhantomData<fn() -> (T, S)>);

impl<T, S: Default + for<'de> Seed<'de, T>> ReadItem for Records<T, S> {
    type Item = T;

    const FRAMING: Framing = Framing::Records;

    fn read(frame: Frame, place: &Place<'_>) -> Result<T, Error> {
        place.json::<T, S>(&frame.data)
    }
}

/// Data by which many services end a stream of events that are JSON.
const END: &[u8] = b"[DONE]";

impl<D: ReadItem, M: 'static> ItemStream<D, M> {
    /// Sends a call for a reply of this media type.
    #[doc(hidden)]
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn open(call: Call, media_type: &'static str) -> Sending<Self> {
        let call = call.accept(media_type);
        Box::pin(async move { Self::new(send::open(call).await?) })
    }

    fn new(download: Download<M>) -> Result<Self, Error> {
        let content_type = download.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        // Lines of JSON have many names; events have one, and JSON in their place has none of them.
        if D::FRAMING == Framing::Events
            && let Some(other) = content_type
            && Framing::of(other) != Some(Framing::Events)
        {
            let text = format!("the reply is `{other}`, and not `text/event-stream`");
            return Err(download.received().error(ErrorKind::Decode, text));
        }
        Ok(Self {
            frames: Frames::new(D::FRAMING, download.limit()),
            download,
            count: 0,
            is_over: false,
            reader: PhantomData,
        })
    }

    /// Status, headers and request id of the reply, and how often the request was sent.
    pub fn reply(&self) -> &Download<M> {
        &self.download
    }

    /// The id of the last event that has one.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.last_id()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<D::Item, Error>>> {
        while !self.is_over {
            match self.frames.take() {
                Ok(Some(frame)) => return Poll::Ready(self.read(frame)),
                Ok(None) => {}
                Err(_) => {
                    self.count += 1;
                    let limit = self.download.limit();
                    let text = format!("{} is larger than {limit} bytes", self.place());
                    return Poll::Ready(Some(Err(self.failed(ErrorKind::BodyLimit, text))));
                }
            }
            match ready!(self.download.poll_chunk(context)) {
                Some(Ok(chunk)) => self.frames.feed(chunk),
                Some(Err(error)) => {
                    self.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.is_over = true;
                    let last = self.frames.end();
                    return Poll::Ready(last.and_then(|frame| self.read(frame)));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Decodes a value; none if it says that there are no more.
    fn read(&mut self, frame: Frame) -> Option<Result<D::Item, Error>> {
        self.count += 1;
        let data = frame.data.trim_ascii();
        let is_end = D::FRAMING == Framing::Events && data.eq_ignore_ascii_case(END);
        let item = D::read(frame, &self.place());
        if is_end && item.is_err() {
            self.is_over = true;
            self.download.close();
            return None;
        }
        Some(item)
    }

    fn place(&self) -> Place<'_> {
        Place {
            reply: self.download.received(),
            framing: D::FRAMING,
            number: self.count,
        }
    }

    /// An error after which nothing follows.
    fn failed(&mut self, kind: ErrorKind, text: String) -> Error {
        self.is_over = true;
        self.download.close();
        self.download.received().error(kind, text)
    }
}

impl<D: ReadItem> ItemStream<D> {
    /// The next value, none at the end.
    pub async fn next(&mut self) -> Option<Result<D::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }
}

impl<D: ReadItem> Stream for ItemStream<D> {
    type Item = Result<D::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "blocking")]
impl<D: ReadItem> Iterator for ItemStream<D, Blocking> {
    type Item = Result<D::Item, Error>;

    /// The next value, none at the end.
    fn next(&mut self) -> Option<Self::Item> {
        wait(poll_fn(|context| self.poll(context))).unwrap_or_else(|error| {
            self.is_over = true;
            Some(Err(error))
        })
    }
}

impl<D, M> fmt::Debug for ItemStream<D, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ItemStream")
            .field("reply", &self.download)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
