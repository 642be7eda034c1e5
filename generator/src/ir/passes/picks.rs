//! How a reader finds the branch of a union without tags: by the JSON kind, by
//! required keys, and only then by order.

use std::collections::HashMap;

use super::several;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Pick, Shape, TypeId, TypeRef, Types, Union};
use crate::value::Value;

/// Unions in unions are looked into this deep.
const DEEPEST: usize = 4;

pub(super) fn decide(api: &mut Api, report: &mut Report) {
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Union(union) = &api.types[id].shape else {
            continue;
        };
        if union.pick != Pick::Order {
            continue;
        }
        let branches: Vec<Branch> = union
            .variants
            .iter()
            .map(|variant| Branch::of(&api.types, variant.ty, DEEPEST))
            .collect();
        let decision = match union.variants.last() {
            Some(last) if last.several => with_joined(&branches),
            _ => decision(&branches),
        };
        if !decision.is_certain && !several::is_of_joined(&api.types[id]) {
            let message = "the branches cannot be told apart by kind or required keys; the first one that keeps the whole value is taken";
            let hint = "add a `discriminator`, or a required property with another constant in each branch";
            report.push(
                Diagnostic::new(Code::AmbiguousUnion, &api.types[id].pointer, message).hint(hint),
            );
        }
        let Shape::Union(union) = &mut api.types[id].shape else {
            continue;
        };
        apply(union, decision);
    }
}

struct Decision {
    pick: Pick,
    order: Vec<usize>,
    is_certain: bool,
}

fn apply(union: &mut Union, decision: Decision) {
    union.variants = decision
        .order
        .iter()
        .map(|index| union.variants[*index].clone())
        .collect();
    union.pick = decision.pick;
}

fn decision(branches: &[Branch]) -> Decision {
    let document_order = (0..branches.len()).collect();
    if all_pairs(branches, |one, other| one.kinds & other.kinds == 0) {
        return Decision {
            pick: Pick::Kind,
            order: document_order,
            is_certain: true,
        };
    }
    // The most demanding branch is tried first; otherwise the order of the document.
    let mut order: Vec<usize> = document_order;
    order.sort_by_key(|index| {
        (
            branches[*index].is_any(),
            std::cmp::Reverse(branches[*index].demand()),
        )
    });
    let sorted: Vec<&Branch> = order.iter().map(|index| &branches[*index]).collect();
    let by_keys = sorted.iter().all(|branch| branch.kinds == OBJECT)
        && all_pairs(&sorted, |first, second| first.has_key_beyond(second));
    let pick = if by_keys {
        Pick::Keys(sorted.iter().map(|branch| branch.required()).collect())
    } else {
        Pick::Order
    };
    let is_certain = by_keys || all_pairs(&sorted, |first, second| first.refuses(second));
    Decision {
        pick,
        order,
        is_certain,
    }
}

/// The way to find the branch where the last of them has the members of several: it comes after
/// the others, and before what takes anything.
fn with_joined(branches: &[Branch]) -> Decision {
    let joined = branches.len() - 1;
    let others = &branches[..joined];
    let mut decided = decision(others);
    let place = decided
        .order
        .iter()
        .filter(|index| !others[**index].is_any())
        .count();
    decided.order.insert(place, joined);
    // Which of them keeps the whole value is only seen by trying.
    Decision {
        pick: Pick::Order,
        ..decided
    }
}

fn all_pairs<T>(items: &[T], holds: impl Fn(&T, &T) -> bool) -> bool {
    items
        .iter()
        .enumerate()
        .all(|(index, one)| items[index + 1..].iter().all(|other| holds(one, other)))
}

const BOOLEAN: u8 = 1;
const NUMBER: u8 = 2;
const STRING: u8 = 4;
const ARRAY: u8 = 8;
const OBJECT: u8 = 16;
/// Only seen in members: `null` among branches belongs to the use of the union.
const NULL: u8 = 32;
const ANY: u8 = BOOLEAN | NUMBER | STRING | ARRAY | OBJECT;

/// What can be seen of a branch from outside.
struct Branch {
    /// The JSON kinds it may be.
    kinds: u8,
    /// The members it may have; none if it may have any.
    members: Option<HashMap<String, Member>>,
    /// What the items of a list look like.
    item: Option<Box<Branch>>,
    /// The texts that items of a tuple always are, by their position.
    texts: Vec<Option<String>>,
}

