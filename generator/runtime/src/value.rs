//! A serialised value as parameters and form fields see it: text, lists and objects in order.
//!
//! It is read from JSON text, because `serde_json::Value` would sort the properties.
//! Uses no other module. `serde`, `serde_json`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value whose scalars are text already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`, and what serialises as nothing.
    Null,
    /// A string, or a number or boolean in its JSON spelling.
    Text(String),
    /// The items of an array.
    List(Vec<Value>),
    /// The properties of an object, in the order of the text.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Reads JSON text.
    ///
    /// # Errors
    /// Fails when the text is not JSON.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// What a JSON pointer leads to; an empty one leads to the value itself.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        pointer.split('/').skip(1).try_fold(self, |value, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match value {
                Self::Object(properties) => {
                    let mut properties = properties.iter();
                    let found = properties.find(|(name, _)| *name == token);
                    found.map(|(_, value)| value)
                }
                Self::List(items) => items.get(token.parse::<usize>().ok()?),
                Self::Null | Self::Text(_) => None,
            }
        })
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        // Rust would spell 1e100 with a hundred zeros; JSON keeps it short.
        serde_json::to_string(&value)
            .map(Value::Text)
            .map_err(E::custom)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = map.next_entry()? {
            properties.push(property);
        }
        Ok(Value::Object(properties))
    }
}
