//! What the mock remembers: the things on each shelf, used keys, and counts.

use std::collections::{HashMap, HashSet};

use flora_codegen::ir::{
    Api, Content, Encoding, Operation, Outcome, Shape, StatusRange, TypeRef, Types,
};
use flora_codegen::value::Value;

use crate::json;
use crate::plan::{Plan, Shelf, pages};
use crate::thing::{self, Thing};

/// Everything that requests change.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The things on each shelf, in the order they came.
    pub(crate) things: Vec<Vec<Thing>>,
    /// The items of lists whose things nothing else shows.
    pub(crate) items: Vec<Vec<Value>>,
    /// Idempotency keys of requests that were done, by operation.
    pub(crate) keys: HashSet<(usize, String)>,
    /// How often something was asked for.
    pub(crate) looks: HashMap<(usize, String), u32>,
    ids: u64,
    reservations: u64,
}

impl State {
    /// The things and items that the examples tell of.
    pub(crate) fn new(api: &Api, plan: &Plan) -> Self {
        let mut state = Self::default();
        for shelf in &plan.shelves {
            let mut things = Vec::new();
            let mut items = Vec::new();
            for (ty, value) in listed(api, shelf) {
                match shelf.id {
                    Some(_) => put(api, shelf, &mut things, ty, value),
                    None if items.contains(value) => {}
                    None => items.push(value.clone()),
                }
            }
            let shown = shelf.retrieve.map(|index| &api.operations[index]);
            if let Some(content) = shown.and_then(|it| success_json(it)) {
                for value in thing::examples(content) {
                    put(api, shelf, &mut things, content.ty, value);
                }
            }
            state.things.push(things);
            state.items.push(items);
        }
        state
    }

    /// The number of the next thing.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// The number of the next reservation.
    pub(crate) fn next_reservation(&mut self) -> u64 {
        self.reservations += 1;
        self.reservations
    }

    /// The thing with this id.
    pub(crate) fn find(&mut self, shelf: usize, key: &str) -> Option<&mut Thing> {
        let mut things = self.things.get_mut(shelf)?.iter_mut();
        things.find(|thing| thing.key() == key)
    }

    /// The thing whose reservation has this token, and its shelf.
    pub(crate) fn reserved(&mut self, token: &str) -> Option<(usize, &mut Thing)> {
        let things = self.things.iter_mut().enumerate();
        let mut things =
            things.flat_map(|(shelf, things)| things.iter_mut().map(move |thing| (shelf, thing)));
        things.find(|(_, thing)| {
            let reservation = thing.reservation.as_ref();
            reservation.is_some_and(|reservation| reservation.token == token)
        })
    }
}

/// The items of a list's examples, with their type.
fn listed<'a>(api: &'a Api, shelf: &Shelf) -> Vec<(TypeRef, &'a Value)> {
    let found = shelf.list.and_then(|index| {
        let operation = &api.operations[index];
        Some((success_json(operation)?, pages(operation)?))
    });
    let Some((content, pages)) = found else {
        return Vec::new();
    };
    let Some(ty) = item_type(&api.types, content.ty, &pages.items) else {
        return Vec::new();
    };
    let lists = thing::examples(content);
    let lists = lists
        .into_iter()
        .filter_map(|it| it.pointer(&pages.items)?.as_array());
    lists.flatten().map(|item| (ty, item)).collect()
}

fn put(api: &Api, shelf: &Shelf, things: &mut Vec<Thing>, ty: TypeRef, value: &Value) {
    let Some(id) = thing::id_of(shelf, value) else {
        return;
    };
    let index = match things.iter().position(|thing| thing.id == *id) {
        Some(index) => index,
        None => {
            things.push(Thing::new(id.clone()));
            things.len() - 1
        }
    };
    let thing = &mut things[index];
    thing::learn_example(api, thing, ty, value);
    if thing.state.is_none()
        && let Some(state) = thing::state_of(shelf, value)
    {
        thing.enter_state(state, shelf);
    }
}

/// The type of the items where a JSON pointer leads to a list.
pub(crate) fn item_type(types: &Types, ty: TypeRef, pointer: &str) -> Option<TypeRef> {
    let names = pointer.split('/').skip(1);
    let list = names.into_iter().try_fold(ty, |ty, name| {
        let name = json::unescape(name);
        let mut fields = thing::fields(types, ty)?.fields.iter();
        fields
            .find(|field| field.name == name)
            .map(|field| field.ty)
    })?;
    let (id, _) = types.resolve(list);
    match &types[id].shape {
        Shape::Array(array) => Some(array.item),
        _ => None,
    }
}

/// The first outcome that stands for success, with the status to answer with.
pub(crate) fn success(operation: &Operation) -> Option<(u16, &Outcome)> {
    let mut outcomes = operation.outcomes.iter();
    let best = outcomes.find(|outcome| outcome.status.is_success());
    let best = best.or(operation.outcomes.first())?;
    let status = match best.status {
        StatusRange::Code(code) => code,
        StatusRange::Class(class) => u16::from(class) * 100,
        StatusRange::Default => 200,
    };
    Some((status, best))
}

/// The JSON of the first success.
pub(crate) fn success_json(operation: &Operation) -> Option<&Content> {
    let (_, outcome) = success(operation)?;
    let mut contents = outcome.contents.iter();
    contents.find(|content| content.encoding == Encoding::Json)
}
