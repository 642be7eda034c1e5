//! The way through a list that comes in pages: which request follows a page.
//!
//! A page goes in as it was received, the call of the next one comes out; decoding is left to the
//! caller. What would lead in circles, or to another host with the credentials, is an error.
//! Needs `body`, `call`, `error`, `link`, `reply`, `service`. `bytes`, `reqwest`, `serde_json`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::body::Body;
use super::call::Call;
use super::error::{Error, ErrorKind};
use super::link;
use super::reply::Received;
use super::service::{Cursor, End, Location, Pagination, Slot, Turn};

const CIRCLE: &str = "the server names a page that was there before as the next one";

/// A list on its way from page to page.
pub struct Walk {
    /// The call of the page at hand.
    call: Call,
    /// Cursors and addresses that were used.
    seen: HashSet<String>,
    /// How many items there were since the first page; none if the caller began later.
    items: Option<u64>,
    /// The page before, where nothing but a number of ours tells pages apart.
    before: Bytes,
}

impl Walk {
    /// Starts at the page that the call asks for.
    #[must_use]
    pub fn new(call: Call) -> Self {
        let start = match call.operation.pagination.map(|rule| rule.turn) {
            Some(Turn::Cursor { slot, .. }) => given(&call, slot).and_then(cursor),
            _ => None,
        };
        let first = match call.operation.pagination.map(|rule| rule.turn) {
            Some(Turn::Page { slot, first, .. }) => Some((slot, first)),
            Some(Turn::Offset { slot, .. }) => Some((slot, 0)),
            _ => None,
        };
        let is_first = first.is_none_or(|(slot, first)| number_in(&call, slot, first) == first);
        Self {
            call,
            seen: start.into_iter().collect(),
            items: is_first.then_some(0),
            before: Bytes::new(),
        }
    }

    /// The call of the page at hand.
    #[must_use]
    pub fn call(&self) -> Call {
        self.call.clone()
    }

    /// Goes on to what follows this page; false if it is the last one.
    ///
    /// # Errors
    /// Fails when the service names a page that was there before, or one that is elsewhere.
    pub fn turn(&mut self, page: &Received) -> Result<bool, Error> {
        let Some(Pagination { items, turn }) = self.call.operation.pagination else {
            return Ok(false);
        };
        match turn {
            Turn::Cursor { slot, next, more } => {
                match next_cursor(&page.body, items, next, more) {
                    Some(cursor) => self.go_to_cursor(slot, cursor),
                    // There is no way on, and an end without a word would hide the rest.
                    None if matches!(next, Cursor::LastItem(_))
                        && truth_at(&page.body, more) == Some(true)
                        && self.count(page, items) > 0 =>
                    {
                        Err(self.error("the last item has nothing to ask for the next page with"))
                    }
                    None => Ok(false),
                }
            }
            Turn::Page { slot, first, end } => {
                let number = number_in(&self.call, slot, first);
                let count = self.count(page, items);
                let last = |pages: u64| pages.saturating_add(first).saturating_sub(1);
                let more = match end {
                    End::Pages(place) => {
                        number_at(&page.body, place).map(|pages| number < last(pages))
                    }
                    End::Total(place) => self.items.zip(number_at(&page.body, place)).map(less),
                    _ => goes_on(&page.body, end),
                };
                // Where a total is told, a page without items is behind the end, whatever it says.
                let more = more.filter(|_| count > 0 || !matches!(end, End::Total(_)));
                self.go_to_number(slot, number.saturating_add(1), page, count, more)
            }
            Turn::Offset { slot, end } => {
                let count = self.count(page, items);
                let next = number_in(&self.call, slot, 0).saturating_add(count);
                let more = match end {
                    End::Total(place) => number_at(&page.body, place).map(|total| next < total),
                    _ => goes_on(&page.body, end),
                };
                // Without items the next request would be the same as this one.
                let more = more.filter(|_| count > 0);
                self.go_to_number(slot, next, page, count, more)
            }
            Turn::NextUrl(place) => {
                let url = at(&page.body, place).and_then(text);
                self.go_to_url(url.as_deref())
            }
            Turn::LinkHeader => self.go_to_url(link::target(&page.headers, "next")),
        }
    }

    fn go_to_cursor(&mut self, slot: Slot, cursor: String) -> Result<bool, Error> {
        if !self.seen.insert(cursor.clone()) {
            return Err(self.error(CIRCLE));
        }
        self.set(slot, cursor);
        Ok(true)
    }

    /// The page of a number, if the page at hand says that there is more; where it says nothing,
    /// if it has items.
    fn go_to_number(
        &mut self,
        slot: Slot,
        number: u64,
        page: &Received,
        count: u64,
        more: Option<bool>,
    ) -> Result<bool, Error> {
        if !more.unwrap_or(count > 0) {
            return Ok(false);
        }
        if count > 0 && self.before == page.body {
            return Err(self.error("the server sends the same page for every number"));
        }
        self.before = page.body.clone();
        self.set(slot, number.to_string());
        Ok(true)
    }

