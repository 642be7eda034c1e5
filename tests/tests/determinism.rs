//! The output is a function of document, options and lock, and names stay.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use flora_codegen::code::{Body, Input as Given, Model, Options, Reply, Type};
use flora_codegen::diagnostic::{Severity, Source, Style, render};
use flora_codegen::document::Input;
use flora_codegen::files::{LOCK, sync};
use flora_codegen::{Generated, code, ir};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package stands in the project's folder")
}

/// What `cargo xtask generate` makes without flags.
fn assets() -> Generated {
    assets_by(None)
}

/// The same, printed by so many threads.
fn assets_by(jobs: Option<usize>) -> Generated {
    let input = Input::new(
        "spec/assets.yaml",
        read(&project().join("spec/assets.yaml")),
    );
    let options = Options {
        name: None,
        source: "spec/assets.yaml".to_owned(),
        command: "cargo xtask generate".to_owned(),
        own_workspace: false,
        jobs: jobs.and_then(NonZeroUsize::new),
        ..Options::default()
    };
    let lock = read(&project().join("generated").join(LOCK));
    flora_codegen::generate(&input, &options, Some(&lock))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A folder that is removed with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("flora-tests-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn two_runs_make_the_same_bytes() {
    let first = assets().tree.expect("the document has no errors");
    let second = assets().tree.expect("the document has no errors");
    assert!(first == second);
}

#[test]
fn any_number_of_threads_makes_the_same_bytes() {
    let tree = |jobs| {
        let made = assets_by(Some(jobs));
        made.tree.expect("the document has no errors")
    };
    let alone = tree(1);
    for _ in 0..20 {
        assert!(alone == tree(2));
    }
    assert!(alone == tree(8));
}

#[test]
fn two_folders_get_the_same_bytes() {
    let tree = assets().tree.expect("the document has no errors");
    let folders = [Folder::new("one"), Folder::new("another/and/deeper")];
    for Folder(path) in &folders {
        sync::write(&tree, path).expect("a fresh folder can be written");
        assert_eq!(sync::compare(&tree, path).expect("it can be read"), []);
        let place = path.to_string_lossy();
        for (name, text) in &tree.files {
            assert!(!text.contains(&*place), "{name} tells where it was written");
        }
    }
}

#[test]
fn nothing_in_the_output_tells_where_or_when_it_was_made() {
    let tree = assets().tree.expect("the document has no errors");
    let home = project().to_string_lossy().into_owned();
    for (name, text) in &tree.files {
        assert!(!text.contains(&home), "{name} has an absolute path");
        assert!(!text.contains('\r') && text.ends_with('\n'), "{name}");
    }
}

#[test]
fn the_checked_in_crate_is_what_the_document_makes() {
    let tree = assets().tree.expect("the document has no errors");
    let differences =
        sync::compare(&tree, &project().join("generated")).expect("the folder can be read");
    let names: Vec<String> = differences
        .iter()
        .map(|difference| match difference {
            sync::Difference::Missing(path) => format!("missing: {path}"),
            sync::Difference::Changed { path, .. } => format!("stale: {path}"),
            sync::Difference::Stray(path) => format!("stray: {path}"),
        })
        .collect();
    assert!(names.is_empty(), "run `cargo xtask generate`: {names:#?}");
}

/// Each keyword is used, or there is a note why not; nothing is weakened.
#[test]
fn every_keyword_of_the_assets_document_counts() {
    let text = read(&project().join("spec/assets.yaml"));
    let report = assets().report;
    assert_eq!(report.count(Severity::Error), 0);
    assert_eq!(report.count(Severity::Warning), 0);
    let source = Source {
        name: "spec/assets.yaml",
        text: &text,
    };
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("assets_notes", render(&report, source, Style::Terse));
    });
}

#[test]
fn the_assets_api_at_each_stage() {
    let Generated {
        api: Some(api),
        package: Some(package),
        tree: Some(tree),
        ..
    } = assets()
    else {
        panic!("the document has no errors");
    };
    let files: Vec<&str> = tree.files.keys().map(String::as_str).collect();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("assets_ir", summary(&api));
        insta::assert_snapshot!("assets_code", items(&package));
        insta::assert_snapshot!("assets_files", files.join("\n"));
    });
}

