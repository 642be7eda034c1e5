//! What a config beside the document does, and what is said about one that is wrong.
//!
//! A config is named after what it shows; most are about `things.yaml`.

use std::collections::BTreeMap;
use std::fs;

use flora_codegen::code::{Model, Options, Package};
use flora_codegen::diagnostic::{Style, render_one};
use flora_codegen::document::Input;
use flora_codegen::{Generated, ir};

fn read(name: &str) -> String {
    let path = format!("{}/fixtures/config/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn input(document: &str, config: &str) -> Input {
    let config = read(&format!("{config}.codegen.yaml"));
    Input::new(
        format!("{document}.yaml"),
        read(&format!("{document}.yaml")),
    )
    .with_config(format!("{document}.codegen.yaml"), config)
}

fn generate(input: &Input, lock: Option<&str>) -> Generated {
    flora_codegen::generate(input, &Options::default(), lock)
}

/// Compares what is said and what is made with the snapshot.
#[track_caller]
fn check(config: &str) {
    check_of("things", config);
}

#[track_caller]
fn check_of(document: &str, config: &str) {
    let input = input(document, config);
    let generated = generate(&input, None);
    let mut shown = String::new();
    for found in &generated.report.diagnostics {
        shown.push_str(&render_one(found, input.source(found), Style::Plain));
        shown.push_str("\n\n");
    }
    match &generated.package {
        None => shown.push_str("(refused)\n"),
        Some(package) => {
            for resource in &package.resources {
                let (module, methods) = (&resource.module, &resource.methods);
                for method in methods {
                    shown.push_str(&format!("{module}.{}\n", method.name));
                }
            }
            for model in &package.models {
                shown.push_str(&format!("models::{}\n", model.name()));
            }
        }
    }
    for operation in generated.api.iter().flat_map(|api| &api.operations) {
        let turn = operation.pagination.as_ref().map(|pages| &pages.turn);
        shown.push_str(&format!("pages of {}: {turn:?}\n", operation.id));
    }
    for name in ["thing_v2", "Owner", "Animal", "Named", "Whole", "Label"] {
        let api = generated.api.as_ref();
        if let Some((types, ty)) =
            api.and_then(|api| Some((&api.types, *api.components.get(name)?)))
        {
            shown.push_str(&members(name, types, ty));
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("config_{config}"), shown);
    });
}

/// Compares what is said and what things are called with the snapshot.
#[track_caller]
fn check_names(document: &str, config: &str) {
    let mut input = input(document, config);
    let name = "moved_parts.yaml";
    input.files.insert(name.to_owned(), read(name));
    let generated = generate(&input, None);
    let mut shown = String::new();
    for found in &generated.report.diagnostics {
        shown.push_str(&render_one(found, input.source(found), Style::Plain));
        shown.push_str("\n\n");
    }
    match (&generated.package, &generated.tree) {
        (Some(package), Some(tree)) => {
            shown.push_str(&called(package));
            shown.push_str(&tree.files["names.lock"]);
        }
        _ => shown.push_str("(refused)\n"),
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("config_{config}"), shown);
    });
}

/// What everything of the wire is called.
fn called(package: &Package) -> String {
    let mut lines = Vec::new();
    for resource in &package.resources {
        for method in &resource.methods {
            lines.push(format!("{}.{}", resource.module, method.name));
            let required = method.required.iter().map(|given| &given.input);
            let inputs = method.arguments.iter().chain(required);
            for input in inputs.chain(&method.optional) {
                lines.push(format!("  {} = {}", input.name, input.wire));
            }
        }
    }
    for model in &package.models {
        lines.push(format!("models::{}", model.name()));
        lines.extend(match model {
            Model::Struct(item) => (item.fields.iter())
                .map(|field| format!("  {} = {}", field.name, field.wire))
                .collect(),
            Model::StringEnum(item) => (item.variants.iter())
                .map(|value| format!("  {} = {}", value.name, value.wire))
                .collect(),
            Model::IntegerEnum(item) => (item.variants.iter())
                .map(|value| format!("  {} = {}", value.name, value.wire))
                .collect(),
            Model::Union(item) => (item.variants.iter())
                .map(|branch| format!("  {}: {:?}", branch.name, branch.ty))
                .collect(),
            Model::Alias(_) => Vec::new(),
        });
    }
    lines.join("\n") + "\n"
}

