//! Lists that come in pages are known by their shape.
//!
//! An operation is one if what it takes and what it replies fit together: a
//! parameter that says where a page begins, a list, and something beside the
//! list that says how it goes on. Names and shapes count, descriptions do not,
//! and what fits in two ways is left alone: a wrong guess would be worse than
//! none. Whatever the author says goes before.

mod names;
mod reply;

use self::reply::{Fact, Kind, Page};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{
    Api, Cursor, Encoding, End, Location, Operation, Pagination, Shape, Slot, Turn, TypeRef, Types,
};
use crate::value::Value;

/// Finds the lists in pages of which the author says nothing.
pub(super) fn find(api: &mut Api, report: &mut Report) {
    for operation in &mut api.operations {
        if operation.pagination.is_some() || operation.is_single {
            continue;
        }
        if let Some((turn, items)) = detect(&api.types, operation) {
            report.push(note(operation, &turn, &items));
            operation.pagination = Some(Pagination {
                turn,
                items,
                pointer: operation.pointer.clone(),
            });
        }
    }
}

/// How the pages of an operation follow each other, and where a page has its items. The ways are
/// tried in the order of how much the service itself says of the next page.
fn detect(types: &Types, operation: &Operation) -> Option<(Turn, String)> {
    let page = Page::of(types, operation)?;
    let starts = starts(types, operation);
    let turn = by_cursor(&page, &starts)
        .or_else(|| by_link_header(operation, &starts))
        .or_else(|| by_last_item(types, &page, &starts))
        .or_else(|| by_number(&page, &starts))
        .or_else(|| by_url(&page, &starts))?;
    Some((turn, page.items.pointer))
}

/// Something that a request takes and that could say which page it asks for.
struct Start<'a> {
    slot: Slot,
    words: String,
    kind: Kind,
    default: Option<&'a Value>,
    minimum: Option<&'a Value>,
}

impl Start<'_> {
    /// The number of the first page, if the document has one.
    fn first(&self) -> Option<u64> {
        let number = |value: Option<&Value>| u64::try_from(value?.as_integer()?).ok();
        let first = number(self.default).or_else(|| number(self.minimum))?;
        (first < 2).then_some(first)
    }
}

/// The query of a `GET`; the fields of a `POST` whose only body is JSON.
fn starts<'a>(types: &'a Types, operation: &'a Operation) -> Vec<Start<'a>> {
    let start = |slot: Slot, ty: TypeRef, default: Option<&'a Value>| {
        let constraints = &types[types.resolve(ty).0].constraints;
        let minimum = constraints.minimum.as_ref();
        Start {
            words: names::words(slot.name()),
            slot,
            kind: reply::kind(types, ty),
            default,
            minimum: minimum.filter(|it| !it.exclusive).map(|bound| &bound.value),
        }
    };
    if operation.method == "GET" {
        let parameters = operation.parameters.iter();
        let query = parameters.filter(|it| it.location == Location::Query);
        return query
            .map(|it| start(Slot::Query(it.name.clone()), it.ty, it.default.as_ref()))
            .collect();
    }
    let ("POST", [body]) = (operation.method.as_str(), operation.bodies.as_slice()) else {
        return Vec::new();
    };
    let shape = &types[types.resolve(body.ty).0].shape;
    let (Encoding::Json, Shape::Struct(struct_)) = (body.encoding, shape) else {
        return Vec::new();
    };
    let fields = struct_.fields.iter();
    fields
        .map(|it| start(Slot::Field(it.name.clone()), it.ty, it.default.as_ref()))
        .collect()
}

/// A parameter for a cursor, and a reply that has the next one.
fn by_cursor(page: &Page<'_>, starts: &[Start<'_>]) -> Option<Turn> {
    let mut pairs = starts
        .iter()
        .filter_map(|start| Some((start, next_cursor(page, start)?)));
    let (start, next) = pairs.next()?;
    if pairs.next().is_some() {
        return None;
    }
    Some(Turn::Cursor {
        slot: start.slot.clone(),
        next: Cursor::Reply(next.pointer.clone()),
        more: more(page).map(|fact| fact.pointer.clone()),
    })
}

