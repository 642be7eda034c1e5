//! Programs of the workspace, built and run by Cargo in the place of this process where that is possible.

use std::ffi::OsString;
use std::process::Command;

use crate::{Failure, project};

/// Runs `cargo run` with these flags, and a program with these arguments.
pub(crate) fn run(
    flags: &[&str],
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet"])
        .args(flags)
        .arg("--manifest-path")
        .arg(project::root().join("Cargo.toml"))
        .arg("--")
        .args(arguments);
    start(command)
}

/// With one process instead of two, whoever ends it ends the program.
#[cfg(unix)]
fn start(mut command: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Failure::Other(format!("cargo run: {error}")))
}

#[cfg(not(unix))]
fn start(mut command: Command) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) if status.code() == Some(1) => Err(Failure::Refused),
        Ok(status) => Err(Failure::Other(format!("the program ended: {status}"))),
        Err(error) => Err(Failure::Other(format!("cargo run: {error}"))),
    }
}
