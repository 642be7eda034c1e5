//! Uploads: what a caller gives, and the plan of the ways that a file can go.
//!
//! The checked extension comes in, a method with its plan goes out. How it is
//! done is the runtime's business.

use super::Context;
use super::inputs::{InputNames, PlannedBody, body_names, parameters, plan_body, plan_parameter};
use super::pages::steps;
use crate::code::operations::{chosen, successes};
use crate::code::types::Types;
use crate::code::{
    Body, DirectRow, Input, SignedRow, StepRow, Target, Type, UploadRow, docs, names,
};
use crate::ir::{self, Encoding};
use crate::value::Value;

/// The setters of the builder that are not the document's.
const OWN: [&str; 3] = ["via", "on_progress", "max_renewals"];

/// What an upload takes besides its source, how it goes and what it gives.
pub(super) struct PlannedUpload {
    pub(super) required: Vec<Input>,
    pub(super) optional: Vec<Input>,
    pub(super) body: Body,
    pub(super) row: UploadRow,
    pub(super) reply: Type,
}

/// The upload of an operation; none if some of its replies are not JSON of one type.
pub(super) fn plan_upload(
    context: &Context<'_>,
    index: usize,
    names: &InputNames,
) -> Option<PlannedUpload> {
    let types = context.types;
    let operation = &context.api.operations[index];
    let upload = operation.upload.as_ref()?;
    let json = body(operation, |body| body.encoding == Encoding::Json);
    let form = upload
        .direct
        .as_ref()
        .and_then(|way| body(operation, |body| body.media_type == way.media_type));
    let created = json_reply(types, operation)?;
    let signed = match &upload.signed {
        Some(signed) => Some(plan_signed(context, operation, signed, created.clone())?),
        None => None,
    };
    let poll = upload
        .signed
        .as_ref()
        .and_then(|signed| signed.poll.as_ref());
    let reply = match poll {
        Some(poll) => json_reply(types, find(context, poll)?.0)?,
        None => created,
    };

    let plan = |body| plan_body(types, operation, body, names);
    let (of_json, of_form) = (json.map(plan), form.map(plan));
    let (required, optional) = inputs(types, operation, names, [&of_json, &of_form]);
    let fields: Vec<&String> = required
        .iter()
        .chain(&optional)
        .filter(|input| input.target == Target::Field)
        .map(|input| &input.wire)
        .chain(&upload.file_name)
        .chain(&upload.content_type)
        .collect();
    let lacks = |body: Option<&ir::Body>| {
        let known = body.map(|body| body_names(types, body)).unwrap_or_default();
        let mut lacks: Vec<String> = Vec::new();
        for field in &fields {
            if !known.contains(&field.as_str()) && !lacks.contains(field) {
                lacks.push((*field).clone());
            }
        }
        lacks
    };
    let row = UploadRow {
        operation: context.operations[index].constant.clone(),
        fetch: upload.fetch.clone().unwrap_or_default(),
        direct: upload.direct.as_ref().map(|way| DirectRow {
            file: way.file.clone(),
            max_bytes: way.max_bytes,
            set: constants(of_form.as_ref()),
            lacks: lacks(form),
        }),
        signed,
        file_name: upload.file_name.clone().unwrap_or_default(),
        content_type: upload.content_type.clone().unwrap_or_default(),
        set: constants(of_json.as_ref()),
        lacks: lacks(json),
    };
    let media_type = json.map_or("application/json", |body| body.media_type.as_str());
    Some(PlannedUpload {
        required,
        optional,
        body: Body::Json(media_type.to_owned(), None),
        row,
        reply,
    })
}

fn body(operation: &ir::Operation, is_it: impl Fn(&ir::Body) -> bool) -> Option<&ir::Body> {
    operation.bodies.iter().find(|body| is_it(body))
}

/// The JSON that an operation replies on success, if it is of one type.
pub(super) fn json_reply(types: &Types<'_>, operation: &ir::Operation) -> Option<Type> {
    let mut replies = successes(operation).map(|outcome| {
        let content = chosen(outcome)?;
        (content.encoding == Encoding::Json).then(|| types.full(content.ty))
    });
    let first = replies.next()??;
    replies
        .all(|reply| reply.as_ref() == Some(&first))
        .then_some(first)
}

