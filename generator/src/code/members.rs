//! Names of members of one group, such as the fields of a struct: old ones stay when new ones come.
//!
//! Names that the owner of the document chose go first, then those of the lock,
//! then those that are spelled as their identifier, then the others in document
//! order. So the lock needs no line for a name that is spelled as its identifier:
//! no other text of the group can claim it first. It needs none for a chosen one
//! either, which the config has.

use super::chosen::{report_taken, take_chosen};
use super::lock::{Kind, Lock};
use super::names::{self, Ident, Scope, Use};
use crate::diagnostic::{Pointer, Report};
use crate::ir::Chosen;

/// What the lock is told of a name: what it belongs to, where that stands, its words, the name.
pub(super) type Pin = (Kind, Pointer, String, String);

/// A member that waits for its name.
pub(super) struct Member<'a> {
    /// The words of the name.
    pub(super) text: &'a str,
    /// Where it stands in the lock; the first place is where it is written.
    pub(super) places: Vec<Pointer>,
    /// When it is named among those that are spelled as their identifiers, if
    /// it can be one of them: two members of one rank never have the same text.
    pub(super) rank: Option<u8>,
    /// The name that the owner of the document chose.
    pub(super) chosen: Option<&'a Chosen>,
}

/// How a text is spelled that is its identifier in another case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As the identifier.
    Same,
    /// As the identifier in snake case; a number without the letter before it.
    Snake,
}

/// Names the members of a group and tells the lock of those that need it.
pub(super) fn name_members(
    members: &[Member<'_>],
    (kind, use_, spelling): (Kind, Use, Spelling),
    scope: &mut Scope,
    lock: &Lock,
    pins: &mut Vec<Pin>,
    report: &mut Report,
) -> Vec<Ident> {
    let mut named: Vec<Option<Ident>> = members
        .iter()
        .map(|member| take_chosen(member.chosen?, (kind, use_), scope, report))
        .collect();
    let chosen: Vec<(Ident, &Chosen)> = members
        .iter()
        .zip(&named)
        .filter_map(|(member, name)| Some((name.clone()?, member.chosen?)))
        .collect();
    for (member, name) in members.iter().zip(&mut named) {
        if name.is_some() {
            continue;
        }
        let mut places = member.places.iter();
        let pinned = places.find_map(|place| lock.get(kind, place, member.text));
        let pinned = pinned.and_then(|name| names::pinned(name, use_));
        let wanted = pinned
            .clone()
            .unwrap_or_else(|| names::ident(member.text, use_));
        if let Some((_, chosen)) = chosen.iter().find(|(name, _)| *name == wanted) {
            report_taken(chosen, kind, member.text, report);
        }
        *name = pinned.filter(|name| scope.take(name));
    }
    let plain: Vec<Option<Ident>> = members
        .iter()
        .map(|member| {
            let name = names::ident(member.text, use_);
            let is_plain =
                member.rank.is_some() && names::spelled_as(&name, spelling) == member.text;
            is_plain.then_some(name)
        })
        .collect();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|index| members[*index].rank);
    for index in order {
        if named[index].is_none() {
            named[index] = plain[index].clone().filter(|name| scope.take(name));
        }
    }
    members
        .iter()
        .zip(named)
        .zip(plain)
        .map(|((member, name), plain)| {
            let name = name.unwrap_or_else(|| scope.name(member.text, use_));
            // What is chosen needs no line: the config has it.
            let is_chosen = chosen.iter().any(|(taken, _)| *taken == name);
            if plain.as_ref() != Some(&name)
                && !is_chosen
                && let Some(place) = member.places.first()
            {
                let words = member.text.to_owned();
                pins.push((kind, place.clone(), words, name.to_string()));
            }
            name
        })
        .collect()
}
