//! The client: its names, its service, and one request builder per operation and content type.
//!
//! The API comes in with the types that were chosen for it; resources with
//! their methods go out. What goes over the wire stands in the table of
//! operations, which is planned beside this folder.

mod crate_docs;
mod inputs;
mod manifest;
mod method_docs;
mod methods;
mod pages;
mod replies;
mod service;

use std::collections::HashSet;

use super::lock::{Kind, Lock};
use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{Manifest, Marker, Method, Operation, Resource, docs};
use crate::diagnostic::Report;
use crate::ir;

pub(super) use crate_docs::crate_docs;
pub(super) use manifest::plan_manifest;
pub(super) use service::plan_service;

/// What planning an operation looks at.
pub(super) struct Context<'a> {
    pub(super) api: &'a ir::Api,
    pub(super) types: &'a Types<'a>,
    pub(super) manifest: &'a Manifest,
    pub(super) operations: &'a [Operation],
}

/// A module per resource, with its handle and its request builders.
pub(super) fn plan_resources(
    context: &Context<'_>,
    lock: &mut Lock,
    report: &mut Report,
) -> Vec<Resource> {
    let mut modules = Scope::default();
    let mut handles = Scope::default();
    let mut resources = Vec::new();
    let groups = (0..context.api.resources.len()).map(Some).chain([None]);
    let mut pins = Vec::new();
    for group in groups {
        let members: Vec<usize> = (0..context.api.operations.len())
            .filter(|index| context.api.operations[*index].resource == group)
            .collect();
        if members.is_empty() {
            continue;
        }
        let resource = group.map(|index| &context.api.resources[index]);
        let words = resource.map_or("root", |resource| resource.name.as_str());
        let module = modules.name(words, Use::Module);
        let handle = resource.map(|_| handles.name(words, Use::Handle));
        let place = handle.as_ref().map(|handle| (&module, handle));
        let mut methods = methods::plan_methods(context, &members, place, lock, &mut pins, report);
        resources.push(Resource {
            docs: match resource {
                Some(resource) => {
                    docs::lines(&resource.docs, &format!("Operations on {}.", resource.name))
                }
                None => vec!["Operations of the client itself.".to_owned()],
            },
            markers: markers(&mut methods, handle.as_ref()),
            handle,
            methods,
            module,
        });
    }
    lock.clear(Kind::Method);
    for (pointer, words, name) in pins {
        lock.set(Kind::Method, &pointer, &words, &name);
    }
    resources
}

/// The names of all values that some builder requires by name.
///
/// A marker is a type parameter of its builder, so it must not hide a type of the module.
fn markers(methods: &mut [Method], handle: Option<&Ident>) -> Vec<Marker> {
    let types: HashSet<Ident> = methods
        .iter()
        .map(|method| method.builder.clone())
        .chain(handle.cloned())
        .collect();
    let mut markers: Vec<Marker> = Vec::new();
    for required in methods.iter_mut().flat_map(|method| &mut method.required) {
        if types.contains(&required.marker) {
            required.marker = names::suffixed(&required.marker, "Value");
        }
        let marker = Marker {
            name: required.marker.clone(),
            setter: required.input.name.clone(),
        };
        if markers.iter().all(|known| known.name != marker.name) {
            markers.push(marker);
        }
    }
    markers
}
