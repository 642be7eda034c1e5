//! What the types of streams describe: a value, the data of an event, or the event as a whole.
//!
//! OpenAPI 3.2 says so of `itemSchema`, where an event is an object with `event`, `data`, `id` and
//! `retry`. Before it there was only `schema`, which documents use for the data of an event. One
//! rule for both: a type that has `data`, and nothing else but what events have, is the event.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Content, Framing, ItemForm, Shape, Stream, TextKind, TypeRef, Types};

pub(super) fn settle(api: &mut Api, report: &mut Report) {
    let types = &api.types;
    let outcomes = api
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.outcomes);
    for content in outcomes.flat_map(|outcome| &mut outcome.contents) {
        let Content {
            stream: Some(stream),
            pointer,
            ..
        } = content
        else {
            continue;
        };
        // A schema describes all values together, if it is that of a list.
        let list = list_item(types, stream.item).filter(|_| !stream.declared);
        let says_item = stream.declared || list.is_some();
        stream.item = list.unwrap_or(stream.item);
        // The data of an event is a text, and its JSON is what `Json` reads.
        let content = json_content(types, stream.item);
        if let Some(content) = content.filter(|_| stream.framing == Framing::Events) {
            stream.item = content;
            stream.form = ItemForm::Json;
            continue;
        }
        stream.form = form(types, stream);
        if let Some(guess) = guess(types, stream, says_item) {
            report.push(Diagnostic::new(
                Code::GuessedStream,
                pointer.child("schema"),
                guess,
            ));
        }
    }
}

fn list_item(types: &Types, ty: TypeRef) -> Option<TypeRef> {
    match &types[types.resolve(ty).0].shape {
        Shape::Array(array) => Some(array.item),
        _ => None,
    }
}

/// What an item is the JSON of, if it is a text that holds JSON.
fn json_content(types: &Types, ty: TypeRef) -> Option<TypeRef> {
    match &types[types.resolve(ty).0].shape {
        Shape::Text(TextKind::Json(content)) => Some(*content),
        _ => None,
    }
}

fn form(types: &Types, stream: &Stream) -> ItemForm {
    if stream.framing != Framing::Events {
        return ItemForm::Json;
    }
    match &types[types.resolve(stream.item).0].shape {
        Shape::Any | Shape::Text(_) | Shape::StringEnum(_) => ItemForm::Text,
        _ if is_event(types, stream.item, DEPTH) => ItemForm::Event,
        _ => ItemForm::Json,
    }
}

/// How many unions in unions are looked into.
const DEPTH: usize = 8;

fn is_event(types: &Types, ty: TypeRef, depth: usize) -> bool {
    match &types[types.resolve(ty).0].shape {
        Shape::Struct(shape) => {
            let mut names = shape.fields.iter().map(|field| field.name.as_str());
            names.clone().any(|name| name == "data")
                && names.all(|name| matches!(name, "event" | "data" | "id" | "retry"))
        }
        Shape::Union(union) if depth > 0 && !union.variants.is_empty() => {
            let mut variants = union.variants.iter();
            variants.all(|variant| is_event(types, variant.ty, depth - 1))
        }
        _ => false,
    }
}

/// What was concluded beyond what the document says.
fn guess(types: &Types, stream: &Stream, says_item: bool) -> Option<&'static str> {
    let is_any = matches!(types[types.resolve(stream.item).0].shape, Shape::Any);
    match (stream.framing, stream.form) {
        _ if is_any => None,
        (Framing::Events, ItemForm::Json) if stream.declared => {
            Some("the schema is not that of an event, so it is taken for the data of one")
        }
        (_, _) if stream.declared => None,
        (Framing::Events, ItemForm::Json | ItemForm::Text) => {
            Some("the schema is taken for the data of an event")
        }
        (Framing::Events, ItemForm::Event) => {
            Some("the schema is taken for an event as a whole, since it has `data`")
        }
        (Framing::Lines | Framing::Records, _) if says_item => None,
        (Framing::Lines | Framing::Records, _) => Some("the schema is taken for one value of many"),
    }
}
