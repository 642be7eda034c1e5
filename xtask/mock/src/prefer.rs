//! The wishes of a caller: `Prefer: code=429`, `example=NAME`, `wait=SECONDS`, `fault=close`.

use std::time::Duration;

use hyper::HeaderMap;

/// What the caller wants to see instead of the usual answer (RFC 7240).
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Prefer {
    /// A status.
    pub(crate) code: Option<u16>,
    /// A named example.
    pub(crate) example: Option<String>,
    /// How long the answer takes.
    pub(crate) wait: Option<Duration>,
    /// Whether the connection is closed without an answer.
    pub(crate) close: bool,
}

impl Prefer {
    /// Reads all `Prefer` headers; wishes of another kind are not ours to grant.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let mut prefer = Self::default();
        for line in headers.get_all("prefer") {
            let line = line.to_str().unwrap_or_default();
            for wish in line.split([',', ';']) {
                let Some((name, value)) = wish.split_once('=') else {
                    continue;
                };
                let value = value.trim().trim_matches('"');
                match name.trim().to_ascii_lowercase().as_str() {
                    "code" | "status" => {
                        prefer.code = value.parse().ok().filter(|code| (200..600).contains(code));
                    }
                    "example" => prefer.example = Some(value.to_owned()),
                    "wait" => {
                        let seconds: Option<f64> = value.parse().ok();
                        let seconds = seconds.filter(|it| (0.0..=3600.0).contains(it));
                        prefer.wait = seconds.map(Duration::from_secs_f64);
                    }
                    "fault" => prefer.close = value == "close",
                    _ => {}
                }
            }
        }
        prefer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_wishes() {
        let mut headers = HeaderMap::new();
        headers.append(
            "prefer",
            "code=429, example=\"rate_limited\"".parse().expect("ascii"),
        );
        headers.append("prefer", "wait=0.5; respond-async".parse().expect("ascii"));
        let expected = Prefer {
            code: Some(429),
            example: Some("rate_limited".to_owned()),
            wait: Some(Duration::from_millis(500)),
            close: false,
        };
        assert_eq!(Prefer::read(&headers), expected);
        headers.insert("prefer", "code=9, wait=-1".parse().expect("ascii"));
        assert_eq!(Prefer::read(&headers), Prefer::default());
    }
}
