//! `cargo xtask mock`, started as a newcomer or a test would start it, and talked to over sockets.

use std::path::{Path, PathBuf};
use std::process::Command;

use flora_client::reqwest::{self, Method, StatusCode};
use flora_client::{Client, FilePart};
use flora_tests::command::Flora;
use flora_tests::mock::Mock;
use flora_tests::{project, target};
use serde_json::{Value, json};

fn client(mock: &Mock) -> Client {
    // A request that is refused is seen as it is, and once.
    let builder = Client::builder()
        .api_key(mock.variables[1].1.clone())
        .base_url(mock.url());
    builder.build().expect("the settings are right")
}

/// A client of HTTP without anything of ours. Ours brings its own TLS; this one looks for one.
fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// A raw request below the mock's URL, with its key: the status, the headers and the body.
async fn raw(
    mock: &Mock,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, reqwest::header::HeaderMap, Value) {
    let url = format!("{}{path}", mock.url());
    let mut request = http()
        .request(method, url)
        .bearer_auth("some key")
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let reply = request.send().await.expect("the mock answers");
    let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
    let text = reply.text().await.expect("the body is text");
    let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (status, headers, value)
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// A multipart body: names with file names and values.
fn form(parts: &[(&str, Option<&str>, &str)]) -> String {
    let mut body = String::new();
    for (name, file, value) in parts {
        let file = file
            .map(|file| format!("; filename=\"{file}\""))
            .unwrap_or_default();
        body.push_str(&format!(
            "--border\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body + "--border--\r\n"
}

/// Sends a form to an upload URL, without a key.
async fn send_form(url: &str, parts: &[(&str, Option<&str>, &str)]) -> (StatusCode, String) {
    let request = http()
        .post(url)
        .header("content-type", "multipart/form-data; boundary=border")
        .body(form(parts));
    let reply = request.send().await.expect("the mock answers");
    (
        reply.status(),
        reply.text().await.expect("the body is text"),
    )
}

#[tokio::test]
async fn an_asset_is_reserved_uploaded_completed_and_retrieved() {
    let mut mock = Mock::start(&[]);
    let flora = client(&mock);
    let created = (flora.assets().create())
        .source("signed-url")
        .workspace_id("ws_test")
        .file_name("cat.png")
        .content_type("image/png")
        .await
        .expect("it is created");
    let id = created.asset_id.clone();
    assert_eq!(
        (id.as_str(), created.status.as_str()),
        ("asset_mock0001", "pending_upload")
    );
    assert_eq!(created.workspace_id, "ws_test");
    let upload = created.upload.expect("it is reserved");
    let url = upload.url.to_string();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");

    let early = flora
        .assets()
        .complete(&id)
        .await
        .expect_err("no bytes are there");
    assert_eq!(
        (early.status(), early.code()),
        (Some(409), Some("conflict"))
    );
    let fields: Vec<(String, String)> = (upload.form_fields.iter())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut parts: Vec<(&str, Option<&str>, &str)> = (fields.iter())
        .map(|(name, value)| (name.as_str(), None, value.as_str()))
        .collect();
    let names: Vec<&str> = parts.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, ["key", "policy", "signature"]);
    parts.push(("file", Some("cat.png"), "12345"));
    assert_eq!(send_form(&url, &parts).await.0, StatusCode::NO_CONTENT);

    let completed = flora
        .assets()
        .complete(&id)
        .await
        .expect("the bytes are there");
    assert_eq!(completed.status.as_str(), "pending_upload");
    assert!(completed.upload.is_none() && completed.expires_at.is_none());
    let mut states = Vec::new();
    for _ in 0..3 {
        let asset = flora.assets().retrieve(&id).await.expect("it is there");
        assert_eq!(asset.size_bytes, Some(5));
        assert_eq!(asset.name.as_deref(), Some("cat.png"));
        states.push(asset.status.to_string());
    }
    assert_eq!(states, ["pending_upload", "ready", "ready"]);
    let again = flora
        .assets()
        .complete(&id)
        .await
        .expect_err("it is complete");
    assert_eq!(
        (again.status(), again.code()),
        (Some(409), Some("conflict"))
    );
    assert!(
        again
            .request_id()
            .is_some_and(|id| id.starts_with("req_mock"))
    );

    let log = mock.end();
    assert!(log.contains("POST /api/v1/assets 201\n"), "{log}");
    assert!(log.contains("POST /__upload/… 204\n"), "{log}");
    assert!(!log.contains("mock-test-key"), "{log}");
}

#[tokio::test]
async fn the_place_for_bytes_is_strict() {
    let mock = Mock::start(&[]);
    let flora = client(&mock);
    let create = flora.assets().create().source("signed-url");
    let created = create.workspace_id("ws_test").await.expect("it is created");
    let upload = created.upload.expect("it is reserved");
    let url = upload.url.to_string();
    let key = format!("assets/{}/hero.png", created.asset_id);
    let good: [(&str, Option<&str>, &str); 4] = [
        ("key", None, &key),
        ("policy", None, "example-policy"),
        ("signature", None, "example-signature"),
        ("file", Some("a.png"), "bytes"),
    ];
    let (key, policy, signature, file) = (good[0], good[1], good[2], good[3]);
    let other = ("policy", None, "another");
    for (parts, expected) in [
        (
            vec![file, key, policy, signature],
            "[], not [key, policy, signature]",
        ),
        (
            vec![key, signature, policy, file],
            "[key, signature, policy], not",
        ),
        (
            vec![key, other, signature, file],
            "`policy` is not the one of the reservation",
        ),
        (vec![key, policy, signature], "no file"),
        (
            vec![key, policy, signature, ("file", None, "")],
            "no filename",
        ),
        (
            vec![key, policy, signature, file, key],
            "`key` stands behind the file",
        ),
    ] {
        let (status, text) = send_form(&url, &parts).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
        assert!(text.contains(expected), "{text}");
    }
    let with_key = http()
        .post(&url)
        .bearer_auth("secret")
        .header("content-type", "multipart/form-data; boundary=border")
        .body(form(&good));
    let reply = with_key.send().await.expect("the mock answers");
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    assert_eq!(send_form(&url, &good).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn failed_and_expired_uploads_can_be_retried() {
    let mock = Mock::start(&["--polls", "0"]);
    let flora = client(&mock);
    let create = flora
        .assets()
        .create()
        .source("signed-url")
        .workspace_id("ws_test");
    let created = create
        .file_name("expires.png")
        .await
        .expect("it is created");
    let url = created.upload.expect("it is reserved").url.to_string();
    let (status, text) = send_form(&url, &[("file", Some("a"), "")]).await;
    assert_eq!(
        (status, &*text),
        (StatusCode::FORBIDDEN, "The reservation has expired.")
    );
    let renewed = flora
        .assets()
        .retry(&created.asset_id)
        .await
        .expect("it has expired");
    let second = renewed
        .upload
        .expect("it is reserved again")
        .url
        .to_string();
    assert_ne!(url, second);
    // A good reservation is no reason for another one.
    let again = flora.assets().retry(&created.asset_id).await;
    assert_eq!(again.expect_err("it waits").code(), Some("conflict"));

    // This one failed long ago, as an example tells.
    let renewed = flora
        .assets()
        .retry("asset_mno345")
        .await
        .expect("it failed");
    assert_eq!(renewed.status.as_str(), "pending_upload");
    assert!(renewed.upload.is_some());

    // Files of this name always fail.
    let file = FilePart::bytes("12").name("fails.webp");
    let sent = flora.assets().create_multipart().workspace_id("ws_test");
    let sent = sent.file(file).await.expect("it is taken");
    let asset = flora
        .assets()
        .retrieve(&sent.asset_id)
        .await
        .expect("it is there");
    assert_eq!(
        (asset.status.as_str(), asset.size_bytes),
        ("failed", Some(2))
    );
    assert!(asset.failure_message.is_some());
}

#[tokio::test]
async fn lists_page_through_what_is_there() {
    let mock = Mock::start(&[]);
    let flora = client(&mock);
    for number in 0..3 {
        let url = format!("https://example.com/dog-{number}.png");
        let created = flora
            .assets()
            .create()
            .source(url)
            .workspace_id("ws_dogs")
            .await;
        assert_eq!(created.expect("it is fetched").status.as_str(), "ready");
    }
    let mut names = Vec::new();
    let mut items = flora.assets().list().limit(2).items();
    while let Some(item) = items.next().await {
        names.push(item.expect("it is listed").name.unwrap_or_default());
    }
    let expected = [
        "hero.png",
        "hero-cut.mp4",
        "hero-source.png",
        "teaser.mov",
        "dog-0.png",
        "dog-1.png",
        "dog-2.png",
    ];
    assert_eq!(names, expected);
    let page = flora
        .assets()
        .list()
        .workspace_id("ws_dogs")
        .query("DOG-1")
        .await;
    let page = page.expect("it is listed");
    assert_eq!(page.assets.len(), 1);
    assert_eq!(page.meta.total_estimate, Some(1).into());
    let error = flora
        .assets()
        .list()
        .cursor("no cursor")
        .await
        .expect_err("it is none");
    assert_eq!(error.fields()[0].field, "cursor");
}

#[tokio::test]
async fn bad_requests_are_refused_as_the_document_says() {
    let mock = Mock::start(&[]);
    let good = json!({"source": "signed-url", "workspace_id": "ws_1"}).to_string();
    for (method, path, headers, body, status, code, message) in [
        (
            Method::GET,
            "/none",
            &[][..],
            "",
            404,
            "not_found",
            "There is no /api/v1/none here",
        ),
        (
            Method::PUT,
            "/assets",
            &[],
            "",
            405,
            "unknown_error",
            "try POST, GET",
        ),
        (
            Method::GET,
            "/assets/asset_none",
            &[],
            "",
            404,
            "not_found",
            "asset_none",
        ),
        (
            Method::GET,
            "/assets/x",
            &[],
            "",
            400,
            "input_validation_error",
            "assetId: must match",
        ),
        (
            Method::GET,
            "/assets?limit=many",
            &[],
            "",
            400,
            "input_validation_error",
            "limit: must be a whole number",
        ),
        (
            Method::GET,
            "/assets?limit=101",
            &[],
            "",
            400,
            "input_validation_error",
            "limit: must be at most 100",
        ),
        (
            Method::POST,
            "/assets",
            &[JSON],
            "{",
            400,
            "invalid_json",
            "not valid JSON",
        ),
        (
            Method::POST,
            "/assets",
            &[JSON],
            "{\"source\": 1, \"more\": 1}",
            400,
            "input_validation_error",
            "source: must be a text, not 1; workspace_id: Required; more: is not known here",
        ),
        (
            Method::POST,
            "/assets",
            &[JSON],
            "{\"source\": \"http://x\", \"workspace_id\": \"ws_1\"}",
            400,
            "input_validation_error",
            "source: must be a public https URL",
        ),
        (
            Method::POST,
            "/assets",
            &[("content-type", "text/plain")],
            &good,
            415,
            "unknown_error",
            "Send application/json",
        ),
        (
            Method::POST,
            "/assets/asset_mno345/complete",
            &[JSON],
            "",
            400,
            "invalid_json",
            "it is empty",
        ),
        (
            Method::GET,
            "/assets",
            &[("prefer", "code=429")],
            "",
            429,
            "rate_limited",
            "Too many requests",
        ),
        (
            Method::GET,
            "/assets",
            &[("prefer", "code=418")],
            "",
            418,
            "unknown_error",
            "could not be handled",
        ),
    ] {
        let (found, headers, body) = raw(&mock, method, path, headers, body).await;
        assert_eq!(
            (found, body["error"]["code"].as_str()),
            (status, Some(code)),
            "{path} {body}"
        );
        let text = body["error"]["message"].as_str().unwrap_or_default();
        assert!(text.contains(message), "{text}");
        let id = headers["request-id"].to_str().expect("it is ASCII");
        assert!(id.starts_with("req_mock"), "{id}");
        assert_eq!(headers.contains_key("retry-after"), status == 429);
        assert_eq!(headers.contains_key("allow"), status == 405);
    }
    let reply = http()
        .get(format!("{}/assets", mock.url()))
        .send()
        .await
        .expect("the mock answers");
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);

    let (status, _, body) = raw(
        &mock,
        Method::GET,
        "/assets/asset_any",
        &[("prefer", "example=failed_upload")],
        "",
    )
    .await;
    assert_eq!((status, &body["asset_id"]), (200, &json!("asset_mno345")));
    let closed = http()
        .get(format!("{}/assets", mock.url()))
        .header("prefer", "fault=close");
    assert!(closed.send().await.is_err());
}

#[tokio::test]
async fn a_key_does_its_work_once() {
    let mock = Mock::start(&[]);
    let body = json!({"source": "signed-url", "workspace_id": "ws_1"}).to_string();
    let headers = [JSON, ("idempotency-key", "one")];
    // What is refused does not use the key up.
    let (refused, ..) = raw(&mock, Method::POST, "/assets", &headers, "{}").await;
    let (first, ..) = raw(&mock, Method::POST, "/assets", &headers, &body).await;
    let (second, _, duplicate) = raw(&mock, Method::POST, "/assets", &headers, &body).await;
    assert_eq!((refused, first, second), (400, 201, 409));
    assert_eq!(duplicate["error"]["code"], "idempotency_duplicate");
    // Another operation has keys of its own.
    let (other, ..) = raw(
        &mock,
        Method::POST,
        "/assets/asset_mno345/retry",
        &headers[1..],
        "",
    )
    .await;
    assert_eq!(other, 200);
}

#[tokio::test]
async fn direct_files_have_a_limit() {
    let mock = Mock::start(&[]);
    let flora = client(&mock);
    for (size, expected) in [(4_194_304, None), (4_194_305, Some(413))] {
        let file = FilePart::bytes(vec![b'\r'; size]).name("a.webp");
        let request = flora
            .assets()
            .create_multipart()
            .workspace_id("ws_1")
            .file(file);
        let status = request.await.err().and_then(|error| error.status());
        assert_eq!(status, expected, "{size}");
    }
}

#[test]
fn the_command_works_with_the_printed_variables() {
    // As a shell would start it: by `cargo xtask`, which hands over to the mock.
    let built = flora_tests::built(&["--package", "xtask"]);
    let xtask = built.iter().find(|(name, _)| name == "xtask");
    let mut command = Command::new(&xtask.expect("the package has a program").1);
    command
        .args(["mock", "--until-stdin-closes"])
        .env("CARGO", env!("CARGO"))
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_MANIFEST_DIR", project().join("xtask"));
    let mut mock = Mock::of(command);
    let names: Vec<&str> = mock
        .variables
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["FLORA_BASE_URL", "FLORA_API_KEY"]);
    let run = |line: &str| {
        let mut flora = Flora::line(line);
        for (name, value) in &mock.variables {
            flora = flora.env(name, value);
        }
        flora.run()
    };
    let listed = run("flora assets list --workspace-id ws_abc123 --limit 100");
    assert_eq!((listed.code, listed.stderr.as_str()), (Some(0), ""));
    let created =
        run("flora assets create --source https://example.com/cat.png --workspace-id ws_1");
    assert_eq!(created.code, Some(0), "{}", created.stderr);
    let created: Value = serde_json::from_str(&created.stdout).expect("it is JSON");
    let id = created["asset_id"].as_str().expect("it has an id");
    let shown = run(&format!("flora assets retrieve --asset-id {id}"));
    let shown: Value = serde_json::from_str(&shown.stdout).expect("it is JSON");
    assert_eq!(shown["name"], "cat.png");
    let log = mock.end();
    assert!(
        log.contains(&format!("GET /api/v1/assets/{id} 200\n")),
        "{log}"
    );
}

/// A crate that was generated under another name reads other variables.
#[test]
fn the_variables_are_those_of_the_named_crate() {
    let spec = project().join("tests/fixtures/basic_auth.yaml");
    let arguments = ["--spec", spec.to_str().expect("a path in UTF-8")];
    let names = |mock: &Mock| -> Vec<String> {
        let variables = mock.variables.iter();
        variables.map(|(name, _)| name.clone()).collect()
    };
    let named = Mock::start(&[&arguments[..], &["--name", "tiny-shop"]].concat());
    let named = names(&named);
    assert_eq!(named[0], "TINY_SHOP_BASE_URL");
    assert!(named[1].starts_with("TINY_SHOP_"), "{named:?}");
    assert!(!names(&Mock::start(&arguments))[0].starts_with("TINY_SHOP"));
}

/// A document of the corpus, if there is one.
fn corpus(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("OPENAPI_CORPUS")?;
    Some(Path::new(&folder).join(name)).filter(|path| path.exists())
}

#[tokio::test]
async fn other_documents_are_served_by_their_examples() {
    let request =
        |method: Method, url: String| http().request(method, url).basic_auth("a", Some("b"));
    if let Some(museum) = corpus("museum.yaml") {
        let mock = Mock::start(&["--spec", museum.to_str().expect("a path in UTF-8")]);
        let url = mock.url().to_owned();
        let hours = request(Method::GET, format!("{url}/museum-hours?limit=x"));
        assert_eq!(hours.send().await.expect("the mock answers").status(), 400);
        let hours = request(
            Method::GET,
            format!("{url}/museum-hours?startDate=2026-01-31"),
        );
        let hours = hours.send().await.expect("the mock answers");
        assert_eq!(hours.status(), 200);
        let text = hours.text().await.expect("it is text");
        let hours: Value = serde_json::from_str(&text).expect("it is JSON");
        assert!(hours[0]["date"].is_string(), "{hours}");
        let tickets = request(Method::POST, format!("{url}/tickets")).header(JSON.0, JSON.1);
        let reply = tickets.body("{}").send().await.expect("the mock answers");
        assert_eq!(reply.status(), 400);
        let text = reply.text().await.expect("it is text");
        assert!(text.contains("ticketType: Required"), "{text}");
    }
    if let Some(trains) = corpus("train-travel.yaml") {
        let mock = Mock::start(&["--spec", trains.to_str().expect("a path in UTF-8")]);
        let url = mock.url().to_owned();
        let stations = http().get(format!("{url}/stations")).bearer_auth("key");
        let stations = stations.send().await.expect("the mock answers");
        assert_eq!(stations.status(), 200);
        let text = stations.text().await.expect("it is text");
        let stations: Value = serde_json::from_str(&text).expect("it is JSON");
        assert!(stations["data"].is_array(), "{stations}");
        let none = http()
            .get(format!("{url}/stations"))
            .send()
            .await
            .expect("the mock answers");
        assert_eq!(none.status(), 401);
    }
}
