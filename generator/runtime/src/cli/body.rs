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
    /// Whether `--body` was, with something else than an object of fields.
    pub(super) whole: bool,
    /// The names of the fields that `--body` has.
    pub(super) members: Vec<&'a str>,
    /// The names of our own flags.
    pub(super) flags: &'a Flags,
    /// The arguments that may stand without their flags.
    pub(super) positional: Vec<&'static Arg>,
}

/// A flag that a body needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) flag: &'static str,
    pub(super) value_name: &'static str,
}

impl From<&'static Arg> for Need {
    fn from(arg: &'static Arg) -> Self {
        Self {
            flag: arg.flag,
            value_name: arg.value_name,
        }
    }
}

/// Whether a media type is JSON: `application/json`, `application/problem+json; charset=utf-8`.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let subtype = essence
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    subtype == "json" || subtype.ends_with("+json")
}

/// The body to send, or why there is none that fits.
pub(super) fn choose(
    command: &'static Command,
    given: &Given<'_>,
) -> Result<Option<&'static Body>, String> {
    let by_body = |arg: &&Arg| match arg.target {
        Target::Field { name, .. } => arg.inner.is_empty() && given.members.contains(&name),
        Target::Parameter(_) => false,
    };
    let fields: Vec<&'static Arg> = (given.args.iter().copied())
        .filter(|arg| matches!(arg.target, Target::Field { .. }))
        .chain(command.args.iter().filter(by_body))
        .collect();
    if given.whole
        && let Some(field) = fields.first()
    {
        return Err(format!(
            "--{} cannot be used with --{}",
            field.flag, given.flags.body
        ));
    }
    let candidates = candidates(command, given, &fields);
    if candidates.is_empty() && !fields.is_empty() {
        return Err(conflict(command, given.flags, &fields));
    }
    // A part of an object is the beginning of the object.
    let is_given = |need: &Need| {
        let same = |arg: &&&Arg| {
            match arg.target {
            Target::Field { name, .. } => (command.args.iter())
                .filter(|other| other.flag == need.flag)
                .any(|other| matches!(other.target, Target::Field { name: wanted, .. } if wanted == name)),
            Target::Parameter(_) => arg.flag == need.flag,
        }
        };
        let fields = fields.iter();
        given.args.iter().chain(fields).find(same).is_some()
            || (given.whole && need.flag == given.flags.body)
    };
    let missing: Vec<Vec<Need>> = (candidates.iter())
        .map(|&body| {
            let mut needs = needs(command, given.flags, body);
            needs.retain(|need| !is_given(need));
            needs
        })
        .collect();
    let demand = demand(command, given, &missing);
    if !demand.is_empty() {
        return Err(demand);
    }
    // Bodies that differ in nothing that was said: the first is the one the service prefers.
    let complete = missing.iter().position(Vec::is_empty);
    let body = complete.and_then(|index| candidates.get(index));
    Ok(body.and_then(|&body| command.bodies.get(body)))
}

/// The bodies that the given flags do not exclude.
fn candidates(command: &Command, given: &Given<'_>, fields: &[&Arg]) -> Vec<usize> {
    let is_empty = fields.is_empty() && given.members.is_empty();
    if !given.whole && is_empty && !command.body_required {
        return Vec::new();
    }
    (0..command.bodies.len())
        .filter(|&body| {
            if is_whole(command, body) {
                is_empty
            } else {
                !given.whole && fields.iter().all(|field| is_in(field, body))
            }
        })
        .collect()
}

fn is_whole(command: &Command, body: usize) -> bool {
    (command.bodies.get(body)).is_some_and(|body| body.kind == BodyKind::Whole)
}

fn is_in(arg: &Arg, body: usize) -> bool {
    matches!(arg.target, Target::Field { bodies, .. } if bodies.contains(&body))
}

/// The flags that a body needs.
fn needs(command: &'static Command, flags: &Flags, body: usize) -> Vec<Need> {
    if is_whole(command, body) {
        return vec![Need {
            flag: flags.body,
            value_name: "FILE",
        }];
    }
    let is_required = |arg: &&Arg| matches!(arg.target, Target::Field { required_in, .. } if required_in.contains(&body));
    command
        .args
        .iter()
        .filter(is_required)
        .map(Need::from)
        .collect()
}

