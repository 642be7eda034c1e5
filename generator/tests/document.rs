//! Documents as their authors write them, and what the first stage makes of them.
//!
//! `LADDER` holds one idiom per line group: a schema as written and its 3.0
//! form. `PROBLEMS` holds one mistake per entry and the text that is shown.

use flora_codegen::diagnostic::{Report, Severity, Source, Style, render, render_one, summarise};
use flora_codegen::document::{self, Document, Input, Version};
use flora_codegen::value::Value;

fn read(text: &str) -> (Option<Document>, Report) {
    let input = Input::new("api.yaml", text);
    let mut report = Report::default();
    let document = document::read(&input, &mut report);
    if let Some(document) = &document {
        report.locate(|place| document.span(place));
    }
    report.sort();
    (document, report)
}

/// A document of one version with this text below `paths`, `components` and the like.
fn with_head(version: &str, rest: &str) -> String {
    let paths = if rest.contains("paths:") {
        ""
    } else {
        "paths: {}\n"
    };
    format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{paths}{rest}\n")
}

/// The document of a schema `T`, and schemas to refer to.
fn with_schema(version: &str, schema: &str) -> String {
    let schemas = format!(
        "components:\n  schemas:\n    Pet: {{type: object, properties: {{name: {{type: string}}}}}}\n    \
         Dog: {{type: object}}\n    Name: {{type: string}}\n    T: {schema}"
    );
    with_head(version, &schemas)
}

fn yaml(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).expect("an expected value is YAML")
}

fn json(value: &Value) -> serde_json::Value {
    serde_json::to_value(value).expect("a value of a document is JSON")
}

fn messages(report: &Report) -> Vec<String> {
    report
        .diagnostics
        .iter()
        .map(|found| format!("{} {}", found.code.id(), found.message))
        .collect()
}

