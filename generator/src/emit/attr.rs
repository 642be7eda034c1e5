//! Pieces that every template uses: documentation, identifiers, literals, members.
//!
//! Small and without a subject of their own; what a file is made of is not known here.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::code;
use crate::value::Value;

impl ToTokens for code::Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // `code::Ident` is only made of valid identifiers.
        proc_macro2::Ident::new(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}

/// Doc attributes, one per line.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// `#[deprecated]`, if the document says so.
pub(super) fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// What a field needs whose type is as deep as lists and maps in the document.
pub(super) fn complex(ty: &code::Type) -> Option<TokenStream> {
    ty.is_complex().then(
        || quote!(#[allow(clippy::type_complexity, reason = "the document nests it as deep")]),
    )
}

/// A constant of the document as an expression; only texts, booleans and whole numbers get here.
pub(super) fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Integer(value) => {
            let literal = Literal::i128_unsuffixed(*value);
            quote!(#literal)
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            quote!(#text)
        }
    }
}

/// Text as a literal that is read without escapes, where Rust has one for it.
pub(super) fn raw(text: &str) -> Literal {
    let is_plain = |char: char| !char.is_control();
    if !text.contains(['"', '\\']) || !text.chars().all(is_plain) {
        return Literal::string(text);
    }
    // One more than the longest run of signs that could end the literal.
    let mut hashes = 1;
    while text.contains(&format!("\"{}", "#".repeat(hashes))) {
        hashes += 1;
    }
    let signs = "#".repeat(hashes);
    let literal = format!("r{signs}\"{text}\"{signs}").parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}

/// A number as it is written in a table.
pub(super) fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}

/// A member of a struct expression: `name: value,`, or `name,` where both are the same.
pub(super) fn member(name: &code::Ident, value: TokenStream) -> TokenStream {
    if value.to_string() == name.as_str() {
        quote!(#name,)
    } else {
        quote!(#name: #value,)
    }
}
