//! Which JSON type a schema's values have, as far as its keywords tell.

use std::collections::HashMap;

use super::Members;
use crate::document::references::escape;
use crate::value::Value;

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemaType {
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
}

impl SchemaType {
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "number" => Self::Number,
            "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The type of a value; none for null.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Integer(_) => Self::Integer,
            Value::Float(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        })
    }

    /// Whether values of `other` may be values of this type.
    pub(super) fn covers(self, other: Self) -> bool {
        self == other || (self == Self::Number && other == Self::Integer)
    }

    /// Whether a keyword says something about values of this type.
    pub(super) fn has(self, keyword: &str) -> bool {
        match keyword {
            "enum" => !matches!(self, Self::Array | Self::Object),
            "format" => matches!(self, Self::String | Self::Number | Self::Integer),
            _ => family(keyword).is_none_or(|family| family.covers(self)),
        }
    }
}

/// The type that a keyword is about.
pub(super) fn family(keyword: &str) -> Option<SchemaType> {
    Some(match keyword {
        "pattern" | "minLength" | "maxLength" => SchemaType::String,
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            SchemaType::Number
        }
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
            SchemaType::Object
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" => SchemaType::Array,
        _ => return None,
    })
}

/// The type that the keywords of a schema without `type` are about.
pub(super) fn implied(members: &Members) -> Option<SchemaType> {
    let mut families = members.keys().filter_map(|key| family(key));
    if let Some(first) = families.next() {
        return families.all(|family| family == first).then_some(first);
    }
    if let Some(values) = members.get("enum").and_then(Value::as_array) {
        let mut types = values.iter().filter_map(SchemaType::of_value);
        let first = types.next()?;
        let joined = types.try_fold(first, |joined, next| match () {
            () if joined.covers(next) => Some(joined),
            () if next.covers(joined) => Some(next),
            () => None,
        });
        return joined.filter(|joined| joined.has("enum"));
    }
    match members.get("format").and_then(Value::as_str)? {
        "date-time" | "date" | "time" | "uuid" | "uri" | "url" | "email" | "byte" | "binary"
        | "password" => Some(SchemaType::String),
        "int32" | "int64" => Some(SchemaType::Integer),
        "float" | "double" => Some(SchemaType::Number),
        _ => None,
    }
}

/// The types of the named schemas.
#[derive(Debug)]
pub(super) struct SchemaTypes(HashMap<String, Option<SchemaType>>);

/// How many references and parts are looked through.
const MAX_DEPTH: usize = 12;

impl SchemaTypes {
    /// Looks at the schemas under `components`.
    pub(super) fn of(tree: &Value) -> Self {
        let mut types = Self(HashMap::new());
        let schemas = tree
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        for (name, _) in schemas.into_iter().flatten() {
            let pointer = format!("/components/schemas/{}", escape(name));
            types.named(tree, &pointer, 0);
        }
        types
    }

    fn named(&mut self, tree: &Value, pointer: &str, depth: usize) -> Option<SchemaType> {
        if let Some(known) = self.0.get(pointer) {
            return *known;
        }
        if depth > MAX_DEPTH {
            return None;
        }
        // Against circles: until it is known, it has no type.
        self.0.insert(pointer.to_owned(), None);
        let value = tree.pointer(pointer)?;
        let ty = type_of(value, depth, &mut |reference, depth| {
            self.named(tree, reference, depth)
        });
        self.0.insert(pointer.to_owned(), ty);
        ty
    }

    /// The type of a schema's values, if its keywords or those of its parts tell.
    pub(super) fn type_of(&self, value: &Value) -> Option<SchemaType> {
        type_of(value, 0, &mut |reference, _| {
            self.0.get(reference).copied().flatten()
        })
    }
}

fn type_of(
    value: &Value,
    depth: usize,
    named: &mut dyn FnMut(&str, usize) -> Option<SchemaType>,
) -> Option<SchemaType> {
    let members = value.as_object()?;
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        return named(reference.strip_prefix('#')?, depth + 1);
    }
    match members.get("type") {
        Some(Value::String(name)) => return SchemaType::of_name(name),
        Some(Value::Array(names)) => {
            let mut names = names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| *name != "null");
            return match (names.next(), names.next()) {
                (Some(name), None) => SchemaType::of_name(name),
                _ => None,
            };
        }
        _ => {}
    }
    if let Some(ty) = implied(members) {
        return Some(ty);
    }
    if let Some(constant) = members.get("const") {
        return SchemaType::of_value(constant);
    }
    for part in members
        .get("allOf")
        .and_then(Value::as_array)
        .unwrap_or_default()
    {
        if let Some(ty) = type_of(part, depth + 1, named) {
            return Some(ty);
        }
    }
    for key in ["oneOf", "anyOf"] {
        let Some(branches) = members.get(key).and_then(Value::as_array) else {
            continue;
        };
        let mut types = branches
            .iter()
            .filter(|branch| !is_null(branch))
            .map(|branch| type_of(branch, depth + 1, named));
        let first = types.next().flatten()?;
        return types.all(|ty| ty == Some(first)).then_some(first);
    }
    None
}

/// Whether a schema allows `null` and nothing else.
pub(super) fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
        || schema.get("const") == Some(&Value::Null)
        || matches!(
            schema.get("enum").and_then(Value::as_array),
            Some([Value::Null])
        )
}
