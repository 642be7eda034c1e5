// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Waiting for an end: the command `wait`, and `--wait` of commands whose reply is a beginning.

use clap::ArgMatches;

use super::super::call::Call;
use super::super::error::{Error, ErrorKind};
use super::super::poll::{self, PollRule, Waiting};
use super::super::reply::Bytes;
use super::super::service::{Location, Operation};
use super::args;
use super::batch::{Batch, Item, Raw, State};
use super::console::Console;
use super::flags::{self, Flags};
use super::globals;
use super::json::Tree;
use super::pace::Pace;
use super::problem::Failure;
use super::request;
use super::table::{Arg, Command, Program, Target, Task, Wait};
use super::terminal;
use super::values::Value;

/// How many are waited for at a time. Asking is cheap.
const AT_A_TIME: usize = 16;

const WAITING: &str = "waiting";

/// The ids that were given, by their place or by the flag.
pub(super) fn ids(
    id: &'static Arg,
    command: &'static Command,
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<Vec<Value>, Failure> {
    let given = |name: &str| matches.get_many::<Value>(name).into_iter().flatten();
    let ids: Vec<Value> = given(args::SOURCES)
        .chain(given(id.flag))
        .cloned()
        .collect();
    if ids.is_empty() {
        let (name, flag) = (id.value_name, id.flag);
        return Err(Failure::Usage(format!("missing <{name}> (or --{flag})")));
    }
    if request::validates(command, matches) {
        for value in &ids {
            request::check(id, value, flags)?;
        }
    }
    Ok(ids)
}

/// Waits for each of the ids.
pub(super) fn run(
    call: &Call,
    command: &'static Command,
    rule: &'static PollRule,
    ids: Vec<Value>,
    batch: &Batch<'_>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let name = match command.task.id().map(|id| id.target) {
        Some(Target::Parameter(name)) => name,
        _ => "", // The table has ids of no other kind.
    };
    let asking = |id: &Value| call.clone().param_in(Location::Path, name, id);
    if let Some(rehearsal) = &batch.exchange.rehearsal {
        let service = batch.program.service;
        for id in &ids {
            let sending = asking(id).send_raw::<Bytes>();
            batch
                .exchange
                .rehearse(rehearsal, sending, &[], service, console)?;
        }
        return Ok(());
    }
    let items: Vec<Item<'_>> = (ids.iter())
        .map(|id| {
            let text = match id {
                Value::Text(text) | Value::Number(text) => text.clone(),
                id => {
                    let mut json = String::new();
                    id.write_json(&mut json);
                    json
                }
            };
            Item {
                name: terminal::escape_line(&text),
                source: text.clone(),
                begin: Box::new(move |meter| {
                    meter.tell(WAITING, None, Some(&text));
                    let waiting = waiting(rule, batch.matches);
                    waiting.run::<Raw>(in_time(asking(id), batch.matches))
                }),
            }
        })
        .collect();
    let pace = Pace::new(AT_A_TIME);
    let left = |id: &str, _: &State| Some(left(id, command.operation, batch.program));
    batch.run(&items, &pace, "are done", &left, console)
}

/// Sends a call, and waits for the end of what its reply is about.
pub(super) fn after(
    call: &Call,
    wait: &'static Wait,
    batch: &Batch<'_>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let reply = batch
        .exchange
        .run(call.clone().send_raw::<Bytes>(), console)?;
    let text = std::str::from_utf8(reply.body()).unwrap_or_default();
    let tree = Tree::parse(text).ok();
    let at = |pointer: &str| tree.as_ref()?.at(pointer);
    if !wait.form.is_empty() && at(wait.form).is_some_and(|form| !form.is_null()) {
        // Someone has to send the bytes first, and needs the form for it.
        super::print(batch.printer, &reply, batch.matches, console)?;
    }
    let mut asking = call.step(wait.operation);
    if !wait.id.is_empty() {
        let Some(id) = at(wait.id).and_then(Tree::as_text) else {
            let text = "the reply has no id to wait for";
            return Err(Error::new(ErrorKind::Decode, text).into());
        };
        asking = asking.param_in(Location::Path, wait.parameter, id);
    }
    let id = poll::id(&asking);
    let subject = id.clone().unwrap_or_else(|| "the end".to_owned());
    let items = [Item {
        name: terminal::escape_line(&subject),
        source: subject,
        begin: Box::new(|meter| {
            meter.tell(WAITING, None, id.as_deref());
            let waiting = Waiting::new(wait.rule);
            waiting.run::<Raw>(in_time(asking.clone(), batch.matches))
        }),
    }];
    let left = |_: &str, state: &State| {
        let id = terminal::escape_line(state.id.as_ref()?);
        Some(left(&id, wait.operation, batch.program))
    };
    batch.run(&items, &Pace::new(1), "done", &left, console)
}

/// What is being waited for when there is no time for it any more, and how to go on.
fn left(id: &str, operation: &Operation, program: &Program) -> String {
    match words(operation, program) {
        Some(command) => format!("{id} is not done; `{command} {id}` goes on waiting"),
        None => format!("{id} is not done"),
    }
}

/// The command that waits by asking this operation: `flora assets wait`.
pub(super) fn words(operation: &Operation, program: &Program) -> Option<String> {
    flags::words(program, &|command| {
        matches!(command.task, Task::Wait { .. }) && command.operation.id == operation.id
    })
}

fn waiting(rule: &'static PollRule, matches: &ArgMatches) -> Waiting {
    let waiting = Waiting::new(rule);
    match matches.get_one(args::INTERVAL) {
        Some(interval) => waiting.interval(*interval),
        None => waiting,
    }
}

/// The time for all of it is that of the waiting, in place of that of the rule.
fn in_time(call: Call, matches: &ArgMatches) -> Call {
    match matches.get_one(globals::DEADLINE) {
        Some(deadline) => call.deadline(*deadline),
        None => call,
    }
}
