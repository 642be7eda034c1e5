//! Anonymous types that are equal in everything but wording become one. Named
//! schemas are never merged, and anonymous ones with different titles neither.

use std::collections::HashMap;

use super::walk;
use crate::ir::equality::{fingerprint, same_type};
use crate::ir::{Api, Type, TypeId};

pub(super) fn merge(api: &mut Api) {
    let mut kept: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    // Merging two types can make those that contain them equal. Most types come
    // after those they contain, so the first round does nearly all.
    while merge_once(api, &mut kept) {}
    walk::change_all_uses(api, |ty| ty.id = end(&kept, ty.id));
}

fn merge_once(api: &mut Api, kept: &mut [TypeId]) -> bool {
    let mut known: HashMap<u64, Vec<TypeId>> = HashMap::new();
    let mut merged = false;
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        if kept[id.0 as usize] != id {
            continue;
        }
        walk::change_uses(&mut api.types[id].shape, |ty| ty.id = end(kept, ty.id));
        let ty = &api.types[id];
        if ty.is_component() {
            continue;
        }
        let candidates = known
            .entry(fingerprint(&ty.shape, &ty.constraints))
            .or_default();
        let first = candidates
            .iter()
            .copied()
            .find(|first| same(&api.types[*first], ty));
        match first {
            None => candidates.push(id),
            Some(first) => {
                kept[id.0 as usize] = first;
                merged = true;
                note(api, first, id);
            }
        }
    }
    merged
}

/// The type that is kept in the place of another.
fn end(kept: &[TypeId], mut id: TypeId) -> TypeId {
    while kept[id.0 as usize] != id {
        id = kept[id.0 as usize];
    }
    id
}

/// Remembers where a type was seen besides.
fn note(api: &mut Api, first: TypeId, other: TypeId) {
    let other = &api.types[other];
    if !is_worth_a_note(other) {
        return;
    }
    let places: Vec<_> = std::iter::once(&other.pointer)
        .chain(&other.also)
        .cloned()
        .collect();
    let first = &mut api.types[first];
    for place in places {
        if first.pointer != place && !first.also.contains(&place) {
            first.also.push(place);
        }
    }
}

fn same(one: &Type, other: &Type) -> bool {
    one.label == other.label && same_type(one, other)
}

/// Whether the type will have a name, so that its places matter.
fn is_worth_a_note(ty: &Type) -> bool {
    use crate::ir::Shape;
    matches!(
        ty.shape,
        Shape::Struct(_)
            | Shape::Tuple(_)
            | Shape::StringEnum(_)
            | Shape::IntegerEnum(_)
            | Shape::Union(_)
    )
}
