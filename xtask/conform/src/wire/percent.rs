//! Percent-encoding, read back (RFC 3986, section 2.1).

/// The text that is written with escapes; none where an escape is broken or the bytes are no text.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digits = after.get(..2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok()
}

/// The text in a URL-encoded form, where a plus is a space.
pub(super) fn decode_form(text: &str) -> Option<String> {
    decode(&text.replace('+', "%20"))
}

/// Escapes what may not stand in a path, for literals of a template.
pub(super) fn encode_literal(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Whether all characters may stand in a query as they are.
pub(super) fn is_query_text(text: &str) -> bool {
    // The signs `[`, `]` and `|` are no part of RFC 3986's query, but of every table of OpenAPI 3.0.3.
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%[]|".contains(&byte))
}
