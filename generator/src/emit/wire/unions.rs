//! Reading and writing of unions: one function per way to find the branch.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{JsonKind, Union, UnionVariant};
use crate::emit::ty::seed;
use crate::ir::Pick;

pub(super) fn union(item: &Union) -> TokenStream {
    let name = &item.name;
    let unknown = &item.unknown;
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let pick = match &item.pick {
        Pick::Tag(property) => by_tag(item, property),
        Pick::Kind => by_kind(item),
        Pick::Keys(keys) => by_keys(item, keys),
        Pick::Order => by_order(item.variants.iter()),
    };
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = union::Candidate::deserialize(deserializer)?;
                #pick
                Ok(Self::#unknown(value.into_json()))
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#idents(value) => value.serialize(serializer),)*
                    Self::#unknown(value) => value.serialize(serializer),
                }
            }
        }
    }
}

/// A value without a known tag is of a branch that has none, or of none that this version knows.
fn by_tag(item: &Union, property: &str) -> TokenStream {
    let arms = item
        .variants
        .iter()
        .filter(|variant| !variant.tags.is_empty())
        .map(|variant| {
            let ident = &variant.name;
            let tags = &variant.tags;
            let seed = seed(&variant.seed);
            quote!(Some(#(#tags)|*) => return value.decode(#seed).map(Self::#ident),)
        });
    let rest = by_order(
        item.variants
            .iter()
            .filter(|variant| variant.tags.is_empty() || variant.fallback),
    );
    quote! {
        match value.tag(#property).as_deref() {
            #(#arms)*
            _ => {}
        }
        #rest
    }
}

fn by_kind(item: &Union) -> TokenStream {
    let branches = item.variants.iter().map(|variant| {
        let ident = &variant.name;
        let seed = seed(&variant.seed);
        let kinds = variant.kinds.iter().map(kind);
        // A branch of any kind takes what the others leave.
        if variant.kinds.is_empty() {
            return quote! {
                if let Some(value) = value.fit(#seed) {
                    return Ok(Self::#ident(value));
                }
            };
        }
        quote! {
            if value.is(&[#(#kinds),*]) {
                return value.decode(#seed).map(Self::#ident);
            }
        }
    });
    quote!(#(#branches)*)
}

fn kind(kind: &JsonKind) -> TokenStream {
    match kind {
        JsonKind::Bool => quote!(union::Kind::Bool),
        JsonKind::Integer => quote!(union::Kind::Integer),
        JsonKind::Number => quote!(union::Kind::Number),
        JsonKind::String => quote!(union::Kind::String),
        JsonKind::Array => quote!(union::Kind::Array),
        JsonKind::Object => quote!(union::Kind::Object),
    }
}

fn by_keys(item: &Union, keys: &[Vec<String>]) -> TokenStream {
    let branches = item.variants.iter().zip(keys).map(|(variant, keys)| {
        let ident = &variant.name;
        let seed = seed(&variant.seed);
        quote! {
            if value.has(&[#(#keys),*]) && let Some(value) = value.fit(#seed) {
                return Ok(Self::#ident(value));
            }
        }
    });
    quote!(#(#branches)*)
}

/// The first branch that loses nothing of the value, else the first that decodes.
fn by_order<'a>(variants: impl Iterator<Item = &'a UnionVariant> + Clone) -> TokenStream {
    let whole = variants.clone().map(|variant| {
        let ident = &variant.name;
        let seed = seed(&variant.seed);
        quote! {
            if let Some(value) = value.whole(#seed) {
                return Ok(Self::#ident(value));
            }
        }
    });
    let branches = variants.clone().map(|variant| {
        let ident = &variant.name;
        let seed = seed(&variant.seed);
        quote! {
            if let Some(value) = value.fit(#seed) {
                return Ok(Self::#ident(value));
            }
        }
    });
    // Where there is no choice, nothing is compared.
    match variants.count() {
        0 | 1 => quote!(#(#branches)*),
        _ => quote!(#(#whole)* #(#branches)*),
    }
}
