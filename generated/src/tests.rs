// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Tests made of the document: what each call sends, and that each example of a reply is
//! understood. Values without an example are made up.

mod assets;

use crate::Client;
use crate::mock::Mock;
use crate::runtime::call::Sending;
use crate::runtime::mock::Script;

/// Sends a call for each example of its replies.
#[track_caller]
fn replies<T>(script: &'static Script, call: impl Fn(&Client) -> Sending<T>) {
    for (outcome, example) in script.examples() {
        let mock = Mock::new();
        let call = call(&mock.client());
        crate::runtime::testing::reply(&mock.inner, script, outcome, example, call);
    }
}
