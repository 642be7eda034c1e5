//! What a reserved place can be, and what is said of one that is none.

use flora_client::{ErrorKind, FilePart, UploadWay};
use flora_tests::server::{Part, Reply};
use flora_tests::spec;
use serde_json::{Value, json};

use super::{FIELDS, Service, bytes, in_order, placed};

/// An upload to a place that the function makes of the usual one.
async fn upload_to(
    change: impl Fn(&mut Value, &str) + Send + Sync + 'static,
) -> (Service, Result<(), flora_client::Error>) {
    let host = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let of_api = std::sync::Arc::clone(&host);
    let service = Service::with(
        move |line, _| {
            let host = of_api.get()?;
            let created = spec::reply("post", "/assets", 201, "signed_upload");
            let mut reservation = placed(created, host, "first");
            change(&mut reservation, host);
            (line == "reserve").then(|| Reply::json(201, in_order(&reservation)))
        },
        |_| Reply::new(200),
    );
    let _ = host.set(service.host.url());
    let file = FilePart::bytes(bytes(1000)).name("a.png");
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    let done = upload.via(UploadWay::Signed).await.map(drop);
    (service, done)
}

#[tokio::test]
async fn the_older_names_are_read_too() {
    let (service, done) = upload_to(|reservation, host| {
        reservation["upload"] = json!({
            "url": format!("{host}/old"), "method": "POST", "content_type": "multipart/form-data",
            "fileField": "file", "formFields": format!("{FIELDS} old"),
        });
    })
    .await;
    done.expect("the place takes it");
    let parts = service.host.request().parts();
    assert_eq!(parts[0], Part::text("key", "assets/old/hero.png"));
    assert_eq!(parts[4], Part::text("Content-Type", "image/png"));
    assert_eq!(
        parts[5],
        Part::file("file", "a.png", "image/png", &bytes(1000))
    );
}

#[tokio::test]
async fn without_a_form_the_bytes_go_by_put() {
    let (service, done) = upload_to(|reservation, _| {
        let members = reservation.as_object_mut().expect("it is an object");
        members.remove("upload");
    })
    .await;
    done.expect("the place takes it");
    let request = service.host.request();
    assert_eq!(
        request.line(),
        "PUT /first-put?X-Signature=put-signature-55"
    );
    assert!(request.body == bytes(1000));
    assert_eq!(
        request.sorted_headers(),
        [
            "accept: */*",
            "content-length: 1000",
            "content-type: image/png"
        ]
    );
}

#[tokio::test]
async fn a_reply_without_a_place_is_an_error() {
    let (service, done) = upload_to(|reservation, _| {
        let members = reservation.as_object_mut().expect("it is an object");
        members.remove("upload");
        members.remove("upload_url");
    })
    .await;
    let error = done.expect_err("there is no place");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "the reply does not say where the bytes go"
    );
    assert_eq!(error.id(), Some("asset_abc123"));
    assert_eq!(service.log(), ["reserve"]);
}

#[tokio::test]
async fn the_step_alone_takes_a_reservation() {
    let service = Service::start();
    let flora = service.client();
    let created = flora.assets().create().source("signed-url");
    let created = created.workspace_id("ws_abc123").await;
    let form = created
        .expect("there is a place")
        .upload
        .expect("with a form");
    let file = FilePart::bytes("x").name("a.png");
    flora
        .assets()
        .upload_bytes(&form, file)
        .await
        .expect("the place takes it");
    assert_eq!(service.log().len(), 2);
    let last = Part::file("file", "a.png", "image/png", b"x");
    assert_eq!(service.host.request().parts().last(), Some(&last));
}
