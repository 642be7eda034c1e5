//! The credentials of a client, and which of them a request carries.
//!
//! Needs `encode`, `error`, `secret`, `service`, `token`, `transport`. `reqwest`.

use std::fmt;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::encode;
use super::error::{Error, ErrorKind};
use super::secret::Secret;
use super::service::{Credential, CredentialKind, Location, Operation, Service};
use super::token::Tokens;
use super::transport::Transport;

/// The credentials that were given, by their index in [`Service::credentials`].
#[derive(Clone)]
pub struct Credentials {
    service: &'static Service,
    held: Vec<Option<(Held, Origin)>>,
    carried: Vec<Option<Carried>>,
}

/// A credential as requests carry it.
#[derive(Clone)]
enum Carried {
    Header(HeaderName, HeaderValue),
    /// An escaped pair.
    Query(String),
    Cookie(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("held", &self.held)
            .finish_non_exhaustive()
    }
}

/// Where a setting comes from, for what is said when it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The code that builds the client.
    Code,
    /// An environment variable.
    Variable(&'static str),
    /// A flag of the command line, named without its dashes.
    Flag(&'static str),
}

// `the base URL in FLORA_BASE_URL is not a URL`, `the base URL of --base-url is not a URL`
impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => Ok(()),
            Self::Variable(name) => write!(formatter, " in {name}"),
            Self::Flag(name) => write!(formatter, " of --{name}"),
        }
    }
}

/// One credential that was given.
#[derive(Debug, Clone)]
pub enum Held {
    /// A key or token; for Basic authentication `user:password`.
    Text(Secret),
    /// A user name and a password.
    Basic {
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// Tokens that are asked for when they are needed.
    Source(Tokens),
}

/// What credentials add to a request beside headers of their own.
#[derive(Default)]
pub struct Additions {
    /// Escaped pairs for the query string.
    pub query: Vec<String>,
    /// Pairs for the `Cookie` header.
    pub cookies: Vec<String>,
}

impl fmt::Debug for Additions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Additions").finish_non_exhaustive()
    }
}

