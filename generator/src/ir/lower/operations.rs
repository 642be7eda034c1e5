//! Paths -> operations and the resources they belong to.

use std::collections::HashSet;

use openapiv3::{Operation as Written, PathItem, ReferenceOr};
use serde::Deserialize;

use super::Lowering;
use super::pagination::Said;
use super::wording::external;
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::document::Document;
use crate::ir::{Credential, Docs, Operation, Resource};
use crate::value::Value;

/// Operations with a method that `openapiv3` has no field for. The document
/// stage keeps them on the path item as data.
const UNUSUAL: &str = "x-openapi-operations";

/// An operation and where it stands.
pub(super) struct Found<'a> {
    path: &'a str,
    method: String,
    item: &'a PathItem,
    operation: &'a Written,
    pointer: Pointer,
}

/// An operation with an unusual method, by path and method.
pub(super) struct Unusual {
    path: String,
    method: String,
    operation: Written,
}

/// Reads the operations with unusual methods.
pub(super) fn unusual_operations(document: &Document, report: &mut Report) -> Vec<Unusual> {
    let mut found = Vec::new();
    for (path, item) in &document.api.paths.paths {
        let Some(operations) = item.as_item().and_then(|item| item.extensions.get(UNUSUAL)) else {
            continue;
        };
        for (method, operation) in operations.as_object().into_iter().flatten() {
            match Written::deserialize(operation.clone()) {
                Ok(operation) => found.push(Unusual {
                    path: path.clone(),
                    method: method.clone(),
                    operation,
                }),
                Err(error) => {
                    let pointer = path_pointer(path).child(UNUSUAL).child(method);
                    report.push(Diagnostic::new(Code::Malformed, pointer, error.to_string()));
                }
            }
        }
    }
    found
}

impl<'a> Lowering<'a> {
    /// All operations, and the resources they belong to.
    pub(super) fn operations(
        &mut self,
        unusual: &'a [Unusual],
        credentials: &[Credential],
    ) -> (Vec<Operation>, Vec<Resource>) {
        let found = self.find_operations(unusual);
        let mut taken: HashSet<String> = found
            .iter()
            .filter_map(|found| found.operation.operation_id.clone())
            .collect();
        let mut groups = Groups::default();
        let mut operations = Vec::new();
        for found in &found {
            let id = match &found.operation.operation_id {
                Some(id) => id.clone(),
                None => derived_id(&found.method, found.path, &mut taken),
            };
            let mut operation = self.operation(found, id, credentials);
            operation.resource = groups.place(self.group(found));
            operations.push(operation);
        }
        let resources = groups.sorted(&mut operations);
        (operations, resources)
    }

