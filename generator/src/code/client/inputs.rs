//! What a request takes: parameters, and a body field by field or as a whole.
//!
//! Names and types go out; whether a value becomes an argument or a setter is
//! decided in `methods`.

use crate::code::names::{Scope, Use};
use crate::code::types::Types;
use crate::code::{Body, Input, Target, Type, docs, models};
use crate::ir::{self, Encoding, Shape, TypeRef};
use crate::value::Value;

pub(super) fn plan_parameter(
    types: &Types<'_>,
    parameter: &ir::Parameter,
    scope: &mut Scope,
) -> Input {
    Input {
        name: scope.name(&parameter.name, Use::Method),
        wire: parameter.name.clone(),
        target: Target::Parameter,
        ty: types.bare(parameter.ty),
        docs: models::value_docs(
            types,
            &parameter.docs,
            parameter.ty,
            parameter.default.as_ref(),
            None,
            &parameter.name,
        ),
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
    scope: &mut Scope,
) -> PlannedBody {
    let (id, _) = types.api().types.resolve(body.ty);
    match (&types.api().types[id].shape, body.encoding) {
        (Shape::Struct(shape), Encoding::Json | Encoding::Form | Encoding::Multipart) => {
            plan_fields(types, operation, body, shape, scope)
        }
        _ => plan_whole(types, operation, body, scope),
    }
}

fn plan_fields(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: &ir::Body,
    shape: &ir::Struct,
    scope: &mut Scope,
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
    for field in shape.fields.iter().filter(|field| !field.read_only) {
        match &field.constant {
            // A body that may be left out is sent only if the caller sets something.
            Some(constant) if field.required && operation.body_required => {
                planned
                    .constants
                    .push((field.name.clone(), constant.clone()));
            }
            _ if field.required && operation.body_required => {
                planned
                    .required
                    .push(plan_field(types, field, is_form, scope));
            }
            _ => planned
                .optional
                .push(plan_field(types, field, is_form, scope)),
        }
    }
    planned
}

fn plan_whole(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: &ir::Body,
    scope: &mut Scope,
) -> PlannedBody {
    let media_type = body.media_type.clone();
    let (plan, ty) = match body.encoding {
        Encoding::Json => (Body::WholeJson(media_type), types.full(body.ty)),
        Encoding::Form => (Body::Form, types.full(body.ty)),
        Encoding::Multipart => (Body::Multipart, types.full(body.ty)),
        Encoding::Text => (Body::Text(media_type), Type::String),
        Encoding::Binary => (Body::Bytes(media_type), Type::Bytes),
    };
    let input = Input {
        name: scope.name("body", Use::Field),
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

fn plan_field(types: &Types<'_>, field: &ir::Field, is_form: bool, scope: &mut Scope) -> Input {
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
    Input {
        name: scope.name(&field.name, Use::Method),
        wire: field.name.clone(),
        target: if is_file { Target::File } else { Target::Field },
        ty,
        docs: models::value_docs(
            types,
            &field.docs,
            field.ty,
            field.default.as_ref(),
            None,
            &field.name,
        ),
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
