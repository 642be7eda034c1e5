//! What the generator makes of small documents, one idea each.
//!
//! A fixture is named after its idea and has no line that could be left out.
//! Its snapshot shows the smallest stage where the idea can be seen, below
//! whatever the generator has to say about the document.

use std::fmt::Write as _;
use std::fs;

use flora_codegen::code::{self, Model};
use flora_codegen::diagnostic::{Source, Style, render};
use flora_codegen::document::Input;
use flora_codegen::files::Tree;
use flora_codegen::{Generated, ir};
use serde::Serialize;
use serde_yaml::with::singleton_map_recursive;

/// The part of the result that a snapshot shows.
#[derive(Clone, Copy)]
enum View {
    /// The types of the API.
    Types,
    /// The operations of the API.
    Operations,
    /// How the pages of lists follow each other.
    Pages,
    /// The plan of the models.
    Models,
    /// The plan of the methods.
    Methods,
    /// The plan of the command line.
    Program,
    /// Every public name.
    Names,
    /// Printed files.
    Files(&'static [&'static str]),
}

use View::{Files, Methods, Models, Names, Operations, Pages, Program, Types};

const RUST_MODELS: View = Files(&["src/models.rs"]);
const RUST_WIRE: View = Files(&["src/models/wire.rs"]);
const RUST_BOTH: View = Files(&["src/models.rs", "src/models/wire.rs"]);
const RUST_OPERATIONS: View = Files(&["src/operations.rs"]);
const RUST_EXAMPLES: View = Files(&["src/mock/table.rs", "src/tests/root.rs"]);
const RUST_ERRORS: View = Files(&["src/errors.rs", "src/operations.rs"]);
const RUST_CALLS: View = Files(&["src/root.rs", "src/operations.rs", "src/tests/root.rs"]);
const RUST_REPLIES: View = Files(&["src/root.rs", "src/mock/table.rs"]);
const RUST_STREAMS: View = Files(&["src/models.rs", "src/models/wire.rs", "src/root.rs"]);
const RUST_WEBHOOKS: View = Files(&["src/webhooks.rs", "src/models.rs"]);
const RUST_CLIENT: View = Files(&["src/client.rs"]);

/// Compares a view of a fixture with its snapshot, and holds that every line of the fixture counts.
#[track_caller]
fn check(fixture: &str, view: View) {
    let text = read(&format!("fixtures/{fixture}.yaml"));
    let (shown, whole) = show(&text, view);
    assert!(
        whole.1.is_some(),
        "{fixture}.yaml is refused; its mistakes belong to the fixtures in `bad`:\n{shown}"
    );
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(fixture, shown);
    });
    for (number, line) in text.lines().enumerate() {
        let rest: Vec<&str> = text
            .lines()
            .enumerate()
            .filter(|(other, _)| *other != number)
            .map(|(_, line)| line)
            .collect();
        let (_, without) = show(&rest.join("\n"), view);
        assert!(
            without != whole,
            "line {} of {fixture}.yaml changes nothing: {line}",
            number + 1
        );
    }
}

/// What was made of a document and the messages about it.
#[derive(PartialEq)]
struct Whole(Option<ir::Api>, Option<Tree>, Vec<String>);

/// The findings, a line each, with the view; and, to compare, everything that was made.
fn show(text: &str, view: View) -> (String, Whole) {
    let input = Input::new("fixture.yaml", text);
    let generated = generate(&input);
    let source = Source {
        name: &input.name,
        text: &input.text,
    };
    let messages: Vec<String> = generated
        .report
        .diagnostics
        .iter()
        .map(|found| found.message.clone())
        .collect();
    let mut shown = render(&generated.report, source, Style::Terse);
    if !shown.is_empty() {
        shown.push('\n');
    }
    let seen = match (view, &generated.api, &generated.package, &generated.tree) {
        (Types, Some(api), ..) => types(api),
        (Operations, Some(api), ..) => yaml(&api.operations),
        (Pages, Some(api), ..) => pages(api),
        (Models, _, Some(package), _) => yaml(&package.models),
        (Methods, _, Some(package), _) => yaml(&without_docs(&package.resources)),
        (Program, _, Some(package), _) => yaml(&package.program),
        (Names, _, Some(package), _) => names(package),
        (Files(paths), _, _, Some(tree)) => paths
            .iter()
            .filter_map(|path| tree.files.get(*path).map(String::as_str))
            .collect::<Vec<_>>()
            .join("\n"),
        _ => "(refused)\n".to_owned(),
    };
    shown.push_str(&seen);
    (shown, Whole(generated.api, generated.tree, messages))
}

