//! What becomes of an upload when a step of it fails.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use flora_client::{ErrorKind, FilePart, UploadWay};
use flora_tests::fault::Fault;
use flora_tests::server::Reply;
use flora_tests::spec;

use super::{LARGE, Service, asset, bytes};

const COMPLETE: &str = "POST /assets/asset_abc123/complete";
const RETRY: &str = "POST /assets/asset_abc123/retry";
const ASK: &str = "GET /assets/asset_abc123";
const FIRST: &str = "host POST /first?X-Signature=url-signature-7f3a";
const RENEWED: &str = "host POST /renewed-1?X-Signature=url-signature-7f3a";

/// A file that goes to a reserved place.
async fn upload(
    service: &Service,
) -> Result<flora_client::models::AssetRetrieveResponse, flora_client::Error> {
    let file = FilePart::bytes(bytes(100_000)).name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    upload.via(UploadWay::Signed).await
}

#[tokio::test]
async fn a_place_that_has_expired_is_renewed() {
    let service = Service::with(
        |_, _| None,
        |number| match number {
            1 => Reply::text(
                403,
                "application/xml",
                "<Error><Code>ExpiredToken</Code></Error>",
            ),
            _ => Reply::new(204),
        },
    );
    upload(&service).await.expect("the second place takes it");
    assert_eq!(
        service.log(),
        ["reserve", FIRST, RETRY, RENEWED, COMPLETE, ASK]
    );
    let sent = service.host.requests();
    assert!(sent[1].parts().last().unwrap().body == bytes(100_000));
}

#[tokio::test]
async fn a_host_that_is_busy_is_asked_again() {
    let service = Service::with(
        |_, _| None,
        |number| match number {
            1 => Reply::new(503),
            2 => Reply::new(429).header("retry-after", "0"),
            _ => Reply::new(200),
        },
    );
    upload(&service).await.expect("the third attempt is taken");
    assert_eq!(
        service.log(),
        ["reserve", FIRST, FIRST, FIRST, COMPLETE, ASK]
    );
    for request in service.host.requests() {
        assert!(request.parts().last().unwrap().body == bytes(100_000));
    }
}

#[tokio::test]
async fn a_host_that_stays_busy_is_left_for_another_place() {
    let service = Service::with(
        |_, _| None,
        |number| Reply::new(if number < 4 { 503 } else { 200 }),
    );
    upload(&service).await.expect("the second place takes it");
    assert_eq!(
        service.log(),
        [
            "reserve", FIRST, FIRST, FIRST, RETRY, RENEWED, COMPLETE, ASK
        ]
    );
}

