//! `types` and `formats`: other types, for a place and for all places with a format.
//!
//! A replaced schema keeps its wording and whether `null` is a value. Where a
//! format gets another one of the same type, all else stays too.

use indexmap::IndexMap;

use super::Overrides;
use super::edit::put;
use crate::diagnostic::{Code, Pointer};
use crate::document::keywords::{self, Form, Kind};
use crate::value::Value;

/// What takes the place of a type.
const TYPE: [&str; 2] = ["type", "format"];

/// A type of the config: `type` and perhaps `format`, or nothing for raw JSON.
struct Replacement<'a> {
    members: Vec<(&'a str, &'a Value)>,
    place: Pointer,
}

impl<'a> Overrides<'a> {
    pub(super) fn replace_types(&mut self, tree: &mut Value) {
        let types = self.said.get("types").and_then(Value::as_object);
        for (name, value) in types.into_iter().flatten() {
            let place = self.root.child("types").child(name);
            let found = self.schema(tree, name, &place);
            let replacement = self.replacement(value, place);
            if let Some((pointer, replacement)) = found.zip(replacement) {
                let old = tree.pointer(pointer.as_str()).and_then(Value::as_object);
                let kept = old.map(kept).unwrap_or_default();
                let new = self.replaced(kept, &replacement, &pointer);
                put(tree, &pointer, new);
            }
        }
    }