/// The members of a type with their kinds, a line each.
fn members(name: &str, types: &ir::Types, ty: ir::TypeRef) -> String {
    let kind = |ty: ir::TypeRef| {
        let (id, nullable) = types.resolve(ty);
        let kind = match &types[id].shape {
            ir::Shape::Text(kind) => format!("{kind:?} text"),
            ir::Shape::Array(array) => format!("Array of {:?}", types[array.item.id].shape),
            shape => format!("{shape:?}"),
        };
        let kind = kind.split(['{', '(']).next().unwrap_or_default();
        let null = if nullable { " or null" } else { "" };
        format!("{}{null}", kind.trim())
    };
    match &types[types.resolve(ty).0].shape {
        ir::Shape::Struct(shape) => (shape.fields.iter())
            .map(|field| {
                let optional = if field.required { "" } else { "?" };
                format!("{name}.{}{optional}: {}\n", field.name, kind(field.ty))
            })
            .collect(),
        ir::Shape::Union(shape) => (shape.variants.iter())
            .map(|branch| format!("{name}::{}: {}\n", branch.label, kind(branch.ty)))
            .collect(),
        shape => format!("{name} = {shape:?}\n"),
    }
}

#[test]
fn names() {
    check("names");
}

#[test]
fn pagination() {
    check("pagination");
}

#[test]
fn pagination_none() {
    check("pagination_none");
}

#[test]
fn skip_operations() {
    check("skip_operations");
}

#[test]
fn skip_schemas() {
    check("skip_schemas");
}

#[test]
fn called_as_chosen() {
    check_names("called", "called");
}

#[test]
fn called_wrong() {
    check_names("called", "called_wrong");
}

#[test]
fn called_taken() {
    check_names("called", "called_taken");
}

/// Places are those of the text, whatever becomes of it on the way to the 3.0 form.
#[test]
fn called_where_it_was_written() {
    check_names("moved", "moved");
}

#[test]
fn skip_parts() {
    check_of("parts", "skip_parts");
}

#[test]
fn formats() {
    check_of("parts", "formats");
}

#[test]
fn bad_formats() {
    check_of("parts", "bad_formats");
}

#[test]
fn types() {
    check("types");
}

#[test]
fn bad_keys() {
    check("bad_keys");
}

#[test]
fn bad_names() {
    check("bad_names");
}

#[test]
fn leads_nowhere() {
    check("leads_nowhere");
}

#[test]
fn no_yaml() {
    check("no_yaml");
}

/// Since 3.1 `null` is one of the types, and stays one.
#[test]
fn a_replaced_type_can_still_be_null() {
    let text = "openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\npaths: {}\ncomponents:\n  schemas:\n    Owner: { type: object, properties: { a: { type: [string, 'null'], format: stamp, maxLength: 9 }, b: { anyOf: [{ type: string }, { type: 'null' }] }, c: { type: [string, 'null'] } } }\n";
    let config = "formats: { stamp: { type: string, format: date } }\ntypes:\n  /components/schemas/Owner/properties/b: { type: integer }\n  /components/schemas/Owner/properties/c: { type: [integer, 'null'] }\n";
    let input = Input::new("things.yaml", text).with_config("things.codegen.yaml", config);
    let api = generate(&input, None).api.expect("it can be read");
    let owner = api.components["Owner"];
    assert_eq!(
        members("Owner", &api.types, owner),
        "Owner.a?: Date text or null\nOwner.b?: Integer or null\nOwner.c?: Integer or null\n"
    );
}

/// An empty config is as good as none.
#[test]
fn an_empty_config_changes_nothing() {
    let without = Input::new("things.yaml", read("things.yaml"));
    let tree = |input: &Input| generate(input, None).tree.expect("it is accepted").files;
    let files = tree(&without);
    for text in ["", "skip: {}\n", "names: { types: {} }\npagination: {}\n"] {
        let with = without.clone().with_config("things.codegen.yaml", text);
        assert!(tree(&with) == files, "{text:?}");
    }
}

