//! The document as plain JSON values, read without the generator: its files, and what references
//! lead to.

use std::collections::BTreeMap;
use std::fmt;

use flora_codegen::document::Input;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many references may follow each other before they count as a circle.
const LONGEST_CHAIN: usize = 64;

/// A document with its files.
#[derive(Debug)]
pub(crate) struct Documents {
    files: BTreeMap<String, Value>,
    main: String,
}

/// A place in a file of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    /// The file by its name, relative to the folder of the document.
    pub(crate) file: String,
    /// The JSON pointer.
    pub(crate) pointer: String,
}

impl Place {
    /// A place in a file.
    pub(crate) fn new(file: &str, pointer: &str) -> Self {
        let (file, pointer) = (file.to_owned(), pointer.to_owned());
        Self { file, pointer }
    }

    /// The place of a member or item.
    pub(crate) fn child(&self, token: &str) -> Self {
        let token = token.replace('~', "~0").replace('/', "~1");
        Self::new(&self.file, &format!("{}/{token}", self.pointer))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}#{}", self.file, self.pointer)
    }
}

impl Documents {
    /// Reads the files of a document.
    pub(crate) fn read(input: &Input) -> Result<Self, String> {
        let texts = input.files.iter().chain([(&input.name, &input.text)]);
        let files = texts
            .map(|(name, text)| {
                let value = parse(text).map_err(|error| format!("{name}: {error}"))?;
                Ok((name.clone(), value))
            })
            .collect::<Result<_, String>>()?;
        let main = input.name.clone();
        Ok(Self { files, main })
    }

    /// The document itself.
    pub(crate) fn main(&self) -> &Value {
        &self.files[&self.main]
    }

    /// A place in the document itself.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        Place::new(&self.main, pointer)
    }

    /// The minor number of the version: 0 for 3.0.
    pub(crate) fn minor(&self) -> u32 {
        let version = match &self.main()["openapi"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut numbers = version.split('.').skip(1);
        numbers
            .next()
            .and_then(|minor| minor.parse().ok())
            .unwrap_or(0)
    }

    /// What stands at a place.
    pub(crate) fn get(&self, place: &Place) -> Option<&Value> {
        self.files.get(&place.file)?.pointer(&place.pointer)
    }

    /// Where a reference leads that stands in a file.
    pub(crate) fn target(&self, file: &str, reference: &str) -> Option<Place> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match path {
            "" => file.to_owned(),
            path => join(file, path)?,
        };
        let place = Place {
            file,
            pointer: unescape(fragment),
        };
        self.get(&place)?;
        Some(place)
    }

    /// Whether a schema is a branch of one that says more beside its branches, so that nothing but
    /// a part of a value is described there.
    pub(crate) fn is_part(&self, place: &Place) -> bool {
        const SAYING: [&str; 8] = [
            "type",
            "properties",
            "required",
            "allOf",
            "oneOf",
            "anyOf",
            "items",
            "if",
        ];
        let mut tokens = place.pointer.rsplitn(3, '/');
        let (_, keyword, parent) = (tokens.next(), tokens.next(), tokens.next());
        let (Some(keyword @ ("allOf" | "oneOf" | "anyOf")), Some(parent)) = (keyword, parent)
        else {
            return false;
        };
        let parent = self.get(&Place::new(&place.file, parent));
        let says =
            |name: &&str| *name != keyword && parent.is_some_and(|it| it.get(name).is_some());
        keyword == "allOf" || SAYING.iter().any(says)
    }

    /// What stands at a place, behind all references.
    pub(crate) fn resolve(&self, place: &Place) -> Option<(Place, &Value)> {
        let mut place = place.clone();
        for _ in 0..LONGEST_CHAIN {
            let value = self.get(&place)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => place = self.target(&place.file, reference)?,
                None => return Some((place, value)),
            }
        }
        None
    }
}

/// `schemas/a.yaml` and `../b.yaml` => `b.yaml`
fn join(file: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(unescape(&parts.join("/")))
}

/// A fragment of a URI as the text it stands for.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, others)) = rest.split_first() {
        let digits = others
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let code = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            _ => {
                bytes.push(first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Reads YAML or JSON.
fn parse(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let any = if text.trim_start().starts_with(['{', '[']) {
        serde_json::from_str::<Any>(text).map_err(|error| error.to_string())
    } else {
        Err(String::new())
    };
    // What looks like JSON can be YAML all the same.
    let any = any.or_else(|_| serde_yaml::from_str::<Any>(text));
    let mut value = any.map_err(|error| error.to_string())?.0;
    merge_keys(&mut value);
    Ok(value)
}

/// `<<` takes over the members of other objects, where the object has none of that name.
fn merge_keys(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge_keys),
        Value::Object(members) => {
            members.values_mut().for_each(merge_keys);
            let others = match members.get("<<") {
                Some(Value::Object(other)) => vec![Value::Object(other.clone())],
                Some(Value::Array(others)) if others.iter().all(Value::is_object) => others.clone(),
                _ => return,
            };
            members.remove("<<");
            for (key, value) in others.iter().filter_map(Value::as_object).flatten() {
                members.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        _ => {}
    }
}

/// A value of YAML as JSON: keys of any kind are texts, numbers beyond 64 bits are doubles.
struct Any(Value);

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor).map(Self)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(double(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(double(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Any(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((Any(key), Any(value))) = map.next_entry()? {
            let key = match key {
                Value::String(key) => key,
                other => other.to_string(),
            };
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}

fn double(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn documents(files: &[(&str, &str)]) -> Documents {
        let (name, text) = files[0];
        let mut input = Input::new(name, text);
        let others = files[1..]
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        input.files.extend(others);
        Documents::read(&input).expect("the files are YAML")
    }

    #[test]
    fn keys_numbers_and_merges_are_plain_json() {
        let text = "a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\n200: 18446744073709551616\nyes: 1.50\n";
        let value = parse(text).expect("this is YAML");
        let expected = json!({
            "a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}, "200": 18446744073709551616_f64, "yes": 1.5
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn references_lead_through_files() {
        let documents = documents(&[
            (
                "api.yaml",
                "openapi: 3.1.0\na: {$ref: 'parts/b.yaml#/one'}\n",
            ),
            (
                "parts/b.yaml",
                "one: {$ref: '#/t~1wo%20x'}\n't/wo x': {$ref: ../c.json}\n",
            ),
            ("c.json", "{\"end\": true}"),
        ]);
        assert_eq!(documents.minor(), 1);
        let found = documents.resolve(&documents.place("/a"));
        let (place, value) = found.expect("every part is there");
        assert_eq!(
            (place.to_string(), value),
            ("c.json#".to_owned(), &json!({"end": true}))
        );
        assert_eq!(documents.target("api.yaml", "#/gone"), None);
        assert_eq!(documents.target("api.yaml", "https://example.com/a"), None);
    }
}
