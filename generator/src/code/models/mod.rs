//! The types of values on the wire: structs, enums and unions, field by field.
//!
//! Names and Rust types come in chosen from `types`; how a value is read is
//! planned, the code that reads it is not.

mod enums;
mod structs;
mod unions;
mod value_docs;

use super::names::Ident;
use super::types::Types;
use super::{Alias, Model, docs};
use crate::ir::{self, Shape, TypeId};
use enums::{plan_integer_enum, plan_string_enum};
use structs::{plan_struct, plan_tuple};
use unions::plan_union;

pub(super) use structs::presence;
pub(super) use value_docs::{tell_wire_name, value_docs};

/// Plans every model, in document order.
pub(super) fn plan_models(types: &Types<'_>) -> Vec<Model> {
    types
        .models()
        .map(|(id, ty, name)| match &ty.shape {
            Shape::Struct(shape) => Model::Struct(plan_struct(types, id, ty, name, shape)),
            Shape::Tuple(shape) => Model::Struct(plan_tuple(types, id, ty, name, shape)),
            Shape::StringEnum(shape) => {
                Model::StringEnum(plan_string_enum(types, id, ty, name, shape))
            }
            Shape::IntegerEnum(shape) => {
                Model::IntegerEnum(plan_integer_enum(types, id, ty, name, shape))
            }
            Shape::Union(shape) => Model::Union(plan_union(types, id, ty, name, shape)),
            _ => Model::Alias(plan_alias(types, id, ty, name)),
        })
        .collect()
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
