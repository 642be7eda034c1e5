//! The bodies of failures: which models they are, and which of them a status has.
//!
//! What is no model, such as text or a list, is no business of this file: `Error::body` has it.

use std::collections::HashSet;

use crate::code::names::Ident;
use crate::code::operations::{chosen, failures};
use crate::code::types::Types;
use crate::code::{FailureRow, Type};
use crate::ir::{self, Encoding, StatusRange};

/// The models that the bodies of documented failures are, in document order.
pub(in crate::code) fn plan_error_bodies(types: &Types<'_>) -> Vec<Ident> {
    let outcomes = types.api().operations.iter().flat_map(failures);
    let used: HashSet<Ident> = outcomes
        .filter_map(|outcome| error_body(types, outcome))
        .collect();
    let models = types.models().map(|(_, _, name)| name.clone());
    models.filter(|name| used.contains(name)).collect()
}

/// The model of a failure's body, for those that are JSON objects and their like.
pub(super) fn error_body(types: &Types<'_>, outcome: &ir::Outcome) -> Option<Ident> {
    let content = chosen(outcome).filter(|content| content.encoding == Encoding::Json)?;
    match types.bare(content.ty) {
        Type::Model(name) => Some(name),
        _ => None,
    }
}

/// Which body each status has: exact statuses first, then classes, then the rest.
///
/// A status of which the rows behind it say the same has none of its own. So operations with
/// other lists of the same errors can share their rows.
pub(in crate::code) fn plan_failures(
    types: &Types<'_>,
    bodies: &[Ident],
    operation: &ir::Operation,
) -> Vec<FailureRow> {
    let mut rows: Vec<FailureRow> = failures(operation)
        .map(|outcome| FailureRow {
            status: outcome.status,
            body: error_body(types, outcome)
                .and_then(|model| bodies.iter().position(|known| *known == model)),
        })
        .collect();
    rows.sort_by_key(|row| match row.status {
        StatusRange::Default => (0, 0),
        StatusRange::Class(digit) => (1, u16::from(digit)),
        StatusRange::Code(status) => (2, status),
    });
    let mut kept: Vec<FailureRow> = Vec::new();
    for row in rows {
        let behind = kept
            .iter()
            .rev()
            .find(|other| has(other.status, row.status));
        if row.body != behind.and_then(|other| other.body) {
            kept.push(row);
        }
    }
    kept.sort_by_key(|row| match row.status {
        StatusRange::Code(status) => (0, status),
        StatusRange::Class(digit) => (1, u16::from(digit)),
        StatusRange::Default => (2, 0),
    });
    kept
}

/// Whether a range has the statuses of another.
fn has(range: StatusRange, other: StatusRange) -> bool {
    match (range, other) {
        (StatusRange::Default, _) => true,
        (StatusRange::Class(digit), StatusRange::Code(status)) => u16::from(digit) == status / 100,
        _ => range == other,
    }
}
