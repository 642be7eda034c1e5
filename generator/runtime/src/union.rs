//! Values that are one of several types: what a reader can see of them before it decides.
//!
//! They are kept as the text that was received, so that members stay in their order and numbers
//! keep all of their digits.
//! Needs `seed`. `indexmap`, `serde`, `serde_json` (`raw_value`).

use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::seed::Seed;

/// How deep values may nest, which is also how deep `serde_json` goes.
const DEPTH: usize = 128;

/// A value whose type is not decided yet.
#[derive(Clone)]
pub struct Candidate(RawJson);

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
    pub fn tag(&self, property: &str) -> Option<String> {
        match serde_json::from_str(self.members().get(property)?.get()).ok()? {
            Value::String(text) => Some(text),
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(number) => {
                // Without the fraction of zero that some services write.
                let text = number.to_string();
                Some(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Whether the value is of one of these kinds.
    #[must_use]
    pub fn is(&self, kinds: &[Kind]) -> bool {
        let actual = self.0.kind();
        kinds.iter().any(|kind| {
            Some(*kind) == actual || *kind == Kind::Number && actual == Some(Kind::Integer)
        })
    }

    /// Whether the value is an object with all of these members.
    #[must_use]
    pub fn has(&self, keys: &[&str]) -> bool {
        let members = self.members();
        self.is(&[Kind::Object]) && keys.iter().all(|key| members.contains_key(*key))
    }

    /// The value as a type it must be.
    ///
    /// # Errors
    /// Fails when it is not.
    pub fn decode<'a, T, E: serde::de::Error>(&'a self, seed: impl Seed<'a, T>) -> Result<T, E> {
        let read = seed.read(&mut serde_json::Deserializer::from_str(self.0.as_str()));
        read.map_err(|error| {
            // The place is one in this value, and would be taken for one in the whole text.
            let place = format!(" at line {} column {}", error.line(), error.column());
            let text = error.to_string();
            E::custom(text.strip_suffix(&place).unwrap_or(&text))
        })
    }

    /// The value as a type it may be.
    #[must_use]
    pub fn fit<'a, T>(&'a self, seed: impl Seed<'a, T>) -> Option<T> {
        seed.read(&mut serde_json::Deserializer::from_str(self.0.as_str()))
            .ok()
    }

    /// The value as a type it may be, if that type keeps all of it: nothing is lost by writing it
    /// again.
    #[must_use]
    pub fn whole<'a, T: Serialize>(&'a self, seed: impl Seed<'a, T>) -> Option<T> {
        let value = self.fit(seed)?;
        let written = serde_json::to_value(&value).ok()?;
        is_same(&written, &self.0.decode().ok()?).then_some(value)
    }

    /// The value as it is.
    #[must_use]
    pub fn into_json(self) -> RawJson {
        self.0
    }

    /// The members of an object; another value has none.
    fn members(&self) -> IndexMap<String, &RawValue> {
        serde_json::from_str(self.0.as_str()).unwrap_or_default()
    }
}

impl fmt::Debug for Candidate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Candidate({:?})", self.0)
    }
}

impl<'de> Deserialize<'de> for Candidate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = RawJson::deserialize(deserializer)?;
        // Each value inside is read by a deserializer of its own, which counts from zero: without
        // this a text that nests without end would use up the stack.
        if depth(json.as_str()) > DEPTH {
            return Err(D::Error::custom("recursion limit exceeded"));
        }
        Ok(Self(json))
    }
}

/// A JSON value as the text that was received, with the members in their order and the numbers
/// with all of their digits.
///
/// Two of them are equal when their texts are. `Debug` tells the kind and the size and shows no
/// value, because the text may have secrets in it that no type marks.
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The JSON text of a value.
    ///
    /// # Errors
    /// Fails when the value cannot be written as JSON.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the text as a type, such as `serde_json::Value`.
    ///
    /// # Errors
    /// Fails when the text is not one of that type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// The kind of the value; `null` has none.
    fn kind(&self) -> Option<Kind> {
        let text = self.as_str();
        match text.as_bytes().first()? {
            b't' | b'f' => Some(Kind::Bool),
            b'"' => Some(Kind::String),
            b'[' => Some(Kind::Array),
            b'{' => Some(Kind::Object),
            b'-' | b'0'..=b'9' if is_whole(text) => Some(Kind::Integer),
            b'-' | b'0'..=b'9' => Some(Kind::Number),
            _ => None,
        }
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.as_str().len();
        match self.kind() {
            Some(kind) => write!(formatter, "RawJson({kind:?}, {size} bytes)"),
            None => formatter.write_str("RawJson(Null)"),
        }
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

/// Whether a number has no fraction: `3`, and also `3.0` and `3e2`.
fn is_whole(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
        || number
            .parse()
            .is_ok_and(|number: f64| number.fract() == 0.0)
}

/// Whether two values are the same, whichever way their numbers are written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(first), Value::Number(second)) => {
            let is_fraction = first.is_f64() || second.is_f64();
            first == second || is_fraction && first.as_f64() == second.as_f64()
        }
        (Value::Array(ones), Value::Array(others)) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Value::Object(ones), Value::Object(others)) => {
            let is_there = |(key, one): (&String, &Value)| {
                others.get(key).is_some_and(|other| is_same(one, other))
            };
            ones.len() == others.len() && ones.iter().all(is_there)
        }
        _ => one == other,
    }
}

/// How deep the lists and objects of a JSON text nest.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
