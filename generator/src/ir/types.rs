//! The types of an API: what values go over the wire.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Docs, is_false};
use crate::diagnostic::Pointer;
use crate::value::Value;

/// The place of a [`Type`] in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TypeId(pub u32);

/// The use of a type at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TypeRef {
    /// The type.
    pub id: TypeId,
    /// Whether `null` is a value too.
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
}

/// One type. A named component has exactly one; anonymous shapes that are
/// equal in everything but wording share one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Type {
    /// What it would be called, in words of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// What it consists of.
    pub shape: Shape,
    /// What the document says about it.
    pub docs: Docs,
    /// What its values must satisfy beyond the shape.
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// Whether it goes to the service, comes from it, or both.
    pub usage: Usage,
    /// Where it was defined first.
    pub pointer: Pointer,
    /// Where an equal shape was seen besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Pointer>,
}

impl Type {
    /// A type without wording and constraints.
    #[must_use]
    pub fn new(shape: Shape, pointer: Pointer) -> Self {
        Self {
            label: None,
            shape,
            docs: Docs::default(),
            constraints: Constraints::default(),
            usage: Usage::default(),
            pointer,
            also: Vec::new(),
        }
    }

    /// Whether the document gives it a name of its own.
    #[must_use]
    pub fn is_component(&self) -> bool {
        matches!(&self.label, Some(label) if label.basis == Basis::Component)
    }
}

/// The words a type is named by, and where they come from. The better basis wins a clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The words as the document has them: `AssetStatus`, `pet_store.Pet`.
    pub words: String,
    /// Where they come from.
    pub basis: Basis,
}

/// What a [`Label`] was taken from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Basis {
    /// The name of a component.
    Component,
    /// The `title` of an anonymous schema.
    Title,
    /// The place where an anonymous schema was found: `AssetUpload method`.
    Place,
}

/// What a value consists of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(IntegerKind),
    /// A number.
    Float(FloatKind),
    /// Text, perhaps of a known format.
    Text(TextKind),
    /// A sequence of one type of item.
    Array(Array),
    /// An object whose keys are data.
    Map(Map),
    /// An object with known fields.
    Struct(Struct),
    /// A sequence in which each position has a type of its own.
    Tuple(Tuple),
    /// One of several texts.
    StringEnum(StringEnum),
    /// One of several whole numbers.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// Another name of a type.
    Alias(TypeRef),
}

impl Shape {
    /// Calls `visit` with every use of a type directly inside of this one.
    pub fn uses(&self, mut visit: impl FnMut(TypeRef)) {
        match self {
            Self::Array(array) => visit(array.item),
            Self::Map(map) => visit(map.value),
            Self::Alias(target) | Self::Text(TextKind::Json(target)) => visit(*target),
            Self::Struct(struct_) => {
                struct_.fields.iter().for_each(|field| visit(field.ty));
                if let Additional::Typed(ty) = struct_.additional {
                    visit(ty);
                }
            }
            Self::Tuple(tuple) => {
                tuple.positions.iter().for_each(|field| visit(field.ty));
                if let Additional::Typed(ty) = tuple.rest {
                    visit(ty);
                }
            }
            Self::Union(union) => union.variants.iter().for_each(|variant| visit(variant.ty)),
            Self::Any
            | Self::Bool
            | Self::Integer(_)
            | Self::Float(_)
            | Self::Text(_)
            | Self::StringEnum(_)
            | Self::IntegerEnum(_) => {}
        }
    }
}

/// The range of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum IntegerKind {
    /// 8 bits with sign.
    I8,
    /// 16 bits with sign.
    I16,
    /// 32 bits with sign.
    I32,
    /// 64 bits with sign; also what a plain `integer` is.
    I64,
    /// 8 bits without sign.
    U8,
    /// 16 bits without sign.
    U16,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
    /// 64 bits with or without sign; no format means it, but a choice between two can.
    I128,
}

/// The precision of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum FloatKind {
    /// Single precision.
    F32,
    /// Double precision; also what a plain `number` is.
    F64,
    /// Double precision, and all digits of what is whole: an integer or any other number.
    Exact,
}

