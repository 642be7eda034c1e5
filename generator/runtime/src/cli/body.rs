//! Which request body the given flags ask for, and what is missing from it.
//!
//! In: a command of the table and which of its flags were given. Out: the body, or one sentence
//! for the user. Nothing is sent and no value is looked at.

use super::flags::Flags;
use super::table::{Arg, Body, BodyKind, Command, Target};

/// Which flags of a command were given.
#[derive(Debug)]
pub(super) struct Given<'a> {
    /// The arguments of the document.
    pub(super) args: Vec<&'static Arg>,
    /// Whether `--body` was.
    pub(super) whole: bool,
    /// The names of our own flags.
    pub(super) flags: &'a Flags,
    /// The argument that may stand without its flag.
    pub(super) positional: Option<&'static Arg>,
}

/// Whether a media type is JSON: `application/json`, `application/problem+json; charset=utf-8`.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let subtype = essence.rsplit('/').next().unwrap_or_default();
    subtype.eq_ignore_ascii_case("json") || subtype.to_ascii_lowercase().ends_with("+json")
}

/// The body to send, or why there is none that fits.
pub(super) fn choose(
    command: &'static Command,
    given: &Given<'_>,
) -> Result<Option<&'static Body>, String> {
    let fields: Vec<&'static Arg> = (given.args.iter().copied())
        .filter(|arg| matches!(arg.target, Target::Field { .. }))
        .collect();
    if given.whole
        && let Some(field) = fields.first()
    {
        return Err(format!(
            "--{} cannot be used with --{}",
            field.flag, given.flags.body
        ));
    }
    let candidates: Vec<usize> = (0..command.bodies.len())
        .filter(|&body| is_whole(command, body) == given.whole)
        .filter(|&body| fields.iter().all(|field| is_in(field, body)))
        .collect();
    if candidates.is_empty() && !fields.is_empty() {
        return Err(conflict(command, &fields));
    }
    let wanted = given.whole || !fields.is_empty() || command.body_required;
    let missing: Vec<Vec<&'static Arg>> = if wanted {
        let missing = |&body: &usize| missing_fields(command, given, body);
        candidates.iter().map(missing).collect()
    } else {
        Vec::new()
    };
    let complete = missing.iter().position(Vec::is_empty);
    let sentence = demand(command, given, &missing, wanted);
    if !sentence.is_empty() {
        return Err(sentence);
    }
    let body = complete.and_then(|index| candidates.get(index));
    Ok(body.and_then(|&body| command.bodies.get(body)))
}

fn is_whole(command: &Command, body: usize) -> bool {
    (command.bodies.get(body)).is_some_and(|body| body.kind == BodyKind::Whole)
}

fn is_in(arg: &Arg, body: usize) -> bool {
    matches!(arg.target, Target::Field { bodies, .. } if bodies.contains(&body))
}

fn is_required_in(arg: &Arg, body: usize) -> bool {
    matches!(arg.target, Target::Field { required_in, .. } if required_in.contains(&body))
}

fn is_given(given: &Given<'_>, arg: &'static Arg) -> bool {
    given.args.iter().any(|other| std::ptr::eq(*other, arg))
}

fn missing_fields(command: &'static Command, given: &Given<'_>, body: usize) -> Vec<&'static Arg> {
    (command.args.iter())
        .filter(|arg| is_required_in(arg, body) && !is_given(given, arg))
        .collect()
}

