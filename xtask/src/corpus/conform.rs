//! What `cargo xtask conform` says of a document, as a row of figures.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::Row;
use super::process::{self, Ended};
use crate::{Failure, project};

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

/// Asks `conform` about a document.
pub(super) fn run(document: &Path, log: &Path) -> Result<Conformed, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--package", "xtask-conform"])
        .arg("--manifest-path")
        .arg(project::root().join("Cargo.toml"))
        .args(["--", "--failures", "0", "--spec"])
        .arg(document);
    let ended = process::run(command, TIME, log)?;
    Ok(match &ended {
        Ended::Exited { output, .. } => read(output),
        _ => vec![None; FIGURES.len()],
    })
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
        let cells = figures.iter().map(|figure| match figure {
            Some((count, of)) => format!("{count} of {of}"),
            None => "–".to_owned(),
        });
        _ = writeln!(
            page,
            "| {name} | {} |",
            cells.collect::<Vec<_>>().join(" | ")
        );
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
