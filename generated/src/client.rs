// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The client and its settings.

use std::sync::Arc;
use std::time::Duration;

use crate::assets::Assets;
use crate::operations;
use crate::runtime::{self, any::Request, builder, error::Error};
use crate::runtime::retry::RetryPolicy;
use crate::runtime::secret::Secret;
use crate::runtime::service::{Credential, CredentialKind, Service};
use crate::runtime::transport::Transport;

/// A client of the FLORA Assets API.
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
    pub fn assets(&self) -> Assets<'_> {
        Assets::new(&self.inner)
    }

    /// Starts a request to an endpoint that this client has no method for: a path below the
    /// address of the service, such as `/projects`, with what is special in it escaped.
    pub fn request(&self, method: reqwest::Method, path: &str) -> Request {
        self.inner.request(method, path)
    }
}

#[doc(hidden)]
impl From<runtime::client::Client> for Client {
    fn from(inner: runtime::client::Client) -> Self {
        Self { inner }
    }
}

/// The settings of a [`Client`] before it is built.
///
/// The first setting that is wrong is told by [`build`](Self::build).
#[derive(Debug)]
#[must_use = "settings do nothing until the client is built"]
pub struct ClientBuilder<C = Client> {
    pub(crate) inner: builder::ClientBuilder<C>,
}

impl<C: From<runtime::client::Client>> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self {
            inner: builder::ClientBuilder::new(&SERVICE),
        }
    }

    /// A FLORA API key. It acts for a whole workspace, so keep it out of source code and logs.
    ///
    /// `ClientBuilder::from_env` reads it from `FLORA_API_KEY`.
    pub fn api_key(self, api_key: impl Into<Secret>) -> Self {
        Self {
            inner: self.inner.credential(0, api_key),
        }
    }

    /// Sets where the service is, with or without a slash at the end.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self {
            inner: self.inner.base_url(url),
        }
    }

    /// Sets how long one attempt may take, from connecting until the reply is read;
    /// 60 seconds unless set. `Duration::MAX` waits for ever.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self {
            inner: self.inner.timeout(timeout),
        }
    }

    /// Sets how long a whole call may take, with all its attempts and the waits between
    /// them. There is no such limit unless it is set.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self {
            inner: self.inner.deadline(deadline),
        }
    }

    /// Sets when a call is sent again after a failure, and how long it waits.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self {
            inner: self.inner.retry(policy),
        }
    }

    /// Sets how many attempts of a call may follow the first; 2 unless set.
    pub fn max_retries(self, retries: u32) -> Self {
        Self {
            inner: self.inner.max_retries(retries),
        }
    }

    /// Sets a header that goes with every request.
    pub fn default_header(self, name: &str, value: &str) -> Self {
        Self {
            inner: self.inner.default_header(name, value),
        }
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(self, user_agent: &str) -> Self {
        Self {
            inner: self.inner.user_agent(user_agent),
        }
    }

    /// Sets how many bytes of a reply are accepted; 64 MiB unless set.
    pub fn body_limit(self, bytes: usize) -> Self {
        Self {
            inner: self.inner.body_limit(bytes),
        }
    }

    /// Sets the HTTP client to build on: proxies, pools, TLS of your own and so on.
    ///
    /// Its redirect policy is replaced, because it would carry credentials to other hosts.
    /// Its TLS settings stay as they are; if it has none, and no provider of cryptography
    /// is installed in the process, ring is installed.
    ///
    /// It also sends to other hosts that the service names, those of signed uploads. What
    /// only the service may see belongs into [`default_header`](Self::default_header), not
    /// into default headers of this builder.
    pub fn http(self, http: reqwest::ClientBuilder) -> Self {
        Self {
            inner: self.inner.http(http),
        }
    }

    /// Sets what sends the requests, in place of the HTTP client.
    ///
    /// Credentials, redirects within the origin and retries are above it.
    pub fn transport(self, transport: impl Transport) -> Self {
        Self {
            inner: self.inner.transport(transport),
        }
    }

    /// Puts something around what sends the requests, which sees each of them as it goes
    /// over the wire; a later layer is around the earlier ones. It sees those to the hosts
    /// of signed uploads too.
    pub fn layer<F>(self, layer: F) -> Self
    where
        F: FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + 'static,
    {
        Self {
            inner: self.inner.layer(layer),
        }
    }

    /// Takes what is not set yet from the environment: credentials, where the service is,
    /// and headers.
    ///
    /// Space around a value is cut off, and an empty value counts as none.
    pub fn from_env(self) -> Self {
        Self {
            inner: self.inner.from_env(),
        }
    }

    /// Does the same as [`from_env`](Self::from_env) with another source of variables.
    pub fn from_variables(
        self,
        variable: impl Fn(&str) -> Option<std::ffi::OsString>,
    ) -> Self {
        Self {
            inner: self.inner.from_variables(variable),
        }
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A setting cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        self.inner.build()
    }
}

/// What the runtime has to know of the service.
pub(crate) static SERVICE: Service = Service {
    name: "FLORA Assets API",
    user_agent: "flora-client/0.1.0",
    base_url: "https://app.flora.ai/api/v1",
    base_url_env: "FLORA_BASE_URL",
    headers_env: "FLORA_CUSTOM_HEADERS",
    credentials: &[
        Credential {
            name: "api_key",
            env: "FLORA_API_KEY",
            kind: CredentialKind::Bearer,
        },
    ],
    any: &operations::ANY_REQUEST,
};
