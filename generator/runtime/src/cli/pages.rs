//! The pages of a list, one call after the other.
//!
//! In: the call of the first page. Out: all items as one document, or each as soon as its page is
//! there. An empty page is not the end; a cursor that was there before is, and an error.

use std::collections::HashSet;

use reqwest::header::CONTENT_TYPE;

use super::super::call::Call;
use super::super::error::{Error, ErrorKind};
use super::super::reply::{Bytes, Reply};
use super::body;
use super::console::{Console, Reader};
use super::json::Tree;
use super::output::{Format, Printer};
use super::problem::Failure;
use super::table::{List, Pages};
use super::terminal;

/// Fetches pages until there are as many items as asked for, and prints these.
pub(super) fn walk(
    call: &Call,
    list: &List,
    pages: &Pages,
    max_items: usize,
    printer: &Printer<'_>,
    console: &mut Console<'_>,
    mut fetch: impl FnMut(Call, &mut Console<'_>) -> Result<Reply<Bytes>, Failure>,
) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    let mut left = max_items;
    let mut next = call.clone();
    loop {
        let reply = fetch(next, console)?;
        let media_type = (reply.headers().get(CONTENT_TYPE)).and_then(|value| value.to_str().ok());
        if !media_type.is_some_and(body::is_json) {
            return Err(Failure::own(format!(
                "the page is {}, and not JSON",
                terminal::escape_line(media_type.unwrap_or("of an unknown kind")),
            )));
        }
        let text = printer.json(reply.body())?;
        let page = Tree::parse(&text)
            .map_err(|error| Failure::own(format!("the page cannot be read: {error}")))?;
        let found = (page.at(list.items).and_then(Tree::items)).ok_or_else(|| {
            let place = list.items;
            Failure::own(format!("the page has no list at `{place}`"))
        })?;
        let found = found.iter().take(left);
        left -= found.len();
        if printer.format() == Format::Jsonl {
            let printed = printer.items(found.map(Tree::to_json))?;
            if console.print(&printed.content).map_err(Failure::own)? == Reader::Gone {
                return Ok(());
            }
        } else {
            items.extend(found.map(Tree::to_json));
        }
        let cursor = page.at(pages.next).and_then(Tree::as_text);
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty() && left > 0) else {
            break;
        };
        if !seen.insert(cursor.clone()) {
            let text = "the server names a page that was there before as the next one";
            return Err(Error::new(ErrorKind::Pagination, text).into());
        }
        next = call.clone().param(pages.cursor, cursor);
    }
    if printer.format() == Format::Jsonl {
        return Ok(());
    }
    let printed = printer.collected(&items)?;
    console.print_all(&printed)
}
