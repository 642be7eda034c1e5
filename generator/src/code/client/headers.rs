//! Headers of replies: one constant per name, whichever operations and statuses declare it.

use super::Context;
use crate::code::lock::{Kind, Lock};
use crate::code::members::{Member, Spelling, name_members};
use crate::code::names::{Scope, Use};
use crate::code::types::Types;
use crate::code::{ReplyHeader, Type, docs};
use crate::diagnostic::{Pointer, Report};
use crate::ir::{self, Shape};

/// The headers that the document declares, in its order.
pub(in crate::code) fn plan_headers(
    context: &Context<'_>,
    lock: &mut Lock,
    report: &mut Report,
) -> Vec<ReplyHeader> {
    let outcomes = context
        .api
        .operations
        .iter()
        .flat_map(|item| &item.outcomes);
    // Names of headers have no case.
    let mut declared: Vec<(String, Vec<&ir::Header>)> = Vec::new();
    for header in outcomes.flat_map(|outcome| &outcome.headers) {
        let name = header.name.to_ascii_lowercase();
        match declared.iter_mut().find(|(known, _)| *known == name) {
            Some((_, headers)) => headers.push(header),
            None => declared.push((name, vec![header])),
        }
    }
    let place = Pointer::root().child("headers");
    let members: Vec<Member<'_>> = declared
        .iter()
        .map(|(name, _)| Member {
            text: name,
            places: vec![place.child(name)],
            rank: None,
            chosen: None,
        })
        .collect();
    let mut pins = Vec::new();
    let named_as = (Kind::Header, Use::Constant, Spelling::Same);
    let scope = &mut Scope::default();
    let constants = name_members(&members, named_as, scope, lock, &mut pins, report);
    lock.clear(Kind::Header);
    lock.pin(pins);
    declared
        .iter()
        .zip(constants)
        .map(|((name, headers), constant)| plan_header(context.types, constant, name, headers))
        .collect()
}

fn plan_header(
    types: &Types<'_>,
    constant: crate::code::Ident,
    name: &str,
    headers: &[&ir::Header],
) -> ReplyHeader {
    let mut read = headers.iter().map(|header| plan_type(types, header.ty));
    // Replies that do not agree on the type agree on the text at least.
    let text = (Type::String, false);
    let first = read.next().unwrap_or(text.clone());
    let (ty, is_json) = if read.all(|other| other == first) {
        first
    } else {
        text
    };
    let described = headers
        .iter()
        .find(|header| header.docs.description.is_some())
        .or(headers.first());
    let mut lines = match described {
        Some(header) => docs::described(&header.docs, "A header of replies."),
        None => docs::Lines::default(),
    };
    lines.own([docs::code_span(name)]);
    ReplyHeader {
        constant,
        name: name.to_owned(),
        ty,
        is_json,
        docs: lines.finish(),
    }
}

/// The type that the text of a header is read as, and whether it is read as JSON; lists and
/// objects, which have a format of their own in headers, stay text.
fn plan_type(types: &Types<'_>, ty: ir::TypeRef) -> (Type, bool) {
    let (id, _) = types.api().types.resolve(ty);
    let bare = types.bare(ty);
    match (&bare, &types.api().types[id].shape) {
        (Type::Bool | Type::Integer(_) | Type::Float(_) | Type::Number, _) => (bare, true),
        (Type::Model(_), Shape::IntegerEnum(_)) => (bare, true),
        (Type::Model(_), Shape::StringEnum(_)) | (Type::Text(_), _) => (bare, false),
        _ => (Type::String, false),
    }
}
