//! Which way a file goes, and what is then on the wire.

use flora_client::{ErrorKind, FilePart, UploadSource, UploadWay, reqwest};
use flora_tests::server::{Part, Reply};
use flora_tests::{scratch, spec};
use serde_json::json;

use super::{LARGE, Service, bytes};

#[tokio::test]
async fn a_small_file_goes_with_the_request() {
    let service = Service::start();
    let path = scratch("uploads").join("hero small.webp");
    std::fs::write(&path, b"RIFF").expect("the file can be written");
    let flora = service.client();
    let upload = flora.assets().upload(path).workspace_id("ws_abc123");
    let asset = upload.folder("f").await.expect("all goes well");
    assert_eq!(asset.asset_id, "asset_jkl012");
    assert_eq!(service.log(), ["direct", "GET /assets/asset_jkl012"]);
    let request = &service.api.requests()[0];
    assert_eq!(
        request.parts(),
        [
            Part::text("workspace_id", "ws_abc123"),
            Part::text("folder", "f"),
            Part::text("file_name", "hero small.webp"),
            Part::text("content_type", "image/webp"),
            Part::file("file", "hero small.webp", "image/webp", b"RIFF"),
        ]
    );
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), Some(length.as_str()));
}

#[tokio::test]
async fn the_largest_file_that_goes_with_the_request() {
    let service = Service::start();
    let flora = service.client();
    let upload = |length| {
        let file = FilePart::bytes(bytes(length)).name("a.png");
        flora.assets().upload(file).workspace_id("ws_abc123")
    };
    upload(LARGE - 1).await.expect("all goes well");
    upload(LARGE).await.expect("all goes well");
    let log = service.log();
    assert_eq!(log[0], "direct");
    assert_eq!(log[2], "reserve");
}

