//! What the models keep of a value: the same rules as in their impls of serde, over the API.
//!
//! A value of the document and the type it stands at come in. What comes out is
//! the value as it would be written again, or why it could not be read.

use std::collections::HashMap;
use std::fmt;

use indexmap::IndexMap;

use crate::code::JsonKind;
use crate::code::models;
use crate::code::types::Types;
use crate::ir::{self, Additional, Pick, Shape, TypeId, TypeRef};
use crate::value::Value;

/// How many unions may be inside each other on the way to a value.
const MAX_UNIONS: usize = 64;

/// Why a value cannot be read as its type.
#[derive(Clone, Debug)]
pub(in crate::code) struct Misfit {
    /// Where in the value: `/items/0/id`, empty for the whole.
    place: String,
    what: String,
}

impl Misfit {
    fn new(what: impl Into<String>) -> Self {
        Self {
            place: String::new(),
            what: what.into(),
        }
    }

    fn inside(mut self, key: &str) -> Self {
        self.place = format!("/{key}{}", self.place);
        self
    }
}

// `/items/0/id is a string, and must be an integer`
impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(formatter, "it {}", self.what)
        } else {
            write!(formatter, "`{}` {}", self.place, self.what)
        }
    }
}

/// The value as a model writes it after reading it.
///
/// # Errors
/// Says why the model refuses it.
pub(in crate::code) fn kept(
    types: &Types<'_>,
    ty: TypeRef,
    value: &Value,
) -> Result<Value, Misfit> {
    let mut keeper = Keeper {
        types,
        unions: HashMap::new(),
        open: 0,
    };
    keeper.kept(ty, value)
}

/// Whether two values mean the same: members in any order, numbers by their value.
pub(in crate::code) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Integer(one), Value::Float(other)) | (Value::Float(other), Value::Integer(one)) => {
            *one as f64 == *other
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => one == other,
    }
}

/// What a value of the shape is, for messages.
fn name_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Alias(_) => "any value",
        Shape::Bool => "a boolean",
        Shape::Integer(_) | Shape::IntegerEnum(_) => "an integer",
        Shape::Float(_) => "a number",
        Shape::Text(_) | Shape::StringEnum(_) => "a string",
        Shape::Array(_) | Shape::Tuple(_) => "an array",
        Shape::Map(_) | Shape::Struct(_) => "an object",
        Shape::Union(_) => "one of several types",
    }
}

/// A number without a fraction, also if it is written with one of zero.
fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Float(number) if number.fract() == 0.0 => Some(*number as i128),
        _ => None,
    }
}

fn kept_integer(kind: ir::IntegerKind, number: i128) -> Result<Value, Misfit> {
    if fits(kind, number) {
        Ok(Value::Integer(number))
    } else {
        Err(Misfit::new("is out of the range of its type"))
    }
}

fn fits(kind: ir::IntegerKind, number: i128) -> bool {
    let (low, high) = kind.range();
    (low..=high).contains(&number)
}

/// A value of an example, gone through.
struct Keeper<'a> {
    types: &'a Types<'a>,
    /// What the unions made of the values so far. Branches have branches and members in
    /// common, so without it the work would double with every union inside a union.
    unions: HashMap<(*const Value, TypeId), Result<Value, Misfit>>,
    /// How many unions the value at hand is in.
    open: usize,
}

