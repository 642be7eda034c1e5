//! Unions that are none: texts, numbers or booleans in several spellings.
//!
//! `anyOf: [{ type: string }, { enum: [a, b] }]` is an open enum, a date or any
//! text is a text, an integer or a number is a number. What is left has at
//! most one branch of each simple kind.

use crate::ir::{
    Api, EnumValue, FloatKind, IntegerEnum, IntegerKind, Pick, Shape, StringEnum, TextKind, Type,
    TypeId, TypeRef, Types, Union, Variant,
};

/// Unions of named unions become simple from the inside out; deeper ones stay as they are.
const MOST_ROUNDS: usize = 8;

pub(super) fn simplify(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for _ in 0..MOST_ROUNDS {
        let mut changed = false;
        for id in &ids {
            let Shape::Union(union) = api.types[*id].shape.clone() else {
                continue;
            };
            if let Some(shape) = simpler(&mut api.types, *id, &union) {
                api.types[*id].shape = shape;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// What a union is instead, if it is none or has fewer branches.
pub(in crate::ir) fn simpler(types: &mut Types, id: TypeId, union: &Union) -> Option<Shape> {
    let mut variants = splice(types, union);
    merge_repeated(&mut variants);
    for kind in [is_text, is_number, is_bool] {
        merge_kind(types, id, &mut variants, kind);
    }
    match variants.as_slice() {
        [] => None,
        [only] => Some(Shape::Alias(only.ty)),
        // Merging always leaves fewer branches, and splicing others.
        _ if variants == union.variants => None,
        _ => Some(Shape::Union(Union {
            variants,
            pick: union.pick.clone(),
        })),
    }
}

/// The branches, with those of anonymous unions among them in place of the union.
fn splice(types: &Types, union: &Union) -> Vec<Variant> {
    if union.pick != Pick::Order {
        return union.variants.clone();
    }
    let mut variants = Vec::new();
    for variant in &union.variants {
        match &types[variant.ty.id] {
            Type {
                shape: Shape::Union(inner),
                label: None,
                ..
            } if inner.pick == Pick::Order => {
                variants.extend(inner.variants.iter().cloned());
            }
            _ => variants.push(variant.clone()),
        }
    }
    variants
}

fn merge_repeated(variants: &mut Vec<Variant>) {
    let mut kept: Vec<Variant> = Vec::new();
    for variant in variants.drain(..) {
        match kept.iter_mut().find(|known| known.ty.id == variant.ty.id) {
            Some(known) => known.tags.extend(variant.tags),
            None => kept.push(variant),
        }
    }
    *variants = kept;
}

/// Puts one branch in the place of several of the same simple kind.
fn merge_kind(
    types: &mut Types,
    id: TypeId,
    variants: &mut Vec<Variant>,
    kind: fn(&Shape) -> bool,
) {
    let found: Vec<usize> = (0..variants.len())
        .filter(|index| kind(&types[types.resolve(variants[*index].ty).0].shape))
        .collect();
    let [first, _, ..] = found.as_slice() else {
        return;
    };
    let shapes: Vec<Shape> = found
        .iter()
        .map(|index| described(types, variants[*index].ty))
        .collect();
    let shape = shapes.into_iter().reduce(|one, other| wider(&one, &other));
    let Some(shape) = shape else { return };
    let pointer = types[id].pointer.clone();
    let ty = TypeRef {
        id: types.push(Type::new(shape, pointer)),
        nullable: false,
    };
    variants[*first] = Variant {
        ty,
        label: String::new(),
        ..variants[*first].clone()
    };
    let mut index = 0;
    variants.retain(|_| {
        index += 1;
        index - 1 == found[0] || !found.contains(&(index - 1))
    });
}

/// The shape of a branch. A branch that fixes one value hands its wording to the value.
fn described(types: &Types, ty: TypeRef) -> Shape {
    let (id, _) = types.resolve(ty);
    let ty = &types[id];
    let mut shape = ty.shape.clone();
    match &mut shape {
        Shape::StringEnum(enum_) => describe(&mut enum_.values, ty),
        Shape::IntegerEnum(enum_) => describe(&mut enum_.values, ty),
        _ => {}
    }
    shape
}

fn describe<T>(values: &mut [EnumValue<T>], ty: &Type) {
    if let [value] = values {
        value.name = value.name.take().or_else(|| ty.docs.summary.clone());
        value.description = value
            .description
            .take()
            .or_else(|| ty.docs.description.clone());
    }
}

/// A shape whose values include those of both, which are of one kind.
fn wider(one: &Shape, other: &Shape) -> Shape {
    match (one, other) {
        (Shape::StringEnum(one), Shape::StringEnum(other)) => {
            let values = all_values(&one.values, &other.values);
            Shape::StringEnum(StringEnum {
                values,
                open: one.open || other.open,
            })
        }
        (Shape::IntegerEnum(one), Shape::IntegerEnum(other)) => {
            let values = all_values(&one.values, &other.values);
            Shape::IntegerEnum(IntegerEnum {
                values,
                kind: IntegerKind::I64,
            })
        }
        (Shape::StringEnum(enum_), Shape::Text(_)) | (Shape::Text(_), Shape::StringEnum(enum_)) => {
            Shape::StringEnum(StringEnum {
                values: enum_.values.clone(),
                open: true,
            })
        }
        (Shape::Text(one), Shape::Text(other)) if one == other => Shape::Text(one.clone()),
        (Shape::Text(_), Shape::Text(_)) => Shape::Text(TextKind::Plain),
        (Shape::Integer(one), Shape::Integer(other)) if one == other => Shape::Integer(*one),
        (
            Shape::Integer(one) | Shape::IntegerEnum(IntegerEnum { kind: one, .. }),
            Shape::Integer(other) | Shape::IntegerEnum(IntegerEnum { kind: other, .. }),
        ) => Shape::Integer(covering(*one, *other)),
        (Shape::Bool, Shape::Bool) => Shape::Bool,
        (
            Shape::Float(FloatKind::F32 | FloatKind::F64),
            Shape::Float(FloatKind::F32 | FloatKind::F64),
        ) => Shape::Float(FloatKind::F64),
        // An integer has digits that a float has not.
        _ => Shape::Float(FloatKind::Exact),
    }
}

/// A kind for the numbers of both.
fn covering(one: IntegerKind, other: IntegerKind) -> IntegerKind {
    let is_signed = |kind: IntegerKind| kind.range().0 < 0;
    let is_large = |kind: IntegerKind| kind.range().1 > i64::MAX.into();
    match (one, other) {
        _ if !is_large(one) && !is_large(other) => IntegerKind::I64,
        _ if !is_signed(one) && !is_signed(other) => IntegerKind::U64,
        _ => IntegerKind::I128,
    }
}

fn all_values<T: Clone + PartialEq>(
    ones: &[EnumValue<T>],
    others: &[EnumValue<T>],
) -> Vec<EnumValue<T>> {
    let fresh = |value: &&EnumValue<T>| !ones.iter().any(|known| known.value == value.value);
    ones.iter()
        .chain(others.iter().filter(fresh))
        .cloned()
        .collect()
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text(_) | Shape::StringEnum(_))
}

fn is_number(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Integer(_) | Shape::Float(_) | Shape::IntegerEnum(_)
    )
}

fn is_bool(shape: &Shape) -> bool {
    matches!(shape, Shape::Bool)
}
