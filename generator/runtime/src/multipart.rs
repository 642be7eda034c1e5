//! Multipart bodies: fields and files, in the order in which they were added.
//!
//! A list is one part per item, an object a part of JSON, as OpenAPI says for bodies of this kind;
//! unless the operation has a media type for the part.
//! Needs `body`, `call`, `error`, `source`. `reqwest` (feature `multipart`), `serde_json`
//! (`raw_value`).

use std::any::Any;
use std::fmt;

use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::{Form, Part};
use serde_json::value::RawValue;

use super::body::{Attaching, Body, Parts, field_text, part_types};
use super::call::Call;
use super::error::{Error, ErrorKind};
pub use super::source::FilePart;

/// One or more files that are sent under one name.
#[derive(Debug, Clone)]
pub struct Files(Vec<FilePart>);

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
    /// A text, of one of these media types.
    Text(String, Option<&'static str>),
    Json(String, Option<&'static str>),
    File(FilePart, Option<&'static str>),
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields of a form in their order, and a file as its last part.
    #[must_use]
    pub fn with_file_last(
        fields: impl IntoIterator<Item = (String, String)>,
        name: &str,
        file: FilePart,
    ) -> Self {
        let fields = fields.into_iter();
        let fields = fields.map(|(name, text)| (name, Content::Text(text, None)));
        let file = (name.to_owned(), Content::File(file, None));
        Self {
            parts: fields.chain([file]).collect(),
        }
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
                Content::Text(text, None) => form.text(name, text.clone()),
                Content::Text(text, Some(types)) => form.part(
                    name,
                    text_part(text, concrete(types).unwrap_or("text/plain"))?,
                ),
                Content::Json(json, types) => {
                    let media_type = types.and_then(concrete).unwrap_or("application/json");
                    form.part(name, text_part(json, media_type)?)
                }
                Content::File(file, types) => form.part(name, file_part(file, *types).await?),
            };
        }
        Ok(form)
    }
}

async fn file_part(file: &FilePart, types: Option<&str>) -> Result<Part, Error> {
    let (body, length) = file.open().await?;
    let part = Part::stream_with_length(body, length);
    let part = match file.file_name() {
        Some(name) => part.file_name(quotable(name)),
        None => part,
    };
    typed(part, &file.media_type_among(types.unwrap_or_default()))
}

fn text_part(text: &str, media_type: &str) -> Result<Part, Error> {
    typed(Part::text(text.to_owned()), media_type)
}

fn typed(part: Part, media_type: &str) -> Result<Part, Error> {
    part.mime_str(media_type).map_err(|error| {
        let text = format!("`{}` is not a media type", media_type.escape_debug());
        Error::new(ErrorKind::Request, text).with_source(error)
    })
}

/// The first of several media types that is no range.
// `image/*, image/png` => `image/png`
fn concrete(media_types: &str) -> Option<&str> {
    let mut types = media_types.split(',').map(str::trim);
    types.find(|media_type| !media_type.is_empty() && !media_type.contains('*'))
}

/// Whether the first of these media types is JSON.
fn is_json(media_types: &str) -> bool {
    let media_type = concrete(media_types).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim_end();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// The parts of a field, given as JSON text.
// `["a",{"b":1}]` => `a`, and `{"b":1}` as `application/json`
fn contents(json: &str, types: Option<&'static str>) -> Result<Vec<Content>, String> {
    if !json.trim_start().starts_with('[') {
        return Ok(vec![content(json, types)?]);
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    items
        .into_iter()
        .map(|item| content(item.get(), types))
        .collect()
}

fn content(json: &str, types: Option<&'static str>) -> Result<Content, String> {
    let text = field_text(json)?;
    if types.is_some_and(is_json) {
        // Of this type a text is one between quotation marks.
        Ok(Content::Json(json.to_owned(), types))
    } else if json.trim_start().starts_with(['[', '{']) {
        Ok(Content::Json(text, types))
    } else {
        Ok(Content::Text(text, types))
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
    fn field(
        &mut self,
        name: &str,
        json: &str,
        media_types: Option<&'static str>,
    ) -> Result<(), String> {
        self.set(name, contents(json, media_types)?);
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty()
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
        let types = part_types(self.operation.form, name);
        let multipart = match &mut self.body {
            Body::Parts(parts) => {
                let parts: &mut dyn Any = parts.as_mut();
                parts.downcast_mut::<Multipart>()
            }
            _ => None,
        };
        match multipart {
            Some(multipart) => {
                let files = files.into().0.into_iter();
                multipart.set(name, files.map(|file| Content::File(file, types)));
            }
            None => self.refuse(format!("the file `{name}` needs a multipart body")),
        }
        self
    }
}
