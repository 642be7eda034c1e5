//! What an error tells, and what it keeps to itself.

use std::error::Error as _;
use std::time::{Duration, Instant, SystemTime};

use client_runtime::call::Call;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::http_date;
use client_runtime::reply::{Bytes, Empty, Json, Text};
use client_runtime::service::{ErrorShape, Failure, Operation};
use serde::Deserialize;
use serde_json::Value;

use super::support::{Server, Step, json, reply};
use super::table::{KEY, LIST, builder, client};

async fn error_of(step: Step) -> Error {
    let server = Server::start([step]);
    let error = Call::new(&client(&server), &LIST)
        .send::<Json<Value>>()
        .await
        .unwrap_err();
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains(KEY), "{shown}");
    error
}

#[tokio::test]
async fn an_envelope() {
    let body = r#"{"error":{"code":"input_validation_error","message":"prompt: Required",
        "fields":[{"field":"prompt","message":"Required"},{"odd":1}]}}"#;
    let headers = "request-id: req_abc123\r\nretry-after: 7\r\n";
    let error = error_of(Step::Reply(reply(400, headers, body))).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.code(), Some("input_validation_error"));
    assert_eq!(error.message(), Some("prompt: Required"));
    let fields: Vec<_> = error
        .fields()
        .iter()
        .map(|field| (&*field.field, &*field.message))
        .collect();
    assert_eq!(fields, [("prompt", "Required")]);
    assert_eq!(error.request_id(), Some("req_abc123"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.operation(), Some("listBooks"));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(
        error.body_as::<Value>().unwrap()["error"]["code"],
        "input_validation_error"
    );
    assert_eq!(
        error.to_string(),
        "400 Bad Request: input_validation_error: prompt: Required (request id req_abc123)",
    );
    assert!(error.source().is_none());
}

#[tokio::test]
async fn a_password_that_a_service_repeats_is_not_told() {
    let body = r#"{"error":{"message":"pa55word is wrong for ann"}}"#;
    for pair in [true, false] {
        let server = Server::once(reply(403, "", body));
        let client = match pair {
            true => builder(&server).credential(1, "ann:pa55word"),
            false => builder(&server).basic_credential(1, "ann", "pa55word"),
        };
        let call = Call::new(&client.build().unwrap(), &LIST).send::<Empty>();
        let error = call.await.unwrap_err();
        assert_eq!(error.message(), Some("[redacted] is wrong for ann"));
    }
}

#[tokio::test]
async fn what_a_service_repeats_is_not_told() {
    let body = r#"{"error":{"code":"unauthorized","message":"sk_test_do_not_print is no key, see https://h.example/a?sig=s3cret, or http://h.example/b?c"}}"#;
    let error = error_of(Step::Reply(reply(401, "", body))).await;
    assert_eq!(
        error.to_string(),
        "401 Unauthorized: unauthorized: [redacted] is no key, see https://h.example/a?[redacted], \
         or http://h.example/b?[redacted]"
    );
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    // Programs get all of it but the key.
    let message = error.message().unwrap();
    assert!(message.contains("?sig=s3cret,"), "{message}");
    assert_eq!(error.body(), Some(body.as_bytes()));
}

#[tokio::test]
async fn a_text_without_end_is_cut() {
    let body = format!(
        r#"{{"error":{{"code":"c","message":"{}"}}}}"#,
        "ö".repeat(9000)
    );
    let error = error_of(Step::Reply(reply(400, "", &body))).await;
    assert_eq!(error.to_string().chars().count(), 2001);
    assert_eq!(error.message().unwrap().chars().count(), 9000);
}

#[tokio::test]
async fn html_of_a_proxy() {
    let error = error_of(Step::Reply(reply(502, "", "<html>bad gateway</html>"))).await;
    assert_eq!(error.to_string(), "502 Bad Gateway");
    assert_eq!(
        (error.code(), error.message(), error.fields().len()),
        (None, None, 0)
    );
    assert_eq!(error.body(), Some(&b"<html>bad gateway</html>"[..]));
    assert_eq!(error.body_as::<Value>(), None);
    assert!(error.is_server_error());
}

#[tokio::test]
async fn nothing_but_a_status() {
    let error = error_of(Step::Reply(reply(500, "", ""))).await;
    assert_eq!(error.to_string(), "500 Internal Server Error");
    assert_eq!(error.body(), Some(&b""[..]));
}

#[tokio::test]
async fn a_body_that_breaks_off_does_not_hide_the_status() {
    let bytes = b"HTTP/1.1 429 X\r\ncontent-length: 100\r\n\r\n{\"error".to_vec();
    let error = error_of(Step::Close(bytes)).await;
    assert!(error.is_rate_limited(), "{error:?}");
}

