//! The three states of a field that is optional and nullable: left out, null, a value.
//!
//! Needs `decode`. `serde`.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::Omit;

/// A field that may be left out, null or a value, where the API tells these apart.
///
/// `None` becomes [`Null`](Self::Null), which often clears the field. For an [`Option`] whose
/// `None` says nothing there is [`omit_none`](Self::omit_none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Omittable<T> {
    /// The field is not there; nothing is said about it.
    #[default]
    Omitted,
    /// The field is there and null, which often means: clear it.
    Null,
    /// The field has a value.
    Value(T),
}

impl<T> Omittable<T> {
    /// The value, or nothing: `None` leaves the field out, where `From` makes it null.
    pub fn omit_none(value: Option<T>) -> Self {
        value.map_or(Self::Omitted, Self::Value)
    }

    /// Whether the field is not there.
    pub const fn is_omitted(&self) -> bool {
        matches!(self, Self::Omitted)
    }

    /// Whether the field is there and null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omitted | Self::Null => None,
        }
    }

    /// The value, if there is one, by itself.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omitted | Self::Null => None,
        }
    }

    /// A reference to the value, with the same state.
    pub const fn as_ref(&self) -> Omittable<&T> {
        match self {
            Self::Omitted => Omittable::Omitted,
            Self::Null => Omittable::Null,
            Self::Value(value) => Omittable::Value(value),
        }
    }

    /// A reference to what the value points to, such as the `str` of a `String`, with the same
    /// state.
    pub fn as_deref(&self) -> Omittable<&T::Target>
    where
        T: Deref,
    {
        self.as_ref().map(Deref::deref)
    }

    /// Another value, with the same state.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Omittable<U> {
        match self {
            Self::Omitted => Omittable::Omitted,
            Self::Null => Omittable::Null,
            Self::Value(value) => Omittable::Value(change(value)),
        }
    }
}

impl From<&str> for Omittable<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<T> From<T> for Omittable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is null, which asks the service to clear the field. To leave the field out instead, use
/// [`omit_none`](Omittable::omit_none).
impl<T> From<Option<T>> for Omittable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> Omit for Omittable<T> {
    type Value = T;

    fn from_slot(slot: Option<Option<T>>) -> Self {
        slot.map_or(Self::Omitted, Self::from)
    }

    fn is_omitted(&self) -> bool {
        self.is_omitted()
    }
}

/// Outside of an object nothing can be left out, so that `Omitted` is written as null.
impl<T: Serialize> Serialize for Omittable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_some(value),
            Self::Omitted | Self::Null => serializer.serialize_none(),
        }
    }
}

/// A value that is there is never `Omitted`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Omittable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}
