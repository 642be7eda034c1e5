//! Whether a value has members that the document does not mention. They are allowed where nothing
//! forbids them, and examples do have them; a struct has no place for them.

use serde_json::Value;

use super::flat::{Flat, expand};
use crate::schema::Schemas;

/// Whether some object in a value has a member of which its schema says nothing.
pub(crate) fn has_unmentioned(schemas: &Schemas, schema: &Value, value: &Value) -> bool {
    let flats = || expand(schemas, schema);
    match value {
        Value::Array(items) => {
            let flats = flats();
            let of = flats.iter().find_map(|flat| flat.get("items"));
            of.is_some_and(|of| items.iter().any(|item| has_unmentioned(schemas, of, item)))
        }
        Value::Object(members) => {
            let flats = flats();
            let has_names = flats.iter().any(|flat| flat.contains_key("properties"));
            members.iter().any(|(name, value)| {
                let mut found = flats
                    .iter()
                    .filter_map(|flat| mentioned(flat, name))
                    .peekable();
                if found.peek().is_none() {
                    return has_names;
                }
                // In one of the branches it is as it should be.
                found.all(|schema| has_unmentioned(schemas, schema, value))
            })
        }
        _ => false,
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
