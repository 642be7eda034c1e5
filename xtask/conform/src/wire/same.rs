//! Equality by value: numbers whatever their spelling, members in any order.

use serde_json::{Number, Value};

/// Whether two values are the same.
#[must_use]
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => is_same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => one == other,
    }
}

/// Whole numbers to the digit, others as far as single precision goes.
fn is_same_number(one: &Number, other: &Number) -> bool {
    if one == other {
        return true;
    }
    if let (Some(one), Some(other)) = (one.as_i128(), other.as_i128()) {
        return one == other;
    }
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= one.abs().max(other.abs()) * 1e-6,
        _ => false,
    }
}

/// Whether a text is what a scalar is written as.
pub(super) fn says(text: &str, value: &Value) -> bool {
    match value {
        Value::Null => text.is_empty(),
        Value::Bool(flag) => text == if *flag { "true" } else { "false" },
        Value::String(wanted) => text == wanted,
        Value::Number(number) => text
            .parse::<Number>()
            .is_ok_and(|read| is_same_number(&read, number)),
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// The text of a scalar, for messages and for names.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
