// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Values of arguments: text from the command line, read by kind, kept as it was typed.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use serde::ser::{Serialize, Serializer};

use super::json::{self, Tree};
use super::table::{Arg, ArgKind};

/// The value of an argument.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// The literal `null` for an argument that may be null.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, with the digits that were typed.
    Number(String),
    /// Any text.
    Text(String),
    /// A JSON value, as it was typed.
    Json(String),
    /// The path of a file.
    File(PathBuf),
    /// The values of a flag that was given several times.
    List(Vec<Value>),
    /// One `NAME=VALUE` of a flag that takes such pairs.
    Pair(String, Box<Value>),
    /// The pairs of a flag that was given several times.
    Map(Vec<(String, Value)>),
}

/// Reads the value of an argument by its kind.
///
/// The literal `null` means JSON's null where the argument may be null, but never for text and
/// files: there it is a name like any other, and a flag left out is the way to say nothing.
fn read(kind: ArgKind, nullable: bool, text: &str) -> Result<Value, String> {
    let value = match kind {
        ArgKind::Text => Value::Text(text.to_owned()),
        ArgKind::File => Value::File(text.into()),
        ArgKind::Json => {
            json::parse_value(text).map_err(|error| format!("not JSON: {error}"))?;
            Value::Json(text.trim().to_owned())
        }
        _ if nullable && text == "null" => Value::Null,
        ArgKind::Integer if json::is_integer(text) => Value::Number(text.to_owned()),
        ArgKind::Number if json::is_number(text) => Value::Number(text.to_owned()),
        ArgKind::Boolean if text == "true" => Value::Boolean(true),
        ArgKind::Boolean if text == "false" => Value::Boolean(false),
        ArgKind::Integer => return Err("not a whole number".to_owned()),
        ArgKind::Number => return Err("not a number".to_owned()),
        ArgKind::Boolean => return Err("neither true nor false".to_owned()),
    };
    Ok(value)
}

/// Reads `NAME=VALUE`, or the whole object as JSON.
fn read_pair(kind: ArgKind, nullable: bool, text: &str) -> Result<Value, String> {
    if nullable && text == "null" {
        return Ok(Value::Null);
    }
    if text.starts_with('{') && json::parse_value(text).is_ok() {
        return Ok(Value::Json(text.trim().to_owned()));
    }
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            let value = read(kind, false, value)?;
            Ok(Value::Pair(name.to_owned(), Box::new(value)))
        }
        _ => Err("not NAME=VALUE".to_owned()),
    }
}

/// The path of a file: `@hero.png` is `hero.png`, and `\\@a` a file that is called `@a`.
pub(super) fn path(value: &OsStr) -> PathBuf {
    match value.to_str() {
        Some(text) => match text.strip_prefix('@') {
            Some(path) if !path.is_empty() => path.into(),
            _ if text.starts_with("\\@") => text.trim_start_matches('\\').into(),
            _ => text.into(),
        },
        None => value.into(),
    }
}

/// Clap's view of an argument: known values are offered, others accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader(pub(super) &'static Arg);

impl TypedValueParser for Reader {
    type Value = Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Value, clap::Error> {
        let Arg {
            kind,
            nullable,
            map,
            ..
        } = *self.0;
        if kind == ArgKind::File {
            return Ok(Value::File(path(value))); // A path need not be Unicode.
        }
        // A function is a parser too, and its message gets the frame that clap's own have.
        let read = move |text: &str| match map {
            true => read_pair(kind, nullable, text),
            false => read(kind, nullable, text),
        };
        read.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = match self.0.kind {
            ArgKind::Boolean => &["true", "false"],
            _ => self.0.values,
        };
        if values.is_empty() {
            return None;
        }
        Some(Box::new(values.iter().map(PossibleValue::new)))
    }
}

impl Value {
    /// Whether the value is a file or a list of files.
    pub(super) fn is_file(&self) -> bool {
        match self {
            Self::File(_) => true,
            Self::List(items) => items.iter().any(Self::is_file),
            _ => false,
        }
    }

    /// Appends the value as JSON text.
    pub(super) fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(true) => out.push_str("true"),
            Self::Boolean(false) => out.push_str("false"),
            Self::Number(text) | Self::Json(text) => out.push_str(text),
            Self::Text(text) => write_json_string(text, out),
            Self::File(path) => write_json_string(&path.to_string_lossy(), out),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            // A pair is a map of one.
            Self::Pair(name, value) => {
                out.push('{');
                write_json_string(name, out);
                out.push(':');
                value.write_json(out);
                out.push('}');
            }
            Self::Map(pairs) => {
                out.push('{');
                for (index, (name, value)) in pairs.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_json_string(name, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

/// Appends a text as a JSON string.
pub(super) fn write_json_string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(digits) => json::serialize_number(digits, serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(text) => Tree::new(text).serialize(serializer),
            Self::File(path) => path.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Pair(name, value) => serializer.collect_map([(name, value)]),
            Self::Map(pairs) => {
                serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

/// A value for places where a number is written like a text, so that its digits are kept: the
/// parameters and forms that are no JSON.
#[derive(Debug)]
pub(super) struct Spelled<'a>(pub(super) &'a Value);

impl Serialize for Spelled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Number(digits) => serializer.serialize_str(digits),
            Value::Json(text) => Tree::new(text).spelled().serialize(serializer),
            Value::List(items) => serializer.collect_seq(items.iter().map(Spelled)),
            Value::Map(pairs) => {
                serializer.collect_map(pairs.iter().map(|(name, value)| (name, Spelled(value))))
            }
            value => value.serialize(serializer),
        }
    }
}
