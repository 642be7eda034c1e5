//! The key is in nothing that is printed.

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, spec};
use serde_json::json;

use crate::flora;

fn check(outcome: &Outcome) {
    let hidden = !outcome.stdout.contains(KEY) && !outcome.stderr.contains(KEY);
    assert!(hidden, "{outcome:?}");
}

#[test]
fn debug_shows_the_request_and_hides_the_key() {
    let server = FloraServer::start();
    let line = "flora assets list --debug --limit 2 --header";
    let flora = flora(line, server.url()).arg("x-team: design");
    let outcome = flora.arg("--header").arg(format!("x-api-key: {KEY}")).run();
    check(&outcome);
    assert_eq!(outcome.code, Some(0));
    let expected = spec::reply("get", "/assets", 200, "first_page");
    assert_eq!(serde_json::from_str(&outcome.stdout).ok(), Some(expected));
    let url = format!("> GET {}/assets?limit=2\n", server.url());
    let lines = [
        &*url,
        "> authorization: [redacted]\n",
        "> x-api-key: [redacted]\n",
        "> x-team: design\n",
        "< 200 in ",
        "< request-id: req_abc123\n",
    ];
    for text in lines {
        let stderr = &outcome.stderr;
        assert!(stderr.contains(text), "no `{text}` in {stderr}");
    }
    let request = server.request();
    assert_eq!(request.header("x-api-key"), Some(KEY));
    assert_eq!(request.header("x-team"), Some("design"));
}

#[test]
fn the_key_is_in_no_message() {
    let replies = [
        Reply::json(401, spec::error("Unauthorized", "invalid_api_key")),
        Reply::json(200, "{"),
        Reply::nothing(),
        Reply::new(302).header("location", "https://example.com"),
    ];
    let server = Server::script(replies.clone());
    for _ in replies {
        check(&flora("flora assets list --debug", server.url()).run());
    }
    // A key where something else belongs, and something else where the key belongs.
    let lines = [
        format!("flora assets list --base-url {KEY}"),
        format!("flora assets list --api-key {KEY} --base-url ftp://x"),
        format!("flora assets list --header Authorization={KEY}"),
        format!("flora assets list --api-key {KEY}\u{7f}"),
        format!("flora assets list --api-key {KEY} --limit x"),
    ];
    for line in lines {
        let outcome = Flora::line(&line).run();
        assert_eq!(outcome.code, Some(2), "{line}: {outcome:?}");
        check(&outcome);
    }
}

/// Services repeat what they were given, and say where to look by addresses that are signed.
#[test]
fn what_a_service_says_is_shown_without_secrets() {
    let page = format!("<h1>Bad header: Bearer {KEY}</h1> see https://h.example/a?sig=s3cret");
    let message = format!("no key: {KEY}, see https://h.example/a?sig=s3cret");
    let body = json!({"error": {"code": "unauthorized", "message": message}});
    let replies = [Reply::text(401, "text/html", page), Reply::json(401, body)];
    for reply in replies {
        for format in ["text", "json"] {
            let server = Server::always(reply.clone());
            let flora = flora("flora assets list --error-format", server.url());
            let outcome = flora.arg(format).run();
            assert_eq!(outcome.code, Some(3), "{outcome:?}");
            check(&outcome);
            assert!(!outcome.stderr.contains("s3cret"), "{outcome:?}");
        }
        let server = Server::always(reply);
        let outcome = flora("flora assets list", server.url()).run();
        assert!(outcome.stderr.contains("[redacted]"), "{outcome:?}");
    }
}

#[test]
fn the_key_is_not_in_the_help() {
    for line in [
        "flora --help",
        "flora assets list --help",
        "flora assets list --limit x",
    ] {
        check(&flora(line, "https://example.com").run());
    }
}
