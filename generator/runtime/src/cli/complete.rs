//! The scripts that complete commands and flags in a shell.

use clap_complete::Shell;

/// The completion script of a program for one shell.
pub(super) fn script(shell: Shell, mut command: clap::Command) -> Vec<u8> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    script
}
