//! Text -> [`Document`]: one OpenAPI document, typed and in the 3.0 form.
//!
//! The only stage that knows versions of OpenAPI. [`read`] is the steps in
//! order: parse the text, look at the version, account for every keyword,
//! check the references, rewrite newer idioms into the 3.0 form, read it as
//! `openapiv3`. Where the form differs from the text, [`Document::origin`]
//! leads back.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diagnostic::{Code, Diagnostic, Lines, Place, Pointer, Report, Span};
use crate::value::Value;

mod json_spans;
mod parse;
mod spans;
mod typed;

/// A document as it comes from its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What diagnostics call it, for example `spec/assets.yaml`.
    pub name: String,
    /// YAML or JSON.
    pub text: String,
}

/// A version of OpenAPI, without its patch level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 3.0
    V3_0,
    /// 3.1
    V3_1,
    /// 3.2
    V3_2,
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What diagnostics call it.
    pub name: String,
    /// The document, typed and in the 3.0 form.
    pub api: openapiv3::OpenAPI,
    /// The same 3.0 form as plain data.
    pub tree: Value,
    /// The version that the text is written in.
    pub version: Version,
    text: String,
    origins: HashMap<String, String>,
    spans: OnceLock<spans::Spans>,
}

impl Document {
    /// The value that a local `$ref` such as `#/components/schemas/Asset` leads
    /// to in the 3.0 form, and its pointer.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<(Pointer, &Value)> {
        let pointer = reference.strip_prefix('#')?;
        Some((Pointer::new(pointer), self.tree.pointer(pointer)?))
    }

    /// The place in the text, for a place of the 3.0 form.
    #[must_use]
    pub fn origin(&self, pointer: &Pointer) -> Pointer {
        let text = pointer.as_str();
        let mut end = text.len();
        loop {
            if let Some(origin) = self.origins.get(&text[..end]) {
                return Pointer::new(format!("{origin}{}", &text[end..]));
            }
            match text[..end].rfind('/') {
                Some(shorter) => end = shorter,
                None => return pointer.clone(),
            }
        }
    }

    /// Where a place of the 3.0 form stands in the text, or what is nearest to it.
    #[must_use]
    pub fn span(&self, place: &Place) -> Option<Span> {
        let place = Place { pointer: self.origin(&place.pointer), part: place.part };
        self.spans.get_or_init(|| spans::Spans::of(&self.text)).find(&self.text, &place)
    }

    /// The text as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Reads a document.
///
/// Problems go to `report`. The document may come back beside errors: what is
/// broken is replaced by something harmless, so that later stages find the
/// rest; nothing may be generated from it. `None` means that nothing useful is
/// left.
pub fn read(input: &Input, report: &mut Report) -> Option<Document> {
    let text = input.text.strip_prefix('\u{feff}').unwrap_or(&input.text);
    let parsed = match parse::parse(text) {
        Ok(parsed) => parsed,
        Err(failure) => {
            let code = if failure.too_large { Code::TooLarge } else { Code::Syntax };
            let mut diagnostic = Diagnostic::new(code, Pointer::root(), failure.message);
            let offset = input.text.len() - text.len();
            diagnostic.span = failure.at.map(|at| Lines::of(&input.text).span_at(&input.text, at + offset));
            report.push(diagnostic);
            return None;
        }
    };
    let version = read_version(&parsed.tree, report)?;
    let api = match typed::read(&parsed.tree) {
        Ok(api) => api,
        Err(mismatch) => {
            report.push(Diagnostic::new(Code::Malformed, Pointer::root(), mismatch.to_string()));
            return None;
        }
    };
    Some(Document {
        name: input.name.clone(),
        api,
        tree: parsed.tree,
        version,
        text: input.text.clone(),
        origins: HashMap::new(),
        spans: OnceLock::new(),
    })
}

fn read_version(tree: &Value, report: &mut Report) -> Option<Version> {
    let written = tree.get("openapi").and_then(Value::as_str)?;
    let mut parts = written.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1")) => Some(Version::V3_1),
        (Some("3"), Some("2")) => Some(Version::V3_2),
        _ => {
            report.push(Diagnostic::new(
                Code::UnsupportedVersion,
                Pointer::new("/openapi"),
                format!("OpenAPI {written} is not supported"),
            ));
            None
        }
    }
}
