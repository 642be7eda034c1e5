//! What is said: findings and the log on standard error, data on standard output.

use std::io::{self, Write as _};

use flora_codegen::diagnostic::{Report, Severity, Style, render_one, summarise};
use flora_codegen::document::Input;

/// Prints why a document is refused.
pub(crate) fn print(report: &Report, input: &Input) {
    for diagnostic in &summarise(report).diagnostics {
        if diagnostic.code.severity() <= Severity::Error {
            eprintln!(
                "{}\n",
                render_one(diagnostic, input.source(diagnostic), Style::Plain)
            );
        }
    }
}

/// A line of the log. A reader that has gone is no reason to stop serving.
pub(crate) fn log(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A line of data, at once: whoever started us waits for it.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
