//! The config beside the document: what its owner wants otherwise.
//!
//! The text of the config comes in, and what it says is written into the
//! document as if its author had said it: skipped parts go, types are replaced,
//! names and pages become extensions. So every later stage checks it like the
//! document, and origins lead its findings back to the line of the config.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;

use super::references::percent_decode;
use super::{Input, Texts, keywords, parse_text};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report};
use crate::value::Value;

/// What of the config is for later stages.
#[derive(Clone, Debug, Default)]
pub(super) struct Config {
    /// The names of types, by the name of the schema.
    pub(super) types: BTreeMap<String, String>,
}

/// The sections and their members; `*` stands for names of the document.
const SECTIONS: [(&str, &[&str]); 4] = [
    ("skip", &["operations", "tags", "paths", "schemas"]),
    ("types", &["*"]),
    ("names", &["types", "methods", "resources"]),
    ("pagination", &["*"]),
];

/// What takes the place of a type.
const TYPE: [&str; 2] = ["type", "format"];

/// Reads the config, if there is one, and writes what it says into the document. `origins` gets
/// the places of the config that parts of the document come from.
pub(super) fn apply(
    tree: &mut Value,
    input: &Input,
    texts: &Texts,
    origins: &mut HashMap<String, String>,
    report: &mut Report,
) -> Config {
    let Some((file, text)) =
        (input.config.as_ref()).and_then(|name| input.files.get_key_value(name))
    else {
        return Config::default();
    };
    let Some(parsed) = parse_text(text, Some(file), report) else {
        return Config::default();
    };
    if parsed.has_duplicates
        && let Some(known) = texts.other(file)
    {
        super::check_duplicates(text, known.spans(), Some(file), report);
    }
    let mut overrides = Overrides {
        said: &parsed.tree,
        root: Pointer::new(format!("{file}#")),
        origins,
        report,
    };
    overrides.check_keys();
    overrides.skip_operations(tree);
    overrides.skip_schemas(tree);
    overrides.replace_types(tree);
    overrides.set_pagination(tree);
    overrides.name_operations(tree);
    Config {
        types: overrides.type_names(tree),
    }
}

/// The config at work on the document.
struct Overrides<'a> {
    said: &'a Value,
    /// The whole of the config.
    root: Pointer,
    origins: &'a mut HashMap<String, String>,
    report: &'a mut Report,
}

impl<'a> Overrides<'a> {
    /// Holds the sections and their members to those that there are.
    fn check_keys(&mut self) {
        let said = self.said;
        let root = self.root.clone();
        let names = SECTIONS.map(|(name, _)| name);
        // An empty file says nothing.
        if *said != Value::Null && self.check_object(said, &root) {
            self.check_members(said, &names, &root);
        }
        for (section, members) in SECTIONS {
            let place = root.child(section);
            let Some(value) = said.get(section) else {
                continue;
            };
            if self.check_object(value, &place) && members != ["*"] {
                self.check_members(value, members, &place);
            }
        }
    }

    fn check_object(&mut self, value: &Value, place: &Pointer) -> bool {
        let is_object = value.as_object().is_some();
        if !is_object {
            let message = format!("expected an object, found {}", value.kind());
            self.say(Code::MalformedConfig, place, message);
        }
        is_object
    }

