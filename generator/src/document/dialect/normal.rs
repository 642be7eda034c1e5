//! The normal form of a schema: one meaning, one spelling.
//!
//! `nullable: true` is the only way to allow null. A schema has either `type`
//! and the keywords of that type, or exactly one of `allOf`, `oneOf`, `anyOf`
//! and `not`, or neither. Whatever mixes these becomes an `allOf` of parts.

use super::types::{self, SchemaType, family, is_null};
use super::{Kind, Ladder, Members};
use crate::diagnostic::{Code, Part};
use crate::document::{origin_of, references};
use crate::value::Value;

/// Keywords that compose schemas and stay in the normal form.
const COMPOSITES: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// The keywords that refer to another schema. 3.0 has the first one only.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// A schema that is `nullable` by a union with null can hold such a union again; more often never.
const MAX_ROUNDS: usize = 16;

impl Ladder<'_> {
    /// Brings one schema into the normal form; its parts are visited afterwards.
    pub(super) fn schema(&mut self, value: &mut Value) {
        match value {
            Value::Bool(true) => *value = Value::Object(Members::new()),
            Value::Bool(false) => {
                let mut members = Members::new();
                members.insert("not".to_owned(), Value::Object(Members::new()));
                *value = Value::Object(members);
            }
            _ => {}
        }
        let Value::Object(members) = value else {
            return;
        };
        if self.schema_reference(members) {
            return;
        }
        self.definitions(members);
        for _ in 0..MAX_ROUNDS {
            self.constant(members);
            if !self.nulls(members) {
                break;
            }
        }
        self.examples(members);
        self.exclusive_bounds(members);
        self.content(members);
        self.tuple(members);
        self.pattern_properties(members);
        self.conditions(members);
        self.type_union(members);
        self.negation(members);
        self.redundant_type(members);
        self.keywords_of_kinds(members);
        self.missing_type(members);
        self.foreign_keywords(members);
        self.mixture(members);
    }

    /// Settles a reference. True if the schema is nothing but a reference now.
    fn schema_reference(&mut self, members: &mut Members) -> bool {
        let Some(key) = REFERENCES
            .into_iter()
            .find(|key| members.contains_key(*key))
        else {
            return false;
        };
        let Some(Value::String(text)) = members.shift_remove(key) else {
            return false;
        };
        let holder = || references::holder_of(&origin_of(&self.origins, &self.here), key);
        match self.references.target(holder, &text, Kind::Schema) {
            Some(target) => {
                let target = Value::String(format!("#{target}"));
                self.settle_reference(members, key, target)
            }
            // Broken, and reported: any value.
            None => false,
        }
    }

    /// A `$ref` with siblings -> `allOf: [$ref]` beside them.
    fn settle_reference(&mut self, members: &mut Members, key: &str, target: Value) -> bool {
        let mut reference = Members::new();
        reference.insert("$ref".to_owned(), target);
        self.definitions(members);
        if members.is_empty() {
            *members = reference;
            return true;
        }
        let reference = Value::Object(reference);
        match members.get_mut("allOf") {
            Some(Value::Array(parts)) => {
                let count = parts.len();
                parts.insert(0, reference);
                let mut moves = vec![("allOf/0".to_owned(), String::new())];
                moves.extend(
                    (0..count)
                        .map(|index| (format!("allOf/{}", index + 1), format!("allOf/{index}"))),
                );
                self.relocate(&moves);
            }
            _ => {
                members.shift_insert(0, "allOf".to_owned(), Value::Array(vec![reference]));
                self.relocate(&[
                    ("allOf".to_owned(), key.to_owned()),
                    ("allOf/0".to_owned(), String::new()),
                ]);
            }
        }
        false
    }

    /// Every spelling of "or null" -> `nullable: true`. True if there may be more to do.
    fn nulls(&mut self, members: &mut Members) -> bool {
        self.null_type(members);
        self.null_value(members);
        self.null_branch(members, "anyOf") || self.null_branch(members, "oneOf")
    }

    /// `type: [T, "null"]` -> `type: T`; `type: "null"` -> the constant null.
    fn null_type(&mut self, members: &mut Members) {
        match members.get_mut("type") {
            Some(Value::String(name)) if name == "null" => {
                members.shift_remove("type");
                only_null(members);
            }
            Some(Value::Array(names)) => {
                let before = names.len();
                names.retain(|name| name.as_str() != Some("null"));
                let nullable = names.len() < before;
                names.dedup();
                let single = match names.as_mut_slice() {
                    [] => None,
                    [single] => Some(std::mem::replace(single, Value::Null)),
                    _ => Some(Value::Null),
                };
                match single {
                    None => {
                        members.shift_remove("type");
                        only_null(members);
                    }
                    Some(Value::Null) => {}
                    Some(single) => {
                        members.insert("type".to_owned(), single);
                    }
                }
                if nullable {
                    members.insert("nullable".to_owned(), Value::Bool(true));
                }
            }
            _ => {}
        }
    }

    /// `enum: [a, null]` -> `enum: [a]`; `enum: [null]` stays as the constant null.
    fn null_value(&mut self, members: &mut Members) {
        let Some(Value::Array(values)) = members.get("enum") else {
            return;
        };
        if !values.contains(&Value::Null) {
            return;
        }
        if values.iter().all(|value| *value == Value::Null) {
            for key in ["type", "format"] {
                members.shift_remove(key);
            }
            only_null(members);
            return;
        }
        let kept: Vec<usize> = (0..values.len())
            .filter(|index| values[*index] != Value::Null)
            .collect();
        let moves: Vec<_> = kept
            .iter()
            .enumerate()
            .filter(|(new, old)| new != *old)
            .map(|(new, old)| (format!("enum/{new}"), format!("enum/{old}")))
            .collect();
        self.relocate(&moves);
        if let Some(Value::Array(values)) = members.get_mut("enum") {
            values.retain(|value| *value != Value::Null);
        }
        members.insert("nullable".to_owned(), Value::Bool(true));
    }

    /// `anyOf: [T, {type: "null"}]` -> T, nullable. True if T was merged into this schema.
    fn null_branch(&mut self, members: &mut Members, key: &str) -> bool {
        let Some(Value::Array(branches)) = members.get(key) else {
            return false;
        };
        if !branches.iter().any(is_null) {
            return false;
        }
        let kept: Vec<usize> = (0..branches.len())
            .filter(|index| !is_null(&branches[*index]))
            .collect();
        let moves: Vec<_> = kept
            .iter()
            .enumerate()
            .map(|(new, old)| (format!("{key}/{new}"), format!("{key}/{old}")))
            .collect();
        self.relocate(&moves);
        members.insert("nullable".to_owned(), Value::Bool(true));
        let Some(Value::Array(mut branches)) = members.shift_remove(key) else {
            return false;
        };
        branches.retain(|branch| !is_null(branch));
        match branches.len() {
            0 => {
                only_null(members);
                false
            }
            1 => self.only_branch(members, key, branches.swap_remove(0)),
            _ => {
                members.insert(key.to_owned(), Value::Array(branches));
                false
            }
        }
    }

    /// Merges the branch that is left beside null into the schema around it.
    fn only_branch(&mut self, members: &mut Members, key: &str, branch: Value) -> bool {
        let plain = members.keys().all(|key| is_wording(key));
        match branch {
            Value::Object(inner)
                if plain && !REFERENCES.iter().any(|key| inner.contains_key(*key)) =>
            {
                let mut moves = Vec::new();
                for (name, value) in inner {
                    let old = format!("{key}/0/{}", references::escape(&name));
                    if members.get(&name).is_some_and(|outer| *outer != value) {
                        // Both may say how they are called; the schema around has the last word.
                        let message =
                            format!("`{name}` has no effect: the schema around it has one, too");
                        self.report_at(&old, Part::Key, Code::IgnoredKeyword, message);
                        continue;
                    }
                    moves.push((references::escape(&name), old));
                    members.insert(name, value);
                }
                self.relocate(&moves);
                true
            }
            branch => {
                let count = members
                    .get("allOf")
                    .and_then(Value::as_array)
                    .map_or(0, <[Value]>::len);
                self.relocate(&[(format!("allOf/{count}"), format!("{key}/0"))]);
                match members.get_mut("allOf") {
                    Some(Value::Array(parts)) => parts.push(branch),
                    _ => _ = members.insert("allOf".to_owned(), Value::Array(vec![branch])),
                }
                false
            }
        }
    }

    /// `type: [A, B]` -> `anyOf` with one schema per type and the keywords of that type.
    fn type_union(&mut self, members: &mut Members) {
        let Some(Value::Array(names)) = members.get("type") else {
            return;
        };
        let types: Vec<SchemaType> = names
            .iter()
            .filter_map(Value::as_str)
            .filter_map(SchemaType::of_name)
            .collect();
        members.shift_remove("type");
        // All types at once say nothing.
        let values = members.shift_remove("enum");
        if types.len() >= 6 && values.is_none() && !members.keys().any(|key| family(key).is_some())
        {
            return;
        }
        let mut branches = Vec::new();
        let mut moves = Vec::new();
        for ty in &types {
            let mut branch = Members::new();
            branch.insert("type".to_owned(), Value::String(ty.name().to_owned()));
            for (key, value) in members.iter() {
                let about = family(key).is_some_and(|family| family.covers(*ty));
                if about || (key == "format" && takes_format(*ty, value, &types)) {
                    branch.insert(key.clone(), value.clone());
                }
            }
            if let Some(Value::Array(values)) = &values {
                let own: Vec<Value> = values
                    .iter()
                    .filter(|value| belongs(value, *ty, &types))
                    .cloned()
                    .collect();
                if own.is_empty() {
                    continue;
                }
                branch.insert("enum".to_owned(), Value::Array(own));
            }
            moves.push((format!("anyOf/{}", branches.len()), String::new()));
            branches.push(Value::Object(branch));
        }
        members.retain(|key, _| family(key).is_none() && key != "format");
        self.relocate(&moves);
        let union = Value::Array(branches);
        if members.contains_key("anyOf") {
            let mut part = Members::new();
            part.insert("anyOf".to_owned(), union);
            self.add_part(members, Value::Object(part));
        } else {
            members.insert("anyOf".to_owned(), union);
        }
    }

    /// Adds a part to `allOf`, made of keywords of this schema.
    fn add_part(&mut self, members: &mut Members, part: Value) {
        let count = members
            .get("allOf")
            .and_then(Value::as_array)
            .map_or(0, <[Value]>::len);
        self.relocate(&[(format!("allOf/{count}"), String::new())]);
        match members.get_mut("allOf") {
            Some(Value::Array(parts)) => parts.push(part),
            _ => _ = members.insert("allOf".to_owned(), Value::Array(vec![part])),
        }
    }

    /// `not` beside anything else only says which values are valid.
    fn negation(&mut self, members: &mut Members) {
        let alone = members.keys().all(|key| key == "not" || is_wording(key));
        if !alone && members.contains_key("not") {
            let message = "`not` has no effect: it only says which values are valid".to_owned();
            self.report_key("not", Code::IgnoredKeyword, message);
            members.shift_remove("not");
        }
    }

    /// `type: object` beside `allOf` of objects says nothing more.
    fn redundant_type(&mut self, members: &mut Members) {
        let Some(ty) = members
            .get("type")
            .and_then(Value::as_str)
            .and_then(SchemaType::of_name)
        else {
            return;
        };
        let alone = !members
            .keys()
            .any(|key| family(key).is_some() || key == "enum" || key == "format");
        if !alone {
            return;
        }
        let mut says_more = false;
        let mut contradicts = false;
        let mut composed = false;
        for key in COMPOSITES {
            let Some(parts) = members.get(key).and_then(Value::as_array) else {
                continue;
            };
            composed = true;
            let types: Vec<_> = parts.iter().map(|part| self.types.type_of(part)).collect();
            contradicts |= types
                .iter()
                .flatten()
                .any(|part| !ty.covers(*part) && !part.covers(ty));
            says_more |= match key {
                "allOf" => types.iter().all(Option::is_none),
                _ => types.iter().any(Option::is_none),
            };
        }
        if composed && contradicts {
            let message = format!(
                "the type `{}` contradicts the parts of the schema; it is left out",
                ty.name()
            );
            self.report_key("type", Code::WeakenedKeyword, message);
        }
        if composed && (contradicts || !says_more) {
            members.shift_remove("type");
        }
    }

    /// Fills in the `type` that the keywords are about.
    fn missing_type(&mut self, members: &mut Members) {
        if members.contains_key("type") || members.contains_key("not") {
            return;
        }
        let constant_null = matches!(
            members.get("enum").and_then(Value::as_array),
            Some([Value::Null])
        );
        let parts: Vec<&Value> = COMPOSITES
            .iter()
            .filter_map(|key| members.get(*key)?.as_array())
            .flatten()
            .collect();
        let has_keywords = members
            .keys()
            .any(|key| family(key).is_some() || key == "enum" || key == "format");
        if constant_null || !has_keywords {
            return;
        }
        // `minimum` beside a reference to an integer is about an integer.
        let of_parts = parts.iter().find_map(|part| self.types.type_of(part));
        let implied = types::implied(members);
        let ty = match (implied, of_parts) {
            (Some(implied), Some(part)) if implied.covers(part) => Some(part),
            (Some(implied), _) => Some(implied),
            (None, of_parts) => of_parts,
        };
        if let Some(ty) = ty {
            let first = members
                .keys()
                .position(|key| is_structure(key))
                .unwrap_or(0);
            let name = Value::String(ty.name().to_owned());
            members.shift_insert(first, "type".to_owned(), name);
        }
    }

    /// Takes out keywords and values that say nothing about the type at hand.
    fn foreign_keywords(&mut self, members: &mut Members) {
        let Some(ty) = members
            .get("type")
            .and_then(Value::as_str)
            .and_then(SchemaType::of_name)
        else {
            return;
        };
        let foreign: Vec<String> = members.keys().filter(|key| !ty.has(key)).cloned().collect();
        for key in foreign {
            let code = if key == "enum" {
                Code::WeakenedKeyword
            } else {
                Code::IgnoredKeyword
            };
            let message = format!("`{key}` has no effect on the type `{}`", ty.name());
            self.report_key(&key, code, message);
            members.shift_remove(&key);
        }
        self.foreign_values(members, ty);
        if ty == SchemaType::Integer {
            self.integer_bounds(members);
        }
    }

    fn foreign_values(&mut self, members: &mut Members, ty: SchemaType) {
        let Some(Value::Array(values)) = members.get("enum") else {
            return;
        };
        let fits = |value: &Value| match (ty, value) {
            // openapiv3 has 64-bit integers, and 1.0 is an integer in JSON.
            (SchemaType::Integer, Value::Integer(value)) => i64::try_from(*value).is_ok(),
            (SchemaType::Integer, Value::Float(value)) => {
                value.fract() == 0.0 && value.abs() < 9e15
            }
            _ => SchemaType::of_value(value).is_some_and(|of_value| ty.covers(of_value)),
        };
        let wrong: Vec<usize> = (0..values.len())
            .filter(|index| !fits(&values[*index]))
            .collect();
        let all_wrong = wrong.len() == values.len();
        for index in &wrong {
            let message = format!("the value is not {} and is left out", article(ty));
            self.report_at(
                &format!("enum/{index}"),
                Part::Value,
                Code::WeakenedKeyword,
                message,
            );
        }
        if all_wrong {
            members.shift_remove("enum");
            members.shift_remove("x-openapi-const");
            return;
        }
        if let Some(Value::Array(values)) = members.get_mut("enum") {
            let mut index = 0;
            values.retain(|_| {
                index += 1;
                !wrong.contains(&(index - 1))
            });
            if ty == SchemaType::Integer {
                values.iter_mut().for_each(to_integer);
            }
        }
    }

    /// Bounds of an integer become integers that `openapiv3` can hold; one that
    /// it cannot hold goes to `x-openapi-minimum` or `x-openapi-maximum`.
    fn integer_bounds(&mut self, members: &mut Members) {
        for (key, round) in [
            ("minimum", f64::ceil as fn(f64) -> f64),
            ("maximum", f64::floor),
        ] {
            let Some(bound) = members.get(key) else {
                continue;
            };
            let bound = match bound {
                Value::Integer(value) => Value::Integer(*value),
                Value::Float(value) if value.abs() < 1e38 => {
                    if value.fract() != 0.0 {
                        // `> 1.5` is `>= 2`.
                        let exclusive = if key == "minimum" {
                            "exclusiveMinimum"
                        } else {
                            "exclusiveMaximum"
                        };
                        let rounded = Value::Integer(round(*value) as i128);
                        members.shift_remove(exclusive);
                        rounded
                    } else {
                        Value::Integer(*value as i128)
                    }
                }
                _ => continue,
            };
            let narrow = bound
                .as_integer()
                .is_some_and(|bound| i64::try_from(bound).is_ok());
            if narrow {
                members.insert(key.to_owned(), bound);
            } else {
                members.shift_remove(key);
                members.insert(format!("x-openapi-{key}"), bound);
            }
        }
        if let Some(step) = members.get_mut("multipleOf") {
            to_integer(step);
            let fits = step
                .as_integer()
                .is_some_and(|step| i64::try_from(step).is_ok());
            if !fits {
                let message = "`multipleOf` has no effect: it is not an integer".to_owned();
                self.report_key("multipleOf", Code::IgnoredKeyword, message);
                members.shift_remove("multipleOf");
            }
        }
    }

    /// A mixture of `type` and composites -> `allOf` of one part each.
    fn mixture(&mut self, members: &mut Members) {
        let has_type = members.keys().any(|key| is_structure(key));
        let composites = COMPOSITES
            .iter()
            .filter(|key| members.contains_key(**key))
            .count();
        if composites + usize::from(has_type) < 2 {
            return;
        }
        let mut outer = Members::new();
        let mut own = Members::new();
        let mut parts = Vec::new();
        let mut moves = Vec::new();
        let mut own_at = None;
        let union = members.contains_key("oneOf") || members.contains_key("anyOf");
        for (key, value) in std::mem::take(members) {
            match (key.as_str(), value) {
                ("allOf", Value::Array(items)) => {
                    for (index, item) in items.into_iter().enumerate() {
                        moves.push((format!("allOf/{}", parts.len()), format!("allOf/{index}")));
                        parts.push(item);
                    }
                }
                ("oneOf" | "anyOf", value) => {
                    moves.push((format!("allOf/{}", parts.len()), String::new()));
                    let mut part = Members::new();
                    part.insert(key, value);
                    parts.push(Value::Object(part));
                }
                (_, value) if is_structure(&key) => {
                    if own_at.is_none() {
                        own_at = Some(parts.len());
                        moves.push((format!("allOf/{}", parts.len()), String::new()));
                        parts.push(Value::Null);
                    }
                    own.insert(key, value);
                }
                (_, value) => {
                    outer.insert(key, value);
                }
            }
        }
        if let Some(index) = own_at {
            parts[index] = Value::Object(own);
        }
        // The discriminator goes with the union that it is for.
        if union && let Some(discriminator) = outer.shift_remove("discriminator") {
            let holder = parts
                .iter_mut()
                .find(|part| part.get("oneOf").is_some() || part.get("anyOf").is_some());
            if let Some(Value::Object(part)) = holder {
                part.insert("discriminator".to_owned(), discriminator);
            }
        }
        *members = outer;
        members.insert("allOf".to_owned(), Value::Array(parts));
        self.relocate(&moves);
    }
}