/// Version, the schema as written, its 3.0 form.
const LADDER: &[(&str, &str, &str)] = &[
    // Null has one spelling.
    (
        "3.1.0",
        "{type: [string, 'null']}",
        "{type: string, nullable: true}",
    ),
    (
        "3.1.0",
        "{type: ['null', string], minLength: 2}",
        "{type: string, minLength: 2, nullable: true}",
    ),
    (
        "3.1.0",
        "{anyOf: [{type: string}, {type: 'null'}], title: X}",
        "{type: string, title: X, nullable: true}",
    ),
    (
        "3.1.0",
        "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Pet'}]}",
        "{allOf: [{$ref: '#/components/schemas/Pet'}], nullable: true}",
    ),
    (
        "3.1.0",
        "{anyOf: [{type: string}, {type: integer}, {type: 'null'}]}",
        "{anyOf: [{type: string}, {type: integer}], nullable: true}",
    ),
    (
        "3.1.0",
        "{anyOf: [{anyOf: [{type: string}, {type: 'null'}]}, {type: 'null'}]}",
        "{type: string, nullable: true}",
    ),
    (
        "3.1.0",
        "{type: [string, 'null'], enum: [a, null]}",
        "{type: string, enum: [a], nullable: true}",
    ),
    (
        "3.0.3",
        "{type: string, nullable: true, enum: [a, null]}",
        "{type: string, enum: [a], nullable: true}",
    ),
    (
        "3.1.0",
        "{enum: [null]}",
        "{enum: [null], nullable: true, x-openapi-const: true}",
    ),
    (
        "3.1.0",
        "{type: 'null', description: d}",
        "{enum: [null], nullable: true, x-openapi-const: true, description: d}",
    ),
    (
        "3.1.0",
        "{const: null}",
        "{enum: [null], nullable: true, x-openapi-const: true}",
    ),
    (
        "3.0.3",
        "{$ref: '#/components/schemas/Pet', nullable: true}",
        "{allOf: [{$ref: '#/components/schemas/Pet'}], nullable: true}",
    ),
    // Several types.
    ("3.1.0", "{type: [string]}", "{type: string}"),
    (
        "3.1.0",
        "{type: [string, integer, 'null'], minLength: 1, minimum: 0, description: d}",
        "{anyOf: [{type: string, minLength: 1}, {type: integer, minimum: 0}], nullable: true, description: d}",
    ),
    (
        "3.1.0",
        "{type: [string, integer], enum: [a, 1, b]}",
        "{anyOf: [{type: string, enum: [a, b]}, {type: integer, enum: [1]}]}",
    ),
    (
        "3.1.0",
        "{type: [array, string], items: {type: [string, 'null']}}",
        "{anyOf: [{type: array, items: {type: string, nullable: true}}, {type: string}]}",
    ),
    (
        "3.1.0",
        "{type: [string, number, integer, boolean, array, object]}",
        "{}",
    ),
    // Constants.
    (
        "3.1.0",
        "{const: cat}",
        "{type: string, enum: [cat], x-openapi-const: true}",
    ),
    (
        "3.1.0",
        "{type: integer, const: 1}",
        "{type: integer, enum: [1], x-openapi-const: true}",
    ),
    // Bounds.
    (
        "3.1.0",
        "{type: number, exclusiveMinimum: 5}",
        "{type: number, minimum: 5, exclusiveMinimum: true}",
    ),
    (
        "3.1.0",
        "{type: integer, minimum: 7, exclusiveMinimum: 5}",
        "{type: integer, minimum: 7}",
    ),
    (
        "3.1.0",
        "{type: integer, maximum: 9, exclusiveMaximum: 9}",
        "{type: integer, maximum: 9, exclusiveMaximum: true}",
    ),
    (
        "3.0.3",
        "{type: integer, minimum: 5, exclusiveMinimum: true}",
        "{type: integer, minimum: 5, exclusiveMinimum: true}",
    ),
    (
        "3.0.3",
        "{type: integer, minimum: 1.5, maximum: 1e3}",
        "{type: integer, minimum: 2, maximum: 1000}",
    ),
    (
        "3.0.3",
        "{type: integer, maximum: 18446744073709551615}",
        "{type: integer, x-openapi-maximum: 18446744073709551615}",
    ),
    // Examples.
    (
        "3.1.0",
        "{type: string, examples: [a, b]}",
        "{type: string, example: a, x-openapi-examples: [a, b]}",
    ),
    (
        "3.1.0",
        "{anyOf: [{type: string, examples: [a]}, {type: 'null'}]}",
        "{type: string, nullable: true, example: a, x-openapi-examples: [a]}",
    ),
    // References with siblings.
    (
        "3.1.0",
        "{$ref: '#/components/schemas/Pet', description: d}",
        "{allOf: [{$ref: '#/components/schemas/Pet'}], description: d}",
    ),
    (
        "3.1.0",
        "{$ref: '#/components/schemas/Pet', required: [name]}",
        "{allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, required: [name]}]}",
    ),
    (
        "3.0.3",
        "{$ref: '#/components/schemas/Pet', description: d}",
        "{$ref: '#/components/schemas/Pet'}",
    ),
    // Boolean schemas.
    ("3.1.0", "true", "{}"),
    ("3.1.0", "false", "{not: {}}"),
    (
        "3.1.0",
        "{type: array, items: true}",
        "{type: array, items: {}}",
    ),
    (
        "3.0.3",
        "{type: object, additionalProperties: false}",
        "{type: object, additionalProperties: false}",
    ),
    // Content in text.
    (
        "3.1.0",
        "{type: string, contentEncoding: base64}",
        "{type: string, format: byte}",
    ),
    (
        "3.1.0",
        "{type: string, contentEncoding: base64, contentMediaType: image/png}",
        "{type: string, format: byte}",
    ),
    (
        "3.1.0",
        "{contentMediaType: image/png}",
        "{type: string, format: binary}",
    ),
    (
        "3.1.0",
        "{type: string, contentEncoding: binary}",
        "{type: string, format: binary}",
    ),
    (
        "3.1.0",
        "{type: string, contentMediaType: application/json}",
        "{type: string}",
    ),
    (
        "3.1.0",
        "{type: string, contentMediaType: application/json, contentSchema: {type: [integer, 'null']}}",
        "{type: array, items: {type: integer, nullable: true}, x-openapi-json-text: true}",
    ),
    (
        "3.1.0",
        "{type: [string, 'null'], contentMediaType: application/json, contentEncoding: base64, contentSchema: {type: integer}}",
        "{type: string, nullable: true, format: byte}",
    ),
    // Tuples and patterns.
    (
        "3.1.0",
        "{type: array, prefixItems: [{type: number}, {type: number}], items: false}",
        "{type: array, items: {type: number}, maxItems: 2}",
    ),
    (
        "3.1.0",
        "{type: array, prefixItems: [{type: number}, {type: string}], minItems: 1}",
        "{type: object, required: ['0'], properties: {'0': {type: number}, '1': {type: string}}, additionalProperties: true, x-openapi-tuple: true}",
    ),
    (
        "3.1.0",
        "{prefixItems: [{type: number}, {type: string}], items: {type: integer}, minItems: 9}",
        "{type: object, required: ['0', '1'], properties: {'0': {type: number}, '1': {type: string}}, additionalProperties: {type: integer}, x-openapi-tuple: true}",
    ),
    (
        "3.1.0",
        "{type: array, items: [{type: number}, {type: string}, {}], maxItems: 2}",
        "{type: object, required: [], properties: {'0': {type: number}, '1': {type: string}}, additionalProperties: false, x-openapi-tuple: true}",
    ),
    (
        "3.1.0",
        "{type: array, prefixItems: [{type: number}, {type: string}], oneOf: [{minItems: 1}, {maxItems: 1}]}",
        "{allOf: [{type: array, items: {}}, {oneOf: [{type: array, minItems: 1}, {type: array, maxItems: 1}]}]}",
    ),
    (
        "3.1.0",
        "{type: object, patternProperties: {'^x': {type: string}}}",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        "3.1.0",
        "{type: object, patternProperties: {a: {}, b: {}}}",
        "{type: object, additionalProperties: true}",
    ),
    (
        "3.1.0",
        "{type: object, properties: {a: {}}, patternProperties: {'^x': {type: string}}}",
        "{type: object, properties: {a: {}}, additionalProperties: {anyOf: [{type: string}, {}]}}",
    ),
    (
        "3.1.0",
        "{type: object, properties: {a: {}}, patternProperties: {'^x': {type: string}}, additionalProperties: false}",
        "{type: object, properties: {a: {}}, additionalProperties: {type: string}}",
    ),
    (
        "3.1.0",
        "{type: object, patternProperties: {'^x': {type: string}, '^y': {type: string}, '^z': {type: boolean}}, additionalProperties: {type: integer}}",
        "{type: object, additionalProperties: {anyOf: [{type: string}, {type: boolean}, {type: integer}]}}",
    ),
    // A type is filled in where the keywords tell it.
    (
        "3.0.3",
        "{properties: {a: {minLength: 1}}}",
        "{type: object, properties: {a: {type: string, minLength: 1}}}",
    ),
    (
        "3.0.3",
        "{items: {enum: [1, 2]}}",
        "{type: array, items: {type: integer, enum: [1, 2]}}",
    ),
    ("3.0.3", "{format: uuid}", "{type: string, format: uuid}"),
    ("3.0.3", "{enum: [1, a]}", "{enum: [1, a]}"),
    (
        "3.0.3",
        "{description: anything}",
        "{description: anything}",
    ),
    // What says nothing about the type is taken out.
    (
        "3.0.3",
        "{type: string, items: {}, minimum: 1}",
        "{type: string}",
    ),
    ("3.0.3", "{type: boolean, format: x}", "{type: boolean}"),
    (
        "3.0.3",
        "{type: integer, enum: [1, b, 2.0]}",
        "{type: integer, enum: [1, 2]}",
    ),
    (
        "3.0.3",
        "{type: string, enum: [1.10, yes, true]}",
        "{type: string, enum: ['1.10', 'yes', 'true']}",
    ),
    // Mixtures.
    (
        "3.0.3",
        "{type: object, properties: {a: {}}, allOf: [{$ref: '#/components/schemas/Pet'}], description: d}",
        "{allOf: [{type: object, properties: {a: {}}}, {$ref: '#/components/schemas/Pet'}], description: d}",
    ),
    (
        "3.0.3",
        "{allOf: [{$ref: '#/components/schemas/Pet'}], type: object}",
        "{allOf: [{$ref: '#/components/schemas/Pet'}]}",
    ),
    (
        "3.0.3",
        "{type: object, oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
        "{oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
    ),
    (
        "3.0.3",
        "{properties: {kind: {}}, oneOf: [{$ref: '#/components/schemas/Pet'}], discriminator: {propertyName: kind, mapping: {a: Pet}}}",
        "{allOf: [{type: object, properties: {kind: {}}}, {oneOf: [{$ref: '#/components/schemas/Pet'}], \
         discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/Pet'}}}]}",
    ),
    (
        "3.0.3",
        "{type: string, not: {enum: [a]}}",
        "{type: string}",
    ),
    ("3.0.3", "{not: {type: string}}", "{not: {type: string}}"),
    (
        "3.0.3",
        "{allOf: [{$ref: '#/components/schemas/Name'}], maxLength: 3}",
        "{allOf: [{$ref: '#/components/schemas/Name'}, {type: string, maxLength: 3}]}",
    ),
    // Data is never looked into.
    (
        "3.1.0",
        "{type: object, default: {$ref: '#/no', type: [a]}, enum: [{$ref: x}], example: {nullable: 1}}",
        "{type: object, default: {$ref: '#/no', type: [a]}, example: {nullable: 1}}",
    ),
    (
        "3.1.0",
        "{type: object, properties: {$ref: {type: string}, type: {type: integer}}}",
        "{type: object, properties: {$ref: {type: string}, type: {type: integer}}}",
    ),
];

