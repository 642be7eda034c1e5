//! The body of a request while it is put together, kept so that it can be sent more than once.
//!
//! Needs `encode`, `error`, `service`, `value`. `bytes`, `reqwest`, `serde_json`.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};

use super::encode;
use super::error::Error;
use super::service::{Parameter, Style};
use super::value::Value;

/// How the fields of a body become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A JSON object of the given media type, its properties in the order of the calls.
    Json(&'static str),
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// The body of a request. `Debug` names its fields and shows no values.
pub enum Body {
    /// No body.
    Empty,
    /// Bytes that are complete.
    Whole {
        /// What the bytes are.
        content_type: String,
        /// The bytes.
        bytes: Bytes,
    },
    /// A JSON object: the names of its properties and the JSON text of their values.
    Json {
        /// What the body is.
        media_type: &'static str,
        /// Name and value of each property.
        fields: Vec<(String, String)>,
    },
    /// A form: the names of its fields and what is sent of them.
    Form {
        /// Name and pairs of each field; the pairs are `name=value`, escaped.
        fields: Vec<(String, Vec<String>)>,
    },
    /// Parts that are put together anew for each attempt.
    Parts(Box<dyn Parts>),
}

/// A body that is made anew for each attempt, because it reads from outside.
pub trait Parts: Any + fmt::Debug + Send + Sync {
    /// Sets a field, given as JSON text; an earlier value of it is replaced. A list may become
    /// several parts, and an empty one none. Without media types, its shape says what it is.
    ///
    /// # Errors
    /// Fails when the body cannot hold the value.
    fn field(
        &mut self,
        name: &str,
        json: &str,
        media_types: Option<&'static str>,
    ) -> Result<(), String>;

    /// Whether there is none.
    fn is_empty(&self) -> bool;

    /// Opens what is to be sent and gives it to the request.
    fn attach(&self, request: RequestBuilder) -> Attaching<'_>;

    /// A copy of the parts.
    fn copy(&self) -> Box<dyn Parts>;
}

/// A request that is getting its body.
pub type Attaching<'a> = Pin<Box<dyn Future<Output = Result<RequestBuilder, Error>> + Send + 'a>>;

impl Body {
    /// Sets a field, given as JSON text; an earlier value of it is replaced. Without a kind
    /// chosen before, the body is JSON. `form` tells how some fields of a form are written.
    ///
    /// # Errors
    /// Fails when the body is complete already or cannot hold the value.
    pub fn field(
        &mut self,
        name: &str,
        json: String,
        form: &'static [Parameter],
    ) -> Result<(), String> {
        if matches!(self, Self::Empty) {
            *self = Self::from(BodyKind::Json("application/json"));
        }
        match self {
            Self::Empty | Self::Whole { .. } => return Err("the body is complete".to_owned()),
            Self::Json { fields, .. } => set(fields, name, json),
            Self::Form { fields } => {
                let is_field = |field: &&Parameter| {
                    field.name == name && !matches!(field.style, Style::Part(_))
                };
                let pairs = match form.iter().find(is_field) {
                    // `card[number]=4242`, `expand[0]=customer`, `ids=1,2`
                    Some(field) => encode::pairs(field, &json)?,
                    None => form_pairs(name, &json)?,
                };
                set(fields, name, pairs);
            }
            Self::Parts(parts) => parts.field(name, &json, part_types(form, name))?,
        }
        Ok(())
    }

    /// Whether nothing of it is set.
    pub(super) fn is_unset(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Whole { .. } => false,
            Self::Json { fields, .. } => fields.is_empty(),
            Self::Form { fields } => fields.is_empty(),
            Self::Parts(parts) => parts.is_empty(),
        }
    }

    /// Whether a request of this method needs nothing for the body.
    pub(super) fn is_nothing(&self, method: &str) -> bool {
        matches!(self, Self::Empty) && !is_asked_for_a_length(method)
    }

    /// Gives the body to a request, with the headers that describe it.
    ///
    /// # Errors
    /// Fails when a part cannot be opened.
    pub async fn attach(
        &self,
        request: RequestBuilder,
        method: &str,
    ) -> Result<RequestBuilder, Error> {
        match self {
            Self::Empty if is_asked_for_a_length(method) => Ok(request.header(CONTENT_LENGTH, 0)),
            Self::Empty => Ok(request),
            Self::Whole {
                content_type,
                bytes,
            } => Ok(request
                .header(CONTENT_TYPE, content_type)
                .body(bytes.clone())),
            Self::Json { media_type, fields } => Ok(request
                .header(CONTENT_TYPE, *media_type)
                .body(json_object(fields))),
            Self::Form { fields } => {
                let pairs = fields.iter().flat_map(|(_, pairs)| pairs.as_slice());
                let pairs: Vec<&str> = pairs.map(String::as_str).collect();
                Ok(request
                    .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(pairs.join("&")))
            }
            Self::Parts(parts) => parts.attach(request).await,
        }
    }
}

