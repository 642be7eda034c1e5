//! The support code of every generated client.
//!
//! The generator copies these files byte for byte into `src/runtime/` of a crate, where a
//! generated `mod.rs` takes the place of this file. Only the modules that a document needs are
//! copied; the head of each file says which others it uses. Nothing here knows a particular API.

pub mod any;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod builder;
pub mod call;
#[cfg(feature = "cli")]
pub mod cli;
pub mod client;
pub mod client_credentials;
pub mod constructor;
pub mod credentials;
pub mod decode;
pub mod delivery;
pub mod download;
pub mod encode;
pub mod error;
pub mod fields;
pub mod frames;
pub mod header;
pub mod http_date;
pub mod idempotency;
pub mod json_text;
pub mod link;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
pub mod mode;
pub mod multipart;
pub mod number;
pub mod object;
pub mod omittable;
pub mod open_enum;
pub mod options;
pub mod page;
pub mod poll;
pub mod positions;
pub mod problem;
pub mod reply;
pub mod request;
pub mod retry;
pub mod secret;
pub mod seed;
pub mod send;
pub mod service;
pub mod source;
pub mod stream;
#[cfg(any(test, feature = "mock"))]
pub mod testing;
pub mod text;
pub mod time;
#[cfg(feature = "rustls")]
pub mod tls;
pub mod token;
pub mod trace;
pub mod transport;
pub mod tuple;
pub mod typed;
pub mod union;
pub mod upload;
pub mod value;
pub mod walk;
