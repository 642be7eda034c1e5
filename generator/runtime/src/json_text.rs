//! Texts that hold the JSON of a value, such as the data of events.
//!
//! Uses no other module. `serde`, `serde_json`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that holds the JSON of a `T`. The text stays as it was sent and is read on demand.
///
/// Two of them are equal when their texts are. `Debug` tells the size and not the text, because it
/// may have secrets in it that only `T` marks.
pub struct JsonText<T> {
    text: String,
    content: PhantomData<fn() -> T>,
}

impl<T> JsonText<T> {
    /// Writes a value.
    ///
    /// # Errors
    /// Fails when the value cannot be written as JSON.
    pub fn new(value: &T) -> Result<Self, serde_json::Error>
    where
        T: Serialize,
    {
        serde_json::to_string(value).map(Self::from)
    }

    /// Reads the value.
    ///
    /// # Errors
    /// Fails when the text is not JSON of that type.
    pub fn decode(&self) -> Result<T, serde_json::Error>
    where
        T: DeserializeOwned,
    {
        serde_json::from_str(&self.text)
    }

    /// The text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as it was sent, by itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }
}

// By hand, because a text can be cloned and compared whatever `T` can.
impl<T> Clone for JsonText<T> {
    fn clone(&self) -> Self {
        Self::from(self.text.clone())
    }
}

impl<T> PartialEq for JsonText<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for JsonText<T> {}

impl<T> Hash for JsonText<T> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.text.hash(hasher);
    }
}

impl<T> fmt::Debug for JsonText<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JsonText({} bytes)", self.text.len())
    }
}

impl<T> From<String> for JsonText<T> {
    fn from(text: String) -> Self {
        Self {
            text,
            content: PhantomData,
        }
    }
}

impl<T> From<&str> for JsonText<T> {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl<T> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
