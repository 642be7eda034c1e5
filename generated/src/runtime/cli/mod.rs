// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command line of a generated client: a static table in, a program out.
//!
//! [`table`] has the nouns. `flags` names our own flags, `args` and `globals` make the parser and
//! the help, `values` reads what was typed, `body` picks the request body, `request` makes the
//! call with `settings` from flags, variables and a `profile`, and `exchange` sends it, or shows it
//! by `rehearsal`; `follow` prints what comes bit by bit. `upload`, `wait` and `download` (by `fetch`)
//! do their work in a `batch`, shown by `bars`, at the `pace` that the service allows; `spool` keeps standard input for
//! them. `api`, `auth` and `topics` are commands of ours. `printing` has the flags about output,
//! `pages` walks a list, `output` prints a reply by `filter`, `json`, `yaml` and `grid`, or `explore`
//! shows it on a screen of its own. `problem` says what went wrong, `complete` writes completion
//! scripts, `manual` pages for `man`. Nothing here knows a particular API.
//!
//! Needs `any`, `builder`, `call`, `client`, `credentials`, `delivery`, `download`, `error`, `frames`,
//! `http_date`, `mode`, `multipart`, `poll`, `reply`, `request`, `secret`, `send`, `service`, `source`,
//! `transport`, `upload`, and `tls` with the feature `rustls`.
//! `anstream`, `clap`, `clap_complete`, `clap_mangen`, `granit-parser`, `jaq-core`, `jaq-json`, `jaq-std`, `regex-lite`, `reqwest`, `serde`,
//! `serde_json`, `terminal_size`, `tokio`, `unicode-width`.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgMatches;

use self::args::Extent;
use self::batch::Batch;
pub use self::console::Console;
use self::debug::Log;
use self::exchange::Exchange;
use self::flags::Flags;
#[cfg(feature = "explore")]
use self::output::Format;
use self::output::Printer;
use self::pace::Pace;
use self::problem::{ErrorFormat, Failure};
use self::rehearsal::Stage;
use self::request::Input;
use self::settings::{Existence, Settings};
use self::table::{Command, Program, Task};
use self::values::Value;
use super::call::{Call, Sending};
use super::client::Client;
use super::download::Download;
use super::poll::PollRule;
use super::reply::{Bytes, Reply};
use super::secret::Secret;
use super::upload::UploadPlan;

mod api;
mod args;
mod auth;
mod bars;
mod batch;
mod body;
mod complete;
mod console;
mod debug;
mod download;
mod exchange;
#[cfg(feature = "explore")]
pub mod explore;
mod fetch;
mod filter;
mod flags;
mod follow;
mod globals;
mod grid;
mod json;
mod manual;
mod output;
mod pace;
mod pages;
mod printing;
mod problem;
mod profile;
mod read_yaml;
mod rehearsal;
mod request;
mod rules;
mod settings;
mod spool;
pub mod table;
mod terminal;
mod topics;
mod upload;
mod values;
mod wait;
mod yaml;

