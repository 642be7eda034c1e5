//! A file of 1 GiB goes up in constant memory. Alone in its program, so that no other test is
//! measured with it.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Poll};
use std::thread;

use flora_client::{Bytes, FilePart};
use flora_tests::server::{Reply, Server};
use flora_tests::{client, spec};
use serde_json::json;

const LENGTH: u64 = 1 << 30;

/// How much more memory may be in use at any time of the upload than before it.
const GROWTH: u64 = 64 << 20;

/// The file is this again and again. A prime number of bytes, so that no border of a chunk or a
/// buffer falls on the same byte twice.
const BLOCK: usize = 262_147;

#[tokio::test]
async fn a_file_of_1_gib_goes_up_in_constant_memory() {
    let block: Arc<[u8]> = block().into();
    let (host, received) = sink(Arc::clone(&block));
    let api = Server::start(move |request| {
        let reply = match (request.method.as_str(), request.path()) {
            ("POST", "/assets") => {
                let mut asset = spec::reply("post", "/assets", 201, "signed_upload");
                asset["upload"]["url"] = json!(host);
                asset
            }
            ("POST", _) => spec::reply("post", "/assets/{assetId}/complete", 200, "ready"),
            _ => spec::reply("get", "/assets/{assetId}", 200, "ready_image"),
        };
        Reply::json(200, reply)
    });
    let chunks = Bytes::from(block.to_vec());
    let file = FilePart::stream(LENGTH, move || {
        let chunks = Repeated {
            block: chunks.clone(),
            left: LENGTH,
        };
        async move { Ok(chunks) }
    });
    let before = memory("VmRSS:");
    let flora = client(api.url());
    let upload = flora.assets().upload(file.name("film.mp4"));
    let asset = upload.workspace_id("ws_abc123").await;
    assert_eq!(asset.expect("all goes well").asset_id, "asset_abc123");
    let received = received.recv().expect("the host has seen it");
    assert_eq!(received, Received::TheFile { length: LENGTH });
    let growth = memory("VmHWM:").saturating_sub(before);
    assert!(growth < GROWTH, "{growth} bytes more than before");
}

fn block() -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(BLOCK).collect()
}

/// A line of what the system knows of this process, in bytes.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("there is a status");
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let number = found.and_then(|text| text.trim().strip_suffix(" kB"));
    let kib: u64 = number
        .expect("the line is there")
        .parse()
        .expect("it is a number");
    kib << 10
}

/// The file, without a copy of it.
struct Repeated {
    block: Bytes,
    left: u64,
}

impl futures_core::Stream for Repeated {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.left.min(BLOCK as u64);
        self.left -= length;
        let length = usize::try_from(length).expect("a block has a length");
        Poll::Ready((length > 0).then(|| Ok(self.block.slice(..length))))
    }
}

/// What came in as the last part of a form.
#[derive(Debug, PartialEq, Eq)]
enum Received {
    TheFile { length: u64 },
    SomethingElse { at: u64 },
}

/// A host that takes one form and keeps nothing of it: the file is compared as it comes in.
fn sink(block: Arc<[u8]>) -> (String, Receiver<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody comes");
        let received = take(&stream, &block);
        let reply = b"HTTP/1.1 204 X\r\n\r\n";
        (&stream).write_all(reply).expect("the client listens");
        sender.send(received).expect("the test is there");
    });
    (format!("http://{address}/"), receiver)
}

fn take(mut stream: &TcpStream, block: &[u8]) -> Received {
    let mut buffer = vec![0; 256 << 10];
    let mut start = Vec::new();
    // The head of the request, then the form up to the file.
    let file_head = b"name=\"file\"; filename=\"film.mp4\"\r\nContent-Type: video/mp4\r\n\r\n";
    let (head, file) = loop {
        let count = stream.read(&mut buffer).expect("the client sends");
        assert_ne!(count, 0, "the form ended before its file");
        start.extend_from_slice(&buffer[..count]);
        let find = |text: &[u8]| start.windows(text.len()).position(|window| window == text);
        if let (Some(head), Some(file)) = (find(b"\r\n\r\n"), find(file_head)) {
            break (head + 4, file + file_head.len());
        }
    };
    let text = std::str::from_utf8(&start[..head]).expect("a head is text");
    let mut lines = text.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "));
    let length: u64 = length
        .expect("there is a length")
        .parse()
        .expect("it is a number");
    assert!(!text.contains("transfer-encoding"), "{text}");
    let boundary = text
        .split("boundary=")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let end = format!("\r\n--{}--\r\n", boundary.expect("there is a boundary"));
    let left = length - (start.len() - head) as u64;
    // What comes after the file's bytes stays here until there is no more.
    let mut at = 0;
    let mut rest = start.split_off(file);
    let mut left = left;
    loop {
        let of_file = usize::try_from((LENGTH - at).min(rest.len() as u64)).expect("it fits");
        for byte_range in pieces(at, of_file) {
            let (from, piece) = byte_range;
            if rest[piece.clone()] != block[from..from + piece.len()] {
                return Received::SomethingElse { at };
            }
        }
        at += of_file as u64;
        rest.drain(..of_file);
        if left == 0 {
            break;
        }
        let most = usize::try_from(left.min(buffer.len() as u64)).expect("it fits");
        let count = stream.read(&mut buffer[..most]).expect("the client sends");
        assert_ne!(count, 0, "the form ended after {at} bytes");
        left -= count as u64;
        rest.extend_from_slice(&buffer[..count]);
    }
    if rest == end.as_bytes() {
        Received::TheFile { length: at }
    } else {
        Received::SomethingElse { at }
    }
}

/// What to compare: a place in the block, and the range of the bytes there.
fn pieces(at: u64, length: usize) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut pieces = Vec::new();
    let mut done = 0;
    while done < length {
        let from = usize::try_from((at + done as u64) % BLOCK as u64).expect("it fits");
        let count = (BLOCK - from).min(length - done);
        pieces.push((from, done..done + count));
        done += count;
    }
    pieces
}
