//! What holds inside the stage and cannot be seen from outside.
//!
//! Over the documents in the folder `OPENAPI_CORPUS`, if it is set: both passes
//! over a text see the same tree, and every schema has the normal form.

use std::path::PathBuf;

use super::keywords::{self, Form, Kind};
use super::spans::{Content, Node, Spans};
use super::{Document, Input, parse, read};
use crate::diagnostic::Report;
use crate::value::Value;

/// The documents to try, or none with a word about it.
fn corpus() -> Vec<(String, String)> {
    let Ok(folder) = std::env::var("OPENAPI_CORPUS") else {
        println!("skipped: OPENAPI_CORPUS is not set");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus is a folder")
        .map(|entry| entry.expect("its files can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml" || extension == "json")
        })
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (
                name,
                std::fs::read_to_string(&path).expect("a document can be read"),
            )
        })
        .collect()
}

#[test]
fn both_passes_see_the_same_tree() {
    let texts = [
        (
            "anchors",
            "a: &a {x: 1, y: [2, 3]}\nb: *a\nc: &c text\nd: [*c, *a]\n",
        ),
        (
            "merge",
            "base: &base {x: 1, y: 2}\nother: &other {z: 3}\nboth: {<<: [*base, *other], y: 4}\n",
        ),
        (
            "keys",
            "200: ok\n1.10: version\ntrue: flag\n~: nothing\n'quoted': 1\n? complex\n: value\n",
        ),
        (
            "scalars",
            "a: 017\nb: 1_000\nc: 0x1F\nd: 1e3\ne: .inf\nf: ''\ng:\nh: ~\ni: -0\nj: +1\nk: 0o17\nl: 1.0\n",
        ),
        (
            "words",
            "- yes\n- no\n- on\n- 'true'\n- TRUE\n- Null\n- NULL\n- 2020-01-01\n",
        ),
        (
            "blocks",
            "a: |\n  one\n  two\nb: >-\n  one\n  two\nc: \"x\\ty\\u00e9\"\n",
        ),
        ("crlf", "a: 1\r\nb:\r\n  - x\r\n  - |\r\n    y\r\n"),
        ("multi-byte", "ключ: значение\nemoji: \"\u{1f600}\"\n"),
        ("duplicates", "a: 1\nb: 2\na: 3\n"),
        ("tags", "a: !!str 1\nb: !custom {x: 1}\n"),
        (
            "json",
            "{\"a\": [1, -2.5e3, true, null, \"x\\\"y\\u00e9\\ud83d\\ude00\"], \"\\u0041\": {}}",
        ),
        (
            "big",
            "a: 18446744073709551616\nb: -9223372036854775809\nc: 9223372036854775807\n",
        ),
    ];
    let texts = texts
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (name, text) in texts.chain(corpus()) {
        let tree = parse::parse(&text)
            .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
            .tree;
        let spans = Spans::of(&text);
        let root = spans.root().unwrap_or_else(|| panic!("{name}: no spans"));
        if let Err(place) = same(&spans, &tree, root, String::new()) {
            panic!("{name}: the passes differ at {place}");
        }
    }
}

fn same(spans: &Spans, value: &Value, node: &Node, place: String) -> Result<(), String> {
    let node = spans.resolve(node);
    let equal = match (value, &node.content) {
        (Value::Array(items), Content::Array(nodes)) => {
            for (index, (item, node)) in items.iter().zip(nodes).enumerate() {
                same(spans, item, node, format!("{place}/{index}"))?;
            }
            items.len() == nodes.len()
        }
        (Value::Object(members), Content::Object(nodes)) => {
            for (key, value) in members {
                let place = format!("{place}/{key}");
                let Some(node) = spans.member(node, key) else {
                    return Err(place);
                };
                same(spans, value, node, place)?;
            }
            nodes
                .iter()
                .all(|member| member.key == "<<" || members.contains_key(&member.key))
        }
        (Value::String(text), Content::Scalar { text: written, .. }) => {
            text == written || (text == "inf" && written == ".inf")
        }
        (Value::Null, Content::Scalar { text, plain: true }) => {
            ["", "~", "null", "Null", "NULL"].contains(&text.as_str())
        }
        (Value::Bool(value), Content::Scalar { text, plain: true }) => {
            text.to_lowercase() == value.to_string()
        }
        (Value::Integer(value), Content::Scalar { text, .. }) => integer(text) == Some(*value),
        (Value::Float(value), Content::Scalar { text, plain: true }) => text.parse() == Ok(*value),
        _ => false,
    };
    if equal {
        Ok(())
    } else {
        Err(format!("{place}: {value:?} and {:?}", node.content))
    }
}

