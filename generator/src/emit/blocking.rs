//! `src/blocking.rs`: the client for code without `async`.
//!
//! Handles, requests and settings are those of the other client, in another mode.

use quote::quote;

use super::Module;
use super::client::{client_type, imports, simple_credential};
use crate::code::Package;

/// The blocking client.
pub(super) fn blocking(package: &Package) -> Module {
    let client = client_type(package, "A blocking client", Some(&quote!(Blocking)));
    let imports = imports(package);
    let secret = simple_credential(package).map(|_| {
        quote!(
            use crate::runtime::secret::Secret;
        )
    });
    let tokens = quote! {
        #imports
        use crate::runtime::{self, any::Request, error::Error};
        #secret

        pub use crate::runtime::blocking::Blocking;

        #client

        /// The settings of a blocking [`Client`] before it is built.
        pub type ClientBuilder = crate::ClientBuilder<Client>;
    };
    Module {
        path: "src/blocking.rs".to_owned(),
        docs: package.blocking_docs.clone(),
        tokens,
    }
}
