//! Unions: the branches with their types, and which of them convert by `From`.

use super::{UNKNOWN, label};
use crate::code::names::{Ident, Scope, Use};
use crate::code::types::Types;
use crate::code::{Seed, Type, Union, UnionVariant, docs};
use crate::ir::{self, TypeId};

pub(super) fn plan_union(
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
