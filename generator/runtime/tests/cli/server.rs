//! A server on loopback that gives prepared replies, one to a connection, and keeps the requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Request {
    /// `GET /assets HTTP/1.1`
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Server {
    url: String,
    thread: JoinHandle<Request>,
}

impl Server {
    /// Gives one reply to one request.
    pub(crate) fn new(reply: impl Into<Vec<u8>>) -> Self {
        let reply = reply.into();
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let address = listener.local_addr().expect("it is bound");
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the client connects");
            let request = read(&mut BufReader::new(&stream));
            stream.write_all(&reply).expect("the client reads");
            request
        });
        Self {
            url: format!("http://{address}/v1"),
            thread,
        }
    }

    /// Gives a JSON reply.
    pub(crate) fn json(status: &str, body: &str) -> Self {
        Self::new(reply(status, "content-type: application/json\r\n", body))
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// The request, once it came.
    pub(crate) fn request(self) -> Request {
        self.thread.join().expect("the server has no fault")
    }
}

/// The bytes of a reply, which is not asked for twice.
pub(crate) fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let once = match status.starts_with('2') {
        true => "",
        false => "x-should-retry: false\r\n",
    };
    format!(
        "HTTP/1.1 {status}\r\n{headers}{once}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

fn read(stream: &mut impl BufRead) -> Request {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).expect("the head is text");
        line.trim_end().to_owned()
    };
    let first = line();
    let mut headers = Vec::new();
    loop {
        let line = line();
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().expect("a number"));
    let mut body = Vec::new();
    stream
        .take(length)
        .read_to_end(&mut body)
        .expect("the body comes");
    Request {
        line: first,
        headers,
        body: String::from_utf8(body).expect("the tests use text"),
    }
}
