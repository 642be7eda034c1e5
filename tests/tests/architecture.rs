//! Which part of the project may use which, and where each dependency lives.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages of the generator with those they may use. `value` holds plain
/// data and is open to all; `lib.rs` puts the stages together and uses them all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("value", &[]),
    ("document", &["diagnostic", "value"]),
    ("ir", &["diagnostic", "value"]),
    // The way in from the document.
    ("ir/mod.rs", &["diagnostic", "value", "document"]),
    ("ir/lower", &["diagnostic", "value", "document"]),
    ("code", &["diagnostic", "value", "ir"]),
    // Kinds and presences of the API are part of the plan, so templates see them.
    ("emit", &["code", "value", "ir"]),
    // The lock is written, and what is no Rust is reported.
    ("files", &["diagnostic", "code", "emit"]),
];

/// Crates that one stage knows, so that they can be replaced in one place.
const LIVES_IN: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic"]),
    ("granit_parser", &["document"]),
    ("heck", &["code"]),
    ("openapiv3", &["document", "ir/lower"]),
    ("prettyplease", &["files"]),
    ("proc_macro2", &["emit"]),
    ("pulldown_cmark", &["code"]),
    ("quote", &["emit"]),
    ("serde_yaml", &["document"]),
    ("syn", &["files"]),
];

struct Source {
    /// Below `generator/src`, for example `code/names.rs`.
    path: String,
    /// Its code without comments and without its unit tests.
    code: String,
}

impl Source {
    /// Whether it is this file or stands in this folder.
    fn is_in(&self, place: &str) -> bool {
        let rest = self.path.strip_prefix(place);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
    }

    /// Whether a crate's name stands at the start of a path.
    fn names(&self, name: &str) -> bool {
        self.code.match_indices(name).any(|(start, _)| {
            let before = self.code[..start].chars().next_back();
            let after = self.code[start + name.len()..].chars().next();
            let is_word = |char: char| char.is_alphanumeric() || char == '_';
            !before.is_some_and(|char| is_word(char) || char == ':' || char == '.')
                && (self.code[start + name.len()..].starts_with("::")
                    || before == Some(' ') && after == Some(';') && self.code.contains("use "))
        })
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package stands in the project's folder")
}

fn sources() -> Vec<Source> {
    let root = project().join("generator/src");
    let mut sources = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![root.clone()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
            continue;
        }
        let name = path
            .strip_prefix(&root)
            .expect("the path stands below the root")
            .to_string_lossy()
            .replace('\\', "/");
        if name.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("sources are text");
        let text = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let code: Vec<&str> = text
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect();
        sources.push(Source {
            path: name,
            code: code.join("\n"),
        });
    }
    assert!(sources.len() > 50, "the sources are gone");
    sources
}

/// The stages that a source names: `crate::code::…`, and those in `crate::{…}`.
fn stages(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        if code[..start].ends_with('$') {
            continue;
        }
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => {
                found.insert(word(rest));
            }
            Some(list) => {
                let mut depth = 1;
                let mut starts = true;
                for (index, char) in list.char_indices() {
                    match char {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => starts = true,
                        _ if depth == 1 && starts && !char.is_whitespace() => {
                            found.insert(word(&list[index..]));
                            starts = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|char| char.is_alphanumeric() || *char == '_')
        .collect()
}

#[test]
fn stages_use_only_what_stands_before_them() {
    for source in sources() {
        if source.path == "lib.rs" {
            continue;
        }
        // The longest place is the closest one.
        let (place, may) = MAY_USE
            .iter()
            .filter(|(place, _)| source.is_in(place))
            .max_by_key(|(place, _)| place.len())
            .unwrap_or_else(|| panic!("{} belongs to no stage", source.path));
        let own = place.split('/').next().unwrap_or_default();
        for stage in stages(&source.code) {
            // Templates name modules of the output, which are none of ours.
            let is_ours = MAY_USE.iter().any(|(place, _)| *place == stage);
            assert!(
                !is_ours || stage == own || may.contains(&stage.as_str()),
                "generator/src/{} uses `{stage}`; {place} may use only {may:?}",
                source.path
            );
        }
    }
}

#[test]
fn the_reader_of_use_lines_sees_what_is_there() {
    let code = "use crate::{ir::{self, Api}, value::Value};\nfn f() { crate::code::plan() }";
    let expected = ["code", "ir", "value"].map(str::to_owned);
    assert_eq!(stages(code), BTreeSet::from(expected));
    let source = Source {
        path: "emit/mod.rs".to_owned(),
        code: "use quote::quote; let syntax = my_syn::x();".to_owned(),
    };
    assert!(source.names("quote"));
    assert!(!source.names("syn"));
    assert!(source.is_in("emit"));
    assert!(!source.is_in("em"));
}

#[test]
fn each_dependency_has_one_home() {
    let sources = sources();
    for (name, homes) in LIVES_IN {
        let users: Vec<&Source> = sources.iter().filter(|source| source.names(name)).collect();
        assert!(!users.is_empty(), "nothing uses {name} any more");
        for source in users {
            assert!(
                homes.iter().any(|home| source.is_in(home)),
                "generator/src/{} uses {name}, which lives in {homes:?}",
                source.path
            );
        }
    }
}

#[test]
fn one_file_touches_the_disk() {
    let sources = sources();
    let users: Vec<&str> = sources
        .iter()
        .filter(|source| source.names("fs") || source.code.contains("std::fs"))
        .map(|source| source.path.as_str())
        .collect();
    assert_eq!(users, ["files/sync.rs"]);
}

/// The generator must build when its output does not.
#[test]
fn the_generator_does_not_depend_on_its_output() {
    for package in ["generator", "xtask", "xtask/conform", "xtask/mock"] {
        let path = project().join(package).join("Cargo.toml");
        let manifest = fs::read_to_string(path).expect("the package has a manifest");
        for name in ["flora-client", "client-runtime", "../generated"] {
            assert!(!manifest.contains(name), "{package} depends on {name}");
        }
    }
    let path = project().join("generated/Cargo.toml");
    let manifest = fs::read_to_string(path).expect("the output has a manifest");
    assert!(
        !manifest.contains("path = \"..") && !manifest.contains("workspace = true"),
        "the output depends on something of this project"
    );
}
