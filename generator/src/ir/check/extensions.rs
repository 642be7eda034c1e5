//! What our extensions point to must be there.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir::{
    Additional, Api, Body, Encoding, Field, Operation, Shape, SignedUpload, TextKind, TypeRef,
    Types,
};

/// Polling needs a field whose states are known.
pub(super) fn check_poll(api: &Api, report: &mut Report) {
    for operation in &api.operations {
        let Some(poll) = &operation.poll else {
            continue;
        };
        let field = check_reply(
            api,
            operation,
            &poll.field,
            &poll.pointer.child("field"),
            report,
        );
        if let Some(message) = &poll.message {
            let place = poll.pointer.child("message");
            check_reply(api, operation, message, &place, report);
        }
        let Some(Shape::StringEnum(enum_)) = field.map(|field| shape(&api.types, field)) else {
            continue;
        };
        for (key, states) in [
            ("pending", &poll.pending),
            ("done", &poll.done),
            ("failed", &poll.failed),
        ] {
            for (index, state) in states.iter().enumerate() {
                if !enum_.values.iter().any(|value| value.value == *state) {
                    let place = poll.pointer.child(key).child(index);
                    dangling(
                        report,
                        place,
                        format!("`{}` never is `{state}`", poll.field),
                    );
                }
            }
        }
    }
}

/// Uploads need the fields, places and operations they speak of.
pub(super) fn check_upload(api: &Api, report: &mut Report) {
    for operation in &api.operations {
        let Some(upload) = &operation.upload else {
            continue;
        };
        let place = &upload.pointer;
        let json = |body: &&Body| body.encoding == Encoding::Json;
        if let Some(field) = &upload.fetch {
            check_field(
                api,
                operation,
                json,
                field,
                place.child("fetch").child("field"),
                report,
            );
        }
        if let Some(direct) = &upload.direct {
            let place = place.child("direct");
            let takes_it = |body: &&Body| body.media_type == direct.media_type;
            match operation.bodies.iter().find(takes_it) {
                Some(body) if body.encoding == Encoding::Multipart => check_field(
                    api,
                    operation,
                    takes_it,
                    &direct.file,
                    place.child("file"),
                    report,
                ),
                Some(_) => {
                    let message = format!("`{}` has no parts for a file", direct.media_type);
                    dangling(report, place.child("content-type"), message);
                }
                None => {
                    let message = format!(
                        "the operation takes no body of type `{}`",
                        direct.media_type
                    );
                    dangling(report, place.child("content-type"), message);
                }
            }
        }
        for (key, field) in [
            ("file-name", &upload.file_name),
            ("content-type", &upload.content_type),
        ] {
            if let Some(field) = field {
                check_field(api, operation, |_| true, field, place.child(key), report);
            }
        }
        if let Some(signed) = &upload.signed {
            check_signed(api, operation, signed, &place.child("signed"), report);
        }
    }
}

fn check_signed(
    api: &Api,
    operation: &Operation,
    signed: &SignedUpload,
    place: &Pointer,
    report: &mut Report,
) {
    let json = |body: &&Body| body.encoding == Encoding::Json;
    for (field, _) in &signed.set {
        check_field(
            api,
            operation,
            json,
            field,
            place.child("set").child(field),
            report,
        );
    }
    let pointers = [
        ("url", Some(&signed.url)),
        ("method", signed.method.as_ref()),
        ("fields", signed.fields.as_ref()),
        ("file-field", signed.file_field.as_ref()),
        ("put-url", signed.put_url.as_ref()),
        ("id", Some(&signed.id)),
    ];
    for (key, pointer) in pointers {
        if let Some(pointer) = pointer {
            check_reply(api, operation, pointer, &place.child(key), report);
        }
    }
    for (key, id) in [
        ("complete", &signed.complete),
        ("retry", &signed.retry),
        ("poll", &signed.poll),
    ] {
        let Some(id) = id else {
            continue;
        };
        let place = place.child(key);
        let Some(step) = api.operations.iter().find(|operation| operation.id == *id) else {
            dangling(report, place, format!("there is no operation `{id}`"));
            continue;
        };
        if operation.id_parameter(step).is_none() {
            let message = format!("`{id}` takes something else than an id");
            dangling(report, place.clone(), message);
        }
        if key == "retry" {
            check_reply(api, step, &signed.url, &place, report);
        }
        if key == "poll" && step.poll.is_none() {
            let message = format!("`{id}` has no `x-client-poll` to say when it is done");
            dangling(report, place, message);
        }
    }
}

