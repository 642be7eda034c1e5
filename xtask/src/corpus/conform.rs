//! What `cargo xtask conform` says of a document, as a row of figures.

use std::fmt::Write as _;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use super::Row;
use super::process::{self, Ended};
use crate::{Failure, problems, project};

/// How long a document may take, its crate and the program that tries it built on the way.
const TIME: Duration = Duration::from_secs(3600);

/// The figures of the table, by what `conform` calls them.
const FIGURES: [(&str, &str); 7] = [
    ("schemas", "schemas without a failure"),
    ("values accepted", "valid values accepted"),
    ("values unchanged", "valid values given back unchanged"),
    ("schemas weakened", "schemas weakened to raw JSON"),
    ("members weakened", "members weakened to raw JSON"),
    ("operations", "operations right on the wire"),
    ("responses", "responses right"),
];

/// How many of how many, figure by figure; nothing where none was told.
pub(super) type Conformed = Vec<Option<(usize, usize)>>;

/// Asks `conform` about documents, as many at a time as there are processors; the answers are in
/// the order of the documents.
pub(super) fn all(documents: &[&Path], work: &Path) -> Result<Vec<Conformed>, Failure> {
    let program = build()?;
    // The largest first, so that none is left for the end alone.
    let size = |index: &usize| fs::metadata(documents[*index]).map_or(0, |data| data.len());
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(size);
    let waiting = Mutex::new(order);
    let answers: Mutex<Vec<Option<Conformed>>> = Mutex::new(vec![None; documents.len()]);
    let next = || waiting.lock().ok()?.pop();
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let work_on = |worker: usize| {
            let folder = work.join(format!("conform-{worker}"));
            while let Some(index) = next() {
                let conformed = run(&program, documents[index], &folder)?;
                problems::say(&line(documents[index], &conformed));
                if let Ok(mut answers) = answers.lock() {
                    answers[index] = Some(conformed);
                }
            }
            Ok::<(), Failure>(())
        };
        let workers: Vec<_> = (0..workers.min(documents.len()))
            .map(|worker| scope.spawn(move || work_on(worker)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .map_err(|_| Failure::Other("a thread has panicked".to_owned()))?
        })
    })?;
    let answers = answers.into_inner().unwrap_or_default();
    let none = || vec![None; FIGURES.len()];
    Ok(answers
        .into_iter()
        .map(|it| it.unwrap_or_else(none))
        .collect())
}

/// The program, with optimisations: it samples and validates some hundred thousand values.
fn build() -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "xtask-conform",
        ])
        .arg("--manifest-path")
        .arg(project::root().join("Cargo.toml"))
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err(Failure::Other("`conform` does not build".to_owned()));
    }
    let name = format!("xtask-conform{}", std::env::consts::EXE_SUFFIX);
    Ok(project::target().join("release").join(name))
}

/// Asks about one document. What is built for it goes to a folder that nobody else uses meanwhile.
fn run(program: &Path, document: &Path, folder: &Path) -> Result<Conformed, Failure> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = Command::new(program);
    command
        .env("CARGO_TARGET_DIR", folder)
        .args(["--failures", "0", "--spec"])
        .arg(document);
    let ended = process::run(command, TIME, &folder.join("log"))?;
    Ok(match &ended {
        Ended::Exited { output, .. } => read(output),
        _ => vec![None; FIGURES.len()],
    })
}

// `museum: 22 of 22, 265 of 265, …`
fn line(document: &Path, conformed: &Conformed) -> String {
    let name = document.file_stem().unwrap_or_default().to_string_lossy();
    format!("{name}: {}", cells(conformed).join(", "))
}

fn cells(figures: &Conformed) -> Vec<String> {
    let cell = |figure: &Option<(usize, usize)>| match figure {
        Some((count, of)) => format!("{count} of {of}"),
        None => "–".to_owned(),
    };
    figures.iter().map(cell).collect()
}

/// The figures in what `conform` prints.
// `  responses right      7 of 8 (87.50 %)` => (7, 8)
fn read(output: &str) -> Conformed {
    let figure = |(_, what): &(&str, &str)| {
        let line = output
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(*what))?;
        let (count, rest) = line.trim_start().split_once(" of ")?;
        let (of, _) = rest.split_once(' ')?;
        Some((count.parse().ok()?, of.parse().ok()?))
    };
    FIGURES.iter().map(figure).collect()
}

/// The table, if there is anything in it.
pub(super) fn table(rows: &[Row], page: &mut String) {
    let rows: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.conform.as_ref()?)))
        .collect();
    if rows.is_empty() {
        return;
    }
    let heads = FIGURES.map(|(head, _)| head);
    let lines = vec!["---"; heads.len()];
    _ = write!(
        page,
        "\n## Held to the document\n\nBy `cargo xtask conform`: how many of how many are as the document says.\n\n\
         | document | {} |\n|---|{}|\n",
        heads.join(" | "),
        lines.join("|")
    );
    let sum = |index: usize| {
        let known = rows.iter().filter_map(|(_, figures)| figures[index]);
        known.reduce(|(count, of), (more, others)| (count + more, of + others))
    };
    let totals: Conformed = (0..heads.len()).map(sum).collect();
    for (name, figures) in rows.iter().copied().chain([("**all**", &totals)]) {
        _ = writeln!(page, "| {name} | {} |", cells(figures).join(" | "));
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn figures_are_read_as_they_are_printed() {
        let output = "schemas\n  schemas without a failure  7 of 8 (87.50 %)\nresponses\n  responses right            1 of 1 (100.00 %)\n";
        let figures = read(output);
        assert_eq!((figures[0], figures[6]), (Some((7, 8)), Some((1, 1))));
        assert_eq!(figures[1], None);
    }
}
