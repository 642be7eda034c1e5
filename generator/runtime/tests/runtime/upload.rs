//! Uploads by plans of all kinds, without a network.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::builder::ClientBuilder;
use client_runtime::call::{BodyKind, Call};
use client_runtime::client::Client;
use client_runtime::delivery::FormAt;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::multipart::FilePart;
use client_runtime::poll::{self, PollRule, Waiting};
use client_runtime::reply::Json;
use client_runtime::service::{Location, Operation, Style};
use client_runtime::transport::TransportErrorKind;
use client_runtime::upload::{
    DirectWay, SignedWay, Step, UploadPlan, UploadSource, UploadWay, Uploading,
};
use serde_json::{Value, json};

use super::support::script::{Act, Answer, Script};
use super::table::{COMPLETE, CREATE, GET, KEY, LIST, SERVICE, parameter};

static RULE: PollRule = PollRule {
    field: "/status",
    done: &["done"],
    failed: &["failed"],
    message: "",
    interval: Duration::from_secs(1),
    timeout: Duration::from_secs(60),
    read: poll::read::<Value>,
};

const DIRECT: DirectWay = DirectWay {
    file: "file",
    max_bytes: 3,
    set: &[("kind", "\"book\"")],
    lacks: &["note"],
};

const SIGNED: SignedWay = SignedWay {
    set: &[("reserve", "true")],
    at: "",
    form: FormAt {
        url: "/url",
        method: "",
        fields: "/fields",
        file_field: "",
    },
    put_url: "",
    id: "/id",
    read: poll::read::<Value>,
    complete: None,
    renew: None,
    poll: Some((
        Step {
            operation: &GET,
            id: "bookId",
        },
        &RULE,
    )),
};

const PLAN: UploadPlan = UploadPlan {
    fetch: "",
    direct: None,
    signed: None,
    file_name: "name",
    content_type: "",
    set: &[],
    lacks: &[],
};

static BOTH: UploadPlan = UploadPlan {
    direct: Some(DIRECT),
    signed: Some(SIGNED),
    ..PLAN
};

static ONLY_DIRECT: UploadPlan = UploadPlan {
    direct: Some(DIRECT),
    ..PLAN
};

static ONLY_URLS: UploadPlan = UploadPlan {
    fetch: "from",
    lacks: &["name"],
    ..PLAN
};

fn client(base_url: &str, script: &Script) -> Client {
    let builder = ClientBuilder::new(&SERVICE).base_url(base_url);
    let builder = builder.credential(0, KEY).transport(script.clone());
    builder.build().unwrap()
}

async fn upload(
    plan: &'static UploadPlan,
    source: impl Into<UploadSource>,
    script: &Script,
    way: Option<UploadWay>,
    note: Option<&str>,
) -> Result<Value, Error> {
    let client = client("https://shelf.example/api/v1", script);
    let mut call = Call::new(&client, &CREATE).body_kind(BodyKind::Json("application/json"));
    if let Some(note) = note {
        call = call.field("note", note);
    }
    let mut upload = Uploading::new(plan, source);
    if let Some(way) = way {
        upload = upload.via(way);
    }
    upload.run::<Json<Value>>(call).await
}

fn file(text: &'static str) -> FilePart {
    FilePart::bytes(text).name("a.txt")
}

fn reply(text: &'static str) -> Act {
    Answer::new(200).piece(text.as_bytes()).into()
}

/// Method, path and body of JSON of each request.
fn seen(script: &Script) -> Vec<(String, Option<Value>)> {
    let of = |request: &reqwest::Request| {
        let line = format!("{} {}", request.method(), request.url());
        let body = request.body().and_then(reqwest::Body::as_bytes);
        (
            line,
            body.and_then(|body| serde_json::from_slice(body).ok()),
        )
    };
    script.take().iter().map(|sent| of(&sent.request)).collect()
}