#[tokio::test]
async fn the_body_of_an_error_is_bounded() {
    let error = error_of(Step::Reply(reply(500, "", &"x".repeat(200_000)))).await;
    assert_eq!(error.body().unwrap().len(), 64 << 10);
}

#[tokio::test]
async fn a_body_is_read_as_the_type_of_its_status() {
    #[derive(Debug, PartialEq)]
    enum Body {
        Seconds(u64),
        Text(String),
    }
    const READERS: &[fn(&Error) -> Option<Body>] = &[
        |error| error.body_as().map(Body::Seconds),
        |error| error.body_as().map(Body::Text),
    ];
    static OPERATION: Operation = Operation {
        failures: &[
            Failure::code(404),
            Failure::code(503).body(1),
            Failure::class(5).body(0),
            Failure::any().body(1),
        ],
        ..LIST
    };
    // The last index has no reader: such a table is of no use, and does no harm.
    static ODD: Operation = Operation {
        failures: &[Failure::any().body(2)],
        ..LIST
    };
    let text = || Some(Body::Text("no".to_owned()));
    for (operation, status, body, expected) in [
        (&OPERATION, 400, r#""no""#, text()),
        (&OPERATION, 404, r#""no""#, None),
        (&OPERATION, 503, r#""no""#, text()),
        (&OPERATION, 500, "7", Some(Body::Seconds(7))),
        (&OPERATION, 599, "7", Some(Body::Seconds(7))),
        (&OPERATION, 500, r#""no""#, None),
        (&OPERATION, 400, "", None),
        // What went wrong is the reading of a success.
        (&OPERATION, 200, r#""no"#, None),
        (&LIST, 400, r#""no""#, None),
        (&ODD, 400, r#""no""#, None),
    ] {
        let server = Server::once(reply(status, "", body));
        let error = Call::new(&client(&server), operation)
            .send::<Json<Value>>()
            .await
            .unwrap_err();
        assert_eq!(error.read_declared(READERS), expected, "{status} {body}");
    }
}

#[tokio::test]
async fn common_shapes_where_none_is_declared() {
    const NONE: ErrorShape = ErrorShape {
        code: "",
        message: "",
        fields: "",
        field: "",
        field_message: "",
    };
    static OPERATION: Operation = Operation {
        error: NONE,
        request_id: None,
        ..LIST
    };
    for (body, code, message) in [
        (
            r#"{"error":{"code":"c","message":"m"}}"#,
            Some("c"),
            Some("m"),
        ),
        (r#"{"code":42,"message":"m"}"#, Some("42"), Some("m")),
        (
            r#"{"type":"about:x","title":"t","detail":"d"}"#,
            Some("about:x"),
            Some("d"),
        ),
        (r#"{"error":"m"}"#, None, Some("m")),
        (r#"["m"]"#, None, None),
    ] {
        let server = Server::once(reply(404, "x-request-id: r9\r\n", body));
        let error = Call::new(&client(&server), &OPERATION)
            .send::<Empty>()
            .await
            .unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
        assert!(error.is_not_found());
        assert_eq!(error.request_id(), Some("r9"));
    }
}

#[tokio::test]
async fn server_text_stays_on_its_line() {
    let body = r#"{"error":{"code":"c","message":"a\nb\u001b[2Jc"}}"#;
    let error = error_of(Step::Reply(reply(400, "", body))).await;
    assert_eq!(error.to_string(), r"400 Bad Request: c: a\nb\u{1b}[2Jc");
}

#[tokio::test]
async fn a_reply_that_does_not_fit() {
    #[derive(Debug, Deserialize)]
    struct List {
        books: Vec<Book>,
    }
    #[derive(Debug, Deserialize)]
    struct Book {
        pages: u32,
    }
    let body = r#"{"books":[{"pages":1},{"pages":"many"}]}"#;
    let server = Server::start([
        Step::Reply(reply(200, "request-id: r1\r\n", body)),
        Step::Reply(json(r#"{"books":[{"pages":1}]}"#)),
    ]);
    let client = client(&server);
    let error = Call::new(&client, &LIST)
        .send::<Json<List>>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("books[1].pages"));
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(200), Some("r1"))
    );
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(
        error.to_string(),
        "the reply is not what the API promises: books[1].pages (request id r1)"
    );
    assert!(cause(&error).starts_with("invalid type"), "{error:?}");
    assert!(!format!("{error:?}").contains("{\"pages"), "{error:?}");
    let list = Call::new(&client, &LIST)
        .send::<Json<List>>()
        .await
        .unwrap();
    assert_eq!(list.books[0].pages, 1);
}

/// The text of the first cause.
fn cause(error: &Error) -> String {
    let mut cause = error.source().unwrap();
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[tokio::test]
async fn replies_that_are_not_json_or_text() {
    let error = error_of(Step::Reply(reply(200, "", "<html>"))).await;
    assert_eq!(error.to_string(), "the reply is not JSON");
    assert!(cause(&error).starts_with("expected value"), "{error:?}");
    assert_eq!(error.path(), None);
    let error = error_of(Step::Reply(reply(200, "", ""))).await;
    assert!(
        error.to_string().starts_with("the reply is empty"),
        "{error}"
    );
    let server = Server::once(b"HTTP/1.1 200 X\r\ncontent-length: 1\r\n\r\n\xff".to_vec());
    let error = Call::new(&client(&server), &LIST)
        .send::<Text>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_reply_that_is_too_large() {
    let server = Server::start([
        Step::Reply(reply(200, "", "1234567890")),
        Step::Reply(reply(200, "", "12345678901")),
    ]);
    let client = builder(&server).body_limit(10).build().unwrap();
    let call = || Call::new(&client, &LIST);
    assert_eq!(call().send::<Bytes>().await.unwrap().len(), 10);
    let error = call().send::<Bytes>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyLimit);
    assert_eq!(error.to_string(), "the reply is larger than 10 bytes");
}

#[tokio::test]
async fn time_runs_out_while_the_body_stalls() {
    let stall = || Step::Stall(b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n[1,".to_vec());
    let server = Server::start([stall(), stall()]);
    let client = builder(&server)
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let begin = Instant::now();
    let error = Call::new(&client, &LIST)
        .send::<Json<Value>>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(error.is_timeout());
    let text = format!("no complete reply from {} within 0.2 s", server.url());
    assert!(error.to_string().starts_with(&text), "{error}");
    let call = Call::new(&client, &LIST).timeout(Duration::from_millis(100));
    assert!(call.send::<Json<Value>>().await.unwrap_err().is_timeout());
    assert!(begin.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn no_timeout_at_all() {
    let server = Server::once(json("[]"));
    let client = builder(&server).timeout(Duration::MAX).build().unwrap();
    Call::new(&client, &LIST)
        .send::<Json<Value>>()
        .await
        .unwrap();
}

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = Server::start([]);
    let client = builder(&server).base_url(&url).build().unwrap();
    let error = Call::new(&client, &LIST)
        .param("query", "private")
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(error.is_connect() && error.source().is_some());
    // What prints the chain of causes prints each of them once.
    assert_eq!(error.to_string(), format!("no connection to {url}"));
    assert!(cause(&error).contains("refused"), "{error:?}");
    assert!(!format!("{error:?}").contains("private"), "{error:?}");
}

#[tokio::test]
async fn the_connection_breaks() {
    let error = error_of(Step::Close(
        b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n[1,".to_vec(),
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    assert_eq!(error.status(), Some(200));
    let error = error_of(Step::Close(Vec::new())).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
}

#[test]
fn an_error_is_as_small_as_a_pointer() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    fn is_send<T: Send + Sync + 'static>() {}
    is_send::<Error>();
}

#[test]
fn retry_after_in_all_its_forms() {
    let now = http_date::parse_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
    assert_eq!(
        now,
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
    );
    let leap = http_date::parse_date("Thu, 29 Feb 2024 23:59:59 GMT").unwrap();
    assert_eq!(
        leap,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_251_199)
    );
    let wait = |headers: &[(&'static str, &str)]| {
        let headers = headers.iter().map(|(name, value)| {
            (
                reqwest::header::HeaderName::from_static(name),
                value.parse().unwrap(),
            )
        });
        http_date::retry_after(&headers.collect(), now)
    };
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(wait(&[("retry-after", "5")]), seconds(5));
    assert_eq!(
        wait(&[("retry-after", "0.5")]),
        Some(Duration::from_millis(500))
    );
    assert_eq!(
        wait(&[("retry-after", "5"), ("retry-after-ms", "1500")]),
        Some(Duration::from_millis(1500))
    );
    assert_eq!(
        wait(&[("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT")]),
        seconds(23)
    );
    assert_eq!(
        wait(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]),
        seconds(0)
    );
    for nonsense in [
        "",
        "-1",
        "soon",
        "NaN",
        "inf",
        "Sun, 99 Nov 1994 08:50:00 GMT",
        "Sun, 06 Nov 1994 +8:50:00 GMT",
    ] {
        assert_eq!(wait(&[("retry-after", nonsense)]), None, "{nonsense}");
    }
    assert_eq!(wait(&[]), None);
    // A long time all the same, and no reason to come back at once.
    for absurd in ["1e400", "99999999999999999999999"] {
        let wait = wait(&[("retry-after", absurd)]);
        assert_eq!(wait, Some(Duration::MAX), "{absurd}");
    }
}
