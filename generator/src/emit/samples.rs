//! `src/tests.rs` and `src/tests/<resource>.rs`: the tests of the output itself.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::{Place, ty};
use super::{Module, attr, imports, part};
use crate::code::{
    Argument, CallSample, Package, ReplyTest, RequestTest, TestFile, Type, Wire, WireBody, WirePart,
};
use crate::ir::Location;

/// The files of tests that have any.
pub(super) fn files(package: &Package) -> impl Iterator<Item = &TestFile> {
    let files = package.tests.iter();
    files.filter(|file| !file.requests.is_empty() || !file.replies.is_empty())
}

/// The root of the tests.
pub(super) fn root(package: &Package) -> Module {
    let files: Vec<&TestFile> = files(package).collect();
    let modules = files.iter().map(|file| {
        let module = &file.module;
        let cfg = part::cfg(package.part_of(module));
        quote! {
            #cfg
            mod #module;
        }
    });
    let replies = files.iter().any(|file| !file.replies.is_empty()).then(|| {
        quote! {
            /// Sends a call for each example of its replies.
            #[track_caller]
            fn replies<T>(script: &'static Script, call: impl Fn(&Client) -> Sending<T>) {
                for (outcome, example) in script.examples() {
                    let mock = Mock::new();
                    let call = call(&mock.client());
                    // In full: a resource can be called `testing`.
                    crate::runtime::testing::reply(&mock.inner, script, outcome, example, call);
                }
            }
        }
    });
    let items = quote!(#replies);
    let imports = imports::of(
        &items,
        &[
            ("Client", "crate"),
            ("Mock", "crate::mock"),
            ("Sending", "crate::runtime::call"),
            ("Script", "crate::runtime::mock"),
        ],
    );
    Module {
        path: "src/tests.rs".to_owned(),
        docs: vec![
            "Tests made of the document: what each call sends, and that each example of a reply is"
                .to_owned(),
            "understood. Values without an example are made up.".to_owned(),
        ],
        tokens: quote! {
            #(#modules)*

            #imports

            #items
        },
    }
}

/// The tests of one resource.
pub(super) fn file(package: &Package, file: &TestFile) -> Module {
    let requests = file.requests.iter().map(request);
    let replies = file.replies.iter().map(reply);
    let items = quote!(#(#requests)* #(#replies)*);
    let mut known = vec![
        ("FilePart", "crate"),
        ("IndexMap", "indexmap"),
        ("models", "crate"),
        ("Mock", "crate::mock"),
        ("table", "crate::mock"),
        ("FILE_NAME", "crate::runtime::testing"),
        ("FILE_TYPE", "crate::runtime::testing"),
        ("Part", "crate::runtime::testing"),
        ("Wire", "crate::runtime::testing"),
        ("value", "crate::runtime::testing"),
        ("replies", "super"),
    ];
    known.extend(super::ty::VALUES);
    let imports = imports::of_paths(&items, &known);
    let mut docs = vec![format!("Tests of the operations of `{}`.", file.module)];
    if !file.left_out.is_empty() {
        let names: Vec<String> = file
            .left_out
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        docs.extend([
            String::new(),
            format!(
                "Without a test of the request, since it has no value to be tested with: {}.",
                names.join(", ")
            ),
        ]);
    }
    let deprecated = is_deprecated(package).then(
        || quote!(#![allow(deprecated, reason = "what the document deprecates is tested as well")]),
    );
    Module {
        path: format!("src/tests/{}.rs", file.module),
        docs,
        tokens: quote! {
            #deprecated

            #imports

            #items
        },
    }
}

/// Whether the document deprecates something that a test could use.
fn is_deprecated(package: &Package) -> bool {
    let mut methods = package
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    let in_methods = methods.any(|method| {
        let required = method.required.iter().map(|required| &required.input);
        let mut inputs = method
            .arguments
            .iter()
            .chain(required)
            .chain(&method.optional);
        method.deprecated || inputs.any(|input| input.deprecated)
    });
    in_methods || super::model::allow_deprecated(package).is_some()
}

fn request(test: &RequestTest) -> TokenStream {
    let name = &test.name;
    let wire = wire(&test.wire);
    let call = call(&quote!(mock.client()), &test.call);
    quote! {
        #[test]
        fn #name() {
            let mock = Mock::new();
            let call = #call.send_raw();
            #wire.is_sent_by(call, &mock.inner);
        }
    }
}

fn reply(test: &ReplyTest) -> TokenStream {
    let (name, script) = (&test.name, &test.script);
    let call = call(&quote!(client), &test.call);
    quote! {
        #[test]
        fn #name() {
            replies(&table::#script, |client| #call.send());
        }
    }
}

fn wire(wire: &Wire) -> TokenStream {
    let (method, target) = (&wire.method, &wire.target);
    let headers = wire
        .headers
        .iter()
        .map(|(name, value)| quote!(.header(#name, #value)));
    let secrets = wire.secrets.iter().map(|(place, name)| match place {
        Location::Query => quote!(.secret_query(#name)),
        Location::Cookie => quote!(.secret_cookie(#name)),
        Location::Header | Location::Path => {
            // Names of headers are compared in lower case.
            let name = name.to_lowercase();
            quote!(.secret_header(#name))
        }
    });
    let body = match &wire.body {
        WireBody::Nothing => None,
        WireBody::Json(media_type, json, model) => {
            let json = attr::raw(json);
            let model = model.as_ref().map(|model| {
                let model = type_of(model);
                quote!(.model::<#model>())
            });
            Some(quote!(.json(#media_type, #json) #model))
        }
        WireBody::Form(pairs) => {
            let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
            Some(quote!(.form(&[#(#pairs),*])))
        }
        WireBody::Parts(parts) => {
            let parts = parts.iter().map(|part| match part {
                WirePart::Text(name, text) => quote!(Part::Text(#name, #text)),
                WirePart::Json(name, json) => {
                    let json = attr::raw(json);
                    quote!(Part::Json(#name, #json))
                }
                WirePart::File(name, text) => quote!(Part::File(#name, #text)),
            });
            Some(quote!(.parts(&[#(#parts),*])))
        }
        WireBody::Bytes(media_type, text) => Some(quote!(.bytes(#media_type, #text))),
    };
    quote!(Wire::new(#method, #target) #(#secrets)* #(#headers)* #body)
}

fn call(client: &TokenStream, call: &CallSample) -> TokenStream {
    let handle = call.handle.as_ref().map(|handle| quote!(.#handle()));
    let method = &call.method;
    let arguments = call.arguments.iter().map(argument);
    let setters = call.setters.iter().map(|(name, value)| {
        let value = argument(value);
        quote!(.#name(#value))
    });
    quote!(#client #handle.#method(#(#arguments),*) #(#setters)*)
}

fn argument(value: &Argument) -> TokenStream {
    match value {
        Argument::Bool(value) => quote!(#value),
        Argument::Integer(number) => {
            let number = Literal::i128_unsuffixed(*number);
            quote!(#number)
        }
        Argument::Float(number) => {
            let number = Literal::f64_unsuffixed(*number);
            quote!(#number)
        }
        Argument::Text(text) => quote!(#text),
        Argument::Texts(texts) => quote!([#(#texts),*]),
        Argument::File(text) => file_part(text),
        Argument::Files(texts) => {
            let files = texts.iter().map(|text| file_part(text));
            quote!([#(#files),*])
        }
        Argument::Json(of, json) => {
            let of = type_of(of);
            let json = attr::raw(json);
            quote!(value::<#of>(#json))
        }
        Argument::Null(of) => {
            let of = type_of(of);
            quote!(None::<#of>)
        }
    }
}

fn type_of(value: &Type) -> TokenStream {
    ty(value, Place::Elsewhere)
}

fn file_part(text: &str) -> TokenStream {
    quote!(FilePart::bytes(#text).name(FILE_NAME).content_type(FILE_TYPE))
}