fn generate(input: &Input) -> Generated {
    let options = code::Options {
        name: None,
        source: input.name.clone(),
        command: "cargo xtask generate".to_owned(),
        own_workspace: true,
        ..code::Options::default()
    };
    flora_codegen::generate(input, &options, None)
}

fn read(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // YAML tags cannot be nested, so variants are written as keys.
    singleton_map_recursive::serialize(value, &mut serde_yaml::Serializer::new(&mut bytes))
        .expect("the data of every stage can be printed");
    String::from_utf8(bytes).expect("YAML is text")
}

/// The data without documentation, which would hide the rest.
fn without_docs(value: &impl Serialize) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                members.remove("docs");
                members.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(value).expect("the data of every stage can be printed");
    strip(&mut value);
    value
}

/// Types refer to each other by number, so each is shown with its own.
fn types(api: &ir::Api) -> String {
    api.types
        .iter()
        .map(|(id, ty)| format!("# {}\n{}", id.0, yaml(ty)))
        .collect()
}

/// How the pages of each list follow each other.
fn pages(api: &ir::Api) -> String {
    let lists = api.operations.iter().map(|operation| {
        let pages = operation
            .pagination
            .as_ref()
            .map(|it| (&it.turn, &it.items));
        (operation.id.as_str(), pages)
    });
    lists
        .map(|(id, pages)| format!("# {id}\n{}", yaml(&pages)))
        .collect()
}

/// Every name that a user of the crate or of the command sees.
fn names(package: &code::Package) -> String {
    let mut text = String::new();
    for resource in &package.resources {
        let handle = resource
            .handle
            .as_ref()
            .map_or_else(|| "Client".to_owned(), ToString::to_string);
        let _ = writeln!(text, "{}::{handle}", resource.module);
        for method in &resource.methods {
            let _ = writeln!(text, "  {}() -> {}", method.name, method.builder);
            for (what, inputs) in [
                ("argument", method.arguments.iter().collect::<Vec<_>>()),
                (
                    "required",
                    method.required.iter().map(|given| &given.input).collect(),
                ),
                ("optional", method.optional.iter().collect()),
            ] {
                for input in inputs {
                    let _ = writeln!(text, "    {what} {} = {}", input.name, input.wire);
                }
            }
            if let code::Reply::ByStatus(reply) = &method.reply {
                let _ = writeln!(text, "    reply {}", reply.name);
                for variant in &reply.variants {
                    let _ = writeln!(text, "      {}", variant.name);
                }
            }
        }
    }
    for model in &package.models {
        let _ = match model {
            Model::Struct(_) => writeln!(text, "models::{} struct", model.name()),
            Model::Alias(_) => writeln!(text, "models::{} alias", model.name()),
            _ => writeln!(text, "models::{} enum", model.name()),
        };
        match model {
            Model::Struct(item) => {
                for field in &item.fields {
                    let _ = writeln!(text, "  {} = {}", field.name, field.wire);
                }
                if let Some(extra) = &item.extra {
                    let _ = writeln!(text, "  {} = the rest", extra.name);
                }
            }
            Model::StringEnum(item) => {
                for variant in &item.variants {
                    let _ = writeln!(text, "  {} = {:?}", variant.name, variant.wire);
                }
                if let Some(unknown) = &item.unknown {
                    let _ = writeln!(text, "  {unknown} = any other");
                }
            }
            Model::IntegerEnum(item) => {
                for variant in &item.variants {
                    let _ = writeln!(text, "  {} = {}", variant.name, variant.wire);
                }
                let _ = writeln!(text, "  {} = any other", item.unknown);
            }
            Model::Union(item) => {
                for variant in &item.variants {
                    let _ = writeln!(text, "  {}", variant.name);
                }
                let _ = writeln!(text, "  {} = any other", item.unknown);
            }
            Model::Alias(_) => {}
        }
    }
    let mut commands = |prefix: &str, commands: &[code::Command]| {
        for command in commands {
            let flags: Vec<String> = command
                .args
                .iter()
                .map(|arg| format!(" --{}", arg.flag))
                .collect();
            let _ = writeln!(text, "$ {prefix} {}{}", command.name, flags.concat());
        }
    };
    commands(&package.program.name, &package.program.commands);
    for group in &package.program.groups {
        let prefix = format!("{} {}", package.program.name, group.name);
        commands(&prefix, &group.commands);
    }
    text
}

