// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The pages of a list, one call after the other.
//!
//! In: the call of the first page. Out: all items as one document, or each as soon as its page is
//! there.

use super::super::call::Call;
use super::super::reply::{Bytes, Received, Reply};
use super::super::walk::Walk;
use super::body;
use super::console::{Console, Reader};
use super::json::Tree;
use super::output::{self, Format, Printer};
use super::problem::Failure;
use super::table::List;
use super::terminal;

/// Fetches pages until there are as many items as asked for, and prints these.
pub(super) fn walk(
    call: Call,
    list: &List,
    max_items: usize,
    printer: &Printer<'_>,
    console: &mut Console<'_>,
    mut fetch: impl FnMut(Call, &mut Console<'_>) -> Result<Reply<Bytes>, Failure>,
) -> Result<(), Failure> {
    let mut walk = Walk::new(call);
    let mut items = Vec::new();
    let mut left = max_items;
    loop {
        let page = read(&fetch(walk.call(), console)?, list, printer)?;
        let found = page.items.into_iter().take(left);
        left -= found.len();
        if printer.format() == Format::Jsonl {
            let printed = printer.items(found)?;
            if console.print(&printed.content).map_err(Failure::own)? == Reader::Gone {
                return Ok(());
            }
        } else {
            items.extend(found);
        }
        if left == 0 || !walk.turn(&page.received)? {
            break;
        }
    }
    if printer.format() == Format::Jsonl {
        return Ok(());
    }
    let printed = printer.collected(&items)?;
    console.print_all(&printed)
}

/// One page.
#[derive(Debug)]
pub(super) struct Page {
    /// Its items as JSON, spelled as they were sent.
    pub(super) items: Vec<String>,
    /// The page as it came, which tells what follows it.
    pub(super) received: Received,
}

/// Finds the items in a reply.
pub(super) fn read(
    reply: &Reply<Bytes>,
    list: &List,
    printer: &Printer<'_>,
) -> Result<Page, Failure> {
    let text = document(reply, printer)?;
    let page = Tree::parse(&text)
        .map_err(|error| Failure::own(format!("the page cannot be read: {error}")))?;
    let items = (page.at(list.items).and_then(Tree::items)).ok_or_else(|| {
        let place = list.items;
        Failure::own(format!("the page has no list at `{place}`"))
    })?;
    Ok(Page {
        items: items.iter().map(Tree::to_json).collect(),
        received: reply.received.clone(),
    })
}

/// The JSON of a page.
fn document(reply: &Reply<Bytes>, printer: &Printer<'_>) -> Result<String, Failure> {
    let media_type = output::media_type(reply);
    if !media_type.is_some_and(body::is_json) {
        return Err(Failure::own(format!(
            "the page is {}, and not JSON",
            terminal::escape_line(media_type.unwrap_or("of an unknown kind")),
        )));
    }
    printer.json(reply.body())
}
