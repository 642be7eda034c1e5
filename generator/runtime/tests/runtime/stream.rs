//! Replies that are a run of values: how they are taken apart, and what ends them.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::frames::{Frame, Frames, Framing};
use client_runtime::stream::{
    Event, EventStream, ItemStream, LineStream, ReadItem, Records, TextEvents, WholeEvents,
};
use futures_core::Stream as _;
use serde::Deserialize;

use super::support::script::{Answer, Script};
use super::support::{Server, reply};
use super::table::{KEY, LIST, SERVICE, client as real};

const EVENTS: &str = "text/event-stream";

/// What comes out of a body that arrives in pieces of a length.
fn frames(framing: Framing, body: &[u8], length: usize) -> Vec<Frame> {
    let mut frames = Frames::new(framing, 1000);
    let mut found = Vec::new();
    for piece in body.chunks(length) {
        frames.feed(Bytes::copy_from_slice(piece));
        while let Some(frame) = frames.take().unwrap() {
            found.push(frame);
        }
    }
    found.extend(frames.end());
    found
}

/// The same for pieces of every length, as text: `event id retry data`.
#[track_caller]
fn check(framing: Framing, body: &[u8], expected: &[&str]) {
    for length in 1..=body.len() {
        let found: Vec<String> = (frames(framing, body, length).into_iter())
            .map(|frame| {
                let mut text = String::from_utf8(frame.data).unwrap();
                if framing == Framing::Events && frame.event != "message" {
                    text = format!("{}: {text}", frame.event);
                }
                if let Some(id) = frame.id {
                    text = format!("{id}# {text}");
                }
                match frame.retry {
                    Some(retry) => format!("{retry:?} {text}"),
                    None => text,
                }
            })
            .collect();
        assert_eq!(found, expected, "in pieces of {length} bytes");
    }
}

#[test]
fn an_event_ends_with_an_empty_line() {
    check(Framing::Events, b"data: a\n\ndata: b\n\n", &["a", "b"]);
    // One that the reply breaks off is none.
    check(Framing::Events, b"data: a\n\ndata: b\n", &["a"]);
    check(Framing::Events, b"data: a\n\ndata: b", &["a"]);
    check(Framing::Events, b"\n\n\n", &[]);
}

#[test]
fn lines_end_in_three_ways() {
    check(Framing::Events, b"data: a\r\rdata: b\r\r", &["a", "b"]);
    check(
        Framing::Events,
        b"data: a\r\n\r\ndata: b\r\n\r\n",
        &["a", "b"],
    );
    check(
        Framing::Events,
        b"data: a\r\ndata: b\rdata: c\n\r\n",
        &["a\nb\nc"],
    );
}

#[test]
fn an_event_is_there_with_its_last_byte() {
    let mut frames = Frames::new(Framing::Events, 100);
    frames.feed(Bytes::from_static(b"data: a\r\n\r"));
    assert!(frames.take().unwrap().is_some());
    // The rest of that line end is no further line.
    frames.feed(Bytes::from_static(b"\ndata: b\n\n"));
    assert_eq!(frames.take().unwrap().unwrap().data, b"b");
    assert_eq!(frames.take(), Ok(None));
}

#[test]
fn a_field_is_what_stands_before_the_colon() {
    check(Framing::Events, b"data:a\n\ndata:  b\n\n", &["a", " b"]);
    check(Framing::Events, b"data: a: b\n\n", &["a: b"]);
    check(
        Framing::Events,
        b"Data: a\n data: b\ndata: c\nfoo: d\n\n",
        &["c"],
    );
    check(Framing::Events, b"data\n\ndata\ndata\n\n", &["", "\n"]);
}

