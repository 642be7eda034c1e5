//! What a program needs to know that puts the output to the proof from outside: the Rust type of
//! each schema of the document, and the methods with what they take.
//!
//! The program is no part of the output; [`crate::probe`] writes it. Places are those of the 3.0
//! form, like everywhere in a plan.

mod methods;

use serde::Serialize;

use super::client::Context;
use super::types::Types;
use super::{Resource, Seed, Type};
use crate::diagnostic::Pointer;
use crate::ir::{self, TypeRef};

pub use methods::{ProbedInput, ProbedMethod};

/// The types by their schemas.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Probe {
    /// Every named schema, and the others that have a type of their own, by place.
    pub schemas: Vec<ProbedSchema>,
    /// The methods that send one request.
    pub methods: Vec<ProbedMethod>,
    /// The names of the security schemes, in the order of the service's credentials.
    pub schemes: Vec<String>,
}

/// A schema and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct ProbedSchema {
    /// Where it stands in the 3.0 form.
    pub pointer: Pointer,
    /// Its type, with `null` if a value may be `null`. That of an unnamed schema is without:
    /// there `null` belongs to the use.
    pub ty: Type,
    /// Decodes a value.
    pub seed: Seed,
}

/// Plans what the program knows.
pub(super) fn plan_probe(context: &Context<'_>, resources: &[Resource]) -> Probe {
    let credentials = context.api.credentials.iter();
    Probe {
        schemas: plan_schemas(context.api, context.types),
        methods: methods::plan_methods(context, resources),
        schemes: credentials.map(|one| one.scheme.clone()).collect(),
    }
}

fn plan_schemas(api: &ir::Api, types: &Types<'_>) -> Vec<ProbedSchema> {
    let plan = |pointer: &Pointer, ty: TypeRef| ProbedSchema {
        pointer: pointer.clone(),
        ty: types.full(ty),
        seed: types.seed(ty),
    };
    let named = api.components.values().filter(|ty| is_json(types, ty.id));
    let mut schemas: Vec<_> = named
        .map(|ty| plan(&api.types[ty.id].pointer, *ty))
        .collect();
    let unnamed = types.models().filter(|(_, ty, _)| !ty.is_component());
    schemas.extend(unnamed.flat_map(|(id, ty, _)| {
        let places = std::iter::once(&ty.pointer).chain(&ty.also);
        places.map(move |pointer| {
            let nullable = false;
            plan(pointer, TypeRef { id, nullable })
        })
    }));
    // Named schemas come first, so one of them keeps its place.
    schemas.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    schemas.dedup_by(|later, first| later.pointer == first.pointer);
    schemas
}

/// Whether values of a named schema are JSON at all: those of some are forms only.
fn is_json(types: &Types<'_>, id: ir::TypeId) -> bool {
    types.models().any(|(model, ..)| model == id)
}
