//! `cargo xtask corpus`: what becomes of every document of a folder.
//!
//! One row a document: accepted or refused and why, how much was made of it,
//! how long that took, and whether the crate compiles. Every document has a
//! process of its own with bounds on time and memory (`process`), so a fault
//! in one is a row and not the end. What is found is written by `table`.

mod check;
mod conform;
mod measure;
mod process;
mod table;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Failure, cargo, problems, project};
pub(crate) use measure::run as measure;
use process::{Ended, Limits};

/// What is asked for.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder with the documents; of a folder in it, `openapi.yaml` or `openapi.json`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also compile each crate with its default features; dependencies are built before the clock runs.
    #[arg(long)]
    check: bool,
    /// Also compile each crate with all its features.
    #[arg(long, requires = "check")]
    all_features: bool,
    /// Also hold each crate to its document, as `conform` does.
    #[arg(long)]
    conform: bool,
    /// The largest document that is held to its crate, in KB.
    #[arg(long, value_name = "KB", default_value_t = 2000, requires = "conform")]
    conform_limit: u64,
    /// Only these documents, by name without ending; the table is printed, not written.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// Measure this program as it was built; else one is built with optimisations and measured.
    #[arg(long)]
    as_built: bool,
    /// How many threads print the files of a crate.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Where the table is written.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

/// How long reading and generating may take, and how much it may allocate.
const GENERATING: Limits = Limits {
    time: Duration::from_secs(120),
    mebibytes: Some(3072),
};

/// Whether this is a program as `cargo xtask` builds it, which takes several times as long.
const IS_UNOPTIMISED: bool = cfg!(debug_assertions);

/// What came of one document.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    bytes: u64,
    outcome: Outcome,
    conform: Option<conform::Conformed>,
}

/// How a document ended.
#[derive(Clone, Debug)]
enum Outcome {
    /// A crate was written.
    Accepted {
        facts: measure::Facts,
        seconds: f64,
        check: Option<check::Checked>,
    },
    /// The document has mistakes.
    Refused { facts: measure::Facts, seconds: f64 },
    /// A panic, a bound that was passed, or another fault of ours.
    Fault(String),
}

impl Outcome {
    /// Whether it is as it should be: no fault of ours, and what was made compiles silently.
    fn is_sound(&self) -> bool {
        match self {
            Self::Accepted { check, .. } => check.as_ref().is_none_or(check::Checked::is_clean),
            Self::Refused { .. } => true,
            Self::Fault(_) => false,
        }
    }
}

/// Goes through the folder; prints a line a document and writes the table.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if IS_UNOPTIMISED && !arguments.as_built {
        let same = std::env::args_os().skip(1);
        let flags = ["--release", "--package", "xtask"];
        return cargo::run(&flags, same.chain(["--as-built".into()]));
    }
    let documents = find_documents(arguments)?;
    let work = project::target().join("corpus");
    let head = table::head(arguments);
    let mut rows = Vec::new();
    for document in &documents {
        let row = row(document, &work, arguments)?;
        problems::say(&table::line(&row));
        rows.push(row);
    }
    if arguments.conform {
        conform(&documents, &mut rows, &work, arguments.conform_limit)?;
    }
    let text = table::write(head, &rows, arguments);
    if arguments.only.is_empty() || arguments.table.is_some() {
        let path = arguments
            .table
            .clone()
            .unwrap_or_else(|| project::root().join("docs/corpus.md"));
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        problems::say(&format!("written: {}", path.display()));
    } else {
        problems::say(&text);
    }
    if rows.iter().all(|row| row.outcome.is_sound()) {
        Ok(())
    } else {
        Err(Failure::Refused)
    }
}

/// A document and what it is called in the table.
struct Document {
    name: String,
    path: PathBuf,
}

