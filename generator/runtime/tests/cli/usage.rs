//! What may be typed, and what is said about the rest. Nothing is sent in any of these.

use super::vault;

/// The run is refused as wrong usage, with this in the message and nothing on standard output.
#[track_caller]
fn refused(args: &[&str], message: &str) {
    let outcome = vault(args).run();
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
}

#[test]
fn an_unknown_flag_gets_a_suggestion() {
    refused(&["assets", "list", "--limt", "3"], "'--limit'");
}

#[test]
fn an_unknown_command_gets_a_suggestion() {
    refused(&["assets", "lst"], "'list'");
}

#[test]
fn a_mistyped_key_flag_does_not_repeat_the_key() {
    let key = format!("--api-kye={}", super::KEY);
    refused(&["status", &key], "'--api-key'");
}

#[test]
fn exploring_needs_the_feature_and_a_terminal() {
    let args = ["assets", "list", "--format", "explore"];
    if !cfg!(feature = "explore") {
        refused(&args, "this program was built without `--format explore`");
        refused(&args, "`cargo install client-runtime --features explore`");
        return;
    }
    refused(&args, "needs a terminal to read keys from");
    let others = [
        (&["--raw-output"][..], "--raw-output"),
        (&["--include"], "--include"),
        (&["--jq", "."], "--jq"),
        (&["--transform", "a"], "--transform"),
    ];
    for (other, flag) in others {
        let args = [&args[..], other].concat();
        refused(
            &args,
            &format!("{flag} cannot be used with --format explore"),
        );
    }
}

#[test]
fn missing_arguments_are_named_all_at_once() {
    refused(
        &["assets", "create"],
        "missing --workspace-id; give exactly one of --source and --file",
    );
}

#[test]
fn the_usage_names_what_is_required() {
    refused(
        &["assets", "create"],
        "Usage: vault assets create [OPTIONS] --workspace-id <WORKSPACE_ID> \
         <--source <SOURCE>|--file <FILE>>",
    );
    refused(
        &["assets", "retrieve"],
        "Usage: vault assets retrieve [OPTIONS] <ASSET_ID>",
    );
}

#[test]
fn a_missing_path_parameter_is_named_as_the_usage_shows_it() {
    refused(
        &["assets", "retrieve"],
        "missing <ASSET_ID> (or --asset-id)",
    );
}

#[test]
fn a_path_parameter_is_given_once() {
    refused(
        &["assets", "retrieve", "a", "--asset-id", "b"],
        "cannot be used with",
    );
}

#[test]
fn a_scalar_is_given_once() {
    refused(
        &["assets", "list", "--limit", "1", "--limit", "2"],
        "cannot be used multiple times",
    );
}

#[test]
fn values_must_fit_their_kind() {
    refused(
        &["assets", "list", "--limit", "1.5"],
        "'1.5' for '--limit <VALUE>': not a whole number",
    );
    refused(&["assets", "list", "--limit", "007"], "not a whole number");
    refused(&["assets", "list", "--limit", ""], "not a whole number");
    refused(&["assets", "list", "--limit", "null"], "not a whole number");
    refused(
        &["projects", "update", "p", "--ratio", "NaN"],
        "not a number",
    );
    refused(
        &["projects", "update", "p", "--ratio", "1."],
        "not a number",
    );
    refused(
        &["projects", "update", "p", "--public", "yes"],
        "neither true nor false",
    );
    refused(
        &["projects", "update", "p", "--settings", "{\"a\":"],
        "not JSON",
    );
}

#[test]
fn settings_must_make_sense() {
    refused(
        &["status", "--client-timeout", "0"],
        "not a number of seconds above zero",
    );
    refused(
        &["status", "--client-timeout", "soon"],
        "not a number of seconds above zero",
    );
    refused(
        &["status", "--format", "xml"],
        "[possible values: auto, table, json, jsonl, yaml, pretty, raw",
    );
    refused(
        &["status", "--api-key", ""],
        "a value is required for '--api-key <KEY>'",
    );
    refused(
        &["status", "--base-url", "ftp://example.com"],
        "the base URL of --base-url must begin with https:// or http://",
    );
}

#[test]
fn a_wrong_header_is_refused_without_repeating_it() {
    let header = format!("Authorization Bearer {}", super::KEY);
    refused(
        &["status", "--header", &header],
        "a header is written 'Name: value'",
    );
    refused(&["status", "--header", "a b: c"], "not a header name");
    let header = format!("Authorization: {}\n", super::KEY.replace('_', "\n"));
    let outcome = vault(&["status", "--header", &header]).run();
    assert_eq!(outcome.code, 2);
    assert!(!outcome.stderr.contains("do"), "{}", outcome.stderr);
}

#[test]
fn path_parameters_cannot_change_the_path() {
    for id in ["", ".", "..", "%2e%2e"] {
        let outcome = vault(&["assets", "retrieve", id]).run();
        assert_eq!(outcome.code, 2, "{id}: {outcome:?}");
        let told = outcome.stderr.contains("the value of --asset-id cannot");
        assert!(told, "{}", outcome.stderr);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let args = [
        "assets",
        "create",
        "--workspace-id",
        "w",
        "--file",
        "/no/such/file",
    ];
    let outcome = vault(&args).run();
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("/no/such/file"),
        "{}",
        outcome.stderr
    );
}
