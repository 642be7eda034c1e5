//! Documents of several files: what becomes of their parts, and where mistakes in them are shown.

use flora_codegen::diagnostic::{Report, Style, render_one};
use flora_codegen::document::{self, Document, Input};
use flora_codegen::value::Value;

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\n";

fn input(main: &str, files: &[(&str, &str)]) -> Input {
    let mut input = Input::new("spec/api.yaml", format!("{HEAD}{main}"));
    for (name, text) in files {
        input.files.insert((*name).to_owned(), (*text).to_owned());
    }
    input
}

/// Reads a document and gives what was said about it, notes left out.
fn read(input: &Input) -> (Option<Document>, Vec<String>) {
    let mut report = Report::default();
    let document = document::read(input, &mut report);
    if let Some(document) = &document {
        report.locate(|place| document.span(place));
    }
    report.sort();
    let said = report
        .diagnostics
        .iter()
        .map(|found| render_one(found, input.source(found), Style::Terse))
        .filter(|line| !line.contains(" note["))
        .collect();
    (document, said)
}

/// Reads a document without mistakes.
#[track_caller]
fn good(main: &str, files: &[(&str, &str)]) -> Document {
    let (document, said) = read(&input(main, files));
    assert_eq!(said, [""; 0]);
    document.expect("there are no mistakes")
}

#[track_caller]
fn check_said(main: &str, files: &[(&str, &str)], expected: &[&str]) {
    let (_, said) = read(&input(main, files));
    assert_eq!(said, expected);
}

fn names(document: &Document, section: &str) -> Vec<String> {
    let section = document.tree.pointer(&format!("/components/{section}"));
    let members = section.and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, _)| name.clone()).collect()
}

fn text<'a>(document: &'a Document, pointer: &str) -> &'a str {
    document
        .tree
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer} in {:#?}", document.tree))
}

#[test]
fn parts_become_components() {
    let document = good(
        "paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        asset: { $ref: schemas/asset.yaml }
        owner: { $ref: './people.yaml#/definitions/Person' }
        same: { $ref: 'schemas/../schemas/asset.yaml' }
",
        &[
            (
                "spec/schemas/asset.yaml",
                "type: object\nproperties: { owner: { $ref: '../people.yaml#/definitions/Person' }, next: { $ref: '#' } }",
            ),
            (
                "spec/people.yaml",
                "definitions: { Person: { type: object, properties: { order: { $ref: 'api.yaml#/components/schemas/Order' }, home: { $ref: '#/definitions/Address' } } }, Address: { type: string } }",
            ),
        ],
    );
    assert_eq!(
        names(&document, "schemas"),
        ["Order", "asset", "Person", "Address"]
    );
    for (place, target) in [
        ("Order/properties/asset", "asset"),
        ("Order/properties/owner", "Person"),
        ("Order/properties/same", "asset"),
        ("asset/properties/owner", "Person"),
        ("asset/properties/next", "asset"),
        ("Person/properties/order", "Order"),
        ("Person/properties/home", "Address"),
    ] {
        let pointer = format!("/components/schemas/{place}/$ref");
        let target = format!("#/components/schemas/{target}");
        assert_eq!(text(&document, &pointer), target, "{place}");
    }
}

/// Otherwise the name that the author gave would be an alias of one made of the file.
#[test]
fn a_component_that_is_only_a_reference_takes_the_part() {
    let document = good(
        "paths: {}
components:
  schemas:
    List: { type: array, items: { $ref: asset.yaml } }
    Asset: { $ref: asset.yaml }
    Other: { $ref: asset.yaml }
",
        &[("spec/asset.yaml", "type: string")],
    );
    assert_eq!(names(&document, "schemas"), ["List", "Asset", "Other"]);
    assert_eq!(text(&document, "/components/schemas/Asset/type"), "string");
    for place in ["List/items", "Other"] {
        let pointer = format!("/components/schemas/{place}/$ref");
        assert_eq!(text(&document, &pointer), "#/components/schemas/Asset");
    }
}

