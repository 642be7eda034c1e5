//! Our own flags, which every command has: where the service is, who is calling, how to print.
//!
//! Out: clap's arguments, and the client that their values describe.

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::{NonEmptyStringValueParser, TypedValueParser as _};
use clap::{ArgAction, ArgMatches, ValueHint};

use super::super::builder::ClientBuilder;
use super::super::client::Client;
use super::super::credentials::{Held, Origin};
use super::super::secret::Secret;
use super::super::service::{Credential, CredentialKind};
use super::flags::{CredentialFlag, Flags};
use super::problem::{self, Failure};
use super::table::Program;

// No flag has a colon, so these ids never meet those of the document, which are its flags.
const BASE_URL: &str = "client:base-url";
const TIMEOUT: &str = "client:timeout";
pub(super) const HEADER: &str = "client:header";
pub(super) const DEBUG: &str = "client:debug";

/// The flags that every command has besides its own.
pub(super) fn global_args(program: &'static Program, flags: &Flags) -> Vec<clap::Arg> {
    let service = program.service;
    let mut args: Vec<clap::Arg> = (service.credentials.iter().zip(&flags.credentials))
        .map(|(credential, flag)| credential_arg(credential, flag))
        .collect();
    args.extend([
        clap::Arg::new(BASE_URL)
            .long(flags.base_url)
            .value_name("URL")
            .value_hint(ValueHint::Url)
            .value_parser(NonEmptyStringValueParser::new())
            .help(format!(
                "Where the service is{} [default: {}]",
                or_variable(service.base_url_env),
                service.base_url
            )),
        clap::Arg::new(TIMEOUT)
            .long(flags.timeout)
            .value_name("SECONDS")
            .value_parser(seconds)
            .help("How long one attempt may take until its reply is read"),
        clap::Arg::new(HEADER)
            .long(flags.header)
            .value_name("NAME: VALUE")
            .action(ArgAction::Append)
            .help("A header to send along [may be repeated]"),
        clap::Arg::new(DEBUG)
            .long(flags.debug)
            .action(ArgAction::SetTrue)
            .help("Print the request, the status and the headers to standard error, without keys"),
    ]);
    args
}

fn credential_arg(credential: &Credential, flag: &CredentialFlag) -> clap::Arg {
    let value_name = match credential.kind {
        CredentialKind::Basic => "USER:PASSWORD",
        CredentialKind::Bearer | CredentialKind::ApiKey { .. } => "KEY",
    };
    clap::Arg::new(flag.id)
        .long(flag.flag)
        .value_name(value_name)
        // An empty value is most likely a variable that is not set: better said than ignored.
        .value_parser(NonEmptyStringValueParser::new().map(|key| Secret::from(key.trim())))
        .help(format!(
            "{}{}",
            purpose(credential),
            or_variable(credential.env)
        ))
}

fn or_variable(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!("; without it {name} of the environment")
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    (text.parse().ok())
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "not a number of seconds above zero".to_owned())
}

/// What a credential is, for the help.
pub(super) fn purpose(credential: &Credential) -> &'static str {
    match credential.kind {
        CredentialKind::Bearer => "Key or token for the service",
        CredentialKind::Basic => "User name and password for the service, as USER:PASSWORD",
        CredentialKind::ApiKey { .. } => "Key for the service",
    }
}

/// A client with what the flags say, and what the environment says besides.
pub(super) fn client(
    program: &'static Program,
    flags: &Flags,
    matches: &ArgMatches,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Client, Failure> {
    let service = program.service;
    let mut builder = ClientBuilder::<Client>::new(service);
    for (index, (credential, flag)) in service
        .credentials
        .iter()
        .zip(&flags.credentials)
        .enumerate()
    {
        let Some(secret) = matches.get_one::<Secret>(flag.id) else {
            continue;
        };
        let held = match credential.kind {
            CredentialKind::Basic => {
                let Some((user, password)) = secret.expose().split_once(':') else {
                    return Err(Failure::Usage(format!(
                        "--{} takes USER:PASSWORD",
                        flag.flag
                    )));
                };
                Held::Basic {
                    user: user.to_owned(),
                    password: Secret::from(password),
                }
            }
            CredentialKind::Bearer | CredentialKind::ApiKey { .. } => Held::Text(secret.clone()),
        };
        builder = builder.credential_from(Origin::Flag(flag.flag), index, held);
    }
    if let Some(url) = matches.get_one::<String>(BASE_URL) {
        builder = builder.base_url_from(Origin::Flag(flags.base_url), url);
    }
    if let Some(timeout) = matches.get_one::<Duration>(TIMEOUT) {
        builder = builder.timeout(*timeout);
    }
    builder = builder.from_variables(variable);
    if !builder.has_base_url() {
        return Err(nowhere(service.base_url_env, flags));
    }
    Ok(builder.build()?)
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
