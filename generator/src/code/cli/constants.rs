//! Values that nobody has to type, since there is only one that a body takes.
//!
//! In: the struct of a body. Out: the path and the JSON text of each, with those in its objects.

use crate::code::client::Context;
use crate::code::{CommandBodyKind, CommandConstant, docs};
use crate::ir::{self, Shape, TypeId};

/// How deep objects are looked into, at most.
const DEPTH: usize = 4;

/// The constants that a body needs. Forms are made of texts, so only JSON has objects in it.
pub(super) fn plan_constants(
    context: &Context<'_>,
    body: &ir::Body,
    kind: CommandBodyKind,
) -> Vec<CommandConstant> {
    let mut constants = Vec::new();
    let mut path = Vec::new();
    let depth = match kind {
        CommandBodyKind::Whole => 0,
        CommandBodyKind::Form | CommandBodyKind::Multipart => 1,
        CommandBodyKind::Json => DEPTH,
    };
    let (id, _) = context.api.types.resolve(body.ty);
    collect(
        context,
        id,
        depth,
        &mut path,
        &mut Vec::new(),
        &mut constants,
    );
    constants
}

fn collect(
    context: &Context<'_>,
    id: TypeId,
    depth: usize,
    path: &mut Vec<String>,
    seen: &mut Vec<TypeId>,
    constants: &mut Vec<CommandConstant>,
) {
    let types = &context.api.types;
    let Shape::Struct(shape) = &types[id].shape else {
        return;
    };
    if path.len() >= depth || seen.contains(&id) {
        return;
    }
    seen.push(id);
    for field in shape.fields.iter().filter(|field| !field.read_only) {
        path.push(field.name.clone());
        match &field.constant {
            Some(value) if field.required => constants.push(CommandConstant {
                path: path.clone(),
                json: docs::json(value),
            }),
            Some(_) => {}
            None => {
                let (inner, _) = types.resolve(field.ty);
                collect(context, inner, depth, path, seen, constants);
            }
        }
        path.pop();
    }
    seen.pop();
}
