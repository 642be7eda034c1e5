//! Operations of the document, and what the config says of them: their names and pages.

use indexmap::IndexMap;

use super::Overrides;
use crate::diagnostic::Pointer;
use crate::value::Value;

/// An operation of the document.
pub(super) struct Found {
    pub(super) id: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) path: String,
    pub(super) pointer: Pointer,
}

impl Overrides<'_> {
    /// The operation with an `operationId` or at a pointer.
    pub(super) fn operation<'o>(
        &mut self,
        operations: &'o [Found],
        name: &str,
        place: &Pointer,
    ) -> Option<&'o Found> {
        let is_it = |it: &&Found| it.id.as_deref() == Some(name) || it.pointer.as_str() == name;
        let found = operations.iter().find(is_it);
        if found.is_none() {
            let ids = operations.iter().filter_map(|it| it.id.as_deref());
            self.leads_nowhere(name, place, "there is no operation", ids);
        }
        found
    }

    pub(super) fn set_pagination(&mut self, tree: &mut Value) {
        let operations = operations(tree);
        let lists = self.said.get("pagination").and_then(Value::as_object);
        for (name, value) in lists.into_iter().flatten() {
            let place = self.root.child("pagination").child(name);
            if let Some(found) = self.operation(&operations, name, &place) {
                let pointer = found.pointer.child("x-client-pagination");
                self.write(tree, &pointer, value.clone(), &place);
            }
        }
    }

    /// Sets a member of `x-client-operation`.
    pub(super) fn hint(
        &mut self,
        tree: &mut Value,
        operation: &Pointer,
        key: &str,
        name: &str,
        from: &Pointer,
    ) {
        let pointer = operation.child("x-client-operation");
        if tree
            .pointer(pointer.as_str())
            .and_then(Value::as_object)
            .is_none()
        {
            self.write(tree, &pointer, Value::Object(IndexMap::new()), from);
        }
        self.write(
            tree,
            &pointer.child(key),
            Value::String(name.to_owned()),
            from,
        );
    }
}

/// All operations, in document order.
pub(super) fn operations(tree: &Value) -> Vec<Found> {
    let mut operations = Vec::new();
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let place = Pointer::new("/paths").child(path);
        let more = item.get("additionalOperations");
        let own = item.as_object().into_iter().flatten();
        let own = own.filter(|(key, _)| METHODS.contains(&key.as_str()));
        let own = own.map(|(key, value)| (place.child(key), value));
        let more = more.and_then(Value::as_object).into_iter().flatten();
        let below = place.child("additionalOperations");
        let more = more.map(|(key, value)| (below.child(key), value));
        for (pointer, value) in own.chain(more) {
            let tags = value.get("tags").and_then(Value::as_array);
            let tags = tags.into_iter().flatten().filter_map(Value::as_str);
            operations.push(Found {
                id: (value.get("operationId").and_then(Value::as_str)).map(str::to_owned),
                tags: tags.map(str::to_owned).collect(),
                path: path.clone(),
                pointer,
            });
        }
    }
    operations
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];
