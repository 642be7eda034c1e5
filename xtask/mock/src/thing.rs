//! A thing that the service keeps, and how it looks in a reply.
//!
//! A reply is the document's example (the one with the same state) with what
//! is known of the thing put in by the names of members. What is not known is
//! null or left out where that is allowed, and else as in the example.

use flora_codegen::ir::{Api, Content, Field, Shape, Struct, TextKind, TimeUnit, TypeRef, Types};
use flora_codegen::value::Value;
use indexmap::IndexMap;

use crate::plan::Shelf;
use crate::{check, clock, json, sample};

/// How long a reservation is said to last.
const RESERVED: i64 = 15 * 60 * 1000;

/// Something that was created.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) id: Value,
    /// What is known by the names of members. The same name can stand for values of
    /// several types in several replies.
    pub(crate) known: IndexMap<String, Vec<Value>>,
    pub(crate) stage: Stage,
    /// What the state is called.
    pub(crate) state: Option<String>,
    /// When it was made, in milliseconds since 1970.
    pub(crate) made: i64,
    /// How many bytes have come.
    pub(crate) bytes: Option<u64>,
    /// Whether it is to fail in the end.
    pub(crate) fails: bool,
    pub(crate) reservation: Option<Reservation>,
}

/// Where a thing is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Waits for its bytes.
    Awaiting,
    /// The bytes are there, and nobody has said so.
    Received,
    /// Becomes ready after so many looks at it.
    Processing(u32),
    Done,
    Failed,
}

/// A place for bytes.
#[derive(Clone, Debug)]
pub(crate) struct Reservation {
    /// The last part of its URL.
    pub(crate) token: String,
    /// The fields of the form, in their order.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file_field: String,
    pub(crate) method: String,
    pub(crate) expired: bool,
}

impl Thing {
    pub(crate) fn new(id: Value) -> Self {
        Self {
            id,
            known: IndexMap::new(),
            stage: Stage::Done,
            state: None,
            made: clock::now(),
            bytes: None,
            fails: false,
            reservation: None,
        }
    }

    /// The id as it stands in a path.
    pub(crate) fn key(&self) -> String {
        key(&self.id)
    }

    /// Notes a value under the name of a member.
    pub(crate) fn learn(&mut self, name: &str, value: &Value) {
        let values = self.known.entry(name.to_owned()).or_default();
        if !values.contains(value) {
            values.push(value.clone());
        }
    }

    /// Notes all members of an object but those of these names.
    pub(crate) fn learn_all(&mut self, value: &Value, but: &[String]) {
        for (name, value) in value.as_object().into_iter().flatten() {
            if !but.contains(name) {
                self.learn(name, value);
            }
        }
    }

    /// Goes on to a stage and takes its state on.
    pub(crate) fn enter(&mut self, stage: Stage, shelf: &Shelf) {
        self.stage = stage;
        if let Some(states) = &shelf.states {
            let names = match stage {
                Stage::Awaiting | Stage::Received | Stage::Processing(_) => &states.pending,
                Stage::Done => &states.done,
                Stage::Failed => &states.failed,
            };
            self.state = names.first().cloned().or(self.state.take());
        }
    }

    /// The stage that a state of the document stands for.
    pub(crate) fn enter_state(&mut self, state: &str, shelf: &Shelf) {
        let is_in = |names: &[String]| names.iter().any(|name| name == state);
        if let Some(states) = &shelf.states {
            self.stage = if is_in(&states.pending) {
                Stage::Awaiting
            } else if is_in(&states.failed) {
                Stage::Failed
            } else {
                Stage::Done
            };
        }
        self.state = Some(state.to_owned());
    }
}

/// A value as it stands in a path.
pub(crate) fn key(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => String::from_utf8_lossy(&json::write(other)).into_owned(),
    }
}

/// The fields of an object, if it is one.
pub(crate) fn fields(types: &Types, ty: TypeRef) -> Option<&Struct> {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Struct(struct_) => Some(struct_),
        _ => None,
    }
}

/// A thing as the value of a reply. `examples` are values of the same type.
pub(crate) fn show(
    api: &Api,
    shelf: &Shelf,
    thing: &Thing,
    ty: TypeRef,
    examples: &[&Value],
) -> Value {
    let own = |value: &&&Value| id_of(shelf, value).is_some_and(|id| *id == thing.id);
    let same = |value: &&&Value| state_of(shelf, value) == thing.state.as_deref();
    let base = (examples.iter().find(|it| own(it) && same(it)))
        .or_else(|| examples.iter().find(same))
        .or_else(|| examples.first());
    let mut body = match base {
        Some(base) => (*base).clone(),
        None => sample::sample(&api.types, ty),
    };
    let Some(struct_) = fields(&api.types, ty) else {
        return body;
    };
    let example_id = id_of(shelf, &body).map(key);
    let is_own = example_id.as_ref() == Some(&thing.key());
    let is_same = state_of(shelf, &body) == thing.state.as_deref();
    for field in &struct_.fields {
        let before = body.get(&field.name).cloned();
        let is_reservation =
            shelf.reservation.contains(&field.name) || is_expiry(&api.types, field);
        let after = if is_reservation && !field.required {
            None
        } else if shelf.id.as_deref() == Some(&field.name) {
            Some(thing.id.clone())
        } else if is_own && is_same && before.is_some() {
            before
        } else {
            known(api, thing, field)
                .or_else(|| derived(api, thing, field))
                .or_else(|| taken(api, thing, field, before, example_id.as_deref(), is_same))
        };
        let pointer = json::pointer(&field.name);
        match after {
            Some(value) => json::set(&mut body, &pointer, value),
            None => json::remove(&mut body, &pointer),
        }
    }
    if let (Some(states), Some(state)) = (&shelf.states, &thing.state)
        && body.pointer(&states.field).is_some()
    {
        json::set(&mut body, &states.field, json::text(state));
    }
    body
}

