//! Ways to read a value that its type alone does not say: integers written as `3.0`, and lists,
//! maps and nullable values of them.
//!
//! Uses no other module. `indexmap`, `serde`.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A way to read a `T`, where the type alone does not say it.
///
/// Seeds are small values that nest: `Nullable(List(Int))`.
pub trait Seed<'de, T>: Copy {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails when the input does not fit.
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error>;
}

/// Reads what the type reads by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

impl Plain {
    /// Another seed instead: tables name one only where they need it.
    #[must_use]
    pub const fn or<S: Copy>(self, seed: S) -> S {
        seed
    }
}

impl<'de, T: Deserialize<'de>> Seed<'de, T> for Plain {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// Reads an integer of any width; `3.0` is one, `3.5` and what does not fit are not.
#[derive(Debug, Clone, Copy)]
pub struct Int;

impl<'de, T: TryFrom<i128>> Seed<'de, T> for Int {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let number = deserializer.deserialize_any(IntVisitor)?;
        T::try_from(number)
            .map_err(|_| D::Error::custom(format_args!("integer {number} is out of range")))
    }
}

struct IntVisitor;

impl Visitor<'_> for IntVisitor {
    type Value = i128;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<i128, E> {
        Ok(value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<i128, E> {
        if value.fract() == 0.0 {
            // Saturates beyond the range, and what saturates fits no integer type of a model.
            Ok(value as i128)
        } else {
            Err(E::invalid_type(serde::de::Unexpected::Float(value), &self))
        }
    }
}

/// Reads this text and no other.
#[derive(Debug, Clone, Copy)]
pub struct This(pub &'static str);

impl<'de> Seed<'de, String> for This {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == self.0 {
            Ok(text)
        } else {
            Err(D::Error::custom(format_args!(
                "a text other than `{}`",
                self.0
            )))
        }
    }
}

/// Reads a value or `null`.
#[derive(Debug, Clone, Copy)]
pub struct Nullable<S>(pub S);

impl<'de, T, S: Seed<'de, T>> Seed<'de, Option<T>> for Nullable<S> {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(NullableVisitor(Seeded::new(self.0)))
    }
}

struct NullableVisitor<T, S>(Seeded<T, S>);

impl<'de, T, S: Seed<'de, T>> Visitor<'de> for NullableVisitor<T, S> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}

/// Reads an array whose items are read by another seed.
#[derive(Debug, Clone, Copy)]
pub struct List<S>(pub S);

impl<'de, T, S: Seed<'de, T>> Seed<'de, Vec<T>> for List<S> {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(ListVisitor(self.0, PhantomData))
    }
}

struct ListVisitor<T, S>(S, PhantomData<fn() -> T>);

impl<'de, T, S: Seed<'de, T>> Visitor<'de> for ListVisitor<T, S> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(Seeded::new(self.0))? {
            items.push(item);
        }
        Ok(items)
    }
}

/// Reads an object whose values are read by another seed, in the order received.
#[derive(Debug, Clone, Copy)]
pub struct Dict<S>(pub S);

impl<'de, T, S: Seed<'de, T>> Seed<'de, IndexMap<String, T>> for Dict<S> {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<IndexMap<String, T>, D::Error> {
        deserializer.deserialize_map(DictVisitor(self.0, PhantomData))
    }
}

struct DictVisitor<T, S>(S, PhantomData<fn() -> T>);

impl<'de, T, S: Seed<'de, T>> Visitor<'de> for DictVisitor<T, S> {
    type Value = IndexMap<String, T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = IndexMap::new();
        while let Some(key) = map.next_key::<String>()? {
            entries.insert(key, map.next_value_seed(Seeded::new(self.0))?);
        }
        Ok(entries)
    }
}

/// Reads integers, alone or in lists, maps and options, where the seed is a part of a type:
/// `Json<Vec<i64>, Ints>`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ints;

impl<'de, T: OfInts<'de>> Seed<'de, T> for Ints {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// An integer, or what holds integers.
pub trait OfInts<'de>: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails when the input does not fit.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

macro_rules! of_ints {
    ($($int:ident)+) => {$(
        impl<'de> OfInts<'de> for $int {
            fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Int.read(deserializer)
            }
        }
    )+};
}

of_ints!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl<'de, T: OfInts<'de>> OfInts<'de> for Option<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nullable(Ints).read(deserializer)
    }
}

impl<'de, T: OfInts<'de>> OfInts<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        List(Ints).read(deserializer)
    }
}

impl<'de, T: OfInts<'de>> OfInts<'de> for IndexMap<String, T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Dict(Ints).read(deserializer)
    }
}

/// Reads a value into a box of its own, where a type contains itself.
#[derive(Debug, Clone, Copy)]
pub struct Boxed<S>(pub S);

impl<'de, T, S: Seed<'de, T>> Seed<'de, Box<T>> for Boxed<S> {
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<T>, D::Error> {
        self.0.read(deserializer).map(Box::new)
    }
}

/// Serde's own form of a seed.
pub(super) struct Seeded<T, S> {
    seed: S,
    target: PhantomData<fn() -> T>,
}

impl<T, S> Seeded<T, S> {
    /// Binds a seed to the type that it is to read.
    pub(super) fn new(seed: S) -> Self {
        Self {
            seed,
            target: PhantomData,
        }
    }
}

impl<'de, T, S: Seed<'de, T>> DeserializeSeed<'de> for Seeded<T, S> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        self.seed.read(deserializer)
    }
}