#[tokio::test]
async fn bytes_go_nowhere_without_encryption() {
    for (text, problem) in [
        (
            r#"{"id":"1","url":"http://store.example/x?sig=1"}"#,
            "bytes are not sent to store.example without encryption",
        ),
        (
            r#"{"id":"1","url":"file:///etc"}"#,
            "the address of the upload is none of HTTP",
        ),
        (
            r#"{"id":"1","url":"nowhere"}"#,
            "the address of the upload is not a URL",
        ),
        (
            r#"{"id":"1","url":"https://store.example/","fields":[]}"#,
            "the fields of the upload form are none",
        ),
        (r#"{"url":"https://store.example/"}"#, "the reply has no id"),
        (r#"{"id":"1"}"#, "the reply does not say where the bytes go"),
    ] {
        let script = Script::new([reply(text)]);
        let error = upload(&BOTH, file("abcd"), &script, None, None).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.to_string(), problem);
        assert_eq!(script.count(), 1);
    }
}

#[tokio::test]
async fn a_form_without_a_method_and_numbers_in_fields() {
    let script = Script::new([
        reply(r#"{"id":7,"url":"https://store.example/x","fields":{"b":1,"a":true,"none":null}}"#),
        reply(""),
        reply(r#"{"status":"done"}"#),
    ]);
    let done = upload(&BOTH, file("abcd"), &script, None, None)
        .await
        .unwrap();
    assert_eq!(done["status"], "done");
    let sent = script.take();
    let store = &sent[1].request;
    assert_eq!(store.method(), "POST");
    assert_eq!(store.url().as_str(), "https://store.example/x");
    assert_eq!(sent[1].header("authorization"), None);
    assert_eq!(sent[1].header("user-agent"), None);
    let names: Vec<&http::HeaderName> = store.headers().keys().collect();
    assert_eq!(names, ["content-type", "content-length"]);
    // An id that is a number is a part of the path like any other.
    assert_eq!(sent[2].request.url().path(), "/api/v1/books/7");
}

#[tokio::test]
async fn a_field_that_a_way_does_not_take_leads_to_the_other() {
    let place = r#"{"id":"1","url":"https://store.example/x"}"#;
    let script = Script::new([reply(place), reply(""), reply(r#"{"status":"done"}"#)]);
    upload(&BOTH, file("abc"), &script, None, Some("n"))
        .await
        .unwrap();
    let (line, body) = seen(&script).swap_remove(0);
    assert_eq!(line, "POST https://shelf.example/api/v1/books");
    let body = body.expect("it is no form");
    assert_eq!(
        body,
        json!({ "note": "n", "name": "a.txt", "reserve": true })
    );
    let way = Some(UploadWay::Direct);
    let error = upload(&BOTH, file("abc"), &script, way, Some("n")).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "bytes that go with the request cannot have the field `note`"
    );
}

#[tokio::test]
async fn without_a_place_there_is_a_limit() {
    let script = Script::new([reply(r#"{"here":true}"#)]);
    let done = upload(&ONLY_DIRECT, file("abc"), &script, None, None).await;
    // Without a way to ask, the reply to the request is the last one.
    assert_eq!(done.unwrap(), json!({ "here": true }));
    for (way, text) in [
        (None, "the file has 4 bytes, and this API takes 3"),
        (Some(UploadWay::Signed), "this API reserves no uploads"),
    ] {
        let error = upload(&ONLY_DIRECT, file("abcd"), &script, way, None).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), text);
    }
    let url = UploadSource::url("https://example.com/a.txt");
    let error = upload(&ONLY_DIRECT, url, &script, None, None).await;
    assert_eq!(error.unwrap_err().to_string(), "this API fetches no URLs");
    assert_eq!(script.count(), 1);
}

#[tokio::test]
async fn an_api_that_takes_urls_only() {
    let script = Script::new([reply(r#"{"here":true}"#)]);
    let url = UploadSource::url("https://example.com/a%2Fb.txt");
    upload(&ONLY_URLS, url, &script, None, None).await.unwrap();
    let (_, body) = seen(&script).swap_remove(0);
    // Its body has no field for a name.
    assert_eq!(
        body,
        Some(json!({ "from": "https://example.com/a%2Fb.txt" }))
    );
    let error = upload(&ONLY_URLS, file("a"), &script, None, None).await;
    assert_eq!(error.unwrap_err().to_string(), "this API takes URLs only");
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_bytes_is_not_too_long() {
    // Each chunk comes a second before the time without progress would be over.
    static SLOW: UploadPlan = UploadPlan {
        signed: Some(SIGNED),
        ..PLAN
    };
    struct Reading;
    impl client_runtime::transport::Transport for Reading {
        fn send(&self, mut request: reqwest::Request) -> client_runtime::transport::InTransit<'_> {
            Box::pin(async move {
                if let Some(body) = request.body_mut().take() {
                    let read = reqwest::Response::from(http::Response::new(body)).bytes();
                    let read = read
                        .await
                        .map_err(client_runtime::transport::TransportError::from)?;
                    let _ = read;
                }
                let text = r#"{"id":"1","url":"https://store.example/x","status":"done"}"#;
                Ok(http::Response::new(text).into())
            })
        }
    }
    let builder = ClientBuilder::<Client>::new(&SERVICE).base_url("https://shelf.example");
    let client = builder
        .credential(0, KEY)
        .transport(Reading)
        .build()
        .unwrap();
    let file = FilePart::reader(80, || async { Ok(Slow(80, None)) });
    let call = Call::new(&client, &CREATE);
    let begin = tokio::time::Instant::now();
    let done = Uploading::new(&SLOW, file).run::<Json<Value>>(call).await;
    done.unwrap();
    assert!(begin.elapsed() > Duration::from_secs(3600));
}

/// A reader of single bytes, each after 59 seconds.
struct Slow(u8, Option<std::pin::Pin<Box<tokio::time::Sleep>>>);

impl tokio::io::AsyncRead for Slow {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        if self.0 > 0 {
            let time = Duration::from_secs(59);
            let timer = self
                .1
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
            std::task::ready!(timer.as_mut().poll(context));
            self.1 = None;
            self.0 -= 1;
            buffer.put_slice(b"x");
        }
        std::task::Poll::Ready(Ok(()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_stands_still_is_given_up() {
    let begin = tokio::time::Instant::now();
    let script = Script::new([
        reply(r#"{"id":"1","url":"https://store.example/x"}"#),
        Act::Hang,
    ]);
    let error = upload(&BOTH, file("abcd"), &script, None, None).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "store.example took no bytes of the file for 60 s"
    );
    assert_eq!(error.id(), Some("1"));
    // Three attempts of a minute, and the waits between them.
    let elapsed = begin.elapsed().as_secs();
    assert!((180..190).contains(&elapsed), "{elapsed}");
    assert_eq!(script.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn waiting_keeps_its_interval_and_its_time() {
    let script = Script::new([reply(r#"{"status":"new"}"#)]);
    let client = client("https://shelf.example", &script);
    let call = Call::new(&client, &GET).param("bookId", "b");
    let error = Waiting::new(&RULE).run::<Json<Value>>(call.clone()).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "b did not become `done` within 60 s; it is `new`"
    );
    assert_eq!(script.count(), 61);
    assert!(script.waits().iter().all(|wait| wait.as_millis() == 1000));
    script.take();
    let waiting = Waiting::new(&RULE).interval(Duration::from_secs(7));
    let call = call.deadline(Duration::from_secs(20));
    waiting.run::<Json<Value>>(call).await.unwrap_err();
    assert_eq!(script.count(), 3);
    // What is not in the path of the call has no name.
    let nameless =
        Waiting::new(&RULE).run::<Json<Value>>(Call::new(&client, &LIST).deadline(Duration::ZERO));
    let error = nameless.await.unwrap_err();
    assert!(
        error.to_string().starts_with("what was asked for did not"),
        "{error}"
    );
    assert_eq!(error.id(), None);
}

#[tokio::test(start_paused = true)]
async fn a_longer_deadline_is_a_longer_wait() {
    let run = |time, news: usize| async move {
        let mut acts = vec![
            reply(r#"{"id":"1","url":"https://store.example/x"}"#),
            reply(""),
        ];
        acts.resize(acts.len() + news, reply(r#"{"status":"new"}"#));
        acts.push(reply(r#"{"status":"done"}"#));
        let script = Script::new(acts);
        let client = client("https://shelf.example", &script);
        let mut call = Call::new(&client, &CREATE);
        call = match time {
            Some(seconds) => call.deadline(Duration::from_secs(seconds)),
            None => call,
        };
        let upload = Uploading::new(&BOTH, file("abcd"));
        upload.run::<Json<Value>>(call).await
    };
    run(Some(200), 100).await.unwrap();
    let error = run(None, 100).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 did not become `done` within 60 s; it is `new`"
    );
    let error = run(Some(20), 100).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the upload of 1 was not done within 20 s; it is at the step `Waiting`"
    );
    // One that no clock can tell is none.
    run(Some(u64::MAX), 100).await.unwrap();
}

static RENEWING: UploadPlan = UploadPlan {
    signed: Some(SignedWay {
        renew: Some((
            Step {
                operation: &COMPLETE,
                id: "bookId",
            },
            poll::read::<Value>,
        )),
        ..SIGNED
    }),
    ..PLAN
};

#[tokio::test(start_paused = true)]
async fn what_no_other_place_mends_is_the_end() {
    let place = r#"{"id":"1","url":"https://store.example/x"}"#;
    for (kind, text) in [
        (
            TransportErrorKind::Tls,
            "no secure connection to store.example",
        ),
        (
            TransportErrorKind::Other,
            "the request to store.example could not be sent",
        ),
    ] {
        let script = Script::new([reply(place), kind.into()]);
        let error = upload(&RENEWING, file("abcd"), &script, None, None).await;
        let error = error.unwrap_err();
        assert_eq!(error.to_string(), text);
        assert!(!error.is_retryable());
        assert_eq!(script.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_renewal_leaves_the_cause_as_it_is() {
    let broken = || Act::Fail(TransportErrorKind::Broken);
    let script = Script::new([
        reply(r#"{"id":"1","url":"https://store.example/x"}"#),
        broken(),
        broken(),
        broken(),
        409.into(),
    ]);
    let error = upload(&RENEWING, file("abcd"), &script, None, None).await;
    let error = error.unwrap_err();
    assert_eq!(script.count(), 5);
    assert_eq!(error.to_string(), "the connection to store.example broke");
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "as the script says");
}

static PART: Operation = Operation {
    id: "addPart",
    method: "POST",
    path: "/shelves/{shelf}/parts",
    parameters: &[parameter("shelf", Location::Path, Style::Simple)],
    ..CREATE
};

static ASK: Operation = Operation {
    id: "getPart",
    method: "GET",
    path: "/shelves/{shelf}/parts/{part}",
    parameters: &[
        parameter("part", Location::Path, Style::Simple),
        parameter("shelf", Location::Path, Style::Simple),
    ],
    ..GET
};

static NESTED: UploadPlan = UploadPlan {
    direct: Some(DirectWay {
        max_bytes: 100,
        lacks: &[],
        ..DIRECT
    }),
    signed: Some(SignedWay {
        poll: Some((
            Step {
                operation: &ASK,
                id: "part",
            },
            &RULE,
        )),
        ..SIGNED
    }),
    ..PLAN
};

#[tokio::test]
async fn steps_share_the_path_of_the_request() {
    let script = Script::new([reply(r#"{"id":"p 1"}"#), reply(r#"{"status":"done"}"#)]);
    let client = client("https://shelf.example", &script);
    let call = Call::new(&client, &PART)
        .param("shelf", "s/1")
        .field("none", None::<&str>);
    let told = Arc::new(Mutex::new(0));
    let count = Arc::clone(&told);
    let upload = Uploading::new(&NESTED, file("abc")).on_progress(move |_| {
        *count.lock().unwrap() += 1;
    });
    upload.run::<Json<Value>>(call).await.unwrap();
    let lines: Vec<String> = seen(&script).into_iter().map(|(line, _)| line).collect();
    assert_eq!(
        lines,
        [
            "POST https://shelf.example/shelves/s%2F1/parts",
            "GET https://shelf.example/shelves/s%2F1/parts/p%201",
        ]
    );
    assert!(*told.lock().unwrap() > 0);
}
