//! Our own extensions on operations, read into the nouns. The document stage
//! has checked the form of their values; whether what they point to exists is
//! checked in [`super::super::check`].

use super::Lowering;
use super::info::texts;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{DirectUpload, Idempotency, Location, Poll, SignedUpload, Upload};
use crate::value::Value;

/// How long to wait between two questions, if the document does not say.
const DEFAULT_INTERVAL_MS: u64 = 1_000;

/// When to give up, if the document does not say.
const DEFAULT_TIMEOUT_MS: u64 = 120_000;

impl Lowering<'_> {
    pub(super) fn poll(&self, operation: &Pointer) -> Option<Poll> {
        let pointer = operation.child("x-client-poll");
        let raw = self.raw(&pointer)?;
        Some(Poll {
            field: text(raw, "field")?,
            pending: texts(raw.get("pending")),
            done: texts(raw.get("done")),
            failed: texts(raw.get("failed")),
            message: text(raw, "message"),
            interval_ms: count(raw, "interval-ms").unwrap_or(DEFAULT_INTERVAL_MS),
            timeout_ms: count(raw, "timeout-ms").unwrap_or(DEFAULT_TIMEOUT_MS),
            pointer,
        })
    }

    /// The rule of a header with an idempotency key.
    pub(super) fn idempotency(
        &mut self,
        parameter: &Pointer,
        location: Location,
    ) -> Option<Idempotency> {
        let pointer = parameter.child("x-client-idempotency-key");
        let raw = self.raw(&pointer)?;
        if raw.as_bool() == Some(false) {
            return None;
        }
        if location != Location::Header {
            let message = "only a header can carry the idempotency key";
            self.say(Code::IgnoredKeyword, &pointer, message);
            return None;
        }
        Some(Idempotency {
            duplicate: text(raw, "duplicate"),
            replayed: text(raw, "replayed"),
        })
    }

    pub(super) fn upload(&self, operation: &Pointer) -> Option<Upload> {
        let pointer = operation.child("x-client-upload");
        let raw = self.raw(&pointer)?;
        Some(Upload {
            fetch: raw.get("fetch").and_then(|fetch| text(fetch, "field")),
            direct: raw.get("direct").and_then(direct),
            signed: raw.get("signed").and_then(signed),
            file_name: text(raw, "file-name"),
            content_type: text(raw, "content-type"),
            pointer,
        })
    }
}

fn direct(raw: &Value) -> Option<DirectUpload> {
    Some(DirectUpload {
        media_type: text(raw, "content-type")?,
        file: text(raw, "file")?,
        max_bytes: count(raw, "max-bytes").unwrap_or(u64::MAX),
    })
}

fn signed(raw: &Value) -> Option<SignedUpload> {
    let set = raw
        .get("set")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    Some(SignedUpload {
        set: set
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        url: text(raw, "url")?,
        method: text(raw, "method"),
        fields: text(raw, "fields"),
        file_field: text(raw, "file-field"),
        put_url: text(raw, "put-url"),
        id: text(raw, "id")?,
        complete: text(raw, "complete"),
        retry: text(raw, "retry"),
        poll: text(raw, "poll"),
    })
}

pub(super) fn text(raw: &Value, key: &str) -> Option<String> {
    raw.get(key)?.as_str().map(str::to_owned)
}

pub(super) fn count(raw: &Value, key: &str) -> Option<u64> {
    raw.get(key)?
        .as_integer()
        .and_then(|count| u64::try_from(count).ok())
}
