//! The query: each parameter takes the pairs that are its value by its style, and what is left
//! must be credentials.
//!
//! A space is `%20` here (RFC 6570); a plus is a plus.

use serde_json::{Map, Value};

use super::parameter::{Location, Parameter, Style, is_set};
use super::{Captured, Fault, Findings, Given, Operation};
use super::{defined, path, percent, same, security};

/// The pairs of a query, as they are on the wire.
#[derive(Debug)]
pub(super) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    /// Cuts a query or form at its ampersands.
    pub(super) fn read(text: &'a str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .collect(),
        )
    }

    /// Takes the pairs whose decoded name is wanted, with their text.
    pub(super) fn take(&mut self, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, &'a str)> {
        let mut taken = Vec::new();
        self.0
            .retain(|(name, text)| match percent::decode_form(name) {
                Some(name) if is_wanted(&name) => {
                    taken.push((name, *text));
                    false
                }
                _ => true,
            });
        taken
    }

    /// What nobody took.
    pub(super) fn left(&self) -> String {
        let pairs = self.0.iter().map(|(name, text)| format!("{name}={text}"));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// Compares the query.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let query = captured.query();
    if !percent::is_query_text(query) {
        let fault = Fault::new("query", "only characters of a query", query);
        findings.faults.push(fault);
    }
    if let Some(whole) = whole(given) {
        return check_whole(whole, query, findings);
    }
    let mut pairs = Pairs::read(query);
    if let Some((_, fixed)) = operation.path.split_once('?') {
        for (name, text) in Pairs::read(fixed).0 {
            let sent = pairs.take(|sent| sent == name);
            if !sent.iter().any(|(_, sent)| *sent == text) {
                let fault = Fault::new("query", format!("{name}={text} of the template"), query);
                findings.faults.push(fault);
            }
        }
    }
    let parameters = given.parameters.iter();
    let written = parameters.filter_map(|(parameter, value)| Some((as_pairs(parameter)?, value)));
    for (parameter, value) in written {
        let parameter = &parameter;
        if !defined::is_defined(parameter, value) {
            findings.undefined.push(parameter.place());
            pairs.take(|name| is_about(parameter.name, value, name));
        } else if let Err(sent) = take(parameter, value, &mut pairs, percent::decode) {
            let expected = expectation(parameter, value);
            findings
                .faults
                .push(Fault::new(parameter.place(), expected, sent));
        }
    }
    pairs.take(|name| security::is_place(operation, Location::Query, name));
    if !pairs.left().is_empty() {
        let fault = Fault::new("query", "nothing else", pairs.left());
        findings.faults.push(fault);
    }
}

/// A parameter of the query; one that is all of the query and a form (3.2) is its members.
fn as_pairs<'d>(parameter: &Parameter<'d>) -> Option<Parameter<'d>> {
    let mut parameter = parameter.clone();
    match parameter.location {
        Location::Query => {}
        Location::Querystring if is_form(&parameter) => {
            parameter.style = Style::Form;
            parameter.explode = true;
        }
        _ => return None,
    }
    Some(parameter)
}

fn is_form(parameter: &Parameter<'_>) -> bool {
    const FORM: &str = "application/x-www-form-urlencoded";
    matches!(&parameter.style, Style::Content(media_type) if media_type.starts_with(FORM))
}

/// The parameter that is all of the query (3.2), as JSON.
fn whole<'a>(given: &'a Given<'_>) -> Option<&'a (Parameter<'a>, Value)> {
    let mut parameters = given.parameters.iter();
    parameters
        .find(|(parameter, _)| parameter.location == Location::Querystring && !is_form(parameter))
}

