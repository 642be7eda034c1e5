//! Turns an OpenAPI document into a Rust client crate with a command line.
//!
//! ```text
//! text ── document ──> ir ──> code ──> emit ──> files ──> a crate
//!         read, gate,  what   the Rust  token   format,
//!         normalise,   the    we will   streams compare,
//!         account      API    write             write
//!                      offers
//! ```
//!
//! [`generate`] is a function from text to a [`files::Tree`] of texts; only
//! [`files::sync`] touches the disk. What is wrong with a document is a
//! [`diagnostic`] with its place. The library knows no particular API.

pub mod code;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod files;
pub mod ir;
pub mod value;

use code::lock::Lock;
use diagnostic::Report;

/// What one run of the stages made, as far as it got.
#[derive(Debug, Default)]
pub struct Generated {
    /// Everything that was found, located, errors first.
    pub report: Report,
    /// The document, unless nothing useful is left of it.
    pub document: Option<document::Document>,
    /// The API, unless the document could not be read.
    pub api: Option<ir::Api>,
    /// The plan of the package, unless there were errors.
    pub package: Option<code::Package>,
    /// The output, unless there were errors.
    pub tree: Option<files::Tree>,
}

/// Reads a document and makes a crate of it.
///
/// `lock` is the text of `names.lock` of the last run, if there was one. The
/// same input, options and lock always make the same output.
#[must_use]
pub fn generate(input: &document::Input, options: &code::Options, lock: Option<&str>) -> Generated {
    let mut generated = read(input);
    let Some(api) = &generated.api else {
        return generated;
    };
    if generated.report.has_errors() {
        return generated;
    }
    let report = &mut generated.report;
    let mut lock = lock.map_or_else(Lock::default, |text| Lock::read(text, report));
    let package = code::plan(api, options, &mut lock, report);
    if !report.has_errors() {
        let drafts = emit::drafts(&package);
        let tree = files::render(&package, drafts, &lock, options.threads(), report);
        if !report.has_errors() {
            generated.tree = Some(tree);
        }
        generated.package = Some(package);
    }
    if let Some(document) = &generated.document {
        report.locate(|place| document.span(place));
    }
    report.sort();
    generated
}

/// The program that puts a package to the proof: it answers what the package makes of a value, a
/// call or a reply, a line of JSON each. Its folder stands beside that of the package, which is
/// called `crate`.
pub fn probe(package: &code::Package, report: &mut Report) -> files::Tree {
    files::render_probe(package, report)
}

/// Reads and checks a document, without making anything of it.
#[must_use]
pub fn read(input: &document::Input) -> Generated {
    let mut report = Report::default();
    let document = document::read(input, &mut report);
    let api = document
        .as_ref()
        .map(|document| ir::read(document, &mut report));
    if let Some(document) = &document {
        report.locate(|place| document.span(place));
    }
    report.sort();
    Generated {
        report,
        document,
        api,
        package: None,
        tree: None,
    }
}
