//! What a config beside the document does, and what is said about one that is wrong.
//!
//! All configs are about `things.yaml`; each is named after what it shows.

use std::fs;

use flora_codegen::code::Options;
use flora_codegen::diagnostic::{Style, render_one};
use flora_codegen::document::Input;
use flora_codegen::{Generated, ir};

fn read(name: &str) -> String {
    let path = format!("{}/fixtures/config/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn input(config: &str) -> Input {
    let config = read(&format!("{config}.codegen.yaml"));
    Input::new("things.yaml", read("things.yaml")).with_config("things.codegen.yaml", config)
}

fn generate(input: &Input, lock: Option<&str>) -> Generated {
    flora_codegen::generate(input, &Options::default(), lock)
}

/// Compares what is said and what is made with the snapshot.
#[track_caller]
fn check(config: &str) {
    let input = input(config);
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
    for name in ["thing_v2", "Owner"] {
        let api = generated.api.as_ref();
        let types = api.and_then(|api| Some((&api.types, *api.components.get(name)?)));
        if let Some((types, ty)) = types
            && let ir::Shape::Struct(shape) = &types[types.resolve(ty).0].shape
        {
            for field in &shape.fields {
                let shape = &types[types.resolve(field.ty).0].shape;
                let kind = format!("{shape:?}");
                let kind = kind.split([' ', '{', '(']).next().unwrap_or_default();
                shown.push_str(&format!("{name}.{}: {kind}\n", field.name));
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("config_{config}"), shown);
    });
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
    let after = lock(generate(&input("names"), Some(&before)));
    assert!(!after.contains("\tThingV2\n"), "{after}");
    assert!(
        after.contains("\tThing\n") && after.contains("\tall\n"),
        "{after}"
    );
    assert_eq!(lock(generate(&input("names"), Some(&after))), after);
}
