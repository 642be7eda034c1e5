//! `names`: what things are called in Rust.
//!
//! Names are not written into the document: a schema that is renamed there
//! would be another tag on the wire. They are handed on as they are, and `ir`
//! finds what they are about, since it knows fields, values and branches by the
//! names that users see. Only resources are hints in the document too, for they
//! decide which operations stand together.

use super::operations::{Found, operations};
use super::{Overrides, is_identifier};
use crate::diagnostic::{Code, Pointer};
use crate::value::Value;

/// What the config gives a name to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A type.
    Type,
    /// A property of an object.
    Field,
    /// A value of an enum, or a branch of a union.
    Variant,
    /// A parameter of an operation.
    Parameter,
    /// An operation.
    Method,
    /// The operations with a tag.
    Resource,
}

/// A name of the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenName {
    /// What kind of thing it is for.
    pub named: Named,
    /// Which one: a pointer, or names with points between them. Of a resource, the name itself.
    pub target: String,
    /// The name.
    pub name: String,
    /// Where the config says so.
    pub pointer: Pointer,
}

/// The members of the section, with what they name.
const MEMBERS: [(&str, Named); 6] = [
    ("types", Named::Type),
    ("fields", Named::Field),
    ("variants", Named::Variant),
    ("parameters", Named::Parameter),
    ("methods", Named::Method),
    ("resources", Named::Resource),
];

impl<'a> Overrides<'a> {
    /// All names, those of resources with the hints that they need.
    pub(super) fn read_names(&mut self, tree: &mut Value) -> Vec<GivenName> {
        let mut given = Vec::new();
        for (member, named) in MEMBERS {
            for (target, name, pointer) in self.names(member) {
                if named == Named::Resource {
                    self.name_resource(tree, target, name, &pointer);
                }
                let target = match named {
                    Named::Resource => name,
                    _ => target,
                };
                given.push(GivenName {
                    named,
                    target: target.to_owned(),
                    name: name.to_owned(),
                    pointer,
                });
            }
        }
        given
    }

    /// Puts all operations with a first tag together under a name.
    fn name_resource(&mut self, tree: &mut Value, tag: &str, name: &str, place: &Pointer) {
        let operations = operations(tree);
        let is_tagged = |it: &&Found| it.tags.first().is_some_and(|first| first == tag);
        let tagged: Vec<&Found> = operations.iter().filter(is_tagged).collect();
        if tagged.is_empty() {
            let tags = operations.iter().filter_map(|it| it.tags.first());
            let tags = tags.map(String::as_str);
            self.leads_nowhere(tag, place, "no operation has the first tag", tags);
        }
        for found in tagged {
            self.hint(tree, &found.pointer, "resource", name, place);
        }
    }

    /// The names of a member that can be identifiers, by what they name.
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
}
