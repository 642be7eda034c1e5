//! How long a call waits before it tries again, and when it does not wait at all.

use std::time::{Duration, Instant, SystemTime};

use flora_client::{ErrorKind, RetryPolicy};
use flora_tests::server::{Reply, Request, Server};
use serde_json::json;

use crate::{DEADLINE, impatient, impatient_with, retries};

fn page() -> Reply {
    Reply::json(200, json!({"assets": [], "meta": {"next_cursor": null}}))
}

/// The times between the requests.
fn waits(requests: &[Request]) -> Vec<Duration> {
    let pairs = requests.windows(2);
    pairs.map(|pair| pair[1].at - pair[0].at).collect()
}

/// The wait before the second request, when the first one is answered so.
async fn wait_after(reply: Reply) -> Duration {
    let server = Server::script([reply, page()]);
    let list = impatient(server.url()).assets().list().await;
    list.expect("the second reply is good");
    waits(&server.requests())[0]
}

/// Between what was asked for and what a busy machine needs on top of it.
#[track_caller]
fn assert_about(wait: Duration, milliseconds: u64) {
    let asked = Duration::from_millis(milliseconds);
    let latest = asked + Duration::from_millis(1500);
    assert!(asked <= wait && wait < latest, "{wait:?} for {asked:?}");
}

#[tokio::test]
async fn a_server_says_how_long_to_wait() {
    let limit = |name, value: &str| Reply::new(429).header(name, value);
    let both = limit("retry-after", "3").header("retry-after-ms", "150");
    let broken = limit("retry-after", "0.15").header("retry-after-ms", "soon");
    // What is said, and the milliseconds that it means; all at the same time.
    let table = [
        (limit("retry-after", "1"), 1000),
        (limit("Retry-After", " 1 "), 1000),
        (limit("retry-after", "0.25"), 250),
        (limit("retry-after-ms", "300"), 300),
        (limit("retry-after-ms", "99.5"), 99),
        (Reply::new(503).header("retry-after", "1"), 1000),
        // The more exact one wins, unless it says nothing.
        (both, 150),
        (broken, 150),
        // No time at all, and what is not a time: as long as without it.
        (limit("retry-after", "0"), 0),
        (limit("retry-after", "-5"), 0),
        (limit("retry-after", "NaN"), 0),
        (limit("retry-after", "inf"), 0),
        (limit("retry-after", "soon"), 0),
        (limit("retry-after", ""), 0),
        (limit("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT"), 0),
        (limit("retry-after", "Mon, 99 Jan 2026 00:00:00 GMT"), 0),
    ];
    let mut running = Vec::new();
    for (reply, milliseconds) in table {
        running.push((milliseconds, tokio::spawn(wait_after(reply))));
    }
    for (milliseconds, wait) in running {
        assert_about(wait.await.expect("no panic"), milliseconds);
    }
}

#[tokio::test]
async fn a_server_names_the_second() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let date = http_date(now.expect("it is after 1970").as_secs() + 3);
    let wait = wait_after(Reply::new(503).header("retry-after", &date)).await;
    // The second began at some time before it is told, and a busy machine takes its time too.
    let range = Duration::from_millis(500)..DEADLINE;
    assert!(range.contains(&wait), "{wait:?}");
}

/// Written apart from the client, which has code for it.
fn http_date(seconds: u64) -> String {
    let output = std::process::Command::new("date")
        .args(["-u", "-d", &format!("@{seconds}")])
        .arg("+%a, %d %b %Y %H:%M:%S GMT")
        .env("LC_ALL", "C")
        .output()
        .expect("there is a program for dates");
    String::from_utf8(output.stdout)
        .expect("it is text")
        .trim()
        .to_owned()
}

#[tokio::test]
async fn an_absurd_wait_is_cut() {
    for value in [
        "86400",
        "9999999999999999999999",
        "1e300",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let limited = Reply::new(429).header("retry-after", value);
        let server = Server::script([limited, page()]);
        let retries = retries().max_retry_after(Duration::from_millis(200));
        let flora = impatient_with(server.url(), retries);
        flora
            .assets()
            .list()
            .await
            .expect("the second reply is good");
        assert_about(waits(&server.requests())[0], 200);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let limited = Reply::new(429).header("retry-after", "20");
    let server = Server::always(limited);
    let begin = Instant::now();
    let error = impatient(server.url()).assets().list().await;
    let error = error.expect_err("there is no time for another attempt");
    assert!(begin.elapsed() < DEADLINE / 2, "{:?}", begin.elapsed());
    assert_eq!(error.status(), Some(429));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert_eq!(error.attempts(), 1);
    assert!(error.is_retryable());
}

#[tokio::test]
async fn attempts_end_with_the_deadline() {
    let server = Server::always(page().after(Duration::from_secs(10)));
    let flora = impatient_with(server.url(), retries().max_retries(1000));
    let (timeout, deadline) = (Duration::from_millis(1500), Duration::from_millis(2000));
    let begin = Instant::now();
    let list = flora.assets().list().timeout(timeout);
    let error = list.deadline(deadline).await;
    let time = begin.elapsed();
    let error = error.expect_err("no reply comes in time");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(server.requests().len(), 2);
    // The second attempt has what is left of the deadline, not a time of its own.
    assert!((deadline..timeout * 2).contains(&time), "{time:?}");
}

#[tokio::test]
async fn a_call_may_have_its_own_time_and_retries() {
    let server = Server::always(Reply::new(503));
    let flora = impatient(server.url());
    let error = flora.assets().list().max_retries(0).await;
    assert_eq!(error.expect_err("503").attempts(), 1);
    let error = flora.assets().list().max_retries(5).await;
    assert_eq!(error.expect_err("503").attempts(), 6);
    assert_eq!(server.requests().len(), 7);
    let slow = Server::always(page().after(Duration::from_millis(300)));
    let flora = impatient(slow.url());
    let list = flora.assets().list().timeout(Duration::from_millis(50));
    let error = list.max_retries(1).await.expect_err("it is too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts(), 2);
    flora.assets().list().await.expect("there is time enough");
}

#[tokio::test]
async fn without_retries_there_is_one_attempt() {
    let server = Server::always(Reply::new(503));
    let flora = impatient_with(server.url(), RetryPolicy::never());
    let error = flora.assets().list().await.expect_err("503");
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.requests().len(), 1);
}

/// Full jitter: each wait is between nothing and a limit that doubles up to the largest.
#[tokio::test]
async fn waits_grow_and_differ() {
    let server = Server::always(Reply::new(503));
    let retries = RetryPolicy::default().max_retries(6);
    let retries = retries.base_delay(Duration::from_millis(40));
    let flora = impatient_with(server.url(), retries.max_delay(Duration::from_millis(160)));
    let list = flora.assets().list().deadline(DEADLINE);
    let error = list.await.expect_err("503");
    assert_eq!(error.attempts(), 7);
    let waits = waits(&server.requests());
    for (wait, limit) in waits.iter().zip([40, 80, 160, 160, 160, 160]) {
        let latest = Duration::from_millis(limit + 500);
        assert!(*wait < latest, "{wait:?} where {limit} ms are the limit");
    }
    let first = waits[0];
    let differ = waits
        .iter()
        .any(|wait| wait.abs_diff(first) > Duration::from_millis(2));
    assert!(differ, "{waits:?}");
}