fn integer(text: &str) -> Option<i128> {
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        _ => (text, 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

#[test]
fn every_schema_of_the_corpus_has_the_normal_form() {
    for (name, text) in corpus() {
        let mut report = Report::default();
        let document = read(&Input::new(name.clone(), text), &mut report)
            .unwrap_or_else(|| panic!("{name}: not read: {:?}", report.diagnostics.first()));
        let mut wrong = Vec::new();
        walk(
            &document,
            &document.tree,
            Form::Node(Kind::Root),
            String::new(),
            &mut wrong,
        );
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }
}

fn walk(document: &Document, value: &Value, form: Form, place: String, wrong: &mut Vec<String>) {
    match (form, value) {
        (Form::Node(kind) | Form::NodeOrRef(kind), Value::Object(members)) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                check_reference(document, reference, kind, members.len(), &place, wrong);
                return;
            }
            if kind == Kind::Schema
                && let Some(fault) = fault(value)
            {
                wrong.push(format!("{place}: {fault}"));
            }
            for (key, value) in members {
                let place = format!("{place}/{}", super::references::escape(key));
                match keywords::keyword(kind, key) {
                    Some(keyword) => walk(document, value, keyword.form, place, wrong),
                    None if key.starts_with("x-") => {}
                    None => wrong.push(format!("{place}: an unknown keyword is left")),
                }
            }
        }
        (Form::Items, value) => walk(document, value, Form::NodeOrRef(Kind::Schema), place, wrong),
        (Form::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                walk(document, value, *item, format!("{place}/{index}"), wrong);
            }
        }
        (Form::Map(item), Value::Object(members)) => {
            for (key, value) in members {
                walk(
                    document,
                    value,
                    *item,
                    format!("{place}/{}", super::references::escape(key)),
                    wrong,
                );
            }
        }
        _ => {}
    }
}

fn check_reference(
    document: &Document,
    reference: &str,
    kind: Kind,
    members: usize,
    place: &str,
    wrong: &mut Vec<String>,
) {
    let section = kind.section().unwrap_or("none");
    let name = reference.strip_prefix(&format!("#/components/{section}/"));
    if name.is_none_or(|name| name.contains('/'))
        || members != 1
        || document.resolve(reference).is_none()
    {
        wrong.push(format!("{place}: the reference {reference}"));
    }
}

/// What is not normal about a schema, its parts left aside.
fn fault(schema: &Value) -> Option<&'static str> {
    let members = schema.as_object()?;
    let has = |key: &str| members.contains_key(key);
    let composites = ["allOf", "oneOf", "anyOf", "not"]
        .into_iter()
        .filter(|key| has(key))
        .count();
    let own = [
        "type",
        "enum",
        "format",
        "properties",
        "required",
        "items",
        "minimum",
        "pattern",
        "minLength",
    ];
    let gone = [
        "const",
        "examples",
        "$defs",
        "prefixItems",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "patternProperties",
        "if",
        "$anchor",
        "$dynamicRef",
        "$recursiveRef",
    ];
    let values = schema
        .get("enum")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let shallow = shallow(members);
    let typed: openapiv3::Schema = match super::typed::read(&shallow) {
        Ok(schema) => schema,
        Err(_) => return Some("it cannot be read"),
    };
    let only_null = matches!(values, [Value::Null]);
    let is_any = matches!(typed.schema_kind, openapiv3::SchemaKind::Any(_));
    let has_own = own.iter().any(|key| has(key));
    match () {
        () if composites > 1 => Some("several composites"),
        () if composites == 1 && has_own => Some("a composite and keywords of a type"),
        () if gone.iter().any(|key| has(key)) => Some("a keyword of another version"),
        () if schema
            .get("type")
            .is_some_and(|ty| ty.as_str().is_none_or(|ty| ty == "null")) =>
        {
            Some("its type")
        }
        () if values.contains(&Value::Null) && !only_null => Some("null among its values"),
        () if schema.get("minimum").is_some()
            && schema
                .get("exclusiveMinimum")
                .is_some_and(|v| v.as_bool().is_none()) =>
        {
            Some("a numeric exclusive bound")
        }
        () if is_any && has("type") => Some("openapiv3 does not see its type"),
        () if is_any
            && has_own
            && !only_null
            && !mixed_values(values)
            && !unknown_format(members) =>
        {
            Some("keywords without a type")
        }
        () => None,
    }
}

/// The schema with an empty schema in place of each part, which is looked at by itself.
fn shallow(members: &indexmap::IndexMap<String, Value>) -> Value {
    let empty = || Value::Object(indexmap::IndexMap::new());
    let members = members.iter().map(|(key, value)| {
        let form = keywords::keyword(Kind::Schema, key).map(|keyword| keyword.form);
        let value = match (form, value) {
            (Some(Form::NodeOrRef(_) | Form::Items), Value::Object(_)) => empty(),
            (Some(Form::List(Form::NodeOrRef(_))), Value::Array(items)) => {
                Value::Array(items.iter().map(|_| empty()).collect())
            }
            (Some(Form::Map(_)), Value::Object(parts)) => {
                Value::Object(parts.keys().map(|name| (name.clone(), empty())).collect())
            }
            (_, value) => value.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(members.collect())
}

/// An enum of values of several types is any value.
fn mixed_values(values: &[Value]) -> bool {
    values.iter().any(|value| {
        value.kind() != values[0].kind() || matches!(value, Value::Array(_) | Value::Object(_))
    })
}

/// A format that no type is known for says nothing by itself.
fn unknown_format(members: &indexmap::IndexMap<String, Value>) -> bool {
    members.contains_key("format")
}
