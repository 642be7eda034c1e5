//! Tags of unions: the property whose value selects the branch.
//!
//! A `discriminator` names it; its tags are those of the mapping, then the
//! constants that the branches fix, then the names of the branches. Without
//! one, a property that every branch fixes to other constants serves.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir::{Api, Pick, Shape, Type, TypeId, TypeRef, Types, Union, Variant};
use crate::value::Value;

/// Unions in unions are looked into this deep.
const DEEPEST: usize = 4;

pub(super) fn find(api: &mut Api, report: &mut Report) {
    // Unions that are added on the way, behind a shared tag, get their turn too.
    let mut index = 0;
    while index < api.types.len() {
        let id = TypeId(index as u32);
        index += 1;
        let Shape::Union(union) = &api.types[id].shape else {
            continue;
        };
        let mut union = union.clone();
        match union.pick.clone() {
            Pick::Tag(property) => {
                complete(&api.types, &mut union, &property);
                drop_repeated(&mut union, report);
                if union.variants.iter().all(|variant| variant.tags.is_empty()) {
                    union.pick = Pick::Order;
                }
            }
            Pick::Order => find_constant(&api.types, &mut union),
            Pick::Kind | Pick::Keys(_) => continue,
        }
        let pointer = api.types[id].pointer.clone();
        join_equal_tags(&mut api.types, &mut union, &pointer);
        api.types[id].shape = Shape::Union(union);
    }
}

/// Branches with the same tags become a union of their own behind these tags.
fn join_equal_tags(types: &mut Types, union: &mut Union, pointer: &Pointer) {
    let mut groups: Vec<Vec<Variant>> = Vec::new();
    for variant in union.variants.drain(..) {
        let same =
            |group: &&mut Vec<Variant>| !variant.tags.is_empty() && group[0].tags == variant.tags;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(variant),
            None => groups.push(vec![variant]),
        }
    }
    for mut group in groups {
        if let [only] = group.as_mut_slice() {
            union.variants.push(only.clone());
            continue;
        }
        let (tags, place) = (group[0].tags.clone(), group[0].pointer.clone());
        for variant in &mut group {
            variant.tags.clear();
        }
        let inner = Shape::Union(Union {
            variants: group,
            pick: Pick::Order,
        });
        let ty = TypeRef {
            id: types.push(Type::new(inner, pointer.clone())),
            nullable: false,
        };
        union.variants.push(Variant {
            ty,
            tags,
            label: String::new(),
            boxed: false,
            fallback: false,
            several: false,
            pointer: place,
        });
    }
}

/// Adds the tags that the mapping of a discriminator leaves out.
fn complete(types: &Types, union: &mut Union, property: &str) {
    let constants: Vec<Vec<String>> = union
        .variants
        .iter()
        .map(|variant| {
            let constants =
                || constants(types, variant.ty, property, DEEPEST).map(|found| found.values);
            if variant.tags.is_empty() {
                constants().unwrap_or_default()
            } else {
                variant.tags.clone()
            }
        })
        .collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for constant in constants.iter().flatten() {
        *count.entry(constant).or_default() += 1;
    }
    let distinct = |values: &[String]| {
        !values.is_empty() && values.iter().all(|value| count[value.as_str()] == 1)
    };
    for (variant, constants) in union.variants.iter_mut().zip(&constants) {
        if !variant.tags.is_empty() {
            continue;
        }
        let ty = &types[variant.ty.id];
        if distinct(constants) {
            variant.tags.clone_from(constants);
        } else if let (true, Some(label)) = (ty.is_component(), &ty.label) {
            variant.tags = vec![label.words.clone()];
        }
    }
}

/// A tag can select one branch only: the first that has it.
fn drop_repeated(union: &mut Union, report: &mut Report) {
    let mut seen: Vec<String> = Vec::new();
    for variant in &mut union.variants {
        let pointer = variant.pointer.clone();
        variant.tags.retain(|tag| {
            let fresh = !seen.contains(tag);
            if fresh {
                seen.push(tag.clone());
            } else {
                let message = format!("the tag `{tag}` belongs to an earlier branch already");
                report.push(Diagnostic::new(Code::AmbiguousUnion, &pointer, message));
            }
            fresh
        });
    }
}

/// Looks for a property that all objects among the branches fix to other constants.
fn find_constant(types: &Types, union: &mut Union) {
    let objects: Vec<usize> = (0..union.variants.len())
        .filter(|index| is_object(types, union.variants[*index].ty))
        .collect();
    let Some((first, [_, ..])) = objects.split_first() else {
        return;
    };
    let candidates = properties(types, union.variants[*first].ty);
    // A constant that is not required is still better than to guess.
    for must_be_required in [true, false] {
        for property in &candidates {
            let tags: Option<Vec<Vec<String>>> = objects
                .iter()
                .map(|index| {
                    let found = constants(types, union.variants[*index].ty, property, DEEPEST)?;
                    (found.required || !must_be_required).then_some(found.values)
                })
                .collect();
            let Some(tags) = tags.filter(|tags| select(tags)) else {
                continue;
            };
            for (index, tags) in objects.iter().zip(tags) {
                union.variants[*index].tags = tags;
            }
            union.pick = Pick::Tag(property.clone());
            return;
        }
    }
}

/// Whether tags tell most branches apart. A few branches may share theirs, but not a part of them.
fn select(tags: &[Vec<String>]) -> bool {
    let mut groups: Vec<&Vec<String>> = Vec::new();
    for tags in tags {
        if !groups.contains(&tags) {
            groups.push(tags);
        }
    }
    let mut seen = HashSet::new();
    let disjoint = groups.iter().copied().flatten().all(|tag| seen.insert(tag));
    disjoint && groups.len() >= 2 && 2 * groups.len() > tags.len()
}

fn is_object(types: &Types, ty: TypeRef) -> bool {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::Union(union) => matches!(union.pick, Pick::Tag(_)),
        _ => false,
    }
}

/// The properties that could be tags.
fn properties(types: &Types, ty: TypeRef) -> Vec<String> {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Struct(struct_) => struct_
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect(),
        Shape::Union(Union {
            pick: Pick::Tag(property),
            ..
        }) => vec![property.clone()],
        _ => Vec::new(),
    }
}

/// The values that a type allows for a property.
struct Constants {
    values: Vec<String>,
    required: bool,
}

fn constants(types: &Types, ty: TypeRef, property: &str, depth: usize) -> Option<Constants> {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Struct(struct_) => {
            let field = struct_.fields.iter().find(|field| field.name == property)?;
            let values = match &field.constant {
                Some(value) => vec![tag(value)?],
                None => enum_values(types, field.ty)?,
            };
            Some(Constants {
                values,
                required: field.required,
            })
        }
        Shape::Union(union) if depth > 0 => {
            let mut all = Constants {
                values: Vec::new(),
                required: true,
            };
            for variant in &union.variants {
                let found = constants(types, variant.ty, property, depth - 1)?;
                all.required &= found.required;
                all.values.extend(found.values);
            }
            Some(all)
        }
        _ => None,
    }
}

/// The text of a tag.
fn tag(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn enum_values(types: &Types, ty: TypeRef) -> Option<Vec<String>> {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::StringEnum(enum_) => Some(
            enum_
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect(),
        ),
        Shape::IntegerEnum(enum_) => Some(
            enum_
                .values
                .iter()
                .map(|value| value.value.to_string())
                .collect(),
        ),
        _ => None,
    }
}
