//! `cargo xtask generate`: writes the crate.

use flora_codegen::diagnostic::{Code, Severity};
use flora_codegen::files::sync;

use crate::{Failure, Job, problems, project};

/// Writes the crate of a job. A refused document leaves the folder as it is.
pub(crate) fn run(job: &Job) -> Result<(), Failure> {
    let plan = project::plan(job)?;
    let generated = flora_codegen::generate(&plan.input, &plan.options, plan.lock.as_deref());
    problems::print(&generated.report, &plan.input, Severity::Warning, false);
    let (Some(package), Some(tree)) = (&generated.package, &generated.tree) else {
        let count = problems::count(&generated.report).unwrap_or_default();
        eprintln!("{}: refused, {count}; nothing was written", plan.input.name);
        return Err(Failure::Refused);
    };
    let written =
        sync::write(tree, &plan.folder).map_err(|error| Failure::Other(error.to_string()))?;
    let what = match (written.changed, written.removed) {
        (0, 0) => "up to date".to_owned(),
        (changed, 0) => format!("{changed} of {} files written", tree.files.len()),
        (changed, removed) => format!(
            "{changed} of {} files written, {removed} removed",
            tree.files.len()
        ),
    };
    let lists = (generated.report.diagnostics.iter())
        .filter(|found| found.code == Code::DetectedPages)
        .count();
    let lists = match lists {
        0 => String::new(),
        lists => format!(
            ", {} taken to come in pages (see lint)",
            counted(lists, "list")
        ),
    };
    let found = problems::count(&generated.report)
        .map(|count| format!(", {count}"))
        .unwrap_or_default();
    problems::say(&format!(
        "{}: {}, {}: {what}{lists}{found}",
        package.manifest.name,
        counted(package.operations.len(), "operation"),
        counted(package.models.len(), "model")
    ));
    Ok(())
}

fn counted(number: usize, word: &str) -> String {
    if number == 1 {
        format!("1 {word}")
    } else {
        format!("{number} {word}s")
    }
}
