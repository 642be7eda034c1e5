//! A handle and its methods: arguments in, a request builder out.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{States, set};
use crate::code::{Body, Method, Resource};
use crate::emit::attr;
use crate::emit::ty::{Place, argument};

/// The handle with its methods; without a handle they are those of both clients.
pub(super) fn handle(resource: &Resource) -> TokenStream {
    let Some(handle) = &resource.handle else {
        return own_methods(resource);
    };
    let docs = attr::docs(&resource.docs);
    let place = Receiver {
        receiver: quote!(self),
        client: quote!(self.client),
        mode: Some(quote!(M)),
    };
    let methods = resource
        .methods
        .iter()
        .map(|item| method(item, &item.docs, &place));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'c, M = Async> {
            client: &'c crate::runtime::client::Client,
            mode: PhantomData<M>,
        }

        impl<'c, M> #handle<'c, M> {
            pub(crate) fn new(client: &'c crate::runtime::client::Client) -> Self {
                Self { client, mode: PhantomData }
            }

            #(#methods)*
        }
    }
}

/// The methods of the clients themselves; those of the blocking one refer to the other's documentation.
fn own_methods(resource: &Resource) -> TokenStream {
    let place = |mode| Receiver {
        receiver: quote!(&self),
        client: quote!(&self.inner),
        mode,
    };
    let (of_async, of_blocking) = (place(None), place(Some(quote!(crate::blocking::Blocking))));
    let methods = resource
        .methods
        .iter()
        .map(|item| method(item, &item.docs, &of_async));
    let blocking = resource.methods.iter().map(|item| {
        let docs = [format!("The same as [`crate::Client::{}`].", item.name)];
        method(item, &docs, &of_blocking)
    });
    quote! {
        impl Client {
            #(#methods)*
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #(#blocking)*
        }
    }
}

/// What the methods of one type are called on.
struct Receiver {
    /// `self`
    receiver: TokenStream,
    /// The runtime's client behind it.
    client: TokenStream,
    /// The mode of the requests, if it is not the usual one.
    mode: Option<TokenStream>,
}

/// A method: arguments in, a request builder out.
fn method(item: &Method, docs: &[String], place: &Receiver) -> TokenStream {
    let Receiver {
        receiver,
        client,
        mode,
    } = place;
    let Method {
        name,
        builder,
        operation,
        ..
    } = item;
    let docs = attr::docs(docs);
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
    let states = States::of(item).missing(mode.as_ref());
    quote! {
        #docs
        #deprecated
        #operator
        pub fn #name(#receiver, #(#arguments),*) -> #builder #states {
            let call = Call::new(#client, &operations::#operation)#kind #(#constants)* #(#values)*;
            #builder { call, state: PhantomData }
        }
    }
}