#[test]
fn comments_and_marks_say_nothing() {
    check(Framing::Events, b"\xef\xbb\xbfdata: a\n\n", &["a"]);
    check(Framing::Events, b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", &[]);
    check(
        Framing::Events,
        b": alive\n\ndata: a\n:\ndata: b\n\n",
        &["a\nb"],
    );
    check(Framing::Lines, b"\xef\xbb\xbf1\n", &["1"]);
    check(Framing::Lines, b"\xef\xbb\xbf1", &["1"]);
}

#[test]
fn a_name_holds_for_its_event_only() {
    check(
        Framing::Events,
        b"event: add\ndata: a\n\ndata: b\n\nevent: none\n\ndata: c\n\n",
        &["add: a", "b", "c"],
    );
}

#[test]
fn an_id_holds_until_the_next_one() {
    check(
        Framing::Events,
        b"id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid: 3\x004\ndata: d\n\nid\ndata: e\n\n",
        &["1# a", "1# b", "2# c", "2# d", "e"],
    );
}

#[test]
fn a_time_is_digits_only() {
    check(
        Framing::Events,
        b"retry: 3000\n\ndata: a\n\nretry: 1s\ndata: b\n\nretry:\nretry: -1\ndata: c\n\n",
        &["3s a", "b", "c"],
    );
}

#[test]
fn text_is_utf8_whatever_comes() {
    check(Framing::Events, "data: é€😀\n\n".as_bytes(), &["é€😀"]);
    check(Framing::Events, b"data: a\xffb\n\n", &["a\u{fffd}b"]);
}

#[test]
fn blank_lines_are_no_values() {
    check(Framing::Lines, b"1\n\n2\r\n \n3", &["1", "2\r", "3"]);
    check(Framing::Lines, b"", &[]);
}

#[test]
fn a_record_ends_with_its_line_or_the_next_one() {
    check(
        Framing::Records,
        b"\x1e{\"a\":\n[1]}\n\x1e\"}\\\"\n\"\n\x1e\x1e2\n\x1e{\"b\":\x1e3",
        &["{\"a\":\n[1]}", "\"}\\\"\n\"", "2", "{\"b\":", "3"],
    );
    // It is there before the next one begins.
    let mut frames = Frames::new(Framing::Records, 100);
    frames.feed(Bytes::from_static(b"\x1e{\"a\":\n1}\n"));
    assert_eq!(frames.take().unwrap().unwrap().data, b"{\"a\":\n1}");
}

#[test]
fn a_value_has_a_limit() {
    for framing in [Framing::Events, Framing::Lines, Framing::Records] {
        let mut frames = Frames::new(framing, 8);
        for _ in 0..8 {
            frames.feed(Bytes::from_static(b":"));
            assert_eq!(frames.take(), Ok(None));
        }
        frames.feed(Bytes::from_static(b":"));
        assert!(frames.take().is_err(), "{framing:?}");
    }
    // The lines of an event count together.
    let mut frames = Frames::new(Framing::Events, 20);
    frames.feed(Bytes::from_static(b"data: 12345678\ndata: 12345678\n\n"));
    assert!(frames.take().is_err());
}

#[test]
fn a_framing_has_its_media_types() {
    for (media_type, framing) in [
        ("text/event-stream; charset=utf-8", Some(Framing::Events)),
        ("Text/Event-Stream", Some(Framing::Events)),
        ("application/jsonl", Some(Framing::Lines)),
        ("application/x-ndjson", Some(Framing::Lines)),
        ("application/ndjson", Some(Framing::Lines)),
        ("application/stream+json", Some(Framing::Lines)),
        ("application/json-seq", Some(Framing::Records)),
        ("application/geo+json-seq", Some(Framing::Records)),
        ("application/json", None),
        ("text/plain", None),
        ("event-stream", None),
    ] {
        assert_eq!(Framing::of(media_type), framing, "{media_type}");
    }
}

#[derive(Debug, Deserialize, PartialEq)]
struct Pet {
    name: String,
}

fn pet(name: &str) -> Pet {
    Pet {
        name: name.to_owned(),
    }
}

fn call(script: &Script) -> Call {
    let builder = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        .body_limit(200)
        .timeout(Duration::from_secs(5))
        .transport(script.clone());
    Call::new(&builder.build().unwrap(), &LIST)
}

async fn open<D: ReadItem>(answer: Answer) -> ItemStream<D> {
    let script = Script::new([answer]);
    ItemStream::open(call(&script), EVENTS).await.unwrap()
}

/// The values, and the errors as they are told.
async fn all<D: ReadItem>(mut stream: ItemStream<D>) -> Vec<Result<D::Item, Error>> {
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item);
    }
    assert!(stream.next().await.is_none());
    items
}

