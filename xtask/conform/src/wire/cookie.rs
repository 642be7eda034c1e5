//! Cookies: one header with `name=value` pairs, escaped or not.

use super::parameter::{Location, Parameter, Style};
use super::{Captured, Fault, Findings, Given, Operation};
use super::{defined, path, query, same, security};

/// Compares the cookies.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    // A header of that name that is a parameter itself; `header` looks at it.
    let is_header = |parameter: &Parameter<'_>| {
        parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("cookie")
    };
    if given.parameters.iter().any(|(one, _)| is_header(one)) {
        return;
    }
    let cookies = captured.header("cookie").flat_map(|text| text.split(';'));
    let cookies = cookies.filter_map(|cookie| cookie.trim().split_once('='));
    let mut cookies: Vec<(&str, &str)> = cookies.collect();
    let parameters = given.parameters.iter();
    for (parameter, value) in parameters.filter(|(one, _)| one.location == Location::Cookie) {
        if !defined::is_defined(parameter, value) {
            findings.undefined.push(parameter.place());
            cookies.retain(|(name, _)| !query::is_about(parameter.name, value, name));
            continue;
        }
        let sent: Vec<&str> = cookies
            .iter()
            .filter(|(name, _)| *name == parameter.name)
            .map(|(_, text)| *text)
            .collect();
        cookies.retain(|(name, _)| *name != parameter.name);
        let is_right = match sent.as_slice() {
            [text] if matches!(parameter.style, Style::Content(_)) => {
                let text = super::percent::decode(text);
                let json = text.and_then(|text| serde_json::from_str(&text).ok());
                json.is_some_and(|json: serde_json::Value| same::is_same(&json, value))
            }
            [text] => path::is_scalar(text, value) || same::says(text, value),
            _ => false,
        };
        if !is_right {
            let expected = query::expectation(parameter, value);
            let fault = Fault::new(parameter.place(), expected, format!("{sent:?}"));
            findings.faults.push(fault);
        }
    }
    cookies.retain(|(name, _)| !security::is_place(operation, Location::Cookie, name));
    if let Some((name, text)) = cookies.first() {
        let fault = Fault::new("cookies", "nothing else", format!("{name}={text}"));
        findings.faults.push(fault);
    }
}
