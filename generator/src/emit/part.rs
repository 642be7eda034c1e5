//! What several files have in common that are split by the features of tags.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Package, Part};

/// `src/models.rs` of what is always there, `src/models/of_assets.rs` of a part.
pub(super) fn path(folder: &str, part: Option<&Part>) -> String {
    match part {
        None => format!("src/{folder}.rs"),
        Some(part) => format!("src/{folder}/{}.rs", part.module),
    }
}

/// The attribute of what is there with a part only.
pub(super) fn cfg(part: Option<&Part>) -> Option<TokenStream> {
    let feature = &part?.feature;
    Some(quote!(#[cfg(feature = #feature)]))
}

/// The modules of those parts that have something there, in the file of what is always there.
pub(super) fn modules<'p>(parts: impl Iterator<Item = &'p Part>) -> TokenStream {
    let modules = parts.map(|part| {
        let (cfg, module) = (cfg(Some(part)), &part.module);
        quote! {
            #cfg
            mod #module;
        }
    });
    quote!(#(#modules)*)
}

/// The same, and their items under the path of the file itself.
pub(super) fn shown<'p>(
    parts: impl Iterator<Item = &'p Part> + Clone,
    visibility: &TokenStream,
) -> TokenStream {
    let modules = modules(parts.clone());
    let uses = parts.map(|part| {
        let (cfg, module) = (cfg(Some(part)), &part.module);
        quote! {
            #cfg
            #visibility use #module::*;
        }
    });
    quote!(#modules #(#uses)*)
}

/// What is always there, then each part.
pub(super) fn all(package: &Package) -> impl Iterator<Item = Option<&Part>> {
    std::iter::once(None).chain(package.parts.iter().map(Some))
}
