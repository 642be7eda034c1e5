// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The scripts that complete commands and flags in a shell, and the pages of the manual.

use std::path::Path;

use clap_complete::Shell;

use super::problem::{self, Failure};
use super::terminal;

/// The completion script of a program for one shell.
pub(super) fn script(shell: Shell, mut command: clap::Command) -> Vec<u8> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    script
}

/// Writes a page for each command into a folder, which is made if it is not there.
pub(super) fn manual(folder: &Path, command: clap::Command) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| {
            let shown = terminal::escape_line(&folder.to_string_lossy());
            Failure::Own {
                message: format!("cannot write into {shown}: {error}"),
                hint: None,
                code: problem::USAGE,
            }
        })
}
