//! What goes back: the document's replies with their headers, and its errors
//! with a message about what is wrong.

use std::sync::atomic::{AtomicU64, Ordering};

use flora_codegen::ir::{
    self, Api, Content, Encoding, ErrorPointers, Example, Operation, Outcome, Shape, StatusRange,
};
use flora_codegen::value::Value;

use crate::check::{self, Fault};
use crate::{json, sample};

/// An answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// A reply with a text.
    pub(crate) fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "text/plain".to_owned())],
            body: text.as_bytes().to_vec(),
        }
    }
}

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) faults: Vec<Fault>,
}

/// The kinds of refusals, each with its usual status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Values of the request do not fit.
    Invalid,
    /// The body cannot be read.
    Malformed,
    /// No credential.
    Unauthorized,
    /// No such path or thing.
    NotFound,
    /// The path is there, the method is not.
    Method(Vec<String>),
    /// The thing is in a state that does not allow it.
    Conflict,
    /// The idempotency key was used before; the code that the document names.
    Duplicate(String),
    /// The body is too large.
    TooLarge,
    /// The body is of another kind.
    MediaType,
}

impl Refusal {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            faults: Vec::new(),
        }
    }

    /// Some parts of the request are wrong.
    pub(crate) fn invalid(faults: Vec<Fault>) -> Self {
        let lines = faults.iter().map(|fault| match fault.field.as_str() {
            "" => format!("The body {}", fault.message),
            field => format!("{field}: {}", fault.message),
        });
        Self {
            kind: Kind::Invalid,
            message: lines.collect::<Vec<_>>().join("; "),
            faults,
        }
    }
}

impl Kind {
    /// The statuses that say it, best first.
    fn statuses(&self) -> &'static [u16] {
        match self {
            Self::Invalid => &[400, 422],
            Self::Malformed => &[400, 422],
            Self::Unauthorized => &[401],
            Self::NotFound => &[404],
            Self::Method(_) => &[405],
            Self::Conflict | Self::Duplicate(_) => &[409],
            Self::TooLarge => &[413],
            Self::MediaType => &[415],
        }
    }
}

/// Makes replies by the document.
#[derive(Debug)]
pub(crate) struct Replies {
    /// The document in its 3.0 form: examples of headers are not in the API.
    tree: Value,
    requests: AtomicU64,
}

impl Replies {
    pub(crate) fn new(tree: Value) -> Self {
        Self {
            tree,
            requests: AtomicU64::new(0),
        }
    }

    /// The outcome of an operation with a body, or with the usual one if there is none.
    pub(crate) fn of(
        &self,
        api: &Api,
        status: u16,
        outcome: &Outcome,
        content: Option<&Content>,
        value: Option<Value>,
    ) -> Reply {
        let mut reply = Reply {
            status,
            headers: self.headers(api, outcome),
            body: Vec::new(),
        };
        if let Some(content) = content
            && !matches!(status, 204 | 205 | 304)
        {
            let value = value.unwrap_or_else(|| usual(api, content));
            reply.headers.push((
                "content-type".to_owned(),
                concrete(&content.media_type, content.encoding),
            ));
            reply.body = bytes(content.encoding, &value);
        }
        reply
    }

