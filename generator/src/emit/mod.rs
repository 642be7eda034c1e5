//! Templates: the plan as tokens, file by file.
//!
//! A [`Package`] comes in, one [`Module`] per Rust file goes out. By now
//! everything is decided: the templates repeat and omit, and each looks like
//! what it makes. Text of the document becomes literals and doc attributes,
//! never tokens.

mod attr;
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
mod resource;
mod samples;
mod settings;
mod ty;
mod wire;

use proc_macro2::TokenStream;

use crate::code::Package;

pub use manifest::{manifest, readme};

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

/// All Rust files that are not copies of the runtime.
#[must_use]
pub fn emit(package: &Package) -> Vec<Module> {
    let mut modules = vec![
        library::library(package),
        blocking::blocking(package),
        client::client(package),
        operation::operations(package),
    ];
    modules.extend(
        package
            .resources
            .iter()
            .map(|resource| resource::resource(package, resource)),
    );
    modules.extend(errors::errors(package));
    modules.extend(headers::headers(package));
    if !package.models.is_empty() {
        modules.push(model::models(package));
        modules.extend(model::required(package));
        modules.extend(wire::wire(package));
    }
    modules.extend(mock::mock(package));
    modules.extend(samples::tests(package));
    modules.push(library::runtime(package));
    modules.push(cli::cli(package));
    modules.push(cli::binary(package));
    modules
}
