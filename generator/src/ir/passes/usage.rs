//! Who sends values of a type: the client, the service, or both.

use super::walk;
use crate::ir::{Api, Shape, TypeId, Types, Usage};

pub(super) fn mark(api: &mut Api) {
    let sent = closure(&api.types, walk::sent(api), |field| !field.read_only);
    let received = closure(&api.types, walk::received(api), |field| !field.write_only);
    for (ty, (request, response)) in api.types.iter_mut().zip(sent.into_iter().zip(received)) {
        ty.usage = Usage { request, response };
    }
}

/// The types inside of `roots`, by way of the fields that `keep` keeps.
fn closure(types: &Types, roots: Vec<TypeId>, keep: fn(&crate::ir::Field) -> bool) -> Vec<bool> {
    let mut reached = vec![false; types.len()];
    let mut next = roots;
    while let Some(id) = next.pop() {
        if std::mem::replace(&mut reached[id.0 as usize], true) {
            continue;
        }
        if let Shape::Struct(struct_) = &types[id].shape {
            next.extend(
                struct_
                    .fields
                    .iter()
                    .filter(|field| keep(field))
                    .map(|field| field.ty.id),
            );
            if let crate::ir::Additional::Typed(ty) = struct_.additional {
                next.push(ty.id);
            }
        } else {
            types[id].shape.uses(|ty| next.push(ty.id));
        }
    }
    reached
}
