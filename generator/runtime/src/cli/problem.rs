//! What is said on standard error when a command fails, and the exit code that goes with it.
//!
//! In: an error of any step. Out: text for people, with the server's words made harmless for a
//! terminal, and a number for scripts.

use std::error::Error as StdError;
use std::fmt::Write as _;

use clap::builder::Styles;

use super::super::error::{Error, ErrorKind};
use super::super::secret::{REDACTED, Secret, told};
use super::flags::{self, Flags};
use super::table::{Command, Program, Task};
use super::values::write_json_string;
use super::{json, terminal};

/// Everything went well.
pub(super) const DONE: u8 = 0;
/// A failure that has no code of its own.
pub(super) const OTHER: u8 = 1;
/// Flags, values or settings that cannot work.
pub(super) const USAGE: u8 = 2;
pub(super) const AUTH: u8 = 3;
const NOT_FOUND: u8 = 4;
const INVALID: u8 = 5;
const CONFLICT: u8 = 6;
const RATE_LIMIT: u8 = 7;
const SERVER: u8 = 8;
const NETWORK: u8 = 9;
const TIMEOUT: u8 = 10;
pub(super) const FAILED: u8 = 11;
/// What shells make of a program that a signal ended.
pub(super) const INTERRUPTED: u8 = 130;

/// The exit codes, for the help.
const CODES: [(u8, &str); 13] = [
    (DONE, "the command did what was asked"),
    (OTHER, "a failure that is not listed here"),
    (USAGE, "wrong usage: a flag, a value, a file or a setting"),
    (AUTH, "no credential, or not accepted (401, 403)"),
    (NOT_FOUND, "not found (404)"),
    (INVALID, "the service refused the values (400, 422)"),
    (CONFLICT, "conflict with the present state (409)"),
    (RATE_LIMIT, "too many requests (429)"),
    (SERVER, "the service failed (5xx)"),
    (NETWORK, "the service could not be reached"),
    (TIMEOUT, "the service did not answer in time"),
    (FAILED, "what was uploaded, downloaded or waited for failed"),
    (INTERRUPTED, "interrupted by Ctrl-C"),
];

/// How errors are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorFormat {
    /// For people.
    Text,
    /// One JSON object on one line.
    Json,
}

/// The word for an exit code.
fn word(code: u8) -> &'static str {
    match code {
        USAGE => "usage",
        AUTH => "auth",
        NOT_FOUND => "not_found",
        INVALID => "invalid",
        CONFLICT => "conflict",
        RATE_LIMIT => "rate_limit",
        SERVER => "server",
        NETWORK => "network",
        TIMEOUT => "timeout",
        FAILED => "failed",
        INTERRUPTED => "interrupted",
        _ => "other",
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The command line is wrong in a way that the parser did not see.
    Usage(String),
    /// A file, a setting or a reply of ours is wrong.
    Own {
        message: String,
        hint: Option<String>,
        code: u8,
    },
    /// The call failed.
    Call {
        error: Error,
        /// The beginning of a reply that has no message for people.
        excerpt: Option<String>,
    },
    /// What was printed says it all.
    Quiet(u8),
}

impl Failure {
    /// A call that failed, without the secrets that it was made with.
    pub(super) fn of_call(error: Error, secrets: &[Secret]) -> Self {
        let excerpt = excerpt(&error, secrets);
        Self::Call { error, excerpt }
    }

    /// A failure of ours that has no exit code of its own.
    pub(super) fn own(message: String) -> Self {
        Self::Own {
            message,
            hint: None,
            code: OTHER,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call {
            error,
            excerpt: None,
        }
    }
}

/// The exit code of a failed call.
pub(super) fn exit_code(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Credentials => AUTH,
        ErrorKind::Configuration | ErrorKind::Request => USAGE,
        ErrorKind::Connect | ErrorKind::Tls | ErrorKind::Transport | ErrorKind::Redirect => NETWORK,
        ErrorKind::Timeout => TIMEOUT,
        ErrorKind::Failed | ErrorKind::Upload => FAILED,
        ErrorKind::Status => match error.status() {
            Some(401 | 403) => AUTH,
            Some(404) => NOT_FOUND,
            Some(400 | 422) => INVALID,
            Some(409) => CONFLICT,
            Some(429) => RATE_LIMIT,
            Some(500..) => SERVER,
            _ => OTHER,
        },
        _ => OTHER,
    }
}

