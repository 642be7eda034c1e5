//! Schemas of each version beside what they become.

use flora_codegen::document::Input;
use serde_json::{Value, json};

use super::{Schemas, validator};
use crate::document::Documents;

fn documents(version: &str, schemas: &Value) -> Documents {
    let document = json!({ "openapi": version, "components": { "schemas": schemas } });
    Documents::read(&Input::new("api.json", document.to_string())).expect("this is JSON")
}

/// What the schema `A` of a document becomes.
fn converted(version: &str, schema: Value) -> Value {
    let documents = documents(version, &json!({ "A": schema, "B": {} }));
    let place = documents.place("/components/schemas/A");
    Schemas::read(&documents, [place]).get(0).clone()
}

#[test]
fn keywords_of_3_0_become_those_of_2020_12() {
    let pairs = [
        (
            json!({"type": "string", "nullable": true, "example": "x", "description": "d"}),
            json!({"type": ["string", "null"], "x-examples": ["x"]}),
        ),
        (
            json!({"type": "string", "nullable": true, "enum": ["a"]}),
            json!({"type": ["string", "null"], "enum": ["a", null]}),
        ),
        (
            json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 5, "exclusiveMaximum": false}),
            json!({"exclusiveMinimum": 1, "maximum": 5}),
        ),
        (
            json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/B"}]}),
            json!({"anyOf": [{"allOf": [{"$ref": "conform:///all#/$defs/1"}]}, {"type": "null"}]}),
        ),
        (
            json!({"$ref": "#/components/schemas/B", "nullable": true}),
            json!({"$ref": "conform:///all#/$defs/1"}),
        ),
        // What a validator could not read says nothing.
        (
            json!({"type": "any", "required": true, "properties": {"nullable": {"type": "file"}}, "pattern": "("}),
            json!({"properties": {"nullable": {}}}),
        ),
    ];
    for (schema, expected) in pairs {
        assert_eq!(converted("3.0.3", schema.clone()), expected, "{schema}");
    }
}

#[test]
fn siblings_of_references_count_from_3_1_on() {
    let schema = json!({"$ref": "#/components/schemas/B", "required": ["a"], "description": "d"});
    let expected = json!({"required": ["a"], "allOf": [{"$ref": "conform:///all#/$defs/1"}]});
    assert_eq!(converted("3.1.0", schema), expected);
    let described = json!({"$ref": "#/components/schemas/B", "description": "d"});
    assert_eq!(
        converted("3.1.0", described),
        json!({"$ref": "conform:///all#/$defs/1"})
    );
}

/// Which of the values are valid by the schema `A`.
fn valid(schemas: &Value, values: &[Value]) -> Vec<bool> {
    let documents = documents("3.0.3", schemas);
    let place = documents.place("/components/schemas/A");
    let schemas = Schemas::read(&documents, [place]);
    let registry = schemas.registry().expect("the schemas are right");
    let validator = validator(&registry, &super::reference(0)).expect("the schema is right");
    values
        .iter()
        .map(|value| validator.is_valid(value))
        .collect()
}

#[test]
fn a_discriminator_ties_branches_to_tags() {
    let schemas = json!({
        "A": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"dog": "#/components/schemas/Dog"}},
        },
        "Cat": {"type": "object", "properties": {"kind": {"type": "string"}}},
        "Dog": {"type": "object", "properties": {"kind": {"type": "string"}}},
    });
    let values = ["Cat", "dog", "Dog", "cow"].map(|kind| json!({"kind": kind}));
    assert_eq!(valid(&schemas, &values), [true, true, false, false]);
}

#[test]
fn schemas_may_contain_themselves() {
    let schemas = json!({
        "A": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/A"}, "n": {"type": "integer"}}},
    });
    let values = [
        json!({"next": {"next": {"n": 1}}}),
        json!({"next": {"next": {"n": "1"}}}),
    ];
    assert_eq!(valid(&schemas, &values), [true, false]);
}
