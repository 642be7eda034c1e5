//! Types and their members: fields, values and branches.

use super::{Found, Miss, Reason, Thing, near};
use crate::diagnostic::Pointer;
use crate::ir::{Api, Field, Shape, Type, TypeId, TypeRef, Wish, WishKind};

/// How deep lists and aliases may nest on the way to a type.
const MAX_NESTING: usize = 64;

/// A field, value or branch: its type, and its place among those of it.
type Member = (TypeId, usize);

pub(super) fn find_type(api: &Api, wish: &Wish) -> Found {
    if let Some(ty) = api.components.get(&wish.target) {
        return Ok(vec![(Thing::Type(ty.id), Reason::Itself)]);
    }
    if wish.target.starts_with('/') {
        // A branch beside `null` is the type itself, wherever that stands in the 3.0 form.
        let found = type_at(api, &wish.place).or_else(|| {
            let whole = beside_null(&wish.place)?;
            let found = type_at(api, whole)?;
            let is_union = matches!(api.types[found].shape, Shape::Union(_));
            (!is_union).then_some(found)
        });
        return match (found, &wish.refers) {
            (Some(id), _) => Ok(vec![(Thing::Type(id), Reason::Itself)]),
            (None, Some(name)) => Err(not_its_own(wish, Some(name))),
            (None, None) => {
                let known = api.types.iter().filter(|(_, ty)| has_name(ty));
                let near = near::place(wish, known.flat_map(|(_, ty)| places(ty)));
                Err(Miss::new("there is no type at", wish, near))
            }
        };
    }
    let mut found = Vec::new();
    for (owner, index) in ends(api, &wish.target) {
        let Some(ty) = members(&api.types[owner]).into_iter().nth(index) else {
            continue;
        };
        let id = ty.1.map(|ty| held(api, ty));
        match id.map(|id| (id, &api.types[id])) {
            Some((_, ty)) if ty.is_component() => {
                let name = ty.label.as_ref().map(|label| label.words.as_str());
                return Err(not_its_own(wish, name));
            }
            Some((id, ty)) if has_name(ty) => found.push((Thing::Type(id), Reason::Itself)),
            _ => return Err(not_its_own(wish, None)),
        }
    }
    found.dedup();
    match found.len() {
        0 => Err(Miss::new("there is no type", wish, near::name(api, wish))),
        1 => Ok(found),
        _ => Err(ambiguous(wish)),
    }
}

/// The type with an item of its own at a place.
fn type_at(api: &Api, place: &str) -> Option<TypeId> {
    let here = |(id, ty): (TypeId, &Type)| {
        let is_here = places(ty).any(|it| it.as_str() == place);
        (is_here && has_name(ty)).then_some((id, matches!(ty.shape, Shape::Union(_))))
    };
    // The texts and numbers of a mixed enum stand at the place of their union.
    let found = api.types.iter().filter_map(here);
    let found = found.max_by_key(|(id, is_union)| (*is_union, std::cmp::Reverse(*id)));
    found.map(|(id, _)| id)
}

/// The place that has this one among its branches.
// /components/schemas/Thing/properties/part/anyOf/0 => /components/schemas/Thing/properties/part
fn beside_null(place: &str) -> Option<&str> {
    let (branches, index) = place.rsplit_once('/')?;
    index.parse::<usize>().ok()?;
    let (whole, keyword) = branches.rsplit_once('/')?;
    matches!(keyword, "anyOf" | "oneOf").then_some(whole)
}

pub(super) fn find_member(api: &Api, wish: &Wish) -> Found {
    let (noun, is_wanted): (_, fn(&Shape) -> bool) = match wish.kind {
        WishKind::Field => ("field", |shape| fields(shape).is_some()),
        _ => ("value or branch", |shape| fields(shape).is_none()),
    };
    let is_pointer = wish.target.starts_with('/');
    let (itself, mut found) = match is_pointer {
        true => at_place(api, wish),
        false => (ends(api, &wish.target), Vec::new()),
    };
    let mut owners: Vec<Member> = itself.clone();
    owners.retain(|(id, _)| is_wanted(&api.types[*id].shape));
    if owners.is_empty() && !itself.is_empty() {
        let section = match wish.kind {
            WishKind::Field => "variants",
            _ => "fields",
        };
        let mut miss = Miss::new(&format!("this is no {noun}:"), wish, None);
        miss.hint = Some(format!("its name belongs under `{section}`"));
        return Err(miss);
    }
    if !is_pointer && owners.len() > 1 {
        return Err(ambiguous(wish));
    }
    for (id, index) in &owners {
        found.extend(heirs(api, *id, *index));
    }
    let mut all: Vec<(Thing, Reason)> = Vec::new();
    for (id, index) in owners {
        all.push((Thing::Member(id, index), Reason::Itself));
    }
    for (id, index) in found {
        let thing = Thing::Member(id, index);
        if is_wanted(&api.types[id].shape) && !all.iter().any(|(known, _)| *known == thing) {
            all.push((thing, Reason::Origin));
        }
    }
    if all.is_empty() {
        let near = match is_pointer {
            true => near::member(api, wish),
            false => near::name(api, wish),
        };
        return Err(Miss::new(&format!("there is no {noun}"), wish, near));
    }
    Ok(all)
}

