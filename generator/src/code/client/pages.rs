//! How the pages of a list follow each other: from a page to its items and to the next cursor.
//!
//! The pointers of the document come in, steps through fields go out; an
//! operation whose pointers lead nowhere has no pages.

use crate::code::operations::{chosen, successes};
use crate::code::types::Types;
use crate::code::{Holding, Pages, Reply, Step, Type, models};
use crate::ir::{self, Shape, TypeRef};

/// The steps from a page to its items and to the next cursor.
pub(super) fn plan_pages(
    types: &Types<'_>,
    operation: &ir::Operation,
    reply: &Reply,
) -> Option<Pages> {
    let pagination = operation.pagination.as_ref()?;
    let Reply::Json(page) = reply else {
        return None;
    };
    let content = successes(operation).find_map(chosen)?;
    let (next, _) = steps(types, content.ty, &pagination.next)?;
    let (items, list) = steps(types, content.ty, &pagination.items)?;
    let Type::List(item) = types.bare(list) else {
        return None;
    };
    Some(Pages {
        cursor: pagination.cursor.clone(),
        page: page.clone(),
        item: *item,
        next,
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
    for token in pointer.strip_prefix('/')?.split('/') {
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
