//! One row for each way in which a reply can go wrong.
//!
//! Each row is played to a reading call, which is safe to repeat, and to a call that creates
//! something, which is safe to repeat because of its idempotency key.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use flora_client::models::{AssetStatus, UploadedVia};
use flora_client::{Error, ErrorKind};
use flora_tests::KEY;
use flora_tests::fault::{Fault, deaf, nobody};
use flora_tests::server::{Reply, Request, Server};
use flora_tests::spec;
use serde_json::{Value, json};

use crate::{BODY_LIMIT, DEADLINE, impatient};

/// The calls that each row is played to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    List,
    Create,
}

/// What a server does, and what comes of it.
struct Row {
    name: &'static str,
    /// What is replied to the attempts; the last is repeated.
    replies: Box<dyn Fn(Method) -> Vec<Reply>>,
    /// Number of requests, and how the call ends.
    expected: [&'static str; 2],
}

/// A row whose two calls end in the same way.
fn row(
    name: &'static str,
    replies: impl Fn(Method) -> Vec<Reply> + 'static,
    expected: &'static str,
) -> Row {
    Row {
        name,
        replies: Box::new(replies),
        expected: [expected; 2],
    }
}

/// A row of one reply that has the body of a success.
fn bad_success(name: &'static str, fault: Fault, expected: &'static str) -> Row {
    let replies = move |method| vec![Reply::json(200, body(method)).fault(fault)];
    row(name, replies, expected)
}

/// A row of one reply.
fn always(name: &'static str, reply: Reply, expected: &'static str) -> Row {
    row(name, move |_| vec![reply.clone()], expected)
}

/// A row of one reply, and then a good one.
fn then_good(name: &'static str, reply: Reply, expected: &'static str) -> Row {
    let replies = move |method| vec![reply.clone(), good(method)];
    row(name, replies, expected)
}

fn good(method: Method) -> Reply {
    Reply::json(200, body(method))
}

/// The smallest body that is right.
fn body(method: Method) -> Value {
    match method {
        Method::List => json!({"assets": [], "meta": {"next_cursor": null}}),
        Method::Create => json!({
            "asset_id": "asset_1",
            "uploaded_via": "url",
            "url": "https://example.com/a",
            "workspace_id": "ws_1",
            "visibility": "workspace",
            "status": "ready",
        }),
    }
}

fn failing(status: u16, component: &str, code: &str) -> Reply {
    Reply::json(status, spec::error(component, code)).header("request-id", "req_1")
}

const HTML: &str = "<html><body><h1>502 Bad Gateway</h1></body></html>";

fn network() -> Vec<Row> {
    let pause = Duration::from_micros(100);
    let broken = "3 requests, Transport: the connection to SERVER broke";
    let late = "3 requests, Timeout: no complete reply from SERVER within 0.7 s";
    let large = "1 request, BodyLimit: the reply is larger than 65536 bytes";
    vec![
        bad_success("closed before the head", Fault::Nothing, broken),
        bad_success("reset before the head", Fault::Reset, broken),
        bad_success("closed within the head", Fault::HalfHead, broken),
        bad_success("closed within the body", Fault::Half, broken),
        bad_success("reset within the body", Fault::HalfThenReset, broken),
        bad_success("no reply", Fault::Silence, late),
        bad_success("a body that stops", Fault::HalfThenSilence, late),
        bad_success("a body without an end", Fault::Endless, large),
        bad_success(
            "a slow body without an end",
            Fault::DripsForEver(pause),
            late,
        ),
        bad_success("a slow body", Fault::Drips(pause), "1 request, Ok"),
        always(
            "a body that is too large",
            Reply::json(200, " ".repeat(BODY_LIMIT + 1)),
            large,
        ),
        always(
            "another protocol",
            Reply::new(200).fault(Fault::NotHttp),
            broken,
        ),
        row(
            "a flood of headers",
            |method| vec![flood(method, 300, 10)],
            broken,
        ),
        row(
            "a header without an end",
            |method| vec![flood(method, 1, 2 << 20)],
            broken,
        ),
        always(
            "two lengths",
            Reply::json(200, "{}").header("content-length", "7"),
            broken,
        ),
        always(
            "chunks that are none",
            Reply::text(200, "application/json", "chunk\r\n")
                .header("transfer-encoding", "chunked")
                .fault(Fault::Unframed),
            broken,
        ),
    ]
}

fn flood(method: Method, count: usize, length: usize) -> Reply {
    let value = "x".repeat(length);
    (0..count).fold(good(method), |reply, index| {
        reply.header(&format!("x-flood-{index}"), &value)
    })
}

fn statuses() -> Vec<Row> {
    let html = || Reply::text(502, "text/html", HTML);
    vec![
        then_good(
            "503 once",
            failing(503, "ServiceUnavailable", "service_unavailable"),
            "2 requests, Ok",
        ),
        then_good("502 of a gateway once", html(), "2 requests, Ok"),
        then_good("408 once", Reply::new(408), "2 requests, Ok"),
        then_good(
            "429 once with no time to wait",
            failing(429, "TooManyRequests", "rate_limited").header("retry-after", "0"),
            "2 requests, Ok",
        ),
        always(
            "429 for ever with an absurd time to wait",
            failing(429, "TooManyRequests", "rate_limited").header("retry-after", "86400"),
            "1 request, Status: 429 Too Many Requests: rate_limited: Too many requests; try again later. (request id req_1)",
        ),
        always(
            "502 of a gateway",
            html(),
            "3 requests, Status: 502 Bad Gateway",
        ),
        always(
            "500 without a body",
            Reply::new(500),
            "3 requests, Status: 500 Internal Server Error",
        ),
        always(
            "504 without a body",
            Reply::new(504),
            "3 requests, Status: 504 Gateway Timeout",
        ),
        always(
            "501, which stays",
            Reply::new(501),
            "1 request, Status: 501 Not Implemented",
        ),
        always(
            "500 with a body that breaks off",
            Reply::text(500, "text/html", HTML).fault(Fault::Half),
            "3 requests, Status: 500 Internal Server Error",
        ),
        always(
            "500 with a body that stops",
            Reply::text(500, "text/html", HTML).fault(Fault::HalfThenSilence),
            "3 requests, Status: 500 Internal Server Error",
        ),
        always(
            "500 with a body without an end",
            Reply::text(500, "text/html", HTML).fault(Fault::Endless),
            "3 requests, Status: 500 Internal Server Error",
        ),
        always(
            "409, which is never repeated",
            failing(409, "Conflict", "conflict"),
            "1 request, Status: 409 Conflict: conflict: The asset upload is already complete. (request id req_1)",
        ),
        always(
            "404",
            failing(404, "NotFound", "not_found"),
            "1 request, Status: 404 Not Found: not_found: Asset not found. (request id req_1)",
        ),
        always(
            "a status that nobody knows",
            Reply::new(599),
            "1 request, Status: 599",
        ),
        always(
            "nothing new",
            Reply::new(304),
            "1 request, Status: 304 Not Modified",
        ),
        then_good(
            "503 that asks not to be repeated",
            Reply::new(503).header("x-should-retry", "false"),
            "1 request, Status: 503 Service Unavailable",
        ),
        then_good(
            "400 that asks to be repeated",
            Reply::new(400).header("x-should-retry", "true"),
            "2 requests, Ok",
        ),
    ]
}

fn contents() -> Vec<Row> {
    let not_json = "1 request, Decode: the reply is not JSON";
    let within_assets = "1 request, Decode: the reply is not JSON: assets";
    vec![
        always("no JSON", Reply::json(200, "{\"assets\": x"), within_assets),
        always(
            "JSON that breaks off",
            Reply::json(200, "{\"assets\": ["),
            within_assets,
        ),
        always(
            "a page of a gateway as a success",
            Reply::text(200, "text/html", HTML),
            not_json,
        ),
        always(
            "a character that JSON does not have",
            Reply::json(200, "{\"assets\": \u{0}}"),
            within_assets,
        ),
        Row {
            name: "bytes that are no text",
            replies: Box::new(|_| {
                let page =
                    b"{\"assets\":[{\"asset_id\":\"\xff\"}],\"meta\":{},\"asset_id\":\"\xff\"}";
                vec![Reply::bytes(200, "application/json", *page)]
            }),
            expected: [
                "1 request, Decode: the reply is not JSON: assets[0].asset_id",
                "1 request, Decode: the reply is not JSON: asset_id",
            ],
        },
        always(
            "nothing as a success",
            Reply::new(200),
            "1 request, Decode: the reply is empty",
        ),
        always(
            "204",
            Reply::new(204),
            "1 request, Decode: the reply is empty",
        ),
        Row {
            name: "a value of another type",
            replies: Box::new(|_| {
                let page = json!({"assets": [{"asset_id": 7}], "meta": {}, "asset_id": 7});
                vec![Reply::json(200, page)]
            }),
            expected: [
                "1 request, Decode: the reply is not what the API promises: assets[0].asset_id",
                "1 request, Decode: the reply is not what the API promises: asset_id",
            ],
        },
        row(
            "values and fields that nobody knows",
            |method| vec![Reply::json(200, strange(method))],
            "1 request, Ok",
        ),
        row(
            "values so deep that a parser could fall over",
            |_| {
                vec![Reply::json(
                    200,
                    format!("{{\"x\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000)),
                )]
            },
            "1 request, Decode: the reply is not what the API promises",
        ),
    ]
}

/// A reply of a service that is newer than this client: new values in each enum, and new fields
/// in each object.
fn strange(method: Method) -> Value {
    let mut value = match method {
        Method::List => spec::reply("get", "/assets", 200, "first_page"),
        Method::Create => spec::reply("post", "/assets", 201, "signed_upload"),
    };
    make_strange(&mut value);
    value
}

fn make_strange(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match name.as_str() {
                    "status" | "uploaded_via" | "visibility" | "method" => {
                        *member = json!("new-value");
                    }
                    _ => make_strange(member),
                }
            }
            // The form fields are data: whatever is there is meant to be sent.
            members.insert("new_field".to_owned(), json!("of another version"));
        }
        Value::Array(items) => items.iter_mut().for_each(make_strange),
        _ => {}
    }
}

