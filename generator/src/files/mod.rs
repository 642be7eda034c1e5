//! Token streams -> text -> disk: the only place that writes.
//!
//! [`render`] prints modules and copies the runtime into a [`Tree`] of texts;
//! [`sync`] compares a tree with a folder and makes the folder like it.

mod parallel;
mod render;
mod runtime;
pub mod sync;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::code::{Package, lock::Lock};
use crate::diagnostic::Report;
use crate::emit::{self, Draft};

/// The name of the file that lists what a run wrote.
pub const MANIFEST: &str = ".codegen-files";

/// The name of the names lock.
pub const LOCK: &str = "names.lock";

/// Texts by their path, which is relative and uses `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The texts.
    pub files: BTreeMap<String, String>,
}

/// Prints everything that the output consists of, on as many threads.
pub fn render(
    package: &Package,
    drafts: Vec<Draft<'_>>,
    lock: &Lock,
    threads: NonZeroUsize,
    report: &mut Report,
) -> Tree {
    let mut tree = Tree::default();
    let manifest = &package.manifest;
    let made = format!(
        "@generated from {} (API {}) by {}. Do not edit.",
        manifest.source, manifest.api_version, manifest.command
    );
    let made: String = made.chars().filter(|char| !char.is_control()).collect();
    let printed = parallel::map(drafts, threads, |draft| {
        let module = draft.emit();
        let path = module.path.clone();
        render::module(module, &made).map(|text| (path, text))
    });
    for file in printed {
        match file {
            Ok((path, text)) => _ = tree.files.insert(path, text),
            Err(found) => report.push(found),
        }
    }
    for (path, text) in runtime::sources(&package.runtime) {
        tree.files.insert(path, format!("// {made}\n{text}"));
    }
    tree.files.insert(
        "Cargo.toml".to_owned(),
        format!("# {made}\n{}", emit::manifest(package)),
    );
    tree.files
        .insert("README.md".to_owned(), emit::readme(package));
    tree.files.insert(LOCK.to_owned(), lock.write());
    // The printer and rustfmt disagree in places, and hands must not settle it.
    tree.files.insert(
        "rustfmt.toml".to_owned(),
        format!("# {made}\ndisable_all_formatting = true\n"),
    );
    tree.files.insert(
        ".gitattributes".to_owned(),
        "* linguist-generated=true\n".to_owned(),
    );
    let mut paths: Vec<&str> = tree
        .files
        .keys()
        .map(String::as_str)
        .chain([MANIFEST])
        .collect();
    paths.sort_unstable();
    let list = format!("{}\n", paths.join("\n"));
    tree.files.insert(MANIFEST.to_owned(), list);
    tree
}
