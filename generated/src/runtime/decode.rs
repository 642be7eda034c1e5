// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the emitted `Deserialize` and `Serialize` impls have in common.
//!
//! An emitted impl is a list of keys and slots; the visitor and the rules for repeated, missing and
//! unknown fields are here, once.
//! Needs `seed`. `indexmap`, `serde`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::seed::Seeded;
pub use super::seed::{Boxed, Dict, Int, List, Nullable, Plain, Seed};

/// A type that is read from the entries of an object.
pub trait FromMap<'de>: Sized {
    /// Reads the entries.
    ///
    /// # Errors
    /// Fails when an entry does not fit, comes twice, or a required one is missing.
    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// The visitor of an object; the name is for its error texts.
#[derive(Debug, Clone, Copy)]
pub struct Object<T> {
    name: &'static str,
    target: PhantomData<fn() -> T>,
}

impl<T> Object<T> {
    /// A visitor for the named type.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            target: PhantomData,
        }
    }
}

impl<'de, T: FromMap<'de>> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", self.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_map(map)
    }
}

/// The key of an entry, borrowed from the input where it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key<'de>(Cow<'de, str>);

impl Key<'_> {
    /// The text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }

            fn visit_string<E>(self, key: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key)))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Reads the value of a known key into its slot.
///
/// # Errors
/// Fails when the value does not fit or the key was there before.
pub fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    set_with(slot, name, map, Plain)
}

/// Reads the value of a known key into its slot in the way the seed says.
///
/// # Errors
/// Fails when the value does not fit or the key was there before.
pub fn set_with<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value_seed(Seeded::new(seed))?);
    Ok(())
}

/// The slot of a member that has other names too; its own name goes before them.
///
/// A service that renames a member sends both names for a while.
#[derive(Debug, Clone)]
pub struct Renamed<T> {
    /// What its own name said.
    pub own: Option<T>,
    other: Option<T>,
}

impl<T> Renamed<T> {
    /// What the member's own name said, or else the first of its other names.
    pub fn into_slot(self) -> Option<T> {
        self.own.or(self.other)
    }
}

impl<T> Default for Renamed<T> {
    fn default() -> Self {
        Self {
            own: None,
            other: None,
        }
    }
}

/// Reads the value under another name of a member, unless the member was there before.
///
/// # Errors
/// Fails when the value is needed and does not fit.
pub fn set_alias<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    slot: &mut Renamed<T>,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    if slot.own.is_some() || slot.other.is_some() {
        return skip(map);
    }
    slot.other = Some(map.next_value_seed(Seeded::new(seed))?);
    Ok(())
}

/// Reads the value of a key that the type does not name into its further properties.
///
/// # Errors
/// Fails when the value does not fit.
pub fn set_rest<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    rest: &mut IndexMap<String, T>,
    key: Key<'de>,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    let value = map.next_value_seed(Seeded::new(seed))?;
    rest.insert(key.into_string(), value);
    Ok(())
}

/// Passes over the value of a key that the type does not name.
///
/// # Errors
/// Fails when the value is not well formed.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

/// Takes a required value out of its slot.
///
/// # Errors
/// Fails when the key was not there.
pub fn required<T, E: serde::de::Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

/// Takes a value that may be missing or null out of its slot, as a type that tells them apart.
pub fn omittable<O: Omit>(slot: Option<Option<O::Value>>) -> O {
    O::from_slot(slot)
}

/// Writes an entry unless its value is left out.
///
/// # Errors
/// Fails when the serializer does.
pub fn encode_optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, value),
        None => Ok(()),
    }
}

/// A type that tells a field that is left out from one that is null.
pub trait Omit {
    /// The type of the value, when there is one.
    type Value;

    /// Makes it of a slot; the outer level tells whether the field was there.
    fn from_slot(slot: Option<Option<Self::Value>>) -> Self;

    /// Whether the field is left out.
    fn is_omitted(&self) -> bool;
}

/// Writes an entry unless its value is left out; `null` is a value here.
///
/// # Errors
/// Fails when the serializer does.
pub fn encode_omittable<M: SerializeMap, T: Serialize + Omit>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if value.is_omitted() {
        return Ok(());
    }
    map.serialize_entry(name, value)
}