impl From<BodyKind> for Body {
    fn from(kind: BodyKind) -> Self {
        match kind {
            BodyKind::Json(media_type) => Self::Json {
                media_type,
                fields: Vec::new(),
            },
            BodyKind::Form => Self::Form { fields: Vec::new() },
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("Empty"),
            Self::Whole {
                content_type,
                bytes,
            } => {
                write!(formatter, "Whole({content_type}, {} bytes)", bytes.len())
            }
            Self::Json { fields, .. } => {
                formatter.write_str("Json ")?;
                formatter.debug_list().entries(names(fields)).finish()
            }
            Self::Form { fields } => {
                formatter.write_str("Form ")?;
                formatter.debug_list().entries(names(fields)).finish()
            }
            Self::Parts(parts) => write!(formatter, "Parts {parts:?}"),
        }
    }
}

impl Clone for Body {
    fn clone(&self) -> Self {
        match self {
            Self::Empty => Self::Empty,
            Self::Whole {
                content_type,
                bytes,
            } => Self::Whole {
                content_type: content_type.clone(),
                bytes: bytes.clone(),
            },
            Self::Json { media_type, fields } => Self::Json {
                media_type,
                fields: fields.clone(),
            },
            Self::Form { fields } => Self::Form {
                fields: fields.clone(),
            },
            Self::Parts(parts) => Self::Parts(parts.copy()),
        }
    }
}

/// Some servers refuse these methods without a length, and reqwest would send none.
fn is_asked_for_a_length(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

/// The text of one pair or part, by the rule that forms of both kinds share: a scalar as it is, a
/// list or an object as JSON, `null` as an empty text.
///
/// # Errors
/// Fails when the text is not JSON.
pub fn field_text(json: &str) -> Result<String, String> {
    match Value::from_json(json).map_err(|error| error.to_string())? {
        Value::Null => Ok(String::new()),
        Value::Text(text) => Ok(text),
        Value::List(_) | Value::Object(_) => Ok(json.to_owned()),
    }
}

/// The media types of a part, if it has some of its own.
pub(super) fn part_types(form: &'static [Parameter], name: &str) -> Option<&'static str> {
    form.iter().find_map(|field| match field.style {
        Style::Part(media_types) if field.name == name => Some(media_types),
        _ => None,
    })
}

/// Sets a field; an earlier value of it is replaced, at its place.
fn set<T>(fields: &mut Vec<(String, T)>, name: &str, value: T) {
    match fields.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => fields.push((name.to_owned(), value)),
    }
}

fn names<T>(fields: &[(String, T)]) -> impl Iterator<Item = &str> {
    fields.iter().map(|(name, _)| name.as_str())
}

// A list repeats its name: `tag=a&tag=b`.
fn form_pairs(name: &str, json: &str) -> Result<Vec<String>, String> {
    let name = encode::query_text(name);
    let pair = |text: &str| format!("{name}={}", encode::query_text(text));
    match Value::from_json(json).map_err(|error| error.to_string())? {
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::Text(text) => Ok(pair(text)),
                Value::Null => Ok(pair("")),
                Value::List(_) | Value::Object(_) => {
                    Err("a form cannot hold a list of lists or objects".to_owned())
                }
            })
            .collect(),
        _ => Ok(vec![pair(&field_text(json)?)]),
    }
}

fn json_object(fields: &[(String, String)]) -> String {
    let properties = fields.iter().map(|(name, json)| {
        // The JSON text of a string: `Value` writes it without being able to fail.
        let name = serde_json::Value::from(name.as_str());
        format!("{name}:{json}")
    });
    format!("{{{}}}", properties.collect::<Vec<_>>().join(","))
}
