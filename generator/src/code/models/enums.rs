//! Enums of texts and of whole numbers: the known values, and the variant for all others.

use super::{UNKNOWN, label};
use crate::code::names::{Ident, Scope, Use};
use crate::code::{EnumVariant, IntegerEnum, StringEnum, docs};
use crate::ir;

pub(super) fn plan_string_enum(ty: &ir::Type, name: &Ident, shape: &ir::StringEnum) -> StringEnum {
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

pub(super) fn plan_integer_enum(
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::IntegerEnum,
) -> IntegerEnum {
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
