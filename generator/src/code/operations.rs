//! The table of operations: what the runtime has to know of each.

use super::client::plan_failures;
use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{AnyOperation, IdempotencyRow, Operation, ParameterRow, ServerRow, docs};
use crate::ir::{self, Encoding};

/// One row per operation, in document order, and one for requests to none of them.
pub(super) fn plan_rows(
    api: &ir::Api,
    types: &Types<'_>,
    error_bodies: &[Ident],
) -> (Vec<Operation>, AnyOperation) {
    let mut scope = Scope::default();
    // What several rows share stands beside them: `ERROR_SHAPE`, `ERROR_SHAPE_2`, …
    for shared in ["error shape", "failures", "idempotency"] {
        scope.take(&names::ident(shared, Use::Constant));
        for index in 2..=api.operations.len() {
            let numbered = format!("{shared} {index}");
            scope.take(&names::ident(&numbered, Use::Constant));
        }
    }
    let rows: Vec<Operation> = api
        .operations
        .iter()
        .map(|operation| Operation {
            constant: scope.name(&operation.id, Use::Constant),
            id: operation.id.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            parameters: operation.parameters.iter().map(plan_parameter).collect(),
            security: operation.security.clone(),
            accept: plan_accept(operation),
            error: error_contents(operation).find_map(|content| content.error.clone()),
            failures: plan_failures(types, error_bodies, operation),
            request_id: operation
                .outcomes
                .iter()
                .flat_map(|outcome| &outcome.headers)
                .find(|header| header.request_id)
                .map(|header| header.name.clone()),
            idempotency: operation.parameters.iter().find_map(plan_idempotency),
            pagination: operation.pagination.clone(),
            server: operation
                .server
                .as_ref()
                .and_then(|own| plan_server(types, own)),
            form: operation.bodies.iter().flat_map(plan_form).collect(),
            parts: operation.bodies.iter().flat_map(plan_parts).collect(),
        })
        .collect();
    let any = plan_any(scope.name("any request", Use::Constant), &rows);
    (rows, any)
}

/// A body has its fields by name, so one row serves all forms of an operation.
fn plan_form(body: &ir::Body) -> impl Iterator<Item = ParameterRow> {
    body.styles.iter().map(|field| ParameterRow {
        name: field.name.clone(),
        location: ir::Location::Query,
        style: field.style,
        explode: field.explode,
        allow_reserved: field.allow_reserved,
        required: false,
        constant: None,
    })
}

fn plan_parts(body: &ir::Body) -> impl Iterator<Item = (String, String)> {
    let parts = body.parts.iter();
    parts.map(|part| (part.name.clone(), part.media_types.clone()))
}

fn plan_idempotency(parameter: &ir::Parameter) -> Option<IdempotencyRow> {
    let rule = parameter.idempotency.as_ref()?;
    Some(IdempotencyRow {
        parameter: parameter.name.clone(),
        duplicate: rule.duplicate.clone().unwrap_or_default(),
        replayed: rule.replayed.clone().unwrap_or_default(),
    })
}

/// What most operations have in common, for requests to endpoints that the document does not have.
fn plan_any(constant: Ident, rows: &[Operation]) -> AnyOperation {
    AnyOperation {
        constant,
        security: most_common(rows, |row| Some(row.security.clone())).unwrap_or_default(),
        error: most_common(rows, |row| row.error.clone()),
        request_id: most_common(rows, |row| row.request_id.clone()),
        idempotency: most_common(rows, |row| row.idempotency.clone()),
    }
}

/// What the most rows have, the first of several such.
fn most_common<T: PartialEq>(
    rows: &[Operation],
    part: impl Fn(&Operation) -> Option<T>,
) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for part in rows.iter().filter_map(part) {
        match counts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, count)) => *count += 1,
            None => counts.push((part, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let mut counts = counts.into_iter();
    counts
        .find(|(_, count)| *count == most)
        .map(|(part, _)| part)
}

/// An address, or a path in place of that of the service; none if that is the same.
fn plan_server(types: &Types<'_>, own: &ir::Server) -> Option<ServerRow> {
    if own.url.contains("://") {
        return Some(ServerRow::Url(own.url.clone()));
    }
    let service = types.api().servers.first();
    let instead_of = service.map_or_else(String::new, |server| path_of(&server.url));
    let own = path_of(&own.url);
    (own != instead_of).then_some(ServerRow::Path { own, instead_of })
}

// `https://api.example.com/v2/` => `/v2`
fn path_of(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url.trim_start_matches("./"),
    };
    match path.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

fn plan_parameter(parameter: &ir::Parameter) -> ParameterRow {
    ParameterRow {
        name: parameter.name.clone(),
        location: parameter.location,
        style: parameter.style,
        explode: parameter.explode,
        allow_reserved: parameter.allow_reserved,
        required: parameter.required,
        constant: parameter.constant.as_ref().map(docs::json),
    }
}

/// The success outcomes; a lone `default` counts as one.
pub(super) fn successes(operation: &ir::Operation) -> impl Iterator<Item = &ir::Outcome> {
    let lone = operation.outcomes.len() == 1;
    operation.outcomes.iter().filter(move |outcome| {
        outcome.status.is_success() || (lone && outcome.status == ir::StatusRange::Default)
    })
}

/// The failures that the document describes; a lone `default` is none.
pub(super) fn failures(operation: &ir::Operation) -> impl Iterator<Item = &ir::Outcome> {
    let lone = operation.outcomes.len() == 1;
    operation
        .outcomes
        .iter()
        .filter(move |outcome| match outcome.status {
            ir::StatusRange::Default => !lone,
            ir::StatusRange::Code(code) => code >= 400,
            ir::StatusRange::Class(class) => class >= 4,
        })
}

/// The bodies of all outcomes but those of success.
fn error_contents(operation: &ir::Operation) -> impl Iterator<Item = &ir::Content> {
    let failures = operation
        .outcomes
        .iter()
        .filter(|outcome| !outcome.status.is_success());
    failures.flat_map(|outcome| &outcome.contents)
}

/// The form of a reply that the client decodes, of those the document offers: JSON before all others.
pub(super) fn chosen(outcome: &ir::Outcome) -> Option<&ir::Content> {
    let of = |encoding| {
        outcome
            .contents
            .iter()
            .find(move |content| content.encoding == encoding)
    };
    of(Encoding::Json).or_else(|| outcome.contents.first())
}

/// The media types that the client decodes, in document order.
fn plan_accept(operation: &ir::Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for content in successes(operation).filter_map(chosen) {
        if !types.contains(&content.media_type.as_str()) {
            types.push(&content.media_type);
        }
    }
    // An operation without a reply still has errors, which most services write as JSON.
    if types.is_empty() {
        for content in failures(operation).filter_map(chosen) {
            if !types.contains(&content.media_type.as_str()) {
                types.push(&content.media_type);
            }
        }
    }
    if types.is_empty() {
        "*/*".to_owned()
    } else {
        types.join(", ")
    }
}
