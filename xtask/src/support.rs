//! `cargo xtask support`: the ledger of keywords as pages of Markdown.

use std::fmt::Write as _;
use std::path::Path;

use flora_codegen::document::{Entry, Fate, Version, ledger};

use crate::{Failure, problems, project};

/// Between these two lines of README.md stands the table.
const BEGIN: &str = "<!-- begin of `cargo xtask support` -->\n";
const END: &str = "<!-- end of `cargo xtask support` -->\n";

/// Writes the table into README.md and the page with the reasons, or tells whether they are current.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let root = project::root();
    let entries = ledger();
    let readme = root.join("README.md");
    let found = read(&readme)?;
    let Some(summary) = replaced(&found, &summary(&entries)) else {
        let marks = format!("{} and {}", BEGIN.trim_end(), END.trim_end());
        return Err(format!("{}: the lines {marks} are missing", readme.display()).into());
    };
    let page = root.join("docs/keywords.md");
    let mut stale = Vec::new();
    for (path, expected) in [(readme, summary), (page, details(&entries))] {
        if std::fs::read_to_string(&path).is_ok_and(|found| found == expected) {
            continue;
        }
        if !check {
            std::fs::write(&path, expected)
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
        stale.push(shown(&path, &root));
    }
    if check && !stale.is_empty() {
        eprintln!("not what the ledger says: {}", stale.join(", "));
        eprintln!("run `cargo xtask support` and commit the result");
        return Err(Failure::Refused);
    }
    problems::say(&if stale.is_empty() {
        "support: up to date".to_owned()
    } else {
        format!("support: wrote {}", stale.join(" and "))
    });
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn shown(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.display().to_string()
}

/// The text with the table in place of what stands between the marks.
fn replaced(text: &str, table: &str) -> Option<String> {
    let (head, rest) = text.split_once(BEGIN)?;
    let (_, tail) = rest.split_once(END)?;
    Some(format!("{head}{BEGIN}{table}{END}{tail}"))
}

/// The entries of one object after the other.
fn objects(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|one, next| one.object == next.object)
}

/// A row an object of which not everything is used, a column a fate.
fn summary(entries: &[Entry]) -> String {
    let mut whole = Vec::new();
    let mut rows = String::new();
    for entries in objects(entries) {
        let of = |select: fn(&Fate) -> bool| entries.iter().filter(move |one| select(&one.fate));
        let object = entries[0].object;
        let (used, all) = (of(|fate| *fate == Fate::Used).count(), entries.len());
        if used == all {
            whole.push(object);
            continue;
        }
        let column = |select| {
            let keywords: Vec<String> = of(select)
                .map(|entry| format!("`{}`", entry.keyword))
                .collect();
            keywords.join(" ")
        };
        let _ = writeln!(
            rows,
            "| {object} | {used} of {all} | {} | {} |",
            column(|fate| matches!(fate, Fate::Weakened(_))),
            column(|fate| matches!(fate, Fate::Ignored(_))),
        );
    }
    format!(
        "\nAll keywords of these objects are used: {}. Of the others, with the reasons in\n\
         [docs/keywords.md](docs/keywords.md):\n\n\
         | object | used | used in part | without effect |\n\
         |---|---|---|---|\n{rows}\n",
        whole.join(", ")
    )
}

/// A table an object, a row a keyword, with the reason for what is not used.
fn details(entries: &[Entry]) -> String {
    let mut page = "# Keywords\n\n\
        Written by `cargo xtask support` from the ledger in `generator/src/document/keywords.rs`: what becomes of each\n\
        keyword of OpenAPI 3.0, 3.1 and 3.2. Whatever a document has that is not used is reported, with its place, by\n\
        `cargo xtask lint`; a keyword that is in none of these tables is reported as unknown, and `x-…` of others as\n\
        without effect. Our own extensions are in [spec/README.md](../spec/README.md).\n"
        .to_owned();
    for entries in objects(entries) {
        let _ = write!(
            page,
            "\n## {}\n\n| keyword | versions | what becomes of it |\n|---|---|---|\n",
            entries[0].object
        );
        for entry in entries {
            let fate = match entry.fate {
                Fate::Used => "used".to_owned(),
                Fate::Ignored(reason) => format!("no effect: {reason}"),
                Fate::Weakened(how) => format!("used in part: {how}"),
            };
            let versions = versions(entry);
            let _ = writeln!(page, "| `{}` | {versions} | {fate} |", entry.keyword);
        }
    }
    page
}

fn versions(entry: &Entry) -> String {
    match (entry.since, entry.until) {
        (Version::V3_0, Version::V3_2) => "all".to_owned(),
        (since, Version::V3_2) => format!("from {since}"),
        (since, until) if since == until => format!("{since} only"),
        (since, until) => format!("{since} to {until}"),
    }
}
