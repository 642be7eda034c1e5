//! Reading and writing of structs: a table of fields or positions, from which the runtime makes
//! the impls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Field, Form, Seed, Struct, Type};
use crate::emit::ty::seed;
use crate::ir::Presence;

pub(super) fn struct_(item: &Struct) -> TokenStream {
    let name = &item.name;
    let rest = item.extra.as_ref().map(|extra| {
        let name = &extra.name;
        let seed = seed(&extra.seed);
        quote!(..#name(#seed))
    });
    match item.form {
        Form::Members => {
            let fields = item.fields.iter().map(field);
            if item.wide {
                return quote!(wide_fields!(#name { #(#fields,)* #rest }););
            }
            quote!(fields!(#name { #(#fields,)* #rest });)
        }
        Form::Positions => {
            let positions = item.fields.iter().map(position);
            quote!(positions!(#name { #(#positions,)* #rest });)
        }
    }
}

/// A row of a tuple: the name, how it may be absent, and how it is read if the type does not say it.
fn position(field: &Field) -> TokenStream {
    let name = &field.name;
    let kind = match field.presence {
        Presence::Required => quote!(required),
        Presence::Nullable => quote!(nullable),
        Presence::Optional => quote!(optional),
        Presence::OptionalNullable => quote!(omittable),
    };
    let seed = (field.seed != Seed::Plain).then(|| seed(&field.seed));
    quote!(#name: #kind(#seed))
}

/// A row: the name, how it may be absent, its keys, and how it is read if the type does not say it.
fn field(field: &Field) -> TokenStream {
    let Field {
        name,
        wire,
        aliases,
        ..
    } = field;
    let kind = match field.presence {
        Presence::Required => quote!(required),
        Presence::Nullable => quote!(nullable),
        // `null` is one of the values that any value can be.
        Presence::Optional if field.ty == Type::Json => quote!(any),
        Presence::Optional => quote!(optional),
        Presence::OptionalNullable => quote!(omittable),
    };
    let seed = (field.seed != Seed::Plain).then(|| {
        let seed = seed(&field.seed);
        quote!(, #seed)
    });
    quote!(#name: #kind(#wire #(| #aliases)* #seed))
}
