//! `src/types.rs` of the probe: a value of any schema, read as its type and written again.

use quote::quote;

use crate::code::{Package, ProbedSchema};
use crate::emit::ty::{Place, VALUES, seed, ty};
use crate::emit::{Module, imports};

/// The table of types, and the way through them.
pub(super) fn types(package: &Package) -> Module {
    let rows = package.probe.schemas.iter().map(|schema| {
        let ProbedSchema {
            pointer,
            ty: rust,
            seed: how,
        } = schema;
        let pointer = pointer.as_str();
        let (rust, how) = (ty(rust, Place::Elsewhere), seed(how));
        quote!((#pointer, |text| again::<#rust, _>(text, #how)))
    });
    let items = quote! {
        /// The types by the places of their schemas, which are sorted.
        static TYPES: &[(&str, fn(&str) -> Result<String, String>)] = &[#(#rows),*];

        /// The value of a schema as its type writes it.
        pub(crate) fn repeat(schema: &str, text: &str) -> Result<String, String> {
            let found = TYPES.binary_search_by_key(&schema, |(place, _)| *place);
            let index = found.map_err(|_| format!("no schema {schema}"))?;
            TYPES[index].1(text)
        }

        fn again<'a, T: Serialize, S: decode::Seed<'a, T>>(text: &'a str, seed: S) -> Result<String, String> {
            let mut reader = serde_json::Deserializer::from_str(text);
            let value = seed.read(&mut reader).map_err(|error| error.to_string())?;
            reader.end().map_err(|error| error.to_string())?;
            serde_json::to_string(&value).map_err(|error| error.to_string())
        }
    };
    let mut known = vec![
        ("IndexMap", "indexmap"),
        ("Omittable", "subject"),
        ("Serialize", "serde"),
        ("decode", "subject::runtime"),
        ("models", "subject"),
    ];
    known.extend(VALUES.map(|(name, _)| (name, "subject")));
    let imports = imports::of_paths(&items, &known);
    Module {
        path: "src/types.rs".to_owned(),
        docs: vec!["Values of schemas, read as their types and written again.".to_owned()],
        tokens: quote! {
            #![allow(deprecated, reason = "what the document deprecates is put to the proof too")]

            #imports

            #items
        },
    }
}
