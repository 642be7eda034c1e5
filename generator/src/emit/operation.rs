//! `src/operations.rs`: the table of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Module, attr, wire};
use crate::code::{Operation, Package, ParameterRow};
use crate::ir::{Location, Style};

/// The file of the table.
pub(super) fn operations(package: &Package) -> Module {
    let rows: TokenStream = package.operations.iter().map(row).collect();
    let imports = attr::imports(
        &rows,
        &[
            ("ErrorShape", "crate::runtime::service"),
            ("Location", "crate::runtime::service"),
            ("Operation", "crate::runtime::service"),
            ("Parameter", "crate::runtime::service"),
            ("Style", "crate::runtime::service"),
        ],
    );
    Module {
        path: "src/operations.rs".to_owned(),
        docs: vec!["What the runtime has to know of each operation.".to_owned()],
        tokens: quote! {
            #imports

            #rows
        },
    }
}

fn row(row: &Operation) -> TokenStream {
    let Operation {
        constant,
        id,
        method,
        path,
        accept,
        ..
    } = row;
    let docs = attr::docs(&[format!("`{method} {path}`")]);
    let parameters = row.parameters.iter().map(parameter);
    let security = row.security.iter().map(|needed| {
        let indexes = needed.iter().map(|index| wire::number(*index));
        quote!(&[#(#indexes),*])
    });
    let error = match &row.error {
        None => quote!(ErrorShape::NONE),
        Some(error) => {
            let (code, message, fields) = (&error.code, &error.message, &error.fields);
            let (field, field_message) = (&error.field, &error.field_message);
            quote! {
                ErrorShape {
                    code: #code,
                    message: #message,
                    fields: #fields,
                    field: #field,
                    field_message: #field_message,
                }
            }
        }
    };
    let request_id = match &row.request_id {
        None => quote!(None),
        Some(name) => quote!(Some(#name)),
    };
    quote! {
        #docs
        pub(crate) static #constant: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            security: &[#(#security),*],
            accept: #accept,
            error: #error,
            request_id: #request_id,
        };
    }
}

fn parameter(parameter: &ParameterRow) -> TokenStream {
    let ParameterRow {
        name,
        explode,
        allow_reserved,
        required,
        ..
    } = parameter;
    let location = location(parameter.location);
    let style = match parameter.style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
    };
    quote! {
        Parameter {
            name: #name,
            location: #location,
            style: #style,
            explode: #explode,
            allow_reserved: #allow_reserved,
            required: #required,
        }
    }
}

/// A location as the runtime's.
pub(super) fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(Location::Path),
        Location::Query => quote!(Location::Query),
        Location::Header => quote!(Location::Header),
        Location::Cookie => quote!(Location::Cookie),
    }
}
