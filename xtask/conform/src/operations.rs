//! The operations of the document: each is called with sampled arguments, and what is sent is
//! held to the document by `wire`.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flora_codegen::code::{Body, ProbedMethod};
use serde_json::{Map, Value, json};

use crate::methods::{Methods, argument, inputs, schemes, settings};
use crate::probe::{Answer, Probe};
use crate::report::{Failure, Figure, Section};
use crate::subject::Subject;
use crate::values::{Direction, parameter_values, values};
use crate::wire::{
    self, Captured, Content, ContentKind, Given, Operation, Parameter, content_kind,
};

/// How many optional parameters are tried alone, and how many values of each.
const ALONE: usize = 12;

/// A call, and what is to come of it.
struct Case<'d> {
    operation: usize,
    question: Value,
    given: Given<'d>,
}

/// What came of them.
pub(crate) fn section(subject: &Subject, probe: &Probe) -> Result<Section, String> {
    let operations = wire::operations(subject.documents.main());
    let methods = Methods::of(subject);
    let mut failures = Vec::new();
    let mut cases = Vec::new();
    let mut forms = Forms::default();
    for (index, operation) in operations.iter().enumerate() {
        for (media_type, method) in expected(operation, &methods) {
            let Some(method) = method else {
                failures.push((index, dropped(operation, media_type)));
                continue;
            };
            forms.count(operation, media_type, method);
            failures.extend(missing(operation, method).map(|failure| (index, failure)));
            for (arguments, given) in calls(subject, operation, media_type, method) {
                let mut question = settings(operation, &given.credentials);
                question["call"] = json!(method.key);
                question["arguments"] = Value::Object(arguments);
                cases.push(Case {
                    operation: index,
                    question,
                    given,
                });
            }
        }
    }
    let questions: Vec<Value> = cases.iter().map(|case| case.question.clone()).collect();
    let answers = probe.ask(&questions)?;
    let mut undefined = BTreeSet::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let operation = &operations[case.operation];
        let outcome = judge(operation, case, answer);
        if outcome.is_undefined {
            undefined.insert(case.operation);
        }
        failures.extend(
            outcome
                .failures
                .into_iter()
                .map(|failure| (case.operation, failure)),
        );
    }
    let wrong: BTreeSet<usize> = failures.iter().map(|(operation, _)| *operation).collect();
    Ok(Section {
        title: "operations",
        figures: vec![
            Figure::of(
                "operations right on the wire",
                operations.len() - wrong.len(),
                operations.len(),
            ),
            Figure::new("calls", cases.len()),
            Figure::new(
                "operations with values that OpenAPI has no spelling for",
                undefined.len(),
            ),
            Figure::of(
                "typed contents taken as text or bytes",
                forms.weak,
                forms.all,
            ),
        ],
        failures: failures.into_iter().map(|(_, failure)| failure).collect(),
        notes: Vec::new(),
    })
}

/// The methods that an operation has to have: one per media type of its body.
fn expected<'d, 's>(
    operation: &Operation<'d>,
    methods: &Methods<'s>,
) -> Vec<(Option<&'d str>, Option<&'s ProbedMethod>)> {
    let contents = operation.contents();
    if contents.is_empty() {
        return vec![(None, methods.find(operation, None))];
    }
    let types = contents.iter().map(|(media_type, ..)| Some(*media_type));
    types
        .map(|media_type| (media_type, methods.find(operation, media_type)))
        .collect()
}

/// Contents of requests with a type, and those that are taken without.
#[derive(Default)]
struct Forms {
    all: usize,
    weak: usize,
}

impl Forms {
    fn count(
        &mut self,
        operation: &Operation<'_>,
        media_type: Option<&str>,
        method: &ProbedMethod,
    ) {
        let contents = operation.contents();
        let content = contents
            .iter()
            .find(|(known, ..)| Some(*known) == media_type);
        let schema = content.and_then(|(_, media, _)| media.get("schema"));
        if schema.is_some_and(|schema| is_typed(operation.document, schema)) {
            self.all += 1;
            self.weak += usize::from(matches!(method.body, Body::Text(_) | Body::Bytes(_)));
        }
    }
}

/// Whether a schema is more than a text.
fn is_typed(document: &Value, schema: &Value) -> bool {
    let (schema, _) = wire::resolve(document, schema, "");
    let keys = [
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "additionalProperties",
    ];
    keys.iter().any(|key| schema.get(*key).is_some())
}

