//! Changes of a tree at a pointer.

use crate::diagnostic::Pointer;
use crate::value::Value;

/// Puts a value at a place whose owner is there.
pub(super) fn put(tree: &mut Value, pointer: &Pointer, value: Value) {
    match owner(tree, pointer) {
        Some((Value::Object(members), name)) => {
            members.insert(name, value);
        }
        Some((Value::Array(items), index)) => {
            let index = index.parse().ok();
            let item = index.and_then(|index: usize| items.get_mut(index));
            item.into_iter().for_each(|item| *item = value.clone());
        }
        _ => {}
    }
}

/// Takes a member out of its object. Items of arrays stay, for the others would move.
pub(super) fn remove(tree: &mut Value, pointer: &Pointer) {
    if let Some((Value::Object(members), name)) = owner(tree, pointer) {
        members.shift_remove(&name);
    }
}

/// The object or array that has the place, and the name that it has there.
fn owner<'t>(tree: &'t mut Value, pointer: &Pointer) -> Option<(&'t mut Value, String)> {
    let mut value = tree;
    let parent = pointer.parent()?;
    for token in parent.as_str().split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        value = match value {
            Value::Object(members) => members.get_mut(&token)?,
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some((value, pointer.last()?))
}
