//! A schema as alternatives without `$ref`, `allOf`, `oneOf`, `anyOf` and `if` on top: each is one
//! way for a value to be valid.

use serde_json::{Map, Value, json};

use crate::schema::{CHILDREN, EXAMPLES, OWN_TAG, Schemas};

/// The keywords of one alternative.
pub(crate) type Flat = Map<String, Value>;

/// How many alternatives a schema has at most.
const MOST: usize = 400;

/// How deep parts of parts are followed.
const DEEPEST: usize = 24;

/// Whether a schema is used as itself or as a part of another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Itself,
    Part,
}

/// The alternatives of a schema.
pub(crate) fn expand(schemas: &Schemas, schema: &Value) -> Vec<Flat> {
    let mut found = alternatives(schemas, schema, Use::Itself, DEEPEST);
    found.dedup();
    found
}

fn alternatives(schemas: &Schemas, schema: &Value, use_: Use, depth: usize) -> Vec<Flat> {
    let Value::Object(members) = schema else {
        return match schema {
            Value::Bool(false) => Vec::new(),
            _ => vec![Flat::new()],
        };
    };
    if depth == 0 {
        return Vec::new();
    }
    let go = |schema: &Value, use_| alternatives(schemas, schema, use_, depth - 1);
    if let Some(target) = schemas.target(schema) {
        return go(schemas.get(target), use_);
    }
    if let Some(children) = members.get(CHILDREN).filter(|_| use_ == Use::Itself) {
        let listed = children["of"].as_array().into_iter().flatten();
        let mut found: Vec<Flat> = listed.flat_map(|child| go(child, Use::Itself)).collect();
        if children["itself"] == true {
            let mut itself = members.clone();
            itself.remove(CHILDREN);
            found.extend(go(&Value::Object(itself), use_));
        }
        found.truncate(MOST);
        return found;
    }
    let mut found = vec![own(members)];
    if let Some(tag) = members.get(OWN_TAG).filter(|_| use_ == Use::Itself) {
        found = products(&found, &go(tag, Use::Part));
    }
    for part in list(members, "allOf") {
        found = products(&found, &go(part, Use::Part));
    }
    for keyword in ["oneOf", "anyOf"] {
        let branches = list(members, keyword);
        if branches.is_empty() {
            continue;
        }
        let each: Vec<Vec<Flat>> = branches.iter().map(|it| go(it, Use::Itself)).collect();
        let mut choices: Vec<Flat> = each.iter().flatten().cloned().collect();
        if keyword == "anyOf" && branches.len() > 1 {
            // A value may be of several branches at a time.
            let all = each.iter().fold(Flat::new(), |found, branch| {
                let found_both = branch.first().map(|branch| both(&found, branch));
                found_both.filter(is_possible).unwrap_or(found)
            });
            choices.push(all);
        }
        found = products(&found, &choices);
    }
    if members.contains_key("if") {
        let choices = ["then", "else"].iter().filter_map(|it| members.get(*it));
        let mut choices: Vec<Flat> = choices.flat_map(|it| go(it, Use::Part)).collect();
        let met = go(&members["if"], Use::Part);
        choices = products(&met, &choices)
            .into_iter()
            .chain(choices)
            .collect();
        choices.push(Flat::new());
        found = products(&found, &choices);
    }
    found
}

fn list<'a>(members: &'a Flat, keyword: &str) -> &'a [Value] {
    members
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The keywords that are about the value itself.
fn own(members: &Flat) -> Flat {
    const OTHERS: [&str; 10] = [
        "$ref", "allOf", "anyOf", "oneOf", "if", "then", "else", CHILDREN, EXAMPLES, OWN_TAG,
    ];
    let mut own: Flat = members
        .iter()
        .filter(|(keyword, _)| !OTHERS.contains(&keyword.as_str()))
        .map(|(keyword, value)| (keyword.clone(), value.clone()))
        .collect();
    if let Some(constant) = own.remove("const") {
        own.insert("enum".to_owned(), json!([constant]));
    }
    own
}

/// Each of the one with each of the other.
fn products(ones: &[Flat], others: &[Flat]) -> Vec<Flat> {
    let pairs = ones
        .iter()
        .flat_map(|one| others.iter().map(move |other| both(one, other)));
    pairs.take(MOST).collect()
}