/// What has to be given besides, in one sentence, or nothing.
fn demand(
    command: &'static Command,
    given: &Given<'_>,
    missing: &[Vec<&'static Arg>],
    wanted: bool,
) -> String {
    let parameters = (command.args.iter())
        .filter(|arg| arg.required && matches!(arg.target, Target::Parameter(_)))
        .filter(|arg| !is_given(given, arg));
    let (common, choice) = split(missing);
    let mut names: Vec<String> = (parameters.chain(common))
        .map(|arg| match given.positional {
            Some(position) if std::ptr::eq(position, arg) => format!("<{}>", arg.value_name),
            _ => format!("--{}", arg.flag),
        })
        .collect();
    let mut choice: Vec<String> = choice.iter().map(|args| all_of(args)).collect();
    // A body that is sent whole is one more choice as long as no field decides against it.
    let has_whole = (0..command.bodies.len()).any(|body| is_whole(command, body));
    let undecided = wanted && !given.whole && !missing.iter().any(Vec::is_empty);
    let fields_given = (given.args.iter()).any(|arg| matches!(arg.target, Target::Field { .. }));
    if has_whole && undecided && !fields_given {
        if missing.is_empty() {
            names.push(format!("--{}", given.flags.body));
        } else {
            choice.push(format!("--{}", given.flags.body));
        }
    }
    let mut sentence = Vec::new();
    if !names.is_empty() {
        sentence.push(format!("missing {}", join(&names, "and")));
    }
    if !choice.is_empty() {
        sentence.push(exactly_one_of(&choice));
    }
    sentence.join("; ")
}

/// What all of the lists have, and what tells them apart: nothing if one of them has no more.
fn split<'a>(lists: &[Vec<&'a Arg>]) -> (Vec<&'a Arg>, Vec<Vec<&'a Arg>>) {
    let has = |list: &Vec<&Arg>, arg: &Arg| list.iter().any(|other| std::ptr::eq(*other, arg));
    let everywhere = |arg: &Arg| lists.iter().all(|list| has(list, arg));
    let first = lists.first().cloned().unwrap_or_default();
    let common = first.into_iter().filter(|arg| everywhere(arg)).collect();
    let rests: Vec<Vec<&Arg>> = (lists.iter())
        .map(|list| {
            list.iter()
                .copied()
                .filter(|arg| !everywhere(arg))
                .collect()
        })
        .collect();
    if rests.iter().any(Vec::is_empty) {
        return (common, Vec::new());
    }
    (common, rests)
}

/// The flags of which one set must be given, where that is what decides between the bodies.
pub(super) fn alternatives(command: &'static Command) -> Vec<Vec<&'static Arg>> {
    if !command.body_required || command.bodies.len() < 2 {
        return Vec::new();
    }
    let required = |body: usize| -> Vec<&'static Arg> {
        (command.args.iter())
            .filter(|arg| is_required_in(arg, body))
            .collect()
    };
    let lists: Vec<_> = (0..command.bodies.len()).map(required).collect();
    split(&lists).1
}

/// Whether the command works with `--body` only.
pub(super) fn needs_whole(command: &Command) -> bool {
    command.body_required
        && command
            .bodies
            .iter()
            .all(|body| body.kind == BodyKind::Whole)
        && !command.bodies.is_empty()
}

/// Two of the given flags are in no body together: say which.
fn conflict(command: &'static Command, fields: &[&'static Arg]) -> String {
    let together =
        |a: &Arg, b: &Arg| (0..command.bodies.len()).any(|body| is_in(a, body) && is_in(b, body));
    let pair = fields.iter().enumerate().find_map(|(index, first)| {
        let second = fields
            .iter()
            .skip(index + 1)
            .find(|second| !together(first, second))?;
        Some((*first, *second))
    });
    let Some((first, second)) = pair else {
        let names: Vec<String> = fields.iter().map(|arg| format!("--{}", arg.flag)).collect();
        return format!("{} cannot be used together", join(&names, "and"));
    };
    let choice = alternatives(command);
    let decides = |arg: &Arg| {
        (choice.iter()).any(|args| matches!(args.as_slice(), [only] if std::ptr::eq(*only, arg)))
    };
    if decides(first) && decides(second) {
        let names: Vec<String> = choice.iter().map(|args| all_of(args)).collect();
        return exactly_one_of(&names);
    }
    format!("--{} cannot be used with --{}", second.flag, first.flag)
}

/// `--a with --b`
fn all_of(args: &[&Arg]) -> String {
    let names: Vec<String> = args.iter().map(|arg| format!("--{}", arg.flag)).collect();
    names.join(" with ")
}

fn exactly_one_of(names: &[String]) -> String {
    format!("give exactly one of {}", join(names, "and"))
}

/// `a`, `a and b`, `a, b and c`
fn join(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
