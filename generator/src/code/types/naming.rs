//! What the models are called: names of the lock first, then those that the document gives.

use std::collections::HashMap;

use crate::code::lock::{Kind, Lock};
use crate::code::names::{self, Ident, Scope, Use};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{self, Basis, TypeId};

/// Pinned names first, then components, titles and places, each in document order.
pub(super) fn name_models<'a>(
    types: impl Iterator<Item = (TypeId, &'a ir::Type)>,
    lock: &mut Lock,
    report: &mut Report,
) -> HashMap<TypeId, Ident> {
    let mut waiting: Vec<(TypeId, &ir::Type, &str, Basis)> = types
        .map(|(id, ty)| match &ty.label {
            Some(label) => (id, ty, label.words.as_str(), label.basis),
            None => (id, ty, "value", Basis::Place),
        })
        .collect();
    waiting.sort_by_key(|(_, _, _, basis)| *basis);

    let mut scope = Scope::default();
    let mut names = HashMap::new();
    waiting.retain(|(id, ty, words, basis)| {
        // Where a place gives the name, an equal shape at an earlier place must not change it.
        let seen_before = || match basis {
            Basis::Place => ty.also.iter().find_map(|place| lock.at(Kind::Type, place)),
            Basis::Component | Basis::Title => None,
        };
        let pinned = lock
            .get(Kind::Type, &ty.pointer, words)
            .or_else(seen_before)
            .and_then(|name| names::pinned(name, Use::Model));
        match pinned.filter(|name| scope.take(name)) {
            Some(name) => names.insert(*id, name).is_some(),
            None => true,
        }
    });
    lock.clear(Kind::Type);
    for (id, ty, words, _) in waiting {
        let wanted = names::ident(words, Use::Model);
        let name = scope.settle(wanted.clone());
        if name != wanted {
            report.push(
                Diagnostic::new(
                    Code::NameTie,
                    &ty.pointer,
                    format!("another type is called `{wanted}` already, this one becomes `{name}`"),
                )
                .hint("give the schema a title of its own to choose its name"),
            );
        }
        names.insert(id, name);
    }
    names
}
