//! When two shapes are one: equal in everything but wording.
//!
//! Docs, examples, places and the labels of variants are wording. Everything
//! that decides what goes over the wire is not.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Bound, Constraints, EnumValue, Field, Shape, Struct, Tuple, Type, Union, Variant};
use crate::value::Value;

/// Whether two types are equal in everything but wording.
#[must_use]
pub fn same_type(one: &Type, other: &Type) -> bool {
    same_shape(&one.shape, &other.shape) && one.constraints == other.constraints
}

/// Whether two shapes are equal in everything but wording.
#[must_use]
pub fn same_shape(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Struct(one), Shape::Struct(other)) => same_struct(one, other),
        (Shape::Tuple(one), Shape::Tuple(other)) => {
            one.rest == other.rest && same_fields(&one.positions, &other.positions)
        }
        (Shape::Union(one), Shape::Union(other)) => same_union(one, other),
        (Shape::StringEnum(one), Shape::StringEnum(other)) => {
            one.open == other.open && same_values(&one.values, &other.values)
        }
        (Shape::IntegerEnum(one), Shape::IntegerEnum(other)) => {
            one.kind == other.kind && same_values(&one.values, &other.values)
        }
        _ => one == other,
    }
}

fn same_struct(one: &Struct, other: &Struct) -> bool {
    one.additional == other.additional && same_fields(&one.fields, &other.fields)
}

fn same_fields(ones: &[Field], others: &[Field]) -> bool {
    let mut pairs = ones.iter().zip(others);
    ones.len() == others.len() && pairs.all(|(one, other)| same_field(one, other))
}

fn same_field(one: &Field, other: &Field) -> bool {
    one.name == other.name
        && one.ty == other.ty
        && one.required == other.required
        && one.read_only == other.read_only
        && one.write_only == other.write_only
        && one.constant == other.constant
        && one.default == other.default
        && one.aliases == other.aliases
        && one.secret == other.secret
        && one.download == other.download
        && one.unix_time == other.unix_time
}

fn same_union(one: &Union, other: &Union) -> bool {
    one.pick == other.pick
        && one.variants.len() == other.variants.len()
        && one
            .variants
            .iter()
            .zip(&other.variants)
            .all(|(one, other)| same_variant(one, other))
}

fn same_variant(one: &Variant, other: &Variant) -> bool {
    one.ty == other.ty && one.tags == other.tags
}

fn same_values<T: PartialEq>(one: &[EnumValue<T>], other: &[EnumValue<T>]) -> bool {
    let equal = |(one, other): (&EnumValue<T>, &EnumValue<T>)| {
        one.value == other.value && one.name == other.name
    };
    one.len() == other.len() && one.iter().zip(other).all(equal)
}

/// A number that is equal for shapes that are [the same](same_type).
#[must_use]
pub fn fingerprint(shape: &Shape, constraints: &Constraints) -> u64 {
    // The keys of this hasher are fixed: equal input, equal number, in every run.
    let mut hasher = DefaultHasher::new();
    hash_shape(shape, &mut hasher);
    hash_constraints(constraints, &mut hasher);
    hasher.finish()
}

fn hash_shape(shape: &Shape, hasher: &mut DefaultHasher) {
    std::mem::discriminant(shape).hash(hasher);
    match shape {
        Shape::Any | Shape::Bool => {}
        Shape::Integer(kind) => kind.hash(hasher),
        Shape::Float(kind) => kind.hash(hasher),
        Shape::Text(kind) => kind.hash(hasher),
        Shape::Array(array) => array.item.hash(hasher),
        Shape::Map(map) => map.value.hash(hasher),
        Shape::Alias(target) => target.hash(hasher),
        Shape::Struct(Struct { fields, .. })
        | Shape::Tuple(Tuple {
            positions: fields, ..
        }) => {
            for field in fields {
                (&field.name, field.ty, field.required).hash(hasher);
            }
        }
        Shape::StringEnum(enum_) => {
            for value in &enum_.values {
                value.value.hash(hasher);
            }
        }
        Shape::IntegerEnum(enum_) => {
            for value in &enum_.values {
                value.value.hash(hasher);
            }
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                (variant.ty, &variant.tags).hash(hasher);
            }
        }
    }
}

fn hash_constraints(constraints: &Constraints, hasher: &mut DefaultHasher) {
    for bound in [&constraints.minimum, &constraints.maximum] {
        bound.as_ref().and_then(whole).hash(hasher);
    }
    (
        constraints.min_length,
        constraints.max_length,
        &constraints.pattern,
    )
        .hash(hasher);
    (
        constraints.min_items,
        constraints.max_items,
        constraints.unique_items,
    )
        .hash(hasher);
}

fn whole(bound: &Bound) -> Option<i128> {
    match bound.value {
        Value::Integer(value) => Some(value),
        _ => None,
    }
}
