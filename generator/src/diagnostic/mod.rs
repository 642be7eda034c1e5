//! What is wrong, where, and what to do about it.
//!
//! A stage collects everything it finds in a [`Report`] and goes on; between
//! two stages the generator stops if the report holds an error. A
//! [`Diagnostic`] names its place by JSON pointer, and `render` shows
//! `file:line:column` with the line marked. This module knows no OpenAPI.

mod code;
mod near;
mod pointer;
mod render;

pub use code::{Code, Severity};
pub use near::nearest;
pub use pointer::{Part, Place, Pointer};
pub use render::{Lines, Source, Span, Style, render, render_one, summarise};

/// One finding about the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding this is; stable across versions.
    pub code: Code,
    /// Where in the document.
    pub place: Place,
    /// The place in the text, once it is known. Filled by [`Report::locate`].
    pub span: Option<Span>,
    /// One sentence without a final period.
    pub message: String,
    /// What the author of the document can do, without a final period.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A finding at `place`.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            place: place.into(),
            span: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The findings of one run, in the order they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// All findings, errors and others.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether anything was found that forbids to go on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|found| found.code.severity() == severity)
            .count()
    }

    /// Fills in the spans that are still unknown.
    pub fn locate(&mut self, find: impl Fn(&Place) -> Option<Span>) {
        for diagnostic in self
            .diagnostics
            .iter_mut()
            .filter(|found| found.span.is_none())
        {
            diagnostic.span = find(&diagnostic.place);
        }
    }

    /// Puts errors first, then orders by place in the text; equal findings are kept once.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(|a, b| {
            (a.code.severity(), &a.span, &a.place, a.code, &a.message).cmp(&(
                b.code.severity(),
                &b.span,
                &b.place,
                b.code,
                &b.message,
            ))
        });
        self.diagnostics.dedup();
    }
}
