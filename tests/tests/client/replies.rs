//! How replies become values: what is tolerated, what is kept and what is refused.

use std::time::{Duration, UNIX_EPOCH};

use flora_client::models::{
    AssetCompleteResponse, AssetListItem, AssetStatus, AssetUpload, AssetVisibility, ErrorCode,
    PageMeta,
};
use flora_client::{ErrorKind, Omittable};
use flora_tests::server::{Reply, Server};
use flora_tests::{client, spec};
use serde_json::{Value, json};

/// The first item of the documented list, with a change.
fn item(change: impl FnOnce(&mut Value)) -> Value {
    let mut page = spec::reply("get", "/assets", 200, "first_page");
    let mut item = page["assets"][0].take();
    change(&mut item);
    item
}

fn decode(item: Value) -> Result<AssetListItem, serde_json::Error> {
    serde_json::from_value(item)
}

#[tokio::test]
async fn unknown_values_are_kept_and_unknown_fields_are_left_out() {
    let mut sent = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    sent["status"] = json!("archived");
    sent["uploaded_via"] = json!("carrier_pigeon");
    let mut with_more = sent.clone();
    with_more["colour_space"] = json!({"name": "srgb", "icc": [1, 2, 3]});
    let server = Server::always(Reply::json(200, with_more));
    let asset = client(server.url()).assets().retrieve("asset_abc123").await;
    let asset = asset.expect("the reply fits");
    assert_eq!(
        asset.status,
        AssetStatus::Unrecognized("archived".to_owned())
    );
    assert_eq!(asset.status.as_str(), "archived");
    assert_eq!(asset.uploaded_via, "carrier_pigeon");
    assert_eq!(serde_json::to_value(&asset).ok(), Some(sent));
}

#[test]
fn open_enums_keep_every_text() {
    for text in ["archived", "", "Ready", "pending-upload", "é\u{0}\n"] {
        let status: AssetStatus = serde_json::from_value(json!(text)).expect("any text fits");
        assert_eq!(status, AssetStatus::Unrecognized(text.to_owned()));
        assert_eq!(serde_json::to_value(&status).ok(), Some(json!(text)));
    }
    assert_eq!(AssetStatus::from("ready".to_owned()), AssetStatus::Ready);
    assert_eq!(AssetVisibility::Workspace.to_string(), "workspace");
    assert_eq!(
        ErrorCode::IdempotencyDuplicate.as_str(),
        "idempotency_duplicate"
    );
    assert!(serde_json::from_value::<AssetStatus>(json!(3)).is_err());
    assert!(serde_json::from_value::<AssetStatus>(json!(null)).is_err());
}