    /// Comes before [`Self::replace_types`], since a place says more than a format.
    pub(super) fn replace_formats(&mut self, tree: &mut Value) {
        let formats = self.said.get("formats").and_then(Value::as_object);
        let mut replacements: IndexMap<&str, (Replacement<'a>, bool)> = IndexMap::new();
        for (format, value) in formats.into_iter().flatten() {
            let place = self.root.child("formats").child(format);
            if let Some(replacement) = self.replacement(value, place) {
                replacements.insert(format, (replacement, false));
            }
        }
        if replacements.is_empty() {
            return;
        }
        let mut known: Vec<String> = Vec::new();
        each_schema(tree, &mut |schema, pointer| {
            let Some(format) = schema.get("format").and_then(Value::as_str) else {
                return;
            };
            let Some((replacement, is_used)) = replacements.get_mut(format) else {
                known.push(format.to_owned());
                return;
            };
            *is_used = true;
            let rest = match is_same_type(schema.get("type"), replacement) {
                true => without_format(schema),
                false => kept(schema),
            };
            let new = self.replaced(rest, replacement, &Pointer::new(pointer));
            if let Value::Object(new) = new {
                *schema = new;
            }
        });
        let unused = replacements.iter().filter(|(_, (_, is_used))| !is_used);
        for (format, (replacement, _)) in unused {
            let known = known.iter().map(String::as_str);
            let place = &replacement.place;
            self.leads_nowhere(format, place, "no schema has the format", known);
        }
    }

    /// Reads a type of the config.
    fn replacement(&mut self, value: &'a Value, place: Pointer) -> Option<Replacement<'a>> {
        let members = match value {
            Value::String(any) if any == "any" => None,
            Value::Object(members) if members.contains_key("type") => Some(members),
            _ => {
                let kind = value.kind();
                let message = format!("expected `any` or an object with a type, found {kind}");
                self.say(Code::MalformedConfig, &place, message);
                return None;
            }
        };
        self.check_members(value, &TYPE, &place);
        let members = members.into_iter().flatten();
        let members = members.map(|(key, value)| (key.as_str(), value));
        Some(Replacement {
            members: members.filter(|(key, _)| TYPE.contains(key)).collect(),
            place,
        })
    }

    /// A schema of what is kept of the old one and what the config says.
    fn replaced(
        &mut self,
        mut schema: IndexMap<String, Value>,
        replacement: &Replacement<'_>,
        pointer: &Pointer,
    ) -> Value {
        let types = schema.shift_remove("type");
        for (key, value) in &replacement.members {
            let origin = replacement.place.child(key).as_str().to_owned();
            let place = pointer.child(key).as_str().to_owned();
            self.origins.insert(place, origin);
            schema.insert((*key).to_owned(), (*value).clone());
        }
        if let Some(Value::Array(types)) = types
            && let Some(ty) = schema.get_mut("type")
            && types.iter().any(is_null)
        {
            *ty = Value::Array(vec![ty.clone(), Value::String("null".to_owned())]);
        }
        Value::Object(schema)
    }
}

/// What stays of a schema whose type is replaced; of its types, that one is `null`.
fn kept(schema: &IndexMap<String, Value>) -> IndexMap<String, Value> {
    const KEPT: [&str; 6] = [
        "title",
        "description",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
    ];
    let members = schema
        .iter()
        .filter(|(key, _)| KEPT.contains(&key.as_str()));
    let mut kept: IndexMap<String, Value> = members
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if allows_null(schema) {
        let null = Value::String("null".to_owned());
        kept.insert("type".to_owned(), Value::Array(vec![null]));
    }
    kept
}

/// Whether `null` is a value by the words of OpenAPI 3.1.
fn allows_null(schema: &IndexMap<String, Value>) -> bool {
    let has_null = |ty: &Value| ty.as_array().unwrap_or_default().iter().any(is_null);
    let is_null_schema = |branch: &Value| branch.get("type").is_some_and(is_null);
    let has_null_branch = |key: &str| {
        let branches = schema.get(key).and_then(Value::as_array);
        branches.unwrap_or_default().iter().any(is_null_schema)
    };
    schema.get("type").is_some_and(has_null) || has_null_branch("anyOf") || has_null_branch("oneOf")
}

fn is_null(ty: &Value) -> bool {
    ty.as_str() == Some("null")
}

/// Whether a schema has the type that takes the place of its own.
fn is_same_type(ty: Option<&Value>, replacement: &Replacement<'_>) -> bool {
    let new = replacement.members.iter().find(|(key, _)| *key == "type");
    let Some((old, (_, new))) = ty.zip(new) else {
        return false;
    };
    match old {
        Value::Array(types) => types.iter().all(|ty| ty == *new || is_null(ty)),
        old => old == *new,
    }
}

fn without_format(schema: &IndexMap<String, Value>) -> IndexMap<String, Value> {
    let mut rest = schema.clone();
    rest.shift_remove("format");
    rest
}

/// Visits all schemas of a document that are objects, each before those inside of it.
pub(super) fn each_schema(
    tree: &mut Value,
    visit: &mut impl FnMut(&mut IndexMap<String, Value>, &str),
) {
    each_below(tree, Form::Node(Kind::Root), &mut String::new(), visit);
}

/// Visits the schemas of a value with the form that its keyword has.
fn each_below(
    value: &mut Value,
    form: Form,
    path: &mut String,
    visit: &mut impl FnMut(&mut IndexMap<String, Value>, &str),
) {
    match (form, value) {
        (Form::Node(kind) | Form::NodeOrRef(kind), Value::Object(members)) => {
            if kind == Kind::Schema {
                visit(members, path);
            }
            for (key, value) in members {
                if let Some(keyword) = keywords::keyword(kind, key) {
                    below(key, path, |path| {
                        each_below(value, keyword.form, path, visit);
                    });
                }
            }
        }
        (Form::Map(item), Value::Object(members)) => {
            for (key, value) in members {
                below(key, path, |path| each_below(value, *item, path, visit));
            }
        }
        (Form::Items, value @ Value::Object(_)) => {
            each_below(value, Form::NodeOrRef(Kind::Schema), path, visit);
        }
        (Form::List(_) | Form::Items, Value::Array(items)) => {
            let item = match form {
                Form::List(item) => *item,
                _ => Form::NodeOrRef(Kind::Schema),
            };
            for (index, value) in items.iter_mut().enumerate() {
                let index = index.to_string();
                below(&index, path, |path| each_below(value, item, path, visit));
            }
        }
        _ => {}
    }
}

/// Runs `step` one level down.
fn below(token: &str, path: &mut String, step: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push('/');
    path.push_str(&token.replace('~', "~0").replace('/', "~1"));
    step(path);
    path.truncate(length);
}
