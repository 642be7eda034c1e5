//! `cargo xtask measure`, the child of `corpus`: generates one crate and says what can be counted.
//!
//! The facts are lines of a key and a value, so that the parent needs no parser.

use std::collections::BTreeMap;
use std::fs;

use flora_codegen::diagnostic::{Report, Severity, Style, render_one};
use flora_codegen::document::Input;
use flora_codegen::files::{Tree, sync};

use crate::{Failure, Job, problems, project};

/// What can be counted of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) operations: usize,
    pub(super) models: usize,
    /// Lines of Rust, the copied runtime among them.
    pub(super) lines: usize,
    /// Lines of the copied runtime.
    pub(super) runtime_lines: usize,
    /// The largest part of memory that was in use, in KiB.
    pub(super) peak: Option<u64>,
    /// How often each code was found.
    pub(super) findings: BTreeMap<String, usize>,
    /// The errors, a line each.
    pub(super) errors: Vec<String>,
}

/// Generates the crate of a job and prints the facts.
pub(crate) fn run(job: &Job) -> Result<(), Failure> {
    let plan = project::plan(job)?;
    let generated = flora_codegen::generate(&plan.input, &plan.options, plan.lock.as_deref());
    let mut facts = Facts::default();
    count_findings(&generated.report, &plan.input, &mut facts);
    if let Some(api) = &generated.api {
        facts.operations = api.operations.len();
    }
    if let (Some(package), Some(tree)) = (&generated.package, &generated.tree) {
        facts.models = package.models.len();
        count_lines(tree, &mut facts);
        sync::write(tree, &plan.folder).map_err(|error| Failure::Other(error.to_string()))?;
    }
    facts.peak = peak_memory();
    problems::say(&facts.print());
    if generated.tree.is_some() {
        Ok(())
    } else {
        Err(Failure::Refused)
    }
}

fn count_findings(report: &Report, input: &Input, facts: &mut Facts) {
    for found in &report.diagnostics {
        *facts
            .findings
            .entry(found.code.id().to_owned())
            .or_default() += 1;
        if found.code.severity() == Severity::Error {
            facts
                .errors
                .push(render_one(found, input.source(found), Style::Terse));
        }
    }
}

fn count_lines(tree: &Tree, facts: &mut Facts) {
    for (path, text) in &tree.files {
        if path.ends_with(".rs") {
            let lines = text.lines().count();
            facts.lines += lines;
            if path.starts_with("src/runtime/") {
                facts.runtime_lines += lines;
            }
        }
    }
}

/// The largest part of memory that this process had in use, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

impl Facts {
    fn print(&self) -> String {
        let mut lines = vec![
            format!("operations {}", self.operations),
            format!("models {}", self.models),
            format!("lines {}", self.lines),
            format!("runtime_lines {}", self.runtime_lines),
        ];
        lines.extend(self.peak.map(|peak| format!("peak {peak}")));
        lines.extend(
            self.findings
                .iter()
                .map(|(code, count)| format!("found {code} {count}")),
        );
        lines.extend(
            self.errors
                .iter()
                .map(|error| format!("error {}", error.replace('\n', " "))),
        );
        lines.join("\n")
    }

    /// What `print` printed.
    pub(super) fn read(text: &str) -> Self {
        let mut facts = Self::default();
        let number = |text: &str| text.parse().unwrap_or_default();
        for (key, value) in text.lines().filter_map(|line| line.split_once(' ')) {
            match key {
                "operations" => facts.operations = number(value),
                "models" => facts.models = number(value),
                "lines" => facts.lines = number(value),
                "runtime_lines" => facts.runtime_lines = number(value),
                "peak" => facts.peak = value.parse().ok(),
                "found" => {
                    if let Some((code, count)) = value.split_once(' ') {
                        facts.findings.insert(code.to_owned(), number(count));
                    }
                }
                "error" => facts.errors.push(value.to_owned()),
                _ => {}
            }
        }
        facts
    }

    /// How many findings have a code with this letter.
    pub(super) fn count(&self, letter: char) -> usize {
        let of_letter = self
            .findings
            .iter()
            .filter(|(code, _)| code.starts_with(letter));
        of_letter.map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_as_printed() {
        let facts = Facts {
            operations: 3,
            models: 4,
            lines: 500,
            runtime_lines: 200,
            peak: Some(9000),
            findings: BTreeMap::from([("E0106".to_owned(), 1), ("W0302".to_owned(), 2)]),
            errors: vec!["a.yaml:1:2: error[E0106]: `#/x` leads nowhere".to_owned()],
        };
        assert_eq!(Facts::read(&facts.print()), facts);
        assert_eq!(facts.count('W'), 2);
    }
}
