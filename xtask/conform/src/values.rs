//! Values for parameters and bodies, in the direction in which they go.

use serde_json::{Map, Value, json};

use crate::wire::resolve;

/// Texts that are easily sent wrong.
const TEXTS: [&str; 8] = [
    "a b",
    "a&b=c",
    "a/b?c#d",
    "100% +1",
    "ünï→",
    "a,b;c|d",
    ":@$'()*!~[]",
    "",
];

/// How deep a made-up value goes.
const DEEPEST: usize = 6;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the service: what is `readOnly` stays here.
    Request,
    /// From the service: what is `writeOnly` stays there.
    Response,
}

impl Direction {
    fn hidden(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// Values of a schema that stands at a pointer.
pub(crate) fn values(document: &Value, schema: &Value, direction: Direction) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for extent in [Extent::Required, Extent::All] {
        if let Some(value) = plain(document, schema, extent, 0) {
            let value = without_hidden(document, schema, &value, direction);
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values
}

/// The same for a parameter, with texts that need care.
pub(crate) fn parameter_values(document: &Value, schema: &Value) -> Vec<Value> {
    let mut all = values(document, schema, Direction::Request);
    all.retain(|value| !value.is_null());
    let (schema, _) = resolve(document, schema, "");
    let is_free = |schema: &Value| {
        let limits = [
            "enum",
            "const",
            "pattern",
            "format",
            "minLength",
            "maxLength",
        ];
        schema["type"] == "string" && limits.iter().all(|limit| schema.get(*limit).is_none())
    };
    if is_free(schema) {
        all.extend(TEXTS.iter().map(|text| json!(text)));
    }
    if schema["type"] == "array" {
        let (items, _) = resolve(document, &schema["items"], "");
        if is_free(items) && schema.get("maxItems").is_none() {
            all.push(json!(TEXTS[..4]));
        }
        if schema.get("minItems").is_none() {
            all.push(json!([]));
        }
    }
    all
}

/// How much of an object is made up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Required,
    All,
}

fn plain(document: &Value, schema: &Value, extent: Extent, depth: usize) -> Option<Value> {
    let (schema, _) = resolve(document, schema, "");
    if depth > DEEPEST {
        return None;
    }
    for key in ["const", "example", "default"] {
        if let Some(value) = schema.get(key) {
            return Some(value.clone());
        }
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.first().cloned();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branch) = schema.get(key).and_then(|branches| branches.get(0)) {
            return plain(document, branch, extent, depth + 1);
        }
    }
    let word = match &schema["type"] {
        Value::String(word) => word.as_str(),
        Value::Array(words) => words.first().and_then(Value::as_str).unwrap_or_default(),
        _ if schema.get("properties").is_some() || schema.get("allOf").is_some() => "object",
        _ => "",
    };
    Some(match word {
        "string" => json!(text(schema)),
        "integer" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "number" => schema.get("minimum").cloned().unwrap_or(json!(1.5)),
        "boolean" => json!(true),
        "array" => {
            let item = plain(document, &schema["items"], extent, depth + 1)?;
            json!([item])
        }
        "object" => Value::Object(object(document, schema, extent, depth)?),
        _ => json!("any"),
    })
}

fn text(schema: &Value) -> &'static str {
    match schema["format"].as_str().unwrap_or_default() {
        "date-time" => "2020-02-29T12:30:00+01:00",
        "date" => "2020-02-29",
        "uuid" => "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        "uri" | "url" => "https://example.com/a",
        "byte" => "YWI=",
        _ => "text",
    }
}

fn object(
    document: &Value,
    schema: &Value,
    extent: Extent,
    depth: usize,
) -> Option<Map<String, Value>> {
    let mut members = Map::new();
    for base in schema["allOf"].as_array().into_iter().flatten() {
        let (base, _) = resolve(document, base, "");
        members.extend(object(document, base, extent, depth + 1)?);
    }
    let required = schema["required"].as_array();
    let is_required =
        |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let value = plain(document, property, extent, depth + 1);
        match value {
            Some(value) if is_required(name) || extent == Extent::All => {
                members.insert(name.clone(), value);
            }
            None if is_required(name) => return None,
            _ => {}
        }
    }
    Some(members)
}

/// A value without the members that do not go this way.
pub(crate) fn without_hidden(
    document: &Value,
    schema: &Value,
    value: &Value,
    direction: Direction,
) -> Value {
    let (schema, _) = resolve(document, schema, "");
    let mut value = value.clone();
    match &mut value {
        Value::Array(items) => {
            for item in items {
                *item = without_hidden(document, &schema["items"], item, direction);
            }
        }
        Value::Object(members) => {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let Some(member) = members.get_mut(name) else {
                    continue;
                };
                let (node, _) = resolve(document, property, "");
                if property[direction.hidden()] == true || node[direction.hidden()] == true {
                    members.remove(name);
                } else {
                    *member = without_hidden(document, property, member, direction);
                }
            }
        }
        _ => {}
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for branch in schema[key].as_array().into_iter().flatten() {
            value = without_hidden(document, branch, &value, direction);
        }
    }
    value
}
