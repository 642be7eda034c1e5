//! Enums of texts and of whole numbers: the known values, and the variant for all others.

use super::label;
use crate::code::names::{self, Ident, Use};
use crate::code::types::{Types, UNKNOWN};
use crate::code::{EnumVariant, IntegerEnum, StringEnum, docs};
use crate::ir::{self, TypeId};

pub(super) fn plan_string_enum(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::StringEnum,
) -> StringEnum {
    let unknown = shape.open.then(|| names::ident(UNKNOWN, Use::Variant));
    let variants = shape
        .values
        .iter()
        .zip(types.members(id))
        .map(|(value, name)| {
            let documented = !shape.open || !stands_in_docs(&value.value);
            let description = value.description.as_deref();
            EnumVariant {
                name,
                wire: value.value.clone(),
                docs: match documented {
                    true => variant_docs(description, &value.value),
                    false => described(description).finish(),
                },
                documented,
            }
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
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::IntegerEnum,
) -> IntegerEnum {
    let unknown = names::ident(UNKNOWN, Use::Variant);
    let variants = shape
        .values
        .iter()
        .zip(types.members(id))
        .map(|(value, name)| {
            let wire = value.value.to_string();
            EnumVariant {
                name,
                wire: value.value,
                docs: variant_docs(value.description.as_deref(), &wire),
                documented: true,
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

/// Whether a macro, which cannot look into a text, may put it between two backticks.
fn stands_in_docs(wire: &str) -> bool {
    let is_plain = |char: char| !char.is_control() && char != '`';
    !wire.is_empty() && wire.trim() == wire && wire.chars().all(is_plain)
}

fn described(description: Option<&str>) -> docs::Lines {
    let mut lines = docs::Lines::default();
    if let Some(text) = description {
        lines.text(&docs::sentence(text));
    }
    lines
}

fn variant_docs(description: Option<&str>, wire: &str) -> Vec<String> {
    let mut lines = described(description);
    lines.own([match wire {
        "" => "On the wire: the empty text.".to_owned(),
        wire => format!("On the wire: {}.", docs::code_span(wire)),
    }]);
    lines.finish()
}
