//! The table as a [`clap::Command`]: what may be typed, and what the help says.
//!
//! Nothing is marked as required here. Which fields a command needs depends on the body that the
//! given ones select, so `body` checks all of that at once, and the usage line spells it out.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::builder::{IntoResettable, PossibleValuesParser, Resettable, Styles};
use clap::{ArgAction, ValueHint};

use super::super::service::{Location, Parameter};
use super::super::upload::UploadPlan;
use super::api;
use super::auth;
use super::body::{self, Need};
use super::flags::Flags;
use super::globals;
use super::printing;
use super::problem;
use super::table::{Arg, ArgKind, Body, BodyKind, Command, Group, Program, Target, Task};
use super::topics;
use super::values::Reader;

// Ids of our own arguments. An argument of the document has its flag as id, and no flag has a colon.
pub(super) const BODY: &str = "client:body";
/// The path parameters without their flags: `flora assets retrieve asset_abc123`.
pub(super) const POSITIONS: [&str; 6] = [
    "client:position-1",
    "client:position-2",
    "client:position-3",
    "client:position-4",
    "client:position-5",
    "client:position-6",
];
pub(super) const NULL: &str = "client:null";
pub(super) const NO_VALIDATE: &str = "client:no-validate";
pub(super) const WAIT: &str = "client:wait";
pub(super) const NO_WAIT: &str = "client:no-wait";
pub(super) const INTERVAL: &str = "client:interval";
pub(super) const PARALLEL: &str = "client:parallel";
pub(super) const TO: &str = "client:to";
pub(super) const FORCE: &str = "client:force";
/// What is worked on, one after the other or several at a time: files, or ids.
pub(super) const SOURCES: &str = "client:sources";
pub(super) const SHELL: &str = "client:shell";
pub(super) const FOLDER: &str = "client:folder";
const HELP: &str = "client:help";
const TOPIC: &str = "client:topic";

const OUTPUT: &str = "Output";
const CONNECTION: &str = "Connection";
const TELLING: &str = "Seeing what happens";

/// How much of the parser is needed.
#[derive(Debug)]
pub(super) enum Extent {
    /// All of it, for completions and manuals.
    Whole,
    /// The arguments of commands whose names are among these words. The others need no more than
    /// their names, and a large service has thousands of arguments.
    Words(HashSet<String>),
}

impl Extent {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Words(words) => words.contains(name),
        }
    }
}

