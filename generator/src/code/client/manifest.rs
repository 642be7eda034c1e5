//! Names and versions of the package.
//!
//! The caller's choice comes in, with what the document says of its own package
//! and its title; what the package contains is not known here.

use crate::code::names::{self, Use};
use crate::code::{Manifest, Options};
use crate::ir;

/// Names and versions: the caller's, else the document's, else made of the title.
pub(in crate::code) fn plan_manifest(api: &ir::Api, options: &Options) -> Manifest {
    let hints = &api.client;
    let name = options
        .name
        .clone()
        .or_else(|| hints.package.clone())
        .unwrap_or_else(|| package_name(&api.title));
    // The document names the command of its own package, not that of a copy under another name.
    let is_own = hints.package.as_deref() == Some(name.as_str());
    let binary = hints
        .binary
        .clone()
        .filter(|_| is_own)
        .unwrap_or_else(|| name.clone());
    Manifest {
        library: names::ident(&name, Use::Library),
        binary,
        version: hints
            .version
            .clone()
            .filter(|_| is_own)
            .unwrap_or_else(|| "0.1.0".to_owned()),
        description: format!("Client for the {}.", api.title.trim_end_matches('.')),
        license: hints.license.clone().filter(|_| is_own),
        api_title: api.title.clone(),
        api_version: api.version.clone(),
        source: options.source.clone(),
        command: options.command.clone(),
        own_workspace: options.own_workspace,
        name,
    }
}

/// A package name made of a title: ASCII, and not starting with a digit.
fn package_name(title: &str) -> String {
    let ascii: String = title
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                ' '
            }
        })
        .collect();
    let mut name = if ascii.trim().is_empty() {
        "api".to_owned()
    } else {
        names::kebab(&ascii)
    };
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "api-");
    }
    if !name.ends_with("client") {
        name.push_str("-client");
    }
    name
}