/// The value of a reply that is what a parameter takes for the next page.
fn next_cursor<'p, 'a>(page: &'p Page<'a>, start: &Start<'_>) -> Option<&'p Fact<'a>> {
    if !matches!(start.kind, Kind::Text | Kind::Integer) {
        return None;
    }
    let fits = |fact: &Fact<'_>| fact.kind == start.kind;
    // `page_token` and `next_page_token`, `after` and `next: { after: … }`
    let stem = names::stem(&start.words);
    let is_next = |fact: &Fact<'_>| {
        let same = stem.is_some() && names::stem(&fact.words) == stem;
        let says_next = fact.words.contains("next") || fact.parent.contains("next");
        // `cursors: { next: … }`, `cursor: { after: … }`
        let in_cursors = fact.parent.trim_end_matches('s') == "cursor"
            && stem == Some("cursor")
            && matches!(fact.words.as_str(), "next" | "after");
        // `page_token` and a text `next_page`, or `pagination: { next: … }`
        let is_token = stem == Some("token")
            && fact.kind == Kind::Text
            && (fact.words == "next_page" || fact.parent == "pagination" && fact.words == "next");
        fits(fact) && (same && says_next || in_cursors || is_token)
    };
    let named = page.facts.iter().filter(|fact| is_next(fact)).count();
    if named > 0 {
        return page.only(is_next);
    }
    if start.kind != Kind::Text {
        // A number of the same name is that of this page.
        return None;
    }
    // `cursor` and `cursor`, `continue` and `metadata: { continue: … }`
    let is_same = |fact: &Fact<'_>| fits(fact) && stem.is_some() && fact.words == start.words;
    page.only(is_same).or_else(|| {
        // `after` and `end_cursor`; `last_id` is a cursor where something says that there are more.
        let is_end = |fact: &Fact<'_>| {
            fits(fact)
                && names::is_end_cursor(&fact.words)
                && (fact.words != "last_id" || more(page).is_some())
        };
        names::is_behind(&start.words)
            .then(|| page.only(is_end))
            .flatten()
    })
}

/// A header that is declared, and a parameter that is about pages.
fn by_link_header(operation: &Operation, starts: &[Start<'_>]) -> Option<Turn> {
    let successes = operation.outcomes.iter();
    let mut headers = successes
        .filter(|outcome| outcome.status.is_success())
        .flat_map(|outcome| &outcome.headers);
    let is_declared = headers.any(|header| header.name.eq_ignore_ascii_case("link"));
    let is_about_pages = starts
        .iter()
        .any(|start| names::is_page(&start.words) || names::is_size(&start.words));
    (is_declared && is_about_pages && operation.method == "GET").then_some(Turn::LinkHeader)
}

/// A parameter that takes the id of an item, and a reply that says whether there are more.
fn by_last_item(types: &Types, page: &Page<'_>, starts: &[Start<'_>]) -> Option<Turn> {
    let is_start = |start: &&Start<'_>| {
        let words = start.words.as_str();
        start.kind == Kind::Text && matches!(words, "after" | "starting_after" | "after_id")
    };
    let start = starts.iter().find(is_start)?;
    let more = more(page)?;
    // What else could be the cursor leaves a doubt.
    if page
        .facts
        .iter()
        .any(|it| names::is_next(&it.words, &it.parent))
    {
        return None;
    }
    let Shape::Struct(item) = &types[types.resolve(page.items.item).0].shape else {
        return None;
    };
    let id = item.fields.iter().find(|field| field.name == "id")?;
    (reply::kind(types, id.ty) == Kind::Text).then(|| Turn::Cursor {
        slot: start.slot.clone(),
        next: Cursor::LastItem("/id".to_owned()),
        more: Some(more.pointer.clone()),
    })
}

/// The number of a page or of the items before it, and a reply that says where the end is, or is
/// nothing but a list of the size asked for.
fn by_number(page: &Page<'_>, starts: &[Start<'_>]) -> Option<Turn> {
    let mut numbers = starts.iter().filter(|start| {
        start.kind == Kind::Integer
            && (names::is_page(&start.words) || names::is_offset(&start.words))
    });
    let (Some(start), None) = (numbers.next(), numbers.next()) else {
        return None;
    };
    let has_size = starts.iter().any(|start| names::is_size(&start.words));
    let is_bare = page.items.pointer.is_empty() && has_size;
    let end = end(page, names::is_page(&start.words));
    let end = end.or_else(|| is_bare.then_some(End::Empty))?;
    let slot = start.slot.clone();
    match names::is_page(&start.words) {
        true => Some(Turn::Page {
            slot,
            first: start.first()?,
            end,
        }),
        false => Some(Turn::Offset { slot, end }),
    }
}

