//! Types that contain themselves need a pointer somewhere. Lists and maps have
//! one already, and so has a branch that is an object: objects grow, and a union
//! is as large as its largest branch. Of what is left, a field or branch is
//! boxed exactly if it closes a circle.

use crate::ir::{Api, Shape, TypeId, TypeRef, Types};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

pub(super) fn insert(api: &mut Api) {
    let mut states = vec![State::New; api.types.len()];
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    let mut boxed = objects(&api.types);
    for id in ids {
        if states[id.0 as usize] == State::New {
            visit(&api.types, id, &mut states, &mut boxed);
        }
    }
    for (id, index) in boxed {
        match &mut api.types[id].shape {
            Shape::Struct(struct_) => struct_.fields[index].boxed = true,
            Shape::Tuple(tuple) => tuple.positions[index].boxed = true,
            Shape::Union(union) => union.variants[index].boxed = true,
            _ => {}
        }
    }
}

/// The branches that are objects.
fn objects(types: &Types) -> Vec<(TypeId, usize)> {
    let branches = types.iter().flat_map(|(id, ty)| match &ty.shape {
        Shape::Union(union) => (union.variants.iter().enumerate())
            .filter(|(_, variant)| is_object(types, variant.ty))
            .map(|(index, _)| (id, index))
            .collect(),
        _ => Vec::new(),
    });
    branches.collect()
}

fn is_object(types: &Types, ty: TypeRef) -> bool {
    let (id, _) = types.resolve(ty);
    matches!(types[id].shape, Shape::Struct(_) | Shape::Tuple(_))
}

/// A depth-first search with a stack of its own: circles can be long.
fn visit(types: &Types, root: TypeId, states: &mut [State], boxed: &mut Vec<(TypeId, usize)>) {
    let mut path: Vec<(TypeId, usize)> = vec![(root, 0)];
    states[root.0 as usize] = State::Open;
    while let Some((id, index)) = path.last_mut() {
        let target = match part(types, *id, *index) {
            Part::None => {
                states[id.0 as usize] = State::Done;
                path.pop();
                continue;
            }
            Part::Behind => {
                *index += 1;
                continue;
            }
            Part::Of(target) => target,
        };
        match states[target.0 as usize] {
            State::Done => *index += 1,
            State::Open => {
                boxed.push((*id, *index));
                *index += 1;
            }
            State::New => {
                *index += 1;
                states[target.0 as usize] = State::Open;
                path.push((target, 0));
            }
        }
    }
}

/// A field or branch.
enum Part {
    Of(TypeId),
    /// It is behind a pointer in any case.
    Behind,
    /// There are no more.
    None,
}

/// The type of a field or branch, by its place in the type that holds it by value.
fn part(types: &Types, id: TypeId, index: usize) -> Part {
    let ty = match &types[id].shape {
        Shape::Struct(struct_) => struct_.fields.get(index).map(|field| field.ty),
        Shape::Tuple(tuple) => tuple.positions.get(index).map(|field| field.ty),
        Shape::Union(union) => union.variants.get(index).map(|variant| variant.ty),
        _ => None,
    };
    match (ty, &types[id].shape) {
        (None, _) => Part::None,
        (Some(ty), Shape::Union(_)) if is_object(types, ty) => Part::Behind,
        (Some(ty), _) => Part::Of(types.resolve(ty).0),
    }
}
