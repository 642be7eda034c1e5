//! `anyOf` of objects: a value may be of several branches at a time, with the members of each.
//!
//! Such a union gets one more branch, which has the members of all: the values that no other branch
//! keeps as a whole are kept there. Where a tag tells the branches apart there are none.

use crate::ir::{
    Additional, Api, Field, IntegerKind, Pick, Shape, Struct, TextKind, Type, TypeId, TypeRef,
    Types, Union, Variant,
};

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
        let Some(shape) = joined(&mut api.types, &union) else {
            continue;
        };
        let pointer = api.types[id].pointer.child("anyOf").child("*");
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
fn joined(types: &mut Types, union: &Union) -> Option<Shape> {
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
            Some(known) => join(types, known, field),
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
fn join(types: &mut Types, known: &mut Field, other: &Field) {
    let nullable = known.ty.nullable || other.ty.nullable;
    let (one, two) = (types.resolve(known.ty).0, types.resolve(other.ty).0);
    let is_secret = |id: TypeId| matches!(types[id].shape, Shape::Text(TextKind::Secret));
    known.secret |= other.secret || is_secret(one) || is_secret(two);
    if one != two && types[one].shape != types[two].shape {
        let shape = wider(&types[one].shape, &types[two].shape);
        known.ty.id = types.push(Type::new(shape, known.pointer.clone()));
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

/// What takes the values of both.
fn wider(one: &Shape, two: &Shape) -> Shape {
    let is_text = |shape: &Shape| matches!(shape, Shape::Text(_) | Shape::StringEnum(_));
    let is_whole = |shape: &Shape| matches!(shape, Shape::Integer(_) | Shape::IntegerEnum(_));
    match (one, two) {
        (one, two) if is_text(one) && is_text(two) => Shape::Text(TextKind::Plain),
        (one, two) if is_whole(one) && is_whole(two) => Shape::Integer(IntegerKind::I64),
        _ => Shape::Any,
    }
}