/// The whole program.
pub(super) fn program(program: &'static Program, flags: &Flags, extent: &Extent) -> clap::Command {
    let mut root = clap::Command::new(program.name)
        .version(program.version)
        .about(program.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .after_help(after_program(program));
    let sections = [
        (OUTPUT, printing::global_args(flags)),
        (TELLING, globals::telling_args(flags).into()),
        (CONNECTION, globals::connection_args(program, flags)),
    ];
    for (section, args) in sections {
        for arg in args {
            root = root.arg(arg.global(true).help_heading(section));
        }
    }
    // A document may use the flag of clap's own help.
    if flags.help != "help" {
        root = root.disable_help_flag(true).arg(
            clap::Arg::new(HELP)
                .long(flags.help)
                .short('h')
                .action(ArgAction::Help)
                .global(true)
                .help("Print help"),
        );
    }
    for group in program.groups {
        root = root.subcommand(group_command(program, flags, group, extent));
    }
    for command in program.commands {
        root = root.subcommand(leaf(program, flags, program.name, command, extent));
    }
    root.subcommand(api::command(program, flags))
        .subcommand(auth::auth_command(program, flags))
        .subcommand(auth::config_command(flags))
        .subcommand(completions(flags))
        .subcommand(man(flags))
        .subcommand(help(flags))
}

fn after_program(program: &Program) -> String {
    format!(
        "{}\n\n{}\n\n{}",
        topics::list(),
        problem::exit_codes_help(program),
        environment(program)
    )
}

fn has_name(name: &str, commands: &[Command]) -> bool {
    commands.iter().any(|command| command.name == name)
}

fn group_command(
    program: &'static Program,
    flags: &Flags,
    group: &'static Group,
    extent: &Extent,
) -> clap::Command {
    let path = format!("{} {}", program.name, group.name);
    let command = clap::Command::new(group.name).about(group.about);
    if !extent.has(group.name) {
        return command;
    }
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(has_name("help", group.commands))
        .subcommands(
            (group.commands.iter()).map(|command| leaf(program, flags, &path, command, extent)),
        )
}

/// The command of one operation.
fn leaf(
    program: &'static Program,
    flags: &Flags,
    path: &str,
    command: &'static Command,
    extent: &Extent,
) -> clap::Command {
    let mut leaf = clap::Command::new(command.name).about(about(command));
    if !command.alias.is_empty() {
        leaf = leaf.alias(command.alias);
    }
    if !extent.has(command.name) && !extent.has(command.alias) {
        return leaf;
    }
    let positions = positional(command);
    let mut leaf = leaf
        .long_about(long_about(command))
        .override_usage(usage(flags, path, command))
        .after_help(after_help(program, command));
    for (arg, id) in positions.iter().zip(POSITIONS) {
        leaf = leaf.arg(
            clap::Arg::new(id)
                .value_name(arg.value_name)
                .value_parser(Reader(arg))
                .allow_negative_numbers(is_number(arg))
                .help(format!("{} Also as --{}.", sentence(arg.help), arg.flag)),
        );
    }
    for arg in command.args {
        let flag = document_arg(arg);
        let place = positions.iter().position(|other| std::ptr::eq(*other, arg));
        leaf = leaf.arg(match place.and_then(|place| POSITIONS.get(place)) {
            Some(id) => flag.conflicts_with(id),
            None => flag,
        });
    }
    leaf = leaf.args(task_args(flags, command));
    leaf = leaf.args(body_args(flags, command));
    if command
        .list
        .as_ref()
        .is_some_and(|list| list.pages.is_some())
    {
        leaf = leaf.args(printing::page_args(flags));
    }
    leaf
}

/// Ours of a command that is more than one request.
fn task_args(flags: &Flags, command: &'static Command) -> Vec<clap::Arg> {
    let mut args = Vec::new();
    match &command.task {
        Task::Call | Task::Download { .. } => {}
        Task::Wait { rule, id } => {
            let several = |arg: clap::Arg| arg.action(ArgAction::Append).value_parser(Reader(id));
            let help = format!("{} [several are waited for together]", id.help);
            args.push(
                several(
                    clap::Arg::new(SOURCES)
                        .value_name(id.value_name)
                        .num_args(1..),
                )
                .help(help),
            );
            args.push(
                several(
                    clap::Arg::new(id.flag)
                        .long(id.flag)
                        .value_name(id.value_name),
                )
                .help("The same by a flag [may be repeated]"),
            );
            args.push(
                clap::Arg::new(INTERVAL)
                    .long(flags.interval)
                    .value_name("SECONDS")
                    .value_parser(globals::seconds)
                    .help(format!(
                        "How long to wait before asking again [default: {}]",
                        rule.interval.as_secs_f64()
                    )),
            );
        }
        Task::Upload(plan) => {
            let what = match plan.fetch {
                "" => "The files; - is standard input",
                _ => "The files, or URLs that the service fetches; - is standard input",
            };
            args.push(
                clap::Arg::new(SOURCES)
                    .value_name(upload_value(plan))
                    .num_args(1..)
                    .value_hint(ValueHint::FilePath)
                    .value_parser(clap::value_parser!(std::ffi::OsString))
                    .help(what),
            );
            args.push(
                clap::Arg::new(PARALLEL)
                    .long(flags.parallel)
                    .value_name("N")
                    .value_parser(clap::value_parser!(u8).range(1..=4))
                    .help("How many files go at a time, fewer when the service has too much to do [default: 4]"),
            );
            if plan.signed.is_some_and(|way| way.poll.is_some()) {
                args.push(
                    clap::Arg::new(NO_WAIT)
                        .long(flags.no_wait)
                        .action(ArgAction::SetTrue)
                        .help("End when the service has the bytes, done with them or not"),
                );
            }
        }
    }
    if matches!(command.task, Task::Download { .. }) {
        args.extend(download_args(flags));
    }
    if command.wait.is_some() {
        args.push(
            clap::Arg::new(WAIT)
                .long(flags.wait)
                .action(ArgAction::SetTrue)
                .help("Wait until the service is done, and print what it has then"),
        );
    }
    args
}

fn download_args(flags: &Flags) -> [clap::Arg; 2] {
    [
        clap::Arg::new(TO)
            .long(flags.to)
            .value_name("FILE|-")
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(ValueHint::FilePath)
            .help(
                "The file to write; - is standard output [default: the name that ends the address]",
            ),
        clap::Arg::new(FORCE)
            .long(flags.force)
            .action(ArgAction::SetTrue)
            .help("Replace a file, or write bytes to a terminal"),
    ]
}

fn upload_value(plan: &UploadPlan) -> &'static str {
    match plan.fetch {
        "" => "FILE|-",
        _ => "FILE|URL|-",
    }
}

