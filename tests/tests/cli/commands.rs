//! The five documented commands to the letter: what is asked, what is sent, what is printed.

use flora_tests::command::Flora;
use flora_tests::flora::{FloraServer, retried};
use flora_tests::server::{Part, Request};
use flora_tests::{KEY, scratch, spec, user_agent};
use serde_json::Value;

use crate::flora;

/// Runs a line with the key as a flag, and once more with the key in the environment; both send
/// the same and print the reply.
fn check(line: &str, expected: &Value) -> Request {
    let server = FloraServer::start();
    let by_flag = Flora::line(line).arg("--api-key").arg(KEY);
    let by_flag = by_flag.env("FLORA_BASE_URL", server.url()).run();
    let by_variable = flora(line, server.url()).run();
    for outcome in [by_flag, by_variable] {
        assert_eq!(outcome.json(), *expected, "{line}");
        // One document, and a line end.
        assert_eq!(outcome.stdout.lines().count(), 1, "{line}");
        assert!(outcome.stdout.ends_with('\n'), "{line}");
    }
    let mut requests = server.requests();
    assert_eq!(requests.len(), 2, "{line}");
    // Each call that takes a key has one of its own.
    let keys: Vec<_> = (requests.iter_mut())
        .map(|request| request.take_header("idempotency-key"))
        .collect();
    let takes_key = requests[0].method == "POST";
    assert!(keys.iter().all(|key| key.is_some() == takes_key), "{line}");
    assert!(!takes_key || keys[0] != keys[1], "{line}");
    let first = requests.remove(0);
    assert_eq!(first.bytes, requests[0].bytes, "{line}");
    first
}

/// The headers of every command; a body brings its own.
fn headers(more: &[&str]) -> Vec<String> {
    let mut headers = vec![
        "accept: application/json".to_owned(),
        format!("authorization: Bearer {KEY}"),
        format!("user-agent: {}", user_agent()),
    ];
    headers.extend(more.iter().map(|header| (*header).to_owned()));
    headers.sort();
    headers
}

#[test]
fn create() {
    let request = check(
        "flora assets create --source signed-url --workspace-id ws_abc123",
        &spec::reply("post", "/assets", 201, "signed_upload"),
    );
    assert_eq!(request.line(), "POST /api/v1/assets");
    let body = r#"{"source":"signed-url","workspace_id":"ws_abc123"}"#;
    assert_eq!(request.text(), body);
    assert_eq!(
        request.sorted_headers(),
        headers(&["content-length: 50", "content-type: application/json"])
    );
}

#[test]
fn create_with_all_its_flags() {
    let request = check(
        "flora assets create --source signed-url --workspace-id ws_abc123 \
         --content-type image/png --file-name hero.png --folder campaign-assets \
         --project-id prj_abc123",
        &spec::reply("post", "/assets", 201, "signed_upload"),
    );
    let documented =
        "/paths/~1assets/post/requestBody/content/application~1json/examples/signed_upload/value";
    assert_eq!(Some(&request.json()), spec::document().pointer(documented));
}

#[test]
fn create_from_a_url() {
    let request = check(
        "flora assets create --source https://example.com/source.png --workspace-id ws_abc123 \
         --file-name hero-source.png",
        &spec::reply("post", "/assets", 201, "public_url"),
    );
    let documented =
        "/paths/~1assets/post/requestBody/content/application~1json/examples/public_url/value";
    assert_eq!(Some(&request.json()), spec::document().pointer(documented));
}

#[test]
fn create_takes_a_body_under_its_flags() {
    let server = FloraServer::start();
    let path = scratch("cli").join("asset.json");
    let body = br#"{"source": "signed-url", "folder": "a", "workspace_id": "ws_1"}"#;
    std::fs::write(&path, body).expect("the file can be written");
    let line = "flora assets create --folder b --body";
    let outcome = flora(line, server.url())
        .arg(format!("@{}", path.display()))
        .run();
    let expected = spec::reply("post", "/assets", 201, "signed_upload");
    assert_eq!(outcome.json(), expected);
    let expected = r#"{"source":"signed-url","folder":"b","workspace_id":"ws_1"}"#;
    assert_eq!(server.request().text(), expected);
}

