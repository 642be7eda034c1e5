//! What `--dry-run` shows: the request that would be sent, or a curl command that sends it.
//!
//! A transport that keeps the request takes the place of the one that sends it. The credentials in
//! it are the names of variables, so that no key can get into the output, and the command works in
//! a shell that has them.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};

use super::super::secret::is_secret;
use super::super::service::{Credential, CredentialKind, Service};
use super::super::transport::{InTransit, Transport, TransportError, TransportErrorKind};
use super::{json, terminal};

/// How the request is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As HTTP.
    Request,
    /// As a command line.
    Curl,
}

/// One part of a form, for the command line.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A field and its text.
    Text(String, String),
    /// A field and the path of its file.
    File(String, String),
}

/// A transport that sends nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage(Arc<Mutex<Option<Request>>>);

impl Stage {
    /// The request that came last.
    pub(super) fn take(&self) -> Option<Request> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Transport for Stage {
    fn send(&self, request: Request) -> InTransit<'_> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        let unsent = TransportError::new(TransportErrorKind::Other, "nothing is sent");
        Box::pin(std::future::ready(Err(unsent)))
    }
}

/// What stands for a credential: `$FLORA_API_KEY`.
pub(super) fn placeholder(credential: &Credential) -> String {
    match credential.env {
        "" => format!("${}", credential.name.to_uppercase()),
        variable => format!("${variable}"),
    }
}

/// The text for standard output.
pub(super) fn show(request: &Request, parts: &[Part], shown: Shown, service: &Service) -> String {
    let secrets: Vec<(String, CredentialKind)> = (service.credentials.iter())
        .map(|credential| (placeholder(credential), credential.kind))
        .collect();
    let sketch = Sketch {
        request,
        parts,
        secrets: &secrets,
    };
    match shown {
        Shown::Request => sketch.http(),
        Shown::Curl => sketch.curl(),
    }
}

struct Sketch<'a> {
    request: &'a Request,
    parts: &'a [Part],
    secrets: &'a [(String, CredentialKind)],
}

