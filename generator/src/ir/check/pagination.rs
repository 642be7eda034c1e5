//! What is said of pages must be there: what takes the cursor, what has the next one, the list.

use super::extensions::{check_field, check_pointer, check_reply, dangling, shape};
use crate::diagnostic::{Pointer, Report};
use crate::ir::{
    Api, Body, Cursor, Encoding, End, Location, Operation, Pagination, Parameter, Shape, Slot, Turn,
};

/// Checks what authors say; what was detected is there.
pub(super) fn check_pagination(api: &Api, report: &mut Report) {
    for operation in &api.operations {
        let said = operation.pagination.as_ref();
        if let Some(pagination) = said.filter(|it| it.pointer != operation.pointer) {
            check(api, operation, pagination, report);
        }
    }
}

fn check(api: &Api, operation: &Operation, pagination: &Pagination, report: &mut Report) {
    let place = &pagination.pointer;
    let check_end = |end: &End, report: &mut Report| {
        let (key, pointer) = match end {
            End::Empty => return,
            End::More(pointer) => ("more", pointer),
            End::Next(pointer) => ("next", pointer),
            End::Total(pointer) => ("total", pointer),
            End::Pages(pointer) => ("pages", pointer),
        };
        check_reply(api, operation, pointer, &place.child(key), report);
    };
    match &pagination.turn {
        Turn::Cursor { slot, next, more } => {
            check_slot(api, operation, slot, place.child("cursor"), report);
            if let Cursor::Reply(next) = next {
                check_reply(api, operation, next, &place.child("next"), report);
            }
            if let Some(more) = more {
                check_reply(api, operation, more, &place.child("more"), report);
            }
        }
        Turn::Page { slot, end, .. } => {
            check_slot(api, operation, slot, place.child("page"), report);
            check_end(end, report);
        }
        Turn::Offset { slot, end } => {
            check_slot(api, operation, slot, place.child("offset"), report);
            check_end(end, report);
        }
        Turn::NextUrl(url) => {
            check_reply(api, operation, url, &place.child("next-url"), report);
        }
        Turn::LinkHeader => {}
    }
    let items = &pagination.items;
    let Some(list) = check_reply(api, operation, items, &place.child("items"), report) else {
        return;
    };
    match (shape(&api.types, list), &pagination.turn) {
        (
            Shape::Array(array),
            Turn::Cursor {
                next: Cursor::LastItem(id),
                ..
            },
        ) => {
            check_pointer(
                &api.types,
                array.item,
                id,
                &place.child("last-item"),
                report,
            );
        }
        (Shape::Array(_) | Shape::Any, _) => {}
        _ => dangling(
            report,
            place.child("items"),
            format!("`{items}` is no list"),
        ),
    }
}

fn check_slot(api: &Api, operation: &Operation, slot: &Slot, place: Pointer, report: &mut Report) {
    match slot {
        Slot::Query(name) => {
            let is_it = |it: &Parameter| it.location == Location::Query && it.name == *name;
            if !operation.parameters.iter().any(is_it) {
                dangling(
                    report,
                    place,
                    format!("there is no query parameter `{name}`"),
                );
            }
        }
        Slot::Field(name) => {
            let is_json = |body: &&Body| body.encoding == Encoding::Json;
            check_field(api, operation, is_json, name, place, report);
        }
    }
}
