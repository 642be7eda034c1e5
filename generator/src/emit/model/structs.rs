//! Structs of values: fields, `new`, setters and conversions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{self, Constructor, Field, Form, Struct, Type};
use crate::emit::attr;
use crate::emit::ty::{Place, argument, ty};
use crate::ir;

pub(super) fn struct_(item: &Struct) -> TokenStream {
    let name = &item.name;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let hides_field = item.fields.iter().any(|field| field.secret);
    let has_secret = hides_field || item.extra.as_ref().is_some_and(|extra| extra.secret);
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
        let full = field.full_type();
        let complex = attr::complex(&full);
        let ty = ty(&full, Place::Models);
        quote! {
            #docs
            #deprecated
            #complex
            pub #ident: #ty,
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let ident = &extra.name;
        let ty = ty(&extra.ty, Place::Models);
        match item.form {
            Form::Members => quote! {
                /// Members that have no field of their own.
                pub #ident: IndexMap<String, #ty>,
            },
            Form::Positions => quote! {
                /// The items behind, which have no field of their own.
                pub #ident: Vec<#ty>,
            },
        }
    });
    let constructor = constructor(item);
    let table = (item.constructor == Constructor::Required).then(|| constructor_table(item));
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

        #table

        #methods

        #default

        #debug
    }
}

/// What a field starts with that is not asked for.
enum Start {
    None,
    Omitted,
    Fixed(TokenStream),
}

impl Start {
    fn of(field: &Field) -> Self {
        match (&field.constant, field.presence) {
            (Some(value), ir::Presence::Required) => {
                let literal = attr::literal(value);
                Self::Fixed(match field.ty {
                    Type::String => quote!(#literal.to_owned()),
                    _ => literal,
                })
            }
            (_, ir::Presence::OptionalNullable) => Self::Omitted,
            _ => Self::None,
        }
    }
}

/// The field for what the document does not name, and what it starts with.
fn rest(item: &Struct) -> Option<(&code::Ident, TokenStream)> {
    let extra = item.extra.as_ref()?;
    Some(match item.form {
        Form::Members => (&extra.name, quote!(IndexMap::new())),
        Form::Positions => (&extra.name, quote!(Vec::new())),
    })
}

/// What every field starts with, given an expression for those that are asked for.
fn initial(item: &Struct, asked: impl Fn(&Field) -> TokenStream) -> TokenStream {
    let fields = item.fields.iter().map(|field| {
        let ident = &field.name;
        if field.is_asked() {
            return attr::member(ident, asked(field));
        }
        match Start::of(field) {
            Start::None => quote!(#ident: None,),
            Start::Omitted => quote!(#ident: Omittable::Omitted,),
            Start::Fixed(value) => quote!(#ident: #value,),
        }
    });
    let extra = rest(item).map(|(ident, value)| quote!(#ident: #value,));
    quote! {
        Self {
            #(#fields)*
            #extra
        }
    }
}

/// `new` by a macro of the runtime: the fields by what they start with.
fn constructor_table(item: &Struct) -> TokenStream {
    let name = &item.name;
    let (mut required, mut none, mut omitted, mut fixed) = (vec![], vec![], vec![], vec![]);
    for field in &item.fields {
        let ident = &field.name;
        if field.is_asked() {
            required.push(quote!(#ident));
            continue;
        }
        match Start::of(field) {
            Start::None => none.push(quote!(#ident)),
            Start::Omitted => omitted.push(quote!(#ident)),
            Start::Fixed(value) => fixed.push(quote!(#ident = #value)),
        }
    }
    fixed.extend(rest(item).map(|(ident, value)| quote!(#ident = #value)));
    let none = (!none.is_empty()).then(|| quote!(none: #(#none),*;));
    let omitted = (!omitted.is_empty()).then(|| quote!(omitted: #(#omitted),*;));
    let fixed = (!fixed.is_empty()).then(|| quote!(fixed: #(#fixed),*;));
    quote!(constructor!(#name { required: #(#required),*; #none #omitted #fixed });)
}

fn constructor(item: &Struct) -> Option<TokenStream> {
    match item.constructor {
        // Of required values: a table.
        Constructor::Default | Constructor::Required => None,
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

/// A `Debug` that leaves out what must not be shown.
pub(super) fn debug<'a>(
    name: &code::Ident,
    fields: impl Iterator<Item = &'a Field>,
) -> TokenStream {
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
