//! Keywords of one type beside a union of several.

use super::types::{self, SchemaType, family};
use super::{Ladder, Members};
use crate::diagnostic::Code;
use crate::value::Value;

impl Ladder<'_> {
    /// Keywords without `type`, beside branches of other types -> keywords of the branches that
    /// they are about.
    ///
    /// A keyword speaks of values of its type and of no other (JSON Schema 2020-12, section 7.6.1
    /// of the core): `properties` beside `anyOf` of a text and an object does not forbid the text.
    pub(super) fn keywords_of_kinds(&mut self, members: &mut Members) {
        let speaks = members.keys().any(|key| family(key).is_some());
        if !speaks || members.contains_key("type") || members.contains_key("not") {
            return;
        }
        let Some(ty) = types::implied(members) else {
            return;
        };
        for union in ["oneOf", "anyOf"] {
            let Some(branches) = members.get(union).and_then(Value::as_array) else {
                continue;
            };
            let found: Vec<_> = branches
                .iter()
                .map(|branch| self.types.type_of(branch))
                .collect();
            if found
                .iter()
                .flatten()
                .any(|of_branch| !meets(ty, *of_branch))
            {
                let about =
                    |of_branch: &Option<SchemaType>| of_branch.is_some_and(|of| meets(ty, of));
                let about: Vec<usize> = (0..found.len()).filter(|at| about(&found[*at])).collect();
                self.tell_lost(members, union, ty, &about, found.contains(&None));
                self.hand_over(members, union, ty, &about);
                return;
            }
        }
    }

    /// Tells which branches the keywords do not reach that they might be about.
    fn tell_lost(
        &mut self,
        members: &Members,
        union: &str,
        ty: SchemaType,
        about: &[usize],
        is_any_unknown: bool,
    ) {
        let (code, why) = match (is_any_unknown, about) {
            (true, _) => (
                Code::WeakenedKeyword,
                "says nothing to the branches that are not only of the type",
            ),
            (false, []) => (
                Code::IgnoredKeyword,
                "has no effect: no branch is of the type",
            ),
            (false, _) => return,
        };
        let speaks = |(key, value): &(&String, &Value)| family(key).is_some() && !allows_all(value);
        let speaking = members.iter().filter(speaks);
        let keys: Vec<String> = speaking.map(|(key, _)| key.clone()).collect();
        for key in keys {
            let message = format!("`{key}` beside `{union}` {why} `{}`", ty.name());
            self.report_key(&key, code, message);
        }
    }

    /// Moves the keywords of a type into branches of a union.
    fn hand_over(&mut self, members: &mut Members, union: &str, ty: SchemaType, about: &[usize]) {
        let keys: Vec<String> = members
            .keys()
            .filter(|key| family(key).is_some())
            .cloned()
            .collect();
        let mut own = Members::new();
        for key in keys {
            let Some(value) = members.shift_remove(&key) else {
                continue;
            };
            if allows_all(&value) {
                continue;
            }
            own.insert(key, value);
        }
        if own.is_empty() {
            return;
        }
        let Some(Value::Array(branches)) = members.get_mut(union) else {
            return;
        };
        for at in about {
            let branch = &mut branches[*at];
            let mut part = Members::new();
            part.insert("type".to_owned(), Value::String(ty.name().to_owned()));
            part.extend(own.iter().map(|(key, value)| (key.clone(), value.clone())));
            let whole = std::mem::replace(branch, Value::Null);
            let mut both = Members::new();
            both.insert(
                "allOf".to_owned(),
                Value::Array(vec![whole, Value::Object(part)]),
            );
            *branch = Value::Object(both);
            let place = format!("{union}/{at}");
            self.relocate(&[
                (format!("{place}/allOf/0"), place.clone()),
                (format!("{place}/allOf/1"), String::new()),
            ]);
        }
    }
}

/// Whether values of the two types can be the same.
fn meets(one: SchemaType, other: SchemaType) -> bool {
    one.covers(other) || other.covers(one)
}

/// Whether a schema as the value of a keyword allows whatever there is.
fn allows_all(value: &Value) -> bool {
    match value {
        Value::Bool(allowed) => *allowed,
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
