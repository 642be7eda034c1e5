//! From a page to its items, for `pages` and `items` of a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Holding, Pages, Step, Type};
use crate::emit::ty::{Place, ty};

/// The type of an item, and the way from a page to its items:
/// `items(models::Asset, |page| page.assets)`.
pub(super) fn items(pages: &Pages) -> TokenStream {
    let item = ty(&pages.item, Place::Elsewhere);
    let items = match (&pages.page, pages.items.is_empty()) {
        (Type::Option(_), true) => quote!(page.unwrap_or_default()),
        (Type::Option(_), false) => {
            let items = within(&pages.items);
            quote!(page.map(|page| #items).unwrap_or_default())
        }
        _ => within(&pages.items),
    };
    quote!(items(#item, |page| #items))
}

/// `page.assets`, through whatever may be missing.
fn within(steps: &[Step]) -> TokenStream {
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
