//! Documentation comments: the document's CommonMark made safe for rustdoc, and our own sentences.
//!
//! What rustdoc would take for a link, for HTML or for Rust to be compiled is
//! escaped, and paragraphs are wrapped. The text stays what the document says.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{Manifest, Resource};
use crate::ir;
use crate::value::Value;

/// How many characters of text a line of documentation has at most.
const WIDTH: usize = 90;

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

/// The first sentence or line of what the document says, as plain text for help and tables.
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

/// A line that ends like a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':', '`', ')']) || text.contains('\n') {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// What values must satisfy, in words: `At least 1, at most 100.`
pub(super) fn constraints(constraints: &ir::Constraints) -> Option<String> {
    let mut parts = Vec::new();
    let bound = |bound: &ir::Bound, inclusive: &str, exclusive: &str| {
        let word = if bound.exclusive {
            exclusive
        } else {
            inclusive
        };
        format!("{word} {}", plain(&bound.value))
    };
    if let Some(minimum) = &constraints.minimum {
        parts.push(bound(minimum, "at least", "more than"));
    }
    if let Some(maximum) = &constraints.maximum {
        parts.push(bound(maximum, "at most", "less than"));
    }
    if let Some(value) = &constraints.multiple_of {
        parts.push(format!("a multiple of {}", plain(value)));
    }
    match (constraints.min_length, constraints.max_length) {
        (Some(min), Some(max)) if min == max => parts.push(format!("{min} characters")),
        (Some(min), Some(max)) => parts.push(format!("{min} to {max} characters")),
        (Some(min), None) => parts.push(format!("at least {min} characters")),
        (None, Some(max)) => parts.push(format!("at most {max} characters")),
        (None, None) => {}
    }
    match (constraints.min_items, constraints.max_items) {
        (Some(min), Some(max)) if min == max => parts.push(format!("{min} entries")),
        (Some(min), Some(max)) => parts.push(format!("{min} to {max} entries")),
        (Some(min), None) => parts.push(format!("at least {min} entries")),
        (None, Some(max)) => parts.push(format!("at most {max} entries")),
        (None, None) => {}
    }
    if constraints.unique_items {
        parts.push("no entry twice".to_owned());
    }
    if let Some(pattern) = &constraints.pattern {
        parts.push(format!("matches {}", code_span(pattern)));
    }
    (!parts.is_empty()).then(|| {
        let text = parts.join(", ");
        let mut chars = text.chars();
        let first = chars
            .next()
            .map(|first| first.to_uppercase().to_string())
            .unwrap_or_default();
        format!("{first}{}.", chars.as_str())
    })
}

/// Text as a code span, with as many backticks as it needs.
pub(super) fn code_span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut longest = 0;
    let mut run = 0;
    for char in text.chars() {
        run = if char == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    if longest > 0 || text.is_empty() {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// A value as people write it: text without quotes, everything else as JSON.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json(other),
    }
}