    /// The operations in document order.
    fn find_operations(&mut self, unusual: &'a [Unusual]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (path, item) in &self.api.paths.paths {
            let place = path_pointer(path);
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let first = found.len();
            for (method, operation) in item.iter() {
                let (pointer, method) = (place.child(method), method.to_ascii_uppercase());
                found.push(Found {
                    path,
                    method,
                    item,
                    operation,
                    pointer,
                });
            }
            // `openapiv3` has a fixed order of methods; the tree has that of the document.
            let keys: Vec<&String> = self
                .raw(&place)
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(indexmap::IndexMap::keys)
                .collect();
            found[first..].sort_by_key(|found| {
                let method = found.pointer.last().unwrap_or_default();
                keys.iter().position(|key| **key == method)
            });
            for unusual in unusual.iter().filter(|unusual| unusual.path == *path) {
                found.push(Found {
                    path,
                    method: unusual.method.clone(),
                    item,
                    operation: &unusual.operation,
                    pointer: place.child(UNUSUAL).child(&unusual.method),
                });
            }
        }
        found
    }

    fn operation(
        &mut self,
        found: &Found<'a>,
        id: String,
        credentials: &[Credential],
    ) -> Operation {
        let Found {
            item,
            operation,
            pointer,
            ..
        } = found;
        let server = self.own_server(&operation.servers, &item.servers, pointer);
        let mut parameters = self.parameters(&item.parameters, &operation.parameters, pointer);
        self.match_path(found.path, &mut parameters, pointer);
        let (bodies, body_required) = self.bodies(operation.request_body.as_ref(), pointer);
        let (pagination, is_single) = match self.pagination(pointer, &parameters, &bodies) {
            Said::Pages(pagination) => (Some(pagination), false),
            Said::Single => (None, true),
            Said::Nothing => (None, false),
        };
        let hints = self.hints(found);
        let name = hints
            .and_then(|hints| hints.get("method"))
            .and_then(Value::as_str);
        Operation {
            id,
            named: operation.operation_id.is_some(),
            resource: None,
            name: name.map(str::to_owned),
            method: found.method.clone(),
            path: found.path.to_owned(),
            docs: Docs {
                summary: operation.summary.clone().or_else(|| item.summary.clone()),
                description: operation
                    .description
                    .clone()
                    .or_else(|| item.description.clone()),
                deprecated: operation.deprecated,
                external: external(operation.external_docs.as_ref()),
            },
            parameters,
            bodies,
            body_required,
            outcomes: self.outcomes(&operation.responses, pointer),
            security: self.security(operation.security.as_ref(), pointer, credentials),
            pagination,
            is_single,
            poll: self.poll(pointer),
            upload: self.upload(pointer),
            server,
            pointer: pointer.clone(),
        }
    }

    fn hints(&self, found: &Found<'a>) -> Option<&'a Value> {
        self.member(&found.pointer, "x-client-operation")
    }

    /// The resource of an operation: the one it asks for, else its first tag.
    fn group(&self, found: &Found<'a>) -> Option<Group> {
        let asked = self
            .hints(found)
            .and_then(|hints| hints.get("resource"))
            .and_then(Value::as_str);
        let tag = found.operation.tags.first();
        let name = asked.map(str::to_owned).or_else(|| tag.cloned())?;
        let place = self
            .api
            .tags
            .iter()
            .position(|known| Some(&known.name) == tag);
        let docs = place.map(|place| {
            let tag = &self.api.tags[place];
            Docs {
                description: tag.description.clone(),
                external: external(tag.external_docs.as_ref()),
                ..Docs::default()
            }
        });
        Some(Group {
            rank: place.unwrap_or(usize::MAX),
            resource: Resource {
                name,
                docs: docs.unwrap_or_default(),
            },
        })
    }
}

/// A resource and its place among the document's tags.
struct Group {
    rank: usize,
    resource: Resource,
}

/// The resources found so far.
#[derive(Default)]
struct Groups {
    groups: Vec<Group>,
}

impl Groups {
    /// The index of a resource, added when it is new.
    fn place(&mut self, group: Option<Group>) -> Option<usize> {
        let group = group?;
        let known = self
            .groups
            .iter()
            .position(|known| known.resource.name == group.resource.name);
        let index = known.unwrap_or(self.groups.len());
        match self.groups.get_mut(index) {
            Some(known) if group.rank < known.rank => *known = group,
            Some(_) => {}
            None => self.groups.push(group),
        }
        Some(index)
    }

    /// The resources in the order of the tags; the operations follow.
    fn sorted(self, operations: &mut [Operation]) -> Vec<Resource> {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|index| self.groups[*index].rank);
        for operation in operations {
            let index = operation.resource;
            operation.resource = index.and_then(|index| order.iter().position(|old| *old == index));
        }
        let mut groups: Vec<Option<Group>> = self.groups.into_iter().map(Some).collect();
        order
            .into_iter()
            .filter_map(|index| groups[index].take())
            .map(|group| group.resource)
            .collect()
    }
}

/// An identifier out of method and path: `get /museum-hours` => `getMuseumHours`.
fn derived_id(method: &str, path: &str, taken: &mut HashSet<String>) -> String {
    let mut plain = method.to_ascii_lowercase();
    let mut with_parameters = plain.clone();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let words = camel(segment);
        if segment.contains('{') {
            with_parameters.push_str("By");
        } else {
            plain.push_str(&words);
        }
        with_parameters.push_str(&words);
    }
    let ends_in_parameter = path.trim_end_matches('/').ends_with('}');
    let first = if ends_in_parameter {
        with_parameters.clone()
    } else {
        plain
    };
    let numbered = (2..).map(|number| format!("{with_parameters}{number}"));
    let mut names = [first, with_parameters.clone()].into_iter().chain(numbered);
    // The numbers do not end, so one of the names is free.
    names
        .find(|name| taken.insert(name.clone()))
        .unwrap_or(with_parameters)
}

/// `museum-hours` => `MuseumHours`
fn camel(text: &str) -> String {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect::<String>()
        })
        .collect()
}

fn path_pointer(path: &str) -> Pointer {
    Pointer::new("/paths").child(path)
}
