//! One schema of OpenAPI as JSON Schema 2020-12.
//!
//! `nullable` is read as its authors mean it: `null` is a value, whatever stands beside it. What
//! has the wrong form for a validator (`required: true`) says nothing.

use serde_json::{Map, Value, json};

use super::{Conversion, EXAMPLES, reference};

/// The types of JSON Schema.
const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

impl Conversion<'_> {
    /// The schema, which stands in a file.
    pub(super) fn schema(&mut self, schema: &Value, file: &str) -> Value {
        let Value::Object(schema) = schema else {
            return Value::Bool(schema != &Value::Bool(false));
        };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.reference(target, file);
            // In 3.0 what stands beside a reference does not count.
            if self.documents.minor() == 0 {
                return target;
            }
            let mut own = schema.clone();
            own.remove("$ref");
            let mut own = self.schema(&Value::Object(own), file);
            let Some(members) = own.as_object_mut() else {
                return target;
            };
            if members.is_empty() {
                return target;
            }
            let parts = members.entry("allOf").or_insert_with(|| json!([]));
            if let Some(parts) = parts.as_array_mut() {
                parts.insert(0, target);
            }
            return own;
        }
        let mut made = Map::new();
        for (keyword, value) in schema {
            if let Some(value) = self.keyword(keyword, value, file) {
                made.insert(keyword.clone(), value);
            }
        }
        exclusive_bounds(schema, &mut made);
        let examples = examples(schema);
        if !examples.is_empty() {
            made.insert(EXAMPLES.to_owned(), Value::Array(examples));
        }
        self.tag_branches(schema, file, &mut made);
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            return with_null(made);
        }
        Value::Object(made)
    }

    /// A reference to what a reference leads to; what leads nowhere says nothing.
    fn reference(&mut self, target: &str, file: &str) -> Value {
        match self.documents.target(file, target) {
            Some(place) => reference(self.number(&place)),
            None => Value::Bool(true),
        }
    }

    /// A keyword, unless it says nothing about values.
    fn keyword(&mut self, keyword: &str, value: &Value, file: &str) -> Option<Value> {
        let has_form = match keyword {
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems" => {
                let is_schema = value.is_object() || value.is_boolean();
                return is_schema.then(|| self.schema(value, file));
            }
            "properties" | "patternProperties" | "dependentSchemas" => {
                let members = value.as_object()?.iter();
                let members = members.map(|(name, it)| (name.clone(), self.schema(it, file)));
                return Some(Value::Object(members.collect()));
            }
            "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
                let parts = value.as_array().filter(|parts| !parts.is_empty())?.iter();
                return Some(parts.map(|part| self.schema(part, file)).collect());
            }
            "type" => return types(value),
            "enum" => value.as_array().is_some_and(|values| !values.is_empty()),
            "const" => true,
            "required" => is_texts(value),
            "dependentRequired" => value
                .as_object()
                .is_some_and(|members| members.values().all(is_texts)),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
            "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" | "minContains" | "maxContains" => value.is_u64(),
            "uniqueItems" => value.is_boolean(),
            "format" | "contentEncoding" | "contentMediaType" => value.is_string(),
            "pattern" => self.is_read(value.as_str()?),
            _ => false,
        };
        has_form.then(|| value.clone())
    }

    /// Whether a pattern can be checked.
    fn is_read(&mut self, pattern: &str) -> bool {
        let is_read = jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok();
        if !is_read {
            self.unread_patterns.insert(pattern.to_owned());
        }
        is_read
    }
}

/// The types that are types of JSON Schema.
fn types(value: &Value) -> Option<Value> {
    match value {
        Value::String(name) => TYPES.contains(&name.as_str()).then(|| value.clone()),
        Value::Array(names) => {
            let known = |name: &&Value| name.as_str().is_some_and(|name| TYPES.contains(&name));
            let mut names: Vec<Value> = names.iter().filter(known).cloned().collect();
            names.dedup();
            (!names.is_empty()).then_some(Value::Array(names))
        }
        _ => None,
    }
}

/// The bounds of 3.0, where `true` makes `minimum` exclusive.
fn exclusive_bounds(schema: &Map<String, Value>, made: &mut Map<String, Value>) {
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if schema.get(flag) == Some(&Value::Bool(true))
            && let Some(number) = made.remove(bound)
        {
            made.insert(flag.to_owned(), number);
        }
    }
}

/// A schema that allows `null` too.
fn with_null(mut schema: Map<String, Value>) -> Value {
    let combined = ["allOf", "oneOf", "anyOf", "not", "const", "if"];
    if combined.iter().any(|keyword| schema.contains_key(*keyword)) {
        let examples = schema.remove(EXAMPLES);
        let mut made = json!({ "anyOf": [schema, { "type": "null" }] });
        if let Some(examples) = examples {
            made[EXAMPLES] = examples;
        }
        return made;
    }
    if let Some(own) = schema.remove("type") {
        let mut names = match own {
            Value::Array(names) => names,
            name => vec![name],
        };
        if !names.iter().any(|name| name == "null") {
            names.push(json!("null"));
        }
        schema.insert("type".to_owned(), Value::Array(names));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(schema)
}

/// The values that the document shows.
fn examples(schema: &Map<String, Value>) -> Vec<Value> {
    let listed = schema.get("examples").and_then(Value::as_array);
    let single = ["example", "default"].map(|keyword| schema.get(keyword));
    let shown = single
        .into_iter()
        .flatten()
        .chain(listed.into_iter().flatten());
    shown.cloned().collect()
}

fn is_texts(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(Value::is_string))
}
