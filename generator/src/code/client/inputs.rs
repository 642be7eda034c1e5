//! What a request takes: parameters, and a body field by field or as a whole.
//!
//! Names and types go out; whether a value becomes an argument or a setter is
//! decided in `methods`.

use std::collections::{HashMap, HashSet};

use crate::code::lock::{Kind, Lock};
use crate::code::members::{Member, Pin, Spelling, name_members};
use crate::code::names::{self, Ident, Scope, Use};
use crate::code::types::Types;
use crate::code::{Body, Input, Target, Type, docs, models};
use crate::diagnostic::Report;
use crate::ir::{self, Encoding, Shape, TypeRef};
use crate::value::Value;

/// What the values that an operation takes are called, whichever of its bodies is sent.
pub(super) struct InputNames {
    /// One per parameter.
    pub(super) parameters: Vec<Ident>,
    fields: HashMap<String, Ident>,
}

/// Names the parameters of an operation and the fields of all its bodies.
///
/// A parameter and a field can be spelled alike. Then those of the path are
/// first, since no other path is the same operation; then come the values that
/// its method usually has, so that only few of the others need the lock.
pub(super) fn name_inputs(
    types: &Types<'_>,
    index: usize,
    lock: &Lock,
    pins: &mut Vec<Pin>,
    report: &mut Report,
) -> InputNames {
    let operation = &types.api().operations[index];
    let choices = &types.api().choices;
    let is_read = matches!(operation.method.as_str(), "GET" | "HEAD");
    let mut members: Vec<Member<'_>> = (operation.parameters.iter().enumerate())
        .filter(|(_, parameter)| parameter.is_settable())
        .map(|(at, parameter)| {
            let (place, rank) = match parameter.location {
                ir::Location::Path => ("path", Some(0)),
                ir::Location::Query => ("query", is_read.then_some(1)),
                ir::Location::Header => ("header", None),
                ir::Location::Cookie => ("cookie", None),
            };
            let place = operation.pointer.child("parameters").child(place);
            Member {
                text: &parameter.name,
                places: vec![place.child(&parameter.name)],
                rank,
                chosen: choices.parameters.get(&(index, at)),
            }
        })
        .collect();
    let mut seen = HashSet::new();
    let fields: Vec<(&ir::Field, Option<&ir::Chosen>)> = operation
        .bodies
        .iter()
        .flat_map(|body| settable_of(types, operation, body))
        .filter(|(field, _)| seen.insert(field.name.as_str()))
        .collect();
    // The name of a field in a model is the word for its setter, which gives way to parameters.
    members.extend(fields.iter().map(|(field, chosen)| Member {
        text: chosen.map_or(&field.name, |chosen| &chosen.name),
        places: vec![operation.pointer.child("requestBody").child(&field.name)],
        rank: (!is_read && chosen.is_none()).then_some(1),
        chosen: None,
    }));
    let named_as = (Kind::Input, Use::Setter, Spelling::Same);
    let scope = &mut Scope::default();
    let mut named = name_members(&members, named_as, scope, lock, pins, report);
    let of_fields = named.split_off(parameters(operation).count());
    InputNames {
        parameters: named,
        fields: fields
            .iter()
            .map(|(field, _)| field.name.clone())
            .zip(of_fields)
            .collect(),
    }
}

/// The parameters that a caller gives; the constants among them go along by themselves.
pub(super) fn parameters(operation: &ir::Operation) -> impl Iterator<Item = &ir::Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.is_settable())
}

/// The object that a body is, if it is taken field by field.
fn body_fields<'a>(types: &Types<'a>, body: &ir::Body) -> Option<&'a ir::Struct> {
    let (id, _) = types.api().types.resolve(body.ty);
    match (&types.api().types[id].shape, body.encoding) {
        (Shape::Struct(shape), Encoding::Json | Encoding::Form | Encoding::Multipart) => {
            Some(shape)
        }
        _ => None,
    }
}

/// The fields of a body that a caller sets, with the names that were chosen for them.
fn settable_of<'a>(
    types: &Types<'a>,
    operation: &ir::Operation,
    body: &ir::Body,
) -> Vec<(&'a ir::Field, Option<&'a ir::Chosen>)> {
    let (id, _) = types.api().types.resolve(body.ty);
    let choices = &types.api().choices.members;
    let Some(shape) = body_fields(types, body) else {
        return Vec::new();
    };
    let fields = shape.fields.iter().enumerate();
    fields
        .filter(|(_, field)| is_settable(operation, field))
        .map(|(index, field)| (field, choices.get(&(id, index))))
        .collect()
}

/// The names of the fields of a body.
pub(super) fn body_names<'a>(types: &Types<'a>, body: &ir::Body) -> Vec<&'a str> {
    let fields = body_fields(types, body).map(|shape| shape.fields.as_slice());
    let fields = fields.unwrap_or_default().iter();
    fields.map(|field| field.name.as_str()).collect()
}

/// The fields that a caller sets.
fn settable<'a>(
    operation: &'a ir::Operation,
    shape: &'a ir::Struct,
) -> impl Iterator<Item = &'a ir::Field> {
    let fields = shape.fields.iter();
    fields.filter(move |field| is_settable(operation, field))
}

fn is_settable(operation: &ir::Operation, field: &ir::Field) -> bool {
    let is_fixed = field.constant.is_some() && field.required && operation.body_required;
    !field.read_only && !is_fixed
}

