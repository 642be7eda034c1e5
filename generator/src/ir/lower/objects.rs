//! Objects: structs with known fields, maps whose keys are data.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema};

use super::Lowering;
use super::enums::only_value;
use super::info::texts;
use super::nulls::Null;
use super::references::Node;
use super::schemas::Lowered;
use super::wording::schema_docs;
use crate::diagnostic::Pointer;
use crate::ir::{
    Additional, Docs, Field, FloatKind, IntegerKind, Map, Shape, Struct, TextKind, TimeUnit, Tuple,
    TypeRef,
};
use crate::value::Value;

/// What the keywords for objects say.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
    required: &'a [String],
    additional: Option<&'a AdditionalProperties>,
}

impl<'a> From<&'a ObjectType> for Members<'a> {
    fn from(object: &'a ObjectType) -> Self {
        Self {
            properties: &object.properties,
            required: &object.required,
            additional: object.additional_properties.as_ref(),
        }
    }
}

impl<'a> From<&'a AnySchema> for Members<'a> {
    fn from(any: &'a AnySchema) -> Self {
        Self {
            properties: &any.properties,
            required: &any.required,
            additional: any.additional_properties.as_ref(),
        }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn object(&mut self, object: &'a ObjectType, pointer: &Pointer) -> Lowered {
        self.object_of(object.into(), pointer)
    }

    /// An object that stands for itself, not for a part of an `allOf`.
    pub(super) fn object_of(&mut self, members: Members<'a>, pointer: &Pointer) -> Lowered {
        if self.is_tuple(pointer) {
            return self.tuple_of(members, pointer).into();
        }
        let constraints = self.constraints(pointer);
        if members.properties.is_empty() && members.required.is_empty() {
            return Lowered::New(self.nameless_members(members, pointer), constraints);
        }
        let mut struct_ = self.struct_of(members, pointer);
        if members.properties.is_empty() && struct_.additional == Additional::Unspecified {
            // Only `required` is there: what else the object holds must not be lost.
            struct_.additional = Additional::Typed(self.any());
        }
        Lowered::New(Shape::Struct(struct_), constraints)
    }

    /// Whether the members of an object are the positions of a tuple.
    pub(super) fn is_tuple(&self, pointer: &Pointer) -> bool {
        self.flag(pointer, "x-openapi-tuple")
    }

    /// The positions of a tuple, which come as the members of an object.
    fn tuple_of(&mut self, members: Members<'a>, pointer: &Pointer) -> Shape {
        let Struct { fields, additional } = self.struct_of(members, pointer);
        Shape::Tuple(Tuple {
            positions: fields,
            rest: additional,
        })
    }

    /// An object without a named member.
    fn nameless_members(&mut self, members: Members<'a>, pointer: &Pointer) -> Shape {
        match self.additional(members.additional, pointer) {
            Additional::Unspecified => Shape::Map(Map { value: self.any() }),
            Additional::Typed(value) => Shape::Map(Map { value }),
            Additional::Denied => Shape::Struct(Struct {
                fields: Vec::new(),
                additional: Additional::Denied,
            }),
        }
    }

    /// The struct of an object's members.
    pub(super) fn struct_of(&mut self, members: Members<'a>, pointer: &Pointer) -> Struct {
        let place = pointer.child("properties");
        let mut fields: Vec<Field> = members
            .properties
            .iter()
            .map(|(name, schema)| {
                let required = members.required.iter().any(|required| required == name);
                self.field(name, schema.into(), required, &place.child(name))
            })
            .collect();
        // A key can be required without being described: any value will do.
        for (index, name) in members.required.iter().enumerate() {
            if !fields.iter().any(|field| field.name == *name) {
                let place = pointer.child("required").child(index);
                fields.push(Field {
                    required: true,
                    ..Field::new(name, self.any(), place)
                });
            }
        }
        Struct {
            fields,
            additional: self.additional(members.additional, pointer),
        }
    }

    fn additional(
        &mut self,
        additional: Option<&'a AdditionalProperties>,
        pointer: &Pointer,
    ) -> Additional {
        match additional {
            None => Additional::Unspecified,
            Some(AdditionalProperties::Any(false)) => Additional::Denied,
            Some(AdditionalProperties::Any(true)) => Additional::Typed(self.any()),
            Some(AdditionalProperties::Schema(schema)) => {
                let place = pointer.child("additionalProperties");
                Additional::Typed(self.schema(schema.as_ref(), &place))
            }
        }
    }

    fn field(&mut self, name: &str, node: Node<'a>, required: bool, pointer: &Pointer) -> Field {
        let chain = self.chain(node, pointer);
        let constant = self.constant(node, pointer);
        let flag =
            |select: fn(&openapiv3::SchemaData) -> bool| chain.iter().any(|link| select(link.data));
        let ty = match &constant {
            Some(value) => self.constant_type(value),
            None => self.schema(node, pointer),
        };
        let examples = self.examples_of(&chain).into_iter();
        let marked = |name: &str| {
            let mark = self.extension_of(&chain, name);
            mark.and_then(Value::as_bool).unwrap_or_default()
        };
        Field {
            required,
            docs: own_docs(node),
            read_only: flag(|data| data.read_only),
            write_only: flag(|data| data.write_only),
            constant,
            default: self.default_of(&chain),
            examples: examples.map(|(example, _)| example).collect(),
            aliases: texts(self.extension_of(&chain, "x-client-aliases")),
            secret: marked("x-client-secret"),
            download: marked("x-client-download"),
            unix_time: self
                .extension_of(&chain, "x-client-unix-time")
                .and_then(time_unit),
            ..Field::new(name, ty, pointer.clone())
        }
    }

    /// The only value of a field or parameter, if its own schema allows just one.
    pub(super) fn constant(&self, node: Node<'a>, pointer: &Pointer) -> Option<Value> {
        match node {
            // Null would be a second value.
            Node::Schema(schema) if lists_values(schema) && self.null_of(node) != Null::Allowed => {
                only_value(self.raw(pointer)?)
            }
            _ => None,
        }
    }

    /// The plain type of what has only one value.
    pub(super) fn constant_type(&mut self, value: &Value) -> TypeRef {
        let shape = match value {
            Value::String(_) => Shape::Text(TextKind::Plain),
            Value::Bool(_) => Shape::Bool,
            Value::Integer(number) if i64::try_from(*number).is_ok() => {
                Shape::Integer(IntegerKind::I64)
            }
            Value::Integer(_) | Value::Float(_) => Shape::Float(FloatKind::F64),
            Value::Null | Value::Array(_) | Value::Object(_) => Shape::Any,
        };
        self.plain(shape)
    }
}

fn lists_values(schema: &Schema) -> bool {
    use openapiv3::{SchemaKind, Type};
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => !string.enumeration.is_empty(),
        SchemaKind::Type(Type::Integer(integer)) => !integer.enumeration.is_empty(),
        SchemaKind::Type(Type::Number(number)) => !number.enumeration.is_empty(),
        SchemaKind::Type(Type::Boolean(boolean)) => !boolean.enumeration.is_empty(),
        SchemaKind::Any(any) => !any.enumeration.is_empty(),
        _ => false,
    }
}

/// The wording at the place of the field itself; that of a component stays with its type.
fn own_docs(node: Node<'_>) -> Docs {
    match node {
        Node::Reference(_) => Docs::default(),
        Node::Schema(schema) => schema_docs(&schema.schema_data),
    }
}

fn time_unit(value: &Value) -> Option<TimeUnit> {
    match value.as_str()? {
        "seconds" => Some(TimeUnit::Seconds),
        "milliseconds" => Some(TimeUnit::Milliseconds),
        _ => None,
    }
}