#[tokio::test]
async fn connections_that_break_are_made_again() {
    for fault in [
        Fault::Nothing,
        Fault::Reset,
        Fault::HalfHead,
        Fault::NotHttp,
    ] {
        let service = Service::with(
            |_, _| None,
            move |number| match number {
                1 => Reply::new(200).fault(fault),
                _ => Reply::new(204),
            },
        );
        upload(&service).await.expect("the second attempt is taken");
        assert_eq!(
            service.log(),
            ["reserve", FIRST, FIRST, COMPLETE, ASK],
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn it_does_not_go_on_for_ever() {
    let service = Service::with(|_, _| None, |_| Reply::text(403, "text/plain", "no"));
    let error = upload(&service).await.expect_err("no place takes it");
    assert_eq!(error.kind(), ErrorKind::Upload);
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(
        error.to_string(),
        "127.0.0.1 did not take the file: 403 Forbidden: no"
    );
    // It is not the status of the API.
    assert_eq!(error.status(), None);
    assert_eq!(service.host.requests().len(), 3);
    assert_eq!(
        service.log().iter().filter(|line| *line == RETRY).count(),
        2
    );
    let file = FilePart::bytes("x").name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).max_renewals(0);
    upload.await.expect_err("no place takes it");
    assert_eq!(service.host.requests().len(), 4);
}

#[tokio::test]
async fn without_a_fresh_place_the_first_failure_is_told() {
    let service = Service::with(
        |line, _| (line == RETRY).then(|| Reply::json(409, spec::error("Conflict", "conflict"))),
        |_| Reply::text(410, "text/plain", "gone"),
    );
    let error = upload(&service).await.expect_err("there is no other place");
    assert_eq!(
        error.to_string(),
        "127.0.0.1 did not take the file: 410 Gone: gone"
    );
    let source = std::error::Error::source(&error).expect("it has a cause");
    assert!(
        source.to_string().starts_with("409 Conflict: conflict"),
        "{source}"
    );
}

#[tokio::test]
async fn a_failure_that_the_service_tells_is_tried_once_more() {
    let service = Service::with(
        |line, number| (line == ASK && number == 1).then(|| asset("asset_abc123", "failed")),
        |_| Reply::new(204),
    );
    upload(&service).await.expect("the second round is fine");
    assert_eq!(
        service.log(),
        [
            "reserve", FIRST, COMPLETE, ASK, RETRY, RENEWED, COMPLETE, ASK
        ]
    );
    let service = Service::with(
        |line, _| (line == ASK).then(|| asset("asset_abc123", "failed")),
        |_| Reply::new(204),
    );
    let error = upload(&service).await.expect_err("the service says so");
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(error.message(), Some("The file is no image."));
    assert_eq!(
        error.to_string(),
        "asset_abc123 is `failed`: The file is no image."
    );
    assert_eq!(
        service.log().iter().filter(|line| *line == RETRY).count(),
        1
    );
}

#[tokio::test]
async fn a_lost_reply_to_complete_is_no_failure() {
    let conflict = || Reply::json(409, spec::error("Conflict", "conflict"));
    let service = Service::with(
        move |line, number| match (line, number) {
            (COMPLETE, 1) => Some(Reply::new(200).fault(Fault::Nothing)),
            (COMPLETE, _) => Some(conflict()),
            _ => None,
        },
        |_| Reply::new(204),
    );
    upload(&service).await.expect("it is complete");
    assert_eq!(service.log(), ["reserve", FIRST, COMPLETE, COMPLETE, ASK]);
    // Without an attempt of ours before it, it is what it says.
    let service = Service::with(
        move |line, _| (line == COMPLETE).then(conflict),
        |_| Reply::new(204),
    );
    let error = upload(&service).await.expect_err("the service says so");
    assert!(error.is_conflict());
    assert_eq!(error.id(), Some("asset_abc123"));
    let begin = ["reserve", FIRST, COMPLETE, RETRY];
    assert_eq!(service.log()[..4], begin);
}

#[tokio::test]
async fn a_reservation_that_cannot_be_completed_is_renewed() {
    let refusal = |status| Reply::json(status, spec::error("Conflict", "conflict"));
    for status in [400, 409, 410, 422] {
        let service = Service::with(
            move |line, number| (line == COMPLETE && number == 1).then(|| refusal(status)),
            |_| Reply::new(204),
        );
        upload(&service).await.expect("the second place is fine");
        assert_eq!(
            service.log(),
            ["reserve", FIRST, COMPLETE, RETRY, RENEWED, COMPLETE, ASK],
            "{status}"
        );
        // Not for ever.
        let service = Service::with(
            move |line, _| (line == COMPLETE).then(|| refusal(status)),
            |_| Reply::new(204),
        );
        let error = upload(&service).await.expect_err("the service says so");
        assert_eq!(error.status(), Some(status));
        let count = |wanted| service.log().iter().filter(|line| *line == wanted).count();
        assert_eq!((count(RETRY), count(COMPLETE)), (2, 3));
    }
    // Other refusals are no matter of the reservation.
    let service = Service::with(
        move |line, _| (line == COMPLETE).then(|| refusal(403)),
        |_| Reply::new(204),
    );
    let error = upload(&service).await.expect_err("the service says so");
    assert!(error.is_forbidden());
    assert_eq!(service.log(), ["reserve", FIRST, COMPLETE]);
}

#[tokio::test]
async fn without_a_fresh_place_the_refusal_to_complete_is_told() {
    let service = Service::with(
        |line, _| match line {
            COMPLETE => Some(Reply::json(422, spec::error("Conflict", "conflict"))),
            RETRY => Some(Reply::json(409, spec::error("Conflict", "conflict"))),
            _ => None,
        },
        |_| Reply::new(204),
    );
    let error = upload(&service).await.expect_err("there is no other place");
    assert_eq!(error.status(), Some(422));
    assert_eq!(error.operation(), Some("completeAssetUpload"));
    let source = std::error::Error::source(&error).expect("it has a cause");
    assert!(source.to_string().starts_with("409 Conflict"), "{source}");
    assert_eq!(service.log(), ["reserve", FIRST, COMPLETE, RETRY]);
}

#[tokio::test]
async fn a_refusal_whose_text_does_not_end_is_a_refusal() {
    let refusal = || Reply::text(403, "text/plain", "nono").fault(Fault::HalfThenSilence);
    let service = Service::with(
        |_, _| None,
        move |number| match number {
            1 => refusal(),
            _ => Reply::new(204),
        },
    );
    let file = FilePart::bytes("x").name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed);
    let begin = Instant::now();
    let sent = upload.timeout(Duration::from_secs(1)).await;
    sent.expect("the second place takes it");
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(
        service.log(),
        ["reserve", FIRST, RETRY, RENEWED, COMPLETE, ASK]
    );
    let service = Service::with(|_, _| None, move |_| refusal());
    let file = FilePart::bytes("x").name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).max_renewals(0);
    let error = upload.timeout(Duration::from_secs(1)).await;
    assert_eq!(
        error.expect_err("the host refuses it").to_string(),
        "127.0.0.1 did not take the file: 403 Forbidden: no"
    );
}

