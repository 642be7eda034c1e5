//! `src/calls.rs` of the probe: a method called with given arguments, and what it sends.

use quote::quote;

use crate::code::Package;
use crate::emit::Module;

/// The methods that can be called.
pub(super) fn calls(_: &Package) -> Module {
    Module {
        path: "src/calls.rs".to_owned(),
        docs: vec!["Methods called with given arguments, and what they send.".to_owned()],
        tokens: quote! {
            use serde_json::Value;

            /// What a call sends.
            pub(crate) fn call(method: &str, _: &Value) -> Result<Value, String> {
                Err(format!("no method {method}"))
            }
        },
    }
}
