//! Which schemas allow `null`. References need to know before the schemas they
//! lead to are lowered, so the named ones are worked out first.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use super::references::{Node, schema_name};
use super::{Lowering, component_schemas};

/// Whether a schema allows `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Null {
    Allowed,
    Denied,
    /// The schema says nothing about values at all.
    Unsaid,
}

impl<'a> Lowering<'a> {
    /// Works out which named schemas allow `null`.
    pub(super) fn find_nulls(&mut self) {
        // A name is only ever added, so this ends; more than two rounds need
        // chains of references against the order of the document.
        loop {
            let before = self.nulls.len();
            for (name, schema) in component_schemas(self.api) {
                if !self.nulls.contains(name) && self.null_of(schema.into()) == Null::Allowed {
                    self.nulls.insert(name);
                }
            }
            if self.nulls.len() == before {
                return;
            }
        }
    }

    /// Whether a schema allows `null`.
    pub(super) fn null_of(&self, node: Node<'a>) -> Null {
        match node {
            Node::Reference(reference) => match schema_name(reference) {
                Some(name) if self.nulls.contains(name.as_str()) => Null::Allowed,
                _ => Null::Denied,
            },
            Node::Schema(schema) if schema.schema_data.nullable => Null::Allowed,
            Node::Schema(schema) => self.null_of_kind(schema),
        }
    }

    fn null_of_kind(&self, schema: &'a Schema) -> Null {
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => self.null_of_all(all_of),
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                self.null_of_any(branches)
            }
            SchemaKind::Type(Type::String(string)) => listed(&string.enumeration),
            SchemaKind::Type(Type::Integer(integer)) => listed(&integer.enumeration),
            SchemaKind::Type(Type::Number(number)) => listed(&number.enumeration),
            SchemaKind::Type(Type::Boolean(boolean)) => listed(&boolean.enumeration),
            SchemaKind::Any(any)
                if any
                    .enumeration
                    .iter()
                    .any(|value| value.as_null().is_some()) =>
            {
                Null::Allowed
            }
            SchemaKind::Any(any) if !any.all_of.is_empty() => self.null_of_all(&any.all_of),
            SchemaKind::Any(any) if any.typ.is_none() && any.properties.is_empty() => Null::Unsaid,
            _ => Null::Denied,
        }
    }

    /// A value must fit all parts. Parts that say nothing do not count.
    fn null_of_all(&self, parts: &'a [ReferenceOr<Schema>]) -> Null {
        let said = parts.iter().map(|part| self.null_of(part.into()));
        said.filter(|null| *null != Null::Unsaid)
            .reduce(|one, other| if one == Null::Allowed { other } else { one })
            .unwrap_or(Null::Unsaid)
    }

    fn null_of_any(&self, branches: &'a [ReferenceOr<Schema>]) -> Null {
        let allowed = branches
            .iter()
            .any(|branch| self.null_of(branch.into()) == Null::Allowed);
        if allowed { Null::Allowed } else { Null::Denied }
    }
}

fn listed<T>(values: &[Option<T>]) -> Null {
    if values.iter().any(Option::is_none) {
        Null::Allowed
    } else {
        Null::Denied
    }
}
