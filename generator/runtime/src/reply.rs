//! A reply of success: as received, and decoded on demand.
//!
//! Needs `error`, `header`, `secret`, `seed`, `service`. `bytes`, `reqwest`, `serde`, `serde_json`,
//! `serde_path_to_error`.

use std::fmt;
use std::marker::PhantomData;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub use bytes::Bytes;

use super::error::{Error, ErrorKind, request_id};
use super::header::Header;
use super::secret::Redacted;
use super::seed::{Plain, Seed};
use super::service::Operation;

/// A reply with a status of success, as it came.
#[derive(Clone)]
pub struct Received {
    /// The operation that was called.
    pub operation: &'static Operation,
    /// The status, 2xx.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// The idempotency key that each attempt carried.
    pub idempotency_key: Option<String>,
}

/// What is known of a reply beside its body, for types that keep it in `received`. It needs
/// `Header` and `HeaderMap` where it is used.
macro_rules! beside_body {
    () => {
        /// The status, 2xx.
        #[must_use]
        pub fn status(&self) -> u16 {
            self.received.status.as_u16()
        }

        /// The headers.
        #[must_use]
        pub fn headers(&self) -> &HeaderMap {
            &self.received.headers
        }

        /// A header as its type; none if it is absent or says something else.
        #[must_use]
        pub fn header<H>(&self, header: Header<H>) -> Option<H> {
            header.of(&self.received.headers)
        }

        /// The id under which the service's support finds the request.
        #[must_use]
        pub fn request_id(&self) -> Option<&str> {
            self.received.request_id()
        }

        /// How often the request was sent.
        #[must_use]
        pub fn attempts(&self) -> u32 {
            self.received.attempts
        }

        /// The idempotency key that each attempt carried.
        #[must_use]
        pub fn idempotency_key(&self) -> Option<&str> {
            self.received.idempotency_key.as_deref()
        }

        /// Whether this is the reply to an earlier request with the same idempotency key.
        #[must_use]
        pub fn is_replayed(&self) -> bool {
            self.received.is_replayed()
        }
    };
}

pub(super) use beside_body;

/// A decoded reply, with what came beside its body.
#[derive(Clone)]
pub struct Response<T> {
    /// What the body says.
    pub value: T,
    received: Received,
}

impl<T> Response<T> {
    /// Decodes a reply.
    pub(super) fn decode<D: Decode<Value = T>>(received: Received) -> Result<Self, Error> {
        let value = D::decode(&received)?;
        // What was decoded need not be kept a second time.
        let received = Received {
            body: Bytes::new(),
            ..received
        };
        Ok(Self { value, received })
    }

    beside_body!();

    /// The value alone.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.received.status)
            .field("headers", &Redacted::new(&self.received.headers))
            .field("value", &self.value)
            .finish()
    }
}

/// A reply of success that can be decoded as `D` says.
pub struct Reply<D> {
    pub(super) received: Received,
    decoder: PhantomData<fn() -> D>,
}

impl<D: Decode> Reply<D> {
    /// Says how a reply is decoded.
    #[doc(hidden)]
    #[must_use]
    pub fn new(received: Received) -> Self {
        Self {
            received,
            decoder: PhantomData,
        }
    }

    beside_body!();

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.received.body
    }

    /// Decodes the body.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::Decode`] when the body is not what the API promises.
    pub fn decode(&self) -> Result<D::Value, Error> {
        D::decode(&self.received)
    }
}

