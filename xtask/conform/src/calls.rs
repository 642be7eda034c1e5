//! The calls of a method: which of its values are set, and to what.

use flora_codegen::code::{ProbedMethod, Type};
use serde_json::{Map, Value, json};

use crate::methods::{argument, inputs, key};
use crate::values::{Direction, Values};
use crate::wire::{self, Content, ContentKind, Given, Operation, Parameter, content_kind};

/// How many values of a parameter are tried by themselves.
const ALONE: usize = 12;

/// The arguments of a call with what they mean.
pub(crate) type Call<'d> = (Map<String, Value>, Given<'d>);

/// A method with all that can be given to it.
pub(crate) struct Caller<'a, 'd> {
    operation: &'a Operation<'d>,
    method: &'a ProbedMethod,
    parameters: Vec<(Parameter<'d>, Vec<Value>)>,
    bodies: Vec<Content<'d>>,
}

impl<'a, 'd> Caller<'a, 'd> {
    /// A method that sends a body of a media type, or none.
    pub(crate) fn new(
        values: &Values<'_>,
        operation: &'a Operation<'d>,
        media_type: Option<&str>,
        method: &'a ProbedMethod,
    ) -> Self {
        let parameters = operation.parameters().into_iter();
        let parameters = parameters.filter_map(|parameter| {
            let values = if inputs(method).any(|input| input.key == key(&parameter)) {
                values.of_parameter(&parameter)
            } else {
                vec![only_value(operation, &parameter)?]
            };
            (!values.is_empty()).then_some((parameter, values))
        });
        Self {
            operation,
            method,
            parameters: parameters.collect(),
            bodies: bodies(values, operation, media_type, method),
        }
    }

    /// A call with what it cannot be without; none if that cannot be had.
    pub(crate) fn least(&self) -> Option<Map<String, Value>> {
        if self.lacks_values() || self.needed_body().is_some_and(wire::is_body_refusable) {
            return None;
        }
        let given = Given {
            parameters: self.first(|parameter| parameter.required),
            body: self.needed_body().cloned(),
            credentials: Vec::new(),
        };
        self.by_setters(&given).or_else(|| self.at_once(&given))
    }

    /// Calls with little, with all, and with each value in turn; by a client that has credentials
    /// for these schemes.
    pub(crate) fn all(&self, schemes: &[String]) -> Vec<Call<'d>> {
        let mut calls = Vec::new();
        if self.lacks_values() {
            return calls;
        }
        let mut add = |parameters: Vec<(Parameter<'d>, Value)>,
                       body: Option<&Content<'d>>,
                       credentials: &[String]| {
            let given = Given {
                parameters,
                body: body.cloned(),
                credentials: credentials.to_vec(),
            };
            let by_setters = self.by_setters(&given);
            calls.extend(by_setters.map(|arguments| (arguments, given.clone())));
            let at_once = self.at_once(&given);
            calls.extend(at_once.map(|arguments| (arguments, given)));
        };
        let required = self.first(|parameter| parameter.required);
        let body = self.needed_body();
        add(required.clone(), body, schemes);
        add(self.first(|_| true), self.bodies.last(), schemes);
        for alternative in wire::alternatives(self.operation) {
            let names: Vec<String> = alternative.into_iter().map(str::to_owned).collect();
            if names.iter().all(|name| schemes.contains(name)) {
                add(required.clone(), body, &names);
            }
        }
        for (parameter, values) in &self.parameters {
            let known = usize::from(parameter.required);
            for value in values.iter().skip(known).take(ALONE) {
                let mut given = required.clone();
                given.retain(|(other, _)| key(other) != key(parameter));
                given.push((parameter.clone(), value.clone()));
                add(given, body, schemes);
            }
        }
        for body in &self.bodies {
            add(required.clone(), Some(body), schemes);
        }
        calls
    }

    /// Parameters with their first values.
    fn first(&self, is_wanted: impl Fn(&Parameter<'d>) -> bool) -> Vec<(Parameter<'d>, Value)> {
        let wanted = self.parameters.iter();
        let wanted = wanted.filter(|(parameter, _)| is_wanted(parameter));
        wanted
            .filter_map(|(parameter, values)| Some((parameter.clone(), values.first()?.clone())))
            .collect()
    }

    /// Whether there has to be a body and no valid one was found.
    pub(crate) fn lacks_values(&self) -> bool {
        self.operation.is_body_required() && self.bodies.is_empty()
    }

    /// The body, where there has to be one.
    fn needed_body(&self) -> Option<&Content<'d>> {
        let is_needed = self.operation.is_body_required();
        self.bodies.first().filter(|_| is_needed)
    }

