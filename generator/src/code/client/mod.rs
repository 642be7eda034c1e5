//! The client: its names, its service, and one request builder per operation and content type.
//!
//! The API comes in with the types that were chosen for it; resources with
//! their methods go out. What goes over the wire stands in the table of
//! operations, which is planned beside this folder.

mod base_urls;
mod crate_docs;
mod errors;
mod headers;
mod inputs;
mod manifest;
mod method_docs;
mod methods;
mod pages;
mod polls;
mod replies;
mod service;
mod uploads;

use std::collections::HashSet;

use super::lock::{Kind, Lock};
use super::members::{Member, Pin, Spelling, name_members};
use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{Manifest, Marker, Operation, Resource, docs};
use crate::diagnostic::{Pointer, Report};
use crate::ir;
use methods::PlannedMethods;

pub(super) use base_urls::plan_base_urls;
pub(super) use crate_docs::{blocking_docs, crate_docs};
pub(super) use errors::{plan_error_bodies, plan_failures};
pub(super) use headers::plan_headers;
pub(super) use manifest::plan_manifest;
pub(super) use service::plan_service;

/// What planning an operation looks at.
pub(super) struct Context<'a> {
    pub(super) api: &'a ir::Api,
    pub(super) types: &'a Types<'a>,
    pub(super) manifest: &'a Manifest,
    pub(super) operations: &'a [Operation],
    pub(super) error_bodies: &'a [Ident],
}

impl<'a> Context<'a> {
    /// The operation that a row of the table stands for.
    pub(super) fn operation(&self, constant: &Ident) -> Option<&'a ir::Operation> {
        let mut rows = self.operations.iter();
        let at = rows.position(|row| row.constant == *constant)?;
        self.api.operations.get(at)
    }
}

/// A module per resource, with its handle and its request builders. `taken` is a module that
/// stands beside them.
pub(super) fn plan_resources(
    context: &Context<'_>,
    taken: Option<&Ident>,
    lock: &mut Lock,
    report: &mut Report,
) -> Vec<Resource> {
    let operations = &context.api.operations;
    let groups: Vec<(Option<&ir::Resource>, Vec<usize>)> = (0..context.api.resources.len())
        .map(Some)
        .chain([None])
        .map(|group| {
            let members =
                (0..operations.len()).filter(|index| operations[*index].resource == group);
            let resource = group.map(|index| &context.api.resources[index]);
            (resource, members.collect())
        })
        .filter(|(_, members): &(_, Vec<usize>)| !members.is_empty())
        .collect();
    let mut pins = Vec::new();
    let (modules, handles) = name_resources(context.api, &groups, taken, lock, &mut pins, report);
    let mut resources = Vec::new();
    for (position, (resource, members)) in groups.into_iter().enumerate() {
        let module = modules[position].clone();
        let handle = handles.get(position).cloned();
        let place = handle.as_ref().map(|handle| (&module, handle));
        let mut planned = methods::plan_methods(
            context,
            &members,
            place,
            &modules[..handles.len()],
            lock,
            &mut pins,
            report,
        );
        resources.push(Resource {
            docs: match resource {
                Some(resource) => {
                    docs::lines(&resource.docs, &format!("Operations on {}.", resource.name))
                }
                None => vec!["Operations of the client itself.".to_owned()],
            },
            markers: markers(&mut planned, handle.as_ref()),
            handle,
            methods: planned.methods,
            tasks: planned.tasks,
            deliveries: planned.deliveries,
            module,
        });
    }
    for kind in [Kind::Method, Kind::Module, Kind::Handle, Kind::Input] {
        lock.clear(kind);
    }
    lock.pin(pins);
    resources
}

/// The modules of all groups, and the handles of all but the client's own group, which is last.
fn name_resources<'a>(
    api: &'a ir::Api,
    groups: &[(Option<&'a ir::Resource>, Vec<usize>)],
    taken: Option<&Ident>,
    lock: &Lock,
    pins: &mut Vec<Pin>,
    report: &mut Report,
) -> (Vec<Ident>, Vec<Ident>) {
    let tags = Pointer::root().child("tags");
    let member = |resource: Option<&'a ir::Resource>| Member {
        text: resource.map_or("root", |resource| &resource.name),
        places: vec![resource.map_or_else(Pointer::root, |resource| tags.child(&resource.name))],
        rank: None,
        chosen: None,
    };
    let modules: Vec<Member<'_>> = groups
        .iter()
        .map(|(resource, _)| Member {
            chosen: resource.and_then(|resource| chosen_module(api, resource)),
            ..member(*resource)
        })
        .collect();
    let count = groups
        .iter()
        .filter(|(resource, _)| resource.is_some())
        .count();
    // The client's own methods stand beside those that give the handles.
    let mut beside = Scope::default();
    if let Some(taken) = taken {
        beside.take(taken);
    }
    for index in groups[count..].iter().flat_map(|(_, members)| members) {
        let operation = &api.operations[*index];
        let words = methods::words(operation);
        let pinned = match operation.named {
            true => lock.get(Kind::Method, &operation.pointer, words),
            false => lock.at(Kind::Method, &operation.pointer),
        };
        let pinned = pinned.filter(|_| !api.choices.methods.contains_key(index));
        if let Some(name) = pinned.and_then(|name| names::pinned(name, Use::Method)) {
            beside.take(&name);
        }
    }
    let named_as = (Kind::Module, Use::Module, Spelling::Same);
    let modules = name_members(&modules, named_as, &mut beside, lock, pins, report);
    // Handles follow the words, in the case of types.
    let handles: Vec<Member<'_>> = (groups[..count].iter())
        .map(|(resource, _)| member(*resource))
        .collect();
    let named_as = (Kind::Handle, Use::Handle, Spelling::Same);
    let scope = &mut Scope::default();
    let handles = name_members(&handles, named_as, scope, lock, pins, report);
    (modules, handles)
}

/// The name that was chosen for the module of a resource.
fn chosen_module<'a>(api: &'a ir::Api, resource: &ir::Resource) -> Option<&'a ir::Chosen> {
    let mut resources = api.resources.iter();
    let index = resources.position(|known| known.name == resource.name)?;
    api.choices.resources.get(&index)
}

/// The names of all values that some builder requires by name.
///
/// A marker is a type parameter of its builder, so it must not hide a type of the module.
fn markers(planned: &mut PlannedMethods, handle: Option<&Ident>) -> Vec<Marker> {
    let PlannedMethods { methods, tasks, .. } = planned;
    let types: HashSet<Ident> = methods
        .iter()
        .chain(&*tasks)
        .map(|method| method.builder.clone())
        .chain(handle.cloned())
        .collect();
    let mut markers: Vec<Marker> = Vec::new();
    let all = methods.iter_mut().chain(tasks);
    for required in all.flat_map(|method| &mut method.required) {
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
