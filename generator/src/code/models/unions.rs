//! Unions: the branches with their types, and which of them convert by `From`.

use super::label;
use crate::code::names::{self, Ident, Use};
use crate::code::types::{Types, UNKNOWN};
use crate::code::{Seed, Type, Union, UnionVariant, docs};
use crate::ir::{self, TypeId};

pub(super) fn plan_union(
    types: &Types<'_>,
    id: TypeId,
    ty: &ir::Type,
    name: &Ident,
    shape: &ir::Union,
) -> Union {
    let unknown = names::ident(UNKNOWN, Use::Variant);
    let mut variants: Vec<UnionVariant> = shape
        .variants
        .iter()
        .zip(types.members(id))
        .map(|(variant, name)| {
            let bare = types.full(variant.ty);
            UnionVariant {
                name,
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
                fallback: variant.fallback,
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
