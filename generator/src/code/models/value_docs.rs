//! The documentation of a field or parameter: what the document says, then what it demands.

use crate::code::docs;
use crate::code::names::{self, Ident, Use};
use crate::code::types::Types;
use crate::ir;
use crate::value::Value;

/// The documentation of a field or parameter: what the document says, then what it demands.
pub(in crate::code) fn value_docs(
    types: &Types<'_>,
    docs: &ir::Docs,
    ty: ir::TypeRef,
    default: Option<&Value>,
    constant: Option<&Value>,
    name: &str,
) -> Vec<String> {
    let api = types.api();
    let (id, _) = api.types.resolve(ty);
    let own = &api.types[ty.id].docs;
    let fallback = if own.description.is_some() || own.summary.is_some() {
        own
    } else {
        &api.types[id].docs
    };
    let source = if docs.description.is_some() || docs.summary.is_some() {
        docs
    } else {
        fallback
    };
    let mut lines = docs::described(source, &format!("`{name}`."));
    let mut demands: Vec<String> = docs::constraints(&api.types[id].constraints)
        .into_iter()
        .collect();
    if let Some(value) = constant {
        demands.push(format!("Always {}.", docs::code_span(&docs::plain(value))));
    }
    if let Some(value) = default {
        demands.push(format!(
            "Default: {}.",
            docs::code_span(&docs::plain(value))
        ));
    }
    if !demands.is_empty() {
        lines.own(demands);
    }
    lines.finish()
}

/// Tells what a value is called on the wire, if its name does not: it was chosen, or has a number.
pub(in crate::code) fn tell_wire_name(
    lines: &mut Vec<String>,
    name: &Ident,
    wire: &str,
    use_: Use,
) {
    // Without a description the name on the wire is all there is.
    let is_told = lines
        .first()
        .is_some_and(|line| *line == format!("`{wire}`."));
    if is_told || *name == names::ident(wire, use_) {
        return;
    }
    lines.push(String::new());
    lines.push(format!("On the wire: {}.", docs::code_span(wire)));
}
