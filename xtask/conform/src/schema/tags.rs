//! What discriminators add to schemas: which value of the tag goes with which branch.
//!
//! JSON Schema does not know them. A value whose tag contradicts its branch is valid there, but
//! no value of the API.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{CHILDREN, Conversion, OWN_TAG, reference};
use crate::document::{Documents, Place};

/// How deep a schema is looked into for its tag.
const DEEPEST: usize = 8;

/// The schemas with a discriminator that have no branches: others are made of them by `allOf`.
#[derive(Debug, Default)]
pub(super) struct Children {
    /// The schemas that are made of a base.
    of: HashMap<Place, Vec<Place>>,
    /// The bases that a schema is made of.
    bases: HashMap<Place, Vec<Place>>,
}

impl Children {
    /// Finds them among the named schemas.
    pub(super) fn find(documents: &Documents) -> Self {
        let mut found = Self::default();
        let root = documents.place("/components/schemas");
        let named = documents.get(&root).and_then(Value::as_object);
        for (name, schema) in named.into_iter().flatten() {
            let parts = schema.get("allOf").and_then(Value::as_array);
            let references = parts
                .into_iter()
                .flatten()
                .filter_map(|part| part.get("$ref")?.as_str());
            for reference in references {
                let Some(base) = documents.target(&root.file, reference) else {
                    continue;
                };
                if documents.get(&base).is_some_and(is_base) {
                    let child = root.child(name);
                    found
                        .of
                        .entry(base.clone())
                        .or_default()
                        .push(child.clone());
                    found.bases.entry(child).or_default().push(base);
                }
            }
        }
        found
    }
}

/// Whether a schema says by its tag which of its children a value is.
fn is_base(schema: &Value) -> bool {
    let has = |keyword| schema.get(keyword).is_some();
    has("discriminator") && !has("oneOf") && !has("anyOf")
}

impl Conversion<'_> {
    /// Ties each branch to its values of the tag.
    pub(super) fn tag_branches(
        &mut self,
        schema: &Map<String, Value>,
        file: &str,
        made: &mut Map<String, Value>,
    ) {
        let Some(property) = property(schema.get("discriminator")) else {
            return;
        };
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = schema.get(keyword) else {
                continue;
            };
            let tags: Vec<Vec<String>> = branches
                .iter()
                .map(|branch| self.branch_tags(schema, branch, property, file))
                .collect();
            let Some(Value::Array(made)) = made.get_mut(keyword) else {
                continue;
            };
            for (branch, tags) in made.iter_mut().zip(tags) {
                if !tags.is_empty() {
                    *branch = json!({ "allOf": [branch.clone(), demand(property, &tags)] });
                }
            }
        }
    }

    /// The values of the tag that lead to a branch; none if the branch itself tells them.
    fn branch_tags(
        &self,
        schema: &Map<String, Value>,
        branch: &Value,
        property: &str,
        file: &str,
    ) -> Vec<String> {
        let reference = branch.get("$ref").and_then(Value::as_str);
        let place = reference.and_then(|it| self.documents.target(file, it));
        let Some(place) = place else {
            return Vec::new();
        };
        let mapped = self.mapped(schema.get("discriminator"), &place);
        match mapped.is_empty() && !self.tells_tag(&place, property, DEEPEST) {
            true => vec![name(&place)],
            false => mapped,
        }
    }

    /// The values of the tag that a discriminator maps to a schema.
    fn mapped(&self, discriminator: Option<&Value>, place: &Place) -> Vec<String> {
        let mapping = discriminator.and_then(|it| it.get("mapping")?.as_object());
        let leads_there = |target: &Value| {
            let target = target.as_str()?;
            let named = self.documents.place("/components/schemas").child(target);
            let found = match self.documents.get(&named) {
                Some(_) => named,
                None => self.documents.target(&place.file, target)?,
            };
            (found == *place).then_some(())
        };
        let pairs = mapping.into_iter().flatten();
        pairs
            .filter(|(_, target)| leads_there(target).is_some())
            .map(|(tag, _)| tag.clone())
            .collect()
    }

    /// Whether a schema fixes the values of its tag by itself.
    fn tells_tag(&self, place: &Place, property: &str, depth: usize) -> bool {
        let Some((place, schema)) = self.documents.resolve(place).filter(|_| depth > 0) else {
            return false;
        };
        let own = schema.get("properties").and_then(|it| it.get(property));
        let fixed = own.and_then(|_| {
            let place = place.child("properties").child(property);
            let (_, own) = self.documents.resolve(&place)?;
            (own.get("const").is_some() || own.get("enum").is_some()).then_some(())
        });
        let parts = schema
            .get("allOf")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        fixed.is_some()
            || (0..parts).any(|index| {
                let part = place.child("allOf").child(&index.to_string());
                self.tells_tag(&part, property, depth - 1)
            })
    }

    /// Ties a base to its children, and a child to its own value of the tag.
    pub(super) fn add_own_tag(&mut self, place: &Place, schema: &mut Value) {
        let documents = self.documents;
        let bases = self.children.bases.get(place).cloned().unwrap_or_default();
        for base in bases {
            let discriminator = documents.get(&base).and_then(|it| it.get("discriminator"));
            let Some(property) = property(discriminator) else {
                continue;
            };
            let tags = self.child_tags(discriminator, place, property);
            if !tags.is_empty() {
                schema[OWN_TAG] = demand(property, &tags);
            }
        }
        let raw = documents.get(place).filter(|it| is_base(it));
        let discriminator = raw.and_then(|it| it.get("discriminator"));
        let Some(property) = property(discriminator) else {
            return;
        };
        let children = self.children.of.get(place).cloned().unwrap_or_default();
        let mut listed: Vec<Value> = Vec::new();
        for child in &children {
            listed.push(reference(self.number(child)));
        }
        // The base itself may come too, unless a mapping lists the children only.
        let has_mapping = discriminator.is_some_and(|it| it.get("mapping").is_some());
        let own = self.mapped(discriminator, place);
        let own = match has_mapping {
            true => own,
            false => self.child_tags(discriminator, place, property),
        };
        if !own.is_empty() {
            schema[OWN_TAG] = demand(property, &own);
        }
        if !children.is_empty() {
            schema[CHILDREN] = json!({ "of": listed, "itself": !own.is_empty() || !has_mapping });
        }
    }

    /// The values of the tag of a schema that is made of a base.
    fn child_tags(
        &self,
        discriminator: Option<&Value>,
        place: &Place,
        property: &str,
    ) -> Vec<String> {
        let mapped = self.mapped(discriminator, place);
        match mapped.is_empty() && !self.tells_tag(place, property, DEEPEST) {
            true => vec![name(place)],
            false => mapped,
        }
    }
}

fn property(discriminator: Option<&Value>) -> Option<&str> {
    discriminator?.get("propertyName")?.as_str()
}

/// An object whose tag has one of these values.
fn demand(property: &str, tags: &[String]) -> Value {
    json!({ "type": "object", "properties": { property: { "enum": tags } }, "required": [property] })
}

/// The name of a named schema.
fn name(place: &Place) -> String {
    let last = place.pointer.rsplit('/').next().unwrap_or_default();
    last.replace("~1", "/").replace("~0", "~")
}
