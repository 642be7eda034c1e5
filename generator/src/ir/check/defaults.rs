//! Defaults that their own type does not allow: the service cannot mean what it says.

use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir::{Additional, Api, Shape, TypeRef, Types};
use crate::value::Value;

/// Reports every default of a field or parameter that is of another kind than its type.
///
/// Values outside of an enum are no finding: enums are open.
pub(super) fn check_defaults(api: &Api, report: &mut Report) {
    let mut check = |ty: TypeRef, default: Option<&Value>, pointer: &Pointer| {
        if let Some(value) = default.filter(|value| !fits(&api.types, ty, value)) {
            let message = format!(
                "the default is {}, which its type does not allow",
                value.kind()
            );
            report.push(Diagnostic::new(Code::WrongExample, pointer, message));
        }
    };
    for (_, ty) in api.types.iter() {
        if let Shape::Struct(shape) = &ty.shape {
            for field in &shape.fields {
                check(
                    field.ty,
                    field.default.as_ref(),
                    &field.pointer.child("default"),
                );
            }
        }
    }
    for parameter in api
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters)
    {
        check(
            parameter.ty,
            parameter.default.as_ref(),
            &parameter.pointer.child("schema").child("default"),
        );
    }
}

/// Whether the value is of the kind that the type has, and so are its items and members.
fn fits(types: &Types, ty: TypeRef, value: &Value) -> bool {
    let (id, nullable) = types.resolve(ty);
    match (&types[id].shape, value) {
        (_, Value::Null) => nullable,
        (Shape::Any | Shape::Alias(_), _)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Integer(_) | Shape::IntegerEnum(_) | Shape::Float(_), Value::Integer(_))
        | (Shape::Float(_), Value::Float(_))
        | (Shape::Text(_) | Shape::StringEnum(_), Value::String(_)) => true,
        (Shape::Integer(_) | Shape::IntegerEnum(_), Value::Float(number)) => number.fract() == 0.0,
        (Shape::Array(array), Value::Array(items)) => {
            items.iter().all(|item| fits(types, array.item, item))
        }
        (Shape::Map(map), Value::Object(members)) => members
            .values()
            .all(|member| fits(types, map.value, member)),
        (Shape::Struct(shape), Value::Object(members)) => members.iter().all(|(key, member)| {
            match shape.fields.iter().find(|field| field.name == *key) {
                Some(field) => fits(types, field.ty, member),
                None => match shape.additional {
                    Additional::Typed(ty) => fits(types, ty, member),
                    Additional::Unspecified | Additional::Denied => true,
                },
            }
        }),
        (Shape::Union(union), value) => union
            .variants
            .iter()
            .any(|variant| fits(types, variant.ty, value)),
        _ => false,
    }
}
