//! What is sent for what was typed.

use super::server::Server;
use super::{KEY, vault};

/// The request line and the body that a command line leads to.
#[track_caller]
fn sent(args: &[&str]) -> (String, String) {
    let server = Server::json("200 OK", "{}");
    let outcome = vault(args).at(&server).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let request = server.request();
    (request.line, request.body)
}

#[track_caller]
fn line(args: &[&str], line: &str) {
    assert_eq!(sent(args).0, format!("{line} HTTP/1.1"));
}

#[track_caller]
fn body(args: &[&str], body: &str) {
    let args: Vec<&str> = ["projects", "update", "p"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    assert_eq!(sent(&args).1, body);
}

#[test]
fn a_path_parameter_is_positional_or_a_flag() {
    line(
        &["assets", "retrieve", "asset_abc123"],
        "GET /v1/assets/asset_abc123",
    );
    line(
        &["assets", "retrieve", "--asset-id", "asset_abc123"],
        "GET /v1/assets/asset_abc123",
    );
    line(
        &["assets", "retrieve", "--asset-id=a/b %"],
        "GET /v1/assets/a%2Fb%20%25",
    );
}

#[test]
fn query_parameters_are_escaped() {
    line(
        &["assets", "list", "--query", "logo é & x=1 'q' ~!*()"],
        "GET /v1/assets?query=logo%20%C3%A9%20%26%20x%3D1%20%27q%27%20~!*()",
    );
}

#[test]
fn digits_are_kept_in_parameters() {
    line(
        &["assets", "list", "--limit", "5000000000000000000000"],
        "GET /v1/assets?limit=5000000000000000000000",
    );
    line(
        &["assets", "list", "--limit", "-3"],
        "GET /v1/assets?limit=-3",
    );
    line(
        &[
            "assets",
            "list",
            "--filter",
            r#"{"b":5000000000000000000000,"a":1.10}"#,
        ],
        "GET /v1/assets?filter%5Bb%5D=5000000000000000000000&filter%5Ba%5D=1.10",
    );
}

#[test]
fn a_json_parameter_keeps_its_order() {
    line(
        &[
            "assets",
            "list",
            "--range",
            r#"{"to": "é", "from": [1, null, true]}"#,
        ],
        "GET /v1/assets?range=%7B%22to%22%3A%22%C3%A9%22%2C%22from%22%3A%5B1%2Cnull%2Ctrue%5D%7D",
    );
}

#[test]
fn a_number_too_long_for_a_json_parameter_is_refused() {
    let digits = "9".repeat(60);
    let outcome = vault(&["assets", "list", "--range", &digits]).run();
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("too long"), "{}", outcome.stderr);
}

#[test]
fn a_repeated_flag_is_a_list() {
    line(
        &["assets", "list", "--tag", "a", "--tag=b"],
        "GET /v1/assets?tag=a&tag=b",
    );
    line(
        &["assets", "list", "--tag", "null"],
        "GET /v1/assets?tag=null",
    );
}

#[test]
fn a_boolean_needs_no_value() {
    line(
        &["assets", "list", "--archived"],
        "GET /v1/assets?archived=true",
    );
    line(
        &["assets", "list", "--archived=false"],
        "GET /v1/assets?archived=false",
    );
    line(
        &["assets", "list", "--archived", "--limit", "1"],
        "GET /v1/assets?limit=1&archived=true",
    );
}

#[test]
fn known_values_do_not_exclude_others() {
    line(
        &["assets", "list", "--status", "brand-new"],
        "GET /v1/assets?status=brand-new",
    );
}

#[test]
fn a_parameter_takes_its_name_from_our_flag() {
    line(
        &["assets", "list", "--timeout", "5", "--client-timeout", "30"],
        "GET /v1/assets?timeout=5",
    );
}

