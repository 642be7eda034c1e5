//! Small steps over the whole [`Api`], each settling one thing that lowering
//! could not see from where it stood. The order matters and is the list below:
//! equal shapes are one before unions are looked at, tags are found before
//! enums are opened, and labels come when nothing is added any more.

use super::Api;
use crate::diagnostic::Report;

mod aliases;
mod boxes;
mod choices;
mod constants;
mod equal_shapes;
mod labels;
mod open_enums;
mod pages;
mod picks;
pub(in crate::ir) mod plain_unions;
mod several;
mod streams;
mod tags;
mod unused;
mod usage;
mod walk;

/// Settles everything that lowering leaves open.
pub fn settle(api: &mut Api, report: &mut Report) {
    streams::settle(api, report);
    aliases::shorten(api);
    equal_shapes::merge(api);
    plain_unions::simplify(api);
    aliases::shorten(api);
    equal_shapes::merge(api);
    constants::fix(api);
    tags::find(api, report);
    several::add(api);
    aliases::shorten(api);
    equal_shapes::merge(api);
    picks::decide(api, report);
    open_enums::open(api);
    unused::drop_anonymous(api);
    boxes::insert(api);
    pages::find(api, report);
    usage::mark(api);
    labels::give(api);
    choices::find(api, report);
}
