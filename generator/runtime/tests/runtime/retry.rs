//! Attempts: which failures are followed by another, when, and what the caller is told.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::multipart::{FilePart, Multipart};
use client_runtime::reply::{Bytes, Empty, Json, Response};
use client_runtime::retry::RetryPolicy;
use client_runtime::service::{Idempotency, Location, Operation, Style};
use client_runtime::transport::TransportErrorKind;
use serde_json::Value;

use super::support::script::{Act, Answer, Script};
use super::table::{CREATE, KEY, LIST, SERVICE, parameter};

/// An operation that takes an idempotency key.
static KEYED: Operation = Operation {
    parameters: &[parameter(
        "Idempotency-Key",
        Location::Header,
        Style::Simple,
    )],
    idempotency: Some(Idempotency {
        parameter: "Idempotency-Key",
        key: client_runtime::idempotency::key,
        duplicate: "duplicate",
        replayed: "x-replayed",
    }),
    ..CREATE
};

fn builder(script: &Script) -> ClientBuilder<Client> {
    ClientBuilder::new(&SERVICE)
        .credential(0, KEY)
        .transport(script.clone())
}

fn client(script: &Script) -> Client {
    builder(script).build().unwrap()
}

async fn list(client: &Client) -> Result<Response<Value>, Error> {
    Call::new(client, &LIST)
        .with_response::<Json<Value>>()
        .await
}

fn error_body(code: &str) -> &'static [u8] {
    format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#)
        .leak()
        .as_bytes()
}

