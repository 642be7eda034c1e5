//! The support code of every generated client.
//!
//! The generator copies these files byte for byte into `src/runtime/` of a crate, where a
//! generated `mod.rs` takes the place of this file. Only the modules that a document needs are
//! copied; the head of each file says which others it uses. Nothing here knows a particular API.

#[cfg(feature = "cli")]
pub mod cli;
pub mod service;
