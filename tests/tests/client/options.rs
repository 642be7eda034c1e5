//! What a single request can be told, and what comes back beside its value.

use std::sync::Arc;
use std::time::Duration;

use flora_client::models::AssetListResponse;
use flora_client::{Client, InTransit, RetryPolicy, Transport, headers, reqwest};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, client};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_takes_options() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let list = (flora.assets().list())
        .query("logo")
        .extra_query("debug", "a b&c")
        .header("x-trace", "1")
        .timeout(Duration::from_secs(5))
        .deadline(Duration::from_secs(9))
        .max_retries(0);
    list.await.expect("the server accepts it");
    let request = server.request();
    assert_eq!(request.query(), ["query=logo", "debug=a%20b%26c"]);
    assert_eq!(request.header("x-trace"), Some("1"));
}

#[tokio::test]
async fn a_body_takes_fields_that_the_client_does_not_know() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let create = flora.assets().create().extra_field("tags", ["a", "b"]);
    let create = create.source("signed-url").workspace_id("ws_1");
    // The server may refuse the field; it was sent.
    let _ = create.await;
    let tags = server.request().json()["tags"].clone();
    assert_eq!(tags, json!(["a", "b"]));
}

#[tokio::test]
async fn a_response_has_status_and_headers() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let create = flora.assets().create().source("signed-url");
    let create = create.workspace_id("ws_1").idempotency_key("key_1");
    let response = create.with_response().await.expect("it is new");
    assert_eq!(response.status(), 201);
    assert_eq!(response.header(headers::IDEMPOTENT_REPLAYED), None);
    let id = response.header(headers::REQUEST_ID);
    assert!(id.is_some());
    assert_eq!(response.request_id(), id.as_deref());
    assert_eq!(response.idempotency_key(), Some("key_1"));
    assert_eq!(response.attempts(), 1);
    assert!(!response.value.asset_id.is_empty());
}

#[tokio::test]
async fn declared_headers_have_a_type() {
    let reply = Reply::json(404, json!({})).header("Idempotent-Replayed", "true");
    let server = Server::always(reply.header("retry-after", "soon"));
    let error = client(server.url()).assets().retrieve("x").await;
    let error = error.expect_err("it is not there");
    assert_eq!(error.header(headers::IDEMPOTENT_REPLAYED), Some(true));
    let after = error.header(headers::RETRY_AFTER);
    assert_eq!(after.as_deref(), Some("soon"));
}

#[tokio::test]
async fn endpoints_without_a_method_can_be_called() {
    let server = Server::always(Reply::json(200, json!({"ok": true})));
    let flora = client(server.url());
    let request = flora.request(reqwest::Method::POST, "/projects/x%20y");
    let request = request.query("limit", "1").json(&json!({"a": 1}));
    let reply: Value = request.send().await.expect("it is JSON");
    assert_eq!(reply, json!({"ok": true}));
    let request = server.request();
    assert!(request.line().ends_with("/projects/x%20y?limit=1"));
    let bearer = format!("Bearer {KEY}");
    assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    assert_eq!(request.text(), r#"{"a":1}"#);
}

#[test]
fn endpoints_without_a_method_can_be_called_by_blocking_code() {
    let server = FloraServer::start();
    let builder = flora_client::blocking::Client::builder();
    let flora = builder.api_key(KEY).base_url(server.url()).build();
    let flora = flora.expect("the settings are right");
    let request = flora.request(reqwest::Method::GET, "/assets");
    let list: AssetListResponse = request.send().expect("there is a list");
    assert!(!list.assets.is_empty());
}

/// A layer that adds a header on the wire.
struct Stamp(Arc<dyn Transport>);

impl Transport for Stamp {
    fn send(&self, mut request: reqwest::Request) -> InTransit<'_> {
        let value = reqwest::header::HeaderValue::from_static("1");
        request.headers_mut().insert("x-stamp", value);
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_client_takes_a_layer_and_a_policy() {
    let server = Server::always(Reply::json(503, json!({})));
    let flora = Client::builder()
        .api_key(KEY)
        .base_url(server.url())
        .deadline(Duration::from_secs(9))
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
        .max_retries(1)
        .layer(|inner| Arc::new(Stamp(inner)))
        .build()
        .expect("the settings are right");
    let error = flora.assets().list().await.expect_err("it is down");
    assert_eq!(error.attempts(), 2);
    let stamps = server.requests();
    assert!(
        stamps
            .iter()
            .all(|request| request.header("x-stamp") == Some("1"))
    );
    assert_eq!(stamps.len(), 2);
}
