//! What the models are called: names of the config first, then those of the lock, then those that
//! the document gives.

use std::collections::HashMap;
use std::iter;

use crate::code::chosen::{report_taken, take_chosen};
use crate::code::lock::{Kind, Lock};
use crate::code::members::{Member, Pin, Spelling, name_members};
use crate::code::names::{self, Ident, Scope, Use};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report};
use crate::ir::{self, Basis, Shape, TypeId};

/// The variant for values that the document does not list. It is named before
/// all others, so that a new value never renames it.
pub(in crate::code) const UNKNOWN: &str = "Unrecognized";

/// The field for members of an object that its schema does not name.
pub(in crate::code) const EXTRA: &str = "additional_properties";

/// The field for items of a tuple behind its positions.
pub(in crate::code) const FURTHER: &str = "further_items";

/// Chosen names first, then pinned ones, then components, titles and places, each in document order.
pub(super) fn name_models<'a>(
    types: impl Iterator<Item = (TypeId, &'a ir::Type)>,
    choices: &ir::Choices,
    lock: &mut Lock,
    report: &mut Report,
) -> HashMap<TypeId, Ident> {
    let mut waiting: Vec<(TypeId, &ir::Type, &str, Basis)> = types
        .map(|(id, ty)| match &ty.label {
            Some(label) => (id, ty, label.words.as_str(), label.basis),
            None => (id, ty, "value", Basis::Place),
        })
        .collect();
    waiting.sort_by_key(|(_, _, _, basis)| *basis);

    let mut scope = Scope::default();
    let mut names = HashMap::new();
    for (id, chosen) in &choices.types {
        if !waiting.iter().any(|(known, ..)| known == id) {
            let message = "this has no type of its own, since it is sent as a form only";
            let place = Place::key(chosen.pointer.clone());
            report.push(Diagnostic::new(Code::DanglingConfig, place, message));
            continue;
        }
        let named_as = (Kind::Type, Use::Model);
        let name = take_chosen(chosen, named_as, &mut scope, report);
        names.extend(name.map(|name| (*id, name)));
    }
    let chosen: HashMap<Ident, &ir::Chosen> = names
        .iter()
        .map(|(id, name): (&TypeId, &Ident)| (name.clone(), &choices.types[id]))
        .collect();
    waiting.retain(|(id, ..)| !names.contains_key(id));
    waiting.retain(|(id, ty, words, basis)| {
        // Where a place gives the name, an equal shape at an earlier place must not change it, nor
        // another way to it, which gives other words.
        let seen_before = || match basis {
            Basis::Place => iter::once(&ty.pointer)
                .chain(&ty.also)
                .find_map(|place| lock.at(Kind::Type, place)),
            Basis::Component | Basis::Title => None,
        };
        let pinned = lock
            .get(Kind::Type, &ty.pointer, words)
            .or_else(seen_before)
            .and_then(|name| names::pinned(name, Use::Model));
        let wanted = pinned.clone();
        let wanted = wanted.unwrap_or_else(|| names::ident(words, Use::Model));
        if let Some(chosen) = chosen.get(&wanted) {
            report_taken(chosen, Kind::Type, words, report);
        }
        match pinned.filter(|name| scope.take(name)) {
            Some(name) => names.insert(*id, name).is_some(),
            None => true,
        }
    });
    lock.clear(Kind::Type);
    for (id, ty, words, _) in waiting {
        let wanted = names::ident(words, Use::Model);
        let name = scope.settle(wanted.clone());
        if name != wanted && !chosen.contains_key(&wanted) {
            report.push(
                Diagnostic::new(
                    Code::NameTie,
                    &ty.pointer,
                    format!("another type is called `{wanted}` already, this one becomes `{name}`"),
                )
                .hint("give the schema a title of its own to choose its name"),
            );
        }
        names.insert(id, name);
    }
    names
}

