// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The client and its settings.

use crate::assets::Assets;
use crate::runtime::{self, builder, error::Error};
use crate::runtime::secret::Secret;
use crate::runtime::service::{Credential, CredentialKind, Service};

/// A client of the FLORA Assets API.
///
/// Cloning is cheap; clones share connections and settings.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) inner: runtime::client::Client,
}

/// The settings of a [`Client`] before it is built.
pub type ClientBuilder = builder::ClientBuilder<Client>;

impl Client {
    /// A client with settings from the environment.
    ///
    /// - `FLORA_API_KEY`: the credential `api_key`
    /// - `FLORA_BASE_URL`: where the service is, if not at its usual place
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
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&SERVICE)
    }

    /// Create, upload, find and inspect the assets of a workspace.
    #[must_use]
    pub fn assets(&self) -> Assets<'_> {
        Assets::new(self)
    }
}

impl From<runtime::client::Client> for Client {
    fn from(inner: runtime::client::Client) -> Self {
        Self { inner }
    }
}

impl builder::ClientBuilder<Client> {
    /// A FLORA API key. It acts for a whole workspace, so keep it out of source code and logs.
    ///
    /// `ClientBuilder::from_env` reads it from `FLORA_API_KEY`.
    #[must_use]
    pub fn api_key(self, api_key: impl Into<Secret>) -> Self {
        self.credential(0, api_key)
    }
}

/// What the runtime has to know of the service.
pub(crate) static SERVICE: Service = Service {
    name: "FLORA Assets API",
    user_agent: "flora-client/0.1.0",
    base_url: "https://app.flora.ai/api/v1",
    base_url_env: "FLORA_BASE_URL",
    credentials: &[
        Credential {
            name: "api_key",
            env: "FLORA_API_KEY",
            kind: CredentialKind::Bearer,
        },
    ],
};