/// What a call came to.
struct Played {
    /// `3 requests, Status: 502 Bad Gateway`
    line: String,
    /// What is wrong about it, whatever the row expects.
    problems: Vec<String>,
}

/// Calls a server that gives these replies; the last is repeated.
async fn play(mut replies: Vec<Reply>, method: Method) -> Played {
    let last = replies.pop().expect("a row has a reply");
    let script = Mutex::new(VecDeque::from(replies));
    let server = Server::start(move |_| {
        let mut script = script.lock().expect("no reply panics");
        script.pop_front().unwrap_or_else(|| last.clone())
    });
    let begin = Instant::now();
    let outcome = call(&server.url(), method).await;
    let time = begin.elapsed();
    let requests = server.requests();
    let problems = problems(method, &outcome, &requests, time);
    Played {
        line: line(requests.len(), &outcome, &server.url()),
        problems,
    }
}

async fn call(base_url: &str, method: Method) -> Result<(), Error> {
    let flora = impatient(base_url);
    match method {
        Method::List => flora.assets().list().await.map(drop),
        Method::Create => {
            let create = flora.assets().create().source("https://example.com/a");
            create.workspace_id("ws_1").await.map(drop)
        }
    }
}

fn line(requests: usize, outcome: &Result<(), Error>, base_url: &str) -> String {
    let requests = match requests {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    };
    match outcome {
        Ok(()) => format!("{requests}, Ok"),
        Err(error) => {
            let text = error.to_string().replace(base_url, "SERVER");
            format!("{requests}, {:?}: {text}", error.kind())
        }
    }
}

