//! A reply that is printed while it comes: events, lines of JSON, records.
//!
//! In: a call whose reply may be such a run of values. Out: a line of JSON for each, as soon as it
//! is there. A reply of another kind is printed as all others are, once it is complete.

use reqwest::header::CONTENT_TYPE;
use tokio::runtime::Runtime;

use super::super::call::Sending;
use super::super::download::Download;
use super::super::error::ErrorKind;
use super::super::frames::{Frame, Frames, Framing};
use super::super::reply::{Bytes, Received, Reply};
use super::console::{Console, Reader};
use super::exchange::Exchange;
use super::output::{self, Format, Printer};
use super::problem::Failure;
use super::{json, terminal};

/// Data by which many services end a stream of events.
const END: &str = "[DONE]";

/// Whether a list of media types asks for a run of values.
pub(super) fn is_wanted(accept: &str) -> bool {
    let mut media_types = accept.split(',');
    media_types.any(|media_type| Framing::of(media_type).is_some())
}

/// Sends a call and prints the values of its reply; a reply of another kind comes back as a whole.
pub(super) fn follow(
    exchange: &Exchange,
    sending: Sending<Download>,
    printer: &Printer<'_>,
    include: bool,
    console: &mut Console<'_>,
) -> Result<Option<Reply<Bytes>>, Failure> {
    exchange.within(|runtime| {
        let download = exchange.open(runtime, sending, console)?;
        let content_type = download.headers().get(CONTENT_TYPE);
        let media_type = content_type.and_then(|value| value.to_str().ok());
        let framing = media_type.and_then(Framing::of);
        let mut following = Following {
            exchange,
            runtime,
            download,
        };
        let Some(framing) = framing else {
            return following.whole(console).map(Some);
        };
        if include {
            let (status, headers) = (following.download.status(), following.download.headers());
            let head = output::head(status, headers);
            console.print(head.as_bytes()).map_err(Failure::own)?;
        }
        let printed = match printer.format {
            Format::Raw => following.pieces(printer, console),
            _ => following.values(framing, printer, include, console),
        };
        printed.map(|()| None)
    })
}

/// A reply on its way.
struct Following<'a> {
    exchange: &'a Exchange,
    runtime: &'a Runtime,
    download: Download,
}

impl Following<'_> {
    fn chunk(&mut self, console: &mut Console<'_>) -> Result<Option<Bytes>, Failure> {
        let chunk = self.download.chunk();
        let chunk = self.exchange.block_on(self.runtime, chunk, console);
        chunk.map_err(|error| Failure::of_call(error, &self.exchange.secrets))
    }

    /// The bytes as they come.
    fn pieces(&mut self, printer: &Printer<'_>, console: &mut Console<'_>) -> Result<(), Failure> {
        while let Some(chunk) = self.chunk(console)? {
            let printed = match printer.is_terminal {
                true => {
                    console.print(terminal::escape(&String::from_utf8_lossy(&chunk)).as_bytes())
                }
                false => console.print(&chunk),
            };
            if printed.map_err(Failure::own)? == Reader::Gone {
                break;
            }
        }
        Ok(())
    }

    /// A line for each value.
    fn values(
        &mut self,
        framing: Framing,
        printer: &Printer<'_>,
        include: bool,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let mut frames = Frames::new(framing, self.download.limit());
        let mut count = 0_u64;
        let mut print = |frame: Frame, console: &mut Console<'_>| {
            count += 1;
            let Some(value) = value(framing, &frame, include, count)? else {
                return Ok(false);
            };
            let printed = printer.value(&value, count)?;
            let reader = console.print(&printed.content).map_err(Failure::own)?;
            Ok::<bool, Failure>(reader == Reader::There)
        };
        loop {
            while let Some(frame) = frames.take().map_err(|_| self.too_large())? {
                if !print(frame, console)? {
                    return Ok(());
                }
            }
            match self.chunk(console)? {
                Some(chunk) => frames.feed(chunk),
                None => break,
            }
        }
        match frames.end() {
            Some(frame) => print(frame, console).map(drop),
            None => Ok(()),
        }
    }

    /// The reply as a whole, for what is no run of values.
    fn whole(&mut self, console: &mut Console<'_>) -> Result<Reply<Bytes>, Failure> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk(console)? {
            if chunk.len() > self.download.limit() - body.len() {
                return Err(self.too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply::new(Received {
            body: body.into(),
            ..self.download.received().clone()
        }))
    }

    fn too_large(&self) -> Failure {
        let text = format!("the reply is larger than {} bytes", self.download.limit());
        let error = self.download.received().error(ErrorKind::BodyLimit, text);
        Failure::of_call(error, &self.exchange.secrets)
    }
}

/// A value as JSON; none if it says that there are no more.
fn value(
    framing: Framing,
    frame: &Frame,
    include: bool,
    count: u64,
) -> Result<Option<String>, Failure> {
    let text = String::from_utf8_lossy(&frame.data);
    let is_json = json::check(text.trim()).is_ok();
    if framing != Framing::Events {
        return match is_json {
            true => Ok(Some(text.trim().to_owned())),
            false => Err(Failure::own(format!(
                "value {count} of the reply is not JSON"
            ))),
        };
    }
    if !is_json && text.trim().eq_ignore_ascii_case(END) {
        return Ok(None);
    }
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let data = match is_json {
        true => text.trim().to_owned(),
        false => quoted(&text),
    };
    if !include {
        return Ok(Some(data));
    }
    let id = match &frame.id {
        Some(id) => format!(r#""id":{},"#, quoted(id)),
        None => String::new(),
    };
    let event = quoted(&frame.event);
    Ok(Some(format!(r#"{{"event":{event},{id}"data":{data}}}"#)))
}
