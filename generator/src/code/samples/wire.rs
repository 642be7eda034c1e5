//! A request as the document describes it: OpenAPI's styles and forms, written down from its text.
//!
//! This is a second opinion on what the runtime does, so it shares nothing with
//! it. What has no single spelling on the wire is given up: then there is no test.

use super::call::Caller;
use super::{BodyValues, Values, Wire, WireBody, WirePart, is_same, kept};
use crate::code::{Body, docs};
use crate::ir::{self, CredentialKind, Encoding, Location, Style};
use crate::value::Value;

/// The request of a call.
pub(super) fn plan_wire(api: &ir::Api, caller: &Caller<'_>, values: &Values<'_>) -> Option<Wire> {
    let operation = caller.operation;
    let mut headers = Vec::new();
    let mut cookies = Vec::new();
    let mut query = Vec::new();
    for (parameter, value) in &values.parameters {
        let pieces = parameter_pieces(parameter, value)?;
        match parameter.location {
            Location::Path => {}
            Location::Query => query.extend(pieces),
            Location::Cookie => cookies.extend(pieces),
            Location::Header => headers.push((parameter.name.clone(), pieces.concat())),
        }
    }
    let secrets = secrets(api, operation);
    if !cookies.is_empty() {
        // Credentials would stand beside them in the same header.
        if secrets.iter().any(|(place, _)| *place == Location::Cookie) {
            return None;
        }
        headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    let mut target = path(operation, values)?;
    if !query.is_empty() {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&query.join("&"));
    }
    Some(Wire {
        method: operation.method.clone(),
        target,
        headers,
        secrets,
        body: plan_body(caller, &values.body)?,
    })
}

/// The credentials of the first alternative that has any, by their place and name.
fn secrets(api: &ir::Api, operation: &ir::Operation) -> Vec<(Location, String)> {
    let mut alternatives = operation.security.iter();
    let Some(indexes) = alternatives.find(|indexes| !indexes.is_empty()) else {
        return Vec::new();
    };
    let credentials = indexes
        .iter()
        .filter_map(|index| api.credentials.get(*index));
    let places = credentials.map(|credential| match &credential.kind {
        CredentialKind::Bearer | CredentialKind::Basic => {
            (Location::Header, "authorization".to_owned())
        }
        CredentialKind::ApiKey { location, name } => (*location, name.clone()),
    });
    places.collect()
}

/// The path template with its values.
fn path(operation: &ir::Operation, values: &Values<'_>) -> Option<String> {
    let mut text = String::new();
    let mut rest = operation.path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let mut given = values.parameters.iter();
        let (parameter, value) = given.find(|(parameter, _)| {
            parameter.location == Location::Path && parameter.name == name
        })?;
        text.push_str(before);
        text.push_str(&parameter_pieces(parameter, value)?.concat());
        rest = after;
    }
    text.push_str(rest);
    // A template can have characters that a URL spells in another way.
    let is_plain =
        |char: char| char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%?".contains(char);
    let has_dots = text
        .split(['/', '?'])
        .any(|part| part == "." || part == "..");
    (text.chars().all(is_plain) && !has_dots).then_some(text)
}

/// The pieces of a parameter as they are on the wire: pairs of a query or cookie, or one text.
///
/// None for values that have no spelling, or more than one, in this style.
pub(super) fn parameter_pieces(parameter: &ir::Parameter, value: &Value) -> Option<Vec<String>> {
    match parameter.location {
        Location::Path => path_text(parameter, value).map(|text| vec![text]),
        Location::Header => header_text(parameter, value).map(|text| vec![text]),
        Location::Query | Location::Cookie => pairs(parameter, value),
    }
}

// `5`, `3,4`, `R,100`, `R=100`; `.5`, `.3,4`, `.3.4`; `;color=5`, `;color=3,4`, `;color=3;color=4`
fn path_text(parameter: &ir::Parameter, value: &Value) -> Option<String> {
    let name = escaped(&parameter.name, STRICT);
    let explode = parameter.explode;
    let text = match (parameter.style, value) {
        (Style::Json, _) => return None,
        (Style::Label, Value::Array(_) | Value::Object(_)) => {
            let between = if explode { "." } else { "," };
            format!(".{}", items(value, explode)?.join(between))
        }
        (Style::Label, _) => format!(".{}", escaped(&scalar(value)?, PATH)),
        (Style::Matrix, Value::Array(_)) if explode => items(value, false)?
            .iter()
            .map(|item| format!(";{name}={item}"))
            .collect(),
        (Style::Matrix, Value::Object(_)) if explode => items(value, true)?
            .iter()
            .map(|item| format!(";{item}"))
            .collect(),
        (Style::Matrix, Value::Array(_) | Value::Object(_)) => {
            format!(";{name}={}", items(value, false)?.join(","))
        }
        (Style::Matrix, _) => format!(";{name}={}", escaped(&scalar(value)?, STRICT)),
        (_, Value::Array(_) | Value::Object(_)) => items(value, explode)?.join(","),
        _ => escaped(&scalar(value)?, PATH),
    };
    (!text.is_empty() && text != "." && text != "..").then_some(text)
}