    /// The declared headers: a fresh request id, examples, and what must be there.
    fn headers(&self, api: &Api, outcome: &Outcome) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for header in &outcome.headers {
            let (id, _) = api.types.resolve(header.ty);
            let place = header.pointer.as_str();
            let example = ["example", "schema/example"]
                .iter()
                .find_map(|end| self.tree.pointer(&format!("{place}/{end}")));
            let value = if header.request_id {
                let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
                fresh(api, header.ty, example, number)
            } else if matches!(api.types[id].shape, Shape::Bool) && !header.required {
                // A flag that need not be there says something special, for example that a
                // reply is a saved one.
                continue;
            } else {
                match example {
                    Some(example) => example.clone(),
                    None if header.required => sample::sample(&api.types, header.ty),
                    None => continue,
                }
            };
            let text = match value {
                Value::String(text) => text,
                other => String::from_utf8_lossy(&json::write(&other)).into_owned(),
            };
            headers.push((header.name.clone(), text));
        }
        headers
    }

    /// A refusal in the form that the document declares for its status, or else in that of
    /// another error of the document.
    pub(crate) fn refuse(
        &self,
        api: &Api,
        operation: Option<&Operation>,
        refusal: &Refusal,
    ) -> Reply {
        let statuses = refusal.kind.statuses();
        let declared = operation.and_then(|operation| {
            let mut known = statuses.iter().copied();
            known.find_map(|status| Some((status, exact(operation, status)?)))
        });
        let status = declared.map_or(statuses[0], |(status, _)| status);
        let outcome = declared
            .map(|(_, outcome)| outcome)
            .or_else(|| operation.and_then(|operation| outcome_of(operation, status)))
            .or_else(|| elsewhere(api, operation, status));
        let content = outcome.and_then(|outcome| Some((outcome, outcome.contents.first()?)));
        let mut reply = match content {
            Some((outcome, content)) => {
                let value = envelope(api, content, refusal);
                self.of(api, status, outcome, Some(content), Some(value))
            }
            None => problem_details(status, &refusal.message),
        };
        if let Kind::Method(methods) = &refusal.kind {
            reply.headers.push(("allow".to_owned(), methods.join(", ")));
        }
        reply
    }
}

/// The outcome that is declared for a status: by itself, by its class, or as `default`.
pub(crate) fn outcome_of(operation: &Operation, status: u16) -> Option<&Outcome> {
    let by = |range| {
        let mut outcomes = operation.outcomes.iter();
        outcomes.find(|outcome| outcome.status == range)
    };
    by(StatusRange::Code(status))
        .or_else(|| by(StatusRange::Class((status / 100) as u8)))
        .or_else(|| by(StatusRange::Default))
}

fn exact(operation: &Operation, status: u16) -> Option<&Outcome> {
    let mut outcomes = operation.outcomes.iter();
    outcomes.find(|outcome| outcome.status == StatusRange::Code(status))
}

/// Errors look alike in most services: one with the same status, or the first there is.
fn elsewhere<'a>(
    api: &'a Api,
    operation: Option<&'a Operation>,
    status: u16,
) -> Option<&'a Outcome> {
    let has_json = |outcome: &&Outcome| {
        let mut contents = outcome.contents.iter();
        contents.any(|content| content.encoding == Encoding::Json)
    };
    let is_error = |outcome: &&Outcome| {
        matches!(
            outcome.status,
            StatusRange::Code(400..) | StatusRange::Class(4 | 5) | StatusRange::Default
        )
    };
    let same = |outcome: &&Outcome| outcome.status == StatusRange::Code(status);
    let any = |outcome: &&Outcome| outcome.status == StatusRange::Default;
    let own = || operation.into_iter().flat_map(|it| &it.outcomes);
    let all = || api.operations.iter().flat_map(|it| &it.outcomes);
    all()
        .filter(has_json)
        .find(same)
        .or_else(|| all().filter(has_json).find(any))
        .or_else(|| own().filter(has_json).find(is_error))
        .or_else(|| all().filter(has_json).find(is_error))
}

/// The body for a document that declares no errors (RFC 9457).
fn problem_details(status: u16, message: &str) -> Reply {
    let mut body = Value::Object(indexmap::IndexMap::new());
    json::set(&mut body, "/status", Value::Integer(status.into()));
    json::set(&mut body, "/detail", json::text(message));
    Reply {
        status,
        headers: vec![(
            "content-type".to_owned(),
            "application/problem+json".to_owned(),
        )],
        body: json::write(&body),
    }
}

/// The body of an error: the example that is about this kind of fault, with our message.
fn envelope(api: &Api, content: &Content, refusal: &Refusal) -> Value {
    if content.encoding != Encoding::Json {
        return json::text(&refusal.message);
    }
    let example = choose(content, &refusal.kind);
    let mut body = match example {
        Some(example) => example.value.clone(),
        None => sample::sample(&api.types, content.ty),
    };
    match &content.error {
        Some(pointers) => fill(&mut body, pointers, refusal),
        None => {
            // Where services without a word about it have their message.
            let places = [
                "/error/message",
                "/message",
                "/detail",
                "/error_description",
                "/title",
                "/error",
            ];
            let is_text = |place: &&&str| matches!(body.pointer(place), Some(Value::String(_)));
            if let Some(place) = places.iter().find(is_text) {
                json::set(&mut body, place, json::text(&refusal.message));
            }
        }
    }
    body
}