#[test]
fn create_sends_a_file() {
    let server = FloraServer::start();
    let path = scratch("cli").join("hero-small.webp");
    std::fs::write(&path, b"RIFF\0\xff").expect("the file can be written");
    let line = "flora assets create --workspace-id ws_abc123 --folder campaign-assets \
                --idempotency-key key-1";
    let outcome = flora(line, server.url()).arg("--file").arg(&path).run();
    let expected = spec::reply("post", "/assets", 201, "direct_upload");
    assert_eq!(outcome.json(), expected);
    let request = server.request();
    assert_eq!(request.line(), "POST /api/v1/assets");
    assert_eq!(
        request.parts(),
        [
            Part::text("workspace_id", "ws_abc123"),
            Part::text("folder", "campaign-assets"),
            Part::file("file", "hero-small.webp", "image/webp", b"RIFF\0\xff"),
        ]
    );
    assert_eq!(request.header("idempotency-key"), Some("key-1"));
}

#[test]
fn create_sends_standard_input_as_a_file() {
    let server = FloraServer::start();
    let path = scratch("cli").join("stdin.bin");
    std::fs::write(&path, b"a\r\n\0b").expect("the file can be written");
    let stdin = std::fs::File::open(&path).expect("the file is there");
    let line = "flora assets create --workspace-id ws_abc123 --file-name a.png --file -";
    let outcome = flora(line, server.url()).stdin(stdin).run();
    let expected = spec::reply("post", "/assets", 201, "direct_upload");
    assert_eq!(outcome.json(), expected);
    let parts = server.request().parts();
    let file = Part::file("file", "stdin", "application/octet-stream", b"a\r\n\0b");
    assert!(parts.contains(&file), "{parts:?}");
}

#[test]
fn complete() {
    let request = check(
        "flora assets complete --asset-id asset_abc123",
        &spec::reply("post", "/assets/{assetId}/complete", 200, "ready"),
    );
    assert_eq!(request.line(), "POST /api/v1/assets/asset_abc123/complete");
    assert_eq!(request.sorted_headers(), headers(&["content-length: 0"]));
    assert!(request.body.is_empty());
}

#[test]
fn retry() {
    let line = "flora assets retry --asset-id asset_abc123";
    let request = check(line, &retried("asset_abc123"));
    assert_eq!(request.line(), "POST /api/v1/assets/asset_abc123/retry");
    assert_eq!(request.sorted_headers(), headers(&["content-length: 0"]));
    assert!(request.body.is_empty());
}

#[test]
fn retrieve() {
    let request = check(
        "flora assets retrieve --asset-id asset_abc123",
        &spec::reply("get", "/assets/{assetId}", 200, "ready_image"),
    );
    assert_eq!(request.line(), "GET /api/v1/assets/asset_abc123");
    assert_eq!(request.sorted_headers(), headers(&[]));
}

#[test]
fn the_id_may_stand_without_its_flag() {
    let server = FloraServer::start();
    let by_flag = flora(
        "flora assets retrieve --asset-id asset_def456",
        server.url(),
    );
    let by_place = flora("flora assets retrieve asset_def456", server.url());
    assert_eq!(by_flag.run().json(), by_place.run().json());
    let requests = server.requests();
    assert_eq!(requests[0].bytes, requests[1].bytes);
}

#[test]
fn list() {
    let request = check(
        "flora assets list",
        &spec::reply("get", "/assets", 200, "first_page"),
    );
    assert_eq!(request.line(), "GET /api/v1/assets");
    assert_eq!(request.sorted_headers(), headers(&[]));
}

#[test]
fn list_with_all_its_flags() {
    let server = FloraServer::start();
    let line = "flora assets list --cursor eyJvZmZzZXQiOjJ9 --limit 2 --project-id prj_abc123 \
                --workspace-id ws_abc123 --query";
    let outcome = flora(line, server.url())
        .arg("logo é & x=1 'q' ~!*()")
        .run();
    assert_eq!(
        outcome.json(),
        spec::reply("get", "/assets", 200, "last_page")
    );
    let request = server.request();
    assert_eq!(request.path(), "/api/v1/assets");
    let mut query = request.query();
    query.sort_unstable();
    assert_eq!(
        query,
        [
            "cursor=eyJvZmZzZXQiOjJ9",
            "limit=2",
            "project_id=prj_abc123",
            "query=logo%20%C3%A9%20%26%20x%3D1%20%27q%27%20~!*()",
            "workspace_id=ws_abc123"
        ]
    );
}
