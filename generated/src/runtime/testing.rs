// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the emitted tests have in common: a request compared with what the document says of it,
//! and a reply that goes through its type.
//!
//! Needs `call`, `error`, `mock`. `reqwest`, `serde`, `serde_json`, `tokio` (`rt`).

use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::Sending;
use super::error::ErrorKind;
use super::mock::{Example, Form, Mock, Outcome, Recorded, Script};

/// A request as the document describes it.
#[derive(Debug, Clone)]
pub struct Wire {
    method: &'static str,
    target: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    secret_headers: Vec<&'static str>,
    secret_pairs: Vec<&'static str>,
    secret_cookies: Vec<&'static str>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Nothing,
    Json(&'static str, &'static str),
    Form(&'static [(&'static str, &'static str)]),
    Parts(&'static [Part]),
    Bytes(&'static str, &'static str),
}

/// A part of a form.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// A field with its text.
    Text(&'static str, &'static str),
    /// A field that is JSON.
    Json(&'static str, &'static str),
    /// A file with its content; see [`file`].
    File(&'static str, &'static str),
}

impl Wire {
    /// A request without a body; the target is path and query as they are on the wire.
    #[must_use]
    pub fn new(method: &'static str, target: &'static str) -> Self {
        Self {
            method,
            target,
            headers: Vec::new(),
            secret_headers: Vec::new(),
            secret_pairs: Vec::new(),
            secret_cookies: Vec::new(),
            body: Body::Nothing,
        }
    }

    /// It has this header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// It has a credential in this header.
    #[must_use]
    pub fn secret_header(mut self, name: &'static str) -> Self {
        self.secret_headers.push(name);
        self
    }

    /// It has a credential under this name in its query.
    #[must_use]
    pub fn secret_query(mut self, name: &'static str) -> Self {
        self.secret_pairs.push(name);
        self
    }

    /// It has a credential in this cookie.
    #[must_use]
    pub fn secret_cookie(mut self, name: &'static str) -> Self {
        self.secret_cookies.push(name);
        self
    }

    /// Its body is JSON of this value.
    #[must_use]
    pub fn json(mut self, media_type: &'static str, json: &'static str) -> Self {
        self.body = Body::Json(media_type, json);
        self
    }

    /// The JSON of its body is a value of this type, which is written as it was read.
    ///
    /// # Panics
    /// Panics when it is not so.
    #[must_use]
    #[track_caller]
    pub fn model<T: DeserializeOwned + Serialize>(self) -> Self {
        if let Body::Json(_, wanted) = self.body {
            let written = serde_json::to_value(value::<T>(wanted)).unwrap_or_default();
            assert_json(&written, wanted, "the body as its type writes it");
        }
        self
    }

    /// Its body is a URL-encoded form of these pairs.
    #[must_use]
    pub fn form(mut self, pairs: &'static [(&'static str, &'static str)]) -> Self {
        self.body = Body::Form(pairs);
        self
    }

    /// Its body is a form of these parts.
    #[must_use]
    pub fn parts(mut self, parts: &'static [Part]) -> Self {
        self.body = Body::Parts(parts);
        self
    }

    /// Its body is these bytes.
    #[must_use]
    pub fn bytes(mut self, media_type: &'static str, bytes: &'static str) -> Self {
        self.body = Body::Bytes(media_type, bytes);
        self
    }

    /// Sends a call to its mock, and compares the request with this one.
    ///
    /// # Panics
    /// Panics when they differ, or nothing could be sent.
    #[track_caller]
    pub fn is_sent_by<T>(&self, call: Sending<T>, mock: &Mock) {
        mock.otherwise(StatusCode::OK);
        if let Err(error) = wait(call) {
            panic!("the call cannot be sent: {error}");
        }
        let requests = mock.requests();
        let [request] = requests.as_slice() else {
            panic!("there were {} requests", requests.len());
        };
        self.compare_head(request);
        self.compare_body(request);
    }

    #[track_caller]
    fn compare_head(&self, request: &Recorded) {
        assert_eq!(request.method(), self.method, "the method");
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        assert_eq!(request.path(), path, "the path");
        let is_secret = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            self.secret_pairs.contains(&name)
        };
        let (secret, public) = sorted(request.raw_query())
            .into_iter()
            .partition::<Vec<&str>, _>(is_secret);
        assert_eq!(public, sorted(query), "the query");
        assert_eq!(
            secret.len(),
            self.secret_pairs.len(),
            "the credentials of the query"
        );
        for (name, value) in &self.headers {
            assert_eq!(request.header(name), Some(*value), "the header `{name}`");
        }
        for name in &self.secret_headers {
            let is_there = request.headers().contains_key(*name);
            assert!(is_there, "the header `{name}` has no credential");
        }
        for name in &self.secret_cookies {
            let cookies = request.header("cookie").unwrap_or_default();
            let mut names = cookies
                .split("; ")
                .filter_map(|pair| pair.split('=').next());
            assert!(
                names.any(|known| known == *name),
                "the cookie `{name}` is missing"
            );
        }
    }