/// The operations, and the types that have a label.
fn summary(api: &ir::Api) -> String {
    let mut lines: Vec<String> = api
        .operations
        .iter()
        .map(|operation| {
            let bodies: Vec<&str> = operation
                .bodies
                .iter()
                .map(|body| body.media_type.as_str())
                .collect();
            let outcomes: Vec<String> = operation
                .outcomes
                .iter()
                .map(|outcome| match outcome.status {
                    ir::StatusRange::Code(code) => code.to_string(),
                    ir::StatusRange::Class(class) => format!("{class}XX"),
                    ir::StatusRange::Default => "default".to_owned(),
                })
                .collect();
            format!(
                "{} {} {} {bodies:?} -> {}",
                operation.id,
                operation.method,
                operation.path,
                outcomes.join(" ")
            )
        })
        .collect();
    for (_, ty) in api.types.iter() {
        let Some(label) = &ty.label else { continue };
        let usage = match (ty.usage.request, ty.usage.response) {
            (true, true) => "both ways",
            (true, false) => "sent",
            (false, true) => "received",
            (false, false) => "unused",
        };
        lines.push(format!("{} ({:?}, {usage})", label.words, label.basis));
        match &ty.shape {
            ir::Shape::Struct(shape) => lines.extend(shape.fields.iter().map(|field| {
                let ty = shape_name(api, field.ty);
                format!("  {}: {:?} {ty}", field.name, field.presence())
            })),
            ir::Shape::StringEnum(shape) => {
                lines.extend(
                    shape
                        .values
                        .iter()
                        .map(|value| format!("  {}", value.value)),
                );
                lines.push(format!("  open: {}", shape.open));
            }
            other => lines.push(format!("  {other:?}")),
        }
    }
    lines.join("\n")
}

fn shape_name(api: &ir::Api, ty: ir::TypeRef) -> String {
    let ty = &api.types[ty.id];
    match (&ty.label, &ty.shape) {
        (Some(label), _) => label.words.clone(),
        (None, ir::Shape::Array(array)) => format!("[{}]", shape_name(api, array.item)),
        (None, ir::Shape::Map(map)) => format!("{{{}}}", shape_name(api, map.value)),
        (None, shape) => format!("{shape:?}"),
    }
}

/// The public items.
fn items(package: &code::Package) -> String {
    let mut lines = Vec::new();
    for resource in &package.resources {
        for method in &resource.methods {
            let names = |inputs: &mut dyn Iterator<Item = &Given>| {
                inputs
                    .map(|input| input.name.to_string())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            lines.push(format!(
                "{}::{}::{}({})",
                resource.module,
                method.builder,
                method.name,
                names(&mut method.arguments.iter())
            ));
            let required = names(&mut method.required.iter().map(|given| &given.input));
            lines.push(format!("  required: {required}"));
            lines.push(format!(
                "  optional: {}",
                names(&mut method.optional.iter())
            ));
            lines.push(format!(
                "  sends: {}",
                match &method.body {
                    Body::None => "nothing".to_owned(),
                    Body::Json(media_type, _) => media_type.clone(),
                    Body::Multipart => "multipart/form-data".to_owned(),
                    other => format!("{other:?}"),
                }
            ));
            lines.push(format!(
                "  replies: {}",
                match &method.reply {
                    Reply::Json(Type::Model(name), _) => name.to_string(),
                    other => format!("{other:?}"),
                }
            ));
        }
    }
    for model in &package.models {
        let kind = match model {
            Model::Struct(item) => format!("struct, {} fields", item.fields.len()),
            Model::StringEnum(item) => format!("enum, {} values", item.variants.len()),
            Model::IntegerEnum(_) | Model::Union(_) | Model::Alias(_) => "other".to_owned(),
        };
        lines.push(format!("models::{}: {kind}", model.name()));
    }
    lines.join("\n")
}

#[test]
fn the_assets_models_are_few_and_typed() {
    let generated = assets();
    let package = generated.package.expect("the document has no errors");
    assert!(
        (14..=17).contains(&package.models.len()),
        "{} models",
        package.models.len()
    );
    let tree = generated.tree.expect("the document has no errors");
    for path in ["src/models.rs", "src/models/required.rs", "src/assets.rs"] {
        assert!(
            !tree.files[path].contains("serde_json::Value"),
            "{path} has raw JSON"
        );
    }
}

/// The rows of a lock: a name by what it belongs to.
fn names(lock: &str) -> BTreeMap<String, String> {
    lock.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.rsplit_once('\t'))
        .map(|(owner, name)| (owner.to_owned(), name.to_owned()))
        .collect()
}

/// Makes a crate of components and paths, and returns its lock and its public names.
#[track_caller]
fn run(schemas: &[&str], paths: &[&str], lock: Option<&str>) -> (String, String) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: Things, version: 1.0.0 }}\npaths:\n{}components:\n  schemas:\n{}",
        paths
            .iter()
            .map(|path| format!("  {path}\n"))
            .collect::<String>(),
        schemas
            .iter()
            .map(|schema| format!("    {schema}\n"))
            .collect::<String>(),
    );
    let input = Input::new("names.yaml", text);
    let generated = flora_codegen::generate(&input, &Options::default(), lock);
    let source = Source {
        name: &input.name,
        text: &input.text,
    };
    let said = render(&generated.report, source, Style::Plain);
    let tree = generated.tree.unwrap_or_else(|| panic!("{said}"));
    (
        tree.files[LOCK].clone(),
        tree.files["src/models.rs"].clone(),
    )
}

