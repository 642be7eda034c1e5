//! `flora api`: endpoints that have no command of their own.

use flora_tests::command::{Flora, Outcome};
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, scratch};
use serde_json::json;

use crate::flora;

fn api(server: &Server, args: &[&str]) -> Outcome {
    let flora = flora("flora api", server.url());
    args.iter().fold(flora, Flora::arg).run()
}

#[test]
fn fields_of_get_go_into_the_query() {
    let server = Server::always(Reply::json(200, json!({"items": [1, 2]})));
    let args = [
        "get",
        "projects?a=1",
        "-F",
        "limit=5",
        "-f",
        "name=é &",
        "-q",
        "x=null",
    ];
    let outcome = api(&server, &args);
    assert_eq!(outcome.json(), json!({"items": [1, 2]}));
    let request = server.request();
    let line = "GET /projects?a=1&x=null&limit=5&name=%C3%A9%20%26";
    assert_eq!(request.line(), line);
    assert_eq!(
        request.header("authorization"),
        Some(&*format!("Bearer {KEY}"))
    );
}

#[test]
fn fields_of_post_are_a_body_of_json() {
    let server = Server::always(Reply::json(201, json!({"id": 7})));
    let args = [
        "POST",
        "/projects",
        "-F",
        "n=12345678901234567890",
        "-F",
        "on=true",
        "-F",
        "none=null",
        "-F",
        "list=[1]",
        "-F",
        "name=Spring",
        "-f",
        "text=5",
        "--jq",
        ".id",
    ];
    assert_eq!(api(&server, &args).stdout, "7\n");
    let request = server.request();
    assert_eq!(
        request.text(),
        r#"{"n":12345678901234567890,"on":true,"none":null,"list":[1],"name":"Spring","text":"5"}"#
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
}

#[test]
fn a_body_is_json_or_a_file() {
    let server = Server::always(Reply::new(204));
    let path = scratch("cli").join("body.json");
    std::fs::write(&path, b"{\"a\": 1}").expect("the file can be written");
    let file = format!("@{}", path.display());
    for body in ["{\"a\": 1}", &file] {
        let outcome = api(&server, &["PUT", "/projects/7", "--body", body]);
        assert_eq!(
            (outcome.code, &*outcome.stdout),
            (Some(0), ""),
            "{outcome:?}"
        );
    }
    for request in server.requests() {
        assert_eq!(request.text(), "{\"a\": 1}");
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
}

#[test]
fn an_error_is_like_that_of_a_command() {
    let body = json!({"error": {"code": "not_found", "message": "No project."}});
    let server = Server::always(Reply::json(404, body).header("request-id", "req_1"));
    let outcome = api(&server, &["GET", "/projects/8"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(4), ""));
    assert_eq!(
        outcome.stderr,
        "error: 404 Not Found (not_found): No project.\nrequest id: req_1\n"
    );
}

#[test]
fn what_cannot_be_a_request_is_wrong_usage() {
    let server = Server::always(Reply::new(204));
    for (args, said) in [
        (&["GET"][..], "<PATH>"),
        (&["G T", "/a"], "not a method"),
        (&["GET", "/../a"], "`..`"),
        (&["GET", "//example.com/%2e%2e/a"], "`..`"),
        (&["POST", "/a", "-F", "novalue"], "NAME=VALUE"),
        (&["POST", "/a", "--body", "{"], "not JSON"),
        (&["POST", "/a", "--body", "@/is/not/there"], "/is/not/there"),
        (
            &["POST", "/a", "--body", "1", "-F", "a=1"],
            "cannot be used with",
        ),
    ] {
        let outcome = api(&server, args);
        assert_eq!(
            (outcome.code, &*outcome.stdout),
            (Some(2), ""),
            "{args:?}: {outcome:?}"
        );
        assert!(outcome.stderr.contains(said), "{args:?}: {outcome:?}");
    }
    assert!(server.requests().is_empty());
}
