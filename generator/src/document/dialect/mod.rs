//! The ladder from 3.2 over 3.1 to the 3.0 form.
//!
//! One walk from the top: at each object the idioms of newer versions are
//! rewritten, one small function per idiom, then its parts are visited. Since
//! a part is visited after it has its final place, a rewrite may leave work to
//! the visit of what it made. What 3.0 cannot say is kept under `x-openapi-…`.
//! Where things move, the way back to the text is recorded.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::audit::push_token;
use super::keywords::{self, Form, Kind};
use super::origin_of;
use super::references::{self, References};
use crate::diagnostic::{Code, Diagnostic, Part, Place, Pointer, Report};
use crate::value::Value;

mod kinds;
mod normal;
mod types;
mod v3_1;
mod v3_2;

use types::SchemaTypes;

/// The members of an object.
type Members = IndexMap<String, Value>;

/// Brings the tree into the 3.0 form.
pub(super) fn descend(
    tree: &mut Value,
    references: &References,
    origins: HashMap<String, String>,
    report: &mut Report,
) -> HashMap<String, String> {
    let types = SchemaTypes::of(tree);
    let mut ladder = Ladder {
        references,
        types: &types,
        origins,
        report,
        here: String::new(),
        moved: Vec::new(),
        depth: 0,
    };
    ladder.object(tree, Kind::Root);
    ladder.origins
}

/// How deep path items and media types are put in place of references to them.
const MAX_DEPTH: usize = 200;

struct Ladder<'a> {
    references: &'a References,
    types: &'a SchemaTypes,
    /// Places of the 3.0 form whose place in the text is not the same: new -> old.
    origins: HashMap<String, String>,
    report: &'a mut Report,
    /// The pointer of the value at hand in the 3.0 form.
    here: String,
    /// What has moved within the object at hand, relative to it.
    moved: Vec<String>,
    depth: usize,
}

