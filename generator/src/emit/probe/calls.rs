//! `src/calls.rs` of the probe: the methods, called as a user of the crate would call them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::replies::outcome;
use crate::code::{Package, ProbedInput, ProbedMethod, Type};
use crate::emit::ty::{Place, VALUES, ty};
use crate::emit::{Module, imports};

/// The table of methods, with a function for each.
pub(super) fn calls(package: &Package) -> Module {
    let methods = &package.probe.methods;
    let rows = methods.iter().enumerate().map(|(index, method)| {
        let key = &method.key;
        let name = format_ident!("call_{index}");
        quote!((#key, #name))
    });
    let functions = methods.iter().enumerate().map(|(index, method)| {
        let name = format_ident!("call_{index}");
        function(&quote!(#name), method)
    });
    let items = quote! {
        /// A method: sends what it is given, and shows what comes back.
        type Call = fn(&Client, &Arguments) -> Result<Value, String>;

        static METHODS: &[(&str, Call)] = &[#(#rows),*];

        /// The method of an operation and a media type.
        pub(crate) fn find(method: &str) -> Result<Call, String> {
            let mut methods = METHODS.iter();
            let found = methods.find(|(key, _)| *key == method);
            found.map(|(_, call)| *call).ok_or_else(|| format!("no method {method}"))
        }

        #(#functions)*
    };
    let mut known = vec![
        ("IndexMap", "indexmap"),
        ("Omittable", "subject"),
        ("Client", "subject"),
        ("models", "subject"),
        ("Value", "serde_json"),
        ("Arguments", "crate::exchange"),
        ("replies", "crate"),
    ];
    known.extend(VALUES.map(|(name, _)| (name, "subject")));
    let imports = imports::of_paths(&items, &known);
    Module {
        path: "src/calls.rs".to_owned(),
        docs: vec!["The methods, called as a user of the crate would call them.".to_owned()],
        tokens: quote! {
            #![allow(deprecated, reason = "what the document deprecates is put to the proof too")]

            #imports

            #items
        },
    }
}

/// A call value by value, and one with all fields at once where there is a setter for that.
fn function(name: &TokenStream, method: &ProbedMethod) -> TokenStream {
    let all: Vec<&ProbedInput> = method.required.iter().collect();
    let by_value = sent(method, &all, &method.optional, None);
    let by_body = method.whole.as_ref().map(|whole| {
        let whole = ty(whole, Place::Elsewhere);
        let setter = quote!(.body(&with.value::<#whole>("whole")?));
        let is_parameter = |input: &&ProbedInput| !input.key.starts_with("field:");
        let required: Vec<&ProbedInput> = method.required.iter().filter(is_parameter).collect();
        let optional = method.optional.iter().filter(is_parameter);
        let optional: Vec<ProbedInput> = optional.cloned().collect();
        let sent = sent(method, &required, &optional, Some(&setter));
        quote! {
            if with.has("whole") {
                #sent
            }
        }
    });
    quote! {
        fn #name(client: &Client, with: &Arguments) -> Result<Value, String> {
            #by_body
            #by_value
        }
    }
}

fn sent(
    method: &ProbedMethod,
    required: &[&ProbedInput],
    optional: &[ProbedInput],
    whole: Option<&TokenStream>,
) -> TokenStream {
    let handle = method.handle.as_ref().map(|handle| quote!(.#handle()));
    let name = &method.name;
    let arguments = method.arguments.iter().map(value);
    let required = required.iter().map(|input| {
        let (name, value) = (&input.name, value(input));
        quote!(.#name(#value))
    });
    let call = quote!(client #handle.#name(#(#arguments),*) #(#required)* #whole);
    let optional: Vec<TokenStream> = optional.iter().map(set_if_given).collect();
    let outcome = outcome(&method.reply);
    let binding = match optional.as_slice() {
        [] => quote!(let call = #call;),
        _ => quote!(let mut call = #call;),
    };
    quote! {
        #binding
        #(#optional)*
        return with.answer(call.send(), #outcome);
    }
}

fn set_if_given(input: &ProbedInput) -> TokenStream {
    let (key, name, value) = (&input.key, &input.name, value(input));
    quote! {
        if with.has(#key) {
            call = call.#name(#value);
        }
    }
}

/// The value of an input, read as what its setter takes.
fn value(input: &ProbedInput) -> TokenStream {
    let key = &input.key;
    match &input.ty {
        Type::File => quote!(with.file(#key)?),
        Type::Bytes => quote!(with.bytes(#key)?),
        Type::List(item) if **item == Type::File => quote!(with.files(#key)?),
        Type::Boxed(inner) => {
            let inner = ty(inner, Place::Elsewhere);
            quote!(with.value::<#inner>(#key)?)
        }
        other => {
            let other = ty(other, Place::Elsewhere);
            quote!(with.value::<#other>(#key)?)
        }
    }
}