/// The documents of the folder, by name.
fn find_documents(arguments: &Arguments) -> Result<Vec<Document>, Failure> {
    let folder = &arguments.folder;
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut documents = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        let Some(path) = entry_point(path) else {
            continue;
        };
        let in_own_folder = path.parent() != Some(folder.as_path());
        let named_by = match path.parent() {
            Some(parent) if in_own_folder => parent.file_name(),
            _ => path.file_stem(),
        };
        let name = named_by.unwrap_or_default().to_string_lossy().into_owned();
        if arguments.only.is_empty() || arguments.only.contains(&name) {
            documents.push(Document { name, path });
        }
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    if documents.is_empty() {
        return Err(Failure::Other(format!(
            "{}: no document there",
            folder.display()
        )));
    }
    let mut wanted = arguments.only.iter();
    let is_missing = |name: &&String| documents.iter().all(|document| document.name != **name);
    if let Some(name) = wanted.find(is_missing) {
        return Err(Failure::Other(format!(
            "{}: no document `{name}` there",
            folder.display()
        )));
    }
    Ok(documents)
}

/// The document at a path: the file itself, or the one that a folder is about.
fn entry_point(path: PathBuf) -> Option<PathBuf> {
    if path.is_dir() {
        return ["openapi.yaml", "openapi.yml", "openapi.json"]
            .into_iter()
            .map(|name| path.join(name))
            .find(|path| path.is_file());
    }
    let ending = path.extension()?.to_str()?;
    matches!(ending, "yaml" | "yml" | "json").then_some(path)
}

fn row(document: &Document, work: &Path, arguments: &Arguments) -> Result<Row, Failure> {
    let Document { name, path } = document;
    let bytes = fs::metadata(path).map_or(0, |data| data.len());
    let crate_folder = work.join("crates").join(name);
    // Below our own target folder: nobody keeps anything there.
    if crate_folder.exists() {
        fs::remove_dir_all(&crate_folder)
            .map_err(|error| format!("{}: {error}", crate_folder.display()))?;
    }
    let logs = work.join("logs");
    fs::create_dir_all(&logs).map_err(|error| format!("{}: {error}", logs.display()))?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = process::bounded(&program, GENERATING.mebibytes);
    command
        .arg("measure")
        .arg("--spec")
        .arg(path)
        .arg("--out")
        .arg(&crate_folder)
        .args(["--name", &format!("{name}-client")]);
    if let Some(jobs) = arguments.jobs {
        command.args(["--jobs", &jobs.to_string()]);
    }
    let ended = process::run(command, GENERATING.time, &logs.join(name))?;
    let outcome = match &ended {
        Ended::Exited {
            code: 0,
            seconds,
            output,
            ..
        } => {
            let check = match arguments.check {
                true => Some(check::run(&crate_folder, work, arguments.all_features)?),
                false => None,
            };
            Outcome::Accepted {
                facts: measure::Facts::read(output),
                seconds: *seconds,
                check,
            }
        }
        Ended::Exited {
            code: 1,
            seconds,
            output,
            ..
        } => {
            let mut facts = measure::Facts::read(output);
            // What is no text has no findings, only a word on standard error.
            if facts.errors.is_empty() {
                let said = ended.describe();
                let said = said.replace(&*path.to_string_lossy(), name);
                facts.errors.push(format!("{name}: {said}"));
            }
            Outcome::Refused {
                facts,
                seconds: *seconds,
            }
        }
        other => Outcome::Fault(other.describe()),
    };
    Ok(Row {
        name: name.clone(),
        bytes,
        outcome,
        conform: None,
    })
}

/// Holds the crates of the accepted documents that are small enough to them.
fn conform(
    documents: &[Document],
    rows: &mut [Row],
    work: &Path,
    limit: u64,
) -> Result<(), Failure> {
    let is_held =
        |row: &Row| matches!(row.outcome, Outcome::Accepted { .. }) && row.bytes <= limit * 1000;
    let (paths, rows): (Vec<&Path>, Vec<&mut Row>) = documents
        .iter()
        .zip(rows)
        .filter(|(_, row)| is_held(row))
        .map(|(document, row)| (document.path.as_path(), row))
        .unzip();
    let conformed = conform::all(&paths, work)?;
    for (row, conformed) in rows.into_iter().zip(conformed) {
        row.conform = Some(conformed);
    }
    Ok(())
}
