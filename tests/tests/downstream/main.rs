//! What a change of the spec costs: the lines that change, and nothing for those who use the crate.

#[expect(
    unreachable_pub,
    reason = "it is a crate of its own in the test that compiles it"
)]
mod app;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flora_codegen::code::Options;
use flora_codegen::document::Input;
use flora_codegen::files::{self, Tree};
use flora_tests::flora::FloraServer;
use flora_tests::{client, project, scratch, spec};

/// A change of the spec: a text that is there once, and what comes in its place.
#[derive(Clone, Copy)]
struct Change {
    from: &'static str,
    to: &'static str,
}

const DESCRIPTION: Change = Change {
    from: "          description: The node linked to the asset.\n",
    to: "          description: The node of the canvas that shows the asset.\n",
};

/// A field of a request body, which is a flag of the command too.
const REQUEST_FIELD: Change = Change {
    from: "        project_id:\n          description: A project on whose canvas the asset is placed as well. Newer",
    to: "        alt_text:\n          description: What the asset shows, for those who cannot see it.\n          type: string\n        project_id:\n          description: A project on whose canvas the asset is placed as well. Newer",
};

const REPLY_FIELD: Change = Change {
    from: "        node_id:\n",
    to: "        duration_ms:\n          description: How long it plays.\n          type: integer\n          format: int64\n          nullable: true\n        node_id:\n",
};

const ENUM_VALUE: Change = Change {
    from: "      enum: [pending_upload, ready, failed]\n      x-enum-descriptions:\n",
    to: "      enum: [archived, pending_upload, ready, failed]\n      x-enum-descriptions:\n        - Was put away.\n",
};

/// What is generated from the spec with these changes, by the lock that is checked in.
fn generate(changes: &[Change], own_workspace: bool) -> Tree {
    let mut text = spec::text().to_owned();
    for Change { from, to } in changes {
        assert_eq!(text.matches(from).count(), 1, "not there once: {from}");
        text = text.replace(from, to);
    }
    let input = Input::new("spec/assets.yaml", text);
    let options = Options {
        name: None,
        source: "spec/assets.yaml".to_owned(),
        command: "cargo xtask generate".to_owned(),
        own_workspace,
        ..Options::default()
    };
    let lock = fs::read_to_string(project().join("generated").join(files::LOCK));
    let lock = lock.expect("the lock is checked in");
    let generated = flora_codegen::generate(&input, &options, Some(&lock));
    let report = generated.report;
    generated
        .tree
        .unwrap_or_else(|| panic!("it is refused: {report:?}"))
}

/// The differences to the crate that is checked in: by file, the lines that are gone and the
/// groups of lines that are new.
fn differences(changes: &[Change]) -> BTreeMap<String, Difference> {
    let new = generate(changes, false).files;
    let old = generate(&[], false).files;
    assert_eq!(Vec::from_iter(old.keys()), Vec::from_iter(new.keys()));
    new.into_iter()
        .filter(|(path, text)| old[path] != *text)
        .map(|(path, text)| {
            let mut difference = Difference::between(&old[&path], &text);
            if !difference.removed.is_empty() {
                // A list of names fills its lines: one more moves the others, and no more than that.
                let items = Difference::between(&items(&old[&path]), &items(&text));
                if items.removed.is_empty() {
                    difference = items;
                }
            }
            (path, difference)
        })
        .collect()
}

