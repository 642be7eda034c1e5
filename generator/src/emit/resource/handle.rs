//! A handle and its methods: arguments in, a request builder out.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{States, set};
use super::upload::delivery;
use crate::code::{Body, Ident, Method, Resource, Task};
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
    let methods = methods(resource, &place, |_, docs| docs.to_vec());
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

            #methods
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
    let methods = methods(resource, &of_async, |_, docs| docs.to_vec());
    let blocking = self::methods(resource, &of_blocking, |name, _| {
        vec![format!("The same as [`crate::Client::{name}`].")]
    });
    quote! {
        impl Client {
            #methods
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #blocking
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

/// All methods of a resource, with the documentation that suits the place.
fn methods(
    resource: &Resource,
    place: &Receiver,
    docs: impl Fn(&Ident, &[String]) -> Vec<String>,
) -> TokenStream {
    let methods = resource.methods.iter().chain(&resource.tasks);
    let methods = methods.map(|item| method(item, &docs(&item.name, &item.docs), place));
    let deliveries = resource.deliveries.iter().map(|item| {
        let docs = docs(&item.name, &item.docs);
        delivery(
            item,
            &docs,
            &place.receiver,
            &place.client,
            place.mode.as_ref(),
        )
    });
    quote!(#(#methods)* #(#deliveries)*)
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
        Body::Json(media_type, _) => Some(quote!(BodyKind::Json(#media_type))),
        Body::WholeJson(media_type) => Some(quote!(BodyKind::Json(#media_type))),
        Body::Form => Some(quote!(BodyKind::Form)),
        Body::Multipart => Some(quote!(Multipart::new())),
        _ => None,
    };
    let kind = kind.map(|kind| match item.body_required {
        true => quote!(.body_kind(#kind)),
        false => quote!(.optional_body_kind(#kind)),
    });
    let constants = item.constants.iter().map(|(key, value)| {
        let value = attr::literal(value);
        quote!(.field(#key, #value))
    });
    let values = item.arguments.iter().map(|input| {
        let set = set(input, &item.body);
        quote!(.#set)
    });
    let states = States::of(item).missing(mode.as_ref());
    let (source, made) = match &item.task {
        Task::Request => (None, quote!(#builder::new(call))),
        Task::Wait(row) => {
            let rule = &row.operation;
            let work = quote!(waiting: Waiting::new(&operations::polls::#rule));
            (None, quote!(#builder { call, #work, state: PhantomData }))
        }
        Task::Upload(row) => {
            let plan = &row.operation;
            let work = quote!(upload: Uploading::new(&operations::uploads::#plan, source));
            (
                Some(quote!(source: impl Into<UploadSource>,)),
                quote!(#builder { call, #work, state: PhantomData }),
            )
        }
    };
    quote! {
        #docs
        #deprecated
        #operator
        pub fn #name(#receiver, #source #(#arguments),*) -> #builder #states {
            let call = Call::new(#client, &operations::#operation)#kind #(#constants)* #(#values)*;
            #made
        }
    }
}
