//! Positions of structs that are arrays on the wire: how each is read and written, by how it may
//! be absent.
//!
//! The emitted tables of positions name these functions, by the macro in `positions`.
//! Needs `decode`, `seed`. `serde`.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeSeq};

use super::decode::Omit;
use super::seed::{Nullable, Seed, Seeded};

/// A type that is read from the items of an array.
pub trait FromItems<'de>: Sized {
    /// Reads the items.
    ///
    /// # Errors
    /// Fails when an item does not fit, or one is missing that has to be there.
    fn from_items<A: SeqAccess<'de>>(items: &mut Items<A>) -> Result<Self, A::Error>;
}

/// The visitor of an array; the name is for its error texts.
#[derive(Debug, Clone, Copy)]
pub struct Positions<T> {
    name: &'static str,
    target: PhantomData<fn() -> T>,
}

impl<T> Positions<T> {
    /// A visitor for the named type.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            target: PhantomData,
        }
    }
}

impl<'de, T: FromItems<'de>> Visitor<'de> for Positions<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an array ({})", self.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        let mut items = Items { items, count: 0 };
        let value = T::from_items(&mut items)?;
        while items.items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(value)
    }
}

/// The items of an array that are still to be read.
#[derive(Debug)]
pub struct Items<A> {
    items: A,
    /// How many there were.
    count: usize,
}

impl<'de, A: SeqAccess<'de>> Items<A> {
    /// The next item; none at the end.
    fn next<T, S: Seed<'de, T>>(&mut self, seed: S) -> Result<Option<T>, A::Error> {
        let item = self.items.next_element_seed(Seeded::new(seed))?;
        self.count += usize::from(item.is_some());
        Ok(item)
    }

    /// The next item, which has to be there.
    fn needed<T, S: Seed<'de, T>>(&mut self, seed: S) -> Result<T, A::Error> {
        let item = self.next(seed)?;
        item.ok_or_else(|| A::Error::invalid_length(self.count, &"an array with more items"))
    }

    /// All others.
    ///
    /// # Errors
    /// Fails when one does not fit.
    pub fn rest<T, S: Seed<'de, T>>(&mut self, seed: S) -> Result<Vec<T>, A::Error> {
        let mut rest = Vec::new();
        while let Some(item) = self.next(seed)? {
            rest.push(item);
        }
        Ok(rest)
    }
}

/// The items of an array that is being written.
#[derive(Debug)]
pub struct Written<S> {
    items: S,
    /// Whether a position was left out, so that no other can follow.
    is_over: bool,
}

impl<S: SerializeSeq> Written<S> {
    /// None so far.
    pub const fn new(items: S) -> Self {
        Self {
            items,
            is_over: false,
        }
    }

    fn item<T: Serialize>(&mut self, item: &T) -> Result<(), S::Error> {
        if self.is_over {
            let text = "an item of an array has a value, and one before it is left out";
            return Err(S::Error::custom(text));
        }
        self.items.serialize_element(item)
    }

    /// Writes the items behind the positions.
    ///
    /// # Errors
    /// Fails when a position before them is left out, or the serializer does.
    pub fn rest<T: Serialize>(&mut self, rest: &[T]) -> Result<(), S::Error> {
        rest.iter().try_for_each(|item| self.item(item))
    }

    /// Ends the array.
    ///
    /// # Errors
    /// Fails when the serializer does.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.items.end()
    }
}

/// A position that is always there and never null.
pub mod required {
    use super::{Items, Seed, SeqAccess, Serialize, SerializeSeq, Written};

    /// Reads the item.
    ///
    /// # Errors
    /// Fails when it is missing or does not fit.
    pub fn read<'de, T, S: Seed<'de, T>, A: SeqAccess<'de>>(
        items: &mut Items<A>,
        seed: S,
    ) -> Result<T, A::Error> {
        items.needed(seed)
    }

    /// Writes the item.
    ///
    /// # Errors
    /// Fails when one before it is left out, or the serializer does.
    pub fn write<T: Serialize, S: SerializeSeq>(
        items: &mut Written<S>,
        item: &T,
    ) -> Result<(), S::Error> {
        items.item(item)
    }
}

/// A position that is always there, and may be null.
pub mod nullable {
    use super::{Items, Nullable, Seed, SeqAccess};

    pub use super::required::write;

    /// Reads the item.
    ///
    /// # Errors
    /// Fails when it is missing or does not fit.
    pub fn read<'de, T, S: Seed<'de, T>, A: SeqAccess<'de>>(
        items: &mut Items<A>,
        seed: S,
    ) -> Result<Option<T>, A::Error> {
        items.needed(Nullable(seed))
    }
}

/// A position that may be left out, with all behind it.
pub mod optional {
    use super::{Items, Seed, SeqAccess, Serialize, SerializeSeq, Written};

    /// Reads the item.
    ///
    /// # Errors
    /// Fails when it does not fit.
    pub fn read<'de, T, S: Seed<'de, T>, A: SeqAccess<'de>>(
        items: &mut Items<A>,
        seed: S,
    ) -> Result<Option<T>, A::Error> {
        items.next(seed)
    }

    /// Writes the item unless it has no value.
    ///
    /// # Errors
    /// Fails when one before it is left out, or the serializer does.
    pub fn write<T: Serialize, S: SerializeSeq>(
        items: &mut Written<S>,
        item: &Option<T>,
    ) -> Result<(), S::Error> {
        match item {
            Some(item) => items.item(item),
            None => {
                items.is_over = true;
                Ok(())
            }
        }
    }
}

/// A position that may be left out, with all behind it, and may be null.
pub mod omittable {
    use super::{Items, Nullable, Omit, Seed, SeqAccess, Serialize, SerializeSeq, Written};

    /// Reads the item.
    ///
    /// # Errors
    /// Fails when it does not fit.
    pub fn read<'de, O: Omit, S: Seed<'de, O::Value>, A: SeqAccess<'de>>(
        items: &mut Items<A>,
        seed: S,
    ) -> Result<O, A::Error> {
        items.next(Nullable(seed)).map(O::from_slot)
    }

    /// Writes the item unless it is left out; `null` is a value here.
    ///
    /// # Errors
    /// Fails when one before it is left out, or the serializer does.
    pub fn write<T: Serialize + Omit, S: SerializeSeq>(
        items: &mut Written<S>,
        item: &T,
    ) -> Result<(), S::Error> {
        if item.is_omitted() {
            items.is_over = true;
            return Ok(());
        }
        items.item(item)
    }
}