/// The format of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum TextKind {
    /// Any text.
    Plain,
    /// `date-time` of RFC 3339.
    DateTime,
    /// `date` of RFC 3339.
    Date,
    /// `time` of RFC 3339.
    Time,
    /// `duration` of ISO 8601.
    Duration,
    /// `uuid` of RFC 9562.
    Uuid,
    /// `uri`, `uri-reference`, `url`.
    Uri,
    /// A decimal number as text.
    Decimal,
    /// `byte`: bytes in Base64.
    Base64,
    /// `binary`: raw bytes; a file where it is part of a form.
    Binary,
    /// `password`: never shown.
    Secret,
    /// The JSON of a value (`contentSchema`).
    Json(TypeRef),
    /// A format without a type of its own; the text is kept as it is.
    Other(String),
}

/// A sequence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Array {
    /// The type of each item.
    pub item: TypeRef,
}

/// An object whose keys are data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Map {
    /// The type of each value.
    pub value: TypeRef,
}

/// An object with known fields, in document order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Struct {
    /// The known fields.
    pub fields: Vec<Field>,
    /// What other members may occur.
    pub additional: Additional,
}

/// A sequence in which each position has a type of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tuple {
    /// The positions in their order, by name the numbers from 0 on. Behind one that is not
    /// required none is.
    pub positions: Vec<Field>,
    /// What items may stand behind them.
    pub rest: Additional,
}

/// What the first positions are called that have no title.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

impl Tuple {
    /// What a position would be called, in words: by its title, or by its place.
    #[must_use]
    pub fn words(&self, index: usize) -> String {
        let titled = self.positions.get(index);
        let title = titled.and_then(|position| position.docs.summary.clone());
        let ordinal = || ORDINALS.get(index).map(|word| (*word).to_owned());
        title
            .or_else(ordinal)
            .unwrap_or_else(|| format!("item {}", index + 1))
    }
}

/// Members of an object that its schema does not name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Additional {
    /// The schema says nothing: tolerated and left out of typed values.
    Unspecified,
    /// The schema forbids them.
    Denied,
    /// The schema types them: kept.
    Typed(TypeRef),
}

/// A known field of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The key on the wire.
    pub name: String,
    /// Its type; `nullable` is one half of its [`Presence`].
    pub ty: TypeRef,
    /// Whether the key must be there; the other half of its [`Presence`].
    pub required: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// Only in replies.
    #[serde(skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Only in requests.
    #[serde(skip_serializing_if = "is_false")]
    pub write_only: bool,
    /// The only value it may have, if there is just one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<Value>,
    /// What the service assumes when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Values it may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Value>,
    /// Other keys accepted when decoding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Never shown by `Debug` or in logs.
    #[serde(skip_serializing_if = "is_false")]
    pub secret: bool,
    /// Whether it is the address of the bytes of what the object describes.
    #[serde(skip_serializing_if = "is_false")]
    pub download: bool,
    /// The unit, if the number is a time since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unix_time: Option<TimeUnit>,
    /// Whether its type must be behind a pointer, since it contains itself. Set by a pass.
    #[serde(skip_serializing_if = "is_false")]
    pub boxed: bool,
    /// Where it stands.
    pub pointer: Pointer,
}

/// Whether a field can be missing and whether it can be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Presence {
    /// Always there, never `null`.
    Required,
    /// Always there, perhaps `null`.
    Nullable,
    /// Perhaps missing, never `null`.
    Optional,
    /// Perhaps missing, perhaps `null`; the two mean different things.
    OptionalNullable,
}

impl Field {
    /// An optional field without wording.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: TypeRef, pointer: Pointer) -> Self {
        Self {
            name: name.into(),
            ty,
            required: false,
            docs: Docs::default(),
            read_only: false,
            write_only: false,
            constant: None,
            default: None,
            examples: Vec::new(),
            aliases: Vec::new(),
            secret: false,
            download: false,
            unix_time: None,
            boxed: false,
            pointer,
        }
    }

    /// Whether it can be missing and whether it can be `null`.
    #[must_use]
    pub fn presence(&self) -> Presence {
        match (self.required, self.ty.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        }
    }
}