#[test]
fn newer_idioms_get_their_3_0_form() {
    for (version, before, after) in LADDER {
        let (document, report) = read(&with_schema(version, before));
        let document = document.unwrap_or_else(|| panic!("{before}: {:?}", messages(&report)));
        assert!(!report.has_errors(), "{before}: {:?}", messages(&report));
        let schema = document
            .tree
            .pointer("/components/schemas/T")
            .expect("the schema is still there");
        assert_eq!(json(schema), yaml(after), "{version} {before}");
    }
}

#[test]
fn definitions_become_components() {
    let text = with_head(
        "3.1.0",
        "components:
  schemas:
    Order:
      $defs:
        Line: {type: object, properties: {next: {$ref: '#/components/schemas/Order/$defs/Line'}}}
      properties:
        first: {$ref: '#/components/schemas/Order/$defs/Line'}
        address: {type: object, properties: {city: {type: string}}}
        billing: {$ref: '#/components/schemas/Order/properties/address'}
        city: {$ref: '#/components/schemas/Order/properties/address/properties/city'}
        anchor: {$ref: '#here'}
        tree: {$anchor: here, type: integer}",
    );
    let (document, report) = read(&text);
    assert_eq!(messages(&report), [""; 0]);
    let document = document.expect("the document is read");
    let schemas = document
        .tree
        .pointer("/components/schemas")
        .expect("there are schemas");
    assert_eq!(
        json(schemas),
        yaml(
            "Order:
  type: object
  properties:
    first: {$ref: '#/components/schemas/Line'}
    address: {$ref: '#/components/schemas/Order_address'}
    billing: {$ref: '#/components/schemas/Order_address'}
    city: {$ref: '#/components/schemas/Order_address_city'}
    anchor: {$ref: '#/components/schemas/Order_tree'}
    tree: {$ref: '#/components/schemas/Order_tree'}
Line: {type: object, properties: {next: {$ref: '#/components/schemas/Line'}}}
Order_address: {type: object, properties: {city: {$ref: '#/components/schemas/Order_address_city'}}}
Order_address_city: {type: string}
Order_tree: {type: integer}"
        )
    );
    let origin = |pointer: &str| {
        document
            .origin(&flora_codegen::diagnostic::Pointer::new(pointer))
            .to_string()
    };
    assert_eq!(
        origin("/components/schemas/Line/properties/next"),
        "/components/schemas/Order/$defs/Line/properties/next"
    );
    assert_eq!(
        origin("/components/schemas/Order_address_city/type"),
        "/components/schemas/Order/properties/address/properties/city/type"
    );
}

