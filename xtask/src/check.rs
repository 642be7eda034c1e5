//! `cargo xtask check`: tells whether the crate on disk is what would be generated.

use flora_codegen::diagnostic::Severity;
use flora_codegen::files::sync::{self, Difference};
use similar::TextDiff;

use crate::{Failure, Job, problems, project};

/// How many lines of differences are printed for one file.
const MAX_LINES: usize = 40;

/// Compares the folder of a job with what would be written; prints what differs.
pub(crate) fn run(job: &Job) -> Result<(), Failure> {
    let plan = project::plan(job)?;
    let generated = flora_codegen::generate(&plan.input, &plan.options, plan.lock.as_deref());
    problems::print(&generated.report, &plan.input, Severity::Error, false);
    let Some(tree) = &generated.tree else {
        return Err(Failure::Refused);
    };
    let differences =
        sync::compare(tree, &plan.folder).map_err(|error| Failure::Other(error.to_string()))?;
    let shown = shown_folder(job);
    for difference in &differences {
        match difference {
            Difference::Missing(path) => problems::say(&format!("missing: {shown}/{path}")),
            Difference::Stray(path) => {
                problems::say(&format!("stray: {shown}/{path} is not generated"));
            }
            Difference::Changed {
                path,
                found,
                expected,
            } => {
                problems::say(&format!("stale: {shown}/{path}"));
                problems::say(diff(found, expected).trim_end());
            }
        }
    }
    if differences.is_empty() {
        problems::say(&format!("{shown}: up to date"));
        return Ok(());
    }
    let strays = differences
        .iter()
        .any(|difference| matches!(difference, Difference::Stray(_)));
    let number = differences.len();
    let files = if number == 1 {
        "1 file differs".to_owned()
    } else {
        format!("{number} files differ")
    };
    eprintln!("{shown}: {files} from what {} describes", plan.input.name);
    eprintln!("run `{}` and commit the result", plan.command);
    if strays {
        eprintln!(
            "remove stray files, or move them out of {shown}: nothing in it is written by hand"
        );
    }
    Err(Failure::Refused)
}

fn shown_folder(job: &Job) -> String {
    job.out
        .as_ref()
        .map_or_else(|| "generated".to_owned(), |path| path.display().to_string())
}

/// What `generate` would change, as a unified diff without its head, cut if it is long.
fn diff(found: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(found, expected);
    let text = diff.unified_diff().context_radius(2).to_string();
    let mut lines = text.lines();
    let mut shown: String = lines
        .by_ref()
        .take(MAX_LINES)
        .map(|line| format!("  {line}\n"))
        .collect();
    let rest = lines.count();
    if rest > 0 {
        shown.push_str(&format!("  … {rest} more lines\n"));
    }
    shown
}
