//! Pieces that every template uses: documentation, identifiers, literals, imports.

use proc_macro2::{Span, TokenStream, TokenTree};
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

/// A constant of the document as an expression; only texts, booleans and whole numbers get here.
pub(super) fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Integer(value) => {
            let literal = proc_macro2::Literal::i128_unsuffixed(*value);
            quote!(#literal)
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            quote!(#text)
        }
    }
}

/// The `use` items for those names that occur in the tokens.
///
/// The templates write short names; what they need on top follows from what
/// they wrote, and an import without a use would be a warning.
pub(super) fn imports(tokens: &TokenStream, known: &[(&str, TokenStream)]) -> TokenStream {
    let mut used = std::collections::HashSet::new();
    collect(tokens.clone(), &mut used);
    let items = known
        .iter()
        .filter(|(name, _)| used.contains(*name))
        .map(|(_, item)| item);
    quote!(#(#items)*)
}

fn collect(tokens: TokenStream, used: &mut std::collections::HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                used.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), used),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