    fn check_members(&mut self, value: &Value, known: &[&str], place: &Pointer) {
        for key in value.as_object().into_iter().flat_map(IndexMap::keys) {
            if known.contains(&key.as_str()) {
                continue;
            }
            let message = format!("there is no `{key}` in the config at this place");
            let near = keywords::nearest(key, known.iter().copied());
            let hint = near.map_or_else(
                || format!("there are: {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let place = Place::key(place.child(key));
            let found = Diagnostic::new(Code::MalformedConfig, place, message).hint(hint);
            self.report.push(found);
        }
    }

    /// The texts of a list of a section, with their places.
    fn texts(&mut self, section: &str, member: &str) -> Vec<(&'a str, Pointer)> {
        let place = self.root.child(section).child(member);
        let Some(value) = self.said.get(section).and_then(|it| it.get(member)) else {
            return Vec::new();
        };
        let Some(items) = value.as_array() else {
            let message = format!("expected an array of texts, found {}", value.kind());
            self.say(Code::MalformedConfig, &place, message);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = place.child(index);
            match item.as_str() {
                Some(text) => texts.push((text, place)),
                None => {
                    let message = format!("expected text, found {}", item.kind());
                    self.say(Code::MalformedConfig, &place, message);
                }
            }
        }
        texts
    }

    /// The names of a section that are identifiers, by what they name.
    fn names(&mut self, member: &str) -> Vec<(&'a str, &'a str, Pointer)> {
        let place = self.root.child("names").child(member);
        let Some(value) = self.said.get("names").and_then(|it| it.get(member)) else {
            return Vec::new();
        };
        if !self.check_object(value, &place) {
            return Vec::new();
        }
        let mut names = Vec::new();
        for (key, value) in value.as_object().into_iter().flatten() {
            let place = place.child(key);
            match value.as_str() {
                Some(name) if is_identifier(name) => names.push((key.as_str(), name, place)),
                Some(name) => {
                    let message = format!("`{}` is no identifier", name.escape_debug());
                    self.say_with_hint(
                        Code::MalformedConfig,
                        &place,
                        message,
                        "a name has ASCII letters, digits and `_`, and starts with a letter",
                    );
                }
                None => {
                    let message = format!("expected text, found {}", value.kind());
                    self.say(Code::MalformedConfig, &place, message);
                }
            }
        }
        names
    }

    fn skip_operations(&mut self, tree: &mut Value) {
        let mut skipped: Vec<Found> = Vec::new();
        let operations = operations(tree);
        let by_name = self.texts("skip", "operations");
        let by_tag = self.texts("skip", "tags");
        let by_path = self.texts("skip", "paths");
        for (name, place) in by_name {
            match self.operation(&operations, name, &place) {
                Some(found) => skipped.push(found.clone()),
                None => continue,
            }
        }
        for (tag, place) in by_tag {
            let matches = |it: &&Found| it.tags.iter().any(|known| known == tag);
            let found: Vec<Found> = operations.iter().filter(matches).cloned().collect();
            if found.is_empty() {
                let tags = operations.iter().flat_map(|it| &it.tags);
                self.leads_nowhere(
                    tag,
                    &place,
                    "no operation has the tag",
                    tags.map(String::as_str),
                );
            }
            skipped.extend(found);
        }
        for (pattern, place) in by_path {
            let matches = |it: &&Found| matches_glob(pattern, &it.path);
            let found: Vec<Found> = operations.iter().filter(matches).cloned().collect();
            if found.is_empty() {
                let paths = operations.iter().map(|it| it.path.as_str());
                self.leads_nowhere(pattern, &place, "no operation has a path like", paths);
            }
            skipped.extend(found);
        }
        for found in skipped {
            let name = found.id.as_deref().unwrap_or(found.path.as_str());
            let message = format!("{name} is left out, as the config says");
            self.say(Code::Skipped, &found.pointer, message);
            remove(tree, &found.pointer);
        }
    }

    fn skip_schemas(&mut self, tree: &mut Value) {
        for (name, place) in self.texts("skip", "schemas") {
            let Some(pointer) = self.schema(tree, name, &place) else {
                continue;
            };
            remove(tree, &pointer);
            if !refers(tree, &format!("#{pointer}")) {
                let message = format!("the schema `{name}` is left out, as the config says");
                self.say(Code::Skipped, &pointer, message);
                continue;
            }
            let message = format!("`{name}` is in use all the same, as raw JSON");
            self.say(Code::SkippedInUse, &place, message);
            put(tree, &pointer, Value::Object(IndexMap::new()));
        }
    }

    fn replace_types(&mut self, tree: &mut Value) {
        let types = self.said.get("types").and_then(Value::as_object);
        for (name, value) in types.into_iter().flatten() {
            let place = self.root.child("types").child(name);
            let Some(pointer) = self.schema(tree, name, &place) else {
                continue;
            };
            let members = match value {
                Value::String(any) if any == "any" => IndexMap::new(),
                Value::Object(members) if members.contains_key("type") => members.clone(),
                _ => {
                    let message = format!(
                        "expected `any` or an object with a type, found {}",
                        value.kind()
                    );
                    self.say(Code::MalformedConfig, &place, message);
                    continue;
                }
            };
            self.check_members(value, &TYPE, &place);
            let mut schema = kept(tree.pointer(pointer.as_str()));
            let members = members.into_iter();
            for (key, value) in members.filter(|(key, _)| TYPE.contains(&key.as_str())) {
                let origin = place.child(&key).as_str().to_owned();
                self.origins
                    .insert(pointer.child(&key).as_str().to_owned(), origin);
                schema.insert(key, value);
            }
            put(tree, &pointer, Value::Object(schema));
        }
    }

    fn set_pagination(&mut self, tree: &mut Value) {
        let operations = operations(tree);
        let lists = self.said.get("pagination").and_then(Value::as_object);
        for (name, value) in lists.into_iter().flatten() {
            let place = self.root.child("pagination").child(name);
            if let Some(found) = self.operation(&operations, name, &place) {
                let pointer = found.pointer.child("x-client-pagination");
                self.write(tree, &pointer, value.clone(), &place);
            }
        }
    }

    fn name_operations(&mut self, tree: &mut Value) {
        let operations = operations(tree);
        for (id, name, place) in self.names("methods") {
            if let Some(found) = self.operation(&operations, id, &place) {
                self.hint(tree, &found.pointer, "method", name, &place);
            }
        }
        for (tag, name, place) in self.names("resources") {
            let tagged: Vec<&Found> = (operations.iter())
                .filter(|it| it.tags.first().is_some_and(|first| first == tag))
                .collect();
            if tagged.is_empty() {
                let tags = operations.iter().filter_map(|it| it.tags.first());
                let tags = tags.map(String::as_str);
                self.leads_nowhere(tag, &place, "no operation has the first tag", tags);
            }
            for found in tagged {
                self.hint(tree, &found.pointer, "resource", name, &place);
            }
        }
    }

    /// Sets a member of `x-client-operation`.
    fn hint(
        &mut self,
        tree: &mut Value,
        operation: &Pointer,
        key: &str,
        name: &str,
        from: &Pointer,
    ) {
        let pointer = operation.child("x-client-operation");
        if tree
            .pointer(pointer.as_str())
            .and_then(Value::as_object)
            .is_none()
        {
            self.write(tree, &pointer, Value::Object(IndexMap::new()), from);
        }
        self.write(
            tree,
            &pointer.child(key),
            Value::String(name.to_owned()),
            from,
        );
    }

    /// The names of types, which must not be those of others.
    fn type_names(&mut self, tree: &Value) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        let given = self.names("types");
        let schemas = tree
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        let others = schemas.into_iter().flat_map(IndexMap::keys);
        let others = others.filter(|name| !given.iter().any(|(known, ..)| known == name));
        let mut taken: Vec<String> = others.map(|name| letters(name)).collect();
        for (schema, name, place) in given {
            if schemas.is_none_or(|schemas| !schemas.contains_key(schema)) {
                let known = schemas.into_iter().flat_map(IndexMap::keys);
                let known = known.map(String::as_str);
                self.leads_nowhere(schema, &place, "there is no schema", known);
            } else if taken.contains(&letters(name)) {
                let message = format!("another type has the name `{name}` already");
                self.say(Code::MalformedConfig, &place, message);
            } else {
                taken.push(letters(name));
                names.insert(schema.to_owned(), name.to_owned());
            }
        }
        names
    }

    /// The operation with an `operationId` or at a pointer.
    fn operation<'o>(
        &mut self,
        operations: &'o [Found],
        name: &str,
        place: &Pointer,
    ) -> Option<&'o Found> {
        let is_it = |it: &&Found| it.id.as_deref() == Some(name) || it.pointer.as_str() == name;
        let found = operations.iter().find(is_it);
        if found.is_none() {
            let ids = operations.iter().filter_map(|it| it.id.as_deref());
            self.leads_nowhere(name, place, "there is no operation", ids);
        }
        found
    }

    /// The place of a schema that is given by its name or by a pointer.
    fn schema(&mut self, tree: &Value, name: &str, place: &Pointer) -> Option<Pointer> {
        let schemas = Pointer::new("/components/schemas");
        let pointer = match name.starts_with('/') {
            true => Pointer::new(name),
            false => schemas.child(name),
        };
        let is_object = |value: &Value| value.as_object().is_some();
        if tree.pointer(pointer.as_str()).is_some_and(is_object) {
            return Some(pointer);
        }
        let known = tree.pointer(schemas.as_str()).and_then(Value::as_object);
        let known = known.into_iter().flat_map(IndexMap::keys);
        self.leads_nowhere(name, place, "there is no schema", known.map(String::as_str));
        None
    }

    /// Writes a value of the config into the document.
    fn write(&mut self, tree: &mut Value, pointer: &Pointer, value: Value, from: &Pointer) {
        put(tree, pointer, value);
        let origin = from.as_str().to_owned();
        self.origins.insert(pointer.as_str().to_owned(), origin);
    }

    fn leads_nowhere<'n>(
        &mut self,
        name: &str,
        place: &Pointer,
        what: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let message = format!("{what} `{}`", name.escape_debug());
        // Items of lists have no key of their own.
        let is_item = place
            .last()
            .is_some_and(|last| last.parse::<usize>().is_ok());
        let place = match is_item {
            true => Place::from(place),
            false => Place::key(place.clone()),
        };
        let mut found = Diagnostic::new(Code::DanglingConfig, place, message);
        found.hint = keywords::nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        self.report.push(found);
    }

    fn say(&mut self, code: Code, place: &Pointer, message: impl Into<String>) {
        self.report.push(Diagnostic::new(code, place, message));
    }

    fn say_with_hint(&mut self, code: Code, place: &Pointer, message: String, hint: &str) {
        self.report
            .push(Diagnostic::new(code, place, message).hint(hint));
    }
}

