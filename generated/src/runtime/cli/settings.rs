// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Where the service is, who is calling, and how calls are made: each value from the first place
//! that has it.
//!
//! Flags win, then the profile that is named by a flag, then variables, then the profile that
//! stands for itself, then the description of the service. Out: the client they describe, or a list
//! of the values and their places, without a key.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use clap::ArgMatches;

use super::super::builder::ClientBuilder;
use super::super::client::Client;
use super::super::credentials::{Held, Origin};
use super::super::error::Error;
use super::super::secret::Secret;
use super::super::service::CredentialKind;
use super::super::transport::Transport;
use super::debug::Told;
use super::exchange::Exchange;
use super::flags::Flags;
use super::globals;
use super::problem::{self, Failure};
use super::profile::{self, Profiles};
use super::rehearsal;
use super::request::Input;
use super::table::Program;
use super::terminal;

/// The name of the base URL in a profile.
pub(super) const BASE_URL: &str = "base_url";

/// Whether the profile that is asked for has to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existence {
    Needed,
    /// It may be about to be made.
    Open,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Flag(&'static str),
    Variable(&'static str),
    Profile(String),
    Service,
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(formatter, "--{name}"),
            Self::Variable(name) => formatter.write_str(name),
            Self::Profile(name) => write!(formatter, "profile {name}"),
            Self::Service => formatter.write_str("the service's description"),
        }
    }
}

/// The settings of a run.
#[derive(Debug)]
pub(super) struct Settings {
    /// By the index of the credential.
    pub(super) credentials: Vec<Option<(Secret, Source)>>,
    pub(super) base_url: Option<(String, Source)>,
    /// The file with the profiles, if the platform has a place for it.
    pub(super) path: Option<PathBuf>,
    pub(super) profiles: Profiles,
    /// The profile in use, whether it exists or not.
    pub(super) profile: String,
}

impl Settings {
    /// Looks at every place.
    pub(super) fn read(
        program: &'static Program,
        flags: &Flags,
        matches: &ArgMatches,
        variable: &dyn Fn(&str) -> Option<OsString>,
        input: &mut Input<'_>,
        existence: Existence,
    ) -> Result<Self, Failure> {
        let service = program.service;
        let of_variable = |name: &str| {
            let text = variable(name)?.into_string().ok()?;
            Some(text.trim().to_owned()).filter(|text| !name.is_empty() && !text.is_empty())
        };
        let path = profile::path(program, variable);
        let named = matches.get_one::<String>(globals::PROFILE).cloned();
        let is_named = named.is_some();
        let implied = || of_variable(&profile::variable(program));
        let profile = named.or_else(implied);
        let profiles = match &path {
            Some(path) => Profiles::read(path)?,
            None => Profiles::default(),
        };
        if let Some(name) = &profile
            && !profiles.has(name)
        {
            if existence == Existence::Needed {
                return Err(no_profile(name, &profiles, program, flags));
            }
            // By a variable it has not met the parser.
            profile::check_name(name).map_err(|why| {
                let shown = terminal::escape_line(name);
                Failure::Usage(format!("`{shown}` is no name of a profile: {why}"))
            })?;
        }
        let profile = profile.unwrap_or_else(|| profile::DEFAULT.to_owned());
        let of_profile = |name: &str| {
            let value = profiles.get(&profile, name)?;
            Some((value.to_owned(), Source::Profile(profile.clone())))
        };
        let pick = |variable: &'static str, name: &str| {
            let of_variable =
                || of_variable(variable).map(|text| (text, Source::Variable(variable)));
            match is_named {
                true => of_profile(name).or_else(of_variable),
                false => of_variable().or_else(|| of_profile(name)),
            }
        };
        let mut credentials = Vec::new();
        for (credential, flag) in service.credentials.iter().zip(&flags.credentials) {
            let by_flag = matches.get_one::<Secret>(flag.id).cloned();
            let by_file = matches.get_one::<OsString>(flag.file_id);
            credentials.push(match (by_flag, by_file) {
                (Some(secret), _) => Some((secret, Source::Flag(flag.flag))),
                (None, Some(file)) => {
                    let secret = input.read_secret(file, flag.file_flag)?;
                    Some((secret, Source::Flag(flag.file_flag)))
                }
                (None, None) => pick(credential.env, credential.name)
                    .map(|(text, source)| (Secret::from(text), source)),
            });
        }
        let base_url = matches
            .get_one::<String>(globals::BASE_URL)
            .map(|url| (url.clone(), Source::Flag(flags.base_url)))
            .or_else(|| pick(service.base_url_env, BASE_URL))
            .or_else(|| Some((service.base_url.to_owned(), Source::Service)))
            .filter(|(url, _)| !url.is_empty());
        Ok(Self {
            credentials,
            base_url,
            path,
            profiles,
            profile,
        })
    }

    /// The client that they describe.
    pub(super) fn client(
        &self,
        program: &'static Program,
        flags: &Flags,
        matches: &ArgMatches,
        variable: &dyn Fn(&str) -> Option<OsString>,
        exchange: &Exchange,
    ) -> Result<Client, Failure> {
        let service = program.service;
        let mut builder = ClientBuilder::<Client>::new(service);
        let credentials = service.credentials.iter().zip(&self.credentials);
        for (index, (credential, held)) in credentials.enumerate() {
            let rehearsed = exchange.rehearsal.is_some();
            let (secret, origin) = match held {
                // A rehearsal never touches a key.
                _ if rehearsed => (
                    Secret::from(rehearsal::placeholder(credential)),
                    Origin::Code,
                ),
                Some((secret, source)) => (secret.clone(), origin(source)),
                None => continue,
            };
            let held = match credential.kind {
                CredentialKind::Basic => basic(&secret, origin, rehearsed)?,
                CredentialKind::Bearer | CredentialKind::ApiKey { .. } => Held::Text(secret),
            };
            builder = builder.credential_from(origin, index, held);
        }
        let Some((url, source)) = &self.base_url else {
            return Err(nowhere(service.base_url_env, flags));
        };
        builder = builder.base_url_from(origin(source), url);
        if let Some(timeout) = matches.get_one::<Duration>(globals::TIMEOUT) {
            builder = builder.timeout(*timeout);
        }
        if let Some(deadline) = matches.get_one::<Duration>(globals::DEADLINE) {
            builder = builder.deadline(*deadline);
        }
        if let Some(retries) = matches.get_one::<u32>(globals::MAX_RETRIES) {
            builder = builder.max_retries(*retries);
        }
        if let Some(url) = matches.get_one::<String>(globals::PROXY) {
            let proxy = reqwest::Proxy::all(url).map_err(|_| {
                // The address may have a password in it.
                let flag = flags.proxy;
                Failure::Usage(format!("the value of --{flag} is not an address"))
            })?;
            builder = builder.http(http()?.proxy(proxy));
        }
        builder = builder.from_variables(variable);
        if let Some(pace) = exchange.pace.clone() {
            builder = builder.layer(move |inner| pace.around(inner));
        }
        if let Some((_, stage)) = &exchange.rehearsal {
            builder = builder.transport(stage.clone());
        } else if matches.get_flag(globals::DEBUG) {
            let (log, base_url) = (exchange.log.clone(), url.clone());
            builder = builder.layer(move |inner: Arc<dyn Transport>| -> Arc<dyn Transport> {
                Arc::new(Told {
                    inner,
                    service,
                    base_url,
                    log,
                    count: AtomicU32::new(0),
                })
            });
        }
        Ok(builder.build()?)
    }

    /// Name, value and place of each setting, keys masked.
    pub(super) fn list(&self, program: &Program) -> Vec<[String; 3]> {
        let credentials = (program.service.credentials.iter()).zip(&self.credentials);
        let credentials = credentials.map(|(credential, held)| {
            let (value, source) = match held {
                Some((secret, source)) => (masked(secret.expose()), source.to_string()),
                None => (String::new(), "not set".to_owned()),
            };
            [credential.name.to_owned(), value, source]
        });
        let base_url = match &self.base_url {
            Some((url, source)) => [
                BASE_URL.to_owned(),
                terminal::escape_line(&without_password(url)),
                source.to_string(),
            ],
            None => [BASE_URL.to_owned(), String::new(), "not set".to_owned()],
        };
        let file = self.path.as_ref().map_or_else(String::new, |path| {
            terminal::escape_line(&path.to_string_lossy())
        });
        credentials
            .chain([base_url, ["profile".to_owned(), self.profile.clone(), file]])
            .collect()
    }
}