#[test]
fn every_fixture_is_tested() {
    let folder = format!("{}/fixtures", env!("CARGO_MANIFEST_DIR"));
    let tests = read("tests/snapshots.rs");
    let mut number = 0;
    for entry in fs::read_dir(&folder).expect("the folder is beside this package's manifest") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        assert!(
            tests.contains(&format!("check(\"{name}\", ")),
            "no test looks at {}",
            path.display()
        );
        number += 1;
    }
    assert!(number > 40, "the fixtures are gone");
    for entry in fs::read_dir(format!("{folder}/../tests/snapshots")).expect("it has snapshots") {
        let name = entry.expect("the folder can be read").file_name();
        let name = name.to_string_lossy();
        let name = name.trim_end_matches(".snap");
        let fixture = match name.split_once("__") {
            None => match name.strip_prefix("config_") {
                Some(config) => format!("{folder}/config/{config}.codegen.yaml"),
                None => format!("{folder}/{name}.yaml"),
            },
            Some(("diagnostics", fixture)) => format!("{folder}/bad/{fixture}.yaml"),
            Some(_) => continue,
        };
        assert!(
            fs::exists(&fixture).unwrap_or(false),
            "{name} has no fixture"
        );
    }
}

#[test]
fn keywords_of_one_type() {
    check("keywords_of_one_type", Types);
}

#[test]
fn lone_failure() {
    check("lone_failure", RUST_ERRORS);
}

#[test]
fn presence() {
    check("presence", RUST_BOTH);
}

#[test]
fn open_enum() {
    check("open_enum", RUST_MODELS);
}

#[test]
fn idempotency_key() {
    check("idempotency_key", RUST_OPERATIONS);
}

#[test]
fn integer_enum() {
    check("integer_enum", RUST_MODELS);
}

#[test]
fn nested_struct() {
    check("nested_struct", Types);
}

#[test]
fn recursive_struct() {
    check("recursive_struct", Types);
}

#[test]
fn map_and_additional_properties() {
    check("map_and_additional_properties", RUST_BOTH);
}

#[test]
fn all_of() {
    check("all_of", Types);
}

#[test]
fn union_by_discriminator() {
    check("union_by_discriminator", RUST_BOTH);
}

#[test]
fn union_by_constant_tag() {
    check("union_by_constant_tag", RUST_MODELS);
}

#[test]
fn union_by_kind() {
    check("union_by_kind", Types);
}

#[test]
fn union_of_numbers() {
    check("union_of_numbers", RUST_MODELS);
}

#[test]
fn union_by_keys() {
    check("union_by_keys", Types);
}

#[test]
fn union_by_order() {
    check("union_by_order", Types);
}

#[test]
fn several_content_types() {
    check("several_content_types", Methods);
}

#[test]
fn form_body() {
    check("form_body", Methods);
}

#[test]
fn multipart_files() {
    check("multipart_files", Files(&["src/root.rs"]));
}

#[test]
fn binary_body() {
    check("binary_body", Methods);
}

#[test]
fn event_stream() {
    check("event_stream", Files(&["src/root.rs"]));
}

#[test]
fn json_lines() {
    check("json_lines", Operations);
}

#[test]
fn openapi32_item_schema() {
    check("openapi32_item_schema", Operations);
}

#[test]
fn token_source() {
    check("token_source", RUST_CLIENT);
}

#[test]
fn text_reply() {
    check("text_reply", Methods);
}

#[test]
fn binary_reply() {
    check("binary_reply", Methods);
}

#[test]
fn several_success_types() {
    check("several_success_types", Methods);
}

#[test]
fn error_model() {
    check("error_model", Operations);
}

#[test]
fn error_bodies() {
    check("error_bodies", RUST_ERRORS);
}

#[test]
fn path_query_header_cookie() {
    check("path_query_header_cookie", Operations);
}

#[test]
fn array_styles() {
    check("array_styles", RUST_OPERATIONS);
}

#[test]
fn deep_object() {
    check("deep_object", RUST_OPERATIONS);
}

#[test]
fn deprecated() {
    check("deprecated", RUST_MODELS);
}

