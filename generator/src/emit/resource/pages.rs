//! `pages` and `items` of a request builder: from a page to the next cursor and to its items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Holding, Pages, Step};
use crate::emit::ty::{Place, ty};

pub(super) fn pages(pages: &Pages) -> TokenStream {
    let page = ty(&pages.page, Place::Elsewhere);
    let item = ty(&pages.item, Place::Elsewhere);
    let cursor = &pages.cursor;
    let next = next(&pages.next);
    let items = items(&pages.items);
    quote! {
        /// The pages, one request each, until there is no next one.
        pub fn pages(self) -> Pages<#page, M> {
            let rule = PageRule { cursor: #cursor, next: |page: &#page| #next };
            Pages::new(self.call, rule)
        }

        /// The items of all pages; a page is requested when its first item is asked for.
        pub fn items(self) -> Items<#page, #item, M> {
            self.pages().items(|page| #items)
        }
    }
}

/// `page.meta.next_cursor.as_deref()`, through whatever may be missing.
fn next(steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else {
        return quote!(None);
    };
    let field = &last.field;
    let leaf = |owner: TokenStream| match last.holding {
        Holding::Plain => quote!(Some(#owner.#field.as_str())),
        Holding::Optional => quote!(#owner.#field.as_deref()),
        Holding::Omittable => quote!(#owner.#field.value().map(String::as_str)),
    };
    through(path, quote!(page), false, &leaf)
}

/// `page.assets`, through whatever may be missing.
fn items(steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else {
        return quote!(Vec::new());
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
    let found = through(path, quote!(page), true, &leaf);
    quote!(#found.unwrap_or_default())
}

fn through(
    path: &[Step],
    owner: TokenStream,
    owned: bool,
    leaf: &dyn Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let Some((step, rest)) = path.split_first() else {
        return leaf(owner);
    };
    let field = &step.field;
    if step.holding == Holding::Plain {
        return through(rest, quote!(#owner.#field), owned, leaf);
    }
    let inner = through(rest, quote!(inner), owned, leaf);
    let held = match (step.holding, owned) {
        (Holding::Omittable, true) => quote!(#owner.#field.into_value()),
        (Holding::Omittable, false) => quote!(#owner.#field.value()),
        (_, true) => quote!(#owner.#field),
        (_, false) => quote!(#owner.#field.as_ref()),
    };
    quote!(#held.and_then(|inner| #inner))
}
