//! Anonymous types that nothing uses any more are dropped. Named schemas stay,
//! used or not.

use super::walk;
use crate::ir::{Api, TypeId, Types};

pub(super) fn drop_anonymous(api: &mut Api) {
    let used = used(api);
    let mut new_ids: Vec<TypeId> = Vec::with_capacity(used.len());
    let mut count = 0;
    for used in &used {
        new_ids.push(TypeId(count));
        count += u32::from(*used);
    }
    let types = std::mem::take(&mut api.types).into_vec();
    let kept = types
        .into_iter()
        .zip(&used)
        .filter(|(_, used)| **used)
        .map(|(ty, _)| ty);
    api.types = Types::from_vec(kept.collect());
    walk::change_all_uses(api, |ty| ty.id = new_ids[ty.id.0 as usize]);
    for ty in api.components.values_mut() {
        ty.id = new_ids[ty.id.0 as usize];
    }
}

fn used(api: &Api) -> Vec<bool> {
    let mut used = vec![false; api.types.len()];
    let mut next: Vec<TypeId> = api.components.values().map(|ty| ty.id).collect();
    next.extend(walk::sent(api));
    next.extend(walk::received(api));
    while let Some(id) = next.pop() {
        if !std::mem::replace(&mut used[id.0 as usize], true) {
            api.types[id].shape.uses(|ty| next.push(ty.id));
        }
    }
    used
}
