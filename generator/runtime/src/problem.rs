//! What an error reply says: code, message and faulty fields, found in the body by JSON pointers.
//!
//! Never fails: a body that is HTML, empty or of another shape says nothing.
//! Needs `secret`, `service`. `serde_json`.

use serde_json::Value;

use super::secret::{REDACTED, told};
use super::service::ErrorShape;

/// One field that the server did not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldProblem {
    /// The name or path of the field, as the server spells it.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// What an error reply says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// The error code of the API.
    pub code: Option<String>,
    /// The text for people.
    pub message: Option<String>,
    /// The faulty fields.
    pub fields: Vec<FieldProblem>,
}

impl Problem {
    /// The same as it may be printed.
    #[must_use]
    pub fn told(&self) -> Self {
        self.clone().map(told)
    }

    /// The same without a text that must not be told: a service may repeat the key it was given.
    #[must_use]
    pub fn without(self, secret: &str) -> Self {
        self.map(|text| text.replace(secret, REDACTED))
    }

    fn map(self, change: impl Fn(&str) -> String) -> Self {
        let field = |problem: &FieldProblem| FieldProblem {
            field: change(&problem.field),
            message: change(&problem.message),
        };
        Self {
            code: self.code.as_deref().map(&change),
            message: self.message.as_deref().map(&change),
            fields: self.fields.iter().map(field).collect(),
        }
    }

    /// Reads the body of an error reply: where the API says, then where others keep the same.
    #[must_use]
    pub fn read(body: &[u8], shape: &ErrorShape) -> Self {
        const CODES: [&str; 4] = ["/error/code", "/code", "/error/type", "/type"];
        const MESSAGES: [&str; 6] = [
            "/error/message",
            "/message",
            "/detail",
            "/title",
            "/error",
            "/error_description",
        ];
        let Ok(body) = serde_json::from_slice::<Value>(body) else {
            return Self::default();
        };
        Self {
            code: first_text(&body, shape.code, &CODES),
            message: first_text(&body, shape.message, &MESSAGES),
            fields: fields(&body, shape),
        }
    }
}

fn first_text(body: &Value, declared: &str, common: &[&str]) -> Option<String> {
    let declared = Some(declared).filter(|pointer| !pointer.is_empty());
    declared
        .iter()
        .chain(common)
        .find_map(|pointer| text(body.pointer(pointer)?))
}

fn fields(body: &Value, shape: &ErrorShape) -> Vec<FieldProblem> {
    if shape.fields.is_empty() {
        return Vec::new();
    }
    let items = body.pointer(shape.fields).and_then(Value::as_array);
    let part =
        |item: &Value, pointer: &str| item.pointer(pointer).and_then(text).unwrap_or_default();
    items
        .into_iter()
        .flatten()
        .map(|item| FieldProblem {
            field: part(item, shape.field),
            message: part(item, shape.field_message),
        })
        .filter(|problem| !(problem.field.is_empty() && problem.message.is_empty()))
        .collect()
}

/// Codes are numbers in some services.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
