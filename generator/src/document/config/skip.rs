//! `skip`: operations and schemas that are left out.
//!
//! A schema goes if nothing needs it any more, else it stays as raw JSON, with
//! a warning: an error would make one skip a list of them. What only other
//! skipped schemas refer to is not needed.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Overrides;
use super::edit::{put, remove};
use super::operations::{Found, operations};
use super::types::each_schema;
use crate::diagnostic::{Code, Pointer};
use crate::document::keywords::{Kind, kind_at};
use crate::document::references::percent_decode;
use crate::value::Value;

/// What holds a schema that is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// Names of schemas, or of properties.
    Names,
    /// The branches or parts of another schema.
    List,
    /// Something that has to have a schema: a list, a parameter, a body.
    Need,
}

impl Overrides<'_> {
    pub(super) fn skip_operations(&mut self, tree: &mut Value) {
        let operations = operations(tree);
        let by_name = self.texts("skip", "operations");
        let by_tag = self.texts("skip", "tags");
        let by_path = self.texts("skip", "paths");
        // Several rules can be about one operation.
        let mut skipped: IndexMap<String, &Found> = IndexMap::new();
        for (name, place) in by_name {
            let found = self.operation(&operations, name, &place);
            skipped.extend(found.map(|found| (found.pointer.to_string(), found)));
        }
        for (tag, place) in by_tag {
            let has_tag = |it: &&Found| it.tags.iter().any(|known| known == tag);
            let found: Vec<&Found> = operations.iter().filter(has_tag).collect();
            if found.is_empty() {
                let tags = operations.iter().flat_map(|it| &it.tags);
                let tags = tags.map(String::as_str);
                self.leads_nowhere(tag, &place, "no operation has the tag", tags);
            }
            skipped.extend(found.into_iter().map(|it| (it.pointer.to_string(), it)));
        }
        for (pattern, place) in by_path {
            let is_like = |it: &&Found| matches_glob(pattern, &it.path);
            let found: Vec<&Found> = operations.iter().filter(is_like).collect();
            if found.is_empty() {
                let paths = operations.iter().map(|it| it.path.as_str());
                self.leads_nowhere(pattern, &place, "no operation has a path like", paths);
            }
            skipped.extend(found.into_iter().map(|it| (it.pointer.to_string(), it)));
        }
        for found in skipped.into_values() {
            let name = found.id.as_deref().unwrap_or(found.path.as_str());
            let message = format!("{name} is left out, as the config says");
            self.say(Code::Skipped, &found.pointer, message);
            remove(tree, &found.pointer);
        }
    }

    pub(super) fn skip_schemas(&mut self, tree: &mut Value) {
        let mut skipped: IndexMap<String, (&str, Pointer)> = IndexMap::new();
        for (name, place) in self.texts("skip", "schemas") {
            if let Some(pointer) = self.schema(tree, name, &place) {
                skipped.entry(pointer.to_string()).or_insert((name, place));
            }
        }
        if skipped.is_empty() {
            return;
        }
        // What they refer to themselves does not count.
        for pointer in skipped.keys() {
            put(tree, &Pointer::new(pointer), Value::Object(IndexMap::new()));
        }
        let used = references(tree);
        for (pointer, (name, place)) in skipped {
            let pointer = Pointer::new(pointer);
            if leads_into(&used, &format!("#{pointer}")) {
                let message = format!("`{name}` is in use all the same, as raw JSON");
                self.say(Code::SkippedInUse, &place, message);
                continue;
            }
            match holder(&pointer) {
                Holder::Names => {
                    remove(tree, &pointer);
                    self.forget_requirement(tree, &pointer);
                }
                Holder::List if self.leaves_others(tree, &pointer) => {
                    self.left_out.insert(pointer.to_string());
                }
                Holder::List | Holder::Need => {
                    let message = format!(
                        "`{name}` becomes raw JSON, since what holds it cannot be without a schema"
                    );
                    self.say(Code::SkippedInUse, &place, message);
                    continue;
                }
            }
            let message = format!("the schema `{name}` is left out, as the config says");
            self.say(Code::Skipped, &pointer, message);
        }
    }

    /// A property that is left out is not required either: not by its owner, and not by what its
    /// owner is a part of.
    fn forget_requirement(&mut self, tree: &mut Value, property: &Pointer) {
        let Some(owner) = property.parent().and_then(|names| names.parent()) else {
            return;
        };
        let name = property.last().unwrap_or_default();
        let reference = format!("#{owner}");
        let left_out = &mut self.left_out;
        let mut forget = |required: Option<&Value>, place: Pointer| {
            let required = required.and_then(Value::as_array);
            for (index, item) in required.unwrap_or_default().iter().enumerate() {
                if item.as_str() == Some(&name) {
                    left_out.insert(place.child("required").child(index).to_string());
                }
            }
        };
        each_schema(tree, &mut |schema, path| {
            let place = Pointer::new(path);
            let list = place.child("allOf");
            let parts = schema.get("allOf").and_then(Value::as_array);
            let parts = parts.unwrap_or_default();
            let is_owner = |(index, part): (usize, &Value)| {
                let refers = part.get("$ref").and_then(Value::as_str) == Some(&reference);
                refers || list.child(index) == owner
            };
            if place == owner || parts.iter().enumerate().any(is_owner) {
                for (index, part) in parts.iter().enumerate() {
                    forget(part.get("required"), list.child(index));
                }
                forget(schema.get("required"), place);
            }
        });
    }

    /// Whether a list has items beside this one that stay.
    fn leaves_others(&self, tree: &Value, item: &Pointer) -> bool {
        let Some(list) = item.parent() else {
            return false;
        };
        let items = tree.pointer(list.as_str()).and_then(Value::as_array);
        let count = items.map_or(0, <[Value]>::len);
        let mut others = (0..count).map(|index| list.child(index));
        others.any(|other| other != *item && !self.left_out.contains(other.as_str()))
    }
}

