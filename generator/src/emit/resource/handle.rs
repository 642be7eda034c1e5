//! A handle and its methods: arguments in, a request builder out.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{States, set};
use crate::code::{Body, Method, Resource};
use crate::emit::attr;
use crate::emit::ty::{Place, argument};

/// The handle with its methods; without a handle they are the client's own.
pub(super) fn handle(resource: &Resource) -> TokenStream {
    let Some(handle) = &resource.handle else {
        let methods = resource
            .methods
            .iter()
            .map(|item| method(item, &quote!(&self), &quote!(&self.inner)));
        return quote! {
            impl Client {
                #(#methods)*
            }
        };
    };
    let docs = attr::docs(&resource.docs);
    let methods = resource
        .methods
        .iter()
        .map(|item| method(item, &quote!(self), &quote!(&self.client.inner)));
    let module = &resource.module;
    let new_docs = attr::docs(&[format!("The same as [`Client::{module}`].")]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'c> {
            client: &'c Client,
        }

        impl<'c> #handle<'c> {
            #new_docs
            #[must_use]
            pub fn new(client: &'c Client) -> Self {
                Self { client }
            }

            #(#methods)*
        }
    }
}

/// A method: arguments in, a request builder out.
fn method(item: &Method, receiver: &TokenStream, client: &TokenStream) -> TokenStream {
    let Method {
        name,
        builder,
        operation,
        ..
    } = item;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let operator = item.is_trait_method.then(
        || quote!(#[allow(clippy::should_implement_trait, reason = "the name is the document's")]),
    );
    let arguments = item.arguments.iter().map(|input| {
        let name = &input.name;
        let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
        quote!(#name: #ty)
    });
    let kind = match &item.body {
        Body::Json(media_type, _) => Some(quote!(.body_kind(BodyKind::Json(#media_type)))),
        Body::WholeJson(media_type) => Some(quote!(.body_kind(BodyKind::Json(#media_type)))),
        Body::Form => Some(quote!(.body_kind(BodyKind::Form))),
        Body::Multipart => Some(quote!(.body_kind(Multipart::new()))),
        _ => None,
    };
    let constants = item.constants.iter().map(|(key, value)| {
        let value = attr::literal(value);
        quote!(.field(#key, #value))
    });
    let values = item.arguments.iter().map(|input| set(input, &item.body));
    let states = States::of(item).missing();
    let state = (!item.required.is_empty()).then(|| quote!(, given: PhantomData));
    quote! {
        #docs
        #deprecated
        #operator
        pub fn #name(#receiver, #(#arguments),*) -> #builder #states {
            let call = Call::new(#client, &operations::#operation)#kind #(#constants)* #(#values)*;
            #builder { call #state }
        }
    }
}
