//! Multipart bodies: fields and files, in the order in which they were added.
//!
//! A list is one part per item, an object a part of JSON, as OpenAPI says for bodies of this kind.
//! A file given by its path is opened anew for each attempt and streamed; it is never in memory
//! as a whole.
//! Needs `body`, `call`, `error`. `bytes`, `mime_guess`, `reqwest` (features `multipart`,
//! `stream`), `serde_json` (`raw_value`), `tokio` (`fs`).

use std::any::Any;
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::{Form, Part};
use serde_json::value::RawValue;

use super::body::{Attaching, Body, Parts, field_text};
use super::call::Call;
use super::error::{Error, ErrorKind};

/// A file to be sent.
#[derive(Clone)]
pub struct FilePart {
    source: Source,
    name: Option<String>,
    content_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    Bytes(Bytes),
}

impl FilePart {
    /// A file on disk, opened when it is sent; its name is the last part of the path.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Self {
            source: Source::Path(path),
            name,
            content_type: None,
        }
    }

    /// Bytes in memory. Many servers need a [`name`](Self::name) to see a file in them.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self {
            source: Source::Bytes(bytes.into()),
            name: None,
            content_type: None,
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

    /// What the file is: as set, as its name's extension says, or just bytes.
    #[must_use]
    pub fn media_type(&self) -> String {
        let guess = |name: &String| mime_guess::from_path(name).first_raw();
        match (&self.content_type, &self.name) {
            (Some(content_type), _) => content_type.clone(),
            (None, Some(name)) => guess(name).unwrap_or("application/octet-stream").to_owned(),
            (None, None) => "application/octet-stream".to_owned(),
        }
    }

    async fn open(&self) -> Result<Part, Error> {
        let part = match &self.source {
            Source::Bytes(bytes) => {
                Part::stream_with_length(bytes.clone(), bytes.len().try_into().unwrap_or(u64::MAX))
            }
            Source::Path(path) => open(path).await?,
        };
        let part = match &self.name {
            Some(name) => part.file_name(quotable(name)),
            None => part,
        };
        let media_type = self.media_type();
        part.mime_str(&media_type).map_err(|error| {
            let text = format!("`{}` is not a media type", media_type.escape_debug());
            Error::new(ErrorKind::Request, text).with_source(error)
        })
    }
}

// The length goes into Content-Length: servers and proxies refuse what they cannot measure.
async fn open(path: &Path) -> Result<Part, Error> {
    let unreadable = |error| {
        let text = format!("{} cannot be read", path.display());
        Error::new(ErrorKind::Request, text).with_source(error)
    };
    let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
    let metadata = file.metadata().await.map_err(unreadable)?;
    if !metadata.is_file() {
        let text = format!("{} is not a file", path.display());
        return Err(Error::new(ErrorKind::Request, text));
    }
    Ok(Part::stream_with_length(file, metadata.len()))
}

/// The path or the size, never the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("FilePart");
        match &self.source {
            Source::Path(path) => debug.field("path", path),
            Source::Bytes(bytes) => debug.field("bytes", &bytes.len()),
        };
        debug
            .field("name", &self.name)
            .field("content_type", &self.media_type())
            .finish()
    }
}

/// One or more files that are sent under one name.
#[derive(Debug, Clone)]
pub struct Files(Vec<FilePart>);

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

impl From<FilePart> for Files {
    fn from(file: FilePart) -> Self {
        Self(vec![file])
    }
}

impl From<Vec<FilePart>> for Files {
    fn from(files: Vec<FilePart>) -> Self {
        Self(files)
    }
}

/// The body of kind `multipart/form-data`, for [`Call::body_kind`].
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<(String, Content)>,
}

#[derive(Clone)]
enum Content {
    Text(String),
    Json(String),
    File(FilePart),
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the parts of one name; those of that name before are replaced, at their place.
    fn set(&mut self, name: &str, contents: impl IntoIterator<Item = Content>) {
        let known = self.parts.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or(self.parts.len());
        self.parts.retain(|(known, _)| known != name);
        let parts = contents
            .into_iter()
            .map(|content| (name.to_owned(), content));
        self.parts.splice(at..at, parts);
    }

    async fn form(&self) -> Result<Form, Error> {
        // Names as they are, which is what browsers send and servers understand; reqwest would
        // turn odd ones into the `name*=` form.
        let mut form = Form::new().percent_encode_noop();
        for (name, content) in &self.parts {
            let name = quotable(name);
            form = match content {
                Content::Text(text) => form.text(name, text.clone()),
                Content::Json(json) => form.part(name, json_part(json)?),
                Content::File(file) => form.part(name, file.open().await?),
            };
        }
        Ok(form)
    }
}

fn json_part(json: &str) -> Result<Part, Error> {
    Part::text(json.to_owned())
        .mime_str("application/json")
        .map_err(|error| {
            Error::new(ErrorKind::Request, "a part cannot be written").with_source(error)
        })
}

/// The parts of a field, given as JSON text.
// `["a",{"b":1}]` => `a`, and `{"b":1}` as `application/json`
fn contents(json: &str) -> Result<Vec<Content>, String> {
    if !json.trim_start().starts_with('[') {
        return Ok(vec![content(json)?]);
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    items.into_iter().map(|item| content(item.get())).collect()
}

fn content(json: &str) -> Result<Content, String> {
    let text = field_text(json)?;
    if json.trim_start().starts_with(['[', '{']) {
        Ok(Content::Json(text))
    } else {
        Ok(Content::Text(text))
    }
}

/// A name as it may stand between quotation marks in a header, escaped as browsers do it.
///
/// A file name can have a line end in it, and reqwest would end the header there.
fn quotable(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_list()
            .entries(self.parts.iter().map(|(name, _)| name))
            .finish()
    }
}

impl From<Multipart> for Body {
    fn from(multipart: Multipart) -> Self {
        Self::Parts(Box::new(multipart))
    }
}

impl Parts for Multipart {
    fn field(&mut self, name: &str, json: &str) -> Result<(), String> {
        self.set(name, contents(json)?);
        Ok(())
    }

    fn attach(&self, request: RequestBuilder) -> Attaching<'_> {
        Box::pin(async move {
            let form = self.form().await?;
            if !self.parts.is_empty() {
                return Ok(request.multipart(form));
            }
            // reqwest would send a type and no body at all, which many servers cannot read.
            let boundary = form.boundary();
            Ok(request
                .header(
                    CONTENT_TYPE,
                    format!("multipart/form-data; boundary={boundary}"),
                )
                .body(format!("--{boundary}--\r\n")))
        })
    }

    fn copy(&self) -> Box<dyn Parts> {
        Box::new(self.clone())
    }
}

impl Call {
    /// Sets a file of a multipart body, or several files under one name; earlier ones of that
    /// name are replaced.
    #[must_use]
    pub fn file(mut self, name: &str, files: impl Into<Files>) -> Self {
        let multipart = match &mut self.body {
            Body::Parts(parts) => {
                let parts: &mut dyn Any = parts.as_mut();
                parts.downcast_mut::<Multipart>()
            }
            _ => None,
        };
        match multipart {
            Some(multipart) => multipart.set(name, files.into().0.into_iter().map(Content::File)),
            None => self.refuse(format!("the file `{name}` needs a multipart body")),
        }
        self
    }
}
