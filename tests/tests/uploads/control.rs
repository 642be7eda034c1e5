//! What a caller sees of an upload and can do about it: progress, time, giving it up.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flora_client::{Client, ErrorKind, FilePart, UploadProgress, UploadStep, UploadWay, blocking};
use flora_tests::KEY;
use flora_tests::server::Reply;

use super::{LARGE, Service, asset, bytes};

/// A callback, and what it was told.
fn observer() -> (
    impl Fn(&UploadProgress) + Send + Sync + 'static,
    Arc<Mutex<Vec<UploadProgress>>>,
) {
    let told: Arc<Mutex<Vec<UploadProgress>>> = Arc::default();
    let to = Arc::clone(&told);
    let report = move |progress: &UploadProgress| {
        to.lock().expect("no test panicked").push(progress.clone());
    };
    (report, told)
}

#[tokio::test]
async fn progress_is_told_step_by_step() {
    let service = Service::start();
    let (report, told) = observer();
    let flora = service.client();
    let file = FilePart::bytes(bytes(LARGE)).name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    upload.on_progress(report).await.expect("all goes well");
    let told = told.lock().expect("no test panicked").clone();
    let mut steps: Vec<UploadStep> = told.iter().map(|progress| progress.step).collect();
    steps.dedup();
    assert_eq!(
        steps,
        [
            UploadStep::Reserving,
            UploadStep::Sending,
            UploadStep::Completing,
            UploadStep::Waiting
        ]
    );
    let first = told.first().expect("something is told");
    assert_eq!((first.id.as_deref(), first.sent), (None, 0));
    let rest = &told[1..];
    assert!(
        rest.iter()
            .all(|progress| progress.id.as_deref() == Some("asset_abc123"))
    );
    assert!(
        told.iter()
            .all(|progress| progress.total == Some(LARGE as u64))
    );
    assert!(told.windows(2).all(|pair| pair[0].sent <= pair[1].sent));
    assert!(told.len() > 10, "{}", told.len());
    assert_eq!(
        told.last().map(|progress| progress.sent),
        Some(LARGE as u64)
    );
}

#[tokio::test]
async fn the_step_alone_tells_its_bytes() {
    let service = Service::start();
    let flora = service.client();
    let created = flora.assets().create().source("signed-url");
    let created = created.workspace_id("ws_abc123").await;
    let form = created
        .expect("there is a place")
        .upload
        .expect("with a form");
    let told: Arc<Mutex<Vec<(u64, u64)>>> = Arc::default();
    let to = Arc::clone(&told);
    let sending = flora
        .assets()
        .upload_bytes(&form, FilePart::bytes("abc").name("a"));
    let sending = sending.on_progress(move |sent, total| {
        to.lock().expect("no test panicked").push((sent, total));
    });
    sending.await.expect("the place takes it");
    assert_eq!(*told.lock().expect("no test panicked"), [(0, 3), (3, 3)]);
}

#[tokio::test]
async fn dropping_it_ends_it() {
    let service = Service::with(
        |_, _| None,
        |_| Reply::new(204).after(Duration::from_millis(300)),
    );
    let flora = service.client();
    let file = FilePart::bytes(bytes(LARGE)).name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let given_up = tokio::time::timeout(Duration::from_millis(150), upload.into_future()).await;
    given_up.expect_err("the host is slow");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let log = service.log();
    assert!(!log.iter().any(|line| line.contains("complete")), "{log:?}");
}

#[tokio::test]
async fn the_deadline_is_that_of_the_whole() {
    let service = Service::with(
        |line, _| {
            line.starts_with("GET")
                .then(|| asset("asset_abc123", "pending_upload"))
        },
        |_| Reply::new(204),
    );
    let flora = service.client();
    let file = FilePart::bytes("x").name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed);
    let begin = Instant::now();
    let error = upload.deadline(Duration::from_secs(1)).await;
    let error = error.expect_err("it stays pending");
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(
        error.to_string(),
        "the upload of asset_abc123 was not done within 1 s; it is at the step `Waiting`"
    );
    let cause = std::error::Error::source(&error).expect("it has a cause");
    let cause = cause.to_string();
    assert!(cause.ends_with("; it is `pending_upload`"), "{cause}");
}

#[tokio::test]
async fn the_deadline_of_the_client_is_that_of_the_whole_too() {
    let service = Service::with(
        |_, _| None,
        |_| Reply::new(204).after(Duration::from_secs(3)),
    );
    let builder = Client::builder().api_key(KEY).base_url(service.url());
    let builder = builder.deadline(Duration::from_secs(1));
    let flora = builder.build().expect("the settings are right");
    let file = FilePart::bytes("x").name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed);
    let begin = Instant::now();
    let error = upload.await.expect_err("the host is slow");
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(
        error.to_string(),
        "the upload of asset_abc123 was not done within 1 s; it is at the step `Sending`"
    );
}

#[tokio::test]
async fn the_step_alone_has_a_deadline() {
    let service = Service::with(
        |_, _| None,
        |_| Reply::new(204).after(Duration::from_secs(3)),
    );
    let flora = service.client();
    let created = flora.assets().create().source("signed-url");
    let created = created.workspace_id("ws_abc123").await;
    let form = created
        .expect("there is a place")
        .upload
        .expect("with a form");
    let sending = flora
        .assets()
        .upload_bytes(&form, FilePart::bytes("x").name("a"));
    let begin = Instant::now();
    let error = sending.deadline(Duration::from_millis(200)).await;
    let error = error.expect_err("the host is slow");
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "127.0.0.1 did not have the file within 0.2 s"
    );
}

#[tokio::test]
async fn a_source_that_does_not_open_is_given_up() {
    let service = Service::start();
    let file = FilePart::reader(1, std::future::pending::<std::io::Result<tokio::fs::File>>);
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed);
    let begin = Instant::now();
    let error = upload.timeout(Duration::from_secs(1)).await;
    let error = error.expect_err("it does not open");
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "the source of the file did not open for 1 s"
    );
    // Another place would not open it.
    assert_eq!(service.log(), ["reserve"]);
}

#[tokio::test]
async fn a_host_that_does_not_answer_is_given_up() {
    let service = Service::with(
        |_, _| None,
        |_| Reply::new(204).after(Duration::from_secs(5)),
    );
    let flora = service.client();
    let file = FilePart::bytes("x").name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).max_renewals(0).max_retries(1);
    let begin = Instant::now();
    let error = upload.timeout(Duration::from_secs(1)).await;
    let error = error.expect_err("there is no answer");
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "127.0.0.1 took no bytes of the file for 1 s"
    );
    assert_eq!(service.host.requests().len(), 2);
}

#[test]
fn a_blocking_client_does_the_same() {
    let service = Service::start();
    let builder = blocking::Client::builder().api_key(KEY);
    let builder = builder.base_url(service.url());
    let flora = builder.build().expect("the settings are right");
    let file = FilePart::bytes(bytes(LARGE)).name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let asset = upload.send().expect("all goes well");
    let asset = flora.assets().wait_until_ready(asset.asset_id).send();
    asset.expect("it is ready");
    let created = flora.assets().create().source("signed-url");
    let created = created.workspace_id("ws_abc123").send();
    let form = created
        .expect("there is a place")
        .upload
        .expect("with a form");
    let sent = flora
        .assets()
        .upload_bytes(&form, FilePart::bytes("x").name("a"));
    sent.send().expect("the place takes it");
    assert_eq!(service.host.requests().len(), 2);
}