/// What is said of a failure, and its exit code; the subject is what failed, where there are
/// several.
pub(super) fn say(
    failure: &Failure,
    subject: Option<&str>,
    program: &Program,
    flags: &Flags,
    format: ErrorFormat,
) -> (String, u8) {
    let shown = subject.map(terminal::escape_line);
    let headed = |words: &str| match &shown {
        Some(subject) => format!("{subject}: {words}"),
        None => words.to_owned(),
    };
    let (text, code) = match (failure, format) {
        (Failure::Quiet(code), _) => return (String::new(), *code),
        (Failure::Usage(message), ErrorFormat::Text) => (render(&headed(message), None), USAGE),
        (Failure::Usage(message), ErrorFormat::Json) => (own_as_json(message, None, USAGE), USAGE),
        (
            Failure::Own {
                message,
                hint,
                code,
            },
            format,
        ) => {
            let text = match format {
                ErrorFormat::Text => render(&headed(message), hint.as_deref()),
                ErrorFormat::Json => own_as_json(message, hint.as_deref(), *code),
            };
            (text, *code)
        }
        (Failure::Call { error, excerpt }, ErrorFormat::Text) => {
            let text = render_call(program, flags, error, excerpt.as_deref(), headed);
            (text, exit_code(error))
        }
        (Failure::Call { error, .. }, ErrorFormat::Json) => {
            (call_as_json(program, flags, error), exit_code(error))
        }
    };
    match (subject, format, text.strip_prefix('{')) {
        (Some(subject), ErrorFormat::Json, Some(rest)) => {
            (format!("{{\"source\":{},{rest}", quoted(subject)), code)
        }
        _ => (text, code),
    }
}

/// The list of exit codes for the help.
pub(super) fn exit_codes_help(program: &Program) -> String {
    let header = *Styles::styled().get_header();
    let mut text = format!("{header}Exit codes:{header:#}");
    let is_work = |command: &Command| !matches!(command.task, Task::Call) || command.wait.is_some();
    let has_work = flags::commands(program).any(is_work);
    for (code, meaning) in (CODES.into_iter()).filter(|(code, _)| *code != FAILED || has_work) {
        let _ = write!(text, "\n  {code:>3}  {meaning}");
    }
    text
}

/// A message of ours in the dress of clap's: `error: …`.
pub(super) fn render(message: &str, hint: Option<&str>) -> String {
    let error = *Styles::styled().get_error();
    let mut text = format!("{error}error:{error:#} {message}\n");
    if let Some(hint) = hint {
        push_hint(&mut text, hint);
    }
    text
}

/// A failed call, over several lines.
fn render_call(
    program: &Program,
    flags: &Flags,
    error: &Error,
    excerpt: Option<&str>,
    headed: impl Fn(&str) -> String,
) -> String {
    let mut text = render(&headed(&headline(error)), None);
    for problem in error.fields() {
        let name = terminal::escape_line(&told(&problem.field));
        let message = terminal::escape_line(&told(&problem.message));
        let line = match (name.as_str(), message.as_str()) {
            (name, "") => name.to_owned(),
            ("", message) => message.to_owned(),
            (name, message) => format!("{name}: {message}"),
        };
        // Some services put the only one of them into their message, too.
        if error.fields().len() > 1 || !text.trim_end().ends_with(&line) {
            let _ = writeln!(text, "  {line}");
        }
    }
    if let Some(excerpt) = excerpt {
        let _ = writeln!(text, "  {excerpt}");
    }
    if let Some(id) = error.request_id() {
        let _ = writeln!(text, "request id: {}", terminal::escape_line(id));
    }
    if let Some(key) = error.idempotency_key()
        && (error.is_retryable() || error.is_already_accepted())
    {
        let _ = writeln!(text, "idempotency key: {}", terminal::escape_line(key));
    }
    if let Some(hint) = hint(program, flags, error) {
        push_hint(&mut text, &hint);
    }
    text
}

