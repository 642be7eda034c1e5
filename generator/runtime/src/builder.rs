//! The settings of a client before it is built.
//!
//! Needs `client`, `credentials`, `error`, `retry`, `secret`, `service`, `token`, `transport`, and `tls` with the feature `rustls`.
//! `reqwest`.

use std::ffi::OsString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::client::{Client, Settings};
use super::credentials::{Credentials, Held, Origin};
use super::error::{Error, ErrorKind};
use super::retry::RetryPolicy;
use super::secret::{Secret, is_secret};
use super::service::Service;
#[cfg(feature = "rustls")]
use super::tls;
use super::token::{TokenSource, Tokens};
use super::transport::{HttpTransport, Transport};

/// Collects the settings of a client `C`; the first one that is wrong is told by
/// [`build`](Self::build).
pub struct ClientBuilder<C> {
    service: &'static Service,
    credentials: Credentials,
    base_url: Option<(String, Origin)>,
    headers: HeaderMap,
    timeout: Duration,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    body_limit: usize,
    http: Option<reqwest::ClientBuilder>,
    transport: Option<Arc<dyn Transport>>,
    layers: Vec<Layer>,
    problem: Option<Error>,
    client: PhantomData<fn() -> C>,
}

/// Something that is put around a transport.
type Layer = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send>;

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with the settings of the service: its address, no credentials, 60 seconds for an
    /// attempt and 64 MiB for a reply.
    #[must_use]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            credentials: Credentials::new(service),
            base_url: None,
            headers: HeaderMap::new(),
            timeout: Duration::from_secs(60),
            deadline: None,
            retry: RetryPolicy::default(),
            body_limit: 64 << 20,
            http: None,
            transport: None,
            layers: Vec::new(),
            problem: None,
            client: PhantomData,
        }
    }

    /// Sets the credential of an index in [`Service::credentials`].
    #[doc(hidden)]
    #[must_use]
    pub fn credential(self, index: usize, secret: impl Into<Secret>) -> Self {
        self.credential_from(Origin::Code, index, Held::Text(secret.into()))
    }

    /// Sets where the tokens of a credential come from.
    #[doc(hidden)]
    #[must_use]
    pub fn token_source(self, index: usize, source: impl TokenSource) -> Self {
        self.credential_from(Origin::Code, index, Held::Source(Tokens::new(source)))
    }

    /// Sets user name and password of a credential of Basic authentication.
    #[doc(hidden)]
    #[must_use]
    pub fn basic_credential(
        self,
        index: usize,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        let held = Held::Basic {
            user: user.into(),
            password: password.into(),
        };
        self.credential_from(Origin::Code, index, held)
    }

    /// Sets a credential, and what is said of its origin when it is wrong.
    #[doc(hidden)]
    #[must_use]
    pub fn credential_from(mut self, origin: Origin, index: usize, held: Held) -> Self {
        self.credentials.set(index, held, origin);
        self
    }

    /// Sets the address below which all paths are, with or without a slash at its end.
    #[must_use]
    pub fn base_url(self, url: impl Into<String>) -> Self {
        self.base_url_from(Origin::Code, url)
    }

    /// Sets the base URL, and what is said of its origin when it is wrong.
    #[doc(hidden)]
    #[must_use]
    pub fn base_url_from(mut self, origin: Origin, url: impl Into<String>) -> Self {
        self.base_url = Some((url.into(), origin));
        self
    }

    /// Whether it is known where the service is.
    #[doc(hidden)]
    #[must_use]
    pub fn has_base_url(&self) -> bool {
        self.base_url.is_some() || !self.service.base_url.is_empty()
    }

    /// Sets how long one attempt may take, from connecting until the reply is read.
    /// `Duration::MAX` waits for ever.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long a whole call may take, with all attempts and the waits between them.
    /// There is no such limit unless it is set.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets when a call is sent again, and how long it waits.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many attempts may follow the first.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.retry = self.retry.max_retries(retries);
        self
    }

    /// Sets a header that goes with every request.
    #[must_use]
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(text) => self.keep(Error::new(ErrorKind::Configuration, text)),
        }
        self
    }

    /// Sets the `User-Agent` header.
    #[must_use]
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// Sets the builder of the HTTP client: proxies, pools, TLS of your own and so on.
    ///
    /// Its redirect policy is replaced, because it would carry credentials to other places.
    /// Its TLS settings stay as they are; if it has none, and no provider of cryptography
    /// is installed in the process, ring is installed, since reqwest would panic without one.
    ///
    /// It also sends to other hosts that the service names, those of signed uploads. What only
    /// the service may see belongs into [`default_header`](Self::default_header), not into
    /// default headers of this builder.
    #[must_use]
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets what sends the requests, in place of the HTTP client.
    ///
    /// Credentials, redirects within the origin and retries are above it.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts something around what sends the requests; a later layer is around the earlier ones.
    #[must_use]
    pub fn layer<F>(mut self, layer: F) -> Self
    where
        F: FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + 'static,
    {
        self.layers.push(Box::new(layer));
        self
    }

    /// Sets how many bytes of a reply are accepted.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Takes what is not set yet from the environment: credentials, the base URL and headers.
    ///
    /// Space around a value is cut off, and an empty value counts as none.
    #[must_use]
    pub fn from_env(self) -> Self {
        self.from_variables(|name| std::env::var_os(name))
    }

    /// Does the same as [`from_env`](Self::from_env) with another source of variables.
    #[must_use]
    pub fn from_variables(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        for (index, credential) in self.service.credentials.iter().enumerate() {
            if !self.credentials.has(index)
                && let Some(text) = self.variable(&variable, credential.env)
            {
                let origin = Origin::Variable(credential.env);
                self = self.credential_from(origin, index, Held::Text(text.into()));
            }
        }
        let name = self.service.base_url_env;
        if self.base_url.is_none()
            && let Some(url) = self.variable(&variable, name)
        {
            self = self.base_url_from(Origin::Variable(name), url);
        }
        let name = self.service.headers_env;
        if let Some(lines) = self.variable(&variable, name) {
            self.headers_from(name, &lines);
        }
        self
    }

    /// Takes headers of the form `Name: value`, one a line, that are not set yet. No message shows
    /// a line, because it may be a key.
    fn headers_from(&mut self, variable: &str, lines: &str) {
        let mut headers = HeaderMap::new();
        for (index, line) in lines.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let header = match line.split_once(':') {
                Some((name, value)) => header(name.trim(), value.trim())
                    .map_err(|_| "has characters that headers cannot carry"),
                None => Err("is not `Name: value`"),
            };
            match header {
                Ok((name, mut value)) => {
                    // Whoever sets it here often does so to keep it out of sight.
                    value.set_sensitive(true);
                    headers.insert(name, value);
                }
                Err(what) => {
                    let line = index + 1;
                    let text = format!("line {line} of {variable} {what}");
                    self.keep(Error::new(ErrorKind::Configuration, text));
                }
            }
        }
        for (name, value) in headers {
            if let Some(name) = name
                && !self.headers.contains_key(&name)
            {
                self.headers.insert(name, value);
            }
        }
    }

    /// Builds the client.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::Configuration`] when a setting is wrong.
    pub fn build(mut self) -> Result<C, Error> {
        if !self.headers.contains_key(USER_AGENT) {
            let user_agent = self.service.user_agent;
            self = self.user_agent(user_agent);
        }
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        self.credentials.check()?;
        let base_url = base_url(self.base_url, self.service)?;
        let is_at_service = Url::parse(self.service.base_url).is_ok_and(|url| url == base_url);
        let is_own = self.http.is_none();
        let http = match self.http {
            Some(http) => given_http(http),
            // What is sent by other means needs no TLS of ours.
            None if self.transport.is_some() => no_tls()?,
            None => own_http(&base_url)?,
        };
        let http = http
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| {
                let text = "the HTTP client cannot be built";
                Error::new(ErrorKind::Configuration, text).with_source(error.without_url())
            })?;
        self.credentials.settle(&http);
        let transport = match self.transport {
            Some(transport) => transport,
            None if is_own => own_transport(&base_url, http.clone()),
            None => Arc::new(HttpTransport::new(http.clone())),
        };
        let transport = self
            .layers
            .into_iter()
            .fold(transport, |inner, layer| layer(inner));
        let settings = Settings {
            service: self.service,
            http,
            transport,
            base_url,
            is_at_service,
            credentials: self.credentials,
            headers: self.headers,
            timeout: self.timeout,
            deadline: self.deadline,
            retry: self.retry,
            body_limit: self.body_limit,
        };
        Ok(C::from(Client {
            settings: Arc::new(settings),
        }))
    }

    fn variable(
        &mut self,
        variable: &impl Fn(&str) -> Option<OsString>,
        name: &str,
    ) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        match variable(name)?.into_string() {
            Ok(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Err(_) => {
                let text = format!("the environment variable {name} is not Unicode");
                self.keep(Error::new(ErrorKind::Configuration, text));
                None
            }
        }
    }

    /// Keeps the first problem.
    fn keep(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the base URL nor a header has been checked for credentials yet.
        formatter
            .debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("timeout", &self.timeout)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

/// Checks a header that a caller gives; one with a secret is marked as such.
///
/// # Errors
/// Says which header is wrong, without its value.
pub fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let problem = |_| format!("`{}` is not a header name", name.escape_debug());
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(problem)?;
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        format!("the value of the header `{name}` has characters that headers cannot carry")
    })?;
    if is_secret(&name, &value) {
        value.set_sensitive(true);
    }
    Ok((name, value))
}

