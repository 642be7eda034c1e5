//! Idioms that are new in OpenAPI 3.1, most of them JSON Schema's.
//!
//! Each function rewrites one idiom of a schema's members and leaves the
//! others alone. They are called in the order of [`Ladder::schema`].

use super::types::{SchemaType, family};
use super::{Ladder, Members, rename};
use crate::diagnostic::Code;
use crate::value::Value;

/// `pathItems`, `mediaTypes` and `callbacks` were put in place of the references to them.
pub(super) fn components(members: &mut Members) {
    members.shift_remove("pathItems");
    members.shift_remove("mediaTypes");
    members.shift_remove("callbacks");
}

/// `mutualTLS` -> an HTTP scheme of that name, which 3.0 can say.
pub(super) fn security_scheme(members: &mut Members) {
    if members.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        members.insert("type".to_owned(), text("http"));
        members.insert("scheme".to_owned(), text("mutualTLS"));
    }
    rename(members, "deprecated", "x-openapi-deprecated");
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

impl Ladder<'_> {
    /// `$defs` have become components where something refers to them.
    pub(super) fn definitions(&mut self, members: &mut Members) {
        for key in [
            "$defs",
            "definitions",
            "$anchor",
            "$dynamicAnchor",
            "$recursiveAnchor",
        ] {
            members.shift_remove(key);
        }
    }

    /// `examples: [a, b]` -> `example: a` and `x-openapi-examples: [a, b]`.
    pub(super) fn examples(&mut self, members: &mut Members) {
        match members.shift_remove("examples") {
            Some(Value::Array(examples)) => {
                if let Some(first) = examples.first() {
                    members
                        .entry("example".to_owned())
                        .or_insert_with(|| first.clone());
                    members.insert("x-openapi-examples".to_owned(), Value::Array(examples));
                }
            }
            Some(_) => {
                let message = "`examples` of a schema is an array; it is left out".to_owned();
                self.report_key("examples", Code::MalformedHint, message);
            }
            None => {}
        }
    }

    /// `const: a` -> `enum: [a]` and `x-openapi-const: true`.
    pub(super) fn constant(&mut self, members: &mut Members) {
        let Some(value) = members.shift_remove("const") else {
            return;
        };
        self.relocate(&[
            ("enum".to_owned(), "const".to_owned()),
            ("enum/0".to_owned(), "const".to_owned()),
        ]);
        members.insert("enum".to_owned(), Value::Array(vec![value]));
        members.insert("x-openapi-const".to_owned(), Value::Bool(true));
    }

    /// `exclusiveMinimum: 5` -> `minimum: 5` and `exclusiveMinimum: true`.
    pub(super) fn exclusive_bounds(&mut self, members: &mut Members) {
        for (exclusive, inclusive, lower) in [
            ("exclusiveMinimum", "minimum", true),
            ("exclusiveMaximum", "maximum", false),
        ] {
            let Some(bound @ (Value::Integer(_) | Value::Float(_))) =
                members.get(exclusive).cloned()
            else {
                continue;
            };
            // Of two bounds the tighter one counts.
            let other = members.get(inclusive).and_then(number);
            let tighter = match (other, number(&bound)) {
                (Some(other), Some(bound)) if lower => other > bound,
                (Some(other), Some(bound)) => other < bound,
                _ => false,
            };
            if tighter {
                members.shift_remove(exclusive);
            } else {
                self.relocate(&[(inclusive.to_owned(), exclusive.to_owned())]);
                members.insert(inclusive.to_owned(), bound);
                members.insert(exclusive.to_owned(), Value::Bool(true));
            }
        }
    }

    /// `contentEncoding: base64` -> `format: byte`; a `contentMediaType` without
    /// an encoding -> `format: binary`.
    pub(super) fn content(&mut self, members: &mut Members) {
        let encoding = members.shift_remove("contentEncoding");
        let media_type = members.shift_remove("contentMediaType");
        if let Some(schema) = members.shift_remove("contentSchema") {
            let is_json = media_type
                .as_ref()
                .and_then(Value::as_str)
                .is_some_and(is_json);
            let is_plain = match encoding.as_ref().and_then(Value::as_str) {
                None | Some("binary" | "8bit" | "7bit") => true,
                Some(_) => false,
            };
            if is_json && is_plain && is_only_text(members) {
                return self.json_text(members, schema);
            }
            let message =
                "`contentSchema` has no effect: only texts that are plain JSON have a type";
            self.report_key("contentSchema", Code::IgnoredKeyword, message.to_owned());
        }
        let is_text = matches!(media_type.as_ref().and_then(Value::as_str), Some(media_type)
            if media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("xml"));
        let format = match encoding.as_ref().and_then(Value::as_str) {
            Some("base64") => "byte",
            // Not encoded at all.
            Some("binary" | "8bit" | "7bit") if is_text => return,
            Some("binary" | "8bit" | "7bit") => "binary",
            Some(other) => {
                let message = format!("text in the encoding `{other}` is left as it is");
                self.report_key("contentEncoding", Code::WeakenedKeyword, message);
                return;
            }
            None if media_type.is_none() || is_text => return,
            None => "binary",
        };
        if !members.contains_key("type") {
            members.insert("type".to_owned(), text("string"));
        }
        members
            .entry("format".to_owned())
            .or_insert_with(|| text(format));
    }

    /// A text of JSON with `contentSchema: S` -> an array with `items: S` and
    /// `x-openapi-json-text: true`: texts of 3.0 have no schema in them.
    fn json_text(&mut self, members: &mut Members, schema: Value) {
        for key in ["format", "pattern", "minLength", "maxLength"] {
            if members.shift_remove(key).is_some() {
                let message = format!("`{key}` has no effect on a text that holds JSON");
                self.report_key(key, Code::IgnoredKeyword, message);
            }
        }
        self.relocate(&[("items".to_owned(), "contentSchema".to_owned())]);
        members.insert("type".to_owned(), text("array"));
        members.insert("items".to_owned(), schema);
        members.insert("x-openapi-json-text".to_owned(), Value::Bool(true));
    }

    /// `prefixItems: [A, B]` -> an array of A if all are equal; else an object of the positions,
    /// `properties: {"0": A, "1": B}` and `x-openapi-tuple: true`.
    pub(super) fn tuple(&mut self, members: &mut Members) {
        let (key, prefix) = match (members.get("prefixItems"), members.get("items")) {
            (Some(Value::Array(_)), _) => ("prefixItems", members.shift_remove("prefixItems")),
            (_, Some(Value::Array(_))) => ("items", members.shift_remove("items")),
            _ => {
                members.shift_remove("prefixItems");
                return;
            }
        };
        let Some(Value::Array(prefix)) = prefix else {
            return;
        };
        let rest = members.shift_remove("items");
        let open = matches!(rest, None | Some(Value::Bool(false)));
        let same = prefix
            .first()
            .filter(|first| prefix.iter().all(|other| other == *first))
            .filter(|first| open || rest.as_ref() == Some(*first));
        if let Some(same) = same {
            self.relocate(&[("items".to_owned(), format!("{key}/0"))]);
            members.insert("items".to_owned(), same.clone());
        } else if is_only_array(members) {
            self.positions(members, key, prefix, rest);
            return;
        } else {
            let message = "a tuple beside other forms of the value is an array of any values";
            self.report_key(key, Code::WeakenedKeyword, message.to_owned());
            members.insert("items".to_owned(), Value::Object(Members::new()));
        }
        if matches!(rest, Some(Value::Bool(false))) {
            members
                .entry("maxItems".to_owned())
                .or_insert(Value::Integer(prefix.len() as i128));
        }
    }

    /// The positions of a tuple as the properties of an object, and its items behind them as the
    /// others.
    fn positions(
        &mut self,
        members: &mut Members,
        key: &str,
        mut prefix: Vec<Value>,
        rest: Option<Value>,
    ) {
        let mut count = |key: &str| {
            let count = members.shift_remove(key)?;
            usize::try_from(count.as_integer()?).ok()
        };
        let (least, most) = (count("minItems").unwrap_or(0), count("maxItems"));
        let is_full = most.is_some_and(|most| most <= prefix.len());
        prefix.truncate(most.unwrap_or(usize::MAX));
        if members.contains_key("uniqueItems") {
            let message = "`uniqueItems` has no effect on a tuple".to_owned();
            self.report_key("uniqueItems", Code::IgnoredKeyword, message);
            members.shift_remove("uniqueItems");
        }
        let mut moves = vec![("properties".to_owned(), key.to_owned())];
        if rest.as_ref().is_some_and(|rest| rest.as_object().is_some()) {
            let (new, old) = ("additionalProperties", "items");
            moves.push((new.to_owned(), old.to_owned()));
        }
        self.relocate(&moves);
        let required = (0..prefix.len().min(least)).map(|index| text(&index.to_string()));
        members.insert("type".to_owned(), text("object"));
        members.insert("required".to_owned(), Value::Array(required.collect()));
        let positions = prefix.into_iter().enumerate();
        let positions = positions.map(|(index, schema)| (index.to_string(), schema));
        members.insert("properties".to_owned(), Value::Object(positions.collect()));
        let rest = match rest {
            _ if is_full => Value::Bool(false),
            // More items of any type may follow.
            rest => rest.unwrap_or(Value::Bool(true)),
        };
        members.insert("additionalProperties".to_owned(), rest);
        members.insert("x-openapi-tuple".to_owned(), Value::Bool(true));
    }

    /// `patternProperties` -> `additionalProperties`: one of the patterns' schemas, or what else
    /// may stand there.
    ///
    /// An object without properties and with one pattern is a map, as its author means it. Beside
    /// properties nothing is said of members that match no pattern, unless they are forbidden.
    pub(super) fn pattern_properties(&mut self, members: &mut Members) {
        let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else {
            return;
        };
        let mut branches: Vec<(Value, String)> = Vec::new();
        for (pattern, schema) in patterns {
            let old = format!("patternProperties/{}", super::references::escape(&pattern));
            if !branches.iter().any(|(known, _)| *known == schema) {
                branches.push((schema, old));
            }
        }
        let is_map = !members.contains_key("properties") && branches.len() == 1;
        match members.shift_remove("additionalProperties") {
            Some(Value::Bool(false)) => {}
            None if is_map => {}
            None | Some(Value::Bool(true)) => {
                branches.push((Value::Object(Members::new()), String::new()));
            }
            Some(schema) => branches.push((schema, "additionalProperties".to_owned())),
        }
        let is_any = |(schema, _): &(Value, String)| match schema {
            Value::Object(members) => members.is_empty(),
            schema => *schema == Value::Bool(true),
        };
        let value = match branches.as_slice() {
            [] => Value::Bool(true),
            _ if branches.iter().all(is_any) => Value::Bool(true),
            [(schema, old)] => {
                self.relocate(&[("additionalProperties".to_owned(), old.clone())]);
                schema.clone()
            }
            _ => {
                let moves = branches
                    .iter()
                    .enumerate()
                    .filter(|(_, (_, old))| !old.is_empty());
                let moves: Vec<_> = moves
                    .map(|(index, (_, old))| {
                        (format!("additionalProperties/anyOf/{index}"), old.clone())
                    })
                    .collect();
                self.relocate(&moves);
                let schemas = branches.into_iter().map(|(schema, _)| schema);
                let mut union = Members::new();
                union.insert("anyOf".to_owned(), Value::Array(schemas.collect()));
                Value::Object(union)
            }
        };
        members.insert("additionalProperties".to_owned(), value);
    }

    /// What depends on conditions cannot be typed; the weakening was reported by the ledger.
    pub(super) fn conditions(&mut self, members: &mut Members) {
        for key in ["if", "then", "else", "dependentSchemas"] {
            members.shift_remove(key);
        }
    }
}

/// Whether nothing but an array is described, and nothing beside it.
fn is_only_array(members: &Members) -> bool {
    is_only(members, SchemaType::Array)
}

/// Whether nothing but a text is described, and nothing beside it.
fn is_only_text(members: &Members) -> bool {
    is_only(members, SchemaType::String)
}

fn is_only(members: &Members, ty: SchemaType) -> bool {
    let is_type = |named: &Value| named.as_str() == Some(ty.name());
    members.get("type").is_none_or(is_type)
        && members.keys().all(|key| {
            let is_own = family(key).is_none_or(|family| family == ty);
            is_own && !matches!(key.as_str(), "allOf" | "oneOf" | "anyOf" | "enum" | "not")
        })
}

/// Whether a media type is that of JSON: `application/json`, `application/problem+json`.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}
