//! Lists over several pages.

use flora_client::models::{AssetListItem, AssetListResponse, AssetRetrieveResponse};
use flora_client::{Client, Error, ErrorKind, Items, Json, Reply as FloraReply};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Request, Server};
use flora_tests::{client, spec};
use serde_json::{Value, json};

/// A page with these assets and this cursor.
fn page(ids: &[&str], next_cursor: impl Into<Value>) -> Reply {
    let sample = spec::reply("get", "/assets", 200, "first_page");
    let asset = |id: &&str| {
        let mut asset = sample["assets"][0].clone();
        asset["asset_id"] = json!(id);
        asset
    };
    let assets: Vec<Value> = ids.iter().map(asset).collect();
    Reply::json(
        200,
        json!({"assets": assets, "meta": {"next_cursor": next_cursor.into()}}),
    )
}

fn ids(page: &AssetListResponse) -> Vec<&str> {
    let ids = page.assets.iter().map(|asset| asset.asset_id.as_deref());
    ids.map(Option::unwrap_or_default).collect()
}

/// All items of a list up to its first error.
async fn items(server: &Server) -> (Vec<String>, Option<Error>) {
    let flora = client(server.url());
    let mut items = flora.assets().list().query("logo é").limit(2).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.asset_id.unwrap_or_default()),
            Err(error) => {
                return (ids, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none(), "the end stays the end");
    (ids, None)
}

#[tokio::test]
async fn the_documented_pages_follow_each_other() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let mut pages = flora.assets().list().workspace_id("ws_abc123").pages();
    let first = pages.next().await.expect("a page").expect("it fits");
    assert_eq!(ids(&first), ["asset_abc123", "asset_def456"]);
    assert_eq!(
        server.requests().len(),
        1,
        "pages are fetched when asked for"
    );
    let last = pages.next().await.expect("a page").expect("it fits");
    assert_eq!(ids(&last), ["asset_ghi789"]);
    assert!(pages.next().await.is_none());
    let lines: Vec<String> = server.requests().iter().map(Request::line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/v1/assets?workspace_id=ws_abc123",
            "GET /api/v1/assets?workspace_id=ws_abc123&cursor=eyJvZmZzZXQiOjJ9"
        ]
    );
}

#[tokio::test]
async fn items_go_on_after_an_empty_page() {
    let server = Server::script([
        page(&["asset_1"], "one"),
        page(&[], "two"),
        page(&[], "three"),
        page(&["asset_2", "asset_3"], Value::Null),
    ]);
    let (ids, error) = items(&server).await;
    assert_eq!(ids, ["asset_1", "asset_2", "asset_3"]);
    assert!(error.is_none(), "{error:?}");
    let targets: Vec<String> = (server.requests().iter())
        .map(|request| request.target.clone())
        .collect();
    assert_eq!(
        targets,
        [
            "/assets?query=logo%20%C3%A9&limit=2",
            "/assets?query=logo%20%C3%A9&limit=2&cursor=one",
            "/assets?query=logo%20%C3%A9&limit=2&cursor=two",
            "/assets?query=logo%20%C3%A9&limit=2&cursor=three"
        ]
    );
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error_after_its_page() {
    let server = Server::script([
        page(&["asset_1"], "one"),
        page(&["asset_2"], "two"),
        page(&["asset_3"], "one"),
    ]);
    let (ids, error) = items(&server).await;
    assert_eq!(ids, ["asset_1", "asset_2", "asset_3"]);
    assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Pagination));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_page_that_points_to_itself_is_an_error_after_it() {
    let server = Server::always(page(&["asset_1"], "here"));
    let flora = client(server.url());
    let mut pages = flora.assets().list().cursor("here").pages();
    let page = pages.next().await.expect("a page").expect("it fits");
    assert_eq!(ids(&page), ["asset_1"]);
    let error = pages.next().await.expect("an error").expect_err("a circle");
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_empty_cursor_is_the_end() {
    let server = Server::script([page(&["asset_1"], "")]);
    let (ids, error) = items(&server).await;
    assert_eq!(ids, ["asset_1"]);
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn a_page_without_a_cursor_is_the_last() {
    let server = Server::always(Reply::json(200, r#"{"assets":[],"meta":{}}"#));
    let (ids, error) = items(&server).await;
    assert!(ids.is_empty());
    assert!(error.is_none(), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn items_go_on_after_an_error() {
    let rate_limited = spec::error("TooManyRequests", "rate_limited");
    let server = Server::script([
        page(&["asset_1"], "one"),
        Reply::json(429, rate_limited).header("x-should-retry", "false"),
        page(&["asset_2"], Value::Null),
    ]);
    let mut items = client(server.url()).assets().list().items();
    let first = items.next().await.expect("an item").expect("it fits");
    assert_eq!(first.asset_id.as_deref(), Some("asset_1"));
    let error = items.next().await.expect("an error").expect_err("a limit");
    assert!(error.is_rate_limited());
    let second = items.next().await.expect("an item").expect("it fits");
    assert_eq!(second.asset_id.as_deref(), Some("asset_2"));
    assert!(items.next().await.is_none());
    let targets: Vec<String> = (server.requests().iter())
        .map(|request| request.target.clone())
        .collect();
    assert_eq!(
        targets,
        ["/assets", "/assets?cursor=one", "/assets?cursor=one"]
    );
}

/// The client is gone when the list is used.
fn assets_of(flora: Client) -> Items<AssetListResponse, AssetListItem> {
    flora.assets().list().items()
}

#[tokio::test]
async fn a_list_outlives_the_client_it_was_made_from() {
    let server = Server::script([page(&["asset_1"], "one"), page(&["asset_2"], Value::Null)]);
    let mut assets = assets_of(client(server.url()));
    let ids = tokio::spawn(async move {
        let mut ids = Vec::new();
        while let Some(asset) = assets.next().await {
            ids.extend(asset.expect("it fits").asset_id);
        }
        ids
    });
    assert_eq!(ids.await.expect("no panic"), ["asset_1", "asset_2"]);
}

#[tokio::test]
async fn a_request_moves_to_another_task() {
    let server = FloraServer::start();
    let request = client(server.url()).assets().retrieve("asset_abc123");
    let asset = tokio::spawn(request.clone().into_future());
    let reply = tokio::spawn(async move { request.send_raw().await });
    let asset = asset.await.expect("no panic").expect("it is there");
    let reply: FloraReply<Json<AssetRetrieveResponse>> =
        reply.await.expect("no panic").expect("it is there");
    assert_eq!(asset, reply.decode().expect("it fits"));
}
