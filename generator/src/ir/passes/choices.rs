//! What the names of the config are about: types, members, parameters, methods, resources.
//!
//! A thing goes by its place (in the document, or as `names.lock` has it), or
//! by names with points between them: `Ticket.price`. Properties that stand in
//! a type without a name of its own follow in the same way. What stands in a
//! base is called the same in all that have it from there, unless they say else; so is a
//! parameter of all operations, `*.limit`.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report, nearest};
use crate::ir::{Api, Choices, Chosen, Location, Shape, Type, TypeId, TypeRef, Wish, WishKind};

/// How deep lists and aliases may nest on the way to a type.
const MAX_NESTING: usize = 64;

/// Something that can have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Type(TypeId),
    Member(TypeId, usize),
    Parameter(usize, usize),
    Method(usize),
    Resource(usize),
}

/// How directly a thing was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// It was named itself.
    Itself,
    /// What it comes from was.
    Origin,
}

/// Why nothing was found, and what may be meant.
struct Miss {
    message: String,
    hint: Option<String>,
}

impl Miss {
    fn new(what: &str, wish: &Wish, near: Option<String>) -> Self {
        Self {
            message: format!("{what} `{}`", wish.target.escape_debug()),
            hint: near.map(|near| format!("did you mean `{near}`?")),
        }
    }
}

type Found = Result<Vec<(Thing, Reason)>, Miss>;

/// Finds what each name is for.
pub(super) fn find(api: &mut Api, report: &mut Report) {
    let wishes = std::mem::take(&mut api.choices.wishes);
    let mut chosen: BTreeMap<Thing, (Reason, &Chosen)> = BTreeMap::new();
    for wish in &wishes {
        let found = match wish.kind {
            WishKind::Type => find_type(api, wish),
            WishKind::Field | WishKind::Variant => find_member(api, wish),
            WishKind::Parameter => find_parameter(api, wish),
            WishKind::Method => find_method(api, wish),
            WishKind::Resource => Ok(find_resource(api, wish)),
        };
        let found = found.unwrap_or_else(|miss| {
            let place = Place::key(wish.chosen.pointer.clone());
            let mut found = Diagnostic::new(Code::DanglingConfig, place, miss.message);
            found.hint = miss.hint;
            report.push(found);
            Vec::new()
        });
        for (thing, reason) in found {
            match chosen.get(&thing) {
                Some((known, _)) if *known < reason => {}
                Some((known, first)) if *known == reason && first.name != wish.chosen.name => {
                    let place = Place::key(wish.chosen.pointer.clone());
                    let message = format!("this is called `{}` by another line", first.name);
                    report.push(Diagnostic::new(Code::MalformedConfig, place, message));
                }
                _ => {
                    chosen.insert(thing, (reason, &wish.chosen));
                }
            }
        }
    }
    let mut choices = Choices::default();
    for (thing, (_, chosen)) in chosen {
        let chosen = chosen.clone();
        match thing {
            Thing::Type(id) => drop(choices.types.insert(id, chosen)),
            Thing::Member(id, index) => drop(choices.members.insert((id, index), chosen)),
            Thing::Parameter(of, index) => drop(choices.parameters.insert((of, index), chosen)),
            Thing::Method(of) => drop(choices.methods.insert(of, chosen)),
            Thing::Resource(index) => drop(choices.resources.insert(index, chosen)),
        }
    }
    api.choices = choices;
}

