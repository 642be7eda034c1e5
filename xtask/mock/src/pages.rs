//! Lists: what is on a shelf, filtered, cut into pages.
//!
//! The document says which parameter tells where a page begins, and where items
//! and what follows are. By their names are found: the limit, a text to search for,
//! the count of all, and filters (parameters called like a member of an item).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flora_codegen::ir::{
    Api, Cursor, End, Location, Pagination, Parameter, Shape, Slot, Turn, TypeRef,
};
use flora_codegen::value::Value;

use crate::check::Fault;
use crate::mock::{Call, Mock};
use crate::plan::pages;
use crate::reply::{Refusal, Reply};
use crate::state::{item_type, success, success_json};
use crate::{json, sample, thing};

const LIMITS: [&str; 8] = [
    "limit",
    "page_size",
    "pagesize",
    "per_page",
    "perpage",
    "max_results",
    "maxresults",
    "size",
];
const SEARCHES: [&str; 4] = ["query", "q", "search", "filter"];
/// How many items a page has if the caller does not say it.
const PAGE: usize = 20;

impl Mock {
    pub(crate) fn list(&self, call: &Call<'_>, index: usize) -> Result<Reply, Refusal> {
        let (Some(pages), Some((status, outcome)), Some(content)) = (
            pages(call.operation),
            success(call.operation),
            success_json(call.operation),
        ) else {
            return Ok(self.plain(call));
        };
        let Some(item_type) = item_type(&self.api.types, content.ty, &pages.items) else {
            return Ok(self.plain(call));
        };
        let items = self.items(content, index, item_type, &pages.items);
        let slot = slot(pages);
        let items: Vec<Value> = (items.into_iter())
            .filter(|item| matches(&self.api, call, item_type, item, slot))
            .collect();

        let size = limit(call).unwrap_or(PAGE).max(1);
        let start = match slot.and_then(|slot| call.values.get(Location::Query, slot)) {
            None => 0,
            Some(value) => start(pages, &items, size, value).ok_or_else(|| {
                let name = slot.unwrap_or_default();
                Refusal::invalid(vec![Fault::new(name, "Invalid cursor")])
            })?,
        };
        let start = start.min(items.len());
        // Addresses of pages are not made, so a list that needs them has one.
        let end = match slot {
            Some(_) => start.saturating_add(size).min(items.len()),
            None => items.len(),
        };
        let is_number = call.operation.parameters.iter().any(|parameter| {
            let (id, _) = self.api.types.resolve(parameter.ty);
            Some(parameter.name.as_str()) == slot
                && matches!(self.api.types[id].shape, Shape::Integer(_))
        });
        let next = match end < items.len() {
            true if is_number => Value::Integer(end as i128),
            true => json::text(cursor_at(end)),
            false => Value::Null,
        };
        let mut body = match content.examples.first() {
            Some(example) => example.value.clone(),
            None => sample::sample(&self.api.types, content.ty),
        };
        count(&mut body, items.len());
        json::set(
            &mut body,
            &pages.items,
            Value::Array(items[start..end].to_vec()),
        );
        let more = Value::Bool(end < items.len());
        match &pages.turn {
            Turn::Cursor {
                next: at,
                more: says,
                ..
            } => {
                if let Cursor::Reply(at) = at {
                    json::set(&mut body, at, next);
                }
                if let Some(says) = says {
                    json::set(&mut body, says, more);
                }
            }
            Turn::Page { end: last, .. } | Turn::Offset { end: last, .. } => {
                let pages = items.len().div_ceil(size) as i128;
                match last {
                    End::Empty => {}
                    End::More(at) => json::set(&mut body, at, more),
                    End::Next(at) => json::set(&mut body, at, next),
                    End::Total(at) => {
                        json::set(&mut body, at, Value::Integer(items.len() as i128));
                    }
                    End::Pages(at) => json::set(&mut body, at, Value::Integer(pages)),
                }
            }
            Turn::NextUrl(at) => json::set(&mut body, at, Value::Null),
            Turn::LinkHeader => {}
        }
        Ok(self
            .replies
            .of(&self.api, status, outcome, Some(content), Some(body)))
    }

