// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The client: a connection pool and the settings that all calls share.
//!
//! Needs `credentials`, `retry`, `secret`, `service`, `transport`. `reqwest`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::credentials::Credentials;
use super::retry::RetryPolicy;
use super::secret::Redacted;
use super::service::Service;
use super::transport::Transport;

/// A client of a service. Cloning is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(super) settings: Arc<Settings>,
}

/// What all calls of a client share.
pub(super) struct Settings {
    pub(super) service: &'static Service,
    /// Assembles requests; what sends them is the transport.
    pub(super) http: reqwest::Client,
    pub(super) transport: Arc<dyn Transport>,
    /// Without user, query and fragment.
    pub(super) base_url: Url,
    /// Whether that is where the service is: nobody has named another address.
    pub(super) is_at_service: bool,
    pub(super) credentials: Credentials,
    /// Sent with every request, unless the call has its own.
    pub(super) headers: HeaderMap,
    /// Of one attempt.
    pub(super) timeout: Duration,
    /// Of a whole call.
    pub(super) deadline: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) body_limit: usize,
}

impl Client {
    /// The tables of the service that is called.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.settings.service
    }

    /// The address below which all paths are.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.settings.base_url.as_str()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("service", &self.settings.service.name)
            .field("base_url", &self.base_url())
            .field("headers", &Redacted::new(&self.settings.headers))
            .finish_non_exhaustive()
    }
}