#[tokio::test(start_paused = true)]
async fn statuses_that_may_go_away_are_tried_again() {
    for status in [408, 429, 500, 502, 503, 504] {
        let script = Script::new([status]);
        let error = list(&client(&script)).await.unwrap_err();
        assert_eq!(script.count(), 3, "{status}");
        assert_eq!((error.status(), error.attempts()), (Some(status), 3));
        assert!(error.is_retryable(), "{status}");
    }
    for status in [304, 400, 401, 403, 404, 409, 410, 422, 501, 505, 599] {
        let script = Script::new([status]);
        let error = list(&client(&script)).await.unwrap_err();
        assert_eq!(script.count(), 1, "{status}");
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
        assert!(!error.is_retryable(), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_connection_are_tried_again() {
    use TransportErrorKind::{Broken, Connect, Other, Timeout, Tls};
    let table = [
        (Connect, ErrorKind::Connect, 3),
        (Broken, ErrorKind::Transport, 3),
        (Timeout, ErrorKind::Timeout, 3),
        (Tls, ErrorKind::Tls, 1),
        (Other, ErrorKind::Transport, 1),
    ];
    for (failure, kind, attempts) in table {
        let script = Script::new([failure]);
        let error = list(&client(&script)).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (kind, attempts));
        assert_eq!(error.attempts() as usize, attempts);
        assert_eq!(error.is_retryable(), attempts > 1, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_later_attempt_may_succeed() {
    let script = Script::new([
        Act::from(TransportErrorKind::Connect),
        503.into(),
        200.into(),
    ]);
    let reply = list(&client(&script)).await.unwrap();
    assert_eq!((reply.attempts(), reply.status()), (3, 200));
    assert_eq!(reply.idempotency_key(), None);
    for sent in script.take() {
        assert_eq!(
            sent.header("authorization"),
            Some("Bearer sk_test_do_not_print")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_a_bound_and_leave_the_rest_to_chance() {
    let mut first = HashSet::new();
    for _ in 0..20 {
        let script = Script::new([500]);
        let policy = RetryPolicy::default().max_retries(7);
        let client = builder(&script).retry(policy).build().unwrap();
        list(&client).await.unwrap_err();
        let waits = script.waits();
        assert_eq!(waits.len(), 7);
        for (wait, most) in waits
            .iter()
            .zip([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
        {
            // The clock of tokio goes by the millisecond.
            assert!(wait.as_millis() <= most + 1, "{waits:?}");
        }
        first.insert(waits[0]);
    }
    assert!(first.len() > 5, "{first:?}");
}

#[tokio::test(start_paused = true)]
async fn a_policy_says_how_long() {
    let script = Script::new([500]);
    let policy = RetryPolicy::default()
        .base_delay(Duration::from_secs(100))
        .max_delay(Duration::ZERO)
        .max_retries(u32::MAX);
    let client = builder(&script).retry(policy).build().unwrap();
    let call = Call::new(&client, &LIST).max_retries(1_000);
    call.send::<Empty>().await.unwrap_err();
    assert_eq!(script.count(), 1_001);
    assert_eq!(script.elapsed(), Duration::ZERO);
}

/// How long the client waits when a reply says this.
async fn wait_of(name: &'static str, value: String) -> Duration {
    let answer = Answer::new(429).header(name, value);
    let script = Script::new([Act::from(answer), 200.into()]);
    list(&client(&script)).await.unwrap();
    script.waits()[0]
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long() {
    for (name, value, milliseconds) in [
        ("retry-after", "2", 2_000),
        ("retry-after", " 1.5 ", 1_500),
        ("retry-after-ms", "250", 250),
        ("retry-after", "0", 0),
        // Cut to what the policy obeys.
        ("retry-after", "31", 30_000),
        ("retry-after", "99999999999", 30_000),
        ("retry-after-ms", "1e12", 30_000),
        ("retry-after", "1e400", 30_000),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT", 30_000),
    ] {
        let wait = wait_of(name, value.to_owned()).await.as_millis();
        let expected = milliseconds..=milliseconds + 1;
        assert!(expected.contains(&wait), "{name}: {value} => {wait}");
    }
    for nonsense in [
        "-1",
        "soon",
        "NaN",
        "-inf",
        "",
        "Sun, 99 Nov 1994 08:49:37 GMT",
    ] {
        let wait = wait_of("retry-after", nonsense.to_owned()).await;
        assert!(wait <= Duration::from_millis(501), "{nonsense} => {wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_date_is_counted_from_now() {
    let later = SystemTime::now() + Duration::from_secs(20);
    let seconds = later.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let wait = wait_of("retry-after", http_date(seconds)).await;
    let expected = Duration::from_secs(17)..=Duration::from_secs(20);
    assert!(expected.contains(&wait), "{wait:?}");
}

/// A date as HTTP writes it; the weekday is not read.
fn http_date(seconds: u64) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let mut year = 1970;
    let mut left = days;
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    format!(
        "Mon, {:02} {} {year} {:02}:{:02}:{:02} GMT",
        left + 1,
        MONTHS[month],
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

#[tokio::test(start_paused = true)]
async fn the_server_says_whether() {
    for (status, says, attempts) in [
        (400, "true", 3),
        (409, "true", 3),
        (503, "false", 1),
        (429, "false", 1),
        (503, "maybe", 3),
        (404, "maybe", 1),
    ] {
        let script = Script::new([Answer::new(status).header("x-should-retry", says)]);
        let error = list(&client(&script)).await.unwrap_err();
        assert_eq!(script.count(), attempts, "{status} {says}");
        assert_eq!(error.is_retryable(), attempts == 3);
    }
    // It does not make it safe to send a request twice.
    let script = Script::new([Answer::new(503).header("x-should-retry", "true")]);
    let call = Call::new(&client(&script), &CREATE).send::<Empty>();
    call.await.unwrap_err();
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_knows_better_than_the_client() {
    for (of_client, of_call, attempts) in [
        (None, None, 3),
        (Some(0), None, 1),
        (Some(5), None, 6),
        (Some(5), Some(0), 1),
        (Some(0), Some(1), 2),
    ] {
        let script = Script::new([503]);
        let mut builder = builder(&script);
        if let Some(retries) = of_client {
            builder = builder.max_retries(retries);
        }
        let mut call = Call::new(&builder.build().unwrap(), &LIST);
        if let Some(retries) = of_call {
            call = call.max_retries(retries);
        }
        call.send::<Empty>().await.unwrap_err();
        assert_eq!(script.count(), attempts);
    }
    let script = Script::new([503]);
    let client = builder(&script)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    list(&client).await.unwrap_err();
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn methods_that_are_not_safe_to_repeat_are_sent_once() {
    for (method, attempts) in [
        ("GET", 3),
        ("HEAD", 3),
        ("OPTIONS", 3),
        ("PUT", 3),
        ("DELETE", 3),
        ("QUERY", 3),
        ("POST", 1),
        ("PATCH", 1),
        ("LOCK", 1),
    ] {
        for act in [
            Act::from(503),
            TransportErrorKind::Connect.into(),
            Act::Hang,
        ] {
            let operation = Box::leak(Box::new(Operation { method, ..CREATE }));
            let script = Script::new([act]);
            let call = Call::new(&client(&script), operation).send::<Empty>();
            let error = call.await.unwrap_err();
            assert_eq!(script.count(), attempts, "{method}");
            assert!(error.is_retryable());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_is_made_for_each_call_and_stays_the_same() {
    let script = Script::new([
        Act::from(TransportErrorKind::Broken),
        500.into(),
        201.into(),
    ]);
    let call = Call::new(&client(&script), &KEYED).field("title", "Emma");
    let reply = call.clone().with_response::<Json<Value>>().await.unwrap();
    let key = reply.idempotency_key().unwrap().to_owned();
    assert_eq!(reply.attempts(), 3);
    let sent = script.take();
    for sent in &sent {
        assert_eq!(sent.header("idempotency-key"), Some(key.as_str()));
        let body = sent.request.body().unwrap().as_bytes().unwrap();
        assert_eq!(body, br#"{"title":"Emma"}"#);
    }
    // A random UUID: 8-4-4-4-12 digits, of version 4.
    let parts: Vec<usize> = key.split('-').map(str::len).collect();
    assert_eq!((parts, &key[14..15]), (vec![8, 4, 4, 4, 12], "4"));
    // The same request sent another time is another call.
    let reply = call.with_response::<Json<Value>>().await.unwrap();
    assert_ne!(reply.idempotency_key(), Some(key.as_str()));
}

#[tokio::test(start_paused = true)]
async fn a_key_can_be_set() {
    let set: [fn(Call) -> Call; 2] = [
        |call| call.param("Idempotency-Key", "mine"),
        |call| call.header("idempotency-key", "mine"),
    ];
    for set in set {
        let script = Script::new([503]);
        let call = set(Call::new(&client(&script), &KEYED));
        let error = call.send::<Empty>().await.unwrap_err();
        assert_eq!(
            (error.attempts(), error.idempotency_key()),
            (3, Some("mine"))
        );
        for sent in script.take() {
            let keys = sent.request.headers().get_all("idempotency-key");
            assert_eq!(keys.iter().collect::<Vec<_>>(), ["mine"]);
        }
    }
    // One that the client sends with every request is a key as well.
    let script = Script::new([503]);
    let builder = builder(&script).default_header("Idempotency-Key", "theirs");
    let call = Call::new(&builder.build().unwrap(), &KEYED).send::<Empty>();
    assert_eq!(call.await.unwrap_err().idempotency_key(), Some("theirs"));
    assert_eq!(script.take()[2].header("idempotency-key"), Some("theirs"));
}

#[tokio::test(start_paused = true)]
async fn an_empty_key_makes_nothing_safe_to_repeat() {
    let script = Script::new([503]);
    let call = Call::new(&client(&script), &KEYED).param("Idempotency-Key", "");
    assert_eq!(call.send::<Empty>().await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_was_used_by_our_own_attempt_is_explained() {
    let duplicate = || Answer::new(409).piece(error_body("duplicate"));
    let script = Script::new([Act::from(TransportErrorKind::Broken), duplicate().into()]);
    let call = Call::new(&client(&script), &KEYED).send::<Empty>();
    let error = call.await.unwrap_err();
    assert!(error.is_already_accepted() && !error.is_retryable());
    assert_eq!((error.attempts(), script.count()), (2, 2));
    assert_eq!(
        error.to_string(),
        "409 Conflict: duplicate: m (the service accepted an earlier attempt of this call)"
    );
    // At the first attempt it is the caller's key that was used before.
    let script = Script::new([duplicate()]);
    let call = Call::new(&client(&script), &KEYED).send::<Empty>();
    let error = call.await.unwrap_err();
    assert!(!error.is_already_accepted());
    assert_eq!(error.to_string(), "409 Conflict: duplicate: m");
    // Nor if no attempt of ours came as far as the service, or it refused them.
    for before in [Act::from(TransportErrorKind::Connect), Act::from(429)] {
        let script = Script::new([before, duplicate().into()]);
        let call = Call::new(&client(&script), &KEYED).send::<Empty>();
        let error = call.await.unwrap_err();
        assert!(!error.is_already_accepted() && error.attempts() == 2);
    }
    // Another conflict says nothing of an earlier attempt; neither does an empty code where the
    // document declares none.
    static UNDECLARED: Operation = Operation {
        idempotency: match KEYED.idempotency {
            Some(rule) => Some(Idempotency {
                duplicate: "",
                ..rule
            }),
            None => None,
        },
        ..KEYED
    };
    for (operation, code) in [(&KEYED, "conflict"), (&UNDECLARED, "")] {
        let answer = Answer::new(409).piece(error_body(code));
        let script = Script::new([Act::from(503), answer.into()]);
        let call = Call::new(&client(&script), operation).send::<Empty>();
        assert!(!call.await.unwrap_err().is_already_accepted());
    }
    // Even if the server says to ask again.
    let answer = duplicate().header("x-should-retry", "true");
    let script = Script::new([Act::from(503), answer.into()]);
    let call = Call::new(&client(&script), &KEYED).send::<Empty>();
    assert!(call.await.unwrap_err().is_already_accepted());
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_saved_reply_is_recognised() {
    for (value, replayed) in [(Some("true"), true), (Some("false"), false), (None, false)] {
        let mut answer = Answer::new(201).piece(b"{}");
        if let Some(value) = value {
            answer = answer.header("x-replayed", value);
        }
        let script = Script::new([answer]);
        let call = Call::new(&client(&script), &KEYED);
        let reply = call.clone().with_response::<Json<Value>>().await.unwrap();
        assert_eq!(reply.is_replayed(), replayed);
        let reply = call.send_raw::<Bytes>().await.unwrap();
        assert_eq!(reply.is_replayed(), replayed);
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_whatever_is_under_way() {
    let deadline = Duration::from_secs(10);
    let endless = Answer::new(200).piece(b"[").never();
    for act in [Act::Hang, endless.into()] {
        for timeout in [Duration::from_secs(60), Duration::MAX] {
            let script = Script::new([act.clone()]);
            let builder = builder(&script).timeout(timeout).deadline(deadline);
            let error = list(&builder.build().unwrap()).await.unwrap_err();
            assert_eq!(script.elapsed(), deadline);
            assert_eq!((error.kind(), script.count()), (ErrorKind::Timeout, 1));
            assert_eq!(
                error.to_string(),
                "no complete reply from http://shelf.example within the deadline of 10 s"
            );
        }
    }
    // Attempts of four seconds: the last one is cut short.
    let script = Script::new([Act::Hang]);
    let call = Call::new(&client(&script), &LIST)
        .timeout(Duration::from_secs(4))
        .max_retries(9)
        .deadline(deadline);
    let error = call.send::<Empty>().await.unwrap_err();
    assert!(error.is_timeout());
    assert!(script.elapsed() <= deadline && script.count() >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let script = Script::new([Answer::new(503).header("retry-after", "20")]);
    let builder = builder(&script).deadline(Duration::from_secs(20));
    let error = list(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((error.status(), script.count()), (Some(503), 1));
    assert_eq!(script.elapsed(), Duration::ZERO);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
}

#[tokio::test(start_paused = true)]
async fn no_time_at_all() {
    let script = Script::new([200]);
    let call = Call::new(&client(&script), &LIST);
    for call in [
        call.clone().deadline(Duration::ZERO),
        call.clone().timeout(Duration::ZERO),
    ] {
        let error = call.send::<Empty>().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    }
    assert_eq!(script.count(), 0);
    let call = call.deadline(Duration::MAX).timeout(Duration::MAX);
    call.send::<Empty>().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_of_one_attempt() {
    let script = Script::new([Act::Hang, 200.into()]);
    let client = builder(&script).timeout(Duration::from_secs(5)).build();
    let reply = list(&client.unwrap()).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    let script = Script::new([Act::Hang]);
    let call = Call::new(&self::client(&script), &LIST).timeout(Duration::from_secs(5));
    let error = call.max_retries(0).send::<Empty>().await.unwrap_err();
    assert_eq!(script.elapsed(), Duration::from_secs(5));
    assert_eq!(
        error.to_string(),
        "no complete reply from http://shelf.example within 5 s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_reply_of_success_that_breaks_is_fetched_again_where_that_is_safe() {
    let half = || Answer::new(200).piece(b"[1,").broken();
    let script = Script::new([Act::from(half()), 200.into()]);
    assert_eq!(list(&client(&script)).await.unwrap().attempts(), 2);
    let stalls = Answer::new(200).piece(b"[1,").never();
    let script = Script::new([Act::from(stalls), 200.into()]);
    assert_eq!(list(&client(&script)).await.unwrap().attempts(), 2);
    let script = Script::new([half()]);
    let call = Call::new(&client(&script), &CREATE).send::<Json<Value>>();
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Transport, 1));
    // It may have been done: the caller sees that there was a reply.
    assert_eq!(error.status(), Some(200));
}

#[tokio::test(start_paused = true)]
async fn an_error_reply_keeps_its_status_whatever_becomes_of_its_body() {
    let start = error_body("busy");
    for answer in [
        Answer::new(503).piece(start).broken(),
        Answer::new(503).piece(start).never(),
        Answer::new(503).broken(),
    ] {
        let script = Script::new([answer]);
        let client = builder(&script).max_retries(1).build().unwrap();
        let error = list(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Status, Some(503))
        );
        assert_eq!((error.attempts(), script.count()), (2, 2));
    }
    // What came before it broke is read.
    let script = Script::new([Answer::new(404).piece(start).broken()]);
    let error = list(&client(&script)).await.unwrap_err();
    assert_eq!(error.code(), Some("busy"));
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_reply_is_not_tried_again() {
    let script = Script::new([Answer::new(200).piece(b"<html>")]);
    let error = list(&client(&script)).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Decode, 1));
    assert_eq!((error.attempts(), error.is_retryable()), (1, false));
    let script = Script::new([Answer::new(200).piece(b"12345").never()]);
    let client = builder(&script).body_limit(4).build().unwrap();
    let error = list(&client).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::BodyLimit, 1));
    assert_eq!(script.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn bodies_in_several_pieces_come_together() {
    let answer = Answer::new(200)
        .piece(b"")
        .piece(b"[1,")
        .piece(b"")
        .piece(b"2")
        .piece(b"]");
    let script = Script::new([answer]);
    let reply = list(&client(&script)).await.unwrap();
    assert_eq!(reply.value, serde_json::json!([1, 2]));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_be_put_together_is_not_sent() {
    let script = Script::new([200]);
    let call = Call::new(&client(&script), &LIST).param("nonsense", 1);
    let error = call.send::<Empty>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
    assert!(!error.is_retryable());
    assert_eq!((script.count(), script.elapsed()), (0, Duration::ZERO));
}

/// A file is opened for each attempt. When it is gone at the second, the failure of the first is
/// what the caller hears.
#[tokio::test]
async fn files_are_opened_again() {
    let folder = std::env::temp_dir().join(format!("client-runtime-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("again.txt");
    std::fs::write(&path, b"pages").unwrap();
    let script = Script::new([503]);
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = builder(&script).retry(policy).build().unwrap();
    let call = Call::new(&client, &KEYED)
        .body_kind(Multipart::default())
        .file("file", FilePart::path(&path));
    let error = call.clone().send::<Empty>().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 3));
    let lengths: Vec<_> = script
        .take()
        .iter()
        .map(|sent| sent.header("content-length").map(str::to_owned))
        .collect();
    assert!(lengths[0].is_some() && lengths.iter().all(|length| *length == lengths[0]));
    let gone = path.clone();
    let slow = builder(&script)
        .layer(move |inner| Arc::new(Removing { inner, path: gone }))
        .retry(policy);
    let call = Call::new(&slow.build().unwrap(), &KEYED)
        .body_kind(Multipart::default())
        .file("file", FilePart::path(&path));
    let error = call.send::<Empty>().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A source that does not open a second time is no news either.
#[tokio::test(start_paused = true)]
async fn a_file_that_stands_still_leaves_the_failure_before_it() {
    let script = Script::new([503]);
    let opened = Arc::new(AtomicBool::new(false));
    let file = FilePart::reader(5, move || {
        let is_second = opened.swap(true, Ordering::Relaxed);
        async move {
            if is_second {
                std::future::pending::<()>().await;
            }
            Ok(&b"pages"[..])
        }
    });
    let call = Call::new(&client(&script), &KEYED)
        .body_kind(Multipart::default())
        .file("file", file);
    let error = call.send::<Empty>().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
}

/// Removes a file whenever something is sent.
struct Removing {
    inner: Arc<dyn client_runtime::transport::Transport>,
    path: std::path::PathBuf,
}

impl client_runtime::transport::Transport for Removing {
    fn send(&self, request: reqwest::Request) -> client_runtime::transport::InTransit<'_> {
        std::fs::remove_file(&self.path).unwrap();
        self.inner.send(request)
    }
}
