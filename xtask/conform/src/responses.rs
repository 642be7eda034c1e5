//! The responses of the document: a method gets each of them with sampled bodies, and has to come
//! out with the variant of the status, and with the value that was sent.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flora_codegen::code::{ProbedMethod, Reply};
use flora_codegen::ir::StatusRange;
use serde_json::{Map, Value, json};

use crate::calls::Caller;
use crate::methods::{Methods, schemes, settings};
use crate::probe::{Answer, Probe};
use crate::report::{Failure, Figure, Section};
use crate::subject::Subject;
use crate::values::{self, Direction, Values};
use crate::wire::{self, ContentKind, Operation, content_kind};

/// A reply that a method gets, and what has to come of it.
struct Case {
    response: usize,
    question: Value,
    pointer: String,
    status: u16,
    variant: Option<String>,
    expected: Expected,
}

/// What has to come of a reply.
#[derive(Clone, Debug, PartialEq)]
enum Expected {
    /// Nothing but the status.
    Nothing,
    /// This value of JSON.
    Json(Value),
    /// These bytes, as a text or as they are.
    Bytes(String),
}

/// A documented response that the client asks for.
struct Response<'d> {
    status: &'d str,
    pointer: String,
    media_type: Option<&'d str>,
    /// The pointer of its schema.
    schema: Option<String>,
}

/// What came of them.
pub(crate) fn section(subject: &Subject, probe: &Probe) -> Result<Section, String> {
    let document = subject.documents.main();
    let methods = Methods::of(subject);
    let schemas = values::schemas(subject);
    let registry = schemas.registry()?;
    let values = Values::new(subject, &schemas, &registry);
    let mut cases = Vec::new();
    let (mut total, mut unasked, mut uncalled, mut untried) = (0, 0, 0, 0);
    for operation in &wire::operations(document) {
        let Some((method, arguments)) = callable(&values, operation, &methods) else {
            // That there is no method, or no body for it, has been told of the operation.
            uncalled += operation.responses().len();
            continue;
        };
        for (response, others) in responses(operation) {
            unasked += others;
            let tried = of_response(
                &values, subject, operation, method, &arguments, &response, total,
            );
            match tried.is_empty() {
                true => untried += 1,
                false => total += 1,
            }
            cases.extend(tried);
        }
    }
    let questions: Vec<Value> = cases.iter().map(|case| case.question.clone()).collect();
    let answers = probe.ask(&questions)?;
    let mut failures = Vec::new();
    let mut wrong = BTreeSet::new();
    for (case, answer) in cases.iter().zip(&answers) {
        if let Some((kind, came)) = fault(case, answer) {
            wrong.insert(case.response);
            let tried = format!(
                "{} {} {:?}",
                case.question["reply"], case.status, case.expected
            );
            let failure = Failure {
                place: case.pointer.clone(),
                kind,
                tried,
                came,
            };
            failures.push(failure.in_document(&subject.documents));
        }
    }
    Ok(Section {
        title: "responses",
        figures: vec![
            Figure::of("responses right", total - wrong.len(), total),
            Figure::new("replies", cases.len()),
            Figure::new("responses of operations that were not called", uncalled),
            Figure::new("responses without a known value", untried),
            Figure::new("further contents that the client never asks for", unasked),
        ],
        failures,
        notes: Vec::new(),
    })
}

/// A method of the operation that can be called, with the arguments for it.
fn callable<'s>(
    values: &Values<'_>,
    operation: &Operation<'_>,
    methods: &Methods<'s>,
) -> Option<(&'s ProbedMethod, Map<String, Value>)> {
    let contents = operation.contents();
    let types = contents.iter().map(|(media_type, ..)| Some(*media_type));
    let mut found = types.chain([None]).filter_map(|media_type| {
        let method = methods.find(operation, media_type)?;
        let caller = Caller::new(values, operation, media_type, method);
        Some((method, caller.least()?))
    });
    found.next()
}

/// The responses of an operation in the form that is asked for, with the number of other forms.
fn responses<'d>(operation: &Operation<'d>) -> Vec<(Response<'d>, usize)> {
    let all = operation.responses().into_iter();
    all.map(|(status, node, pointer)| {
        let contents = wire::contents(operation.document, node, &pointer);
        let chosen = contents
            .iter()
            .find(|(media_type, ..)| content_kind(media_type) == ContentKind::Json)
            .or(contents.first());
        let response = Response {
            status,
            pointer: pointer.clone(),
            media_type: chosen.map(|(media_type, ..)| *media_type),
            schema: chosen.and_then(|(_, media, pointer)| {
                let (schema, _) = wire::resolve(operation.document, media.get("schema")?, "");
                // `{}` is no type.
                let is_typed = schema.as_object().is_some_and(|schema| !schema.is_empty());
                is_typed.then(|| format!("{pointer}/schema"))
            }),
        };
        (response, contents.len().saturating_sub(1))
    })
    .collect()
}

fn of_response(
    values: &Values<'_>,
    subject: &Subject,
    operation: &Operation<'_>,
    method: &ProbedMethod,
    arguments: &Map<String, Value>,
    response: &Response<'_>,
    number: usize,
) -> Vec<Case> {
    let Some(status) = status(operation, response.status) else {
        return Vec::new();
    };
    let expected = expectations(values, operation, response);
    let of = |expected: Expected| {
        let mut question = settings(operation, schemes(subject));
        question["reply"] = json!(method.key);
        question["arguments"] = Value::Object(arguments.clone());
        question["status"] = json!(status);
        let body = match &expected {
            Expected::Nothing => String::new(),
            Expected::Json(value) => value.to_string(),
            Expected::Bytes(text) => text.clone(),
        };
        question["body"] = json!(STANDARD.encode(body));
        let media_type = concrete(response.media_type.unwrap_or_default());
        question["headers"] = match media_type.is_empty() {
            true => json!([]),
            false => json!([["content-type", media_type]]),
        };
        Case {
            response: number,
            question,
            pointer: response.pointer.clone(),
            status,
            variant: variant(method, status),
            expected,
        }
    };
    expected.into_iter().map(of).collect()
}

