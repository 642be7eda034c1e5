// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the emitted `Deserialize` and `Serialize` impls have in common.
//!
//! The visitor of objects and what becomes of members without a field are here, once; fields are in
//! `object`.
//! Needs `seed`. `indexmap`, `serde`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::seed::Seeded;
pub use super::seed::{Boxed, Dict, Int, Ints, List, Nullable, Plain, Seed, This};

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

/// What becomes of members that the type does not name: they are passed over.
#[derive(Debug, Clone, Copy)]
pub struct Skip;

impl Skip {
    /// Keeps them instead.
    pub fn or_keep<T, S>(self, rest: &mut IndexMap<String, T>, seed: S) -> Keep<'_, T, S> {
        Keep { rest, seed }
    }

    /// Passes over the value of a key.
    ///
    /// # Errors
    /// Fails when the value is not well formed.
    pub fn read<'de, A: MapAccess<'de>>(self, _: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        skip(map)
    }
}

/// What becomes of members that the type does not name: they are kept, as the seed reads them.
#[derive(Debug)]
pub struct Keep<'r, T, S> {
    rest: &'r mut IndexMap<String, T>,
    seed: S,
}

impl<T, S> Keep<'_, T, S> {
    /// Keeps the value of a key.
    ///
    /// # Errors
    /// Fails when the value does not fit.
    pub fn read<'de, A: MapAccess<'de>>(self, key: Key<'de>, map: &mut A) -> Result<(), A::Error>
    where
        S: Seed<'de, T>,
    {
        let value = map.next_value_seed(Seeded::new(self.seed))?;
        self.rest.insert(key.into_string(), value);
        Ok(())
    }
}

/// Passes over the value of a key that the type does not name.
///
/// # Errors
/// Fails when the value is not well formed.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

/// Writes the members that the type does not name.
///
/// # Errors
/// Fails when the serializer does.
pub fn write_rest<M: SerializeMap, T: Serialize>(
    map: &mut M,
    rest: &IndexMap<String, T>,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(key, value)| map.serialize_entry(key, value))
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
