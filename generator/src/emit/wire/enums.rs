//! Reading and writing of enums of plain values.
//!
//! Open enums of texts are not here: the macro of the runtime that makes them does that.

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::{IntegerEnum, StringEnum};

pub(super) fn closed_enum(item: &StringEnum) -> TokenStream {
    let name = &item.name;
    let text = name.as_str();
    let idents: Vec<_> = item.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = item.variants.iter().map(|variant| &variant.wire).collect();
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                match text.as_str() {
                    #(#wires => Ok(Self::#idents),)*
                    _ => Err(serde::de::Error::custom(format_args!("`{text}` is no {}", #text))),
                }
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    }
}

pub(super) fn integer_enum(item: &IntegerEnum) -> TokenStream {
    let name = &item.name;
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value: i64 = decode::Seed::read(decode::Int, deserializer)?;
                Ok(Self::from(value))
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    }
}
