//! JSON pointers (RFC 6901) into the document, and which part of a member is meant.

use std::fmt;

/// A JSON pointer such as `/paths/~1assets/get`; the empty one is the whole document.
///
/// In a document of several files the pointer into another file starts with
/// its name: `schemas/asset.yaml#/properties/id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer with this text, already escaped.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer to a member or item of this place; `token` is escaped.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// The place that holds this one.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0
            .rsplit_once('/')
            .map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The last token, unescaped.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        let (_, token) = self.0.rsplit_once('/')?;
        Some(token.replace("~1", "/").replace("~0", "~"))
    }

    /// The file that the place is in, unless it is the document itself.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self.0.starts_with('/') {
            true => None,
            false => self.0.split_once('#').map(|(file, _)| file),
        }
    }

    /// The place within its file.
    #[must_use]
    pub fn within(&self) -> Self {
        match self.file() {
            Some(file) => Self(self.0[file.len() + 1..].to_owned()),
            None => self.clone(),
        }
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl serde::Serialize for Pointer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Which part of a member a diagnostic marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key that names it.
    Key,
}

/// A place in the document: the value at a pointer, or its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The member or item.
    pub pointer: Pointer,
    /// Its value or its key.
    pub part: Part,
}

impl Place {
    /// The key of the member at `pointer`.
    #[must_use]
    pub fn key(pointer: Pointer) -> Self {
        Self {
            pointer,
            part: Part::Key,
        }
    }
}

impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        Self {
            pointer,
            part: Part::Value,
        }
    }
}

impl From<&Pointer> for Place {
    fn from(pointer: &Pointer) -> Self {
        pointer.clone().into()
    }
}
