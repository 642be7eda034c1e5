//! What the commands of a group are called: like their methods, without the words of the group.
//!
//! In: the group and the methods of its operations. Out: a name for each, and the name of the
//! method where that is another: `disks disk-list` is `disks list`, and `disk-list` works too.
//! A short name is one that nothing else in the group could be called by, and is pinned in the
//! lock, so that no later operation takes it away.

use crate::code::lock::{Kind, Lock};
use crate::code::members::Pin;
use crate::code::names::{self, Scope};
use crate::ir;

/// What a command is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) name: String,
    /// The name of the method, if that is another one; else empty.
    pub(super) alias: String,
}

/// Names the commands of a group; `full` has the names of their methods. Short names are none of
/// the words that the group's other commands want.
pub(super) fn name_commands(
    group: &str,
    operations: &[&ir::Operation],
    full: &[String],
    wanted: &[&str],
    scope: &mut Scope,
    (lock, pins): (&Lock, &mut Vec<Pin>),
) -> Vec<Called> {
    let pinned: Vec<Option<String>> = (operations.iter().zip(full))
        .map(|(operation, full)| {
            let name = lock.get(Kind::Command, &operation.pointer, full)?;
            let is_name = names::kebab(name) == name && name != full;
            (is_name && scope.take_text(name)).then(|| name.to_owned())
        })
        .collect();
    // A name that the author has chosen stays.
    let short: Vec<Option<String>> = (operations.iter().zip(full))
        .map(|(operation, full)| match operation.name {
            None => shorter(full, group),
            Some(_) => None,
        })
        .collect();
    let is_claimed = |index: usize, name: &str| {
        wanted.contains(&name)
            || full.iter().any(|full| full == name)
            || (short.iter().enumerate())
                .any(|(other, short)| other != index && short.as_deref() == Some(name))
    };
    let chosen: Vec<Option<String>> = pinned
        .into_iter()
        .enumerate()
        .map(|(index, pinned)| {
            pinned.or_else(|| {
                let name = short[index].clone()?;
                (!is_claimed(index, &name) && scope.take_text(&name)).then_some(name)
            })
        })
        .collect();
    (operations.iter().zip(full).zip(chosen))
        .map(|((operation, full), chosen)| match chosen {
            None => Called {
                name: scope.text(full.clone()),
                alias: String::new(),
            },
            Some(name) => {
                let pointer = operation.pointer.clone();
                pins.push((Kind::Command, pointer, full.clone(), name.clone()));
                let is_free = scope.take_text(full);
                Called {
                    name,
                    alias: if is_free { full.clone() } else { String::new() },
                }
            }
        })
        .collect()
}

/// Words that say nothing without the one behind them.
const BEFORE: [&str; 20] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "per",
    "the", "to", "via", "with", "without",
];

/// Words that say nothing without the one before them.
const BEHIND: [&str; 3] = ["and", "of", "or"];

/// What is done to things: behind such a word the group is what it is done to, and behind others,
/// as in `system-policy-view`, it is a part of a longer name.
const VERBS: [&str; 88] = [
    "accept",
    "activate",
    "add",
    "apply",
    "approve",
    "archive",
    "assign",
    "attach",
    "block",
    "cancel",
    "change",
    "check",
    "clear",
    "clone",
    "close",
    "complete",
    "configure",
    "confirm",
    "copy",
    "count",
    "create",
    "deactivate",
    "delete",
    "describe",
    "detach",
    "disable",
    "download",
    "duplicate",
    "edit",
    "enable",
    "execute",
    "export",
    "fetch",
    "find",
    "generate",
    "get",
    "import",
    "insert",
    "install",
    "invite",
    "join",
    "leave",
    "link",
    "list",
    "lock",
    "make",
    "merge",
    "modify",
    "move",
    "open",
    "patch",
    "pause",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "rebuild",
    "refund",
    "reject",
    "remove",
    "rename",
    "replace",
    "request",
    "reset",
    "resize",
    "restart",
    "restore",
    "resume",
    "retrieve",
    "revoke",
    "rotate",
    "run",
    "save",
    "search",
    "send",
    "set",
    "show",
    "start",
    "stop",
    "submit",
    "sync",
    "trigger",
    "update",
    "upload",
    "validate",
    "verify",
    "view",
];