/// What no call may do.
fn problems(
    method: Method,
    outcome: &Result<(), Error>,
    requests: &[Request],
    time: Duration,
) -> Vec<String> {
    let mut problems = Vec::new();
    if time > DEADLINE {
        problems.push(format!("it took {time:?}"));
    }
    // Attempts are the same to the last byte; with that, so are their idempotency keys.
    if requests
        .iter()
        .any(|request| request.bytes != requests[0].bytes)
    {
        problems.push(format!("the requests differ: {requests:#?}"));
    }
    for request in requests {
        problems.extend(check_headers(method, request));
    }
    let key = requests
        .first()
        .and_then(|request| request.header("idempotency-key"));
    if key.is_some() != (method == Method::Create) {
        problems.push(format!("the idempotency key is {key:?}"));
    }
    let Err(error) = outcome else {
        return problems;
    };
    if error.attempts() as usize != requests.len() {
        problems.push(format!("the error tells of {} attempts", error.attempts()));
    }
    if error.idempotency_key() != key {
        problems.push(format!("the error tells of {:?}", error.idempotency_key()));
    }
    let shown = format!("{error} {error:?}");
    if shown.contains(KEY) {
        problems.push(format!("the key is shown: {shown}"));
    }
    problems
}

/// The headers are those of the first attempt, and no others, also for the fourth time.
fn check_headers(method: Method, request: &Request) -> Option<String> {
    let mut expected = vec!["accept", "authorization", "host", "user-agent"];
    if method == Method::Create {
        expected.extend(["content-length", "content-type", "idempotency-key"]);
    }
    expected.sort_unstable();
    let mut names: Vec<String> = (request.headers.iter())
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    (names != expected).then(|| format!("the headers are {names:?}"))
}

