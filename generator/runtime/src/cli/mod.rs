//! The command line of a generated client: a static table in, a program out.
//!
//! [`table`] has the nouns. `flags` names our own flags, `args` and `globals` make the parser and
//! the help, `values` reads what was typed, `body` picks the request body, `request` makes the
//! call. `printing` has the flags about output, `pages` walks a list, `output` prints a reply by
//! `filter`, `json`, `yaml` and `grid`. `problem` says what went wrong, `complete` writes completion
//! scripts. Nothing here knows a particular API.
//!
//! Needs `builder`, `call`, `client`, `credentials`, `error`, `multipart`, `reply`, `request`,
//! `secret`, `service`.
//! `anstream`, `clap`, `clap_complete`, `jaq-core`, `jaq-json`, `jaq-std`, `reqwest`, `serde`,
//! `serde_json`, `terminal_size`, `tokio`, `unicode-width`.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::Instant;

use clap::ArgMatches;
use reqwest::header::CONTENT_TYPE;

pub use self::console::Console;
use self::flags::Flags;
use self::problem::Failure;
use self::request::Input;
use self::table::{Command, Program};
use super::call::Call;
use super::reply::{Bytes, Reply};

mod args;
mod body;
mod complete;
mod console;
mod debug;
mod filter;
mod flags;
mod globals;
mod grid;
mod json;
mod output;
mod pages;
mod printing;
mod problem;
mod request;
pub mod table;
mod terminal;
mod values;
mod yaml;

/// Runs a program on the arguments and streams of this process.
#[must_use]
pub fn main(program: &'static Program) -> ExitCode {
    let (mut stdin, mut stdout, mut stderr) = (io::stdin(), io::stdout(), io::stderr());
    let console = Console {
        stdout_is_terminal: stdout.is_terminal(),
        stdout_width: console::width(),
        stdout_color: console::wants_color(&stdout),
        stderr_color: console::wants_color(&stderr),
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        variable: &|name| std::env::var_os(name),
    };
    ExitCode::from(run(program, std::env::args_os(), console))
}

/// The parser of a program: for man pages, other completions, and tests.
#[must_use]
pub fn command(program: &'static Program) -> clap::Command {
    args::program(program, &Flags::new(program))
}

/// Runs a program on arguments, the first of which is its own name, and gives its exit code.
pub fn run(
    program: &'static Program,
    args: impl IntoIterator<Item = OsString>,
    mut console: Console<'_>,
) -> u8 {
    let flags = Flags::new(program);
    let mut parser = args::program(program, &flags);
    let matches = match parser.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(error) => return console.show(&error),
    };
    let failure = match execute(program, &flags, &parser, &matches, &mut console) {
        Ok(()) => return problem::DONE,
        Err(failure) => failure,
    };
    match failure {
        Failure::Usage(message) => {
            let error =
                leaf(&parser, &matches).error(clap::error::ErrorKind::ValueValidation, message);
            console.show(&error)
        }
        Failure::Own {
            message,
            hint,
            code,
        } => {
            console.say(&problem::render(&message, hint.as_deref()));
            code
        }
        Failure::Call(error) => {
            console.say(&problem::render_call(program, &flags, &error));
            problem::exit_code(&error)
        }
    }
}

/// The parser of the command that was named, which knows its usage.
fn leaf(parser: &clap::Command, matches: &ArgMatches) -> clap::Command {
    let (mut parser, mut matches) = (parser, matches);
    while let Some((name, inner)) = matches.subcommand() {
        let Some(found) = parser.find_subcommand(name) else {
            break;
        };
        (parser, matches) = (found, inner);
    }
    parser.clone()
}

/// Does what the command line asks for.
fn execute(
    program: &'static Program,
    flags: &Flags,
    parser: &clap::Command,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let Some((name, inner)) = matches.subcommand() else {
        return Ok(()); // The parser does not let this through.
    };
    if name == flags.completions {
        let Some(shell) = inner.get_one(args::SHELL) else {
            return Ok(()); // Required.
        };
        let script = complete::script(*shell, parser.clone());
        return console.print(&script).map(drop).map_err(Failure::own);
    }
    let in_group = program
        .groups
        .iter()
        .find(|group| group.name == name)
        .and_then(|group| {
            let (name, inner) = inner.subcommand()?;
            Some((named(group.commands, name)?, inner))
        });
    let at_root = || Some((named(program.commands, name)?, inner));
    match in_group.or_else(at_root) {
        Some((command, matches)) => call(program, flags, command, matches, console),
        None => Ok(()),
    }
}

fn named(commands: &'static [Command], name: &str) -> Option<&'static Command> {
    commands.iter().find(|command| command.name == name)
}

/// Calls the operation of a command and prints the reply.
fn call(
    program: &'static Program,
    flags: &Flags,
    command: &'static Command,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let printer = printing::printer(command, flags, matches, console)?;
    let body =
        body::choose(command, &request::given(command, matches, flags)).map_err(Failure::Usage)?;
    let client = globals::client(program, flags, matches, console.variable)?;
    let mut call = request::call(
        &client,
        command,
        body,
        matches,
        &mut Input::new(&mut *console.stdin),
    )?;
    let headers = matches.get_many::<String>(globals::HEADER);
    for text in headers.into_iter().flatten() {
        let (name, value) = request::header(text)?;
        call = call.header(name, value);
    }
    let debug = matches.get_flag(globals::DEBUG);
    let fetch = |call: Call, console: &mut Console<'_>| -> Result<Reply<Bytes>, Failure> {
        if debug {
            console.say(&debug::request(&call, program.service)?);
        }
        let start = Instant::now();
        let outcome = wait(call.send_raw::<Bytes>())?;
        if debug {
            console.say(&debug::reply(&outcome, start.elapsed()));
        }
        Ok(outcome?)
    };
    if let Some(list) = &command.list
        && let Some(pages) = &list.pages
        && let Some(max_items) = printing::walk(command, matches)
    {
        return pages::walk(&call, list, pages, max_items, &printer, console, fetch);
    }
    let reply = fetch(call, console)?;
    let media_type = (reply.headers().get(CONTENT_TYPE)).and_then(|value| value.to_str().ok());
    let mut printed = printer.reply(reply.body(), media_type)?;
    if matches.get_flag(printing::INCLUDE) {
        let mut content = output::head(reply.status(), reply.headers()).into_bytes();
        content.append(&mut printed.content);
        printed.content = content;
    }
    console.print_all(&printed)
}

/// Runs one call to its end on this thread.
fn wait<T>(call: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::own(format!("cannot start: {error}")))?;
    let outcome = runtime.block_on(call);
    // A name lookup that is still running must not hold up the end after a timeout.
    runtime.shutdown_background();
    Ok(outcome)
}
