//! What the generator says about bad documents.
//!
//! A fixture is a document with one mistake, named after it; its snapshot is
//! what `cargo xtask lint` prints.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flora_codegen::code::Options;
use flora_codegen::diagnostic::{Code, Severity, Source, Style, render};
use flora_codegen::document::Input;

/// Compares what is said about a fixture with its snapshot.
#[track_caller]
fn check(fixture: &str) {
    let name = format!("bad/{fixture}.yaml");
    let text = fs::read_to_string(folder().join(&name))
        .unwrap_or_else(|error| panic!("fixtures/{name}: {error}"));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(fixture, said(&name, &text));
    });
}

fn said(name: &str, text: &str) -> String {
    let input = Input::new(name, text);
    let generated = flora_codegen::generate(&input, &Options::default(), None);
    assert_eq!(
        generated.report.has_errors(),
        generated.tree.is_none(),
        "a crate is made if and only if there is no error"
    );
    let source = Source { name, text };
    render(&generated.report, source, Style::Plain)
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"))
}

/// The names of the documents in a folder, without their ending.
fn fixtures(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is beside this package's manifest");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("the folder can be read").file_name())
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    names.sort();
    names
}

#[test]
fn every_fixture_is_tested() {
    let tests = include_str!("diagnostics.rs");
    for name in fixtures(&folder().join("bad")) {
        assert!(
            tests.contains(&format!("check(\"{name}\")")),
            "no test looks at bad/{name}.yaml"
        );
    }
}

/// The codes that no fixture shows, each for a reason.
const UNSEEN: [Code; 2] = [
    // The lock is no part of a document; it has its own tests.
    Code::MalformedLock,
    // A fault of ours, which no document can bring about.
    Code::Internal,
];

#[test]
fn every_code_is_shown() {
    let mut unseen: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    for folder in [folder().to_owned(), folder().join("bad")] {
        for name in fixtures(&folder) {
            let path = folder.join(format!("{name}.yaml"));
            let input = Input::new(
                name,
                fs::read_to_string(&path).expect("the file is in the folder"),
            );
            let report = flora_codegen::generate(&input, &Options::default(), None).report;
            for found in report.diagnostics {
                unseen.remove(&found.code);
            }
        }
    }
    let things = fs::read_to_string(folder().join("config/things.yaml"));
    let things = Input::new("things.yaml", things.expect("the file is in the folder"));
    for name in fixtures(&folder().join("config")) {
        let path = folder().join(format!("config/{name}.yaml"));
        let config = fs::read_to_string(path).expect("the file is in the folder");
        let input = things.clone().with_config("things.codegen.yaml", config);
        let report = flora_codegen::generate(&input, &Options::default(), None).report;
        for found in report.diagnostics {
            unseen.remove(&found.code);
        }
    }
    assert_eq!(unseen, BTreeSet::from(UNSEEN));
}

#[test]
fn codes_are_unique_and_their_first_letter_tells_the_severity() {
    let ids: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert_eq!(ids.len(), Code::ALL.len());
    for code in Code::ALL {
        let letter = match code.severity() {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Note => "N",
        };
        assert!(code.id().starts_with(letter), "{}", code.id());
    }
}

/// Three separate mistakes are found in one run, each at its place.
#[test]
fn three_mistakes_are_found_at_once() {
    let text = include_str!("../fixtures/bad/three_mistakes.yaml");
    let input = Input::new("three_mistakes.yaml", text);
    let report = flora_codegen::read(&input).report;
    let found: Vec<(Code, usize, usize)> = report
        .diagnostics
        .iter()
        .map(|found| {
            let span = found.span.as_ref().expect("every mistake has a place");
            (found.code, span.line, span.column)
        })
        .collect();
    let place = |line: &str, mark: &str| {
        let (number, line) = text
            .lines()
            .enumerate()
            .filter(|(_, found)| found.contains(line))
            .last()
            .expect("the line is in the document");
        (
            number + 1,
            line.find(mark).expect("the mark is in the line") + 1,
        )
    };
    let (strin_line, strin_column) = place("type: strin", "strin");
    let (twice_line, twice_column) = place("operationId: findThings", "findThings");
    let (reference_line, reference_column) = place("$ref", "\"#/");
    assert_eq!(
        found,
        [
            (Code::Malformed, strin_line, strin_column),
            (Code::DuplicateOperationId, twice_line, twice_column),
            (Code::DanglingReference, reference_line, reference_column),
        ]
    );
    check("three_mistakes");
}

