//! The values outside of the body: found, read by their style, checked.

use std::borrow::Cow;

use flora_codegen::ir::{Location, Operation, Parameter, Shape, Style, TypeRef, Types};
use flora_codegen::value::Value;
use hyper::HeaderMap;
use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

use crate::check::{self, Fault};
use crate::json;

/// Where the values of a request are.
#[derive(Debug)]
pub(crate) struct Sources<'a> {
    /// Raw segments of the path, by the parameter's name.
    pub(crate) path: &'a [(String, String)],
    /// The pairs of the query: the name decoded, the value raw.
    pub(crate) query: &'a [(String, String)],
    /// The headers.
    pub(crate) headers: &'a HeaderMap,
}

/// The values of parameters, by place and name.
#[derive(Debug, Default)]
pub(crate) struct Values(Vec<(Location, String, Value)>);

impl Values {
    /// The value of a parameter.
    pub(crate) fn get(&self, location: Location, name: &str) -> Option<&Value> {
        let mut values = self.0.iter();
        let found = values.find(|(place, other, _)| *place == location && other == name);
        found.map(|(_, _, value)| value)
    }

    /// The values in one place.
    pub(crate) fn of(&self, location: Location) -> impl Iterator<Item = (&str, &Value)> {
        let values = self.0.iter();
        values
            .filter(move |(place, _, _)| *place == location)
            .map(|(_, name, value)| (name.as_str(), value))
    }
}

/// Pairs of a query or of a URL-encoded form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), value.to_owned())
        })
        .collect()
}

/// Percent-decoded text; in a query `+` is a space.
pub(crate) fn decode(text: &str, is_query: bool) -> String {
    let text = match is_query && text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Reads and checks all parameters of an operation.
pub(crate) fn read(
    types: &Types,
    operation: &Operation,
    sources: &Sources<'_>,
    faults: &mut Vec<Fault>,
) -> Values {
    let mut values = Values::default();
    for parameter in &operation.parameters {
        match find(types, parameter, sources) {
            None if parameter.required => faults.push(Fault::new(&parameter.name, "Required")),
            None => {}
            Some(value) => {
                faults.extend(check::check(types, parameter.ty, &value, &parameter.name));
                values
                    .0
                    .push((parameter.location, parameter.name.clone(), value));
            }
        }
    }
    values
}

fn find(types: &Types, parameter: &Parameter, sources: &Sources<'_>) -> Option<Value> {
    let name = parameter.name.as_str();
    let raw = match parameter.location {
        Location::Path => {
            let mut path = sources.path.iter();
            path.find(|(other, _)| other == name)?.1.clone()
        }
        Location::Query => return from_query(types, parameter, sources.query),
        Location::Header => {
            let lines: Vec<&str> = (sources.headers.get_all(name).iter())
                .filter_map(|value| value.to_str().ok())
                .collect();
            if lines.is_empty() {
                return None;
            }
            lines.join(",")
        }
        Location::Cookie => cookie(sources.headers, name)?,
    };
    let decoded = |text: &str| match parameter.location {
        Location::Path => decode(text, false),
        _ => text.trim().to_owned(),
    };
    if parameter.style == Style::Json {
        return Some(from_json(&decoded(&raw)));
    }
    Some(split(types, parameter, &raw, &decoded))
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all("cookie").iter();
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value.to_owned())
}

fn from_json(text: &str) -> Value {
    json::read(text.as_bytes()).unwrap_or_else(|_| json::text(text))
}

fn from_query(types: &Types, parameter: &Parameter, query: &[(String, String)]) -> Option<Value> {
    let name = parameter.name.as_str();
    let decoded = |text: &str| decode(text, true);
    let own: Vec<&str> = (query.iter())
        .filter(|(other, _)| other == name)
        .map(|(_, value)| value.as_str())
        .collect();
    let (id, _) = types.resolve(parameter.ty);
    match (&types[id].shape, parameter.style) {
        // Nothing in it is left unescaped that parts pairs.
        (_, Style::Whole) => query.first().map(|(text, _)| from_json(text)),
        (_, Style::Json) => own.first().map(|raw| from_json(&decoded(raw))),
        (_, Style::DeepObject) => {
            let mut members = Value::Object(IndexMap::new());
            let mut is_there = false;
            for (other, raw) in query {
                let rest = other.strip_prefix(name).and_then(|it| it.strip_prefix('['));
                if let Some(keys) = rest.and_then(|rest| rest.strip_suffix(']')) {
                    is_there = true;
                    let keys = keys.replace('~', "~0").replace('/', "~1");
                    let pointer = format!("/{}", keys.replace("][", "/"));
                    json::set(&mut members, &pointer, json::text(decoded(raw)));
                }
            }
            is_there.then(|| retype(types, parameter.ty, members))
        }
        (Shape::Array(array), Style::Form) if parameter.explode => {
            let item = |raw: &&str| scalar(types, array.item, &decoded(raw));
            (!own.is_empty()).then(|| Value::Array(own.iter().map(item).collect()))
        }
        (Shape::Struct(struct_), Style::Form) if parameter.explode => {
            let members = (query.iter())
                .filter(|(other, _)| struct_.fields.iter().any(|field| field.name == *other))
                .map(|(other, raw)| (other.clone(), json::text(decoded(raw))));
            let members: IndexMap<String, Value> = members.collect();
            (!members.is_empty()).then(|| retype(types, parameter.ty, Value::Object(members)))
        }
        _ => own
            .first()
            .map(|raw| split(types, parameter, raw, &decoded)),
    }
}

