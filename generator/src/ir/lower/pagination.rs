//! What the author says of pages: `x-client-pagination`, read into the nouns.
//!
//! The form of the value was checked when the document was read; whether what
//! it points to exists is checked in [`super::super::check`].

use super::Lowering;
use super::extensions::{count, text};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Body, Cursor, Encoding, End, Location, Pagination, Parameter, Slot, Turn};
use crate::value::Value;

/// What the author says of the pages of an operation.
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// That it has none.
    Single,
    /// How they follow each other.
    Pages(Pagination),
}

/// What the author says, with its place.
struct Statement<'a> {
    raw: &'a Value,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    /// How the pages of an operation follow each other, if the author says it.
    pub(super) fn pagination(
        &mut self,
        operation: &Pointer,
        parameters: &[Parameter],
        bodies: &[Body],
    ) -> Said {
        let pointer = operation.child("x-client-pagination");
        let Some(raw) = self.raw(&pointer) else {
            return Said::Nothing;
        };
        if raw.as_str().is_some() {
            return Said::Single;
        }
        let statement = Statement { raw, pointer };
        let slot = |name: String| slot(name, parameters, bodies);
        let turn = self.turn(&statement, &slot);
        let Some((turn, items)) = turn.zip(text(raw, "items")) else {
            return Said::Single;
        };
        Said::Pages(Pagination {
            turn,
            items,
            pointer: statement.pointer,
        })
    }

    /// The one way from page to page that the statement has.
    fn turn(&mut self, said: &Statement<'_>, slot: &dyn Fn(String) -> Slot) -> Option<Turn> {
        const WAYS: [&str; 5] = ["cursor", "page", "offset", "next-url", "link-header"];
        let raw = said.raw;
        let is_there = |key: &str| raw.get(key).is_some_and(|it| it.as_bool() != Some(false));
        let ways: Vec<&str> = WAYS.into_iter().filter(|way| is_there(way)).collect();
        let [way] = ways[..] else {
            let message = format!("expected one of {}, found {}", WAYS.join(", "), ways.len());
            self.say(Code::MalformedExtension, &said.pointer, message);
            return None;
        };
        match way {
            "cursor" => {
                let next = text(raw, "next").map(Cursor::Reply);
                let last = text(raw, "last-item").map(Cursor::LastItem);
                let ((Some(next), None) | (None, Some(next))) = (next, last) else {
                    let message = "a cursor needs one of next, last-item";
                    self.say(Code::MalformedExtension, &said.pointer, message);
                    return None;
                };
                Some(Turn::Cursor {
                    slot: slot(text(raw, "cursor")?),
                    next,
                    more: text(raw, "more"),
                })
            }
            "page" => Some(Turn::Page {
                slot: slot(text(raw, "page")?),
                first: count(raw, "first").unwrap_or(1),
                end: self.end(said)?,
            }),
            "offset" => Some(Turn::Offset {
                slot: slot(text(raw, "offset")?),
                end: self.end(said)?,
            }),
            "next-url" => Some(Turn::NextUrl(text(raw, "next-url")?)),
            _ => Some(Turn::LinkHeader),
        }
    }

    fn end(&mut self, said: &Statement<'_>) -> Option<End> {
        let at = |key: &str| text(said.raw, key);
        let ends = [
            at("more").map(End::More),
            at("next").map(End::Next),
            at("total").map(End::Total),
            at("pages").map(End::Pages),
        ];
        let mut found = ends.into_iter().flatten();
        match (found.next(), found.next()) {
            (end, None) => Some(end.unwrap_or(End::Empty)),
            (_, Some(_)) => {
                let message = "only one of more, next, total, pages can say where the end is";
                self.say(Code::MalformedExtension, &said.pointer, message);
                None
            }
        }
    }
}

/// Names of parameters come first; a field of the body is meant where there is no such parameter.
fn slot(name: String, parameters: &[Parameter], bodies: &[Body]) -> Slot {
    let is_parameter = parameters
        .iter()
        .any(|parameter| parameter.location == Location::Query && parameter.name == name);
    let has_json = bodies.iter().any(|body| body.encoding == Encoding::Json);
    match is_parameter || !has_json {
        true => Slot::Query(name),
        false => Slot::Field(name),
    }
}
