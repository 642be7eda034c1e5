//! Replies whose whole numbers stand at the top, where no field says how they are read.

use client_runtime::call::Call;
use client_runtime::decode::Ints;
use client_runtime::error::ErrorKind;
use client_runtime::mode::Async;
use client_runtime::page::Pages;
use client_runtime::reply::Json;
use client_runtime::stream::{EventStream, ItemStream, LineStream, Records};
use indexmap::IndexMap;

use super::support::{Server, Step, json, reply};
use super::table::{LIST, client};

type Counts = IndexMap<String, i64>;

#[tokio::test]
async fn a_fraction_of_zero_is_a_whole_number() {
    let server = Server::once(json(r#"{"a":2.0,"b":5000000000}"#));
    let call = Call::new(&client(&server), &LIST);
    let counts = call.send::<Json<Counts, Ints>>().await.unwrap();
    assert_eq!((counts["a"], counts["b"]), (2, 5_000_000_000));

    let server = Server::once(json("null"));
    let call = Call::new(&client(&server), &LIST);
    let numbers = call.send::<Json<Option<Vec<i64>>, Ints>>();
    assert_eq!(numbers.await.unwrap(), None);
}

#[tokio::test]
async fn what_does_not_fit_has_its_path() {
    for (body, path) in [
        (r#"{"a":2.5}"#, Some("a")),
        (r#"{"a":"2"}"#, Some("a")),
        ("[]", None),
        ("{} {}", None),
    ] {
        let server = Server::once(json(body));
        let call = Call::new(&client(&server), &LIST);
        let error = call.send::<Json<Counts, Ints>>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.path(), path, "{body}");
    }
}

#[tokio::test]
async fn pages_and_values_of_streams_too() {
    let server = Server::start([Step::Reply(json("[1.0,2]")), Step::Reply(json("[]"))]);
    let call = Call::new(&client(&server), &LIST);
    let mut pages: Pages<Vec<i64>> = Pages::by::<Json<Vec<i64>, Ints>>(call);
    assert_eq!(pages.next().await.unwrap().unwrap(), [1, 2]);

    let stream = |kind: &str, body: &str| {
        let server = Server::once(reply(200, &format!("content-type: {kind}\r\n"), body));
        (Call::new(&client(&server), &LIST), server)
    };
    let (call, _server) = stream("application/jsonl", "[1.0]\n[2.5]\n");
    let open = LineStream::<Vec<i64>, Async, Ints>::open(call, "application/jsonl");
    let mut lines = open.await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), [1]);
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!(error.path(), Some("[0]"));

    let (call, _server) = stream("text/event-stream", "data: 3.0\n\n");
    let open = EventStream::<i64, Async, Ints>::open(call, "text/event-stream");
    let mut events = open.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 3);

    let (call, _server) = stream("application/json-seq", "\u{1e}4.0\n");
    let open = ItemStream::<Records<i64, Ints>>::open(call, "application/json-seq");
    let mut records = open.await.unwrap();
    assert_eq!(records.next().await.unwrap().unwrap(), 4);
}