fn find_type(api: &Api, wish: &Wish) -> Found {
    if let Some(ty) = api.components.get(&wish.target) {
        return Ok(vec![(Thing::Type(ty.id), Reason::Itself)]);
    }
    if wish.target.starts_with('/') {
        let here = |(id, ty): (TypeId, &Type)| {
            let is_here = places(ty).any(|place| place.as_str() == wish.place);
            (is_here && has_name(ty)).then_some((id, matches!(ty.shape, Shape::Union(_))))
        };
        // The texts and numbers of a mixed enum stand at the place of their union.
        let found = api.types.iter().filter_map(here);
        let found = found.max_by_key(|(id, is_union)| (*is_union, std::cmp::Reverse(*id)));
        return match (found, &wish.refers) {
            (Some((id, _)), _) => Ok(vec![(Thing::Type(id), Reason::Itself)]),
            (None, Some(name)) => Err(not_its_own(wish, Some(name))),
            (None, None) => {
                let known = api.types.iter().filter(|(_, ty)| has_name(ty));
                let near = near_place(wish, known.flat_map(|(_, ty)| places(ty)));
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
        0 => Err(Miss::new("there is no type", wish, near_name(api, wish))),
        1 => Ok(found),
        _ => Err(ambiguous(wish)),
    }
}

fn find_member(api: &Api, wish: &Wish) -> Found {
    let (noun, is_wanted): (_, fn(&Shape) -> bool) = match wish.kind {
        WishKind::Field => ("field", |shape| matches!(shape, Shape::Struct(_))),
        _ => ("value or branch", |shape| {
            !matches!(shape, Shape::Struct(_))
        }),
    };
    let is_pointer = wish.target.starts_with('/');
    let (itself, mut found) = match is_pointer {
        true => at_place(api, wish),
        false => (ends(api, &wish.target), Vec::new()),
    };
    let mut owners: Vec<(TypeId, usize)> = itself.clone();
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
            true => near_member(api, wish),
            false => near_name(api, wish),
        };
        return Err(Miss::new(&format!("there is no {noun}"), wish, near));
    }
    Ok(all)
}

