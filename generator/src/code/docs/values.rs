//! Values and what they must satisfy, as people read them.
//!
//! Plain text and JSON, not Rust: literals are the templates' business.

use crate::ir;
use crate::value::Value;

/// What values must satisfy, in words: `At least 1, at most 100.`
pub(in crate::code) fn constraints(constraints: &ir::Constraints) -> Option<String> {
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
    parts.extend(count(
        constraints.min_length,
        constraints.max_length,
        "characters",
    ));
    parts.extend(count(
        constraints.min_items,
        constraints.max_items,
        "entries",
    ));
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

/// How many of something there must be: `1 to 80 characters`.
fn count(min: Option<u64>, max: Option<u64>, what: &str) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("{min} {what}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max} {what}")),
        (Some(min), None) => Some(format!("at least {min} {what}")),
        (None, Some(max)) => Some(format!("at most {max} {what}")),
        (None, None) => None,
    }
}

/// Text as a code span, with as many backticks as it needs.
pub(in crate::code) fn code_span(text: &str) -> String {
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
pub(in crate::code) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json(other),
    }
}

/// A value as JSON text.
pub(in crate::code) fn json(value: &Value) -> String {
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

#[cfg(test)]
mod tests {
    use super::code_span;

    #[test]
    fn code_spans_survive_backticks() {
        assert_eq!(code_span("a`b"), "`` a`b ``");
        assert_eq!(code_span("^asset_"), "`^asset_`");
    }
}
