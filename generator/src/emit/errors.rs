//! `src/errors.rs`: the bodies of failures, as the document types them.

use quote::quote;

use super::{Module, attr, model};
use crate::code::{Ident, Package};

/// The type of the bodies and how they are read. The document types at least one.
pub(super) fn errors(package: &Package) -> Module {
    let (body, readers) = match package.error_bodies.as_slice() {
        [only] => one(only),
        several => many(several),
    };
    let deprecated = model::allow_deprecated(package);
    Module {
        path: "src/errors.rs".to_owned(),
        docs: vec!["The bodies of failures that the service documents, by their types.".to_owned()],
        tokens: quote! {
            #deprecated

            use crate::models;
            use crate::runtime::error::Error;

            #body

            /// Reads each type, in the order that the table of operations counts them in.
            static READERS: &[fn(&Error) -> Option<ErrorBody>] = &[#(#readers),*];

            impl Error {
                /// The body of the reply, as the type that the service documents for the
                /// operation and the status.
                ///
                /// None if it is not of that type, or none is documented;
                /// [`body`](Self::body) has the bytes in any case.
                #[must_use]
                pub fn declared_body(&self) -> Option<ErrorBody> {
                    self.read_declared(READERS)
                }
            }
        },
    }
}

/// The type and its readers.
type Parts = (proc_macro2::TokenStream, Vec<proc_macro2::TokenStream>);

/// All failures have the same body.
fn one(model: &Ident) -> Parts {
    let body = quote! {
        /// The body of each failure that the service documents.
        pub type ErrorBody = models::#model;
    };
    (body, vec![quote!(Error::body_as)])
}

/// Failures have different bodies.
fn many(models: &[Ident]) -> Parts {
    let variants = models.iter().map(|model| {
        let docs = attr::docs(&[format!("[`{model}`](models::{model}).")]);
        quote! {
            #docs
            #model(Box<models::#model>),
        }
    });
    let body = quote! {
        /// The body of a failure, by its type.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum ErrorBody {
            #(#variants)*
        }
    };
    let readers = models
        .iter()
        .map(|model| quote!(|error| error.body_as().map(ErrorBody::#model)));
    (body, readers.collect())
}
