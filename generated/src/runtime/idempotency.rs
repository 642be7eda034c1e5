// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Keys by which a service knows that it sees the same request again.
//!
//! Uses no other module. `uuid` (feature `v4`).

/// A key that no other call has: a random UUID.
#[must_use]
pub fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}