#[test]
fn null_and_absent_are_told_apart() {
    let ready = spec::reply("post", "/assets/{assetId}/complete", 200, "ready");
    let null: AssetCompleteResponse = serde_json::from_value(ready.clone()).expect("it fits");
    assert_eq!(null.failure_message, Omittable::Null);
    let pending = spec::reply("post", "/assets/{assetId}/complete", 200, "pending");
    let absent: AssetCompleteResponse = serde_json::from_value(pending).expect("it fits");
    assert_eq!(absent.failure_message, Omittable::Omitted);
    let mut failed = ready;
    failed["failure_message"] = json!("too large");
    let value: AssetCompleteResponse = serde_json::from_value(failed).expect("it fits");
    assert_eq!(
        value.failure_message.value().map(String::as_str),
        Some("too large")
    );

    // Written, each is what it was.
    let written = |meta: &PageMeta| serde_json::to_string(meta).expect("it can be written");
    let mut meta = PageMeta::new(None);
    assert_eq!(written(&meta), r#"{"next_cursor":null}"#);
    meta.total_estimate = Omittable::Null;
    assert_eq!(
        written(&meta),
        r#"{"next_cursor":null,"total_estimate":null}"#
    );
    meta.total_estimate = Omittable::Value(3);
    assert_eq!(written(&meta), r#"{"next_cursor":null,"total_estimate":3}"#);
}

#[test]
fn a_required_field_is_required_unless_it_can_be_null() {
    let without = |name: &str| {
        decode(item(|item| {
            item.as_object_mut().map(|item| item.remove(name));
        }))
    };
    for name in ["content_type", "uploaded_via", "status"] {
        let error = without(name).expect_err(name).to_string();
        assert_eq!(error, format!("missing field `{name}`"));
        let null = decode(item(|item| item[name] = json!(null)));
        assert!(null.is_err(), "{name}");
    }
    // What can be null is null when a server leaves it out; a reply does not fail over that.
    let null = decode(item(|item| item["asset_id"] = json!(null))).expect("it fits");
    assert_eq!(null.asset_id, None);
    assert_eq!(without("asset_id").expect("it fits"), null);
    assert_eq!(without("created_at").expect("it fits").created_at, None);
}

#[test]
fn an_optional_field_survives_null() {
    let mut asset = spec::reply("post", "/assets/{assetId}/complete", 200, "ready");
    for name in ["upload", "upload_url", "expires_at"] {
        asset[name] = json!(null);
    }
    let asset: AssetCompleteResponse = serde_json::from_value(asset).expect("it fits");
    assert_eq!(
        (asset.upload, asset.upload_url, asset.expires_at),
        (None, None, None)
    );
}

#[test]
fn integers_may_be_written_with_a_zero_fraction_only() {
    let read = |text: &str| {
        let item = item(|item| item["created_at"] = serde_json::from_str(text).expect("JSON"));
        decode(item).map(|item| item.created_at)
    };
    for (text, expected) in [
        ("3", 3),
        ("3.0", 3),
        ("-3.0", -3),
        ("1.773480413e12", 1_773_480_413_000),
        ("9223372036854775807", i64::MAX),
    ] {
        assert_eq!(read(text).expect(text), Some(expected), "{text}");
    }
    for text in [
        "3.5",
        "-0.1",
        "9223372036854775808",
        "1e30",
        "\"3\"",
        "true",
    ] {
        assert!(read(text).is_err(), "{text} is no such integer");
    }
}

#[test]
fn the_integer_of_a_list_converts_to_a_time() {
    let item = decode(item(|_| {})).expect("it fits");
    let expected = UNIX_EPOCH + Duration::from_millis(1_773_480_413_000);
    assert_eq!(item.created_at_time(), Some(expected));
}

#[test]
fn date_times_and_uris_stay_as_they_were_sent() {
    let mut asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    asset["created_at"] = json!("2026-03-14 09:26:53.100+00:00");
    asset["url"] = json!("HTTPS://Storage.example.com:443/a b/../ü");
    let typed: flora_client::models::AssetRetrieveResponse =
        serde_json::from_value(asset.clone()).expect("it fits");
    assert_eq!(serde_json::to_value(&typed).ok(), Some(asset));
}

#[test]
fn form_fields_keep_their_order() {
    let text = r#"{"url":"https://storage.example.com/u","method":"POST","content_type":"multipart/form-data","file_field":"file","form_fields":{"z":"1","a":"2","m":"3","B":"4","0":"5"}}"#;
    let upload: AssetUpload = serde_json::from_str(text).expect("it fits");
    let names: Vec<&String> = upload.form_fields.keys().collect();
    assert_eq!(names, ["z", "a", "m", "B", "0"]);
    assert_eq!(serde_json::to_string(&upload).ok().as_deref(), Some(text));
}

#[test]
fn the_older_names_of_the_upload_form_are_read() {
    let text = r#"{"url":"u","method":"POST","content_type":"multipart/form-data","fileField":"file","formFields":{"key":"k"}}"#;
    let upload: AssetUpload = serde_json::from_str(text).expect("it fits");
    assert_eq!(upload.file_field, "file");
    assert_eq!(upload.form_fields["key"], "k");
    let written = serde_json::to_value(&upload).expect("it can be written");
    assert!(written.get("file_field").is_some() && written.get("fileField").is_none());
}

#[tokio::test]
async fn a_fault_in_a_reply_is_told_with_its_place() {
    let mut page = spec::reply("get", "/assets", 200, "first_page");
    page["assets"][1]["width"] = json!("wide");
    let server = Server::always(Reply::json(200, page).header("request-id", "req_1"));
    let error = client(server.url()).assets().list().await;
    let error = error.expect_err("the reply does not fit");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("assets[1].width"));
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(200), Some("req_1"))
    );
    assert_eq!(error.operation(), Some("listAssets"));
}

#[tokio::test]
async fn replies_that_are_no_json_are_errors() {
    let server = Server::script([
        Reply::new(200),
        Reply::text(200, "text/html", "<html>hello</html>"),
        Reply::json(200, "{\"assets\":["),
        Reply::json(200, "[]"),
        Reply::new(204),
    ]);
    let flora = client(server.url());
    for _ in 0..5 {
        let error = flora.assets().list().await.expect_err("it is no list");
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
}

#[tokio::test]
async fn any_status_of_success_will_do() {
    let body = spec::reply("post", "/assets", 201, "public_url");
    let server = Server::script([200, 201, 202].map(|status| Reply::json(status, &body)));
    let flora = client(server.url());
    for _ in 0..3 {
        let request = flora.assets().create().source("signed-url");
        request
            .workspace_id("ws_abc123")
            .await
            .expect("it is success");
    }
}

#[tokio::test]
async fn the_raw_reply_is_at_hand() {
    let body = "{ \"assets\" : [], \"meta\" : {\"next_cursor\": null, \"limit\": 20} }";
    let reply = Reply::json(200, body).header("request-id", "req_7");
    let server = Server::always(reply.header("idempotent-replayed", "true"));
    let flora = client(server.url());
    let raw = flora
        .assets()
        .list()
        .send_raw()
        .await
        .expect("it is success");
    assert_eq!(raw.status(), 200);
    assert_eq!(raw.request_id(), Some("req_7"));
    assert_eq!(raw.headers()["idempotent-replayed"], "true");
    assert_eq!(raw.body(), body);
    assert_eq!(raw.decode().expect("it fits").meta.next_cursor, None);
}

#[tokio::test]
async fn a_raw_reply_that_does_not_fit_is_kept() {
    let server = Server::always(Reply::text(200, "text/plain", "hello"));
    let flora = client(server.url());
    let raw = flora.assets().retrieve("asset_1").send_raw().await;
    let raw = raw.expect("it is success");
    assert_eq!(raw.body(), "hello");
    let error = raw.decode().expect_err("it is no asset");
    assert_eq!(error.kind(), ErrorKind::Decode);
}
