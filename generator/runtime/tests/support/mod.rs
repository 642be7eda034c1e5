//! A scripted HTTP server on a loopback socket: it keeps the bytes of every request and answers
//! with the next reply of its script, byte for byte.

pub(crate) mod script;

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends these bytes.
    Reply(Vec<u8>),
    /// Sends these bytes, which promise more, and then nothing for a while.
    Stall(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Close(Vec<u8>),
}

/// One request as it was received.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Request line and headers, lines ended by CRLF, without the empty line.
    pub(crate) head: String,
    /// The body; chunks are joined.
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The request line without the protocol: `GET /assets?limit=1`.
    pub(crate) fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.strip_suffix(" HTTP/1.1").unwrap_or(line)
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The names of all headers, sorted.
    pub(crate) fn header_names(&self) -> Vec<String> {
        let lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'));
        let mut names: Vec<String> = lines.map(|(name, _)| name.to_ascii_lowercase()).collect();
        names.sort();
        names
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }
}

/// The server; it lives until the test ends.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server that follows a script.
    pub(crate) fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let address = listener.local_addr().expect("the socket is bound");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let steps = Arc::new(Mutex::new(steps.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, steps) = (Arc::clone(&seen), Arc::clone(&steps));
                thread::spawn(move || serve(&stream, &seen, &steps));
            }
        });
        Self { address, requests }
    }

    /// A server that answers every request in the same way, one time.
    pub(crate) fn once(reply: Vec<u8>) -> Self {
        Self::start([Step::Reply(reply)])
    }

    /// The address of the server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no thread panicked").clone()
    }

    /// The one request so far.
    pub(crate) fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

fn serve(mut stream: &TcpStream, seen: &Mutex<Vec<Request>>, steps: &Mutex<VecDeque<Step>>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader) {
        seen.lock().expect("no thread panicked").push(request);
        let step = steps.lock().expect("no thread panicked").pop_front();
        match step {
            Some(Step::Reply(bytes)) => {
                if stream.write_all(&bytes).is_err() {
                    return;
                }
            }
            Some(Step::Stall(bytes)) => {
                let _ = stream.write_all(&bytes);
                thread::sleep(Duration::from_secs(5));
                return;
            }
            Some(Step::Close(bytes)) => {
                let _ = stream.write_all(&bytes);
                return;
            }
            None => {
                let _ = stream.write_all(&reply(599, "", "the script has ended"));
                return;
            }
        }
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut request = Request {
        head,
        body: Vec::new(),
    };
    if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut request.body).ok()?;
    } else if request.header("transfer-encoding").is_some() {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let mut chunk = vec![0; usize::from_str_radix(size.trim(), 16).ok()? + 2];
            reader.read_exact(&mut chunk).ok()?;
            if chunk.len() == 2 {
                break;
            }
            request.body.extend_from_slice(&chunk[..chunk.len() - 2]);
        }
    }
    Some(request)
}

/// A reply with a status, further headers (each line ended by CRLF) and a body of known length.
pub(crate) fn reply(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

/// A JSON reply with status 200.
pub(crate) fn json(body: &str) -> Vec<u8> {
    reply(200, "content-type: application/json\r\n", body)
}