// `blue`, `blue,black`, `R,100,G,200`, `R=100,G=200`: headers know no escapes
fn header_text(parameter: &ir::Parameter, value: &Value) -> Option<String> {
    let text = match (parameter.style, value) {
        (Style::Json, _) => return None,
        (_, Value::Array(_) | Value::Object(_)) => items(value, parameter.explode)?.join(","),
        _ => scalar(value)?,
    };
    let is_plain = text.chars().all(|char| matches!(char, ' '..='~'));
    (is_plain && text.trim() == text && !text.contains('%')).then_some(text)
}

// `color=blue`, `color=blue,black`, `color=blue&color=black`, `color=R,100`, `R=100`,
// `color=blue%20black`, `color=blue%7Cblack`, `color%5BR%5D=100`
fn pairs(parameter: &ir::Parameter, value: &Value) -> Option<Vec<String>> {
    let keep = if parameter.allow_reserved {
        RESERVED
    } else {
        QUERY
    };
    let name = escaped(&parameter.name, QUERY);
    let explode = parameter.explode;
    let pairs = match (parameter.style, value) {
        (Style::Whole, Value::Array(_) | Value::Object(_)) => {
            vec![escaped(&docs::json(value), keep)]
        }
        (Style::Json, Value::Array(_) | Value::Object(_)) => {
            vec![format!("{name}={}", escaped(&docs::json(value), keep))]
        }
        (Style::Json | Style::Whole, _) => return None,
        (Style::DeepObject, Value::Object(_) | Value::Array(_)) => {
            let mut pairs = Vec::new();
            deep(&mut pairs, &parameter.name, value, keep)?;
            pairs
        }
        (_, Value::Array(list)) if explode => {
            let items = list.iter();
            items
                .map(|item| Some(format!("{name}={}", escaped(&scalar(item)?, keep))))
                .collect::<Option<_>>()?
        }
        (_, Value::Object(members)) if explode => {
            let members = members.iter().filter(|(_, member)| **member != Value::Null);
            members
                .map(|(key, member)| {
                    let key = escaped(key, QUERY);
                    Some(format!("{key}={}", escaped(&scalar(member)?, keep)))
                })
                .collect::<Option<_>>()?
        }
        (style, Value::Array(_) | Value::Object(_)) => {
            let items = items(value, false)?;
            let between = match style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => ",",
            };
            if items.is_empty() {
                Vec::new()
            } else if style != Style::Form && items.iter().any(|item| item.contains(between)) {
                return None;
            } else {
                vec![format!("{name}={}", items.join(between))]
            }
        }
        _ => vec![format!("{name}={}", escaped(&scalar(value)?, keep))],
    };
    Some(pairs)
}

fn deep(pairs: &mut Vec<String>, name: &str, value: &Value, keep: &str) -> Option<()> {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, member) in members {
                if key.contains(['[', ']']) {
                    return None;
                }
                deep(pairs, &format!("{name}[{key}]"), member, keep)?;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if *item == Value::Null {
                    return None;
                }
                deep(pairs, &format!("{name}[{index}]"), item, keep)?;
            }
        }
        _ => {
            let text = escaped(&scalar(value)?, keep);
            pairs.push(format!("{}={text}", escaped(name, QUERY)));
        }
    }
    Some(())
}

/// The items of a list, or keys and values of an object: `R`, `100`, or exploded `R=100`.
///
/// Only of letters, digits and a few signs, so that nothing looks like a delimiter.
fn items(value: &Value, explode: bool) -> Option<Vec<String>> {
    let item = |value: &Value| {
        let text = scalar(value)?;
        let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
        (!text.is_empty() && text.chars().all(is_plain)).then_some(text)
    };
    let mut items = Vec::new();
    match value {
        Value::Array(list) => {
            for value in list {
                items.push(item(value)?);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let key = item(&Value::String(key.clone()))?;
                if *member == Value::Null {
                    continue;
                }
                if explode {
                    items.push(format!("{key}={}", item(member)?));
                } else {
                    items.extend([key, item(member)?]);
                }
            }
        }
        _ => return None,
    }
    Some(items)
}