#[test]
fn every_place_of_the_3_0_form_leads_back_to_the_text() {
    let text = with_schema(
        "3.1.0",
        "
      type: object
      properties: {a: {anyOf: [{type: 'null'}, {type: array, items: {$ref: '#/components/schemas/Pet', title: here}}]}}
      oneOf: [{type: 'null'}, {title: first, required: [a]}, {required: [b]}]",
    );
    let (document, report) = read(&text);
    let document = document.unwrap_or_else(|| panic!("{:?}", messages(&report)));
    for (place, written) in [
        (
            "/components/schemas/T/allOf/0/properties/a/items/title",
            "here",
        ),
        ("/components/schemas/T/allOf/1/oneOf/0/title", "first"),
    ] {
        let pointer = flora_codegen::diagnostic::Pointer::new(place);
        let origin = document.origin(&pointer);
        let span = document
            .span(&(&pointer).into())
            .expect("the text has the place");
        assert_eq!(&text[span.start..span.end], written, "{place} -> {origin}");
    }
}

#[test]
fn path_items_and_methods_of_3_2_get_their_place() {
    let text = with_head(
        "3.2.0",
        "paths:
  /a:
    $ref: '#/components/pathItems/A'
    summary: own
  /b:
    query: {operationId: search, responses: {default: {}}}
    additionalOperations:
      PURGE: {responses: {'200': {description: gone}}}
components:
  pathItems:
    A: {get: {responses: {'200': {description: fine}}}, summary: shared}",
    );
    let (document, report) = read(&text);
    assert_eq!(messages(&report), [""; 0]);
    let document = document.expect("the document is read");
    assert_eq!(document.version, Version::V3_2);
    assert_eq!(
        json(document.tree.pointer("/paths").expect("there are paths")),
        yaml(
            "/a: {get: {responses: {'200': {description: fine}}}, summary: own}
/b:
  x-openapi-operations:
    QUERY: {operationId: search, responses: {default: {description: ''}}}
    PURGE: {responses: {'200': {description: gone}}}"
        )
    );
    assert!(document.tree.pointer("/components/pathItems").is_none());
    assert_eq!(document.api.operations().count(), 1);
}

#[test]
fn spellings_survive() {
    for (name, text) in [
        (
            "unquoted version and status",
            with_head(
                "3.0.3",
                "paths: {/a: {get: {responses: {200: {description: 1.10}}}}}",
            ),
        ),
        (
            "crlf",
            with_head(
                "3.0.3",
                "paths: {/a: {get: {responses: {200: {description: 1.10}}}}}",
            )
            .replace('\n', "\r\n"),
        ),
        (
            "byte order mark",
            format!(
                "\u{feff}{}",
                with_head(
                    "3.0.3",
                    "paths: {/a: {get: {responses: {200: {description: 1.10}}}}}"
                )
            ),
        ),
        (
            "anchors and merge keys",
            with_head(
                "3.0.3",
                "x-base: &base {description: 1.10}\npaths: {/a: {get: {responses: {200: {<<: *base}}}}}",
            ),
        ),
    ] {
        let (document, report) = read(&text);
        assert!(!report.has_errors(), "{name}: {:?}", messages(&report));
        let document = document.expect("the document is read");
        let description = document
            .tree
            .pointer("/paths/~1a/get/responses/200/description");
        assert_eq!(description.and_then(Value::as_str), Some("1.10"), "{name}");
    }
}

#[test]
fn json_is_read_with_places() {
    let text = r#"{"openapi": "3.1.0", "info": {"title": "é", "version": "1"},
  "components": {"schemas": {"A": {"type": "strin"}}}}"#;
    let (_, report) = read(text);
    let source = Source {
        name: "api.json",
        text,
    };
    assert_eq!(
        render(&report, source, Style::Terse),
        "api.json:2:44: error[E0105]: `strin` is not a type\n"
    );
}

/// Version, what stands below the head, what is said about it.
const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: '#/components/schemas/B'}}}",
        r##"
error[E0106]: `#/components/schemas/B` leads nowhere
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {$ref: '#/components/schemas/B'}}}
  |                                  ^^^^^^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {Asset: {}, A: {$ref: '#/components/schemas/Aset'}}}",
        r##"
error[E0106]: `#/components/schemas/Aset` leads nowhere
 --> api.yaml:4:45
  |
