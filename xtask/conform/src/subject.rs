//! What is put to the proof: a document as we read it, and the crate that was made of it.

use std::path::{Path, PathBuf};

use flora_codegen::code::{Options, Package};
use flora_codegen::diagnostic::{Report, Severity, Style, render_one, summarise};
use flora_codegen::document::Input;
use flora_codegen::files::Tree;

use crate::document::{Documents, Place};
use crate::schema::Schemas;
use crate::{Arguments, several};

/// A document and its crate.
pub(crate) struct Subject {
    /// The document with its files, as we read it.
    pub(crate) documents: Documents,
    /// The plan of the crate: what things are called in it.
    pub(crate) package: Package,
    /// The crate.
    pub(crate) tree: Tree,
    /// The program that tries it.
    pub(crate) probe: Tree,
    /// Where both are written.
    pub(crate) folder: PathBuf,
    /// What the choice of values begins with.
    pub(crate) seed: u64,
    /// How many valid values a schema is tried with at most.
    pub(crate) instances: usize,
    read: flora_codegen::document::Document,
    name: String,
}

impl Subject {
    /// Reads a document and makes its crate; none if the document is refused.
    pub(crate) fn read(arguments: &Arguments) -> Result<Option<Self>, String> {
        let path = arguments.spec.clone().unwrap_or_else(own_document);
        let input = read_input(&path)?;
        let options = Options {
            name: Some("conform-subject".to_owned()),
            source: input.name.clone(),
            command: "cargo xtask conform".to_owned(),
            own_workspace: true,
            jobs: None,
            ..Options::default()
        };
        let generated = flora_codegen::generate(&input, &options, None);
        let (Some(package), Some(tree), Some(read)) =
            (generated.package, generated.tree, generated.document)
        else {
            print(&generated.report, &input);
            return Ok(None);
        };
        let mut report = Report::default();
        let probe = flora_codegen::probe(&package, &mut report);
        if report.has_errors() {
            print(&report, &input);
            return Err("the program that tries the crate is no Rust".to_owned());
        }
        Ok(Some(Self {
            documents: Documents::read(&input)?,
            package,
            tree,
            probe,
            folder: arguments.keep.clone().unwrap_or_else(default_folder),
            seed: arguments.seed,
            instances: arguments.instances,
            read,
            name: input.name,
        }))
    }

    /// The schemas of the document that have a type in the crate, and those they refer to.
    pub(crate) fn schemas(&self) -> Schemas {
        let places = self.package.probe.schemas.iter();
        let places = places.map(|schema| self.place(schema.pointer.as_str()));
        let known = places.filter(|place| self.documents.get(place).is_some());
        Schemas::read(&self.documents, known)
    }

    /// Where a place of the generator's 3.0 form stands in the document.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        let pointer = flora_codegen::diagnostic::Pointer::new(pointer);
        let origin = self.read.origin(&pointer);
        match origin.as_str().split_once('#') {
            // A pointer of its own begins with a slash; one into another file with a name.
            Some((file, pointer)) if !file.starts_with('/') => Place::new(file, pointer),
            _ => Place::new(&self.name, origin.as_str()),
        }
    }
}

fn read_input(path: &Path) -> Result<Input, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut input = Input::new(name, text);
    // A bare file name has the empty path as its parent.
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    several::read_files(&mut input, full.parent().unwrap_or(Path::new(".")));
    match several::beside(&full) {
        Some(config) => several::with_config(input, &config),
        None => Ok(input),
    }
}

fn print(report: &Report, input: &Input) {
    for diagnostic in &summarise(report).diagnostics {
        if diagnostic.code.severity() <= Severity::Error {
            let text = render_one(diagnostic, input.source(diagnostic), Style::Plain);
            eprintln!("{text}\n");
        }
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo run`; the built path serves a direct call.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = manifest
        .ancestors()
        .find(|folder| folder.join("spec/assets.yaml").exists());
    root.unwrap_or(Path::new(".")).to_owned()
}

fn own_document() -> PathBuf {
    root().join("spec/assets.yaml")
}

fn default_folder() -> PathBuf {
    target().join("conform")
}

/// The folder for what is built.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
