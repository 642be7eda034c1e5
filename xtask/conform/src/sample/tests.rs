//! What is made of small schemas.

use flora_codegen::document::Input;
use serde_json::{Value, json};

use super::{Miss, Sampler, near_misses, unknown_texts};
use crate::document::Documents;
use crate::schema::Schemas;

/// The schema `A` beside others.
fn schemas(named: &Value) -> Schemas {
    let document = json!({ "openapi": "3.1.0", "components": { "schemas": named } });
    let input = Input::new("api.json", document.to_string());
    let documents = Documents::read(&input).expect("this is JSON");
    let place = documents.place("/components/schemas/A");
    Schemas::read(&documents, [place])
}

/// The valid values of the schema `A`.
fn values(named: Value) -> Vec<Value> {
    let schemas = schemas(&named);
    let registry = schemas.registry().expect("the schemas are right");
    let values = Sampler::new(&schemas, &registry, 0, 64).values(0);
    let again = Sampler::new(&schemas, &registry, 0, 64).values(0);
    assert_eq!(values, again);
    values
}

#[track_caller]
fn has(values: &[Value], wanted: &[Value]) {
    for value in wanted {
        assert!(values.contains(value), "no {value} in {values:?}");
    }
}

#[test]
fn members_are_there_absent_and_null() {
    let found = values(json!({"A": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": ["integer", "null"], "minimum": 1, "maximum": 1}, "b": {"const": "x"}},
    }}));
    has(
        &found,
        &[
            json!({"a": 1, "b": "x"}),
            json!({"a": 1}),
            json!({"a": null, "b": "x"}),
        ],
    );
    assert!(found.iter().all(|value| value.get("a").is_some()));
}

#[test]
fn numbers_go_to_their_ends() {
    let found = values(json!({"A": {"type": "integer"}}));
    has(
        &found,
        &[
            json!(0),
            json!(-1),
            json!(5_000_000_000_i64),
            json!(i64::MAX),
            json!(i64::MIN),
        ],
    );
    let small = values(json!({"A": {"type": "integer", "format": "int32"}}));
    assert!(!small.contains(&json!(5_000_000_000_i64)), "{small:?}");
    let steps = values(json!({"A": {"type": "integer", "multipleOf": 7, "minimum": 20}}));
    assert!(!steps.is_empty());
}

#[test]
fn lists_are_empty_short_and_long() {
    let found = values(json!({"A": {"type": "array", "items": {"type": "boolean"}}}));
    let lengths: Vec<usize> = found
        .iter()
        .filter_map(|it| Some(it.as_array()?.len()))
        .collect();
    assert!(
        [0, 1, 3].iter().all(|length| lengths.contains(length)),
        "{found:?}"
    );
    let tuples = values(json!({"A": {
        "type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2,
    }}));
    assert!(
        !tuples.is_empty()
            && tuples
                .iter()
                .all(|it| it[0].is_string() && it[1].is_number())
    );
}

#[test]
fn every_branch_comes() {
    let branch = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let found = values(json!({"A": {"anyOf": [branch("a"), branch("b"), {"type": "null"}]}}));
    let keys = |value: &Value| {
        value
            .as_object()
            .map(|it| it.keys().cloned().collect::<String>())
    };
    let found: Vec<Option<String>> = found.iter().map(keys).collect();
    for wanted in [Some("a"), Some("b"), Some("ab"), None] {
        assert!(found.contains(&wanted.map(str::to_owned)), "{found:?}");
    }
}

#[test]
fn a_base_is_one_of_its_children() {
    let found = values(json!({
        "A": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}}},
        "Cat": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object", "properties": {"lives": {"const": 9}}}]},
    }));
    has(
        &found,
        &[json!({"kind": "cat", "lives": 9}), json!({"kind": "cat"})],
    );
    assert!(
        found.iter().all(|value| value["kind"] == "cat"),
        "{found:?}"
    );
}

#[test]
fn what_contains_itself_ends() {
    let found = values(json!({"A": {
        "type": "object",
        "properties": {"next": {"$ref": "#/components/schemas/A"}, "all": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}},
    }}));
    has(&found, &[json!({})]);
    assert!(
        found.iter().any(|value| value["next"]["next"].is_object()),
        "{found:?}"
    );
}

#[test]
fn maps_have_members_of_any_name() {
    let found = values(
        json!({"A": {"type": "object", "additionalProperties": {"type": "integer", "format": "int32"}}}),
    );
    let sizes: Vec<usize> = found
        .iter()
        .filter_map(|it| Some(it.as_object()?.len()))
        .collect();
    assert!(
        [0, 1, 3].iter().all(|size| sizes.contains(size)),
        "{found:?}"
    );
    assert!(
        values(json!({"A": {"type": "object", "properties": {}, "additionalProperties": false}}))
            == [json!({})]
    );
}

#[test]
fn misses_are_invalid_and_of_every_sort() {
    let named = json!({"A": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "n": {"type": "integer", "enum": [1, 2]}, "e": {"enum": ["x", "y"]}},
        "additionalProperties": false,
    }});
    let schemas = schemas(&named);
    let registry = schemas.registry().expect("the schemas are right");
    let mut sampler = Sampler::new(&schemas, &registry, 0, 64);
    let valid = json!({"a": "t", "n": 1, "e": "x"});
    let misses = near_misses(&mut sampler, 0, &valid);
    for wanted in [
        Miss::WrongKind,
        Miss::Missing,
        Miss::Null,
        Miss::Unnamed,
        Miss::Unlisted,
    ] {
        assert!(
            misses.iter().any(|(miss, _)| *miss == wanted),
            "{wanted:?}: {misses:?}"
        );
    }
    assert!(
        misses
            .iter()
            .all(|(_, value)| sampler.is_valid(0, value) == Some(false))
    );
    let unknown = unknown_texts(&schemas, 0, &valid);
    assert_eq!(
        unknown,
        [json!({"a": "t", "n": 1, "e": "a value of tomorrow"})]
    );
}