/// The members of the type at a place, as the lock has them, and those that come from a place.
fn at_place(api: &Api, wish: &Wish) -> (Vec<Member>, Vec<Member>) {
    let place = Pointer::new(&wish.place);
    let key = place.last().unwrap_or_default();
    let holder = place.parent().unwrap_or_default();
    let owner = holder.parent().unwrap_or_default();
    let mut here = Vec::new();
    let mut from_here = Vec::new();
    for (id, ty) in api.types.iter() {
        let word = match ty.shape {
            Shape::Struct(_) => "properties",
            Shape::Tuple(_) => "prefixItems",
            Shape::Union(_) => "oneOf",
            _ => "enum",
        };
        let is_owner = holder.last().as_deref() == Some(word) && places(ty).any(|it| *it == owner);
        for (index, (name, _, pointer)) in members(ty).into_iter().enumerate() {
            if is_owner && name == key {
                here.push((id, index));
            } else if pointer == Some(&place) {
                from_here.push((id, index));
            }
        }
    }
    (here, from_here)
}

/// The same field of other types that have it from this one.
fn heirs(api: &Api, id: TypeId, index: usize) -> Vec<Member> {
    let own = &api.types[id];
    let Some(field) = fields(&own.shape).and_then(|fields| fields.get(index)) else {
        return Vec::new();
    };
    let place = &field.pointer;
    let inside = format!("{}/", own.pointer);
    if !place.as_str().starts_with(&inside) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, ty) in api.types.iter() {
        let mut fields = fields(&ty.shape).unwrap_or_default().iter();
        let same = fields.position(|field| field.pointer == *place);
        found.extend(same.map(|index| (id, index)));
    }
    found
}

/// The fields of an object, or of a tuple, whose positions are their names.
fn fields(shape: &Shape) -> Option<&[Field]> {
    match shape {
        Shape::Struct(shape) => Some(&shape.fields),
        Shape::Tuple(shape) => Some(&shape.positions),
        _ => None,
    }
}

/// The members that names with points between them lead to.
fn ends(api: &Api, target: &str) -> Vec<Member> {
    let mut found = Vec::new();
    let mut open: Vec<(TypeId, &str)> = Vec::new();
    for (name, ty) in &api.components {
        let rest = target.strip_prefix(name.as_str());
        let rest = rest.and_then(|rest| rest.strip_prefix('.'));
        open.extend(rest.map(|rest| (held(api, *ty), rest)));
    }
    // Names can have points themselves. Each step takes some of the text, so there is an end.
    while let Some((id, rest)) = open.pop() {
        for (index, (name, ty, _)) in members(&api.types[id]).into_iter().enumerate() {
            let Some(behind) = rest.strip_prefix(&name) else {
                continue;
            };
            if behind.is_empty() {
                found.push((id, index));
            } else if let Some(behind) = behind.strip_prefix('.')
                && let Some(inner) = ty.map(|ty| held(api, ty))
                && !api.types[inner].is_component()
            {
                open.push((inner, behind));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The names of the members of a type, with their types and where they stand.
pub(super) fn members(ty: &Type) -> Vec<(String, Option<TypeRef>, Option<&Pointer>)> {
    match &ty.shape {
        Shape::Struct(_) | Shape::Tuple(_) => (fields(&ty.shape).unwrap_or_default().iter())
            .map(|field| (field.name.clone(), Some(field.ty), Some(&field.pointer)))
            .collect(),
        Shape::Union(shape) => (shape.variants.iter())
            .map(|branch| (branch.label.clone(), Some(branch.ty), Some(&branch.pointer)))
            .collect(),
        Shape::StringEnum(shape) => (shape.values.iter())
            .map(|value| (value.value.clone(), None, None))
            .collect(),
        Shape::IntegerEnum(shape) => (shape.values.iter())
            .map(|value| (value.value.to_string(), None, None))
            .collect(),
        _ => Vec::new(),
    }
}

/// The type behind aliases, lists and maps.
pub(super) fn held(api: &Api, ty: TypeRef) -> TypeId {
    let mut id = ty.id;
    for _ in 0..MAX_NESTING {
        id = match &api.types[id].shape {
            Shape::Array(array) => array.item.id,
            Shape::Map(map) => map.value.id,
            Shape::Alias(target) => target.id,
            _ => break,
        };
    }
    id
}

/// All places where a type stands.
pub(super) fn places(ty: &Type) -> impl Iterator<Item = &Pointer> {
    std::iter::once(&ty.pointer).chain(&ty.also)
}

/// Whether there is a Rust type for it alone.
fn has_name(ty: &Type) -> bool {
    let is_item = matches!(
        ty.shape,
        Shape::Struct(_)
            | Shape::Tuple(_)
            | Shape::Union(_)
            | Shape::StringEnum(_)
            | Shape::IntegerEnum(_)
    );
    is_item || ty.is_component()
}

fn not_its_own(wish: &Wish, name: Option<&str>) -> Miss {
    let mut miss = Miss::new("there is no type of its own for", wish, None);
    miss.hint = name.map(|name| format!("its type is that of the schema `{name}`"));
    miss
}

pub(super) fn ambiguous(wish: &Wish) -> Miss {
    let mut miss = Miss::new("there are several of the name", wish, None);
    miss.hint = Some("say which one by its place, as `names.lock` writes it".to_owned());
    miss
}
