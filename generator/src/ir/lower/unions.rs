//! `oneOf` and `anyOf`: unions, as far as their own words go. How a branch is
//! picked is settled by [`super::super::passes`], when all types are known.

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind};

use super::Lowering;
use super::references::{Node, schema_name};
use super::schemas::Lowered;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Pick, Shape, Union, Variant};

impl<'a> Lowering<'a> {
    pub(super) fn union(
        &mut self,
        branches: &'a [ReferenceOr<Schema>],
        keyword: &str,
        schema: &'a Schema,
        pointer: &Pointer,
    ) -> Lowered {
        let place = pointer.child(keyword);
        let branches: Vec<(Node<'a>, Pointer)> = branches
            .iter()
            .enumerate()
            .map(|(index, branch)| (Node::from(branch), place.child(index)))
            .filter(|(branch, _)| !is_null(*branch))
            .collect();
        match branches.as_slice() {
            [] => return Shape::Any.into(),
            [(only, pointer)] => return Lowered::Known(self.schema(*only, pointer)),
            _ => {}
        }
        let discriminator = schema.schema_data.discriminator.as_ref();
        let mut variants: Vec<Variant> = Vec::new();
        for (branch, pointer) in branches {
            let tags = discriminator
                .map(|discriminator| mapped(discriminator, branch))
                .unwrap_or_default();
            variants.push(Variant {
                fallback: discriminator.is_some_and(|found| is_fallback(found, branch)),
                ..self.variant(branch, tags, &pointer)
            });
        }
        if let Some(discriminator) = discriminator {
            self.check_mapping(discriminator, &variants, pointer);
        }
        let pick =
            discriminator.map_or(Pick::Order, |found| Pick::Tag(found.property_name.clone()));
        Shape::Union(Union { variants, pick }).into()
    }

    fn variant(&mut self, branch: Node<'a>, tags: Vec<String>, pointer: &Pointer) -> Variant {
        let mut ty = self.schema(branch, pointer);
        // Null belongs to the use of the union, see `nulls`.
        ty.nullable = false;
        Variant {
            ty,
            tags,
            label: String::new(),
            boxed: false,
            fallback: false,
            several: false,
            pointer: pointer.clone(),
        }
    }

    fn check_mapping(
        &mut self,
        discriminator: &Discriminator,
        variants: &[Variant],
        pointer: &Pointer,
    ) {
        let place = pointer.child("discriminator").child("mapping");
        for (tag, target) in &discriminator.mapping {
            if !variants.iter().any(|variant| variant.tags.contains(tag)) {
                self.say(
                    Code::WeakenedKeyword,
                    &place.child(tag),
                    format!("`{target}` is no branch of this union; the tag `{tag}` is treated as unknown"),
                );
            }
        }
        if let Some(target) = default_mapping(discriminator)
            && !variants.iter().any(|variant| variant.fallback)
        {
            self.say(
                Code::WeakenedKeyword,
                &pointer.child("discriminator").child("defaultMapping"),
                format!("`{target}` is no branch of this union; unknown tags stay unknown"),
            );
        }
    }
}

/// Where values without a known tag belong, as a reference.
fn default_mapping(discriminator: &Discriminator) -> Option<&str> {
    discriminator
        .extensions
        .get("x-openapi-default-mapping")?
        .as_str()
}

/// Whether a branch takes the values without a known tag.
pub(super) fn is_fallback(discriminator: &Discriminator, branch: Node<'_>) -> bool {
    let Node::Reference(reference) = branch else {
        return false;
    };
    default_mapping(discriminator).is_some_and(|target| target == reference)
}

/// The tags that a mapping gives to a branch.
pub(super) fn mapped(discriminator: &Discriminator, branch: Node<'_>) -> Vec<String> {
    let Node::Reference(reference) = branch else {
        return Vec::new();
    };
    let name = schema_name(reference);
    let leads_here = |target: &String| {
        target == reference
            || Some(target) == name.as_ref()
            || schema_name(target) == name && name.is_some()
    };
    let mapping = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| leads_here(target));
    mapping.map(|(tag, _)| tag.clone()).collect()
}

/// A branch that allows `null` and nothing else.
fn is_null(branch: Node<'_>) -> bool {
    match branch {
        Node::Schema(Schema {
            schema_kind: SchemaKind::Any(any),
            ..
        }) => {
            !any.enumeration.is_empty()
                && any
                    .enumeration
                    .iter()
                    .all(|value| value.as_null().is_some())
        }
        _ => false,
    }
}
