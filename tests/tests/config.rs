//! What a config beside the document does, and what is said about one that is wrong.
//!
//! A config is named after what it shows; most are about `things.yaml`.

use std::fs;

use flora_codegen::code::Options;
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
    for name in ["thing_v2", "Owner", "Animal", "Label"] {
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

/// Names of the config win over those that the lock has, which then has these.
#[test]
fn names_of_the_config_win_over_the_lock() {
    let without = Input::new("things.yaml", read("things.yaml"));
    let lock = |generated: Generated| {
        let tree = generated.tree.expect("it is accepted");
        tree.files["names.lock"].clone()
    };
    let before = lock(generate(&without, None));
    assert!(before.contains("\tThingV2\n"), "{before}");
    let after = lock(generate(&input("things", "names"), Some(&before)));
    assert!(!after.contains("\tThingV2\n"), "{after}");
    assert!(
        after.contains("\tThing\n") && after.contains("\tall\n"),
        "{after}"
    );
    assert_eq!(
        lock(generate(&input("things", "names"), Some(&after))),
        after
    );
}