fn dropped(operation: &Operation<'_>, media_type: Option<&str>) -> Failure {
    Failure {
        place: operation.pointer.clone(),
        kind: "no method",
        tried: format!(
            "{} {} {}",
            operation.method,
            operation.path,
            media_type.unwrap_or("without a body")
        ),
        came: "the crate has no method for it".to_owned(),
    }
}

/// Parameters that the method does not take.
fn missing<'a>(
    operation: &'a Operation<'_>,
    method: &'a ProbedMethod,
) -> impl Iterator<Item = Failure> + 'a {
    let parameters = operation.parameters().into_iter();
    parameters
        .filter(|parameter| inputs(method).all(|input| input.key != key(parameter)))
        .filter(|parameter| only_value(operation, parameter).is_none())
        .map(|parameter| Failure {
            place: parameter.pointer.clone(),
            kind: "no setter",
            tried: key(&parameter),
            came: "the method does not take it".to_owned(),
        })
}

/// The value of a parameter that is required and has only one: it is sent without being asked for.
fn only_value(operation: &Operation<'_>, parameter: &Parameter<'_>) -> Option<Value> {
    let schema = parameter.schema.filter(|_| parameter.required)?;
    let (schema, _) = wire::resolve(operation.document, schema, "");
    let values = schema.get("enum").and_then(Value::as_array);
    match (schema.get("const"), values.map(Vec::as_slice)) {
        (Some(value), _) | (None, Some([value])) => Some(value.clone()),
        _ => None,
    }
}

/// `query:limit`
fn key(parameter: &Parameter<'_>) -> String {
    format!("{}:{}", parameter.location.word(), parameter.name)
}

/// The arguments of a call with what they mean.
type Call<'d> = (Map<String, Value>, Given<'d>);

/// The calls of a method.
fn calls<'d>(
    subject: &Subject,
    operation: &Operation<'d>,
    media_type: Option<&'d str>,
    method: &ProbedMethod,
) -> Vec<Call<'d>> {
    let parameters: Vec<(Parameter<'d>, Vec<Value>)> = operation
        .parameters()
        .into_iter()
        .filter_map(|parameter| {
            if inputs(method).any(|input| input.key == key(&parameter)) {
                return Some((parameter, None));
            }
            let only = only_value(operation, &parameter)?;
            Some((parameter, Some(only)))
        })
        .map(|(parameter, only)| {
            if let Some(only) = only {
                return (parameter, vec![only]);
            }
            let schema = parameter.schema.unwrap_or(&Value::Null);
            let values = parameter_values(operation.document, schema);
            (parameter, values)
        })
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let bodies = bodies(operation, media_type);
    let first_body = bodies.first().filter(|_| operation.is_body_required());
    let all_schemes: Vec<String> = schemes(subject).to_vec();
    let first = |is_wanted: &dyn Fn(&Parameter<'d>) -> bool| -> Vec<(Parameter<'d>, Value)> {
        let wanted = parameters
            .iter()
            .filter(|(parameter, _)| is_wanted(parameter));
        wanted
            .map(|(parameter, values)| (parameter.clone(), values[0].clone()))
            .collect()
    };
    let required = first(&|parameter| parameter.required);
    let mut calls = Vec::new();
    let mut add = |parameters: Vec<(Parameter<'d>, Value)>,
                   body: Option<&Content<'d>>,
                   credentials: &[String]| {
        let given = Given {
            parameters,
            body: body.cloned(),
            credentials: credentials.to_vec(),
        };
        calls.extend(by_setters(method, &given).map(|arguments| (arguments, given.clone())));
        calls.extend(at_once(method, &given).map(|arguments| (arguments, given)));
    };
    add(required.clone(), first_body, &all_schemes);
    add(first(&|_| true), bodies.last(), &all_schemes);
    for alternative in wire::alternatives(operation) {
        let names: Vec<String> = alternative.into_iter().map(str::to_owned).collect();
        if names.iter().all(|name| all_schemes.contains(name)) {
            add(required.clone(), first_body, &names);
        }
    }
    for (parameter, values) in &parameters {
        let start = usize::from(parameter.required);
        for value in values.iter().skip(start).take(ALONE) {
            let mut given = required.clone();
            given.retain(|(known, _)| key(known) != key(parameter));
            given.push((parameter.clone(), value.clone()));
            add(given, first_body, &all_schemes);
        }
    }
    for body in &bodies {
        add(required.clone(), Some(body), &all_schemes);
    }
    calls
}

/// What a method cannot be called without, as arguments; none if a value cannot be had.
pub(crate) fn least<'d>(
    operation: &Operation<'d>,
    media_type: Option<&'d str>,
    method: &ProbedMethod,
) -> Option<Map<String, Value>> {
    let required = operation
        .parameters()
        .into_iter()
        .filter(|parameter| parameter.required);
    let parameters = required.map(|parameter| {
        let schema = parameter.schema.unwrap_or(&Value::Null);
        let value = parameter_values(operation.document, schema)
            .into_iter()
            .next()?;
        Some((parameter, value))
    });
    let is_needed = operation.is_body_required();
    let body = bodies(operation, media_type)
        .into_iter()
        .find(|_| is_needed);
    let given = Given {
        parameters: parameters.collect::<Option<_>>()?,
        body,
        credentials: Vec::new(),
    };
    by_setters(method, &given).or_else(|| at_once(method, &given))
}

