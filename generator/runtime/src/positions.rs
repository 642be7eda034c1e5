//! Structs that are arrays on the wire, as tables of their fields.
//!
//! A row of the table says how a position may be absent, and how its item is read where the type
//! alone does not say that. Needs `decode`, `tuple`. `serde`.

/// Implements `Deserialize` and `Serialize` for a struct, by a table of its fields in the order of
/// the array.
///
/// ```text
/// positions!(Reading {
///     time: required(decode::Int),
///     unit: required(),
///     note: optional(),
///     ..further_items(decode::Plain)
/// });
/// ```
///
/// Items behind them are kept in the field behind the dots, or passed over.
#[allow(
    unused_macros,
    reason = "the models of a generated crate use it, the runtime does not"
)]
macro_rules! positions {
    ($name:ident {}) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                deserializer.deserialize_seq(tuple::Positions::new(stringify!($name)))
            }
        }

        impl<'de> tuple::FromItems<'de> for $name {
            fn from_items<A: ::serde::de::SeqAccess<'de>>(
                _: &mut tuple::Items<A>,
            ) -> Result<Self, A::Error> {
                Ok(Self {})
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ::serde::ser::SerializeSeq::end(serializer.serialize_seq(Some(0))?)
            }
        }
    };
    ($name:ident {
        $($field:ident: $kind:ident($($seed:expr)?)),* $(,)? $(..$rest:ident($rest_seed:expr))?
    }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                deserializer.deserialize_seq(tuple::Positions::new(stringify!($name)))
            }
        }

        impl<'de> tuple::FromItems<'de> for $name {
            fn from_items<A: ::serde::de::SeqAccess<'de>>(
                items: &mut tuple::Items<A>,
            ) -> Result<Self, A::Error> {
                Ok(Self {
                    $($field: tuple::$kind::read(items, decode::Plain$(.or($seed))?)?,)*
                    $($rest: items.rest($rest_seed)?,)?
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut items = tuple::Written::new(serializer.serialize_seq(None)?);
                $(tuple::$kind::write(&mut items, &self.$field)?;)*
                $(items.rest(&self.$rest)?;)?
                items.end()
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "the models of a generated crate use it, the runtime does not"
)]
pub(crate) use positions;
