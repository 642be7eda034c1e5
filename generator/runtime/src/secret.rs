//! Values that must not be printed: credentials, and header lists that contain them.
//!
//! Uses no other module. `reqwest` for the header types.

use std::fmt;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// What is printed in the place of a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// Headers with addresses, whose queries may be signed.
const ADDRESSES: [&str; 4] = ["location", "content-location", "link", "refresh"];

/// A text that its owner must ask for by name; `Debug` prints `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from being printed by accident.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

/// Headers as they may be printed: `Debug` shows them all, and hides the values of those that
/// carry credentials or cookies.
#[derive(Clone, Copy)]
pub struct Redacted<'a>(&'a HeaderMap);

impl<'a> Redacted<'a> {
    /// Looks at headers without their secrets.
    #[must_use]
    pub fn new(headers: &'a HeaderMap) -> Self {
        Self(headers)
    }

    /// Name and printable value of each header.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        self.0.iter().map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let text = if is_secret(name, value) {
                REDACTED.to_owned()
            } else if ADDRESSES.contains(&name.as_str()) {
                without_query(&text)
            } else {
                text.into_owned()
            };
            (name.as_str(), text)
        })
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

// `https://h/x?signature=…` => `https://h/x?[redacted]`
fn without_query(text: &str) -> String {
    match text.split_once('?') {
        Some((address, _)) => format!("{address}?{REDACTED}"),
        None => text.to_owned(),
    }
}

/// Whether a header carries something that lets its reader act for the caller.
///
/// Headers that we make are marked sensitive; the names are for those that callers and servers
/// make.
pub fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    // Services and what stands before them have many names for keys; a value that is hidden
    // without need does less harm than one that is shown.
    const PARTS: [&str; 11] = [
        "auth",
        "cookie",
        "credential",
        "jwt",
        "key",
        "passw",
        "secret",
        "session",
        "signature",
        "token",
        "x-amz-security",
    ];
    const HARMLESS: [&str; 3] = ["authenticate", "authority", "idempotency"];
    let name = name.as_str();
    value.is_sensitive()
        || PARTS.iter().any(|part| name.contains(part))
            && !HARMLESS.iter().any(|part| name.contains(part))
}

/// Text of a server as it may be printed: addresses in it without their queries, which may be
/// signed, and not without end.
// `cannot fetch https://h/x?signature=…` => `cannot fetch https://h/x?[redacted]`
pub fn told(text: &str) -> String {
    const TOLD: usize = 2000;
    let mut told = String::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
        let (before, address) = rest.split_at(start);
        let is_end = |sign: char| sign.is_whitespace() || "\"'`<>()[]{},".contains(sign);
        let (address, after) = address.split_at(address.find(is_end).unwrap_or(address.len()));
        told.push_str(before);
        told.push_str(&without_query(address));
        rest = after;
    }
    told.push_str(rest);
    if let Some((end, _)) = told.char_indices().nth(TOLD) {
        told.truncate(end);
        told.push('…');
    }
    told
}