impl Ladder<'_> {
    /// Visits a value; false if nothing is left of it.
    fn visit(&mut self, value: &mut Value, form: Form) -> bool {
        if self.depth > MAX_DEPTH {
            return true;
        }
        self.depth += 1;
        let kept = match form {
            Form::Node(kind) | Form::NodeOrRef(kind) => self.object(value, kind),
            Form::Items => self.object(value, Kind::Schema),
            Form::List(item) => self.list(value, *item),
            Form::Map(item) => self.map(value, *item),
            Form::Data
            | Form::Text
            | Form::Flag
            | Form::Number
            | Form::Count
            | Form::Bound
            | Form::TypeNames => true,
        };
        self.depth -= 1;
        kept
    }

    fn within<T>(&mut self, token: &str, step: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.here.len();
        push_token(&mut self.here, token);
        let result = step(self);
        self.here.truncate(length);
        result
    }

    fn list(&mut self, value: &mut Value, item: Form) -> bool {
        let Value::Array(items) = value else {
            return true;
        };
        let mut index = 0;
        items.retain_mut(|value| {
            let kept = self.within(&index.to_string(), |ladder| ladder.visit(value, item));
            index += 1;
            kept
        });
        true
    }

    fn map(&mut self, value: &mut Value, item: Form) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        members.retain(|key, value| self.within(key, |ladder| ladder.visit(value, item)));
        true
    }

    fn object(&mut self, value: &mut Value, kind: Kind) -> bool {
        self.moved.clear();
        if kind == Kind::Schema {
            self.schema(value);
        } else if !self.reference(value, kind) {
            return false;
        }
        let Value::Object(members) = value else {
            return true;
        };
        self.rewrite(members, kind);
        members.retain(|key, value| {
            let form = match key.as_str() {
                "additionalProperties" if value.as_bool().is_some() => return true,
                "x-openapi-webhooks" => Form::Map(&Form::NodeOrRef(Kind::PathItem)),
                "x-openapi-callbacks" => Form::Map(&Form::NodeOrRef(Kind::Callback)),
                "x-openapi-operations" => Form::Map(&Form::Node(Kind::Operation)),
                _ => match keywords::keyword(kind, key) {
                    Some(keyword) => keyword.form,
                    None => return true,
                },
            };
            self.within(key, |ladder| ladder.visit(value, form))
        });
        true
    }

    /// Gives a reference its 3.0 form, or puts in its place what 3.0 cannot refer to.
    fn reference(&mut self, value: &mut Value, kind: Kind) -> bool {
        // A path item that refers to a path item that refers … the chain was checked to end.
        while let Some(text) = value.get("$ref").and_then(Value::as_str) {
            let holder = || origin_of(&self.origins, &self.here).into_owned();
            let Some(target) = self.references.target(holder, text, kind) else {
                return false;
            };
            let Some(aside) = self.references.aside.get(target) else {
                let text = format!("#{target}");
                set(value, "$ref", Value::String(text));
                return true;
            };
            let Value::Object(siblings) = std::mem::replace(value, aside.clone()) else {
                return false;
            };
            let (target, holder) = (target.to_owned(), holder());
            let own: Vec<String> = siblings
                .keys()
                .filter(|key| *key != "$ref")
                .cloned()
                .collect();
            for key in own {
                let place = format!("{}/{}", self.here, references::escape(&key));
                self.origins
                    .insert(place, format!("{holder}/{}", references::escape(&key)));
            }
            self.origins.insert(self.here.clone(), target);
            let Value::Object(members) = value else {
                return false;
            };
            members.extend(siblings.into_iter().filter(|(key, _)| key != "$ref"));
        }
        true
    }

    fn rewrite(&mut self, members: &mut Members, kind: Kind) {
        match kind {
            Kind::Contact | Kind::ServerVariable | Kind::Paths | Kind::Callback => {}
            Kind::Root => self.moved(members, "webhooks", "x-openapi-webhooks"),
            Kind::Operation => self.moved(members, "callbacks", "x-openapi-callbacks"),
            Kind::ExternalDocs | Kind::RequestBody | Kind::Encoding => {}
            Kind::Parameter => v3_2::querystring(members),
            Kind::Responses | Kind::Schema => {}
            // Present where a header parameter describes a header.
            Kind::Header => members.retain(|key, _| key != "name" && key != "in"),
            Kind::Info => rename(members, "summary", "x-openapi-summary"),
            Kind::License => rename(members, "identifier", "x-openapi-identifier"),
            Kind::Server => rename(members, "name", "x-openapi-name"),
            Kind::Response | Kind::Tag => rename(members, "summary", "x-openapi-summary"),
            Kind::Components => v3_1::components(members),
            Kind::SecurityScheme => v3_1::security_scheme(members),
            Kind::PathItem => self.path_item(members),
            Kind::MediaType => self.media_type(members),
            Kind::Example => rename(members, "dataValue", "value"),
            Kind::Discriminator => self.discriminator(members),
        }
    }

    /// Every name in a discriminator becomes a reference in its 3.0 form.
    fn discriminator(&mut self, members: &mut Members) {
        let mapping = self.here.clone() + "/mapping";
        if let Some(Value::Object(mapped)) = members.get_mut("mapping") {
            mapped.retain(|key, target| self.mapped(&mapping, key, target));
        }
        let here = self.here.clone();
        if let Some(mut target) = members.shift_remove("defaultMapping")
            && self.mapped(&here, "defaultMapping", &mut target)
        {
            members.insert("x-openapi-default-mapping".to_owned(), target);
        }
    }

    fn mapped(&self, place: &str, key: &str, target: &mut Value) -> bool {
        let holder = || references::holder_of(&origin_of(&self.origins, place), key);
        let text = target.as_str().unwrap_or_default();
        match self.references.target(holder, text, Kind::Schema) {
            Some(pointer) => {
                *target = Value::String(format!("#{pointer}"));
                true
            }
            None => false,
        }
    }

    /// Renames a member whose parts still lead back to the text.
    fn moved(&mut self, members: &mut Members, from: &str, to: &str) {
        if let Some(value) = members.shift_remove(from) {
            self.relocate(&[(to.to_owned(), from.to_owned())]);
            members.insert(to.to_owned(), value);
        }
    }

    /// Records that parts of the object at hand have moved: (new, old), relative to it.
    ///
    /// What has moved below an old place before moves along.
    fn relocate(&mut self, moves: &[(String, String)]) {
        let mut recorded = Vec::new();
        for (new, old) in moves {
            let place = join(&self.here, old);
            recorded.push((new.clone(), origin_of(&self.origins, &place).into_owned()));
            for earlier in &self.moved {
                let below = if old.is_empty() {
                    Some(earlier.as_str())
                } else {
                    below(earlier, old)
                };
                if let (Some(below), Some(origin)) =
                    (below, self.origins.get(&join(&self.here, earlier)))
                {
                    recorded.push((join(new, below), origin.clone()));
                }
            }
        }
        for (new, origin) in recorded {
            self.origins.insert(join(&self.here, &new), origin);
            self.moved.push(new);
        }
    }

    /// A finding about a member of the object at hand.
    fn report_key(&mut self, key: &str, code: Code, message: String) {
        self.report_at(&references::escape(key), Part::Key, code, message);
    }

    /// A finding about a place below the object at hand, in the text as written.
    fn report_at(&mut self, relative: &str, part: Part, code: Code, message: String) {
        let place = format!("{}/{relative}", self.here);
        let pointer = Pointer::new(origin_of(&self.origins, &place).into_owned());
        self.report
            .push(Diagnostic::new(code, Place { pointer, part }, message));
    }
}

/// `a` and `b` -> `a/b`.
fn join(parent: &str, relative: &str) -> String {
    if relative.is_empty() {
        parent.to_owned()
    } else {
        format!("{parent}/{relative}")
    }
}

/// `a/b/c` below `a` -> `b/c`.
fn below<'a>(place: &'a str, parent: &str) -> Option<&'a str> {
    place.strip_prefix(parent)?.strip_prefix('/')
}

fn set(value: &mut Value, key: &str, new: Value) {
    if let Value::Object(members) = value {
        members.insert(key.to_owned(), new);
    }
}

fn rename(members: &mut Members, from: &str, to: &str) {
    if let Some(value) = members.shift_remove(from) {
        members.entry(to.to_owned()).or_insert(value);
    }
}