/// Keywords of the schema itself that make it more than a composition.
fn is_structure(key: &str) -> bool {
    key == "type"
        || key == "enum"
        || key == "format"
        || key == "x-openapi-const"
        || family(key).is_some()
        || key == "x-openapi-minimum"
        || key == "x-openapi-maximum"
}

/// Keywords that say nothing about which values there are, or belong to whatever is there.
fn is_wording(key: &str) -> bool {
    const WORDING: [&str; 11] = [
        "title",
        "description",
        "nullable",
        "deprecated",
        "example",
        "examples",
        "default",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "discriminator",
    ];
    WORDING.contains(&key) || key.starts_with("x-")
}

/// Leaves a schema of the one value null.
fn only_null(members: &mut Members) {
    members.retain(|key, _| is_wording(key));
    members.insert("nullable".to_owned(), Value::Bool(true));
    members.insert("enum".to_owned(), Value::Array(vec![Value::Null]));
    members.insert("x-openapi-const".to_owned(), Value::Bool(true));
}

fn takes_format(ty: SchemaType, format: &Value, types: &[SchemaType]) -> bool {
    let numeric = matches!(
        format.as_str(),
        Some("int32" | "int64" | "float" | "double")
    );
    match ty {
        SchemaType::Integer => matches!(format.as_str(), Some("int32" | "int64")),
        SchemaType::Number => {
            numeric && !(types.contains(&SchemaType::Integer) && format.as_str() == Some("int64"))
        }
        SchemaType::String => !numeric,
        SchemaType::Boolean | SchemaType::Array | SchemaType::Object => false,
    }
}

fn belongs(value: &Value, ty: SchemaType, types: &[SchemaType]) -> bool {
    match SchemaType::of_value(value) {
        Some(SchemaType::Integer) if !types.contains(&SchemaType::Integer) => {
            ty == SchemaType::Number
        }
        of_value => of_value == Some(ty),
    }
}

fn article(ty: SchemaType) -> &'static str {
    match ty {
        SchemaType::String => "a string",
        SchemaType::Number => "a number",
        SchemaType::Integer => "a 64-bit integer",
        SchemaType::Boolean => "a boolean",
        SchemaType::Array => "an array",
        SchemaType::Object => "an object",
    }
}

fn to_integer(value: &mut Value) {
    if let Value::Float(float) = value
        && float.fract() == 0.0
        && float.abs() < 9e15
    {
        *value = Value::Integer(*float as i128);
    }
}