#[test]
fn defaults_and_constraints() {
    check("defaults_and_constraints", Methods);
}

#[test]
fn security_alternatives() {
    check("security_alternatives", RUST_OPERATIONS);
}

#[test]
fn content_schema() {
    check("content_schema", RUST_STREAMS);
}

#[test]
fn tuple() {
    check("tuple", RUST_BOTH);
}

#[test]
fn tuple_of_one_type() {
    check("tuple_of_one_type", Types);
}

#[test]
fn openapi31_tuple() {
    check("openapi31_tuple", Types);
}

#[test]
fn openapi31_conditions() {
    check("openapi31_conditions", Types);
}

#[test]
fn openapi31_definitions() {
    check("openapi31_definitions", Types);
}

#[test]
fn openapi31_path_items() {
    check("openapi31_path_items", Operations);
}

#[test]
fn openapi32_methods() {
    check("openapi32_methods", RUST_OPERATIONS);
}

#[test]
fn openapi32_methods_of_webhooks() {
    check("openapi32_methods_of_webhooks", RUST_WEBHOOKS);
}

#[test]
fn webhooks_and_callbacks() {
    check("webhooks_and_callbacks", RUST_WEBHOOKS);
}

#[test]
fn names_of_branches() {
    check("names_of_branches", Names);
}

#[test]
fn names_of_templates() {
    let paths = &["src/testing.rs", "src/mock.rs", "src/tests.rs"];
    check("names_of_templates", Files(paths));
}

#[test]
fn own_servers() {
    check("own_servers", RUST_OPERATIONS);
}

#[test]
fn common_server() {
    check("common_server", RUST_CLIENT);
}

#[test]
fn form_encoding() {
    check("form_encoding", RUST_OPERATIONS);
}

#[test]
fn unknown_security_scheme() {
    check("unknown_security_scheme", RUST_OPERATIONS);
}

#[test]
fn undeclared_path_parameter() {
    check("undeclared_path_parameter", Operations);
}

#[test]
fn basic_auth() {
    check("basic_auth", RUST_CLIENT);
}

#[test]
fn no_tags() {
    check("no_tags", Names);
}

#[test]
fn missing_operation_id() {
    check("missing_operation_id", Names);
}

#[test]
fn names_keywords_and_clashes() {
    check("names_keywords_and_clashes", Names);
}

#[test]
fn pagination() {
    check("pagination", Methods);
}

#[test]
fn pages_by_address() {
    check("pages_by_address", Pages);
}

#[test]
fn pages_by_cursor() {
    check("pages_by_cursor", Pages);
}

#[test]
fn pages_by_last_item() {
    check("pages_by_last_item", Pages);
}

#[test]
fn pages_by_number() {
    check("pages_by_number", Pages);
}

#[test]
fn pages_not_taken() {
    check("pages_not_taken", Pages);
}

#[test]
fn pages_said() {
    check("pages_said", Pages);
}

#[test]
fn upload() {
    check("upload", Files(&["src/files.rs", "src/operations.rs"]));
}

#[test]
fn download() {
    check("download", Files(&["src/cli.rs"]));
}

#[test]
fn names_of_commands() {
    check("names_of_commands", Program);
}

#[test]
fn poll() {
    check("poll", Files(&["src/root.rs", "src/operations.rs"]));
}

#[test]
fn secret_field() {
    check("secret_field", RUST_MODELS);
}

#[test]
fn aliases() {
    check("aliases", RUST_WIRE);
}

#[test]
fn unix_time() {
    check("unix_time", RUST_MODELS);
}

#[test]
fn docs_markdown_escapes() {
    check("docs_markdown_escapes", RUST_MODELS);
}

#[test]
fn openapi31_type_array_null() {
    check("openapi31_type_array_null", Types);
}

#[test]
fn openapi31_const() {
    check("openapi31_const", Types);
}

#[test]
fn openapi31_ref_siblings() {
    check("openapi31_ref_siblings", Types);
}

#[test]
fn openapi31_numeric_bounds() {
    check("openapi31_numeric_bounds", Types);
}

#[test]
fn readonly_writeonly() {
    check("readonly_writeonly", Models);
}

#[test]
fn integer_float_spelling() {
    check("integer_float_spelling", RUST_WIRE);
}

#[test]
fn empty_schema_any() {
    check("empty_schema_any", Types);
}

