//! `src/models.rs`: the types of values on the wire.
//!
//! How they are read and written is emitted into a file of its own.

mod enums;
mod required;
mod structs;
mod unions;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::VALUES;
use super::wire::has_wire;
use super::{Module, imports, part};
use crate::code::{Constructor, Field, Form, Ident, Model, Package, Part, Type};
use enums::{integer_enum, string_enum};
use structs::struct_;
use unions::{alias, union};

pub(super) use required::{has_required_file, required};

/// The file of the models of a part, or of those that are always there.
pub(super) fn models(package: &Package, part: Option<&Part>) -> Module {
    let items: TokenStream = package.models_of(part).map(model).collect();
    let wire = has_wire(package, part).then(|| {
        quote!(
            mod wire;
        )
    });
    let required = has_required_file(package, part).then(|| {
        quote!(
            pub mod required;
        )
    });
    let imports = model_imports(package, part);
    let of_others = of_others(package, part);
    let parts = part.is_none().then(|| {
        let parts = package.parts.iter().filter(|part| !part.models.is_empty());
        part::shown(parts, &quote!(pub))
    });
    let deprecated = allow_deprecated(package);
    Module {
        path: part::path("models", part),
        docs: vec![format!(
            "Values that go to and come from the {}.",
            package.service.docs_title
        )],
        tokens: quote! {
            #deprecated

            #required
            #wire
            #parts

            #imports
            #of_others

            #items
        },
    }
}

fn model(model: &Model) -> TokenStream {
    match model {
        Model::Struct(item) => struct_(item),
        Model::StringEnum(item) => string_enum(item),
        Model::IntegerEnum(item) => integer_enum(item),
        Model::Union(item) => union(item),
        Model::Alias(item) => alias(item),
    }
}

/// The models that those of a part are made of, and that are always there.
fn of_others(package: &Package, part: Option<&Part>) -> Option<TokenStream> {
    let part = part?;
    let mut names = BTreeSet::new();
    for model in package.models_of(Some(part)) {
        for ty in types_of(model) {
            models_in(ty, &mut names);
        }
    }
    names.retain(|name| !part.models.contains(name));
    let names: Vec<_> = names.into_iter().collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use super::#name;)),
        names => Some(quote!(use super::{#(#names),*};)),
    }
}

/// The types that a model is made of.
fn types_of(model: &Model) -> Vec<&Type> {
    match model {
        Model::Struct(item) => {
            let fields = item.fields.iter().map(|field| &field.ty);
            fields
                .chain(item.extra.iter().map(|extra| &extra.ty))
                .collect()
        }
        Model::Union(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
        Model::Alias(item) => vec![&item.ty],
        Model::StringEnum(_) | Model::IntegerEnum(_) => Vec::new(),
    }
}

fn models_in<'t>(ty: &'t Type, names: &mut BTreeSet<&'t Ident>) {
    match ty {
        Type::Model(name) => _ = names.insert(name),
        Type::List(inner)
        | Type::Map(inner)
        | Type::Boxed(inner)
        | Type::JsonText(inner)
        | Type::Option(inner)
        | Type::Omittable(inner) => models_in(inner, names),
        Type::Bool
        | Type::Integer(_)
        | Type::Float(_)
        | Type::Number
        | Type::Text(_)
        | Type::String
        | Type::Json
        | Type::Bytes
        | Type::File => {}
    }
}

/// The imports of a file of models.
fn model_imports(package: &Package, part: Option<&Part>) -> TokenStream {
    let mut types = Vec::new();
    let mut extra = Vec::new();
    for model in package.models_of(part) {
        match model {
            Model::Struct(item) => {
                if item.constructor == Constructor::Required {
                    extra.push(("constructor", "crate::runtime::constructor"));
                }
                types.extend(item.fields.iter().map(Field::full_type));
                if let Some(rest) = &item.extra {
                    types.push(match item.form {
                        Form::Members => Type::Map(Box::new(rest.ty.clone())),
                        Form::Positions => Type::List(Box::new(rest.ty.clone())),
                    });
                }
                if item.fields.iter().any(|field| field.time.is_some()) {
                    extra.push(("SystemTime", "std::time"));
                }
            }
            Model::Union(item) => {
                types.extend(item.variants.iter().map(|variant| variant.ty.clone()));
                extra.push(("union", "crate::runtime"));
            }
            Model::Alias(item) => types.push(item.ty.clone()),
            Model::StringEnum(item) if item.unknown.is_some() => {
                extra.push(("string_enum", "crate::runtime::open_enum"));
            }
            Model::StringEnum(_) | Model::IntegerEnum(_) => {}
        }
    }
    extra.extend(
        type_names(&types)
            .into_iter()
            .filter(|(name, _)| *name != "models"),
    );
    extra.sort_unstable();
    extra.dedup();
    imports::use_items(extra)
}

/// The names that these types are written with, with their modules.
fn type_names<'a>(types: impl IntoIterator<Item = &'a Type>) -> Vec<(&'static str, &'static str)> {
    let mut names = BTreeSet::new();
    for ty in types {
        named(ty, &mut names);
    }
    names
        .into_iter()
        .map(|name| match name {
            "IndexMap" => (name, "indexmap"),
            "Omittable" => (name, "crate::runtime::omittable"),
            "models" => (name, "crate"),
            name => VALUES
                .iter()
                .copied()
                .find(|(known, _)| *known == name)
                .unwrap_or((name, "crate::runtime::text")),
        })
        .collect()
}

/// The names that a type is written with.
fn named(ty: &Type, names: &mut BTreeSet<&'static str>) {
    match ty {
        Type::Text(name) => _ = names.insert(name),
        Type::Number => _ = names.insert("JsonNumber"),
        Type::Map(value) => {
            names.insert("IndexMap");
            named(value, names);
        }
        Type::JsonText(content) => {
            names.insert("JsonText");
            named(content, names);
        }
        Type::Omittable(value) => {
            names.insert("Omittable");
            named(value, names);
        }
        Type::Model(_) => _ = names.insert("models"),
        Type::List(inner) | Type::Boxed(inner) | Type::Option(inner) => named(inner, names),
        Type::Bool
        | Type::Integer(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Bytes
        | Type::File => {}
    }
}

/// Lets a file use what the document discourages, if there is such a thing.
///
/// The lint is meant for callers; the models themselves have to name each other.
pub(super) fn allow_deprecated(package: &Package) -> Option<TokenStream> {
    let is_deprecated = package.models.iter().any(|model| match model {
        Model::Struct(item) => item.deprecated || item.fields.iter().any(|field| field.deprecated),
        Model::StringEnum(item) => item.deprecated,
        Model::IntegerEnum(item) => item.deprecated,
        Model::Union(item) => item.deprecated,
        Model::Alias(_) => false,
    });
    is_deprecated.then(|| {
        quote!(#![allow(deprecated, reason = "the document deprecates some of the models that are used here")])
    })
}
