//! Parameters as the document declares them, with the defaults that OpenAPI gives.

use serde_json::Value;

use super::operation::resolve;

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Location {
    /// Into the template of the path.
    Path,
    /// Into the query, as pairs.
    Query,
    /// Into the query, all of it (3.2).
    Querystring,
    /// Into a header.
    Header,
    /// Into the header `Cookie`.
    Cookie,
}

impl Location {
    /// The word of the document.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Querystring => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    fn read(word: &str) -> Option<Self> {
        let all = [
            Self::Path,
            Self::Query,
            Self::Querystring,
            Self::Header,
            Self::Cookie,
        ];
        all.into_iter().find(|location| location.word() == word)
    }
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `blue,black`
    Simple,
    /// `.blue.black`
    Label,
    /// `;color=blue,black`
    Matrix,
    /// `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
    /// As a document of this media type.
    Content(String),
    /// One that this checker does not know.
    Unknown,
}

/// A parameter of an operation, or a property of a form that is written like one.
#[derive(Clone, Debug)]
pub(crate) struct Parameter<'d> {
    /// The name on the wire.
    pub(crate) name: &'d str,
    /// Where it goes.
    pub(crate) location: Location,
    /// How it is written.
    pub(crate) style: Style,
    /// Whether each item or member is written by itself.
    pub(crate) explode: bool,
    /// Whether reserved characters stay as they are.
    pub(crate) allow_reserved: bool,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What its value is.
    pub(crate) schema: Option<&'d Value>,
    /// The JSON pointer of [`schema`](Self::schema).
    pub(crate) pointer: String,
}

impl<'d> Parameter<'d> {
    /// Reads a parameter object that stands at a pointer.
    pub(super) fn read(document: &'d Value, node: &'d Value, pointer: &str) -> Option<Self> {
        let (node, pointer) = resolve(document, node, pointer);
        let name = node.get("name")?.as_str()?;
        let location = Location::read(node.get("in")?.as_str()?)?;
        let content = node.get("content").and_then(Value::as_object);
        let content = content.and_then(|content| content.iter().next());
        let (style, schema, pointer) = match content {
            Some((media_type, media)) => (
                Style::Content(media_type.clone()),
                media.get("schema"),
                format!("{pointer}/content/{}/schema", escape(media_type)),
            ),
            None => (
                style(node, location),
                node.get("schema"),
                format!("{pointer}/schema"),
            ),
        };
        Some(Self {
            name,
            location,
            explode: explode(node, &style),
            allow_reserved: is_set(node, "allowReserved"),
            required: is_set(node, "required") || location == Location::Path,
            style,
            schema,
            pointer,
        })
    }

    /// A name in the template of a path that no parameter describes.
    pub(super) fn undeclared(name: &'d str, operation: &str) -> Self {
        Self {
            name,
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: true,
            schema: None,
            // Of no schema: it is a text.
            pointer: format!("{operation}/undeclared/{name}"),
        }
    }

    /// Whether OpenAPI tells to ignore it, since the header is described elsewhere.
    pub(super) fn is_ignored(&self) -> bool {
        let ignored = ["accept", "content-type", "authorization"];
        self.location == Location::Header && ignored.contains(&self.name.to_lowercase().as_str())
    }

    /// How messages call it.
    pub(super) fn place(&self) -> String {
        format!("{} `{}`", self.location.word(), self.name)
    }
}

fn style(node: &Value, location: Location) -> Style {
    match (node.get("style").and_then(Value::as_str), location) {
        (Some(name), _) => style_of(name),
        (None, Location::Path | Location::Header) => Style::Simple,
        (None, _) => Style::Form,
    }
}

/// The style of a name.
pub(super) fn style_of(name: &str) -> Style {
    match name {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        // 3.2 has `cookie`: that of a form, without escapes.
        "form" | "cookie" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        _ => Style::Unknown,
    }
}

/// `explode`, whose default is true for the style `form` alone.
pub(super) fn explode(node: &Value, style: &Style) -> bool {
    let known = node.get("explode").and_then(Value::as_bool);
    known.unwrap_or(*style == Style::Form)
}

pub(super) fn is_set(node: &Value, key: &str) -> bool {
    node.get(key).and_then(Value::as_bool) == Some(true)
}

/// A key as part of a JSON pointer.
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
