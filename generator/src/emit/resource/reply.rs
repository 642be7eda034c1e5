//! What a request decodes to: a decoder of the runtime, or an enum of replies by status.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Reply, ReplyEnum};
use crate::emit::attr;
use crate::emit::ty::{Place, read_as, ty};
use crate::ir::StatusRange;

/// Replies of different types for different statuses.
pub(super) fn reply_enum(reply: &ReplyEnum) -> TokenStream {
    let name = &reply.name;
    let docs = attr::docs(&reply.docs);
    let variants = reply.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        let payload = match &*variant.reply {
            Reply::Empty => None,
            other => {
                let (_, ty) = decoder(other);
                Some(quote!((#ty)))
            }
        };
        quote! {
            #docs
            #ident #payload,
        }
    });
    let arms = reply.variants.iter().map(|variant| {
        let ident = &variant.name;
        let status = match variant.status {
            StatusRange::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            StatusRange::Class(digit) => {
                let low = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100);
                let high = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100 + 99);
                quote!(#low..=#high)
            }
            StatusRange::Default => quote!(_),
        };
        match &*variant.reply {
            Reply::Empty => quote!(#status => Ok(Self::#ident),),
            other => {
                let (decoder, _) = decoder(other);
                quote!(#status => <#decoder as Decode>::decode(received).map(Self::#ident),)
            }
        }
    });
    let has_default = reply
        .variants
        .iter()
        .any(|variant| variant.status == StatusRange::Default);
    let undeclared = (!has_default).then(|| quote!(_ => Err(received.undeclared()),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl Decode for #name {
            type Value = Self;

            fn decode(received: &Received) -> Result<Self, Error> {
                match received.status.as_u16() {
                    #(#arms)*
                    #undeclared
                }
            }
        }
    }
}

/// The runtime's decoder of a reply, and the type it decodes to.
pub(super) fn decoder(reply: &Reply) -> (TokenStream, TokenStream) {
    match reply {
        Reply::Empty => (quote!(Empty), quote!(())),
        Reply::Text => (quote!(Text), quote!(String)),
        Reply::Bytes => (quote!(Bytes), quote!(Bytes)),
        Reply::Json(value, seed) => {
            let read = read_as(value, seed);
            (quote!(Json<#read>), ty(value, Place::Elsewhere))
        }
        Reply::ByStatus(reply) => {
            let name = &reply.name;
            (quote!(#name), quote!(#name))
        }
    }
}
