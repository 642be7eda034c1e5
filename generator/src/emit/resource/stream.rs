//! `send_events` and `send_values` of a request builder: replies that are read value by value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::code::StreamReply;
use crate::emit::attr;
use crate::emit::ty::{Place, seed_type, ty};
use crate::ir::{Framing, ItemForm};

/// The method that reads a stream.
pub(super) fn stream(stream: &StreamReply) -> TokenStream {
    let name = Ident::new(stream.method(), Span::call_site());
    let media_type = &stream.media_type;
    let item = ty(&stream.item, Place::Elsewhere);
    let seed = seed_type(&stream.seed);
    let reply = match (stream.framing, stream.form) {
        (Framing::Events, ItemForm::Json) => quote!(EventStream<#item, M #seed>),
        (Framing::Events, ItemForm::Text) => quote!(ItemStream<TextEvents, M>),
        (Framing::Events, ItemForm::Event) => quote!(ItemStream<WholeEvents<#item>, M>),
        (Framing::Lines, _) => quote!(LineStream<#item, M #seed>),
        (Framing::Records, _) => quote!(ItemStream<Records<#item #seed>, M>),
    };
    let what = match stream.framing {
        Framing::Events => "events",
        Framing::Lines | Framing::Records => "values",
    };
    let docs = attr::docs(&[format!(
        "Sends the request and gives the {what} of the reply one by one, as they come."
    )]);
    quote! {
        #docs
        pub fn #name(self) -> M::Sending<#reply> {
            M::run(ItemStream::open(self.call, #media_type))
        }
    }
}
