//! The blocking mode: waiting without an executor, and refusing to stop one.

use std::io::Read;

use client_runtime::blocking::Blocking;
use client_runtime::call::Call;
use client_runtime::download::Download;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::mode::Mode;
use client_runtime::page::{Items, Pages};
use client_runtime::reply::Json;
use serde::Deserialize;

use super::support::{Server, Step, json, reply};
use super::table::{LIST, client};

#[derive(Debug, Deserialize, PartialEq)]
struct Page {
    books: Vec<u32>,
    next: Option<String>,
}

fn server(pages: &[&str]) -> Server {
    Server::start(pages.iter().map(|page| Step::Reply(json(page))))
}

fn call(server: &Server) -> Call {
    Call::new(&client(server), &LIST)
}

/// What a request of a blocking client does.
fn fetch(server: &Server) -> Result<Page, Error> {
    Blocking::run(call(server).send::<Json<Page>>())
}

const PAGE: &str = r#"{"books":[1],"next":null}"#;

#[test]
fn a_call_waits_for_its_reply() {
    let server = server(&[PAGE, PAGE]);
    assert_eq!(fetch(&server).unwrap().books, [1]);
    assert_eq!(fetch(&server).unwrap().books, [1]);
}

#[test]
fn threads_share_the_client() {
    let pages = [PAGE; 8];
    let server = server(&pages);
    let client = client(&server);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let call = Call::new(&client, &LIST);
            scope.spawn(|| Blocking::run(call.send::<Json<Page>>()).unwrap());
        }
    });
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn lists_are_iterators() {
    let server = server(&[
        r#"{"books":[1,2],"next":"a"}"#,
        r#"{"books":[],"next":"b"}"#,
        r#"{"books":[3],"next":null}"#,
    ]);
    let pages: Pages<Page, Blocking> = Pages::new(call(&server));
    let items: Items<Page, u32, Blocking> = pages.items(|page| page.books);
    let books: Vec<u32> = items.collect::<Result<_, _>>().unwrap();
    assert_eq!(books, [1, 2, 3]);
}

#[test]
fn an_iterator_goes_on_after_an_error() {
    let server = server(&[r#"{"books":0}"#, PAGE]);
    let mut pages: Pages<Page, Blocking> = Pages::new(call(&server));
    let error = pages.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(pages.next().unwrap().unwrap().books, [1]);
    assert!(pages.next().is_none());
}

fn download(server: &Server) -> Download<Blocking> {
    Blocking::run(call(server).send_stream()).unwrap()
}

#[test]
fn a_download_is_a_reader() {
    let replies = [(); 2].map(|()| Step::Reply(reply(200, "", "some text")));
    let server = Server::start(replies);
    let mut body = download(&server);
    assert_eq!(body.content_length(), Some(9));
    let mut some = [0; 3];
    assert_eq!(body.read(&mut []).unwrap(), 0);
    body.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"som");
    let mut rest = String::new();
    body.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "e text");
    assert_eq!(body.read(&mut some).unwrap(), 0);
    let mut file = Vec::new();
    assert_eq!(download(&server).copy_to(&mut file).unwrap(), 9);
    assert_eq!(file, b"some text");
}

#[test]
fn a_body_that_breaks_off_is_an_error_of_reading() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nsome";
    let server = Server::start([Step::Close(head.to_vec())]);
    let mut body = download(&server);
    let error = body.read_to_end(&mut Vec::new()).unwrap_err();
    let error = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status(), Some(200));
}

/// The call is refused before anything is sent.
fn refused(server: &Server) {
    let error = fetch(server).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(text.contains("async"), "{text}");
    let mut pages: Pages<Page, Blocking> = Pages::new(call(server));
    let error = pages.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn async_code_gets_an_error() {
    let server = server(&[PAGE]);
    refused(&server);
    tokio::spawn(async move { refused(&server) }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn async_code_with_many_threads_gets_an_error() {
    let server = server(&[PAGE]);
    refused(&server);
    tokio::spawn(async move { refused(&server) }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_that_may_block_may_call() {
    let server = std::sync::Arc::new(server(&[PAGE, PAGE]));
    let other = std::sync::Arc::clone(&server);
    let page = tokio::task::spawn_blocking(move || fetch(&other)).await;
    assert_eq!(page.unwrap().unwrap().books, [1]);
    let page = tokio::spawn(async move { tokio::task::block_in_place(|| fetch(&server)) }).await;
    assert_eq!(page.unwrap().unwrap().books, [1]);
}
