//! Reading and writing of structs, member by member.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{Field, Seed, Struct, Type};
use crate::emit::attr;
use crate::emit::ty::seed;
use crate::ir::Presence;

pub(super) fn struct_(item: &Struct) -> TokenStream {
    let name = &item.name;
    let text = name.as_str();
    let slots = item.fields.iter().map(|field| {
        let slot = &field.slot;
        match field.aliases.as_slice() {
            [] => quote!(let mut #slot = None;),
            _ => quote!(let mut #slot = decode::Renamed::default();),
        }
    });
    let renamed = item.fields.iter().filter(|field| !field.aliases.is_empty());
    let renamed = renamed.map(|field| {
        let slot = &field.slot;
        quote!(let #slot = #slot.into_slot();)
    });
    let arms = item.fields.iter().map(arm);
    let (rest, fallback) = match &item.extra {
        None => (None, quote!(_ => decode::skip(&mut map)?,)),
        Some(extra) => {
            let slot = &extra.slot;
            let seed = seed(&extra.seed);
            (
                Some(quote!(let mut #slot = indexmap::IndexMap::new();)),
                quote!(_ => decode::set_rest(&mut #slot, key, &mut map, #seed)?,),
            )
        }
    };
    let fields = item.fields.iter().map(|field| {
        let (name, slot) = (&field.name, &field.slot);
        let key = &field.wire;
        match field.presence {
            Presence::Required => quote!(#name: decode::required(#slot, #key)?,),
            // `null` is one of the values that any value can be.
            Presence::Optional if field.ty == Type::Json => attr::member(name, quote!(#slot)),
            Presence::Nullable | Presence::Optional => quote!(#name: #slot.flatten(),),
            Presence::OptionalNullable => quote!(#name: decode::omittable(#slot),),
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let slot = &extra.slot;
        attr::member(&extra.name, quote!(#slot))
    });
    let body = if item.fields.is_empty() && item.extra.is_none() {
        quote! {
            while map.next_key::<decode::Key<'de>>()?.is_some() {
                decode::skip(&mut map)?;
            }
            Ok(Self {})
        }
    } else {
        quote! {
            #(#slots)*
            #rest
            while let Some(key) = map.next_key::<decode::Key<'de>>()? {
                match key.as_str() {
                    #(#arms)*
                    #fallback
                }
            }
            #(#renamed)*
            Ok(Self {
                #(#fields)*
                #extra
            })
        }
    };
    let serialize = serialize(item);
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(decode::Object::new(#text))
            }
        }

        impl<'de> decode::FromMap<'de> for #name {
            fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                #body
            }
        }

        #serialize
    }
}

fn arm(field: &Field) -> TokenStream {
    let slot = &field.slot;
    let key = &field.wire;
    let aliases = &field.aliases;
    let mut seed = seed(&field.seed);
    if field.seed != Seed::Plain && field.presence != Presence::Required {
        seed = quote!(decode::Nullable(#seed));
    }
    // The member's own name goes before the others, in any order of the two.
    let (target, other) = if aliases.is_empty() {
        (quote!(#slot), None)
    } else {
        let other = quote!(#(#aliases)|* => decode::set_alias(&mut #slot, &mut map, #seed)?,);
        (quote!(#slot.own), Some(other))
    };
    let own = match &field.seed {
        Seed::Plain => quote!(#key => decode::set(&mut #target, #key, &mut map)?,),
        _ => quote!(#key => decode::set_with(&mut #target, #key, &mut map, #seed)?,),
    };
    quote!(#own #other)
}

fn serialize(item: &Struct) -> TokenStream {
    let name = &item.name;
    let entries = item.fields.iter().map(|field| {
        let ident = &field.name;
        let key = &field.wire;
        match field.presence {
            Presence::Required | Presence::Nullable => {
                quote!(map.serialize_entry(#key, &self.#ident)?;)
            }
            Presence::Optional => quote!(decode::encode_optional(&mut map, #key, &self.#ident)?;),
            Presence::OptionalNullable => {
                quote!(decode::encode_omittable(&mut map, #key, &self.#ident)?;)
            }
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let ident = &extra.name;
        quote! {
            for (key, value) in &self.#ident {
                map.serialize_entry(key, value)?;
            }
        }
    });
    let is_empty = item.fields.is_empty() && item.extra.is_none();
    let map = if is_empty {
        quote!(let map)
    } else {
        quote!(let mut map)
    };
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #map = serializer.serialize_map(None)?;
                #(#entries)*
                #extra
                map.end()
            }
        }
    }
}
