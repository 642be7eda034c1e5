//! Values that are one of several types: what a reader can see of them before it decides.
//!
//! Needs `decode`. `serde`, `serde_json`.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

use super::decode::Seed;

/// A value whose type is not decided yet.
#[derive(Debug, Clone)]
pub struct Candidate(Value);

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`
    Bool,
    /// A number without a fraction, also if it is written with one of zero.
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A sequence.
    Array,
    /// An object.
    Object,
}

impl Candidate {
    /// The text of a member that tells the type: as it is, or a number or boolean as JSON spells it.
    #[must_use]
    pub fn tag(&self, property: &str) -> Option<Cow<'_, str>> {
        match self.0.get(property)? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Bool(value) => Some(Cow::Owned(value.to_string())),
            Value::Number(number) => Some(Cow::Owned(spelled(number))),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Whether the value is of one of these kinds.
    #[must_use]
    pub fn is(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| match (kind, &self.0) {
            (Kind::Integer, Value::Number(number)) => {
                !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            (Kind::Bool, Value::Bool(_))
            | (Kind::Number, Value::Number(_))
            | (Kind::String, Value::String(_))
            | (Kind::Array, Value::Array(_))
            | (Kind::Object, Value::Object(_)) => true,
            _ => false,
        })
    }

    /// Whether the value is an object with all of these members.
    #[must_use]
    pub fn has(&self, keys: &[&str]) -> bool {
        self.0.is_object() && keys.iter().all(|key| self.0.get(key).is_some())
    }

    /// The value as a type it must be.
    ///
    /// # Errors
    /// Fails when it is not.
    pub fn decode<'a, T, E: serde::de::Error>(&'a self, seed: impl Seed<'a, T>) -> Result<T, E> {
        seed.read(&self.0).map_err(E::custom)
    }

    /// The value as a type it may be.
    #[must_use]
    pub fn fit<'a, T>(&'a self, seed: impl Seed<'a, T>) -> Option<T> {
        seed.read(&self.0).ok()
    }

    /// The value as it is.
    #[must_use]
    pub fn into_json(self) -> Value {
        self.0
    }
}

impl<'de> Deserialize<'de> for Candidate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer)
            .map(Self)
            .map_err(D::Error::custom)
    }
}

/// A number without the fraction of zero that some services write.
fn spelled(number: &Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}
