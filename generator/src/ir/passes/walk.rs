//! Changing every use of a type.

use crate::ir::{Additional, Api, Content, Shape, TextKind, TypeId, TypeRef};

/// Calls `change` with every use of a type directly inside a shape.
pub(super) fn change_uses(shape: &mut Shape, mut change: impl FnMut(&mut TypeRef)) {
    match shape {
        Shape::Array(array) => change(&mut array.item),
        Shape::Map(map) => change(&mut map.value),
        Shape::Alias(target) | Shape::Text(TextKind::Json(target)) => change(target),
        Shape::Struct(struct_) => {
            struct_
                .fields
                .iter_mut()
                .for_each(|field| change(&mut field.ty));
            if let Additional::Typed(ty) = &mut struct_.additional {
                change(ty);
            }
        }
        Shape::Tuple(tuple) => {
            let positions = tuple.positions.iter_mut();
            positions.for_each(|field| change(&mut field.ty));
            if let Additional::Typed(ty) = &mut tuple.rest {
                change(ty);
            }
        }
        Shape::Union(union) => union
            .variants
            .iter_mut()
            .for_each(|variant| change(&mut variant.ty)),
        Shape::Any
        | Shape::Bool
        | Shape::Integer(_)
        | Shape::Float(_)
        | Shape::Text(_)
        | Shape::StringEnum(_)
        | Shape::IntegerEnum(_) => {}
    }
}

/// Calls `change` with every use of a type in the API, in types and operations.
pub(super) fn change_all_uses(api: &mut Api, mut change: impl FnMut(&mut TypeRef)) {
    for ty in api.types.iter_mut() {
        change_uses(&mut ty.shape, &mut change);
    }
    for message in &mut api.messages {
        change(&mut message.ty);
    }
    for operation in &mut api.operations {
        operation
            .parameters
            .iter_mut()
            .for_each(|parameter| change(&mut parameter.ty));
        operation
            .bodies
            .iter_mut()
            .for_each(|body| change(&mut body.ty));
        for outcome in &mut operation.outcomes {
            outcome.contents.iter_mut().for_each(|content| {
                change(&mut content.ty);
                if let Some(stream) = &mut content.stream {
                    change(&mut stream.item);
                }
            });
            outcome
                .headers
                .iter_mut()
                .for_each(|header| change(&mut header.ty));
        }
    }
}

/// The types that operations send.
pub(super) fn sent(api: &Api) -> Vec<TypeId> {
    let operations = api.operations.iter();
    operations
        .flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| parameter.ty.id);
            parameters.chain(operation.bodies.iter().map(|body| body.ty.id))
        })
        .collect()
}

/// The types that come from the service.
pub(super) fn received(api: &Api) -> Vec<TypeId> {
    let outcomes = api
        .operations
        .iter()
        .flat_map(|operation| &operation.outcomes);
    outcomes
        .flat_map(|outcome| {
            let contents = outcome.contents.iter().flat_map(Content::types);
            let contents = contents.map(|ty| ty.id);
            contents.chain(outcome.headers.iter().map(|header| header.ty.id))
        })
        .chain(api.messages.iter().map(|message| message.ty.id))
        .collect()
}
