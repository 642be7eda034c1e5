//! The maintainers' commands: `cargo xtask generate`, `check`, `lint`, `show`, `support`, `corpus`,
//! `mock` and `conform`.
//!
//! Problems go to standard error, data to standard output. The exit code is 0
//! when all is well, 1 when the document is refused or the output is stale, 2
//! for wrong usage or a fault of ours.

mod cargo;
mod check;
mod corpus;
mod generate;
mod lint;
mod problems;
mod project;
mod several;
mod show;
mod support;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Maintains the generated client.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client crate: without flags `spec/assets.yaml` into `generated/`.
    Generate(Job),
    /// Tells whether the crate on disk is what `generate` would write; exits with 1 if not.
    Check(Job),
    /// Reads and checks a document, and lists everything that has no effect on the output.
    Lint {
        /// The OpenAPI document.
        #[arg(long, value_name = "FILE")]
        spec: Option<PathBuf>,
        /// The config; else `NAME.codegen.yaml` beside the document.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// One line per finding instead of the marked source.
        #[arg(long)]
        terse: bool,
    },
    /// Prints one item as a stage of the generator sees it.
    Show {
        /// The stage.
        stage: show::Stage,
        /// What to print: a type, operation, method or command, by the document's name or by ours.
        name: String,
        /// The OpenAPI document.
        #[arg(long, value_name = "FILE")]
        spec: Option<PathBuf>,
        /// The config; else `NAME.codegen.yaml` beside the document.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Generates a crate of every document in a folder and writes a table of what came of it.
    Corpus(corpus::Arguments),
    /// Writes what is supported, keyword by keyword, into README.md and docs/keywords.md.
    Support {
        /// Changes nothing; exits with 1 if a page is not what would be written.
        #[arg(long)]
        check: bool,
    },
    /// One document for `corpus`: generates the crate and prints what can be counted.
    #[command(hide = true)]
    Measure(Job),
    /// Holds the crate of a document to the document: sampled values, calls and replies.
    #[command(disable_help_flag = true)]
    Conform {
        /// What `cargo xtask conform --help` lists.
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "ARGUMENTS"
        )]
        arguments: Vec<OsString>,
    },
    /// Serves a document on loopback, to try its client and command without the service.
    #[command(disable_help_flag = true)]
    Mock {
        /// What `cargo xtask mock --help` lists.
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "ARGUMENTS"
        )]
        arguments: Vec<OsString>,
    },
}

/// From which document to which crate.
#[derive(Clone, Debug, clap::Args)]
struct Job {
    /// The OpenAPI document.
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The config; else `NAME.codegen.yaml` beside the document.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// How many threads print files [default: as many as run at a time]; any number makes the same output.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Why a command did not succeed.
enum Failure {
    /// The document is refused or the output is stale; everything has been said.
    Refused,
    /// Wrong usage, or a fault of ours.
    Other(String),
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The message of the panic has been printed by then; what is missing is whose fault it is.
    match std::panic::catch_unwind(|| run(arguments.command)) {
        Ok(code) => code,
        Err(_) => {
            eprintln!(
                "error: this is a fault of the generator, please report it with the document"
            );
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> ExitCode {
    let result = match command {
        Command::Generate(job) => generate::run(&job),
        Command::Check(job) => check::run(&job),
        Command::Lint {
            spec,
            config,
            terse,
        } => lint::run(spec.as_deref(), config.as_deref(), terse),
        Command::Show {
            stage,
            name,
            spec,
            config,
        } => show::run(stage, &name, spec.as_deref(), config),
        // Packages of their own, so that nobody who only generates compiles a validator or a server.
        Command::Conform { arguments } => cargo::run(&["--package", "xtask-conform"], arguments),
        Command::Mock { arguments } => cargo::run(&["--package", "xtask-mock"], arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Support { check } => support::run(check),
        Command::Measure(job) => corpus::measure(&job),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Refused) => ExitCode::from(1),
        Err(Failure::Other(text)) => {
            eprintln!("error: {text}");
            ExitCode::from(2)
        }
    }
}