impl<D> fmt::Debug for Reply<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.received.fmt(formatter)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body may be large, and may be of no concern to a log.
        formatter
            .debug_struct("Reply")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("headers", &Redacted::new(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// A way to decode the body of a reply.
pub trait Decode {
    /// What comes out.
    type Value;

    /// Decodes a reply.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::Decode`] when the body does not fit.
    fn decode(received: &Received) -> Result<Self::Value, Error>;
}

/// A JSON body of a type, and how it is read where the type alone does not say it.
#[derive(Debug, Clone, Copy)]
pub struct Json<T, S = Plain>(PhantomData<fn() -> (T, S)>);

impl<T, S: Default + for<'de> Seed<'de, T>> Decode for Json<T, S> {
    type Value = T;

    fn decode(received: &Received) -> Result<T, Error> {
        // The path to the fault costs time, so it is looked for only when there is one.
        let what = "the reply";
        read::<T, S>(&received.body).map_err(|error| locate::<T, S>(received, what, error))
    }
}

/// Reads a text that is nothing but the JSON of a value.
pub(super) fn read<'de, T, S: Default + Seed<'de, T>>(
    json: &'de [u8],
) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = S::default().read(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// A text body.
#[derive(Debug, Clone, Copy)]
pub struct Text;

impl Decode for Text {
    type Value = String;

    fn decode(received: &Received) -> Result<String, Error> {
        String::from_utf8(received.body.to_vec()).map_err(|error| {
            received
                .error(ErrorKind::Decode, "the reply is not UTF-8")
                .with_source(error.utf8_error())
        })
    }
}

/// A body of any kind, as it came.
impl Decode for Bytes {
    type Value = Self;

    fn decode(received: &Received) -> Result<Self, Error> {
        Ok(received.body.clone())
    }
}

/// No body, or one that says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Empty;

impl Decode for Empty {
    type Value = ();

    fn decode(_: &Received) -> Result<(), Error> {
        Ok(())
    }
}

/// The error of a body that is not the JSON of a type; `what` is what the body is called.
pub(super) fn locate<T, S: Default + for<'de> Seed<'de, T>>(
    received: &Received,
    what: &str,
    error: serde_json::Error,
) -> Error {
    let why = if received.body.is_empty() {
        "is empty"
    } else if error.is_data() {
        "is not what the API promises"
    } else {
        "is not JSON"
    };
    let problem = received.error(ErrorKind::Decode, format!("{what} {why}"));
    let mut deserializer = serde_json::Deserializer::from_slice(&received.body);
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    let path = match S::default().read(deserializer) {
        Err(_) => track.path().to_string(),
        Ok(_) => String::new(),
    };
    let problem = problem.with_source(Fault(without_value(&error.to_string())));
    // A lone dot stands for the body as a whole, a question mark for what cannot be told.
    if matches!(path.as_str(), "" | "." | "?") {
        problem
    } else {
        problem.at_path(path)
    }
}

/// Why a reply does not fit, in the words of serde.
#[derive(Debug)]
struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// Leaves out the value that does not fit: it may be a key or a signed address.
// `invalid type: string "x", expected an integer` => `invalid type: string, expected an integer`
fn without_value(text: &str) -> String {
    match (text.find(['"', '`']), text.rfind(", expected ")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", text[..start].trim_end(), &text[end..])
        }
        _ => text.to_owned(),
    }
}

impl Received {
    /// Whether this is the reply to an earlier request with the same idempotency key.
    #[must_use]
    pub fn is_replayed(&self) -> bool {
        // A header that the service adds to a saved reply, unless it says `false`.
        let name = self.operation.idempotency.map(|rule| rule.replayed);
        let value = name
            .filter(|name| !name.is_empty())
            .and_then(|name| self.headers.get(name));
        value.is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"false"))
    }

    /// The id under which the service's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.operation, &self.headers)
    }

    /// The error of a status that the service does not describe.
    #[must_use]
    pub fn undeclared(&self) -> Error {
        let text = "the service does not describe what it replies with this status";
        self.error(ErrorKind::Decode, text)
    }

    /// The error of a call that this is the reply to.
    pub(super) fn error(&self, kind: ErrorKind, text: impl Into<String>) -> Error {
        self.add_to(Error::new(kind, text)).of(self.operation)
    }

    /// Adds the reply to an error of its call.
    pub(super) fn add_to(&self, error: Error) -> Error {
        let (operation, key) = (self.operation, self.idempotency_key.as_deref());
        error
            .with_reply(
                operation,
                self.status,
                self.headers.clone(),
                self.body.clone(),
            )
            .after(operation, self.attempts, false, key)
    }
}
