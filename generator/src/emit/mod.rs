//! Templates: the plan as tokens, file by file.
//!
//! A [`Package`] comes in, a [`Draft`] per Rust file goes out, which becomes its
//! [`Module`] when the file is printed. By now everything is decided: the templates repeat and omit, and each looks like
//! what it makes. Text of the document becomes literals and doc attributes,
//! never tokens.

mod attr;
mod base_urls;
mod blocking;
mod cli;
mod client;
mod errors;
mod headers;
mod imports;
mod library;
mod manifest;
mod mock;
mod model;
mod operation;
mod pages;
mod part;
mod probe;
mod resource;
mod samples;
mod settings;
mod ty;
mod webhooks;
mod wire;

use std::fmt;

use proc_macro2::TokenStream;

use crate::code::Package;

pub use manifest::{manifest, readme};
pub use probe::{probe, probe_manifest};

/// A Rust file.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its path below the package, for example `src/models.rs`.
    pub path: String,
    /// Its documentation, line by line.
    pub docs: Vec<String>,
    /// Its inner attributes and items.
    pub tokens: TokenStream,
}

/// A Rust file that is still to be emitted.
///
/// Tokens cannot be sent to another thread, this can: whoever prints the file
/// emits it where it is printed, and no more tokens are there at a time than
/// threads need.
pub struct Draft<'a>(Box<dyn FnOnce() -> Module + Send + 'a>);

impl<'a> Draft<'a> {
    fn new(emit: impl FnOnce() -> Module + Send + 'a) -> Self {
        Self(Box::new(emit))
    }

    /// Emits the file.
    #[must_use]
    pub fn emit(self) -> Module {
        self.0()
    }
}

impl fmt::Debug for Draft<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Draft").finish_non_exhaustive()
    }
}

/// All Rust files that are not copies of the runtime.
///
/// Those that are large for large documents come first, so that nobody waits
/// for them in the end.
#[must_use]
pub fn drafts(package: &Package) -> Vec<Draft<'_>> {
    let mut drafts = Vec::new();
    for part in part::all(package) {
        if wire::has_wire(package, part) {
            drafts.push(Draft::new(move || wire::wire(package, part)));
        }
        if part.map_or(!package.models.is_empty(), |part| !part.models.is_empty()) {
            drafts.push(Draft::new(move || model::models(package, part)));
        }
        if model::has_required_file(package, part) {
            drafts.push(Draft::new(move || model::required(package, part)));
        }
        drafts.extend([
            Draft::new(move || cli::cli(package, part)),
            Draft::new(move || operation::operations(package, part)),
            Draft::new(move || mock::table(package, part)),
        ]);
    }
    drafts.push(Draft::new(|| mock::handles(package)));
    for part in &package.parts {
        drafts.push(Draft::new(|| mock::part(package, part)));
    }
    for resource in &package.resources {
        drafts.push(Draft::new(|| resource::resource(package, resource)));
    }
    drafts.push(Draft::new(|| samples::root(package)));
    for file in samples::files(package) {
        drafts.push(Draft::new(|| samples::file(package, file)));
    }
    if !package.error_bodies.is_empty() {
        drafts.push(Draft::new(|| errors::errors(package)));
    }
    if let Some(hooks) = &package.webhooks {
        drafts.push(Draft::new(|| webhooks::webhooks(package, hooks)));
    }
    if !package.base_urls.is_empty() {
        drafts.push(Draft::new(|| base_urls::base_urls(package)));
    }
    if !package.headers.is_empty() {
        drafts.push(Draft::new(|| headers::headers(package)));
    }
    drafts.extend([
        Draft::new(|| library::library(package)),
        Draft::new(|| library::runtime(package)),
        Draft::new(|| blocking::blocking(package)),
        Draft::new(|| client::client(package)),
        Draft::new(|| cli::binary(package)),
    ]);
    drafts
}
