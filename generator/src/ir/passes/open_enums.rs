//! String enums keep values they do not know, all but those that serve as the
//! tag of a union and as nothing else.

use std::collections::HashSet;

use crate::ir::{Api, Pick, Shape, TypeId, Types, Union};

use super::walk;

pub(super) fn open(api: &mut Api) {
    let tags = tag_fields(&api.types);
    let closed = only_tags(api, &tags);
    for (id, ty) in api.types.iter_mut().enumerate() {
        if let Shape::StringEnum(enum_) = &mut ty.shape {
            enum_.open = !closed.contains(&TypeId(id as u32));
        }
    }
}

/// The structs and their properties that are tags of a union.
fn tag_fields(types: &Types) -> HashSet<(TypeId, String)> {
    let mut fields = HashSet::new();
    for (_, ty) in types.iter() {
        if let Shape::Union(Union {
            pick: Pick::Tag(property),
            variants,
        }) = &ty.shape
        {
            for variant in variants.iter().filter(|variant| !variant.tags.is_empty()) {
                fields.insert((types.resolve(variant.ty).0, property.clone()));
            }
        }
    }
    fields
}

/// The enums that are used by tags only.
fn only_tags(api: &Api, tags: &HashSet<(TypeId, String)>) -> HashSet<TypeId> {
    let mut closed = HashSet::new();
    let mut open: HashSet<TypeId> = walk::sent(api)
        .into_iter()
        .chain(walk::received(api))
        .collect();
    for (id, ty) in api.types.iter() {
        let Shape::Struct(struct_) = &ty.shape else {
            ty.shape.uses(|ty| {
                open.insert(api.types.resolve(ty).0);
            });
            continue;
        };
        for field in &struct_.fields {
            let target = api.types.resolve(field.ty).0;
            if tags.contains(&(id, field.name.clone())) {
                closed.insert(target);
            } else {
                open.insert(target);
            }
        }
    }
    closed.difference(&open).copied().collect()
}