impl Credentials {
    /// No credential yet.
    #[must_use]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            held: vec![None; service.credentials.len()],
            carried: Vec::new(),
        }
    }

    /// Keeps a credential, if the service has one of that index.
    pub fn set(&mut self, index: usize, held: Held, origin: Origin) {
        if let Some(slot) = self.held.get_mut(index) {
            *slot = Some((held, origin));
        }
    }

    /// Whether a credential was given.
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        self.held.get(index).is_some_and(Option::is_some)
    }

    /// The texts that must not be told. What is shorter than a key can be a part of any text.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let pairs = self.service.credentials.iter().zip(&self.held);
        let held = pairs.filter_map(|(credential, held)| match held.as_ref()? {
            (Held::Basic { password, .. }, _) => Some(password.expose()),
            // A service can repeat the password without the name before it.
            (Held::Text(pair), _) if credential.kind == CredentialKind::Basic => {
                pair.expose().split_once(':').map(|(_, password)| password)
            }
            (Held::Text(secret), _) => Some(secret.expose()),
            (Held::Source(_), _) => None,
        });
        held.filter(|secret| secret.len() > 5)
    }

    /// The names of the query parameters that carry credentials.
    pub(super) fn in_query(&self) -> impl Iterator<Item = &'static str> {
        let kinds = self.service.credentials.iter().map(|it| it.kind);
        kinds.filter_map(|kind| match kind {
            CredentialKind::ApiKey {
                location: Location::Query,
                name,
            } => Some(name),
            _ => None,
        })
    }

    /// Checks that each credential can be sent.
    ///
    /// # Errors
    /// Refuses what is empty or no header can carry, without showing it.
    pub fn check(&self) -> Result<(), Error> {
        for (credential, held) in self.service.credentials.iter().zip(&self.held) {
            let Some((held, origin)) = held else {
                continue;
            };
            let fits = match (held, credential.kind) {
                (Held::Text(secret), CredentialKind::Basic) => secret.expose().contains(':'),
                // A colon would move the border between user name and password.
                (Held::Basic { user, .. }, _) => !user.contains(':'),
                (Held::Source(_), _) => true,
                (Held::Text(secret), _) => {
                    let text = secret.expose();
                    !text.trim().is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
                }
            };
            if !fits {
                let name = credential.name;
                let text = format!("the credential `{name}`{origin} is empty or malformed");
                return Err(Error::new(ErrorKind::Configuration, text));
            }
        }
        Ok(())
    }

    /// Picks the credentials for an operation: the first alternative that is complete.
    ///
    /// # Errors
    /// Fails when the operation needs one and no alternative is complete.
    pub fn pick(&self, operation: &'static Operation) -> Result<&'static [usize], Error> {
        let alternatives = operation.security;
        let complete = |indexes: &[usize]| indexes.iter().all(|index| self.has(*index));
        let mut given = alternatives.iter().filter(|indexes| !indexes.is_empty());
        if let Some(indexes) = given.find(|indexes| complete(indexes)) {
            return Ok(indexes);
        }
        if alternatives.iter().all(|indexes| !indexes.is_empty()) && !alternatives.is_empty() {
            return Err(self.missing(operation));
        }
        Ok(&[])
    }

    /// Writes each credential as requests carry it, once for all of them.
    pub(super) fn settle(&mut self, http: &reqwest::Client) {
        let pairs = self.service.credentials.iter().zip(&self.held);
        self.carried = pairs
            .map(|(credential, held)| carry(credential.kind, &held.as_ref()?.0, http))
            .collect();
    }

    /// The tokens for an operation, if it is called with some that are asked for.
    pub(super) fn tokens(&self, operation: &'static Operation) -> Option<&Tokens> {
        let mut indexes = self.pick(operation).ok()?.iter();
        indexes.find_map(|index| match self.held.get(*index)? {
            Some((Held::Source(tokens), _)) => Some(tokens),
            _ => None,
        })
    }

    /// Adds a token that is asked for, unless the caller has set the header.
    ///
    /// # Errors
    /// Fails when there is no token.
    pub(super) async fn add_token(
        &self,
        operation: &'static Operation,
        headers: &mut HeaderMap,
        transport: &dyn Transport,
    ) -> Result<(), Error> {
        let Some(tokens) = self.tokens(operation) else {
            return Ok(());
        };
        if headers.contains_key(AUTHORIZATION) {
            return Ok(());
        }
        let failure = |text: &str| Error::new(ErrorKind::Credentials, text).of(operation);
        let token = tokens
            .get(transport)
            .await
            .map_err(|error| failure("the source of tokens gives none").with_source(error))?;
        let value = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
        let mut value =
            value.map_err(|_| failure("the token has characters that headers cannot carry"))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Adds one credential to the headers of a request, or to what goes elsewhere.
    pub(super) fn add(&self, index: usize, headers: &mut HeaderMap, additions: &mut Additions) {
        match self.carried.get(index) {
            Some(Some(Carried::Header(name, value))) => {
                headers.insert(name.clone(), value.clone());
            }
            Some(Some(Carried::Query(pair))) => additions.query.push(pair.clone()),
            Some(Some(Carried::Cookie(pair))) => additions.cookies.push(pair.clone()),
            Some(None) | None => {}
        }
    }

    fn missing(&self, operation: &'static Operation) -> Error {
        let credentials = self.service.credentials;
        let missing: Vec<String> = operation
            .security
            .iter()
            .filter_map(|indexes| indexes.iter().find(|index| !self.has(**index)))
            .filter_map(|index| credentials.get(*index))
            .map(how_to_give)
            .collect();
        let text = format!("no credential: {}", missing.join(", or "));
        Error::new(ErrorKind::Credentials, text).of(operation)
    }
}

fn how_to_give(credential: &Credential) -> String {
    let Credential { name, env, .. } = credential;
    if env.is_empty() {
        format!("call `{name}` on the builder of the client")
    } else {
        format!("set the environment variable {env} or call `{name}` on the builder of the client")
    }
}

/// None for what is asked for when it is needed.
fn carry(kind: CredentialKind, held: &Held, http: &reqwest::Client) -> Option<Carried> {
    Some(match (kind, held) {
        (_, Held::Source(_)) => return None,
        (CredentialKind::Bearer, Held::Text(token)) => Carried::Header(
            AUTHORIZATION,
            sensitive(&format!("Bearer {}", token.expose())),
        ),
        (CredentialKind::Basic, Held::Text(pair)) => {
            let (user, password) = pair.expose().split_once(':').unwrap_or_default();
            basic(user, password, http)
        }
        (_, Held::Basic { user, password }) => basic(user, password.expose(), http),
        (CredentialKind::ApiKey { location, name }, Held::Text(key)) => {
            let pair = || format!("{name}={}", encode::query_text(key.expose()));
            match location {
                Location::Query => Carried::Query(pair()),
                Location::Cookie => Carried::Cookie(pair()),
                Location::Header | Location::Path => {
                    let name = HeaderName::from_bytes(name.as_bytes());
                    // The document stage refuses what is no name of a header.
                    Carried::Header(name.unwrap_or(AUTHORIZATION), sensitive(key.expose()))
                }
            }
        }
    })
}

/// reqwest writes it as the rules want it.
fn basic(user: &str, password: &str, http: &reqwest::Client) -> Carried {
    let request = http
        .get("http://localhost/")
        .basic_auth(user, Some(password));
    let request = request.build().ok();
    let value = request.and_then(|mut request| request.headers_mut().remove(AUTHORIZATION));
    Carried::Header(AUTHORIZATION, value.unwrap_or_else(|| sensitive("")))
}

/// A header value that debug output hides; [`Credentials::check`] has seen that it is one.
fn sensitive(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}
