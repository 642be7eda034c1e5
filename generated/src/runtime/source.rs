// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Where the bytes of a file come from: a path, memory, or something that can be opened again.
//!
//! A source is opened anew for each attempt and read in pieces, so a file is never in memory as a
//! whole. Its length is known before; one that ends sooner or later is an error that says so.
//! Needs `error`. `bytes`, `futures-core`, `mime_guess`, `reqwest` (feature `stream`), `tokio`
//! (`fs`, `rt`).

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

use super::error::{Error, ErrorKind};

/// How much is read, and handed to the connection, at a time.
const CHUNK: usize = 256 << 10;

/// A file to be sent.
#[derive(Clone)]
pub struct FilePart {
    source: Source,
    name: Option<String>,
    content_type: Option<String>,
    meters: Vec<Meter>,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    Bytes(Bytes),
    Stream { length: u64, open: Open },
}

type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;
type Opening = Pin<Box<dyn Future<Output = io::Result<Chunks>> + Send>>;
type Open = Arc<dyn Fn() -> Opening + Send + Sync>;

/// Is told how many bytes have left the source, and how many there are.
pub(super) type Meter = Arc<dyn Fn(u64, u64) + Send + Sync>;

impl FilePart {
    /// A file on disk, opened when it is sent; its name is the last part of the path.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Self {
            name,
            ..Self::new(Source::Path(path))
        }
    }

    /// Bytes in memory. Many servers need a [`name`](Self::name) to see a file in them.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Chunks of bytes from anywhere, of a known length in all. `open` is called for each attempt
    /// and starts at the first byte again.
    pub fn stream<O, F, S>(length: u64, open: O) -> Self
    where
        O: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<S>> + Send + 'static,
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let open: Open = Arc::new(move || {
            let stream = open();
            Box::pin(async move { Ok(Box::pin(stream.await?) as Chunks) })
        });
        Self::new(Source::Stream { length, open })
    }

    /// Bytes of a reader, of a known length. `open` is called for each attempt and gives a reader
    /// that stands at the first byte again.
    pub fn reader<O, F, R>(length: u64, open: O) -> Self
    where
        O: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<R>> + Send + 'static,
        R: AsyncRead + Send + 'static,
    {
        Self::stream(length, move || {
            let reader = open();
            async move { Ok(Pieces::new(reader.await?)) }
        })
    }

    /// Bytes of a reader without `async`, of a known length. `open` is called for each attempt and
    /// gives a reader that stands at the first byte again.
    ///
    /// Both may block: they run on a thread that is made for that. A read that has begun goes on
    /// to its own end when the upload is given up.
    pub fn read<O, R>(length: u64, open: O) -> Self
    where
        O: Fn() -> io::Result<R> + Send + Sync + 'static,
        R: io::Read + Send + 'static,
    {
        let open = Arc::new(open);
        Self::stream(length, move || {
            let open = Arc::clone(&open);
            async move {
                let reader = spawn_blocking(move || open()).await??;
                Ok(BlockingPieces {
                    idle: Some(Box::new(reader)),
                    reading: None,
                })
            }
        })
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            name: None,
            content_type: None,
            meters: Vec::new(),
        }
    }

    /// Sets the name that the server sees.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets what the file is, such as `image/png`. Without it the name's extension decides.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets what is told how many bytes have been handed to the connection, and how many there
    /// are. A further attempt starts at zero again.
    #[must_use]
    pub fn on_progress(self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.metered(Arc::new(report))
    }

    /// Adds something that is told of the progress, beside what is told already.
    pub(super) fn metered(mut self, meter: Meter) -> Self {
        self.meters.push(meter);
        self
    }

    /// The name that the server sees, if there is one.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What the file is: as set, as its name's extension says, or just bytes.
    #[must_use]
    pub fn media_type(&self) -> String {
        self.known_media_type()
            .unwrap_or_else(|| "application/octet-stream".to_owned())
    }

    /// What the file is as a part of a form that takes these media types: as set; as its name's
    /// extension says, if that is one of them; the first of them that is no range.
    pub(super) fn media_type_among(&self, media_types: &str) -> String {
        let mut types = media_types.split(',').map(str::trim);
        let is_in = |range: &str, media_type: &str| match range.strip_suffix('*') {
            Some(start) => media_type.starts_with(start) || range == "*/*",
            None => range.eq_ignore_ascii_case(media_type),
        };
        let known = self.media_type();
        let is_known = types.clone().any(|range| is_in(range, &known));
        if self.content_type.is_some() || is_known {
            return known;
        }
        let mut concrete = types
            .by_ref()
            .filter(|range| !range.is_empty() && !range.contains('*'));
        concrete.next().map_or(known, str::to_owned)
    }

    /// What the file is, if that was set or its name's extension says it.
    pub(super) fn known_media_type(&self) -> Option<String> {
        let guess = |name: &String| mime_guess::from_path(name).first_raw();
        match (&self.content_type, &self.name) {
            (Some(content_type), _) => Some(content_type.clone()),
            (None, Some(name)) => guess(name).map(str::to_owned),
            (None, None) => None,
        }
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// Fails when the file cannot be read.
    pub async fn length(&self) -> Result<u64, Error> {
        match &self.source {
            Source::Path(path) => {
                let metadata = tokio::fs::metadata(path).await;
                file_length(path, metadata.map_err(|error| unreadable(path, error))?)
            }
            Source::Bytes(bytes) => Ok(length(bytes)),
            Source::Stream { length, .. } => Ok(*length),
        }
    }

    /// The bytes from the first on, and how many there are.
    ///
    /// # Errors
    /// Fails when the source cannot be opened.
    pub(super) async fn open(&self) -> Result<(reqwest::Body, u64), Error> {
        let (chunks, length): (Chunks, u64) = match &self.source {
            Source::Path(path) => {
                let file = tokio::fs::File::open(path).await;
                let file = file.map_err(|error| unreadable(path, error))?;
                let metadata = file.metadata().await;
                let metadata = metadata.map_err(|error| unreadable(path, error))?;
                // The length goes into Content-Length: servers and proxies refuse what they
                // cannot measure.
                let length = file_length(path, metadata)?;
                (Box::pin(Pieces::new(file)), length)
            }
            Source::Bytes(bytes) => (Box::pin(Slices(bytes.clone())), length(bytes)),
            Source::Stream { length, open } => {
                let chunks = open().await.map_err(|error| {
                    let text = "the source of the file cannot be opened";
                    Error::new(ErrorKind::Request, text).with_source(error)
                })?;
                (chunks, *length)
            }
        };
        for meter in &self.meters {
            meter(0, length);
        }
        let measured = Measured {
            chunks,
            length,
            sent: 0,
            last: None,
            meters: self.meters.clone(),
            ended: false,
        };
        Ok((reqwest::Body::wrap_stream(measured), length))
    }
}