struct Member {
    kinds: u8,
    required: bool,
}

impl Branch {
    fn of(types: &Types, ty: TypeRef, depth: usize) -> Self {
        let (id, _) = types.resolve(ty);
        let mut branch = Self {
            kinds: kinds(types, ty, DEEPEST),
            members: None,
            item: None,
            texts: Vec::new(),
        };
        match &types[id].shape {
            Shape::Struct(struct_) => {
                let members = struct_.fields.iter().map(|field| {
                    let null = if field.ty.nullable { NULL } else { 0 };
                    let kinds = kinds(types, field.ty, DEEPEST) | null;
                    (
                        field.name.clone(),
                        Member {
                            kinds,
                            required: field.required,
                        },
                    )
                });
                branch.members = Some(members.collect());
            }
            Shape::Tuple(tuple) => {
                let texts = tuple.positions.iter().map(|position| {
                    let text = position.constant.as_ref().and_then(Value::as_str);
                    text.filter(|_| position.required).map(str::to_owned)
                });
                branch.texts = texts.collect();
            }
            Shape::Array(array) if depth > 0 => {
                branch.item = Some(Box::new(Self::of(types, array.item, depth - 1)));
            }
            _ => {}
        }
        branch
    }

    fn is_any(&self) -> bool {
        self.kinds & ANY == ANY
    }

    /// How many keys must be there.
    fn demand(&self) -> usize {
        let item = self.item.as_ref().map_or(0, |item| item.demand());
        self.required().len() + item
    }

    /// The keys that must be there.
    fn required(&self) -> Vec<String> {
        let members = self.members.iter().flatten();
        let mut keys: Vec<String> = members
            .filter(|(_, member)| member.required)
            .map(|(key, _)| key.clone())
            .collect();
        // The members come in the order of a hash map.
        keys.sort();
        keys
    }

    /// Whether it needs a key that no value of the other branch has.
    fn has_key_beyond(&self, other: &Self) -> bool {
        match (&self.members, &other.members) {
            (Some(own), Some(others)) => own
                .iter()
                .any(|(key, member)| member.required && !others.contains_key(key)),
            // A map may have any key; a struct that needs some is the better guess.
            (Some(own), None) => own.values().any(|member| member.required),
            (None, _) => false,
        }
    }

    /// Whether decoding this branch fails for the values of the other, which comes later.
    fn refuses(&self, other: &Self) -> bool {
        if self.kinds & other.kinds == 0 || other.is_any() {
            return true;
        }
        let mut pairs = self.texts.iter().zip(&other.texts);
        if pairs.any(|pair| matches!(pair, (Some(one), Some(other)) if one != other)) {
            return true;
        }
        match (&self.item, &other.item) {
            // Only the empty list fits both, and it is the same list.
            (Some(own), Some(others)) if self.kinds | other.kinds == ARRAY => own.refuses(others),
            _ => {
                self.kinds | other.kinds == OBJECT
                    && (self.has_key_beyond(other) || self.has_other_member(other))
            }
        }
    }

    /// Whether a member that it needs is of other kinds in the other branch.
    fn has_other_member(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (&self.members, &other.members) else {
            return false;
        };
        own.iter().any(|(key, member)| {
            member.required
                && others
                    .get(key)
                    .is_some_and(|other| other.kinds & member.kinds == 0)
        })
    }
}

fn kinds(types: &Types, ty: TypeRef, depth: usize) -> u8 {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Bool => BOOLEAN,
        Shape::Integer(_) | Shape::Float(_) | Shape::IntegerEnum(_) => NUMBER,
        Shape::Text(_) | Shape::StringEnum(_) => STRING,
        Shape::Array(_) | Shape::Tuple(_) => ARRAY,
        Shape::Map(_) | Shape::Struct(_) => OBJECT,
        Shape::Union(union) if depth > 0 => union
            .variants
            .iter()
            .fold(0, |sum, variant| sum | kinds(types, variant.ty, depth - 1)),
        Shape::Union(_) | Shape::Any | Shape::Alias(_) => ANY,
    }
}