/// What says where the end is, the clearest first.
fn end(page: &Page<'_>, counts_pages: bool) -> Option<End> {
    let at = |fact: &Fact<'_>| fact.pointer.clone();
    if let Some(fact) = more(page) {
        return Some(End::More(at(fact)));
    }
    let is_number = |fact: &Fact<'_>| fact.kind == Kind::Integer;
    let next = page.only(|it| names::is_next(&it.words, &it.parent));
    next.map(|fact| End::Next(at(fact)))
        .or_else(|| {
            let pages = page.only(|it| is_number(it) && names::is_pages(&it.words));
            pages
                .filter(|_| counts_pages)
                .map(|fact| End::Pages(at(fact)))
        })
        .or_else(|| {
            let total = page.only(|it| is_number(it) && names::is_total(&it.words));
            total.map(|fact| End::Total(at(fact)))
        })
}

/// The address of the next page, and a parameter that is about pages.
fn by_url(page: &Page<'_>, starts: &[Start<'_>]) -> Option<Turn> {
    let is_about_pages = starts.iter().any(|start| {
        names::stem(&start.words).is_some()
            || names::is_page(&start.words)
            || names::is_offset(&start.words)
            || names::is_size(&start.words)
    });
    let next = page.only(|fact| names::is_next(&fact.words, &fact.parent) && is_address(fact))?;
    let is_query = matches!(starts.first()?.slot, Slot::Query(_));
    (is_about_pages && is_query).then(|| Turn::NextUrl(next.pointer.clone()))
}

/// Whether a text is an address: by its format, by its name, by where it is, or by its examples.
fn is_address(fact: &Fact<'_>) -> bool {
    let is_text = matches!(fact.kind, Kind::Text | Kind::Url);
    let named = ["url", "uri", "link", "href"];
    let looks = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/')
    };
    is_text
        && (fact.kind == Kind::Url
            || named.iter().any(|name| fact.words.ends_with(name))
            || fact.parent.trim_end_matches('s') == "link"
            || fact.examples.iter().any(looks))
}

/// What says by true or false whether there are more.
fn more<'p, 'a>(page: &'p Page<'a>) -> Option<&'p Fact<'a>> {
    page.only(|fact| fact.kind == Kind::Bool && names::is_more(&fact.words))
}

/// What was taken, and why.
fn note(operation: &Operation, turn: &Turn, items: &str) -> Diagnostic {
    let list = match items {
        "" => "the list that is the reply".to_owned(),
        items => format!("the list at `{items}`"),
    };
    let why = match turn {
        Turn::Cursor { slot, next, more } => {
            let next = match next {
                Cursor::Reply(place) => format!("`{place}` of the page before"),
                Cursor::LastItem(place) => format!("`{place}` of the last item"),
            };
            let more = more.as_ref();
            let more = more.map_or(String::new(), |more| format!(" while `{more}` is true"));
            format!("`{}` takes {next}{more}", slot.name())
        }
        Turn::Page { slot, first, end } => {
            let slot = slot.name();
            format!("`{slot}` counts pages from {first} {}", until(end))
        }
        Turn::Offset { slot, end } => format!("`{}` counts items {}", slot.name(), until(end)),
        Turn::NextUrl(place) => format!("`{place}` is the address of the next page"),
        Turn::LinkHeader => "the header `Link` has the address of the next page".to_owned(),
    };
    let message = format!(
        "{} is taken to come in pages: {why}, for {list}",
        operation.id
    );
    Diagnostic::new(Code::DetectedPages, &operation.pointer, message)
        .hint("`x-client-pagination` says it in another way, or with `none` that it is not so")
}

fn until(end: &End) -> String {
    match end {
        End::Empty => "until one is empty".to_owned(),
        End::More(place) => format!("while `{place}` is true"),
        End::Next(place) => format!("while `{place}` is there"),
        End::Total(place) => format!("up to `{place}`"),
        End::Pages(place) => format!("up to page `{place}`"),
    }
}
