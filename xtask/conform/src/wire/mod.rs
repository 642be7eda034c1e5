//! Requests held to the document: what a call was given, what it sent, and whether the one is
//! the other by the rules of OpenAPI.
//!
//! Written from the specification (the style tables of 3.0.4, 3.1.1 and 3.2, RFC 6570 and
//! RFC 3986), and from nothing else: it knows neither the generator nor its runtime. What was sent
//! is read back and compared with what was given, so every spelling with the same meaning counts;
//! where OpenAPI leaves the spelling open, nothing is compared and the case is counted as such.

mod body;
mod cookie;
mod defined;
mod form;
mod header;
mod multipart;
mod operation;
mod parameter;
mod path;
mod percent;
mod query;
mod same;
mod security;
mod server;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

pub(crate) use body::{Content, ContentKind, content_kind, is_body_refusable};
pub(crate) use defined::is_refusable;
pub(crate) use operation::{Operation, contents, operations, resolve};
pub(crate) use parameter::{Location, Parameter};

pub(crate) use security::{alternatives, secret};
pub(crate) use server::{Base, base_of};

/// A request as it reached the transport.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Captured {
    /// The HTTP method.
    pub(crate) method: String,
    /// The whole address.
    pub(crate) url: String,
    /// Names and values.
    pub(crate) headers: Vec<(String, String)>,
    /// The bytes of the body; empty for none.
    pub(crate) body: Vec<u8>,
}

impl Captured {
    /// The values of a header, whatever the case of its name.
    fn header<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let headers = self.headers.iter();
        headers
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The query, without the question mark.
    fn query(&self) -> &str {
        let url = self.url.split('#').next().unwrap_or_default();
        url.split_once('?').map_or("", |(_, query)| query)
    }

    /// The address up to the query.
    fn address(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }
}

/// What a call was given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given<'d> {
    /// Parameters with their values.
    pub(crate) parameters: Vec<(Parameter<'d>, Value)>,
    /// The body, if there is one.
    pub(crate) body: Option<Content<'d>>,
    /// The names of the security schemes that the client has credentials for.
    pub(crate) credentials: Vec<String>,
}

/// Something that was sent in another way than the document says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// The part of the request.
    pub(crate) place: String,
    /// What the document asks for.
    pub(crate) expected: String,
    /// What was sent.
    pub(crate) sent: String,
}

impl Fault {
    fn new(place: impl Into<String>, expected: impl Into<String>, sent: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            expected: expected.into(),
            sent: sent.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: expected {}, sent {}",
            self.place, self.expected, self.sent
        )
    }
}

/// What came of comparing one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// What is wrong.
    pub(crate) faults: Vec<Fault>,
    /// What OpenAPI does not define, so that nothing was compared.
    pub(crate) undefined: Vec<String>,
}

/// Compares a request with what the document says of the call.
#[must_use]
pub(crate) fn check(operation: &Operation<'_>, given: &Given<'_>, captured: &Captured) -> Findings {
    let mut findings = Findings::default();
    if captured.method != operation.method {
        let fault = Fault::new(
            "method",
            operation.method.as_str(),
            captured.method.as_str(),
        );
        findings.faults.push(fault);
    }
    path::check(operation, given, captured, &mut findings);
    query::check(operation, given, captured, &mut findings);
    header::check(operation, given, captured, &mut findings);
    cookie::check(operation, given, captured, &mut findings);
    security::check(operation, given, captured, &mut findings);
    body::check(operation, given, captured, &mut findings);
    findings
}
