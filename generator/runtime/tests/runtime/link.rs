//! The header `Link`.

use client_runtime::link::target;
use reqwest::header::{HeaderMap, HeaderValue, LINK};

fn next(values: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(LINK, HeaderValue::from_str(value).expect("a header"));
    }
    target(&headers, "next").map(str::to_owned)
}

#[test]
fn the_link_of_a_relation() {
    for (value, expected) in [
        ("</2>; rel=\"next\"", Some("/2")),
        ("</2>;rel=next", Some("/2")),
        ("</2> ; REL = \"Next\"", Some("/2")),
        ("</2>; rel=\"last next\"; title=x", Some("/2")),
        ("</1>; rel=prev, </2>; rel=next, </9>; rel=last", Some("/2")),
        // Commas and semicolons are part of addresses and of quoted texts.
        (
            "</2?ids=1,2;3>; title=\"a, b; \\\"rel=\"; rel=\"next\"",
            Some("/2?ids=1,2;3"),
        ),
        ("</1>; title=\"<x>; rel=next\", </2>; rel=next", Some("/2")),
        // A second `rel` does not count, and neither does a link of another resource.
        ("</1>; rel=prev; rel=next", None),
        (
            "</1>; rel=next; anchor=\"/other\", </2>; rel=next",
            Some("/2"),
        ),
        // A parameter without a value, and empty elements.
        ("</2>; crossorigin; rel=next", Some("/2")),
        (", ,</2>; rel=next,", Some("/2")),
        // What is no link is passed over.
        ("nonsense, </2>; rel=next", Some("/2")),
        ("</2", None),
        ("</2>; rel=\"next", Some("/2")),
        ("</2>; rel=nextly", None),
        ("</2>", None),
        ("", None),
    ] {
        assert_eq!(next(&[value]).as_deref(), expected, "{value}");
    }
}

#[test]
fn links_of_several_headers() {
    let found = next(&["</1>; rel=prev", "</2>; rel=next"]);
    assert_eq!(found.as_deref(), Some("/2"));
    assert_eq!(next(&[]), None);
}
