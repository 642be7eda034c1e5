//! `src/replies.rs` of the probe: what a method makes of a reply, shown as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Package, ProbedMethod, Reply};
use crate::emit::Module;

/// How replies and failures are shown.
pub(super) fn replies(package: &Package) -> Module {
    let mut seen = Vec::new();
    let mut enums = Vec::new();
    for method in &package.probe.methods {
        if let Reply::ByStatus(reply) = &method.reply
            && !seen.contains(&(&method.module, &reply.name))
        {
            seen.push((&method.module, &reply.name));
            enums.push(by_status(method));
        }
    }
    let declared = declared(package);
    Module {
        path: "src/replies.rs".to_owned(),
        docs: vec!["What a method makes of a reply, shown as JSON.".to_owned()],
        tokens: quote! {
            use base64::Engine as _;
            use base64::engine::general_purpose::STANDARD;
            use serde::Serialize;
            use serde_json::{Value, json};
            use subject::Error;

            /// A reply that has a variant for each status.
            pub(crate) trait ByStatus {
                /// The variant and what is in it.
                fn show(self) -> Value;
            }

            /// A value of a type.
            pub(crate) fn value<T: Serialize>(value: T) -> Value {
                match serde_json::to_string(&value) {
                    Ok(text) => json!({ "json": text }),
                    Err(error) => json!({ "unwritable": error.to_string() }),
                }
            }

            /// A text.
            pub(crate) fn text(text: String) -> Value {
                json!({ "text": text })
            }

            /// Bytes.
            pub(crate) fn bytes(bytes: subject::Bytes) -> Value {
                json!({ "bytes": STANDARD.encode(bytes) })
            }

            /// Nothing.
            pub(crate) fn empty((): ()) -> Value {
                json!({ "empty": true })
            }

            /// One of several, by status.
            pub(crate) fn by_status<T: ByStatus>(reply: T) -> Value {
                reply.show()
            }

            /// What went wrong, with the body that the document declares.
            pub(crate) fn failure(error: &Error) -> Value {
                json!({
                    "kind": format!("{:?}", error.kind()),
                    "status": error.status(),
                    "message": error.to_string(),
                    "declared": declared(error),
                })
            }

            #declared

            #(#enums)*
        },
    }
}

/// What shows a reply, as a path.
pub(super) fn outcome(reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(replies::empty),
        Reply::Json(..) => quote!(replies::value),
        Reply::Text => quote!(replies::text),
        Reply::Bytes => quote!(replies::bytes),
        Reply::ByStatus(_) => quote!(replies::by_status),
    }
}

fn by_status(method: &ProbedMethod) -> TokenStream {
    let Reply::ByStatus(reply) = &method.reply else {
        return TokenStream::new();
    };
    let (module, name) = (&method.module, &reply.name);
    let arms = reply.variants.iter().map(|variant| {
        let ident = &variant.name;
        let text = ident.as_str();
        let (payload, shown) = match &*variant.reply {
            Reply::Empty => (None, quote!(empty(()))),
            Reply::Text => (Some(quote!((it))), quote!(text(it))),
            Reply::Bytes => (Some(quote!((it))), quote!(bytes(it))),
            Reply::Json(..) | Reply::ByStatus(_) => (Some(quote!((it))), quote!(value(it))),
        };
        quote!(subject::#module::#name::#ident #payload => (#text, #shown),)
    });
    quote! {
        impl ByStatus for subject::#module::#name {
            fn show(self) -> Value {
                let (variant, shown) = match self {
                    #(#arms)*
                    _ => ("unknown", Value::Null),
                };
                json!({ "variant": variant, "of": shown })
            }
        }
    }
}

/// The bodies of failures: a type, an enum of several, or none.
fn declared(package: &Package) -> TokenStream {
    let body = match package.error_bodies.as_slice() {
        [] => quote! {
            let _ = error;
            Value::Null
        },
        [only] => {
            let name = only.as_str();
            quote! {
                let body = error.declared_body();
                body.map_or(Value::Null, |body| json!({ "type": #name, "of": value(body) }))
            }
        }
        several => {
            let arms = several.iter().map(|name| {
                let text = name.as_str();
                quote!(Some(subject::ErrorBody::#name(body)) => json!({ "type": #text, "of": value(body) }),)
            });
            quote! {
                match error.declared_body() {
                    #(#arms)*
                    _ => Value::Null,
                }
            }
        }
    };
    quote! {
        fn declared(error: &Error) -> Value {
            #body
        }
    }
}
