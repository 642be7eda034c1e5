//! What `--debug` says on standard error: the request line, the status, the time, the headers.
//!
//! Headers are shown by [`Redacted`], and bodies not at all: signed forms are as good as keys.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::super::call::Call;
use super::super::error::Error;
use super::super::reply::{Bytes, Reply};
use super::super::secret::Redacted;
use super::super::service::{CredentialKind, Service};
use super::terminal;

/// `> GET https://app.example.com/api/v1/assets?limit=20` and the headers of the request.
pub(super) fn request(call: &Call, service: &Service) -> Result<String, Error> {
    let mut head = call.head()?;
    // A key that came by `--header` is as secret as one that came by its own flag.
    for credential in service.credentials {
        if let CredentialKind::ApiKey { name, .. } = credential.kind
            && let Some(value) = head.headers.get_mut(name)
        {
            value.set_sensitive(true);
        }
    }
    let mut text = format!("> {} {}\n", head.method, head.url);
    push_headers(&mut text, '>', &head.headers);
    Ok(text)
}

/// `< 200 in 35 ms` and the headers of the reply, if there was one.
pub(super) fn reply(outcome: &Result<Reply<Bytes>, Error>, elapsed: Duration) -> String {
    let (status, headers) = match outcome {
        Ok(reply) => (Some(reply.status()), Some(reply.headers())),
        Err(error) => (error.status(), error.headers()),
    };
    let status = status.map_or_else(|| "no reply".to_owned(), |status| status.to_string());
    let mut text = format!("< {status} in {} ms\n", elapsed.as_millis());
    if let Some(headers) = headers {
        push_headers(&mut text, '<', headers);
    }
    text
}

fn push_headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in Redacted::new(headers).iter() {
        let _ = writeln!(text, "{mark} {name}: {}", terminal::escape_line(&value));
    }
}
