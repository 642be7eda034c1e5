//! The wire table: the exact request of each operation and content type, byte for byte.
//!
//! The snapshot is for reviews: a header more, or another escape, shows there. The tests below it
//! hold the requests against what is known of the service and of its official client; none of
//! them goes through the code that wrote the request.

use std::collections::BTreeSet;

use flora_client::{Client, Error, FilePart, models};
use flora_tests::server::{Part, Reply, Request, Server};
use flora_tests::{KEY, client, spec, user_agent};

/// A text with everything that an encoder can get wrong.
const TEXT: &str = "logo é & x=1 'q' ~!*()";

/// What the official client makes of it in a query.
const IN_QUERY: &str = "logo%20%C3%A9%20%26%20x%3D1%20%27q%27%20~!*()";

/// What it makes of it in a path.
const IN_PATH: &str = "logo%20%C3%A9%20&%20x=1%20'q'%20~!*()";

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";

/// One request of the table.
struct Row {
    /// The operation by its id in the spec.
    operation: &'static str,
    /// The media type of its body.
    content_type: Option<&'static str>,
    /// What is set.
    what: &'static str,
    /// The idempotency key that the caller set.
    key: Option<&'static str>,
    /// The address of the server, without the scheme.
    host: String,
    request: Request,
}

/// Sends one request and keeps what arrives. The server gives the documented reply.
async fn row<T, R>(
    (operation, content_type, what): (&'static str, Option<&'static str>, &'static str),
    key: Option<&'static str>,
    call: impl FnOnce(&Client) -> R,
) -> Row
where
    R: IntoFuture<Output = Result<T, Error>>,
{
    let (method, path, status, example) = match operation {
        "uploadAsset" => ("post", "/assets", 201, "signed_upload"),
        "listAssets" => ("get", "/assets", 200, "last_page"),
        "getAsset" => ("get", "/assets/{assetId}", 200, "ready_image"),
        "completeAssetUpload" => ("post", "/assets/{assetId}/complete", 200, "ready"),
        "retryAssetUpload" => ("post", "/assets/{assetId}/retry", 200, "new_reservation"),
        _ => panic!("the table has no reply for {operation}"),
    };
    let server = Server::always(Reply::json(
        status,
        spec::reply(method, path, status, example),
    ));
    let flora = client(format!("{}/api/v1", server.url()));
    let outcome = call(&flora).await;
    assert!(outcome.is_ok(), "{operation}: {:?}", outcome.err());
    Row {
        operation,
        content_type,
        what,
        key,
        host: server.url().replace("http://", ""),
        request: server.request(),
    }
}

/// Each operation and content type, with as little set as it takes and with everything set.
async fn table() -> Vec<Row> {
    let file = || FilePart::bytes(&b"\x89PNG\r\n\x1a\n--\0"[..]).name("hero \"é\".png");
    let (create, list) = ("uploadAsset", "listAssets");
    let (get, complete, retry) = ("getAsset", "completeAssetUpload", "retryAssetUpload");
    vec![
        row((create, Some(JSON), "what is required"), None, |flora| {
            let create = flora.assets().create().source("signed-url");
            create.workspace_id("ws_abc123")
        })
        .await,
        row((create, Some(JSON), "everything"), Some("key-1"), |flora| {
            let create = flora
                .assets()
                .create()
                .source("https://example.com/a b.png");
            let create = create.workspace_id("ws_abc123").folder(TEXT);
            let create = create
                .content_type("image/png")
                .file_name("a \"b\" \\ \n.png");
            create.project_id("prj_abc123").idempotency_key("key-1")
        })
        .await,
        row((create, Some(JSON), "a whole body"), None, |flora| {
            let body = models::AssetCreateRequest::new(models::required::AssetCreateRequest {
                source: "signed-url".to_owned(),
                workspace_id: "ws_abc123".to_owned(),
            });
            flora.assets().create().body(&body.with_folder("campaign"))
        })
        .await,
        row((create, Some(FORM), "what is required"), None, |flora| {
            let create = flora.assets().create_multipart();
            create.workspace_id("ws_abc123").file(file())
        })
        .await,
        row((create, Some(FORM), "everything"), Some("key-2"), |flora| {
            let create = flora.assets().create_multipart().workspace_id("ws_abc123");
            let create = create.folder(TEXT).project_id("prj_abc123").file(file());
            let create = create.content_type("image/png").file_name("hero.png");
            create.idempotency_key("key-2")
        })
        .await,
        row((list, None, "nothing"), None, |flora| flora.assets().list()).await,
        row((list, None, "everything"), None, |flora| {
            let list = flora.assets().list().limit(20).cursor("a+b/c==");
            let list = list.query(TEXT).workspace_id("ws_abc123");
            list.project_id("prj_abc123")
        })
        .await,
        row((list, None, "an empty text"), None, |flora| {
            flora.assets().list().query("")
        })
        .await,
        row((get, None, "an id"), None, |flora| {
            flora.assets().retrieve("asset_abc123")
        })
        .await,
        row((get, None, "an odd id"), None, |flora| {
            flora.assets().retrieve(TEXT)
        })
        .await,
        row((complete, None, "an id"), None, |flora| {
            flora.assets().complete("asset_abc123")
        })
        .await,
        row((complete, None, "everything"), Some("key-3"), |flora| {
            let complete = flora.assets().complete("asset_abc123");
            complete.idempotency_key("key-3")
        })
        .await,
        row((retry, None, "an id"), None, |flora| {
            flora.assets().retry("asset_abc123")
        })
        .await,
        row((retry, None, "everything"), Some("key-4"), |flora| {
            let retry = flora.assets().retry("asset_abc123");
            retry.idempotency_key("key-4")
        })
        .await,
    ]
}

impl Row {
    fn name(&self) -> String {
        let content_type = self.content_type.unwrap_or("no body");
        format!("{}, {content_type}, {}", self.operation, self.what)
    }

    /// The request as it came, with names in place of what differs from run to run.
    fn shown(&self) -> String {
        let mut text = String::new();
        // Lines are cut as the protocol does; what else is no plain text is escaped.
        for line in self.request.bytes.split_inclusive(|byte| *byte == b'\n') {
            for chunk in line.utf8_chunks() {
                for character in chunk.valid().chars() {
                    match character {
                        '\r' | '\n' | '\0' => text.extend(character.escape_default()),
                        '\\' => text.push('\\'),
                        character if character.is_control() => {
                            text.extend(character.escape_default());
                        }
                        character => text.push(character),
                    }
                }
                for byte in chunk.invalid() {
                    text.push_str(&format!("\\x{byte:02x}"));
                }
            }
            text.push('\n');
        }
        let text = text.replace(&self.host, "HOST").replace(KEY, "KEY");
        let text = match self.boundary() {
            Some(boundary) => text.replace(boundary, "BOUNDARY"),
            None => text,
        };
        match self.request.header("idempotency-key") {
            Some(key) if self.key.is_none() => text.replace(key, "UUID"),
            _ => text,
        }
    }

    fn boundary(&self) -> Option<&str> {
        let content_type = self.request.header("content-type")?;
        content_type.strip_prefix("multipart/form-data; boundary=")
    }

    /// Whether the operation takes an idempotency key, by its method.
    fn takes_a_key(&self) -> bool {
        self.request.method == "POST"
    }
}

#[tokio::test]
async fn each_request_is_as_reviewed() {
    let mut text = String::new();
    for row in table().await {
        text.push_str(&format!("# {}\n{}\n", row.name(), row.shown()));
    }
    insta::assert_snapshot!("requests", text);
}

#[tokio::test]
async fn no_operation_and_no_content_type_of_the_spec_is_missing() {
    let mut expected = BTreeSet::new();
    let paths = spec::document()["paths"].as_object().expect("paths");
    for operation in paths.values().flat_map(|item| item.as_object()).flatten() {
        let Some(id) = operation.1["operationId"].as_str() else {
            continue;
        };
        let types = operation.1.pointer("/requestBody/content");
        match types.and_then(serde_json::Value::as_object) {
            Some(types) => expected.extend(types.keys().map(|name| (id, Some(name.as_str())))),
            None => {
                expected.insert((id, None));
            }
        }
    }
    let rows = table().await;
    let found: BTreeSet<_> = (rows.iter())
        .map(|row| (row.operation, row.content_type))
        .collect();
    assert_eq!(found, expected);
}

/// The closed list: a header that is not named here is one that we did not mean to send, such as
/// the language, the platform and the count of retries that the official client tells.
#[tokio::test]
async fn no_header_is_sent_but_these() {
    for row in table().await {
        let (name, request) = (row.name(), &row.request);
        let mut expected = vec![
            ("accept", JSON.to_owned()),
            ("authorization", format!("Bearer {KEY}")),
            ("host", row.host.clone()),
            ("user-agent", user_agent()),
        ];
        if row.takes_a_key() {
            let key = request.header("idempotency-key").unwrap_or_default();
            expected.push(("idempotency-key", key.to_owned()));
            expected.push(("content-length", request.body.len().to_string()));
        }
        match row.boundary() {
            Some(boundary) => {
                expected.push(("content-type", format!("{FORM}; boundary={boundary}")));
            }
            None if row.content_type.is_some() => expected.push(("content-type", JSON.to_owned())),
            None => {}
        }
        expected.sort();
        let mut found: Vec<(&str, String)> = Vec::new();
        let names: Vec<String> = (request.headers.iter())
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        for (lower, (_, value)) in names.iter().zip(&request.headers) {
            found.push((lower, value.clone()));
        }
        found.sort();
        assert_eq!(found, expected, "{name}");
    }
}

#[tokio::test]
async fn a_key_goes_with_each_post_and_with_nothing_else() {
    let mut made = BTreeSet::new();
    for row in table().await {
        let (name, key) = (row.name(), row.request.header("idempotency-key"));
        match (row.takes_a_key(), row.key) {
            (false, _) => assert_eq!(key, None, "{name}"),
            (true, Some(given)) => assert_eq!(key, Some(given), "{name}"),
            (true, None) => {
                let key = key.unwrap_or_else(|| panic!("no key: {name}"));
                assert!(is_random_uuid(key), "{name}: {key}");
                assert!(
                    made.insert(key.to_owned()),
                    "{name}: {key} was there before"
                );
            }
        }
    }
}

// `8f14e45f-ceea-467f-a83b-9c3a2f0d6e51`
fn is_random_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .concat()
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && groups[2].starts_with('4')
        && groups[3].starts_with(['8', '9', 'a', 'b'])
}

