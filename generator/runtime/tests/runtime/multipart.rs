//! Multipart bodies.

use std::path::PathBuf;

use client_runtime::call::{BodyKind, Call};
use client_runtime::error::ErrorKind;
use client_runtime::multipart::{FilePart, Multipart};
use client_runtime::reply::Empty;
use client_runtime::service::{Operation, Parameter};
use serde_json::json;

use super::support::{Request, Server, Step, json};
use super::table::{CREATE, client};

/// The body with the boundary, which is random, as `B` and line ends made visible.
fn parts(request: &Request) -> String {
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    String::from_utf8_lossy(&request.body)
        .replace(boundary, "B")
        .replace("\r\n", "|\n")
}

/// A file of its own for each test; removed when the test ends.
struct TempFile(PathBuf);

impl TempFile {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

#[tokio::test]
async fn parts_can_have_media_types_of_their_own() {
    static TYPED: Operation = Operation {
        form: &[
            Parameter::part("title", "application/json"),
            Parameter::part("note", "text/markdown"),
            Parameter::part("size", "application/*, application/vnd.size+json"),
            Parameter::part("picture", "image/*, image/png"),
        ],
        ..CREATE
    };
    let server = Server::once(json("{}"));
    let picture = |file: FilePart| file.name("a");
    Call::new(&client(&server), &TYPED)
        .body_kind(Multipart::new())
        .field("title", "A \"b\"")
        .field("note", json!(["one", "two"]))
        .field("size", json!({"width": 3}))
        .file(
            "picture",
            vec![
                picture(FilePart::bytes("1")),
                picture(FilePart::bytes("2")).content_type("text/plain"),
                FilePart::bytes("3").name("a.gif"),
                FilePart::bytes("4").name("a.txt"),
            ],
        )
        .send::<Empty>()
        .await
        .unwrap();
    let sent = parts(&server.request());
    let typed: Vec<&str> = sent
        .trim_end_matches("--B--|\n")
        .split("--B|\n")
        .filter_map(|part| part.split_once("Content-Type: ")?.1.strip_suffix("|\n"))
        .collect();
    assert_eq!(
        typed,
        [
            "application/json|\n|\n\"A \\\"b\\\"\"",
            "text/markdown|\n|\none",
            "text/markdown|\n|\ntwo",
            "application/vnd.size+json|\n|\n{\"width\":3}",
            "image/png|\n|\n1",
            "text/plain|\n|\n2",
            "image/gif|\n|\n3",
            "image/png|\n|\n4",
        ]
    );
}

#[tokio::test]
async fn parts_in_the_order_of_the_calls() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &CREATE)
        .body_kind(Multipart::new())
        .field("workspace_id", "ws_1")
        .field("count", 3)
        .field("tags", json!(["a", "b"]))
        .field("nothing", json!([]))
        .field("size", json!({"width": 3}))
        .field("crops", json!([{"x": 1}, {"x": 2}]))
        .field("none", None::<&str>)
        .file("file", FilePart::bytes(&b"\x89PNG"[..]).name("hero.png"))
        .field("odd \"name\" é", "x")
        .send::<Empty>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        parts(&request),
        "--B|\nContent-Disposition: form-data; name=\"workspace_id\"|\n|\nws_1|\n\
         --B|\nContent-Disposition: form-data; name=\"count\"|\n|\n3|\n\
         --B|\nContent-Disposition: form-data; name=\"tags\"|\n|\na|\n\
         --B|\nContent-Disposition: form-data; name=\"tags\"|\n|\nb|\n\
         --B|\nContent-Disposition: form-data; name=\"size\"|\nContent-Type: application/json|\n|\n{\"width\":3}|\n\
         --B|\nContent-Disposition: form-data; name=\"crops\"|\nContent-Type: application/json|\n|\n{\"x\":1}|\n\
         --B|\nContent-Disposition: form-data; name=\"crops\"|\nContent-Type: application/json|\n|\n{\"x\":2}|\n\
         --B|\nContent-Disposition: form-data; name=\"none\"|\n|\n|\n\
         --B|\nContent-Disposition: form-data; name=\"file\"; filename=\"hero.png\"|\nContent-Type: image/png|\n|\n\u{fffd}PNG|\n\
         --B|\nContent-Disposition: form-data; name=\"odd %22name%22 é\"|\n|\nx|\n\
         --B--|\n",
    );
    assert_eq!(
        request.header("content-length"),
        Some(request.body.len().to_string().as_str())
    );
    assert_eq!(request.header("transfer-encoding"), None);
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length_and_can_be_sent_again() {
    let content: Vec<u8> = (0..3_000_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    let file = TempFile::new("clip.mp4", &content);
    let server = Server::start([Step::Reply(json("{}")), Step::Reply(json("{}"))]);
    let client = client(&server);
    let call = Call::new(&client, &CREATE)
        .body_kind(Multipart::new())
        .file("file", FilePart::path(&file.0));
    call.clone().send::<Empty>().await.unwrap();
    call.send::<Empty>().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(
            request.header("content-length"),
            Some(request.body.len().to_string().as_str())
        );
        assert_eq!(request.header("transfer-encoding"), None);
        let start = request
            .body
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap()
            + 4;
        let head = String::from_utf8_lossy(&request.body[..start]).into_owned();
        assert!(
            head.contains("filename=\"clip.mp4\"\r\nContent-Type: video/mp4\r\n"),
            "{head}"
        );
        assert_eq!(request.body[start..start + content.len()], content);
    }
}

