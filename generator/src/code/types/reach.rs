//! Which types are made of which: those that only forms have, and those with floats inside.

use std::collections::{HashMap, HashSet};

use crate::ir::{self, Shape, TypeId};

/// Types that occur only as the whole body of a form: their fields are the
/// builder's setters, and no value of them is ever JSON.
pub(super) fn form_only_types(api: &ir::Api) -> HashSet<TypeId> {
    let mut forms = HashSet::new();
    let mut others = HashSet::new();
    for operation in &api.operations {
        for body in &operation.bodies {
            let (id, _) = api.types.resolve(body.ty);
            let is_form = matches!(body.encoding, ir::Encoding::Form | ir::Encoding::Multipart);
            if is_form && matches!(api.types[id].shape, Shape::Struct(_)) {
                forms.insert(id);
            } else {
                others.insert(body.ty.id);
            }
        }
        others.extend(operation.parameters.iter().map(|parameter| parameter.ty.id));
        for outcome in &operation.outcomes {
            let contents = outcome.contents.iter();
            others.extend(contents.flat_map(ir::Content::types).map(|ty| ty.id));
            others.extend(outcome.headers.iter().map(|header| header.ty.id));
        }
    }
    others.extend(api.messages.iter().map(|message| message.ty.id));
    for (_, ty) in api.types.iter() {
        ty.shape.uses(|used| _ = others.insert(used.id));
    }
    forms.retain(|id| !others.contains(id));
    forms
}

/// The types from which a floating point number can be reached; they cannot be compared exactly.
pub(super) fn types_with_floats(api: &ir::Api) -> HashSet<TypeId> {
    let mut users: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut found = HashSet::new();
    let mut fresh = Vec::new();
    for (id, ty) in api.types.iter() {
        ty.shape
            .uses(|used| users.entry(used.id).or_default().push(id));
        if matches!(ty.shape, Shape::Float(_)) && found.insert(id) {
            fresh.push(id);
        }
    }
    while let Some(id) = fresh.pop() {
        for user in users.get(&id).into_iter().flatten() {
            if found.insert(*user) {
                fresh.push(*user);
            }
        }
    }
    found
}