/// The members of the type at a place, as the lock has them, and those that come from a place.
fn at_place(api: &Api, wish: &Wish) -> (Vec<(TypeId, usize)>, Vec<(TypeId, usize)>) {
    let place = Pointer::new(&wish.place);
    let key = place.last().unwrap_or_default();
    let holder = place.parent().unwrap_or_default();
    let owner = holder.parent().unwrap_or_default();
    let mut here = Vec::new();
    let mut from_here = Vec::new();
    for (id, ty) in api.types.iter() {
        let word = match ty.shape {
            Shape::Struct(_) => "properties",
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
fn heirs(api: &Api, id: TypeId, index: usize) -> Vec<(TypeId, usize)> {
    let own = &api.types[id];
    let Shape::Struct(shape) = &own.shape else {
        return Vec::new();
    };
    let place = &shape.fields[index].pointer;
    let inside = format!("{}/", own.pointer);
    if !place.as_str().starts_with(&inside) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, ty) in api.types.iter() {
        if let Shape::Struct(shape) = &ty.shape {
            let same = shape
                .fields
                .iter()
                .position(|field| field.pointer == *place);
            found.extend(same.map(|index| (id, index)));
        }
    }
    found
}

fn find_parameter(api: &Api, wish: &Wish) -> Found {
    let mut itself = Vec::new();
    let mut from_place = Vec::new();
    let everywhere = wish.target.strip_prefix("*.");
    for (of, operation) in api.operations.iter().enumerate() {
        let name = wish.target.strip_prefix(&operation.id);
        let name = name.and_then(|rest| rest.strip_prefix('.'));
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let place = operation.pointer.child("parameters");
            let place = place.child(word(parameter.location)).child(&parameter.name);
            let thing = Thing::Parameter(of, index);
            if name == Some(&parameter.name) || place.as_str() == wish.place {
                itself.push((thing, Reason::Itself));
            } else if parameter.pointer.as_str() == wish.place
                || everywhere == Some(&parameter.name)
            {
                from_place.push((thing, Reason::Origin));
            }
        }
    }
    if itself.len() > 1 {
        return Err(ambiguous(wish));
    }
    itself.extend(from_place);
    let count = itself.len();
    itself.retain(|(thing, _)| match thing {
        Thing::Parameter(of, index) => api.operations[*of].parameters[*index].is_settable(),
        _ => true,
    });
    if itself.is_empty() && count > 0 {
        return Err(Miss::new(
            "nobody sets this parameter, which has one value:",
            wish,
            None,
        ));
    }
    if itself.is_empty() {
        return Err(Miss::new(
            "there is no parameter",
            wish,
            near_parameter(api, wish),
        ));
    }
    Ok(itself)
}

/// The word for a place of parameters, as the lock has it.
fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn find_method(api: &Api, wish: &Wish) -> Found {
    let mut operations = api.operations.iter();
    let found = operations.position(|operation| {
        operation.named && operation.id == wish.target || operation.pointer.as_str() == wish.place
    });
    let found = found.map(|index| vec![(Thing::Method(index), Reason::Itself)]);
    found.ok_or_else(|| {
        let ids = api.operations.iter().map(|operation| operation.id.as_str());
        let near = nearest(&wish.target, ids).map(str::to_owned);
        Miss::new("there is no operation", wish, near)
    })
}

/// None if no operation has the tag, which was said already.
fn find_resource(api: &Api, wish: &Wish) -> Vec<(Thing, Reason)> {
    let mut resources = api.resources.iter();
    let found = resources.position(|resource| resource.name == wish.target);
    let found = found.map(|index| (Thing::Resource(index), Reason::Itself));
    found.into_iter().collect()
}

/// The members that names with points between them lead to.
fn ends(api: &Api, target: &str) -> Vec<(TypeId, usize)> {
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
fn members(ty: &Type) -> Vec<(String, Option<TypeRef>, Option<&Pointer>)> {
    match &ty.shape {
        Shape::Struct(shape) => (shape.fields.iter())
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
fn held(api: &Api, ty: TypeRef) -> TypeId {
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
fn places(ty: &Type) -> impl Iterator<Item = &Pointer> {
    std::iter::once(&ty.pointer).chain(&ty.also)
}

/// Whether there is a Rust type for it alone.
fn has_name(ty: &Type) -> bool {
    let is_item = matches!(
        ty.shape,
        Shape::Struct(_) | Shape::Union(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_)
    );
    is_item || ty.is_component()
}

fn not_its_own(wish: &Wish, name: Option<&str>) -> Miss {
    let mut miss = Miss::new("there is no type of its own for", wish, None);
    miss.hint = name.map(|name| format!("its type is that of the schema `{name}`"));
    miss
}

fn ambiguous(wish: &Wish) -> Miss {
    let mut miss = Miss::new("there are several of the name", wish, None);
    miss.hint = Some("say which one by its place, as `names.lock` writes it".to_owned());
    miss
}

/// A place that differs in its last part only.
fn near_place<'a>(wish: &Wish, known: impl Iterator<Item = &'a Pointer>) -> Option<String> {
    let (parent, last) = wish.place.rsplit_once('/')?;
    let beside = known.filter_map(|place| {
        let (owner, name) = place.as_str().rsplit_once('/')?;
        (owner == parent).then_some(name)
    });
    nearest(last, beside).map(|near| format!("{parent}/{near}"))
}

fn near_member(api: &Api, wish: &Wish) -> Option<String> {
    let holder = Pointer::new(&wish.place).parent()?;
    let owner = holder.parent()?;
    let owners = api
        .types
        .iter()
        .filter(|(_, ty)| places(ty).any(|it| *it == owner));
    let places: Vec<Pointer> = owners
        .flat_map(|(_, ty)| members(ty))
        .map(|(name, ..)| holder.child(name))
        .collect();
    near_place(wish, places.iter())
}

/// A path that differs in one name only: that of the schema, or what follows it.
fn near_name(api: &Api, wish: &Wish) -> Option<String> {
    for (name, ty) in &api.components {
        let rest = wish.target.strip_prefix(name.as_str());
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix('.')) {
            let known = members(&api.types[held(api, *ty)]);
            let near = nearest(rest, known.iter().map(|(name, ..)| name.as_str()));
            return near.map(|near| format!("{name}.{near}"));
        }
    }
    let schemas = api.components.keys().map(String::as_str);
    let (schema, rest) = wish.target.split_once('.').unwrap_or((&wish.target, ""));
    let near = nearest(schema, schemas)?;
    Some(match rest {
        "" => near.to_owned(),
        rest => format!("{near}.{rest}"),
    })
}

fn near_parameter(api: &Api, wish: &Wish) -> Option<String> {
    let (id, name) = wish.target.rsplit_once('.')?;
    if id == "*" {
        let all = api.operations.iter().flat_map(|it| &it.parameters);
        let near = nearest(name, all.map(|it| it.name.as_str()));
        return near.map(|near| format!("*.{near}"));
    }
    let mut operations = api.operations.iter();
    match operations.find(|operation| operation.id == id) {
        Some(operation) => {
            let known = operation.parameters.iter().map(|it| it.name.as_str());
            nearest(name, known).map(|near| format!("{id}.{near}"))
        }
        None => {
            let ids = api.operations.iter().map(|operation| operation.id.as_str());
            nearest(id, ids).map(|near| format!("{near}.{name}"))
        }
    }
}
