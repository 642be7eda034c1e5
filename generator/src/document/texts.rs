//! The texts of a document and the places in them.
//!
//! A place is a JSON pointer; one in another file than the document itself
//! starts with the name of that file, as in `schemas/asset.yaml#/properties/id`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Input;
use super::spans::Spans;
use crate::diagnostic::{Place, Pointer, Span};

/// All files of a document.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    main: Text,
    others: BTreeMap<String, Text>,
}

/// One file, with its places once they are asked for.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    spans: OnceLock<Spans>,
}

impl Text {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            spans: OnceLock::new(),
        }
    }

    pub(super) fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| Spans::of(&self.text))
    }
}

impl Texts {
    pub(super) fn of(input: &Input) -> Self {
        Self {
            main: Text::new(&input.text),
            others: input
                .files
                .iter()
                .map(|(name, text)| (name.clone(), Text::new(text)))
                .collect(),
        }
    }

    /// The document itself.
    pub(super) fn main(&self) -> &Text {
        &self.main
    }

    /// Another file.
    pub(super) fn other(&self, file: &str) -> Option<&Text> {
        self.others.get(file)
    }

    /// Where a place stands, or what is nearest to it.
    pub(super) fn find(&self, place: &Place) -> Option<Span> {
        let Some(file) = place.pointer.file() else {
            return self.main.spans().find(&self.main.text, place);
        };
        let text = self.other(file)?;
        let within = Place {
            pointer: place.pointer.within(),
            part: place.part,
        };
        let span = text.spans().find(&text.text, &within)?;
        Some(Span {
            file: Some(Arc::from(file)),
            ..span
        })
    }

    /// The text of a scalar without quotes.
    pub(super) fn plain_text(&self, pointer: &Pointer) -> Option<&str> {
        match pointer.file() {
            Some(file) => self.other(file)?.spans().plain_text(&pointer.within()),
            None => self.main.spans().plain_text(pointer),
        }
    }
}
