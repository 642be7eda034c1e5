//! A list of ten thousand items from a server that has a bad day.

use std::sync::Mutex;
use std::time::Duration;

use flora_client::{Error, ErrorKind};
use flora_tests::fault::Fault;
use flora_tests::server::{Reply, Request, Server};
use flora_tests::spec;
use serde_json::{Value, json};

use crate::impatient;

const ITEMS: usize = 10_000;
const PAGE: usize = 100;

/// Every fifth page is empty: a filter took all of it.
const PAGES: usize = ITEMS / PAGE * 5 / 4;

fn is_empty(page: usize) -> bool {
    page % 5 == 3
}

/// How often each page was asked for before.
type Asked = Mutex<Vec<usize>>;

/// Starts a server of all pages; `trouble` may answer in their place. It is told the page, and how
/// often it was asked for before.
fn serve(trouble: impl Fn(usize, usize) -> Option<Reply> + Send + Sync + 'static) -> Server {
    let asked: Asked = Mutex::new(vec![0; PAGES]);
    let sample = sample();
    Server::start(move |request| {
        let page = page_of(request);
        let mut asked = asked.lock().expect("no reply panics");
        let before = asked[page];
        asked[page] += 1;
        trouble(page, before).unwrap_or_else(|| reply(page, page + 1, &sample))
    })
}

/// The cursor is one that an encoder could break.
fn cursor(page: usize) -> String {
    format!("page/{page}+é=&")
}

fn page_of(request: &Request) -> usize {
    let query = request.query();
    // What the caller set stays as it is on each page.
    assert_eq!(
        query[..2],
        ["limit=100", "workspace_id=ws_1"],
        "{request:?}"
    );
    let Some(cursor) = query.get(2) else {
        return 0;
    };
    let number = cursor.strip_prefix("cursor=page%2F");
    let number = number.and_then(|rest| rest.strip_suffix("%2B%C3%A9%3D%26"));
    let number = number.and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("another cursor: {request:?}"))
}

fn reply(page: usize, next: usize, sample: &Value) -> Reply {
    let item = |index: usize| {
        let mut item = sample.clone();
        item["asset_id"] = json!(format!("asset_{index}"));
        item
    };
    let first = (0..page).filter(|page| !is_empty(*page)).count() * PAGE;
    let items = if is_empty(page) { 0 } else { PAGE };
    let assets: Vec<Value> = (first..first + items).map(item).collect();
    let next_cursor = (next < PAGES).then(|| cursor(next));
    let meta = json!({"next_cursor": next_cursor, "total_estimate": ITEMS});
    Reply::json(200, json!({"assets": assets, "meta": meta}))
}

/// Takes all items, going on after errors, and holds them to their order.
async fn items(server: &Server) -> (usize, Vec<Error>) {
    let flora = impatient(server.url());
    let list = flora.assets().list().limit(100).workspace_id("ws_1");
    let mut items = list.items();
    let (mut count, mut errors) = (0, Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => {
                assert_eq!(item.asset_id, Some(format!("asset_{count}")));
                count += 1;
            }
            Err(error) => errors.push(error),
        }
        assert!(errors.len() < 10, "there is no end: {errors:?}");
    }
    (count, errors)
}

#[tokio::test]
async fn all_items_come_in_their_order_through_empty_pages() {
    let server = serve(|_, _| None);
    let (count, errors) = items(&server).await;
    assert_eq!(count, ITEMS);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(server.requests().len(), PAGES);
}

#[tokio::test]
async fn failures_on_the_way_are_retried_unseen() {
    let server = serve(|page, before| match (page, before) {
        (10, 0) => Some(Reply::new(503)),
        (43, 0 | 1) => Some(Reply::new(200).fault(Fault::Reset)),
        (60, 0) => Some(Reply::json(200, "{\"assets\":[]}").half()),
        (98, 0) => Some(Reply::new(429).header("retry-after-ms", "20")),
        (124, 0) => Some(Reply::text(502, "text/html", "<html>")),
        _ => None,
    });
    let (count, errors) = items(&server).await;
    assert_eq!(count, ITEMS);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(server.requests().len(), PAGES + 6);
}

/// Three attempts fail, which the caller is told; asked again, the list goes on where it was.
#[tokio::test]
async fn a_failure_that_lasts_is_told_and_the_list_goes_on_when_it_is_asked_again() {
    let server = serve(|page, before| match (page, before) {
        (57, 0..3) => Some(Reply::new(503)),
        (80, 0..6) => Some(Reply::new(200).fault(Fault::Nothing)),
        (124, 0) => Some(Reply::json(200, "<html>")),
        _ => None,
    });
    let (count, errors) = items(&server).await;
    assert_eq!(count, ITEMS);
    let kinds: Vec<(ErrorKind, u32)> = (errors.iter())
        .map(|error| (error.kind(), error.attempts()))
        .collect();
    assert_eq!(
        kinds,
        [
            (ErrorKind::Status, 3),
            (ErrorKind::Transport, 3),
            (ErrorKind::Transport, 3),
            (ErrorKind::Decode, 1),
        ]
    );
    assert_eq!(server.requests().len(), PAGES + 10);
}

#[tokio::test]
async fn a_cursor_that_comes_back_is_the_end() {
    // Page 90 leads to itself, and to one that was there long before.
    for next in [90, 17] {
        let server = serve(move |page, _| (page == 90).then(|| reply(page, next, &sample())));
        let (count, errors) = items(&server).await;
        let full = (0..=90).filter(|page| !is_empty(*page)).count();
        assert_eq!(count, full * PAGE);
        let [error] = errors.as_slice() else {
            panic!("not one error: {errors:?}");
        };
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert_eq!(server.requests().len(), 91);
    }
}

fn sample() -> Value {
    spec::reply("get", "/assets", 200, "first_page")["assets"][0].clone()
}

#[tokio::test]
async fn a_list_that_is_not_wanted_any_more_asks_for_nothing() {
    let server = serve(|_, _| None);
    let flora = impatient(server.url());
    let list = flora.assets().list().limit(100).workspace_id("ws_1");
    let mut items = list.items();
    for _ in 0..150 {
        items.next().await.expect("an item").expect("it is good");
    }
    drop(items);
    // Whatever would still be fetched has the time to be seen.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 2);
}
