//! The methods of the package by operation and media type: what each takes, under keys that say
//! where in the request a value goes.

use serde::Serialize;

use crate::code::client::Context;
use crate::code::{Body, Ident, Input, Method, Operation, Reply, Resource, Target, Type};
use crate::ir::Location;

/// A method that sends one request.
#[derive(Clone, Debug, Serialize)]
pub struct ProbedMethod {
    /// Method and path of the operation and the media type of its body:
    /// `POST /assets application/json`.
    pub key: String,
    /// The module of the resource.
    pub module: Ident,
    /// The client's method that gives the handle.
    pub handle: Option<Ident>,
    /// The method.
    pub name: Ident,
    /// What the method itself takes.
    pub arguments: Vec<ProbedInput>,
    /// What has to be set.
    pub required: Vec<ProbedInput>,
    /// What can be set.
    pub optional: Vec<ProbedInput>,
    /// How the body is put together.
    pub body: Body,
    /// Whether a request without anything in the body has one all the same.
    pub body_required: bool,
    /// The type that the setter `body` takes, which sets all fields at once.
    pub whole: Option<Type>,
    /// Fields of the body that have only one value, and so no setter.
    pub constants: Vec<String>,
    /// What comes back.
    pub reply: Reply,
}

/// A value that a method takes.
#[derive(Clone, Debug, Serialize)]
pub struct ProbedInput {
    /// Where it goes: `query:limit`, `field:name`, or `body` for all of it.
    pub key: String,
    /// The setter.
    pub name: Ident,
    /// What it takes.
    pub ty: Type,
}

/// Lists the methods of all resources.
pub(super) fn plan_methods(context: &Context<'_>, resources: &[Resource]) -> Vec<ProbedMethod> {
    let mut planned = Vec::new();
    for resource in resources {
        let mut last: Option<(&Ident, usize)> = None;
        for method in &resource.methods {
            // The methods of one operation follow each other, one per body.
            let body = match last {
                Some((known, body)) if *known == method.operation => body + 1,
                _ => 0,
            };
            last = Some((&method.operation, body));
            planned.extend(plan_method(context, resource, method, body));
        }
    }
    planned
}

fn plan_method(
    context: &Context<'_>,
    resource: &Resource,
    method: &Method,
    body: usize,
) -> Option<ProbedMethod> {
    let operation = context.operation(&method.operation)?;
    let row = context
        .operations
        .iter()
        .find(|row| row.constant == method.operation)?;
    let key = match operation.bodies.get(body) {
        Some(body) => format!("{} {} {}", row.method, row.path, body.media_type),
        None => format!("{} {}", row.method, row.path),
    };
    let input = |input: &Input| plan_input(row, input);
    let required = method
        .required
        .iter()
        .map(|required| input(&required.input));
    // The setter for all fields is there unless one of them is an argument already.
    let is_taken = method
        .arguments
        .iter()
        .any(|input| input.target == Target::Field);
    let whole = match &method.body {
        Body::Json(_, whole) if !is_taken => whole.clone(),
        _ => None,
    };
    Some(ProbedMethod {
        key,
        module: resource.module.clone(),
        handle: resource.handle.as_ref().map(|_| resource.module.clone()),
        name: method.name.clone(),
        arguments: method.arguments.iter().map(input).collect(),
        required: required.collect(),
        optional: method.optional.iter().map(input).collect(),
        body: method.body.clone(),
        body_required: method.body_required,
        whole,
        constants: method
            .constants
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        reply: method.reply.clone(),
    })
}

fn plan_input(row: &Operation, input: &Input) -> ProbedInput {
    let word = match input.target {
        Target::Field | Target::File => "field",
        Target::Body => "body",
        Target::ParameterIn(location) => word(location),
        Target::Parameter => {
            let mut rows = row.parameters.iter();
            let found = rows.find(|parameter| parameter.name == input.wire);
            found.map_or("query", |parameter| word(parameter.location))
        }
    };
    let key = match input.target {
        Target::Body => word.to_owned(),
        _ => format!("{word}:{}", input.wire),
    };
    ProbedInput {
        key,
        name: input.name.clone(),
        ty: input.ty.clone(),
    }
}

fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