#[test]
fn a_json_body_keeps_what_was_typed() {
    body(
        &["--budget", "5000000000000000000000"],
        r#"{"budget":5000000000000000000000}"#,
    );
    body(
        &["--ratio", "1.10e3", "--name", "a\"é\n"],
        r#"{"name":"a\"é\n","ratio":1.10e3}"#,
    );
    body(
        &["--settings", r#" {"b": 1, "a": [1.0]} "#],
        r#"{"settings":{"b": 1, "a": [1.0]}}"#,
    );
    body(&["--public"], r#"{"public":true}"#);
    body(&["--tag", "a", "--tag", "1"], r#"{"tags":["a","1"]}"#);
    body(&["--size", "7"], r#"{"sizes":[7]}"#);
}

#[test]
fn null_is_a_text_for_texts_and_nothing_for_the_rest() {
    body(&["--name", "null"], r#"{"name":"null"}"#);
    body(
        &["--budget", "null", "--public", "null"],
        r#"{"budget":null,"public":null}"#,
    );
    body(&["--size", "null"], r#"{"sizes":null}"#);
    body(&["--settings", "null"], r#"{"settings":null}"#);
}

#[test]
fn an_empty_text_is_a_value() {
    body(&["--name", ""], r#"{"name":""}"#);
    line(&["assets", "list", "--query="], "GET /v1/assets?query=");
}

#[test]
fn headers_go_along() {
    let server = Server::json("201 Created", "{}");
    let args = [
        "assets",
        "create",
        "--workspace-id",
        "w",
        "--source",
        "s",
        "--idempotency-key",
        "k1",
        "--header",
        "X-Trace: a: b",
        "--header",
        "X-Other:c",
    ];
    assert_eq!(vault(&args).at(&server).run().code, 0);
    let request = server.request();
    assert_eq!(request.header("idempotency-key"), Some("k1"));
    assert_eq!(request.header("x-trace"), Some("a: b"));
    assert_eq!(request.header("x-other"), Some("c"));
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(request.header("user-agent"), Some("vault-client/1.2.3"));
}

#[test]
fn the_flag_wins_over_the_environment() {
    let server = Server::json("200 OK", "{}");
    let url = server.url();
    let args = [
        "assets",
        "list",
        "--base-url",
        &url,
        "--api-key",
        " from-the-flag\n",
    ];
    assert_eq!(vault(&args).run().code, 0);
    assert_eq!(
        server.request().header("authorization"),
        Some("Bearer from-the-flag")
    );
}

#[test]
fn flags_of_ours_may_stand_in_front_of_the_command() {
    let server = Server::json("200 OK", "{}");
    let url = server.url();
    assert_eq!(
        vault(&["--base-url", &url, "--format", "raw", "assets", "list"])
            .run()
            .code,
        0
    );
    assert_eq!(server.request().line, "GET /v1/assets HTTP/1.1");
}

#[test]
fn debug_shows_the_exchange_without_the_key() {
    let head = "content-type: application/json\r\nset-cookie: session=abc\r\nx-odd: \u{9b}31m\r\n";
    let server = Server::new(super::server::reply("200 OK", head, "{}"));
    let url = server.url();
    let args = [
        "assets",
        "list",
        "--limit",
        "2",
        "--debug",
        "--header",
        "Cookie: session=abc",
    ];
    let outcome = vault(&args).at(&server).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stdout, "{}\n");
    let stderr = outcome.stderr;
    assert!(
        stderr.starts_with(&format!("> GET {url}/assets?limit=2\n")),
        "{stderr}"
    );
    assert!(stderr.contains("> authorization: [redacted]\n"), "{stderr}");
    assert!(stderr.contains("> cookie: [redacted]\n"), "{stderr}");
    assert!(stderr.contains("< 200 in "), "{stderr}");
    assert!(stderr.contains("< set-cookie: [redacted]\n"), "{stderr}");
    assert!(stderr.contains("\\u{9b}31m"), "{stderr}");
    assert!(!stderr.contains("abc"), "{stderr}");
}

/// Nobody can get them wrong, so nobody has to type them.
#[test]
fn what_has_only_one_value_is_sent_by_itself() {
    let pay = |args: &[&str]| {
        let args: Vec<&str> = (["projects", "pay"].iter()).chain(args).copied().collect();
        sent(&args).1
    };
    assert_eq!(pay(&[]), r#"{"type":"card","version":2}"#);
    assert_eq!(
        pay(&["--amount", "5", "--from.number", "7"]),
        r#"{"type":"card","version":2,"amount":5,"from":{"number":"7","kind":"account"}}"#
    );
    // What is said all the same stays, and what is in an object that is not there is not made.
    assert_eq!(
        pay(&[
            "--type",
            "cash",
            "--from",
            r#"{"bank":{"x":[]},"kind":null}"#
        ]),
        r#"{"version":2,"type":"cash","from":{"bank":{"x":[],"open":true},"kind":null}}"#
    );
    assert_eq!(
        pay(&["--body", r#"{"version":3,"from":null}"#]),
        r#"{"type":"card","version":3,"from":null}"#
    );
    let form = pay(&["--receipt", "Cargo.toml"]);
    let (before, file) = form.split_once("name=\"receipt\"").expect("it is a part");
    assert!(before.contains("name=\"type\"\r\n\r\ncard\r\n"), "{form}");
    assert!(!file.contains("name=\"type\""), "{form}");
}

#[test]
fn a_command_answers_to_its_other_name() {
    line(&["projects", "project-pay"], "POST /v1/payments");
    let help = vault(&["projects", "--help"]).run().stdout;
    assert!(help.contains("  pay "), "{help}");
    assert!(!help.contains("project-pay"), "{help}");
}