/// Fields and variants of all models, and what the lock should know of them.
pub(super) fn name_all_members(
    api: &ir::Api,
    models: &HashMap<TypeId, Ident>,
    lock: &mut Lock,
    report: &mut Report,
) -> HashMap<TypeId, Vec<Ident>> {
    let mut pins = Vec::new();
    let members = api
        .types
        .iter()
        .filter(|(id, _)| models.contains_key(id))
        .map(|(id, ty)| {
            let chosen = |index| api.choices.members.get(&(id, index));
            (id, name_type_members(ty, &chosen, lock, &mut pins, report))
        })
        .collect();
    lock.clear(Kind::Field);
    lock.clear(Kind::Variant);
    lock.pin(pins);
    members
}

fn name_type_members<'a>(
    ty: &ir::Type,
    chosen: &dyn Fn(usize) -> Option<&'a ir::Chosen>,
    lock: &Lock,
    pins: &mut Vec<Pin>,
    report: &mut Report,
) -> Vec<Ident> {
    let mut scope = Scope::default();
    let first = match &ty.shape {
        Shape::Struct(shape) => matches!(shape.additional, ir::Additional::Typed(_)),
        Shape::Tuple(shape) => matches!(shape.rest, ir::Additional::Typed(_)),
        Shape::StringEnum(shape) => shape.open,
        _ => true,
    };
    if first {
        let (text, use_) = match ty.shape {
            Shape::Struct(_) => (EXTRA, Use::Field),
            Shape::Tuple(_) => (FURTHER, Use::Field),
            _ => (UNKNOWN, Use::Variant),
        };
        scope.take(&names::ident(text, use_));
    }
    let words: Vec<String> = match &ty.shape {
        Shape::Tuple(shape) => {
            let positions = 0..shape.positions.len();
            positions.map(|index| shape.words(index)).collect()
        }
        _ => Vec::new(),
    };
    let keys: Vec<(String, &str)> = match &ty.shape {
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .map(|field| (field.name.clone(), field.name.as_str()))
            .collect(),
        Shape::Tuple(shape) => shape
            .positions
            .iter()
            .zip(&words)
            .map(|(field, words)| (field.name.clone(), words.as_str()))
            .collect(),
        Shape::StringEnum(shape) => shape
            .values
            .iter()
            .map(|value| {
                let text = value.name.as_deref().unwrap_or(&value.value);
                (value.value.clone(), text)
            })
            .collect(),
        Shape::IntegerEnum(shape) => shape
            .values
            .iter()
            .map(|value| (value.value.to_string(), value.name.as_deref().unwrap_or("")))
            .collect(),
        Shape::Union(shape) => shape
            .variants
            .iter()
            .map(|variant| (variant.label.clone(), variant.label.as_str()))
            .collect(),
        _ => Vec::new(),
    };
    let (holder, named_as) = match &ty.shape {
        Shape::Struct(_) => ("properties", (Kind::Field, Use::Field, Spelling::Same)),
        Shape::Tuple(_) => ("prefixItems", (Kind::Field, Use::Field, Spelling::Same)),
        Shape::Union(_) => ("oneOf", (Kind::Variant, Use::Variant, Spelling::Same)),
        _ => ("enum", (Kind::Variant, Use::Variant, Spelling::Snake)),
    };
    // An equal shape at an earlier place must not change the names.
    let places = |key: &str| -> Vec<Pointer> {
        [&ty.pointer]
            .into_iter()
            .chain(&ty.also)
            .map(|place| place.child(holder).child(key))
            .collect()
    };
    let members: Vec<Member<'_>> = keys
        .iter()
        .enumerate()
        .map(|(index, (key, text))| Member {
            // A number without a name is called as it is written.
            text: if text.is_empty() { key } else { text },
            places: places(key),
            rank: Some(0),
            chosen: chosen(index),
        })
        .collect();
    name_members(&members, named_as, &mut scope, lock, pins, report)
}
