//! JSON as text: cut into tokens, indented, and made safe for a terminal, never read into numbers.
//!
//! A reply is printed with the digits, the escapes and the order that the server chose. A value
//! type would lose all three, so everything here works on the tokens of a text that
//! [`check`] has found to be one JSON document.

use std::fmt::Write as _;

use clap::builder::styling::{AnsiColor, Style};
use serde::de::IgnoredAny;
use serde::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

/// Whether the text is one JSON document, of any depth and with numbers of any size.
pub(super) fn check(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text).map(drop)
}

/// The tokens of a checked document, without the white space between them.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = *rest.as_bytes().first()?;
        let length = match first {
            b'{' | b'}' | b'[' | b']' | b':' | b',' => 1,
            b'"' => string_length(rest),
            _ => rest
                .find(|c: char| c.is_ascii_whitespace() || ",:]}".contains(c))
                .unwrap_or(rest.len()),
        };
        // The length is at least one, also for text that is no JSON: the end is always reached.
        let (token, tail) = rest.split_at_checked(length.max(1))?;
        rest = tail;
        Some(token)
    })
}

/// The length of the string that the text starts with, both quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// A checked document over several lines, two spaces to a level, painted or not.
pub(super) fn indented(text: &str, paint: Paint) -> String {
    // Deeper levels stand under each other: the output stays within a multiple of the input.
    const DEEPEST: usize = 64;
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut depth = 0_usize;
    let mut opened = false;
    let mut tokens = tokens(text).peekable();
    while let Some(token) = tokens.next() {
        let closes = matches!(token, "}" | "]");
        if closes {
            depth = depth.saturating_sub(1);
        }
        // An empty object or array stays on one line.
        if opened != closes {
            line_break(&mut out, depth.min(DEEPEST));
        }
        opened = matches!(token, "{" | "[");
        if opened {
            depth += 1;
        }
        paint.push(&mut out, token, tokens.peek() == Some(&":"));
        match token {
            ":" => out.push(' '),
            "," => line_break(&mut out, depth.min(DEEPEST)),
            _ => {}
        }
    }
    out
}

/// A checked document without the white space between its tokens.
pub(super) fn compact(text: &str) -> String {
    tokens(text).collect()
}

/// What a token is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of a member.
    Name,
    /// A string.
    Text,
    /// What stands between values.
    Mark,
    /// `null`
    Null,
    /// A number, `true` or `false`.
    Other,
}

impl Kind {
    pub(super) fn of(token: &str, is_name: bool) -> Self {
        match token.as_bytes().first() {
            Some(b'"') if is_name => Self::Name,
            Some(b'"') => Self::Text,
            Some(b'{' | b'}' | b'[' | b']' | b':' | b',') => Self::Mark,
            Some(b'n') => Self::Null,
            _ => Self::Other,
        }
    }
}

/// Whether the tokens of a document are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// For files, pipes and plain terminals.
    Plain,
    /// For terminals with colours.
    Colored,
}

impl Paint {
    fn push(self, out: &mut String, token: &str, is_name: bool) {
        let style = Style::new();
        let style = match Kind::of(token, is_name) {
            _ if self == Self::Plain => style,
            Kind::Name => style.fg_color(Some(AnsiColor::Blue.into())).bold(),
            Kind::Text => style.fg_color(Some(AnsiColor::Green.into())),
            Kind::Mark => style,
            Kind::Null => style.dimmed(),
            Kind::Other => style.fg_color(Some(AnsiColor::Cyan.into())),
        };
        let _ = write!(out, "{style}{token}{style:#}");
    }
}

