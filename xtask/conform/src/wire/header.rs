//! Headers: the declared parameters with their values, and no other headers than a client of HTTP
//! has of its own.

use serde_json::Value;

use super::parameter::{Location, Parameter, Style};
use super::{Captured, Fault, Findings, Given, Operation};
use super::{defined, operation, path, query, same, security};

/// What every client may send. Those of the body and of credentials are looked at elsewhere.
const OWN: [&str; 6] = [
    "accept",
    "user-agent",
    "content-type",
    "content-length",
    "authorization",
    "cookie",
];

/// Compares the headers.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let parameters = given.parameters.iter();
    let parameters = parameters.filter(|(one, _)| one.location == Location::Header);
    for (parameter, value) in parameters.clone() {
        if !defined::is_defined(parameter, value) {
            findings.undefined.push(parameter.place());
            continue;
        }
        let sent: Vec<&str> = captured.header(parameter.name).collect();
        let is_right = match sent.as_slice() {
            [text] => is_value(parameter, value, text),
            [] => is_empty(value),
            _ => false,
        };
        if !is_right {
            let expected = query::expectation(parameter, value);
            let fault = Fault::new(parameter.place(), expected, format!("{sent:?}"));
            findings.faults.push(fault);
        }
    }
    let is_given = |name: &str| {
        let mut parameters = parameters.clone();
        parameters.any(|(parameter, _)| parameter.name.eq_ignore_ascii_case(name))
    };
    for (name, value) in &captured.headers {
        let is_own = OWN.iter().any(|own| name.eq_ignore_ascii_case(own));
        let is_secret = security::is_place(operation, Location::Header, name);
        if !is_own && !is_secret && !is_given(name) && !is_key(operation, name) {
            let fault = Fault::new("headers", "nothing else", format!("{name}: {value}"));
            findings.faults.push(fault);
        }
    }
    check_accept(operation, captured, findings);
}

/// A value as it stands in a header: `blue,black`, `R,100,G,200`, `R=100,G=200`, as it is or, by
/// RFC 6570, escaped.
fn is_value(parameter: &Parameter<'_>, value: &Value, text: &str) -> bool {
    if matches!(parameter.style, Style::Content(_)) {
        let sent = serde_json::from_str::<Value>(text);
        return sent.is_ok_and(|sent| same::is_same(&sent, value));
    }
    is_plain(value, text, parameter.explode) || path::is_joined(value, text, ',', parameter.explode)
}

/// The same without escapes, with space beside the commas as HTTP allows it.
fn is_plain(value: &Value, text: &str, explode: bool) -> bool {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match value {
        Value::Array(items) => {
            parts.len() == items.len()
                && parts
                    .iter()
                    .zip(items)
                    .all(|(part, item)| same::says(part, item))
        }
        Value::Object(members) => {
            let pairs: Vec<(&str, &str)> = match explode {
                true => parts
                    .iter()
                    .filter_map(|part| part.split_once('='))
                    .collect(),
                false => parts
                    .chunks(2)
                    .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
                    .collect(),
            };
            pairs.len() == members.len()
                && pairs.iter().all(|(name, text)| {
                    members
                        .get(*name)
                        .is_some_and(|value| same::says(text, value))
                })
        }
        scalar => same::says(text, scalar),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// A declared key of idempotency, which clients make by themselves.
fn is_key(operation: &Operation<'_>, name: &str) -> bool {
    name.eq_ignore_ascii_case("idempotency-key")
        && operation
            .parameters()
            .iter()
            .any(|parameter| parameter.name.eq_ignore_ascii_case(name))
}

/// Somebody who cannot accept what the document promises may get something else.
fn check_accept(operation: &Operation<'_>, captured: &Captured, findings: &mut Findings) {
    let accept: Vec<&str> = captured
        .header("accept")
        .flat_map(|text| text.split(','))
        .collect();
    if accept.is_empty() {
        return;
    }
    for (status, response, pointer) in operation.responses() {
        if !status.starts_with('2') {
            continue;
        }
        let contents = operation::contents(operation.document, response, &pointer);
        let is_accepted = |(media_type, ..): &(&str, &Value, String)| {
            accept.iter().any(|range| covers(range, media_type))
        };
        if !contents.is_empty() && !contents.iter().any(is_accepted) {
            let expected = format!("a media type of the reply {status}");
            let fault = Fault::new("header `accept`", expected, accept.join(","));
            findings.faults.push(fault);
        }
    }
}

/// Whether a range such as `image/*` has a media type in it; or the other way round, since documents
/// have ranges too.
pub(super) fn covers(range: &str, media_type: &str) -> bool {
    let essence = |text: &str| {
        text.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    };
    let (range, media_type) = (essence(range), essence(media_type));
    let within = |range: &str, media_type: &str| {
        range == "*/*"
            || range == media_type
            || range
                .strip_suffix('*')
                .is_some_and(|prefix| prefix.ends_with('/') && media_type.starts_with(prefix))
    };
    within(&range, &media_type) || within(&media_type, &range)
}
