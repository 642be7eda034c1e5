//! Only named schemas are aliases in the end: an anonymous one is replaced by
//! what it stands for, and a name for an anonymous type becomes that type.

use super::walk;
use crate::ir::{Api, Docs, Shape, TypeRef, Types};

pub(super) fn shorten(api: &mut Api) {
    let ends: Vec<TypeRef> = api
        .types
        .iter()
        .map(|(id, _)| {
            end(
                &api.types,
                TypeRef {
                    id,
                    nullable: false,
                },
            )
        })
        .collect();
    walk::change_all_uses(api, |ty| {
        let end = ends[ty.id.0 as usize];
        *ty = TypeRef {
            id: end.id,
            nullable: ty.nullable || end.nullable,
        };
    });
    let ids: Vec<_> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Alias(target) = api.types[id].shape else {
            continue;
        };
        let ty = &api.types[target.id];
        if ty.is_component() || !api.types[id].is_component() {
            continue;
        }
        let (shape, constraints, docs) =
            (ty.shape.clone(), ty.constraints.clone(), ty.docs.clone());
        let named = &mut api.types[id];
        (named.shape, named.constraints) = (shape, constraints);
        if named.docs == Docs::default() {
            named.docs = docs;
        }
    }
}

/// The type behind anonymous aliases.
fn end(types: &Types, mut ty: TypeRef) -> TypeRef {
    for _ in 0..types.len() {
        let Shape::Alias(next) = types[ty.id].shape else {
            break;
        };
        if types[ty.id].is_component() {
            break;
        }
        ty = TypeRef {
            id: next.id,
            nullable: ty.nullable || next.nullable,
        };
    }
    ty
}
