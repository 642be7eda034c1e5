//! Structs: fields with their presence, the constructor, conversions of times.

use super::label;
use super::value_docs::{tell_wire_name, value_docs};
use crate::code::names::{self, Ident, Scope, Use};
use crate::code::types::{EXTRA, FURTHER, Types};
use crate::code::{Constructor, Extra, Field, Form, Seed, Struct, Type, docs};
use crate::ir::{self, Shape, TypeId};
use crate::value::Value;

pub(super) fn plan_struct(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::Struct,
) -> Struct {
    let mut scope = Scope::default();
    let mut fields: Vec<Field> = shape
        .fields
        .iter()
        .zip(types.members(id))
        .map(|(field, name)| {
            let mut planned = plan_field(types, ty.usage, field, name);
            let name = &planned.name;
            tell_wire_name(&mut planned.docs, name, &field.name, Use::Field);
            planned
        })
        .collect();
    let extra_name = names::ident(EXTRA, Use::Field);
    for name in fields.iter().map(|field| &field.name).chain([&extra_name]) {
        scope.take(name);
    }
    // Accessors share the namespace of nothing, but a reader expects them beside the field.
    for (field, planned) in shape.fields.iter().zip(&mut fields) {
        planned.time = field
            .unix_time
            .filter(|_| planned.ty == Type::Integer("i64"))
            .map(|unit| {
                let name = names::ident(&format!("{} time", planned.name), Use::Method);
                (scope.settle(name), unit)
            });
    }
    let extra = match shape.additional {
        ir::Additional::Typed(value) => Some(Extra {
            name: extra_name,
            ty: types.full(value),
            seed: types.seed(value),
            secret: is_password(types, value),
        }),
        ir::Additional::Unspecified | ir::Additional::Denied => None,
    };
    Struct {
        name: name.clone(),
        docs: docs::lines(&ty.docs, &format!("`{}`.", label(ty))),
        deprecated: ty.docs.deprecated,
        form: Form::Members,
        extra,
        setters: ty.usage.request,
        constructor: constructor(&fields),
        has_eq: types.has_eq(id),
        wide: is_wide(&fields),
        fields,
    }
}

/// From how many fields on a struct is read in place: rustc takes longer from here on.
const WIDE: usize = 128;

/// Whether there are so many fields, all of which may be left out and have one key.
fn is_wide(fields: &[Field]) -> bool {
    let stays_away = |field: &Field| {
        let optional = matches!(
            field.presence,
            ir::Presence::Optional | ir::Presence::OptionalNullable
        );
        optional && field.aliases.is_empty()
    };
    fields.len() >= WIDE && fields.iter().all(stays_away)
}

/// A tuple as a struct whose fields have positions.
pub(super) fn plan_tuple(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::Tuple,
) -> Struct {
    let positions = shape.positions.iter().zip(types.members(id)).enumerate();
    let fields: Vec<Field> = positions
        .map(|(index, (field, name))| {
            let words = ir::Field {
                name: shape.words(index),
                ..field.clone()
            };
            let mut planned = plan_field(types, ty.usage, &words, name);
            // What tells one tuple from another is looked at, since no tag does.
            if let (Some(Value::String(text)), Type::String) = (&field.constant, &planned.ty) {
                planned.seed = Seed::This(text.clone());
            }
            planned
        })
        .collect();
    let mut lines = docs::described(&ty.docs, &format!("`{}`.", label(ty)));
    lines.own(["On the wire: an array of these in their order.".to_owned()]);
    let extra = match shape.rest {
        ir::Additional::Typed(item) => Some(Extra {
            name: names::ident(FURTHER, Use::Field),
            ty: types.full(item),
            seed: types.seed(item),
            secret: is_password(types, item),
        }),
        ir::Additional::Unspecified | ir::Additional::Denied => None,
    };
    Struct {
        name: name.clone(),
        docs: lines.finish(),
        deprecated: ty.docs.deprecated,
        form: Form::Positions,
        extra,
        setters: ty.usage.request,
        constructor: constructor(&fields),
        has_eq: types.has_eq(id),
        wide: false,
        fields,
    }
}

fn constructor(fields: &[Field]) -> Constructor {
    match fields.iter().filter(|field| field.is_asked()).count() {
        0 => Constructor::Default,
        1 => Constructor::One,
        _ => Constructor::Required,
    }
}

fn plan_field(types: &Types<'_>, usage: ir::Usage, field: &ir::Field, name: Ident) -> Field {
    let bare = types.bare(field.ty);
    let presence = presence(types, usage, field);
    let constant = field
        .constant
        .clone()
        .filter(|value| is_writable(value, &bare, presence));
    Field {
        name,
        wire: field.name.clone(),
        ty: if field.boxed {
            Type::Boxed(Box::new(bare))
        } else {
            bare
        },
        presence,
        docs: value_docs(
            types,
            &field.docs,
            field.ty,
            field.default.as_ref(),
            field.constant.as_ref(),
            &field.name,
        ),
        deprecated: field.docs.deprecated,
        constant,
        aliases: field.aliases.clone(),
        secret: field.secret || is_password(types, field.ty),
        seed: if field.boxed {
            Seed::Plain
        } else {
            types.bare_seed(field.ty)
        },
        time: None,
    }
}

/// How a struct holds a field: what the document says, seen from both directions.
pub(in crate::code) fn presence(
    types: &Types<'_>,
    usage: ir::Usage,
    field: &ir::Field,
) -> ir::Presence {
    use ir::Presence::{Nullable, Optional, OptionalNullable, Required};
    // A struct that goes both ways lacks in one of them what only the other has.
    let one_way = field.read_only && usage.request || field.write_only && usage.response;
    let presence = match field.presence() {
        Required if one_way => Optional,
        Nullable if one_way => OptionalNullable,
        presence => presence,
    };
    // Any value includes `null`, so only its absence is left to tell.
    match (types.bare(field.ty), presence) {
        (Type::Json, Nullable) => Required,
        (Type::Json, OptionalNullable) => Optional,
        (_, presence) => presence,
    }
}

/// Whether the format says that the text must not be shown.
fn is_password(types: &Types<'_>, ty: ir::TypeRef) -> bool {
    is_password_within(types, ty, DEEPEST)
}

/// How deep lists and maps are looked into; one that contains itself has no end.
const DEEPEST: usize = 8;

fn is_password_within(types: &Types<'_>, ty: ir::TypeRef, depth: usize) -> bool {
    let (id, _) = types.api().types.resolve(ty);
    match &types.api().types[id].shape {
        Shape::Text(ir::TextKind::Secret) => true,
        Shape::Array(array) if depth > 0 => is_password_within(types, array.item, depth - 1),
        Shape::Map(map) if depth > 0 => is_password_within(types, map.value, depth - 1),
        _ => false,
    }
}

/// Whether a constant can be written down as a literal of the type.
fn is_writable(value: &Value, ty: &Type, presence: ir::Presence) -> bool {
    presence == ir::Presence::Required
        && match (value, ty) {
            (Value::String(_), Type::String) | (Value::Bool(_), Type::Bool) => true,
            (Value::Integer(value), Type::Integer("i64")) => i64::try_from(*value).is_ok(),
            (Value::Integer(value), Type::Integer("i32")) => i32::try_from(*value).is_ok(),
            _ => false,
        }
}
