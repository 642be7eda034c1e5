//! The mock as a user's own tests use it.

use std::time::Duration;

use flora_client::mock::Mock;
use flora_client::models::{AssetListResponse, AssetStatus};
use flora_client::{Client, Error, ErrorKind, FilePart, TransportErrorKind};
use flora_tests::{KEY, spec};
use serde_json::json;

/// Some code of a user.
async fn ready(flora: &Client, workspace: &str) -> Result<Vec<String>, Error> {
    let mut assets = flora.assets().list().workspace_id(workspace).items();
    let mut ready = Vec::new();
    while let Some(asset) = assets.next().await {
        let asset = asset?;
        if asset.status == AssetStatus::Ready {
            ready.extend(asset.asset_id);
        }
    }
    Ok(ready)
}

#[tokio::test]
async fn examples_of_the_document_are_ready_replies() {
    let mock = Mock::new();
    mock.assets()
        .list()
        .reply_example("first_page")
        .reply_example("last_page");
    let found = ready(&mock.client(), "ws_abc123").await;
    assert_eq!(
        found.expect("there are replies"),
        ["asset_abc123", "asset_ghi789"]
    );
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        (requests[0].method(), requests[0].path()),
        ("GET", "/assets")
    );
    assert_eq!(requests[0].operation(), Some("listAssets"));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [
        pair("workspace_id", "ws_abc123"),
        pair("cursor", "eyJvZmZzZXQiOjJ9"),
    ];
    assert_eq!(requests[1].query(), expected);
    assert!(
        requests
            .iter()
            .all(flora_client::mock::Recorded::is_authorized)
    );
}

#[tokio::test]
async fn a_reply_is_a_model_or_json_and_can_be_an_error() {
    let mock = Mock::new();
    let page = spec::reply("get", "/assets", 200, "last_page");
    let page: AssetListResponse = serde_json::from_value(page).expect("it is a page");
    mock.assets().list().reply(200, &page);
    let error = json!({ "error": { "code": "not_found", "message": "Asset not found." } });
    mock.assets()
        .retrieve()
        .reply(404, &error)
        .header("request-id", "req_1");
    let flora = mock.client();
    assert_eq!(flora.assets().list().await.expect("it replies"), page);
    let error = flora.assets().retrieve("asset_1").await;
    let error = error.expect_err("it is not there");
    assert_eq!(
        error.to_string(),
        "404 Not Found: not_found: Asset not found. (request id req_1)"
    );
}

#[test]
#[should_panic(
    expected = "the reply 200 to `getAsset` (GET /assets/{assetId}) does not fit: \
    missing field `asset_id`"
)]
fn a_reply_that_the_document_does_not_allow_is_refused() {
    mock_of_a_test().assets().retrieve().reply(200, &json!({}));
}

fn mock_of_a_test() -> Mock {
    Mock::default()
}

#[tokio::test]
async fn a_failure_comes_when_and_as_often_as_it_is_told() {
    let mock = Mock::new();
    mock.assets()
        .retrieve()
        .fail(TransportErrorKind::Connect)
        .times(2)
        .reply_example("ready_image");
    // The client tries again, as it would in earnest, and does not wait here.
    let asset = mock.client().assets().retrieve("asset_abc123").await;
    assert_eq!(asset.expect("the third attempt").status, AssetStatus::Ready);
    assert_eq!(mock.requests().len(), 3);
    mock.assets().complete().fail(TransportErrorKind::Tls);
    let flora = mock.builder().max_retries(0).build();
    let error = flora
        .expect("the settings are right")
        .assets()
        .complete("asset_1")
        .await;
    assert_eq!(error.expect_err("it fails").kind(), ErrorKind::Tls);
}

#[tokio::test]
async fn a_call_that_was_not_expected_says_so() {
    let mock = Mock::new();
    mock.assets().list().reply_example("last_page");
    let error = mock.client().assets().retrieve("asset_1").await;
    let error = error.expect_err("there is no reply");
    let shown = format!("{error:?}");
    let expected = "`getAsset` (GET /assets/{assetId}) has no reply; \
        the mock has replies to `listAssets` (GET /assets)";
    assert!(shown.contains(expected), "{shown}");
}

#[tokio::test]
async fn an_upload_meets_the_mock_at_each_step() {
    let mock = Mock::new();
    mock.assets().create().reply_example("signed_upload");
    let storage = mock.elsewhere("POST", "https://storage.example.com/uploads");
    let storage = storage.reply_raw(204, &[], "");
    mock.assets().complete().reply_example("ready");
    mock.assets().retrieve().reply_example("ready_image");
    // Too large to be sent along with the request.
    let file = FilePart::bytes(vec![7; 5 << 20]).name("hero.png");
    let flora = mock.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let asset = upload.await.expect("each step has a reply");
    assert_eq!(asset.asset_id, "asset_abc123");
    let sent = storage.requests();
    let parts = sent[0].parts();
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["key", "policy", "signature", "file"]);
    assert_eq!(parts[3].body.len(), 5 << 20);
    assert_eq!(sent[0].header("authorization"), None);
}

#[test]
fn nothing_secret_is_shown() {
    let mock = Mock::new();
    mock.assets().list().reply_example("last_page");
    let flora = mock
        .builder()
        .api_key(KEY)
        .build()
        .expect("the settings are right");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let page = runtime
        .expect("it starts")
        .block_on(flora.assets().list().send());
    page.expect("it replies");
    let requests = mock.requests();
    assert_eq!(
        requests[0].header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    let shown = format!("{requests:?} {mock:?}");
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");
}

#[test]
fn the_blocking_client_talks_to_it_as_well() {
    let mock = Mock::new();
    mock.assets()
        .list()
        .reply_example("first_page")
        .reply_example("last_page")
        .delay(Duration::from_millis(10));
    let flora = mock.blocking_client();
    let assets: Result<Vec<_>, Error> = flora.assets().list().items().collect();
    assert_eq!(assets.expect("there are replies").len(), 3);
}
