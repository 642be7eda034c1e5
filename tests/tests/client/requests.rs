//! What each operation puts on the wire.

use flora_client::{Client, models};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Request, Server};
use flora_tests::{KEY, client, spec, user_agent};

/// The headers of every request; a body brings its own.
fn common_headers() -> [String; 3] {
    [
        "accept: application/json".to_owned(),
        format!("authorization: Bearer {KEY}"),
        format!("user-agent: {}", user_agent()),
    ]
}

/// All headers of a request: the common ones and these.
fn headers(more: &[&str]) -> Vec<String> {
    let mut headers = Vec::from(common_headers());
    headers.extend(more.iter().map(|header| (*header).to_owned()));
    headers.sort();
    headers
}

#[tokio::test]
async fn create_sends_its_fields_in_the_order_of_the_calls() {
    let server = FloraServer::start();
    let created = client(server.url())
        .assets()
        .create()
        .workspace_id("ws_abc123")
        .file_name("hero.png")
        .source("signed-url")
        .folder("campaign-assets")
        .content_type("image/png")
        .project_id("prj_abc123")
        .send()
        .await
        .expect("the server accepts it");
    let mut request = server.request();
    assert!(request.take_header("idempotency-key").is_some());
    assert_eq!(request.line(), "POST /api/v1/assets");
    assert_eq!(
        request.text(),
        r#"{"workspace_id":"ws_abc123","file_name":"hero.png","source":"signed-url","folder":"campaign-assets","content_type":"image/png","project_id":"prj_abc123"}"#
    );
    let length = format!("content-length: {}", request.body.len());
    assert_eq!(
        request.sorted_headers(),
        headers(&[&length, "content-type: application/json"])
    );
    let expected = spec::reply("post", "/assets", 201, "signed_upload");
    assert_eq!(serde_json::to_value(&created).ok(), Some(expected));
}

#[tokio::test]
async fn create_sends_only_what_was_set() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let request = flora.assets().create();
    let created = request
        .source("https://example.com/source.png")
        .workspace_id("ws_abc123")
        .await
        .expect("the server accepts it");
    assert_eq!(
        server.request().text(),
        r#"{"source":"https://example.com/source.png","workspace_id":"ws_abc123"}"#
    );
    assert_eq!(created.uploaded_via, models::UploadedVia::Url);
    assert_eq!(created.upload, None);
}

#[tokio::test]
async fn a_field_set_twice_keeps_its_place_and_takes_the_later_value() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let request = flora.assets().create().folder("first");
    let request = request.source("signed-url").workspace_id("ws_abc123");
    request
        .folder("second")
        .await
        .expect("the server accepts it");
    assert_eq!(
        server.request().text(),
        r#"{"folder":"second","source":"signed-url","workspace_id":"ws_abc123"}"#
    );
}

#[tokio::test]
async fn a_whole_body_takes_the_place_of_earlier_setters_and_later_ones_win_over_it() {
    let server = FloraServer::start();
    let body = models::AssetCreateRequest::new(models::required::AssetCreateRequest {
        source: "signed-url".to_owned(),
        workspace_id: "ws_abc123".to_owned(),
    })
    .with_folder("campaign-assets")
    .with_file_name("hero.png");
    let flora = client(server.url());
    let request = flora.assets().create();
    let request = request.folder("before").project_id("before").body(&body);
    request
        .file_name("other.png")
        .await
        .expect("the server accepts it");
    assert_eq!(
        server.request().json(),
        serde_json::json!({
            "source": "signed-url",
            "workspace_id": "ws_abc123",
            "folder": "campaign-assets",
            "file_name": "other.png",
        })
    );
}

#[tokio::test]
async fn list_escapes_its_query_as_the_official_client_does() {
    let server = FloraServer::start();
    let list = client(server.url())
        .assets()
        .list()
        .limit(20)
        .cursor("a+b/c==")
        .query("logo é & x=1 'q' ~!*()")
        .workspace_id("ws_abc123")
        .project_id("prj_abc123")
        .send()
        .await
        .expect("the server accepts it");
    let request = server.request();
    assert_eq!(
        request.line(),
        "GET /api/v1/assets?limit=20&cursor=a%2Bb%2Fc%3D%3D\
         &query=logo%20%C3%A9%20%26%20x%3D1%20%27q%27%20~!*()\
         &workspace_id=ws_abc123&project_id=prj_abc123"
    );
    assert_eq!(request.sorted_headers(), headers(&[]));
    assert!(request.body.is_empty());
    let expected = spec::reply("get", "/assets", 200, "last_page");
    assert_eq!(serde_json::to_value(&list).ok(), Some(expected));
}

#[tokio::test]
async fn list_without_filters_has_no_query() {
    let server = FloraServer::start();
    let list = client(server.url()).assets().list().await;
    let list = list.expect("the server accepts it");
    assert_eq!(server.request().line(), "GET /api/v1/assets");
    let expected = spec::reply("get", "/assets", 200, "first_page");
    assert_eq!(serde_json::to_value(&list).ok(), Some(expected));
}

#[tokio::test]
async fn retrieve_names_the_asset_in_the_path() {
    let server = FloraServer::start();
    let asset = client(server.url()).assets().retrieve("asset_abc123").await;
    let asset = asset.expect("the server has it");
    let request = server.request();
    assert_eq!(request.line(), "GET /api/v1/assets/asset_abc123");
    assert_eq!(request.sorted_headers(), headers(&[]));
    assert!(request.body.is_empty());
    let expected = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    assert_eq!(serde_json::to_value(&asset).ok(), Some(expected));
}

