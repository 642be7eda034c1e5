//! The path: the base of the server, the literals of the template, and its variables by their
//! styles (RFC 6570: simple, label and path-style expansion).

use serde_json::Value;

use super::parameter::{Location, Parameter, Style};
use super::{Captured, Fault, Findings, Given, Operation};
use super::{defined, percent, same, server};

/// A piece of a template.
enum Piece<'a> {
    Literal(&'a str),
    Variable(&'a Parameter<'a>, &'a Value),
    /// One that nothing was given for.
    Missing(&'a str),
}

/// Compares the address up to the query.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let base = server::base(operation);
    let Some(path) = base.below(captured.address()) else {
        let fault = Fault::new("server", base.to_string(), captured.address());
        return findings.faults.push(fault);
    };
    let template = operation.path.split('?').next().unwrap_or_default();
    let pieces = pieces(template, given);
    for piece in &pieces {
        if let Piece::Missing(name) = piece {
            let fault = Fault::new("path", format!("a value of `{name}`"), path);
            return findings.faults.push(fault);
        }
    }
    if !is_match(&pieces, path) {
        findings
            .faults
            .push(Fault::new("path", expectation(template, given), path));
    }
    for (parameter, value) in of_path(given) {
        if !defined::is_defined(parameter, value) {
            findings.undefined.push(parameter.place());
        }
    }
}

fn of_path<'a>(given: &'a Given<'_>) -> impl Iterator<Item = &'a (Parameter<'a>, Value)> {
    given
        .parameters
        .iter()
        .filter(|(parameter, _)| parameter.location == Location::Path)
}

fn pieces<'a>(template: &'a str, given: &'a Given<'a>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Literal(literal));
        let known = of_path(given).find(|(parameter, _)| parameter.name == name);
        pieces.push(match known {
            Some((parameter, value)) => Piece::Variable(parameter, value),
            None => Piece::Missing(name),
        });
        rest = after;
    }
    pieces.push(Piece::Literal(rest));
    pieces
}

fn expectation(template: &str, given: &Given<'_>) -> String {
    let values = of_path(given).map(|(parameter, value)| format!("{}={value}", parameter.name));
    let values: Vec<String> = values.collect();
    format!("{template} with {}", values.join(", "))
}

/// Whether some way to cut the text gives every variable its value.
fn is_match(pieces: &[Piece<'_>], text: &str) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Literal(literal), others)) => {
            [(*literal).to_owned(), percent::encode_literal(literal)]
                .iter()
                .filter_map(|literal| text.strip_prefix(literal.as_str()))
                .any(|rest| is_match(others, rest))
        }
        Some((Piece::Variable(parameter, value), others)) => {
            let ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
            let ends = ends.take_while(|end| !text[..*end].contains('/'));
            ends.filter(|end| is_value(parameter, value, &text[..*end]))
                .any(|end| is_match(others, &text[end..]))
        }
        Some((Piece::Missing(_), _)) => false,
    }
}

/// Whether the text of a variable is its value.
fn is_value(parameter: &Parameter<'_>, value: &Value, text: &str) -> bool {
    if !defined::is_defined(parameter, value) {
        return true;
    }
    match &parameter.style {
        Style::Content(_) => read(text)
            .and_then(|json| serde_json::from_str::<Value>(&json).ok())
            .is_some_and(|sent| same::is_same(&sent, value)),
        Style::Label => text.strip_prefix('.').is_some_and(|text| {
            // 3.0.3 has dots in both tables, later versions have commas without `explode`.
            let delimiters: &[char] = if parameter.explode {
                &['.']
            } else {
                &[',', '.']
            };
            let mut delimiters = delimiters.iter();
            delimiters.any(|delimiter| is_joined(value, text, *delimiter, parameter.explode))
        }),
        Style::Matrix => is_matrix(parameter, value, text),
        _ => is_joined(value, text, ',', parameter.explode),
    }
}

/// `;color=blue`, `;color=blue,black`, `;color=blue;color=black`, `;R=100;G=200`
fn is_matrix(parameter: &Parameter<'_>, value: &Value, text: &str) -> bool {
    if text.is_empty() {
        return matches!(value, Value::Array(items) if items.is_empty());
    }
    let Some(text) = text.strip_prefix(';') else {
        return false;
    };
    let pair = |text: &str| -> Option<(String, String)> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        Some((percent::decode(name)?, value.to_owned()))
    };
    let Some(pairs) = text.split(';').map(pair).collect::<Option<Vec<_>>>() else {
        return false;
    };
    match value {
        Value::Array(items) if parameter.explode => {
            pairs.len() == items.len()
                && pairs
                    .iter()
                    .zip(items)
                    .all(|((name, text), item)| name == parameter.name && is_scalar(text, item))
        }
        Value::Object(members) if parameter.explode => {
            pairs.len() == members.len()
                && pairs.iter().all(|(name, text)| {
                    members
                        .get(name)
                        .is_some_and(|value| is_scalar(text, value))
                })
        }
        _ => match pairs.as_slice() {
            [(name, text)] => name == parameter.name && is_joined(value, text, ',', false),
            _ => false,
        },
    }
}

/// Whether a text is a value whose items have a delimiter between them.
pub(super) fn is_joined(value: &Value, text: &str, delimiter: char, explode: bool) -> bool {
    let parts = || -> Vec<&str> {
        if text.is_empty() {
            Vec::new()
        } else {
            text.split(delimiter).collect()
        }
    };
    match value {
        Value::Array(items) => {
            // One item that is empty is written like no item at all.
            let parts = if text.is_empty() && items.len() == 1 {
                vec![""]
            } else {
                parts()
            };
            parts.len() == items.len()
                && parts
                    .iter()
                    .zip(items)
                    .all(|(part, item)| is_scalar(part, item))
        }
        Value::Object(members) => {
            let pairs: Vec<(&str, &str)> = if explode {
                let parts = parts();
                parts
                    .into_iter()
                    .map(|part| part.split_once('=').unwrap_or((part, "")))
                    .collect()
            } else {
                let parts = parts();
                parts
                    .chunks(2)
                    .map(|pair| (pair[0], pair.get(1).copied().unwrap_or_default()))
                    .collect()
            };
            is_members(members, &pairs)
        }
        scalar => is_scalar(text, scalar),
    }
}

/// Whether the pairs are the members of an object, in any order.
pub(super) fn is_members(members: &serde_json::Map<String, Value>, pairs: &[(&str, &str)]) -> bool {
    pairs.len() == members.len()
        && pairs.iter().all(|(name, text)| {
            let value = read(name).and_then(|name| members.get(&name));
            value.is_some_and(|value| is_scalar(text, value))
        })
}

/// Whether an escaped text is a scalar.
pub(super) fn is_scalar(text: &str, value: &Value) -> bool {
    read(text).is_some_and(|text| same::says(&text, value))
}

fn read(text: &str) -> Option<String> {
    percent::decode(text)
}
