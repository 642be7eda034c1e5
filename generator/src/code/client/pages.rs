//! The pages of a list: what one is, and the steps to its items.
//!
//! The pointers of the document come in, steps through fields go out; an
//! operation whose pointers lead nowhere has no pages.

use crate::code::operations::{chosen, successes};
use crate::code::types::Types;
use crate::code::{Body, Holding, Pages, Reply, Step, Type, models};
use crate::ir::{self, Shape, TypeRef};

/// What a page is and where it has its items. A cursor in the body needs one that is put together
/// field by field.
pub(super) fn plan_pages(
    types: &Types<'_>,
    operation: &ir::Operation,
    body: &Body,
    reply: &Reply,
) -> Option<Pages> {
    let pagination = operation.pagination.as_ref()?;
    let Reply::Json(page, _) = reply else {
        return None;
    };
    if matches!(pagination.turn.slot(), Some(ir::Slot::Field(_))) && !matches!(body, Body::Json(..))
    {
        return None;
    }
    let content = successes(operation).find_map(chosen)?;
    let (items, list) = steps(types, content.ty, &pagination.items)?;
    let Type::List(item) = types.bare(list) else {
        return None;
    };
    Some(Pages {
        page: page.clone(),
        item: *item,
        items,
    })
}

/// The steps that a pointer takes through structs, and the type at its end.
pub(super) fn steps(
    types: &Types<'_>,
    mut ty: TypeRef,
    pointer: &str,
) -> Option<(Vec<Step>, TypeRef)> {
    let api = types.api();
    let mut steps = Vec::new();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let (id, _) = api.types.resolve(ty);
        let Shape::Struct(shape) = &api.types[id].shape else {
            return None;
        };
        let (field, name) = shape
            .fields
            .iter()
            .zip(types.members(id))
            .find(|(field, _)| field.name == token)?;
        let usage = api.types[id].usage;
        let holding = match models::presence(types, usage, field) {
            ir::Presence::Required => Holding::Plain,
            ir::Presence::Nullable | ir::Presence::Optional => Holding::Optional,
            ir::Presence::OptionalNullable => Holding::Omittable,
        };
        steps.push(Step {
            field: name,
            holding,
        });
        ty = field.ty;
    }
    Some((steps, ty))
}
