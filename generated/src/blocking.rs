// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The client for code without `async`.
//!
//! Its handles and requests are those of [`crate::Client`]. What is a future there, is the
//! result here: a request that is sent waits for its reply, and lists are iterators.
//!
//! # Example
//!
//! ```no_run
//! use flora_client::blocking::Client;
//!
//! # fn example() -> Result<(), flora_client::Error> {
//! let client = Client::from_env()?;
//! let reply = client.assets().list().send()?;
//!
//! // Every item of every page:
//! for item in client.assets().list().items() {
//!     println!("{:?}", item?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # In async code
//!
//! A blocking client would stop the executor, so its calls fail there with an error of the kind
//! [`Configuration`](crate::ErrorKind::Configuration). Threads of `spawn_blocking` can use it.
//!
//! The connections of all blocking clients live on one thread, which the first call starts.

use crate::assets::Assets;
use crate::runtime::{self, any::Request, error::Error};
use crate::runtime::secret::Secret;

pub use crate::runtime::blocking::Blocking;

/// A blocking client of the FLORA Assets API.
///
/// Cloning is cheap; clones share connections and settings.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) inner: runtime::client::Client,
}

impl Client {
    /// A client with settings from the environment.
    ///
    /// - `FLORA_API_KEY`: the credential `api_key`
    /// - `FLORA_BASE_URL`: where the service is, if not at its usual place
    /// - `FLORA_CUSTOM_HEADERS`: headers for every request, one a line: `Name: value`
    ///
    /// # Errors
    ///
    /// A variable has a value that cannot be used. A credential that is missing is an error of
    /// the first call that needs it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// A client with a credential and the usual settings.
    ///
    /// # Errors
    ///
    /// The credential cannot be sent in a header, or TLS cannot be set up.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// Starts to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Create, upload, find and inspect the assets of a workspace.
    #[must_use]
    pub fn assets(&self) -> Assets<'_, Blocking> {
        Assets::new(&self.inner)
    }

    /// Starts a request to an endpoint that this client has no method for: a path below the
    /// address of the service, such as `/projects`, with what is special in it escaped.
    pub fn request(&self, method: reqwest::Method, path: &str) -> Request<Blocking> {
        self.inner.request(method, path)
    }
}

#[doc(hidden)]
impl From<runtime::client::Client> for Client {
    fn from(inner: runtime::client::Client) -> Self {
        Self { inner }
    }
}

/// The settings of a blocking [`Client`] before it is built.
pub type ClientBuilder = crate::ClientBuilder<Client>;
