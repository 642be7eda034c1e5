//! What the upload host sees, and what is told of it.

use flora_client::{ErrorKind, FilePart, UploadSource, UploadWay};
use flora_tests::KEY;
use flora_tests::server::{Reply, Server};

use super::{Service, in_order, placed};

/// Texts that let their reader upload.
const SECRETS: [&str; 6] = [
    "url-signature-7f3a",
    "put-signature-55",
    "eyJwb2xpY3kiOiJzZWNyZXQifQ",
    "form-signature-91bd",
    "assets/first",
    KEY,
];

fn assert_no_secret(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

async fn fails(
    host: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> (Service, flora_client::Error) {
    let service = Service::with(|_, _| None, host);
    let file = FilePart::bytes("x").name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).max_renewals(0);
    let error = upload.await.expect_err("the host does not take it");
    (service, error)
}

/// Everything that can be printed of an error.
fn printed(error: &flora_client::Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}\n{error:?}"));
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn neither_key_nor_headers_go_to_the_host() {
    let service = Service::start();
    let flora = service.client();
    let file = FilePart::bytes("x").name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).header("x-of-the-call", "2");
    upload.await.expect("all goes well");
    let names: Vec<String> = (service.host.request().headers.iter())
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    assert_eq!(names, ["content-type", "content-length", "accept", "host"]);
    for request in service.api.requests() {
        assert_eq!(request.header("x-of-the-api"), Some("1"));
        assert_eq!(
            request.header("x-of-the-call"),
            Some("2"),
            "{}",
            request.line()
        );
        assert!(request.header("authorization").is_some());
    }
}

#[tokio::test]
async fn what_the_host_says_is_told_without_secrets() {
    let (_, error) = fails(|_| {
        Reply::text(
            403,
            "application/xml",
            "<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code>\
             <Message>form-signature-91bd is not the signature.</Message>\
             <StringToSign>eyJwb2xpY3kiOiJzZWNyZXQifQ</StringToSign></Error>",
        )
    })
    .await;
    assert_eq!(
        error.to_string(),
        "127.0.0.1 did not take the file: 403 Forbidden: SignatureDoesNotMatch: \
         [redacted] is not the signature."
    );
    assert_no_secret(&printed(&error));
    let (service, error) = fails(|_| {
        let text = format!(
            "no\n {} /first?X-Signature=url-signature-7f3a {}",
            "eyJwb2xpY3kiOiJzZWNyZXQifQ",
            "é".repeat(1000)
        );
        Reply::text(400, "text/plain", text)
    })
    .await;
    let text = error.to_string();
    assert!(text.contains("no [redacted] "), "{text}");
    assert!(text.ends_with('…') && text.chars().count() < 400, "{text}");
    assert_no_secret(&printed(&error));
    assert!(!printed(&error).contains(&service.host.url()));
}

#[tokio::test]
async fn a_broken_connection_is_told_without_the_address() {
    let (_, error) = fails(|_| Reply::nothing()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.to_string(), "the connection to 127.0.0.1 broke");
    assert_no_secret(&printed(&error));
}

#[tokio::test]
async fn redirects_of_the_host_are_not_followed() {
    let elsewhere = Server::always(Reply::new(200));
    let target = elsewhere.url();
    let (_, error) = fails(move |_| Reply::new(307).header("location", &target)).await;
    assert_eq!(error.kind(), ErrorKind::Upload);
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn what_is_not_sent_yet_shows_no_secrets() {
    let service = Service::start();
    let flora = service.client();
    let url = UploadSource::url("https://example.com/secret/a.png?X-Signature=url-signature-7f3a");
    let upload = flora.assets().upload(url).workspace_id("ws_abc123");
    let text = format!("{upload:?}");
    assert!(text.contains("example.com"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    assert_no_secret(&text);
    let form = placed(serde_json::json!({}), &service.host.url(), "first")["upload"].take();
    let form = serde_json::from_str(&in_order(&form)).expect("it is a form");
    let sending = flora.assets().upload_bytes(&form, FilePart::bytes("x"));
    assert_no_secret(&format!("{sending:?} {form:?}"));
}