#[test]
fn equal_names_of_parts_are_told_apart_by_their_files() {
    let document = good(
        "paths: {}
components:
  schemas:
    id: { type: integer }
    All:
      type: object
      properties:
        a: { $ref: a.yaml#/id }
        b: { $ref: b.yaml#/id }
        c: { $ref: c/id.yaml }
        d: { $ref: d/id.yaml }
",
        &[
            ("spec/a.yaml", "id: { type: string }"),
            ("spec/b.yaml", "id: { type: string }"),
            ("spec/c/id.yaml", "type: string"),
            ("spec/d/id.yaml", "type: string"),
        ],
    );
    assert_eq!(
        names(&document, "schemas"),
        ["id", "All", "a_id", "b_id", "c_id", "d_id"]
    );
}

#[test]
fn every_kind_of_part_can_be_in_a_file() {
    let document = good(
        "paths:
  /things:
    $ref: paths/things.yaml
components:
  securitySchemes: { key: { $ref: 'parts.yaml#/key' } }
",
        &[
            (
                "spec/paths/things.yaml",
                "post:
  security: [{ key: [] }]
  parameters: [{ $ref: '../parts.yaml#/limit' }]
  requestBody: { $ref: '../parts.yaml#/body' }
  responses: { '204': { $ref: '../parts.yaml#/done' } }
",
            ),
            (
                "spec/parts.yaml",
                "key: { type: apiKey, in: header, name: X-Key }
limit: { name: limit, in: query, schema: { $ref: '#/number' } }
number: { type: integer }
body: { content: { application/json: { schema: { $ref: '#/number' }, examples: { one: { $ref: '#/example' } } } } }
example: { value: 1 }
done: { description: Done., headers: { X-Rest: { $ref: '#/header' } } }
header: { schema: { $ref: '#/number' } }
",
            ),
        ],
    );
    let operation = "/paths/~1things/post";
    for (place, target) in [
        ("parameters/0", "parameters/limit"),
        ("requestBody", "requestBodies/body"),
        ("responses/204", "responses/done"),
    ] {
        assert_eq!(
            text(&document, &format!("{operation}/{place}/$ref")),
            format!("#/components/{target}")
        );
    }
    assert_eq!(
        text(&document, "/components/securitySchemes/key/name"),
        "X-Key"
    );
}

#[test]
fn a_path_item_can_be_used_twice() {
    let document = good(
        "paths: { /a: { $ref: item.yaml }, /b: { $ref: item.yaml } }",
        &[(
            "spec/item.yaml",
            "get: { responses: { '204': { description: Done. } } }",
        )],
    );
    assert_eq!(document.api.paths.paths.len(), 2);
    for path in ["~1a", "~1b"] {
        let pointer = format!("/paths/{path}/get/responses/204/description");
        assert_eq!(text(&document, &pointer), "Done.");
    }
}

#[test]
fn mappings_and_branches_lead_to_one_component() {
    let document = good(
        "paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: dog.yaml }, { $ref: cat.yaml }]
      discriminator: { propertyName: kind, mapping: { dog: ./dog.yaml, cat: 'cat.yaml' } }
",
        &[
            ("spec/dog.yaml", "type: object"),
            ("spec/cat.yaml", "type: object"),
        ],
    );
    let mapping = "/components/schemas/Pet/discriminator/mapping";
    assert_eq!(
        text(&document, &format!("{mapping}/dog")),
        "#/components/schemas/dog"
    );
    assert_eq!(names(&document, "schemas"), ["Pet", "dog", "cat"]);
}

#[test]
fn anchors_of_files_are_found() {
    let document = good(
        "paths: {}
components: { schemas: { A: { type: array, items: { $ref: 'b.yaml#person' } } } }
",
        &[(
            "spec/b.yaml",
            "$defs: { p: { $anchor: person, type: object } }",
        )],
    );
    assert_eq!(names(&document, "schemas"), ["A", "person"]);
}

/// Tools that split documents put references where OpenAPI has none.
#[test]
fn a_reference_in_place_of_a_map_is_replaced() {
    let main = "paths: { $ref: paths.yaml }\ncomponents: { schemas: { $ref: schemas/all.yaml } }";
    let files = [
        (
            "spec/paths.yaml",
            "/things: { $ref: things.yaml }\n/more: { get: { responses: { '200': { description: D, content: { text/plain: { schema: { $ref: 'api.yaml#/components/schemas/A' } } } } } } }",
        ),
        (
            "spec/things.yaml",
            "get: { responses: { '204': { description: Done. } } }",
        ),
        (
            "spec/schemas/all.yaml",
            "A: { type: string }\nB: { $ref: b.yaml }",
        ),
        ("spec/schemas/b.yaml", "type: integer"),
    ];
    let (document, said) = read(&input(main, &files));
    assert_eq!(
        said,
        [
            "spec/api.yaml:3:10: warning[W0112]: no reference belongs here; what `paths.yaml` leads to is put in its place",
            "spec/api.yaml:4:26: warning[W0112]: no reference belongs here; what `schemas/all.yaml` leads to is put in its place",
        ]
    );
    let document = document.expect("there are no errors");
    assert_eq!(document.api.paths.paths.len(), 2);
    assert_eq!(names(&document, "schemas"), ["A", "B", "b"]);
}

#[test]
fn mistakes_are_shown_in_their_file() {
    check_said(
        "paths: { /a: { $ref: item.yaml } }\ncomponents: { schemas: { A: { $ref: a.yaml } } }",
        &[
            (
                "spec/item.yaml",
                "get:\n  parameters: [{ name: q, in: body }]\n  responses: {}\n",
            ),
            (
                "spec/a.yaml",
                "type: object\nproperties:\n  b: { type: strin }\n  c: { $ref: '#/d' }\n  d: { $ref: 'https://example.com/d.yaml' }\n  e: { $ref: ../e.yaml }\n  f: { $ref: b/f.yaml }\n  g: { $ref: b/f.yaml#/g }\n",
            ),
        ],
        &[
            "spec/a.yaml:3:14: error[E0105]: `strin` is not a type",
            "spec/a.yaml:4:14: error[E0106]: `#/d` leads nowhere",
            "spec/a.yaml:5:14: error[E0109]: `https://example.com/d.yaml` is not followed: nothing is fetched",
            "spec/a.yaml:6:14: error[E0109]: `../e.yaml` leaves the folder of the document",
            "spec/a.yaml:7:14: error[E0110]: the file `spec/b/f.yaml` cannot be read",
            "spec/a.yaml:8:14: error[E0110]: the file `spec/b/f.yaml` cannot be read",
            "spec/item.yaml:2:31: error[E0105]: `body` is not a place of a parameter",
        ],
    );
}

#[test]
fn what_a_file_is_made_of_is_checked_too() {
    check_said(
        "paths: { /a: { $ref: a.yaml }, /b: { $ref: b.json }, /c: { $ref: a.yaml#/nothing } }",
        &[
            (
                "spec/a.yaml",
                "get: { responses: {} }\nget: { responses: {} }\n",
            ),
            ("spec/b.json", "{ \"get\": "),
        ],
        &[
            "spec/api.yaml:3:44: error[E0110]: `b.json` leads to a file with mistakes",
            "spec/api.yaml:3:66: error[E0106]: `a.yaml#/nothing` leads nowhere",
            "spec/a.yaml:2:1: error[E0102]: the key `get` occurs twice",
            "spec/b.json:1:9: error[E0101]: EOF while parsing a value",
        ],
    );
}

#[test]
fn circles_without_a_value_are_refused() {
    check_said(
        "paths: { /a: { $ref: a.yaml } }\ncomponents: { schemas: { A: { $ref: c.yaml } } }",
        &[
            ("spec/a.yaml", "$ref: b.yaml"),
            ("spec/b.yaml", "$ref: a.yaml"),
            ("spec/c.yaml", "$ref: d.yaml"),
            ("spec/d.yaml", "$ref: c.yaml"),
        ],
        &[
            "spec/b.yaml:1:7: error[E0108]: `a.yaml` leads back to itself",
            "spec/c.yaml:1:7: error[E0108]: `d.yaml` leads back to itself and never to a value",
            "spec/d.yaml:1:7: error[E0108]: `c.yaml` leads back to itself and never to a value",
        ],
    );
}

/// A file that takes itself in place of its own parts would grow for ever.
#[test]
fn growth_is_bounded() {
    check_said(
        "paths: {}\ncomponents: { schemas: { A: { $ref: a.yaml } } }",
        &[
            ("spec/a.yaml", "properties: { $ref: b.yaml }"),
            ("spec/b.yaml", "c: { properties: { $ref: b.yaml } }"),
        ],
        &[
            "spec/b.yaml:1:26: error[E0108]: `b.yaml` leads back to itself",
            "spec/a.yaml:1:15: warning[W0112]: no reference belongs here; what `b.yaml` leads to is put in its place",
            "spec/b.yaml:1:20: warning[W0112]: no reference belongs here; what `b.yaml` leads to is put in its place",
        ],
    );
    // Each file takes the next one twice: two to the power of thirty.
    let names: Vec<String> = (0..30)
        .map(|number| format!("spec/{number}.yaml"))
        .collect();
    let texts: Vec<String> = (1..=30)
        .map(|next| format!("a: {{ properties: {{ $ref: {next}.yaml }} }}\nb: {{ properties: {{ $ref: {next}.yaml }} }}"))
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let main = "paths: {}\ncomponents: { schemas: { A: { properties: { $ref: 0.yaml } } } }";
    let (_, said) = read(&input(main, &files));
    assert!(
        said.iter().any(|line| line.contains("E0103")),
        "{:?}",
        said.first()
    );
}

#[test]
fn missing_files_are_named_until_all_are_there() {
    let mut document = input("paths: { /a: { $ref: a.yaml } }", &[]);
    assert_eq!(document.missing_files(), ["spec/a.yaml"]);
    let file = "get: { responses: { '200': { $ref: 'b/c.yaml' }, '404': { $ref: '../d.yaml' } } }";
    document
        .files
        .insert("spec/a.yaml".to_owned(), file.to_owned());
    assert_eq!(document.missing_files(), ["spec/b/c.yaml"]);
    document
        .files
        .insert("spec/b/c.yaml".to_owned(), "description: Done.".to_owned());
    assert_eq!(document.missing_files(), [""; 0]);
    assert_eq!(input("paths: {}", &[]).missing_files(), [""; 0]);
}

/// What looks like a reference in data is data.
#[test]
fn references_in_data_are_not_followed() {
    let document = good(
        "paths: {}
components:
  schemas:
    A: { type: object, example: { $ref: a.yaml }, x-thing: { $ref: b.yaml }, properties: { $ref: { type: string } } }
",
        &[],
    );
    assert_eq!(names(&document, "schemas"), ["A"]);
}
