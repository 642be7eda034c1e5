//! Values for parameters, bodies and replies: those that the sampler makes, less what does not go
//! that way, and texts that are easily sent wrong.

use std::cell::RefCell;

use jsonschema::Registry;
use serde_json::{Value, json};

use crate::document::Documents;
use crate::sample::Sampler;
use crate::schema::Schemas;
use crate::subject::Subject;
use crate::wire::{self, Parameter, resolve};

/// Texts that are easily sent wrong.
const TEXTS: [&str; 8] = [
    "a b",
    "a&b=c",
    "a/b?c#d",
    "100% +1",
    "ünï→",
    "a,b;c|d",
    ":@$'()*!~[]",
    "",
];

/// How many values a schema has at most.
const MOST: usize = 24;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the service: what is `readOnly` stays there.
    Request,
    /// From the service: what is `writeOnly` stays here.
    Response,
}

impl Direction {
    fn hidden(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// Makes the values.
pub(crate) struct Values<'s> {
    documents: &'s Documents,
    schemas: &'s Schemas,
    sampler: RefCell<Sampler<'s>>,
}

/// The schemas of parameters, bodies and replies.
pub(crate) fn schemas(subject: &Subject) -> Schemas {
    let document = subject.documents.main();
    let mut pointers = Vec::new();
    for operation in wire::operations(document) {
        let parameters = operation.parameters().into_iter();
        pointers.extend(parameters.map(|parameter| parameter.pointer));
        let mut contents = operation.contents();
        for (_, response, pointer) in operation.responses() {
            contents.extend(wire::contents(document, response, &pointer));
        }
        pointers.extend(
            contents
                .into_iter()
                .map(|(.., pointer)| format!("{pointer}/schema")),
        );
    }
    let documents = &subject.documents;
    let places = pointers.iter().map(|pointer| documents.place(pointer));
    Schemas::read(
        documents,
        places.filter(|place| documents.get(place).is_some()),
    )
}

impl<'s> Values<'s> {
    /// Of these schemas.
    pub(crate) fn new(
        subject: &'s Subject,
        schemas: &'s Schemas,
        registry: &'s Registry<'s>,
    ) -> Self {
        let most = subject.instances.min(MOST);
        Self {
            documents: &subject.documents,
            schemas,
            sampler: RefCell::new(Sampler::new(schemas, registry, subject.seed, most)),
        }
    }

    /// Values of the schema at a pointer; those that a client may refuse come last.
    pub(crate) fn of(&self, pointer: &str, direction: Direction) -> Vec<Value> {
        let place = self.documents.place(pointer);
        let Some(number) = self.schemas.number(&place) else {
            return Vec::new();
        };
        let mut values = Vec::new();
        let schema = self.documents.get(&place).unwrap_or(&Value::Null);
        let mut sampler = self.sampler.borrow_mut();
        for value in sampler.values(number) {
            // There is no place for what the document does not mention; `schemas` counts those.
            if sampler.has_unmentioned(self.schemas.get(number), &value) {
                continue;
            }
            let value = without_hidden(self.documents.main(), schema, value, direction, 0);
            let value = match direction {
                Direction::Request => whole(value),
                Direction::Response => value,
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// Values of a parameter. The first is one that no client may refuse, if there is such.
    pub(crate) fn of_parameter(&self, parameter: &Parameter<'_>) -> Vec<Value> {
        let place = self.documents.place(&parameter.pointer);
        let Some(number) = self.schemas.number(&place) else {
            return vec![json!("text")];
        };
        let mut values = self.of(&parameter.pointer, Direction::Request);
        let texts = TEXTS.iter().map(|text| json!(text));
        let lists = [json!([]), json!(["a"]), json!(TEXTS[..5])];
        for value in texts.chain(lists) {
            let is_valid = self.sampler.borrow_mut().is_valid(number, &value) == Some(true);
            if is_valid && !values.contains(&value) {
                values.push(value);
            }
        }
        // To give no value is not to give it.
        values.retain(|value| !value.is_null());
        values.sort_by_key(|value| wire::is_refusable(parameter, value) || *value == json!(""));
        values
    }
}

/// A value with 2 in place of 2.0, which nobody could give to a setter of whole numbers.
fn whole(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(whole).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(members.map(|(name, value)| (name, whole(value))).collect())
        }
        Value::Number(number) => {
            // Below this, every double without a fraction is exactly that whole number.
            let double = number
                .as_f64()
                .filter(|double| double.abs() < 9e15 && double.fract() == 0.0);
            match double {
                Some(double) if number.is_f64() => json!(double as i64),
                _ => Value::Number(number),
            }
        }
        other => other,
    }
}

/// How deep schemas may nest in a value.
const DEEPEST: usize = 40;

/// A value without the members that do not go this way.
fn without_hidden(
    document: &Value,
    schema: &Value,
    mut value: Value,
    direction: Direction,
    depth: usize,
) -> Value {
    let (schema, _) = resolve(document, schema, "");
    if depth > DEEPEST {
        return value;
    }
    let inner = |schema: &Value, value: Value| {
        without_hidden(document, schema, value, direction, depth + 1)
    };
    match &mut value {
        Value::Array(items) => {
            for item in items {
                *item = inner(&schema["items"], item.take());
            }
        }
        Value::Object(members) => {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let Some(member) = members.get_mut(name) else {
                    continue;
                };
                let (node, _) = resolve(document, property, "");
                if property[direction.hidden()] == true || node[direction.hidden()] == true {
                    members.remove(name);
                } else {
                    *member = inner(property, member.take());
                }
            }
        }
        _ => {}
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for branch in schema[key].as_array().into_iter().flatten() {
            value = inner(branch, value);
        }
    }
    value
}
