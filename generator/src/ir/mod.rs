//! What the service offers: the API as plain data, free of OpenAPI and of Rust.
//!
//! [`lower`] turns a document into an [`Api`], the `passes` settle what can only
//! be seen from above (which enums are tags, who is used where, where cycles
//! need a box), and `check` holds the rules that concern the whole. Every node
//! carries the pointer it came from. Names are wire names and words of the
//! document; Rust identifiers are born in [`crate::code`].

use serde::Serialize;

use crate::diagnostic::{Pointer, Report};
use crate::document::Document;
use crate::value::Value;

mod api;
pub mod check;
mod choices;
mod download;
pub mod equality;
pub mod lower;
mod pagination;
pub mod passes;
mod types;

pub use api::*;
pub use choices::*;
pub use pagination::*;
pub use types::*;

/// Reads what the service offers, settles it and checks it.
#[must_use]
pub fn read(document: &Document, report: &mut Report) -> Api {
    let mut api = lower::lower(document, report);
    passes::settle(&mut api, report);
    check::check(&api, report);
    api
}

/// What the document says about a thing, for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs {
    /// A short line: `summary`, or `title` of a schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// CommonMark text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the document discourages its use.
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// A link to more, from `externalDocs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
}

/// An example of a body, a reply or a parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The key under `examples`; none for a plain `example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The short description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The value itself.
    pub value: Value,
    /// Where it stands.
    pub pointer: Pointer,
}

// serde's `skip_serializing_if` hands over a reference.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn is_false(value: &bool) -> bool {
    !*value
}
