//! Bodies that are read piece by piece.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::download::Download;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::header::Header;
use futures_core::Stream as _;
use tokio::io::AsyncWrite;

use super::support::script::{Act, Answer, Script};
use super::support::{Server, reply};
use super::table::{KEY, LIST, SERVICE, client as real};

fn call(script: &Script) -> Call {
    let builder = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        // What is not kept need not be bounded.
        .body_limit(1)
        .timeout(Duration::from_secs(5))
        .transport(script.clone());
    Call::new(&builder.build().unwrap(), &LIST)
}

async fn open(call: Call) -> Result<Download, Error> {
    call.send_stream().await
}

#[tokio::test(start_paused = true)]
async fn the_pieces_come_as_they_are() {
    let answer = Answer::new(200)
        .header("x-pages", "12")
        .header("request-id", "req_1");
    let script = Script::new([Act::from(503), answer.piece(b"ab").piece(b"c").into()]);
    let mut download = open(call(&script)).await.unwrap();
    assert_eq!((download.status(), download.attempts()), (200, 2));
    assert_eq!(download.header(Header::<u32>::json("x-pages")), Some(12));
    assert_eq!(download.request_id(), Some("req_1"));
    assert_eq!(download.content_length(), None);
    assert_eq!(download.chunk().await.unwrap().as_deref(), Some(&b"ab"[..]));
    assert_eq!(download.chunk().await.unwrap().as_deref(), Some(&b"c"[..]));
    assert_eq!(download.chunk().await.unwrap(), None);
    assert_eq!(download.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn a_real_body_is_copied() {
    let body = "x".repeat(300_000);
    let server = Server::once(reply(200, "", &body));
    let mut download = open(Call::new(&real(&server), &LIST)).await.unwrap();
    assert_eq!(download.content_length(), Some(300_000));
    let mut copy = Vec::new();
    assert_eq!(download.copy_to(&mut copy).await.unwrap(), 300_000);
    assert_eq!(copy, body.as_bytes());
}

#[tokio::test(start_paused = true)]
async fn each_piece_has_the_time_of_an_attempt() {
    let second = Duration::from_secs(4);
    let answer = Answer::new(200)
        .late(second, b"a")
        .late(second, b"b")
        .late(second, b"c");
    let script = Script::new([answer.never()]);
    let mut download = open(call(&script)).await.unwrap();
    let mut copy = Vec::new();
    let error = download.copy_to(&mut copy).await.unwrap_err();
    assert_eq!(
        (error.kind(), copy.as_slice()),
        (ErrorKind::Timeout, &b"abc"[..])
    );
    assert_eq!(script.elapsed(), Duration::from_secs(3 * 4 + 5));
    assert_eq!((error.status(), error.attempts()), (Some(200), 1));
    // Nothing follows an error.
    assert_eq!(download.chunk().await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_not_to_blame() {
    let answer = Answer::new(200)
        .piece(b"a")
        .late(Duration::from_secs(1), b"b");
    let mut download = open(call(&Script::new([answer]))).await.unwrap();
    assert_eq!(download.chunk().await.unwrap().as_deref(), Some(&b"a"[..]));
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(download.chunk().await.unwrap().as_deref(), Some(&b"b"[..]));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_that_of_the_whole_call() {
    let answer = Answer::new(200).late(Duration::from_secs(4), b"a").never();
    let script = Script::new([answer]);
    let call = call(&script).deadline(Duration::from_secs(6));
    let mut download = open(call).await.unwrap();
    assert_eq!(download.chunk().await.unwrap().as_deref(), Some(&b"a"[..]));
    assert!(download.chunk().await.unwrap_err().is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn what_breaks_off_is_an_error() {
    let script = Script::new([Answer::new(200).piece(b"a").broken()]);
    let mut download = open(call(&script)).await.unwrap();
    let error = download.copy_to(&mut Vec::new()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Transport, Some(200))
    );
    assert_eq!(script.count(), 1);
    let script = Script::new([Answer::new(404).piece(b"{}")]);
    let error = open(call(&script)).await.unwrap_err();
    assert!(error.is_not_found());
}

/// A disk that is full.
struct Full;

impl AsyncWrite for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::StorageFull.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_writer_that_fails_is_told_apart() {
    let script = Script::new([Answer::new(200).piece(b"a")]);
    let mut download = open(call(&script)).await.unwrap();
    let error = download.copy_to(&mut Full).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Output);
    assert!(!error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn it_is_a_stream() {
    let script = Script::new([Answer::new(200).piece(b"a").piece(b"b")]);
    let mut download = open(call(&script)).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) =
        std::future::poll_fn(|context| Pin::new(&mut download).poll_next(context)).await
    {
        all.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(all, b"ab");
    fn is_send<T: Send>(_: &T) {}
    is_send(&download);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_one_is_a_reader() {
    use std::io::Read as _;

    use client_runtime::blocking::Blocking;
    use client_runtime::mode::Mode as _;

    let download = || {
        let server = Server::once(reply(200, "", "0123456789"));
        let sending = Call::new(&real(&server), &LIST).send_stream::<Blocking>();
        (Blocking::run(sending).unwrap(), server)
    };
    let (mut reader, _server) = download();
    let mut start = [0; 4];
    reader.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"0123");
    // What was received and not read is the next piece.
    let mut rest = Vec::new();
    assert_eq!(reader.copy_to(&mut rest).unwrap(), 6);
    assert_eq!(rest, b"456789");
    let (mut reader, _server) = download();
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "0123456789");
}
