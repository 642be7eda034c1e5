//! The command line of a generated client: a hand-written table, run as a user would, against a
//! scripted server on loopback.

#![cfg(feature = "cli")]

#[path = "cli/choice.rs"]
mod choice;
#[path = "cli/collisions.rs"]
mod collisions;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/problems.rs"]
mod problems;
#[path = "cli/replies.rs"]
mod replies;
#[path = "cli/requests.rs"]
mod requests;
#[path = "cli/server.rs"]
mod server;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/table.rs"]
mod table;
#[path = "cli/tables.rs"]
mod tables;
#[path = "cli/usage.rs"]
mod usage;

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{Read, Write};

use client_runtime::cli::table::Program;
use client_runtime::cli::{self, Console};

use self::server::Server;

/// The key that no output may ever show.
pub(crate) const KEY: &str = "sk_test_do_not_print";

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A run of the program that is being prepared.
pub(crate) struct Run {
    program: &'static Program,
    args: Vec<OsString>,
    variables: HashMap<String, OsString>,
    stdin: Option<&'static [u8]>,
    terminal: bool,
    width: usize,
    color: bool,
}

/// A run of the program in which every name collides with one of ours.
pub(crate) fn greedy(args: &[&str]) -> Run {
    Run {
        program: &table::GREEDY,
        ..vault(args)
    }
}

/// A run of the program whose replies come bit by bit.
pub(crate) fn feed(args: &[&str]) -> Run {
    Run {
        program: &table::FEED,
        ..vault(args)
    }
}

/// A run with these arguments, the key in the environment, and standard input out of bounds.
pub(crate) fn vault(args: &[&str]) -> Run {
    let mut run = Run {
        program: &table::VAULT,
        args: std::iter::once("vault")
            .chain(args.iter().copied())
            .map(OsString::from)
            .collect(),
        variables: HashMap::new(),
        stdin: None,
        terminal: false,
        width: 80,
        color: false,
    };
    run = run.variable("VAULT_API_KEY", KEY);
    run.variable("VAULT_BASE_URL", "http://127.0.0.1:9/never-called")
}

impl Run {
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn at(self, server: &Server) -> Self {
        let url = server.url();
        self.variable("VAULT_BASE_URL", &url)
    }

    pub(crate) fn stdin(mut self, content: &'static [u8]) -> Self {
        self.stdin = Some(content);
        self
    }

    pub(crate) fn on_terminal(mut self) -> Self {
        self.terminal = true;
        self
    }

    /// On a terminal with this many columns.
    pub(crate) fn on_width(mut self, width: usize) -> Self {
        self.width = width;
        self.on_terminal()
    }

    pub(crate) fn in_color(mut self) -> Self {
        self.color = true;
        self
    }

    /// Runs, and holds every run to the rule that the key is never shown.
    pub(crate) fn run(self) -> Outcome {
        let mut stdout = Vec::new();
        let (code, stderr) = self.run_into(&mut stdout);
        let stdout = String::from_utf8(stdout).expect("the tests use text");
        assert!(
            !stdout.contains(KEY),
            "the key is on standard output: {stdout}"
        );
        Outcome {
            code,
            stdout,
            stderr,
        }
    }

    pub(crate) fn run_into(self, stdout: &mut dyn Write) -> (u8, String) {
        let mut stderr = Vec::new();
        let mut stdin: Box<dyn Read> = match self.stdin {
            Some(content) => Box::new(content),
            None => Box::new(OutOfBounds),
        };
        let console = Console {
            stdin: &mut stdin,
            stdout,
            stderr: &mut stderr,
            variable: &|name| self.variables.get(name).cloned(),
            stdin_is_terminal: false,
            stdout_is_terminal: self.terminal,
            stdout_width: self.width,
            stdout_color: self.color,
            stderr_color: self.color,
            stderr_redraws: false,
        };
        let code = cli::run(self.program, self.args.clone(), console);
        let stderr = String::from_utf8(stderr).expect("the tests use text");
        assert!(
            !stderr.contains(KEY),
            "the key is on standard error: {stderr}"
        );
        (code, stderr)
    }
}

/// Standard input that fails the test when it is read.
struct OutOfBounds;

impl Read for OutOfBounds {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("standard input was read without being asked for")
    }
}