/// `image/*` => `image/x-any`
fn concrete(media_type: &str) -> String {
    media_type
        .replace("*/*", "application/x-any")
        .replace("/*", "/x-any")
}

/// A status that only this response is for.
fn status(operation: &Operation<'_>, word: &str) -> Option<u16> {
    if let Ok(status) = word.parse() {
        return Some(status);
    }
    let known: Vec<&str> = operation.node["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, _)| status.as_str())
        .collect();
    let is_free = |status: &u16| !known.contains(&status.to_string().as_str());
    match word.as_bytes() {
        [digit @ b'2'..=b'5', b'X' | b'x', b'X' | b'x'] => {
            let first = u16::from(digit - b'0') * 100;
            (first..first + 100).find(is_free)
        }
        _ if known.len() == 1 => Some(200),
        // What is left for `default`, seen as failure.
        _ => {
            let has_range = |status: &u16| {
                known
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(&format!("{}XX", status / 100)))
            };
            [418, 502]
                .into_iter()
                .find(|status| is_free(status) && !has_range(status))
        }
    }
}

/// What can come: nothing, values of JSON, or bytes.
fn expectations(
    values: &Values<'_>,
    operation: &Operation<'_>,
    response: &Response<'_>,
) -> Vec<Expected> {
    let Some(media_type) = response.media_type else {
        return vec![Expected::Nothing];
    };
    // A reply to this method has no body, whatever it describes.
    if operation.method == "HEAD" || matches!(response.status, "204" | "304") {
        return vec![Expected::Nothing];
    }
    match (content_kind(media_type), &response.schema) {
        (ContentKind::Json, Some(schema)) => {
            let values = values.of(schema, Direction::Response);
            values.into_iter().map(Expected::Json).collect()
        }
        // Of a failure without a type there is nothing but the bytes.
        (ContentKind::Json, None) if !response.status.starts_with('2') => vec![Expected::Nothing],
        (ContentKind::Json, None) => vec![Expected::Json(json!({"any": [1, null]}))],
        _ => vec![Expected::Bytes("a text → & <ünï>\r\n".to_owned())],
    }
}

/// The variant of a status, if the method has an enum of replies.
fn variant(method: &ProbedMethod, status: u16) -> Option<String> {
    let Reply::ByStatus(reply) = &method.reply else {
        return None;
    };
    let rank = |range: StatusRange| match range {
        StatusRange::Code(code) if code == status => Some(0),
        StatusRange::Class(digit) if u16::from(digit) == status / 100 => Some(1),
        StatusRange::Default => Some(2),
        StatusRange::Code(_) | StatusRange::Class(_) => None,
    };
    let ranked = reply
        .variants
        .iter()
        .filter_map(|variant| Some((rank(variant.status)?, variant)));
    ranked
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, variant)| variant.name.to_string())
}

/// What is wrong with what came of a reply.
fn fault(case: &Case, answer: &Answer) -> Option<(&'static str, String)> {
    let outcome = match answer {
        Ok(outcome) => outcome,
        Err(error) => return Some(("not asked", error.clone())),
    };
    let is_success = (200..300).contains(&case.status);
    match (outcome.get("failed"), is_success) {
        (Some(failure), true) => Some(("refused", failure["message"].to_string())),
        (Some(failure), false) => failed(case, failure),
        (None, false) => Some(("no failure", outcome.to_string())),
        (None, true) => succeeded(case, outcome),
    }
}

/// A success has the variant of its status, and the value.
fn succeeded(case: &Case, outcome: &Value) -> Option<(&'static str, String)> {
    let shown = match &case.variant {
        Some(variant) if outcome["variant"] != json!(variant) => {
            return Some(("another variant", format!("{outcome} and not {variant}")));
        }
        Some(_) => &outcome["of"],
        None => outcome,
    };
    other(&case.expected, shown).map(|came| ("changed", came))
}

/// A failure has its status, and the body as its type.
fn failed(case: &Case, failure: &Value) -> Option<(&'static str, String)> {
    if failure["kind"] != "Status" || failure["status"] != json!(case.status) {
        return Some(("another failure", failure.to_string()));
    }
    let Expected::Json(sent) = &case.expected else {
        return None;
    };
    let declared = &failure["declared"];
    match declared {
        // Only objects with members are models that a failure could have; a redirection is none.
        Value::Null if has_members(sent) && case.status >= 400 => {
            Some(("no declared body", failure.to_string()))
        }
        Value::Null => None,
        _ => other(&case.expected, &declared["of"]).map(|came| ("declared body changed", came)),
    }
}

fn has_members(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
}

/// What came if it is not what was sent.
fn other(expected: &Expected, shown: &Value) -> Option<String> {
    match expected {
        Expected::Nothing => None,
        Expected::Json(sent) => {
            let text = shown["json"].as_str().unwrap_or_default();
            match serde_json::from_str(text) {
                Ok(came) => crate::compare::difference(sent, &came),
                Err(_) => Some(shown.to_string()),
            }
        }
        Expected::Bytes(sent) => {
            let bytes = shown["bytes"]
                .as_str()
                .map(|text| STANDARD.decode(text).unwrap_or_default());
            let text = shown["text"].as_str().map(|text| text.as_bytes().to_vec());
            (bytes.or(text) != Some(sent.as_bytes().to_vec())).then(|| shown.to_string())
        }
    }
}