/// Whether a value can be of a type at all.
fn is_possible(flat: &Flat) -> bool {
    flat.get("type")
        .is_none_or(|types| !names(types).is_empty())
}

/// What satisfies both, as far as can be said.
fn both(one: &Flat, other: &Flat) -> Flat {
    let mut made = one.clone();
    for (keyword, value) in other {
        let merged = match made.get(keyword) {
            None => value.clone(),
            Some(own) => merge(keyword, own, value),
        };
        made.insert(keyword.clone(), merged);
    }
    let Some(Value::Object(members)) = made.get_mut("properties") else {
        return made;
    };
    for (name, schema) in members {
        for side in [one, other] {
            if let Some(of_others) = of_others(side, name) {
                *schema = merge("additionalProperties", schema, of_others);
            }
        }
    }
    made
}

/// What one alternative says of a member that it does not name, so that it holds for it too where
/// another alternative names it.
fn of_others<'a>(flat: &'a Flat, name: &str) -> Option<&'a Value> {
    let named = flat.get("properties").and_then(|known| known.get(name));
    let by_pattern = flat.contains_key("patternProperties");
    let is_other = named.is_none() && !by_pattern;
    flat.get("additionalProperties").filter(|_| is_other)
}

fn merge(keyword: &str, one: &Value, other: &Value) -> Value {
    match (keyword, one, other) {
        ("type", ..) => json!(common_types(one, other)),
        ("enum", Value::Array(one), Value::Array(other)) => {
            let both = one.iter().filter(|value| other.contains(value));
            Value::Array(both.cloned().collect())
        }
        ("required", Value::Array(one), Value::Array(other)) => {
            let fresh = other.iter().filter(|name| !one.contains(name));
            Value::Array(one.iter().chain(fresh).cloned().collect())
        }
        ("properties" | "patternProperties" | "dependentRequired", _, Value::Object(members)) => {
            let mut made = one.clone();
            for (name, schema) in members {
                made[name] = match one.get(name) {
                    Some(own) if own != schema => json!({ "allOf": [own, schema] }),
                    _ => schema.clone(),
                };
            }
            made
        }
        ("items" | "additionalProperties" | "unevaluatedProperties" | "propertyNames", ..) => {
            match (one, other) {
                (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
                (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema.clone(),
                _ if one == other => one.clone(),
                _ => json!({ "allOf": [one, other] }),
            }
        }
        (_, Value::Number(first), Value::Number(second)) => {
            let is_least = keyword.starts_with("min") || keyword == "exclusiveMinimum";
            let first_is_more = first.as_f64() > second.as_f64();
            if is_least == first_is_more {
                one.clone()
            } else {
                other.clone()
            }
        }
        // Whatever else there is twice, the validator decides.
        _ => one.clone(),
    }
}

fn common_types(one: &Value, other: &Value) -> Vec<String> {
    let (one, other) = (names(one), names(other));
    let mut found: Vec<&str> = one
        .iter()
        .copied()
        .filter(|ty| other.contains(ty))
        .collect();
    let whole = |a: &[&str], b: &[&str]| a.contains(&"integer") && b.contains(&"number");
    if !found.contains(&"integer") && (whole(&one, &other) || whole(&other, &one)) {
        found.push("integer");
    }
    found.into_iter().map(str::to_owned).collect()
}

fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The types that an alternative names.
pub(crate) fn types(flat: &Flat) -> Vec<&str> {
    flat.get("type").map(names).unwrap_or_default()
}

/// The types that the keywords speak of, where none is named: people mean them.
pub(crate) fn implied_types(flat: &Flat) -> Vec<&'static str> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
    if has(&[
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
    ]) {
        vec!["object"]
    } else if has(&["items", "prefixItems", "minItems", "uniqueItems"]) {
        vec!["array"]
    } else if has(&[
        "pattern",
        "minLength",
        "maxLength",
        "format",
        "contentEncoding",
        "contentMediaType",
    ]) {
        vec!["string"]
    } else if has(&["minimum", "maximum", "multipleOf"]) {
        vec!["number"]
    } else {
        Vec::new()
    }
}
