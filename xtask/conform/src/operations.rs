//! The operations of the document: each is called with sampled arguments, and what is sent is
//! held to the document by `wire`.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flora_codegen::code::{Body, ProbedMethod};
use serde_json::{Value, json};

use crate::calls::{Caller, only_value};
use crate::methods::{Methods, inputs, key, schemes, settings};
use crate::probe::{Answer, Probe};
use crate::report::{Failure, Figure, Section};
use crate::subject::Subject;
use crate::values::{self, Values};
use crate::wire::{self, Captured, Given, Operation};

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
    let schemas = values::schemas(subject);
    let registry = schemas.registry()?;
    let values = Values::new(subject, &schemas, &registry);
    let mut failures = Vec::new();
    let mut cases = Vec::new();
    let mut forms = Forms::default();
    let mut notes = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for (media_type, method) in expected(operation, &methods) {
            let Some(method) = method else {
                failures.push((index, dropped(operation, media_type)));
                continue;
            };
            forms.count(operation, media_type, method);
            failures.extend(missing(operation, method).map(|failure| (index, failure)));
            let caller = Caller::new(&values, operation, media_type, method);
            if caller.lacks_values() {
                notes.push(format!(
                    "not called: {} {}: no value is known that is a valid body",
                    operation.method, operation.path
                ));
            }
            for (arguments, given) in caller.all(schemes(subject)) {
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
    let called = cases.iter().map(|case| case.operation);
    let tried: BTreeSet<usize> = called.chain(wrong.iter().copied()).collect();
    Ok(Section {
        title: "operations",
        figures: vec![
            Figure::of(
                "operations right on the wire",
                tried.len() - wrong.len(),
                tried.len(),
            ),
            Figure::new("calls", cases.len()),
            Figure::new("operations not called", operations.len() - tried.len()),
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
        failures: failures
            .into_iter()
            .map(|(_, failure)| failure.in_document(&subject.documents))
            .collect(),
        notes,
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
        Err(error) if is_excused(error, &case.given) => {
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

/// Whether a client may end so: the value that it did not take or send has no spelling.
fn is_excused(error: &str, given: &Given<'_>) -> bool {
    let is_body_refusable = || given.body.as_ref().is_some_and(wire::is_body_refusable);
    let mut parameters = given.parameters.iter();
    if error.starts_with("not sent") {
        return is_body_refusable()
            || parameters.any(|(parameter, value)| wire::is_refusable(parameter, value));
    }
    let argument = error
        .strip_prefix("the argument ")
        .and_then(|rest| rest.split_once(" is refused"));
    let Some((argument, _)) = argument else {
        return false;
    };
    let is_of_body = ["body", "whole"].contains(&argument) || argument.starts_with("field:");
    if is_of_body {
        return is_body_refusable();
    }
    parameters.any(|(parameter, value)| {
        key(parameter) == argument && wire::is_refusable(parameter, value)
    })
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