fn line_break(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// A JSON value that keeps the order of its members, to be handed to any serializer.
#[derive(Debug)]
pub(super) enum Tree<'a> {
    /// A string, number, `true`, `false` or `null`, as written.
    Scalar(&'a str),
    /// A number that is handed over as a text.
    Digits(&'a str),
    /// The items of an array.
    List(Vec<Tree<'a>>),
    /// The members of an object; the names as written.
    Object(Vec<(&'a str, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// Reads a text of any origin.
    pub(super) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        parse_value(text)?;
        Ok(Self::new(text))
    }

    /// The value at the end of a JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&Self> {
        (pointer.split('/').skip(1)).try_fold(self, |value, token| {
            value.child(&token.replace("~1", "/").replace("~0", "~"))
        })
    }

    /// The member or the item of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => (members.iter())
                .find(|(other, _)| string(other) == name)
                .map(|(_, value)| value),
            Self::List(items) => items.get(name.parse::<usize>().ok()?),
            Self::Scalar(_) | Self::Digits(_) => None,
        }
    }

    /// The items of an array.
    pub(super) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string.
    pub(super) fn as_text(&self) -> Option<String> {
        match self {
            Self::Scalar(text) if text.starts_with('"') => Some(string(text)),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Scalar("null"))
    }

    /// The value as JSON without white space, spelled as it was read.
    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Scalar(text) | Self::Digits(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(name);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// Reads a document that [`parse_value`] has accepted, and which is therefore not deep.
    pub(super) fn new(text: &'a str) -> Self {
        Self::read(&mut tokens(text))
    }

    /// The same value with every number as a text.
    pub(super) fn spelled(self) -> Self {
        match self {
            Self::Scalar(text) if is_number(text) => Self::Digits(text),
            Self::List(items) => Self::List(items.into_iter().map(Self::spelled).collect()),
            Self::Object(members) => Self::Object(
                (members.into_iter())
                    .map(|(name, value)| (name, value.spelled()))
                    .collect(),
            ),
            scalar => scalar,
        }
    }

    fn read(tokens: &mut impl Iterator<Item = &'a str>) -> Self {
        let token = tokens.next().unwrap_or("null");
        Self::read_from(token, tokens)
    }

    fn read_from(token: &'a str, tokens: &mut impl Iterator<Item = &'a str>) -> Self {
        match token {
            "[" => {
                let mut items = Vec::new();
                while let Some(token) = tokens.next() {
                    match token {
                        "]" => break,
                        "," => {}
                        _ => items.push(Self::read_from(token, tokens)),
                    }
                }
                Self::List(items)
            }
            "{" => {
                let mut members = Vec::new();
                while let Some(token) = tokens.next() {
                    match token {
                        "}" => break,
                        "," => {}
                        name => {
                            tokens.next(); // The colon.
                            members.push((name, Self::read(tokens)));
                        }
                    }
                }
                Self::Object(members)
            }
            scalar => Self::Scalar(scalar),
        }
    }
}

/// The text of a JSON string; one with half of a surrogate pair stays as it was written.
pub(super) fn string(token: &str) -> String {
    serde_json::from_str(token).unwrap_or_else(|_| token.trim_matches('"').to_owned())
}

/// Whether the text is a JSON value of a depth that may be walked by recursion.
pub(super) fn parse_value(text: &str) -> Result<(), serde_json::Error> {
    const DEEPEST: usize = 128;
    check(text)?;
    let mut depth = 0_usize;
    for token in tokens(text) {
        match token {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(serde_json::Error::custom("it is nested too deeply"));
        }
    }
    Ok(())
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar("null") => serializer.serialize_unit(),
            Self::Scalar("true") => serializer.serialize_bool(true),
            Self::Scalar("false") => serializer.serialize_bool(false),
            Self::Scalar(text) if text.starts_with('"') => {
                let text: String = serde_json::from_str(text).map_err(S::Error::custom)?;
                serializer.serialize_str(&text)
            }
            Self::Scalar(digits) => serialize_number(digits, serializer),
            Self::Digits(digits) => serializer.serialize_str(digits),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    let name: String = serde_json::from_str(name).map_err(S::Error::custom)?;
                    map.serialize_entry(&name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Hands over a number in the smallest type that holds it; a whole number that none holds is an
/// error rather than a nearby one.
pub(super) fn serialize_number<S: Serializer>(
    digits: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if let Ok(number) = digits.parse::<i64>() {
        serializer.serialize_i64(number)
    } else if let Ok(number) = digits.parse::<u64>() {
        serializer.serialize_u64(number)
    } else if let Ok(number) = digits.parse::<i128>() {
        serializer.serialize_i128(number)
    } else if let Ok(number) = digits.parse::<u128>() {
        serializer.serialize_u128(number)
    } else {
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() && digits.contains(['.', 'e', 'E']) => {
                serializer.serialize_f64(number)
            }
            _ => Err(S::Error::custom(format_args!(
                "the number {digits} is too long to be sent here"
            ))),
        }
    }
}

/// Whether the text is a number in JSON's spelling, and only that.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && check(text).is_ok()
}

/// Whether the text is a number in JSON's spelling without a fraction or an exponent.
pub(super) fn is_integer(text: &str) -> bool {
    is_number(text) && !text.contains(['.', 'e', 'E'])
}

/// A checked document in which the characters that steer a terminal are JSON escapes.
///
/// The ones below U+0020 are escapes in any JSON text, but DEL, the C1 block and the ones that
/// turn the direction of writing may stand in a string. A carriage return may stand between tokens
/// only, where nothing is lost without it. The document stays equal.
pub(super) fn escape_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => {}
            // All of them are in the first plane, so one escape is enough.
            c if super::terminal::steers(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
