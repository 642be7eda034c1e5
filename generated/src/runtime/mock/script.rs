// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the document says of replies: the statuses of an operation with the types of their bodies,
//! and its examples.
//!
//! Plain data, made in `static` items, and the function that reads a body as its type.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::seed::{Plain, Seed};
use super::super::service::Operation;

/// What an operation can reply.
#[derive(Debug)]
pub struct Script {
    /// The operation.
    pub operation: &'static Operation,
    /// The replies that the document describes.
    pub outcomes: &'static [Outcome],
}

/// A reply that the document describes.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// For which statuses.
    pub status: Status,
    /// The value of `Content-Type`, `""` for a reply without a body.
    pub media_type: &'static str,
    /// How the body is read.
    pub form: Form,
    /// The document's examples of it.
    pub examples: &'static [Example],
}

/// The statuses of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// Those with this first digit.
    Class(u16),
    /// Those that no other reply has.
    Any,
}

/// How the body of a reply is read.
#[derive(Clone, Copy)]
pub enum Form {
    /// There is none.
    Empty,
    /// JSON that this function takes.
    Json(Check),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// Reads JSON as a type and writes it again, or says why it cannot be read.
pub type Check = fn(&[u8]) -> Result<String, String>;

/// An example of the document.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Its name in the document, `example` where it has none.
    pub name: &'static str,
    /// The body.
    pub text: &'static str,
    /// Whether it is written as it was read; otherwise the type leaves parts of it out.
    pub is_exact: bool,
}

impl Outcome {
    /// A reply without a body.
    #[must_use]
    pub const fn empty(status: Status) -> Self {
        Self::of(status, "", Form::Empty)
    }

    /// A reply with JSON of a type: `json::<T>`.
    #[must_use]
    pub const fn json(status: Status, check: Check) -> Self {
        Self::of(status, "application/json", Form::Json(check))
    }

    /// A reply with a text.
    #[must_use]
    pub const fn text(status: Status, media_type: &'static str) -> Self {
        Self::of(status, media_type, Form::Text)
    }

    /// A reply with bytes.
    #[must_use]
    pub const fn bytes(status: Status, media_type: &'static str) -> Self {
        Self::of(status, media_type, Form::Bytes)
    }

    /// The same with another media type.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = media_type;
        self
    }

    /// The same with examples.
    #[must_use]
    pub const fn examples(mut self, examples: &'static [Example]) -> Self {
        self.examples = examples;
        self
    }

    const fn of(status: Status, media_type: &'static str, form: Form) -> Self {
        Self {
            status,
            media_type,
            form,
            examples: &[],
        }
    }
}

impl Example {
    /// An example that is written as it was read.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            is_exact: true,
        }
    }

    /// An example of which the type leaves parts out.
    #[must_use]
    pub const fn partial(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            is_exact: false,
        }
    }
}

impl Script {
    /// What the document says of a status.
    pub(super) fn outcome(&self, status: u16) -> Option<&'static Outcome> {
        let find = |wanted: Status| {
            let mut outcomes = self.outcomes.iter();
            outcomes.find(|outcome| outcome.status == wanted)
        };
        find(Status::Code(status))
            .or_else(|| find(Status::Class(status / 100)))
            .or_else(|| find(Status::Any))
    }

    /// The statuses that the document describes, for messages.
    pub(super) fn statuses(&self) -> String {
        let outcomes = self.outcomes.iter();
        let names: Vec<String> = outcomes.map(|outcome| outcome.status.to_string()).collect();
        names.join(", ")
    }

    /// The status that stands for an outcome.
    pub fn status_of(&self, outcome: &Outcome) -> u16 {
        match outcome.status {
            Status::Code(status) => status,
            Status::Class(digit) => digit * 100,
            Status::Any if self.outcomes.len() == 1 => 200,
            // One of a failure that is not described otherwise.
            Status::Any => (500..=599)
                .find(|status| {
                    let of = self.outcome(*status);
                    of.is_some_and(|outcome| outcome.status == Status::Any)
                })
                .unwrap_or(500),
        }
    }

    /// Every example, with the reply that it is one of.
    pub fn examples(&self) -> impl Iterator<Item = (&'static Outcome, &'static Example)> {
        let outcomes = self.outcomes.iter();
        outcomes.flat_map(|outcome| {
            outcome
                .examples
                .iter()
                .map(move |example| (outcome, example))
        })
    }
}

// `listPets (GET /pets)`
impl fmt::Display for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Operation {
            id, method, path, ..
        } = self.operation;
        write!(formatter, "`{id}` ({method} {path})")
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(status) => write!(formatter, "{status}"),
            Self::Class(digit) => write!(formatter, "{digit}XX"),
            Self::Any => formatter.write_str("any other"),
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json",
            Self::Text => "Text",
            Self::Bytes => "Bytes",
        })
    }
}

/// Reads JSON as a type and writes it again.
///
/// # Errors
/// Says why it is not of that type.
pub fn json<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<String, String> {
    json_by::<T, Plain>(body)
}

/// The same with a way to read it.
///
/// # Errors
/// Says why it is not of that type.
pub fn json_by<T: Serialize, S: Default + for<'de> Seed<'de, T>>(
    body: &[u8],
) -> Result<String, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    let value = S::default().read(deserializer).map_err(|error| {
        let path = track.path().to_string();
        // A lone dot stands for the body as a whole.
        if path == "." {
            error.to_string()
        } else {
            format!("{path}: {error}")
        }
    })?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}
