//! `src/lib.rs` and `src/runtime/mod.rs`: which modules there are, and what the root exports.

use proc_macro2::Span;
use quote::{format_ident, quote};

use super::{Module, part};
use crate::code::Package;

/// The root of the library.
pub(super) fn library(package: &Package) -> Module {
    let mut modules = vec![
        (
            "blocking",
            quote!(
                #[cfg(feature = "blocking")]
                pub mod blocking;
            ),
        ),
        (
            "cli",
            quote!(
                #[cfg(feature = "cli")]
                pub mod cli;
            ),
        ),
        (
            "client",
            quote!(
                mod client;
            ),
        ),
        (
            "mock",
            quote!(
                #[cfg(any(test, feature = "mock"))]
                pub mod mock;
            ),
        ),
        (
            "operations",
            quote!(
                mod operations;
            ),
        ),
        (
            "runtime",
            quote!(
                #[doc(hidden)]
                pub mod runtime;
            ),
        ),
        (
            "tests",
            quote!(
                #[cfg(test)]
                mod tests;
            ),
        ),
    ];
    if !package.error_bodies.is_empty() {
        modules.push((
            "errors",
            quote!(
                mod errors;
            ),
        ));
    }
    if !package.base_urls.is_empty() {
        modules.push((
            "base_urls",
            quote!(
                pub mod base_urls;
            ),
        ));
    }
    if !package.headers.is_empty() {
        modules.push((
            "headers",
            quote!(
                pub mod headers;
            ),
        ));
    }
    if !package.models.is_empty() {
        modules.push((
            "models",
            quote!(
                pub mod models;
            ),
        ));
    }
    modules.extend(package.webhooks.iter().map(|webhooks| {
        let module = &webhooks.module;
        (module.as_str(), quote!(pub mod #module;))
    }));
    modules.extend(package.resources.iter().map(|resource| {
        let module = &resource.module;
        let cfg = part::cfg(package.part_of(module));
        (
            module.as_str(),
            quote!(
                #cfg
                pub mod #module;
            ),
        )
    }));
    modules.sort_by_key(|(name, _)| *name);
    let modules = modules.into_iter().map(|(_, item)| item);
    // A module that only the command line uses is not for callers.
    let has = |name: &str| {
        (package.runtime.iter()).any(|module| module.name() == name && module.feature().is_none())
    };
    let pages = has("page").then(|| {
        quote!(
            pub use runtime::page::{Items, Pages};
        )
    });
    let streams = has("stream").then(|| {
        quote!(
            pub use runtime::stream::{
                Event, EventStream, Events, ItemStream, LineStream, Lines, ReadItem, Records,
                TextEvents, WholeEvents,
            };
        )
    });
    let tokens = (package.service.credentials.iter())
        .any(|credential| credential.source.is_some())
        .then(|| {
            quote!(
                pub use runtime::client_credentials::ClientCredentials;
                pub use runtime::token::{Token, TokenError, TokenOnItsWay, TokenSource};
            )
        });
    let uploads = has("upload").then(|| {
        quote!(
            pub use runtime::delivery::UploadBytes;
            pub use runtime::upload::{UploadProgress, UploadSource, UploadStep, UploadWay};
        )
    });
    let error_body = (!package.error_bodies.is_empty()).then(|| {
        quote!(
            pub use errors::ErrorBody;
        )
    });
    let raw_json = has("union").then(|| {
        quote!(
            pub use runtime::union::RawJson;
        )
    });
    let number = has("number").then(|| {
        quote!(
            pub use runtime::number::JsonNumber;
        )
    });
    let json_text = has("json_text").then(|| {
        quote!(
            pub use runtime::json_text::JsonText;
        )
    });
    Module {
        path: "src/lib.rs".to_owned(),
        docs: package.docs.clone(),
        tokens: quote! {
            #![warn(missing_docs)]

            #(#modules)*

            pub use client::{Client, ClientBuilder};
            #error_body
            pub use indexmap::IndexMap;
            pub use reqwest;
            pub use runtime::any::Request;
            pub use runtime::call::{Given, Sending};
            pub use runtime::download::Download;
            pub use runtime::error::{Error, ErrorKind, FieldProblem};
            pub use runtime::header::Header;
            #json_text
            pub use runtime::mode::{Async, Mode};
            pub use runtime::multipart::FilePart;
            #number
            pub use runtime::omittable::Omittable;
            #pages
            pub use runtime::reply::{Bytes, Decode, Empty, Json, Reply, Response, Text};
            pub use runtime::retry::RetryPolicy;
            pub use runtime::secret::Secret;
            pub use runtime::text::{Date, DateTime, Decimal, Duration, Time, Uri, Uuid};
            pub use runtime::transport::{HttpTransport, InTransit, Transport, TransportError, TransportErrorKind};
            #raw_json
            #streams
            #tokens
            #uploads
        },
    }
}

/// The list of the runtime's modules.
pub(super) fn runtime(package: &Package) -> Module {
    let modules = package.runtime.iter().map(|module| {
        let name = proc_macro2::Ident::new(module.name(), Span::call_site());
        let cfg = module.feature().map(|feature| match feature {
            "test" => quote!(#[cfg(test)]),
            // The tests of the output use it as well.
            "mock" => quote!(#[cfg(any(test, feature = "mock"))]),
            feature => quote!(#[cfg(feature = #feature)]),
        });
        quote! {
            #cfg
            pub mod #name;
        }
    });
    Module {
        path: "src/runtime/mod.rs".to_owned(),
        docs: vec![
            "Support code that every generated client has; nothing here knows this API.".to_owned(),
            String::new(),
            "Not part of the crate's interface, apart from what its root exports.".to_owned(),
        ],
        tokens: quote!(#(#modules)*),
    }
}

/// The library as a path from its own binary.
pub(super) fn library_name(package: &Package) -> proc_macro2::Ident {
    format_ident!("{}", package.manifest.library.as_str())
}
