//! Token streams -> text -> disk: the only place that writes.
//!
//! [`render`] prints modules and copies the runtime into a [`Tree`] of texts;
//! [`sync`] compares a tree with a folder and makes the folder like it.

mod parallel;
mod render;
mod runtime;
pub mod sync;
mod tables;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::code::{Package, lock::Lock};
use crate::diagnostic::{Diagnostic, Report};
use crate::emit::{self, Draft, Module};

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
    let made = made(package);
    let printed = parallel::map(drafts, threads, |draft| print(draft.emit(), &made));
    add_files(&mut tree, printed, report);
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
    add_list(&mut tree);
    tree
}

/// Prints the program that puts the output to the proof, which is no part of it.
pub fn render_probe(package: &Package, report: &mut Report) -> Tree {
    let made = made(package);
    let mut tree = Tree::default();
    let modules = emit::probe(package).into_iter();
    add_files(
        &mut tree,
        modules.map(|module| print(module, &made)),
        report,
    );
    let manifest = format!("# {made}\n{}", emit::probe_manifest(package));
    tree.files.insert("Cargo.toml".to_owned(), manifest);
    add_list(&mut tree);
    tree
}

/// The first line of every file, without what introduces a comment.
fn made(package: &Package) -> String {
    let manifest = &package.manifest;
    let made = format!(
        "@generated from {} (API {}) by {}. Do not edit.",
        manifest.source, manifest.api_version, manifest.command
    );
    made.chars().filter(|char| !char.is_control()).collect()
}

/// Path and text of a file, or why there is none.
type Printed = Result<(String, String), Box<Diagnostic>>;

fn print(module: Module, made: &str) -> Printed {
    let path = module.path.clone();
    render::module(module, made).map(|text| (path, text))
}

fn add_files(tree: &mut Tree, files: impl IntoIterator<Item = Printed>, report: &mut Report) {
    for file in files {
        match file {
            Ok((path, text)) => _ = tree.files.insert(path, text),
            Err(found) => report.push(*found),
        }
    }
}

/// Lists what the tree consists of, in a file of its own.
fn add_list(tree: &mut Tree) {
    let files = tree.files.keys().map(String::as_str);
    let mut paths: Vec<&str> = files.chain([MANIFEST]).collect();
    paths.sort_unstable();
    let list = format!("{}\n", paths.join("\n"));
    tree.files.insert(MANIFEST.to_owned(), list);
}