/// What the caller gives: parameters, then the fields of both bodies less those that the plan sets.
/// What one of the bodies requires is required.
fn inputs(
    types: &Types<'_>,
    operation: &ir::Operation,
    names: &InputNames,
    bodies: [&Option<PlannedBody>; 2],
) -> (Vec<Input>, Vec<Input>) {
    let (mut required, mut optional): (Vec<Input>, Vec<Input>) = (Vec::new(), Vec::new());
    for (parameter, name) in parameters(operation).zip(&names.parameters) {
        let input = plan_parameter(types, operation, parameter, name.clone());
        if parameter.required {
            required.push(input);
        } else {
            optional.push(input);
        }
    }
    let upload = operation.upload.as_ref();
    let is_set = |input: &Input| {
        let name = Some(&input.wire);
        let signed = upload.and_then(|upload| upload.signed.as_ref());
        input.target != Target::Field
            || upload.is_some_and(|upload| upload.fetch.as_ref() == name)
            || signed.is_some_and(|way| way.set.iter().any(|(field, _)| Some(field) == name))
    };
    for body in bodies.into_iter().flatten() {
        for input in body.required.iter().filter(|input| !is_set(input)) {
            let same = |known: &Input| known.target == input.target && known.wire == input.wire;
            optional.retain(|known| !same(known));
            if !required.iter().any(same) {
                required.push(input.clone());
            }
        }
        for input in body.optional.iter().filter(|input| !is_set(input)) {
            let same = |known: &Input| known.target == input.target && known.wire == input.wire;
            if !required.iter().chain(&optional).any(same) {
                optional.push(input.clone());
            }
        }
    }
    for input in required.iter_mut().chain(&mut optional) {
        if OWN.contains(&input.name.as_str()) {
            input.name = names::suffixed(&input.name, "_");
        }
    }
    (required, optional)
}

fn constants(body: Option<&PlannedBody>) -> Vec<(String, String)> {
    let constants = body.into_iter().flat_map(|body| &body.constants);
    constants
        .map(|(name, value)| (name.clone(), docs::json(value)))
        .collect()
}

fn plan_signed(
    context: &Context<'_>,
    operation: &ir::Operation,
    signed: &ir::SignedUpload,
    reply: Type,
) -> Option<SignedRow> {
    let step = |id: &Option<String>| match id {
        Some(id) => plan_step(context, operation, id).map(Some),
        None => Some(None),
    };
    let renew = match &signed.retry {
        Some(id) => {
            let (found, _) = find(context, id)?;
            let step = plan_step(context, operation, id)?;
            Some((step, json_reply(context.types, found)?))
        }
        None => None,
    };
    let form = form_pointer(signed);
    let below = |pointer: Option<&String>| {
        pointer.map_or_else(String::new, |pointer| pointer[form.len()..].to_owned())
    };
    let json = |(name, value): &(String, Value)| (name.clone(), docs::json(value));
    Some(SignedRow {
        set: signed.set.iter().map(json).collect(),
        form: form.to_owned(),
        url: below(Some(&signed.url)),
        method: below(signed.method.as_ref()),
        fields: below(signed.fields.as_ref()),
        file_field: below(signed.file_field.as_ref()),
        put_url: signed.put_url.clone().unwrap_or_default(),
        id: signed.id.clone(),
        reply,
        complete: step(&signed.complete)?,
        renew,
        poll: step(&signed.poll)?,
    })
}

fn find<'a>(context: &'a Context<'_>, id: &str) -> Option<(&'a ir::Operation, usize)> {
    let operations = &context.api.operations;
    let index = operations.iter().position(|operation| operation.id == id)?;
    Some((&operations[index], index))
}

fn plan_step(context: &Context<'_>, operation: &ir::Operation, id: &str) -> Option<StepRow> {
    let (step, index) = find(context, id)?;
    Some(StepRow {
        operation: context.operations[index].constant.clone(),
        id: operation.id_parameter(step)?.name.clone(),
    })
}

/// Where the parts of the signed form are together.
// `/upload/url` and `/upload/form_fields` => `/upload`
fn form_pointer(signed: &ir::SignedUpload) -> &str {
    let owner = |pointer: &String| pointer.rfind('/').unwrap_or_default();
    let form = &signed.url[..owner(&signed.url)];
    let parts = [&signed.method, &signed.fields, &signed.file_field];
    let together = parts
        .into_iter()
        .flatten()
        .all(|pointer| &pointer[..owner(pointer)] == form);
    if together { form } else { "" }
}

/// The type that has the signed form of an operation, if it is a model.
pub(super) fn form_type(types: &Types<'_>, operation: &ir::Operation) -> Option<Type> {
    let signed = operation.upload.as_ref()?.signed.as_ref()?;
    let content = successes(operation).find_map(chosen)?;
    let ty = match form_pointer(signed) {
        "" => content.ty,
        form => steps(types, content.ty, form)?.1,
    };
    match types.bare(ty) {
        Type::Model(name) => Some(Type::Model(name)),
        _ => None,
    }
}
