//! How a reader finds the branch of a union without tags: by the JSON kind, by
//! required keys, and only then by order.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Pick, Shape, TypeId, TypeRef, Types, Union};

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
            .map(|variant| Branch::of(&api.types, variant.ty))
            .collect();
        let decision = decision(&branches);
        if !decision.is_certain {
            let message = "the branches cannot be told apart by kind or required keys; the first one that decodes is taken";
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
            std::cmp::Reverse(branches[*index].required.len()),
        )
    });
    let sorted: Vec<&Branch> = order.iter().map(|index| &branches[*index]).collect();
    let is_certain = all_pairs(&sorted, |first, second| {
        first.kinds & second.kinds == 0 || second.is_any() || first.demands_more_than(second)
    });
    let objects = branches.iter().all(|branch| branch.kinds == OBJECT);
    let pick = if is_certain && objects {
        Pick::Keys(
            sorted
                .iter()
                .map(|branch| branch.required.clone())
                .collect(),
        )
    } else {
        Pick::Order
    };
    Decision {
        pick,
        order,
        is_certain,
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
const ANY: u8 = BOOLEAN | NUMBER | STRING | ARRAY | OBJECT;

/// What can be seen of a branch from outside.
struct Branch {
    /// The JSON kinds it may be.
    kinds: u8,
    /// The keys it always has.
    required: Vec<String>,
    /// The keys it may have; none if it may have any.
    possible: Option<HashSet<String>>,
}

impl Branch {
    fn of(types: &Types, ty: TypeRef) -> Self {
        let (id, _) = types.resolve(ty);
        let mut branch = Self {
            kinds: kinds(types, ty, DEEPEST),
            required: Vec::new(),
            possible: None,
        };
        if let Shape::Struct(struct_) = &types[id].shape {
            let required = struct_.fields.iter().filter(|field| field.required);
            branch.required = required.map(|field| field.name.clone()).collect();
            branch.possible = Some(
                struct_
                    .fields
                    .iter()
                    .map(|field| field.name.clone())
                    .collect(),
            );
        }
        branch
    }

    fn is_any(&self) -> bool {
        self.kinds == ANY
    }

    /// Whether no value of the other branch has all keys that this one needs.
    fn demands_more_than(&self, other: &Self) -> bool {
        let Some(possible) = &other.possible else {
            // A map may have any key; a struct that needs some is the better guess.
            return self.kinds == OBJECT && !self.required.is_empty() && other.kinds == OBJECT;
        };
        self.required.iter().any(|key| !possible.contains(key))
    }
}

fn kinds(types: &Types, ty: TypeRef, depth: usize) -> u8 {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Bool => BOOLEAN,
        Shape::Integer(_) | Shape::Float(_) | Shape::IntegerEnum(_) => NUMBER,
        Shape::Text(_) | Shape::StringEnum(_) => STRING,
        Shape::Array(_) => ARRAY,
        Shape::Map(_) | Shape::Struct(_) => OBJECT,
        Shape::Union(union) if depth > 0 => union
            .variants
            .iter()
            .fold(0, |sum, variant| sum | kinds(types, variant.ty, depth - 1)),
        Shape::Union(_) | Shape::Any | Shape::Alias(_) => ANY,
    }
}