/// Why something failed, on one line.
#[cfg(feature = "explore")]
pub(super) fn in_words(failure: &Failure) -> String {
    match failure {
        Failure::Usage(message) | Failure::Own { message, .. } => message.clone(),
        Failure::Call { error, .. } => headline(error),
        Failure::Quiet(_) => String::new(),
    }
}

/// What is good to know, on a line of its own.
pub(super) fn note(text: &str) -> String {
    labelled("note", text)
}

/// Words behind a label, on a line of their own.
pub(super) fn labelled(label: &str, words: &str) -> String {
    let mut out = String::new();
    push_labelled(&mut out, label, words);
    out
}

fn push_labelled(text: &mut String, label: &str, words: &str) {
    let valid = *Styles::styled().get_valid();
    let _ = writeln!(text, "{valid}{label}:{valid:#} {words}");
}

/// A failure of ours as JSON.
pub(super) fn own_as_json(message: &str, hint: Option<&str>, code: u8) -> String {
    as_json(
        code,
        &[("message", Some(message)), ("hint", hint)],
        None,
        "",
    )
}

/// What clap has to say as JSON: its first sentence is the message, its tips are the hint.
pub(super) fn usage_as_json(text: &str) -> String {
    let words = text.split("\n\nUsage:").next().unwrap_or_default();
    let (message, hint) = match words.split_once("\n\n") {
        Some((message, hint)) => (message, hint.replace("tip: ", "")),
        None => (words, String::new()),
    };
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = line(message.trim_start_matches("error:"));
    let hint = hint
        .split("For more information")
        .next()
        .unwrap_or_default();
    let hint = Some(line(hint)).filter(|hint| !hint.is_empty());
    own_as_json(&message, hint.as_deref(), USAGE)
}

/// A failed call as JSON.
fn call_as_json(program: &Program, flags: &Flags, error: &Error) -> String {
    let own = match error.kind() {
        ErrorKind::Status => None,
        _ => Some(headline(error)),
    };
    let reason = (error.status()).and_then(|status| {
        reqwest::StatusCode::from_u16(status)
            .ok()?
            .canonical_reason()
    });
    let message = (own.or_else(|| error.message().map(told))).or(reason.map(str::to_owned));
    let mut fields = String::new();
    for problem in error.fields() {
        fields.push_str(if fields.is_empty() { "" } else { "," });
        let (field, message) = (told(&problem.field), told(&problem.message));
        let (field, message) = (quoted(&field), quoted(&message));
        let _ = write!(fields, "{{\"field\":{field},\"message\":{message}}}");
    }
    let hint = hint(program, flags, error);
    let texts = [
        ("message", message.as_deref()),
        ("code", error.code()),
        ("request_id", error.request_id()),
        ("id", error.id()),
        ("idempotency_key", error.idempotency_key()),
        ("hint", hint.as_deref()),
    ];
    as_json(exit_code(error), &texts, error.status(), &fields)
}

/// `{"error":{"kind":"not_found","message":"…","status":404},"exit_code":4}`
fn as_json(code: u8, texts: &[(&str, Option<&str>)], status: Option<u16>, fields: &str) -> String {
    let mut out = format!("{{\"error\":{{\"kind\":\"{}\"", word(code));
    for (name, text) in texts {
        if let Some(text) = text {
            let _ = write!(out, ",\"{name}\":{}", quoted(text));
        }
    }
    if let Some(status) = status {
        let _ = write!(out, ",\"status\":{status}");
    }
    if !fields.is_empty() {
        let _ = write!(out, ",\"fields\":[{fields}]");
    }
    let _ = writeln!(out, "}},\"exit_code\":{code}}}");
    out
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_json_string(text, &mut out);
    json::escape_controls(&out)
}