4 | components: {schemas: {Asset: {}, A: {$ref: '#/components/schemas/Aset'}}}
  |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `#/components/schemas/Asset`?
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: 'a.yaml#/A'}}}",
        r##"
error[E0110]: the file `a.yaml` cannot be read
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {$ref: 'a.yaml#/A'}}}
  |                                  ^^^^^^^^^^^
  |
  = help: it has to be text in UTF-8; its place is relative to the file with the reference
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: 'https://example.com/a.json'}}}",
        r##"
error[E0109]: `https://example.com/a.json` is not followed: nothing is fetched
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {$ref: 'https://example.com/a.json'}}}
  |                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: bundle the parts into one document first, for example with `redocly bundle`
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {Pet: {}, A: {$ref: Pet}}}",
        r##"
error[E0109]: `Pet` is not a reference
 --> api.yaml:4:43
  |
4 | components: {schemas: {Pet: {}, A: {$ref: Pet}}}
  |                                           ^^^
  |
  = help: write `#/components/schemas/Pet` for the schema of that name
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {}}, responses: {B: {$ref: '#/components/schemas/A'}}}",
        r##"
error[E0107]: `#/components/schemas/A` leads to a schema; a response belongs here
 --> api.yaml:4:54
  |
4 | components: {schemas: {A: {}}, responses: {B: {$ref: '#/components/schemas/A'}}}
  |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}",
        r##"
error[E0108]: `#/components/schemas/B` leads back to itself and never to a value
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}
  |                                  ^^^^^^^^^^^^^^^^^^^^^^^^

error[E0108]: `#/components/schemas/A` leads back to itself and never to a value
 --> api.yaml:4:71
  |
4 | components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}
  |                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: 5}}}",
        r##"
error[E0105]: expected text, found an integer
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {$ref: 5}}}
  |                                  ^
"##,
    ),
    (
        "3.0.3",
        r##"components: {schemas: {"ключ": {type: strin}}}"##,
        r##"
error[E0105]: `strin` is not a type
 --> api.yaml:4:39
  |
4 | components: {schemas: {"ключ": {type: strin}}}
  |                                       ^^^^^
  |
  = help: did you mean `string`?
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {type: date}}}",
        r##"
error[E0105]: `date` is not a type
 --> api.yaml:4:34
  |
4 | components: {schemas: {A: {type: date}}}
  |                                  ^^^^
  |
  = help: a type is string, number, integer, boolean, array or object
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: []}}",
        r##"
error[E0105]: expected a schema, found an array
 --> api.yaml:4:24
  |
4 | components: {schemas: {A: []}}
  |                        ^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {type: object, properties: []}}}",
        r##"
error[E0105]: expected an object, found an array
 --> api.yaml:4:42
  |
4 | components: {schemas: {A: {type: object, properties: []}}}
  |                                          ^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {type: object}, A: {type: string}}}",
        r##"
error[E0102]: the key `A` occurs twice
 --> api.yaml:4:43
  |
4 | components: {schemas: {A: {type: object}, A: {type: string}}}
  |                                           ^
  |
  = help: it stands first in line 4
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: '#/components/schemas/B', x-client-secret: true}, B: {}}}",
        r##"
error[E0206]: `x-client-secret` stands beside a `$ref`, where it has no effect
 --> api.yaml:4:60
  |
4 | components: {schemas: {A: {$ref: '#/components/schemas/B', x-client-secret: true}, B: {}}}
  |                                                            ^^^^^^^^^^^^^^^
  |
  = help: put the `$ref` into an `allOf`, or the extension where the `$ref` leads
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {$ref: '#/components/schemas/B', minLength: 1}, B: {}}}",
        r##"
warning[W0207]: `minLength` has no effect beside a `$ref` in OpenAPI 3.0
 --> api.yaml:4:60
  |
4 | components: {schemas: {A: {$ref: '#/components/schemas/B', minLength: 1}, B: {}}}
  |                                                            ^^^^^^^^^
  |
  = help: put the `$ref` into an `allOf`
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {type: string, x-client-secrt: true}}}",
        r##"
error[E0205]: there is no extension `x-client-secrt`
 --> api.yaml:4:42
  |
4 | components: {schemas: {A: {type: string, x-client-secrt: true}}}
  |                                          ^^^^^^^^^^^^^^
  |
  = help: did you mean `x-client-secret`?
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {x-client-unix-time: minutes}}}",
        r##"
error[E0206]: expected one of: seconds, milliseconds, found `minutes`
 --> api.yaml:4:48
  |
4 | components: {schemas: {A: {x-client-unix-time: minutes}}}
  |                                                ^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {x-client-pagination: {}}}}",
        r##"
error[E0206]: `x-client-pagination` belongs to an operation, not to a schema
 --> api.yaml:4:28
  |
4 | components: {schemas: {A: {x-client-pagination: {}}}}
  |                            ^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "x-client: {crate: a b, binary: ../../x, version: 1.0, env-prefix: pets}",
        r##"
error[E0206]: expected a name of ASCII letters, digits, `-` and `_` such as `pets-client`, found `a b`
 --> api.yaml:4:19
  |
4 | x-client: {crate: a b, binary: ../../x, version: 1.0, env-prefix: pets}
  |                   ^^^

