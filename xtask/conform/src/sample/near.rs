//! Values that are nearly valid: one thing is wrong with each.

use serde_json::{Value, json};

use super::Sampler;
use super::flat::expand;
use crate::schema::Schemas;

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Miss {
    /// A text in the place of a number, and the like.
    WrongKind,
    /// A required member is not there.
    Missing,
    /// `null` where it is no value.
    Null,
    /// A member where the schema has a closed list.
    Unnamed,
    /// A value beyond a closed list of numbers or truth values.
    Unlisted,
}

impl Miss {
    /// As a part of a line of the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::WrongKind => "of the wrong kind",
            Self::Missing => "without a required member",
            Self::Null => "with null where it is no value",
            Self::Unnamed => "with a member too many",
            Self::Unlisted => "not in a list",
        }
    }
}

/// How many members of an object are tried.
const MEMBERS: usize = 8;

/// Values that are made of a valid one; the validator has to refuse them.
pub(crate) fn near_misses(
    sampler: &mut Sampler<'_>,
    number: usize,
    valid: &Value,
) -> Vec<(Miss, Value)> {
    let mut misses = vec![
        (Miss::WrongKind, wrong_kind(valid)),
        (Miss::Null, Value::Null),
    ];
    if let Value::Object(members) = valid {
        for name in members.keys().take(MEMBERS) {
            let with = |value: Value| {
                let mut members = members.clone();
                members.insert(name.clone(), value);
                Value::Object(members)
            };
            let mut without = members.clone();
            without.remove(name);
            misses.push((Miss::Missing, Value::Object(without)));
            misses.push((Miss::Null, with(Value::Null)));
            misses.push((Miss::WrongKind, with(wrong_kind(&members[name]))));
            if members[name].is_number() {
                misses.push((Miss::Unlisted, with(json!(-987_654_321))));
            }
        }
        let mut more = members.clone();
        more.insert("x-not-in-the-document".to_owned(), json!(1));
        misses.push((Miss::Unnamed, Value::Object(more)));
    }
    misses.retain(|(_, value)| sampler.is_valid(number, value) == Some(false));
    misses
}

/// A value of another kind; what looks like the other is no excuse.
fn wrong_kind(value: &Value) -> Value {
    match value {
        Value::String(_) => json!(17),
        Value::Number(_) => json!("17"),
        Value::Bool(_) => json!("true"),
        Value::Array(_) => json!({ "0": 1 }),
        Value::Object(_) => json!(["a"]),
        Value::Null => json!([[null]]),
    }
}

/// The value with a text that no list has, at each place where a list of texts stands: on top, or
/// in a member of an object.
pub(crate) fn unknown_texts(schemas: &Schemas, number: usize, valid: &Value) -> Vec<Value> {
    const UNKNOWN: &str = "a value of tomorrow";
    let has_list = |schema: &Value| {
        let flats = expand(schemas, schema);
        !flats.is_empty()
            && flats.iter().all(|flat| {
                let list = flat.get("enum").and_then(Value::as_array);
                // One value is a constant, and no list.
                list.is_some_and(|list| list.len() > 1 && list.iter().all(Value::is_string))
            })
    };
    let schema = schemas.get(number);
    if has_list(schema) {
        return vec![json!(UNKNOWN)];
    }
    let flats = expand(schemas, schema);
    // Where there are branches, the list may be what tells them apart.
    let ([flat], Value::Object(members)) = (flats.as_slice(), valid) else {
        return Vec::new();
    };
    let named = flat.get("properties").and_then(Value::as_object);
    let listed = named
        .into_iter()
        .flatten()
        .filter(|(_, schema)| has_list(schema));
    listed
        .take(MEMBERS)
        .map(|(name, _)| {
            let mut members = members.clone();
            members.insert(name.clone(), json!(UNKNOWN));
            Value::Object(members)
        })
        .collect()
}
