// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What a terminal may be shown: text of the server, its control characters spelled out.

use std::fmt::Write as _;

/// Whether a character changes the state of a terminal or the order of what it shows.
///
/// Line feed and tab are no danger. Carriage return is: it hides what was written before.
pub(super) fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => c.is_control(),
    }
}

/// Text in which control characters are spelled out: `\u{1b}`.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // The line end of HTTP and Windows is shown as a line end.
            '\r' if chars.peek() == Some(&'\n') => {}
            _ if steers(c) => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            _ => out.push(c),
        }
    }
    out
}

/// Text that is shown on one line: line feeds become spaces.
pub(super) fn escape_line(text: &str) -> String {
    escape(text).replace(['\n', '\t'], " ")
}