error[E0206]: expected a name of ASCII letters, digits, `-` and `_` such as `pets-client`, found `../../x`
 --> api.yaml:4:32
  |
4 | x-client: {crate: a b, binary: ../../x, version: 1.0, env-prefix: pets}
  |                                ^^^^^^^

error[E0206]: expected a version such as `0.1.0`, found a number
 --> api.yaml:4:50
  |
4 | x-client: {crate: a b, binary: ../../x, version: 1.0, env-prefix: pets}
  |                                                  ^^^

error[E0206]: expected capitals, digits and `_` such as `PETS_API_KEY`, found `pets`
 --> api.yaml:4:67
  |
4 | x-client: {crate: a b, binary: ../../x, version: 1.0, env-prefix: pets}
  |                                                                   ^^^^
"##,
    ),
    (
        "3.0.3",
        "x-client: {crat: a, version: 1}",
        r##"
error[E0206]: `crat` is not a member of this extension
 --> api.yaml:4:12
  |
4 | x-client: {crat: a, version: 1}
  |            ^^^^
  |
  = help: did you mean `crate`?

error[E0206]: expected a version such as `0.1.0`, found an integer
 --> api.yaml:4:30
  |
4 | x-client: {crat: a, version: 1}
  |                              ^
"##,
    ),
    (
        "3.0.3",
        "paths: {/a: {get: {responses: {}, x-client-pagination: {cursor: c, next: meta/next}}}}",
        r##"
error[E0206]: the required `items` is missing
 --> api.yaml:3:35
  |
3 | paths: {/a: {get: {responses: {}, x-client-pagination: {cursor: c, next: meta/next}}}}
  |                                   ^^^^^^^^^^^^^^^^^^^

error[E0206]: expected a JSON pointer such as `/data/items`, found `meta/next`
 --> api.yaml:3:74
  |
3 | paths: {/a: {get: {responses: {}, x-client-pagination: {cursor: c, next: meta/next}}}}
  |                                                                          ^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "paths: {a: {}}",
        r##"
error[E0105]: the path `a` does not start with `/`
 --> api.yaml:3:9
  |
3 | paths: {a: {}}
  |         ^
"##,
    ),
    (
        "3.0.3",
        "paths: {/a: {get: {responses: {20x: {description: d}}}}}",
        r##"
error[E0105]: `20x` is not a status
 --> api.yaml:3:32
  |
3 | paths: {/a: {get: {responses: {20x: {description: d}}}}}
  |                                ^^^
  |
  = help: a status is a number like `200`, a class like `2XX`, or `default`
"##,
    ),
    (
        "3.0.3",
        "paths: {/a: {get: {responses: {}, parameters: [{name: a, in: qery, schema: {}}]}}}",
        r##"
error[E0105]: `qery` is not a place of a parameter
 --> api.yaml:3:62
  |
3 | paths: {/a: {get: {responses: {}, parameters: [{name: a, in: qery, schema: {}}]}}}
  |                                                              ^^^^
  |
  = help: did you mean `query`?
"##,
    ),
    (
        "3.0.3",
        "paths: {/a: {get: {responses: {}, parameters: [{in: query, schema: {}}, {name: b, in: query, style: simple, schema: {}}]}}}",
        r##"
error[E0105]: the required `name` is missing
 --> api.yaml:3:48
  |
3 | paths: {/a: {get: {responses: {}, parameters: [{in: query, schema: {}}, {name: b, in: query, style: simple, schema: {}}]}}}
  |                                                ^^^^^^^^^^^^^^^^^^^^^^^

error[E0105]: the style `simple` does not exist here
 --> api.yaml:3:101
  |
3 | paths: {/a: {get: {responses: {}, parameters: [{in: query, schema: {}}, {name: b, in: query, style: simple, schema: {}}]}}}
  |                                                                                                     ^^^^^^
  |
  = help: the styles here are: form, spaceDelimited, pipeDelimited, deepObject
"##,
    ),
    (
        "3.0.3",
        "components: {securitySchemes: {A: {type: apikey, name: x, in: header}, B: {type: apiKey, in: body, name: x}}}",
        r##"
error[E0105]: `apikey` is not a type of security scheme
 --> api.yaml:4:42
  |
4 | components: {securitySchemes: {A: {type: apikey, name: x, in: header}, B: {type: apiKey, in: body, name: x}}}
  |                                          ^^^^^^
  |
  = help: did you mean `apiKey`?

error[E0105]: `body` is not a place of an API key
 --> api.yaml:4:94
  |
4 | components: {securitySchemes: {A: {type: apikey, name: x, in: header}, B: {type: apiKey, in: body, name: x}}}
  |                                                                                              ^^^^
  |
  = help: an API key is in query, header or cookie
"##,
    ),
    (
        "3.0.3",
        "servers: [{description: no url}]",
        r##"
error[E0105]: the required `url` is missing
 --> api.yaml:4:11
  |
4 | servers: [{description: no url}]
  |           ^^^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {discriminator: {mapping: {a: '#/components/schemas/Gone'}}}}}",
        r##"
error[E0105]: the required `propertyName` is missing
 --> api.yaml:4:28
  |
4 | components: {schemas: {A: {discriminator: {mapping: {a: '#/components/schemas/Gone'}}}}}
  |                            ^^^^^^^^^^^^^

