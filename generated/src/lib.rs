// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Client for the FLORA Assets API.
//!
//! Brings images, videos, audio files and PDFs into a FLORA workspace and looks them up
//! again.
//!
//! An asset is created in one of three ways: FLORA fetches a public URL, the bytes travel
//! with the request, or the bytes go to a signed upload URL and the upload is then completed.
//! An asset starts as `pending_upload` and ends as `ready` or `failed`.
//!
//! # Example
//!
//! ```no_run
//! use flora_client::Client;
//!
//! # async fn example() -> Result<(), flora_client::Error> {
//! let client = Client::from_env()?;
//! let reply = client.assets().list().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Each call that fails gives an [`Error`]: the step that failed, and the status, code and
//! message of the service if it replied.
//!
//! The body of each failure that the service documents is of the type [`ErrorResponse`](models::ErrorResponse),
//! and [`Error::declared_body`] reads it. [`Error::body_as`] reads other types.
//!
//! ```no_run
//! # async fn example(client: flora_client::Client) {
//! if let Err(error) = client.assets().list().await {
//!     eprintln!("{error}");
//!     if let Some(body) = error.declared_body() {
//!         eprintln!("{body:?}");
//!     }
//! }
//! # }
//! ```
//!
//! # Features
//!
//! - `rustls` (default): HTTPS by rustls with ring. Without it, bring a TLS setup of your own
//!   through [`ClientBuilder::http`].
//! - `blocking`: the module `blocking`, a client for code without `async`.
//! - `cli`: the command `flora` and the module `cli` behind it.
//! - `explore`: `--format explore` of the command, to look around in a reply on a terminal.
//! - `mock`: replies without a server, for the tests of code that uses this crate.
//! - `jiff`: conversions of dates and times.
//! - `tracing`: a span for each call, and an event for each attempt.

#![warn(missing_docs)]

pub mod assets;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "cli")]
pub mod cli;
mod client;
mod errors;
pub mod headers;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
pub mod models;
mod operations;
#[doc(hidden)]
pub mod runtime;
#[cfg(test)]
mod tests;

pub use client::{Client, ClientBuilder};
pub use errors::ErrorBody;
pub use indexmap::IndexMap;
pub use reqwest;
pub use runtime::any::Request;
pub use runtime::call::{Given, Sending};
pub use runtime::download::Download;
pub use runtime::error::{Error, ErrorKind, FieldProblem};
pub use runtime::header::Header;
pub use runtime::mode::{Async, Mode};
pub use runtime::multipart::FilePart;
pub use runtime::omittable::Omittable;
pub use runtime::page::{Items, Pages};
pub use runtime::reply::{Bytes, Decode, Empty, Json, Reply, Response, Text};
pub use runtime::retry::RetryPolicy;
pub use runtime::secret::Secret;
pub use runtime::text::{Date, DateTime, Decimal, Duration, Time, Uri, Uuid};
pub use runtime::transport::{
    HttpTransport, InTransit, Transport, TransportError, TransportErrorKind,
};
pub use runtime::delivery::UploadBytes;
pub use runtime::upload::{UploadProgress, UploadSource, UploadStep, UploadWay};
