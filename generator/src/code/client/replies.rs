//! What comes back from an operation: the forms that the client decodes, by status.
//!
//! Failures are decoded by the runtime; here they are only described.

use crate::code::names::{Ident, Scope, Use};
use crate::code::operations::{chosen, successes};
use crate::code::types::Types;
use crate::code::{Reply, ReplyEnum, ReplyVariant, StreamReply, Type, docs};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{self, Encoding, StatusRange};

/// One reply if all statuses have the same, else an enum of them, whose name stands beside the builders.
pub(super) fn plan_reply(
    types: &Types<'_>,
    operation: &ir::Operation,
    name: &Ident,
    builders: &mut Scope,
) -> Reply {
    let mut replies: Vec<(&ir::Outcome, Reply)> = Vec::new();
    for outcome in successes(operation) {
        replies.push((outcome, plan_content(types, chosen(outcome))));
    }
    // A single status goes before the range that it is in.
    replies.sort_by_key(|(outcome, _)| match outcome.status {
        ir::StatusRange::Code(_) => 0,
        ir::StatusRange::Class(_) => 1,
        ir::StatusRange::Default => 2,
    });
    let mut kinds = replies.iter().map(|(_, reply)| format!("{reply:?}"));
    let first = kinds.next();
    if kinds.all(|kind| Some(&kind) == first.as_ref()) {
        return replies
            .into_iter()
            .next()
            .map_or(Reply::Empty, |(_, reply)| reply);
    }
    let mut scope = Scope::default();
    let variants = replies
        .into_iter()
        .map(|(outcome, reply)| ReplyVariant {
            name: scope.name(&status_name(outcome.status), Use::Variant),
            docs: docs::lines(
                &outcome.docs,
                &format!("Status {}.", status_text(outcome.status)),
            ),
            status: outcome.status,
            reply: Box::new(boxed(types, chosen(outcome), reply)),
        })
        .collect();
    Reply::ByStatus(ReplyEnum {
        name: builders.name(&format!("{name} reply"), Use::Builder),
        docs: vec![format!("What `{name}` replies, by status.")],
        variants,
    })
}

/// An object among replies of different types: behind a pointer, since objects grow, and the enum
/// is as large as its largest variant.
fn boxed(types: &Types<'_>, content: Option<&ir::Content>, reply: Reply) -> Reply {
    let ir_types = &types.api().types;
    let is_object = content.is_some_and(|content| {
        matches!(
            ir_types[ir_types.resolve(content.ty).0].shape,
            ir::Shape::Struct(_)
        )
    });
    match reply {
        Reply::Json(ty @ Type::Model(_), seed) if is_object => {
            Reply::Json(Type::Boxed(Box::new(ty)), seed)
        }
        reply => reply,
    }
}

/// What a form of a reply decodes to; no form is an empty reply.
pub(super) fn plan_content(types: &Types<'_>, content: Option<&ir::Content>) -> Reply {
    match content {
        None => Reply::Empty,
        Some(content) => match content.encoding {
            Encoding::Json => Reply::Json(types.full(content.ty), types.seed(content.ty)),
            Encoding::Text | Encoding::Form => Reply::Text,
            Encoding::Binary | Encoding::Multipart => Reply::Bytes,
        },
    }
}

/// The forms that can be read value by value: events, and lines or records.
pub(super) fn plan_streams(types: &Types<'_>, operation: &ir::Operation) -> Vec<StreamReply> {
    let mut streams: Vec<StreamReply> = Vec::new();
    for (content, stream) in streams_of(operation) {
        let planned = StreamReply {
            media_type: content.media_type.clone(),
            framing: stream.framing,
            form: stream.form,
            item: types.full(stream.item),
            seed: types.seed(stream.item),
        };
        streams.push(planned);
    }
    streams
}

/// The first form for each of the methods that read streams.
fn streams_of(operation: &ir::Operation) -> Vec<(&ir::Content, &ir::Stream)> {
    let contents = successes(operation).flat_map(|outcome| &outcome.contents);
    let streams: Vec<_> = contents
        .filter_map(|content| Some((content, content.stream.as_ref()?)))
        .collect();
    let is_events = |(_, stream): &&(_, &ir::Stream)| stream.framing == ir::Framing::Events;
    let events = streams.iter().find(is_events);
    let values = streams.iter().find(|stream| !is_events(stream));
    events.into_iter().chain(values).copied().collect()
}

/// A reply offered in several forms is decoded in one of them; streams are read beside it.
pub(super) fn report_unused_forms(operation: &ir::Operation, report: &mut Report) {
    let streams = streams_of(operation);
    for outcome in successes(operation).filter(|outcome| outcome.contents.len() > 1) {
        let Some(kept) = chosen(outcome) else {
            continue;
        };
        for other in outcome
            .contents
            .iter()
            .filter(|content| content.pointer != kept.pointer)
            .filter(|content| {
                streams
                    .iter()
                    .all(|(read, _)| read.pointer != content.pointer)
            })
        {
            report.push(
                Diagnostic::new(
                    Code::WeakenedContent,
                    &other.pointer,
                    format!(
                        "the client asks for `{}` and never for `{}`",
                        kept.media_type, other.media_type
                    ),
                )
                .hint("`send_raw` with an `Accept` header of your own gives the bytes of any form"),
            );
        }
    }
}

/// The name of a status: `Created`, or `Status299`.
fn status_name(status: StatusRange) -> String {
    match status {
        StatusRange::Code(200) => "Ok".to_owned(),
        StatusRange::Code(201) => "Created".to_owned(),
        StatusRange::Code(202) => "Accepted".to_owned(),
        StatusRange::Code(203) => "NonAuthoritativeInformation".to_owned(),
        StatusRange::Code(204) => "NoContent".to_owned(),
        StatusRange::Code(205) => "ResetContent".to_owned(),
        StatusRange::Code(206) => "PartialContent".to_owned(),
        StatusRange::Code(207) => "MultiStatus".to_owned(),
        StatusRange::Code(code) => format!("Status{code}"),
        StatusRange::Class(_) => "Success".to_owned(),
        StatusRange::Default => "Default".to_owned(),
    }
}

/// A status as the document writes it.
pub(super) fn status_text(status: StatusRange) -> String {
    match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(digit) => format!("{digit}XX"),
        StatusRange::Default => "any other".to_owned(),
    }
}
