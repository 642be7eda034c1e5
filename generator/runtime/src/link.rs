//! The header `Link` (RFC 8288): where a reply leads.
//!
//! Headers come in, the target of a relation goes out as it was written. What is no link is passed
//! over up to the next comma: a header that others write must not break a reply. `reqwest`.

use reqwest::header::{HeaderMap, LINK};

/// The target of the first link with a relation.
#[must_use]
pub fn target<'a>(headers: &'a HeaderMap, relation: &str) -> Option<&'a str> {
    let values = headers.get_all(LINK).into_iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut links = texts.flat_map(|rest| Links { rest });
    links
        .find(|link| link.is(relation))
        .map(|link| link.target.trim())
}

/// `<https://api.example.com/items?page=2>; rel="next"`
struct Link<'a> {
    target: &'a str,
    /// What it is to the reply, separated by spaces.
    relations: &'a str,
    /// Whether it starts elsewhere than at the reply.
    is_foreign: bool,
}

impl Link<'_> {
    fn is(&self, relation: &str) -> bool {
        let mut relations = self.relations.split_ascii_whitespace();
        !self.is_foreign && relations.any(|known| known.eq_ignore_ascii_case(relation))
    }
}

/// The links of one header that are left to be read.
struct Links<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
            let Some(inside) = self.rest.strip_prefix('<') else {
                let comma = self.rest.find(',')?;
                self.rest = &self.rest[comma..];
                continue;
            };
            // A comma may be part of the target, which ends at the bracket only.
            let (target, rest) = inside.split_once('>')?;
            self.rest = rest;
            let mut link = Link {
                target,
                relations: "",
                is_foreign: false,
            };
            while let Some((name, value)) = self.parameter() {
                // Of several the first counts.
                if name.eq_ignore_ascii_case("rel") && link.relations.is_empty() {
                    link.relations = value;
                }
                link.is_foreign |= name.eq_ignore_ascii_case("anchor");
            }
            return Some(link);
        }
    }
}

impl<'a> Links<'a> {
    // `; rel="next"`, `; rel=next`, `; crossorigin`
    fn parameter(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix(';')?.trim_start_matches([' ', '\t']);
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let Some(value) = rest.strip_prefix('=') else {
            self.rest = rest;
            return Some((name.trim_end(), ""));
        };
        let value = value.trim_start_matches([' ', '\t']);
        let (value, rest) = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = quote(quoted);
                (&quoted[..end], quoted[end..].trim_start_matches('"'))
            }
            None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name.trim_end(), value.trim_end()))
    }
}

/// Where a quoted text ends: at the first quote that has no backslash before it.
fn quote(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index,
            _ => {}
        }
    }
    text.len()
}