/// Unions in unions must not double the work, and circles of them have to end.
#[test]
fn unions_of_unions_are_gone_through_once() {
    let depth = 60;
    let schema = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
    let union =
        |one: &str, other: &str| format!("{{ oneOf: [{}, {}] }}", schema(one), schema(other));
    let first = schema("Left0");
    // No branch takes the number in the middle, so all of them are tried.
    let value = format!("{}1{}", "{ a: ".repeat(depth), " }".repeat(depth));
    let mut schemas = format!(
        "    A: {{ type: object, properties: {{ a: {first}, b: {{ type: string }} }} }}
    B: {{ type: object, properties: {{ a: {first}, c: {{ type: string }} }} }}
    Circle: {circle}
    Round: {circle}
    Defaults:
      type: object
      properties:
        deep: {{ allOf: [{first}], default: {value} }}
        circle: {{ type: array, items: {round}, default: [1] }}
",
        circle = union("Circle", "Round"),
        round = schema("Round"),
    );
    for level in 0..depth {
        let (left, right) = match level + 1 {
            last if last == depth => ("A".to_owned(), "B".to_owned()),
            next => (format!("Left{next}"), format!("Right{next}")),
        };
        let union = union(&left, &right);
        schemas += &format!("    Left{level}: {union}\n    Right{level}: {union}\n");
    }
    let text = format!(
        "openapi: 3.0.3
info: {{ title: Things, version: 1.0.0 }}
paths:
  /things:
    get:
      operationId: get
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {first}
              example: {value}
components:
  schemas:
{schemas}"
    );
    let input = Input::new("things.yaml", text);
    let generated = flora_codegen::generate(&input, &Options::default(), None);
    assert!(generated.tree.is_some(), "{:?}", generated.report);
}

#[test]
fn alias_bomb() {
    check("alias_bomb");
}

#[test]
fn all_of_contradiction() {
    check("all_of_contradiction");
}

#[test]
fn dangling_pagination() {
    check("dangling_pagination");
}

#[test]
fn dangling_download() {
    check("dangling_download");
}

#[test]
fn dangling_upload() {
    check("dangling_upload");
}

#[test]
fn dangling_reference() {
    check("dangling_reference");
}

#[test]
fn deep_nesting() {
    check("deep_nesting");
}

#[test]
fn duplicate_key() {
    check("duplicate_key");
}

#[test]
fn duplicate_method() {
    check("duplicate_method");
}

#[test]
fn duplicate_operation_id() {
    check("duplicate_operation_id");
}

#[test]
fn duplicate_parameter() {
    check("duplicate_parameter");
}

#[test]
fn empty() {
    check("empty");
}

#[test]
fn external_reference() {
    check("external_reference");
}

#[test]
fn guessed_streams() {
    check("guessed_streams");
}

#[test]
fn hints() {
    check("hints");
}

#[test]
fn list() {
    check("list");
}

#[test]
fn malformed_pagination() {
    check("malformed_pagination");
}

#[test]
fn misplaced_extension() {
    check("misplaced_extension");
}

#[test]
fn missing_path_parameter() {
    check("missing_path_parameter");
}

#[test]
fn misspelled_type() {
    check("misspelled_type");
}

#[test]
fn openapi_4() {
    check("openapi_4");
}

#[test]
fn path_template() {
    check("path_template");
}

#[test]
fn reference_cycle() {
    check("reference_cycle");
}

#[test]
fn swagger_2() {
    check("swagger_2");
}

#[test]
fn syntax_error() {
    check("syntax_error");
}

#[test]
fn unicode_columns() {
    check("unicode_columns");
}

#[test]
fn unknown_extension() {
    check("unknown_extension");
}

#[test]
fn unknown_keyword() {
    check("unknown_keyword");
}

#[test]
fn unreadable_file() {
    check("unreadable_file");
}

#[test]
fn unsupported() {
    check("unsupported");
}

#[test]
fn weakened() {
    check("weakened");
}

#[test]
fn wrong_reference() {
    check("wrong_reference");
}
