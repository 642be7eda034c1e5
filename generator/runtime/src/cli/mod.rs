//! The command line of a generated client: a static table in, a program out.
//!
//! [`table`] has the nouns. `flags` names our own flags, `args` makes the parser and the help,
//! `values` reads what was typed, `body` picks the request body, `request` makes the call,
//! `output` prints the reply with `json`, `problem` says what went wrong, `complete` writes
//! completion scripts. Nothing here knows a particular API.
//!
//! Needs `builder`, `call`, `client`, `error`, `multipart`, `reply`, `secret`, `service`. `anstream`, `clap`,
//! `clap_complete`, `reqwest`, `serde`, `serde_json`, `tokio`.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use clap::ArgMatches;
use reqwest::header::CONTENT_TYPE;

use self::flags::Flags;
use self::output::Format;
use self::problem::Failure;
use self::request::Input;
use self::table::{Command, Program};
use super::builder::ClientBuilder;
use super::client::Client;
use super::reply::Bytes;
use super::secret::Secret;
use super::service::CredentialKind;

mod args;
mod body;
mod complete;
mod debug;
mod flags;
mod json;
mod output;
mod problem;
mod request;
pub mod table;
mod terminal;
mod values;

/// Runs a program on the arguments and streams of this process.
#[must_use]
pub fn main(program: &'static Program) -> ExitCode {
    let (mut stdin, mut stdout, mut stderr) = (io::stdin(), io::stdout(), io::stderr());
    let console = Console {
        stdout_is_terminal: stdout.is_terminal(),
        stdout_color: AutoStream::choice(&stdout) != ColorChoice::Never,
        stderr_color: AutoStream::choice(&stderr) != ColorChoice::Never,
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

/// The streams of a program, and what is at their other end.
pub struct Console<'a> {
    /// Read only where an argument asks for it.
    pub stdin: &'a mut dyn Read,
    /// Takes replies and help.
    pub stdout: &'a mut dyn Write,
    /// Takes everything else.
    pub stderr: &'a mut dyn Write,
    /// The environment, for credentials and the base URL.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Whether people look at standard output: replies are indented and made harmless.
    pub stdout_is_terminal: bool,
    /// Whether help is coloured.
    pub stdout_color: bool,
    /// Whether messages are coloured.
    pub stderr_color: bool,
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Console")
            .field("stdout_is_terminal", &self.stdout_is_terminal)
            .field("stdout_color", &self.stdout_color)
            .field("stderr_color", &self.stderr_color)
            .finish_non_exhaustive()
    }
}

impl Console<'_> {
    /// Writes to standard output. A reader that went away has seen enough: that is no failure.
    fn print(&mut self, content: &[u8]) -> Result<(), Failure> {
        match self
            .stdout
            .write_all(content)
            .and_then(|()| self.stdout.flush())
        {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::own(format!(
                "cannot write to standard output: {error}"
            ))),
            _ => Ok(()),
        }
    }

    /// Writes to standard error. There is no place left to report a failure of that.
    fn say(&mut self, text: &str) {
        let text = if self.stderr_color {
            text.to_owned()
        } else {
            plain(text)
        };
        let _ = self.stderr.write_all(text.as_bytes());
    }
}

/// Text without its colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// Runs a program and gives its exit code.
pub fn run(
    program: &'static Program,
    args: impl IntoIterator<Item = OsString>,
    mut console: Console<'_>,
) -> u8 {
    let flags = Flags::new(program);
    let mut parser = args::program(program, &flags);
    let matches = match parser.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(error) => return show(&error, &mut console),
    };
    let failure = match execute(program, &flags, &parser, &matches, &mut console) {
        Ok(()) => return problem::DONE,
        Err(failure) => failure,
    };
    match failure {
        Failure::Usage(message) => {
            let error =
                leaf(&parser, &matches).error(clap::error::ErrorKind::ValueValidation, message);
            show(&error, &mut console)
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

/// Shows what clap has to say: help and version on standard output, problems on the other.
fn show(error: &clap::Error, console: &mut Console<'_>) -> u8 {
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        console.say(&text);
        return problem::USAGE;
    }
    let text = if console.stdout_color {
        text
    } else {
        plain(&text)
    };
    match console.print(text.as_bytes()) {
        Ok(()) => problem::DONE,
        Err(_) => problem::OTHER,
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
        return console.print(&complete::script(*shell, parser.clone()));
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
    let body =
        body::choose(command, &request::given(command, matches, flags)).map_err(Failure::Usage)?;
    let client = client(program, flags, matches, console)?;
    let mut call = request::call(
        &client,
        command,
        body,
        matches,
        &mut Input::new(&mut *console.stdin),
    )?;
    for text in matches
        .get_many::<String>(args::HEADER)
        .into_iter()
        .flatten()
    {
        let (name, value) = request::header(text)?;
        call = call.header(name, value);
    }
    let debug = matches.get_flag(args::DEBUG);
    if debug {
        console.say(&debug::request(&call)?);
    }
    let start = Instant::now();
    let outcome = wait(call.send_raw::<Bytes>())?;
    if debug {
        console.say(&debug::reply(&outcome, start.elapsed()));
    }
    let reply = outcome?;
    let media_type = (reply.headers().get(CONTENT_TYPE)).and_then(|value| value.to_str().ok());
    let format = match matches.get_one::<Format>(args::FORMAT) {
        Some(format) => *format,
        None if console.stdout_is_terminal => Format::Pretty,
        None => Format::Json,
    };
    let content = output::render(
        reply.body(),
        media_type,
        format,
        console.stdout_is_terminal,
        flags,
    )?;
    console.print(&content)
}

/// A client with what the flags say, and what the environment says besides.
fn client(
    program: &'static Program,
    flags: &Flags,
    matches: &ArgMatches,
    console: &Console<'_>,
) -> Result<Client, Failure> {
    let service = program.service;
    let mut builder = ClientBuilder::<Client>::new(service);
    for (index, (credential, flag)) in service
        .credentials
        .iter()
        .zip(&flags.credentials)
        .enumerate()
    {
        let Some(secret) = matches.get_one::<Secret>(flag.id) else {
            continue;
        };
        builder = match credential.kind {
            CredentialKind::Basic => {
                let Some((user, password)) = secret.expose().split_once(':') else {
                    return Err(Failure::Usage(format!(
                        "--{} takes USER:PASSWORD",
                        flag.flag
                    )));
                };
                builder.basic_credential(index, user, Secret::from(password))
            }
            CredentialKind::Bearer | CredentialKind::ApiKey { .. } => {
                builder.credential(index, secret.clone())
            }
        };
    }
    if let Some(url) = matches.get_one::<String>(args::BASE_URL) {
        builder = builder.base_url(url);
    }
    if let Some(timeout) = matches.get_one::<Duration>(args::TIMEOUT) {
        builder = builder.timeout(*timeout);
    }
    Ok(builder.from_variables(console.variable).build()?)
}

/// Runs one call to its end on this thread.
fn wait<T>(call: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::own(format!("cannot start: {error}")))?;
    Ok(runtime.block_on(call))
}