impl<'a> Keeper<'a> {
    fn kept(&mut self, ty: TypeRef, value: &Value) -> Result<Value, Misfit> {
        let types = &self.types.api().types;
        let (id, nullable) = types.resolve(ty);
        let shape = &types[id].shape;
        let misfit = || {
            Misfit::new(format!(
                "is {}, and must be {}",
                value.kind(),
                name_of(shape)
            ))
        };
        match (shape, value) {
            (_, Value::Float(number)) if !number.is_finite() => Err(misfit()),
            (Shape::Any | Shape::Alias(_), _) => Ok(value.clone()),
            (_, Value::Null) if nullable => Ok(Value::Null),
            (_, Value::Null) => Err(misfit()),
            (Shape::Bool, Value::Bool(_))
            | (Shape::Float(_), Value::Float(_))
            | (Shape::Text(_), Value::String(_)) => Ok(value.clone()),
            (Shape::Float(ir::FloatKind::Exact), Value::Integer(_)) => Ok(value.clone()),
            (Shape::Float(_), Value::Integer(number)) => Ok(Value::Float(*number as f64)),
            (Shape::Integer(kind), number) => {
                kept_integer(*kind, whole(number).ok_or_else(misfit)?)
            }
            (Shape::IntegerEnum(_), number) => {
                kept_integer(ir::IntegerKind::I64, whole(number).ok_or_else(misfit)?)
            }
            (Shape::StringEnum(shape), Value::String(text)) => {
                let is_known = shape.values.iter().any(|known| known.value == *text);
                if shape.open || is_known {
                    Ok(value.clone())
                } else {
                    Err(Misfit::new("is none of the values that it can have"))
                }
            }
            (Shape::Array(array), Value::Array(items)) => {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(index, item)| self.member(array.item, item, &index.to_string()));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            (Shape::Tuple(shape), Value::Array(items)) => self.kept_tuple(id, shape, items),
            (Shape::Map(map), Value::Object(members)) => {
                let members = members
                    .iter()
                    .map(|(key, member)| Ok((key.clone(), self.member(map.value, member, key)?)));
                members.collect::<Result<_, _>>().map(Value::Object)
            }
            (Shape::Struct(shape), Value::Object(members)) => self.kept_struct(id, shape, members),
            (Shape::Union(_), _) if self.open == MAX_UNIONS => {
                Err(Misfit::new("is in too many unions to be looked at"))
            }
            (Shape::Union(shape), _) => {
                let place = (std::ptr::from_ref(value), id);
                if let Some(known) = self.unions.get(&place) {
                    return known.clone();
                }
                // A union that is a branch of itself has nothing to add.
                self.unions.insert(place, Err(misfit()));
                self.open += 1;
                let kept = self.kept_union(shape, value);
                self.open -= 1;
                self.unions.insert(place, kept.clone());
                kept
            }
            _ => Err(misfit()),
        }
    }

    fn member(&mut self, ty: TypeRef, value: &Value, key: &str) -> Result<Value, Misfit> {
        self.kept(ty, value).map_err(|misfit| misfit.inside(key))
    }

    fn kept_struct(
        &mut self,
        id: TypeId,
        shape: &ir::Struct,
        members: &IndexMap<String, Value>,
    ) -> Result<Value, Misfit> {
        let usage = self.types.api().types[id].usage;
        let mut kept = IndexMap::new();
        for field in &shape.fields {
            let names = std::iter::once(&field.name).chain(&field.aliases);
            let found = names.filter_map(|name| members.get(name)).next();
            let value = match (models::presence(self.types, usage, field), found) {
                (ir::Presence::Required, None) => {
                    return Err(Misfit::new("is missing").inside(&field.name));
                }
                (ir::Presence::Nullable, None | Some(Value::Null))
                | (ir::Presence::OptionalNullable, Some(Value::Null)) => Value::Null,
                (_, None) => continue,
                (presence, Some(value)) => match self.member(field.ty, value, &field.name) {
                    // An optional value that is not nullable is tolerated as null, and left out.
                    Err(_) if presence == ir::Presence::Optional && *value == Value::Null => {
                        continue;
                    }
                    kept => kept?,
                },
            };
            kept.insert(field.name.clone(), value);
        }
        if let Additional::Typed(ty) = shape.additional {
            let is_named = |key: &String| {
                let mut fields = shape.fields.iter();
                fields.any(|field| field.name == *key || field.aliases.contains(key))
            };
            for (key, value) in members.iter().filter(|(key, _)| !is_named(key)) {
                kept.insert(key.clone(), self.member(ty, value, key)?);
            }
        }
        Ok(Value::Object(kept))
    }

