//! The schemas of a document as JSON Schema 2020-12, each once, with all they refer to.
//!
//! `convert` turns one schema over, `tags` knows what discriminators add to it. The result is one
//! resource, so a validator compiles only what a schema reaches.

mod convert;
mod tags;

use std::collections::{BTreeSet, HashMap};

use jsonschema::{Draft, Registry, RegistryBuilder, Validator};
use serde_json::{Map, Value, json};

use crate::document::{Documents, Place};
use tags::Children;

/// What references of converted schemas begin with; a number follows.
const REFERENCE: &str = "conform:///all#/$defs/";

/// The documented examples and the default of a schema, in its converted form.
pub(crate) const EXAMPLES: &str = "x-examples";

/// What the discriminator of a base demands of a schema that is used as itself and not as a part.
pub(crate) const OWN_TAG: &str = "x-own-tag";

/// The schemas that a value of a base is one of.
pub(crate) const CHILDREN: &str = "x-children";

/// All schemas, converted.
#[derive(Debug)]
pub(crate) struct Schemas {
    all: Vec<Value>,
    numbers: HashMap<Place, usize>,
    /// Patterns that no reader of regular expressions understands.
    pub(crate) unread_patterns: BTreeSet<String>,
}

impl Schemas {
    /// Converts the schemas at these places and all they refer to.
    pub(crate) fn read(documents: &Documents, places: impl IntoIterator<Item = Place>) -> Self {
        let mut conversion = Conversion {
            documents,
            children: Children::find(documents),
            numbers: HashMap::new(),
            waiting: Vec::new(),
            unread_patterns: BTreeSet::new(),
        };
        for place in places {
            conversion.number(&place);
        }
        let mut all = Vec::new();
        // Converting finds more of them.
        while let Some(place) = conversion.waiting.get(all.len()).cloned() {
            let schema = documents.get(&place).unwrap_or(&Value::Bool(true));
            let mut schema = conversion.schema(schema, &place.file);
            conversion.add_own_tag(&place, &mut schema);
            all.push(schema);
        }
        Self {
            all,
            numbers: conversion.numbers,
            unread_patterns: conversion.unread_patterns,
        }
    }

    /// The number of the schema at a place.
    pub(crate) fn number(&self, place: &Place) -> Option<usize> {
        self.numbers.get(place).copied()
    }

    /// A schema by its number.
    pub(crate) fn get(&self, number: usize) -> &Value {
        self.all.get(number).unwrap_or(&Value::Bool(true))
    }

    /// The number of the schema that another one refers to.
    pub(crate) fn target(&self, schema: &Value) -> Option<usize> {
        let reference = schema.get("$ref")?.as_str()?;
        reference.strip_prefix(REFERENCE)?.parse().ok()
    }

    /// All of them as one resource.
    pub(crate) fn registry(&self) -> Result<Registry<'static>, String> {
        let numbered = self.all.iter().enumerate();
        let all: Map<String, Value> = numbered
            .map(|(number, schema)| (number.to_string(), schema.clone()))
            .collect();
        let draft = "https://json-schema.org/draft/2020-12/schema";
        let resource = json!({ "$schema": draft, "$defs": all });
        let resource = Draft::Draft202012.create_resource(resource);
        Registry::new()
            .draft(Draft::Draft202012)
            .add("conform:///all", resource)
            .and_then(RegistryBuilder::prepare)
            .map_err(|error| error.to_string())
    }
}

/// A validator of a converted schema.
pub(crate) fn validator(registry: &Registry<'_>, schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true);
    FREE_FORMATS
        .iter()
        .fold(options, |options, format| {
            options.with_format(*format, |_: &str| true)
        })
        .build(schema)
        .map_err(|error| error.to_string())
}

/// The formats that only describe, since services spell their values in ways of their own. The
/// others tell the branches of a `oneOf` apart: addresses of the two kinds, and what is a UUID.
const FREE_FORMATS: [&str; 16] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
];

/// A reference to a schema by its number.
pub(crate) fn reference(number: usize) -> Value {
    json!({ "$ref": format!("{REFERENCE}{number}") })
}

/// Schemas on their way.
struct Conversion<'a> {
    documents: &'a Documents,
    children: Children,
    numbers: HashMap<Place, usize>,
    /// The places of all numbers.
    waiting: Vec<Place>,
    unread_patterns: BTreeSet<String>,
}

impl Conversion<'_> {
    /// The number of the schema at a place, which is converted sooner or later.
    fn number(&mut self, place: &Place) -> usize {
        if let Some(number) = self.numbers.get(place) {
            return *number;
        }
        let number = self.waiting.len();
        self.numbers.insert(place.clone(), number);
        self.waiting.push(place.clone());
        number
    }
}

#[cfg(test)]
mod tests;