const FOO: &str = "foo_bar: { type: object, properties: { a: { type: string } } }";
const FOO_TOO: &str = "fooBar: { type: object, properties: { b: { type: string } } }";
const FOO_THREE: &str = "FooBar: { type: object, properties: { c: { type: string } } }";

fn get(path: &str, id: &str, schema: &str) -> String {
    format!(
        "{path}: {{ get: {{ operationId: {id}, responses: {{ '200': {{ description: It., content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }}"
    )
}

fn refer(name: &str) -> String {
    format!("{{ $ref: '#/components/schemas/{name}' }}")
}

/// Adds something to a document and holds that every earlier name is still there.
#[track_caller]
fn keeps(before: (&[&str], &[&str]), after: (&[&str], &[&str])) {
    let (lock, _) = run(before.0, before.1, None);
    let (next, _) = run(after.0, after.1, Some(&lock));
    let next = names(&next);
    for (owner, name) in names(&lock) {
        assert_eq!(next.get(&owner), Some(&name), "{owner:?} was renamed");
    }
    let unique: BTreeSet<&String> = next
        .iter()
        .filter(|(owner, _)| owner.starts_with("type"))
        .map(|(_, name)| name)
        .collect();
    let types = next.keys().filter(|owner| owner.starts_with("type"));
    assert_eq!(unique.len(), types.count(), "two types have one name");
}

#[test]
fn a_new_schema_renames_nothing() {
    let path = get("/foo", "getFoo", &refer("fooBar"));
    let more = get("/more", "getMore", &refer("FooBar"));
    let first = get("/first", "getFirst", &refer("foo_bar"));
    let two = [path.as_str()];
    let three = [first.as_str(), path.as_str(), more.as_str()];
    keeps((&[FOO_TOO], &two), (&[FOO, FOO_TOO], &three[..2]));
    keeps((&[FOO_TOO], &two), (&[FOO_TOO, FOO_THREE], &three[1..]));
    keeps((&[FOO_TOO], &two), (&[FOO_THREE, FOO, FOO_TOO], &three));
    keeps(
        (&[FOO, FOO_TOO], &three[..2]),
        (&[FOO_TOO, FOO_THREE, FOO], &three),
    );
}

#[test]
fn a_new_operation_renames_nothing() {
    let get_foo = get("/foo", "get_foo", &refer("fooBar"));
    let get_foo_too = get("/foo/too", "getFoo", &refer("fooBar"));
    let inline = get(
        "/a",
        "getA",
        "{ type: object, properties: { x: { type: string } } }",
    );
    let inline_too = get(
        "/b",
        "getB",
        "{ type: object, properties: { x: { type: string } } }",
    );
    keeps(
        (&[FOO_TOO], &[&get_foo_too]),
        (&[FOO_TOO], &[&get_foo, &get_foo_too]),
    );
    keeps(
        (&[FOO_TOO], &[&get_foo_too]),
        (&[FOO_TOO], &[&get_foo_too, &get_foo]),
    );
    keeps(
        (&[FOO_TOO], &[&inline]),
        (&[FOO_TOO], &[&inline, &inline_too]),
    );
}

/// What is made of a path keeps its name when another path, or an author, would make the same.
#[test]
fn a_new_operation_takes_no_method_that_is_made_of_a_path() {
    let reply = "responses: { '204': { description: None. } }";
    let old = format!(
        "  /certs/{{id}}/actions: {{ get: {{ parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}], {reply} }} }}\n"
    );
    let methods = |package: &code::Package| -> Called {
        let resources = package.resources.iter();
        resources
            .flat_map(|resource| &resource.methods)
            .map(|method| {
                let row = |row: &&code::Operation| row.constant == method.operation;
                let row = package.operations.iter().find(row);
                let path = row.map(|row| row.path.clone()).unwrap_or_default();
                (path, method.name.to_string())
            })
            .collect()
    };
    let (lock, before) = plan_paths(&old, "{ type: object }", None);
    for new in [
        format!("  /certs/actions: {{ get: {{ {reply} }} }}\n"),
        format!("  /other: {{ get: {{ operationId: getCertsActions, {reply} }} }}\n"),
    ] {
        let (_, after) = plan_paths(&format!("{new}{old}"), "{ type: object }", Some(&lock));
        stays(&methods(&before), &methods(&after));
    }
}