/// A key of which only those who have it recognise the rest.
fn masked(key: &str) -> String {
    const SHOWN: usize = 4;
    // Of a short key the end would be too much.
    if key.chars().count() < 4 * SHOWN || !key.is_ascii() {
        return "****".to_owned();
    }
    let end = key.get(key.len() - SHOWN..).unwrap_or_default();
    format!("****{end}")
}

/// An address without the user and the password in it, which the client refuses only when it is
/// made.
// `http://user:password@host/` => `http://****@host/`
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => format!("{scheme}://****{}", rest.get(at..).unwrap_or_default()),
        None => url.to_owned(),
    }
}

fn origin(source: &Source) -> Origin {
    match source {
        Source::Flag(name) => Origin::Flag(name),
        Source::Variable(name) => Origin::Variable(name),
        Source::Profile(_) | Source::Service => Origin::Code,
    }
}

fn basic(secret: &Secret, origin: Origin, rehearsed: bool) -> Result<Held, Failure> {
    let (user, password) = match secret.expose().split_once(':') {
        Some((user, password)) => (user, password),
        None if rehearsed => (secret.expose(), ""),
        None => {
            return Err(match origin {
                Origin::Flag(flag) => Failure::Usage(format!("--{flag} takes USER:PASSWORD")),
                // The builder knows what to say of it.
                _ => return Ok(Held::Text(secret.clone())),
            });
        }
    };
    Ok(Held::Basic {
        user: user.to_owned(),
        password: Secret::from(password),
    })
}

#[cfg(feature = "rustls")]
fn http() -> Result<reqwest::ClientBuilder, Error> {
    super::super::tls::secure()
}

#[cfg(not(feature = "rustls"))]
fn http() -> Result<reqwest::ClientBuilder, Error> {
    Ok(reqwest::Client::builder())
}

fn no_profile(name: &str, profiles: &Profiles, program: &Program, flags: &Flags) -> Failure {
    let names: Vec<&str> = profiles.names().collect();
    let hint = match names.as_slice() {
        [] => format!(
            "`{} {} login --{} {name}` makes one",
            program.name, flags.auth, flags.profile
        ),
        names => format!("there are {}", names.join(", ")),
    };
    Failure::Own {
        message: format!("there is no profile `{}`", terminal::escape_line(name)),
        hint: Some(hint),
        code: problem::USAGE,
    }
}

/// The document does not say where the service is, and neither does the user.
fn nowhere(variable: &str, flags: &Flags) -> Failure {
    let flag = flags.base_url;
    let hint = match variable {
        "" => format!("give --{flag}"),
        variable => format!("set {variable} in the environment, or give --{flag}"),
    };
    Failure::Own {
        message: "it is not known where the service is".to_owned(),
        hint: Some(hint),
        code: problem::USAGE,
    }
}
