//! The runtime against a real socket.

#[path = "../support/mod.rs"]
mod support;

#[cfg(feature = "blocking")]
mod blocking;
mod config;
mod decode;
mod encode;
mod errors;
mod multipart;
mod page;
mod redirect;
mod request;
mod table;
mod union;
