//! The documentation of a method: what the document says, the request line, the errors and an example.

use super::Context;
use super::replies::{plan_content, status_text};
use crate::code::names::Ident;
use crate::code::operations::chosen;
use crate::code::types::Types;
use crate::code::{Method, Reply, Type, docs, examples};
use crate::ir::{self, StatusRange};

/// What the document says, the request line, the errors and an example.
pub(super) fn method_docs(
    context: &Context<'_>,
    handle: Option<&Ident>,
    operation: &ir::Operation,
    body: Option<&ir::Body>,
    method: &Method,
) -> Vec<String> {
    let mut lines = docs::described(&operation.docs, &format!("Calls `{}`.", operation.id));
    let form = match body {
        Some(body) if operation.bodies.len() > 1 => {
            format!(", body {}", docs::code_span(&body.media_type))
        }
        _ => String::new(),
    };
    let line = format!("{} {}", operation.method, operation.path);
    lines.own([format!("{}{form}", docs::code_span(&line))]);
    let errors = errors(context.types, operation);
    if !errors.is_empty() {
        lines.own(["# Errors".to_owned()]);
        lines.own(errors);
    }
    if let Some(example) = examples::method_example(context, handle, operation, body, method) {
        lines.own(["# Examples".to_owned()]);
        lines.own(example);
    }
    lines.finish()
}

/// The documented failures: statuses with the type of their body.
fn errors(types: &Types<'_>, operation: &ir::Operation) -> Vec<String> {
    let failures = operation.outcomes.iter().filter(|outcome| {
        !outcome.status.is_success()
            && !matches!(
                outcome.status,
                StatusRange::Code(100..=399) | StatusRange::Class(1 | 3)
            )
    });
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for outcome in failures.filter(|_| operation.outcomes.len() > 1) {
        let body = match plan_content(types, chosen(outcome)) {
            Reply::Json(Type::Model(name)) => {
                format!(" with [`{name}`](crate::models::{name}) as their body")
            }
            _ => String::new(),
        };
        let status = status_text(outcome.status);
        match groups.iter_mut().find(|(known, _)| *known == body) {
            Some((_, statuses)) => statuses.push(status),
            None => groups.push((body, vec![status])),
        }
    }
    groups
        .into_iter()
        .flat_map(|(body, statuses)| {
            let mut lines = Vec::new();
            docs::wrap_line(
                &format!("Documented failures{body}: {}.", statuses.join(", ")),
                &mut lines,
            );
            lines
        })
        .collect()
}