error[E0106]: `#/components/schemas/Gone` leads nowhere
 --> api.yaml:4:57
  |
4 | components: {schemas: {A: {discriminator: {mapping: {a: '#/components/schemas/Gone'}}}}}
  |                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "paths: {/a: {get: {responses: {}, desciption: d}}}",
        r##"
warning[W0202]: `desciption` is not a keyword of an operation; it has no effect
 --> api.yaml:3:35
  |
3 | paths: {/a: {get: {responses: {}, desciption: d}}}
  |                                   ^^^^^^^^^^
  |
  = help: did you mean `description`?
"##,
    ),
    (
        "3.0.3",
        "components: {schemas: {A: {type: [string, 'null'], const: a}}}",
        r##"
note[N0208]: several types at once belong to OpenAPI 3.1; they are honoured
 --> api.yaml:4:28
  |
4 | components: {schemas: {A: {type: [string, 'null'], const: a}}}
  |                            ^^^^

note[N0208]: the type `null` belongs to OpenAPI 3.1; it is honoured
 --> api.yaml:4:43
  |
4 | components: {schemas: {A: {type: [string, 'null'], const: a}}}
  |                                           ^^^^^^

note[N0208]: `const` belongs to OpenAPI 3.1; it is honoured
 --> api.yaml:4:52
  |
4 | components: {schemas: {A: {type: [string, 'null'], const: a}}}
  |                                                    ^^^^^
"##,
    ),
    (
        "3.1.0",
        "components: {schemas: {A: {type: string, nullable: true}}}",
        r##"
note[N0208]: `nullable` is gone since OpenAPI 3.1; it is honoured
 --> api.yaml:4:42
  |
4 | components: {schemas: {A: {type: string, nullable: true}}}
  |                                          ^^^^^^^^
"##,
    ),
    (
        "3.1.0",
        "components: {schemas: {A: {type: array, prefixItems: [{}, {type: string}], anyOf: [{}]}}}",
        r##"
warning[W0207]: a tuple beside other forms of the value is an array of any values
 --> api.yaml:4:41
  |
4 | components: {schemas: {A: {type: array, prefixItems: [{}, {type: string}], anyOf: [{}]}}}
  |                                         ^^^^^^^^^^^
"##,
    ),
    (
        "3.2.0",
        "components: {parameters: {A: {name: a, in: querystring, content: {text/plain: {}}}}}",
        r##"
error[E0201]: a query of this media type is not supported
 --> api.yaml:4:44
  |
4 | components: {parameters: {A: {name: a, in: querystring, content: {text/plain: {}}}}}
  |                                            ^^^^^^^^^^^
  |
  = help: its `content` is `application/x-www-form-urlencoded` or `application/json`; or describe each query parameter by itself
"##,
    ),
    (
        "3.0.3",
        "tags: [{name: 5}, {name: b, x-other: 1}]",
        r##"
note[N0111]: an integer stands where text belongs; it is read as the text `5`
 --> api.yaml:4:15
  |
4 | tags: [{name: 5}, {name: b, x-other: 1}]
  |               ^

note[N0204]: the extension `x-other` has no effect
 --> api.yaml:4:29
  |
4 | tags: [{name: 5}, {name: b, x-other: 1}]
  |                             ^^^^^^^
"##,
    ),
    (
        "3.0.3",
        "components: {parameters: {A: {name: id, in: path, schema: {type: string}}}}",
        r##"
warning[W0112]: a path parameter is always required; `required: true` is missing
 --> api.yaml:4:27
  |
4 | components: {parameters: {A: {name: id, in: path, schema: {type: string}}}}
  |                           ^
"##,
    ),
];

#[test]
fn problems_are_shown_with_their_place() {
    let mut wrong = String::new();
    for (version, rest, expected) in PROBLEMS {
        let text = with_head(version, rest);
        let (_, report) = read(&text);
        let shown = render(
            &report,
            Source {
                name: "api.yaml",
                text: &text,
            },
            Style::Plain,
        );
        let shown = shown
            .trim_end()
            .lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n");
        if shown != expected.trim_matches('\n') {
            wrong.push_str(&format!("--- {rest}\n{shown}\n"));
        }
    }
    assert!(wrong.is_empty(), "shown differently:\n{wrong}");
}

#[test]
fn all_problems_are_found_in_one_run() {
    let text = with_head(
        "3.0.3",
        "paths:
  /a:
    get:
      operationId: same
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}}}
    put:
      operationId: same
      responses: {'204': {description: d}}
components:
  schemas:
    A: {type: strin}",
    );
    let input = Input::new("api.yaml", text);
    let generated = flora_codegen::read(&input);
    let source = Source {
        name: "api.yaml",
        text: &input.text,
    };
    let shown = render(&generated.report, source, Style::Terse);
    for expected in [
        "api.yaml:7:87: error[E0106]",
        "api.yaml:13:15: error[E0105]",
        "api.yaml:9:20: error[E0401]",
    ] {
        assert!(
            shown.contains(expected),
            "{expected} is missing in:\n{shown}"
        );
    }
}