    /// The page at an address, which must be where the credentials belong.
    fn go_to_url(&mut self, target: Option<&str>) -> Result<bool, Error> {
        let Some(target) = target.filter(|target| !target.is_empty()) else {
            return Ok(false);
        };
        let from = self.call.address()?;
        // Of the target only the origin is shown: the rest may carry a signature or a key.
        let Ok(mut url) = from.join(target) else {
            return Err(self.error("the server names something that is not a URL as the next page"));
        };
        url.set_fragment(None);
        let origin = url.origin();
        if origin != from.origin() || !url.username().is_empty() || url.password().is_some() {
            let origin = origin.ascii_serialization();
            let text = format!("the server names a page at {origin}, which is not followed");
            return Err(self.error(&text));
        }
        self.seen.insert(from.to_string());
        if !self.seen.insert(url.to_string()) {
            return Err(self.error(CIRCLE));
        }
        self.call = self.call.clone().at(&url);
        Ok(true)
    }

    /// Counts the items of a page.
    fn count(&mut self, page: &Received, items: &str) -> u64 {
        let count = at(&page.body, items)
            .and_then(list)
            .map_or(0, |items| items.len() as u64);
        self.items = self.items.map(|known| known.saturating_add(count));
        count
    }

    /// Sets what says which page is asked for, given as JSON.
    fn set(&mut self, slot: Slot, json: String) {
        let call = self.call.clone();
        let value = RawValue::from_string(json).ok();
        self.call = match slot {
            Slot::Query(name) => call.param_in(Location::Query, name, value),
            Slot::Field(name) => call.field(name, value),
        };
    }

    fn error(&self, text: &str) -> Error {
        Error::new(ErrorKind::Pagination, text).of(self.call.operation)
    }
}

impl fmt::Debug for Walk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Walk")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// The cursor behind a page, as JSON; none at the end.
#[must_use]
pub fn next_cursor(page: &[u8], items: &str, next: Cursor, more: &str) -> Option<String> {
    if !more.is_empty() && truth_at(page, more) == Some(false) {
        return None;
    }
    let value = match next {
        Cursor::Reply(place) => at(page, place),
        Cursor::LastItem(place) => {
            (at(page, items).and_then(list)).and_then(|items| within(items.last()?.get(), place))
        }
    };
    value.and_then(cursor)
}

/// What a page tells of the one behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Following {
    /// Its cursor, as text.
    Cursor(String),
    /// That it is there.
    Page,
}

/// What a page tells of the one behind it; none if it says nothing, or that there is none.
#[must_use]
pub fn following(page: &[u8], rule: &Pagination) -> Option<Following> {
    let end = match rule.turn {
        Turn::Cursor { next, more, .. } => {
            let json = next_cursor(page, rule.items, next, more)?;
            return Some(Following::Cursor(text(&json).unwrap_or(json)));
        }
        Turn::Page { end, .. } | Turn::Offset { end, .. } => end,
        Turn::NextUrl(place) => End::Next(place),
        Turn::LinkHeader => return None,
    };
    goes_on(page, end)?.then_some(Following::Page)
}

/// Whether a page says that there is more, by something other than counts.
fn goes_on(page: &[u8], end: End) -> Option<bool> {
    match end {
        End::More(place) => truth_at(page, place),
        End::Next(place) => {
            Some(at(page, place).is_some_and(|next| !matches!(next, "null" | "false" | "\"\"")))
        }
        End::Empty | End::Total(_) | End::Pages(_) => None,
    }
}

fn truth_at(page: &[u8], place: &str) -> Option<bool> {
    serde_json::from_str(at(page, place)?).ok()
}

fn less((items, total): (u64, u64)) -> bool {
    items < total
}

/// What a call has in a slot, as JSON.
fn given(call: &Call, slot: Slot) -> Option<&str> {
    match slot {
        Slot::Query(name) => {
            let mut parameters = call.operation.parameters.iter();
            let index = parameters.position(|parameter| {
                parameter.name == name && parameter.location == Location::Query
            })?;
            call.parameter(index)
        }
        Slot::Field(name) => match &call.body {
            Body::Json { fields, .. } => (fields.iter())
                .find(|(known, _)| known == name)
                .map(|(_, json)| json.as_str()),
            _ => None,
        },
    }
}

/// The number that a call has in a slot; without one it asks for the first page.
fn number_in(call: &Call, slot: Slot, first: u64) -> u64 {
    given(call, slot).and_then(number).unwrap_or(first)
}

fn number_at(page: &[u8], place: &str) -> Option<u64> {
    at(page, place).and_then(number)
}

// `3`, `"3"`
fn number(json: &str) -> Option<u64> {
    json.trim_matches('"').parse().ok()
}

fn text(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// A cursor in one spelling: the JSON of a text that is not empty, or of a number.
fn cursor(json: &str) -> Option<String> {
    match serde_json::from_str(json).ok()? {
        serde_json::Value::String(text) if text.is_empty() => None,
        value @ serde_json::Value::String(_) => Some(value.to_string()),
        // With the digits that were sent.
        serde_json::Value::Number(_) => Some(json.to_owned()),
        _ => None,
    }
}

fn list(json: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(json).ok()
}

/// The JSON at a place of a page.
fn at<'a>(page: &'a [u8], place: &str) -> Option<&'a str> {
    let text = std::str::from_utf8(page).ok()?;
    within(text.trim_start_matches('\u{feff}').trim(), place)
}

fn within<'a>(json: &'a str, place: &str) -> Option<&'a str> {
    place.split('/').skip(1).try_fold(json, |json, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        let members: HashMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(json).ok()?;
        members.get(token.as_str()).map(|value| value.get())
    })
}