pub(super) fn plan_parameter(
    types: &Types<'_>,
    operation: &ir::Operation,
    parameter: &ir::Parameter,
    name: Ident,
) -> Input {
    let mut parameters = operation.parameters.iter();
    let is_twice = parameters
        .any(|other| other.name == parameter.name && other.location != parameter.location);
    let mut docs = models::value_docs(
        types,
        &parameter.docs,
        parameter.ty,
        parameter.default.as_ref(),
        None,
        &parameter.name,
    );
    models::tell_wire_name(&mut docs, &name, &parameter.name, Use::Setter);
    if parameter.idempotency.is_some() {
        docs.push(String::new());
        docs::wrap_line(
            "A key is made for each call that has none. All attempts of a call carry the same.",
            &mut docs,
        );
    }
    Input {
        name,
        wire: parameter.name.clone(),
        target: match is_twice {
            true => Target::ParameterIn(parameter.location),
            false => Target::Parameter,
        },
        ty: types.bare(parameter.ty),
        docs,
        deprecated: parameter.docs.deprecated,
    }
}

/// A body as its method takes it: how it is put together, and the values it takes.
pub(super) struct PlannedBody {
    pub(super) body: Body,
    /// Fields that have only one value.
    pub(super) constants: Vec<(String, Value)>,
    pub(super) required: Vec<Input>,
    pub(super) optional: Vec<Input>,
}

/// An object is taken field by field where its encoding allows it, all else as one value.
pub(super) fn plan_body(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: &ir::Body,
    names: &InputNames,
) -> PlannedBody {
    match body_fields(types, body) {
        Some(shape) => plan_fields(types, operation, body, shape, names),
        None => plan_whole(types, operation, body),
    }
}

fn plan_fields(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: &ir::Body,
    shape: &ir::Struct,
    names: &InputNames,
) -> PlannedBody {
    let is_form = matches!(body.encoding, Encoding::Form | Encoding::Multipart);
    let mut planned = PlannedBody {
        body: match body.encoding {
            Encoding::Form => Body::Form,
            Encoding::Multipart => Body::Multipart,
            _ => Body::Json(body.media_type.clone(), Some(types.bare(body.ty))),
        },
        constants: Vec::new(),
        required: Vec::new(),
        optional: Vec::new(),
    };
    // A body that may be left out is sent only if the caller sets something.
    if operation.body_required {
        for field in shape.fields.iter().filter(|field| !field.read_only) {
            if let Some(constant) = field.constant.clone().filter(|_| field.required) {
                planned.constants.push((field.name.clone(), constant));
            }
        }
    }
    for field in settable(operation, shape) {
        let Some(name) = names.fields.get(&field.name) else {
            continue;
        };
        let input = plan_field(types, field, is_form, name.clone());
        if field.required && operation.body_required {
            planned.required.push(input);
        } else {
            planned.optional.push(input);
        }
    }
    planned
}

fn plan_whole(types: &Types<'_>, operation: &ir::Operation, body: &ir::Body) -> PlannedBody {
    let media_type = body.media_type.clone();
    let (plan, ty) = match body.encoding {
        Encoding::Json => (Body::WholeJson(media_type), types.full(body.ty)),
        Encoding::Form => (Body::Form, types.full(body.ty)),
        Encoding::Multipart => (Body::Multipart, types.full(body.ty)),
        Encoding::Text => (Body::Text(media_type), Type::String),
        Encoding::Binary => (Body::Bytes(media_type), Type::Bytes),
    };
    let input = Input {
        // No parameter is called this, the name is reserved for them.
        name: names::ident("body", Use::Field),
        wire: String::new(),
        target: Target::Body,
        ty,
        docs: docs::lines(
            &types.api().types[body.ty.id].docs,
            "The body of the request.",
        ),
        deprecated: false,
    };
    let (required, optional) = if operation.body_required {
        (vec![input], Vec::new())
    } else {
        (Vec::new(), vec![input])
    };
    PlannedBody {
        body: plan,
        constants: Vec::new(),
        required,
        optional,
    }
}

fn plan_field(types: &Types<'_>, field: &ir::Field, is_form: bool, name: Ident) -> Input {
    let file = if is_form {
        file_type(types.api(), field.ty)
    } else {
        None
    };
    let is_file = file.is_some();
    let bare = file.unwrap_or_else(|| types.bare(field.ty));
    let ty = match field.presence() {
        _ if is_form || bare == Type::Json => bare,
        ir::Presence::Required | ir::Presence::Optional => bare,
        ir::Presence::Nullable => Type::option(bare),
        ir::Presence::OptionalNullable => Type::Omittable(Box::new(bare)),
    };
    let mut docs = models::value_docs(
        types,
        &field.docs,
        field.ty,
        field.default.as_ref(),
        None,
        &field.name,
    );
    models::tell_wire_name(&mut docs, &name, &field.name, Use::Setter);
    Input {
        name,
        wire: field.name.clone(),
        target: if is_file { Target::File } else { Target::Field },
        ty,
        docs,
        deprecated: field.docs.deprecated,
    }
}

/// The type of a form's field that is sent as a file, or as several.
fn file_type(api: &ir::Api, ty: TypeRef) -> Option<Type> {
    let (id, _) = api.types.resolve(ty);
    match &api.types[id].shape {
        Shape::Text(ir::TextKind::Binary) => Some(Type::File),
        Shape::Array(array) => {
            let (item, _) = api.types.resolve(array.item);
            let is_file = matches!(api.types[item].shape, Shape::Text(ir::TextKind::Binary));
            is_file.then(|| Type::List(Box::new(Type::File)))
        }
        _ => None,
    }
}
