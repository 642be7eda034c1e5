//! The methods of the crate, found by what the document calls their operations.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flora_codegen::code::{ProbedInput, ProbedMethod, Type};
use serde_json::{Map, Value, json};

use crate::subject::Subject;
use crate::wire::{self, Location, Operation, Parameter};

/// The methods by their keys: `POST /assets application/json`.
pub(crate) struct Methods<'s>(HashMap<&'s str, &'s ProbedMethod>);

impl<'s> Methods<'s> {
    /// All of a crate.
    pub(crate) fn of(subject: &'s Subject) -> Self {
        let methods = subject.package.probe.methods.iter();
        Self(
            methods
                .map(|method| (method.key.as_str(), method))
                .collect(),
        )
    }

    /// The method of an operation that sends a body of a media type, or none.
    pub(crate) fn find(
        &self,
        operation: &Operation<'_>,
        media_type: Option<&str>,
    ) -> Option<&'s ProbedMethod> {
        let mut key = format!("{} {}", operation.method, operation.path);
        if let Some(media_type) = media_type {
            key = format!("{key} {media_type}");
        }
        self.0.get(key.as_str()).copied()
    }
}

/// All inputs of a method.
pub(crate) fn inputs(method: &ProbedMethod) -> impl Iterator<Item = &ProbedInput> {
    method
        .arguments
        .iter()
        .chain(&method.required)
        .chain(&method.optional)
}

/// A value as the program takes it: bytes and files as Base64.
pub(crate) fn argument(input: &ProbedInput, value: &Value) -> Value {
    match (&input.ty, value) {
        (Type::List(item), Value::Array(items)) if **item == Type::File => {
            items.iter().map(base64).collect()
        }
        (Type::File | Type::Bytes, value) => base64(value),
        _ => value.clone(),
    }
}

fn base64(value: &Value) -> Value {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    json!(STANDARD.encode(text))
}

/// What every question about a method has: where the service is, and credentials.
pub(crate) fn settings(operation: &Operation<'_>, credentials: &[String]) -> Value {
    let document = operation.document;
    let secrets = credentials
        .iter()
        .map(|name| (name.clone(), json!(wire::secret(name))));
    let mut settings = json!({ "credentials": secrets.collect::<Map<String, Value>>() });
    // A service whose place is not in the document is placed by the caller.
    if let wire::Base::Relative(path) = wire::base_of(&[document]) {
        settings["base_url"] = json!(format!("http://probe.invalid{path}"));
    }
    settings
}

/// The schemes of the document that the crate has a setter for.
pub(crate) fn schemes(subject: &Subject) -> &[String] {
    &subject.package.probe.schemes
}

/// Where a parameter goes, as the inputs of methods say it: `query:limit`.
pub(crate) fn key(parameter: &Parameter<'_>) -> String {
    let place = match parameter.location {
        // A method takes both alike.
        Location::Querystring => Location::Query,
        other => other,
    };
    format!("{}:{}", place.word(), parameter.name)
}
