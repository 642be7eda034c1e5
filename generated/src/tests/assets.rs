// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Tests of the operations of `assets`.

use super::replies;
use crate::{FilePart, models};
use crate::mock::{Mock, table};
use crate::runtime::testing::{FILE_NAME, FILE_TYPE, Part, Wire};

#[test]
fn create_signed_upload() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .create()
        .source("signed-url")
        .workspace_id("ws_abc123")
        .idempotency_key("5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .folder("campaign-assets")
        .content_type("image/png")
        .file_name("hero.png")
        .project_id("prj_abc123")
        .send_raw();
    Wire::new("POST", "/assets")
        .secret_header("authorization")
        .header("Idempotency-Key", "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .json(
            "application/json",
            r#"{"source":"signed-url","workspace_id":"ws_abc123","folder":"campaign-assets","content_type":"image/png","file_name":"hero.png","project_id":"prj_abc123"}"#,
        )
        .model::<models::AssetCreateRequest>()
        .is_sent_by(call, &mock.inner);
}

#[test]
fn create_public_url() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .create()
        .source("https://example.com/source.png")
        .workspace_id("ws_abc123")
        .file_name("hero-source.png")
        .send_raw();
    Wire::new("POST", "/assets")
        .secret_header("authorization")
        .json(
            "application/json",
            r#"{"source":"https://example.com/source.png","workspace_id":"ws_abc123","file_name":"hero-source.png"}"#,
        )
        .model::<models::AssetCreateRequest>()
        .is_sent_by(call, &mock.inner);
}

#[test]
fn create_multipart_direct_upload() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .create_multipart()
        .workspace_id("ws_abc123")
        .file(
            FilePart::bytes("bytes of hero-small.webp")
                .name(FILE_NAME)
                .content_type(FILE_TYPE),
        )
        .idempotency_key("5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .folder("campaign-assets")
        .content_type("image/webp")
        .file_name("hero-small.webp")
        .send_raw();
    Wire::new("POST", "/assets")
        .secret_header("authorization")
        .header("Idempotency-Key", "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .parts(
            &[
                Part::Text("workspace_id", "ws_abc123"),
                Part::File("file", "bytes of hero-small.webp"),
                Part::Text("folder", "campaign-assets"),
                Part::Text("content_type", "image/webp"),
                Part::Text("file_name", "hero-small.webp"),
            ],
        )
        .is_sent_by(call, &mock.inner);
}

#[test]
fn list() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .list()
        .limit(2)
        .cursor("eyJvZmZzZXQiOjJ9")
        .query("hero")
        .workspace_id("ws_abc123")
        .project_id("prj_abc123")
        .send_raw();
    Wire::new(
            "GET",
            "/assets?limit=2&cursor=eyJvZmZzZXQiOjJ9&query=hero&workspace_id=ws_abc123&project_id=prj_abc123",
        )
        .secret_header("authorization")
        .is_sent_by(call, &mock.inner);
}

#[test]
fn retrieve() {
    let mock = Mock::new();
    let call = mock.client().assets().retrieve("asset_abc123").send_raw();
    Wire::new("GET", "/assets/asset_abc123")
        .secret_header("authorization")
        .is_sent_by(call, &mock.inner);
}

#[test]
fn complete() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .complete("asset_abc123")
        .idempotency_key("5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .send_raw();
    Wire::new("POST", "/assets/asset_abc123/complete")
        .secret_header("authorization")
        .header("Idempotency-Key", "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .is_sent_by(call, &mock.inner);
}

#[test]
fn retry() {
    let mock = Mock::new();
    let call = mock
        .client()
        .assets()
        .retry("asset_abc123")
        .idempotency_key("5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .send_raw();
    Wire::new("POST", "/assets/asset_abc123/retry")
        .secret_header("authorization")
        .header("Idempotency-Key", "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e")
        .is_sent_by(call, &mock.inner);
}

#[test]
fn create_replies() {
    replies(
        &table::UPLOAD_ASSET,
        |client| {
            client
                .assets()
                .create()
                .source("signed-url")
                .workspace_id("ws_abc123")
                .send()
        },
    );
}

#[test]
fn list_replies() {
    replies(&table::LIST_ASSETS, |client| client.assets().list().send());
}

#[test]
fn retrieve_replies() {
    replies(&table::GET_ASSET, |client| client.assets().retrieve("asset_abc123").send());
}

#[test]
fn complete_replies() {
    replies(
        &table::COMPLETE_ASSET_UPLOAD,
        |client| client.assets().complete("asset_abc123").send(),
    );
}

#[test]
fn retry_replies() {
    replies(
        &table::RETRY_ASSET_UPLOAD,
        |client| client.assets().retry("asset_abc123").send(),
    );
}