#[tokio::test]
async fn a_request_line_is_what_the_official_client_sends() {
    let rows = table().await;
    let lines: Vec<String> = rows.iter().map(|row| row.request.line()).collect();
    let all = format!(
        "GET /api/v1/assets?limit=20&cursor=a%2Bb%2Fc%3D%3D&query={IN_QUERY}\
         &workspace_id=ws_abc123&project_id=prj_abc123"
    );
    let odd = format!("GET /api/v1/assets/{IN_PATH}");
    let expected = [
        "POST /api/v1/assets",
        "POST /api/v1/assets",
        "POST /api/v1/assets",
        "POST /api/v1/assets",
        "POST /api/v1/assets",
        "GET /api/v1/assets",
        &all,
        "GET /api/v1/assets?query=",
        "GET /api/v1/assets/asset_abc123",
        &odd,
        "POST /api/v1/assets/asset_abc123/complete",
        "POST /api/v1/assets/asset_abc123/complete",
        "POST /api/v1/assets/asset_abc123/retry",
        "POST /api/v1/assets/asset_abc123/retry",
    ];
    assert_eq!(lines, expected);
    for row in &rows {
        let end = format!("{} HTTP/1.1\r\n", row.request.line());
        assert!(row.request.bytes.starts_with(end.as_bytes()), "{end}");
    }
}

