//! An HTTP/1.1 server on loopback for tests: it keeps every request byte for byte and answers as
//! it is told: in time or late, and as a [`Fault`] says.
//!
//! It knows no API and refuses nothing that can be framed.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::fault::{Fault, Left};

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`
    pub method: String,
    /// `/api/v1/assets?limit=2`
    pub target: String,
    /// Names and values in their order, spelled as sent.
    pub headers: Vec<(String, String)>,
    /// The body, chunks joined.
    pub body: Vec<u8>,
    /// All bytes from the request line to the last one of the body.
    pub bytes: Vec<u8>,
    /// When its last byte was read.
    pub at: Instant,
}

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its headers as they came, one per line.
    pub head: String,
    /// What comes after the empty line.
    pub body: Vec<u8>,
}

impl Request {
    /// Method and target: `GET /api/v1/assets`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// The path of the target, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&*self.target, |(path, _)| path)
    }

    /// The pairs of the query, as sent.
    #[must_use]
    pub fn query(&self) -> Vec<&str> {
        let query = self.target.split_once('?').map(|(_, query)| query);
        query
            .into_iter()
            .flat_map(|query| query.split('&'))
            .collect()
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Takes a header out, so that what is left can be compared where its value differs.
    pub fn take_header(&mut self, name: &str) -> Option<String> {
        let mut headers = self.headers.iter();
        let index = headers.position(|(other, _)| other.eq_ignore_ascii_case(name))?;
        let (name, value) = self.headers.remove(index);
        let line = format!("\r\n{name}: {value}");
        let mut windows = self.bytes.windows(line.len());
        if let Some(at) = windows.position(|window| window == line.as_bytes()) {
            self.bytes.drain(at..at + line.len());
        }
        Some(value)
    }

    /// All headers as `name: value`, names in lower case, sorted; without `host`, which is
    /// another one in each run.
    #[must_use]
    pub fn sorted_headers(&self) -> Vec<String> {
        let mut lines: Vec<String> = (self.headers.iter())
            .map(|(name, value)| format!("{}: {value}", name.to_ascii_lowercase()))
            .filter(|line| !line.starts_with("host: "))
            .collect();
        lines.sort();
        lines
    }

    /// The body as text.
    ///
    /// # Panics
    /// It is no text.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// It is no JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The parts of a multipart body.
    ///
    /// # Panics
    /// It has none, or is framed wrongly.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let content_type = self.header("content-type").unwrap_or_default();
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .expect("the content type names the boundary");
        let mut rest = self.body.as_slice();
        let mut parts = Vec::new();
        take(&mut rest, format!("--{boundary}\r\n").as_bytes());
        loop {
            let (head, after) = split(rest, b"\r\n\r\n");
            let (body, after) = split(after, format!("\r\n--{boundary}").as_bytes());
            parts.push(Part {
                head: String::from_utf8(head.to_vec()).expect("the head is text"),
                body: body.to_vec(),
            });
            rest = after;
            if rest == b"--\r\n" {
                return parts;
            }
            take(&mut rest, b"\r\n");
        }
    }
}

impl Part {
    /// The part of a form field with a text.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Self {
        Self {
            head: format!("Content-Disposition: form-data; name=\"{name}\""),
            body: text.as_bytes().to_vec(),
        }
    }

    /// The part of a file.
    #[must_use]
    pub fn file(name: &str, file_name: &str, content_type: &str, body: &[u8]) -> Self {
        Self {
            head: format!(
                "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: {content_type}"
            ),
            body: body.to_vec(),
        }
    }
}

fn take(rest: &mut &[u8], start: &[u8]) {
    *rest = rest.strip_prefix(start).expect("the part is framed");
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> (&'a [u8], &'a [u8]) {
    let index = bytes.windows(at.len()).position(|window| window == at);
    let index = index.expect("the part is framed");
    (&bytes[..index], &bytes[index + at.len()..])
}

/// An answer to one request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    fault: Fault,
}

impl Reply {
    /// A reply without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            delay: Duration::ZERO,
            fault: Fault::None,
        }
    }

    /// A reply with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: impl ToString) -> Self {
        Self::text(status, "application/json", body)
    }

    /// A reply with a text as its body.
    #[must_use]
    pub fn text(status: u16, content_type: &str, body: impl ToString) -> Self {
        Self::bytes(status, content_type, body.to_string())
    }

    /// A reply with any bytes as its body.
    #[must_use]
    pub fn bytes(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut reply = Self::new(status).header("content-type", content_type);
        reply.body = body.into();
        reply
    }

    /// No reply: the connection is closed.
    #[must_use]
    pub fn nothing() -> Self {
        Self::new(200).fault(Fault::Nothing)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Waits before anything is sent.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends half of the body, then closes the connection.
    #[must_use]
    pub fn half(self) -> Self {
        self.fault(Fault::Half)
    }

    /// Sends the reply with something wrong about it.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    /// Sends the reply, and tells what is left of the connection.
    fn send(&self, stream: &TcpStream) -> Left {
        thread::sleep(self.delay);
        self.fault.send(stream, &self.head(), &self.body)
    }

    fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} X\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // A status of "no content" has no length by the rules.
        if self.status != 204 && self.fault.has_length() {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        head.into_bytes()
    }
}

/// A server; it stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server that answers as the function says.
    ///
    /// # Panics
    /// There is no free port on loopback.
    #[must_use]
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let server = Self {
            address,
            requests: Arc::default(),
            stopped: Arc::default(),
        };
        let requests = Arc::clone(&server.requests);
        let stopped = Arc::clone(&server.stopped);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (requests, answer) = (Arc::clone(&requests), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &requests, &*answer));
            }
        });
        server
    }

    /// Starts a server that gives these replies, one after the other, then only status 599.
    #[must_use]
    pub fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Mutex<VecDeque<Reply>> = Mutex::new(replies.into_iter().collect());
        Self::start(move |_| {
            let next = lock(&replies).pop_front();
            next.unwrap_or_else(|| Reply::text(599, "text/plain", "the script has ended"))
        })
    }

    /// Starts a server that gives one reply again and again.
    #[must_use]
    pub fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone())
    }

    /// The address of the server, without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.requests).clone()
    }

    /// The one request so far.
    ///
    /// # Panics
    /// There was none, or more than one.
    #[must_use]
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "not one request: {requests:?}");
        requests.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
    }
}

/// A test that failed elsewhere says so itself.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(stream: &TcpStream, requests: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request) -> Reply) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        // Kept before it is answered: who has the answer finds the request.
        lock(requests).push(request.clone());
        if answer(&request).send(stream) == Left::Nothing {
            return;
        }
    }
}

/// The next request of a connection, none at its end.
fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut line = |reader: &mut dyn BufRead| -> Option<String> {
        let start = bytes.len();
        reader.read_until(b'\n', &mut bytes).ok()?;
        let line = std::str::from_utf8(&bytes[start..]).ok()?;
        line.strip_suffix("\r\n").map(str::to_owned)
    };
    let first = line(reader)?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(": ")?;
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut request = Request {
        method,
        target,
        headers,
        body: Vec::new(),
        bytes,
        at: Instant::now(),
    };
    if request.header("transfer-encoding") == Some("chunked") {
        read_chunks(reader, &mut request)?;
    } else if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut request.body).ok()?;
        request.bytes.extend_from_slice(&request.body);
    }
    request.at = Instant::now();
    Some(request)
}

fn read_chunks(reader: &mut impl BufRead, request: &mut Request) -> Option<()> {
    loop {
        let mut size = Vec::new();
        reader.read_until(b'\n', &mut size).ok()?;
        let length = std::str::from_utf8(&size).ok()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        request.bytes.extend_from_slice(&size);
        request.bytes.extend_from_slice(&chunk);
        request.body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return Some(());
        }
    }
}
