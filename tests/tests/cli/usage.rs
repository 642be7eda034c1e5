//! What is typed wrongly: nothing is sent, and the message says what would be right.

use flora_tests::command::Flora;
use flora_tests::flora::FloraServer;
use flora_tests::scratch;

/// Runs a line; it is wrong usage, all of these are said, and nothing is sent or printed.
fn check(line: &str, said: &[&str]) -> String {
    let server = FloraServer::start();
    let outcome = crate::flora(line, server.url()).run();
    assert_eq!(outcome.code, Some(2), "{line}: {outcome:?}");
    assert_eq!(outcome.stdout, "", "{line}");
    for text in said {
        let stderr = &outcome.stderr;
        assert!(stderr.contains(text), "{line}: no `{text}` in {stderr}");
    }
    assert!(server.requests().is_empty(), "{line}");
    outcome.stderr
}

#[test]
fn create_takes_exactly_one_of_source_and_file() {
    let neither = "flora assets create --workspace-id ws_abc123";
    check(neither, &["--source", "--file", "Usage:"]);
    let both = "flora assets create --workspace-id ws_abc123 --source signed-url --file a.png";
    check(both, &["--source", "--file"]);
}

#[test]
fn a_missing_flag_is_named() {
    check(
        "flora assets create --source signed-url",
        &["--workspace-id"],
    );
    for command in ["retrieve", "complete", "retry"] {
        check(
            &format!("flora assets {command}"),
            &["missing <ASSET_ID> (or --asset-id)"],
        );
    }
}

#[test]
fn a_value_that_does_not_fit_is_named() {
    check("flora assets list --limit many", &["--limit", "many"]);
    check("flora assets list --limit 2.5", &["--limit", "2.5"]);
    check("flora assets list --timeout 0", &["--timeout"]);
    check("flora assets list --format xml", &["--format", "jsonl"]);
    check("flora assets list --header no-colon", &["header"]);
}

#[test]
fn what_the_document_excludes_is_not_sent() {
    let id = "--asset-id: `nope` does not match ^asset_";
    check("flora assets retrieve nope", &[id, "--no-validate"]);
    let line = "flora assets create --source signed-url --workspace-id";
    check(
        &format!("{line} abc"),
        &["--workspace-id: `abc` does not match"],
    );
    check(
        "flora assets list --limit 101",
        &["--limit: `101` is not at most 100"],
    );
    check(
        "flora assets list --limit 0",
        &["--limit: `0` is not at least 1"],
    );
}

#[test]
fn a_word_that_is_nearly_right_is_corrected() {
    check("flora assets lst", &["lst", "list"]);
    check("flora assets list --worksapce-id ws_1", &["--workspace-id"]);
    check("flora asset list", &["assets"]);
}

#[test]
fn a_value_that_comes_twice_or_too_much_is_refused() {
    check("flora assets list --limit 1 --limit 2", &["--limit"]);
    check("flora assets retrieve asset_1 asset_2", &["asset_2"]);
    check(
        "flora assets retrieve asset_1 --asset-id asset_2",
        &["--asset-id"],
    );
    check("flora assets list --api-key= ", &["--api-key"]);
}

#[test]
fn a_file_that_cannot_be_sent_is_named() {
    let line = "flora assets create --workspace-id ws_abc123 --file";
    check(&format!("{line} is/not/there.png"), &["is/not/there.png"]);
    let folder = scratch("cli");
    check(&format!("{line} {}", folder.display()), &["is not a file"]);
}

#[test]
fn no_command_shows_the_help() {
    for line in ["flora", "flora assets"] {
        let outcome = Flora::line(line).run();
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{line}");
        assert!(outcome.stderr.contains("Usage:"), "{line}: {outcome:?}");
    }
}
