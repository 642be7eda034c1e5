//! `src/models.rs` and `src/models/required.rs`: the types of values on the wire.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{Place, argument, ty};
use super::{Module, attr, imports};
use crate::code::{
    self, Alias, Constructor, Field, IntegerEnum, Model, Package, StringEnum, Struct, Type, Union,
};
use crate::ir;

/// The file of all models.
pub(super) fn models(package: &Package) -> Module {
    let items: TokenStream = package.models.iter().map(model).collect();
    let has_wire = package
        .models
        .iter()
        .any(|model| !matches!(model, Model::Alias(_)));
    let wire = has_wire.then(|| {
        quote!(
            mod wire;
        )
    });
    let required = has_required(package).then(|| {
        quote!(
            pub mod required;
        )
    });
    let imports = model_imports(package);
    let deprecated = allow_deprecated(package);
    Module {
        path: "src/models.rs".to_owned(),
        docs: vec![format!(
            "Values that go to and come from the {}.",
            package.service.docs_title
        )],
        tokens: quote! {
            #deprecated

            #required
            #wire

            #imports

            #items
        },
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

/// The imports that these types need.
fn imports<'a>(types: impl IntoIterator<Item = &'a Type>) -> Vec<(&'static str, &'static str)> {
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
            text => (text, "crate::runtime::text"),
        })
        .collect()
}

