//! What must never be printed: the key, and the forms of signed uploads, which are keys too.

use std::fmt::Debug;

use flora_client::models::{AssetCompleteResponse, AssetCreateResponse, AssetRetryResponse};
use flora_client::{Client, Error, Secret};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, client, spec};
use serde_json::{Value, json};

/// Both forms of debug output.
fn shown(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// All that an error and its causes say.
fn told(error: &Error) -> String {
    let mut text = format!("{error}\n{}", shown(error));
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!("\n{error}\n{error:?}"));
        source = error.source();
    }
    text
}

/// A reservation whose secrets are easy to find.
fn reservation() -> Value {
    let mut asset = spec::reply("post", "/assets", 201, "signed_upload");
    asset["upload_url"] = json!("https://storage.example.com/?sig=5ecret-1");
    asset["upload"]["url"] = json!("https://storage.example.com/?sig=5ecret-2");
    asset["upload"]["form_fields"] = json!({"policy": "5ecret-3"});
    asset
}

#[tokio::test]
async fn the_key_is_in_no_debug_output() {
    let server = FloraServer::start();
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let builder = builder.default_header("x-api-key", KEY);
    let builder = builder.default_header("authorization", &format!("Bearer {KEY}"));
    let builder = builder.default_header("CF-Access-Client-Secret", KEY);
    let builder = builder.from_variables(|name| {
        (name == "FLORA_CUSTOM_HEADERS").then(|| format!("X-Gateway: {KEY}").into())
    });
    let mut texts = vec![shown(&builder), shown(&Secret::from(KEY))];
    let flora = builder.build().expect("the settings are right");
    let assets = flora.assets();
    texts.push(shown(&flora));
    texts.push(shown(&assets));
    let list = assets.list().header("cookie", KEY).query("logo");
    texts.push(shown(&list));
    texts.push(shown(&list.clone().pages()));
    texts.push(shown(&list.clone().items()));
    texts.push(shown(
        &list.send_raw().await.expect("the server accepts it"),
    ));
    let error = assets.retrieve("asset_0").await.expect_err("not found");
    texts.push(told(&error));
    for text in texts {
        assert!(!text.contains(KEY), "{text}");
    }
}

#[tokio::test]
async fn the_key_is_in_no_error() {
    let servers = [
        Server::always(Reply::nothing()),
        Server::always(Reply::json(
            401,
            spec::error("Unauthorized", "invalid_api_key"),
        )),
        Server::always(Reply::json(
            401,
            json!({"error": {"code": "invalid_api_key", "message": format!("no such key: {KEY}")}}),
        )),
        Server::always(Reply::json(200, "{")),
        Server::always(Reply::new(302).header("location", "https://example.com")),
        Server::always(Reply::new(302).header("location", "http://[")),
    ];
    for server in servers {
        let error = client(server.url()).assets().list().await;
        let text = told(&error.expect_err("it is no list"));
        assert!(!text.contains(KEY), "{text}");
    }
}

#[test]
fn the_secrets_of_an_upload_are_in_no_debug_output() {
    let create: AssetCreateResponse = serde_json::from_value(reservation()).expect("it fits");
    let complete: AssetCompleteResponse = serde_json::from_value(reservation()).expect("it fits");
    let retry: AssetRetryResponse = serde_json::from_value(reservation()).expect("it fits");
    for text in [
        shown(&create),
        shown(&complete),
        shown(&retry),
        shown(&create.upload),
    ] {
        assert!(!text.contains("5ecret"), "{text}");
        assert!(text.contains("[redacted]"), "{text}");
    }
    // They are there all the same.
    let upload = create.upload.expect("it has a form");
    assert!(upload.url.as_str().ends_with("5ecret-2"));
    assert_eq!(upload.form_fields["policy"], "5ecret-3");
}

#[tokio::test]
async fn the_secrets_of_an_upload_are_in_no_error() {
    let faults: [fn(&mut Value); 5] = [
        |asset| asset["upload"] = json!("https://storage.example.com/?sig=5ecret-4"),
        |asset| asset["upload"]["form_fields"] = json!("5ecret-5"),
        |asset| asset["upload"]["form_fields"] = json!({"policy": ["5ecret-6"]}),
        |asset| asset["upload_url"] = json!({"5ecret-7": 1}),
        |asset| asset["status"] = json!(4),
    ];
    for fault in faults {
        let mut asset = reservation();
        fault(&mut asset);
        let server = Server::always(Reply::json(200, asset));
        let error = client(server.url()).assets().retry("asset_1").await;
        let text = told(&error.expect_err("the reply does not fit"));
        assert!(!text.contains("5ecret"), "{text}");
    }
}
