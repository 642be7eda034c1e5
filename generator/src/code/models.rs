//! The types of values on the wire: structs, enums and unions, field by field.

use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{
    Alias, Constructor, EnumVariant, Extra, Field, IntegerEnum, Model, Seed, StringEnum, Struct,
    Type, Union, UnionVariant, docs,
};
use crate::ir::{self, Shape, TypeId};
use crate::value::Value;

/// The variant for values that the document does not list. It is named before
/// all others, so that a new value never renames it.
const UNKNOWN: &str = "Unrecognized";

/// Plans every model, in document order.
pub(super) fn plan_models(types: &Types<'_>) -> Vec<Model> {
    types
        .models()
        .map(|(id, ty, name)| match &ty.shape {
            Shape::Struct(shape) => Model::Struct(plan_struct(types, id, ty, name, shape)),
            Shape::StringEnum(shape) => Model::StringEnum(plan_string_enum(ty, name, shape)),
            Shape::IntegerEnum(shape) => Model::IntegerEnum(plan_integer_enum(ty, name, shape)),
            Shape::Union(shape) => Model::Union(plan_union(types, id, ty, name, shape)),
            _ => Model::Alias(plan_alias(types, id, ty, name)),
        })
        .collect()
}

fn plan_struct(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::Struct,
) -> Struct {
    let mut scope = Scope::default();
    // The variables stand beside those of the template that reads the struct.
    let mut slots = Scope::default();
    for taken in ["map", "key"] {
        slots.take(&names::ident(taken, Use::Field));
    }
    let mut fields: Vec<Field> = shape
        .fields
        .iter()
        .map(|field| plan_field(types, ty.usage, field, &mut scope, &mut slots))
        .collect();
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
            name: scope.name("additional_properties", Use::Field),
            ty: types.full(value),
            seed: types.seed(value),
            slot: slots.name("additional_properties", Use::Field),
        }),
        ir::Additional::Unspecified | ir::Additional::Denied => None,
    };
    let asked = fields.iter().filter(|field| field.is_asked()).count();
    Struct {
        name: name.clone(),
        docs: docs::lines(&ty.docs, &format!("`{}`.", label(ty))),
        deprecated: ty.docs.deprecated,
        extra,
        setters: ty.usage.request,
        constructor: match asked {
            0 => Constructor::Default,
            1 => Constructor::One,
            _ => Constructor::Required,
        },
        has_eq: types.has_eq(id),
        fields,
    }
}