fn fill(body: &mut Value, pointers: &ErrorPointers, refusal: &Refusal) {
    json::set(body, &pointers.message, json::text(&refusal.message));
    if pointers.fields.is_empty() {
        return;
    }
    if refusal.faults.is_empty() {
        json::remove(body, &pointers.fields);
        return;
    }
    let entries = refusal.faults.iter().map(|fault| {
        let mut entry = Value::Null;
        json::set(&mut entry, &pointers.field, json::text(&fault.field));
        json::set(
            &mut entry,
            &pointers.field_message,
            json::text(&fault.message),
        );
        entry
    });
    let entries = Value::Array(entries.collect());
    json::set(body, &pointers.fields, entries);
}

/// The example of an error whose name or code speaks of this kind of fault.
fn choose<'a>(content: &'a Content, kind: &Kind) -> Option<&'a Example> {
    let word = |example: &Example| {
        let code = content.error.as_ref();
        let code = code.and_then(|pointers| example.value.pointer(&pointers.code)?.as_str());
        let name = example.name.as_deref().unwrap_or_default();
        format!("{name} {}", code.unwrap_or_default()).to_ascii_lowercase()
    };
    let find = |words: &[&str]| {
        let mut examples = content.examples.iter();
        examples.find(|example| {
            let own = word(example);
            words.iter().any(|word| own.contains(word))
        })
    };
    let duplicate = ["idempoten", "duplicate"];
    let found = match kind {
        Kind::Invalid => find(&["valid", "param", "field"]).filter(|it| !word(it).contains("json")),
        Kind::Malformed => find(&["json", "malformed", "syntax", "parse"]),
        Kind::Duplicate(code) => {
            let code = code.to_ascii_lowercase();
            let named = (!code.is_empty()).then(|| find(&[&code])).flatten();
            named.or_else(|| find(&duplicate))
        }
        Kind::Conflict => {
            let mut examples = content.examples.iter();
            examples.find(|example| !duplicate.iter().any(|part| word(example).contains(part)))
        }
        _ => None,
    };
    found.or(content.examples.first())
}

/// The first example of a reply, or a value made up.
fn usual(api: &Api, content: &Content) -> Value {
    match content.examples.first() {
        Some(example) => example.value.clone(),
        None => sample::sample(&api.types, content.ty),
    }
}

/// `image/*` has to become something.
fn concrete(media_type: &str, encoding: Encoding) -> String {
    match (media_type.contains('*'), encoding) {
        (false, _) => media_type.to_owned(),
        (true, Encoding::Json) => "application/json".to_owned(),
        (true, Encoding::Text) => "text/plain".to_owned(),
        (true, _) => "application/octet-stream".to_owned(),
    }
}

fn bytes(encoding: Encoding, value: &Value) -> Vec<u8> {
    match (encoding, value) {
        (Encoding::Json, _) => json::write(value),
        (_, Value::String(text)) => text.as_bytes().to_vec(),
        (_, other) => json::write(other),
    }
}

/// A value of the same form as an example, and another one each time: `asset_mock0001`.
pub(crate) fn fresh(api: &Api, ty: ir::TypeRef, example: Option<&Value>, number: u64) -> Value {
    let uuid = format!("00000000-0000-4000-8000-{number:012x}");
    let example_text = example.and_then(Value::as_str);
    if example_text.is_some_and(check::is_uuid) {
        return Value::String(uuid);
    }
    let mut candidates = Vec::new();
    if let Some(text) = example_text {
        let prefix = text.rfind(['_', '-', ':', '/']);
        let prefix = prefix.map_or(0, |index| index + 1);
        candidates.push(json::text(format!("{}mock{number:04}", &text[..prefix])));
        candidates.push(json::text(format!("{text}{number}")));
    }
    candidates.push(json::text(format!("mock{number:04}")));
    candidates.push(json::text(uuid));
    candidates.push(json::text(number.to_string()));
    candidates.push(Value::Integer((1000 + number).into()));
    // The service's own rules hold for its ids too: patterns, lengths, formats.
    let mut candidates = candidates.into_iter();
    let found = candidates.find(|value| check::fits(&api.types, ty, value));
    found.or_else(|| example.cloned()).unwrap_or(Value::Null)
}