/// Ours that depend on the body and on the rules of a command.
fn body_args(flags: &Flags, command: &'static Command) -> Vec<clap::Arg> {
    let mut args = Vec::new();
    if !command.bodies.is_empty() {
        args.push(
            clap::Arg::new(BODY)
                .long(flags.body)
                .value_name("BODY")
                .value_parser(clap::value_parser!(std::ffi::OsString))
                .value_hint(ValueHint::FilePath)
                .help(body_help(command)),
        );
    }
    let nullable: Vec<&str> = (command.args.iter())
        .filter(|arg| arg.nullable && matches!(arg.target, Target::Field { .. }))
        .map(|arg| arg.flag)
        .collect();
    if !nullable.is_empty() {
        args.push(
            clap::Arg::new(NULL)
                .long(flags.null)
                .value_name("FIELD")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(nullable))
                .help("Send null for a field [may be repeated]"),
        );
    }
    if has_rules(command) {
        args.push(
            clap::Arg::new(NO_VALIDATE)
                .long(flags.no_validate)
                .action(ArgAction::SetTrue)
                .help("Send values that the service is said to refuse"),
        );
    }
    args
}

/// Whether there is something to check before a value is sent.
pub(super) fn has_rules(command: &'static Command) -> bool {
    let mut args = command.args.iter().chain(command.task.id());
    args.any(|arg| !arg.rules.is_empty())
}

/// A text with a period at its end, if it has words.
fn sentence(text: &str) -> String {
    let ends = text.is_empty() || text.ends_with(['.', ']', '!', '?']);
    format!("{text}{}", if ends { "" } else { "." })
}

fn about(command: &Command) -> String {
    if command.deprecated {
        format!("{} (deprecated)", command.about)
    } else {
        command.about.to_owned()
    }
}

fn long_about(command: &Command) -> String {
    let mut text = about(command);
    if !command.description.is_empty() {
        let _ = write!(text, "\n\n{}", command.description);
    }
    let operation = command.operation;
    let _ = write!(text, "\n\nCalls {} {}.", operation.method, operation.path);
    text
}

fn body_help(command: &Command) -> &'static str {
    let whole = |body: &&Body| body.kind == BodyKind::Whole;
    if !command.bodies.iter().all(|body| whole(&body)) {
        return "All fields at once: JSON, @FILE, or - for standard input, which may be YAML; flags win over them";
    }
    let json = (command.bodies.iter()).any(|body| body::is_json(body.media_type));
    if json {
        "The request body: JSON, @FILE, or - for standard input, which may be YAML"
    } else {
        "The request body: @FILE, or - for standard input"
    }
}

/// The flag of an argument of the document.
fn document_arg(arg: &'static Arg) -> clap::Arg {
    let mut help = arg.help.to_owned();
    let mut note = |text: std::fmt::Arguments<'_>| {
        if !help.is_empty() {
            help.push(' ');
        }
        let _ = help.write_fmt(text);
    };
    if !arg.default.is_empty() {
        note(format_args!("[default of the service: {}]", arg.default));
    }
    if arg.repeated || arg.map {
        note(format_args!("[may be repeated]"));
    }
    let flag = clap::Arg::new(arg.flag)
        .long(arg.flag)
        .value_name(if arg.map {
            "NAME=VALUE"
        } else {
            arg.value_name
        })
        .value_parser(Reader(arg))
        .help(if help.is_empty() {
            Resettable::Reset
        } else {
            help.into_resettable()
        });
    let flag = match arg.kind {
        // `--public` is `--public true`. A list has no such short form: each value is written.
        ArgKind::Boolean if !arg.repeated && !arg.map => {
            flag.num_args(0..=1).default_missing_value("true")
        }
        ArgKind::File => flag.value_hint(ValueHint::FilePath),
        _ => flag.allow_negative_numbers(is_number(arg)),
    };
    if arg.repeated || arg.map {
        flag.action(ArgAction::Append)
    } else {
        flag
    }
}

/// Whether a value with a dash in front may be a number.
fn is_number(arg: &Arg) -> bool {
    matches!(arg.kind, ArgKind::Integer | ArgKind::Number | ArgKind::Json)
}

/// The parameter that an argument sets.
///
/// Parameters of different locations may share a name; their arguments are in the same order.
pub(super) fn parameter(
    command: &'static Command,
    arg: &'static Arg,
) -> Option<&'static Parameter> {
    let Target::Parameter(name) = arg.target else {
        return None;
    };
    let same_name = |arg: &&Arg| arg.target == Target::Parameter(name);
    let index = (command.args.iter())
        .filter(same_name)
        .position(|other| std::ptr::eq(other, arg))?;
    (command.operation.parameters.iter())
        .filter(|parameter| parameter.name == name)
        .nth(index)
}