/// A part of a schema that others inherit is named after the first that has it.
#[test]
fn a_new_heir_renames_no_part() {
    let snap = "Snap: { type: object, properties: { kind: { type: string, enum: [a, b] } } }";
    let big = "Big: { allOf: [{ $ref: '#/components/schemas/Snap' }, { type: object, properties: { size: { type: integer } } }] }";
    let path = get("/snap", "getSnap", &refer("Snap"));
    let more = get("/big", "getBig", &refer("Big"));
    let (lock, models) = run(&[snap], &[&path], None);
    assert!(models.contains("pub enum SnapKind {"), "{models}");
    let (_, models) = run(&[big, snap], &[&more, &path], Some(&lock));
    assert!(models.contains("pub enum SnapKind {"), "{models}");
    assert!(models.contains("pub struct Big {"), "{models}");
}

/// The texts and the numbers of one `enum` are types of their own, beside the union of both.
#[test]
fn a_new_schema_renames_no_part_of_a_mixed_enum() {
    let size = get("/size", "getSize", &refer("Size"));
    let more = get("/more", "getMore", &refer("SizeString"));
    let mixed = "Size: { enum: [small, large, 1, 2] }";
    let new = "SizeString: { type: object, properties: { a: { type: string } } }";
    let (lock, models) = run(&[mixed], &[&size], None);
    assert!(models.contains("pub enum SizeString {"), "{models}");
    let (_, models) = run(&[new, mixed], &[&more, &size], Some(&lock));
    assert!(models.contains("pub enum SizeString {"), "{models}");
    assert!(models.contains("pub struct SizeString2 {"), "{models}");
}

/// Equal anonymous shapes are one type, which is known by the place where it was seen first.
/// A new place before that one must not take its name away.
#[test]
fn an_equal_shape_seen_earlier_renames_nothing() {
    let inline = get(
        "/b",
        "getB",
        "{ type: object, properties: { x: { type: string } } }",
    );
    let earlier = get(
        "/a",
        "getA",
        "{ type: object, properties: { x: { type: string } } }",
    );
    let (lock, models) = run(&[FOO], &[&inline], None);
    let (_, next) = run(&[FOO], &[&earlier, &inline], Some(&lock));
    let type_names = |models: &str| -> BTreeSet<String> {
        models
            .lines()
            .filter_map(|line| line.strip_prefix("pub struct "))
            .map(str::to_owned)
            .collect()
    };
    assert!(
        type_names(&next).is_superset(&type_names(&models)),
        "{:?} became {:?}",
        type_names(&models),
        type_names(&next)
    );
}

/// Of two values that would have one name, the one that stands first has it.
#[test]
fn a_value_added_at_the_end_renames_no_variant() {
    let path = get("/c", "getC", &refer("Color"));
    let color = |values: &str| format!("Color: {{ type: string, enum: [{values}] }}");
    let (lock, models) = run(&[&color("dark-red")], &[&path], None);
    assert!(models.contains("DarkRed = \"dark-red\""));
    let (_, next) = run(&[&color("dark-red, dark_red")], &[&path], Some(&lock));
    assert!(next.contains("DarkRed = \"dark-red\""), "{next}");
    assert!(next.contains("DarkRed2 = \"dark_red\""), "{next}");
}

/// Plans a document of one operation and one schema, with its lock.
#[track_caller]
fn plan(tag: &str, inputs: &str, schema: &str, lock: Option<&str>) -> (String, code::Package) {
    let paths = format!(
        "  /a: {{ post: {{ operationId: getA, tags: [{tag}], {inputs}, responses: {{ '200': {{ description: It., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/It' }} }} }} }} }} }} }}\n"
    );
    plan_paths(&paths, schema, lock)
}

#[track_caller]
fn plan_paths(paths: &str, schema: &str, lock: Option<&str>) -> (String, code::Package) {
    let input = Input::new(
        "names.yaml",
        format!(
            "openapi: 3.0.3\ninfo: {{ title: Things, version: 1.0.0 }}\npaths:\n{paths}components: {{ schemas: {{ It: {schema} }} }}\n"
        ),
    );
    let generated = flora_codegen::generate(&input, &Options::default(), lock);
    let source = Source {
        name: &input.name,
        text: &input.text,
    };
    let said = render(&generated.report, source, Style::Plain);
    let (Some(tree), Some(package)) = (generated.tree, generated.package) else {
        panic!("{said}");
    };
    (tree.files[LOCK].clone(), package)
}

const NO_INPUTS: &str = "parameters: []";
const TEXT: &str = "{ type: string }";