/// Values of the body.
fn bodies<'d>(operation: &Operation<'d>, media_type: Option<&'d str>) -> Vec<Content<'d>> {
    let contents = operation.contents();
    let Some((media_type, media, _)) = contents
        .into_iter()
        .find(|(known, ..)| Some(*known) == media_type)
    else {
        return Vec::new();
    };
    let values = match (content_kind(media_type), media.get("schema")) {
        (ContentKind::Raw, _) => vec![json!("text → & <ünï>\r\n"), json!("")],
        (_, Some(schema)) => values(operation.document, schema, Direction::Request),
        (_, None) => vec![json!({"any": [1, "text"]})],
    };
    values
        .into_iter()
        .map(|value| Content {
            media_type,
            media,
            value,
        })
        .collect()
}

/// The arguments, a body member by member where it is taken so; none if it has no setter for all
/// of it.
fn by_setters(method: &ProbedMethod, given: &Given<'_>) -> Option<Map<String, Value>> {
    let mut arguments = parameters(method, given);
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
fn at_once(method: &ProbedMethod, given: &Given<'_>) -> Option<Map<String, Value>> {
    let body = given.body.as_ref().filter(|_| method.whole.is_some())?;
    let mut arguments = parameters(method, given);
    arguments.insert("whole".to_owned(), body.value.clone());
    Some(arguments)
}

fn parameters(method: &ProbedMethod, given: &Given<'_>) -> Map<String, Value> {
    let parameters = given.parameters.iter();
    let arguments = parameters.filter_map(|(parameter, value)| {
        let key = key(parameter);
        let input = inputs(method).find(|input| input.key == key)?;
        Some((key, argument(input, value)))
    });
    arguments.collect()
}

/// What came of a call.
struct Outcome {
    failures: Vec<Failure>,
    is_undefined: bool,
}

fn judge(operation: &Operation<'_>, case: &Case<'_>, answer: &Answer) -> Outcome {
    let failure = |kind, came| Failure {
        place: operation.pointer.clone(),
        kind,
        tried: format!("{} {}", case.question["call"], case.question["arguments"]),
        came,
    };
    let request = match answer {
        Ok(request) => request,
        Err(error) if error.starts_with("not sent") && is_refusable(&case.given) => {
            return Outcome {
                failures: Vec::new(),
                is_undefined: true,
            };
        }
        Err(error) => {
            let failures = vec![failure("not sent", error.clone())];
            return Outcome {
                failures,
                is_undefined: false,
            };
        }
    };
    let findings = wire::check(operation, &case.given, &captured(request));
    Outcome {
        is_undefined: !findings.undefined.is_empty(),
        failures: findings
            .faults
            .iter()
            .map(|fault| failure("sent wrong", fault.to_string()))
            .collect(),
    }
}

fn is_refusable(given: &Given<'_>) -> bool {
    let mut parameters = given.parameters.iter();
    parameters.any(|(parameter, value)| wire::is_refusable(parameter, value))
        || given.body.as_ref().is_some_and(wire::is_body_refusable)
}

/// A request as the program shows it.
fn captured(request: &Value) -> Captured {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headers = request["headers"].as_array().into_iter().flatten();
    Captured {
        method: text(&request["method"]),
        url: text(&request["url"]),
        headers: headers
            .map(|pair| (text(&pair[0]), text(&pair[1])))
            .collect(),
        body: STANDARD.decode(text(&request["body"])).unwrap_or_default(),
    }
}