fn holder(pointer: &Pointer) -> Holder {
    let holder = pointer.parent().unwrap_or_default();
    let keyword = holder.last().unwrap_or_default();
    if holder.as_str() == "/components/schemas" {
        return Holder::Names;
    }
    // A property can be called like a keyword.
    let owner = holder.parent().unwrap_or_default();
    match keyword.as_str() {
        _ if kind_at(owner.as_str()) != Some(Kind::Schema) => Holder::Need,
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Holder::Names
        }
        "allOf" | "oneOf" | "anyOf" => Holder::List,
        _ => Holder::Need,
    }
}

/// Everything in a document that leads to a place of it, with what a discriminator calls by name.
fn references(tree: &Value) -> BTreeSet<String> {
    let schemas = Pointer::new("#/components/schemas");
    let mut found = BTreeSet::new();
    let mut waiting = vec![tree];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) if text.starts_with('#') => {
                found.insert(percent_decode(text));
            }
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                for name in members.get("discriminator").into_iter().flat_map(named) {
                    found.insert(schemas.child(name).to_string());
                }
                waiting.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

/// The texts of a discriminator that can be names of schemas.
fn named(discriminator: &Value) -> impl Iterator<Item = &str> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let targets = mapping.into_iter().flat_map(IndexMap::values);
    let targets = targets.chain(discriminator.get("defaultMapping"));
    targets.filter_map(Value::as_str)
}

/// Whether one of the references leads to a place or into it.
fn leads_into(references: &BTreeSet<String>, target: &str) -> bool {
    let inside = format!("{target}/");
    let mut behind = references.range(inside.clone()..);
    references.contains(target) || behind.next().is_some_and(|next| next.starts_with(&inside))
}

/// Whether a path is like a pattern, in which `*` stands for any text.
fn matches_glob(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
