// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The names of the program's own flags and commands, chosen so that the document keeps its names.
//!
//! In: the table. Out: for each thing of ours the name it has in this program. A document with a
//! parameter `timeout` gets `--timeout` for it, and our own becomes `--client-timeout`.

use std::collections::HashSet;

use super::table::{Command, Group, Program};

/// The names of our own flags and commands, without dashes.
#[derive(Debug)]
pub(super) struct Flags {
    /// One for each credential of the service, in its order.
    pub(super) credentials: Vec<CredentialFlag>,
    pub(super) profile: &'static str,
    pub(super) base_url: &'static str,
    pub(super) timeout: &'static str,
    pub(super) deadline: &'static str,
    pub(super) max_retries: &'static str,
    pub(super) proxy: &'static str,
    pub(super) format: &'static str,
    /// The second name of `format`, unless the document uses it.
    pub(super) output: Option<&'static str>,
    pub(super) columns: &'static str,
    pub(super) jq: &'static str,
    pub(super) transform: &'static str,
    pub(super) strict: &'static str,
    pub(super) raw_output: &'static str,
    pub(super) include: &'static str,
    pub(super) all: &'static str,
    pub(super) max_items: &'static str,
    pub(super) header: &'static str,
    pub(super) debug: &'static str,
    pub(super) dry_run: &'static str,
    pub(super) timing: &'static str,
    pub(super) error_format: &'static str,
    pub(super) help: &'static str,
    /// The whole body of a command.
    pub(super) body: &'static str,
    pub(super) null: &'static str,
    pub(super) no_validate: &'static str,
    /// Waits for the end of what a reply is about.
    pub(super) wait: &'static str,
    pub(super) no_wait: &'static str,
    pub(super) interval: &'static str,
    /// How many files are uploaded at a time.
    pub(super) parallel: &'static str,
    /// Where a download goes, and whether it replaces a file.
    pub(super) to: &'static str,
    pub(super) force: &'static str,
    /// The command that prints completion scripts.
    pub(super) completions: &'static str,
    /// The command that explains commands and topics.
    pub(super) help_command: &'static str,
    /// The command that writes the pages of the manual.
    pub(super) man: &'static str,
    pub(super) api: &'static str,
    pub(super) auth: &'static str,
    pub(super) config: &'static str,
}

/// The flag of a credential.
#[derive(Debug)]
pub(super) struct CredentialFlag {
    /// What it is called inside the program; never the name of a flag.
    pub(super) id: &'static str,
    /// What is typed.
    pub(super) flag: &'static str,
    /// The same for the flag that names a file with the value.
    pub(super) file_id: &'static str,
    pub(super) file_flag: &'static str,
}

impl Flags {
    /// Chooses the names for a program.
    pub(super) fn new(program: &Program) -> Self {
        let mut taken: HashSet<&str> = commands(program)
            .flat_map(|command| command.args.iter().chain(command.task.id()))
            .map(|arg| arg.flag)
            .collect();
        // The flags of `api`, which meet ours in the same command.
        taken.extend(["query", "field", "raw-field", "idempotency-key"]);
        let mut free = |name| free_name(&mut taken, name);
        let mut words: HashSet<&str> = (program.groups.iter().map(|group| group.name))
            .chain(program.commands.iter().map(|command| command.name))
            .collect();
        Self {
            profile: free("profile"),
            base_url: free("base-url"),
            timeout: free("timeout"),
            deadline: free("deadline"),
            max_retries: free("max-retries"),
            proxy: free("proxy"),
            format: free("format"),
            output: (free("output") == "output").then_some("output"),
            columns: free("columns"),
            jq: free("jq"),
            transform: free("transform"),
            strict: free("strict"),
            raw_output: free("raw-output"),
            include: free("include"),
            all: free("all"),
            max_items: free("max-items"),
            header: free("header"),
            debug: free("debug"),
            dry_run: free("dry-run"),
            timing: free("timing"),
            error_format: free("error-format"),
            help: free("help"),
            body: free("body"),
            null: free("null"),
            no_validate: free("no-validate"),
            wait: free("wait"),
            no_wait: free("no-wait"),
            interval: free("interval"),
            parallel: free("parallel"),
            to: free("to"),
            force: free("force"),
            credentials: (program.service.credentials.iter())
                .map(|credential| {
                    let flag = free(keep(kebab(credential.name)));
                    CredentialFlag {
                        id: keep(format!("credential:{}", credential.name)),
                        flag,
                        file_id: keep(format!("credential-file:{}", credential.name)),
                        file_flag: free(keep(format!("{flag}-file"))),
                    }
                })
                .collect(),
            completions: free_name(&mut words, "completions"),
            help_command: free_name(&mut words, "help"),
            man: free_name(&mut words, "man"),
            api: free_name(&mut words, "api"),
            auth: free_name(&mut words, "auth"),
            config: free_name(&mut words, "config"),
        }
    }
}

/// The name itself, or with as many prefixes as make it new.
fn free_name(taken: &mut HashSet<&'static str>, name: &'static str) -> &'static str {
    let mut name = name;
    while !taken.insert(name) {
        name = keep(format!("client-{name}"));
    }
    name
}

/// Keeps a name for as long as the process lives, which is what clap asks of names.
///
/// A process runs one program, so these are a few dozen bytes.
fn keep(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

/// Every command of a program.
pub(super) fn commands(program: &Program) -> impl Iterator<Item = &'static Command> {
    (program.groups.iter())
        .flat_map(|group| group.commands)
        .chain(program.commands)
}

/// The first command that is what is looked for, and its group.
pub(super) fn find(
    program: &Program,
    is_it: &dyn Fn(&Command) -> bool,
) -> Option<(Option<&'static str>, &'static Command)> {
    let of_group = |group: &Group| {
        let mut commands = group.commands.iter();
        Some((Some(group.name), commands.find(|command| is_it(command))?))
    };
    (program.groups.iter().find_map(of_group)).or_else(|| {
        let mut commands = program.commands.iter();
        Some((None, commands.find(|command| is_it(command))?))
    })
}

/// The same as it is typed: `flora assets wait`.
pub(super) fn words(program: &Program, is_it: &dyn Fn(&Command) -> bool) -> Option<String> {
    let (group, command) = find(program, is_it)?;
    let words = [Some(program.name), group, Some(command.name)];
    Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The name of a credential as a flag: `api_key` and `apiKey` => `api-key`.
fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    let mut after_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && after_lower) {
            out.push('-');
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase() || c.is_numeric();
    }
    out.trim_matches('-').to_owned()
}