/// Runs a program on the arguments and streams of this process.
#[must_use]
pub fn main(program: &'static Program) -> ExitCode {
    let (mut stdin, mut stdout, mut stderr) = (io::stdin(), io::stdout(), io::stderr());
    let console = Console {
        stdin_is_terminal: stdin.is_terminal(),
        stdout_is_terminal: stdout.is_terminal(),
        stdout_width: console::width(),
        stdout_color: console::wants_color(&stdout),
        stderr_color: console::wants_color(&stderr),
        stderr_redraws: console::redraws(&stderr),
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
    args::program(program, &Flags::new(program), &Extent::Whole)
}

/// Runs a program on arguments, the first of which is its own name, and gives its exit code.
pub fn run(
    program: &'static Program,
    args: impl IntoIterator<Item = OsString>,
    mut console: Console<'_>,
) -> u8 {
    let flags = Flags::new(program);
    let mut args: Vec<OsString> = args.into_iter().collect();
    let error_format = globals::error_format(&args, &flags);
    if args.get(1).is_some_and(|word| word == flags.help_command) {
        if let [_, _, topic] = args.as_slice()
            && let Some(text) = topic
                .to_str()
                .and_then(|topic| topics::text(topic, program, &flags))
        {
            return console.show_text(&text);
        }
        // `flora help assets list` is `flora assets list --help`.
        args.remove(1);
        args.push(format!("--{}", flags.help).into());
    }
    let words = args.iter().filter_map(|arg| arg.to_str());
    let whole = [flags.completions, flags.man];
    let extent = match words.clone().any(|word| whole.contains(&word)) {
        true => Extent::Whole,
        false => Extent::Words(words.map(str::to_owned).collect()),
    };
    let mut parser = args::program(program, &flags, &extent);
    let matches = match parser.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(error) => return console.show(&error, error_format),
    };
    let done = execute(
        program,
        &flags,
        error_format,
        &parser,
        &matches,
        &mut console,
    );
    let failure = match done {
        Ok(()) => return problem::DONE,
        Err(failure) => failure,
    };
    match failure {
        Failure::Usage(message) => {
            let error =
                leaf(&parser, &matches).error(clap::error::ErrorKind::ValueValidation, message);
            console.show(&error, error_format)
        }
        failure => {
            let (text, code) = problem::say(&failure, None, program, &flags, error_format);
            console.say(&text);
            code
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
    error_format: ErrorFormat,
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
    if name == flags.man {
        let Some(folder) = inner.get_one::<PathBuf>(args::FOLDER) else {
            return Ok(()); // Required.
        };
        return manual::write(folder, parser.clone());
    }
    let run = Run {
        program,
        flags,
        error_format,
        console,
    };
    if name == flags.api {
        return run.api(inner);
    }
    if name == flags.auth || name == flags.config {
        return run.settings(inner);
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
        Some((command, matches)) => run.call(command, matches),
        None => Ok(()),
    }
}

fn named(commands: &'static [Command], name: &str) -> Option<&'static Command> {
    commands.iter().find(|command| command.name == name)
}

/// What all commands share.
struct Run<'r, 'c> {
    program: &'static Program,
    flags: &'r Flags,
    error_format: ErrorFormat,
    console: &'r mut Console<'c>,
}

impl Run<'_, '_> {
    /// Calls the operation of a command and prints the reply.
    fn call(self, command: &'static Command, matches: &ArgMatches) -> Result<(), Failure> {
        let printer = printing::printer(Some(command), self.flags, matches, self.console)?;
        let mut exchange = exchange(matches);
        let mut input = Input::new(&mut *self.console.stdin);
        let brought = request::brought(command, matches, &mut input)?;
        let given = request::given(command, matches, &brought, self.flags);
        let body = body::choose(command, &given).map_err(Failure::Usage)?;
        let work = match &command.task {
            Task::Call => Work::Call,
            Task::Wait { rule, id } => {
                Work::Wait(wait::ids(id, command, matches, self.flags)?, rule)
            }
            Task::Upload(plan) => {
                let files = upload::files(command, plan, matches, &mut input)?;
                exchange.pace = Some(Pace::new(upload::parallel(matches)));
                Work::Upload(files, plan)
            }
            Task::Download { url, state } => {
                let destination =
                    download::destination(matches, self.flags, self.console.stdout_is_terminal)?;
                Work::Download(destination, download::At { url, state })
            }
        };
        let settings = Settings::read(
            self.program,
            self.flags,
            matches,
            self.console.variable,
            &mut input,
            Existence::Needed,
        )?;
        let client = settings.client(
            self.program,
            self.flags,
            matches,
            self.console.variable,
            &exchange,
        )?;
        exchange.secrets = secrets(&client);
        let batch = Batch {
            program: self.program,
            flags: self.flags,
            error_format: self.error_format,
            exchange: &exchange,
            printer: &printer,
            matches,
        };
        if let Work::Upload(files, plan) = work {
            let call = request::upload_call(&client, command, &brought, matches, self.flags)?;
            return upload::run(&call, plan, files, &batch, self.console);
        }
        let request::Prepared { mut call, parts } = request::call(
            &client, command, body, brought, matches, self.flags, &mut input,
        )?;
        if let Work::Wait(ids, rule) = work {
            return wait::run(&call, command, rule, ids, &batch, self.console);
        }
        if !command.streams.is_empty() {
            call = call.accept(command.streams);
        }
        if let Some(rehearsal) = &exchange.rehearsal {
            let (sending, service) = (call.send_raw::<Bytes>(), self.program.service);
            return exchange.rehearse(rehearsal, sending, &parts, service, self.console);
        }
        if let Work::Download(destination, at) = work {
            return download::run(&call, at, destination, &batch, self.console);
        }
        #[cfg(feature = "explore")]
        if printer.format == Format::Explore {
            let reply = exchange.run(call.clone().send_raw::<Bytes>(), self.console)?;
            let further = (
                &call,
                printing::walk(command, matches).unwrap_or(usize::MAX),
            );
            let title = title(self.program, command);
            return explore::show(
                &title,
                &reply,
                Some(further),
                &printer,
                &exchange,
                self.console,
            );
        }
        if let Some(list) = &command.list
            && let Some(max_items) = printing::walk(command, matches)
        {
            let fetch = |call: Call, console: &mut Console<'_>| {
                exchange.run(call.send_raw::<Bytes>(), console)
            };
            return pages::walk(call, list, max_items, &printer, self.console, fetch);
        }
        if let Some(wait) = &command.wait
            && matches.get_flag(args::WAIT)
        {
            return wait::after(&call, wait, &batch, self.console);
        }
        if !command.streams.is_empty() {
            return follow(
                &exchange,
                call.send_stream(),
                &printer,
                matches,
                self.console,
            );
        }
        let reply = exchange.run(call.send_raw::<Bytes>(), self.console)?;
        printer.check_origin(&reply, command.operation)?;
        print(&printer, &reply, matches, self.console)
    }

    /// Calls an endpoint that has no command.
    fn api(self, matches: &ArgMatches) -> Result<(), Failure> {
        let printer = printing::printer(None, self.flags, matches, self.console)?;
        let mut exchange = exchange(matches);
        let mut input = Input::new(&mut *self.console.stdin);
        let variable = self.console.variable;
        let settings = Settings::read(
            self.program,
            self.flags,
            matches,
            variable,
            &mut input,
            Existence::Needed,
        )?;
        let client = settings.client(self.program, self.flags, matches, variable, &exchange)?;
        exchange.secrets = secrets(&client);
        let request = api::request(&client, matches, &mut input)?;
        if exchange.rehearsal.is_none() && asks_for_stream(matches) {
            let sending = request.send_stream();
            return follow(&exchange, sending, &printer, matches, self.console);
        }
        let sending = request.send_raw();
        if let Some(rehearsal) = &exchange.rehearsal {
            let service = self.program.service;
            return exchange.rehearse(rehearsal, sending, &[], service, self.console);
        }
        let reply = exchange.run(sending, self.console)?;
        #[cfg(feature = "explore")]
        if printer.format == Format::Explore {
            let title = format!("{} {}", self.program.name, self.flags.api);
            return explore::show(&title, &reply, None, &printer, &exchange, self.console);
        }
        print(&printer, &reply, matches, self.console)
    }

    /// Shows or changes what is kept between runs.
    fn settings(self, matches: &ArgMatches) -> Result<(), Failure> {
        let Some((action, matches)) = matches.subcommand() else {
            return Ok(()); // The parser does not let this through.
        };
        let printer = printing::printer(None, self.flags, matches, self.console)?;
        let mut input = Input::new(&mut *self.console.stdin);
        let variable = self.console.variable;
        let existence = match action {
            "login" => Existence::Open,
            _ => Existence::Needed,
        };
        let settings = Settings::read(
            self.program,
            self.flags,
            matches,
            variable,
            &mut input,
            existence,
        )?;
        match action {
            "login" => auth::login(self.program, self.flags, matches, settings, self.console),
            "logout" => auth::logout(settings, self.console),
            _ => {
                let list = auth::show(self.program, &settings, self.console)?;
                let printed = printer.reply(list.as_bytes(), Some("application/json"))?;
                self.console.print_all(&printed)?;
                if action == "status" && !auth::is_logged_in(self.program, &settings) {
                    return Err(Failure::Quiet(problem::AUTH));
                }
                Ok(())
            }
        }
    }
}

/// The words of a command: `flora assets list`.
#[cfg(feature = "explore")]
fn title(program: &Program, command: &'static Command) -> String {
    let is_it = |other: &Command| std::ptr::eq(other, command);
    let group = (program.groups.iter()).find(|group| group.commands.iter().any(is_it));
    match group {
        Some(group) => format!("{} {} {}", program.name, group.name, command.name),
        None => format!("{} {}", program.name, command.name),
    }
}

/// Whether a header of the caller's own asks for a reply that is printed while it comes.
fn asks_for_stream(matches: &ArgMatches) -> bool {
    let mut headers = (matches.get_many::<String>(globals::HEADER).into_iter()).flatten();
    headers.any(|text| {
        let header = text.split_once(':');
        header.is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("accept") && follow::is_wanted(value)
        })
    })
}

