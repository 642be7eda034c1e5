//! `src/replies.rs` of the probe: a method that gets a given reply, and what it makes of it.

use quote::quote;

use crate::code::Package;
use crate::emit::Module;

/// The methods that can be replied to.
pub(super) fn replies(_: &Package) -> Module {
    Module {
        path: "src/replies.rs".to_owned(),
        docs: vec!["Methods that get a given reply, and what they make of it.".to_owned()],
        tokens: quote! {
            use serde_json::Value;

            /// What a method makes of a reply.
            pub(crate) fn reply(method: &str, _: &Value) -> Result<Value, String> {
                Err(format!("no method {method}"))
            }
        },
    }
}
