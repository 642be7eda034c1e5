//! [`Value`] -> `openapiv3`: a deserializer over the tree, and the place of a failure.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::keywords::{self, Form, Kind};
use super::references::escape;
use crate::value::Value;

/// What a typed read says when it fails.
#[derive(Debug)]
pub(super) struct Mismatch(String);

impl std::fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Reads a tree as some type of `openapiv3`.
pub(super) fn read<'a, T: serde::Deserialize<'a>>(value: &'a Value) -> Result<T, Mismatch> {
    T::deserialize(Node(value))
}

/// A node of the tree as a serde deserializer.
#[derive(Clone, Copy)]
struct Node<'a>(&'a Value);

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            // serde's buffers and serde_json's numbers have no 128-bit integers.
            Value::Integer(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (_, Ok(value)) => visitor.visit_u64(value),
                (Ok(value), _) => visitor.visit_i64(value),
                _ => visitor.visit_f64(*value as f64),
            },
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter())),
            Value::Object(members) => visitor.visit_map(Members {
                members: members.iter(),
                value: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::String(text) => {
                let text: StrDeserializer<'_, Mismatch> = text.as_str().into_deserializer();
                text.deserialize_enum(name, variants, visitor)
            }
            other => Err(Mismatch(format!(
                "expected a string, found {}",
                other.kind()
            ))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

struct Items<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        self.0
            .next()
            .map(|item| seed.deserialize(Node(item)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members<'a> {
    members: indexmap::map::Iter<'a, String, Value>,
    value: Option<&'a Value>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        match self.value.take() {
            Some(value) => seed.deserialize(Node(value)),
            None => Err(Mismatch("a value was asked for before its key".to_owned())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}

/// A node that `openapiv3` cannot read, though the ledger found nothing wrong with it.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// The smallest node that fails.
    pub(super) pointer: String,
    /// Its kind.
    pub(super) kind: Kind,
    /// What `openapiv3` says.
    pub(super) message: String,
}

/// The smallest node that cannot be read.
pub(super) fn locate(tree: &Value, mismatch: Mismatch) -> Unreadable {
    let mut found = Unreadable {
        pointer: String::new(),
        kind: Kind::Root,
        message: mismatch.0,
    };
    let mut value = tree;
    while let Some((pointer, kind, child, Mismatch(message))) =
        failing_part(value, found.kind, &found.pointer)
    {
        found = Unreadable {
            pointer,
            kind,
            message,
        };
        value = child;
    }
    found
}

/// A part of the node that cannot be read by itself.
fn failing_part<'a>(
    value: &'a Value,
    kind: Kind,
    pointer: &str,
) -> Option<(String, Kind, &'a Value, Mismatch)> {
    let members = value.as_object()?;
    let mut open: Vec<(String, Form, &Value)> = Vec::new();
    for (key, value) in members {
        let Some(keyword) = keywords::keyword(kind, key) else {
            continue;
        };
        open.push((format!("{pointer}/{}", escape(key)), keyword.form, value));
    }
    while let Some((pointer, form, value)) = open.pop() {
        match (form, value) {
            (Form::Node(kind) | Form::NodeOrRef(kind), Value::Object(_)) => {
                if let Err(mismatch) = read_kind(value, kind) {
                    return Some((pointer, kind, value, mismatch));
                }
            }
            (Form::Items, Value::Object(_)) => {
                open.push((pointer, Form::NodeOrRef(Kind::Schema), value));
            }
            (Form::List(item), Value::Array(items)) => {
                let items = items.iter().enumerate();
                open.extend(
                    items.map(|(index, value)| (format!("{pointer}/{index}"), *item, value)),
                );
            }
            (Form::Map(item), Value::Object(members)) => {
                open.extend(
                    members
                        .iter()
                        .map(|(key, value)| (format!("{pointer}/{}", escape(key)), *item, value)),
                );
            }
            _ => {}
        }
    }
    None
}

/// Reads a node as what it must be, only to see whether that works.
fn read_kind(value: &Value, kind: Kind) -> Result<(), Mismatch> {
    use openapiv3::ReferenceOr;

    fn attempt<'a, T: serde::Deserialize<'a>>(value: &'a Value) -> Result<(), Mismatch> {
        read::<T>(value).map(drop)
    }

    match kind {
        Kind::Root => attempt::<openapiv3::OpenAPI>(value),
        Kind::Info => attempt::<openapiv3::Info>(value),
        Kind::Contact => attempt::<openapiv3::Contact>(value),
        Kind::License => attempt::<openapiv3::License>(value),
        Kind::Server => attempt::<openapiv3::Server>(value),
        Kind::ServerVariable => attempt::<openapiv3::ServerVariable>(value),
        Kind::Components => attempt::<openapiv3::Components>(value),
        Kind::Paths => attempt::<openapiv3::Paths>(value),
        Kind::PathItem => attempt::<openapiv3::PathItem>(value),
        Kind::Operation => attempt::<openapiv3::Operation>(value),
        Kind::Callback => attempt::<openapiv3::Callback>(value),
        Kind::ExternalDocs => attempt::<openapiv3::ExternalDocumentation>(value),
        Kind::Parameter => attempt::<ReferenceOr<openapiv3::Parameter>>(value),
        Kind::RequestBody => attempt::<ReferenceOr<openapiv3::RequestBody>>(value),
        Kind::MediaType => attempt::<openapiv3::MediaType>(value),
        Kind::Encoding => attempt::<openapiv3::Encoding>(value),
        Kind::Responses => attempt::<openapiv3::Responses>(value),
        Kind::Response => attempt::<ReferenceOr<openapiv3::Response>>(value),
        Kind::Example => attempt::<ReferenceOr<openapiv3::Example>>(value),
        Kind::Header => attempt::<ReferenceOr<openapiv3::Header>>(value),
        Kind::Tag => attempt::<openapiv3::Tag>(value),
        Kind::Schema => attempt::<ReferenceOr<openapiv3::Schema>>(value),
        Kind::Discriminator => attempt::<openapiv3::Discriminator>(value),
        Kind::SecurityScheme => attempt::<ReferenceOr<openapiv3::SecurityScheme>>(value),
    }
}
