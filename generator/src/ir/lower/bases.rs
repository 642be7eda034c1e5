//! Polymorphic bases: a schema with a discriminator but no branches, whose
//! children name it in their `allOf`.
//!
//! Where such a base is used, any of its children may come. So its type is a
//! union of the children, and the fields it declares are a type of their own,
//! which the children contain:
//!
//! ```yaml
//! Pet: { type: object, discriminator: { propertyName: kind }, properties: … }
//! Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: … }] }
//! ```

use std::collections::{HashMap, HashSet};

use openapiv3::{Discriminator, Schema, SchemaKind};

use super::references::{Node, schema_name};
use super::schemas::Lowered;
use super::unions::{is_fallback, mapped};
use super::{Lowering, component_schemas, schema_pointer};
use crate::diagnostic::Pointer;
use crate::ir::{Basis, Constraints, Label, Pick, Shape, Type, TypeId, TypeRef, Union, Variant};

/// The children of each base by name, and the types of the fields that bases declare.
#[derive(Default)]
pub(super) struct Bases<'a> {
    children: HashMap<String, Vec<&'a str>>,
    /// Every child of some base.
    heirs: HashSet<&'a str>,
    /// The type of the declared fields, by the type of the base.
    pub(super) fields: HashMap<TypeId, TypeId>,
}

impl<'a> Lowering<'a> {
    /// Finds the bases and their children, at any distance.
    pub(super) fn find_bases(&mut self) {
        let parents: HashMap<&'a str, Vec<String>> = component_schemas(self.api)
            .map(|(name, schema)| (name, parents(schema.into())))
            .collect();
        let bases: HashSet<&str> = parents
            .keys()
            .copied()
            .filter(|name| self.discriminator_of_base(name).is_some())
            .collect();
        if bases.is_empty() {
            return;
        }
        for (name, _) in component_schemas(self.api) {
            let mut seen: HashSet<&str> = HashSet::from([name]);
            let mut next: Vec<&str> = vec![name];
            while let Some(child) = next.pop() {
                for parent in parents.get(child).into_iter().flatten() {
                    if seen.insert(parent) {
                        next.push(parent);
                        self.add_child(parent, name);
                    }
                }
            }
        }
    }

    fn add_child(&mut self, parent: &str, child: &'a str) {
        let Some(discriminator) = self.discriminator_of_base(parent) else {
            return;
        };
        let Some(Node::Schema(schema)) = self.component(child) else {
            return;
        };
        // An `allOf` of the base alone is another name of it, unless the mapping lists it.
        let alone =
            matches!(&schema.schema_kind, SchemaKind::AllOf { all_of } if all_of.len() == 1);
        let reference = format!("#/components/schemas/{child}");
        if !alone || !mapped(discriminator, Node::Reference(&reference)).is_empty() {
            self.bases
                .children
                .entry(parent.to_owned())
                .or_default()
                .push(child);
            self.bases.heirs.insert(child);
        }
    }

    fn discriminator_of_base(&self, name: &str) -> Option<&'a Discriminator> {
        let Some(Node::Schema(schema)) = self.component(name) else {
            return None;
        };
        let branches = match &schema.schema_kind {
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
            SchemaKind::AllOf { all_of } => all_of.iter().any(|part| is_union(part.into())),
            SchemaKind::Any(any) => !any.one_of.is_empty() || !any.any_of.is_empty(),
            _ => false,
        };
        schema
            .schema_data
            .discriminator
            .as_ref()
            .filter(|_| !branches)
    }

    /// Whether a named schema is a child of a base.
    pub(super) fn is_heir(&self, name: &str) -> bool {
        self.bases.heirs.contains(name)
    }

    /// Defines a named schema as a base, if it is one.
    pub(super) fn define_base(
        &mut self,
        id: TypeId,
        schema: &'a Schema,
        pointer: &Pointer,
    ) -> bool {
        let Some(name) = pointer.last() else {
            return false;
        };
        let Some(children) = self.bases.children.remove(&name) else {
            return false;
        };
        let Some(discriminator) = self.discriminator_of_base(&name) else {
            return false;
        };

        let fields = self.types.push(Type::new(Shape::Any, pointer.clone()));
        match self.build(schema, pointer) {
            Lowered::Known(target) => self.types[fields].shape = Shape::Alias(target),
            Lowered::New(shape, constraints) => {
                self.types[fields].shape = shape;
                self.types[fields].constraints = constraints;
            }
            Lowered::All(parts) => self.merges.add(fields, parts),
        }
        self.types[fields].docs = self.types[id].docs.clone();
        if !matches!(self.types[fields].shape, Shape::Alias(_)) {
            self.types[fields].label = Some(Label {
                words: format!("{name} base"),
                basis: Basis::Place,
            });
        }
        self.bases.fields.insert(id, fields);

        let mut variants: Vec<Variant> = children
            .into_iter()
            .filter_map(|child| {
                let reference = format!("#/components/schemas/{child}");
                let node = Node::Reference(&reference);
                let tags = mapped(discriminator, node);
                let id = self.components.get(child)?.id;
                Some(Variant {
                    fallback: is_fallback(discriminator, node),
                    ..variant(id, tags, schema_pointer(child))
                })
            })
            .collect();
        // The base itself may come too, unless a mapping lists the children only.
        let own = mapped(
            discriminator,
            Node::Reference(&format!("#/components/schemas/{name}")),
        );
        let tags = if discriminator.mapping.is_empty() {
            vec![name.clone()]
        } else {
            own
        };
        if !tags.is_empty() {
            variants.push(Variant {
                label: name,
                ..variant(fields, tags, pointer.clone())
            });
        }
        let pick = Pick::Tag(discriminator.property_name.clone());
        self.types[id].shape = Shape::Union(Union { variants, pick });
        self.types[id].constraints = Constraints::default();
        true
    }
}

fn variant(id: TypeId, tags: Vec<String>, pointer: Pointer) -> Variant {
    let ty = TypeRef {
        id,
        nullable: false,
    };
    Variant {
        ty,
        tags,
        label: String::new(),
        boxed: false,
        fallback: false,
        several: false,
        pointer,
    }
}

/// The names in the `allOf` of a schema.
fn parents(node: Node<'_>) -> Vec<String> {
    let Node::Schema(schema) = node else {
        return Vec::new();
    };
    let parts = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => return Vec::new(),
    };
    let references = parts.iter().filter_map(|part| match part.into() {
        Node::Reference(reference) => schema_name(reference),
        Node::Schema(_) => None,
    });
    references.collect()
}

fn is_union(node: Node<'_>) -> bool {
    matches!(
        node,
        Node::Schema(Schema {
            schema_kind: SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. },
            ..
        })
    )
}
