//! What the owner of the document calls things, in place of the names that they would have.

use std::collections::BTreeMap;

use super::TypeId;
use crate::diagnostic::Pointer;

/// A name that was chosen. It is taken as it is, or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The name.
    pub name: String,
    /// Where it was said, in the config.
    pub pointer: Pointer,
}

/// The chosen names, by what they are for. The words of things stay what they are, so nothing else
/// changes its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Of types.
    pub types: BTreeMap<TypeId, Chosen>,
    /// Of fields, values and branches, by their place among those of their type.
    pub members: BTreeMap<(TypeId, usize), Chosen>,
    /// Of parameters, by the operation and their place among those of it.
    pub parameters: BTreeMap<(usize, usize), Chosen>,
    /// Of methods, by the operation.
    pub methods: BTreeMap<usize, Chosen>,
    /// Of modules, by the resource.
    pub resources: BTreeMap<usize, Chosen>,
    /// Names of which it is not known yet what they are for.
    pub wishes: Vec<Wish>,
}

/// A name for something that is still to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What kind of thing it is for.
    pub kind: WishKind,
    /// Which one: a pointer, or names with points between them.
    pub target: String,
    /// The same as a place of the 3.0 form, if it is a pointer.
    pub place: String,
    /// What a reference at the place leads to, if there is one.
    pub refers: Option<String>,
    /// The name.
    pub chosen: Chosen,
}

/// What kind of thing a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishKind {
    /// A type.
    Type,
    /// A field of a struct.
    Field,
    /// A value of an enum, or a branch of a union.
    Variant,
    /// A parameter.
    Parameter,
    /// An operation.
    Method,
    /// A group of operations.
    Resource,
}
