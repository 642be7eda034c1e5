// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Structs on the wire, as tables of their fields.
//!
//! A row of the table says how a field may be absent, its key, other keys that it had, and how its
//! value is read where the type alone does not say that.
//! Needs `decode`, `object`. `indexmap`, `serde`.

/// Implements `Deserialize` and `Serialize` for a struct, by a table of its fields.
///
/// ```text
/// fields!(Asset {
///     asset_id: required("asset_id"),
///     name: optional("name" | "title"),
///     sizes: omittable("sizes", decode::List(decode::Int)),
///     ..extra(decode::Plain)
/// });
/// ```
///
/// The first key is written and goes before the others when reading. Members that no row names are
/// kept in the field behind the dots, or passed over.
#[allow(
    unused_macros,
    reason = "the models of a generated crate use it, the runtime does not"
)]
macro_rules! fields {
    ($name:ident {}) => {
        fields!(@read $name);

        impl<'de> decode::FromMap<'de> for $name {
            fn from_map<A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                while map.next_key::<decode::Key<'de>>()?.is_some() {
                    decode::skip(&mut map)?;
                }
                Ok(Self {})
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ::serde::ser::SerializeMap::end(serializer.serialize_map(None)?)
            }
        }
    };
    ($name:ident {
        $($field:ident: $kind:ident(
            $key:literal $(| $other:literal)* $(, $($seed:expr $(,)?)?)?
        )),*
        $(,)? $(..$rest:ident($rest_seed:expr))?
    }) => {
        fields!(@read $name);

        impl<'de> decode::FromMap<'de> for $name {
            fn from_map<A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                $(let mut $field = object::Slot::EMPTY;)*
                $(let mut $rest = ::indexmap::IndexMap::new();)?
                while let Some(key) = map.next_key::<decode::Key<'de>>()? {
                    match key.as_str() {
                        $($key $(| $other)* => object::$kind::read(
                            $field.at($key, false $(|| key.as_str() == $other)*),
                            &mut map,
                            decode::Plain$($(.or($seed))?)?,
                        )?,)*
                        _ => decode::Skip$(.or_keep(&mut $rest, $rest_seed))?.read(key, &mut map)?,
                    }
                }
                Ok(Self {
                    $($field: object::$kind::take($field, $key)?,)*
                    $($rest,)?
                })
            }
        }

        fields!(@write $name { $($field: $kind($key),)* $(..$rest)? });
    };
    (@write $name:ident {
        $($field:ident: $kind:ident($key:literal),)* $(..$rest:ident)?
    }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(object::$kind::write(&mut map, $key, &self.$field)?;)*
                $(decode::write_rest(&mut map, &self.$rest)?;)?
                ::serde::ser::SerializeMap::end(map)
            }
        }
    };
    (@read $name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                deserializer.deserialize_map(decode::Object::new(stringify!($name)))
            }
        }
    };
}

/// The same for a struct of very many fields, each of which may be left out and has one key.
///
/// The values are read into the struct where they stay. A variable for each of several hundred
/// fields would be in order too, but compilers take a time for it that grows with their square.
#[allow(
    unused_macros,
    reason = "few generated crates have such a model, the runtime does not"
)]
macro_rules! wide_fields {
    ($name:ident {
        $($field:ident: $kind:ident($key:literal $(, $($seed:expr $(,)?)?)?)),*
        $(,)? $(..$rest:ident($rest_seed:expr))?
    }) => {
        fields!(@read $name);

        impl<'de> decode::FromMap<'de> for $name {
            fn from_map<A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                let mut whole = Self::default();
                while let Some(key) = map.next_key::<decode::Key<'de>>()? {
                    match key.as_str() {
                        $($key => object::$kind::fill(
                            &mut whole.$field,
                            $key,
                            &mut map,
                            decode::Plain$($(.or($seed))?)?,
                        )?,)*
                        _ => decode::Skip$(.or_keep(&mut whole.$rest, $rest_seed))?
                            .read(key, &mut map)?,
                    }
                }
                Ok(whole)
            }
        }

        fields!(@write $name { $($field: $kind($key),)* $(..$rest)? });
    };
}

#[allow(
    unused_imports,
    reason = "the models of a generated crate use it, the runtime does not"
)]
pub(crate) use {fields, wide_fields};
