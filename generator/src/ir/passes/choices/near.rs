//! What may be meant by a target that leads nowhere.

use super::types::{held, members, places};
use crate::diagnostic::{Pointer, nearest};
use crate::ir::{Api, TypeId, Wish};

/// More names than this are not listed.
const MOST_NAMES: usize = 8;

/// The name that is spelt most like one, behind what leads to it.
pub(super) fn one_of<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    prefix: &str,
) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{prefix}{near}`?"))
}

/// Likewise; where none is close, all if they are few.
fn one_of_few(name: &str, known: &[String], prefix: &str) -> Option<String> {
    let near = one_of(name, known.iter().map(String::as_str), prefix);
    let is_few = (1..=MOST_NAMES).contains(&known.len());
    near.or_else(|| is_few.then(|| format!("there are: {}", known.join(", "))))
}

/// A place that differs in its last part only.
pub(super) fn place<'a>(wish: &Wish, known: impl Iterator<Item = &'a Pointer>) -> Option<String> {
    let (parent, last) = wish.place.rsplit_once('/')?;
    let beside = known.filter_map(|place| {
        let (owner, name) = place.as_str().rsplit_once('/')?;
        (owner == parent).then_some(name)
    });
    one_of(last, beside, &format!("{parent}/"))
}

/// Another member of the type that a place is in.
pub(super) fn member(api: &Api, wish: &Wish) -> Option<String> {
    let place = Pointer::new(&wish.place);
    let holder = place.parent()?;
    let owner = holder.parent()?;
    let mut types = api.types.iter();
    let (id, _) = types.find(|(_, ty)| places(ty).any(|it| *it == owner))?;
    one_of_few(&place.last()?, &names(api, id), &format!("{holder}/"))
}

/// Names with points between them of which the first that leads nowhere is another.
pub(super) fn name(api: &Api, wish: &Wish) -> Option<String> {
    let mut schemas = api.components.iter();
    let behind = |name: &str| wish.target.strip_prefix(name)?.strip_prefix('.');
    if let Some((schema, ty)) = schemas.find(|(name, _)| behind(name).is_some()) {
        let (id, rest) = walk(api, held(api, *ty), behind(schema)?);
        let prefix = &wish.target[..wish.target.len() - rest.len()];
        return one_of_few(rest, &names(api, id), prefix);
    }
    let (schema, rest) = match wish.target.find('.') {
        Some(end) => wish.target.split_at(end),
        None => (wish.target.as_str(), ""),
    };
    let near = nearest(schema, api.components.keys().map(String::as_str))?;
    Some(format!("did you mean `{near}{rest}`?"))
}

/// As far as names lead: the type that is reached, and the rest.
fn walk<'a>(api: &Api, mut id: TypeId, mut rest: &'a str) -> (TypeId, &'a str) {
    loop {
        let mut members = members(&api.types[id]).into_iter();
        let next = members.find_map(|(name, ty, _)| {
            let inner = held(api, ty?);
            let rest = rest.strip_prefix(&name)?.strip_prefix('.')?;
            (!api.types[inner].is_component()).then_some((inner, rest))
        });
        match next {
            Some(next) => (id, rest) = next,
            None => return (id, rest),
        }
    }
}

fn names(api: &Api, id: TypeId) -> Vec<String> {
    let members = members(&api.types[id]).into_iter();
    members.map(|(name, ..)| name).collect()
}

/// Another parameter of the operation, or that of another operation.
pub(super) fn parameter(api: &Api, wish: &Wish) -> Option<String> {
    let (id, name) = wish.target.rsplit_once('.')?;
    let mut operations = api.operations.iter();
    if id == "*" {
        let all = operations.flat_map(|operation| &operation.parameters);
        return one_of(name, all.map(|it| it.name.as_str()), "*.");
    }
    match operations.find(|operation| operation.id == id) {
        Some(operation) => {
            let names = operation.parameters.iter().map(|it| it.name.clone());
            one_of_few(name, &names.collect::<Vec<_>>(), &format!("{id}."))
        }
        None => {
            let ids = api.operations.iter().map(|operation| operation.id.as_str());
            let near = nearest(id, ids)?;
            Some(format!("did you mean `{near}.{name}`?"))
        }
    }
}
