//! The nouns of models: the structs, enums and unions of values on the wire.
//!
//! Plain data with every name and type chosen; how a value is read and written
//! is the templates' business.

use serde::Serialize;

use super::{Ident, JsonKind, Seed, Type, docs};
use crate::ir;
use crate::value::Value;

/// A type of values on the wire.
#[derive(Clone, Debug, Serialize)]
pub enum Model {
    /// A struct.
    Struct(Struct),
    /// An enum of texts.
    StringEnum(StringEnum),
    /// An enum of whole numbers.
    IntegerEnum(IntegerEnum),
    /// An enum of types.
    Union(Union),
    /// Another name of a type.
    Alias(Alias),
}

impl Model {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Ident {
        match self {
            Self::Struct(item) => &item.name,
            Self::StringEnum(item) => &item.name,
            Self::IntegerEnum(item) => &item.name,
            Self::Union(item) => &item.name,
            Self::Alias(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug, Serialize)]
pub struct Struct {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// What it is on the wire.
    #[serde(skip_serializing_if = "Form::is_members")]
    pub form: Form,
    /// Its fields, in document order.
    pub fields: Vec<Field>,
    /// The field for members that the document does not name, or for items behind the positions.
    pub extra: Option<Extra>,
    /// Whether values are sent, so that setters for optional fields are worth their lines.
    pub setters: bool,
    /// The values it cannot be without.
    pub constructor: Constructor,
    /// Whether floats keep it from being compared exactly.
    pub has_eq: bool,
    /// Whether its fields are so many that values are read into it one by one.
    pub wide: bool,
}

/// What a struct is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Form {
    /// An object: each field has its key.
    Members,
    /// An array: each field has its position.
    Positions,
}

impl Form {
    fn is_members(&self) -> bool {
        *self == Self::Members
    }
}

/// How a struct is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Constructor {
    /// Nothing is required: `Default`.
    Default,
    /// `new` takes the only required value.
    One,
    /// `new` takes a struct of the required values, so that two of them cannot be swapped unnoticed.
    Required,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: Ident,
    /// The key on the wire; what the position is called in an array.
    pub wire: String,
    /// Its type without what the presence adds.
    pub ty: Type,
    /// Whether it can be missing and whether it can be `null`.
    pub presence: ir::Presence,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The only value it may have.
    pub constant: Option<Value>,
    /// Other keys accepted when decoding.
    pub aliases: Vec<String>,
    /// Never shown by `Debug`.
    pub secret: bool,
    /// Decodes the value without the presence.
    pub seed: Seed,
    /// The name of a conversion to a point in time, and the unit of the number.
    pub time: Option<(Ident, ir::TimeUnit)>,
}

impl Field {
    /// Whether a caller must give it to make the struct.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.constant.is_none()
            && matches!(
                self.presence,
                ir::Presence::Required | ir::Presence::Nullable
            )
    }

    /// What it is in a sentence; all of its documentation stands at the field itself.
    #[must_use]
    pub fn first_sentence(&self) -> Vec<String> {
        docs::first_sentence(&self.docs)
    }

    /// Its type as the struct has it.
    #[must_use]
    pub fn full_type(&self) -> Type {
        match self.presence {
            ir::Presence::Required => self.ty.clone(),
            ir::Presence::Nullable | ir::Presence::Optional => Type::option(self.ty.clone()),
            ir::Presence::OptionalNullable => Type::Omittable(Box::new(self.ty.clone())),
        }
    }
}

/// The field for members that the document does not name, or for items behind the positions.
#[derive(Clone, Debug, Serialize)]
pub struct Extra {
    /// Its name.
    pub name: Ident,
    /// The type of each value.
    pub ty: Type,
    /// Decodes each value.
    pub seed: Seed,
    /// Whether the values must not be shown.
    pub secret: bool,
}

/// An enum of texts.
#[derive(Clone, Debug, Serialize)]
pub struct StringEnum {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The known values.
    pub variants: Vec<EnumVariant<String>>,
    /// The variant that keeps unknown values; none for a closed enum.
    pub unknown: Option<Ident>,
}

/// An enum of whole numbers.
#[derive(Clone, Debug, Serialize)]
pub struct IntegerEnum {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The known values.
    pub variants: Vec<EnumVariant<i64>>,
    /// The variant that keeps unknown values.
    pub unknown: Ident,
}

/// A known value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumVariant<T> {
    /// Its name.
    pub name: Ident,
    /// The value on the wire.
    pub wire: T,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether that says what is on the wire. Else the macro of the runtime adds it.
    pub documented: bool,
}

/// An enum of types.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The branches, in document order.
    pub variants: Vec<UnionVariant>,
    /// How a reader finds the branch.
    pub pick: ir::Pick,
    /// The variant that keeps values of no branch.
    pub unknown: Ident,
    /// Whether floats keep it from being compared exactly.
    pub has_eq: bool,
}

/// A branch of a union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// Decodes it.
    pub seed: Seed,
    /// The kinds of JSON value it can be.
    pub kinds: Vec<JsonKind>,
    /// The values of the tag that select it.
    pub tags: Vec<String>,
    /// Whether it also takes the values whose tag is missing or unknown.
    pub fallback: bool,
    /// Whether no other branch has the same type, so that `From` is unambiguous.
    pub from: bool,
}

/// Another name of a type.
#[derive(Clone, Debug, Serialize)]
pub struct Alias {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}
