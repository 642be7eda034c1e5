//! A plain value of a type, for what has no example in the document.
//!
//! Examples and defaults of fields are taken where there are some. The value is
//! one that the models keep as it is; patterns and lengths of texts are not
//! looked at, since the client does not either.

use std::cell::Cell;

use indexmap::IndexMap;

use super::kept::kept;
use crate::code::models;
use crate::code::types::Types;
use crate::ir::{self, Pick, Shape, TypeRef};
use crate::value::Value;

/// How deep a sample nests before it is given up.
const MAX_DEPTH: usize = 8;

/// How many values a sample consists of before it is given up.
const MAX_VALUES: usize = 200;

/// A value of the type, or none if there is no plain one; `name` is what a text says.
pub(super) fn plain(types: &Types<'_>, ty: TypeRef, name: &str) -> Option<Value> {
    let sampler = Sampler::new(types);
    kept(types, ty, &sampler.value(ty, name, 0)?).ok()
}

/// The value of a field: its constant, an example, its default, or a plain one.
pub(super) fn plain_field(types: &Types<'_>, field: &ir::Field) -> Option<Value> {
    Sampler::new(types).field(field, 0)
}

/// A sample on its way.
struct Sampler<'a> {
    types: &'a Types<'a>,
    /// How many values it may still get.
    left: Cell<usize>,
}

impl<'a> Sampler<'a> {
    fn new(types: &'a Types<'a>) -> Self {
        Self {
            types,
            left: Cell::new(MAX_VALUES),
        }
    }

    fn value(&self, ty: TypeRef, name: &str, depth: usize) -> Option<Value> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        if depth > MAX_DEPTH {
            return None;
        }
        let types = &self.types.api().types;
        let (id, _) = types.resolve(ty);
        let ty = &types[id];
        let inner = |ty, name: &str| self.value(ty, name, depth + 1);
        Some(match &ty.shape {
            Shape::Any => Value::String(name.to_owned()),
            Shape::Bool => Value::Bool(true),
            Shape::Integer(_) => Value::Integer(number(&ty.constraints)),
            Shape::Float(_) if is_free(&ty.constraints) => Value::Float(1.5),
            Shape::Float(_) => Value::Float(number(&ty.constraints) as f64),
            Shape::Text(kind) => Value::String(text(kind, name).to_owned()),
            Shape::Array(array) => Value::Array(inner(array.item, name).into_iter().collect()),
            Shape::Map(map) => Value::Object(
                inner(map.value, name)
                    .map(|value| ("key".to_owned(), value))
                    .into_iter()
                    .collect(),
            ),
            Shape::Struct(shape) => {
                let mut members = IndexMap::new();
                for field in &shape.fields {
                    let value = match models::presence(self.types, ty.usage, field) {
                        ir::Presence::Required => self.field(field, depth + 1)?,
                        ir::Presence::Nullable => {
                            self.field(field, depth + 1).unwrap_or(Value::Null)
                        }
                        ir::Presence::Optional | ir::Presence::OptionalNullable => continue,
                    };
                    members.insert(field.name.clone(), value);
                }
                Value::Object(members)
            }
            Shape::Tuple(shape) => {
                let mut items = Vec::new();
                for position in &shape.positions {
                    items.push(match models::presence(self.types, ty.usage, position) {
                        ir::Presence::Required => self.field(position, depth + 1)?,
                        ir::Presence::Nullable => {
                            self.field(position, depth + 1).unwrap_or(Value::Null)
                        }
                        ir::Presence::Optional | ir::Presence::OptionalNullable => break,
                    });
                }
                Value::Array(items)
            }
            Shape::StringEnum(shape) => Value::String(shape.values.first()?.value.clone()),
            Shape::IntegerEnum(shape) => Value::Integer(shape.values.first()?.value.into()),
            Shape::Union(shape) => shape
                .variants
                .iter()
                .find_map(|variant| tagged(shape, variant, inner(variant.ty, name)?))?,
            Shape::Alias(_) => return None,
        })
    }

    fn field(&self, field: &ir::Field, depth: usize) -> Option<Value> {
        let known = field
            .constant
            .iter()
            .chain(&field.examples)
            .chain(&field.default);
        known
            .filter(|value| **value != Value::Null)
            .find_map(|value| kept(self.types, field.ty, value).ok())
            .or_else(|| {
                let value = self.value(field.ty, &field.name, depth)?;
                kept(self.types, field.ty, &value).ok()
            })
    }
}

/// The value with the tag that selects its branch, where there is one.
fn tagged(shape: &ir::Union, variant: &ir::Variant, mut value: Value) -> Option<Value> {
    let (Pick::Tag(property), Some(tag)) = (&shape.pick, variant.tags.first()) else {
        return Some(value);
    };
    let Value::Object(members) = &mut value else {
        return None;
    };
    let is_tagged = members.get(property).is_some_and(|member| match member {
        Value::String(text) => variant.tags.contains(text),
        Value::Bool(value) => variant.tags.contains(&value.to_string()),
        Value::Integer(value) => variant.tags.contains(&value.to_string()),
        _ => false,
    });
    if !is_tagged {
        members.insert(property.clone(), Value::String(tag.clone()));
    }
    Some(value)
}

/// A whole number within the bounds, 1 if it can be.
fn number(constraints: &ir::Constraints) -> i128 {
    let whole = |value: &Value| match value {
        Value::Integer(number) => *number,
        Value::Float(number) => *number as i128,
        _ => 1,
    };
    let low = constraints
        .minimum
        .as_ref()
        .map(|bound| whole(&bound.value).saturating_add(i128::from(bound.exclusive)));
    let high = constraints
        .maximum
        .as_ref()
        .map(|bound| whole(&bound.value).saturating_sub(i128::from(bound.exclusive)));
    let number = low.map_or(1, |low| low.max(1));
    high.map_or(number, |high| number.min(high))
}

fn is_free(constraints: &ir::Constraints) -> bool {
    constraints.minimum.is_none() && constraints.maximum.is_none()
}

fn text<'a>(kind: &ir::TextKind, name: &'a str) -> &'a str {
    match kind {
        ir::TextKind::DateTime => "2026-01-31T12:30:00Z",
        ir::TextKind::Date => "2026-01-31",
        ir::TextKind::Time => "12:30:00Z",
        ir::TextKind::Duration => "P1D",
        ir::TextKind::Uuid => "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ir::TextKind::Uri => "https://example.com/",
        ir::TextKind::Decimal => "1.5",
        ir::TextKind::Base64 => "AAEC",
        ir::TextKind::Json(_) => "null",
        ir::TextKind::Plain
        | ir::TextKind::Binary
        | ir::TextKind::Secret
        | ir::TextKind::Other(_) => name,
    }
}
