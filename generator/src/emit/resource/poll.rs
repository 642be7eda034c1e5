//! What waiting for an end has beside its call, and the tables of how an end is known.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::builder::Work;
use super::upload::read;
use crate::code::PollRow;

pub(super) fn work() -> Work {
    Work {
        name: "waiting",
        ty: quote!(Waiting),
    }
}

/// The setters that are not the document's.
pub(super) fn setters() -> TokenStream {
    quote! {
        /// Sets how long to wait between an answer and the next question.
        pub fn interval(self, interval: std::time::Duration) -> Self {
            Self { waiting: self.waiting.interval(interval), ..self }
        }
    }
}

pub(super) fn send(decoder: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        /// Waits for the end: a future of the last reply, or that reply itself with a blocking
        /// client.
        pub fn send(self) -> M::Sending<#value> {
            M::run(self.waiting.run::<#decoder>(self.call))
        }
    }
}

/// How the end of an operation is known.
pub(in crate::emit) fn row(row: &PollRow) -> TokenStream {
    let PollRow {
        operation,
        field,
        done,
        failed,
        message,
        ..
    } = row;
    let interval = Literal::u64_unsuffixed(row.interval_ms);
    let timeout = Literal::u64_unsuffixed(row.timeout_ms);
    let read = read(&row.reply);
    quote! {
        pub(crate) static #operation: PollRule = PollRule {
            field: #field,
            done: &[#(#done),*],
            failed: &[#(#failed),*],
            message: #message,
            interval: Duration::from_millis(#interval),
            timeout: Duration::from_millis(#timeout),
            read: #read,
        };
    }
}