/// A crate of `called.yaml` with a config: what things are called, and its lock.
#[track_caller]
fn named(config: &str, lock: Option<&str>) -> (BTreeMap<String, String>, String) {
    let text = read("called.yaml");
    let input = Input::new("called.yaml", text).with_config("called.codegen.yaml", config);
    let generated = generate(&input, lock);
    let (Some(package), Some(tree)) = (&generated.package, &generated.tree) else {
        panic!("{:?}", generated.report.diagnostics);
    };
    let mut owner = String::new();
    let mut names = BTreeMap::new();
    for line in called(package).lines() {
        match line.trim().split_once(['=', ':']) {
            Some((name, wire)) if line.starts_with(' ') => {
                names.insert(format!("{owner}: {}", wire.trim()), name.trim().to_owned());
            }
            _ => owner = line.to_owned(),
        }
    }
    (names, tree.files["names.lock"].clone())
}

/// The lines of a lock that the other one does not have.
fn only_in<'a>(one: &'a str, other: &str) -> Vec<&'a str> {
    let others: Vec<&str> = other.lines().collect();
    one.lines().filter(|line| !others.contains(line)).collect()
}

/// A name of the config wins over that of the lock, and renames nothing else: not when it comes,
/// not when it changes, not when it goes.
#[test]
fn a_line_of_the_config_renames_one_thing() {
    let (before, lock) = named("", None);
    for (chosen, changed, line) in [
        (
            "fields: { thing_v2.sizes.inCm: centimetres }",
            "fields: { thing_v2.sizes.inCm: width }",
            "field\t/components/schemas/thing_v2/allOf/1/properties/sizes/items/properties/inCm\tinCm\tin_cm",
        ),
        (
            "variants: { thing_v2.kindOfThing.LARGE: Big }",
            "variants: { thing_v2.kindOfThing.LARGE: Huge }",
            "variant\t/components/schemas/thing_v2/allOf/1/properties/kindOfThing/enum/LARGE\tLARGE\tLarge",
        ),
        (
            "parameters: { /components/parameters/Fields: fields }",
            "parameters: { /components/parameters/Fields: only }",
            "input\t/paths/~1things~1{thing-id}/get/parameters/query/fieldsToShow\tfieldsToShow\tfields_to_show",
        ),
    ] {
        let (first, first_lock) = named(&format!("names: {{ {chosen} }}"), Some(&lock));
        assert!(only_in(&lock, &first_lock).contains(&line), "{lock}");
        assert_eq!(only_in(&first_lock, &lock), [""; 0], "{chosen}");
        let (second, second_lock) = named(&format!("names: {{ {changed} }}"), Some(&first_lock));
        assert_eq!(second_lock, first_lock);
        let differs = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
            let mut wires: Vec<String> = (one.iter())
                .filter(|(owner, name)| other.get(*owner) != Some(*name))
                .map(|(owner, _)| owner.rsplit(' ').next().unwrap_or_default().to_owned())
                .collect();
            wires.dedup();
            wires
        };
        assert_eq!(differs(&before, &first).len(), 1, "{chosen}");
        assert_eq!(differs(&first, &second).len(), 1, "{changed}");
        assert_eq!(
            named("", Some(&second_lock)),
            (before.clone(), lock.clone())
        );
    }
}

/// The setter of a body's field follows the field, unless a parameter has the name.
#[test]
fn a_setter_follows_its_field() {
    let (before, lock) = named("", None);
    let name = |names: &BTreeMap<String, String>, owner: &str| names[owner].clone();
    let (model, setter) = (
        "models::ThingV2: kindOfThing",
        "things.put_thing: kindOfThing",
    );
    for (chosen, expected) in [("kind", "kind"), ("thing_id", "thing_id2")] {
        let config = format!("names: {{ fields: {{ thing_v2.kindOfThing: {chosen} }} }}");
        let (after, next) = named(&config, Some(&lock));
        assert_eq!(name(&after, model), chosen);
        assert_eq!(name(&after, setter), expected);
        assert_eq!(named(&config, Some(&next)), (after, next.clone()));
        assert_eq!(named("", Some(&next)), (before.clone(), lock.clone()));
    }
}

