//! What the names of the config are about: types, members, parameters, methods, resources.
//!
//! A thing goes by its place (in the document, or as `names.lock` has it), or
//! by names with points between them: `Ticket.price`. Properties that stand in
//! a type without a name of its own follow in the same way. What stands in a
//! base is called the same in all that have it from there, unless they say else; so is a
//! parameter of all operations, `*.limit`.

mod near;
mod operations;
mod types;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::ir::{Api, Choices, Chosen, TypeId, Wish, WishKind};

/// Something that can have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Type(TypeId),
    Member(TypeId, usize),
    Parameter(usize, usize),
    Method(usize),
    Resource(usize),
}

/// How directly a thing was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// It was named itself.
    Itself,
    /// What it comes from was.
    Origin,
}

/// Why nothing was found, and what may be meant.
struct Miss {
    message: String,
    hint: Option<String>,
}

impl Miss {
    fn new(what: &str, wish: &Wish, hint: Option<String>) -> Self {
        Self {
            message: format!("{what} `{}`", wish.target.escape_debug()),
            hint,
        }
    }
}

type Found = Result<Vec<(Thing, Reason)>, Miss>;

/// Finds what each name is for.
pub(super) fn find(api: &mut Api, report: &mut Report) {
    let wishes = std::mem::take(&mut api.choices.wishes);
    let mut chosen: BTreeMap<Thing, (Reason, &Chosen)> = BTreeMap::new();
    for wish in &wishes {
        let found = match wish.kind {
            WishKind::Type => types::find_type(api, wish),
            WishKind::Field | WishKind::Variant => types::find_member(api, wish),
            WishKind::Parameter => operations::find_parameter(api, wish),
            WishKind::Method => operations::find_method(api, wish),
            WishKind::Resource => Ok(operations::find_resource(api, wish)),
        };
        let found = found.unwrap_or_else(|miss| {
            let place = Place::key(wish.chosen.pointer.clone());
            let mut found = Diagnostic::new(Code::DanglingConfig, place, miss.message);
            found.hint = miss.hint;
            report.push(found);
            Vec::new()
        });
        for (thing, reason) in found {
            match chosen.get(&thing) {
                Some((known, _)) if *known < reason => {}
                Some((known, first)) if *known == reason && first.name != wish.chosen.name => {
                    let place = Place::key(wish.chosen.pointer.clone());
                    let message = format!("this is called `{}` by another line", first.name);
                    report.push(Diagnostic::new(Code::MalformedConfig, place, message));
                }
                _ => {
                    chosen.insert(thing, (reason, &wish.chosen));
                }
            }
        }
    }
    let mut choices = Choices::default();
    for (thing, (_, chosen)) in chosen {
        let chosen = chosen.clone();
        match thing {
            Thing::Type(id) => drop(choices.types.insert(id, chosen)),
            Thing::Member(id, index) => drop(choices.members.insert((id, index), chosen)),
            Thing::Parameter(of, index) => drop(choices.parameters.insert((of, index), chosen)),
            Thing::Method(of) => drop(choices.methods.insert(of, chosen)),
            Thing::Resource(index) => drop(choices.resources.insert(index, chosen)),
        }
    }
    api.choices = choices;
}
