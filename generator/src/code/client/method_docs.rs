//! The documentation of a method: what the document says, the request line, the errors and an example.

use super::Context;
use super::errors::error_body;
use super::replies::status_text;
use crate::code::names::Ident;
use crate::code::operations::failures;
use crate::code::types::Types;
use crate::code::{Method, Reply, StreamReply, Task, Type, docs, examples};
use crate::ir;

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
    for stream in &method.streams {
        lines.paragraph(&stream_docs(stream, method));
    }
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

/// How a reply is read value by value, and what `send` makes of it.
fn stream_docs(stream: &StreamReply, method: &Method) -> String {
    let what = match stream.framing {
        ir::Framing::Events => "events",
        ir::Framing::Lines | ir::Framing::Records => "values",
    };
    let name = stream.method();
    let media_type = docs::code_span(&stream.media_type);
    let mut text =
        format!("`{name}` asks for {media_type} and gives the {what} one by one, as they come.");
    if matches!(method.reply, Reply::Text) {
        text.push_str(" `send` waits for the last one and gives the text of them all.");
    } else if has_switch(method) {
        text.push_str(
            " Where the service goes by a field of the request, that is `.stream(true)`, which is \
             never set by itself.",
        );
    }
    text
}

/// Whether the request says by a field of its own that it wants a stream, as many do.
fn has_switch(method: &Method) -> bool {
    let optional = method.optional.iter();
    let mut inputs = optional.chain(method.required.iter().map(|required| &required.input));
    let is_bool = |ty: &Type| match ty {
        Type::Option(inner) | Type::Omittable(inner) => **inner == Type::Bool,
        ty => *ty == Type::Bool,
    };
    inputs.any(|input| input.wire == "stream" && is_bool(&input.ty))
}

/// What an upload waits for at its end.
fn waited_for<'a>(context: &'a Context<'_>, operation: &ir::Operation) -> Option<&'a ir::Poll> {
    let id = operation.upload.as_ref()?.signed.as_ref()?.poll.as_ref()?;
    let mut operations = context.api.operations.iter();
    operations
        .find(|operation| operation.id == *id)?
        .poll
        .as_ref()
}

/// How an upload goes, what it leaves behind, and an example.
pub(super) fn upload_docs(
    context: &Context<'_>,
    handle: Option<&Ident>,
    operation: &ir::Operation,
    method: &Method,
) -> Vec<String> {
    let Task::Upload(row) = &method.task else {
        return Vec::new();
    };
    let signed = row.signed.as_ref();
    let waits = signed.is_some_and(|way| way.poll.is_some());
    let mut lines = docs::Lines::default();
    lines.paragraph(if waits {
        "Uploads a file and waits until the service is done with it."
    } else {
        "Uploads a file."
    });
    let mut ways = Vec::new();
    if !row.fetch.is_empty() {
        ways.push("A URL is fetched by the service.".to_owned());
    }
    if let Some(direct) = &row.direct {
        let most = match direct.max_bytes {
            u64::MAX => "Bytes".to_owned(),
            most => format!("Up to {most} bytes"),
        };
        let next = match signed {
            Some(_) => {
                "; if the service refuses them like that (400, 413, 415 or 422), the next way is \
                 taken"
            }
            None => "",
        };
        ways.push(format!("{most} go with the request{next}."));
    }
    if signed.is_some() {
        ways.push(
            "All others go to a place that is reserved for them; then the upload is completed."
                .to_owned(),
        );
    }
    lines.list(&ways);
    lines.paragraph(
        "`via` chooses the way. The file is streamed, and opened anew for each attempt. Its name \
         and type are those of the source, unless they are set here.",
    );
    if signed.is_some_and(|way| way.renew.is_some()) {
        lines.paragraph(
            "Bytes that do not arrive are sent again. If the place does not take them, or the \
             service refuses to complete the upload (400, 409, 410 or 422) or then says that it \
             failed, a fresh place is asked for: at most twice, and once for a failure that the \
             service tells; `max_renewals` sets another number.",
        );
    }
    if signed.is_some() {
        lines.paragraph(
            "The host of the reserved place sees neither credentials nor headers of the client. \
             Each request has an idempotency key of its own where the service takes one; a key \
             that is set is that of the first request, and for a second one after a refusal it \
             gets `-signed` behind it.",
        );
    }
    if let Some(poll) = waited_for(context, operation) {
        lines.paragraph(&format!(
            "The wait for the service takes at most {}, unless a `deadline` is set, here or for \
             the client: it is that of the whole upload, and the wait takes what is left of it.",
            docs::seconds(poll.timeout_ms)
        ));
    }
    lines.paragraph(
        "Dropping the future, or a `deadline` that has passed, leaves nothing running here. What \
         the service has by then, it keeps: a reservation, or a file.",
    );
    lines.own(["# Errors".to_owned()]);
    let mut kinds = vec![
        "What the requests fail with.".to_owned(),
        "[`Request`](crate::ErrorKind::Request) when the source cannot be read or is not as long \
         as it was said to be."
            .to_owned(),
    ];
    if signed.is_some() {
        kinds.push(
            "[`Upload`](crate::ErrorKind::Upload) when the place does not take the bytes."
                .to_owned(),
        );
    }
    if waits {
        kinds.push(
            "[`Failed`](crate::ErrorKind::Failed) when the service says that it failed.".to_owned(),
        );
    }
    kinds.push("[`Timeout`](crate::ErrorKind::Timeout) when the time has run out.".to_owned());
    lines.list(&kinds);
    lines.paragraph("[`Error::id`](crate::Error::id) tells what was begun.");
    let json = operation.bodies.first();
    if let Some(example) = examples::method_example(context, handle, operation, json, method) {
        lines.own(["# Examples".to_owned()]);
        lines.own(example);
    }
    lines.finish()
}

/// What bringing bytes to a reserved place is.
pub(super) fn delivery_docs() -> Vec<String> {
    let mut lines = docs::Lines::default();
    lines.paragraph("Sends a file to a place that was reserved for it, and nothing more.");
    lines.paragraph(
        "The fields of the form go first, in their order, the file last. The host sees neither \
         credentials nor headers of the client, and any status of success means that it has the \
         file. It is asked again after failures that may go away.",
    );
    lines.own(["# Errors".to_owned()]);
    lines.paragraph(
        "[`Upload`](crate::ErrorKind::Upload) when the host does not take the file, \
         [`Request`](crate::ErrorKind::Request) when it cannot be read, and those of the \
         connection. None shows the address or a field.",
    );
    lines.finish()
}

/// The documented failures: statuses with the type of their body.
fn errors(types: &Types<'_>, operation: &ir::Operation) -> Vec<String> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for outcome in failures(operation) {
        let body = match error_body(types, outcome) {
            Some(name) => format!(" with [`{name}`](crate::models::{name}) as their body"),
            None => String::new(),
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