/// The flags that every call of the command needs for its body, and the sets of flags of which
/// one must be given besides.
pub(super) fn needs_of_all(
    command: &'static Command,
    flags: &Flags,
) -> (Vec<Need>, Vec<Vec<Need>>) {
    if !command.body_required {
        return (Vec::new(), Vec::new());
    }
    let lists: Vec<Vec<Need>> = (0..command.bodies.len())
        .map(|body| needs(command, flags, body))
        .collect();
    split(&lists)
}

/// What all of the lists have, and what tells them apart: nothing if one of them has no more.
fn split(lists: &[Vec<Need>]) -> (Vec<Need>, Vec<Vec<Need>>) {
    let (first, others) = match lists {
        [] => return (Vec::new(), Vec::new()),
        [first, others @ ..] => (first, others),
    };
    let common: Vec<Need> = (first.iter().copied())
        .filter(|need| others.iter().all(|list| list.contains(need)))
        .collect();
    let rest = |list: &Vec<Need>| -> Vec<Need> {
        list.iter()
            .copied()
            .filter(|need| !common.contains(need))
            .collect()
    };
    let rests: Vec<Vec<Need>> = lists.iter().map(rest).collect();
    if rests.iter().any(Vec::is_empty) {
        return (common, Vec::new());
    }
    (common, rests)
}

/// What has to be given besides, in one sentence, or nothing.
fn demand(command: &'static Command, given: &Given<'_>, missing: &[Vec<Need>]) -> String {
    let (common, choice) = split(missing);
    let is_missing = |arg: &&'static Arg| {
        arg.required
            && matches!(arg.target, Target::Parameter(_))
            && !given.args.iter().any(|other| other.flag == arg.flag)
    };
    let mut names: Vec<String> = (command.args.iter().filter(is_missing))
        .map(|arg| {
            let is_positional = (given.positional.iter()).any(|other| other.flag == arg.flag);
            match is_positional {
                true => format!("<{}> (or --{})", arg.value_name, arg.flag),
                false => format!("--{}", arg.flag),
            }
        })
        .collect();
    names.extend(common.iter().map(|need| format!("--{}", need.flag)));
    match (names.is_empty(), choice.is_empty()) {
        (true, true) => String::new(),
        (true, false) => exactly_one_of(&choice),
        (false, true) => format!("missing {}", and(&names)),
        (false, false) => format!("missing {}; {}", and(&names), exactly_one_of(&choice)),
    }
}

/// The given flags are in no body together: say which.
fn conflict(command: &'static Command, flags: &Flags, fields: &[&'static Arg]) -> String {
    let together =
        |a: &Arg, b: &Arg| (0..command.bodies.len()).any(|body| is_in(a, body) && is_in(b, body));
    let pair = fields.iter().enumerate().find_map(|(index, first)| {
        let mut others = fields.iter().skip(index + 1);
        Some((*first, *others.find(|other| !together(first, other))?))
    });
    let Some((first, second)) = pair else {
        let names: Vec<String> = fields.iter().map(|arg| format!("--{}", arg.flag)).collect();
        return format!("{} cannot be used together", and(&names));
    };
    let (_, choice) = needs_of_all(command, flags);
    let decides = |arg: &Arg| {
        choice
            .iter()
            .any(|needs| matches!(needs.as_slice(), [only] if only.flag == arg.flag))
    };
    if decides(first) && decides(second) {
        return exactly_one_of(&choice);
    }
    format!("--{} cannot be used with --{}", second.flag, first.flag)
}

/// `give exactly one of --source and --file`
fn exactly_one_of(choice: &[Vec<Need>]) -> String {
    let sets: Vec<String> = (choice.iter())
        .map(|needs| {
            let names: Vec<String> = needs
                .iter()
                .map(|need| format!("--{}", need.flag))
                .collect();
            names.join(" with ")
        })
        .collect();
    format!("give exactly one of {}", and(&sets))
}

/// `a`, `a and b`, `a, b and c`
fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
