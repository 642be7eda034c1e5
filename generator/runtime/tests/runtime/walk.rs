//! From page to page, in every way that services have.

use client_runtime::call::Call;
use client_runtime::error::ErrorKind;
use client_runtime::page::Pages;
use client_runtime::service::{Cursor, End, Operation, Slot, Turn};
use serde_json::{Value, json};

use super::support::{Request, Server, Step, reply};
use super::table::{SEARCH, client, list};

/// Walks through all pages; the error that ended it, if one did.
async fn walk(server: &Server, call: impl FnOnce(Call) -> Call, turn: Turn) -> Option<String> {
    // Operations are tables of a crate; a test leaks some bytes instead.
    let operation: &'static Operation = Box::leak(Box::new(list(turn)));
    let call = call(Call::new(&client(server), operation));
    ended(Pages::new(call)).await
}

async fn ended(mut pages: Pages<Value>) -> Option<String> {
    while let Some(page) = pages.next().await {
        if let Err(error) = page {
            assert_eq!(error.kind(), ErrorKind::Pagination);
            assert!(pages.next().await.is_none(), "the end stays the end");
            return Some(error.to_string());
        }
    }
    None
}

fn server(pages: &[Value]) -> Server {
    let texts = pages.iter().map(Value::to_string);
    Server::start(texts.map(|page| Step::Reply(reply(200, "", &page))))
}

/// What was asked for, from the query on.
fn queries(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let lines = requests.iter().map(Request::line);
    lines
        .map(|line| {
            line.split_once("/books")
                .map_or("", |(_, query)| query)
                .to_owned()
        })
        .collect()
}

fn books(numbers: &[u32]) -> Value {
    json!({ "books": numbers })
}

fn with(numbers: &[u32], name: &str, value: impl Into<Value>) -> Value {
    let mut page = books(numbers);
    page[name] = value.into();
    page
}

const fn pages(end: End) -> Turn {
    Turn::Page {
        slot: Slot::Query("page"),
        first: 1,
        end,
    }
}

const fn offset(end: End) -> Turn {
    Turn::Offset {
        slot: Slot::Query("offset"),
        end,
    }
}

#[tokio::test]
async fn numbered_pages_end_where_one_is_empty() {
    // A short page is not the end: the service may give less than it was asked for.
    let server = server(&[books(&[1, 2]), books(&[3]), books(&[])]);
    let ended = walk(&server, |call| call.param("limit", 2), pages(End::Empty)).await;
    assert_eq!(ended, None);
    assert_eq!(
        queries(&server),
        ["?limit=2", "?limit=2&page=2", "?limit=2&page=3"]
    );
}

#[tokio::test]
async fn numbered_pages_end_where_the_service_says_so() {
    for (end, first, last) in [
        (
            End::More("/more"),
            with(&[1], "more", true),
            with(&[2], "more", false),
        ),
        // Empty pages are passed while there are more.
        (
            End::More("/more"),
            with(&[], "more", true),
            with(&[2], "more", false),
        ),
        (
            End::Next("/next"),
            with(&[1], "next", "/2"),
            with(&[2], "next", Value::Null),
        ),
        (End::Next("/next"), with(&[1], "next", 2), books(&[2])),
        (
            End::Total("/total"),
            with(&[1], "total", 2),
            with(&[2], "total", 2),
        ),
        (
            End::Pages("/pages"),
            with(&[1], "pages", 2),
            with(&[2], "pages", 2),
        ),
    ] {
        let server = server(&[first, last]);
        assert_eq!(walk(&server, |call| call, pages(end)).await, None);
        assert_eq!(queries(&server), ["", "?page=2"], "{end:?}");
    }
}

#[tokio::test]
async fn what_the_service_leaves_out_does_not_end_a_list() {
    for end in [
        End::More("/more"),
        End::Total("/total"),
        End::Pages("/pages"),
    ] {
        let server = server(&[books(&[1]), books(&[2]), books(&[])]);
        assert_eq!(walk(&server, |call| call, pages(end)).await, None);
        assert_eq!(queries(&server), ["", "?page=2", "?page=3"], "{end:?}");
    }
}

#[tokio::test]
async fn numbered_pages_begin_where_the_caller_says() {
    // Of the total it is not known how much was before.
    let server = server(&[
        with(&[5], "total", 3),
        with(&[6], "total", 3),
        with(&[], "total", 3),
    ]);
    let ended = walk(
        &server,
        |call| call.param("page", 5),
        pages(End::Total("/total")),
    )
    .await;
    assert_eq!(ended, None);
    assert_eq!(queries(&server), ["?page=5", "?page=6", "?page=7"]);
    // The pages 0 and 1 are all there are.
    let server = self::server(&[with(&[1], "pages", 2), with(&[2], "pages", 2)]);
    let turn = Turn::Page {
        slot: Slot::Query("page"),
        first: 0,
        end: End::Pages("/pages"),
    };
    assert_eq!(walk(&server, |call| call, turn).await, None);
    assert_eq!(queries(&server), ["", "?page=1"]);
}

