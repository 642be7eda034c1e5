//! `src/<resource>.rs`: a handle, its request builders and their replies.

mod builder;
mod handle;
mod pages;
mod poll;
mod reply;
mod stream;
mod upload;

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::VALUES;
use super::{Module, attr, client, imports, model};
use crate::code::{Package, Reply, ReplyEnum, Resource};
use builder::{builder, has_rows};
use handle::handle;
use reply::reply_enum;

pub(super) use poll::row as poll_row;
pub(super) use upload::row as upload_row;

/// The file of a resource.
pub(super) fn resource(package: &Package, resource: &Resource) -> Module {
    let handle = handle(resource);
    let methods = resource.methods.iter().chain(&resource.tasks);
    let builders = methods.map(builder);
    let mut replies: Vec<&ReplyEnum> = Vec::new();
    for method in &resource.methods {
        if let Reply::ByStatus(reply) = &method.reply
            && replies.iter().all(|known| known.name != reply.name)
        {
            replies.push(reply);
        }
    }
    let replies = replies.into_iter().map(reply_enum);
    let missing = missing(resource);
    let given = package
        .part_of(&resource.module)
        .is_some()
        .then(|| given(resource));
    let items = quote! {
        #given
        #handle
        #(#builders)*
        #(#replies)*
        #missing
    };
    let named = named(resource);
    let imports = imports::of(&quote!(#items #named), &names());
    let deprecated = model::allow_deprecated(package);
    Module {
        path: format!("src/{}.rs", resource.module),
        docs: resource.docs.clone(),
        tokens: quote! {
            #deprecated

            #imports

            #items
        },
    }
}

/// What the macros of the requests name.
fn named(resource: &Resource) -> TokenStream {
    let has_requests = !resource.methods.is_empty();
    let requests =
        has_requests.then(|| quote!(Async Call Error Mode Reply Response Sending request_options));
    let mut methods = resource.methods.iter();
    let values = methods.any(has_rows).then(|| quote!(setters));
    let mut methods = resource.methods.iter();
    let given = methods.any(|method| !method.required.is_empty());
    let given = given.then(|| quote!(Given));
    let mut methods = resource.methods.iter();
    let pages = methods.any(|method| method.pages.is_some());
    let pages = pages.then(|| quote!(Items Pages));
    let mut methods = resource.methods.iter();
    let pieces = methods.any(|method| matches!(method.reply, Reply::Bytes | Reply::Text));
    let pieces = pieces.then(|| quote!(Download));
    quote!(#requests #values #given #pages #pieces)
}

/// The methods of both clients that give the handle, where the clients have it with a feature only.
fn given(resource: &Resource) -> TokenStream {
    let give = client::handle(resource, None);
    let blocking = client::handle(resource, Some(&quote!(crate::blocking::Blocking)));
    quote! {
        impl Client {
            #give
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #blocking
        }
    }
}

/// The names that the templates of this folder write, with their modules.
fn names() -> Vec<(&'static str, &'static str)> {
    let mut known = vec![
        ("IntoFuture", "std::future"),
        ("PhantomData", "std::marker"),
        ("IndexMap", "indexmap"),
        ("Client", "crate"),
        ("models", "crate"),
        ("operations", "crate"),
        ("Async", "crate::runtime::mode"),
        ("Mode", "crate::runtime::mode"),
        ("request", "crate::runtime::typed"),
        ("request_options", "crate::runtime::options"),
        ("setters", "crate::runtime::typed"),
        ("BodyKind", "crate::runtime::call"),
        ("Call", "crate::runtime::call"),
        ("Sending", "crate::runtime::call"),
        ("Given", "crate::runtime::call"),
        ("Download", "crate::runtime::download"),
        ("Error", "crate::runtime::error"),
        ("FilePart", "crate::runtime::multipart"),
        ("Multipart", "crate::runtime::multipart"),
        ("Omittable", "crate::runtime::omittable"),
        ("Items", "crate::runtime::page"),
        ("Pages", "crate::runtime::page"),
        ("UploadBytes", "crate::runtime::delivery"),
        ("Waiting", "crate::runtime::poll"),
        ("UploadProgress", "crate::runtime::upload"),
        ("UploadSource", "crate::runtime::upload"),
        ("UploadWay", "crate::runtime::upload"),
        ("Uploading", "crate::runtime::upload"),
        ("EventStream", "crate::runtime::stream"),
        ("ItemStream", "crate::runtime::stream"),
        ("LineStream", "crate::runtime::stream"),
        ("Records", "crate::runtime::stream"),
        ("TextEvents", "crate::runtime::stream"),
        ("WholeEvents", "crate::runtime::stream"),
        ("Bytes", "crate::runtime::reply"),
        ("Decode", "crate::runtime::reply"),
        ("Empty", "crate::runtime::reply"),
        ("Ints", "crate::runtime::seed"),
        ("Json", "crate::runtime::reply"),
        ("Received", "crate::runtime::reply"),
        ("Reply", "crate::runtime::reply"),
        ("Response", "crate::runtime::reply"),
        ("Text", "crate::runtime::reply"),
    ];
    known.extend(VALUES);
    known
}

/// Marker types for required values that are not set yet.
fn missing(resource: &Resource) -> Option<TokenStream> {
    if resource.markers.is_empty() {
        return None;
    }
    let markers = resource.markers.iter().map(|marker| {
        let name = &marker.name;
        let docs = attr::docs(&[format!("`{}` is not set yet.", marker.setter)]);
        quote! {
            #docs
            #[derive(Clone, Copy, Debug)]
            pub enum #name {}
        }
    });
    Some(quote! {
        /// Marks required values that a request still lacks; the compiler names them.
        pub mod missing {
            #(#markers)*
        }
    })
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::code::{Use, reserved};

    #[test]
    fn no_request_is_called_like_what_is_imported() {
        for (name, module) in names() {
            let is_type = name.starts_with(|first: char| first.is_ascii_uppercase());
            assert!(
                !is_type || reserved(Use::Builder).contains(&name),
                "{module}::{name} can be the name of a request or handle, see `code::reserved`"
            );
        }
    }
}
