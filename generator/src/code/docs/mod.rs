//! Documentation comments: what the document says of a thing, and our own sentences.
//!
//! Text of the document is made safe and wrapped before it becomes a line; the
//! text stays what the document says.

mod first;
mod sanitise;
mod values;
mod wrap;

use crate::ir;
use sanitise::sanitise;
use wrap::wrap;

pub(super) use first::first_sentence;
pub(super) use values::{code_span, constraints, json, plain};
pub(super) use wrap::{unwrap_lines, wrap_line};

/// Lines of documentation, built paragraph by paragraph.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<String>,
}

impl Lines {
    /// Adds CommonMark text from the document, after a blank line.
    pub(super) fn text(&mut self, markdown: &str) -> &mut Self {
        let safe = sanitise(markdown);
        let mut lines = wrap(&safe);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if lines.iter().all(String::is_empty) {
            return self;
        }
        self.gap();
        self.lines.extend(lines);
        self
    }

    /// Adds our own lines, after a blank line.
    pub(super) fn own(&mut self, lines: impl IntoIterator<Item = String>) -> &mut Self {
        self.gap();
        self.lines.extend(lines);
        self
    }

    /// Adds a paragraph of ours, which may have links, after a blank line.
    pub(super) fn paragraph(&mut self, text: &str) -> &mut Self {
        let mut lines = Vec::new();
        wrap_line(text, &mut lines);
        self.own(lines)
    }

    /// Adds a list of ours, after a blank line.
    pub(super) fn list(&mut self, items: &[String]) -> &mut Self {
        let mut all = Vec::new();
        for item in items {
            let mut lines = Vec::new();
            wrap_line(item, &mut lines);
            let marks = ["- "].into_iter().chain(std::iter::repeat("  "));
            all.extend(marks.zip(lines).map(|(mark, line)| format!("{mark}{line}")));
        }
        self.own(all)
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// The lines.
    pub(super) fn finish(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }
}

/// What the document says of a thing, or `fallback` if it says nothing.
pub(super) fn lines(docs: &ir::Docs, fallback: &str) -> Vec<String> {
    described(docs, fallback).finish()
}

/// Like [`lines`], to be continued.
pub(super) fn described(docs: &ir::Docs, fallback: &str) -> Lines {
    let mut lines = Lines::default();
    let summary = docs
        .summary
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let description = docs
        .description
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    if let Some(summary) = summary {
        lines.text(&sentence(summary));
    }
    if let Some(description) = description.filter(|text| Some(*text) != summary) {
        lines.text(description);
    }
    if lines.lines.is_empty() {
        lines.text(fallback);
    }
    if let Some(url) = &docs.external {
        lines.text(&format!("See <{url}>."));
    }
    lines
}

/// The summary, or the first paragraph of the description, as plain text for help and tables.
pub(super) fn brief(docs: &ir::Docs) -> String {
    let text = docs
        .summary
        .as_deref()
        .or(docs.description.as_deref())
        .unwrap_or_default();
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    first.strip_suffix('.').unwrap_or(&first).to_owned()
}

/// Text of the document as part of a line of ours.
pub(super) fn inline(text: &str) -> String {
    sanitise(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A time as people say it: `1 second`, `1.5 seconds`.
pub(super) fn seconds(milliseconds: u64) -> String {
    let (whole, rest) = (milliseconds / 1000, milliseconds % 1000);
    let fraction = format!("{rest:03}");
    match (whole, fraction.trim_end_matches('0')) {
        (1, "") => "second".to_owned(),
        (whole, "") => format!("{whole} seconds"),
        (whole, fraction) => format!("{whole}.{fraction} seconds"),
    }
}

/// A line that ends like a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':', '`', ')']) || text.contains('\n') {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
