//! The rows as a line each while they come, and as a page of Markdown at the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use flora_codegen::diagnostic::{Code, Severity};

use super::{Arguments, IS_UNOPTIMISED, Outcome, Row, conform};
use crate::project;

/// One row while the command runs.
pub(super) fn line(row: &Row) -> String {
    let name = &row.name;
    match &row.outcome {
        Outcome::Accepted {
            facts,
            seconds,
            check,
        } => {
            let check = check.as_ref().map(|checked| {
                let said = match (&checked.said, checked.compiles) {
                    (None, true) => "clean".to_owned(),
                    (said, true) => format!("WARNS: {}", said.as_deref().unwrap_or_default()),
                    (said, false) => {
                        format!("DOES NOT COMPILE: {}", said.as_deref().unwrap_or_default())
                    }
                };
                format!(", check {:.1} s: {said}", checked.seconds)
            });
            format!(
                "{name}: {} operations, {} models, {} lines, {seconds:.2} s, {} MB, {} warnings{}",
                facts.operations,
                facts.models,
                facts.lines,
                megabytes(facts.peak),
                facts.count('W'),
                check.unwrap_or_default()
            )
        }
        Outcome::Refused { facts, .. } => format!(
            "{name}: refused: {}",
            facts.errors.first().map_or("", String::as_str)
        ),
        Outcome::Fault(what) => format!("{name}: FAULT: {what}"),
    }
}

/// The page.
pub(super) fn write(head: String, rows: &[Row], arguments: &Arguments) -> String {
    let mut page = head;
    totals(rows, arguments, &mut page);
    documents(rows, arguments, &mut page);
    conform::table(rows, &mut page);
    reasons(rows, &mut page);
    beside_peers(rows, &mut page);
    findings(rows, &mut page);
    page
}

/// By whom, when and from what: asked for before the first row, since commits come while it runs.
pub(super) fn head(arguments: &Arguments) -> String {
    let flags = match (arguments.check, arguments.all_features) {
        (true, true) => " --check --all-features",
        (true, false) => " --check",
        (false, _) => "",
    };
    let conform = if arguments.conform { " --conform" } else { "" };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "# The corpus\n\n\
         Written by `cargo xtask corpus {}{flags}{conform}` on {}, commit {}, with {} on {threads} cores. \
         Seconds are those of a processor, so what else was running does not count.{}\n\n",
        arguments
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy(),
        said_by("date", &["-u", "+%Y-%m-%d"]).unwrap_or_else(|| "an unknown day".to_owned()),
        commit().unwrap_or_else(|| "unknown".to_owned()),
        said_by("rustc", &["--version"]).unwrap_or_else(|| "an unknown compiler".to_owned()),
        if IS_UNOPTIMISED {
            " The generator was built without optimisations."
        } else {
            ""
        },
    )
}

fn totals(rows: &[Row], arguments: &Arguments, page: &mut String) {
    let accepted: Vec<_> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Accepted {
                facts,
                seconds,
                check,
            } => Some((facts, seconds, check)),
            _ => None,
        })
        .collect();
    let refused = rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Refused { .. }))
        .count();
    let faults = rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Fault(_)))
        .count();
    let operations: usize = accepted.iter().map(|(facts, ..)| facts.operations).sum();
    let lines: usize = accepted.iter().map(|(facts, ..)| facts.lines).sum();
    let seconds: f64 = accepted.iter().map(|(_, seconds, _)| **seconds).sum();
    let peak = accepted.iter().filter_map(|(facts, ..)| facts.peak).max();
    line_of(page, "documents", &rows.len().to_string());
    line_of(page, "accepted", &accepted.len().to_string());
    line_of(
        page,
        "refused for a mistake of their own",
        &refused.to_string(),
    );
    line_of(page, "faults of the generator", &faults.to_string());
    line_of(page, "operations", &grouped(operations));
    line_of(page, "lines of Rust", &grouped(lines));
    line_of(
        page,
        "seconds to generate, all together",
        &format!("{seconds:.1}"),
    );
    line_of(page, "largest peak of memory, MB", &megabytes(peak));
    if arguments.check {
        let checked: Vec<_> = accepted
            .iter()
            .filter_map(|(_, _, check)| check.as_ref())
            .collect();
        let clean = checked.iter().filter(|checked| checked.is_clean()).count();
        let seconds: f64 = checked.iter().map(|checked| checked.seconds).sum();
        line_of(
            page,
            "crates that compile without a warning",
            &format!("{clean} of {}", checked.len()),
        );
        line_of(
            page,
            "seconds to check them, all together",
            &format!("{seconds:.0}"),
        );
    }
    page.push_str(
        "\nGenerating is the whole way from the file to the written crate, in a process of its own; memory is what that\n\
         process had resident at most. Lines are all lines of Rust in the crate, the copied runtime and comments among them. ",
    );
    if arguments.check {
        page.push_str(
            "Check is `cargo check` of\nthe crate with its default features, its dependencies built before.",
        );
    }
    page.push('\n');
}

fn line_of(page: &mut String, what: &str, value: &str) {
    // Writing to a String cannot fail.
    _ = writeln!(page, "- {what}: {value}");
}

