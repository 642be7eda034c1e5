//! Schemas -> types: which kind of schema it is, and where its type goes.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind, Type as Typed};

use super::merge::Part;
use super::nulls::Null;
use super::references::{Node, schema_name};
use super::wording::{schema_docs, title_label};
use super::{Lowering, component_schemas, schema_pointer};
use crate::diagnostic::{Code, Pointer};
use crate::ir::equality::{fingerprint, same_shape};
use crate::ir::{Array, Constraints, Shape, TextKind, Type, TypeId, TypeRef};

/// Schemas nested deeper are generated as raw JSON, so that no document exhausts the stack.
const DEEPEST: usize = 128;

/// What a schema turned out to be.
#[expect(
    clippy::large_enum_variant,
    reason = "it is taken apart as soon as it is made"
)]
pub(super) enum Lowered {
    /// Another name of a type that exists.
    Known(TypeRef),
    /// A shape of its own.
    New(Shape, Constraints),
    /// A value that fits all these parts; merged once all types are known.
    All(Vec<Part>),
}

impl From<Shape> for Lowered {
    fn from(shape: Shape) -> Self {
        Self::New(shape, Constraints::default())
    }
}

impl<'a> Lowering<'a> {
    /// Fills in the types of all named schemas.
    pub(super) fn define_components(&mut self) {
        for (name, schema) in component_schemas(self.api) {
            let Some(&TypeRef { id, .. }) = self.components.get(name) else {
                continue;
            };
            let pointer = schema_pointer(name);
            match schema.into() {
                Node::Reference(reference) => {
                    let target = self.reference(reference, &pointer);
                    self.types[id].shape = Shape::Alias(target);
                }
                Node::Schema(schema) => self.define(id, schema, &pointer),
            }
        }
    }

    fn define(&mut self, id: TypeId, schema: &'a Schema, pointer: &Pointer) {
        self.types[id].docs = schema_docs(&schema.schema_data);
        if self.define_base(id, schema, pointer) {
            return;
        }
        match self.build(schema, pointer) {
            Lowered::Known(target) => self.types[id].shape = Shape::Alias(target),
            Lowered::New(shape, constraints) => {
                self.types[id].shape = shape;
                self.types[id].constraints = constraints;
            }
            Lowered::All(parts) => self.merges.add(id, parts),
        }
    }

    /// The type of a schema, wherever it stands.
    pub(super) fn schema(&mut self, node: impl Into<Node<'a>>, pointer: &Pointer) -> TypeRef {
        match node.into() {
            Node::Reference(reference) => self.reference(reference, pointer),
            Node::Schema(schema) => self.inline(schema, pointer),
        }
    }

    /// The type of a schema that several places share; it is lowered once.
    pub(super) fn shared_schema(
        &mut self,
        node: &'a ReferenceOr<Schema>,
        pointer: &Pointer,
    ) -> TypeRef {
        if let Some(known) = self.places.get(pointer) {
            return *known;
        }
        let ty = self.schema(node, pointer);
        self.places.insert(pointer.clone(), ty);
        ty
    }

    fn reference(&mut self, reference: &str, pointer: &Pointer) -> TypeRef {
        let target = schema_name(reference).and_then(|name| self.components.get(&name).copied());
        match target {
            Some(ty) => ty,
            None => {
                self.say(
                    Code::DanglingReference,
                    pointer,
                    format!("`{reference}` leads nowhere"),
                );
                self.any()
            }
        }
    }

    fn inline(&mut self, schema: &'a Schema, pointer: &Pointer) -> TypeRef {
        if self.depth >= DEEPEST {
            self.say(
                Code::WeakenedSchema,
                pointer,
                "the schema is nested too deeply and is generated as raw JSON",
            );
            return self.any();
        }
        self.depth += 1;
        let lowered = self.build(schema, pointer);
        self.depth -= 1;

        let nullable = self.null_of(Node::Schema(schema)) == Null::Allowed;
        match lowered {
            Lowered::Known(known) => TypeRef {
                nullable: known.nullable || nullable,
                ..known
            },
            Lowered::New(shape, constraints) => TypeRef {
                id: self.add(shape, constraints, schema, pointer),
                nullable,
            },
            Lowered::All(parts) => {
                let id = self.push(Shape::Any, Constraints::default(), schema, pointer);
                self.merges.add(id, parts);
                TypeRef { id, nullable }
            }
        }
    }

    /// What a schema is, without regard to `null`.
    pub(super) fn build(&mut self, schema: &'a Schema, pointer: &Pointer) -> Lowered {
        match &schema.schema_kind {
            SchemaKind::Type(Typed::String(string)) => self.string(string, pointer),
            SchemaKind::Type(Typed::Integer(integer)) => self.integer(integer, pointer),
            SchemaKind::Type(Typed::Number(number)) => self.number(number, pointer),
            SchemaKind::Type(Typed::Boolean(_)) => Shape::Bool.into(),
            SchemaKind::Type(Typed::Array(array)) => {
                self.array(array.items.as_ref().map(Node::from), pointer)
            }
            SchemaKind::Type(Typed::Object(object)) => self.object(object, pointer),
            SchemaKind::AllOf { all_of } => self.all_of(all_of, pointer),
            SchemaKind::OneOf { one_of } => self.union(one_of, "oneOf", schema, pointer),
            SchemaKind::AnyOf { any_of } => self.union(any_of, "anyOf", schema, pointer),
            SchemaKind::Not { .. } => {
                // What the document stage makes of `false`.
                let nothing = self
                    .member(pointer, "not")
                    .is_some_and(|not| not.as_object().is_some_and(indexmap::IndexMap::is_empty));
                let message = if nothing {
                    "no value is valid here; whatever comes is raw JSON"
                } else {
                    "`not` cannot be a Rust type; the value is generated as raw JSON"
                };
                self.say(Code::WeakenedSchema, pointer, message);
                Shape::Any.into()
            }
            SchemaKind::Any(any) => self.any_schema(any, schema, pointer),
        }
    }