/// Plays all rows at the same time, and tells of all that are not as expected.
async fn check(rows: Vec<Row>) {
    let mut running = Vec::new();
    for row in rows {
        let methods = [Method::List, Method::Create];
        for (method, expected) in methods.into_iter().zip(row.expected) {
            let replies = (row.replies)(method);
            let played = tokio::spawn(play(replies, method));
            running.push((row.name, method, expected, played));
        }
    }
    let mut report = String::new();
    for (name, method, expected, played) in running {
        let Played { line, problems } = played.await.expect("no call panics");
        if line != expected || !problems.is_empty() {
            report.push_str(&format!("\n{name}, {method:?}\n"));
            report.push_str(&format!("  expected: {expected}\n  found:    {line}\n"));
            for problem in problems {
                report.push_str(&format!("  and:      {problem}\n"));
            }
        }
    }
    assert!(report.is_empty(), "these calls went wrong:\n{report}");
}

#[tokio::test]
async fn the_network_fails() {
    check(network()).await;
}

#[tokio::test]
async fn the_server_fails() {
    check(statuses()).await;
}

#[tokio::test]
async fn the_reply_is_not_what_it_should_be() {
    check(contents()).await;
}

#[tokio::test]
async fn nobody_is_there() {
    for method in [Method::List, Method::Create] {
        let address = nobody();
        let error = call(&address, method).await.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
        assert_eq!(error.to_string(), format!("no connection to {address}"));
        assert_eq!(error.attempts(), 3);
        assert!(error.is_retryable());
    }
}

/// No retry mends a certificate, so there is none.
#[tokio::test]
async fn there_is_no_secure_connection() {
    // A server without TLS, as nginx answers, and one that has no way to encrypt in common.
    let plain: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
    let alert: &[u8] = &[21, 3, 3, 0, 2, 2, 40];
    for said in [plain, alert] {
        let address = deaf(said).replace("http:", "https:");
        let error = call(&address, Method::Create).await.expect_err("no TLS");
        assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
        assert_eq!(
            error.to_string(),
            format!("no secure connection to {address}")
        );
        assert_eq!(error.attempts(), 1);
        assert!(!error.is_retryable());
    }
}

/// Another host would get the key, so it gets nothing, however often the server says so.
#[tokio::test]
async fn another_place_never_hears_of_a_call() {
    let other = Server::always(good(Method::List));
    let mut rows = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let redirect = Reply::new(status).header("location", &format!("{}/assets", other.url()));
        let expected: String = format!(
            "2 requests, Redirect: the server redirects to {}, which is not followed",
            other.url()
        );
        for method in [Method::List, Method::Create] {
            let played = play(vec![Reply::new(503), redirect.clone()], method).await;
            rows.push((
                method,
                status,
                played.line,
                played.problems,
                expected.clone(),
            ));
        }
    }
    for (method, status, line, problems, expected) in rows {
        assert_eq!(line, expected, "{method:?} {status}");
        assert!(problems.is_empty(), "{method:?} {status}: {problems:?}");
    }
    assert!(other.requests().is_empty(), "{:?}", other.requests());
}

#[tokio::test]
async fn what_nobody_knows_is_kept() {
    let server = Server::script([
        Reply::json(200, strange(Method::List)),
        Reply::json(201, strange(Method::Create)),
    ]);
    let flora = impatient(server.url());
    let list = flora.assets().list().await.expect("it is a list");
    let new = "new-value";
    for asset in &list.assets {
        assert_eq!(asset.status, AssetStatus::Unrecognized(new.to_owned()));
        assert_eq!(asset.uploaded_via, new);
    }
    let create = flora.assets().create().source("signed-url");
    let created = create.workspace_id("ws_1").await.expect("it is an asset");
    assert_eq!(created.status, AssetStatus::Unrecognized(new.to_owned()));
    assert_eq!(
        created.uploaded_via,
        UploadedVia::Unrecognized(new.to_owned())
    );
    // They go back as they came: unknown values are kept, unknown fields are left out.
    let written = serde_json::to_value(&created).expect("it is JSON");
    assert_eq!(written["status"], new);
    assert_eq!(written["visibility"], new);
    assert_eq!(written.get("new_field"), None);
}