/// What each text of the wire is called, in the order of the document.
type Called = Vec<(String, String)>;

/// Every name of `before` must stand in `after`.
#[track_caller]
fn stays(before: &Called, after: &Called) {
    assert!(after.len() > before.len(), "nothing was added: {after:?}");
    for pair in before {
        assert!(after.contains(pair), "{pair:?} is not in {after:?}");
    }
    let unique: BTreeSet<&String> = after.iter().map(|(_, name)| name).collect();
    assert_eq!(unique.len(), after.len(), "two have one name: {after:?}");
}

/// Generates a document of these texts with a lock: the new lock, and what is called how.
type Calling<'a> = &'a dyn Fn(&[&str], Option<&str>) -> (String, Called);

/// Adds `newcomer` before and behind `old`, whatever `old` is spelled like.
#[track_caller]
fn keeps_members(texts: &[&str], called: Calling<'_>) {
    for old in texts {
        let (lock, before) = called(&[old], None);
        for newcomer in texts.iter().filter(|text| *text != old) {
            for both in [[*newcomer, *old], [*old, *newcomer]] {
                let (next, after) = called(&both, Some(&lock));
                stays(&before, &after);
                // And nothing moves when the next one comes.
                for third in texts.iter().filter(|text| !both.contains(text)) {
                    let (_, all) = called(&[*third, both[0], both[1]], Some(&next));
                    stays(&after, &all);
                }
            }
        }
    }
}

#[test]
fn a_new_field_takes_no_name() {
    keeps_members(
        &["foo_bar", "fooBar", "foo-bar", "foo_bar2"],
        &|texts, lock| {
            let fields: Vec<String> = texts.iter().map(|text| format!("{text}: {TEXT}")).collect();
            let schema = format!(
                "{{ type: object, properties: {{ {} }} }}",
                fields.join(", ")
            );
            let (lock, package) = plan("things", NO_INPUTS, &schema, lock);
            let [Model::Struct(model)] = package.models.as_slice() else {
                panic!("{:?}", package.models);
            };
            let called = model.fields.iter();
            (
                lock,
                called
                    .map(|field| (field.wire.clone(), field.name.to_string()))
                    .collect(),
            )
        },
    );
}

#[test]
fn a_new_value_takes_no_variant() {
    keeps_members(
        &["ready", "READY", "Ready", "ready2", "a_1", "a1"],
        &|texts, lock| {
            let schema = format!("{{ type: string, enum: [{}] }}", texts.join(", "));
            let (lock, package) = plan("things", NO_INPUTS, &schema, lock);
            let [Model::StringEnum(model)] = package.models.as_slice() else {
                panic!("{:?}", package.models);
            };
            let called = model.variants.iter();
            (
                lock,
                called
                    .map(|value| (value.wire.clone(), value.name.to_string()))
                    .collect(),
            )
        },
    );
}

/// The same for numbers, whose variants have names of their own or are `V1`.
#[test]
fn a_new_number_takes_no_variant() {
    keeps_members(&["1", "-1", "11"], &|texts, lock| {
        let schema = format!("{{ type: integer, enum: [{}] }}", texts.join(", "));
        let (lock, package) = plan("things", NO_INPUTS, &schema, lock);
        let [Model::IntegerEnum(model)] = package.models.as_slice() else {
            panic!("{:?}", package.models);
        };
        let called = model.variants.iter();
        (
            lock,
            called
                .map(|value| (value.wire.to_string(), value.name.to_string()))
                .collect(),
        )
    });
}

/// All that a request takes, by its text and target on the wire.
fn inputs(package: &code::Package) -> Called {
    let method = &package.resources[0].methods[0];
    let required = method.required.iter().map(|given| &given.input);
    method
        .arguments
        .iter()
        .chain(required)
        .chain(&method.optional)
        .map(|input| {
            (
                format!("{:?} {}", input.target, input.wire),
                input.name.to_string(),
            )
        })
        .collect()
}

#[test]
fn a_new_parameter_takes_no_setter() {
    keeps_members(
        &["user_id", "userId", "user-id", "user_id2"],
        &|texts, lock| {
            let parameters: Vec<String> = texts
                .iter()
                .map(|text| format!("{{ name: {text}, in: query, schema: {TEXT} }}"))
                .collect();
            let given = format!("parameters: [{}]", parameters.join(", "));
            let (lock, package) = plan("things", &given, "{ type: object }", lock);
            (lock, inputs(&package))
        },
    );
}

