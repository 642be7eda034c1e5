// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What `--debug` says on standard error: each attempt with its headers, status and time.
//!
//! It looks at the requests where they leave, so retries, redirects and the steps of an upload are
//! all seen. Headers are shown by [`Redacted`], and bodies not at all: signed forms are as good as
//! keys. The query of an address elsewhere is left out, since a signature would be in it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::{Request, Url};

use super::super::secret::Redacted;
use super::super::service::{CredentialKind, Location, Service};
use super::super::transport::{InTransit, Transport};
use super::terminal;

/// What is to be said, in the order in which it happened.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    text: Arc<Mutex<String>>,
    hides_queries: Arc<AtomicBool>,
}

impl Log {
    fn push(&self, text: &str) {
        let mut log = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_str(text);
    }

    /// Tells no query of what is sent from now on: the addresses come from replies, and may be
    /// signed wherever they lead.
    pub(super) fn hide_queries(&self) {
        self.hides_queries.store(true, Ordering::Relaxed);
    }

    /// Takes out what was said so far.
    pub(super) fn take(&self) -> String {
        let mut log = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut log)
    }
}

/// A transport that tells what it sends and gets.
pub(super) struct Told {
    pub(super) inner: Arc<dyn Transport>,
    pub(super) service: &'static Service,
    pub(super) base_url: String,
    pub(super) log: Log,
    pub(super) count: AtomicU32,
}

impl Transport for Told {
    fn send(&self, request: Request) -> InTransit<'_> {
        Box::pin(async move {
            let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
            self.log.push(&self.request(&request, number));
            let start = Instant::now();
            let outcome = self.inner.send(request).await;
            let said = match &outcome {
                Ok(response) => {
                    let status = response.status().as_u16().to_string();
                    reply(&status, response.headers(), start.elapsed())
                }
                Err(error) => {
                    let why = terminal::escape_line(&error.to_string());
                    reply(&why, &HeaderMap::new(), start.elapsed())
                }
            };
            self.log.push(&said);
            outcome
        })
    }
}

impl Told {
    /// `> GET https://app.example.com/api/v1/assets?limit=20` and the headers of the request.
    fn request(&self, request: &Request, number: u32) -> String {
        let mut headers = request.headers().clone();
        // A key that came by `--header` is as secret as one that came by its own flag.
        for credential in self.service.credentials {
            if let CredentialKind::ApiKey { name, .. } = credential.kind
                && let Some(value) = headers.get_mut(name)
            {
                value.set_sensitive(true);
            }
        }
        let again = match number {
            1 => String::new(),
            number => format!(" (request {number})"),
        };
        let url = self.address(request.url());
        let mut text = format!("> {} {url}{again}\n", request.method());
        push_headers(&mut text, '>', &headers);
        text
    }

    fn address(&self, url: &Url) -> String {
        let text = url.as_str();
        let Some((path, query)) = text.split_once('?') else {
            return text.to_owned();
        };
        let origin = |url: &Url| url.origin().ascii_serialization();
        if self.log.hides_queries.load(Ordering::Relaxed)
            || Url::parse(&self.base_url).map(|base| origin(&base)) != Ok(origin(url))
        {
            return format!("{path}?[redacted]");
        }
        let pairs: Vec<String> = (query.split('&'))
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if self.is_key(name) => format!("{name}=[redacted]"),
                _ => pair.to_owned(),
            })
            .collect();
        format!("{path}?{}", pairs.join("&"))
    }

    /// Whether a parameter of the query is a credential.
    fn is_key(&self, parameter: &str) -> bool {
        (self.service.credentials.iter()).any(|credential| {
            matches!(
                credential.kind,
                CredentialKind::ApiKey { location: Location::Query, name } if name == parameter
            )
        })
    }
}

/// `< 200 in 35 ms` and the headers of the reply.
fn reply(status: &str, headers: &HeaderMap, elapsed: Duration) -> String {
    let mut text = format!("< {status} in {} ms\n", elapsed.as_millis());
    push_headers(&mut text, '<', headers);
    text
}

fn push_headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in Redacted::new(headers).iter() {
        let _ = writeln!(text, "{mark} {name}: {}", terminal::escape_line(&value));
    }
}