fn documents(rows: &[Row], arguments: &Arguments, page: &mut String) {
    page.push_str("\n## Documents\n\n");
    page.push_str(
        "| document | KB | operations | models | lines | generate, s | peak, MB | warnings | ",
    );
    page.push_str(if arguments.check {
        "check, s | result |\n"
    } else {
        "result |\n"
    });
    page.push_str("|---|---|---|---|---|---|---|---|");
    page.push_str(if arguments.check {
        "---|---|\n"
    } else {
        "---|\n"
    });
    for row in rows {
        let kilobytes = row.bytes / 1000;
        let name = &row.name;
        _ = match &row.outcome {
            Outcome::Accepted {
                facts,
                seconds,
                check,
            } => {
                let result = match check {
                    None => "generated".to_owned(),
                    Some(checked) if checked.is_clean() => "compiles".to_owned(),
                    Some(checked) => format!(
                        "{}: {}",
                        if checked.compiles {
                            "warns"
                        } else {
                            "does not compile"
                        },
                        cell(checked.said.as_deref().unwrap_or_default())
                    ),
                };
                let check = check
                    .as_ref()
                    .map(|checked| format!(" {:.1} |", checked.seconds));
                writeln!(
                    page,
                    "| {name} | {kilobytes} | {} | {} | {} | {seconds:.2} | {} | {} |{} {result} |",
                    facts.operations,
                    facts.models,
                    facts.lines,
                    megabytes(facts.peak),
                    facts.count('W'),
                    check.unwrap_or_default()
                )
            }
            Outcome::Refused { facts, seconds } => {
                let gap = if arguments.check { " – |" } else { "" };
                writeln!(
                    page,
                    "| {name} | {kilobytes} | {} | – | – | {seconds:.2} | {} | {} |{gap} refused |",
                    facts.operations,
                    megabytes(facts.peak),
                    facts.count('W')
                )
            }
            Outcome::Fault(what) => {
                let gap = if arguments.check { " – |" } else { "" };
                writeln!(
                    page,
                    "| {name} | {kilobytes} | – | – | – | – | – | – |{gap} **fault**: {} |",
                    cell(what)
                )
            }
        };
    }
}

/// Why documents are refused.
fn reasons(rows: &[Row], page: &mut String) {
    let mut refused = rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Refused { facts, .. } => Some(&facts.errors),
        _ => None,
    });
    let Some(first) = refused.next() else {
        return;
    };
    page.push_str("\n## Why documents are refused\n\n");
    for errors in std::iter::once(first).chain(refused) {
        for error in errors {
            _ = writeln!(page, "- {error}");
        }
    }
}

/// What other generators made of large documents: measured once, on two cores, in November 2026.
const PEERS: &str = include_str!("peers.tsv");

/// Our figures for large documents beside those of others.
fn beside_peers(rows: &[Row], page: &mut String) {
    let measured: Vec<Vec<&str>> = PEERS
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    let ours = rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Accepted {
            facts,
            seconds,
            check,
        } => Some((row, facts, seconds, check)),
        _ => None,
    });
    let mut section = String::new();
    for (row, facts, seconds, check) in ours {
        let peers: Vec<_> = measured.iter().filter(|peer| peer[0] == row.name).collect();
        if peers.is_empty() {
            continue;
        }
        let check = check.as_ref().map_or_else(
            || "–".to_owned(),
            |checked| format!("{:.1}", checked.seconds),
        );
        _ = writeln!(
            section,
            "| {} | **this one** | {seconds:.2} | {} | {} | {check} |",
            row.name,
            megabytes(facts.peak),
            facts.lines
        );
        for peer in peers {
            _ = writeln!(section, "| {} |", peer.join(" | "));
        }
    }
    if !section.is_empty() {
        page.push_str(
            "\n## Beside other generators\n\nThe others were measured on 2026-11-22 on two cores with Rust 1.95, their dependencies built before.\n\n\
             | document | generator | generate, s | peak, MB | lines | check, s |\n|---|---|---|---|---|---|\n",
        );
        page.push_str(&section);
    }
}

/// What was found in all documents, by code.
fn findings(rows: &[Row], page: &mut String) {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let (Outcome::Accepted { facts, .. } | Outcome::Refused { facts, .. }) = &row.outcome
        else {
            continue;
        };
        for (code, count) in &facts.findings {
            let (total, documents) = found.entry(code).or_default();
            *total += count;
            *documents += 1;
        }
    }
    page.push_str("\n## What was said about them\n\n");
    page.push_str("Errors refuse a document, warnings tell of something that is weaker than the document asks for, notes of\n\
         something without effect.\n\n| code | kind | findings | documents |\n|---|---|---|---|\n");
    for (id, (total, documents)) in found {
        let code = Code::ALL.iter().find(|code| code.id() == id);
        let kind = match code.map(|code| code.severity()) {
            Some(Severity::Error) => "error",
            Some(Severity::Warning) => "warning",
            _ => "note",
        };
        let name = code.map(|code| format!("{code:?}")).unwrap_or_default();
        _ = writeln!(
            page,
            "| {id} {name} | {kind} | {} | {documents} |",
            grouped(total)
        );
    }
}

/// Text that a cell of a table can hold.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn megabytes(kibibytes: Option<u64>) -> String {
    kibibytes.map_or_else(|| "–".to_owned(), |peak| (peak / 1024).to_string())
}

/// `12345` => `12,345`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The commit that is checked out, and whether there is more than that.
fn commit() -> Option<String> {
    let commit = said_by("git", &["rev-parse", "--short", "HEAD"])?;
    // What we are about to write does not count.
    let changes = said_by(
        "git",
        &["status", "--porcelain", "--", ".", ":!docs/corpus.md"],
    )?;
    match changes.is_empty() {
        true => Some(format!("`{commit}`")),
        false => Some(format!("`{commit}` with local changes")),
    }
}

fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let root: &Path = &project::root();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1234), "1,234");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
