// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! JSON as YAML, for people and for tools that want it.
//!
//! In: a JSON value. Out: YAML of version 1.2 that means the same, which readers of version 1.1
//! do not misunderstand either: whatever they might take for a date or a `no` is quoted.

use std::fmt::Write as _;

use super::json::{self, Tree};
use super::terminal;

/// A value as a YAML document, with a line end.
pub(super) fn document(value: &Tree<'_>) -> String {
    let mut out = String::new();
    match value {
        Tree::Object(members) if !members.is_empty() => push_members(&mut out, members, 0),
        Tree::List(items) if !items.is_empty() => push_items(&mut out, items, 0),
        value => {
            push_scalar(&mut out, value);
            out.push('\n');
        }
    }
    out
}

fn push_members(out: &mut String, members: &[(&str, Tree<'_>)], depth: usize) {
    for (index, (name, value)) in members.iter().enumerate() {
        // The first member stands behind the dash of its list, if it is in one.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            indent(out, depth);
        }
        push_text(out, &json::string(name));
        out.push(':');
        push_value(out, value, depth);
    }
}

fn push_items(out: &mut String, items: &[Tree<'_>], depth: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            indent(out, depth);
        }
        out.push('-');
        match item {
            Tree::Object(members) if !members.is_empty() => {
                out.push(' ');
                push_members(out, members, depth + 1);
            }
            Tree::List(items) if !items.is_empty() => {
                out.push(' ');
                push_items(out, items, depth + 1);
            }
            item => push_value(out, item, depth),
        }
    }
}

/// What follows a colon or a dash.
fn push_value(out: &mut String, value: &Tree<'_>, depth: usize) {
    match value {
        Tree::Object(members) if !members.is_empty() => {
            out.push('\n');
            push_members(out, members, depth + 1);
        }
        Tree::List(items) if !items.is_empty() => {
            out.push('\n');
            push_items(out, items, depth + 1);
        }
        value => {
            out.push(' ');
            push_scalar(out, value);
            out.push('\n');
        }
    }
}

fn push_scalar(out: &mut String, value: &Tree<'_>) {
    match value {
        Tree::Object(_) => out.push_str("{}"),
        Tree::List(_) => out.push_str("[]"),
        Tree::Scalar(text) if text.starts_with('"') => push_text(out, &json::string(text)),
        Tree::Scalar(text) => push_number(out, text),
        Tree::Digits(text) => push_text(out, text),
    }
}

/// `1E2` is a number in JSON, and in version 1.1 of YAML a text: it wants a point and a sign.
fn push_number(out: &mut String, text: &str) {
    let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    match text.split_once(['e', 'E']).filter(|_| is_number) {
        Some((digits, exponent)) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let is_signed = exponent.starts_with(['-', '+']);
            let sign = if is_signed { "" } else { "+" };
            let _ = write!(out, "{digits}{point}e{sign}{exponent}");
        }
        None => out.push_str(text),
    }
}

/// A text without quotes where no reader could take it for something else.
fn push_text(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Beside what steers a terminal: line ends of YAML 1.1, byte order marks, non-characters.
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c if terminal::steers(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "t", "f", "none",
    ];
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '/')
        && chars.all(|c| {
            c.is_ascii_alphanumeric()
                || "_-./+@ ".contains(c)
                || (!c.is_ascii() && c.is_alphanumeric())
        })
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}