#[tokio::test]
async fn each_step_has_a_key_of_its_own() {
    let service = Service::with(
        |line, number| (line == COMPLETE && number == 1).then(|| Reply::new(503)),
        |number| Reply::new(if number == 1 { 403 } else { 204 }),
    );
    let file = FilePart::bytes(bytes(LARGE)).name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    // A key that is given as a header is one, too.
    let upload = upload.header("Idempotency-Key", "mine");
    upload.await.expect("all goes well in the end");
    let keys: Vec<Option<String>> = (service.api.requests().iter())
        .map(|request| request.header("idempotency-key").map(str::to_owned))
        .collect();
    // reserve, retry, complete, complete, ask
    assert_eq!(keys.len(), 5);
    assert_eq!(keys[0].as_deref(), Some("mine"));
    assert_eq!(keys[2], keys[3]);
    assert_eq!(keys[4], None);
    let different: HashSet<_> = keys.iter().flatten().collect();
    assert_eq!(different.len(), 3, "{keys:?}");
}

/// A host that kills connections in the middle of a body, as many as it is told to, and takes the
/// next one; what it took is sent to the test.
fn killer(kills: usize) -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            let mut reader = BufReader::new(&stream);
            if number < kills {
                // Some of the body is left unread: the connection is reset.
                let _ = reader.read_exact(&mut [0; 300_000]);
                continue;
            }
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                reader.read_line(&mut head).expect("the head is text");
            }
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length = length.expect("there is a length").parse();
            let mut body = vec![0; length.expect("it is a number")];
            reader.read_exact(&mut body).expect("the body is whole");
            let reply = b"HTTP/1.1 204 X\r\n\r\n";
            (&stream).write_all(reply).expect("the client listens");
            let line = head.lines().next().unwrap_or_default().to_owned();
            let _ = sender.send((line, body));
        }
    });
    (format!("http://{address}"), receiver)
}

#[tokio::test]
async fn connections_that_are_killed_midway_are_made_again() {
    // One is killed, then the same place takes the file; or all attempts at one place are.
    for (kills, place) in [(1, "first"), (3, "renewed-1")] {
        let (host, received) = killer(kills);
        let service = Service::with(
            move |line, number| usual_at(line, number, &host),
            |_| Reply::new(500),
        );
        let content = bytes(3_000_000);
        let file = FilePart::bytes(content.clone()).name("a.png");
        let flora = service.client();
        let upload = flora.assets().upload(file).workspace_id("ws_abc123");
        upload
            .via(UploadWay::Signed)
            .await
            .expect("it is taken at last");
        let (line, body) = received.recv().expect("the host has taken it");
        assert_eq!(
            line,
            format!("POST /{place}?X-Signature=url-signature-7f3a HTTP/1.1")
        );
        let sent = body
            .windows(1000)
            .position(|window| window == &content[..1000]);
        let sent = &body[sent.expect("the file is in it")..];
        assert!(sent.starts_with(&content), "{kills}");
        let renewals = service.log().iter().filter(|line| *line == RETRY).count();
        assert_eq!(renewals, usize::from(kills == 3));
        let last = service.log().pop();
        assert_eq!(last.as_deref(), Some(ASK));
    }
}

/// The usual answers, with another host.
fn usual_at(line: &str, number: usize, host: &str) -> Option<Reply> {
    Some(super::usual(line, number, host))
}
