//! Where the reply of a command has a list, and which fields of an item a table shows.

use crate::code::client::Context;
use crate::code::operations::{chosen, successes};
use crate::code::{Arg, ArgTarget, CommandList, CommandPages};
use crate::ir::{self, Encoding, Shape, TypeRef};

/// The list of a reply: what the document says of its pages, else the reply itself, else the only
/// array in it.
pub(super) fn plan_list(
    context: &Context<'_>,
    operation: &ir::Operation,
    args: &[Arg],
) -> Option<CommandList> {
    let content = successes(operation).find_map(chosen)?;
    if content.encoding != Encoding::Json {
        return None;
    }
    if let Some(pagination) = &operation.pagination {
        let slot = pagination.turn.slot();
        let is_slot = |arg: &&Arg| match (slot, &arg.target) {
            (Some(ir::Slot::Query(slot)), ArgTarget::Parameter(name)) => slot == name,
            (Some(ir::Slot::Field(slot)), ArgTarget::Field { name, .. }) => slot == name,
            _ => false,
        };
        let flag = args.iter().find(is_slot).map(|arg| arg.flag.clone());
        return Some(CommandList {
            items: pagination.items.clone(),
            columns: columns(context, at(context, content.ty, &pagination.items)?),
            pages: Some(CommandPages {
                flag: flag.unwrap_or_default(),
            }),
        });
    }
    let types = &context.api.types;
    let (items, list) = match &types[types.resolve(content.ty).0].shape {
        Shape::Array(_) => (String::new(), content.ty),
        Shape::Struct(shape) => {
            let mut arrays = shape
                .fields
                .iter()
                .filter(|field| is_array(context, field.ty));
            let field = arrays.next()?;
            // An object that holds a list beside facts of its own is no list.
            let is_envelope = shape.fields.len() <= ENVELOPE && arrays.next().is_none();
            let name = field.name.replace('~', "~0").replace('/', "~1");
            is_envelope.then(|| (format!("/{name}"), field.ty))?
        }
        _ => return None,
    };
    Some(CommandList {
        items,
        columns: columns(context, list),
        pages: None,
    })
}

/// How many fields an object may have that exists for the sake of its list.
const ENVELOPE: usize = 4;

fn is_array(context: &Context<'_>, ty: TypeRef) -> bool {
    let types = &context.api.types;
    matches!(types[types.resolve(ty).0].shape, Shape::Array(_))
}

/// The type at the end of a pointer through objects.
fn at(context: &Context<'_>, mut ty: TypeRef, pointer: &str) -> Option<TypeRef> {
    let types = &context.api.types;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let Shape::Struct(shape) = &types[types.resolve(ty).0].shape else {
            return None;
        };
        ty = shape.fields.iter().find(|field| field.name == token)?.ty;
    }
    Some(ty)
}

/// What becomes of several calls as a list: the reply of each is an item.
pub(super) fn plan_results(
    context: &Context<'_>,
    operation: &ir::Operation,
) -> Option<CommandList> {
    let content = successes(operation).find_map(chosen)?;
    let mut columns = item_columns(context, content.ty);
    // What was asked for stands in front already.
    columns.sort_by_key(|column| column == "name");
    Some(CommandList {
        items: String::new(),
        columns,
        pages: None,
    })
}

/// The fields of the items that are plain values, the most telling first.
fn columns(context: &Context<'_>, list: TypeRef) -> Vec<String> {
    let types = &context.api.types;
    match &types[types.resolve(list).0].shape {
        Shape::Array(array) => item_columns(context, array.item),
        _ => Vec::new(),
    }
}

fn item_columns(context: &Context<'_>, item: TypeRef) -> Vec<String> {
    let types = &context.api.types;
    let Shape::Struct(shape) = &types[types.resolve(item).0].shape else {
        return Vec::new();
    };
    let mut fields: Vec<(usize, &ir::Field)> = (shape.fields.iter())
        .filter(|field| !field.secret && !field.write_only)
        .filter_map(|field| Some((rank(context, field)?, field)))
        .collect();
    // What names the item comes first: of several ids, the one that the schema begins with.
    let mut has_id = false;
    for (rank, _) in &mut fields {
        if *rank == ID && std::mem::replace(&mut has_id, true) {
            *rank = OTHER;
        }
    }
    fields.sort_by_key(|(rank, _)| *rank);
    fields
        .into_iter()
        .map(|(_, field)| field.name.clone())
        .collect()
}

const ID: usize = 0;
const OTHER: usize = 6;

/// How much a field says about its item; none for what does not fit into a cell.
fn rank(context: &Context<'_>, field: &ir::Field) -> Option<usize> {
    let types = &context.api.types;
    let shape = &types[types.resolve(field.ty).0].shape;
    let name = field.name.to_lowercase().replace('-', "_");
    let ends = |suffix: &str| name == suffix || name.ends_with(&format!("_{suffix}"));
    Some(match shape {
        Shape::Text(ir::TextKind::Uri) => OTHER + 2,
        Shape::Bool
        | Shape::Integer(_)
        | Shape::Float(_)
        | Shape::Text(_)
        | Shape::StringEnum(_)
        | Shape::IntegerEnum(_) => match name.as_str() {
            _ if ends("id") || name.ends_with("id") && field.name.ends_with("Id") => ID,
            "name" | "title" | "slug" | "label" | "display_name" | "email" => 1,
            "status" | "state" => 2,
            "type" | "kind" | "content_type" => 3,
            "size" | "size_bytes" | "amount" | "total" => 4,
            "created_at" | "updated_at" | "createdat" | "updatedat" | "created" | "date" => 5,
            "url" | "href" | "description" | "summary" | "body" | "text" => OTHER + 1,
            _ => OTHER,
        },
        _ => return None,
    })
}
