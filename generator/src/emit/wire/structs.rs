//! Reading and writing of structs: a table of fields, from which the runtime makes the impls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Field, Seed, Struct, Type};
use crate::emit::ty::seed;
use crate::ir::Presence;

pub(super) fn struct_(item: &Struct) -> TokenStream {
    let name = &item.name;
    let fields = item.fields.iter().map(field);
    let rest = item.extra.as_ref().map(|extra| {
        let name = &extra.name;
        let seed = seed(&extra.seed);
        quote!(..#name(#seed))
    });
    if item.wide {
        return quote!(wide_fields!(#name { #(#fields,)* #rest }););
    }
    quote!(fields!(#name { #(#fields,)* #rest });)
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