    fn array(&mut self, items: Option<Node<'a>>, pointer: &Pointer) -> Lowered {
        let item = match items {
            Some(items) => self.schema(items, &pointer.child("items")),
            None => self.any(),
        };
        // The ladder's form of a text that holds the JSON of a value.
        if self.flag(pointer, "x-openapi-json-text") {
            return Shape::Text(TextKind::Json(item)).into();
        }
        Lowered::New(Shape::Array(Array { item }), self.constraints(pointer))
    }

    /// A schema that `openapiv3` has no narrower type for.
    fn any_schema(&mut self, any: &'a AnySchema, schema: &'a Schema, pointer: &Pointer) -> Lowered {
        let mut parts = Vec::new();
        for (keyword, branches) in [("oneOf", &any.one_of), ("anyOf", &any.any_of)] {
            if !branches.is_empty() {
                let union = self.union(branches, keyword, schema, pointer);
                parts.push(self.part(union, schema, pointer));
            }
        }
        if !any.all_of.is_empty() {
            let all = self.all_of(&any.all_of, pointer);
            parts.push(self.part(all, schema, pointer));
        }
        if any.not.is_some() {
            self.say(
                Code::WeakenedKeyword,
                &pointer.child("not"),
                "values that `not` forbids are accepted",
            );
        }
        match self.own_part(any, pointer) {
            Some(own) if parts.is_empty() => return own,
            Some(own) => parts.insert(0, self.part(own, schema, pointer)),
            None => {}
        }
        match parts.as_slice() {
            [] => Shape::Any.into(),
            [one] => Lowered::Known(one.ty),
            _ => Lowered::All(parts),
        }
    }

    /// What the keywords beside `allOf`, `oneOf` and `anyOf` say.
    fn own_part(&mut self, any: &'a AnySchema, pointer: &Pointer) -> Option<Lowered> {
        let object = !any.properties.is_empty()
            || !any.required.is_empty()
            || any.additional_properties.is_some();
        Some(match any.typ.as_deref() {
            Some("object") => self.object_of(any.into(), pointer),
            Some("array") => self.array(any.items.as_ref().map(Node::from), pointer),
            _ if !any.enumeration.is_empty() => self.listed_values(any.typ.as_deref(), pointer),
            Some(primitive) => self.primitive(primitive, any.format.as_deref(), pointer),
            None if object => self.object_of(any.into(), pointer),
            None if any.items.is_some() => self.array(any.items.as_ref().map(Node::from), pointer),
            None => return None,
        })
    }

    fn part(&mut self, lowered: Lowered, schema: &'a Schema, pointer: &Pointer) -> Part {
        let id = match lowered {
            Lowered::Known(ty) => {
                return Part {
                    ty,
                    pointer: pointer.clone(),
                };
            }
            Lowered::New(shape, constraints) => self.add(shape, constraints, schema, pointer),
            Lowered::All(parts) => {
                let id = self.push(Shape::Any, Constraints::default(), schema, pointer);
                self.merges.add(id, parts);
                id
            }
        };
        Part {
            ty: TypeRef {
                id,
                nullable: false,
            },
            pointer: pointer.clone(),
        }
    }

    /// Adds an anonymous type. Types without wording are shared at once.
    fn add(
        &mut self,
        shape: Shape,
        constraints: Constraints,
        schema: &'a Schema,
        pointer: &Pointer,
    ) -> TypeId {
        match shape {
            Shape::Struct(_)
            | Shape::Tuple(_)
            | Shape::StringEnum(_)
            | Shape::IntegerEnum(_)
            | Shape::Union(_) => self.push(shape, constraints, schema, pointer),
            _ => self.intern(shape, constraints, pointer),
        }
    }

    fn push(
        &mut self,
        shape: Shape,
        constraints: Constraints,
        schema: &'a Schema,
        pointer: &Pointer,
    ) -> TypeId {
        self.types.push(Type {
            label: title_label(&schema.schema_data),
            docs: schema_docs(&schema.schema_data),
            constraints,
            ..Type::new(shape, pointer.clone())
        })
    }

    /// The type with this shape; an equal one is found again.
    pub(super) fn intern(
        &mut self,
        shape: Shape,
        constraints: Constraints,
        pointer: &Pointer,
    ) -> TypeId {
        let known = self
            .interned
            .entry(fingerprint(&shape, &constraints))
            .or_default();
        let equal = known.iter().find(|id| {
            let ty = &self.types[**id];
            same_shape(&ty.shape, &shape) && ty.constraints == constraints
        });
        if let Some(id) = equal {
            return *id;
        }
        let id = self.types.push(Type {
            constraints,
            ..Type::new(shape, pointer.clone())
        });
        known.push(id);
        id
    }

    /// Any JSON value.
    pub(super) fn any(&mut self) -> TypeRef {
        self.plain(Shape::Any)
    }

    /// A type without constraints.
    pub(super) fn plain(&mut self, shape: Shape) -> TypeRef {
        let id = self.intern(shape, Constraints::default(), &Pointer::root());
        TypeRef {
            id,
            nullable: false,
        }
    }
}
