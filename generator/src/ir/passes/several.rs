//! `anyOf` of objects: a value may be of several branches at a time, with the members of each.
//!
//! Such a union gets one more branch, which has the members of all: the values that no other branch
//! keeps as a whole are kept there. Where a tag tells the branches apart there are none.

use super::plain_unions;
use crate::diagnostic::Pointer;
use crate::ir::{
    Additional, Api, Field, Pick, Shape, Struct, TextKind, Type, TypeId, TypeRef, Types, Union,
    Variant,
};

/// Where the branch would stand among the others.
const JOINED: &str = "*";

/// Whether a type is that of a member of such a branch, which has no place in the document.
pub(super) fn is_of_joined(ty: &Type) -> bool {
    ty.pointer.as_str().split('/').any(|token| token == JOINED)
}

/// A branch with more members than this helps nobody.
const MOST_FIELDS: usize = 256;

pub(super) fn add(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Union(union) = &api.types[id].shape else {
            continue;
        };
        if union.pick != Pick::Order || !union.variants.iter().all(is_of_any_of) {
            continue;
        }
        let union = union.clone();
        let pointer = api.types[id].pointer.child("anyOf").child(JOINED);
        let Some(shape) = joined(&mut api.types, &union, &pointer) else {
            continue;
        };
        let ty = TypeRef {
            id: api.types.push(Type::new(shape, pointer.clone())),
            nullable: false,
        };
        let Shape::Union(union) = &mut api.types[id].shape else {
            continue;
        };
        union.variants.push(Variant {
            ty,
            tags: Vec::new(),
            label: "several".to_owned(),
            boxed: false,
            fallback: false,
            several: true,
            pointer,
        });
    }
}

fn is_of_any_of(variant: &Variant) -> bool {
    let parent = variant.pointer.as_str().rsplit('/').nth(1);
    parent == Some("anyOf")
}

/// The members of all branches that are structs; none if one of these has them already.
fn joined(types: &mut Types, union: &Union, pointer: &Pointer) -> Option<Shape> {
    let structs: Vec<Struct> = union
        .variants
        .iter()
        .filter_map(|variant| match &types[types.resolve(variant.ty).0].shape {
            Shape::Struct(struct_) => Some(struct_.clone()),
            _ => None,
        })
        .collect();
    if structs.len() < 2 {
        return None;
    }
    let mut fields: Vec<Field> = Vec::new();
    for field in structs.iter().flat_map(|struct_| &struct_.fields) {
        match fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => {
                let place = pointer.child("properties").child(&field.name);
                join(types, known, field, place);
            }
            None => fields.push(field.clone()),
        }
    }
    let has_all = |struct_: &Struct| struct_.fields.len() == fields.len();
    if fields.len() > MOST_FIELDS || structs.iter().any(has_all) {
        return None;
    }
    for field in &mut fields {
        let needs_it = |struct_: &Struct| {
            let mut own = struct_.fields.iter();
            own.any(|own| own.name == field.name && own.required)
        };
        field.required = structs.iter().all(needs_it);
    }
    let typed = structs.iter().find_map(|struct_| match struct_.additional {
        Additional::Typed(ty) => Some(ty),
        Additional::Unspecified | Additional::Denied => None,
    });
    Some(Shape::Struct(Struct {
        fields,
        additional: typed.map_or(Additional::Unspecified, Additional::Typed),
    }))
}

/// Makes a member fit what it is in another branch, too.
fn join(types: &mut Types, known: &mut Field, other: &Field, place: Pointer) {
    let nullable = known.ty.nullable || other.ty.nullable;
    let (one, two) = (types.resolve(known.ty).0, types.resolve(other.ty).0);
    let is_secret = |id: TypeId| matches!(types[id].shape, Shape::Text(TextKind::Secret));
    known.secret |= other.secret || is_secret(one) || is_secret(two);
    if one != two && types[one].shape != types[two].shape {
        known.ty.id = wider(types, known, other, place);
        known.unix_time = None;
    }
    known.ty.nullable = nullable;
    if known.constant != other.constant {
        known.constant = None;
    }
    if known.default != other.default {
        known.default = None;
    }
}

/// A type that takes the values of both: a union, unless there is one type for them.
fn wider(types: &mut Types, one: &Field, two: &Field, place: Pointer) -> TypeId {
    let id_of = |field: &Field| types.resolve(field.ty).0;
    let ids = [id_of(one), id_of(two)];
    if let Some(any) = ids.into_iter().find(|id| types[*id].shape == Shape::Any) {
        return any;
    }
    let variants = [one, two].map(|field| Variant {
        ty: TypeRef {
            nullable: false,
            ..field.ty
        },
        tags: Vec::new(),
        label: String::new(),
        boxed: false,
        fallback: false,
        several: false,
        pointer: field.pointer.clone(),
    });
    let union = Union {
        variants: variants.to_vec(),
        pick: Pick::Order,
    };
    let id = types.push(Type::new(Shape::Union(union.clone()), place));
    if let Some(shape) = plain_unions::simpler(types, id, &union) {
        types[id].shape = shape;
    }
    id
}
