//! Credentials: those of one alternative where the document declares them, and no other.
//!
//! What proves who is calling is [`secret`] of the scheme's name, so that one credential is told
//! from another.

use serde_json::Value;

use super::operation::resolve;
use super::parameter::{Location, escape};
use super::{Captured, Fault, Findings, Given, Operation};

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// A token in `Authorization`.
    Bearer,
    /// A name and a password in `Authorization`.
    Basic,
    /// A value at a place of the document's choice.
    Key(Location, String),
    /// Nothing that a request would show.
    Other,
}

/// What the client has for a scheme; with `basic`, the password too.
#[must_use]
pub(crate) fn secret(scheme: &str) -> String {
    let plain = |sign: char| {
        if sign.is_ascii_alphanumeric() {
            sign
        } else {
            '-'
        }
    };
    format!("secret-{}", scheme.chars().map(plain).collect::<String>())
}

/// The alternatives of credentials for an operation; one without a name needs none.
#[must_use]
pub(crate) fn alternatives<'d>(operation: &Operation<'d>) -> Vec<Vec<&'d str>> {
    let places = [operation.node, operation.document];
    let security = places.iter().find_map(|place| place.get("security"));
    let security = security.and_then(Value::as_array);
    let Some(security) = security.filter(|security| !security.is_empty()) else {
        return vec![Vec::new()];
    };
    let names = |one: &'d Value| {
        let names = one.as_object().into_iter().flatten();
        names.map(|(name, _)| name.as_str()).collect()
    };
    security.iter().map(names).collect()
}

/// All schemes of the document by name.
fn schemes<'d>(operation: &Operation<'d>) -> Vec<(&'d str, Scheme)> {
    let schemes = operation.document.pointer("/components/securitySchemes");
    let schemes = schemes.and_then(Value::as_object).into_iter().flatten();
    schemes
        .map(|(name, node)| {
            let pointer = format!("/components/securitySchemes/{}", escape(name));
            (
                name.as_str(),
                scheme(resolve(operation.document, node, &pointer).0),
            )
        })
        .collect()
}

fn scheme(node: &Value) -> Scheme {
    let word = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    match (
        word("type"),
        word("scheme").to_ascii_lowercase().as_str(),
        word("in"),
    ) {
        ("http", "bearer", _) | ("oauth2" | "openIdConnect", ..) => Scheme::Bearer,
        ("http", "basic", _) => Scheme::Basic,
        ("apiKey", _, "query") => Scheme::Key(Location::Query, word("name").to_owned()),
        ("apiKey", _, "header") => Scheme::Key(Location::Header, word("name").to_owned()),
        ("apiKey", _, "cookie") => Scheme::Key(Location::Cookie, word("name").to_owned()),
        _ => Scheme::Other,
    }
}

/// Whether some scheme of the document has this place.
pub(super) fn is_place(operation: &Operation<'_>, location: Location, name: &str) -> bool {
    schemes(operation).iter().any(|(_, scheme)| match scheme {
        Scheme::Key(known, key) => *known == location && is_same_name(location, key, name),
        _ => false,
    })
}

fn is_same_name(location: Location, one: &str, other: &str) -> bool {
    match location {
        Location::Header => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

/// Compares the credentials: those of an alternative that the client has all of are there, and
/// none besides.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let schemes = schemes(operation);
    let sent: Vec<&str> = schemes
        .iter()
        .filter(|(name, scheme)| is_sent(name, scheme, captured) && !is_replaced(scheme, given))
        .map(|(name, _)| *name)
        .collect();
    // A parameter at the place of a credential takes its place, so there is nothing to look for.
    let is_visible = |name: &&str| {
        let mut known = schemes.iter().filter(|(known, _)| known == name);
        known.any(|(_, scheme)| *scheme != Scheme::Other && !is_replaced(scheme, given))
    };
    let mut possible = alternatives(operation);
    possible.retain(|alternative| {
        alternative
            .iter()
            .all(|name| !is_visible(name) || given.credentials.iter().any(|known| known == name))
    });
    for alternative in &mut possible {
        alternative.retain(is_visible);
    }
    let is_right = |alternative: &Vec<&str>| {
        sent.iter()
            .all(|name| alternative.contains(name) || shares(&schemes, name, alternative))
            && alternative.iter().all(|name| sent.contains(name))
    };
    // A client that has nothing of what is needed may try its luck without.
    let is_poor = possible.is_empty() && sent.is_empty();
    if !is_poor && !possible.iter().any(is_right) {
        let expected = format!("one of {possible:?}");
        findings
            .faults
            .push(Fault::new("credentials", expected, format!("{sent:?}")));
    }
    if has_stray(operation, given, captured) && sent.is_empty() {
        let sent = captured
            .header("authorization")
            .collect::<Vec<_>>()
            .join(", ");
        findings
            .faults
            .push(Fault::new("credentials", "none", sent));
    }
}

/// Whether two schemes of one kind have the same secret at the same place.
fn shares(schemes: &[(&str, Scheme)], name: &str, alternative: &[&str]) -> bool {
    let of = |name: &str| {
        schemes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, scheme)| scheme)
    };
    alternative
        .iter()
        .any(|other| secret(other) == secret(name) && of(other) == of(name))
}

/// An `Authorization` that no scheme explains.
fn has_stray(operation: &Operation<'_>, given: &Given<'_>, captured: &Captured) -> bool {
    let is_parameter = given.parameters.iter().any(|(parameter, _)| {
        parameter.location == Location::Header
            && parameter.name.eq_ignore_ascii_case("authorization")
    });
    captured.header("authorization").next().is_some()
        && !is_parameter
        && !is_place(operation, Location::Header, "authorization")
}

/// Whether the call was given a parameter at the place of a credential.
fn is_replaced(scheme: &Scheme, given: &Given<'_>) -> bool {
    let Scheme::Key(location, key) = scheme else {
        return false;
    };
    let mut parameters = given.parameters.iter();
    parameters.any(|(parameter, _)| {
        parameter.location == *location && is_same_name(*location, parameter.name, key)
    })
}

fn is_sent(name: &str, scheme: &Scheme, captured: &Captured) -> bool {
    let secret = secret(name);
    let mut authorization = captured.header("authorization");
    match scheme {
        Scheme::Bearer => authorization.any(|value| value == format!("Bearer {secret}")),
        Scheme::Basic => {
            let pair = base64(&format!("{secret}:{secret}"));
            authorization.any(|value| value == format!("Basic {pair}"))
        }
        Scheme::Key(Location::Header, key) => captured.header(key).any(|value| value == secret),
        Scheme::Key(Location::Cookie, key) => captured
            .header("cookie")
            .flat_map(|cookies| cookies.split(';'))
            .any(|cookie| cookie.trim() == format!("{key}={secret}")),
        Scheme::Key(_, key) => {
            let mut pairs = super::query::Pairs::read(captured.query());
            pairs
                .take(|name| name == key)
                .iter()
                .any(|(_, value)| *value == secret)
        }
        Scheme::Other => false,
    }
}

/// Base64 with padding (RFC 4648), of which nothing else is needed here.
fn base64(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let index = (group >> (18 - 6 * at)) & 63;
            // An index of six bits is within the 64 signs.
            let sign = if at <= chunk.len() {
                char::from(SIGNS[index as usize])
            } else {
                '='
            };
            encoded.push(sign);
        }
    }
    encoded
}
