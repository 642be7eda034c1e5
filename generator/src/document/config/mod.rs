//! The config beside the document: what its owner wants otherwise.
//!
//! The text of the config comes in, and what it says is written into the
//! document as if its author had said it: skipped parts go, types are replaced,
//! pages become extensions. So every later stage checks it like the document,
//! and origins lead its findings back to the line of the config.

mod edit;
mod names;
mod operations;
mod skip;
mod types;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use edit::put;
pub use names::{GivenName, Named};

use super::keywords::{self, Kind};
use super::{Input, Texts, parse_text};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report, nearest};
use crate::value::Value;

/// What of the config is for later stages.
#[derive(Clone, Debug, Default)]
pub(super) struct Config {
    /// What things are called.
    pub(super) names: Vec<GivenName>,
    /// Items of arrays that are left out. They are still there, for without them the others would move.
    pub(super) left_out: HashSet<String>,
}

/// The sections and their members; `*` stands for names of the document.
const SECTIONS: [(&str, &[&str]); 5] = [
    ("skip", &["operations", "tags", "paths", "schemas"]),
    ("types", &["*"]),
    ("formats", &["*"]),
    (
        "names",
        &[
            "types",
            "fields",
            "variants",
            "parameters",
            "methods",
            "resources",
        ],
    ),
    ("pagination", &["*"]),
];

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
        left_out: HashSet::new(),
        report,
    };
    overrides.check_keys();
    overrides.skip_operations(tree);
    overrides.skip_schemas(tree);
    overrides.replace_formats(tree);
    overrides.replace_types(tree);
    overrides.set_pagination(tree);
    Config {
        names: overrides.read_names(tree),
        left_out: overrides.left_out,
    }
}

/// The config at work on the document.
struct Overrides<'a> {
    said: &'a Value,
    /// The whole of the config.
    root: Pointer,
    origins: &'a mut HashMap<String, String>,
    left_out: HashSet<String>,
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
            let near = nearest(key, known.iter().copied());
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

    /// The place of a schema that is given by its name or by a pointer.
    fn schema(&mut self, tree: &Value, name: &str, place: &Pointer) -> Option<Pointer> {
        let schemas = Pointer::new("/components/schemas");
        let pointer = match name.starts_with('/') {
            true => Pointer::new(name),
            false => schemas.child(name),
        };
        let is_schema = |value: &Value| value.as_object().is_some() || value.as_bool().is_some();
        if keywords::kind_at(pointer.as_str()) == Some(Kind::Schema)
            && tree.pointer(pointer.as_str()).is_some_and(is_schema)
        {
            return Some(pointer);
        }
        let near = match name.starts_with('/') {
            true => near(tree, &pointer),
            false => {
                let known = members(tree, &schemas);
                nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
            }
        };
        match tree.pointer(pointer.as_str()) {
            Some(_) => self.dangles(name, place, "this is no schema:", None),
            None => self.dangles(name, place, "there is no schema", near),
        }
        None
    }

    /// Writes a value of the config into the document.
    fn write(&mut self, tree: &mut Value, pointer: &Pointer, value: Value, from: &Pointer) {
        put(tree, pointer, value);
        let origin = from.as_str().to_owned();
        self.origins.insert(pointer.as_str().to_owned(), origin);
    }

    /// Reports a name that none of the known ones is.
    fn leads_nowhere<'n>(
        &mut self,
        name: &str,
        place: &Pointer,
        what: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let near = nearest(name, known).map(str::to_owned);
        self.dangles(name, place, what, near);
    }

    fn dangles(&mut self, name: &str, place: &Pointer, what: &str, near: Option<String>) {
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
        found.hint = near.map(|near| format!("did you mean `{near}`?"));
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

/// The pointer that is like one that leads nowhere, but for the part where it first does.
fn near(tree: &Value, pointer: &Pointer) -> Option<String> {
    let mut known = pointer.clone();
    while let Some(parent) = known.parent() {
        if tree.pointer(parent.as_str()).is_some() {
            let names = members(tree, &parent);
            let near = nearest(&known.last()?, names.iter().map(String::as_str))?;
            let rest = &pointer.as_str()[known.as_str().len()..];
            return Some(format!("{}{rest}", parent.child(near)));
        }
        known = parent;
    }
    None
}

/// The names of the members of an object.
fn members(tree: &Value, object: &Pointer) -> Vec<String> {
    let members = tree.pointer(object.as_str()).and_then(Value::as_object);
    members
        .into_iter()
        .flat_map(IndexMap::keys)
        .cloned()
        .collect()
}

/// Whether a text is a name in Rust, apart from its keywords.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_')
}