/// The address to call. No message shows it, because it may be a key that was put in its place.
fn base_url(given: Option<(String, Origin)>, service: &Service) -> Result<Url, Error> {
    let (text, origin) = given.unwrap_or_else(|| (service.base_url.to_owned(), Origin::Code));
    let refuse = |what: &str| {
        let text = format!("the base URL{origin} {what}");
        Error::new(ErrorKind::Configuration, text)
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(refuse("is missing; give one to the builder of the client"));
    }
    let url = Url::parse(text).map_err(|error| refuse("is not a URL").with_source(error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("must not contain a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("must not contain a query or fragment"));
    }
    Ok(url)
}

#[cfg(feature = "rustls")]
fn own_http(base_url: &Url) -> Result<reqwest::ClientBuilder, Error> {
    if base_url.scheme() == "https" {
        tls::secure()
    } else {
        tls::insecure()
    }
}

#[cfg(feature = "rustls")]
fn no_tls() -> Result<reqwest::ClientBuilder, Error> {
    tls::insecure()
}

#[cfg(not(feature = "rustls"))]
fn no_tls() -> Result<reqwest::ClientBuilder, Error> {
    Ok(reqwest::Client::builder())
}

#[cfg(feature = "rustls")]
fn own_transport(base_url: &Url, http: reqwest::Client) -> Arc<dyn Transport> {
    if base_url.scheme() == "https" {
        Arc::new(HttpTransport::new(http))
    } else {
        Arc::new(tls::LateTls::new(http))
    }
}

#[cfg(not(feature = "rustls"))]
fn own_transport(_: &Url, http: reqwest::Client) -> Arc<dyn Transport> {
    Arc::new(HttpTransport::new(http))
}

#[cfg(not(feature = "rustls"))]
fn own_http(base_url: &Url) -> Result<reqwest::ClientBuilder, Error> {
    if base_url.scheme() == "https" {
        let text =
            "https needs the feature `rustls`, or an HTTP client builder with TLS of its own";
        return Err(Error::new(ErrorKind::Configuration, text));
    }
    Ok(reqwest::Client::builder())
}

#[cfg(feature = "rustls")]
fn given_http(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    tls::ensure_provider();
    http
}

#[cfg(not(feature = "rustls"))]
fn given_http(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http
}
