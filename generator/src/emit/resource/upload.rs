//! What an upload has beside its call, the methods that bring bytes to a reserved place, and the
//! tables of the ways that a file can go.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::builder::Work;
use crate::code::{Delivery, SignedRow, StepRow, Type, UploadRow};
use crate::emit::attr;
use crate::emit::ty::{Place, ty};

pub(super) fn work() -> Work {
    Work {
        name: "upload",
        ty: quote!(Uploading),
    }
}

/// The setters that are not the document's.
pub(super) fn setters() -> TokenStream {
    quote! {
        /// Sets the way that the file goes, in place of the one that suits it.
        pub fn via(self, way: UploadWay) -> Self {
            Self { upload: self.upload.via(way), ..self }
        }

        /// Sets what is told of each step and of the bytes on their way.
        pub fn on_progress(
            self,
            report: impl Fn(&UploadProgress) + Send + Sync + 'static,
        ) -> Self {
            Self { upload: self.upload.on_progress(report), ..self }
        }

        /// Sets how often a fresh place may be asked for; twice unless set.
        pub fn max_renewals(self, renewals: u32) -> Self {
            Self { upload: self.upload.max_renewals(renewals), ..self }
        }
    }
}

pub(super) fn send(decoder: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        /// Uploads: a future of the last reply, or that reply itself with a blocking client.
        pub fn send(self) -> M::Sending<#value> {
            M::run(self.upload.run::<#decoder>(self.call))
        }
    }
}

/// A method that brings bytes to a reserved place.
pub(super) fn delivery(
    item: &Delivery,
    docs: &[String],
    receiver: &TokenStream,
    client: &TokenStream,
    mode: Option<&TokenStream>,
) -> TokenStream {
    let Delivery {
        name,
        operation,
        form,
        ..
    } = item;
    let docs = attr::docs(docs);
    let form = ty(form, Place::Elsewhere);
    let mode = mode.map(|mode| quote!(<#mode>));
    quote! {
        #docs
        pub fn #name(#receiver, form: &#form, file: impl Into<FilePart>) -> UploadBytes #mode {
            let call = Call::new(#client, &operations::#operation);
            UploadBytes::new(call, &operations::uploads::#operation, form, file)
        }
    }
}

/// The plan of an upload.
pub(in crate::emit) fn row(row: &UploadRow) -> TokenStream {
    let UploadRow {
        operation,
        fetch,
        file_name,
        content_type,
        lacks,
        ..
    } = row;
    let set = pairs(&row.set);
    let direct = option(row.direct.as_ref().map(|way| {
        let (file, lacks, set) = (&way.file, &way.lacks, pairs(&way.set));
        let max_bytes = Literal::u64_unsuffixed(way.max_bytes);
        quote! {
            DirectWay {
                file: #file,
                max_bytes: #max_bytes,
                set: #set,
                lacks: &[#(#lacks),*],
            }
        }
    }));
    let signed = option(row.signed.as_ref().map(signed));
    quote! {
        pub(crate) static #operation: UploadPlan = UploadPlan {
            fetch: #fetch,
            direct: #direct,
            signed: #signed,
            file_name: #file_name,
            content_type: #content_type,
            set: #set,
            lacks: &[#(#lacks),*],
        };
    }
}

fn signed(way: &SignedRow) -> TokenStream {
    let SignedRow {
        form,
        url,
        method,
        fields,
        file_field,
        put_url,
        id,
        ..
    } = way;
    let set = pairs(&way.set);
    let complete = option(way.complete.as_ref().map(step));
    let renew = option(way.renew.as_ref().map(|(row, reply)| {
        let (step, read) = (step(row), read(reply));
        quote!((#step, #read))
    }));
    let poll = option(way.poll.as_ref().map(|row| {
        let (step, operation) = (step(row), &row.operation);
        quote!((#step, &super::polls::#operation))
    }));
    let read = read(&way.reply);
    quote! {
        SignedWay {
            set: #set,
            at: #form,
            form: FormAt {
                url: #url,
                method: #method,
                fields: #fields,
                file_field: #file_field,
            },
            put_url: #put_url,
            id: #id,
            read: #read,
            complete: #complete,
            renew: #renew,
            poll: #poll,
        }
    }
}

fn step(row: &StepRow) -> TokenStream {
    let StepRow { operation, id } = row;
    quote!(Step { operation: &super::#operation, id: #id })
}

/// The function that reads a reply of this type.
pub(super) fn read(reply: &Type) -> TokenStream {
    let reply = ty(reply, Place::Elsewhere);
    quote!(poll::read::<#reply>)
}

fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(&[#(#pairs),*])
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