impl Sketch<'_> {
    fn http(&self) -> String {
        let mut text = format!("{} {}\n", self.request.method(), self.url());
        for (name, value, _) in self.headers() {
            let _ = writeln!(text, "{name}: {value}");
        }
        let body = self.body();
        if !self.parts.is_empty() {
            text.push('\n');
            for part in self.parts {
                let _ = match part {
                    Part::Text(name, value) => {
                        writeln!(text, "{name}: {}", terminal::escape_line(value))
                    }
                    Part::File(name, path) => {
                        writeln!(text, "{name}: @{}", terminal::escape_line(path))
                    }
                };
            }
        } else if !body.is_empty() {
            let _ = writeln!(text, "\n{body}");
        }
        text
    }

    fn curl(&self) -> String {
        let body = self.bytes();
        let is_piped = !body.is_empty() && self.text().is_none();
        let mut words = vec![match is_piped {
            true => format!("printf '{}' | curl", octal(body)),
            false => "curl".to_owned(),
        }];
        match self.request.method().as_str() {
            "GET" if body.is_empty() && self.parts.is_empty() => {}
            // With `-X HEAD` it would wait for the content of the reply.
            "HEAD" if body.is_empty() => words.push("--head".to_owned()),
            method => words.push(format!("-X {method}")),
        }
        for (name, value, is_reference) in self.headers() {
            // curl writes the border between the parts itself, and knows the length.
            if name == CONTENT_LENGTH.as_str() && value != "0"
                || name == CONTENT_TYPE.as_str() && !self.parts.is_empty()
            {
                continue;
            }
            let basic = (self.secrets.iter())
                .find(|(_, kind)| *kind == CredentialKind::Basic && is_reference)
                .filter(|_| name == AUTHORIZATION.as_str() && value.starts_with("Basic "));
            words.push(match basic {
                Some((variable, _)) => format!("-u \"{variable}\""),
                None if is_reference => {
                    format!("-H {}", self.referring(&format!("{name}: {value}")))
                }
                None => format!("-H {}", quoted(&format!("{name}: {value}"))),
            });
        }
        for part in self.parts {
            words.push(match part {
                Part::Text(name, value) => {
                    format!("--form-string {}", quoted(&format!("{name}={value}")))
                }
                Part::File(name, path) => {
                    format!("-F {}", quoted(&format!("{name}=@{}", form_path(path))))
                }
            });
        }
        if is_piped {
            words.push("--data-binary @-".to_owned());
        } else if let Some(text) = self.text().filter(|text| !text.is_empty()) {
            words.push(format!("--data-raw {}", quoted(&text)));
        }
        let url = self.url();
        words.push(if self.has_reference(&url) {
            self.referring(&url)
        } else {
            quoted(&url)
        });
        words.join(" \\\n  ") + "\n"
    }

    /// The address, with the names of variables as a shell reads them.
    fn url(&self) -> String {
        (self.secrets.iter()).fold(self.request.url().to_string(), |url, (variable, _)| {
            url.replace(&variable.replace('$', "%24"), variable)
        })
    }

    /// Name and value of each header, and whether the value refers to a variable.
    fn headers(&self) -> Vec<(String, String, bool)> {
        let headers: &HeaderMap = self.request.headers();
        (headers.iter())
            .map(|(name, value)| {
                let text = terminal::escape_line(&String::from_utf8_lossy(value.as_bytes()));
                let is_basic = name == AUTHORIZATION
                    && text.starts_with("Basic ")
                    && (self.secrets.iter()).any(|(_, kind)| *kind == CredentialKind::Basic);
                let is_reference = is_basic || self.has_reference(&text);
                let is_hidden = is_secret(name, value) && !is_reference;
                let text = if is_hidden {
                    "[redacted]".to_owned()
                } else {
                    text
                };
                (name.as_str().to_owned(), text, is_reference)
            })
            .collect()
    }

    fn has_reference(&self, text: &str) -> bool {
        (self.secrets.iter()).any(|(variable, _)| text.contains(variable.as_str()))
    }

    /// A word for a POSIX shell in which the names of our variables are replaced, and nothing else.
    fn referring(&self, text: &str) -> String {
        let mut word = String::from("\"");
        for c in text.chars() {
            if matches!(c, '"' | '\\' | '`' | '$') {
                word.push('\\');
            }
            word.push(c);
        }
        word.push('"');
        (self.secrets.iter()).fold(word, |word, (variable, _)| {
            word.replace(&format!("\\{variable}"), variable)
        })
    }

    /// The body, unless it is a form whose parts are shown.
    fn bytes(&self) -> &[u8] {
        let bytes = self.request.body().and_then(reqwest::Body::as_bytes);
        bytes.filter(|_| self.parts.is_empty()).unwrap_or_default()
    }

    /// The body as a text that means the same and steers no terminal, if there is one.
    fn text(&self) -> Option<String> {
        let text = std::str::from_utf8(self.bytes()).ok()?;
        match json::check(text) {
            Ok(()) => Some(json::escape_controls(text)),
            Err(_) => Some(text.to_owned()).filter(|text| terminal::escape(text) == *text),
        }
    }

    /// The body for people.
    fn body(&self) -> String {
        let bytes = self.bytes();
        (self.text())
            .or_else(|| Some(terminal::escape(std::str::from_utf8(bytes).ok()?)))
            .unwrap_or_else(|| format!("[{} bytes]", bytes.len()))
    }
}

/// Bytes for `printf`, which would take a dash in front for an option.
fn octal(bytes: &[u8]) -> String {
    let mut out = String::new();
    for &byte in bytes {
        match byte {
            b'%' => out.push_str("%%"),
            b' '..=b'~' if !matches!(byte, b'-' | b'\'' | b'\\') => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out
}

/// A path for `-F`, where some characters have a meaning unless it is quoted.
fn form_path(path: &str) -> String {
    match path.contains([',', ';', '"', '\\']) {
        true => format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"")),
        false => path.to_owned(),
    }
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