/// How a struct holds a field: what the document says, seen from both directions.
pub(super) fn presence(types: &Types<'_>, usage: ir::Usage, field: &ir::Field) -> ir::Presence {
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

fn plan_field(
    types: &Types<'_>,
    usage: ir::Usage,
    field: &ir::Field,
    scope: &mut Scope,
    slots: &mut Scope,
) -> Field {
    let bare = types.bare(field.ty);
    let presence = presence(types, usage, field);
    let constant = field
        .constant
        .clone()
        .filter(|value| is_writable(value, &bare, presence));
    Field {
        name: scope.name(&field.name, Use::Field),
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
        slot: slots.name(&field.name, Use::Field),
        time: None,
    }
}

/// Whether the format says that the text must not be shown.
fn is_password(types: &Types<'_>, ty: ir::TypeRef) -> bool {
    let (id, _) = types.api().types.resolve(ty);
    matches!(
        types.api().types[id].shape,
        Shape::Text(ir::TextKind::Secret)
    )
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

/// The documentation of a field or parameter: what the document says, then what it demands.
pub(super) fn value_docs(
    types: &Types<'_>,
    docs: &ir::Docs,
    ty: ir::TypeRef,
    default: Option<&Value>,
    constant: Option<&Value>,
    name: &str,
) -> Vec<String> {
    let api = types.api();
    let (id, _) = api.types.resolve(ty);
    let own = &api.types[ty.id].docs;
    let fallback = if own.description.is_some() || own.summary.is_some() {
        own
    } else {
        &api.types[id].docs
    };
    let source = if docs.description.is_some() || docs.summary.is_some() {
        docs
    } else {
        fallback
    };
    let mut lines = docs::described(source, &format!("`{name}`."));
    let mut demands: Vec<String> = docs::constraints(&api.types[id].constraints)
        .into_iter()
        .collect();
    if let Some(value) = constant {
        demands.push(format!("Always {}.", docs::code_span(&docs::plain(value))));
    }
    if let Some(value) = default {
        demands.push(format!(
            "Default: {}.",
            docs::code_span(&docs::plain(value))
        ));
    }
    if !demands.is_empty() {
        lines.own(demands);
    }
    lines.finish()
}

fn plan_string_enum(ty: &ir::Type, name: &Ident, shape: &ir::StringEnum) -> StringEnum {
    let mut scope = Scope::default();
    let unknown = shape.open.then(|| scope.name(UNKNOWN, Use::Variant));
    let variants = shape
        .values
        .iter()
        .map(|value| EnumVariant {
            name: scope.name(value.name.as_deref().unwrap_or(&value.value), Use::Variant),
            wire: value.value.clone(),
            docs: variant_docs(value.description.as_deref(), &value.value),
        })
        .collect();
    StringEnum {
        name: name.clone(),
        docs: docs::lines(&ty.docs, &format!("`{}`.", label(ty))),
        deprecated: ty.docs.deprecated,
        variants,
        unknown,
    }
}

fn plan_integer_enum(ty: &ir::Type, name: &Ident, shape: &ir::IntegerEnum) -> IntegerEnum {
    let mut scope = Scope::default();
    let unknown = scope.name(UNKNOWN, Use::Variant);
    let variants = shape
        .values
        .iter()
        .map(|value| {
            let wire = value.value.to_string();
            EnumVariant {
                name: scope.name(value.name.as_deref().unwrap_or(&wire), Use::Variant),
                wire: value.value,
                docs: variant_docs(value.description.as_deref(), &wire),
            }
        })
        .collect();
    IntegerEnum {
        name: name.clone(),
        docs: docs::lines(&ty.docs, &format!("`{}`.", label(ty))),
        deprecated: ty.docs.deprecated,
        variants,
        unknown,
    }
}

fn variant_docs(description: Option<&str>, wire: &str) -> Vec<String> {
    let mut lines = docs::Lines::default();
    if let Some(text) = description {
        lines.text(&docs::sentence(text));
    }
    lines.own([match wire {
        "" => "On the wire: the empty text.".to_owned(),
        wire => format!("On the wire: {}.", docs::code_span(wire)),
    }]);
    lines.finish()
}

fn plan_union(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::Union,
) -> Union {
    let mut scope = Scope::default();
    let unknown = scope.name(UNKNOWN, Use::Variant);
    let mut variants: Vec<UnionVariant> = shape
        .variants
        .iter()
        .map(|variant| {
            let bare = types.full(variant.ty);
            UnionVariant {
                name: scope.name(&variant.label, Use::Variant),
                docs: docs::lines(
                    &types.api().types[variant.ty.id].docs,
                    &format!("A value of the form `{}`.", variant.label),
                ),
                ty: if variant.boxed {
                    Type::Boxed(Box::new(bare))
                } else {
                    bare
                },
                seed: if variant.boxed {
                    Seed::Plain
                } else {
                    types.seed(variant.ty)
                },
                kinds: types.kinds(variant.ty),
                tags: variant.tags.clone(),
                from: true,
            }
        })
        .collect();
    for index in 0..variants.len() {
        let ty = &variants[index].ty;
        let is_only = variants
            .iter()
            .enumerate()
            .all(|(other, variant)| other == index || variant.ty != *ty);
        // The variant for unknown values is raw JSON, which has its own `From`.
        variants[index].from = is_only && *ty != Type::Json;
    }
    Union {
        name: name.clone(),
        docs: docs::lines(&ty.docs, &format!("`{}`.", label(ty))),
        deprecated: ty.docs.deprecated,
        variants,
        pick: shape.pick.clone(),
        unknown,
        has_eq: types.has_eq(id),
    }
}

fn plan_alias(types: &Types<'_>, id: TypeId, ty: &ir::Type, name: &Ident) -> Alias {
    let mut lines = docs::described(&ty.docs, &format!("`{}`.", label(ty)));
    if let Some(demands) = docs::constraints(&ty.constraints) {
        lines.own([demands]);
    }
    Alias {
        name: name.clone(),
        docs: lines.finish(),
        ty: types.full(ir::TypeRef {
            id,
            nullable: false,
        }),
    }
}

fn label(ty: &ir::Type) -> &str {
    ty.label
        .as_ref()
        .map_or("value", |label| label.words.as_str())
}