/// An error's parts must be in its body.
pub(super) fn check_errors(api: &Api, report: &mut Report) {
    let mut seen = HashSet::new();
    let outcomes = api
        .operations
        .iter()
        .flat_map(|operation| &operation.outcomes);
    for content in outcomes.flat_map(|outcome| &outcome.contents) {
        let Some(error) = &content.error else {
            continue;
        };
        let (id, _) = api.types.resolve(content.ty);
        if !seen.insert(id) {
            continue;
        }
        let place = api.types[id].pointer.child("x-client-error");
        let mut fields = None;
        for (key, pointer) in [
            ("code", &error.code),
            ("message", &error.message),
            ("fields", &error.fields),
        ] {
            let found = check_pointer(&api.types, content.ty, pointer, &place.child(key), report);
            fields = found.filter(|_| key == "fields");
        }
        let Some(Shape::Array(list)) = fields.map(|fields| shape(&api.types, fields)) else {
            continue;
        };
        for (key, pointer) in [
            ("field", &error.field),
            ("field-message", &error.field_message),
        ] {
            check_pointer(&api.types, list.item, pointer, &place.child(key), report);
        }
    }
}

/// An address of bytes is a member of its own, in the reply of an operation that asks about one thing.
pub(super) fn check_downloads(api: &Api, report: &mut Report) {
    let used: HashSet<&Pointer> = (api.operations.iter())
        .filter_map(|operation| Some(&api.download(operation)?.pointer))
        .collect();
    let mut seen = HashSet::new();
    for (_, ty) in api.types.iter() {
        let Shape::Struct(struct_) = &ty.shape else {
            continue;
        };
        let marked = struct_.fields.iter().filter(|field| field.download);
        let mut marked = marked.filter(|field| seen.insert(&field.pointer));
        let Some(first) = marked.next() else {
            continue;
        };
        let place = |field: &Field| field.pointer.child("x-client-download");
        if !matches!(shape(&api.types, first.ty), Shape::Text(TextKind::Uri)) {
            let message = format!("`{}` is no text of `format: uri`", first.name);
            dangling(report, place(first), message);
        } else if !used.contains(&first.pointer) {
            let message = "no GET with a path parameter replies with this object".to_owned();
            dangling(report, place(first), message);
        }
        for other in marked {
            let message = format!("`{}` is the address of the bytes already", first.name);
            dangling(report, place(other), message);
        }
    }
}

/// Whether a body among those of interest has a field.
pub(super) fn check_field(
    api: &Api,
    operation: &Operation,
    of_interest: impl Fn(&&Body) -> bool,
    field: &str,
    place: Pointer,
    report: &mut Report,
) {
    let mut bodies = operation.bodies.iter().filter(of_interest);
    if !bodies.any(|body| !matches!(step(&api.types, body.ty, field), Step::Missing)) {
        dangling(
            report,
            place,
            format!("the body of {} has no field `{field}`", operation.id),
        );
    }
}

/// What a pointer leads to in the reply to a successful call.
pub(super) fn check_reply(
    api: &Api,
    operation: &Operation,
    pointer: &str,
    place: &Pointer,
    report: &mut Report,
) -> Option<TypeRef> {
    let successes = operation
        .outcomes
        .iter()
        .filter(|outcome| outcome.status.is_success());
    let mut contents = successes.flat_map(|outcome| &outcome.contents);
    let Some(content) = contents.find(|content| content.encoding == Encoding::Json) else {
        dangling(
            report,
            place.clone(),
            format!("{} has no JSON reply", operation.id),
        );
        return None;
    };
    check_pointer(&api.types, content.ty, pointer, place, report)
}

/// What a pointer leads to; nothing if that cannot be known. An empty one is not given.
pub(super) fn check_pointer(
    types: &Types,
    root: TypeRef,
    pointer: &str,
    place: &Pointer,
    report: &mut Report,
) -> Option<TypeRef> {
    let mut ty = root;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match step(types, ty, &token) {
            Step::To(next) => ty = next,
            Step::Unknown => return None,
            Step::Missing => {
                dangling(
                    report,
                    place.clone(),
                    format!("`{pointer}` leads nowhere: there is no `{token}`"),
                );
                return None;
            }
        }
    }
    Some(ty)
}

/// Where one token of a pointer leads.
enum Step {
    To(TypeRef),
    /// The value can be anything.
    Unknown,
    Missing,
}

fn step(types: &Types, ty: TypeRef, token: &str) -> Step {
    match shape(types, ty) {
        Shape::Struct(struct_) => match struct_.fields.iter().find(|field| field.name == token) {
            Some(field) => Step::To(field.ty),
            None => match struct_.additional {
                Additional::Typed(ty) => Step::To(ty),
                Additional::Unspecified | Additional::Denied => Step::Missing,
            },
        },
        Shape::Map(map) => Step::To(map.value),
        Shape::Tuple(tuple) => match tuple.positions.iter().find(|field| field.name == token) {
            Some(field) => Step::To(field.ty),
            None => Step::Missing,
        },
        Shape::Array(array) if token.parse::<usize>().is_ok() => Step::To(array.item),
        Shape::Any | Shape::Union(_) => Step::Unknown,
        _ => Step::Missing,
    }
}

pub(super) fn shape(types: &Types, ty: TypeRef) -> &Shape {
    &types[types.resolve(ty).0].shape
}

pub(super) fn dangling(report: &mut Report, place: Pointer, message: String) {
    report.push(Diagnostic::new(Code::DanglingExtension, place, message));
}
