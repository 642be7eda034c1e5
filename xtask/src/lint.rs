//! `cargo xtask lint`: reads and checks a document without writing anything.

use std::path::Path;

use flora_codegen::code::Options;
use flora_codegen::diagnostic::Severity;

use crate::{Failure, problems, project};

/// Prints every finding, notes included.
pub(crate) fn run(spec: Option<&Path>, config: Option<&Path>, terse: bool) -> Result<(), Failure> {
    let input = project::read_document(spec, config)?;
    // Some findings are made when the Rust is planned, so that is done as well.
    let generated = flora_codegen::generate(&input, &Options::default(), None);
    problems::print(&generated.report, &input, Severity::Note, terse);
    match problems::count(&generated.report) {
        None => problems::say(&format!("{}: no problem", input.name)),
        Some(count) => problems::say(&format!("{}: {count}", input.name)),
    }
    if generated.report.has_errors() {
        Err(Failure::Refused)
    } else {
        Ok(())
    }
}