/// The names that a type is written with.
fn named(ty: &Type, names: &mut BTreeSet<&'static str>) {
    match ty {
        Type::Text(name) => _ = names.insert(name),
        Type::Map(value) => {
            names.insert("IndexMap");
            named(value, names);
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

/// The imports of the file of all models.
fn model_imports(package: &Package) -> TokenStream {
    let mut types = Vec::new();
    let mut extra = Vec::new();
    for model in &package.models {
        match model {
            Model::Struct(item) => {
                types.extend(item.fields.iter().map(Field::full_type));
                if let Some(rest) = &item.extra {
                    types.push(Type::Map(Box::new(rest.ty.clone())));
                }
                if item.fields.iter().any(|field| field.time.is_some()) {
                    extra.push(("SystemTime", "std::time"));
                }
            }
            Model::Union(item) => {
                types.extend(item.variants.iter().map(|variant| variant.ty.clone()))
            }
            Model::Alias(item) => types.push(item.ty.clone()),
            Model::StringEnum(_) | Model::IntegerEnum(_) => {}
        }
    }
    extra.extend(
        imports(&types)
            .into_iter()
            .filter(|(name, _)| *name != "models"),
    );
    extra.sort_unstable();
    extra.dedup();
    imports::use_items(extra)
}

fn structs(package: &Package) -> impl Iterator<Item = &Struct> {
    package.models.iter().filter_map(|model| match model {
        Model::Struct(item) => Some(item),
        _ => None,
    })
}

fn has_required(package: &Package) -> bool {
    structs(package).any(|item| item.constructor == Constructor::Required)
}

/// The file of the values that models cannot be without.
pub(super) fn required(package: &Package) -> Option<Module> {
    if !has_required(package) {
        return None;
    }
    let items: TokenStream = structs(package)
        .filter(|item| item.constructor == Constructor::Required)
        .map(required_struct)
        .collect();
    let asked: Vec<Type> = structs(package)
        .filter(|item| item.constructor == Constructor::Required)
        .flat_map(|item| item.fields.iter().filter(|field| field.is_asked()))
        .map(Field::full_type)
        .collect();
    let imports = imports::use_items(imports(&asked));
    Some(Module {
        path: "src/models/required.rs".to_owned(),
        docs: vec![
            "The values that a model cannot be without, by the name of the model.".to_owned(),
            String::new(),
            "A model is made of them by its `new`; since each value is named, no two can be swapped".to_owned(),
            "unnoticed, and leaving one out does not compile.".to_owned(),
        ],
        tokens: quote! {
            #imports

            #items
        },
    })
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
            let docs = attr::docs(&field.docs);
            let ident = &field.name;
            let ty = ty(&field.full_type(), Place::Elsewhere);
            quote! {
                #docs
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

/// A `Debug` that leaves out what must not be shown.
fn debug<'a>(name: &code::Ident, fields: impl Iterator<Item = &'a Field>) -> TokenStream {
    let text = name.as_str();
    let fields = fields.map(|field| {
        let ident = &field.name;
        let label = ident.as_str();
        if field.secret {
            quote!(.field(#label, &format_args!("[redacted]")))
        } else {
            quote!(.field(#label, &self.#ident))
        }
    });
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_struct(#text)#(#fields)*.finish()
            }
        }
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

fn struct_(item: &Struct) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let has_secret = item.fields.iter().any(|field| field.secret);
    let has_constant = item.fields.iter().any(|field| field.constant.is_some());
    let mut derives = vec![quote!(Clone)];
    if !has_secret {
        derives.push(quote!(Debug));
    }
    if item.constructor == Constructor::Default && !has_constant {
        derives.push(quote!(Default));
    }
    derives.push(quote!(PartialEq));
    if item.has_eq {
        derives.push(quote!(Eq));
    }
    let fields = item.fields.iter().map(|field| {
        let docs = attr::docs(&field.docs);
        let deprecated = attr::deprecated(field.deprecated);
        let ident = &field.name;
        let ty = ty(&field.full_type(), Place::Models);
        quote! {
            #docs
            #deprecated
            pub #ident: #ty,
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let ident = &extra.name;
        let ty = ty(&extra.ty, Place::Models);
        quote! {
            /// Members that have no field of their own.
            pub #ident: IndexMap<String, #ty>,
        }
    });
    let constructor = constructor(item);
    let default = (item.constructor == Constructor::Default && has_constant).then(|| default(item));
    let setters = item.setters.then(|| setters(item));
    let debug = has_secret.then(|| debug(name, item.fields.iter()));
    let times = item.fields.iter().filter_map(time);
    let mut methods = quote! {
        #constructor
        #setters
        #(#times)*
    };
    if !methods.is_empty() {
        methods = quote! {
            impl #name {
                #methods
            }
        };
    }
    quote! {
        #docs
        #deprecated
        #[derive(#(#derives),*)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extra
        }

        #methods

        #default

        #debug
    }
}

/// What every field starts with, given an expression for those that are asked for.
fn initial(item: &Struct, asked: impl Fn(&Field) -> TokenStream) -> TokenStream {
    let fields = item.fields.iter().map(|field| {
        let ident = &field.name;
        if field.is_asked() {
            return attr::member(ident, asked(field));
        }
        match (&field.constant, field.presence) {
            (Some(value), ir::Presence::Required) => {
                let literal = attr::literal(value);
                let value = if field.ty == Type::String {
                    quote!(#literal.to_owned())
                } else {
                    literal
                };
                quote!(#ident: #value,)
            }
            (_, ir::Presence::OptionalNullable) => quote!(#ident: Omittable::Omitted,),
            _ => quote!(#ident: None,),
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let ident = &extra.name;
        quote!(#ident: IndexMap::new(),)
    });
    quote! {
        Self {
            #(#fields)*
            #extra
        }
    }
}

fn constructor(item: &Struct) -> Option<TokenStream> {
    let name = &item.name;
    match item.constructor {
        Constructor::Default => None,
        Constructor::One => {
            let field = item.fields.iter().find(|field| field.is_asked())?;
            let ident = &field.name;
            let (ty, value) = argument(ident, &field.full_type(), Place::Models);
            let body = initial(item, |_| value.clone());
            let docs = attr::docs(&[format!(
                "A value with the only field it cannot be without, `{ident}`."
            )]);
            Some(quote! {
                #docs
                #[must_use]
                pub fn new(#ident: #ty) -> Self {
                    #body
                }
            })
        }
        Constructor::Required => {
            let body = initial(item, |field| {
                let ident = &field.name;
                quote!(required.#ident)
            });
            Some(quote! {
                /// A value with the fields it cannot be without.
                #[must_use]
                pub fn new(required: required::#name) -> Self {
                    #body
                }
            })
        }
    }
}

fn default(item: &Struct) -> TokenStream {
    let name = &item.name;
    let body = initial(item, |_| quote!(Default::default()));
    quote! {
        impl Default for #name {
            fn default() -> Self {
                #body
            }
        }
    }
}

/// A setter for each field that can be left out.
fn setters(item: &Struct) -> TokenStream {
    item.fields
        .iter()
        .filter(|field| {
            matches!(
                field.presence,
                ir::Presence::Optional | ir::Presence::OptionalNullable
            )
        })
        .map(|field| {
            let ident = &field.name;
            let setter = quote::format_ident!("with_{}", ident.as_str().trim_end_matches('_'));
            let docs = attr::docs(&[format!("Sets `{}`.", field.wire.escape_debug())]);
            let (ty, value) = match field.presence {
                ir::Presence::OptionalNullable => {
                    argument(ident, &field.full_type(), Place::Models)
                }
                _ => {
                    let (ty, value) = argument(ident, &field.ty, Place::Models);
                    (ty, quote!(Some(#value)))
                }
            };
            let deprecated = attr::deprecated(field.deprecated);
            quote! {
                #docs
                #deprecated
                #[must_use]
                pub fn #setter(mut self, #ident: #ty) -> Self {
                    self.#ident = #value;
                    self
                }
            }
        })
        .collect()
}

/// The conversion of a count since 1970 to a point in time.
fn time(field: &Field) -> Option<TokenStream> {
    let (name, unit) = field.time.as_ref()?;
    let ident = &field.name;
    let (word, function) = match unit {
        ir::TimeUnit::Seconds => ("seconds", quote!(from_unix_seconds)),
        ir::TimeUnit::Milliseconds => ("milliseconds", quote!(from_unix_milliseconds)),
    };
    let docs = attr::docs(&[
        format!(
            "`{}` as a point in time, read as {word} since 1970-01-01 UTC.",
            field.wire
        ),
        String::new(),
        "None if there is no value or the system cannot tell that time.".to_owned(),
    ]);
    let value = match field.presence {
        ir::Presence::Required => quote!(Some(self.#ident)),
        ir::Presence::Nullable | ir::Presence::Optional => quote!(self.#ident),
        ir::Presence::OptionalNullable => quote!(self.#ident.value().copied()),
    };
    Some(quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> Option<SystemTime> {
            #value.and_then(crate::runtime::time::#function)
        }
    })
}

fn string_enum(item: &StringEnum) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = item.variants.iter().map(|variant| &variant.wire).collect();
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        quote! {
            #docs
            #ident,
        }
    });
    let Some(unknown) = &item.unknown else {
        return quote! {
            #docs
            #deprecated
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum #name {
                #(#variants)*
            }

            impl #name {
                /// The value on the wire.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        #(Self::#idents => #wires,)*
                    }
                }
            }
        };
    };
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the client does not know, kept as sent.
            #unknown(String),
        }

        impl #name {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #wires,)*
                    Self::#unknown(text) => text,
                }
            }
        }

        impl From<String> for #name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    #(#wires => Self::#idents,)*
                    _ => Self::#unknown(text),
                }
            }
        }
    }
}

fn integer_enum(item: &IntegerEnum) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let unknown = &item.unknown;
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = item
        .variants
        .iter()
        .map(|variant| proc_macro2::Literal::i64_unsuffixed(variant.wire))
        .collect();
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        quote! {
            #docs
            #ident,
        }
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the client does not know, kept as sent.
            #unknown(i64),
        }

        impl #name {
            /// The value on the wire.
            #[must_use]
            pub const fn as_i64(self) -> i64 {
                match self {
                    #(Self::#idents => #wires,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#idents,)*
                    value => Self::#unknown(value),
                }
            }
        }
    }
}

fn union(item: &Union) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let unknown = &item.unknown;
    let eq = item.has_eq.then(|| quote!(, Eq));
    let variants = item.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        let ty = ty(&variant.ty, Place::Models);
        quote! {
            #docs
            #ident(#ty),
        }
    });
    let conversions = item
        .variants
        .iter()
        .filter(|variant| variant.from)
        .map(|variant| {
            let ident = &variant.name;
            let (ty, value) = match &variant.ty {
                Type::Boxed(inner) => (ty(inner, Place::Models), quote!(Box::new(value))),
                other => (ty(other, Place::Models), quote!(value)),
            };
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
            }
        });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq #eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value of a form that this version of the client does not know, kept as sent.
            #unknown(serde_json::Value),
        }

        #(#conversions)*
    }
}

fn alias(item: &Alias) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let ty = ty(&item.ty, Place::Models);
    quote! {
        #docs
        pub type #name = #ty;
    }
}
