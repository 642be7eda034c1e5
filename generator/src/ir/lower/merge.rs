//! `allOf`: one type out of several parts.
//!
//! Parts can be types that are themselves merged out of parts, and members of
//! theirs can need merging too. So merges wait in a list until all schemas are
//! lowered, and are then done one by one, those first that others wait for.
//! Nothing recurses, so no document exhausts the stack.

use std::collections::{BTreeMap, HashMap};

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as Typed};

use super::combine::{combine_constraints, kind};
use super::references::{Node, schema_name};
use super::schemas::Lowered;
use super::{Lowering, schema_pointer};
use crate::diagnostic::{Code, Pointer};
use crate::ir::equality::same_shape;
use crate::ir::passes::plain_unions;
use crate::ir::{Constraints, Map, Pick, Shape, Type, TypeId, TypeRef, Union, Variant};

/// More merges than this come only from documents made to exhaust us.
const MOST_MERGES: usize = 50_000;

/// More branches than this are not multiplied out.
const MOST_BRANCHES: usize = 64;

/// One part of an `allOf`.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) ty: TypeRef,
    pub(super) pointer: Pointer,
}

/// The types that wait for being merged out of parts.
#[derive(Default)]
pub(super) struct Merges {
    waiting: BTreeMap<TypeId, Vec<Part>>,
    /// The merge of two types, so that it is made once.
    pairs: HashMap<(TypeId, TypeId), TypeId>,
    /// The type of all parts of a merge that are no unions.
    cores: HashMap<TypeId, TypeId>,
}

impl Merges {
    pub(super) fn add(&mut self, id: TypeId, parts: Vec<Part>) {
        self.waiting.insert(id, parts);
    }

    /// Whether the shape of a type is not known yet.
    pub(super) fn waits(&self, id: TypeId) -> bool {
        self.waiting.contains_key(&id)
    }
}

/// Why two types have no merged type at once.
pub(super) enum Stop {
    /// This type must be merged first.
    Blocked(TypeId),
    /// No value fits both.
    Contradiction,
}