/// The arguments that may be given without their flags: the path parameters that are one value
/// each, in the order of the path.
pub(super) fn positional(command: &'static Command) -> Vec<&'static Arg> {
    let path = command.operation.path;
    let place = |arg: &'static Arg| {
        let parameter = parameter(command, arg)?;
        let template = format!("{{{}}}", parameter.name);
        (parameter.location == Location::Path).then(|| path.find(&template))?
    };
    let mut args: Vec<(usize, &'static Arg)> = (command.args.iter())
        .filter_map(|arg| Some((place(arg)?, arg)))
        .collect();
    // A place that may stay empty, or be several words, would make the others ambiguous.
    let fits = |arg: &Arg| arg.required && !arg.repeated && !arg.map;
    if args.len() > POSITIONS.len() || !args.iter().all(|(_, arg)| fits(arg)) {
        return Vec::new();
    }
    args.sort_by_key(|(place, _)| *place);
    args.into_iter().map(|(_, arg)| arg).collect()
}

/// `flora assets create [OPTIONS] --workspace-id <WORKSPACE_ID> <--source <SOURCE>|--file <FILE>>`
fn usage(flags: &Flags, path: &str, command: &'static Command) -> String {
    let positions = positional(command);
    let has_flag = |arg: &&'static Arg| positions.iter().all(|other| other.flag != arg.flag);
    let parameters = (command.args.iter())
        .filter(|arg| arg.required && matches!(arg.target, Target::Parameter(_)))
        .filter(has_flag)
        .map(Need::from);
    let (common, choice) = body::needs_of_all(command, flags);
    let mut words = vec![format!("{path} {} [OPTIONS]", command.name)];
    words.extend(parameters.chain(common).map(shown));
    if !choice.is_empty() {
        let sets = choice
            .into_iter()
            .map(|set| set.into_iter().map(shown).collect::<Vec<_>>());
        let sets: Vec<String> = sets.map(|set| set.join(" ")).collect();
        words.push(format!("<{}>", sets.join("|")));
    }
    words.extend((positions.iter()).map(|arg| format!("<{}>", arg.value_name)));
    match &command.task {
        Task::Call | Task::Download { .. } => {}
        Task::Wait { id, .. } => words.push(format!("<{}>...", id.value_name)),
        Task::Upload(plan) => words.push(format!("<{}>...", upload_value(plan))),
    }
    words.join(" ")
}

fn shown(need: Need) -> String {
    format!("--{} <{}>", need.flag, need.value_name)
}

/// The examples of a command and the variables that it reads.
fn after_help(program: &Program, command: &Command) -> String {
    let header = *Styles::styled().get_header();
    let mut text = String::new();
    if !command.examples.is_empty() {
        let _ = write!(text, "{header}Examples:{header:#}");
        for example in command.examples {
            let about = match example.about {
                "" => command.about,
                about => about,
            };
            if !about.is_empty() {
                let _ = write!(text, "\n  # {about}");
            }
            let _ = write!(text, "\n  {}", folded(example.line));
        }
        text.push_str("\n\n");
    }
    text + &environment(program)
}

fn environment(program: &Program) -> String {
    let header = *Styles::styled().get_header();
    let mut text = format!("{header}Environment:{header:#}");
    // The others are for few: the topic has them.
    let count = program.service.credentials.len() + 1;
    for (name, purpose) in topics::variables(program).into_iter().take(count) {
        let _ = write!(text, "\n  {name:<24} {purpose}");
    }
    text
}

/// A line as it can be copied: broken before a flag in the way of shells, where clap would wrap it
/// anywhere.
fn folded(line: &str) -> String {
    const WIDTH: usize = 76;
    let mut lines = vec![String::new()];
    for (index, piece) in line.split(" --").enumerate() {
        let Some(last) = lines.last_mut() else { break };
        let is_quoted = last.matches('\'').count() % 2 == 1;
        if index == 0 || is_quoted || last.chars().count() + piece.chars().count() + 3 <= WIDTH {
            last.push_str(if index == 0 { "" } else { " --" });
            last.push_str(piece);
        } else {
            lines.push(format!("  --{piece}"));
        }
    }
    lines.join(" \\\n  ")
}

fn completions(flags: &Flags) -> clap::Command {
    clap::Command::new(flags.completions)
        .about("Print the script that completes commands and flags in a shell")
        .arg(
            clap::Arg::new(SHELL)
                .value_name("SHELL")
                .required(true)
                .value_parser(clap::value_parser!(clap_complete::Shell)),
        )
}

fn man(flags: &Flags) -> clap::Command {
    clap::Command::new(flags.man)
        .about("Write the pages of the manual into a folder")
        .arg(
            clap::Arg::new(FOLDER)
                .value_name("DIR")
                .required(true)
                .value_hint(ValueHint::DirPath)
                .value_parser(clap::value_parser!(PathBuf)),
        )
}

fn help(flags: &Flags) -> clap::Command {
    clap::Command::new(flags.help_command)
        .about("Explain a command or a topic")
        .arg(
            clap::Arg::new(TOPIC)
                .value_name("COMMAND|TOPIC")
                .num_args(0..)
                .value_parser(PossibleValuesParser::new(
                    topics::TOPICS.map(|(name, _)| name),
                ))
                .hide_possible_values(true),
        )
}