/// The unit of a number that counts from 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// One of several texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StringEnum {
    /// The known values, in document order.
    pub values: Vec<EnumValue<String>>,
    /// Whether unknown values are kept. Only the tags of unions are closed.
    pub open: bool,
}

/// One of several whole numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntegerEnum {
    /// The known values, in document order.
    pub values: Vec<EnumValue<i64>>,
    /// Its range.
    pub kind: IntegerKind,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub value: T,
    /// A name the document gives to it (`x-enum-varnames`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The branches, in document order unless [`Pick`] says otherwise.
    pub variants: Vec<Variant>,
    /// How a reader finds the branch of a value.
    pub pick: Pick,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// Its type.
    pub ty: TypeRef,
    /// The values of the tag that select it, if the union has one. A tag that is
    /// a whole number or a truth value stands here as JSON writes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What it would be called, in words of the document.
    pub label: String,
    /// Whether its type must be behind a pointer. Set by a pass.
    #[serde(skip_serializing_if = "is_false")]
    pub boxed: bool,
    /// Whether it also takes the values whose tag is missing or unknown.
    #[serde(skip_serializing_if = "is_false")]
    pub fallback: bool,
    /// Whether it stands for values that are of several of the other branches. Set by a pass.
    #[serde(skip_serializing_if = "is_false")]
    pub several: bool,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How a reader finds the branch of a value, in the order of preference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Pick {
    /// The value of this property selects the branch, by `discriminator` or
    /// because every branch fixes it to other constants. A value without a
    /// known tag goes to a branch without tags or to the fallback, as by [`Pick::Order`].
    Tag(String),
    /// Every branch is another kind of JSON value.
    Kind,
    /// Branch `i` is taken if all the listed keys are there; tried in order.
    /// The branches are sorted by how much they demand.
    Keys(Vec<Vec<String>>),
    /// The first branch that keeps all of the value, else the first that decodes. The
    /// branches are sorted by how much they demand.
    Order,
}

/// What values of a primitive type must satisfy (JSON Schema validation keywords).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Constraints {
    /// `minimum`, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound>,
    /// `maximum`, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound>,
    /// `multipleOf`, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<Value>,
    /// `minLength`, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// `pattern`, an ECMA-262 regular expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `minItems` or `minProperties`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// `maxItems` or `maxProperties`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
}

impl Constraints {
    /// Whether nothing is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// The number.
    pub value: Value,
    /// Whether the number itself is outside.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive: bool,
}

/// Who sends values of a type. Set by a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Values go to the service.
    pub request: bool,
    /// Values come from the service.
    pub response: bool,
}

/// The types of an API, by [`TypeId`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Types {
    types: Vec<Type>,
}

impl Types {
    /// Adds a type.
    pub fn push(&mut self, ty: Type) -> TypeId {
        // 2^32 types need more memory than the bound on a document's size allows.
        let id = TypeId(self.types.len() as u32);
        self.types.push(ty);
        id
    }

    /// All types with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        self.types
            .iter()
            .enumerate()
            .map(|(index, ty)| (TypeId(index as u32), ty))
    }

    /// All types to be changed, in the order they were added.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.types.iter_mut()
    }

    /// The types with the ids 0, 1, 2, …
    #[must_use]
    pub fn from_vec(types: Vec<Type>) -> Self {
        Self { types }
    }

    /// The types in the order of their ids.
    #[must_use]
    pub fn into_vec(self) -> Vec<Type> {
        self.types
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The type behind all aliases, and whether one of them allows `null`.
    #[must_use]
    pub fn resolve(&self, mut ty: TypeRef) -> (TypeId, bool) {
        let mut nullable = ty.nullable;
        // Lowering refuses circles of aliases; the bound holds even if one slipped through.
        for _ in 0..self.types.len() {
            let Shape::Alias(next) = self[ty.id].shape else {
                break;
            };
            ty = next;
            nullable |= ty.nullable;
        }
        (ty.id, nullable)
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.types[id.0 as usize]
    }
}

/// The types of components by the name the document gives them; `nullable` if a reference to
/// one may lead to `null`.
pub type ComponentTypes = IndexMap<String, TypeRef>;