    fn kept_tuple(
        &mut self,
        id: TypeId,
        shape: &ir::Tuple,
        items: &[Value],
    ) -> Result<Value, Misfit> {
        let usage = self.types.api().types[id].usage;
        let mut kept = Vec::new();
        for (index, position) in shape.positions.iter().enumerate() {
            let item = items.get(index);
            kept.push(
                match (models::presence(self.types, usage, position), item) {
                    (ir::Presence::Required | ir::Presence::Nullable, None) => {
                        return Err(Misfit::new("is missing").inside(&position.name));
                    }
                    (_, None) => break,
                    (
                        ir::Presence::Nullable | ir::Presence::OptionalNullable,
                        Some(Value::Null),
                    ) => Value::Null,
                    (_, Some(item)) => self.member(position.ty, item, &position.name)?,
                },
            );
            if let (Some(Value::String(constant)), Some(Value::String(text))) =
                (&position.constant, item)
                && constant != text
            {
                return Err(Misfit::new("is another text").inside(&position.name));
            }
        }
        if let Additional::Typed(ty) = shape.rest {
            let rest = items.iter().enumerate().skip(shape.positions.len());
            for (index, item) in rest {
                kept.push(self.member(ty, item, &index.to_string())?);
            }
        }
        Ok(Value::Array(kept))
    }

    /// A value of no branch is kept as it is.
    fn kept_union(&mut self, shape: &ir::Union, value: &Value) -> Result<Value, Misfit> {
        let types = self.types;
        let mut branch = |variant: &ir::Variant| self.kept(variant.ty, value);
        let mut may_be = |variant: &ir::Variant| branch(variant).ok();
        let variants = shape.variants.iter();
        let found = match &shape.pick {
            Pick::Tag(property) => {
                if let Some(tag) = value.get(property).and_then(tag_text)
                    && let Some(variant) = shape.variants.iter().find(|one| one.tags.contains(&tag))
                {
                    return branch(variant);
                }
                let untagged = variants.filter(|one| one.tags.is_empty() || one.fallback);
                first_or_whole(untagged.filter_map(may_be), value)
            }
            Pick::Kind => {
                let kind = kind_of(value);
                for variant in variants {
                    let kinds = types.kinds(variant.ty);
                    let number =
                        kind == Some(JsonKind::Integer) && kinds.contains(&JsonKind::Number);
                    if kind.is_some_and(|kind| kinds.contains(&kind)) || number {
                        return branch(variant);
                    }
                    if kinds.is_empty()
                        && let Some(kept) = may_be(variant)
                    {
                        return Ok(kept);
                    }
                }
                None
            }
            Pick::Keys(keys) => variants
                .zip(keys)
                .filter(|(_, keys)| keys.iter().all(|key| value.get(key).is_some()))
                .find_map(|(variant, _)| may_be(variant)),
            Pick::Order => first_or_whole(variants.filter_map(may_be), value),
        };
        Ok(found.unwrap_or_else(|| value.clone()))
    }
}

/// A branch that keeps all of a value comes before the first that decodes.
fn first_or_whole(kept: impl Iterator<Item = Value>, value: &Value) -> Option<Value> {
    let mut first = None;
    for kept in kept {
        if kept == *value {
            return Some(kept);
        }
        first.get_or_insert(kept);
    }
    first
}

/// The text of a tag as the runtime compares it.
fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        number => whole(number).map(|number| number.to_string()),
    }
}

fn kind_of(value: &Value) -> Option<JsonKind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(JsonKind::Bool),
        Value::Integer(_) => Some(JsonKind::Integer),
        Value::Float(number) if number.fract() == 0.0 => Some(JsonKind::Integer),
        Value::Float(_) => Some(JsonKind::Number),
        Value::String(_) => Some(JsonKind::String),
        Value::Array(_) => Some(JsonKind::Array),
        Value::Object(_) => Some(JsonKind::Object),
    }
}
