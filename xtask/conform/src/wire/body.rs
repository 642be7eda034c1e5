//! The body: its media type, and its content by that.

use serde_json::Value;

use super::{Captured, Fault, Findings, Given, Operation};
use super::{defined, form, header, multipart, same};

/// A body that a call was given.
#[derive(Clone, Debug)]
pub(crate) struct Content<'d> {
    /// The media type, as the document has it.
    pub(crate) media_type: &'d str,
    /// The media type object.
    pub(crate) media: &'d Value,
    /// The value; for texts and bytes a text.
    pub(crate) value: Value,
}

/// How a media type is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Anything else: bytes, which may be a text.
    Raw,
}

/// How a media type is read.
#[must_use]
pub(crate) fn content_kind(media_type: &str) -> ContentKind {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => ContentKind::Form,
        "multipart/form-data" => ContentKind::Multipart,
        _ if defined::is_json(media_type) => ContentKind::Json,
        _ => ContentKind::Raw,
    }
}

/// Whether a client may refuse to send a body, since its form has no way to write it.
#[must_use]
pub(crate) fn is_body_refusable(content: &Content<'_>) -> bool {
    match content_kind(content.media_type) {
        ContentKind::Form => form::is_refusable(content),
        ContentKind::Multipart => !content.value.is_object(),
        ContentKind::Json | ContentKind::Raw => false,
    }
}

/// Compares the body.
pub(super) fn check(
    operation: &Operation<'_>,
    given: &Given<'_>,
    captured: &Captured,
    findings: &mut Findings,
) {
    let sent_type: Vec<&str> = captured.header("content-type").collect();
    let Some(content) = &given.body else {
        if !captured.body.is_empty() {
            let sent = String::from_utf8_lossy(&captured.body);
            findings.faults.push(Fault::new("body", "none", sent));
        } else if !sent_type.is_empty() {
            let sent = sent_type.join(", ");
            findings
                .faults
                .push(Fault::new("content type", "none", sent));
        }
        return;
    };
    let [media_type] = sent_type.as_slice() else {
        let fault = Fault::new("content type", content.media_type, format!("{sent_type:?}"));
        return findings.faults.push(fault);
    };
    if !header::covers(content.media_type, media_type) {
        let fault = Fault::new("content type", content.media_type, *media_type);
        findings.faults.push(fault);
    }
    match content_kind(content.media_type) {
        ContentKind::Json => check_json(content, captured, findings),
        ContentKind::Form => form::check(operation, content, captured, findings),
        ContentKind::Multipart => {
            multipart::check(operation, content, media_type, captured, findings);
        }
        ContentKind::Raw => check_raw(content, captured, findings),
    }
}

fn check_json(content: &Content<'_>, captured: &Captured, findings: &mut Findings) {
    let fault = match serde_json::from_slice::<Value>(&captured.body) {
        Ok(sent) if same::is_same(&sent, &content.value) => return,
        Ok(sent) => {
            let difference = crate::compare::difference(&content.value, &sent);
            let difference = difference.unwrap_or_else(|| sent.to_string());
            Fault::new("body", content.value.to_string(), difference)
        }
        Err(_) => {
            let sent = String::from_utf8_lossy(&captured.body);
            Fault::new("body", content.value.to_string(), sent)
        }
    };
    findings.faults.push(fault);
}

fn check_raw(content: &Content<'_>, captured: &Captured, findings: &mut Findings) {
    let wanted = same::text(&content.value);
    if captured.body != wanted.as_bytes() {
        let sent = String::from_utf8_lossy(&captured.body);
        findings.faults.push(Fault::new("body", wanted, sent));
    }
}