/// A field of the body and a parameter can be spelled alike.
#[test]
fn a_parameter_and_a_field_do_not_take_each_others_setter() {
    let parameters = "parameters: [{ name: id, in: query, schema: { type: string } }]";
    let field = "requestBody: { content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }";
    let other = "requestBody: { content: { application/json: { schema: { type: object, properties: { x: { type: string } } } } } }";
    let both = format!("{parameters}, {field}");
    for method in ["post", "get", "delete"] {
        let run = |given: &str, lock: Option<&str>| {
            let paths = format!(
                "  /a: {{ {method}: {{ operationId: a, tags: [t], {given}, responses: {{ '204': {{ description: None. }} }} }} }}\n"
            );
            let (lock, package) = plan_paths(&paths, "{ type: object }", lock);
            (lock, inputs(&package))
        };
        for before in [parameters, field] {
            let (lock, old) = run(before, None);
            stays(&old, &run(&both, Some(&lock)).1);
        }
        let (lock, old) = run(&format!("{parameters}, {other}"), None);
        let after = run(&both, Some(&lock)).1;
        assert!(after.contains(&old[0]), "{method}: {old:?}, {after:?}");
    }
}

#[test]
fn a_new_tag_takes_no_module_and_no_handle() {
    keeps_members(&["foo-bar", "FooBar", "foo_bar", "root"], &|texts, lock| {
        let paths: String = texts
            .iter()
            .enumerate()
            .map(|(index, tag)| {
                format!("  /{tag}: {{ get: {{ operationId: op{index}, tags: [{tag}], responses: {{ '204': {{ description: None. }} }} }} }}\n")
            })
            .collect();
        let (lock, package) = plan_paths(&paths, "{ type: object }", lock);
        let called = package.resources.iter().map(|resource| {
            let path = &package
                .operations
                .iter()
                .find(|row| row.constant == resource.methods[0].operation);
            let path = path.map(|row| row.path.clone()).unwrap_or_default();
            let handle = resource.handle.as_ref().map(ToString::to_string);
            (
                path,
                format!("{} {}", resource.module, handle.unwrap_or_default()),
            )
        });
        (lock, called.collect())
    });
}

/// Names of commands leave the words of their group out, unless something else has that name.
#[test]
fn a_new_operation_takes_no_command() {
    let texts = [
        "disk_list",
        "list",
        "list_disks",
        "wait",
        "disk_wait",
        "help",
    ];
    keeps_members(&texts, &|texts, lock| {
        let paths: String = texts
            .iter()
            .map(|id| {
                format!("  /{id}: {{ get: {{ operationId: {id}, tags: [disks], responses: {{ '204': {{ description: None. }} }} }} }}\n")
            })
            .collect();
        let (lock, package) = plan_paths(&paths, "{ type: object }", lock);
        let commands = package.program.groups[0].commands.iter().map(|command| {
            let row = package
                .operations
                .iter()
                .find(|row| row.constant == command.operation);
            let path = row.map(|row| row.path.clone()).unwrap_or_default();
            (path, command.name.clone())
        });
        (lock, commands.collect())
    });
}

/// A group is called as its module, which is pinned; so is a command beside the groups.
#[test]
fn a_new_tag_takes_no_group_and_no_command() {
    let of = |path: &str, rest: &str| {
        format!(
            "  /{path}: {{ get: {{ operationId: {path}, {rest} responses: {{ '204': {{ description: None. }} }} }} }}\n"
        )
    };
    let old = of("a", "tags: [Foo Bar],") + &of("status", "");
    let new = of("b", "tags: [foo_bar],") + &of("c", "tags: [status],");
    let (lock, before) = plan_paths(&old, "{ type: object }", None);
    let (_, after) = plan_paths(&format!("{new}{old}"), "{ type: object }", Some(&lock));
    let group_of = |package: &code::Package, path: &str| {
        let operation = package.operations.iter().find(|row| row.path == path);
        let constant = operation.map(|row| row.constant.clone());
        let has_it = |commands: &[code::Command]| {
            commands
                .iter()
                .any(|command| Some(&command.operation) == constant.as_ref())
        };
        let mut groups = package.program.groups.iter();
        groups
            .find(|group| has_it(&group.commands))
            .map(|group| group.name.clone())
    };
    for package in [&before, &after] {
        assert_eq!(group_of(package, "/a").as_deref(), Some("foo-bar"));
        let own: Vec<&str> = package
            .program
            .commands
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(own, ["status"]);
    }
    assert_eq!(group_of(&after, "/b").as_deref(), Some("foo-bar-2"));
    assert_eq!(group_of(&after, "/c").as_deref(), Some("status-2"));
}