/// The order of the form and each byte around its parts.
#[tokio::test]
async fn a_signed_form_byte_by_byte() {
    let service = Service::start();
    let content = bytes(LARGE);
    let file = FilePart::bytes(content.clone()).name("hero.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let asset = upload.project_id("prj_1").await.expect("all goes well");
    assert_eq!(asset.asset_id, "asset_abc123");
    assert_eq!(
        service.log(),
        [
            "reserve",
            "host POST /first?X-Signature=url-signature-7f3a",
            "POST /assets/asset_abc123/complete",
            "GET /assets/asset_abc123",
        ]
    );
    assert_eq!(
        service.api.requests()[0].json(),
        json!({
            "workspace_id": "ws_abc123",
            "project_id": "prj_1",
            "file_name": "hero.png",
            "content_type": "image/png",
            "source": "signed-url",
        })
    );
    let request = service.host.request();
    let content_type = request.header("content-type").expect("there is a type");
    let (_, boundary) = content_type.split_once("boundary=").expect("it is a form");
    let mut body = Vec::new();
    for (name, value) in [
        ("key", "assets/first/hero.png"),
        ("policy", "eyJwb2xpY3kiOiJzZWNyZXQifQ"),
        ("x-goog-signature", "form-signature-91bd"),
        ("success_action_status", "201"),
        ("Content-Type", "image/png"),
    ] {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"hero.png\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(&content);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    assert!(request.body == body, "the form is another one");
    assert_eq!(
        request.sorted_headers(),
        [
            "accept: */*".to_owned(),
            format!("content-length: {}", body.len()),
            format!("content-type: multipart/form-data; boundary={boundary}"),
        ]
    );
}

#[tokio::test]
async fn a_url_is_fetched_by_the_service() {
    let service = Service::start();
    let flora = service.client();
    let url = "https://example.com/a/image%20x.png?size=1";
    for source in [
        UploadSource::url(url),
        url.parse::<reqwest::Url>().expect("it is a URL").into(),
    ] {
        let upload = flora.assets().upload(source).workspace_id("ws_abc123");
        assert_eq!(
            upload.await.expect("all goes well").asset_id,
            "asset_ghi789"
        );
    }
    assert_eq!(service.log()[..2], ["fetch", "GET /assets/asset_ghi789"]);
    for request in [&service.api.requests()[0], &service.api.requests()[2]] {
        assert_eq!(
            request.json(),
            json!({ "workspace_id": "ws_abc123", "source": url, "file_name": "image x.png" })
        );
    }
}

#[tokio::test]
async fn bytes_that_are_refused_go_to_a_reserved_place() {
    for status in [400, 413, 415, 422] {
        let service = Service::with(
            move |line, _| {
                let error = spec::error("BadRequest", "input_validation_error");
                (line == "direct").then(|| Reply::json(status, error))
            },
            |_| Reply::new(200),
        );
        let flora = service.client();
        let file = FilePart::bytes("x").name("a.png");
        let upload = flora.assets().upload(file).workspace_id("ws_abc123");
        let asset = upload.idempotency_key("mine").await.expect("all goes well");
        assert_eq!(asset.asset_id, "asset_abc123");
        let log = service.log();
        assert_eq!(log[..2], ["direct", "reserve"], "{status}");
        assert_eq!(log.len(), 5, "{log:?}");
        // The second request has another body, so the key must be another one too.
        let requests = service.api.requests();
        assert_eq!(requests[0].header("idempotency-key"), Some("mine"));
        assert_eq!(requests[1].header("idempotency-key"), Some("mine-signed"));
        // A key that is given as a header is one, too.
        let file = FilePart::bytes("x").name("a.png");
        let upload = flora.assets().upload(file).workspace_id("ws_abc123");
        let upload = upload.header("Idempotency-Key", "header");
        upload.await.expect("all goes well");
        let requests = &service.api.requests()[requests.len()..];
        assert_eq!(requests[0].header("idempotency-key"), Some("header"));
        assert_eq!(requests[1].header("idempotency-key"), Some("header-signed"));
    }
}

#[tokio::test]
async fn other_refusals_are_the_end() {
    let service = Service::with(
        |line, _| {
            (line == "direct").then(|| Reply::json(403, spec::error("Forbidden", "forbidden")))
        },
        |_| Reply::new(200),
    );
    let flora = service.client();
    let file = FilePart::bytes("x").name("a.png");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let error = upload.await.expect_err("the service refuses it");
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(service.log(), ["direct"]);
}

#[tokio::test]
async fn the_way_can_be_chosen() {
    let service = Service::start();
    let flora = service.client();
    let upload = |source: UploadSource, way| {
        let upload = flora.assets().upload(source).workspace_id("ws_abc123");
        upload.via(way)
    };
    let small = || UploadSource::from(FilePart::bytes("x").name("a.png"));
    let url = || UploadSource::url("https://example.com/a.png");
    upload(small(), UploadWay::Signed)
        .await
        .expect("all goes well");
    assert_eq!(service.log()[0], "reserve");
    for (source, way, text) in [
        (url(), UploadWay::Direct, "a URL can only be fetched"),
        (small(), UploadWay::Fetch, "only a URL can be fetched"),
    ] {
        let error = upload(source, way).await.expect_err("there is no such way");
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), text);
    }
    // Whether it is too much is for the service to say then.
    let large = FilePart::bytes(bytes(LARGE)).name("a.png");
    upload(large.into(), UploadWay::Direct)
        .await
        .expect("all goes well");
    assert_eq!(service.log()[4], "direct");
}

#[tokio::test]
async fn name_and_type_can_be_set() {
    let service = Service::start();
    let flora = service.client();
    let file = FilePart::bytes("x")
        .name("a.png")
        .content_type("image/avif");
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let upload = upload.via(UploadWay::Signed).file_name("b.bin");
    upload.clone().await.expect("all goes well");
    upload
        .content_type("video/mp4")
        .via(UploadWay::Direct)
        .await
        .expect("all goes well");
    let reserved = service.api.requests()[0].json();
    assert_eq!(reserved["file_name"], "b.bin");
    assert_eq!(reserved["content_type"], "image/avif");
    let last = Part::file("file", "b.bin", "image/avif", b"x");
    assert_eq!(service.host.request().parts().last(), Some(&last));
    let direct = service.api.requests()[3].parts();
    assert_eq!(
        direct[1..],
        [
            Part::text("file_name", "b.bin"),
            Part::text("content_type", "video/mp4"),
            Part::file("file", "b.bin", "video/mp4", b"x"),
        ]
    );
}

#[tokio::test]
async fn a_type_that_is_not_known_is_left_to_the_service() {
    let service = Service::start();
    let flora = service.client();
    let upload = flora.assets().upload(UploadSource::bytes("x"));
    let upload = upload.workspace_id("ws_abc123").via(UploadWay::Signed);
    upload.await.expect("all goes well");
    assert_eq!(
        service.api.requests()[0].json(),
        json!({ "workspace_id": "ws_abc123", "source": "signed-url" })
    );
}