/// Prints a reply while it comes, or as a whole if it is of another kind than that.
fn follow(
    exchange: &Exchange,
    sending: Sending<Download>,
    printer: &Printer<'_>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let include = matches.get_flag(printing::INCLUDE);
    match follow::follow(exchange, sending, printer, include, console)? {
        Some(reply) => print(printer, &reply, matches, console),
        None => Ok(()),
    }
}

/// What the flags say about calls.
fn exchange(matches: &ArgMatches) -> Exchange {
    let shown = matches.get_one(globals::DRY_RUN).copied();
    Exchange {
        log: Log::default(),
        rehearsal: shown.map(|shown| (shown, Stage::default())),
        timing: matches.get_flag(globals::TIMING),
        secrets: Vec::new(),
        pace: None,
    }
}

/// What a command works on.
enum Work {
    Call,
    Wait(Vec<Value>, &'static PollRule),
    Upload(Vec<upload::File>, &'static UploadPlan),
    Download(download::Destination, download::At),
}

/// What a client sends that nobody may see.
fn secrets(client: &Client) -> Vec<Secret> {
    let secrets = client.settings.credentials.secrets();
    secrets.map(Secret::from).collect()
}

/// Prints a reply, and its head where that was asked for.
fn print(
    printer: &Printer<'_>,
    reply: &Reply<Bytes>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let media_type = output::media_type(reply);
    let mut printed = printer.reply(reply.body(), media_type)?;
    if matches.get_flag(printing::INCLUDE) {
        let mut content = output::head(reply.status(), reply.headers()).into_bytes();
        content.append(&mut printed.content);
        printed.content = content;
    }
    console.print_all(&printed)
}
