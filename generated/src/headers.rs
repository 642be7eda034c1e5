// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Headers of replies, with their types: for `header` of responses, replies and errors.

use crate::runtime::header::Header;

/// Identifies this request. Quote it when you ask FLORA for help.
///
/// `request-id`
pub const REQUEST_ID: Header<String> = Header::text("request-id");

/// Present and `true` when this is the saved response to an earlier request with the same
/// idempotency key.
///
/// `idempotent-replayed`
pub const IDEMPOTENT_REPLAYED: Header<bool> = Header::json("idempotent-replayed");

/// How long to wait before the next attempt, when the server says so.
///
/// `retry-after`
pub const RETRY_AFTER: Header<String> = Header::text("retry-after");
