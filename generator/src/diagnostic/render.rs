//! Diagnostics as text, in the form that rustc has made familiar.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Diagnostic, Report, Severity};

/// The longest line that is shown whole, in bytes; of a longer one only the marked part is.
const MAX_LINE: usize = 500;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file, unless it is the document itself.
    pub file: Option<Arc<str>>,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// The column of the first byte in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text start, so that many places are found fast.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(breaks.map(|(index, _)| index + 1))
                .collect(),
        }
    }

    /// The place from byte `start` to byte `end`, cut to the text and to characters.
    #[must_use]
    pub fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let start = floor_char_boundary(text, start);
        let end = floor_char_boundary(text, end).max(start);
        let line = self
            .starts
            .partition_point(|line_start| *line_start <= start);
        let before = &text[self.starts[line - 1]..start];
        // A byte order mark has no width.
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Span {
            file: None,
            start,
            end,
            line,
            column,
        }
    }

    /// The character at byte `index`; the last one if the text ends before.
    #[must_use]
    pub fn span_at(&self, text: &str, index: usize) -> Span {
        let last = text
            .char_indices()
            .next_back()
            .map_or(0, |(start, _)| start);
        let start = floor_char_boundary(text, index.min(last));
        self.span(text, start, next_char(text, start))
    }

    /// The byte at a line and a column in bytes, both from 1.
    #[must_use]
    pub fn byte_at(&self, line: usize, column: usize) -> usize {
        let line = line.clamp(1, self.starts.len());
        self.starts[line - 1] + column.saturating_sub(1)
    }
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let index = index.min(text.len());
    (0..=index)
        .rev()
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(0)
}

/// The text that diagnostics point into.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name of the file as it is shown.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// With the marked line and the hint.
    #[default]
    Plain,
    /// Like `Plain`, in colours.
    Colored,
    /// One line each: `file:line:column: error[E0106]: message`.
    Terse,
}

/// All diagnostics of a report as text, each followed by an empty line.
#[must_use]
pub fn render(report: &Report, source: Source<'_>, style: Style) -> String {
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        text.push_str(&render_one(diagnostic, source, style));
        text.push_str(if style == Style::Terse { "\n" } else { "\n\n" });
    }
    text
}

/// One diagnostic as text, without a line end.
#[must_use]
pub fn render_one(diagnostic: &Diagnostic, source: Source<'_>, style: Style) -> String {
    match style {
        Style::Plain => Renderer::plain().render(&groups(diagnostic, source)),
        Style::Colored => Renderer::styled().render(&groups(diagnostic, source)),
        Style::Terse => terse(diagnostic, source),
    }
}

fn terse(diagnostic: &Diagnostic, source: Source<'_>) -> String {
    let mut text = source.name.to_owned();
    match &diagnostic.span {
        // Writing to a String cannot fail.
        Some(span) => _ = write!(text, ":{}:{}", span.line, span.column),
        None => _ = write!(text, "#{}", diagnostic.place.pointer),
    }
    let severity = match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    _ = write!(
        text,
        ": {severity}[{}]: {}",
        diagnostic.code.id(),
        diagnostic.message
    );
    text
}

fn groups<'a>(diagnostic: &'a Diagnostic, source: Source<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.id());
    let mut group = match diagnostic
        .span
        .as_ref()
        .map(|span| (span, excerpt(source.text, span)))
    {
        Some((span, Excerpt::Line { text, marked })) => title.element(
            Snippet::source(text)
                .line_start(span.line)
                .path(source.name)
                .annotation(AnnotationKind::Primary.span(marked)),
        ),
        Some((span, Excerpt::Part(text))) => title
            .element(
                Origin::path(source.name)
                    .line(span.line)
                    .char_column(span.column),
            )
            .element(Level::NOTE.message(format!("the line has `{text}` here"))),
        None => title.element(Origin::path(format!(
            "{}#{}",
            source.name, diagnostic.place.pointer
        ))),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    vec![group]
}

/// What of the text is shown.
enum Excerpt<'a> {
    /// A whole line and the part of it that is meant.
    Line { text: &'a str, marked: Range<usize> },
    /// A piece of a line that is too long to be shown.
    Part(&'a str),
}

fn excerpt<'a>(text: &'a str, span: &Span) -> Excerpt<'a> {
    let line_start = text[..span.start].rfind('\n').map_or(0, |found| found + 1);
    let line_end = text[span.start..]
        .find('\n')
        .map_or(text.len(), |found| span.start + found);
    let line = text[line_start..line_end].trim_end_matches('\r');
    if line.len() > MAX_LINE {
        let end = floor_char_boundary(
            text,
            span.end.min(line_start + line.len()).min(span.start + 60),
        );
        return Excerpt::Part(&text[span.start..end.max(span.start)]);
    }
    // A byte order mark has no width and no column.
    let without_mark = line.trim_start_matches('\u{feff}');
    let line_start = line_start + (line.len() - without_mark.len());
    let start = span
        .start
        .saturating_sub(line_start)
        .min(without_mark.len());
    let end = span
        .end
        .saturating_sub(line_start)
        .clamp(start, without_mark.len());
    let end = if end == start {
        next_char(without_mark, start)
    } else {
        end
    };
    Excerpt::Line {
        text: without_mark,
        marked: start..end,
    }
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Replaces findings of one kind that say the same by one that counts them.
///
/// Meant for notes and unknown keywords, of which a large document has
/// thousands. Two findings say the same if they have the code and the message
/// in common; the first place stands for all.
#[must_use]
pub fn summarise(report: &Report) -> Report {
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    let mut seen: std::collections::HashMap<(Code, &str), usize> = std::collections::HashMap::new();
    for diagnostic in &report.diagnostics {
        let summed =
            diagnostic.code.severity() == Severity::Note || diagnostic.code == Code::UnknownKeyword;
        let key = (diagnostic.code, diagnostic.message.as_str());
        match seen.get(&key) {
            Some(&index) if summed => kept[index].1 += 1,
            _ => {
                if summed {
                    seen.insert(key, kept.len());
                }
                kept.push((diagnostic.clone(), 1));
            }
        }
    }
    let diagnostics = kept.into_iter().map(|(mut diagnostic, count)| {
        if count > 1 {
            _ = write!(diagnostic.message, " (and {} more times)", count - 1);
        }
        diagnostic
    });
    Report {
        diagnostics: diagnostics.collect(),
    }
}
