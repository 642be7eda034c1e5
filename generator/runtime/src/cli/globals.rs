//! Our own flags, which every command has: where the service is, who is calling, what to tell.
//!
//! Out: clap's arguments; `settings` reads their values.

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser as _};
use clap::{ArgAction, ValueHint};

use super::super::secret::Secret;
use super::super::service::{Credential, CredentialKind};
use super::flags::{CredentialFlag, Flags};
use super::problem::ErrorFormat;
use super::profile;
use super::rehearsal::Shown;
use super::table::Program;

// No flag has a colon, so these ids never meet those of the document, which are its flags.
pub(super) const PROFILE: &str = "client:profile";
pub(super) const BASE_URL: &str = "client:base-url";
pub(super) const TIMEOUT: &str = "client:timeout";
pub(super) const DEADLINE: &str = "client:deadline";
pub(super) const MAX_RETRIES: &str = "client:max-retries";
pub(super) const PROXY: &str = "client:proxy";
pub(super) const HEADER: &str = "client:header";
pub(super) const DEBUG: &str = "client:debug";
pub(super) const DRY_RUN: &str = "client:dry-run";
pub(super) const TIMING: &str = "client:timing";
const ERROR_FORMAT: &str = "client:error-format";

/// Where the service is, who is calling, and how often.
pub(super) fn connection_args(program: &'static Program, flags: &Flags) -> Vec<clap::Arg> {
    let service = program.service;
    let credentials = service.credentials.iter().zip(&flags.credentials);
    let mut args: Vec<clap::Arg> = credentials
        .flat_map(|(credential, flag)| credential_args(credential, flag))
        .collect();
    args.extend([
        clap::Arg::new(PROFILE)
            .long(flags.profile)
            .value_name("NAME")
            .value_parser(|name: &str| profile::check_name(name))
            .help(format!(
                "The profile to take settings from; see `{} {}`",
                program.name, flags.auth
            )),
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
            .help("How long one attempt may take until its reply is read [default: 60]"),
        clap::Arg::new(DEADLINE)
            .long(flags.deadline)
            .value_name("SECONDS")
            .value_parser(seconds)
            .hide_short_help(true)
            .help("How long all attempts of a call may take together"),
        clap::Arg::new(MAX_RETRIES)
            .long(flags.max_retries)
            .value_name("N")
            .value_parser(clap::value_parser!(u32))
            .help("How many attempts may follow the first [default: 2]"),
        clap::Arg::new(PROXY)
            .long(flags.proxy)
            .value_name("URL")
            .value_hint(ValueHint::Url)
            .hide_short_help(true)
            .help("The proxy for all requests; without it HTTPS_PROXY of the environment"),
        clap::Arg::new(HEADER)
            .long(flags.header)
            .value_name("NAME: VALUE")
            .action(ArgAction::Append)
            .hide_short_help(true)
            .help("A header to send along [may be repeated]"),
    ]);
    args
}

/// What to tell on standard error, and whether to send anything.
pub(super) fn telling_args(flags: &Flags) -> [clap::Arg; 4] {
    [
        clap::Arg::new(DRY_RUN)
            .long(flags.dry_run)
            .value_name("AS")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("request")
            .value_parser(PossibleValuesParser::new(["request", "curl"]).map(|name| {
                match name.as_str() {
                    "curl" => Shown::Curl,
                    _ => Shown::Request,
                }
            }))
            .help("Print the request, or a curl command, and send nothing"),
        clap::Arg::new(DEBUG)
            .long(flags.debug)
            .action(ArgAction::SetTrue)
            .help("Print each attempt with its status and headers to standard error, without keys"),
        clap::Arg::new(TIMING)
            .long(flags.timing)
            .action(ArgAction::SetTrue)
            .hide_short_help(true)
            .help("Print how long each call took, and in how many attempts"),
        clap::Arg::new(ERROR_FORMAT)
            .long(flags.error_format)
            .value_name("FORMAT")
            .value_parser(["text", "json"])
            .help("How to print errors, which go to standard error [default: text]"),
    ]
}

/// How errors are printed, which has to be known before the arguments are understood.
pub(super) fn error_format(args: &[OsString], flags: &Flags) -> ErrorFormat {
    let flag = format!("--{}", flags.error_format);
    let mut format = ErrorFormat::Text;
    let mut args = args
        .iter()
        .filter_map(|arg| arg.to_str())
        .take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix(&flag) {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("json") => format = ErrorFormat::Json,
            Some(_) => format = ErrorFormat::Text,
            None => {}
        }
    }
    format
}

fn credential_args(credential: &Credential, flag: &CredentialFlag) -> [clap::Arg; 2] {
    let value_name = match credential.kind {
        CredentialKind::Basic => "USER:PASSWORD",
        CredentialKind::Bearer | CredentialKind::ApiKey { .. } => "KEY",
    };
    [
        clap::Arg::new(flag.id)
            .long(flag.flag)
            .value_name(value_name)
            // An empty value is most likely a variable that is not set: better said than ignored.
            .value_parser(NonEmptyStringValueParser::new().map(|key| Secret::from(key.trim())))
            .help(format!(
                "{}{}",
                purpose(credential),
                or_variable(credential.env)
            )),
        clap::Arg::new(flag.file_id)
            .long(flag.file_flag)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(clap::value_parser!(OsString))
            .conflicts_with(flag.id)
            .help("The same from a file, or from standard input for -"),
    ]
}

fn or_variable(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!("; without it {name} of the environment")
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
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
