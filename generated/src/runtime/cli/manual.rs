// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The pages of the manual: one for each command, in the form that `man` reads.
//!
//! In: the parser. Out: a folder with pages. What stands below the help (examples, variables, exit
//! codes) becomes sections, line by line: filled like running text, no example could be copied.

use std::io;
use std::path::Path;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::problem::{self, Failure};
use super::terminal;

/// Writes a page for each command into a folder, which is made if it is not there.
pub(super) fn write(folder: &Path, command: clap::Command) -> Result<(), Failure> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let version = command.get_version().unwrap_or_default();
    let source = format!("{} {version}", command.get_name());
    std::fs::create_dir_all(folder)
        .and_then(|()| pages(&command, &source, folder))
        .map_err(|error| {
            let shown = terminal::escape_line(&folder.to_string_lossy());
            Failure::Own {
                message: format!("cannot write into {shown}: {error}"),
                hint: None,
                code: problem::USAGE,
            }
        })
}

fn pages(command: &clap::Command, source: &str, folder: &Path) -> io::Result<()> {
    for inner in command.get_subcommands() {
        pages(inner, source, folder)?;
    }
    // A page has room for what the short help leaves out.
    let whole = command.clone().mut_args(|arg| arg.hide_short_help(false));
    let man = Man::new(whole).source(source);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(text) = command.get_after_help() {
        sections(&text.to_string()).to_writer(&mut page)?;
    }
    std::fs::write(folder.join(man.get_filename()), page)
}

/// Text below headings, which end with a colon, as sections whose lines stay as they are.
// `Examples:` and lines => `.SH EXAMPLES`, `.nf`, lines, `.fi`
fn sections(text: &str) -> Roff {
    let mut roff = Roff::new();
    let mut is_open = false;
    for line in text.lines() {
        match line.strip_suffix(':').filter(|head| !head.starts_with(' ')) {
            Some(head) => {
                if is_open {
                    roff.control("fi", []);
                }
                roff.control("SH", [head.to_uppercase().as_str()]);
                roff.control("nf", []);
                is_open = true;
            }
            None if line.is_empty() => {}
            None => {
                roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
            }
        }
    }
    if is_open {
        roff.control("fi", []);
    }
    roff
}
