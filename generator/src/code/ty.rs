//! The Rust type of a value, how it is decoded, and which JSON it can be.
//!
//! Where a type is written, and so by which path, is not known here.

use serde::Serialize;

use super::Ident;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Type {
    /// `bool`
    Bool,
    /// An integer type by its Rust name.
    Integer(&'static str),
    /// `f32` or `f64`.
    Float(&'static str),
    /// A number whose integers are exact.
    Number,
    /// `String`
    String,
    /// A text type of the runtime by its name, for example `DateTime`.
    Text(&'static str),
    /// A text that holds the JSON of a value.
    JsonText(Box<Type>),
    /// Any JSON value.
    Json,
    /// Raw bytes.
    Bytes,
    /// A file to send.
    File,
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
    /// A model by its name.
    Model(Ident),
    /// Behind a pointer.
    Boxed(Box<Type>),
    /// Perhaps nothing.
    Option(Box<Type>),
    /// Absent, `null` or a value.
    Omittable(Box<Type>),
}

impl Type {
    /// The type or nothing; nothing twice is nothing once.
    #[must_use]
    pub fn option(ty: Self) -> Self {
        match ty {
            Self::Option(_) => ty,
            ty => Self::Option(Box::new(ty)),
        }
    }
}

/// What clippy's `type_complexity` lets pass.
const COMPLEXITY: usize = 250;

impl Type {
    /// Whether clippy finds it so long that it should have a name: lists and maps, four deep.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        self.complexity(1) > COMPLEXITY
    }

    /// What it counts as at some depth, as clippy counts.
    fn complexity(&self, depth: usize) -> usize {
        let inner = match self {
            Self::List(inner)
            | Self::Boxed(inner)
            | Self::Option(inner)
            | Self::Omittable(inner) => inner.complexity(depth + 1),
            Self::Map(value) => Self::String.complexity(depth + 1) + value.complexity(depth + 1),
            _ => 0,
        };
        10 * depth + inner
    }
}

/// How a value is decoded beyond what its type does by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Seed {
    /// By its type.
    Plain,
    /// A whole number that may be written with a fraction of zero.
    Integer,
    /// This text and no other.
    This(String),
    /// `null` or a value.
    Nullable(Box<Seed>),
    /// A list of values.
    List(Box<Seed>),
    /// A map of values.
    Map(Box<Seed>),
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum JsonKind {
    /// `true` or `false`
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A sequence.
    Array,
    /// An object.
    Object,
}
