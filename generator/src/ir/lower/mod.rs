//! Document -> [`Api`]: reads what the service offers out of an OpenAPI document.
//!
//! Comes in: the 3.0 form, typed by `openapiv3`; data (defaults, examples,
//! extensions) is taken from the plain tree, which keeps order and numbers.
//! Goes out: an [`Api`] in which unions, enums and labels are not settled yet;
//! see [`super::passes`]. Knows no OpenAPI version and no Rust.
//!
//! A part that is broken is reported and left out, so one run finds all problems.

use std::collections::{HashMap, HashSet};

use openapiv3::{Components, OpenAPI, ReferenceOr, Schema};

use super::{Api, ComponentTypes, Shape, Type, TypeRef, Types};
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::document::Document;
use crate::value::Value;

mod bases;
mod combine;
mod contents;
mod enums;
mod extensions;
mod info;
mod merge;
mod messages;
mod names;
mod nulls;
mod objects;
mod operations;
mod outcomes;
mod pagination;
mod parameters;
mod primitives;
mod references;
mod schemas;
mod security;
mod streams;
mod unions;
mod wording;

/// Reads what the service offers. Problems go to `report`; what is broken is left out.
#[must_use]
pub fn lower(document: &Document, report: &mut Report) -> Api {
    let unusual = operations::unusual_operations(document, report);
    let called = messages::find_called(document, report);
    let mut lowering = Lowering::new(document, report);
    lowering.find_nulls();
    lowering.find_bases();
    lowering.declare_components();
    lowering.define_components();
    let credentials = lowering.credentials();
    if document.api.servers.is_empty() {
        lowering.home = lowering.common_server().map(|server| server.url.clone());
    }
    let (operations, resources) = lowering.operations(&unusual, &credentials);
    let messages = lowering.messages(&called);
    lowering.resolve_merges();
    let wishes = lowering.wishes(&operations);

    let info = &document.api.info;
    Api {
        title: info.title.clone(),
        version: info.version.clone(),
        docs: lowering.api_docs(),
        client: lowering.client_hints(),
        servers: lowering.servers(),
        credentials,
        resources,
        operations,
        messages,
        types: lowering.types,
        components: lowering.components,
        choices: super::Choices {
            wishes,
            ..super::Choices::default()
        },
    }
}

/// What all parts of the lowering share.
struct Lowering<'a> {
    api: &'a OpenAPI,
    tree: &'a Value,
    document: &'a Document,
    report: &'a mut Report,
    types: Types,
    components: ComponentTypes,
    /// The names of the components that allow `null`.
    nulls: HashSet<&'a str>,
    /// Components whose schema has a discriminator but no branches, and their children.
    bases: bases::Bases<'a>,
    /// Types without wording (primitives, arrays, maps) by a hash of their shape.
    interned: HashMap<u64, Vec<super::TypeId>>,
    /// The types of schemas that several operations reach through a shared component.
    places: HashMap<Pointer, TypeRef>,
    merges: merge::Merges,
    /// The address that all operations name, if the document has none for all.
    home: Option<String>,
    /// How deep the schema at hand is nested.
    depth: usize,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document, report: &'a mut Report) -> Self {
        Self {
            api: &document.api,
            tree: &document.tree,
            document,
            report,
            types: Types::default(),
            components: ComponentTypes::default(),
            nulls: HashSet::new(),
            bases: bases::Bases::default(),
            interned: HashMap::new(),
            places: HashMap::new(),
            merges: merge::Merges::default(),
            home: None,
            depth: 0,
        }
    }

    /// Gives every named schema its type, still empty, so that references find it.
    fn declare_components(&mut self) {
        for name in component_schemas(self.api).map(|(name, _)| name) {
            let id = self.types.push(Type {
                label: Some(super::Label {
                    words: name.to_owned(),
                    basis: super::Basis::Component,
                }),
                ..Type::new(Shape::Any, schema_pointer(name))
            });
            let nullable = self.nulls.contains(name);
            let ty = TypeRef { id, nullable };
            self.components.insert(name.to_owned(), ty);
        }
    }

    /// The plain data at a place.
    fn raw(&self, pointer: &Pointer) -> Option<&'a Value> {
        self.tree.pointer(pointer.as_str())
    }

    /// The plain data of a member of the object at a place.
    fn member(&self, pointer: &Pointer, key: &str) -> Option<&'a Value> {
        self.raw(pointer)?.get(key)
    }

    fn say(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.report.push(Diagnostic::new(code, pointer, message));
    }

    fn say_with_hint(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.report
            .push(Diagnostic::new(code, pointer, message).hint(hint));
    }
}

/// The named schemas in document order.
fn component_schemas(api: &OpenAPI) -> impl Iterator<Item = (&str, &ReferenceOr<Schema>)> {
    let schemas = api
        .components
        .as_ref()
        .map(|components: &Components| &components.schemas);
    schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
}

/// The place of a named schema.
fn schema_pointer(name: &str) -> Pointer {
    Pointer::new("/components/schemas").child(name)
}
