//! What goes wrong, what is said about it on standard error, and the exit code.

use std::time::Duration;

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, spec};

use crate::{flora, list};

/// Checks the exit code and that all of these are said, and nothing on standard output.
fn check(outcome: &Outcome, code: i32, said: &[&str]) {
    assert_eq!(outcome.code, Some(code), "{outcome:?}");
    assert_eq!(outcome.stdout, "", "{outcome:?}");
    assert!(outcome.stderr.starts_with("error: "), "{outcome:?}");
    for text in said {
        assert!(outcome.stderr.contains(text), "no `{text}` in {outcome:?}");
    }
}

#[test]
fn every_documented_error_has_its_exit_code() {
    let table = [
        (400, "BadRequest", "invalid_json", 5),
        (401, "Unauthorized", "invalid_api_key", 3),
        (402, "PaymentRequired", "insufficient_credits", 1),
        (403, "Forbidden", "forbidden", 3),
        (404, "NotFound", "not_found", 4),
        (409, "Conflict", "conflict", 6),
        (422, "UnprocessableEntity", "idempotency_conflict", 5),
        (429, "TooManyRequests", "rate_limited", 7),
        (500, "InternalServerError", "internal_error", 8),
        (503, "ServiceUnavailable", "service_unavailable", 8),
        (418, "UnexpectedError", "unexpected", 1),
    ];
    for (status, component, example, code) in table {
        let body = spec::error(component, example);
        let reply = Reply::json(status, &body).header("request-id", "req_xyz789");
        let (_server, flora) = list(reply);
        let api_code = body["error"]["code"].as_str().unwrap_or_default();
        let message = body["error"]["message"].as_str().unwrap_or_default();
        let said = [
            &status.to_string(),
            api_code,
            message,
            "request id: req_xyz789",
        ];
        check(&flora.run(), code, &said);
    }
}

#[test]
fn a_refused_field_is_named() {
    let server = FloraServer::start();
    let line = "flora assets create --source signed-url --workspace-id abc --no-validate";
    let outcome = flora(line, server.url()).run();
    check(&outcome, 5, &[]);
    assert_eq!(
        outcome.stderr,
        "error: 400 Bad Request (input_validation_error): workspace_id: Invalid workspace id\n\
         request id: req_abc123\n"
    );
}

#[test]
fn the_time_to_wait_is_told() {
    let body = spec::error("TooManyRequests", "rate_limited");
    let (_server, flora) = list(Reply::json(429, body).header("retry-after", "5"));
    check(&flora.run(), 7, &["rate_limited", "try again in 5 s"]);
}

#[test]
fn a_missing_key_is_told_with_the_ways_to_give_it() {
    let server = FloraServer::start();
    for key in [None, Some(""), Some("  ")] {
        let flora = Flora::line("flora assets list").env("FLORA_BASE_URL", server.url());
        let flora = match key {
            Some(key) => flora.env("FLORA_API_KEY", key),
            None => flora,
        };
        check(
            &flora.run(),
            3,
            &["FLORA_API_KEY", "--api-key-file", "flora auth login"],
        );
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_page_of_a_gateway_is_quoted_on_one_line() {
    let page = "<html>\n<h1>502 Bad Gateway</h1>\u{1b}[2J\n</html>";
    let (_server, flora) = list(Reply::text(502, "text/html", page));
    let outcome = flora.run();
    check(
        &outcome,
        8,
        &["502 Bad Gateway", "<html> <h1>502 Bad Gateway</h1>"],
    );
    assert!(!outcome.stderr.contains('\u{1b}'), "{outcome:?}");
}

#[test]
fn an_empty_error_has_its_status() {
    let (_server, flora) = list(Reply::new(500));
    check(&flora.run(), 8, &["500 Internal Server Error"]);
}

#[test]
fn what_the_network_does_wrong_has_one_exit_code() {
    let (_server, flora_1) = list(Reply::nothing());
    check(&flora_1.run(), 9, &[]);
    let body = spec::reply("get", "/assets", 200, "first_page");
    let (_server, flora_2) = list(Reply::json(200, body).half());
    check(&flora_2.run(), 9, &[]);
    let other = Server::always(Reply::json(200, "{}"));
    let (_server, flora_3) = list(Reply::new(302).header("location", &other.url()));
    check(&flora_3.run(), 9, &["redirect"]);
    assert!(other.requests().is_empty());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    drop(listener);
    let outcome = flora("flora assets list", format!("http://{address}")).run();
    check(&outcome, 9, &[&address, "refused"]);
}

#[test]
fn a_late_server_is_a_timeout() {
    let (_server, flora) = list(Reply::json(200, "{}").after(Duration::from_secs(5)));
    let outcome = flora.arg("--timeout").arg("0.1").run();
    check(&outcome, 10, &["--timeout"]);
}

#[test]
fn a_setting_that_cannot_work_is_wrong_usage() {
    let outcome = flora("flora assets list", "example.com/api").run();
    check(&outcome, 2, &["the base URL in FLORA_BASE_URL"]);
    let server = FloraServer::start();
    let flora = Flora::line("flora assets list").env("FLORA_BASE_URL", server.url());
    let outcome = flora.env("FLORA_API_KEY", "a\u{7}b").run();
    check(&outcome, 2, &["the credential `api_key` in FLORA_API_KEY"]);
    assert!(server.requests().is_empty());
}

#[test]
fn an_id_that_would_change_the_path_is_wrong_usage() {
    let server = FloraServer::start();
    for id in ["", ".", "..", "%2e%2E"] {
        let line = "flora assets retrieve --no-validate --api-key k --asset-id";
        let flora = Flora::line(line).arg(id);
        let outcome = flora.env("FLORA_BASE_URL", server.url()).run();
        check(&outcome, 2, &["the value of --asset-id cannot be sent"]);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_flag_wins_over_the_environment() {
    let server = FloraServer::start();
    let flora = flora("flora assets list", "http://127.0.0.1:1");
    let outcome = flora.arg("--base-url").arg(server.url()).run();
    assert_eq!(outcome.code, Some(0));
    let flora = Flora::line("flora assets list").env("FLORA_API_KEY", "sk_other");
    let flora = flora.env("FLORA_BASE_URL", server.url());
    let outcome = flora.arg("--api-key").arg(KEY).run();
    assert_eq!(outcome.code, Some(0));
    let expected = format!("Bearer {KEY}");
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some(&*expected));
    }
}
