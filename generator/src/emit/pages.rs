//! How pages follow each other, for the table of operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Cursor, End, Pagination, Slot, Turn};

/// `Some(Pagination { … })`
pub(super) fn rule(pagination: &Pagination) -> TokenStream {
    let items = &pagination.items;
    let turn = turn(&pagination.turn);
    quote!(Some(Pagination { items: #items, turn: #turn }))
}

fn turn(turn: &Turn) -> TokenStream {
    match turn {
        Turn::Cursor { slot, next, more } => {
            let slot = self::slot(slot);
            let next = match next {
                Cursor::Reply(place) => quote!(Cursor::Reply(#place)),
                Cursor::LastItem(place) => quote!(Cursor::LastItem(#place)),
            };
            let more = more.as_deref().unwrap_or_default();
            quote!(Turn::Cursor { slot: #slot, next: #next, more: #more })
        }
        Turn::Page { slot, first, end } => {
            let slot = self::slot(slot);
            let first = Literal::u64_unsuffixed(*first);
            let end = self::end(end);
            quote!(Turn::Page { slot: #slot, first: #first, end: #end })
        }
        Turn::Offset { slot, end } => {
            let slot = self::slot(slot);
            let end = self::end(end);
            quote!(Turn::Offset { slot: #slot, end: #end })
        }
        Turn::NextUrl(place) => quote!(Turn::NextUrl(#place)),
        Turn::LinkHeader => quote!(Turn::LinkHeader),
    }
}

fn slot(slot: &Slot) -> TokenStream {
    match slot {
        Slot::Query(name) => quote!(Slot::Query(#name)),
        Slot::Field(name) => quote!(Slot::Field(#name)),
    }
}

fn end(end: &End) -> TokenStream {
    match end {
        End::Empty => quote!(End::Empty),
        End::More(place) => quote!(End::More(#place)),
        End::Next(place) => quote!(End::Next(#place)),
        End::Total(place) => quote!(End::Total(#place)),
        End::Pages(place) => quote!(End::Pages(#place)),
    }
}
