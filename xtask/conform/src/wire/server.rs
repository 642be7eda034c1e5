//! Where the path is below: the first server of the operation, of its path or of the document.

use std::fmt;

use serde_json::Value;

use super::Operation;

/// What stands before the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// An address with a host.
    Absolute(String),
    /// A path on a host that only the caller knows; not of the whole document.
    Relative(String),
}

/// The base of an operation, its variables replaced by their defaults.
#[must_use]
pub(crate) fn base(operation: &Operation<'_>) -> Base {
    base_of(&[operation.node, operation.item, operation.document])
}

/// The base by the first of these that has servers.
#[must_use]
pub(crate) fn base_of(places: &[&Value]) -> Base {
    let server = places.iter().find_map(|place| {
        let servers = place.get("servers").and_then(Value::as_array)?;
        servers.first()
    });
    let url = server.map(url).unwrap_or_default();
    let url = url.trim_end_matches('/').to_owned();
    if url.contains("://") {
        Base::Absolute(url)
    } else if url.is_empty() || url.starts_with('/') {
        Base::Relative(url)
    } else {
        Base::Relative(format!("/{}", url.trim_start_matches("./")))
    }
}

// `https://{region}.example.com` => `https://eu.example.com`
fn url(server: &Value) -> String {
    let url = server
        .get("url")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let variables = server.get("variables").and_then(Value::as_object);
    variables
        .into_iter()
        .flatten()
        .fold(url.to_owned(), |url, (name, variable)| {
            let default = variable.get("default").map(super::same::text);
            url.replace(&format!("{{{name}}}"), &default.unwrap_or_default())
        })
}

impl Base {
    /// The path below the base; none if the address is elsewhere.
    pub(super) fn below<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (origin, path) = cut(address);
        let (wanted, base) = match self {
            Self::Absolute(url) => {
                let (wanted, base) = cut(url);
                (Some(wanted), base)
            }
            Self::Relative(base) => (None, base.as_str()),
        };
        let is_there = wanted.is_none_or(|wanted| is_same_origin(wanted, origin));
        let rest = path
            .strip_prefix(base)
            .or_else(|| path.strip_prefix(super::percent::encode_literal(base).as_str()))?;
        (is_there && (rest.is_empty() || rest.starts_with('/'))).then_some(rest)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(url) => formatter.write_str(url),
            Self::Relative(path) => write!(formatter, "`{path}` on the host of the caller"),
        }
    }
}

/// Scheme with host, and path.
fn cut(url: &str) -> (&str, &str) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let end = url[after..].find('/').map_or(url.len(), |at| after + at);
    url.split_at(end)
}

fn is_same_origin(one: &str, other: &str) -> bool {
    let plain = |origin: &str| {
        let origin = origin.to_ascii_lowercase();
        let port = if origin.starts_with("https:") {
            ":443"
        } else {
            ":80"
        };
        origin
            .strip_suffix(port)
            .map_or(origin.clone(), str::to_owned)
    };
    plain(one) == plain(other)
}
