//! Lists in pages.

use std::pin::Pin;

use client_runtime::call::Call;
use client_runtime::error::ErrorKind;
use client_runtime::page::Pages;
use futures_core::Stream;
use serde::Deserialize;

use super::support::{Request, Server, Step, json, reply};
use super::table::{LIST, client};

#[derive(Debug, Deserialize, PartialEq)]
struct Page {
    books: Vec<u32>,
    next: Option<String>,
}

fn server(pages: &[&str]) -> Server {
    Server::start(pages.iter().map(|page| Step::Reply(json(page))))
}

fn lines(server: &Server) -> Vec<String> {
    server
        .requests()
        .iter()
        .map(Request::line)
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn items_of_all_pages_with_the_same_parameters() {
    let server = server(&[
        r#"{"books":[1,2],"next":"a+/="}"#,
        r#"{"books":[],"next":"b"}"#,
        r#"{"books":[3],"next":null}"#,
    ]);
    let client = client(&server);
    let call = Call::new(&client, &LIST)
        .param("limit", 2)
        .param("query", "x y");
    let mut items = Pages::<Page>::new(call).items(|page| page.books);
    let mut books = Vec::new();
    while let Some(book) = items.next().await {
        books.push(book.unwrap());
    }
    assert_eq!(books, [1, 2, 3]);
    assert!(items.next().await.is_none());
    assert_eq!(
        lines(&server),
        [
            "GET /api/v1/books?limit=2&query=x%20y",
            "GET /api/v1/books?limit=2&query=x%20y&cursor=a%2B%2F%3D",
            "GET /api/v1/books?limit=2&query=x%20y&cursor=b",
        ],
    );
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_asked_for() {
    let server = server(&[r#"{"books":[1],"next":"a"}"#]);
    let client = client(&server);
    let mut pages = Pages::<Page>::new(Call::new(&client, &LIST));
    assert_eq!(server.requests().len(), 0);
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_empty_or_missing_cursor_is_the_end() {
    for page in [r#"{"books":[1],"next":""}"#, r#"{"books":[1]}"#] {
        let server = server(&[page]);
        let client = client(&server);
        let mut pages = Pages::<Page>::new(Call::new(&client, &LIST));
        assert_eq!(pages.next().await.unwrap().unwrap().books, [1]);
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_cursor_that_comes_back_is_an_error_after_its_page() {
    let server = server(&[
        r#"{"books":[1],"next":"a"}"#,
        r#"{"books":[2],"next":"b"}"#,
        r#"{"books":[3],"next":"a"}"#,
    ]);
    let client = client(&server);
    let mut items = Pages::<Page>::new(Call::new(&client, &LIST)).items(|page| page.books);
    for expected in [1, 2, 3] {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Pagination, Some("listBooks"))
    );
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn the_callers_own_cursor_counts() {
    let server = server(&[r#"{"books":[1],"next":"mine"}"#]);
    let client = client(&server);
    let call = Call::new(&client, &LIST).param("cursor", "mine");
    let mut pages = Pages::<Page>::new(call);
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Pagination
    );
    assert_eq!(lines(&server), ["GET /api/v1/books?cursor=mine"]);
}

#[tokio::test]
async fn a_page_that_failed_is_fetched_again() {
    let server = Server::start([
        Step::Reply(reply(503, "", "")),
        Step::Reply(json(r#"{"books":[1],"next":"a"}"#)),
        Step::Reply(reply(503, "", "")),
        Step::Reply(json("[]")),
        Step::Reply(json(r#"{"books":[2],"next":null}"#)),
    ]);
    let call = Call::new(&client(&server), &LIST).param("limit", 1);
    let mut items = Pages::<Page>::new(call).items(|page| page.books);
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.map_err(|error| error.kind()));
    }
    assert_eq!(
        seen,
        [
            Err(ErrorKind::Status),
            Ok(1),
            Err(ErrorKind::Status),
            Err(ErrorKind::Decode),
            Ok(2),
        ]
    );
    assert_eq!(
        lines(&server),
        [
            "GET /api/v1/books?limit=1",
            "GET /api/v1/books?limit=1",
            "GET /api/v1/books?limit=1&cursor=a",
            "GET /api/v1/books?limit=1&cursor=a",
            "GET /api/v1/books?limit=1&cursor=a",
        ],
    );
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    let server = server(&[r#"{"books":[1,2],"next":null}"#]);
    let client = client(&server);
    let mut items = Pages::<Page>::new(Call::new(&client, &LIST)).items(|page| page.books);
    let mut books = Vec::new();
    while let Some(book) =
        std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await
    {
        books.push(book.unwrap());
    }
    assert_eq!(books, [1, 2]);
    fn can_be_spawned<T: Send + 'static>(_: &T) {}
    can_be_spawned(&items);
}

#[tokio::test]
async fn whoever_passes_over_errors_comes_to_an_end() {
    // What the service refuses it refuses again.
    let server = Server::start([Step::Reply(reply(401, "", ""))]);
    let mut items = Pages::<Page>::new(Call::new(&client(&server), &LIST)).items(|page| page.books);
    assert!(items.next().await.unwrap().unwrap_err().is_unauthorized());
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
    // What may go away is asked for ten times.
    let replies = (0..20).map(|_| Step::Reply(json("{}")));
    let server = Server::start(replies);
    let mut pages: Pages<Page> = Pages::new(Call::new(&client(&server), &LIST));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        assert_eq!(page.unwrap_err().kind(), ErrorKind::Decode);
        count += 1;
    }
    assert_eq!((count, server.requests().len()), (10, 10));
}
