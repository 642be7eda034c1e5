//! Whether a value has members that the document does not mention. They are allowed where nothing
//! forbids them, and examples do have them; a struct has no place for them.

use std::rc::Rc;

use jsonschema::Validator;
use serde_json::Value;

use super::Sampler;
use super::flat::{Flat, expand};
use crate::schema::validator;

impl Sampler<'_> {
    /// Whether some object in a value has a member of which its schema says nothing. What a branch
    /// says that the value is not of does not count.
    pub(crate) fn has_unmentioned(&mut self, schema: &Value, value: &Value) -> bool {
        if !(value.is_array() || value.is_object()) {
            return false;
        }
        let flats = expand(self.schemas, schema);
        let fits = |flat: &Flat, sampler: &mut Self| {
            sampler
                .fits(flat)
                .is_none_or(|validator| validator.is_valid(value))
        };
        let is_single = flats.len() == 1;
        let flats: Vec<Flat> = flats
            .into_iter()
            .filter(|flat| is_single || fits(flat, self))
            .collect();
        match value {
            Value::Array(items) => {
                let of = flats.iter().find_map(|flat| flat.get("items"));
                of.is_some_and(|of| items.iter().any(|item| self.has_unmentioned(of, item)))
            }
            Value::Object(members) => {
                let has_names = flats.iter().any(|flat| flat.contains_key("properties"));
                members.iter().any(|(name, value)| {
                    let found: Vec<&Value> = flats
                        .iter()
                        .filter_map(|flat| mentioned(flat, name))
                        .collect();
                    if found.is_empty() {
                        return has_names;
                    }
                    // In one of the branches it is as it should be.
                    found
                        .iter()
                        .all(|schema| self.has_unmentioned(schema, value))
                })
            }
            _ => false,
        }
    }

    /// A validator of an alternative, made once.
    fn fits(&mut self, flat: &Flat) -> Option<Rc<Validator>> {
        let schema = Value::Object(flat.clone());
        let registry = self.registry;
        let made = self.alternatives.entry(schema.to_string());
        made.or_insert_with(|| validator(registry, &schema).ok().map(Rc::new))
            .clone()
    }
}

/// The schema of a member, if an alternative mentions it or all others.
fn mentioned<'a>(flat: &'a Flat, name: &str) -> Option<&'a Value> {
    let named = flat.get("properties").and_then(|it| it.get(name));
    let others = ["additionalProperties", "unevaluatedProperties"];
    let others = others.iter().find_map(|keyword| flat.get(*keyword));
    let others = others.filter(|schema| **schema != Value::Bool(false));
    let by_pattern = || flat.get("patternProperties")?.as_object()?.values().next();
    named.or(others).or_else(by_pattern)
}
