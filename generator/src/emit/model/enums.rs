//! Enums of texts and of whole numbers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::code::{IntegerEnum, StringEnum};
use crate::emit::attr;

pub(super) fn string_enum(item: &StringEnum) -> TokenStream {
    match item.unknown {
        Some(_) => open(item),
        None => closed(item),
    }
}

/// What else such an enum has, the variant for unknown values among it, is the macro's business.
fn open(item: &StringEnum) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let (ident, wire) = (&variant.name, &variant.wire);
        let wire = match variant.documented {
            true => quote!(documented(#wire)),
            false => quote!(#wire),
        };
        quote! {
            #docs
            #ident = #wire,
        }
    });
    quote! {
        string_enum! {
            #docs
            #deprecated
            pub enum #name {
                #(#variants)*
            }
        }
    }
}

fn closed(item: &StringEnum) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = item.variants.iter().map(|variant| &variant.wire).collect();
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        quote! {
            #docs
            #ident,
        }
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            /// The value on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(Self::#idents => #wires,)*
                }
            }
        }
    }
}

pub(super) fn integer_enum(item: &IntegerEnum) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let unknown = &item.unknown;
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = item
        .variants
        .iter()
        .map(|variant| Literal::i64_unsuffixed(variant.wire))
        .collect();
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        quote! {
            #docs
            #ident,
        }
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the client does not know, kept as sent.
            #unknown(i64),
        }

        impl #name {
            /// The value on the wire.
            #[must_use]
            pub const fn as_i64(self) -> i64 {
                match self {
                    #(Self::#idents => #wires,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#idents,)*
                    value => Self::#unknown(value),
                }
            }
        }
    }
}