#[test]
fn what_does_no_harm_refuses_nothing() {
    for (version, rest) in [
        ("3.0.3", "x-unknown: 1\nwhatever: 2"),
        ("3.0.3", "tags: [{name: a, description: 5}]"),
        (
            "3.0.3",
            "components: {schemas: {A: {type: string, example: [1, {$ref: nowhere}], deprecated: maybe}}}",
        ),
        (
            "3.0.3",
            "components: {schemas: {A: {type: string, minLength: '3', description: }}}",
        ),
        (
            "3.0.3",
            "components: {schemas: {A: {type: object, properties: {a: {type: string, required: true}}}}}",
        ),
        ("3.0.3", "externalDocs: {description: no url}"),
        (
            "3.0.3",
            "components: {securitySchemes: {a: {type: oauth2, flows: {implicit: {}}}, b: {type: openIdConnect}}}",
        ),
        ("3.0.3", "components: {responses: {A: {content: {}}}}"),
        (
            "3.0.3",
            "components: {parameters: {A: {name: a, in: path, schema: {}}}}",
        ),
        (
            "3.1.0",
            "components: {schemas: {A: {type: array, examples: {a: {value: 1}}}}}",
        ),
        (
            "3.1.0",
            "components: {securitySchemes: {a: {type: mutualTLS}}}",
        ),
        (
            "3.2.0",
            "components: {securitySchemes: {a: {type: oauth2, flows: {deviceAuthorization: {}}, deprecated: true}}}",
        ),
    ] {
        let (document, report) = read(&with_head(version, rest));
        assert!(
            document.is_some() && !report.has_errors(),
            "{rest}: {:?}",
            messages(&report)
        );
    }
}

#[test]
fn bounds_end_in_a_diagnostic() {
    let deep = format!("a: {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_json = format!("{{\"a\": {}", "[".repeat(100_000));
    let bomb = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        format!(
            "{text}a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n",
            n - 1
        )
    });
    let wide = format!(
        "a: &a [{}]\nb: [{}]\n",
        "x, ".repeat(20_000),
        "*a, ".repeat(5_000)
    );
    let schemas = (0..90).fold("{type: string}".to_owned(), |inner, _| {
        format!("{{items: {inner}}}")
    });
    for (name, text, code) in [
        ("deep yaml", deep, "E0103"),
        ("deep json", deep_json, "E0103"),
        ("alias bomb", bomb, "E0103"),
        ("wide aliases", wide, "E0103"),
        ("a circle of aliases", "a: &a [*a]\n".to_owned(), "E0103"),
        ("not closed", "a: [1, 2\nb: 3\n".to_owned(), "E0101"),
        ("a list", "- 1\n".to_owned(), "E0104"),
        ("nothing", String::new(), "E0104"),
        ("control characters", "a: \u{0}\u{1}\n".to_owned(), "E0101"),
        ("two documents", "a: 1\n---\nb: 2\n".to_owned(), "E0101"),
    ] {
        let (document, report) = read(&text);
        assert!(document.is_none(), "{name}");
        assert!(
            messages(&report)
                .iter()
                .any(|message| message.starts_with(code)),
            "{name}: {:?}",
            messages(&report)
        );
        for diagnostic in &report.diagnostics {
            for style in [Style::Plain, Style::Colored, Style::Terse] {
                assert!(
                    !render_one(
                        diagnostic,
                        Source {
                            name: "x",
                            text: &text
                        },
                        style
                    )
                    .is_empty()
                );
            }
        }
    }
    let (document, report) = read(&with_schema("3.0.3", &schemas));
    assert!(
        document.is_some() && !report.has_errors(),
        "deep schemas: {:?}",
        messages(&report)
    );
}

#[test]
fn notes_are_summed_up() {
    let text = with_head(
        "3.0.3",
        "tags: [{name: a, x-b: 1}, {name: c, x-b: 1}, {name: d, x-b: 1, desciption: x}]",
    );
    let (_, report) = read(&text);
    let summary = summarise(&report);
    assert_eq!(
        render(
            &summary,
            Source {
                name: "api.yaml",
                text: &text
            },
            Style::Terse
        ),
        "api.yaml:4:64: warning[W0202]: `desciption` is not a keyword of a tag; it has no effect\n\
         api.yaml:4:18: note[N0204]: the extension `x-b` has no effect (and 2 more times)\n"
    );
}

/// Documents of the corpus that their authors have left broken.
const BROKEN: [&str; 2] = ["cohere.yaml", "square.json"];

#[test]
fn the_corpus_is_read() {
    let Ok(folder) = std::env::var("OPENAPI_CORPUS") else {
        println!("skipped: OPENAPI_CORPUS is not set");
        return;
    };
    let mut accepted = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is a folder") {
        let path = entry.expect("its files can be listed").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.ends_with(".yaml") && !name.ends_with(".json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a document can be read");
        let (document, report) = read(&text);
        let errors: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|found| found.code.severity() == Severity::Error)
            .collect();
        assert!(document.is_some(), "{name}: {errors:?}");
        assert_eq!(
            !errors.is_empty(),
            BROKEN.contains(&name.as_str()),
            "{name}: {errors:?}"
        );
        assert!(
            report.diagnostics.iter().all(|found| found.span.is_some()),
            "{name}: a place is not in the text"
        );
        accepted += usize::from(errors.is_empty());
    }
    println!("{accepted} documents are accepted");
}