/// An operation of the document.
#[derive(Clone)]
struct Found {
    id: Option<String>,
    tags: Vec<String>,
    path: String,
    pointer: Pointer,
}

/// All operations, in document order.
fn operations(tree: &Value) -> Vec<Found> {
    let mut operations = Vec::new();
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let place = Pointer::new("/paths").child(path);
        let more = item.get("additionalOperations");
        let own = item.as_object().into_iter().flatten();
        let own = own.filter(|(key, _)| METHODS.contains(&key.as_str()));
        let own = own.map(|(key, value)| (place.child(key), value));
        let more = more.and_then(Value::as_object).into_iter().flatten();
        let below = place.child("additionalOperations");
        let more = more.map(|(key, value)| (below.child(key), value));
        for (pointer, value) in own.chain(more) {
            let tags = value.get("tags").and_then(Value::as_array);
            let tags = tags.into_iter().flatten().filter_map(Value::as_str);
            operations.push(Found {
                id: (value.get("operationId").and_then(Value::as_str)).map(str::to_owned),
                tags: tags.map(str::to_owned).collect(),
                path: path.clone(),
                pointer,
            });
        }
    }
    operations
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What stays of a schema whose type is replaced.
fn kept(schema: Option<&Value>) -> IndexMap<String, Value> {
    const KEPT: [&str; 6] = [
        "title",
        "description",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
    ];
    let members = schema.and_then(Value::as_object).into_iter().flatten();
    members
        .filter(|(key, _)| KEPT.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Whether a text is a name in Rust, apart from its keywords.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// What of a name tells types apart, whatever their case.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a path is like a pattern, in which `*` stands for any text.
fn matches_glob(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Whether a `$ref` leads to a place or into it.
fn refers(value: &Value, target: &str) -> bool {
    match value {
        Value::String(text) if text.starts_with('#') => {
            let text = percent_decode(text);
            (text.strip_prefix(target)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        Value::Array(items) => items.iter().any(|item| refers(item, target)),
        Value::Object(members) => members.values().any(|member| refers(member, target)),
        _ => false,
    }
}

/// The object that has the member at a pointer, and the name of the member.
fn owner<'t>(tree: &'t mut Value, pointer: &Pointer) -> Option<(&'t mut Value, String)> {
    let mut value = tree;
    let parent = pointer.parent()?;
    for token in parent.as_str().split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        value = match value {
            Value::Object(members) => members.get_mut(&token)?,
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some((value, pointer.last()?))
}

fn put(tree: &mut Value, pointer: &Pointer, value: Value) {
    match owner(tree, pointer) {
        Some((Value::Object(members), name)) => {
            members.insert(name, value);
        }
        Some((Value::Array(items), index)) => {
            let item = index
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index));
            item.into_iter().for_each(|item| *item = value.clone());
        }
        _ => {}
    }
}

fn remove(tree: &mut Value, pointer: &Pointer) {
    if let Some((Value::Object(members), name)) = owner(tree, pointer) {
        members.shift_remove(&name);
    }
}
