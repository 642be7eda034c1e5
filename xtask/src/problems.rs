//! What is said: findings on standard error, data on standard output.

use std::io::{self, IsTerminal as _, Write as _};

use flora_codegen::diagnostic::{Report, Severity, Style, render_one, summarise};
use flora_codegen::document::Input;

/// Prints the findings down to a severity; those that repeat are counted.
pub(crate) fn print(report: &Report, input: &Input, lowest: Severity, terse: bool) {
    let style = if terse {
        Style::Terse
    } else if std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    {
        Style::Colored
    } else {
        Style::Plain
    };
    for diagnostic in &summarise(report).diagnostics {
        if diagnostic.code.severity() <= lowest {
            let shown = render_one(diagnostic, input.source(diagnostic), style);
            let end = if terse { "" } else { "\n" };
            // Whoever has closed it does not want to know.
            _ = writeln!(std::io::stderr(), "{shown}{end}");
        }
    }
}

/// `2 errors, 1 warning`, or nothing if there are neither.
pub(crate) fn count(report: &Report) -> Option<String> {
    let parts: Vec<String> = [("error", Severity::Error), ("warning", Severity::Warning)]
        .into_iter()
        .filter_map(|(word, severity)| match report.count(severity) {
            0 => None,
            1 => Some(format!("1 {word}")),
            number => Some(format!("{number} {word}s")),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Prints a line of data. A reader that has gone, as behind `| head`, is no fault.
pub(crate) fn say(text: &str) {
    if let Err(error) = writeln!(io::stdout().lock(), "{text}")
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        eprintln!("error: standard output: {error}");
    }
}