/// The file at a path, as [`FilePart::path`] says.
impl From<PathBuf> for FilePart {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

/// The file at a path, as [`FilePart::path`] says.
impl From<&Path> for FilePart {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

/// The path or the size, never the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("FilePart");
        match &self.source {
            Source::Path(path) => debug.field("path", path),
            Source::Bytes(bytes) => debug.field("bytes", &bytes.len()),
            Source::Stream { length, .. } => debug.field("stream", length),
        };
        debug
            .field("name", &self.name)
            .field("content_type", &self.media_type())
            .finish()
    }
}

/// What is wrong with a source that was open already. It is among the causes of the error that the
/// transport then has.
#[derive(Debug)]
pub struct SourceError {
    text: String,
    source: Option<io::Error>,
}

impl SourceError {
    /// The error of a source among the causes of another error.
    ///
    /// Errors of input and output hide what they carry: their `source` is the cause of it.
    #[must_use]
    pub fn among<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Self> {
        let mut cause: Option<&'a (dyn StdError + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            let carried = error
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref);
            cause = match carried {
                Some(carried) => Some(carried),
                None => error.source(),
            };
        }
        None
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl StdError for SourceError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_ref()?;
        Some(source)
    }
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    let text = format!("{} cannot be read", path.display());
    Error::new(ErrorKind::Request, text).with_source(error)
}

