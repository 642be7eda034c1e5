//! CommonMark of the document made safe for rustdoc.
//!
//! What rustdoc would take for a link, for HTML or for Rust to be compiled is
//! escaped; everything else stays as the document says it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Makes CommonMark text safe for rustdoc.
pub(super) fn sanitise(markdown: &str) -> String {
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|char| *char == '\n' || !(char.is_control() || turns_text(*char)))
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
    close_fence(&mut safe);
    safe
}

/// Whether the character changes the direction of the text around it, which the compiler forbids in comments.
fn turns_text(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Ends a code block that the text leaves open; what follows it is ours.
fn close_fence(text: &mut String) {
    let mut open: Option<&str> = None;
    for line in text.lines().map(str::trim_start) {
        let (mark, rest) = line.split_at(line.len() - line.trim_start_matches(['`', '~']).len());
        open = match open {
            None if mark.len() >= 3 && !rest.contains('`') => Some(mark),
            Some(fence) if rest.trim().is_empty() && mark.starts_with(fence) => None,
            open => open,
        };
    }
    if let Some(fence) = open.map(str::to_owned) {
        text.push('\n');
        text.push_str(&fence);
    }
}

/// What has to change, in the order of the text.
fn edits(text: &str) -> Vec<(Range<usize>, String)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut reading = Reading {
        text,
        edits: Vec::new(),
        in_code: false,
        in_link: 0,
        items: Vec::new(),
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reading.event(event, range);
    }
    let mut edits = reading.edits;
    edits.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    edits
}

/// A text while it is gone through.
struct Reading<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
    in_code: bool,
    /// How many links the place is in.
    in_link: usize,
    /// The columns where the text of the list items around the place begins.
    items: Vec<Option<usize>>,
}

impl Reading<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                self.in_code = true;
                self.edits.extend(fence_edit(self.text, &range, &language));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                self.in_code = true;
                self.fence_indented(&range);
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
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
                self.in_link += 1;
                self.link(range, link_type, &dest_url);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.in_link = self.in_link.saturating_sub(1);
            }
            Event::Start(Tag::Item) => self.items.push(content_column(self.text, range.start)),
            Event::End(TagEnd::Item) => {
                self.items.pop();
            }
            Event::SoftBreak | Event::HardBreak => self.align(&range),
            Event::Html(_) | Event::InlineHtml(_) => {
                let html = self.text[range.clone()].replace('<', "\\<");
                self.edits.push((range, html));
            }
            Event::Text(_) if !self.in_code => self.prose(range),
            _ => {}
        }
    }

    /// Code by indentation becomes a fenced block, which nobody takes for Rust.
    fn fence_indented(&mut self, range: &Range<usize>) {
        let start = self.text[..range.start]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let block: String = self.text[start..range.end]
            .lines()
            .map(|line| {
                format!(
                    "{}\n",
                    line.strip_prefix("    ").unwrap_or(line.trim_start())
                )
            })
            .collect();
        self.edits
            .push((start..range.end, format!("```text\n{block}```\n")));
    }

    /// A link into nowhere would be taken for a Rust path.
    fn link(&mut self, range: Range<usize>, link_type: LinkType, destination: &str) {
        let absolute = destination.contains("://") || destination.starts_with("mailto:");
        let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
        if !absolute && !auto {
            let label = self.text[range.clone()]
                .split(']')
                .next()
                .unwrap_or_default();
            let label = label.trim_start_matches('!').trim_start_matches('[');
            self.edits.push((range, escape_brackets(label)));
        }
    }

    /// A line that goes on with the text of a list item stands below that text.
    fn align(&mut self, line_break: &Range<usize>) {
        let Some(Some(column)) = self.items.last() else {
            return;
        };
        let Some(end) = self.text[line_break.clone()].find('\n') else {
            return;
        };
        let start = line_break.start + end;
        let next = &self.text[start + 1..];
        let indent = next.len() - next.trim_start_matches(' ').len();
        if indent != *column && !next[indent..].starts_with(['\t', '>']) {
            let aligned = format!("\n{}", " ".repeat(*column));
            self.edits.push((start..start + 1 + indent, aligned));
        }
    }

    fn prose(&mut self, range: Range<usize>) {
        let escaped = self.text[..range.start].ends_with('\\');
        let piece = &self.text[range.clone()];
        let mut safe = if escaped {
            piece.to_owned()
        } else {
            escape_brackets(piece)
        };
        if self.in_link == 0 {
            safe = mark_urls(&safe);
        }
        if safe != piece {
            self.edits.push((range, safe));
        }
    }
}

/// The column where the text of a list item begins, if only spaces are before its mark.
fn content_column(text: &str, item: usize) -> Option<usize> {
    let start = text[..item].rfind('\n').map_or(0, |end| end + 1);
    if !text[start..item].chars().all(|char| char == ' ') {
        return None;
    }
    let rest = &text[start..];
    let indent = rest.len() - rest.trim_start_matches(' ').len();
    let rest = &rest[indent..];
    let mark = rest.find(' ')?;
    let spaces = rest[mark..].len() - rest[mark..].trim_start_matches(' ').len();
    // More than four spaces begin code.
    let spaces = if spaces > 4 { 1 } else { spaces };
    Some(indent + mark + spaces)
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

#[cfg(test)]
mod tests {
    use crate::code::docs::Lines;

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
            ("```\nopen", "```text\nopen\n```"),
            ("~~~json\nopen", "~~~json\nopen\n~~~"),
            ("a\u{202e}b", "ab"),
            ("\\[a\\]", "\\[a\\]"),
            ("- a\nb\n  c\n    d", "- a\n  b\n  c\n  d"),
            ("10. a\n[b]", "10. a\n    \\[b\\]"),
            ("- a\n  - b\nc\n\nd", "- a\n  - b\n    c\n\nd"),
            ("- a\n\n  b\nc", "- a\n\n  b\n  c"),
            (" - a\nb", " - a\n   b"),
            ("> - a\n> b", "> - a\n> b"),
        ];
        for (markdown, expected) in table {
            assert_eq!(made(markdown), expected, "{markdown:?}");
        }
    }
}
