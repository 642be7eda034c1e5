//! Headers with a type.

use client_runtime::header::Header;
use client_runtime::text::DateTime;
use reqwest::header::{HeaderMap, HeaderValue};

#[test]
fn values_are_read_by_their_type() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-limit", " 12 "),
        ("x-flag", "true"),
        ("x-text", "12"),
        ("x-at", "2026-01-02T03:04:05Z"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    const LIMIT: Header<i64> = Header::json("X-Limit");
    assert_eq!((LIMIT.name(), LIMIT.of(&headers)), ("X-Limit", Some(12)));
    assert_eq!(Header::<bool>::json("x-flag").of(&headers), Some(true));
    let text = Header::<String>::text("x-text").of(&headers);
    assert_eq!(text.as_deref(), Some("12"));
    let at = Header::<DateTime>::text("x-at").of(&headers).unwrap();
    assert_eq!(at.as_str(), "2026-01-02T03:04:05Z");
}

#[test]
fn what_does_not_fit_is_none() {
    let mut headers = HeaderMap::new();
    headers.insert("x-limit", HeaderValue::from_static("many"));
    headers.insert("x-text", HeaderValue::from_bytes(b"\xff").unwrap());
    assert_eq!(Header::<i64>::json("x-limit").of(&headers), None);
    assert_eq!(Header::<i64>::json("absent").of(&headers), None);
    assert_eq!(Header::<String>::text("x-text").of(&headers), None);
    assert_eq!(Header::<String>::text("not a name").of(&headers), None);
}