    #[track_caller]
    fn compare_body(&self, request: &Recorded) {
        let media_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_owned();
        match &self.body {
            Body::Nothing => {
                assert!(
                    request.body().is_empty(),
                    "there is a body: {:?}",
                    request.text()
                );
            }
            Body::Json(wanted, json) => {
                assert_eq!(media_type, *wanted, "the content type");
                assert_json(&request.json(), json, "the body");
            }
            Body::Form(pairs) => {
                let wanted = "application/x-www-form-urlencoded";
                assert_eq!(essence(media_type), wanted, "the content type");
                let sent = request.form();
                let sent: Vec<(&str, &str)> = sent
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                assert_eq!(sent, *pairs, "the form");
            }
            Body::Parts(parts) => {
                assert_eq!(
                    essence(media_type),
                    "multipart/form-data",
                    "the content type"
                );
                let sent = request.parts();
                let names: Vec<&str> = sent.iter().map(|part| part.name.as_str()).collect();
                let wanted: Vec<&str> = parts.iter().map(Part::name).collect();
                assert_eq!(names, wanted, "the parts");
                for (part, sent) in parts.iter().zip(&sent) {
                    part.compare(sent);
                }
            }
            Body::Bytes(wanted, bytes) => {
                assert_eq!(media_type, *wanted, "the content type");
                assert_eq!(request.text(), *bytes, "the body");
            }
        }
    }
}

impl Part {
    fn name(&self) -> &'static str {
        match self {
            Self::Text(name, _) | Self::Json(name, _) | Self::File(name, _) => name,
        }
    }

    #[track_caller]
    fn compare(&self, sent: &super::mock::Part) {
        let name = self.name();
        let media_type = sent.content_type.as_deref();
        match self {
            Self::Text(_, text) => {
                assert_eq!(sent.text(), *text, "the part `{name}`");
                assert_eq!(sent.file_name, None, "the part `{name}` is a file");
            }
            Self::Json(_, json) => {
                assert_eq!(media_type, Some("application/json"), "the part `{name}`");
                let value = serde_json::from_slice(&sent.body).unwrap_or_default();
                assert_json(&value, json, &format!("the part `{name}`"));
            }
            Self::File(_, bytes) => {
                assert_eq!(sent.text(), *bytes, "the part `{name}`");
                assert_eq!(
                    sent.file_name.as_deref(),
                    Some(FILE_NAME),
                    "the part `{name}`"
                );
                assert_eq!(media_type, Some(FILE_TYPE), "the part `{name}`");
            }
        }
    }
}

/// The name of every file in the tests.
pub const FILE_NAME: &str = "file.bin";

/// What every file in the tests is.
pub const FILE_TYPE: &str = "application/octet-stream";

/// A value of a type, given as JSON.
///
/// # Panics
/// Panics when the type refuses it.
#[track_caller]
pub fn value<T: DeserializeOwned>(json: &str) -> T {
    match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => panic!("{json} is refused: {error}"),
    }
}

/// Sends a call that gets an example as its reply: one of success is decoded, one of a failure is
/// an error that has it. The example itself is read as its type, and written again.
///
/// # Panics
/// Panics when it is not so.
#[track_caller]
pub fn reply<T>(
    mock: &Mock,
    script: &'static Script,
    outcome: &Outcome,
    example: &Example,
    call: Sending<T>,
) {
    let status = script.status_of(outcome);
    let place = format!("the example `{}` of the reply {status}", example.name);
    let headers = [(CONTENT_TYPE.as_str(), outcome.media_type)];
    mock.on(script).reply_raw(status, &headers, example.text);
    match wait(call) {
        Ok(_) => assert!((200..300).contains(&status), "{place} is no failure"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Status, "{place}: {error}");
            assert_eq!(error.status(), Some(status), "{place}");
            assert_eq!(error.body(), Some(example.text.as_bytes()), "{place}");
        }
    }
    if let Form::Json(check) = outcome.form {
        let written = match check(example.text.as_bytes()) {
            Ok(written) => written,
            Err(error) => panic!("{place} is refused: {error}"),
        };
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let (written, original) = (read(&written), read(example.text));
        let is_kept = match example.is_exact {
            true => is_same(&written, &original),
            false => is_within(&written, &original),
        };
        assert!(
            is_kept,
            "{place} is written as {written}, and was {original}"
        );
    }
}

/// Runs a call to its end.
fn wait<T>(call: Sending<T>) -> Result<T, super::error::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    // No reason but a system without resources.
    runtime.expect("a runtime can be made").block_on(call)
}

fn sorted(query: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    pairs
}

#[track_caller]
fn assert_json(sent: &Value, wanted: &str, what: &str) {
    let wanted: Value = value(wanted);
    assert!(is_same(sent, &wanted), "{what} is {sent}, and not {wanted}");
}

/// Whether two values are equal: members in any order, numbers by their value.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || is_close(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => one == other,
    }
}

/// Whether a value has nothing that the original has not; `null` is nothing.
fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part
                    .iter()
                    .zip(whole)
                    .all(|(part, whole)| is_within(part, whole))
        }
        (Value::Object(part), Value::Object(whole)) => part.iter().all(|(key, value)| {
            value.is_null() || whole.get(key).is_some_and(|whole| is_within(value, whole))
        }),
        _ => is_same(part, whole),
    }
}

/// Single precision keeps seven digits.
fn is_close(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= one.abs() * 1e-6,
        _ => false,
    }
}
