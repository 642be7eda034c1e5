//! Work on JSON values: from and to text, changes at pointers, replaced texts.

use flora_codegen::value::Value;
use indexmap::IndexMap;

/// Reads JSON text. The error is in words.
pub(crate) fn read(text: &[u8]) -> Result<Value, String> {
    let value: serde_json::Value =
        serde_json::from_slice(text).map_err(|error| error.to_string())?;
    Ok(convert(value))
}

fn convert(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Integer(number.into()),
            (_, Some(number)) => Value::Integer(number.into()),
            // Without the feature `arbitrary_precision` every other number is an f64.
            _ => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(items) => Value::Array(items.into_iter().map(convert).collect()),
        serde_json::Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, convert(value)))
                .collect(),
        ),
    }
}

/// The value as JSON text, members in their order.
pub(crate) fn write(value: &Value) -> Vec<u8> {
    // Only a map with other keys than texts could fail, and there is none.
    serde_json::to_vec(value).unwrap_or_default()
}

/// A text value.
pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

/// Puts a value where a JSON pointer leads; objects on the way are made.
/// Nothing happens where something else than an object is in the way.
pub(crate) fn set(root: &mut Value, pointer: &str, value: Value) {
    let Some(rest) = pointer.strip_prefix('/') else {
        *root = value;
        return;
    };
    let mut place = root;
    for token in rest.split('/') {
        if matches!(place, Value::Null) {
            *place = Value::Object(IndexMap::new());
        }
        let Value::Object(members) = place else {
            return;
        };
        place = members.entry(unescape(token)).or_insert(Value::Null);
    }
    *place = value;
}

/// Takes away the member that a JSON pointer leads to.
pub(crate) fn remove(root: &mut Value, pointer: &str) {
    let Some((parent, token)) = pointer.rsplit_once('/') else {
        return;
    };
    if let Some(Value::Object(members)) = get_mut(root, parent) {
        members.shift_remove(&unescape(token));
    }
}

fn get_mut<'a>(root: &'a mut Value, pointer: &str) -> Option<&'a mut Value> {
    let Some(rest) = pointer.strip_prefix('/') else {
        return pointer.is_empty().then_some(root);
    };
    rest.split('/').try_fold(root, |value, token| match value {
        Value::Object(members) => members.get_mut(&unescape(token)),
        _ => None,
    })
}

/// The first and the last name on the way of a JSON pointer.
pub(crate) fn first(pointer: &str) -> String {
    unescape(pointer.split('/').nth(1).unwrap_or_default())
}

/// See [`first`].
pub(crate) fn last(pointer: &str) -> String {
    unescape(pointer.rsplit('/').next().unwrap_or_default())
}

/// The JSON pointer to a member.
pub(crate) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A name as it is, of one in a JSON pointer.
pub(crate) fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Replaces a piece of text in all texts of a value.
pub(crate) fn replace(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if !from.is_empty() && text.contains(from) => {
            *text = text.replace(from, to);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| replace(member, from, to)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_at_pointers() {
        let mut value = read(br#"{"a": {"b": 1}, "t": "x-1"}"#).expect("it is JSON");
        set(&mut value, "/a/c~1d", Value::Bool(true));
        set(&mut value, "/n/m", Value::Null);
        remove(&mut value, "/a/b");
        set(&mut value, "/t/no", Value::Null);
        replace(&mut value, "x-1", "y-2");
        assert_eq!(
            String::from_utf8_lossy(&write(&value)),
            r#"{"a":{"c/d":true},"t":"y-2","n":{"m":null}}"#
        );
        assert_eq!(first("/upload/url"), "upload");
        assert_eq!(last("/upload/url"), "url");
    }
}
