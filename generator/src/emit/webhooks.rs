//! `src/webhooks.rs`: names for what the service sends by itself.

use quote::quote;

use super::ty::{Place, VALUES, ty};
use super::{Module, attr, imports};
use crate::code::{Package, Webhooks};

/// The types of the messages.
pub(super) fn webhooks(package: &Package, webhooks: &Webhooks) -> Module {
    let items = webhooks.items.iter().map(|item| {
        let docs = attr::docs(&item.docs);
        let (name, ty) = (&item.name, ty(&item.ty, Place::Elsewhere));
        quote! {
            #docs
            pub type #name = #ty;
        }
    });
    let items = quote!(#(#items)*);
    let mut known = vec![
        ("IndexMap", "indexmap"),
        ("models", "crate"),
        ("Omittable", "crate::runtime::omittable"),
    ];
    known.extend(VALUES);
    let imports = imports::of(&items, &known);
    let deprecated = super::model::allow_deprecated(package);
    Module {
        path: format!("src/{}.rs", webhooks.module),
        docs: vec![
            format!(
                "What the {} sends by itself, for programs that receive it.",
                package.service.docs_title
            ),
            String::new(),
            "A body is read as one of these by `serde_json::from_slice`. Nothing here checks who has"
                .to_owned(),
            "sent it.".to_owned(),
        ],
        tokens: quote! {
            #deprecated

            #imports

            #items
        },
    }
}