#[test]
fn string_formats() {
    check("string_formats", RUST_MODELS);
}

#[test]
fn equal_shapes() {
    check("equal_shapes", Types);
}

#[test]
fn commands() {
    check("commands", Program);
}

#[test]
fn crate_hints() {
    check("crate_hints", Files(&["Cargo.toml"]));
}

#[test]
fn request_builder() {
    check("request_builder", Files(&["src/things.rs"]));
}

#[test]
fn reply_headers() {
    check("reply_headers", Files(&["src/headers.rs"]));
}

#[test]
fn setters_beside_options() {
    check("setters_beside_options", Names);
}

#[test]
fn examples() {
    check("examples", RUST_EXAMPLES);
}

#[test]
fn openapi31_null_branches() {
    check("openapi31_null_branches", Types);
}

#[test]
fn openapi30_nullable() {
    check("openapi30_nullable", Types);
}

#[test]
fn openapi31_boolean_schemas() {
    check("openapi31_boolean_schemas", Types);
}

#[test]
fn openapi31_content_encoding() {
    check("openapi31_content_encoding", Types);
}

#[test]
fn openapi31_pattern_properties() {
    check("openapi31_pattern_properties", Types);
}

#[test]
fn openapi31_dependent() {
    check("openapi31_dependent", Types);
}

#[test]
fn openapi31_examples() {
    check("openapi31_examples", Types);
}

#[test]
fn openapi32_default_mapping() {
    check("openapi32_default_mapping", RUST_BOTH);
}

#[test]
fn openapi32_media_types() {
    check("openapi32_media_types", Operations);
}

#[test]
fn openapi32_querystring() {
    check("openapi32_querystring", RUST_CALLS);
}

#[test]
fn openapi32_tags() {
    check("openapi32_tags", Files(&["src/lib.rs"]));
}

#[test]
fn union_inline_branches() {
    check("union_inline_branches", RUST_BOTH);
}

#[test]
fn polymorphic_base() {
    check("polymorphic_base", RUST_MODELS);
}

#[test]
fn mixed_enum() {
    check("mixed_enum", RUST_MODELS);
}

#[test]
fn numbers() {
    check("numbers", RUST_MODELS);
}

#[test]
fn array_constraints() {
    check("array_constraints", RUST_MODELS);
}

#[test]
fn not() {
    check("not", RUST_MODELS);
}

#[test]
fn recursive_union() {
    check("recursive_union", RUST_BOTH);
}

#[test]
fn all_of_siblings() {
    check("all_of_siblings", Types);
}

#[test]
fn references_to_places() {
    check("references_to_places", Operations);
}

#[test]
fn references_to_components() {
    check("references_to_components", Operations);
}

#[test]
fn names_unicode() {
    check("names_unicode", Names);
}

#[test]
fn replies_of_integers() {
    check("replies_of_integers", RUST_REPLIES);
}

#[test]
fn replies_by_status() {
    check("replies_by_status", Methods);
}

#[test]
fn wide_struct() {
    check("wide_struct", RUST_WIRE);
}

#[test]
fn xml_as_text() {
    check("xml_as_text", Methods);
}

#[test]
fn part_types() {
    check("part_types", RUST_OPERATIONS);
}

#[test]
fn parameter_in_two_places() {
    check("parameter_in_two_places", RUST_CALLS);
}

#[test]
fn optional_body() {
    check("optional_body", RUST_CALLS);
}

#[test]
fn server_variables() {
    check("server_variables", Files(&["src/base_urls.rs"]));
}

#[test]
fn parameter_constants() {
    check("parameter_constants", RUST_CALLS);
}

#[test]
fn links() {
    check("links", Operations);
}

#[test]
fn pages_that_may_be_null() {
    check("pages_that_may_be_null", Files(&["src/root.rs"]));
}

#[test]
fn members_of_several() {
    check("members_of_several", RUST_MODELS);
}

#[test]
fn secret_of_several() {
    check("secret_of_several", RUST_MODELS);
}

/// Of types as deep as these clippy says that they should have names.
#[test]
fn deep_maps() {
    check("deep_maps", RUST_MODELS);
}

/// What has only one value is needed, and not asked for.
#[test]
fn body_constants() {
    check("body_constants", Program);
}

/// Commands of different groups must not have the same constant.
#[test]
fn names_of_groups() {
    check("names_of_groups", Files(&["src/cli.rs"]));
}
