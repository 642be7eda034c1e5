//! The multipart form of `create`.

use flora_client::{ErrorKind, FilePart};
use flora_tests::flora::FloraServer;
use flora_tests::server::Part;
use flora_tests::{client, scratch, spec};

#[tokio::test]
async fn a_file_on_disk_is_sent_with_its_name_and_type() {
    let server = FloraServer::start();
    let path = scratch("client").join("hero small.webp");
    std::fs::write(&path, b"RIFF\0\r\n--bytes").expect("the file can be written");
    let created = client(server.url())
        .assets()
        .create_multipart()
        .workspace_id("ws_abc123")
        .folder("campaign-assets")
        .file(FilePart::path(&path))
        .content_type("image/webp")
        .file_name("hero-small.webp")
        .send()
        .await
        .expect("the server accepts it");
    let request = server.request();
    assert_eq!(request.line(), "POST /api/v1/assets");
    assert_eq!(
        request.parts(),
        [
            Part::text("workspace_id", "ws_abc123"),
            Part::text("folder", "campaign-assets"),
            Part::file(
                "file",
                "hero small.webp",
                "image/webp",
                b"RIFF\0\r\n--bytes"
            ),
            Part::text("content_type", "image/webp"),
            Part::text("file_name", "hero-small.webp"),
        ]
    );
    // Servers and proxies refuse what they cannot measure.
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), Some(length.as_str()));
    assert_eq!(request.header("transfer-encoding"), None);
    let expected = spec::reply("post", "/assets", 201, "direct_upload");
    assert_eq!(serde_json::to_value(&created).ok(), Some(expected));
}

#[tokio::test]
async fn bytes_are_sent_as_they_are() {
    let server = FloraServer::start();
    let file = FilePart::bytes(vec![0, 159, 146, 150]).name("a.bin");
    let flora = client(server.url());
    let request = flora.assets().create_multipart().file(file);
    let request = request.workspace_id("ws_abc123").idempotency_key("key-1");
    request.await.expect("the server accepts it");
    let request = server.request();
    assert_eq!(
        request.parts(),
        [
            Part::file(
                "file",
                "a.bin",
                "application/octet-stream",
                &[0, 159, 146, 150]
            ),
            Part::text("workspace_id", "ws_abc123"),
        ]
    );
    assert_eq!(request.header("idempotency-key"), Some("key-1"));
}

#[tokio::test]
async fn the_type_of_a_file_can_be_chosen() {
    let server = FloraServer::start();
    let file = FilePart::bytes("x")
        .name("a.png")
        .content_type("image/avif");
    let flora = client(server.url());
    let request = flora.assets().create_multipart().workspace_id("ws_abc123");
    request.file(file).await.expect("the server accepts it");
    let part = Part::file("file", "a.png", "image/avif", b"x");
    assert_eq!(server.request().parts()[1], part);
}

#[tokio::test]
async fn a_file_name_cannot_add_headers_or_parts() {
    let server = FloraServer::start();
    let file = FilePart::bytes("x").name("a\"\r\nX-Evil: 1\r\n\r\n.png");
    let flora = client(server.url());
    let request = flora.assets().create_multipart().workspace_id("ws_abc123");
    request.file(file).await.expect("the server accepts it");
    let parts = server.request().parts();
    assert_eq!(parts.len(), 2);
    let head = &parts[1].head;
    assert_eq!(head.lines().count(), 2, "{head}");
    assert_eq!(parts[1].body, b"x");
}

#[tokio::test]
async fn a_missing_file_is_told_before_anything_is_sent() {
    let server = FloraServer::start();
    let path = scratch("client").join("is-not-there.png");
    let flora = client(server.url());
    let request = flora.assets().create_multipart().workspace_id("ws_abc123");
    let error = request.file(FilePart::path(&path)).await;
    let error = error.expect_err("there is no such file");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("is-not-there.png"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_file_sent_again_is_read_again() {
    let server = FloraServer::start();
    let path = scratch("client").join("again.png");
    std::fs::write(&path, "first").expect("the file can be written");
    let flora = client(server.url());
    let request = flora.assets().create_multipart().workspace_id("ws_abc123");
    let request = request.file(FilePart::path(&path));
    request.clone().await.expect("the server accepts it");
    std::fs::write(&path, "second one").expect("the file can be written");
    request.await.expect("the server accepts it");
    let bodies: Vec<Vec<u8>> = (server.requests().iter())
        .map(|request| request.parts()[1].body.clone())
        .collect();
    assert_eq!(bodies, [b"first".to_vec(), b"second one".to_vec()]);
}