/// What may stand between such a word and the group.
const BETWEEN: [&str; 4] = ["all", "bulk", "many", "multiple"];

/// The name without the words of its group, if it says as much.
// `disk-list` in `disks` => `list`
fn shorter(name: &str, group: &str) -> Option<String> {
    let words: Vec<&str> = name.split('-').collect();
    let of_group: Vec<&str> = group.split('-').collect();
    let at = match words.as_slice() {
        [verb, between, ..] if VERBS.contains(verb) && BETWEEN.contains(between) => 2,
        [verb, ..] if VERBS.contains(verb) && !is_named(&words, &of_group) => 1,
        _ => 0,
    };
    let (before, rest) = words.split_at(at);
    if !is_named(rest, &of_group) {
        return None;
    }
    let (named, behind) = rest.split_at(of_group.len());
    let is_broken = behind
        .first()
        .is_some_and(|word| BEHIND.contains(word) || before.is_empty() && BEFORE.contains(word));
    // `get-stations` gets all of them, which `get` would not say.
    let last = named.last()?;
    let is_list = before == ["get"] && behind.is_empty() && singular(last) != *last;
    let left: Vec<&str> = [before, behind].concat();
    (!left.is_empty() && !is_broken && !is_list).then(|| left.join("-"))
}

/// Whether words begin with those of a group, in the singular or the plural.
fn is_named(words: &[&str], group: &[&str]) -> bool {
    let mut pairs = words.iter().zip(group);
    words.len() >= group.len() && pairs.all(|(word, other)| singular(word) == singular(other))
}

/// A word, without the ending of its plural.
fn singular(word: &str) -> String {
    let ending = |plural: &str, singular: &str| {
        let stem = word.strip_suffix(plural).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{singular}"))
    };
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word.to_owned();
    }
    ending("ies", "y")
        .or_else(|| ending("sses", "ss"))
        .or_else(|| ending("ches", "ch"))
        .or_else(|| ending("shes", "sh"))
        .or_else(|| ending("xes", "x"))
        .or_else(|| ending("s", ""))
        .unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn the_words_of_the_group_are_left_out() {
        for (name, group, short) in [
            ("disk-list", "disks", Some("list")),
            ("list-disks", "disk", Some("list")),
            ("find-pets-by-status", "pet", Some("find-by-status")),
            (
                "attach-server-to-network",
                "servers",
                Some("attach-to-network"),
            ),
            ("policy-view", "policies", Some("view")),
            ("address-list", "addresses", Some("list")),
            ("list-boxes", "box", Some("list")),
            ("status-view", "status", Some("view")),
            ("get-all-disks", "disks", Some("get-all")),
            ("network-interface-list", "network-interfaces", Some("list")),
            ("instance-disk-list", "instances", Some("disk-list")),
            ("list", "disks", None),
            ("disks", "disks", None),
            ("disk-list", "vpcs", None),
            ("interface-list", "network-interfaces", None),
            // What would be left says less, or something else.
            ("list-for-user", "users", None),
            ("remove-from-server-network", "servers", None),
            ("anti-affinity-group-list", "affinity", None),
            ("system-policy-view", "policy", None),
            ("silo-metric", "metrics", None),
            ("create-booking-payment", "payments", None),
            ("search-code", "search", Some("code")),
            ("disk-by-name", "disks", None),
            ("create-user-and-team", "users", None),
            ("get-stations", "stations", None),
            ("get-station", "stations", Some("get")),
        ] {
            assert_eq!(shorter(name, group).as_deref(), short, "{name} in {group}");
        }
    }
}