#[tokio::test]
async fn a_body_is_compact_json_or_parts_in_the_order_of_the_calls() {
    let rows = table().await;
    let bodies: Vec<&str> = (rows.iter())
        .filter(|row| row.content_type == Some(JSON))
        .map(|row| row.request.text())
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"source":"signed-url","workspace_id":"ws_abc123"}"#,
            r#"{"source":"https://example.com/a b.png","workspace_id":"ws_abc123","folder":"logo é & x=1 'q' ~!*()","content_type":"image/png","file_name":"a \"b\" \\ \n.png","project_id":"prj_abc123"}"#,
            r#"{"source":"signed-url","workspace_id":"ws_abc123","folder":"campaign"}"#,
        ]
    );
    let file = Part::file(
        "file",
        "hero %22é%22.png",
        "image/png",
        b"\x89PNG\r\n\x1a\n--\0",
    );
    let forms: Vec<Vec<Part>> = (rows.iter())
        .filter(|row| row.content_type == Some(FORM))
        .map(|row| row.request.parts())
        .collect();
    let expected = [
        vec![Part::text("workspace_id", "ws_abc123"), file.clone()],
        vec![
            Part::text("workspace_id", "ws_abc123"),
            Part::text("folder", TEXT),
            Part::text("project_id", "prj_abc123"),
            file,
            Part::text("content_type", "image/png"),
            Part::text("file_name", "hero.png"),
        ],
    ];
    assert_eq!(forms, expected);
}

/// A body that is announced and missing is answered with `invalid_json`; a POST whose length
/// nobody tells is refused by some front ends.
#[tokio::test]
async fn without_a_body_nothing_announces_one() {
    for row in table().await {
        let (name, request) = (row.name(), &row.request);
        if row.content_type.is_none() {
            assert!(request.body.is_empty(), "{name}");
            assert_eq!(request.header("content-type"), None, "{name}");
        }
        let length = request.header("content-length").map(str::to_owned);
        let expected = row.takes_a_key().then(|| request.body.len().to_string());
        assert_eq!(length, expected, "{name}");
        assert_eq!(request.header("transfer-encoding"), None, "{name}");
    }
}
