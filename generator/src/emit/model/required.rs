//! `src/models/required.rs`: the values that models cannot be without.

use proc_macro2::TokenStream;
use quote::quote;

use super::structs::debug;
use super::type_names;
use crate::code::{Constructor, Field, Model, Package, Part, Struct, Type};
use crate::emit::ty::{Place, ty};
use crate::emit::{Module, attr, imports, part};

/// The file of the values that models of a part cannot be without, or those that are always there.
pub(in crate::emit) fn required(package: &Package, part: Option<&Part>) -> Module {
    let items: TokenStream = structs(package, part)
        .filter(|item| item.constructor == Constructor::Required)
        .map(required_struct)
        .collect();
    let asked: Vec<Type> = structs(package, part)
        .filter(|item| item.constructor == Constructor::Required)
        .flat_map(|item| item.fields.iter().filter(|field| field.is_asked()))
        .map(Field::full_type)
        .collect();
    let imports = imports::use_items(type_names(&asked));
    // What the parts have stands under the same path.
    let parts = part.is_none().then(|| {
        let parts = package.parts.iter();
        let parts = parts.filter(|part| has_required(package, Some(part)));
        let uses = parts.map(|part| {
            let (cfg, module) = (part::cfg(Some(part)), &part.module);
            quote! {
                #cfg
                pub use super::#module::required::*;
            }
        });
        quote!(#(#uses)*)
    });
    Module {
        path: match part {
            None => "src/models/required.rs".to_owned(),
            Some(part) => format!("src/models/{}/required.rs", part.module),
        },
        docs: vec![
            "The values that a model cannot be without, by the name of the model.".to_owned(),
            String::new(),
            "A model is made of them by its `new`; since each value is named, no two can be swapped".to_owned(),
            "unnoticed, and leaving one out does not compile.".to_owned(),
        ],
        tokens: quote! {
            #imports
            #parts

            #items
        },
    }
}

fn required_struct(item: &Struct) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&[format!(
        "What a [`{name}`](super::{name}) cannot be without."
    )]);
    let fields = item
        .fields
        .iter()
        .filter(|field| field.is_asked())
        .map(|field| {
            let docs = attr::docs(&field.first_sentence());
            let ident = &field.name;
            let full = field.full_type();
            let complex = attr::complex(&full);
            let ty = ty(&full, Place::Elsewhere);
            quote! {
                #docs
                #complex
                pub #ident: #ty,
            }
        });
    let asked: Vec<&Field> = item
        .fields
        .iter()
        .filter(|field| field.is_asked())
        .collect();
    let hides = asked.iter().any(|field| field.secret);
    let derive = if hides {
        quote!(#[derive(Clone)])
    } else {
        quote!(#[derive(Clone, Debug)])
    };
    let debug = hides.then(|| debug(name, asked.iter().copied()));
    quote! {
        #docs
        #derive
        pub struct #name {
            #(#fields)*
        }

        #debug
    }
}

/// Whether there is a file: that of what is always there has the names of the parts too.
pub(in crate::emit) fn has_required_file(package: &Package, part: Option<&Part>) -> bool {
    match part {
        None => part::all(package).any(|part| has_required(package, part)),
        part => has_required(package, part),
    }
}

/// Whether some model has more than one value that it cannot be without.
fn has_required(package: &Package, part: Option<&Part>) -> bool {
    structs(package, part).any(|item| item.constructor == Constructor::Required)
}

fn structs<'a>(package: &'a Package, part: Option<&'a Part>) -> impl Iterator<Item = &'a Struct> {
    package.models_of(part).filter_map(|model| match model {
        Model::Struct(item) => Some(item),
        _ => None,
    })
}
