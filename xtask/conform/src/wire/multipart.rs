//! Multipart forms (RFC 7578): a part per property, and per item of a list, of the media type that
//! `encoding` names or OpenAPI gives.

use serde_json::Value;

use super::body::Content;
use super::operation::resolve;
use super::{Captured, Fault, Findings, Operation};
use super::{defined, header, same};

/// A part as it was sent.
#[derive(Debug, Default)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    body: Vec<u8>,
}

/// Compares the parts of a form.
pub(super) fn check(
    operation: &Operation<'_>,
    content: &Content<'_>,
    media_type: &str,
    captured: &Captured,
    findings: &mut Findings,
) {
    let parts =
        attribute(media_type, "boundary").and_then(|boundary| parts(&captured.body, &boundary));
    let Some(mut parts) = parts else {
        let fault = Fault::new("parts", "parts between boundaries", media_type);
        return findings.faults.push(fault);
    };
    let Value::Object(members) = &content.value else {
        return findings
            .undefined
            .push("parts of something that is no object".to_owned());
    };
    for (name, value) in members {
        let (own, others): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| part.name == *name);
        parts = others;
        check_property(operation, content, name, value, &own, findings);
    }
    if let Some(part) = parts.first() {
        let fault = Fault::new("parts", "nothing else", format!("a part `{}`", part.name));
        findings.faults.push(fault);
    }
}

fn check_property(
    operation: &Operation<'_>,
    content: &Content<'_>,
    name: &str,
    value: &Value,
    parts: &[Part],
    findings: &mut Findings,
) {
    let place = format!("part `{name}`");
    let items = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    if parts.len() != items.len() {
        let expected = format!("{} parts of {value}", items.len());
        let sent = format!("{} parts", parts.len());
        return findings.faults.push(Fault::new(place, expected, sent));
    }
    let encoding = content
        .media
        .pointer("/encoding")
        .and_then(|all| all.get(name));
    let wanted = encoding.and_then(|encoding| encoding.get("contentType")?.as_str());
    let is_file = is_file(operation, content, name);
    for (part, item) in parts.iter().zip(items) {
        if let Err(fault) = check_part(part, item, wanted, is_file, &place) {
            findings.faults.push(fault);
        }
    }
}

fn check_part(
    part: &Part,
    item: &Value,
    wanted: Option<&str>,
    is_file: bool,
    place: &str,
) -> Result<(), Fault> {
    let media_type = part.media_type.as_deref();
    let sent = || String::from_utf8_lossy(&part.body).into_owned();
    let is_json = match wanted {
        Some(wanted) => defined::is_json(wanted),
        None => item.is_object() || item.is_array(),
    };
    let is_right = match serde_json::from_slice::<Value>(&part.body) {
        Ok(json) if is_json => same::is_same(&json, item),
        _ if is_json => false,
        _ => same::says(&sent(), item),
    };
    if !is_right {
        return Err(Fault::new(place, item.to_string(), sent()));
    }
    let default = match (is_file, is_json) {
        (_, true) => "application/json",
        (true, _) => "application/octet-stream",
        (false, _) => "text/plain",
    };
    // RFC 7578: a part that does not say what it is, is text.
    let said = media_type.unwrap_or("text/plain");
    let is_wanted = match wanted {
        Some(wanted) => wanted.split(',').any(|range| header::covers(range, said)),
        // Whoever has a file knows best what it is.
        None => is_file || header::covers(default, said),
    };
    if !is_wanted {
        let expected = format!("of type {}", wanted.unwrap_or(default));
        return Err(Fault::new(place, expected, said));
    }
    if is_file && part.file_name.is_none() {
        return Err(Fault::new(place, "a file name", "none"));
    }
    Ok(())
}

/// Whether a property holds bytes: `format: binary`, or 3.1's `contentMediaType` alone.
fn is_file(operation: &Operation<'_>, content: &Content<'_>, name: &str) -> bool {
    let follow = |node| resolve(operation.document, node, "").0;
    let schema = content.media.get("schema").map(follow);
    let property = schema
        .and_then(|schema| property(schema, name, &follow, DEEPEST))
        .map(follow);
    let Some(property) = property else {
        return false;
    };
    let of = not_null(property.get("items").map_or(property, follow), &follow);
    let of = of.get("items").map_or(of, follow);
    let said = |key: &str| of.get(key).and_then(Value::as_str);
    let is_binary = said("format") == Some("binary") || said("contentEncoding") == Some("binary");
    let is_octets = said("contentMediaType") == Some("application/octet-stream");
    is_binary || is_octets && of.get("contentEncoding").is_none()
}

/// How deep `allOf` may nest.
const DEEPEST: usize = 16;

/// A property of an object, or of a part of it.
fn property<'d>(
    schema: &'d Value,
    name: &str,
    follow: &impl Fn(&'d Value) -> &'d Value,
    depth: usize,
) -> Option<&'d Value> {
    let own = schema.get("properties").and_then(|known| known.get(name));
    let parts = schema.get("allOf").and_then(Value::as_array);
    let mut parts = parts.into_iter().flatten().filter(|_| depth > 0);
    own.or_else(|| parts.find_map(|part| property(follow(part), name, follow, depth - 1)))
}

/// The branch beside null, where a schema is such a union.
fn not_null<'d>(schema: &'d Value, follow: &impl Fn(&'d Value) -> &'d Value) -> &'d Value {
    let branches = ["anyOf", "oneOf"]
        .iter()
        .find_map(|key| schema.get(*key)?.as_array());
    let is_null = |branch: &Value| branch.get("type").and_then(Value::as_str) == Some("null");
    let others = branches
        .into_iter()
        .flatten()
        .filter(|branch| !is_null(branch));
    match others.collect::<Vec<_>>().as_slice() {
        [only] => follow(only),
        _ => schema,
    }
}

/// Cuts a body at its boundaries; none if they are not where they should be.
fn parts(body: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let delimiter = format!("\r\n--{boundary}");
    // The first one may stand at the very beginning.
    let body = [b"\r\n", body].concat();
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = find(&body[at..], delimiter.as_bytes()) {
        starts.push(at + found);
        at += found + delimiter.len();
    }
    let end = body.get(starts.last()? + delimiter.len()..)?;
    if !end.starts_with(b"--") {
        return None;
    }
    starts
        .windows(2)
        .map(|pair| {
            part(
                body.get(pair[0] + delimiter.len()..pair[1])?
                    .strip_prefix(b"\r\n")?,
            )
        })
        .collect()
}

fn part(section: &[u8]) -> Option<Part> {
    let head = find(section, b"\r\n\r\n")?;
    let mut part = Part {
        body: section[head + 4..].to_vec(),
        ..Part::default()
    };
    for line in std::str::from_utf8(&section[..head]).ok()?.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" => {
                part.name = attribute(value, "name")?;
                part.file_name = attribute(value, "filename");
            }
            "content-type" => part.media_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(part)
}

// `form-data; name="a"; filename="b"`
fn attribute(value: &str, name: &str) -> Option<String> {
    let text = value.split(';').skip(1).find_map(|part| {
        let (known, text) = part.trim().split_once('=')?;
        known.eq_ignore_ascii_case(name).then_some(text)
    })?;
    let text = text.trim_matches('"');
    // Browsers write these three as escapes (the HTML standard).
    Some(
        text.replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n"),
    )
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
