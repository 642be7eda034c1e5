// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! JSON over as many lines as it takes, in pieces by colour and cut to a width.
//!
//! In: a document. Out: lines that are harmless on a terminal and no wider than asked for.

use unicode_width::UnicodeWidthChar as _;

use super::super::json::{self, Kind, Paint};

/// A line, in pieces by what they are.
pub(super) type Line = Vec<(Kind, String)>;

/// The lines of a document.
pub(super) fn lines(text: &str, width: usize) -> Vec<Line> {
    let text = json::indented(&json::escape_controls(text), Paint::Plain);
    (text.lines())
        .flat_map(|line| wrapped(&pieces(line), width.max(1)))
        .collect()
}

/// One line of indented JSON in its pieces.
fn pieces(line: &str) -> Line {
    let start = line.len() - line.trim_start().len();
    let mut pieces = vec![(Kind::Mark, " ".repeat(start))];
    let mut tokens = json::tokens(line).peekable();
    while let Some(token) = tokens.next() {
        let kind = Kind::of(token, tokens.peek() == Some(&":"));
        let space = if token == ":" { " " } else { "" };
        pieces.push((kind, format!("{token}{space}")));
    }
    pieces
}

/// The line cut where it reaches the width.
fn wrapped(pieces: &[(Kind, String)], width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![Vec::new()];
    let mut used = 0;
    let chars = (pieces.iter()).flat_map(|(kind, text)| text.chars().map(move |c| (*kind, c)));
    for (kind, c) in chars {
        let more = c.width().unwrap_or_default();
        if used + more > width && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        used += more;
        let Some(line) = lines.last_mut() else { break };
        match line.last_mut() {
            Some((last, text)) if *last == kind => text.push(c),
            _ => line.push((kind, String::from(c))),
        }
    }
    lines
}
