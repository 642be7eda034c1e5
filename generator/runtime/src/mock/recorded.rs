//! A request as the mock received it, for what tests want to know of it.
//!
//! `bytes`, `percent-encoding`, `reqwest`, `serde_json`.

use std::fmt;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, Url};

use super::super::secret::Redacted;
use super::super::service::{Credential, CredentialKind, Location, Operation};

/// A request that was sent to a mock.
///
/// `Debug` shows it without credentials and without its body.
#[derive(Clone)]
pub struct Recorded {
    pub(super) method: Method,
    pub(super) url: Url,
    /// What is before the paths of the service; none for requests to other places.
    pub(super) before_path: Option<usize>,
    pub(super) operation: Option<&'static Operation>,
    pub(super) credentials: &'static [Credential],
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Recorded {
    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The path below the base URL, as it is on the wire; for a request to another place the whole
    /// address without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        let url = self.url.as_str();
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let url = &url[..end];
        self.before_path
            .and_then(|before| url.get(before..))
            .unwrap_or(url)
    }

    /// The operation that the document has for it, such as `listPets`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation.map(|operation| operation.id)
    }

    /// Name and value of each pair in the query, decoded.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        self.url.query().map(pairs).unwrap_or_default()
    }

    /// The query as it is on the wire, without the question mark.
    #[must_use]
    pub fn raw_query(&self) -> &str {
        self.url.query().unwrap_or_default()
    }

    /// The first value of a name in the query.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        let mut pairs = self.query().into_iter();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The headers. Those that the connection adds, such as `Host`, are not there yet.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether it carries the credentials that its operation needs.
    #[must_use]
    pub fn is_authorized(&self) -> bool {
        let Some(operation) = self.operation else {
            return false;
        };
        let has = |index: &usize| {
            let credential = self.credentials.get(*index);
            credential.is_some_and(|credential| self.has(credential))
        };
        let mut alternatives = operation.security.iter();
        operation.security.is_empty() || alternatives.any(|indexes| indexes.iter().all(has))
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as a text.
    ///
    /// # Panics
    /// Panics when it is not UTF-8, which is a failure of the test.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(_) => panic!("the body of {} {} is not a text", self.method, self.path()),
        }
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// Panics when it is not JSON, which is a failure of the test.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        match serde_json::from_slice(&self.body) {
            Ok(json) => json,
            Err(error) => panic!(
                "the body of {} {} is not JSON: {error}",
                self.method,
                self.path()
            ),
        }
    }

    /// Name and value of each pair of a form that is URL-encoded, decoded.
    ///
    /// # Panics
    /// Panics when it is not a text, which is a failure of the test.
    #[must_use]
    #[track_caller]
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(self.text())
    }

    /// The parts of a form of kind `multipart/form-data`; none if it is not one.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let boundary = self
            .header(CONTENT_TYPE.as_str())
            .filter(|value| value.starts_with("multipart/"))
            .and_then(|value| parameter(value, "boundary"));
        boundary
            .map(|boundary| parts(&self.body, &boundary))
            .unwrap_or_default()
    }

    fn has(&self, credential: &Credential) -> bool {
        match credential.kind {
            CredentialKind::Bearer => self.authorization("Bearer "),
            CredentialKind::Basic => self.authorization("Basic "),
            CredentialKind::ApiKey { location, name } => match location {
                Location::Query => self.query_value(name).is_some(),
                Location::Cookie => self.header("cookie").is_some_and(|cookies| {
                    let mut cookies = cookies.split("; ");
                    cookies.any(|cookie| cookie.split('=').next() == Some(name))
                }),
                Location::Header | Location::Path => self.headers.contains_key(name),
            },
        }
    }

    fn authorization(&self, scheme: &str) -> bool {
        let mut values = self.headers.get_all("authorization").iter();
        values.any(|value| value.as_bytes().starts_with(scheme.as_bytes()))
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = |name: &str| {
            self.credentials.iter().any(|credential| {
                matches!(credential.kind, CredentialKind::ApiKey { name: known, .. } if known == name)
            })
        };
        // The query of another place may be a signature.
        let query: Vec<(String, String)> = self
            .query()
            .into_iter()
            .map(
                |(name, value)| match is_secret(&name) || self.before_path.is_none() {
                    true => (name, "[redacted]".to_owned()),
                    false => (name, value),
                },
            )
            .collect();
        formatter
            .debug_struct("Recorded")
            .field("method", &self.method.as_str())
            .field("path", &self.path())
            .field("query", &query)
            .field("headers", &Redacted::new(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// A part of a form.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name of the field.
    pub name: String,
    /// The name of the file, if it is one.
    pub file_name: Option<String>,
    /// What it is, if it says so.
    pub content_type: Option<String>,
    /// Its content.
    pub body: Bytes,
}

impl Part {
    /// The content as a text; bytes that are none are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The size of the content, never the content.
impl fmt::Debug for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// The pairs of a query or form; a plus is a space there.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The parts between the boundaries.
fn parts(body: &Bytes, boundary: &str) -> Vec<Part> {
    let delimiter = format!("--{boundary}");
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = find(&body[at..], delimiter.as_bytes()) {
        starts.push(at + found);
        at += found + delimiter.len();
    }
    let sections = starts.windows(2).filter_map(|pair| {
        let start = pair[0] + delimiter.len() + 2;
        let end = pair[1].checked_sub(2)?;
        (start <= end).then(|| body.slice(start..end))
    });
    sections.filter_map(|section| part(&section)).collect()
}

fn part(section: &Bytes) -> Option<Part> {
    let head = find(section, b"\r\n\r\n")?;
    let headers = String::from_utf8_lossy(&section[..head]).into_owned();
    let header = |wanted: &str| {
        headers.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(&disposition, "name")?,
        file_name: parameter(&disposition, "filename"),
        content_type: header("content-type"),
        body: section.slice(head + 4..),
    })
}

// `form-data; name="file"; filename="a.png"`
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once(';') {
        rest = after.trim_start();
        let Some(text) = rest
            .strip_prefix(name)
            .and_then(|text| text.strip_prefix('='))
        else {
            continue;
        };
        let text = match text.strip_prefix('"') {
            Some(text) => text.split('"').next(),
            None => text.split(';').next(),
        };
        return text.map(str::to_owned);
    }
    None
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