/// The text with each item of a list on a line of its own.
fn items(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.map(|line| {
        line.replace(", ", ",\n")
            .replace(": ", ":\n")
            .replace(';', ",\n;")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[derive(Debug, Default)]
struct Difference {
    removed: Vec<String>,
    added: Vec<Vec<String>>,
}

impl Difference {
    /// Walks over both texts: a new line that is not the next old one was added. If old lines
    /// are left at the end, the middle of the text was replaced.
    fn between(old: &str, new: &str) -> Self {
        let mut rest = old.lines().peekable();
        let mut difference = Self::default();
        let mut group = Vec::new();
        for line in new.lines() {
            if rest.next_if_eq(&line).is_some() {
                difference
                    .added
                    .extend((!group.is_empty()).then(|| std::mem::take(&mut group)));
            } else {
                group.push(line.trim().to_owned());
            }
        }
        difference
            .added
            .extend((!group.is_empty()).then_some(group));
        if rest.peek().is_none() {
            return difference;
        }
        let (mut old, mut new): (Vec<&str>, Vec<&str>) =
            (old.lines().collect(), new.lines().collect());
        while !old.is_empty() && old.first() == new.first() {
            (old, new) = (old.split_off(1), new.split_off(1));
        }
        while !old.is_empty() && old.last() == new.last() {
            old.pop();
            new.pop();
        }
        let trimmed = |lines: Vec<&str>| {
            lines
                .into_iter()
                .map(|line| line.trim().to_owned())
                .collect()
        };
        Self {
            removed: trimmed(old),
            added: vec![trimmed(new)],
        }
    }
}

/// Checks that a change only adds lines, in these files, and that each group of them is about
/// one of these names.
fn check_added(differences: BTreeMap<String, Difference>, paths: &[&str], names: &[&str]) {
    assert_eq!(Vec::from_iter(differences.keys()), paths);
    for (path, difference) in differences {
        assert!(difference.removed.is_empty(), "{path}: {difference:#?}");
        for group in difference.added {
            let text = group.join("\n");
            let is_about_it = names.iter().any(|name| text.contains(name));
            assert!(is_about_it, "{path} has an unrelated change:\n{text}");
        }
    }
}

#[test]
fn the_checked_in_crate_is_what_is_compared_with() {
    let folder = project().join("generated");
    for (path, text) in generate(&[], false).files {
        let found = fs::read_to_string(folder.join(&path)).ok();
        assert!(found.is_some_and(|found| found == text), "{path} is stale");
    }
}

#[test]
fn a_description_changes_its_own_line() {
    let differences = differences(&[DESCRIPTION]);
    assert_eq!(Vec::from_iter(differences.keys()), ["src/models.rs"]);
    let difference = &differences["src/models.rs"];
    assert_eq!(difference.removed, ["/// The node linked to the asset."]);
    let added = [["/// The node of the canvas that shows the asset."]];
    assert_eq!(difference.added, added);
}

#[test]
fn an_optional_field_of_a_request_adds_a_setter_and_a_flag() {
    let mut differences = differences(&[REQUEST_FIELD]);
    // Of the ways to upload, only that with a JSON body takes the field: a row of a table says so.
    let plan = differences.remove("src/operations.rs");
    let plan = plan.expect("the plan of the uploads changes");
    assert_eq!(plan.removed, ["lacks: &[],"]);
    assert_eq!(plan.added, [[r#"lacks: &["alt_text"],"#]]);
    check_added(
        differences,
        &[
            "src/assets.rs",
            "src/cli.rs",
            "src/models.rs",
            "src/models/wire.rs",
        ],
        &["alt_text", "alt-text"],
    );
}

#[test]
fn an_optional_field_of_a_reply_adds_a_field() {
    // A list is printed as a table, which has columns.
    let paths = ["src/cli.rs", "src/models.rs", "src/models/wire.rs"];
    check_added(differences(&[REPLY_FIELD]), &paths, &["duration_ms"]);
}

#[test]
fn a_value_of_an_enum_adds_a_variant() {
    check_added(
        differences(&[ENUM_VALUE]),
        &["src/models.rs"],
        &["Archived", "archived"],
    );
}

#[tokio::test]
async fn the_program_works_with_the_crate_as_it_is() {
    let server = FloraServer::start();
    let seen = app::run(&client(server.url())).await;
    assert_eq!(
        seen.expect("all calls succeed"),
        [
            "asset_abc123 signed_url Some(3)",
            "asset_ghi789 url None",
            "asset_jkl012 direct None",
            "Some(\"asset_abc123\") Some(1773480413000) prj_abc123",
            "Some(\"asset_def456\") Some(1773481270000) null",
            "Some(\"asset_ghi789\") Some(1773417900000) omitted",
            "asset_abc123 Some(\"hero.png\") use",
            "conflict",
        ]
    );
}

#[test]
fn the_program_compiles_with_the_crate_as_it_will_be() {
    let changes = [DESCRIPTION, REQUEST_FIELD, REPLY_FIELD, ENUM_VALUE];
    let tree = generate(&changes, true);
    let folder = scratch("downstream");
    files::sync::write(&tree, &folder.join("flora-client")).expect("the crate can be written");
    let app = folder.join("app");
    write(&app.join("src/lib.rs"), include_str!("app.rs"));
    write(&app.join("Cargo.toml"), MANIFEST);
    // The versions of this workspace, which are there already.
    let lock = fs::read_to_string(project().join("Cargo.lock")).expect("the lock is there");
    write(&app.join("Cargo.lock"), &lock);
    let output = flora_tests::cargo()
        .args(["build", "--offline"])
        .current_dir(&app)
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("warning"), "{said}");
}

/// It has the features and the profile with which the command is built for its tests, so that
/// nothing but the two crates is compiled.
const MANIFEST: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
flora-client = { path = "../flora-client", features = ["cli"] }

[workspace]
resolver = "3"

[profile.dev]
debug = "line-tables-only"
"#;

/// Writes a file, unless it is there already: cargo goes by the time of a file.
fn write(path: &Path, text: &str) {
    let found = fs::read_to_string(path).ok();
    if found.as_deref() != Some(text) {
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}