/// A method of the client itself stands beside the methods that give handles.
#[test]
fn a_new_tag_takes_no_method_of_the_client() {
    let own =
        "  /own: { get: { operationId: things, responses: { '204': { description: None. } } } }\n";
    let other = "  /other: { get: { operationId: x, tags: [things], responses: { '204': { description: None. } } } }\n";
    let (lock, before) = plan_paths(own, "{ type: object }", None);
    let (_, after) = plan_paths(&format!("{other}{own}"), "{ type: object }", Some(&lock));
    let own_method = |package: &code::Package| {
        let resource = package.resources.last().expect("there is a resource");
        format!("{}::{}", resource.module, resource.methods[0].name)
    };
    assert_eq!(own_method(&before), "root::things");
    assert_eq!(own_method(&after), "root::things");
    assert_eq!(after.resources[0].module.as_str(), "things2");
}

/// Generates a document of these webhooks and tags: the new lock, and the types of its messages.
#[track_caller]
fn webhooks(webhooks: &[&str], tags: &[&str], lock: Option<&str>) -> (String, Called) {
    let body = "requestBody: { content: { application/json: { schema: { type: object } } } }";
    let webhooks: String = webhooks
        .iter()
        .map(|webhook| match webhook.split_once('/') {
            Some((name, method)) => {
                format!("  {name}: {{ {method}: {{ {body} }}, post: {{ {body} }} }}\n")
            }
            None => format!("  {webhook}: {{ post: {{ {body} }} }}\n"),
        })
        .collect();
    let paths: String = tags
        .iter()
        .map(|tag| {
            format!("  /{tag}: {{ get: {{ operationId: {tag}, tags: [{tag}], responses: {{ '204': {{ description: None. }} }} }} }}\n")
        })
        .collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Things, version: 1.0.0 }}\nwebhooks:\n{webhooks}paths:\n{paths}"
    );
    let input = Input::new("names.yaml", text);
    let generated = flora_codegen::generate(&input, &Options::default(), lock);
    let package = generated.package.expect("the document has no errors");
    let tree = generated.tree.expect("the document has no errors");
    let module = package.webhooks.expect("the document has webhooks");
    let types = module.items.iter().map(|item| {
        // `The body of a POST by the webhook foo-bar.` tells which one it is.
        (
            item.docs.join(" "),
            format!("{}::{}", module.module, item.name),
        )
    });
    (tree.files[LOCK].clone(), types.collect())
}

#[test]
fn a_new_webhook_takes_no_name() {
    keeps_members(&["foo-bar", "FooBar", "foo_bar"], &|texts, lock| {
        webhooks(texts, &["things"], lock)
    });
}

/// Neither a method that is added nor a tag that is called like the module renames a message.
#[test]
fn a_new_method_and_a_new_tag_rename_no_webhook() {
    let (lock, before) = webhooks(&["changed"], &["things"], None);
    assert_eq!(before[0].1, "webhooks::Changed");
    for (names, tags) in [
        (["changed/get"], ["things", "others"]),
        (["changed/put"], ["webhooks", "things"]),
    ] {
        let (next, after) = webhooks(&names, &tags, Some(&lock));
        assert!(after.contains(&before[0]), "{before:?}, {after:?}");
        assert_eq!(webhooks(&names, &tags, Some(&next)), (next, after));
    }
    // Without the lock the module of the tag goes first.
    let (_, fresh) = webhooks(&["changed"], &["webhooks"], None);
    assert_eq!(fresh[0].1, "webhook_payloads::Changed");
}

/// Letters that Rust does not take in identifiers, or takes for others, stand everywhere.
#[test]
fn letters_of_all_kinds_make_a_crate() {
    let paths = "  /a: { get: { operationId: größe ², tags: [資産], parameters: [{ name: m², in: query, schema: { type: string } }, { name: ٣x, in: query, schema: { type: string } }], responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/It' } } } } } } }\n";
    let schema = "{ type: object, properties: { a①: { type: string }, ͺx: { type: string }, \"caf\\u00e9\": { type: string }, \"cafe\\u0301\": { type: string }, 💥: { type: string } } }";
    let (lock, package) = plan_paths(paths, schema, None);
    let resource = &package.resources[0];
    assert_eq!(resource.module.as_str(), "u8cc7_u7523");
    assert_eq!(resource.methods[0].name.as_str(), "größe_ub2");
    let setters: Vec<String> = inputs(&package).into_iter().map(|(_, name)| name).collect();
    assert_eq!(setters, ["m_ub2", "u663_x"]);
    let [Model::Struct(model)] = package.models.as_slice() else {
        panic!("{:?}", package.models);
    };
    let fields: Vec<&str> = model
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(fields, ["a_u2460", "u37a_x", "café", "cafe_u301", "u1f4a5"]);
    assert_eq!(plan_paths(paths, schema, Some(&lock)).0, lock);
}

