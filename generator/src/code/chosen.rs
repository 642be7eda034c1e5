//! Names that the owner of the document chose: they go before all others, or are refused.
//!
//! A chosen name takes nothing from anything else: what would have it otherwise
//! is named in the complaint. So a line of the config renames one thing.

use super::lock::Kind;
use super::names::{self, Ident, Refusal, Scope, Use};
use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::ir::Chosen;

/// The identifier that was chosen, if it can be and is free in the scope.
pub(super) fn take_chosen(
    chosen: &Chosen,
    (kind, use_): (Kind, Use),
    scope: &mut Scope,
    report: &mut Report,
) -> Option<Ident> {
    let name = &chosen.name;
    let (message, hint) = match names::chosen(name, use_) {
        Ok(ident) if scope.take(&ident) => return Some(ident),
        Ok(_) => (
            format!("another {} has the name `{name}` already", noun(kind)),
            None,
        ),
        Err(Refusal::Keyword) => (format!("`{name}` is a keyword of Rust"), None),
        Err(Refusal::Reserved) => {
            let message = format!(
                "no {} can be called `{name}`, which means something else there",
                noun(kind)
            );
            (message, None)
        }
        Err(Refusal::Case(usual)) => {
            let message = format!("`{name}` is not written like a {}", noun(kind));
            (message, Some(format!("write it `{usual}`")))
        }
    };
    let mut found = Diagnostic::new(Code::MalformedConfig, Place::from(&chosen.pointer), message);
    found.hint = hint;
    report.push(found);
    None
}

/// Reports a chosen name that would be taken away from something else.
pub(super) fn report_taken(chosen: &Chosen, kind: Kind, owner: &str, report: &mut Report) {
    let message = format!(
        "the {} of `{}` has the name `{}` already",
        noun(kind),
        owner.escape_debug(),
        chosen.name
    );
    let place = Place::from(&chosen.pointer);
    let found = Diagnostic::new(Code::MalformedConfig, place, message);
    report.push(found.hint("choose another name, or one for that too"));
}

/// What a name is of, in messages.
fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Type => "type",
        Kind::Method => "method",
        Kind::Module => "module",
        Kind::Handle => "handle",
        Kind::Field => "field",
        Kind::Variant => "variant",
        Kind::Input => "setter",
        Kind::Header => "header",
        Kind::Webhook => "message",
        Kind::Command => "command",
    }
}
