//! `src/base_urls.rs`: where the service is, for callers who choose.

use quote::quote;

use super::{Module, attr};
use crate::code::{BaseUrl, Package, UrlPiece};

/// The places, a constant or a type each.
pub(super) fn base_urls(package: &Package) -> Module {
    let items = package.base_urls.iter().map(|place| {
        if place.parts.is_empty() {
            constant(place)
        } else {
            chosen(place)
        }
    });
    Module {
        path: "src/base_urls.rs".to_owned(),
        docs: vec![
            "Where the service is: for [`ClientBuilder::base_url`](crate::ClientBuilder::base_url)."
                .to_owned(),
        ],
        tokens: quote!(#(#items)*),
    }
}

fn constant(place: &BaseUrl) -> proc_macro2::TokenStream {
    let docs = attr::docs(&place.docs);
    let (name, url) = (&place.name, &place.url);
    quote! {
        #docs
        pub const #name: &str = #url;
    }
}

fn chosen(place: &BaseUrl) -> proc_macro2::TokenStream {
    let docs = attr::docs(&place.docs);
    let name = &place.name;
    let names: Vec<_> = place.parts.iter().map(|part| &part.name).collect();
    let defaults = place.parts.iter().map(|part| match part.default.as_str() {
        "" => quote!(String::new()),
        default => quote!(#default.to_owned()),
    });
    let setters = place.parts.iter().map(|part| {
        let docs = attr::docs(&part.docs);
        let name = &part.name;
        quote! {
            #docs
            pub fn #name(mut self, #name: impl Into<String>) -> Self {
                self.#name = #name.into();
                self
            }
        }
    });
    let pieces = place.pieces.iter().map(|piece| match piece {
        UrlPiece::Text(text) => quote!(#text),
        UrlPiece::Part(part) => quote!(place.#part.as_str()),
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[must_use = "an address does nothing until a client is built with it"]
        pub struct #name {
            #(#names: String,)*
        }

        impl Default for #name {
            fn default() -> Self {
                Self { #(#names: #defaults,)* }
            }
        }

        impl #name {
            #(#setters)*
        }

        impl From<#name> for String {
            fn from(place: #name) -> Self {
                [#(#pieces),*].concat()
            }
        }
    }
}
