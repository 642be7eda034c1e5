//! The runtime against a real socket.

#[path = "../support/mod.rs"]
mod support;

mod any;
#[cfg(feature = "blocking")]
mod blocking;
mod config;
mod decode;
mod download;
mod encode;
mod errors;
mod header;
mod integers;
mod json_text;
mod link;
#[cfg(feature = "mock")]
mod mock;
mod multipart;
mod number;
mod page;
mod redirect;
mod request;
mod retry;
mod stream;
mod table;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
mod tuple;
mod union;
mod upload;
mod walk;