fn check_whole((parameter, value): &(Parameter<'_>, Value), query: &str, findings: &mut Findings) {
    let is_json = defined::is_defined(parameter, value);
    if !is_json {
        return findings.undefined.push(parameter.place());
    }
    let sent = percent::decode(query).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    if !sent.is_some_and(|sent| same::is_same(&sent, value)) {
        let fault = Fault::new(parameter.place(), expectation(parameter, value), query);
        findings.faults.push(fault);
    }
}

pub(super) fn expectation(parameter: &Parameter<'_>, value: &Value) -> String {
    let explode = if parameter.explode { ", exploded" } else { "" };
    format!("{value} as {:?}{explode}", parameter.style)
}

/// Whether a pair could belong to a value whose spelling is open.
pub(super) fn is_about(parameter: &str, value: &Value, name: &str) -> bool {
    name == parameter
        || name
            .strip_prefix(parameter)
            .is_some_and(|rest| rest.starts_with(['[', '.']))
        || value.as_object().is_some_and(|members| {
            let is_of = |key: &String| {
                name == key
                    || name
                        .strip_prefix(key.as_str())
                        .is_some_and(|rest| rest.starts_with(['[', '.']))
            };
            members.keys().any(is_of)
        })
}

/// Takes the pairs of a value; what was found in their place if they are not that value.
pub(super) fn take(
    parameter: &Parameter<'_>,
    value: &Value,
    pairs: &mut Pairs<'_>,
    decode: fn(&str) -> Option<String>,
) -> Result<(), String> {
    let is_scalar = |text: &str, value: &Value| {
        is_kept(parameter, text) && decode(text).is_some_and(|text| same::says(&text, value))
    };
    match (&parameter.style, value) {
        (Style::DeepObject, Value::Object(members)) => {
            let inner = format!("{}[", parameter.name);
            let taken = pairs.take(|name| name.starts_with(&inner));
            let member = |name: &str| -> Option<&Value> {
                members.get(name.strip_prefix(&inner)?.strip_suffix(']')?)
            };
            let is_right = taken.len() == members.len()
                && taken
                    .iter()
                    .all(|(name, text)| member(name).is_some_and(|value| is_scalar(text, value)));
            judge(is_right, &taken)
        }
        (Style::Form, Value::Object(members)) if parameter.explode => {
            let taken = pairs.take(|name| members.contains_key(name));
            let is_right = taken.len() == members.len()
                && taken.iter().all(|(name, text)| {
                    members
                        .get(name)
                        .is_some_and(|value| is_scalar(text, value))
                });
            judge(is_right, &taken)
        }
        (Style::Form, Value::Array(items)) if parameter.explode => {
            let taken = pairs.take(|name| name == parameter.name);
            let is_right = is_empty(items.is_empty(), &taken)
                || taken.len() == items.len()
                    && taken
                        .iter()
                        .zip(items)
                        .all(|((_, text), item)| is_scalar(text, item));
            judge(is_right, &taken)
        }
        _ => {
            let taken = pairs.take(|name| name == parameter.name);
            let is_right = match taken.as_slice() {
                [(_, text)] => is_single(parameter, value, text, decode),
                other => is_empty(is_empty_value(value), other),
            };
            judge(is_right, &taken)
        }
    }
}

/// Whether the text of the only pair is the value.
fn is_single(
    parameter: &Parameter<'_>,
    value: &Value,
    text: &str,
    decode: fn(&str) -> Option<String>,
) -> bool {
    match (&parameter.style, value) {
        (Style::Content(_), _) => decode(text)
            .and_then(|json| serde_json::from_str::<Value>(&json).ok())
            .is_some_and(|sent| same::is_same(&sent, value)),
        (Style::SpaceDelimited, Value::Array(_) | Value::Object(_)) => {
            is_delimited(value, text, &["%20", "+"])
        }
        (Style::PipeDelimited, Value::Array(_) | Value::Object(_)) => {
            is_delimited(value, text, &["%7C", "%7c", "|"])
        }
        (_, Value::Array(_) | Value::Object(_)) => {
            is_kept(parameter, text) && path::is_joined(value, text, ',', false)
        }
        _ => is_kept(parameter, text) && decode(text).is_some_and(|text| same::says(&text, value)),
    }
}

/// An empty list or object is nothing at all, or the name alone.
fn is_empty(is_value_empty: bool, taken: &[(String, &str)]) -> bool {
    is_value_empty && taken.iter().all(|(_, text)| text.is_empty()) && taken.len() <= 1
}

fn is_empty_value(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Items with one of these between them, which may be escaped.
fn is_delimited(value: &Value, text: &str, delimiters: &[&str]) -> bool {
    delimiters.iter().any(|delimiter| {
        let parts: Vec<&str> = match text.is_empty() {
            true => Vec::new(),
            false => text.split(delimiter).collect(),
        };
        match value {
            Value::Array(items) => {
                parts.len() == items.len()
                    && parts
                        .iter()
                        .zip(items)
                        .all(|(part, item)| path::is_scalar(part, item))
            }
            Value::Object(members) => is_alternating(members, &parts),
            _ => false,
        }
    })
}

fn is_alternating(members: &Map<String, Value>, parts: &[&str]) -> bool {
    let pairs = parts
        .chunks(2)
        .map(|pair| (pair[0], pair.get(1).copied().unwrap_or_default()));
    path::is_members(members, &pairs.collect::<Vec<_>>())
}

/// With `allowReserved`, what has no meaning of its own in a query stays as it is.
fn is_kept(parameter: &Parameter<'_>, text: &str) -> bool {
    let escapes = ["%3A", "%2F", "%3F", "%40", "%24", "%3B"];
    let text = text.to_ascii_uppercase();
    !parameter.allow_reserved || !escapes.iter().any(|escape| text.contains(escape))
}

fn judge(is_right: bool, taken: &[(String, &str)]) -> Result<(), String> {
    if is_right {
        return Ok(());
    }
    if taken.is_empty() {
        return Err("nothing".to_owned());
    }
    let pairs = taken.iter().map(|(name, text)| format!("{name}={text}"));
    Err(pairs.collect::<Vec<_>>().join("&"))
}

/// A property of a form as the parameter that `encoding` makes of it.
pub(super) fn of_encoding<'d>(name: &'d str, encoding: &'d Value) -> Parameter<'d> {
    let style = encoding.get("style").and_then(Value::as_str);
    let style = style.map_or(Style::Form, super::parameter::style_of);
    Parameter {
        name,
        location: Location::Query,
        explode: super::parameter::explode(encoding, &style),
        allow_reserved: is_set(encoding, "allowReserved"),
        required: false,
        style,
        schema: None,
        pointer: String::new(),
    }
}
