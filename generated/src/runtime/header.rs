// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Headers of replies with a name and a type, such as those that a document declares.
//!
//! Uses no other module. `reqwest`, `serde`, `serde_json`.

use std::fmt;

use reqwest::header::HeaderMap;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

/// A header of a reply: its name, and how its text is read as a `T`.
pub struct Header<T> {
    name: &'static str,
    read: fn(&str) -> Option<T>,
}

impl<T: DeserializeOwned> Header<T> {
    /// A header whose text is the value: texts, dates, enums of texts.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self {
            name,
            read: read_text,
        }
    }

    /// A header whose text is read as JSON: numbers, `true` and `false`.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self {
            name,
            read: read_json,
        }
    }
}

impl<T> Header<T> {
    /// The name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The value among headers: none if it is absent or not of its type.
    #[must_use]
    pub fn of(&self, headers: &HeaderMap) -> Option<T> {
        (self.read)(headers.get(self.name)?.to_str().ok()?.trim())
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Header").field(&self.name).finish()
    }
}

fn read_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    T::deserialize(text).ok()
}

fn read_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
