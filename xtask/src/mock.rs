//! `cargo xtask mock`: runs the package `xtask-mock`, in the place of this process where that is possible.
//!
//! It is a package of its own so that nobody who only generates compiles an HTTP server.

use std::ffi::OsString;
use std::process::Command;

use crate::{Failure, project};

/// Serves a document until it is ended.
pub(crate) fn run(arguments: &[OsString]) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args([
            "run",
            "--quiet",
            "--package",
            "xtask-mock",
            "--manifest-path",
        ])
        .arg(project::root().join("Cargo.toml"))
        .arg("--")
        .args(arguments);
    start(command)
}

/// With one process instead of two, whoever ends it ends the server.
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
        Ok(status) => Err(Failure::Other(format!("the mock ended: {status}"))),
        Err(error) => Err(Failure::Other(format!("cargo run: {error}"))),
    }
}
