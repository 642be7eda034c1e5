//! Enums of types, and other names of types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Alias, Type, Union};
use crate::emit::attr;
use crate::emit::ty::{Place, ty};

pub(super) fn union(item: &Union) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let unknown = &item.unknown;
    let eq = item.has_eq.then(|| quote!(, Eq));
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        let ty = ty(&variant.ty, Place::Models);
        quote! {
            #docs
            #ident(#ty),
        }
    });
    let conversions = item
        .variants
        .iter()
        .filter(|variant| variant.from)
        .map(|variant| {
            let ident = &variant.name;
            let (ty, value) = match &variant.ty {
                Type::Boxed(inner) => (ty(inner, Place::Models), quote!(Box::new(value))),
                other => (ty(other, Place::Models), quote!(value)),
            };
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
            }
        });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq #eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value of a form that this version of the client does not know, kept as sent.
            #unknown(union::RawJson),
        }

        #(#conversions)*
    }
}

pub(super) fn alias(item: &Alias) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let ty = ty(&item.ty, Place::Models);
    quote! {
        #docs
        pub type #name = #ty;
    }
}
