// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! A body that is a run of values, taken apart while it comes: server-sent events, lines, records.
//!
//! In: the pieces of a body, cut anywhere. Out: the bytes of one value after the other, with what an
//! event says beside its data. What these bytes mean is not known here. Uses no other module. `bytes`.

use std::time::Duration;

use bytes::{Buf as _, Bytes};

/// How the values of a body follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events, as the WHATWG describes them.
    Events,
    /// A JSON text per line.
    Lines,
    /// JSON text sequences (RFC 7464): each text begins with a record separator and ends with a line.
    Records,
}

impl Framing {
    /// The framing of a media type, if it is one of a run of values.
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let (kind, subtype) = essence.split_once('/')?;
        let is = |names: &[&str]| names.iter().any(|name| subtype.eq_ignore_ascii_case(name));
        if kind.eq_ignore_ascii_case("text") && is(&["event-stream"]) {
            return Some(Self::Events);
        }
        if is(&["json-seq"]) || subtype.to_ascii_lowercase().ends_with("+json-seq") {
            return Some(Self::Records);
        }
        is(&[
            "jsonl",
            "x-jsonl",
            "ndjson",
            "x-ndjson",
            "jsonlines",
            "x-jsonlines",
            "stream+json",
        ])
        .then_some(Self::Lines)
    }
}

/// One value as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The name of the event; `message` where it has none.
    pub event: String,
    /// The id of this event, or of the last one before it that has one.
    pub id: Option<String>,
    /// How long to wait before connecting anew, if the service has said so since the last event.
    pub retry: Option<Duration>,
    /// The text of the value.
    pub data: Vec<u8>,
}

/// A value is larger than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// The byte order mark, which says nothing.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Begins a record.
const SEPARATOR: u8 = 0x1e;

/// Takes a body apart.
#[derive(Debug)]
pub struct Frames {
    framing: Framing,
    /// How many bytes one value may have.
    limit: usize,
    /// What has come and is not looked at yet.
    chunk: Bytes,
    /// The line or record under way.
    line: Vec<u8>,
    /// Whether nothing was taken yet, so that a byte order mark may stand there.
    is_start: bool,
    /// Whether a line has just ended with CR: an LF after it ends no second one.
    after_return: bool,
    /// How deep a record is in objects and lists, and whether in a text.
    nesting: Nesting,
    event: Vec<u8>,
    data: Vec<u8>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Frames {
    /// Nothing has come yet.
    #[must_use]
    pub fn new(framing: Framing, limit: usize) -> Self {
        Self {
            framing,
            limit,
            chunk: Bytes::new(),
            line: Vec::new(),
            is_start: true,
            after_return: false,
            nesting: Nesting::default(),
            event: Vec::new(),
            data: Vec::new(),
            id: None,
            retry: None,
        }
    }

    /// The id of the last event that has one.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Takes the next piece of the body, once [`take`](Self::take) has no more of the one before.
    pub fn feed(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// The next value that is complete; none if more has to come.
    ///
    /// # Errors
    /// Fails when a value passes the limit. What follows it cannot be found any more.
    pub fn take(&mut self) -> Result<Option<Frame>, TooLarge> {
        while self.take_line()? {
            let line = std::mem::take(&mut self.line);
            let line = match std::mem::take(&mut self.is_start) {
                true => line.strip_prefix(MARK).map(<[u8]>::to_vec).unwrap_or(line),
                false => line,
            };
            let frame = match self.framing {
                Framing::Events => self.event_line(&line),
                Framing::Lines | Framing::Records => self.value(line),
            };
            if frame.is_some() {
                return Ok(frame);
            }
        }
        Ok(None)
    }

    /// The value that ends with the body. An event that no empty line ends is not complete, so it
    /// is none.
    pub fn end(&mut self) -> Option<Frame> {
        let line = std::mem::take(&mut self.line);
        match self.framing {
            Framing::Events => None,
            Framing::Lines | Framing::Records if self.is_start => {
                self.value(line.strip_prefix(MARK).unwrap_or(&line).to_vec())
            }
            Framing::Lines | Framing::Records => self.value(line),
        }
    }

    /// Moves what belongs to the line under way; whether it has ended.
    fn take_line(&mut self) -> Result<bool, TooLarge> {
        if std::mem::take(&mut self.after_return) {
            match self.chunk.first() {
                Some(b'\n') => self.chunk.advance(1),
                Some(_) => {}
                None => self.after_return = true,
            }
        }
        let end = match self.framing {
            Framing::Events => self.find(|byte| matches!(byte, b'\n' | b'\r')),
            Framing::Lines => self.find(|byte| byte == b'\n'),
            Framing::Records => {
                let mut nesting = self.nesting;
                let end = self.find(|byte| nesting.ends_record(byte));
                self.nesting = nesting;
                end
            }
        };
        let taken = end.unwrap_or(self.chunk.len());
        if taken > self.limit.saturating_sub(self.line.len() + self.data.len()) {
            return Err(TooLarge);
        }
        self.line.extend_from_slice(&self.chunk[..taken]);
        self.chunk.advance(taken);
        if end.is_some() {
            let ended_by = self.chunk.get_u8();
            self.after_return = self.framing == Framing::Events && ended_by == b'\r';
        }
        Ok(end.is_some())
    }

    fn find(&self, ends: impl FnMut(u8) -> bool) -> Option<usize> {
        self.chunk.iter().copied().position(ends)
    }

    /// A line of an event stream; the empty one ends an event.
    fn event_line(&mut self, line: &[u8]) -> Option<Frame> {
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = match colon {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.event = value.to_vec(),
            b"id" if !value.contains(&0) => {
                let id = String::from_utf8_lossy(value).into_owned();
                self.id = Some(id).filter(|id| !id.is_empty());
            }
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let millis = std::str::from_utf8(value).ok();
                let millis = millis.and_then(|millis| millis.parse().ok());
                self.retry = millis.map(Duration::from_millis).or(self.retry);
            }
            // Comments begin with a colon, and unknown fields are ignored.
            _ => {}
        }
        None
    }

    /// The event that is complete now; none without data.
    fn dispatch(&mut self) -> Option<Frame> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        // The last line has an end of its own.
        data.pop()?;
        let event = match event.is_empty() {
            true => "message".to_owned(),
            false => String::from_utf8_lossy(&event).into_owned(),
        };
        if std::str::from_utf8(&data).is_err() {
            data = String::from_utf8_lossy(&data).into_owned().into_bytes();
        }
        Some(Frame {
            event,
            id: self.id.clone(),
            retry: self.retry.take(),
            data,
        })
    }

    /// A line or a record; none if it is blank.
    fn value(&mut self, data: Vec<u8>) -> Option<Frame> {
        (!data.trim_ascii().is_empty()).then(|| Frame {
            event: String::new(),
            id: None,
            retry: None,
            data,
        })
    }
}

/// Where in a JSON text the next byte of a record stands.
#[derive(Debug, Clone, Copy, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// Whether a byte ends a record: the separator of the next one, or the end of a line outside
    /// of everything.
    fn ends_record(&mut self, byte: u8) -> bool {
        if byte == SEPARATOR {
            *self = Self::default();
            return true;
        }
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'\n' => return self.depth == 0,
            _ => {}
        }
        false
    }
}
