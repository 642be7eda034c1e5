//! What OpenAPI defines, and what HTTP can carry: where one of them ends, nothing is compared and
//! a client may refuse.

use serde_json::Value;

use super::parameter::{Location, Parameter, Style};

/// Whether OpenAPI says how this value is written.
pub(super) fn is_defined(parameter: &Parameter<'_>, value: &Value) -> bool {
    match &parameter.style {
        Style::Content(media_type) => is_json(media_type),
        Style::Unknown => false,
        _ if !is_flat(value) => false,
        Style::DeepObject => matches!(value, Value::Object(_)),
        Style::SpaceDelimited | Style::PipeDelimited => is_delimited(parameter, value),
        // The dots of items and those between them are alike.
        Style::Label if parameter.explode => !has_in_items(value, &['.']),
        // One cookie of several values has no form that servers agree on.
        Style::Form if parameter.location == Location::Cookie => !is_composite(value),
        Style::Simple if parameter.location == Location::Header => {
            let delimiters: &[char] = if parameter.explode {
                &[',', '=']
            } else {
                &[',']
            };
            !has_in_items(value, delimiters)
        }
        _ => true,
    }
}

/// Whether a client may refuse to send this value, since it would arrive as another one or not
/// at all.
#[must_use]
pub(crate) fn is_refusable(parameter: &Parameter<'_>, value: &Value) -> bool {
    if !is_defined(parameter, value) {
        return true;
    }
    match parameter.location {
        Location::Path => is_no_segment(value),
        Location::Header => texts(value).any(|text| !is_header_text(text)) || has_empty(value),
        Location::Cookie => texts(value).any(|text| !is_header_text(text)),
        Location::Query | Location::Querystring => false,
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Scalars, or lists and objects of scalars.
fn is_flat(value: &Value) -> bool {
    let is_scalar = |value: &Value| !value.is_null() && !is_composite(value);
    match value {
        Value::Array(items) => items.iter().all(is_scalar),
        Value::Object(members) => members.values().all(is_scalar),
        other => is_scalar(other),
    }
}

fn is_composite(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// The tables have no entry for scalars, nor for `explode`.
fn is_delimited(parameter: &Parameter<'_>, value: &Value) -> bool {
    let delimiter = match parameter.style {
        Style::SpaceDelimited => ' ',
        _ => '|',
    };
    is_composite(value) && !parameter.explode && !has_in_items(value, &[delimiter])
}

/// Whether an item or member has one of these characters.
fn has_in_items(value: &Value, characters: &[char]) -> bool {
    is_composite(value) && texts(value).any(|text| text.contains(characters))
}

/// Empty segments and dots change the path; a slash at the wrong place is escaped.
fn is_no_segment(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text.is_empty()
                || matches!(
                    text.replace("%2e", ".").replace("%2E", ".").as_str(),
                    "." | ".."
                )
        }
        Value::Array(items) => items.is_empty() || items.iter().all(is_no_segment),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// A list with an empty item, which headers lose.
fn has_empty(value: &Value) -> bool {
    is_composite(value) && texts(value).any(str::is_empty)
}

/// Headers carry visible ASCII, without space around it.
fn is_header_text(text: &str) -> bool {
    text.trim() == text && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The texts in a value, with the names of members.
fn texts(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::String(text) => Box::new(std::iter::once(text.as_str())),
        Value::Array(items) => Box::new(items.iter().flat_map(texts)),
        Value::Object(members) => Box::new(
            members
                .iter()
                .flat_map(|(key, value)| std::iter::once(key.as_str()).chain(texts(value))),
        ),
        _ => Box::new(std::iter::empty()),
    }
}