/// The text of a value that is neither list nor object.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Float(value) => Some(format!("{value:?}")),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The unreserved characters of RFC 3986.
const STRICT: &str = "-._~";

/// What a segment of a path may have besides letters and digits.
const PATH: &str = "-._~!$&'()*+,;=:@";

/// What JavaScript's `encodeURIComponent` keeps, less the apostrophe.
const QUERY: &str = "-._~!*()";

/// With `allowReserved` also what has no meaning in a query.
const RESERVED: &str = "-._~!*():/?@$',;=";

fn escaped(text: &str, keep: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || keep.contains(char::from(byte)) && byte.is_ascii() {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// Whether a field of a body has one spelling on the wire.
pub(super) fn is_writable_field(encoding: Encoding, value: &Value) -> bool {
    match encoding {
        Encoding::Form => match value {
            Value::Array(items) => items.iter().all(|item| scalar(item).is_some()),
            value => scalar(value).is_some(),
        },
        Encoding::Multipart => match value {
            Value::Array(items) => items
                .iter()
                .all(|item| !matches!(item, Value::Null | Value::Array(_))),
            value => *value != Value::Null,
        },
        Encoding::Json | Encoding::Text | Encoding::Binary => true,
    }
}

fn plan_body(caller: &Caller<'_>, values: &BodyValues) -> Option<WireBody> {
    let Some(body) = caller.body else {
        return Some(WireBody::Nothing);
    };
    let media_type = body.media_type.clone();
    // An object given as a whole is taken apart in the same way.
    let members: Vec<(&str, &Value, bool)> = match values {
        BodyValues::Nothing => Vec::new(),
        BodyValues::Fields(fields) => fields
            .iter()
            .map(|(name, value, is_file)| (name.as_str(), value, *is_file))
            .collect(),
        BodyValues::Whole(value) => match (body.encoding, value) {
            (Encoding::Json, value) => {
                return Some(WireBody::Json(media_type, docs::json(value), None));
            }
            (Encoding::Text | Encoding::Binary, Value::String(text)) => {
                return Some(WireBody::Bytes(media_type, text.clone()));
            }
            (Encoding::Form | Encoding::Multipart, Value::Object(members)) => members
                .iter()
                .map(|(name, value)| (name.as_str(), value, false))
                .collect(),
            _ => return None,
        },
    };
    if !members
        .iter()
        .all(|(_, value, _)| is_writable_field(body.encoding, value))
    {
        return None;
    }
    match body.encoding {
        _ if members.is_empty() && !caller.operation.body_required => Some(WireBody::Nothing),
        Encoding::Json => {
            let members = members
                .iter()
                .map(|(name, value, _)| ((*name).to_owned(), (*value).clone()));
            let object = Value::Object(members.collect());
            // The model of the whole body has to say the same as its fields do one by one.
            let model = match &caller.method.body {
                Body::Json(_, Some(ty)) => kept(caller.types, body.ty, &object)
                    .ok()
                    .filter(|kept| is_same(kept, &object))
                    .map(|_| ty.clone()),
                _ => None,
            };
            Some(WireBody::Json(media_type, docs::json(&object), model))
        }
        // So are parts with a media type of their own; a file here says what it is.
        Encoding::Multipart
            if members.iter().any(|(name, _, is_file)| {
                !is_file && body.parts.iter().any(|part| part.name == *name)
            }) =>
        {
            None
        }
        // Fields with a style of their own are left to the tests of the runtime.
        Encoding::Form
            if members.iter().any(|(name, value, _)| {
                scalar(value).is_none() && body.styles.iter().any(|field| field.name == *name)
            }) =>
        {
            None
        }
        Encoding::Form => {
            let pairs = members.iter().flat_map(|(name, value, _)| {
                listed(value)
                    .into_iter()
                    .filter_map(|item| Some(((*name).to_owned(), scalar(item)?)))
            });
            Some(WireBody::Form(pairs.collect()))
        }
        Encoding::Multipart => {
            let parts = members.iter().flat_map(|(name, value, is_file)| {
                listed(value)
                    .into_iter()
                    .map(|item| part(name, item, *is_file))
            });
            Some(WireBody::Parts(parts.collect()))
        }
        Encoding::Text | Encoding::Binary => None,
    }
}

/// The items of a list, which repeat its name in a form; another value by itself.
fn listed(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        value => vec![value],
    }
}

fn part(name: &str, value: &Value, is_file: bool) -> WirePart {
    let name = name.to_owned();
    match scalar(value) {
        Some(text) if is_file => WirePart::File(name, text),
        Some(text) => WirePart::Text(name, text),
        None => WirePart::Json(name, docs::json(value)),
    }
}
