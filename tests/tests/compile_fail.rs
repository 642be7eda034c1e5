//! What must not compile, and what the compiler says about it.
//!
//! `TRYBUILD=overwrite cargo test -p flora-tests --test compile_fail` writes the messages anew.

use std::fs;
use std::path::Path;

#[test]
fn what_is_wrong_does_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}

/// A message is of use only if it names what is missing.
#[test]
fn the_messages_name_what_is_missing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("compile_fail");
    for (name, said) in [
        ("create_without_workspace_id", "Create<Given, WorkspaceId>"),
        ("create_without_source", "Create<Source, Given>"),
        (
            "create_multipart_without_file",
            "CreateMultipart<Given, flora_client::assets::missing::File>",
        ),
        ("retrieve_without_id", "argument #1"),
        ("required_without_a_field", "missing field `workspace_id`"),
        ("match_without_wildcard", "`_` not covered"),
        ("model_by_literal", "non-exhaustive"),
    ] {
        let message = fs::read_to_string(folder.join(name).with_extension("stderr"));
        let message = message.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(message.contains(said), "{name}: no `{said}` in\n{message}");
    }
}