fn file_length(path: &Path, metadata: std::fs::Metadata) -> Result<u64, Error> {
    if metadata.is_file() {
        return Ok(metadata.len());
    }
    let text = format!("{} is not a file", path.display());
    Err(Error::new(ErrorKind::Request, text))
}

fn length(bytes: &Bytes) -> u64 {
    bytes.len().try_into().unwrap_or(u64::MAX)
}

/// Bytes in memory, a piece at a time.
struct Slices(Bytes);

impl Stream for Slices {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.0.len().min(CHUNK);
        let piece = self.0.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

/// What a reader has, a piece at a time.
struct Pieces<R> {
    reader: Pin<Box<R>>,
    buffer: BytesMut,
}

impl<R> Pieces<R> {
    fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            buffer: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead> Stream for Pieces<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.buffer.resize(CHUNK, 0);
        let mut buffer = ReadBuf::new(&mut this.buffer);
        let read = ready!(this.reader.as_mut().poll_read(context, &mut buffer));
        let length = buffer.filled().len();
        Poll::Ready(match read {
            Ok(()) if length == 0 => None,
            Ok(()) => Some(Ok(this.buffer.split_to(length).freeze())),
            Err(error) => Some(Err(error)),
        })
    }
}

type Reader = Box<dyn io::Read + Send>;

/// What a reader that blocks has, a piece at a time, each read on a thread where that is no harm.
struct BlockingPieces {
    /// The reader while nothing is read; neither is there after its end.
    idle: Option<Reader>,
    reading: Option<JoinHandle<io::Result<(Reader, Bytes)>>>,
}

impl Stream for BlockingPieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(reader) = self.idle.take() {
            self.reading = Some(spawn_blocking(move || read_piece(reader)));
        }
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(None);
        };
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        // A reader that panics is one that cannot be read.
        Poll::Ready(match read.unwrap_or_else(|error| Err(error.into())) {
            Ok((_, piece)) if piece.is_empty() => None,
            Ok((reader, piece)) => {
                self.idle = Some(reader);
                Some(Ok(piece))
            }
            Err(error) => Some(Err(error)),
        })
    }
}

/// What one read gives: to wait for more would look like standing still.
fn read_piece(mut reader: Reader) -> io::Result<(Reader, Bytes)> {
    let mut buffer = vec![0; CHUNK];
    loop {
        match reader.read(&mut buffer) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok((reader, buffer.into()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Chunks that must have a length in all, which is told while they pass.
///
/// The last chunk is held back until its source has ended, so that a server never sees the whole
/// of a file that was not whole.
struct Measured {
    chunks: Chunks,
    length: u64,
    sent: u64,
    last: Option<Bytes>,
    meters: Vec<Meter>,
    ended: bool,
}

impl Measured {
    fn pass(&mut self, chunk: Bytes) -> Bytes {
        self.sent += length(&chunk);
        for meter in &self.meters {
            meter(self.sent, self.length);
        }
        chunk
    }

    fn fail(&mut self, text: String, source: Option<io::Error>) -> SourceError {
        self.ended = true;
        SourceError { text, source }
    }
}

impl Stream for Measured {
    type Item = Result<Bytes, SourceError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while !this.ended {
            let held = this.last.as_ref().map_or(0, length);
            let total = this.length;
            match ready!(this.chunks.as_mut().poll_next(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => {
                    let left = total - this.sent - held;
                    if length(&chunk) > left {
                        let text = format!("the file has more than its {total} bytes");
                        return Poll::Ready(Some(Err(this.fail(text, None))));
                    }
                    if length(&chunk) < left {
                        return Poll::Ready(Some(Ok(this.pass(chunk))));
                    }
                    this.last = Some(chunk);
                }
                Some(Err(error)) => {
                    let text = "the file cannot be read".to_owned();
                    return Poll::Ready(Some(Err(this.fail(text, Some(error)))));
                }
                None if this.sent + held < total => {
                    let text = format!("the file ended after {} of {total} bytes", this.sent);
                    return Poll::Ready(Some(Err(this.fail(text, None))));
                }
                None => this.ended = true,
            }
        }
        let last = this.last.take().map(|chunk| this.pass(chunk));
        Poll::Ready(last.map(Ok))
    }
}