#[tokio::test]
async fn parts_that_are_set_again_are_replaced_at_their_place() {
    let server = Server::once(json("{}"));
    let file = |name: &str| FilePart::bytes("x").name(name);
    Call::new(&client(&server), &CREATE)
        .body_kind(Multipart::new())
        .file("files", file("old.bin"))
        .field("a", 1)
        .file("files", vec![file("1.bin"), file("2.bin")])
        .field("a", 2)
        .send::<Empty>()
        .await
        .unwrap();
    let octets = "Content-Type: application/octet-stream";
    assert_eq!(
        parts(&server.request()),
        format!(
            "--B|\nContent-Disposition: form-data; name=\"files\"; filename=\"1.bin\"|\n{octets}|\n|\nx|\n\
             --B|\nContent-Disposition: form-data; name=\"files\"; filename=\"2.bin\"|\n{octets}|\n|\nx|\n\
             --B|\nContent-Disposition: form-data; name=\"a\"|\n|\n2|\n--B--|\n",
        ),
    );
}

#[tokio::test]
async fn names_cannot_end_their_header() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &CREATE)
        .body_kind(Multipart::new())
        .file("a\r\nX: 1", FilePart::bytes("x").name("b\r\n\r\n\".png"))
        .send::<Empty>()
        .await
        .unwrap();
    assert_eq!(
        parts(&server.request()),
        "--B|\nContent-Disposition: form-data; name=\"a%0D%0AX: 1\"; \
         filename=\"b%0D%0A%0D%0A%22.png\"|\nContent-Type: image/png|\n|\nx|\n--B--|\n",
    );
}

#[tokio::test]
async fn a_body_without_parts_is_still_multipart() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &CREATE)
        .body_kind(Multipart::new())
        .send::<Empty>()
        .await
        .unwrap();
    assert_eq!(parts(&server.request()), "--B--|\n");
}

#[test]
fn media_types_by_extension() {
    for (name, media_type) in [
        ("a.jpeg", "image/jpeg"),
        ("a.JPG", "image/jpeg"),
        ("a.png", "image/png"),
        ("a.webp", "image/webp"),
        ("a.gif", "image/gif"),
        ("a.avif", "image/avif"),
        ("a.heic", "image/heic"),
        ("a.heif", "image/heif"),
        ("a.mp4", "video/mp4"),
        ("a.webm", "video/webm"),
        ("a.mov", "video/quicktime"),
        ("a.mp3", "audio/mpeg"),
        ("a.wav", "audio/wav"),
        ("a.ogg", "audio/ogg"),
        ("a.pdf", "application/pdf"),
        ("a", "application/octet-stream"),
        ("a.unheard-of", "application/octet-stream"),
    ] {
        assert_eq!(FilePart::path(name).media_type(), media_type, "{name}");
    }
    assert_eq!(
        FilePart::path("a.png").content_type("x/y").media_type(),
        "x/y"
    );
    assert_eq!(
        FilePart::bytes("x").media_type(),
        "application/octet-stream"
    );
}

#[tokio::test]
async fn files_that_cannot_be_sent() {
    let server = Server::start([]);
    let client = client(&server);
    let multipart = || Call::new(&client, &CREATE).body_kind(Multipart::new());
    for (call, text) in [
        (
            multipart().file("f", FilePart::path("/nowhere/a.png")),
            "/nowhere/a.png cannot be read",
        ),
        (
            multipart().file("f", FilePart::from(std::env::temp_dir())),
            "is not a file",
        ),
        (
            multipart().file("f", FilePart::bytes("x").content_type("no type")),
            "is not a media type",
        ),
        (
            Call::new(&client, &CREATE)
                .body_kind(BodyKind::Form)
                .file("f", FilePart::bytes("x")),
            "the file `f` needs a multipart body",
        ),
    ] {
        let error = call.send::<Empty>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(error.operation(), Some("createBook"));
    }
    assert!(server.requests().is_empty());
}

#[test]
fn debug_shows_no_content() {
    let file = FilePart::bytes("content of the file").name("a.txt");
    let debug = format!("{file:?}");
    assert!(
        debug.contains("19") && !debug.contains("content of"),
        "{debug}"
    );
}
