// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Support code that every generated client has; nothing here knows this API.
//!
//! Not part of the crate's interface, apart from what its root exports.

pub mod any;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod builder;
pub mod call;
#[cfg(feature = "cli")]
pub mod cli;
pub mod client;
pub mod constructor;
pub mod credentials;
pub mod decode;
pub mod delivery;
pub mod download;
pub mod encode;
pub mod error;
pub mod fields;
#[cfg(feature = "cli")]
pub mod frames;
pub mod header;
pub mod http_date;
pub mod idempotency;
pub mod link;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
pub mod mode;
pub mod multipart;
pub mod object;
pub mod omittable;
pub mod open_enum;
pub mod options;
pub mod page;
pub mod poll;
pub mod problem;
pub mod reply;
pub mod request;
pub mod retry;
pub mod secret;
pub mod seed;
pub mod send;
pub mod service;
pub mod source;
#[cfg(test)]
pub mod testing;
pub mod text;
pub mod time;
#[cfg(feature = "rustls")]
pub mod tls;
pub mod token;
pub mod trace;
pub mod transport;
pub mod typed;
pub mod upload;
pub mod value;
pub mod walk;
