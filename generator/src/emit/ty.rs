//! Types, arguments and seeds.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::code::{Ident, Seed, Type};

/// The types of the runtime that values have, with their modules.
pub(super) const VALUES: [(&str, &str); 9] = [
    ("Date", "crate::runtime::text"),
    ("DateTime", "crate::runtime::text"),
    ("Decimal", "crate::runtime::text"),
    ("Duration", "crate::runtime::text"),
    ("JsonNumber", "crate::runtime::number"),
    ("JsonText", "crate::runtime::json_text"),
    ("Time", "crate::runtime::text"),
    ("Uri", "crate::runtime::text"),
    ("Uuid", "crate::runtime::text"),
];

/// Where a type is written: it decides how models are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In `models`, where models have short names.
    Models,
    /// Anywhere else.
    Elsewhere,
}

fn plain(name: &str) -> proc_macro2::Ident {
    // Names of Rust's own types and of the runtime's: all valid.
    proc_macro2::Ident::new(name, Span::call_site())
}

/// The type.
pub(super) fn ty(ty: &Type, place: Place) -> TokenStream {
    let inner = |inner: &Type| self::ty(inner, place);
    match ty {
        Type::Bool => quote!(bool),
        Type::Integer(name) | Type::Float(name) | Type::Text(name) => {
            let name = plain(name);
            quote!(#name)
        }
        Type::Number => quote!(JsonNumber),
        Type::String => quote!(String),
        Type::Json => quote!(serde_json::Value),
        Type::Bytes => quote!(Bytes),
        Type::File => quote!(FilePart),
        Type::List(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        Type::JsonText(content) => {
            let content = inner(content);
            quote!(JsonText<#content>)
        }
        Type::Map(value) => {
            let value = inner(value);
            quote!(IndexMap<String, #value>)
        }
        Type::Model(name) => match place {
            Place::Models => quote!(#name),
            Place::Elsewhere => quote!(models::#name),
        },
        Type::Boxed(value) => {
            let value = inner(value);
            quote!(Box<#value>)
        }
        Type::Option(value) => {
            let value = inner(value);
            quote!(Option<#value>)
        }
        Type::Omittable(value) => {
            let value = inner(value);
            quote!(Omittable<#value>)
        }
    }
}

/// The type of an argument, and the expression that makes the value of it.
///
/// `impl Into<String>` saves callers a conversion; numbers and truth values
/// are taken as they are, since `Into` would only hide their type.
pub(super) fn argument(name: &Ident, value: &Type, place: Place) -> (TokenStream, TokenStream) {
    let rust = ty(value, place);
    match value {
        Type::Bool | Type::Integer(_) | Type::Float(_) => (rust, quote!(#name)),
        Type::List(item) => {
            let item_type = ty(item, place);
            match **item {
                Type::String
                | Type::Text(_)
                | Type::JsonText(_)
                | Type::Number
                | Type::Model(_) => (
                    quote!(impl IntoIterator<Item = impl Into<#item_type>>),
                    quote!(#name.into_iter().map(Into::into).collect::<Vec<#item_type>>()),
                ),
                _ => (
                    quote!(impl IntoIterator<Item = #item_type>),
                    quote!(#name.into_iter().collect::<Vec<#item_type>>()),
                ),
            }
        }
        Type::Boxed(inner) => {
            let inner = ty(inner, place);
            (quote!(impl Into<#inner>), quote!(Box::new(#name.into())))
        }
        Type::Json | Type::Map(_) => (rust, quote!(#name)),
        _ => (quote!(impl Into<#rust>), quote!(#name.into())),
    }
}

/// A type and, where the type alone does not say how it is read, the seed: parts of a reader's type.
pub(super) fn read_as(value: &Type, seed: &Seed) -> TokenStream {
    let value = ty(value, Place::Elsewhere);
    let seed = seed_type(seed);
    quote!(#value #seed)
}

/// The seed as the last part of a reader's type. All that is not plain has integers inside.
pub(super) fn seed_type(seed: &Seed) -> Option<TokenStream> {
    match seed {
        // No text stands alone at the top that can only be one.
        Seed::Plain | Seed::This(_) => None,
        Seed::Integer | Seed::Nullable(_) | Seed::List(_) | Seed::Map(_) => Some(quote!(, Ints)),
    }
}

/// A seed as an expression of the runtime's `decode` module.
pub(super) fn seed(seed: &Seed) -> TokenStream {
    match seed {
        Seed::Plain => quote!(decode::Plain),
        Seed::Integer => quote!(decode::Int),
        Seed::This(text) => quote!(decode::This(#text)),
        Seed::Nullable(inner) => {
            let inner = self::seed(inner);
            quote!(decode::Nullable(#inner))
        }
        Seed::List(inner) => {
            let inner = self::seed(inner);
            quote!(decode::List(#inner))
        }
        Seed::Map(inner) => {
            let inner = self::seed(inner);
            quote!(decode::Dict(#inner))
        }
    }
}
