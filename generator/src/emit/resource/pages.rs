//! `pages` and `items` of a request builder: from a page to its items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Holding, Pages, Seed, Step, Type};
use crate::emit::ty::{Place, read_as, ty};

pub(super) fn pages(pages: &Pages) -> TokenStream {
    let page = ty(&pages.page, Place::Elsewhere);
    let item = ty(&pages.item, Place::Elsewhere);
    let new = match &pages.seed {
        Seed::Plain => quote!(new),
        seed => {
            let read = read_as(&pages.page, seed);
            quote!(by::<Json<#read>>)
        }
    };
    let items = match (&pages.page, pages.items.is_empty()) {
        (Type::Option(_), true) => quote!(page.unwrap_or_default()),
        (Type::Option(_), false) => {
            let items = items(&pages.items);
            quote!(page.map(|page| #items).unwrap_or_default())
        }
        _ => items(&pages.items),
    };
    quote! {
        /// The pages, one request each, until there is no next one.
        pub fn pages(self) -> Pages<#page, M> {
            Pages::#new(self.call)
        }

        /// The items of all pages; a page is requested when its first item is asked for.
        pub fn items(self) -> Items<#page, #item, M> {
            self.pages().items(|page| #items)
        }
    }
}

/// `page.assets`, through whatever may be missing.
fn items(steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else {
        return quote!(page);
    };
    let field = &last.field;
    if path.iter().all(|step| step.holding == Holding::Plain) {
        let path = path.iter().map(|step| &step.field);
        let owner = quote!(page #(.#path)*);
        return match last.holding {
            Holding::Plain => quote!(#owner.#field),
            Holding::Optional => quote!(#owner.#field.unwrap_or_default()),
            Holding::Omittable => quote!(#owner.#field.into_value().unwrap_or_default()),
        };
    }
    let leaf = |owner: TokenStream| match last.holding {
        Holding::Plain => quote!(Some(#owner.#field)),
        Holding::Optional => quote!(#owner.#field),
        Holding::Omittable => quote!(#owner.#field.into_value()),
    };
    let found = through(path, quote!(page), &leaf);
    quote!(#found.unwrap_or_default())
}

fn through(
    path: &[Step],
    owner: TokenStream,
    leaf: &dyn Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let Some((step, rest)) = path.split_first() else {
        return leaf(owner);
    };
    let field = &step.field;
    if step.holding == Holding::Plain {
        return through(rest, quote!(#owner.#field), leaf);
    }
    let inner = through(rest, quote!(inner), leaf);
    match step.holding {
        Holding::Omittable => quote!(#owner.#field.into_value().and_then(|inner| #inner)),
        _ => quote!(#owner.#field.and_then(|inner| #inner)),
    }
}