/// A value that was sent or answered under the same name, if it is of this type.
fn known(api: &Api, thing: &Thing, field: &Field) -> Option<Value> {
    let values = thing.known.get(&field.name)?;
    let mut values = values.iter();
    let fitting = values.find(|value| check::fits(&api.types, field.ty, value));
    fitting.cloned()
}

/// Points in time, all of them that at which the thing was made, and sizes.
fn derived(api: &Api, thing: &Thing, field: &Field) -> Option<Value> {
    let (id, _) = api.types.resolve(field.ty);
    match (&api.types[id].shape, field.unix_time) {
        (Shape::Text(TextKind::DateTime), _) => Some(json::text(clock::write(thing.made))),
        (Shape::Integer(_), Some(TimeUnit::Milliseconds)) => {
            Some(Value::Integer(thing.made.into()))
        }
        (Shape::Integer(_), Some(TimeUnit::Seconds)) => {
            Some(Value::Integer((thing.made / 1000).into()))
        }
        (Shape::Integer(_), None)
            if field.name.contains("size") || field.name.contains("bytes") =>
        {
            thing.bytes.map(|bytes| Value::Integer(bytes.into()))
        }
        _ => None,
    }
}

/// Whether a field tells when a reservation ends.
pub(crate) fn is_expiry(types: &Types, field: &Field) -> bool {
    let (id, _) = types.resolve(field.ty);
    matches!(types[id].shape, Shape::Text(TextKind::DateTime))
        && field.name.to_ascii_lowercase().contains("expir")
}

/// When a reservation ends, or has ended.
pub(crate) fn end(is_expired: bool) -> Value {
    let end = match is_expired {
        true => clock::now() - 60 * 1000,
        false => clock::now() + RESERVED,
    };
    json::text(clock::write(end))
}

/// What the example has, if it may be said of another thing as well.
fn taken(
    api: &Api,
    thing: &Thing,
    field: &Field,
    before: Option<Value>,
    example_id: Option<&str>,
    is_same: bool,
) -> Option<Value> {
    let names_it = |text: &str| example_id.is_some_and(|id| !id.is_empty() && text.contains(id));
    match before {
        Some(Value::String(text)) if is_same && names_it(&text) => Some(json::text(
            text.replace(example_id.unwrap_or_default(), &thing.key()),
        )),
        // Why it failed.
        Some(text @ Value::String(_)) if is_same && thing.stage == Stage::Failed => Some(text),
        _ if field.ty.nullable => Some(Value::Null),
        _ if !field.required => None,
        Some(mut value) => {
            json::replace(&mut value, example_id.unwrap_or_default(), &thing.key());
            Some(value)
        }
        None => Some(sample::sample(&api.types, field.ty)),
    }
}

/// The id in a reply.
pub(crate) fn id_of<'a>(shelf: &Shelf, value: &'a Value) -> Option<&'a Value> {
    value
        .get(shelf.id.as_ref()?)
        .filter(|id| **id != Value::Null)
}

/// The state in a reply.
pub(crate) fn state_of<'a>(shelf: &Shelf, value: &'a Value) -> Option<&'a str> {
    value.pointer(&shelf.states.as_ref()?.field)?.as_str()
}

/// Notes what an example says of a thing, its points in time in both forms.
pub(crate) fn learn_example(api: &Api, thing: &mut Thing, ty: TypeRef, value: &Value) {
    let Some(struct_) = fields(&api.types, ty) else {
        thing.learn_all(value, &[]);
        return;
    };
    for field in &struct_.fields {
        let Some(value) = value.get(&field.name) else {
            continue;
        };
        thing.learn(&field.name, value);
        let (id, _) = api.types.resolve(field.ty);
        let moment = match (&api.types[id].shape, value, field.unix_time) {
            (Shape::Text(TextKind::DateTime), Value::String(text), _) => clock::read(text),
            (_, Value::Integer(number), Some(TimeUnit::Milliseconds)) => {
                i64::try_from(*number).ok()
            }
            (_, Value::Integer(number), Some(TimeUnit::Seconds)) => {
                i64::try_from(*number * 1000).ok()
            }
            _ => None,
        };
        if let Some(moment) = moment {
            thing.learn(&field.name, &json::text(clock::write(moment)));
            thing.learn(&field.name, &Value::Integer(moment.into()));
        }
    }
}

/// The values of the examples of a reply.
pub(crate) fn examples(content: &Content) -> Vec<&Value> {
    let examples = content.examples.iter();
    examples.map(|example| &example.value).collect()
}
