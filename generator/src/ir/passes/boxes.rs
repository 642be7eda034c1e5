//! Types that contain themselves need a pointer somewhere. Lists and maps have
//! one already; of what is left, a field or branch is boxed exactly if it
//! closes a circle.

use crate::ir::{Api, Shape, TypeId, Types};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

pub(super) fn insert(api: &mut Api) {
    let mut states = vec![State::New; api.types.len()];
    let mut boxed: Vec<(TypeId, usize)> = Vec::new();
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
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

/// A depth-first search with a stack of its own: circles can be long.
fn visit(types: &Types, root: TypeId, states: &mut [State], boxed: &mut Vec<(TypeId, usize)>) {
    let mut path: Vec<(TypeId, usize)> = vec![(root, 0)];
    states[root.0 as usize] = State::Open;
    while let Some((id, index)) = path.last_mut() {
        let Some(target) = part(types, *id, *index) else {
            states[id.0 as usize] = State::Done;
            path.pop();
            continue;
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

/// The type of a field or branch, by its place in the type that holds it by value.
fn part(types: &Types, id: TypeId, index: usize) -> Option<TypeId> {
    let ty = match &types[id].shape {
        Shape::Struct(struct_) => struct_.fields.get(index)?.ty,
        Shape::Tuple(tuple) => tuple.positions.get(index)?.ty,
        Shape::Union(union) => union.variants.get(index)?.ty,
        _ => return None,
    };
    Some(types.resolve(ty).0)
}
