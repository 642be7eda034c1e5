//! Waiting until the service is done.

use std::time::{Duration, Instant};

use flora_client::{Error, ErrorKind};
use flora_tests::server::Reply;

use super::{Service, asset};

const ASK: &str = "GET /assets/asset_abc123";

fn states(states: &'static [&'static str]) -> Service {
    Service::with(
        move |line, number| {
            let state = states.get(number - 1).or(states.last())?;
            (line == ASK).then(|| asset("asset_abc123", state))
        },
        |_| Reply::new(204),
    )
}

#[tokio::test]
async fn it_asks_until_there_is_an_end() {
    let service = states(&["pending_upload", "thinking", "ready"]);
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let begin = Instant::now();
    let asset = wait.interval(Duration::from_millis(30)).await;
    assert_eq!(asset.expect("it is ready").asset_id, "asset_abc123");
    assert_eq!(service.log(), [ASK, ASK, ASK]);
    assert!(begin.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn a_failure_is_an_error_with_the_reason() {
    let service = states(&["failed"]);
    let flora = service.client();
    let error = flora.assets().wait_until_ready("asset_abc123").await;
    let error = error.expect_err("it failed");
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert_eq!(
        error.to_string(),
        "asset_abc123 is `failed`: The file is no image."
    );
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(error.message(), Some("The file is no image."));
    assert_eq!(error.operation(), Some("getAsset"));
    assert_eq!(error.status(), Some(200));
    assert!(error.body().is_some_and(|body| !body.is_empty()));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn time_that_has_run_out_is_an_error_with_the_state() {
    let service = states(&["pending_upload"]);
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let wait = wait.interval(Duration::from_millis(20));
    let begin = Instant::now();
    let error = wait.deadline(Duration::from_secs(1)).await;
    let error = error.expect_err("it stays pending");
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "asset_abc123 did not become `ready` within 1 s; it is `pending_upload`"
    );
    assert_eq!(error.id(), Some("asset_abc123"));
    // No wait is begun that would end too late.
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let begin = Instant::now();
    let error = wait.deadline(Duration::from_millis(900)).await;
    error.expect_err("it stays pending");
    assert!(begin.elapsed() < Duration::from_millis(800));
}

#[tokio::test]
async fn a_service_that_does_not_answer_cannot_hold_it() {
    let service = Service::with(
        |_, _| Some(Reply::new(200).after(Duration::from_secs(3))),
        |_| Reply::new(204),
    );
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let begin = Instant::now();
    let error = wait.deadline(Duration::from_millis(200)).await;
    let error = error.expect_err("there is no answer");
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert_eq!(
        error.to_string(),
        "asset_abc123 did not become `ready` within 0.2 s"
    );
}

#[tokio::test]
async fn an_error_is_the_end_of_it() {
    let service = Service::with(|_, _| Some(Reply::new(404)), |_| Reply::new(204));
    let flora = service.client();
    let error = flora.assets().wait_until_ready("asset_abc123").await;
    let error = error.expect_err("it is not there");
    assert!(error.is_not_found());
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(service.log(), [ASK]);
}

#[tokio::test]
async fn a_service_that_is_down_for_a_while_is_asked_again() {
    let service = Service::with(
        // Three questions, each with its retries.
        |line, number| (line == ASK && number <= 9).then(|| Reply::new(503)),
        |_| Reply::new(204),
    );
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let begin = Instant::now();
    let asset = wait.interval(Duration::from_millis(30)).await;
    assert_eq!(asset.expect("it is ready").asset_id, "asset_abc123");
    assert_eq!(service.log().len(), 10);
    assert!(begin.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn what_kept_the_service_from_answering_is_the_cause() {
    let service = Service::with(|_, _| Some(Reply::new(503)), |_| Reply::new(204));
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let wait = wait.interval(Duration::from_millis(20));
    let error = wait.deadline(Duration::from_secs(1)).await;
    let error = error.expect_err("it is down");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "asset_abc123 did not become `ready` within 1 s"
    );
    let cause = std::error::Error::source(&error).expect("it has a cause");
    let cause: &Error = cause.downcast_ref().expect("it is that of a question");
    assert_eq!(cause.status(), Some(503));
    // What is over is no cause any more.
    let service = Service::with(
        |line, number| {
            (line == ASK).then(|| match number {
                1..=3 => Reply::new(503),
                _ => asset("asset_abc123", "pending_upload"),
            })
        },
        |_| Reply::new(204),
    );
    let flora = service.client();
    let wait = flora.assets().wait_until_ready("asset_abc123");
    let wait = wait.interval(Duration::from_millis(20));
    let error = wait.deadline(Duration::from_secs(1)).await;
    let error = error.expect_err("it stays pending");
    assert!(std::error::Error::source(&error).is_none(), "{error:?}");
    assert!(service.log().len() > 3);
}
