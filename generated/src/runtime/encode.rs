// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Parameters as they are written on the wire: serialisation styles and percent-encoding.
//!
//! Everything is refused that cannot be written so that the server reads back the same value.
//! Needs `service`, `value`. `percent-encoding`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::service::{Parameter, Style};
use super::value::Value;

/// Kept in the items of lists and objects, where every delimiter must be escaped.
const ITEM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Kept in a path segment that is one value: `A-Za-z0-9-._~!$&'()*+,;=:@`.
const SEGMENT: &AsciiSet = &ITEM
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Kept in a query: what JavaScript's `encodeURIComponent` keeps, except the apostrophe, which
/// URL parsers escape anyway.
const QUERY: &AsciiSet = &ITEM.remove(b'!').remove(b'*').remove(b'(').remove(b')');

/// Kept with `allowReserved`: also what has no meaning in a query string. `%` is escaped, so that
/// the server reads exactly the caller's text.
const RESERVED: &AsciiSet = &QUERY
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'$')
    .remove(b'\'')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Escapes a text for a query string, as a name or as a value.
#[must_use]
pub fn query_text(text: &str) -> String {
    escape(text, QUERY)
}

/// Why a value cannot be written.
pub type Refusal = &'static str;

const NESTED: Refusal = "lists and objects inside a list or object cannot be written here";

/// Writes a path parameter, given as JSON text, without the slashes around it.
///
/// # Errors
/// Refuses values that would change the meaning of the path, and shapes that the style cannot
/// write.
pub fn path(parameter: &Parameter, json: &str) -> Result<String, Refusal> {
    let value = read(json)?;
    let text = match parameter.style {
        Style::Json => escape(json, SEGMENT),
        Style::Label if parameter.explode => format!(".{}", items(&value, true, ".", SEGMENT)?),
        Style::Label => format!(".{}", items(&value, false, ",", SEGMENT)?),
        Style::Matrix => matrix(parameter, &value)?,
        _ => items(&value, parameter.explode, ",", SEGMENT)?,
    };
    // URL parsers read an escaped dot as a dot, so that `%2e%2e` from a caller is no honest value.
    let dots = text.to_ascii_lowercase().replace("%252e", ".");
    if dots.is_empty() {
        return Err("an empty value would change the path");
    }
    if is_dots(&dots) { Err(DOTS) } else { Ok(text) }
}

/// Why [`is_dots`] is refused.
pub const DOTS: Refusal = "`.` and `..` would change the path";

/// Whether URL parsers take a path segment for "here" or "one up".
#[must_use]
pub fn is_dots(segment: &str) -> bool {
    segment == "." || segment == ".."
}

/// Writes a query or cookie parameter, given as JSON text, as its `name=value` pairs.
///
/// An empty list or object has none.
///
/// # Errors
/// Refuses shapes that the style cannot write.
pub fn pairs(parameter: &Parameter, json: &str) -> Result<Vec<String>, Refusal> {
    let keep = if parameter.allow_reserved {
        RESERVED
    } else {
        QUERY
    };
    let value = read(json)?;
    match (parameter.style, &value) {
        (Style::Json, _) => Ok(vec![format!(
            "{}={}",
            query_text(parameter.name),
            escape(json, keep)
        )]),
        (Style::DeepObject, Value::Object(_)) => {
            let mut pairs = Vec::new();
            deep(&mut pairs, parameter.name, &value, keep);
            Ok(pairs)
        }
        (Style::SpaceDelimited, _) => form(parameter, &value, "%20", keep),
        (Style::PipeDelimited, _) => form(parameter, &value, "%7C", keep),
        _ => form(parameter, &value, ",", keep),
    }
}

/// Writes the value of a header parameter, given as JSON text; headers know no escapes.
///
/// # Errors
/// Refuses shapes that the style cannot write.
pub fn header(parameter: &Parameter, json: &str) -> Result<String, Refusal> {
    match parameter.style {
        Style::Json => Ok(json.to_owned()),
        _ => join(&read(json)?, parameter.explode, ",", |text, _| {
            text.to_owned()
        }),
    }
}

