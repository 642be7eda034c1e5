//! Where a `$ref` leads. The document stage has checked that it leads to the
//! right kind of object; a reference that still leads nowhere is reported.

use indexmap::IndexMap;
use openapiv3::{
    Components, Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};

use super::Lowering;
use crate::diagnostic::{Code, Pointer};

/// Longer chains of references have been refused as circles before.
const LONGEST_CHAIN: usize = 64;

/// A schema or the name of one; `openapiv3` has three types for this.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Box<Schema>>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

/// The name of the schema that a reference leads to.
pub(super) fn schema_name(reference: &str) -> Option<String> {
    let token = reference.strip_prefix("#/components/schemas/")?;
    if token.contains('/') {
        return None;
    }
    Some(unescape(token))
}

/// A token of a reference as the key it stands for: first the URI, then the JSON pointer.
fn unescape(token: &str) -> String {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%');
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes)
        .replace("~1", "/")
        .replace("~0", "~")
}

impl<'a> Lowering<'a> {
    /// The schema of a component.
    pub(super) fn component(&self, name: &str) -> Option<Node<'a>> {
        let components = self.api.components.as_ref()?;
        components.schemas.get(name).map(Node::from)
    }

    pub(super) fn parameter_at(
        &mut self,
        node: &'a ReferenceOr<Parameter>,
        pointer: &Pointer,
    ) -> Option<(&'a Parameter, Pointer)> {
        self.follow(node, pointer, "parameters", |components| {
            &components.parameters
        })
    }

    pub(super) fn request_body_at(
        &mut self,
        node: &'a ReferenceOr<RequestBody>,
        pointer: &Pointer,
    ) -> Option<(&'a RequestBody, Pointer)> {
        self.follow(node, pointer, "requestBodies", |components| {
            &components.request_bodies
        })
    }

    pub(super) fn response_at(
        &mut self,
        node: &'a ReferenceOr<Response>,
        pointer: &Pointer,
    ) -> Option<(&'a Response, Pointer)> {
        self.follow(node, pointer, "responses", |components| {
            &components.responses
        })
    }

    pub(super) fn header_at(
        &mut self,
        node: &'a ReferenceOr<Header>,
        pointer: &Pointer,
    ) -> Option<(&'a Header, Pointer)> {
        self.follow(node, pointer, "headers", |components| &components.headers)
    }

    pub(super) fn example_at(
        &mut self,
        node: &'a ReferenceOr<Example>,
        pointer: &Pointer,
    ) -> Option<(&'a Example, Pointer)> {
        self.follow(node, pointer, "examples", |components| &components.examples)
    }

    pub(super) fn security_scheme_at(
        &mut self,
        node: &'a ReferenceOr<SecurityScheme>,
        pointer: &Pointer,
    ) -> Option<(&'a SecurityScheme, Pointer)> {
        self.follow(node, pointer, "securitySchemes", |components| {
            &components.security_schemes
        })
    }

    /// The object itself, and where it stands.
    fn follow<T>(
        &mut self,
        node: &'a ReferenceOr<T>,
        pointer: &Pointer,
        section: &str,
        select: fn(&Components) -> &IndexMap<String, ReferenceOr<T>>,
    ) -> Option<(&'a T, Pointer)> {
        let mut node = node;
        let mut place = pointer.clone();
        for _ in 0..LONGEST_CHAIN {
            let reference = match node {
                ReferenceOr::Item(item) => return Some((item, place)),
                ReferenceOr::Reference { reference } => reference,
            };
            let prefix = format!("#/components/{section}/");
            let name = reference.strip_prefix(&prefix).map(unescape);
            let components = self.api.components.as_ref().map(select);
            let found = name.and_then(|name| Some((components?.get(&name)?, name)));
            let Some((target, name)) = found else {
                self.say(
                    Code::DanglingReference,
                    pointer,
                    format!("`{reference}` leads nowhere"),
                );
                return None;
            };
            place = Pointer::new(format!("/components/{section}")).child(name);
            node = target;
        }
        self.say(
            Code::ReferenceCycle,
            pointer,
            "the reference leads in a circle",
        );
        None
    }
}
