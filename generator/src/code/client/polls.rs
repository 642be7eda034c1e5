//! Waiting for an end: what the client asks again and again, and how it knows the last answer.

use super::Context;
use super::uploads::json_reply;
use crate::code::names::{self, Ident};
use crate::code::types::Types;
use crate::code::{Method, Operation, PollRow, Reply, Seed, Task, docs, examples};
use crate::ir;

/// The setters of the builder that are not the document's.
pub(super) const OWN: [&str; 1] = ["interval"];

/// How the reply of an operation tells its end; none without one JSON reply.
pub(super) fn plan_poll(
    types: &Types<'_>,
    operation: &ir::Operation,
    row: &Operation,
) -> Option<PollRow> {
    let poll = operation.poll.as_ref()?;
    Some(PollRow {
        operation: row.constant.clone(),
        field: poll.field.clone(),
        done: poll.done.clone(),
        failed: poll.failed.clone(),
        message: poll.message.clone().unwrap_or_default(),
        interval_ms: poll.interval_ms,
        timeout_ms: poll.timeout_ms,
        reply: json_reply(types, operation)?,
    })
}

/// The words of the method: `wait until ready`.
pub(super) fn words(poll: &ir::Poll) -> String {
    match poll.done.as_slice() {
        [state] => format!("wait until {state}"),
        _ => "wait until done".to_owned(),
    }
}

/// The method that waits, made of the one that asks.
pub(super) fn plan_wait(
    context: &Context<'_>,
    handle: Option<&Ident>,
    operation: &ir::Operation,
    (name, builder): (Ident, Ident),
    asking: Method,
    poll: PollRow,
) -> Method {
    let mut lines = wait_docs(&asking.name, &poll);
    let mut method = Method {
        name,
        builder,
        is_trait_method: false,
        docs: Vec::new(),
        reply: Reply::Json(poll.reply.clone(), Seed::Plain),
        streams: Vec::new(),
        pages: None,
        task: Task::Wait(poll),
        ..asking
    };
    let required = method
        .required
        .iter_mut()
        .map(|required| &mut required.input);
    for input in required.chain(&mut method.optional) {
        if OWN.contains(&input.name.as_str()) {
            input.name = names::suffixed(&input.name, "_");
        }
    }
    if let Some(example) = examples::method_example(context, handle, operation, None, &method) {
        lines.own(["# Examples".to_owned()]);
        lines.own(example);
    }
    method.docs = lines.finish();
    method
}

fn wait_docs(asking: &Ident, poll: &PollRow) -> docs::Lines {
    let state = docs::code_span(poll.field.trim_start_matches('/'));
    let mut lines = docs::Lines::default();
    lines.paragraph(&format!("Waits until {state} is {}.", either(&poll.done)));
    lines.paragraph(&format!(
        "Asks as [`{asking}`](Self::{asking}) does, every {} and for at most {}, unless \
         `interval` and `deadline` say otherwise. A state that is not known is waited for; after \
         an error that may go away, the service is asked again.",
        docs::seconds(poll.interval_ms),
        docs::seconds(poll.timeout_ms),
    ));
    let mut errors = String::new();
    if !poll.failed.is_empty() {
        errors = format!(
            "[`Failed`](crate::ErrorKind::Failed) when it is {}, with what the service says of \
             the reason; ",
            either(&poll.failed)
        );
    }
    errors.push_str(
        "[`Timeout`](crate::ErrorKind::Timeout) when the time has run out; and the errors of \
         asking that do not go away by themselves.",
    );
    lines.own(["# Errors".to_owned()]);
    lines.paragraph(&errors);
    lines
}

fn either(states: &[String]) -> String {
    let states: Vec<String> = states.iter().map(|state| docs::code_span(state)).collect();
    states.join(" or ")
}
