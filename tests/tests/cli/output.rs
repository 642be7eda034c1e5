//! What goes to standard output.

use flora_tests::server::Reply;
use flora_tests::spec;
use serde_json::json;

use crate::{flora, list};

#[test]
fn unknown_fields_are_printed() {
    let commands = [
        (
            "create --source signed-url --workspace-id ws_abc123",
            "post",
            "/assets",
        ),
        (
            "complete --asset-id asset_abc123",
            "post",
            "/assets/{assetId}/complete",
        ),
        (
            "retry --asset-id asset_abc123",
            "post",
            "/assets/{assetId}/retry",
        ),
        (
            "retrieve --asset-id asset_abc123",
            "get",
            "/assets/{assetId}",
        ),
        ("list", "get", "/assets"),
    ];
    let examples = [
        "signed_upload",
        "ready",
        "new_reservation",
        "ready_image",
        "first_page",
    ];
    for ((command, method, path), example) in commands.into_iter().zip(examples) {
        let status = if command.starts_with("create") {
            201
        } else {
            200
        };
        let mut body = spec::reply(method, path, status, example);
        body["added_in_2027"] = json!({"deep": [null, 1.50, "é"]});
        let server = flora_tests::server::Server::always(Reply::json(status, &body));
        let outcome = flora(&format!("flora assets {command}"), server.url()).run();
        assert_eq!(outcome.json(), body, "{command}");
    }
}

#[test]
fn order_digits_and_escapes_are_those_of_the_server() {
    let body = r#"{"z":1.50,"a":12345678901234567890123,"m":"\u00e9é","e":1E2}"#;
    let (_server, flora) = list(Reply::json(200, body));
    assert_eq!(flora.run().stdout, format!("{body}\n"));
}

#[test]
fn a_reply_over_several_lines_is_one_document() {
    let (_server, flora) = list(Reply::json(200, "\u{feff}{\n  \"assets\": []\n}\n\n"));
    assert_eq!(flora.run().stdout, "{\n  \"assets\": []\n}\n");
}

#[test]
fn pretty_is_indented() {
    let (_server, flora) = list(Reply::json(200, r#"{"z":[1,{}],"a":null}"#));
    let outcome = flora.arg("--format").arg("pretty").run();
    let expected = "{\n  \"z\": [\n    1,\n    {}\n  ],\n  \"a\": null\n}\n";
    assert_eq!(outcome.stdout, expected);
}

#[test]
fn output_is_another_name_of_format() {
    let (_server, flora) = list(Reply::json(200, "[1]"));
    let outcome = flora.arg("--output").arg("pretty").run();
    assert_eq!(outcome.stdout, "[\n  1\n]\n");
}

#[test]
fn raw_is_as_sent() {
    let (_server, flora) = list(Reply::json(200, " {not json"));
    let outcome = flora.arg("--format").arg("raw").run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(0), " {not json"));
}

#[test]
fn json_that_is_none_is_not_printed() {
    let (_server, flora) = list(Reply::json(200, "{\"assets\":["));
    let outcome = flora.run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""));
    assert!(
        outcome.stderr.contains("--format raw"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let body = spec::reply("get", "/assets", 200, "first_page");
    let (server, flora) = list(Reply::json(200, body));
    let (reader, writer) = std::io::pipe().expect("pipes can be made");
    drop(reader);
    let outcome = flora.run_into(writer);
    assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn help_for_a_reader_that_went_away_is_no_failure() {
    let (reader, writer) = std::io::pipe().expect("pipes can be made");
    drop(reader);
    let outcome = flora_tests::command::Flora::line("flora --help").run_into(writer);
    assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let (_server, flora) = list(Reply::json(200, "{}"));
    let full = std::fs::File::options().write(true).open("/dev/full");
    let outcome = flora.run_into(full.expect("Linux has this device"));
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("standard output"),
        "{}",
        outcome.stderr
    );
}
