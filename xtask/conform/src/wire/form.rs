//! URL-encoded forms: a property is pairs by the style of its `encoding`, or a text by its
//! content type.

use serde_json::{Map, Value};

use super::body::Content;
use super::query::{self, Pairs};
use super::{Captured, Fault, Findings, Operation};
use super::{defined, percent, same};

/// Compares the pairs of a form.
pub(super) fn check(
    _: &Operation<'_>,
    content: &Content<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let sent = String::from_utf8_lossy(&captured.body);
    let mut pairs = Pairs::read(&sent);
    let Value::Object(members) = &content.value else {
        return findings
            .undefined
            .push("form of something that is no object".to_owned());
    };
    check_members(content, members, &mut pairs, findings);
    if !pairs.left().is_empty() {
        let fault = Fault::new("form", "nothing else", pairs.left());
        findings.faults.push(fault);
    }
}

/// Whether some property has no defined form.
pub(super) fn is_refusable(content: &Content<'_>) -> bool {
    let Value::Object(members) = &content.value else {
        return true;
    };
    members.iter().any(|(name, value)| {
        let encoding = content
            .media
            .pointer("/encoding")
            .and_then(|all| all.get(name));
        let parameter = query::of_encoding(name, encoding.unwrap_or(&Value::Null));
        let is_json = !encoding.is_some_and(has_style) && is_json_by_default(encoding, value);
        !is_json && !defined::is_defined(&parameter, value)
    })
}

fn check_members(
    content: &Content<'_>,
    members: &Map<String, Value>,
    pairs: &mut Pairs<'_>,
    findings: &mut Findings,
) {
    for (name, value) in members {
        let place = format!("form field `{name}`");
        let encoding = content
            .media
            .pointer("/encoding")
            .and_then(|all| all.get(name));
        let parameter = query::of_encoding(name, encoding.unwrap_or(&Value::Null));
        let has_style = encoding.is_some_and(has_style);
        if !has_style && is_json_by_default(encoding, value) {
            // Taken first: an object has no pairs of its own where it is JSON.
            let taken = pairs.take(|sent| sent == name);
            let sent = match taken.as_slice() {
                [(_, text)] => percent::decode_form(text),
                _ => None,
            };
            let json = sent.and_then(|text| serde_json::from_str::<Value>(&text).ok());
            if !json.is_some_and(|json| same::is_same(&json, value)) {
                let sent = format!("{taken:?}");
                findings
                    .faults
                    .push(Fault::new(place, format!("{value} as JSON"), sent));
            }
        } else if !defined::is_defined(&parameter, value) {
            findings.undefined.push(place);
            pairs.take(|sent| query::is_about(name, value, sent));
        } else if let Err(sent) = query::take(&parameter, value, pairs, percent::decode_form) {
            let expected = query::expectation(&parameter, value);
            findings.faults.push(Fault::new(place, expected, sent));
        }
    }
}

fn has_style(encoding: &Value) -> bool {
    let keys = ["style", "explode", "allowReserved"];
    keys.iter().any(|key| encoding.get(*key).is_some())
}

/// Without a style an object is JSON, and so is what is said to be.
fn is_json_by_default(encoding: Option<&Value>, value: &Value) -> bool {
    let content_type = encoding.and_then(|encoding| encoding.get("contentType"));
    match content_type.and_then(Value::as_str) {
        Some(content_type) => defined::is_json(content_type),
        None => value.is_object(),
    }
}