fn read(json: &str) -> Result<Value, Refusal> {
    Value::from_json(json).map_err(|_| "the value is not JSON")
}

// `;color=blue`, `;color=blue,black`, `;color=blue;color=black`, `;R=100;G=200`
fn matrix(parameter: &Parameter, value: &Value) -> Result<String, Refusal> {
    let pairs = form(parameter, value, ",", ITEM)?;
    let text = pairs
        .iter()
        .map(|pair| format!(";{}", pair.strip_suffix('=').unwrap_or(pair)));
    Ok(text.collect())
}

// `color=blue`, `color=blue,black`, `color=blue&color=black`, `color=R,100,G,200`, `R=100&G=200`
fn form(
    parameter: &Parameter,
    value: &Value,
    delimiter: &str,
    keep: &'static AsciiSet,
) -> Result<Vec<String>, Refusal> {
    let pair = |name: &str, text: &str| format!("{}={text}", query_text(name));
    match value {
        Value::List(list) if parameter.explode => {
            let items = list.iter().filter(|item| **item != Value::Null);
            items
                .map(|item| Ok(pair(parameter.name, &escape(scalar(item)?, keep))))
                .collect()
        }
        Value::Object(object) if parameter.explode => {
            let properties = object.iter().filter(|(_, item)| *item != Value::Null);
            properties
                .map(|(key, item)| Ok(pair(key, &escape(scalar(item)?, keep))))
                .collect()
        }
        Value::List(list) if list.is_empty() => Ok(Vec::new()),
        Value::Object(object) if object.is_empty() => Ok(Vec::new()),
        _ => Ok(vec![pair(
            parameter.name,
            &items(value, false, delimiter, keep)?,
        )]),
    }
}

// `filter[author][name]=Ann&filter[tags]=a&filter[tags]=b`
fn deep(pairs: &mut Vec<String>, name: &str, value: &Value, keep: &'static AsciiSet) {
    match value {
        Value::Null => {}
        Value::Text(text) => pairs.push(format!("{}={}", query_text(name), escape(text, keep))),
        Value::List(list) => list.iter().for_each(|item| deep(pairs, name, item, keep)),
        Value::Object(object) => {
            for (key, item) in object {
                deep(pairs, &format!("{name}[{key}]"), item, keep);
            }
        }
    }
}

/// Joins and escapes: a value that stands alone by its own rule, items by the strict one, because
/// the delimiter must not be among the characters that stay as they are.
fn items(
    value: &Value,
    explode: bool,
    delimiter: &str,
    keep: &'static AsciiSet,
) -> Result<String, Refusal> {
    join(value, explode, delimiter, |text, part| match part {
        Part::Whole => escape(text, keep),
        Part::Item => escape(text, ITEM),
    })
}

/// Whether a text stands alone or among others.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Item,
}

/// Joins the scalars of a value: `blue`, `blue,black`, `R,100,G,200` or, exploded, `R=100,G=200`.
fn join(
    value: &Value,
    explode: bool,
    delimiter: &str,
    write: impl Fn(&str, Part) -> String,
) -> Result<String, Refusal> {
    let assign = if explode { "=" } else { delimiter };
    let item = |value| Ok(write(scalar(value)?, Part::Item));
    let texts: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::Text(text) => vec![write(text, Part::Whole)],
        Value::List(list) => {
            let items = list.iter().filter(|item| **item != Value::Null);
            items.map(item).collect::<Result<_, Refusal>>()?
        }
        Value::Object(object) => {
            let properties = object.iter().filter(|(_, item)| *item != Value::Null);
            properties
                .map(|(key, value)| {
                    Ok(format!(
                        "{}{assign}{}",
                        write(key, Part::Item),
                        item(value)?
                    ))
                })
                .collect::<Result<_, Refusal>>()?
        }
    };
    Ok(texts.join(delimiter))
}

fn scalar(value: &Value) -> Result<&str, Refusal> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Null => Ok(""),
        Value::List(_) | Value::Object(_) => Err(NESTED),
    }
}

fn escape(text: &str, keep: &'static AsciiSet) -> String {
    utf8_percent_encode(text, keep).to_string()
}
