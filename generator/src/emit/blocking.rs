//! `src/blocking.rs`: the client for code without `async`.
//!
//! Handles, requests and settings are those of the other client, in another mode.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{constructors, request, simple_credential};
use super::{Module, attr};
use crate::code::{Package, Resource};

/// The blocking client.
pub(super) fn blocking(package: &Package) -> Module {
    let intro = attr::docs(&[
        format!("A blocking client of the {}.", package.service.docs_title),
        String::new(),
        "Cloning is cheap; clones share connections and settings.".to_owned(),
    ]);
    let constructors = constructors(package);
    let request = request(Some(quote!(<Blocking>)));
    let handles = package.resources.iter().filter_map(handle);
    let resources = package.resources.iter().filter_map(|resource| {
        let (module, handle) = (&resource.module, resource.handle.as_ref()?);
        Some(quote!(use crate::#module::#handle;))
    });
    let secret = simple_credential(package).map(|_| {
        quote!(
            use crate::runtime::secret::Secret;
        )
    });
    let tokens = quote! {
        #(#resources)*
        use crate::runtime::{self, any::Request, error::Error};
        #secret

        pub use crate::runtime::blocking::Blocking;

        #intro
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) inner: runtime::client::Client,
        }

        impl Client {
            #constructors

            #(#handles)*

            #request
        }

        #[doc(hidden)]
        impl From<runtime::client::Client> for Client {
            fn from(inner: runtime::client::Client) -> Self {
                Self { inner }
            }
        }

        /// The settings of a blocking [`Client`] before it is built.
        pub type ClientBuilder = crate::ClientBuilder<Client>;
    };
    Module {
        path: "src/blocking.rs".to_owned(),
        docs: package.blocking_docs.clone(),
        tokens,
    }
}

fn handle(resource: &Resource) -> Option<TokenStream> {
    let (module, handle) = (&resource.module, resource.handle.as_ref()?);
    let docs = attr::docs(&resource.docs);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #module(&self) -> #handle<'_, Blocking> {
            #handle::new(&self.inner)
        }
    })
}
