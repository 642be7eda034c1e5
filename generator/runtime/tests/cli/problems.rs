//! What is said when a call fails, and the exit code.

use client_runtime::cli::table::Program;
use client_runtime::service::Service;

use super::server::{Server, reply};
use super::table::VAULT;
use super::{KEY, Outcome, vault};

#[track_caller]
fn failed(reply: Vec<u8>) -> Outcome {
    let server = Server::new(reply);
    let outcome = vault(&["assets", "list"]).at(&server).run();
    assert_eq!(outcome.stdout, "");
    outcome
}

const JSON: &str = "content-type: application/json\r\nrequest-id: req_abc123\r\n";

#[test]
fn a_refusal_names_fields_and_request() {
    let body = r#"{"error":{"code":"input_validation_error","message":"prompt: Required","fields":[{"field":"prompt","message":"Required"},{"field":"seed","message":"Too big"}]}}"#;
    let outcome = failed(reply("400 Bad Request", JSON, body));
    assert_eq!(outcome.code, 5);
    let expected = "\
error: 400 Bad Request (input_validation_error): prompt: Required
  prompt: Required
  seed: Too big
request id: req_abc123
";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn a_page_of_a_gateway_keeps_the_status() {
    let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n</html>";
    let outcome = failed(reply(
        "502 Bad Gateway",
        "content-type: text/html\r\n",
        page,
    ));
    assert_eq!(outcome.code, 8);
    let expected = "\
error: 502 Bad Gateway
  <html> <head><title>502 Bad Gateway</title></head> </html>
";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn an_empty_error_keeps_the_status() {
    let outcome = failed(reply("500 Internal Server Error", "", ""));
    assert_eq!(outcome.code, 8);
    assert_eq!(outcome.stderr, "error: 500 Internal Server Error\n");
}

#[test]
fn words_of_the_server_cannot_steer_the_terminal() {
    let body = "{\"error\":{\"code\":\"a\\u001b[2J\",\"message\":\"b\\u001b]0;x\\u0007\\nerror: fake\",\"fields\":[{\"field\":\"c\\r\",\"message\":\"\\u202ed\"}]}}";
    let outcome = failed(reply("400 Bad Request", JSON, body));
    let expected = "\
error: 400 Bad Request (a\\u{1b}[2J): b\\u{1b}]0;x\\u{7} error: fake
  c\\u{d}: \\u{202e}d
request id: req_abc123
";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn a_refused_key_gets_a_hint() {
    let body = r#"{"error":{"code":"invalid_api_key","message":"No such key."}}"#;
    let outcome = failed(reply("401 Unauthorized", JSON, body));
    assert_eq!(outcome.code, 3);
    let hint =
        "hint: `vault config show` tells which key was sent; `vault auth login` takes another\n";
    assert!(outcome.stderr.ends_with(hint), "{}", outcome.stderr);
}

#[test]
fn a_missing_key_is_told_before_anything_is_sent() {
    let outcome = vault(&["assets", "list"])
        .variable("VAULT_API_KEY", "  ")
        .run();
    assert_eq!(outcome.code, 3);
    let expected = "\
error: no credential for this command
hint: run `vault auth login`, set VAULT_API_KEY, or give --api-key-file FILE
";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn a_wrong_setting_is_told_with_its_origin() {
    let url = vault(&["status"]).variable("VAULT_BASE_URL", "example.com/do_not_print");
    let key = vault(&["status"]).variable("VAULT_API_KEY", "do_not_print\u{7f}");
    let flag = vault(&["status", "--api-key", "do_not_print\u{7f}"]);
    for (run, expected) in [
        (url, "error: the base URL in VAULT_BASE_URL is not a URL"),
        (
            key,
            "error: the credential `api_key` in VAULT_API_KEY is empty or malformed",
        ),
        (
            flag,
            "error: the credential `api_key` of --api-key is empty or malformed",
        ),
    ] {
        let outcome = run.run();
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.starts_with(expected), "{outcome:?}");
        assert!(!outcome.stderr.contains("do_not_print"), "{outcome:?}");
    }
}