#[tokio::test]
async fn events_come_from_a_real_server() {
    let body =
        "retry: 10\nid: 7\nevent: born\ndata: {\"name\":\ndata: \"Rex\"}\n\ndata: [DONE]\n\n";
    let headers = "content-type: text/event-stream\r\nrequest-id: req_1\r\n";
    let server = Server::once(reply(200, headers, body));
    let call = Call::new(&real(&server), &LIST);
    let mut stream: EventStream<Pet> = ItemStream::open(call, EVENTS).await.unwrap();
    assert_eq!(server.request().header("accept"), Some(EVENTS));
    assert_eq!(stream.reply().request_id(), Some("req_1"));
    let event = stream.next().await.unwrap().unwrap();
    let expected = Event {
        event: "born".to_owned(),
        id: Some("7".to_owned()),
        retry: Some(Duration::from_millis(10)),
        data: pet("Rex"),
    };
    assert_eq!(event, expected);
    assert_eq!(stream.last_event_id(), Some("7"));
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_is_passed_over() {
    let answer = Answer::new(200)
        .header("request-id", "req_1")
        .piece(b"data: {\"name\":\"Rex\"}\n\ndata: {\"name\":\"sk_secret\", \"na")
        .piece(b"me\":7}\n\ndata: {\"name\":{\"key\":\"sk_secret\"}}\n\ndata: {\n\ndata:\n\n")
        .piece(b"data: {\"name\":\"Tom\"}\n\n");
    let items = all(open::<client_runtime::stream::Events<Pet>>(answer).await).await;
    let mut told = Vec::new();
    for item in &items {
        told.push(match item {
            Ok(event) => event.data.name.clone(),
            Err(error) => {
                assert_eq!(
                    (error.kind(), error.status()),
                    (ErrorKind::Decode, Some(200))
                );
                assert!(!format!("{error:?} {error}").contains("sk_secret"));
                error.to_string()
            }
        });
    }
    assert_eq!(
        told,
        [
            "Rex",
            "event 2 of the reply is not what the API promises (request id req_1)",
            "event 3 of the reply is not what the API promises: name (request id req_1)",
            "event 4 of the reply is not JSON (request id req_1)",
            "event 5 of the reply is empty (request id req_1)",
            "Tom",
        ]
    );
    // A failure that comes as an event can be read as its own type.
    #[derive(Deserialize)]
    struct Other {
        name: serde_json::Value,
    }
    let error = items[2].as_ref().unwrap_err();
    assert_eq!(error.body_as::<Other>().unwrap().name["key"], "sk_secret");
}

#[tokio::test(start_paused = true)]
async fn an_end_is_what_the_type_cannot_read() {
    let body = b"data: \"a\"\n\ndata: [DONE]\n\ndata: \"b\"\n\n";
    let json =
        all(open::<client_runtime::stream::Events<String>>(Answer::new(200).piece(body)).await);
    let data: Vec<String> = (json.await.into_iter())
        .map(|item| item.unwrap().data)
        .collect();
    assert_eq!(data, ["a"]);
    let text = all(open::<TextEvents>(Answer::new(200).piece(body)).await).await;
    let data: Vec<String> = text.into_iter().map(|item| item.unwrap().data).collect();
    assert_eq!(data, ["\"a\"", "[DONE]", "\"b\""]);
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Whole {
    Born { data: Pet, id: Option<String> },
    Note { data: String, retry: Option<u64> },
}

#[tokio::test(start_paused = true)]
async fn a_type_can_be_that_of_the_event() {
    let answer = Answer::new(200)
        .piece(b"event: born\nid: 1\ndata: {\"name\":\"Rex\"}\n\n")
        .piece(b"event: note\nretry: 5\ndata: {\"name\":1}\n\n")
        .piece(b"event: note\ndata: 12\n\nevent: born\ndata: {\"name\":1}\n\n")
        .piece(b"event: note\ndata: [DONE]\n\nevent: born\ndata: [DONE]\n\n");
    let items = all(open::<WholeEvents<Whole>>(answer).await).await;
    let error = items[3].as_ref().unwrap_err();
    assert_eq!(
        error.to_string(),
        "event 4 of the reply is not what the API promises"
    );
    let items: Vec<Whole> = items.into_iter().filter_map(Result::ok).collect();
    let note = |data: &str, retry| Whole::Note {
        data: data.to_owned(),
        retry,
    };
    let born = Whole::Born {
        data: pet("Rex"),
        id: Some("1".to_owned()),
    };
    let notes = [
        born,
        note("{\"name\":1}", Some(5)),
        note("12", None),
        note("[DONE]", None),
    ];
    assert_eq!(items, notes);
}

#[tokio::test(start_paused = true)]
async fn lines_and_records_are_plain_values() {
    let answer = Answer::new(200)
        .header("content-type", "text/plain")
        .piece(b"{\"name\":\"Rex\"}\n{\"name\":\"T")
        .piece(b"om\"}");
    let script = Script::new([answer]);
    let stream: LineStream<Pet> = ItemStream::open(call(&script), "application/jsonl")
        .await
        .unwrap();
    let items: Vec<Pet> = all(stream).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(items, [pet("Rex"), pet("Tom")]);
    assert_eq!(script.take()[0].header("accept"), Some("application/jsonl"));
    let items = all(open::<Records<u8>>(Answer::new(200).piece(b"\x1e1\n\x1e256\n\x1e3\n")).await);
    let told: Vec<String> = (items.await.into_iter())
        .map(|item| item.map_or_else(|error| error.to_string(), |value| value.to_string()))
        .collect();
    let wrong = "value 2 of the reply is not what the API promises";
    assert_eq!(told, ["1", wrong, "3"]);
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_the_last_item() {
    let answer = Answer::new(200).piece(b"data: 1\n\ndata: 2\n").broken();
    let items = all(open::<client_runtime::stream::Events<u8>>(answer).await).await;
    assert_eq!(items.len(), 2);
    let error = items[1].as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Transport, Some(200))
    );
}

#[tokio::test(start_paused = true)]
async fn standing_still_has_a_limit_and_comments_move() {
    let second = Duration::from_secs(4);
    let answer = Answer::new(200)
        .late(second, b": alive\n\n")
        .late(second, b": alive\n\n")
        .late(second, b"data: 1\n\n")
        .never();
    let script = Script::new([answer]);
    let stream: EventStream<u8> = ItemStream::open(call(&script), EVENTS).await.unwrap();
    let items = all(stream).await;
    assert_eq!(items.len(), 2);
    assert!(items[1].as_ref().unwrap_err().is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(3 * 4 + 5));
    // Nothing is asked for again.
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_too_large_is_the_end() {
    const LONG: &[u8] = &[b'x'; 300];
    let answer = Answer::new(200)
        .piece(b"data: 1\n\ndata: ")
        .piece(LONG)
        .piece(b"\n\ndata: 2\n\n");
    let items = all(open::<client_runtime::stream::Events<u8>>(answer).await).await;
    assert_eq!(items.len(), 2);
    let error = items[1].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyLimit);
    assert_eq!(
        error.to_string(),
        "event 2 of the reply is larger than 200 bytes"
    );
    // All together may be more.
    let mut answer = Answer::new(200);
    for _ in 0..100 {
        answer = answer.piece(b"data: 1\n\n");
    }
    let items = all(open::<client_runtime::stream::Events<u8>>(answer).await).await;
    assert_eq!(items.len(), 100);
}

#[tokio::test(start_paused = true)]
async fn another_reply_than_events_is_told() {
    let answer = Answer::new(200)
        .header("content-type", "application/json")
        .piece(b"{}");
    let script = Script::new([answer]);
    let error = ItemStream::<client_runtime::stream::Events<Pet>>::open(call(&script), EVENTS)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "the reply is `application/json`, and not `text/event-stream`"
    );
    // A failure is what it always is.
    let script = Script::new([Answer::new(404).piece(b"{}")]);
    let error = ItemStream::<TextEvents>::open(call(&script), EVENTS).await;
    assert!(error.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn it_is_a_stream() {
    let mut stream: EventStream<u8> = open(Answer::new(200).piece(b"data: 1\n\ndata: 2\n\n")).await;
    let mut all = Vec::new();
    while let Some(event) =
        std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await
    {
        all.push(event.unwrap().data);
    }
    assert_eq!(all, [1, 2]);
    fn is_send<T: Send>(_: &T) {}
    is_send(&stream);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_one_is_an_iterator() {
    use client_runtime::blocking::Blocking;
    use client_runtime::mode::Mode as _;

    let head = "content-type: text/event-stream\r\n";
    let body = reply(200, head, "data: 1\n\ndata: x\n\ndata: 2\n\n");
    let server = Server::once(body);
    let sending = EventStream::<u8, Blocking>::open(Call::new(&real(&server), &LIST), EVENTS);
    let stream = Blocking::run(sending).unwrap();
    let told: Vec<Option<u8>> = stream
        .map(|event| event.ok().map(|event| event.data))
        .collect();
    assert_eq!(told, [Some(1), None, Some(2)]);
}
