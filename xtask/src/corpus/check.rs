//! Compiles a generated crate, its dependencies before the clock runs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::process::{self, Ended};
use crate::{Failure, project};

/// How long a compilation may take.
const TIME: Duration = Duration::from_secs(1800);

/// How a compilation ended.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// How long the crate took with its default features.
    pub(super) seconds: f64,
    /// What the compiler said first, if it said anything.
    pub(super) said: Option<String>,
    /// Whether every compilation succeeded.
    pub(super) compiles: bool,
}

impl Checked {
    /// Whether it compiles without a word.
    pub(super) fn is_clean(&self) -> bool {
        self.compiles && self.said.is_none()
    }
}

/// Compiles the crate in a folder.
pub(super) fn run(folder: &Path, work: &Path, all_features: bool) -> Result<Checked, Failure> {
    let log = work.join("logs").join("check");
    // The versions of our own lock are on this machine.
    let lock = project::root().join("Cargo.lock");
    copy(&lock, &folder.join("Cargo.lock"))?;
    prepare(folder, work, &log, &["--lib"])?;
    let mut checked = one(folder, work, &log, &["--lib"])?;
    if all_features && checked.is_clean() {
        let all = one(folder, work, &log, &["--all-features", "--lib", "--bins"])?;
        checked = Checked {
            seconds: checked.seconds,
            ..all
        };
    }
    Ok(checked)
}

/// Builds the dependencies: those of a crate with the same manifest and nothing in it.
fn prepare(folder: &Path, work: &Path, log: &Path, flags: &[&str]) -> Result<(), Failure> {
    let empty = work.join("empty");
    fs::create_dir_all(empty.join("src"))
        .map_err(|error| format!("{}: {error}", empty.display()))?;
    copy(&folder.join("Cargo.lock"), &empty.join("Cargo.lock"))?;
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)
        .map_err(|error| format!("{}: {error}", manifest.display()))?;
    // Under the same name Cargo would take the one for the other: the folder does not count.
    let renamed: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("name = \"") {
            Some(_) => "name = \"nothing\"",
            None => line,
        })
        .collect();
    let manifest = empty.join("Cargo.toml");
    fs::write(&manifest, renamed.join("\n"))
        .map_err(|error| format!("{}: {error}", manifest.display()))?;
    let library = empty.join("src/lib.rs");
    fs::write(&library, "").map_err(|error| format!("{}: {error}", library.display()))?;
    let ended = process::run(cargo(&empty, work, flags), TIME, log)?;
    match ended {
        Ended::Exited { code: 0, .. } => Ok(()),
        other => Err(Failure::Other(format!(
            "the dependencies of {} cannot be built: {}",
            folder.display(),
            other.describe()
        ))),
    }
}

fn one(folder: &Path, work: &Path, log: &Path, flags: &[&str]) -> Result<Checked, Failure> {
    let ended = process::run(cargo(folder, work, flags), TIME, log)?;
    Ok(match &ended {
        Ended::Exited {
            code,
            seconds,
            problems,
            ..
        } => Checked {
            seconds: *seconds,
            said: problems
                .lines()
                .find(|line| line.starts_with("warning") || line.starts_with("error"))
                .map(str::to_owned),
            compiles: *code == 0,
        },
        other => Checked {
            seconds: TIME.as_secs_f64(),
            said: Some(other.describe()),
            compiles: false,
        },
    })
}

fn cargo(folder: &Path, work: &Path, flags: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["check", "--offline", "--quiet"])
        .args(flags)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", work.join("target"))
        // Nothing is compiled twice, and the files of a large crate are large.
        .env("CARGO_INCREMENTAL", "0")
        // Set by the `cargo run` that we are in, and meant for another package.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("RUSTFLAGS");
    command
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(())
}
