//! Fields of structs on the wire: how each is read, taken and written, by how it may be absent.
//!
//! The emitted tables of fields name these functions, by the macro in `fields`.
//! Needs `decode`, `seed`. `indexmap`, `serde`.

use serde::Serialize;
use serde::de::{Error, MapAccess};
use serde::ser::SerializeMap;

use super::decode::Omit;
use super::seed::{Nullable, Seed, Seeded};

/// What was read of a field so far.
#[derive(Debug, Clone)]
pub struct Slot<T> {
    value: Option<T>,
    /// Whether another key than the field's own had it.
    is_other: bool,
}

impl<T> Slot<T> {
    /// Nothing yet.
    pub const EMPTY: Self = Self {
        value: None,
        is_other: false,
    };

    /// The slot under the key that was met: the field's own, or another that it had.
    pub const fn at(&mut self, key: &'static str, is_other: bool) -> At<'_, T> {
        At {
            slot: self,
            key,
            is_other,
        }
    }
}

/// A slot, and the key under which a value for it was met.
#[derive(Debug)]
pub struct At<'s, T> {
    slot: &'s mut Slot<T>,
    key: &'static str,
    is_other: bool,
}

/// Reads the value of a key into its slot.
///
/// A service that renames a member sends both names for a while: the own one counts, in any order.
///
/// # Errors
/// Fails when the value does not fit or its own key was there before.
pub fn read<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    at: At<'_, T>,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    let At {
        slot,
        key,
        is_other,
    } = at;
    if slot.value.is_some() {
        if is_other {
            return super::decode::skip(map);
        }
        if !slot.is_other {
            return Err(A::Error::duplicate_field(key));
        }
    }
    slot.is_other = is_other;
    slot.value = Some(map.next_value_seed(Seeded::new(seed))?);
    Ok(())
}

/// Reads the value of a key, which may be null, into its slot.
///
/// # Errors
/// Fails when the value does not fit or its own key was there before.
pub fn read_nullable<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    at: At<'_, Option<T>>,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    read(at, map, Nullable(seed))
}

/// Takes a value that has to be there out of its slot.
///
/// # Errors
/// Fails when no key was there.
pub fn take_required<T, E: Error>(slot: Slot<T>, key: &'static str) -> Result<T, E> {
    slot.value.ok_or_else(|| E::missing_field(key))
}

/// Takes a value that may be missing out of its slot.
///
/// # Errors
/// Does not fail.
pub fn take_optional<T, E>(slot: Slot<T>, _: &'static str) -> Result<Option<T>, E> {
    Ok(slot.value)
}

/// Takes a value that may be missing or null out of its slot, as a type that cannot tell which.
///
/// # Errors
/// Does not fail.
pub fn take_flat<T, E>(slot: Slot<Option<T>>, _: &'static str) -> Result<Option<T>, E> {
    Ok(slot.value.flatten())
}

/// Takes a value that may be missing or null out of its slot, as a type that tells them apart.
///
/// # Errors
/// Does not fail.
pub fn take_omittable<O: Omit, E>(slot: Slot<Option<O::Value>>, _: &'static str) -> Result<O, E> {
    Ok(O::from_slot(slot.value))
}

/// Reads the value of a key into a field of a struct with very many.
///
/// # Errors
/// Fails when the value does not fit or its key was there before.
pub fn fill_any<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    field: &mut Option<T>,
    key: &'static str,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *field = Some(map.next_value_seed(Seeded::new(seed))?);
    Ok(())
}

/// Reads the value of a key, where null is the same as no value, into a field of such a struct.
///
/// # Errors
/// Fails when the value does not fit or its key had a value before.
pub fn fill_optional<'de, T, S: Seed<'de, T>, A: MapAccess<'de>>(
    field: &mut Option<T>,
    key: &'static str,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *field = map.next_value_seed(Seeded::new(Nullable(seed)))?;
    Ok(())
}

/// Reads the value of a key, where null is a value too, into a field of such a struct.
///
/// # Errors
/// Fails when the value does not fit or its key was there before.
pub fn fill_omittable<'de, O: Omit, S: Seed<'de, O::Value>, A: MapAccess<'de>>(
    field: &mut O,
    key: &'static str,
    map: &mut A,
    seed: S,
) -> Result<(), A::Error> {
    if !field.is_omitted() {
        return Err(A::Error::duplicate_field(key));
    }
    *field = O::from_slot(Some(map.next_value_seed(Seeded::new(Nullable(seed)))?));
    Ok(())
}

/// Writes a member; no value is `null`.
///
/// # Errors
/// Fails when the serializer does.
pub fn write<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(key, value)
}

/// Writes a member unless it has no value.
///
/// # Errors
/// Fails when the serializer does.
pub fn write_optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, value),
        None => Ok(()),
    }
}

/// Writes a member unless it is left out; `null` is a value here.
///
/// # Errors
/// Fails when the serializer does.
pub fn write_omittable<M: SerializeMap, T: Serialize + Omit>(
    map: &mut M,
    key: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if value.is_omitted() {
        return Ok(());
    }
    map.serialize_entry(key, value)
}

/// A field that is always there and never null.
pub mod required {
    pub use super::{read, take_required as take, write};
}

/// A field that is always there, and may be null.
pub mod nullable {
    pub use super::{read_nullable as read, take_flat as take, write};
}

/// A field that may be left out; null means the same when it is read.
pub mod optional {
    pub use super::{
        fill_optional as fill, read_nullable as read, take_flat as take, write_optional as write,
    };
}

/// A field that may be left out, and null is one of its values.
pub mod any {
    pub use super::{fill_any as fill, read, take_optional as take, write_optional as write};
}

/// A field that may be left out, may be null, and tells which.
pub mod omittable {
    pub use super::{
        fill_omittable as fill, read_nullable as read, take_omittable as take,
        write_omittable as write,
    };
}
