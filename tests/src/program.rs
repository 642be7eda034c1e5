//! The example programs, built once and run as a user would run them.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use crate::KEY;
use crate::command::Outcome;

/// Runs an example against a server, with nothing in its environment but the key and the address.
///
/// # Panics
/// There is no such example, or it does not compile.
#[must_use]
pub fn run(name: &str, base_url: &str, args: &[&str]) -> Outcome {
    let mut command = command(name, base_url, args);
    Outcome::of(&command.output().expect("the program starts"))
}

/// The same, not run yet.
///
/// # Panics
/// There is no such example, or it does not compile.
#[must_use]
pub fn command(name: &str, base_url: &str, args: &[&str]) -> Command {
    let mut command = Command::new(path(name));
    command.args(args).env_clear();
    command.env("FLORA_API_KEY", KEY);
    command.env("FLORA_BASE_URL", base_url);
    // Without it no process finds its libraries on Windows.
    if let Some(root) = std::env::var_os("SYSTEMROOT") {
        command.env("SYSTEMROOT", root);
    }
    command
}

/// The path of an example.
fn path(name: &str) -> PathBuf {
    static PROGRAMS: OnceLock<Vec<(String, PathBuf)>> = OnceLock::new();
    let programs =
        PROGRAMS.get_or_init(|| crate::built(&["--package", "flora-tests", "--examples"]));
    let found = programs.iter().find(|(other, _)| other == name);
    let (_, path) = found.unwrap_or_else(|| panic!("there is no example `{name}`"));
    path.clone()
}