#[test]
fn without_any_base_url_the_ways_to_give_one_are_told() {
    let service = Service {
        base_url: "",
        ..*VAULT.service
    };
    let program = Box::leak(Box::new(Program {
        service: Box::leak(Box::new(service)),
        ..VAULT
    }));
    let mut run = vault(&["status"]).variable("VAULT_BASE_URL", "");
    run.program = program;
    let outcome = run.run();
    assert_eq!(outcome.code, 2);
    let expected = "\
error: it is not known where the service is
hint: set VAULT_BASE_URL in the environment, or give --base-url
";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn a_command_without_security_needs_no_key() {
    let server = Server::json("200 OK", "{}");
    let outcome = vault(&["status"])
        .variable("VAULT_API_KEY", "")
        .at(&server)
        .run();
    assert_eq!(outcome.code, 0);
    assert_eq!(server.request().header("authorization"), None);
}

#[test]
fn too_many_requests_say_when_to_try_again() {
    let outcome = failed(reply("429 Too Many Requests", "retry-after: 7\r\n", ""));
    assert_eq!(outcome.code, 7);
    assert!(
        outcome.stderr.ends_with("hint: try again in 7 s\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn exit_codes_tell_classes_of_failures_apart() {
    let table = [
        ("400 Bad Request", 5),
        ("401 Unauthorized", 3),
        ("402 Payment Required", 1),
        ("403 Forbidden", 3),
        ("404 Not Found", 4),
        ("409 Conflict", 6),
        ("422 Unprocessable Entity", 5),
        ("429 Too Many Requests", 7),
        ("500 Internal Server Error", 8),
        ("503 Service Unavailable", 8),
        ("599 Odd", 8),
    ];
    for (status, code) in table {
        assert_eq!(failed(reply(status, JSON, "{}")).code, code, "{status}");
    }
}

#[test]
fn nobody_there_is_a_network_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    let outcome = vault(&["status", "--base-url", &url]).run();
    assert_eq!(outcome.code, 9, "{outcome:?}");
}

#[test]
fn a_broken_connection_is_a_network_failure() {
    assert_eq!(
        failed(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{".to_vec()).code,
        9
    );
}

#[test]
fn a_redirect_to_another_place_is_a_network_failure() {
    let head = "location: https://elsewhere.example.com/secret?token=abc\r\n";
    let outcome = failed(reply("302 Found", head, ""));
    assert_eq!(outcome.code, 9);
    assert!(
        outcome.stderr.contains("https://elsewhere.example.com"),
        "{}",
        outcome.stderr
    );
    assert!(!outcome.stderr.contains("token"), "{}", outcome.stderr);
}

#[test]
fn no_answer_in_time_has_a_code_of_its_own() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let outcome = vault(&["status", "--base-url", &url, "--client-timeout", "0.2"]).run();
    assert_eq!(outcome.code, 10, "{outcome:?}");
    let hint = "hint: --client-timeout SECONDS allows more time\n";
    assert!(outcome.stderr.ends_with(hint), "{}", outcome.stderr);
}

#[test]
fn debug_of_a_failure_hides_the_key_and_the_body() {
    let server = Server::new(reply("403 Forbidden", JSON, r#"{"secret":"form field"}"#));
    let args = ["assets", "list", "--debug", "--api-key", KEY];
    let outcome = vault(&args).at(&server).run();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("< 403 in "), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("> authorization: [redacted]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn colour_is_for_those_who_want_it() {
    let run = || vault(&["assets", "list"]).variable("VAULT_API_KEY", "");
    assert!(run().in_color().run().stderr.starts_with("\u{1b}["));
    assert!(run().run().stderr.starts_with("error: "));
}
