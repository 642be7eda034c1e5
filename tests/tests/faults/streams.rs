//! Replies that are read piece by piece, by async and by blocking callers, when they stop, break
//! off, or do not end.

use std::time::{Duration, Instant};

use flora_client::reqwest::Method;
use flora_client::{ErrorKind, blocking};
use flora_tests::KEY;
use flora_tests::fault::Fault;
use flora_tests::server::{Reply, Server};

use crate::{DEADLINE, TIMEOUT, impatient, retries};

const BODY: &str = "forty bytes of something that is no JSON";

fn served(fault: Fault) -> Server {
    Server::always(Reply::text(200, "application/octet-stream", BODY).fault(fault))
}

#[tokio::test]
async fn a_body_that_fails_on_the_way_is_told_after_what_came() {
    let table = [
        (Fault::Half, ErrorKind::Transport),
        (Fault::HalfThenReset, ErrorKind::Transport),
        (Fault::HalfThenSilence, ErrorKind::Timeout),
    ];
    for (fault, kind) in table {
        let server = served(fault);
        let request = impatient(server.url()).request(Method::GET, "/file");
        let mut download = request.send_stream().await.expect("the head is good");
        assert_eq!(download.content_length(), Some(BODY.len() as u64));
        let mut written = Vec::new();
        let error = download.copy_to(&mut written).await;
        let error = error.expect_err("half of it is missing");
        assert_eq!(error.kind(), kind, "{fault:?}: {error:?}");
        assert_eq!(error.status(), Some(200));
        assert_eq!(written, &BODY.as_bytes()[..BODY.len() / 2], "{fault:?}");
        // What has gone to the caller cannot be taken back, so nothing is asked for again.
        assert_eq!(server.requests().len(), 1);
        let after = download.chunk().await.expect("it is over");
        assert_eq!(after, None);
    }
}

#[tokio::test]
async fn what_fails_before_the_first_piece_is_tried_again() {
    let whole = Reply::text(200, "application/octet-stream", BODY);
    let server = Server::script([Reply::new(503), Reply::new(200).fault(Fault::Reset), whole]);
    let request = impatient(server.url()).request(Method::GET, "/file");
    let mut download = request.send_stream().await.expect("the third is good");
    assert_eq!(download.attempts(), 3);
    let mut written = Vec::new();
    let count = download.copy_to(&mut written).await;
    assert_eq!(count.expect("it is whole"), BODY.len() as u64);
    assert_eq!(written, BODY.as_bytes());
}

/// A large file takes longer than an attempt may; each piece of it must not.
#[tokio::test]
async fn a_body_may_be_slow_as_long_as_it_goes_on() {
    let server = served(Fault::Drips(Duration::from_millis(25)));
    let request = impatient(server.url()).request(Method::GET, "/file");
    let begin = Instant::now();
    let mut download = request.send_stream().await.expect("the head is good");
    let mut written = Vec::new();
    download.copy_to(&mut written).await.expect("it goes on");
    assert_eq!(written, BODY.as_bytes());
    assert!(begin.elapsed() > TIMEOUT, "{:?}", begin.elapsed());
}

/// However busy a stream is, it ends with the deadline of its call.
#[tokio::test]
async fn a_body_without_an_end_ends_with_the_deadline() {
    let faults = [
        Fault::DripsForEver(Duration::from_millis(5)),
        Fault::Endless,
    ];
    for fault in faults {
        let server = served(fault);
        let request = impatient(server.url()).request(Method::GET, "/file");
        let request = request.deadline(Duration::from_secs(1));
        let begin = Instant::now();
        let mut download = request.send_stream().await.expect("the head is good");
        let error = loop {
            match download.chunk().await {
                Ok(Some(_)) => assert!(begin.elapsed() < DEADLINE, "{fault:?}"),
                Ok(None) => panic!("there is no end: {fault:?}"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::Timeout, "{fault:?}");
        assert!(begin.elapsed() >= Duration::from_secs(1));
    }
}

/// The blocking client is the same code; this is to see that it has a clock as well.
#[test]
fn a_blocking_caller_is_not_kept() {
    let client = |server: &Server| {
        let builder = blocking::Client::builder().api_key(KEY);
        let builder = builder.base_url(server.url()).timeout(TIMEOUT);
        let builder = builder.retry(retries()).deadline(DEADLINE);
        builder.build().expect("the settings are right")
    };
    let silent = served(Fault::Silence);
    let error = client(&silent).assets().list().max_retries(0).send();
    assert_eq!(error.expect_err("no reply").kind(), ErrorKind::Timeout);
    let stopped = served(Fault::HalfThenSilence);
    let request = client(&stopped).request(Method::GET, "/file");
    let mut download = request.send_stream().expect("the head is good");
    let mut text = String::new();
    let error = std::io::Read::read_to_string(&mut download, &mut text);
    let error = error.expect_err("half of it is missing");
    let error = error.downcast::<flora_client::Error>().expect("it is ours");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(text, BODY[..BODY.len() / 2]);
}
