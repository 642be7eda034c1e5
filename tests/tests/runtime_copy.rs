//! The support code in the output is the support code of this project.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package stands in the project's folder")
}

/// The texts of the files below a folder, by path.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
        } else {
            let name = path
                .strip_prefix(folder)
                .expect("the path stands below the folder")
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(&path).expect("sources are text");
            texts.insert(name, text);
        }
    }
    texts
}

/// The support code, without the file that makes a crate of it.
fn sources() -> BTreeMap<String, String> {
    let mut sources = texts(&project().join("generator/runtime/src"));
    sources
        .remove("lib.rs")
        .expect("the runtime is a crate of its own");
    sources
}

#[test]
fn copies_are_unchanged_below_the_header() {
    let sources = sources();
    let mut copies = texts(&project().join("generated/src/runtime"));
    // It only declares the modules that were copied.
    copies.remove("mod.rs").expect("the output has a runtime");
    assert!(copies.len() > 20, "the copies are gone");
    for (name, copy) in copies {
        let (header, text) = copy.split_once('\n').expect("a copy has a header");
        assert!(
            header.starts_with("// @generated from spec/assets.yaml "),
            "{name} starts with {header:?}"
        );
        assert!(
            sources.get(&name).is_some_and(|source| source == text),
            "generated/src/runtime/{name} is not generator/runtime/src/{name}; run `cargo xtask generate`"
        );
    }
}

/// The generator embeds each file by name, so one that is not listed would never be copied.
#[test]
fn the_generator_knows_every_source() {
    let table = fs::read_to_string(project().join("generator/src/files/runtime.rs"))
        .expect("the table is part of the generator");
    let listed: BTreeSet<&str> = table
        .split('"')
        .filter(|part| part.ends_with(".rs") && !part.contains(char::is_whitespace))
        .collect();
    let sources = sources();
    let found: BTreeSet<&str> = sources.keys().map(String::as_str).collect();
    assert_eq!(listed, found);
}

/// In the output the runtime is a module, not a crate.
#[test]
fn sources_can_be_a_module() {
    for (name, text) in sources() {
        for (index, line) in text.lines().enumerate() {
            let place = format!("generator/runtime/src/{name}:{}: {line}", index + 1);
            let code = line.split("//").next().unwrap_or_default();
            assert!(!code.contains("crate::"), "{place}");
            assert!(!code.trim_start().starts_with("#!["), "{place}");
            assert!(!line.contains("client_runtime"), "{place}");
            assert!(!code.contains("#[cfg(test)]"), "{place}");
        }
    }
}
