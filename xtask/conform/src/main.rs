//! `cargo xtask conform`: holds the crate of a document to the document.
//!
//! It reads the document by itself (`document`, `schema`), samples values that an independent
//! validator calls valid (`sample`), and asks a program that uses the crate (`probe`) what it
//! makes of them. From the generator it takes the crate, and where in it the types and methods
//! are; never what they mean.

mod calls;
mod compare;
mod document;
mod methods;
mod operations;
mod probe;
mod report;
mod responses;
mod sample;
mod schema;
#[path = "../../src/several.rs"]
mod several;
mod subject;
mod types;
mod values;
mod weakened;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use report::Report;
use subject::Subject;

/// Holds the crate of a document to the document: sampled values, calls and replies.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask conform",
    bin_name = "cargo xtask conform",
    after_help = "Exits with 0 when nothing failed, 1 when something did or the document is refused, 2 for wrong usage."
)]
struct Arguments {
    /// The OpenAPI document [default: spec/assets.yaml of the project].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Where the crate and the program that tries it are written [default: below the target folder].
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Asks this program, as it was built by an earlier run, instead of building one.
    #[arg(long, value_name = "PROGRAM")]
    ask: Option<PathBuf>,
    /// Another choice of the values that are left to chance.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How many valid values a schema is tried with at most.
    #[arg(long, value_name = "N", default_value_t = 64)]
    instances: usize,
    /// How many failures are printed.
    #[arg(long, value_name = "N", default_value_t = 50)]
    failures: usize,
    /// Everything as one JSON value, for machines; all failures are in it.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(Some(report)) => {
            report.print(&arguments);
            ExitCode::from(u8::from(report.has_failures()))
        }
        // The document is refused, and that has been said.
        Ok(None) => ExitCode::from(1),
        Err(text) => {
            eprintln!("error: {text}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<Option<Report>, String> {
    let Some(subject) = Subject::read(arguments)? else {
        return Ok(None);
    };
    let probe = match &arguments.ask {
        Some(program) => probe::built(&subject, program)?,
        None => probe::build(&subject)?,
    };
    let sections = vec![
        types::section(&subject, &probe)?,
        operations::section(&subject, &probe)?,
        responses::section(&subject, &probe)?,
    ];
    Ok(Some(Report { sections }))
}
