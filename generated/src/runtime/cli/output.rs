// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! A reply on standard output, as the server sent it.
//!
//! In: the bytes and the media type of a reply. Out: the bytes to write. Unknown fields, the order
//! of members, escapes and digits are those of the server in every format.

use super::flags::Flags;
use super::problem::{self, Failure};
use super::{body, json, terminal};

/// How a reply is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON document as sent, and a line end.
    Json,
    /// The same document, indented.
    Pretty,
    /// The bytes as sent.
    Raw,
}

impl Format {
    /// The names on the command line.
    pub(super) const NAMES: [&str; 3] = ["json", "pretty", "raw"];

    /// The format of a name that is one of [`NAMES`](Self::NAMES).
    pub(super) fn named(name: &str) -> Self {
        match name {
            "pretty" => Self::Pretty,
            "raw" => Self::Raw,
            _ => Self::Json,
        }
    }
}

/// The bytes to print for a reply; on a terminal without anything that could steer it.
pub(super) fn render(
    content: &[u8],
    media_type: Option<&str>,
    format: Format,
    is_terminal: bool,
    flags: &Flags,
) -> Result<Vec<u8>, Failure> {
    let is_json = media_type.is_some_and(body::is_json);
    match std::str::from_utf8(content) {
        _ if content.is_empty() => Ok(Vec::new()),
        Ok(text) if is_json && format != Format::Raw => {
            document(text, format, is_terminal).map_err(|error| no_json(&error, flags))
        }
        Err(error) if is_json && format != Format::Raw => Err(no_json(&error, flags)),
        _ if !is_terminal => Ok(content.to_vec()),
        Ok(text) => Ok(terminal::escape(text).into_bytes()),
        Err(_) => Err(Failure::Own {
            message: format!(
                "the reply is {} bytes of {}, which a terminal cannot show",
                content.len(),
                terminal::escape_line(media_type.unwrap_or("an unknown kind")),
            ),
            hint: Some("send it to a file with `> FILE`".to_owned()),
            code: problem::OTHER,
        }),
    }
}

/// A JSON document and a line end.
fn document(text: &str, format: Format, is_terminal: bool) -> Result<Vec<u8>, serde_json::Error> {
    // Some servers put a byte order mark in front, which is no JSON.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    json::check(text)?;
    let mut text = match format {
        Format::Pretty => json::indented(text),
        Format::Json | Format::Raw => text.to_owned(),
    };
    if is_terminal {
        text = json::escape_controls(&text);
    }
    text.push('\n');
    Ok(text.into_bytes())
}

fn no_json(error: &dyn std::fmt::Display, flags: &Flags) -> Failure {
    Failure::Own {
        message: format!("the reply says that it is JSON and is not: {error}"),
        hint: Some(format!("--{} raw prints it as it is", flags.format)),
        code: problem::OTHER,
    }
}