/// What hangs on a type keeps the name that it has from the words of the document.
#[test]
fn a_type_that_is_renamed_renames_no_other_type() {
    let (_, lock) = named("", None);
    let (_, after) = named("names: { types: { thing_v2: Thing } }", Some(&lock));
    assert_eq!(
        only_in(&lock, &after),
        ["type\t/components/schemas/thing_v2\tthing_v2\tThingV2"]
    );
    assert_eq!(only_in(&after, &lock), [""; 0]);
    assert_eq!(named("", Some(&after)).1, lock);
}

/// The lock keeps a name for one thing: the config cannot give it to another beside it.
#[test]
fn a_name_of_the_lock_is_taken() {
    let (_, lock) = named("", None);
    let lock = lock.replace("\tShapeSides\n", "\tPolygon\n");
    let config = "names: { types: { RoundShape: Polygon } }";
    let input =
        Input::new("called.yaml", read("called.yaml")).with_config("called.codegen.yaml", config);
    let generated = generate(&input, Some(&lock));
    let said: Vec<&str> = (generated.report.diagnostics.iter())
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        said,
        ["the type of `Shape sides` has the name `Polygon` already"]
    );
    // Names change places if both are chosen.
    let both =
        "names: { types: { RoundShape: Polygon, /components/schemas/Shape/oneOf/1: RoundShape } }";
    let (_, after) = named(both, Some(&lock));
    assert!(!after.contains("Polygon"), "{after}");
}

/// A name that does not tell the one on the wire has that in its documentation.
#[test]
fn the_documentation_tells_names_on_the_wire() {
    let text = "names: { fields: { Base.thingKey: key }, parameters: { getThing.X-Trace: trace } }";
    let input = Input::new("called.yaml", read("called.yaml"));
    let tree = |input: &Input| generate(input, None).tree.expect("it is accepted").files;
    let (before, after) = (
        tree(&input),
        tree(&input.clone().with_config("called.codegen.yaml", text)),
    );
    let told = |files: &BTreeMap<String, String>, path: &str, wire: &str| {
        files[path].contains(&format!("///\n    /// On the wire: `{wire}`.\n"))
    };
    for (path, wire) in [
        ("src/models.rs", "thingKey"),
        ("src/things.rs", "thingKey"),
        ("src/things.rs", "X-Trace"),
    ] {
        assert!(told(&after, path, wire), "{}", after[path]);
        assert!(!told(&before, path, wire), "{}", before[path]);
    }
    assert!(!after["src/models.rs"].contains("On the wire: `kindOfThing`"));
}

/// Methods and modules are chosen likewise.
#[test]
fn a_method_and_a_module_of_the_config_win_over_the_lock() {
    let without = Input::new("things.yaml", read("things.yaml"));
    let lock = |generated: Generated| {
        let tree = generated.tree.expect("it is accepted");
        tree.files["names.lock"].clone()
    };
    let before = lock(generate(&without, None));
    let after = lock(generate(&input("things", "names"), Some(&before)));
    assert_eq!(
        only_in(&before, &after),
        [
            "type\t/components/schemas/thing_v2\tthing_v2\tThingV2",
            "method\t/paths/~1things/get\tlistThings\tlist_things",
            "module\t/tags/Things\tThings\tthings",
            "handle\t/tags/Things\tThings\tThings",
            "command\t/paths/~1things/get\tlist-things\tlist",
        ]
    );
    assert_eq!(
        only_in(&after, &before),
        ["handle\t/tags/shelf\tshelf\tShelf"]
    );
    assert_eq!(
        lock(generate(&input("things", "names"), Some(&after))),
        after
    );
    assert_eq!(lock(generate(&without, Some(&after))), before);
}
