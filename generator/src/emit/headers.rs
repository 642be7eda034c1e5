//! `src/headers.rs`: the headers of replies, with their types.

use quote::quote;

use super::ty::{Place, VALUES, ty};
use super::{Module, attr, imports};
use crate::code::Package;

/// The headers that the document declares.
pub(super) fn headers(package: &Package) -> Module {
    let headers = package.headers.iter().map(|header| {
        let docs = attr::docs(&header.docs);
        let (constant, name) = (&header.constant, &header.name);
        let ty = ty(&header.ty, Place::Elsewhere);
        let read = if header.is_json {
            quote!(json)
        } else {
            quote!(text)
        };
        quote! {
            #docs
            pub const #constant: Header<#ty> = Header::#read(#name);
        }
    });
    let items = quote!(#(#headers)*);
    let mut names = vec![("models", "crate"), ("Header", "crate::runtime::header")];
    names.extend(VALUES);
    let imports = imports::of(&items, &names);
    Module {
        path: "src/headers.rs".to_owned(),
        docs: vec![
            "Headers of replies, with their types: for `header` of responses, replies and errors."
                .to_owned(),
        ],
        tokens: quote!(#imports #items),
    }
}
