//! What belongs to one tag alone, and can be left out of a large crate by its feature.
//!
//! A model belongs to a tag if only operations of that tag can reach it. What
//! several tags reach, failures, headers and webhooks have, or nothing reaches,
//! is always there: so it comes in with any of them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::names::{self, Ident, Use};
use super::types::Types;
use super::{Operation, Options, ReplyHeader, Resource, Type};
use crate::ir::{self, TypeId};

/// From how many operations on a crate has a feature for each tag. Smaller ones
/// compile in seconds, and features would be noise there.
const MANY: usize = 100;

/// Features that the crate has in any case, and the one that brings all tags.
const TAKEN: [&str; 10] = [
    ALL, "blocking", "cli", "default", "explore", "jiff", "mock", "rustls", "tracing", "test",
];

/// The feature that brings all tags.
pub const ALL: &str = "all-tags";

/// What belongs to one tag alone.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The feature of the package.
    pub feature: String,
    /// The module of the resource.
    pub resource: Ident,
    /// The module of what it has beside others: `of_assets`.
    pub module: Ident,
    /// The models that only it needs.
    pub models: BTreeSet<Ident>,
    /// Its rows of the table of operations.
    pub operations: BTreeSet<Ident>,
}

/// The parts; none for a small document, or one whose tasks go across its operations.
pub(super) fn plan_parts(
    types: &Types<'_>,
    options: &Options,
    resources: &[Resource],
    operations: &[Operation],
    error_bodies: &[Ident],
    headers: &[ReplyHeader],
) -> Vec<Part> {
    let tags = || {
        resources
            .iter()
            .filter(|resource| resource.handle.is_some())
    };
    let has_tasks = resources
        .iter()
        .any(|resource| !resource.tasks.is_empty() || !resource.deliveries.is_empty());
    let is_large = operations.len() >= options.features_from.unwrap_or(MANY);
    if !is_large || has_tasks || tags().count() < 2 {
        return Vec::new();
    }
    let owners = owners(types, resources, operations, error_bodies, headers);
    let mut parts: Vec<Part> = tags()
        .map(|resource| Part {
            feature: feature(&resource.module),
            resource: resource.module.clone(),
            module: names::ident(&format!("of {}", resource.module), Use::Module),
            models: BTreeSet::new(),
            operations: resource
                .methods
                .iter()
                .map(|method| method.operation.clone())
                .collect(),
        })
        .collect();
    for (id, _, name) in types.models() {
        if let Some(Owner::One(index)) = owners.get(&id)
            && let Some(module) = resources.get(*index).map(|resource| &resource.module)
            && let Some(part) = parts.iter_mut().find(|part| part.resource == *module)
        {
            part.models.insert(name.clone());
        }
    }
    parts
}

/// `code_security` => `code-security`; `mock` => `tag-mock`
fn feature(module: &Ident) -> String {
    let name = names::kebab(module.as_str());
    // `tag mock` is another tag than `mock`.
    if TAKEN.contains(&name.as_str()) || name.starts_with("tag-") {
        format!("tag-{name}")
    } else {
        name
    }
}

/// Who reaches a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Operations of this resource only.
    One(usize),
    /// Several, or what is always there.
    All,
}

/// Who reaches each type.
fn owners(
    types: &Types<'_>,
    resources: &[Resource],
    operations: &[Operation],
    error_bodies: &[Ident],
    headers: &[ReplyHeader],
) -> HashMap<TypeId, Owner> {
    let api = types.api();
    let mut waiting: Vec<(TypeId, Owner)> = Vec::new();
    let mut always: BTreeSet<&Ident> = error_bodies.iter().collect();
    for header in headers {
        models_in(&header.ty, &mut always);
    }
    let messages = api.messages.iter();
    waiting.extend(messages.map(|message| (message.ty.id, Owner::All)));
    let named = types.models().filter(|(_, _, name)| always.contains(name));
    waiting.extend(named.map(|(id, ..)| (id, Owner::All)));
    let by_row: HashMap<&Ident, usize> = resources
        .iter()
        .enumerate()
        .flat_map(|(index, resource)| {
            let rows = resource.methods.iter().map(|method| &method.operation);
            rows.map(move |row| (row, index))
        })
        .collect();
    for (operation, row) in api.operations.iter().zip(operations) {
        let owner = match by_row.get(&row.constant) {
            Some(index) if resources[*index].handle.is_some() => Owner::One(*index),
            _ => Owner::All,
        };
        waiting.extend(roots(operation).map(|id| (id, owner)));
    }
    let mut owners = HashMap::new();
    spread(api, waiting, &mut owners);
    // What nothing reaches is always there, and so is what it is made of.
    let unreached = types.models().filter(|(id, ..)| !owners.contains_key(id));
    let unreached = unreached.map(|(id, ..)| (id, Owner::All)).collect();
    spread(api, unreached, &mut owners);
    owners
}

/// Gives owners to types and to what these are made of.
fn spread(api: &ir::Api, mut waiting: Vec<(TypeId, Owner)>, owners: &mut HashMap<TypeId, Owner>) {
    while let Some((id, owner)) = waiting.pop() {
        let now = match owners.get(&id) {
            None => owner,
            Some(known) if *known == owner || *known == Owner::All => continue,
            Some(_) => Owner::All,
        };
        owners.insert(id, now);
        api.types[id]
            .shape
            .uses(|used| waiting.push((used.id, now)));
    }
}

/// The types that an operation names.
fn roots(operation: &ir::Operation) -> impl Iterator<Item = TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| parameter.ty.id);
    let bodies = operation.bodies.iter().map(|body| body.ty.id);
    let replies = operation.outcomes.iter().flat_map(|outcome| {
        let contents = outcome.contents.iter().flat_map(ir::Content::types);
        let headers = outcome.headers.iter().map(|header| header.ty);
        contents.chain(headers).map(|ty| ty.id)
    });
    parameters.chain(bodies).chain(replies)
}

/// The models that a type names.
fn models_in<'t>(ty: &'t Type, found: &mut BTreeSet<&'t Ident>) {
    match ty {
        Type::Model(name) => _ = found.insert(name),
        Type::List(inner)
        | Type::Map(inner)
        | Type::Boxed(inner)
        | Type::JsonText(inner)
        | Type::Option(inner)
        | Type::Omittable(inner) => models_in(inner, found),
        Type::Bool
        | Type::Integer(_)
        | Type::Float(_)
        | Type::Number
        | Type::Text(_)
        | Type::String
        | Type::Json
        | Type::Bytes
        | Type::File => {}
    }
}