    /// The arguments, a body member by member where it is taken so; none if there is no setter
    /// for some member.
    fn by_setters(&self, given: &Given<'_>) -> Option<Map<String, Value>> {
        let method = self.method;
        let mut arguments = self.parameters(given);
        let Some(body) = &given.body else {
            return Some(arguments);
        };
        if let Some(input) = inputs(method).find(|input| input.key == "body") {
            arguments.insert("body".to_owned(), argument(input, &body.value));
            return Some(arguments);
        }
        let members = body.value.as_object()?;
        // To set nothing of a body that may be left out is to leave it out.
        if members.is_empty() && !method.body_required {
            return None;
        }
        for (name, value) in members {
            let key = format!("field:{name}");
            match inputs(method).find(|input| input.key == key) {
                Some(input) => _ = arguments.insert(key, argument(input, value)),
                // What has only one value is sent without being asked for.
                None if method.constants.contains(name) => {}
                None => return None,
            }
        }
        Some(arguments)
    }

    /// The arguments with the whole body in one.
    fn at_once(&self, given: &Given<'_>) -> Option<Map<String, Value>> {
        let body = given.body.as_ref()?;
        self.method.whole.as_ref()?;
        let mut arguments = self.parameters(given);
        arguments.insert("whole".to_owned(), body.value.clone());
        Some(arguments)
    }

    fn parameters(&self, given: &Given<'_>) -> Map<String, Value> {
        let parameters = given.parameters.iter();
        let arguments = parameters.filter_map(|(parameter, value)| {
            let key = key(parameter);
            let input = inputs(self.method).find(|input| input.key == key)?;
            Some((key, argument(input, value)))
        });
        arguments.collect()
    }
}

/// The value of a parameter that is required and has only one: it is sent without being asked for.
pub(crate) fn only_value(operation: &Operation<'_>, parameter: &Parameter<'_>) -> Option<Value> {
    let schema = parameter.schema.filter(|_| parameter.required)?;
    let (schema, _) = wire::resolve(operation.document, schema, "");
    let values = schema.get("enum").and_then(Value::as_array);
    match (schema.get("const"), values.map(Vec::as_slice)) {
        (Some(value), _) | (None, Some([value])) => Some(value.clone()),
        _ => None,
    }
}

/// Values of the body.
fn bodies<'d>(
    values: &Values<'_>,
    operation: &Operation<'d>,
    media_type: Option<&str>,
    method: &ProbedMethod,
) -> Vec<Content<'d>> {
    let contents = operation.contents().into_iter();
    let content = contents.filter(|(known, ..)| Some(*known) == media_type);
    let bodies = content.flat_map(|(media_type, media, pointer)| {
        let values = match (content_kind(media_type), media.get("schema")) {
            (ContentKind::Raw, _) => vec![json!("text → & <ünï>\r\n"), json!("")],
            (_, Some(_)) => values.of(&format!("{pointer}/schema"), Direction::Request),
            (_, None) => vec![json!({"any": [1, "text"]})],
        };
        // Where the document allows `null` as the whole body, clients leave the body out.
        let values = values.into_iter().filter(|value| !value.is_null());
        values.map(move |value| Content {
            media_type,
            media,
            value: with_files(method, without_nulls(media_type, value)),
        })
    });
    bodies.collect()
}

/// A form without the fields that are `null`, which it cannot say.
fn without_nulls(media_type: &str, mut value: Value) -> Value {
    let is_form = matches!(
        content_kind(media_type),
        ContentKind::Form | ContentKind::Multipart
    );
    if let Value::Object(members) = &mut value
        && is_form
    {
        members.retain(|_, value| !value.is_null());
    }
    value
}

/// A body in which every file is a text.
fn with_files(method: &ProbedMethod, mut value: Value) -> Value {
    let Value::Object(members) = &mut value else {
        return value;
    };
    for input in inputs(method) {
        let Some(member) = input
            .key
            .strip_prefix("field:")
            .and_then(|name| members.get_mut(name))
        else {
            continue;
        };
        match (&input.ty, member) {
            (Type::File, member) => *member = text(member),
            (Type::List(item), Value::Array(items)) if **item == Type::File => {
                items.iter_mut().for_each(|item| *item = text(item));
            }
            _ => {}
        }
    }
    value
}

fn text(value: &Value) -> Value {
    value
        .as_str()
        .map_or_else(|| json!(value.to_string()), |text| json!(text))
}
