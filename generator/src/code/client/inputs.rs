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

/// How the body is put together, its fixed fields, and the values it takes with whether they are required.
pub(super) fn plan_body(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: Option<&ir::Body>,
    scope: &mut Scope,
) -> (Body, Vec<(String, Value)>, Vec<(bool, Input)>) {
    let Some(body) = body else {
        return (Body::None, Vec::new(), Vec::new());
    };
    let (id, _) = types.api().types.resolve(body.ty);
    let shape = &types.api().types[id].shape;
    let media_type = body.media_type.clone();
    let is_form = matches!(body.encoding, Encoding::Form | Encoding::Multipart);
    if let (Shape::Struct(shape), Encoding::Json | Encoding::Form | Encoding::Multipart) =
        (shape, body.encoding)
    {
        let (fixed, free): (Vec<_>, Vec<_>) = shape
            .fields
            .iter()
            .filter(|field| !field.read_only)
            .partition(|field| field.required && field.constant.is_some());
        let constants = fixed
            .into_iter()
            .filter_map(|field| Some((field.name.clone(), field.constant.clone()?)))
            .collect();
        let inputs = free
            .into_iter()
            .map(|field| {
                (
                    field.required && operation.body_required,
                    plan_field(types, field, is_form, scope),
                )
            })
            .collect();
        let plan = match body.encoding {
            Encoding::Form => Body::Form,
            Encoding::Multipart => Body::Multipart,
            _ => Body::Json(media_type, Some(types.bare(body.ty))),
        };
        return (plan, constants, inputs);
    }
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
    (plan, Vec::new(), vec![(operation.body_required, input)])
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