#[tokio::test]
async fn complete_and_retry_have_no_body_and_no_content_type() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let completed = flora.assets().complete("asset_abc123").await;
    let completed = completed.expect("the server accepts it");
    let retried = flora.assets().retry("asset_mno345").await;
    let retried = retried.expect("the server accepts it");
    let lines: Vec<String> = server.requests().iter().map(Request::line).collect();
    assert_eq!(
        lines,
        [
            "POST /api/v1/assets/asset_abc123/complete",
            "POST /api/v1/assets/asset_mno345/retry"
        ]
    );
    for mut request in server.requests() {
        assert!(request.take_header("idempotency-key").is_some());
        assert_eq!(request.sorted_headers(), headers(&["content-length: 0"]));
        assert!(request.body.is_empty());
    }
    let path = "/assets/{assetId}/complete";
    let expected = spec::reply("post", path, 200, "ready");
    assert_eq!(serde_json::to_value(&completed).ok(), Some(expected));
    let path = "/assets/{assetId}/retry";
    let expected = spec::reply("post", path, 200, "new_reservation");
    assert_eq!(serde_json::to_value(&retried).ok(), Some(expected));
}

#[tokio::test]
async fn the_idempotency_key_is_sent_when_it_is_set() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let assets = flora.assets();
    let create = assets
        .create()
        .source("signed-url")
        .workspace_id("ws_abc123");
    create.idempotency_key("key-1").await.expect("accepted");
    let complete = assets.complete("asset_abc123").idempotency_key("key-2");
    complete.await.expect("accepted");
    let retry = assets.retry("asset_mno345").idempotency_key("key-3");
    retry.await.expect("accepted");
    let again = assets.retry("asset_mno345").idempotency_key("key-3").await;
    assert_eq!(
        again.expect_err("it was used").code(),
        Some("idempotency_duplicate")
    );
    let keys: Vec<String> = (server.requests().iter())
        .filter_map(|request| request.header("idempotency-key").map(str::to_owned))
        .collect();
    assert_eq!(keys, ["key-1", "key-2", "key-3", "key-3"]);
}

#[tokio::test]
async fn ids_are_escaped_and_stay_one_segment() {
    let server = Server::always(Reply::json(404, "{}"));
    let flora = client(server.url());
    // Given, and sent.
    let table = [
        ("asset_a b", "/assets/asset_a%20b"),
        ("a/b", "/assets/a%2Fb"),
        ("a?b#c", "/assets/a%3Fb%23c"),
        ("100%", "/assets/100%25"),
        ("é", "/assets/%C3%A9"),
        ("a-._~!$&'()*+,;=:@", "/assets/a-._~!$&'()*+,;=:@"),
        ("..a", "/assets/..a"),
        ("...", "/assets/..."),
        ("../x", "/assets/..%2Fx"),
    ];
    for (id, _) in table {
        let reply = flora.assets().retrieve(id).await;
        assert!(reply.is_err_and(|error| error.is_not_found()), "{id}");
    }
    let targets: Vec<String> = (server.requests().iter())
        .map(|request| request.target.clone())
        .collect();
    assert_eq!(targets, table.map(|(_, target)| target));
}

#[tokio::test]
async fn ids_that_would_change_the_path_are_refused_before_anything_is_sent() {
    let server = FloraServer::start();
    let flora = client(server.url());
    for id in ["", ".", "..", "%2e", "%2E%2e"] {
        let assets = flora.assets();
        let errors = [
            assets.retrieve(id).await.err(),
            assets.complete(id).await.err(),
            assets.retry(id).await.err(),
        ];
        for error in errors {
            let error = error.unwrap_or_else(|| panic!("`{id}` was sent"));
            assert_eq!(error.kind(), flora_client::ErrorKind::Request, "{id}");
            assert!(error.to_string().contains("`assetId`"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_header_of_the_call_wins_over_the_one_of_the_client() {
    let server = FloraServer::start();
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let flora = builder
        .default_header("x-team", "design")
        .default_header("x-stage", "test")
        .build()
        .expect("the settings are right");
    let request = flora.assets().list().header("X-Stage", "live");
    request.await.expect("the server accepts it");
    assert_eq!(
        server.request().sorted_headers(),
        headers(&["x-stage: live", "x-team: design"])
    );
}

#[tokio::test]
async fn a_header_of_the_call_wins_over_the_one_of_the_operation() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let create = flora.assets().create().source("signed-url");
    let create = create.workspace_id("ws_abc123");
    let create = create.header("authorization", "Bearer another");
    let create = create.header("Content-Type", "application/json; charset=utf-8");
    create.await.expect("the server accepts it");
    let request = server.request();
    let values = |name: &str| -> Vec<&str> {
        let headers = request.headers.iter();
        headers
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect()
    };
    assert_eq!(values("authorization"), ["Bearer another"]);
    let content_type = ["application/json; charset=utf-8"];
    assert_eq!(values("content-type"), content_type);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clones_work_at_the_same_time() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let tasks: Vec<_> = ["asset_abc123", "asset_def456", "asset_mno345"]
        .into_iter()
        .cycle()
        .take(24)
        .map(|id| {
            let flora = flora.clone();
            tokio::spawn(async move {
                let asset = flora.assets().retrieve(id).await;
                (id, asset.expect("the server has it").asset_id)
            })
        })
        .collect();
    for task in tasks {
        let (asked, got) = task.await.expect("no task panics");
        assert_eq!(asked, got);
    }
    assert_eq!(server.requests().len(), 24);
}

#[tokio::test]
async fn a_request_can_be_sent_again() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let request = flora.assets().retrieve("asset_def456");
    let first = request.clone().await.expect("the server has it");
    let second = request.await.expect("the server has it");
    assert_eq!(first, second);
    let requests = server.requests();
    assert_eq!(requests[0].bytes, requests[1].bytes);
}