#[tokio::test]
async fn a_service_without_pages_is_not_asked_for_ever() {
    let server = server(&[books(&[1]), books(&[1])]);
    let ended = walk(&server, |call| call, pages(End::Empty)).await;
    let text = ended.expect("an error");
    assert!(text.contains("the same page for every number"), "{text}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn offsets_grow_by_what_came() {
    let server = server(&[books(&[1, 2]), books(&[3]), books(&[])]);
    let ended = walk(&server, |call| call.param("limit", 9), offset(End::Empty)).await;
    assert_eq!(ended, None);
    assert_eq!(
        queries(&server),
        ["?limit=9", "?limit=9&offset=2", "?limit=9&offset=3"]
    );
    for (end, first, last) in [
        (
            End::Total("/total"),
            with(&[1, 2], "total", 13),
            with(&[3], "total", 13),
        ),
        (
            End::More("/more"),
            with(&[1, 2], "more", true),
            with(&[3], "more", false),
        ),
        // Whatever the service says: without items it would be the same request again.
        (
            End::More("/more"),
            with(&[1, 2], "more", true),
            with(&[], "more", true),
        ),
        (
            End::Next("/next"),
            with(&[1, 2], "next", "/2"),
            with(&[3], "next", ""),
        ),
    ] {
        let server = self::server(&[first, last]);
        let ended = walk(&server, |call| call.param("offset", 10), offset(end)).await;
        assert_eq!(ended, None);
        assert_eq!(queries(&server), ["?offset=10", "?offset=12"], "{end:?}");
    }
}

#[tokio::test]
async fn the_last_item_is_the_cursor() {
    let page = |ids: &[&str], more: bool| {
        let books: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        json!({ "books": books, "more": more })
    };
    let turn = Turn::Cursor {
        slot: Slot::Query("cursor"),
        next: Cursor::LastItem("/id"),
        more: "/more",
    };
    let server = server(&[page(&["a", "b"], true), page(&["c"], false)]);
    assert_eq!(walk(&server, |call| call, turn).await, None);
    assert_eq!(queries(&server), ["", "?cursor=b"]);
    let server = self::server(&[page(&["a"], true), page(&[], true)]);
    assert_eq!(walk(&server, |call| call, turn).await, None);
    let server = self::server(&[json!({ "books": [{}], "more": true })]);
    let text = walk(&server, |call| call, turn).await.expect("an error");
    assert!(text.contains("the last item has nothing"), "{text}");
    // The same item again would be asked for without an end.
    let server = self::server(&[page(&["a"], true), page(&["a"], true)]);
    let text = walk(&server, |call| call, turn).await.expect("an error");
    assert!(text.contains("there before"), "{text}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_cursor_is_not_followed_where_there_are_no_more() {
    let server = server(&[
        json!({ "books": [1], "next": "a\"/", "more": true }),
        json!({ "books": [2], "next": 12345678901234567890_u64, "more": true }),
        json!({ "books": [3], "next": "b", "more": false }),
    ]);
    let call = Call::new(&client(&server), &SEARCH).field("text", "x");
    assert_eq!(ended(Pages::new(call)).await, None);
    let requests = server.requests();
    let bodies: Vec<&str> = requests.iter().map(Request::text).collect();
    assert_eq!(
        bodies,
        [
            r#"{"text":"x"}"#,
            r#"{"text":"x","cursor":"a\"/"}"#,
            r#"{"text":"x","cursor":12345678901234567890}"#,
        ]
    );
}

#[tokio::test]
async fn a_cursor_in_the_body_that_comes_back_is_an_error() {
    let server = server(&[json!({ "books": [], "next": "mine" })]);
    let call = Call::new(&client(&server), &SEARCH).field("cursor", "mine");
    let text = ended(Pages::new(call)).await.expect("an error");
    assert!(text.contains("there before"), "{text}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn addresses_are_followed_as_they_are() {
    let server = server(&[
        with(&[1], "next", "/api/v1/books?after=x%2Fy&limit=1#top"),
        with(&[2], "next", "?after=z"),
        with(&[3], "next", ""),
    ]);
    let ended = walk(
        &server,
        |call| call.param("limit", 1).header("x-trace", "t"),
        Turn::NextUrl("/next"),
    )
    .await;
    assert_eq!(ended, None);
    assert_eq!(
        queries(&server),
        ["?limit=1", "?after=x%2Fy&limit=1", "?after=z"]
    );
    for request in server.requests() {
        assert_eq!(request.header("x-trace"), Some("t"));
        assert!(request.header("authorization").is_some());
    }
}

#[tokio::test]
async fn addresses_elsewhere_are_not_followed() {
    for foreign in [
        "https://elsewhere.example/books?page=2",
        "//elsewhere.example/books",
        "http://user:password@127.0.0.1/books",
        "http://127.0.0.1:1/books",
        "data:,x",
        "http://",
    ] {
        let server = server(&[with(&[1], "next", foreign)]);
        let ended = walk(&server, |call| call, Turn::NextUrl("/next")).await;
        let text = ended.expect("an error");
        assert!(
            text.contains("which is not followed") || text.contains("not a URL"),
            "{text}"
        );
        assert!(!text.contains("password"), "{text}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_address_that_comes_back_is_an_error() {
    for next in ["/api/v1/books", "/api/v1/books?page=2"] {
        let server = server(&[
            with(&[1], "next", "/api/v1/books?page=2"),
            with(&[2], "next", next),
            with(&[3], "next", "/api/v1/books?page=2"),
        ]);
        let ended = walk(&server, |call| call, Turn::NextUrl("/next")).await;
        assert!(ended.expect("an error").contains("there before"));
        // The first page was there before, too.
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn the_link_header_leads_on() {
    let page = |headers: &str| Step::Reply(reply(200, headers, "{\"books\":[1]}"));
    let server = Server::start([
        page(
            "Link: </api/v1/books?page=1>; rel=prev, </api/v1/books?page=2&ids=1,2>; rel=\"next\"\r\n",
        ),
        page("link: <https://elsewhere.example/>; rel=\"help\"\r\nlink: <?page=3>; rel=next\r\n"),
        page("link: </api/v1/books?page=1>; rel=\"first\"\r\n"),
    ]);
    assert_eq!(walk(&server, |call| call, Turn::LinkHeader).await, None);
    assert_eq!(queries(&server), ["", "?page=2&ids=1,2", "?page=3"]);
}