/// A lock without members and resources is one of an earlier generator.
#[test]
fn a_lock_of_types_and_methods_alone_can_be_read() {
    let schema = "{ type: object, properties: { fooBar: { type: string } } }";
    let (lock, _) = plan("things", NO_INPUTS, schema, None);
    let old: String = lock
        .lines()
        .filter(|line| line.starts_with("type") || line.starts_with("method"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(old.lines().count() < lock.lines().count());
    assert_eq!(plan("things", NO_INPUTS, schema, Some(&old)).0, lock);
}

/// The pages of a list go through fields by the names that these have.
#[test]
fn pages_go_through_pinned_fields() {
    let list = |names: &[&str]| {
        let fields = names
            .iter()
            .map(|name| format!("{name}: {{ type: array, items: {{ type: string }} }}"));
        let fields: Vec<String> = fields.collect();
        let fields = fields.join(", ");
        format!("{{ type: object, properties: {{ next: {{ type: string }}, {fields} }} }}")
    };
    let paths = "  /a: { get: { operationId: a, tags: [t], parameters: [{ name: cursor, in: query, schema: { type: string } }], x-client-pagination: { cursor: cursor, next: /next, items: /allItems }, responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/It' } } } } } } }\n";
    let (lock, _) = plan_paths(paths, &list(&["allItems"]), None);
    let both = list(&["all_items", "allItems"]);
    let (_, package) = plan_paths(paths, &both, Some(&lock));
    let pages = package.resources[0].methods[0].pages.as_ref();
    let items = &pages.expect("the operation has pages").items;
    assert_eq!(items[0].field.as_str(), "all_items");
    // Without the lock the name goes to the field that is spelled like it.
    let (_, package) = plan_paths(paths, &both, None);
    let pages = package.resources[0].methods[0].pages.as_ref();
    let items = &pages.expect("the operation has pages").items;
    assert_eq!(items[0].field.as_str(), "all_items2");
}

#[test]
fn the_order_of_components_does_not_matter() {
    let a = get("/a", "getA", &refer("foo_bar"));
    let b = get("/b", "getB", &refer("fooBar"));
    let c = get("/c", "getC", &refer("FooBar"));
    let (lock, _) = run(&[FOO, FOO_TOO, FOO_THREE], &[&a, &b, &c], None);
    for schemas in [[FOO_TOO, FOO_THREE, FOO], [FOO_THREE, FOO, FOO_TOO]] {
        let (permuted, _) = run(&schemas, &[&a, &b, &c], Some(&lock));
        assert_eq!(permuted, lock);
    }
}

#[test]
fn ties_are_settled_the_same_way_without_a_lock() {
    let a = get("/a", "getA", &refer("foo_bar"));
    let b = get("/b", "getB", &refer("fooBar"));
    let first = run(&[FOO, FOO_TOO], &[&a, &b], None);
    let second = run(&[FOO, FOO_TOO], &[&a, &b], None);
    assert_eq!(first, second);
    let found: BTreeSet<String> = names(&first.0).into_values().collect();
    assert!(found.is_superset(&BTreeSet::from(["FooBar".to_owned(), "FooBar2".to_owned()])));
}

#[test]
fn a_run_with_its_own_lock_changes_nothing() {
    let a = get("/a", "getA", &refer("foo_bar"));
    let b = get("/b", "getB", &refer("fooBar"));
    let first = run(&[FOO, FOO_TOO], &[&a, &b], None);
    assert_eq!(run(&[FOO, FOO_TOO], &[&a, &b], Some(&first.0)), first);
}

/// A name in a lock is a wish, whoever wrote it.
#[test]
fn a_lock_cannot_break_the_output() {
    let a = get("/a", "getA", &refer("foo_bar"));
    for name in [
        "struct",
        "Self",
        "9",
        "",
        "a b",
        "Foo; fn x() {}",
        "Option",
        "String",
    ] {
        let lock = format!("type\t/components/schemas/foo_bar\tfoo_bar\t{name}\n");
        let (next, models) = run(&[FOO], &[&a], Some(&lock));
        assert!(
            next.contains("\tFooBar\nmethod\t/paths/~1a/get\tgetA\tget_a\n"),
            "{name:?}: {next}"
        );
        assert!(models.contains("pub struct FooBar {"), "{name:?}");
    }
}

#[test]
fn a_lock_that_cannot_be_read_is_refused() {
    let input = Input::new(
        "names.yaml",
        "openapi: 3.0.3\ninfo: { title: Things, version: 1.0.0 }\npaths: {}\n",
    );
    let generated = flora_codegen::generate(&input, &Options::default(), Some("<<<<<<< ours\n"));
    assert!(generated.report.has_errors());
    assert!(generated.tree.is_none());
}
