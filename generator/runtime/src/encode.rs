//! Parameters as they are written on the wire: serialisation styles and percent-encoding.
//!
//! A value is refused when the server could not read it back: when a delimiter inside of an item
//! looks like one between items, or when a style has no way to write the shape. Three things are
//! written all the same, because every service reads them alike: scalars are text without their
//! type, `null` by itself is an empty text, and empty lists, empty objects and properties that are
//! `null` are left out.
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
const NULL_ITEM: Refusal = "a null inside of a list cannot be written here";
const DELIMITER: Refusal = "an item has the character that stands between items";
const HEADER_SPACE: Refusal = "headers lose spaces at the beginning and end of a text";
const HEADER_EMPTY: Refusal = "headers lose empty items of lists";

/// Writes a path parameter, given as JSON text, without the slashes around it.
///
/// # Errors
/// Refuses values that would change the meaning of the path, and shapes that the style cannot
/// write.
pub fn path(parameter: &Parameter, json: &str) -> Result<String, Refusal> {
    let value = read(json)?;
    let text = match parameter.style {
        Style::Json => escape(json, SEGMENT),
        Style::Label if parameter.explode => {
            apart(&value, |text| text.contains('.'))?;
            format!(".{}", items(&value, true, ".", SEGMENT)?)
        }
        Style::Label => format!(".{}", items(&value, false, ",", SEGMENT)?),
        Style::Matrix => matrix(parameter, &value)?,
        _ => items(&value, parameter.explode, ",", SEGMENT)?,
    };
    // URL parsers read an escaped dot as a dot, so that `%2e%2e` from a caller is no honest value.
    if text.is_empty() {
        return Err("an empty value would change the path");
    }
    if is_dots(&text.replace("%25", "%")) {
        Err(DOTS)
    } else {
        Ok(text)
    }
}

/// Why [`is_dots`] is refused.
pub const DOTS: Refusal = "`.` and `..` would change the path";

/// Whether URL parsers take a path segment for "here" or "one up"; they read `%2e` as a dot.
#[must_use]
pub fn is_dots(segment: &str) -> bool {
    // `%2e%2e` is the longest of them. Hardly a segment begins like one, and those are spared the rest.
    segment.len() <= 6 && segment.starts_with(['.', '%']) && {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    }
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
        (Style::Whole, _) => Ok(vec![escape(json, keep)]),
        (Style::Json, _) => Ok(vec![format!(
            "{}={}",
            query_text(parameter.name),
            escape(json, keep)
        )]),
        (Style::DeepObject, Value::Object(_) | Value::List(_)) => {
            let mut pairs = Vec::new();
            deep(&mut pairs, parameter.name, &value, keep)?;
            Ok(pairs)
        }
        (Style::SpaceDelimited, _) => delimited(parameter, &value, ' ', keep),
        (Style::PipeDelimited, _) => delimited(parameter, &value, '|', keep),
        _ => form(parameter, &value, ",", keep),
    }
}

/// Writes the value of a header parameter, given as JSON text; headers know no escapes.
///
/// # Errors
/// Refuses shapes that the style cannot write, and texts that a header would change.
pub fn header(parameter: &Parameter, json: &str) -> Result<String, Refusal> {
    if parameter.style == Style::Json {
        return Ok(json.to_owned());
    }
    let value = read(json)?;
    let is_assigned = parameter.explode && matches!(value, Value::Object(_));
    apart(&value, |text| {
        text.contains(',') || is_assigned && text.contains('=')
    })?;
    let mut fault = None;
    let text = join(&value, parameter.explode, ",", |text, part| {
        if text.trim() != text {
            fault = Some(HEADER_SPACE);
        } else if text.is_empty() && matches!(part, Part::Item) {
            fault = Some(HEADER_EMPTY);
        }
        text.to_owned()
    })?;
    fault.map_or(Ok(text), Err)
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
        Value::List(list) if parameter.explode => list
            .iter()
            .map(|item| Ok(pair(parameter.name, &escape(scalar(item)?, keep))))
            .collect(),
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

/// Like [`form`], with a delimiter that is escaped like the same character inside of an item.
fn delimited(
    parameter: &Parameter,
    value: &Value,
    delimiter: char,
    keep: &'static AsciiSet,
) -> Result<Vec<String>, Refusal> {
    if !parameter.explode {
        apart(value, |text| text.contains(delimiter))?;
    }
    form(
        parameter,
        value,
        &escape(delimiter.encode_utf8(&mut [0; 4]), ITEM),
        keep,
    )
}

/// Refuses items that have the delimiter in them, where it cannot be escaped.
fn apart(value: &Value, has_delimiter: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    let is_split = |item: &Value| matches!(item, Value::Text(text) if has_delimiter(text));
    let any = match value {
        Value::Null | Value::Text(_) => false,
        Value::List(list) => list.iter().any(is_split),
        Value::Object(object) => object
            .iter()
            .any(|(key, item)| has_delimiter(key) || is_split(item)),
    };
    if any { Err(DELIMITER) } else { Ok(()) }
}

// `filter[author][name]=Ann&filter[tags][0]=a&filter[tags][1]=b`
//
// OpenAPI says nothing of lists. Servers that read brackets at all want some for lists, too, and
// only with the position do lists of objects stay apart.
fn deep(
    pairs: &mut Vec<String>,
    name: &str,
    value: &Value,
    keep: &'static AsciiSet,
) -> Result<(), Refusal> {
    let pair = |text: &str| format!("{}={}", query_text(name), escape(text, keep));
    match value {
        Value::Null => {}
        Value::Text(text) => pairs.push(pair(text)),
        Value::List(list) => {
            for (index, item) in list.iter().enumerate() {
                if *item == Value::Null {
                    return Err(NULL_ITEM);
                }
                deep(pairs, &format!("{name}[{index}]"), item, keep)?;
            }
        }
        Value::Object(object) => {
            for (key, item) in object {
                if key.contains(['[', ']']) {
                    return Err(DELIMITER);
                }
                deep(pairs, &format!("{name}[{key}]"), item, keep)?;
            }
        }
    }
    Ok(())
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
    mut write: impl FnMut(&str, Part) -> String,
) -> Result<String, Refusal> {
    let assign = if explode { "=" } else { delimiter };
    let texts: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::Text(text) => vec![write(text, Part::Whole)],
        Value::List(list) => list
            .iter()
            .map(|item| Ok(write(scalar(item)?, Part::Item)))
            .collect::<Result<_, Refusal>>()?,
        Value::Object(object) => {
            let properties = object.iter().filter(|(_, item)| *item != Value::Null);
            properties
                .map(|(key, value)| {
                    let key = write(key, Part::Item);
                    let value = write(scalar(value)?, Part::Item);
                    Ok(format!("{key}{assign}{value}"))
                })
                .collect::<Result<_, Refusal>>()?
        }
    };
    Ok(texts.join(delimiter))
}

fn scalar(value: &Value) -> Result<&str, Refusal> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Null => Err(NULL_ITEM),
        Value::List(_) | Value::Object(_) => Err(NESTED),
    }
}

fn escape(text: &str, keep: &'static AsciiSet) -> String {
    utf8_percent_encode(text, keep).to_string()
}