    /// Everything there is, as items of the list.
    fn items(
        &self,
        content: &flora_codegen::ir::Content,
        index: usize,
        item_type: TypeRef,
        pointer: &str,
    ) -> Vec<Value> {
        let shelf = &self.plan.shelves[index];
        let state = self.state();
        if shelf.id.is_none() {
            return state.items[index].clone();
        }
        let examples = content.examples.iter();
        let examples = examples.filter_map(|it| it.value.pointer(pointer)?.as_array());
        let examples: Vec<&Value> = examples.flatten().collect();
        let things = state.things[index].iter();
        things
            .map(|it| thing::show(&self.api, shelf, it, item_type, &examples))
            .collect()
    }
}

/// The query parameter that tells where a page begins.
fn slot(pages: &Pagination) -> Option<&str> {
    match pages.turn.slot()? {
        Slot::Query(name) => Some(name),
        Slot::Field(_) => None,
    }
}

/// How many items are before the page that is asked for.
fn start(pages: &Pagination, items: &[Value], size: usize, value: &Value) -> Option<usize> {
    match &pages.turn {
        Turn::Cursor {
            next: Cursor::LastItem(id),
            ..
        } => {
            let before = items
                .iter()
                .position(|item| item.pointer(id) == Some(value))?;
            Some(before + 1)
        }
        Turn::Page { first, .. } => {
            let number = u64::try_from(value.as_integer()?)
                .ok()?
                .checked_sub(*first)?;
            usize::try_from(number).ok()?.checked_mul(size)
        }
        Turn::Offset { .. } => usize::try_from(value.as_integer()?).ok(),
        _ => position(value),
    }
}

fn limit(call: &Call<'_>) -> Option<usize> {
    let mut queries = call.values.of(Location::Query);
    let limit = queries.find(|(name, _)| LIMITS.contains(&&*name.to_ascii_lowercase()));
    usize::try_from(limit?.1.as_integer()?).ok()
}

/// Whether an item is one that the caller wants to see.
fn matches(
    api: &Api,
    call: &Call<'_>,
    item_type: TypeRef,
    item: &Value,
    slot: Option<&str>,
) -> bool {
    let members: Vec<&str> = match thing::fields(&api.types, item_type) {
        Some(struct_) => struct_
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect(),
        None => Vec::new(),
    };
    let is_query =
        |it: &&Parameter| it.location == Location::Query && Some(it.name.as_str()) != slot;
    let parameters = call.operation.parameters.iter().filter(is_query);
    let mut wanted = parameters.filter_map(|it| {
        Some((
            it.name.as_str(),
            call.values.get(Location::Query, &it.name)?,
        ))
    });
    wanted.all(|(name, value)| {
        if members.contains(&name) {
            let own = item.get(name);
            match value {
                Value::Array(values) => own.is_some_and(|own| values.contains(own)),
                _ => own == Some(value),
            }
        } else if SEARCHES.contains(&name) {
            let text = value.as_str().unwrap_or_default().to_lowercase();
            let members = item.as_object().into_iter().flatten();
            let mut texts = members.filter_map(|(_, value)| value.as_str());
            texts.any(|it| it.to_lowercase().contains(&text))
        } else {
            true
        }
    })
}

/// Counts beside the list: `total`, `total_estimate`, `count`.
fn count(body: &mut Value, number: usize) {
    let Value::Object(members) = body else {
        return;
    };
    for (name, value) in members {
        match value {
            Value::Object(_) => count(value, number),
            Value::Integer(_) if name.starts_with("total") || name == "count" => {
                *value = Value::Integer(number as i128);
            }
            _ => {}
        }
    }
}

/// A cursor that says nothing to its reader, and is safe in a query: `eyJvZmZzZXQiOjJ9`.
fn cursor_at(offset: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("{{\"offset\":{offset}}}"))
}

fn position(cursor: &Value) -> Option<usize> {
    let text = match cursor {
        Value::Integer(number) => return usize::try_from(*number).ok(),
        other => other.as_str()?,
    };
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    text.strip_prefix("{\"offset\":")?
        .strip_suffix('}')?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back() {
        assert_eq!(cursor_at(2), "eyJvZmZzZXQiOjJ9");
        assert_eq!(cursor_at(20), "eyJvZmZzZXQiOjIwfQ");
        for offset in [0, 7, 10, 123, 99_999] {
            assert_eq!(position(&json::text(cursor_at(offset))), Some(offset));
        }
        assert_eq!(position(&json::text("?")), None);
        assert_eq!(position(&json::text("abc")), None);
        assert_eq!(position(&Value::Integer(4)), Some(4));
    }
}
