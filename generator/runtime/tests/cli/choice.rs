//! Which of several bodies is sent.

use super::server::Server;
use super::vault;

#[track_caller]
fn refused(args: &[&str], message: &str) {
    let outcome = vault(args).run();
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert_eq!(
        outcome.stderr.lines().next(),
        Some(format!("error: {message}").as_str())
    );
}

#[test]
fn a_source_makes_it_json() {
    let server = Server::json("201 Created", "{}");
    let args = [
        "assets",
        "create",
        "--workspace-id",
        "ws_1",
        "--source",
        "signed-url",
    ];
    assert_eq!(vault(&args).at(&server).run().code, 0);
    let request = server.request();
    assert_eq!(request.line, "POST /v1/assets HTTP/1.1");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        request.body,
        r#"{"source":"signed-url","workspace_id":"ws_1"}"#
    );
}

#[test]
fn a_file_makes_it_multipart() {
    let server = Server::json("201 Created", "{}");
    let path = std::env::temp_dir().join(format!("client-runtime-cli-{}.png", std::process::id()));
    std::fs::write(&path, "pixels").expect("the temporary folder is there");
    let file = path.to_str().expect("a plain name");
    let args = [
        "assets",
        "create",
        "--file",
        file,
        "--workspace-id=ws_1",
        "--size",
        "6",
    ];
    let outcome = vault(&args).at(&server).run();
    std::fs::remove_file(&path).expect("it was written");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let request = server.request();
    let content_type = request
        .header("content-type")
        .expect("multipart says what it is");
    assert!(
        content_type.starts_with("multipart/form-data; boundary="),
        "{content_type}"
    );
    assert!(
        request
            .body
            .contains("name=\"workspace_id\"\r\n\r\nws_1\r\n"),
        "{}",
        request.body
    );
    assert!(
        request.body.contains("name=\"size\"\r\n\r\n6\r\n"),
        "{}",
        request.body
    );
    let part = "Content-Type: image/png\r\n\r\npixels\r\n";
    assert!(request.body.contains(part), "{}", request.body);
}

#[test]
fn a_file_of_one_dash_is_standard_input() {
    let server = Server::json("201 Created", "{}");
    let args = ["assets", "create", "--file", "-", "--workspace-id", "ws_1"];
    assert_eq!(vault(&args).stdin(b"from a pipe").at(&server).run().code, 0);
    assert!(server.request().body.contains("\r\n\r\nfrom a pipe\r\n"));
}

#[test]
fn exactly_one_of_source_and_file_is_asked_for() {
    let message = "give exactly one of --source and --file";
    refused(&["assets", "create", "--workspace-id", "w"], message);
    refused(
        &["assets", "create", "--workspace-id", "w", "--size", "1"],
        message,
    );
    refused(
        &[
            "assets",
            "create",
            "--workspace-id",
            "w",
            "--source",
            "s",
            "--file",
            "f",
        ],
        message,
    );
}

#[test]
fn a_flag_of_the_other_body_is_refused_by_name() {
    refused(
        &[
            "assets",
            "create",
            "--workspace-id",
            "w",
            "--file",
            "f",
            "--callback",
            "c",
        ],
        "--callback cannot be used with --file",
    );
}

#[test]
fn an_optional_flag_can_decide_and_the_rest_is_asked_for() {
    refused(
        &["assets", "create", "--callback", "c"],
        "missing --source and --workspace-id",
    );
}

#[test]
fn no_flag_means_no_body_where_none_is_needed() {
    let server = Server::json("200 OK", "{}");
    assert_eq!(vault(&["projects", "share"]).at(&server).run().code, 0);
    let request = server.request();
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("content-length"), Some("0"));
}

#[test]
fn a_form_is_url_encoded() {
    let server = Server::json("200 OK", "{}");
    let days = "5000000000000000000000";
    let args = ["projects", "share", "--with", "a b&c", "--days", days];
    assert_eq!(vault(&args).at(&server).run().code, 0);
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.body, "with=a%20b%26c&days=5000000000000000000000");
}

#[test]
fn a_whole_body_is_json_as_typed() {
    let server = Server::json("200 OK", "{}");
    let text = r#"[ {"b": 1.50, "a": 5000000000000000000000} ]"#;
    assert_eq!(
        vault(&["projects", "import", "--body", text])
            .at(&server)
            .run()
            .code,
        0
    );
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body, text);
}

#[test]
fn a_whole_body_is_a_file() {
    let server = Server::json("200 OK", "{}");
    let path = std::env::temp_dir().join(format!("client-runtime-cli-{}.json", std::process::id()));
    std::fs::write(&path, "[1]\n").expect("the temporary folder is there");
    let file = path.to_str().expect("a plain name");
    let outcome = vault(&["projects", "import", "--body", file])
        .at(&server)
        .run();
    std::fs::remove_file(&path).expect("it was written");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(server.request().body, "[1]\n");
}

#[test]
fn a_whole_body_of_one_dash_is_standard_input() {
    let server = Server::json("200 OK", "{}");
    let run = vault(&["projects", "note", "--body", "-"]).stdin(b"hello");
    assert_eq!(run.at(&server).run().code, 0);
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("text/plain"));
    assert_eq!(request.body, "hello");
}

#[test]
fn a_whole_body_is_one_of_the_choices() {
    refused(&["projects", "import"], "missing --body");
    refused(
        &["projects", "note"],
        "give exactly one of --body and --title",
    );
    let args = ["projects", "note", "--title", "t", "--body", "-"];
    let outcome = vault(&args).stdin(b"no object").run();
    assert_eq!(outcome.code, 2);
    let said = "error: --title cannot be used with --body";
    assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);
}

#[test]
fn broken_json_is_not_taken_for_a_file() {
    let outcome = vault(&["projects", "import", "--body", "{\"a\": }"]).run();
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.starts_with("error: the body is not JSON: "),
        "{}",
        outcome.stderr
    );
    let outcome = vault(&["projects", "import", "--body", "/no/such/file"]).run();
    assert_eq!(outcome.code, 2);
    let start = "error: cannot read /no/such/file: ";
    assert!(outcome.stderr.starts_with(start), "{}", outcome.stderr);
}
