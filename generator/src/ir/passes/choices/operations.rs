//! Operations: their parameters, methods and resources.

use super::types::ambiguous;
use super::{Found, Miss, Reason, Thing, near};
use crate::ir::{Api, Location, Wish};

pub(super) fn find_parameter(api: &Api, wish: &Wish) -> Found {
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
            near::parameter(api, wish),
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

pub(super) fn find_method(api: &Api, wish: &Wish) -> Found {
    let mut operations = api.operations.iter();
    let found = operations.position(|operation| {
        operation.named && operation.id == wish.target || operation.pointer.as_str() == wish.place
    });
    let found = found.map(|index| vec![(Thing::Method(index), Reason::Itself)]);
    found.ok_or_else(|| {
        let ids = api.operations.iter().map(|operation| operation.id.as_str());
        let near = near::one_of(&wish.target, ids, "");
        Miss::new("there is no operation", wish, near)
    })
}

/// None if no operation has the tag, which was said already.
pub(super) fn find_resource(api: &Api, wish: &Wish) -> Vec<(Thing, Reason)> {
    let mut resources = api.resources.iter();
    let found = resources.position(|resource| resource.name == wish.target);
    let found = found.map(|index| (Thing::Resource(index), Reason::Itself));
    found.into_iter().collect()
}