/// A value as JSON text.
pub(super) fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(","))
        }
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(key, value)| format!("{}:{}", quoted(key), json(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

/// Text as a JSON string (RFC 8259, section 7).
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// The documentation of the crate.
pub(super) fn crate_docs(
    api: &ir::Api,
    manifest: &Manifest,
    resources: &[Resource],
) -> Vec<String> {
    let mut lines = Lines::default();
    lines.text(&format!("Client for the {}.", api.title));
    if let Some(text) = &api.docs.description {
        lines.text(text);
    }
    if let Some(url) = &api.docs.external {
        lines.text(&format!("See <{url}>."));
    }
    if let Some(example) = super::examples::crate_example(manifest, resources) {
        lines.own(["# Example".to_owned()]);
        lines.own(example);
    }
    lines.own(["# Features".to_owned()]);
    lines.own([
        "- `rustls` (default): HTTPS by rustls with ring. Without it, bring a TLS setup of your own".to_owned(),
        "  through [`ClientBuilder::http`].".to_owned(),
        format!("- `cli`: the command `{}` and the module `cli` behind it.", manifest.binary),
    ]);
    lines.finish()
}

/// Makes CommonMark text safe for rustdoc.
fn sanitise(markdown: &str) -> String {
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|char| *char == '\n' || !char.is_control())
        .collect();
    let edits = edits(&text);
    let mut safe = String::with_capacity(text.len() + 32);
    let mut done = 0;
    for (range, replacement) in edits {
        if range.start < done {
            continue;
        }
        safe.push_str(&text[done..range.start]);
        safe.push_str(&replacement);
        done = range.end;
    }
    safe.push_str(&text[done..]);
    safe
}

/// What has to change, in the order of the text.
fn edits(text: &str) -> Vec<(Range<usize>, String)> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut in_code = false;
    let mut in_link = 0_usize;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                in_code = true;
                edits.extend(fence_edit(text, &range, &language));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                in_code = true;
                let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
                let block: String = text[start..range.end]
                    .lines()
                    .map(|line| {
                        format!(
                            "{}\n",
                            line.strip_prefix("    ").unwrap_or(line.trim_start())
                        )
                    })
                    .collect();
                edits.push((start..range.end, format!("```text\n{block}```\n")));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) => {
                in_link += 1;
                // A link into nowhere would be taken for a Rust path.
                let absolute = dest_url.contains("://") || dest_url.starts_with("mailto:");
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                if !absolute && !auto {
                    let label = text[range.clone()].split(']').next().unwrap_or_default();
                    let label = label.trim_start_matches('!').trim_start_matches('[');
                    edits.push((range, escape_brackets(label)));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = in_link.saturating_sub(1),
            Event::Html(_) | Event::InlineHtml(_) => {
                let html = &text[range.clone()];
                edits.push((range, html.replace('<', "\\<")));
            }
            Event::Text(_) if !in_code => {
                let escaped = text[..range.start].ends_with('\\');
                let piece = &text[range.clone()];
                let mut safe = if escaped {
                    piece.to_owned()
                } else {
                    escape_brackets(piece)
                };
                if in_link == 0 {
                    safe = mark_urls(&safe);
                }
                if safe != piece {
                    edits.push((range, safe));
                }
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    edits
}

/// The edit that keeps rustdoc from compiling a code block.
fn fence_edit(text: &str, block: &Range<usize>, language: &str) -> Option<(Range<usize>, String)> {
    let first = language
        .split([',', ' ', '\t'])
        .next()
        .unwrap_or_default()
        .trim();
    let harmless = !first.is_empty()
        && first
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '-')
        && !matches!(
            first,
            "rust" | "ignore" | "no_run" | "compile_fail" | "should_panic"
        )
        && !first.starts_with("edition");
    if harmless && first == language {
        return None;
    }
    let fence = text[block.clone()]
        .chars()
        .take_while(|char| matches!(char, '`' | '~'))
        .count();
    let start = block.start + fence;
    let end = text[start..block.end]
        .find('\n')
        .map_or(block.end, |length| start + length);
    Some((
        start..end,
        if harmless {
            first.to_owned()
        } else {
            "text".to_owned()
        },
    ))
}

fn escape_brackets(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

/// Puts bare URLs into angle brackets.
fn mark_urls(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest
        .find("https://")
        .into_iter()
        .chain(rest.find("http://"))
        .min()
    {
        let url = &rest[start..];
        let end = url.find(|char: char| char.is_whitespace() || "<>\"'`|\\^{}()[]".contains(char));
        let url = url[..end.unwrap_or(url.len())]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        marked.push_str(&rest[..start]);
        if url.len() > "https://".len() {
            marked.push_str(&format!("<{url}>"));
        } else {
            marked.push_str(url);
        }
        rest = &rest[start + url.len()..];
    }
    marked.push_str(rest);
    marked
}

/// Fills paragraphs; everything else keeps its lines.
fn wrap(text: &str) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut fence: Option<String> = None;
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, wrapped: &mut Vec<String>| {
        if !paragraph.is_empty() {
            wrap_line(&std::mem::take(paragraph), wrapped);
        }
    };
    // Whether the lines belong to a list, whose indentation is its meaning.
    let mut in_list = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let marker: String = trimmed
            .chars()
            .take_while(|char| matches!(char, '`' | '~'))
            .collect();
        if let Some(open) = &fence {
            if marker.starts_with(open.as_str()) {
                fence = None;
            }
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        if marker.len() >= 3 {
            flush(&mut paragraph, &mut wrapped);
            fence = Some(marker);
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        let is_prose = !line.starts_with(' ') && !starts_block(trimmed) && !line.contains('|');
        in_list = !line.is_empty()
            && !(is_prose && wrapped.last().is_none_or(String::is_empty))
            && (in_list || !is_prose);
        if line.trim().is_empty() || !is_prose || in_list {
            flush(&mut paragraph, &mut wrapped);
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.trim());
        // Two spaces or a backslash at its end keep a line break.
        if line.ends_with("  ") || line.ends_with('\\') {
            flush(&mut paragraph, &mut wrapped);
        }
    }
    flush(&mut paragraph, &mut wrapped);
    wrapped
}

/// Whether a line that starts like this would begin something else than prose.
fn starts_block(text: &str) -> bool {
    let digits = text.trim_start_matches(|char: char| char.is_ascii_digit());
    text.starts_with(['#', '>', '-', '+', '*', '=', '|', '<', '`', '~', '['])
        || (digits.len() < text.len() && digits.starts_with(['.', ')']))
}

/// Wraps one paragraph of our own.
pub(super) fn wrap_plain(line: &str, wrapped: &mut Vec<String>) {
    wrap_line(line, wrapped);
}

fn wrap_line(line: &str, wrapped: &mut Vec<String>) {
    let mut current = String::new();
    let mut width = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH && !starts_block(word) {
            wrapped.push(std::mem::take(&mut current));
            width = 0;
        }
        if width > 0 {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    wrapped.push(current);
}

#[cfg(test)]
mod tests {
    use super::{Lines, code_span};

    fn made(markdown: &str) -> String {
        Lines::default().text(markdown).finish().join("\n")
    }

    #[test]
    fn text_is_safe_for_rustdoc() {
        let table = [
            (
                "see [foo] and [bar][baz]",
                "see \\[foo\\] and \\[bar\\]\\[baz\\]",
            ),
            (
                "at https://example.com/a_b.",
                "at <https://example.com/a_b>.",
            ),
            ("<https://example.com>", "<https://example.com>"),
            ("[x](https://example.com)", "[x](https://example.com)"),
            ("[x](/guide)", "x"),
            ("[x](#part)", "x"),
            ("a <b>bold</b> Vec<T>", "a \\<b>bold\\</b> Vec\\<T>"),
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("a\n\n    let x;\n\nb", "a\n\n```text\nlet x;\n```\n\nb"),
            ("`a [b]`", "`a [b]`"),
            ("\\[a\\]", "\\[a\\]"),
        ];
        for (markdown, expected) in table {
            assert_eq!(made(markdown), expected, "{markdown:?}");
        }
    }

    #[test]
    fn long_prose_is_wrapped() {
        let word = "word ".repeat(30);
        let lines = Lines::default().text(&word).finish();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= super::WIDTH));
    }

    #[test]
    fn code_spans_survive_backticks() {
        assert_eq!(code_span("a`b"), "`` a`b ``");
        assert_eq!(code_span("^asset_"), "`^asset_`");
    }
}