impl<'a> Lowering<'a> {
    pub(super) fn all_of(
        &mut self,
        parts: &'a [ReferenceOr<Schema>],
        pointer: &Pointer,
    ) -> Lowered {
        let place = pointer.child("allOf");
        let owner = owner(pointer);
        let mut object = false;
        let mut kept = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let node = Node::from(part);
            object |= is_bare_object(node);
            self.collect(node, &place.child(index), owner.as_deref(), &mut kept);
        }
        let heir = owner.is_some_and(|name| self.is_heir(&name));
        match kept.as_slice() {
            [] if object => Shape::Map(Map { value: self.any() }).into(),
            [] => Shape::Any.into(),
            [only] if !heir => Lowered::Known(only.ty),
            _ => Lowered::All(kept),
        }
    }

    /// Adds what one schema of an `allOf` says.
    fn collect(
        &mut self,
        node: Node<'a>,
        pointer: &Pointer,
        owner: Option<&str>,
        parts: &mut Vec<Part>,
    ) {
        match node {
            Node::Reference(reference) => {
                // A child that names the union it is a branch of: only what stands beside the branches counts.
                let parent = schema_name(reference)
                    .filter(|name| owner.is_some_and(|owner| self.has_branch(name, owner)));
                if let Some(parent) = parent {
                    self.collect_without_branches(&parent, parts);
                } else {
                    let ty = self.schema(node, pointer);
                    parts.push(Part {
                        ty,
                        pointer: pointer.clone(),
                    });
                }
            }
            Node::Schema(schema) => match &schema.schema_kind {
                SchemaKind::Any(any) if *any == openapiv3::AnySchema::default() => {}
                SchemaKind::Type(Typed::Object(_)) if is_bare_object(node) => {}
                SchemaKind::Type(Typed::Object(object))
                    if !(self.is_tuple(pointer)
                        || object.properties.is_empty() && object.required.is_empty()) =>
                {
                    let struct_ = self.struct_of(object.into(), pointer);
                    let id = self
                        .types
                        .push(Type::new(Shape::Struct(struct_), pointer.clone()));
                    parts.push(Part {
                        ty: TypeRef {
                            id,
                            nullable: false,
                        },
                        pointer: pointer.clone(),
                    });
                }
                _ => {
                    let ty = self.schema(node, pointer);
                    parts.push(Part {
                        ty,
                        pointer: pointer.clone(),
                    });
                }
            },
        }
    }

    /// Whether a named schema is a union with another named schema as a branch.
    fn has_branch(&self, union: &str, branch: &str) -> bool {
        let Some(Node::Schema(schema)) = self.component(union) else {
            return false;
        };
        let inner: Vec<&'a Schema> = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => {
                all_of.iter().filter_map(ReferenceOr::as_item).collect()
            }
            _ => vec![schema],
        };
        inner
            .into_iter()
            .flat_map(branches)
            .any(|node| match Node::from(node) {
                Node::Reference(reference) => schema_name(reference).as_deref() == Some(branch),
                Node::Schema(_) => false,
            })
    }

    fn collect_without_branches(&mut self, name: &str, parts: &mut Vec<Part>) {
        let Some(Node::Schema(schema)) = self.component(name) else {
            return;
        };
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else {
            return;
        };
        let place = schema_pointer(name).child("allOf");
        for (index, part) in all_of.iter().enumerate() {
            if part
                .as_item()
                .is_none_or(|schema| branches(schema).is_empty())
            {
                self.collect(part.into(), &place.child(index), None, parts);
            }
        }
    }

    /// Does all merges that wait.
    pub(super) fn resolve_merges(&mut self) {
        while let Some((first, _)) = self.merges.waiting.first_key_value() {
            let mut stack = vec![*first];
            while let Some(&top) = stack.last() {
                match self.merge(top) {
                    Err(Stop::Blocked(on)) if !stack.contains(&on) => stack.push(on),
                    Err(Stop::Blocked(_)) => {
                        let pointer = self.types[top].pointer.clone();
                        self.say(
                            Code::ReferenceCycle,
                            &pointer,
                            "`allOf` leads back to this schema",
                        );
                        self.merges.waiting.remove(&top);
                        stack.pop();
                    }
                    Err(Stop::Contradiction) | Ok(()) => {
                        self.merges.waiting.remove(&top);
                        stack.pop();
                    }
                }
            }
        }
    }

    /// Merges the parts of one type. After [`Stop::Blocked`] it is called again.
    fn merge(&mut self, id: TypeId) -> Result<(), Stop> {
        let parts = self.merges.waiting.get(&id).cloned().unwrap_or_default();
        let mut unions: Vec<(TypeId, Union)> = Vec::new();
        let mut core: Option<(Shape, Constraints, &Pointer)> = None;
        let mut ids = Vec::new();
        for part in &parts {
            let part_id = self.settled(part.ty)?;
            ids.push(part_id);
            let ty = &self.types[part_id];
            let (shape, constraints) = (ty.shape.clone(), ty.constraints.clone());
            let shape = match shape {
                Shape::Union(union) => match self.without_branches(part_id, &union) {
                    Some(shape) => shape,
                    None => {
                        unions.push((part_id, union));
                        continue;
                    }
                },
                shape => shape,
            };
            core = Some(match core.take() {
                None => (shape, constraints, &part.pointer),
                Some((sofar, before, place)) => match self.combine(&sofar, &shape) {
                    Ok(shape) => (shape, combine_constraints(before, constraints), place),
                    Err(Stop::Contradiction) => {
                        let place = place.clone();
                        self.contradiction(
                            &part.pointer,
                            &place,
                            "no value fits this schema and the one",
                        );
                        return Err(Stop::Contradiction);
                    }
                    Err(blocked) => return Err(blocked),
                },
            });
        }
        if let Some((core, ..)) = &core {
            unions.retain(|(_, union)| !self.only_requires(union, core));
        }
        if unions.is_empty() {
            let (shape, constraints, _) =
                core.unwrap_or((Shape::Any, Constraints::default(), &Pointer::root().clone()));
            self.settle(id, shape, constraints, &ids);
            return Ok(());
        }
        self.distribute(
            id,
            core.map(|(shape, constraints, _)| (shape, constraints)),
            unions,
            &ids,
        )
    }

    /// The shape of a union that is none, such as one of several texts.
    fn without_branches(&mut self, id: TypeId, union: &Union) -> Option<Shape> {
        if union
            .variants
            .iter()
            .any(|variant| self.settled(variant.ty).is_err())
        {
            return None;
        }
        match plain_unions::simpler(&mut self.types, id, union)? {
            Shape::Union(_) => None,
            Shape::Alias(target) => {
                let (target, _) = self.types.resolve(target);
                Some(self.types[target].shape.clone())
                    .filter(|shape| !matches!(shape, Shape::Union(_)))
            }
            shape => Some(shape),
        }
    }

    /// Puts the merged shape in its place; an anonymous type that adds nothing to a part is that part.
    fn settle(&mut self, id: TypeId, shape: Shape, constraints: Constraints, parts: &[TypeId]) {
        let anonymous = !self.is_named(id);
        let equal = parts.iter().find(|part| {
            let ty = &self.types[**part];
            same_shape(&ty.shape, &shape) && ty.constraints == constraints
        });
        let ty = match equal {
            Some(part) if anonymous => (
                Shape::Alias(TypeRef {
                    id: *part,
                    nullable: false,
                }),
                Constraints::default(),
            ),
            _ => (shape, constraints),
        };
        (self.types[id].shape, self.types[id].constraints) = ty;
    }

    pub(super) fn is_named(&self, id: TypeId) -> bool {
        matches!(&self.types[id].label, Some(label) if label.basis == crate::ir::Basis::Component)
    }

    /// A union beside other parts: each branch has the other parts too.
    fn distribute(
        &mut self,
        id: TypeId,
        core: Option<(Shape, Constraints)>,
        unions: Vec<(TypeId, Union)>,
        parts: &[TypeId],
    ) -> Result<(), Stop> {
        if let (None, [(only, union)]) = (&core, unions.as_slice()) {
            let constraints = self.types[*only].constraints.clone();
            self.settle(id, Shape::Union(union.clone()), constraints, parts);
            return Ok(());
        }
        let product = unions
            .iter()
            .map(|(_, union)| union.variants.len())
            .product::<usize>();
        if product > MOST_BRANCHES && unions.len() > 1 {
            let pointer = self.types[id].pointer.clone();
            self.say(
                Code::WeakenedSchema,
                &pointer,
                format!("{product} combinations of branches are too many; the value is generated as raw JSON"),
            );
            return Ok(());
        }
        let pick = match unions.as_slice() {
            [(_, only)] => only.pick.clone(),
            _ => Pick::Order,
        };
        let mut variants: Vec<Variant> = match core {
            Some((shape, constraints)) => vec![self.core(id, shape, constraints)],
            None => Vec::new(),
        };
        for (_, union) in unions {
            variants = if variants.is_empty() {
                union.variants
            } else {
                self.multiply(&variants, &union.variants)?
            };
            if variants.is_empty() {
                let pointer = self.types[id].pointer.clone();
                self.say(
                    Code::Contradiction,
                    &pointer,
                    "no branch fits the other parts of this schema",
                );
                return Err(Stop::Contradiction);
            }
        }
        let shape = match variants.as_slice() {
            [only] => Shape::Alias(only.ty),
            _ => Shape::Union(Union { variants, pick }),
        };
        self.types[id].shape = shape;
        Ok(())
    }

    /// The parts that are no unions, as a branch to be multiplied.
    fn core(&mut self, id: TypeId, shape: Shape, constraints: Constraints) -> Variant {
        let pointer = self.types[id].pointer.clone();
        let core = match self.merges.cores.get(&id) {
            Some(core) => *core,
            None => self.types.push(Type {
                constraints,
                ..Type::new(shape, pointer.clone())
            }),
        };
        self.merges.cores.insert(id, core);
        let ty = TypeRef {
            id: core,
            nullable: false,
        };
        Variant {
            ty,
            tags: Vec::new(),
            label: String::new(),
            boxed: false,
            fallback: false,
            several: false,
            pointer,
        }
    }

    fn multiply(&mut self, ones: &[Variant], others: &[Variant]) -> Result<Vec<Variant>, Stop> {
        let mut product = Vec::new();
        for one in ones {
            for other in others {
                if self.kinds_differ(one.ty, other.ty)? {
                    continue;
                }
                let name = match &self.types[other.ty.id].label {
                    Some(label) if other.label.is_empty() => label.words.clone(),
                    _ => other.label.clone(),
                };
                let words = [one.label.as_str(), name.as_str()];
                let label = words
                    .into_iter()
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ");
                let tags = if other.tags.is_empty() {
                    one.tags.clone()
                } else {
                    other.tags.clone()
                };
                // Simple types are merged at once: those that fit nothing are no branches.
                let ty = match self.combine_refs(one.ty, other.ty) {
                    Err(Stop::Contradiction) => continue,
                    result => TypeRef {
                        nullable: false,
                        ..result?
                    },
                };
                product.push(Variant {
                    ty,
                    tags,
                    label,
                    boxed: false,
                    fallback: one.fallback || other.fallback,
                    several: false,
                    pointer: other.pointer.clone(),
                });
            }
        }
        Ok(product)
    }

    /// Whether two types have no JSON kind in common. Unions and raw JSON may have any.
    fn kinds_differ(&self, one: TypeRef, other: TypeRef) -> Result<bool, Stop> {
        let one = kind(&self.types[self.settled(one)?].shape);
        let other = kind(&self.types[self.settled(other)?].shape);
        Ok(matches!((one, other), (Some(one), Some(other)) if one != other))
    }

    /// Whether the branches of a union only say which members of `core` must be there together.
    fn only_requires(&self, union: &Union, core: &Shape) -> bool {
        let Shape::Struct(core) = core else {
            return false;
        };
        union
            .variants
            .iter()
            .all(|variant| match &self.types[variant.ty.id].shape {
                Shape::Struct(branch) if !self.is_named(variant.ty.id) => {
                    branch.fields.iter().all(|field| {
                        matches!(self.types[field.ty.id].shape, Shape::Any)
                            && core.fields.iter().any(|known| known.name == field.name)
                    })
                }
                _ => false,
            })
    }

    /// The type behind aliases; a base stands for the fields it declares.
    pub(super) fn settled(&self, ty: TypeRef) -> Result<TypeId, Stop> {
        let mut id = ty.id;
        for _ in 0..=self.types.len() {
            if self.merges.waiting.contains_key(&id) {
                return Err(Stop::Blocked(id));
            }
            match self.types[id].shape {
                Shape::Alias(next) => id = next.id,
                _ => match self.bases.fields.get(&id) {
                    Some(fields) => id = *fields,
                    None => return Ok(id),
                },
            }
        }
        Ok(id)
    }

    /// The type of values that fit two types; merged later.
    pub(super) fn pair(&mut self, one: TypeId, other: TypeId, pointer: &Pointer) -> TypeId {
        if let Some(known) = self.merges.pairs.get(&(one, other)) {
            return *known;
        }
        let pointer = if pointer.as_str().is_empty() {
            self.types[other].pointer.clone()
        } else {
            pointer.clone()
        };
        if self.merges.pairs.len() >= MOST_MERGES {
            self.say(
                Code::WeakenedSchema,
                &pointer,
                "`allOf` needs too many types; the value is generated as raw JSON",
            );
            return self.any().id;
        }
        let id = self.types.push(Type::new(Shape::Any, pointer.clone()));
        self.merges.pairs.insert((one, other), id);
        let part = |id| Part {
            ty: TypeRef {
                id,
                nullable: false,
            },
            pointer: self.types[id].pointer.clone(),
        };
        let parts = vec![part(one), part(other)];
        self.merges.add(id, parts);
        id
    }
}

/// The name of the component whose own `allOf` stands at a place.
fn owner(pointer: &Pointer) -> Option<String> {
    let mut place = pointer.clone();
    loop {
        let parent = place.parent()?;
        if parent.as_str() == "/components/schemas" {
            return place.last();
        }
        // `…/Name/allOf/0` is still the schema itself.
        if parent.last()? != "allOf" {
            return None;
        }
        place = parent.parent()?;
    }
}

fn branches(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => branches,
        SchemaKind::Any(any) if !any.one_of.is_empty() => &any.one_of,
        SchemaKind::Any(any) => &any.any_of,
        _ => &[],
    }
}

/// An object without any keyword, which only says what the other parts say anyway.
fn is_bare_object(node: Node<'_>) -> bool {
    let Node::Schema(schema) = node else {
        return false;
    };
    match &schema.schema_kind {
        SchemaKind::Type(Typed::Object(object)) => {
            object.properties.is_empty()
                && object.required.is_empty()
                && object.additional_properties.is_none()
        }
        _ => false,
    }
}
