//! `src/models/wire.rs`: how models are read and written, without derive macros.
//!
//! Emitted impls compile in half the time of derived ones, read integers
//! written as `3.0`, and tell a missing field from `null`.

mod enums;
mod structs;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Module, imports};
use crate::code::{Form, Ident, Model, Package, Part};
use enums::{closed_enum, integer_enum};
use structs::struct_;
use unions::union;

/// Whether there is something to read or write.
pub(super) fn has_wire(package: &Package, part: Option<&Part>) -> bool {
    let mut models = package.models_of(part);
    models.any(has_impls)
}

/// Open enums of texts bring what they need: they are made by a macro of the runtime.
fn has_impls(model: &Model) -> bool {
    match model {
        Model::Struct(_) | Model::Union(_) | Model::IntegerEnum(_) => true,
        Model::StringEnum(item) => item.unknown.is_none(),
        Model::Alias(_) => false,
    }
}

/// The file, for the models of a part or those that are always there.
pub(super) fn wire(package: &Package, part: Option<&Part>) -> Module {
    let mut items = TokenStream::new();
    // What imports are looked for in: in tables of fields, names are the document's.
    let mut looked_in = TokenStream::new();
    let mut names: Vec<&Ident> = Vec::new();
    for model in package.models_of(part).filter(|model| has_impls(model)) {
        let (name, impls) = match model {
            Model::Struct(item) => {
                names.push(&item.name);
                items.extend(struct_(item));
                continue;
            }
            Model::Union(item) => (&item.name, union(item)),
            Model::IntegerEnum(item) => (&item.name, integer_enum(item)),
            Model::StringEnum(item) => (&item.name, closed_enum(item)),
            Model::Alias(_) => continue,
        };
        names.push(name);
        looked_in.extend(impls.clone());
        items.extend(impls);
    }
    for model in package.models_of(part) {
        // What the macros of the tables name.
        if let Model::Struct(item) = model {
            looked_in.extend(match item.form {
                Form::Members => quote!(fields object decode),
                Form::Positions => quote!(positions tuple decode),
            });
            looked_in.extend(item.wide.then(|| quote!(wide_fields)));
        }
    }
    let imports = imports::of(
        &looked_in,
        &[
            ("Deserialize", "serde"),
            ("Deserializer", "serde"),
            ("Serialize", "serde"),
            ("Serializer", "serde"),
            ("decode", "crate::runtime"),
            ("fields", "crate::runtime::fields"),
            ("object", "crate::runtime"),
            ("positions", "crate::runtime::positions"),
            ("tuple", "crate::runtime"),
            ("union", "crate::runtime"),
            ("wide_fields", "crate::runtime::fields"),
        ],
    );
    Module {
        path: match part {
            None => "src/models/wire.rs".to_owned(),
            Some(part) => format!("src/models/{}/wire.rs", part.module),
        },
        docs: vec!["How models are read from and written to the wire.".to_owned()],
        tokens: quote! {
            #imports
            use super::{#(#names),*};

            #items
        },
    }
}