fn push_hint(text: &mut String, hint: &str) {
    push_labelled(text, "hint", hint);
}

/// `404 Not Found (not_found): Asset not found.`
fn headline(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Status => {}
        // The error's own text is for programmers; the hint tells the flag and the variable.
        ErrorKind::Credentials => return "no credential for this command".to_owned(),
        _ => return terminal::escape_line(&with_cause(error)),
    }
    let mut text = String::new();
    if let Some(status) = error.status() {
        let _ = write!(text, "{status}");
        let reason = reqwest::StatusCode::from_u16(status).ok();
        if let Some(reason) = reason.and_then(|status| status.canonical_reason()) {
            let _ = write!(text, " {reason}");
        }
    }
    if let Some(code) = error.code() {
        let _ = write!(text, " ({})", terminal::escape_line(code));
    }
    if let Some(message) = error.message() {
        let _ = write!(text, ": {}", terminal::escape_line(&told(message)));
    }
    text
}

/// Our own words and the first cause; the request id gets a line of its own.
// no connection to http://127.0.0.1:1: Connection refused (os error 111)
fn with_cause(error: &Error) -> String {
    let mut text = error.to_string();
    if let Some(id) = error.request_id()
        && let Some(words) = text.strip_suffix(&format!(" (request id {id})"))
    {
        text.truncate(words.len());
    }
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(StdError::source) {
        cause = Some(deeper);
    }
    if let Some(cause) = cause {
        let _ = write!(text, ": {cause}");
    }
    text
}

/// The beginning of an error body in which no message was found: a gateway's page, mostly.
fn excerpt(error: &Error, secrets: &[Secret]) -> Option<String> {
    const LENGTH: usize = 200;
    if error.kind() != ErrorKind::Status || error.message().is_some() {
        return None;
    }
    let body = std::str::from_utf8(error.body()?).ok()?;
    // A service may repeat what it was given.
    let body = (secrets.iter()).fold(body.to_owned(), |body, secret| {
        body.replace(secret.expose(), REDACTED)
    });
    let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = told(&words);
    let mut text: String = words.chars().take(LENGTH).collect();
    if text.len() < words.len() {
        text.push('…');
    }
    (!text.is_empty()).then(|| terminal::escape_line(&text))
}

/// How to say who is calling. What is typed as a value stays in the history of the shell, so a file
/// is named instead.
fn ways_to_log_in(program: &Program, flags: &Flags) -> String {
    let mut ways = vec![format!("run `{} {} login`", program.name, flags.auth)];
    for (credential, flag) in program.service.credentials.iter().zip(&flags.credentials) {
        if !credential.env.is_empty() {
            ways.push(format!("set {}", credential.env));
        }
        ways.push(format!("give --{} FILE", flag.file_flag));
    }
    let last = ways.pop().unwrap_or_default();
    format!("{}, or {last}", ways.join(", "))
}

/// What the user can do about it.
fn hint(program: &Program, flags: &Flags, error: &Error) -> Option<String> {
    match (error.kind(), error.status()) {
        (ErrorKind::Credentials, _) => Some(ways_to_log_in(program, flags)),
        (ErrorKind::Status, Some(401)) if !program.service.credentials.is_empty() => {
            let (name, config, auth) = (program.name, flags.config, flags.auth);
            Some(format!(
                "`{name} {config} show` tells which key was sent; `{name} {auth} login` takes another"
            ))
        }
        (ErrorKind::Status, _) if error.is_already_accepted() => {
            Some("the service accepted an earlier attempt of this command".to_owned())
        }
        (ErrorKind::Status, Some(429 | 503)) => {
            let wait = error.retry_after()?;
            Some(format!("try again in {} s", wait.as_secs().max(1)))
        }
        (ErrorKind::Timeout, _) => {
            let flag = match error.is_deadline() {
                true => flags.deadline,
                false => flags.timeout,
            };
            Some(format!("--{flag} SECONDS allows more time"))
        }
        _ => None,
    }
}
