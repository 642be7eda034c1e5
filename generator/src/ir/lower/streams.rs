//! Replies that are a run of values: which media types are, and the type that the document gives.
//!
//! What of a value that type describes is settled by a pass, once all types are known.

use openapiv3::MediaType;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Framing, ItemForm, Stream};

/// How the values of a media type follow each other, if it is one of a run of values.
pub(super) fn framing_of(media_type: &str) -> Option<Framing> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/')?;
    match (
        kind.to_ascii_lowercase().as_str(),
        subtype.to_ascii_lowercase().as_str(),
    ) {
        ("text", "event-stream") => Some(Framing::Events),
        (_, "json-seq") => Some(Framing::Records),
        (_, subtype) if subtype.ends_with("+json-seq") => Some(Framing::Records),
        (
            _,
            "jsonl" | "x-jsonl" | "ndjson" | "x-ndjson" | "jsonlines" | "x-jsonlines"
            | "stream+json",
        ) => Some(Framing::Lines),
        _ => None,
    }
}

impl<'a> Lowering<'a> {
    /// How a reply is read value by value.
    pub(super) fn stream(
        &mut self,
        media_type: &str,
        content: &'a MediaType,
        pointer: &Pointer,
    ) -> Option<Stream> {
        let framing = framing_of(media_type)?;
        let item = match &content.schema {
            Some(schema) => self.shared_schema(schema, &pointer.child("schema")),
            None => self.any(),
        };
        Some(Stream {
            framing,
            form: ItemForm::Json,
            item,
            declared: self.flag(pointer, "x-openapi-item"),
        })
    }
}