/// A value of one text: cut at the separators of its style, then typed.
fn split(
    types: &Types,
    parameter: &Parameter,
    raw: &str,
    decoded: &dyn Fn(&str) -> String,
) -> Value {
    let name = parameter.name.as_str();
    let explode = parameter.explode;
    let (raw, separator) = match parameter.style {
        Style::Label => (
            raw.strip_prefix('.').unwrap_or(raw),
            if explode { "." } else { "," },
        ),
        Style::Matrix => (
            raw.strip_prefix(';').unwrap_or(raw),
            if explode { ";" } else { "," },
        ),
        Style::SpaceDelimited => (raw, "%20"),
        Style::PipeDelimited => (raw, "|"),
        Style::Simple | Style::Form | Style::DeepObject | Style::Json | Style::Whole => (raw, ","),
    };
    let raw = match parameter.style {
        Style::SpaceDelimited => raw.replace('+', "%20"),
        Style::PipeDelimited => raw.replace("%7C", "|").replace("%7c", "|"),
        _ => raw.to_owned(),
    };
    // `;x=a;x=b`, `;x=a,b`: the name stands before the value.
    let unnamed = |text: &str| match parameter.style {
        Style::Matrix => match text.split_once('=') {
            Some((other, value)) if other == name => value.to_owned(),
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    };
    let (id, _) = types.resolve(parameter.ty);
    match &types[id].shape {
        Shape::Array(array) => {
            let parts = raw.split(separator).filter(|_| !raw.is_empty());
            Value::Array(
                parts
                    .map(|part| scalar(types, array.item, &decoded(&unnamed(part))))
                    .collect(),
            )
        }
        Shape::Struct(_) | Shape::Map(_) => {
            let mut members = IndexMap::new();
            if explode {
                for part in raw.split(separator) {
                    let (key, value) = part.split_once('=').unwrap_or((part, ""));
                    members.insert(decoded(key), json::text(decoded(value)));
                }
            } else {
                let parts: Vec<String> = unnamed(&raw).split(separator).map(decoded).collect();
                for pair in parts.chunks(2) {
                    if let [key, value] = pair {
                        members.insert(key.clone(), json::text(value));
                    }
                }
            }
            retype(types, parameter.ty, Value::Object(members))
        }
        _ => scalar(types, parameter.ty, &decoded(&unnamed(&raw))),
    }
}

/// A text as the value it stands for; a text again if it stands for none.
pub(crate) fn scalar(types: &Types, ty: TypeRef, text: &str) -> Value {
    let (id, nullable) = types.resolve(ty);
    let read = match &types[id].shape {
        Shape::Bool => text.parse().ok().map(Value::Bool),
        Shape::Integer(_) | Shape::IntegerEnum(_) => text.parse().ok().map(Value::Integer),
        Shape::Float(_) => {
            let number: Option<f64> = text.parse().ok();
            number.filter(|number| number.is_finite()).map(Value::Float)
        }
        Shape::Union(union) => {
            let readings = union.variants.iter();
            let mut readings =
                readings.map(|variant| (variant.ty, scalar(types, variant.ty, text)));
            let fitting = readings.find(|(ty, value)| check::fits(types, *ty, value));
            fitting.map(|(_, value)| value)
        }
        Shape::Array(array) => Some(Value::Array(vec![scalar(types, array.item, text)])),
        _ => None,
    };
    match read {
        Some(value) => value,
        None if nullable && text.is_empty() => Value::Null,
        None => json::text(text),
    }
}

/// Gives the texts in an object the types of its fields.
pub(crate) fn retype(types: &Types, ty: TypeRef, value: Value) -> Value {
    let (id, _) = types.resolve(ty);
    match (&types[id].shape, value) {
        (_, Value::String(text)) => scalar(types, ty, &text),
        (Shape::Struct(struct_), Value::Object(members)) => {
            let retyped = members.into_iter().map(|(name, value)| {
                let field = struct_.fields.iter().find(|field| field.name == name);
                match field {
                    Some(field) => (name, retype(types, field.ty, value)),
                    None => (name, value),
                }
            });
            Value::Object(retyped.collect())
        }
        (Shape::Map(map), Value::Object(members)) => {
            let retyped = members.into_iter();
            Value::Object(
                retyped
                    .map(|(name, value)| (name, retype(types, map.value, value)))
                    .collect(),
            )
        }
        (_, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use flora_codegen::document::Input;
    use flora_codegen::ir;

    use super::*;

    /// One parameter `p` of this location, with this style and schema, read from a raw text.
    fn value(location: &str, rest: &str, raw: &str) -> String {
        let path = if location == "path" { "/x/{p}" } else { "/x" };
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    get:\n      \
             operationId: x\n      parameters: [{{name: p, in: {location}, required: true, {rest}}}]\n      \
             responses: {{'204': {{description: Done.}}}}\n"
        );
        let read = flora_codegen::read(&Input::new("t.yaml", text));
        assert!(!read.report.has_errors(), "{:?}", read.report);
        let api: ir::Api = read.api.expect("the document is good");
        let mut headers = HeaderMap::new();
        if location == "header" {
            headers.insert("p", raw.parse().expect("a header"));
        }
        let sources = Sources {
            path: &[("p".to_owned(), raw.to_owned())],
            query: &pairs(raw),
            headers: &headers,
        };
        let mut faults = Vec::new();
        let values = super::read(&api.types, &api.operations[0], &sources, &mut faults);
        if let Some(fault) = faults.first() {
            return format!("{}: {}", fault.field, fault.message);
        }
        let place = api.operations[0].parameters[0].location;
        let value = values.get(place, "p").cloned().unwrap_or(Value::Null);
        String::from_utf8(json::write(&value)).expect("JSON is text")
    }

    #[test]
    fn styles() {
        let ints = "schema: {type: array, items: {type: integer}}";
        let object = "schema: {type: object, properties: {a: {type: integer}, b: {type: string}}}";
        for (location, rest, raw, expected) in [
            ("path", "schema: {type: string}", "a%2Fb+", r#""a/b+""#),
            ("path", ints, "1,2", "[1,2]"),
            (
                "path",
                &*format!("style: label, explode: true, {ints}"),
                ".1.2",
                "[1,2]",
            ),
            (
                "path",
                &*format!("style: matrix, {ints}"),
                ";p=1,2",
                "[1,2]",
            ),
            (
                "path",
                &*format!("style: matrix, explode: true, {ints}"),
                ";p=1;p=2",
                "[1,2]",
            ),
            ("path", object, "a,1,b,x", r#"{"a":1,"b":"x"}"#),
            ("query", "schema: {type: string}", "p=a+b%26", r#""a b&""#),
            ("query", "schema: {type: boolean}", "p=true", "true"),
            ("query", ints, "p=1&p=2", "[1,2]"),
            (
                "query",
                &*format!("explode: false, {ints}"),
                "p=1,2",
                "[1,2]",
            ),
            (
                "query",
                &*format!("style: pipeDelimited, explode: false, {ints}"),
                "p=1%7C2",
                "[1,2]",
            ),
            (
                "query",
                &*format!("style: spaceDelimited, explode: false, {ints}"),
                "p=1%202",
                "[1,2]",
            ),
            (
                "query",
                &*format!("style: deepObject, explode: true, {object}"),
                "p[a]=1&p[b]=x",
                r#"{"a":1,"b":"x"}"#,
            ),
            ("query", object, "a=1&b=x", r#"{"a":1,"b":"x"}"#),
            (
                "query",
                "content: {application/json: {schema: {type: object}}}",
                "p=%7B%22a%22:1%7D",
                r#"{"a":1}"#,
            ),
            ("header", ints, "1, 2", "[1,2]"),
            (
                "query",
                "schema: {type: integer}",
                "p=x",
                "p: must be a whole number, not a text",
            ),
            (
                "query",
                "schema: {type: integer, maximum: 3}",
                "p=4",
                "p: must be at most 3",
            ),
            ("query", "schema: {type: integer}", "q=4", "p: Required"),
        ] {
            assert_eq!(
                value(location, rest, raw),
                expected,
                "{location} {rest} {raw}"
            );
        }
    }
}
