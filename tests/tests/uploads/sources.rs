//! Where bytes come from, and what is said of a source that is not what it was said to be.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flora_client::{Bytes, Error, ErrorKind, FilePart, UploadWay, blocking};
use flora_tests::KEY;
use flora_tests::scratch;
use flora_tests::server::Reply;

use super::{Service, bytes};

/// A stream of chunks that were prepared.
struct Chunks(std::vec::IntoIter<io::Result<Bytes>>);

impl futures_core::Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

/// A source of chunks that says that it has some length; how often it was opened is counted.
fn source(length: u64, chunks: &'static [&'static [u8]]) -> (FilePart, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let file = FilePart::stream(length, move || {
        count.fetch_add(1, Ordering::SeqCst);
        async move {
            let chunks: Vec<_> = chunks
                .iter()
                .map(|chunk| Ok(Bytes::from_static(chunk)))
                .collect();
            Ok(Chunks(chunks.into_iter()))
        }
    });
    (file.name("a.png"), opened)
}

async fn upload(service: &Service, file: FilePart, way: UploadWay) -> Result<(), Error> {
    let flora = service.client();
    let upload = flora.assets().upload(file).workspace_id("ws_abc123");
    upload.via(way).await.map(drop)
}

#[tokio::test]
async fn a_stream_is_opened_for_each_attempt() {
    let service = Service::with(
        |_, _| None,
        |number| Reply::new(if number < 3 { 503 } else { 204 }),
    );
    let (file, opened) = source(6, &[b"abc", b"", b"de", b"f"]);
    upload(&service, file, UploadWay::Signed)
        .await
        .expect("the third attempt is taken");
    assert_eq!(opened.load(Ordering::SeqCst), 3);
    for request in service.host.requests() {
        assert_eq!(request.parts().last().unwrap().body, b"abcdef");
        let length = request.body.len().to_string();
        assert_eq!(request.header("content-length"), Some(length.as_str()));
        assert_eq!(request.header("transfer-encoding"), None);
    }
}

#[tokio::test]
async fn a_reader_is_read_to_its_end() {
    let service = Service::start();
    let content = bytes(700_000);
    let path = scratch("uploads").join("reader.bin");
    std::fs::write(&path, &content).expect("the file can be written");
    let file = FilePart::reader(700_000, move || tokio::fs::File::open(path.clone()));
    upload(&service, file, UploadWay::Signed)
        .await
        .expect("all goes well");
    assert!(service.host.request().parts().last().unwrap().body == content);
}

/// A reader that gives what it was told to, a read at a time.
struct Reads(std::vec::IntoIter<io::Result<&'static [u8]>>);

impl io::Read for Reads {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(bytes) = self.0.next().transpose()? else {
            return Ok(0);
        };
        buffer[..bytes.len()].copy_from_slice(bytes);
        Ok(bytes.len())
    }
}

#[test]
fn a_reader_that_blocks_is_opened_for_each_attempt() {
    let service = Service::with(
        |_, _| None,
        |number| Reply::new(if number == 1 { 403 } else { 204 }),
    );
    let content = bytes(700_000);
    let path = scratch("uploads").join("blocking-reader.bin");
    std::fs::write(&path, &content).expect("the file can be written");
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let file = FilePart::read(700_000, move || {
        count.fetch_add(1, Ordering::SeqCst);
        std::fs::File::open(&path)
    });
    let builder = blocking::Client::builder().api_key(KEY);
    let builder = builder.base_url(service.url());
    let flora = builder.build().expect("the settings are right");
    let upload = flora.assets().upload(file.name("a.png"));
    let upload = upload.workspace_id("ws_abc123").via(UploadWay::Signed);
    upload.send().expect("the second place takes it");
    assert_eq!(opened.load(Ordering::SeqCst), 2);
    for request in service.host.requests() {
        assert!(request.parts().last().unwrap().body == content);
    }
}

#[tokio::test]
async fn a_reader_that_blocks_can_fail() {
    let interrupted = || Err(io::ErrorKind::Interrupted.into());
    let service = Service::start();
    let file = FilePart::read(6, move || {
        let reads = vec![Ok(&b"abc"[..]), interrupted(), Ok(b"def")];
        Ok(Reads(reads.into_iter()))
    });
    upload(&service, file, UploadWay::Signed)
        .await
        .expect("it is read on");
    assert_eq!(
        service.host.request().parts().last().unwrap().body,
        b"abcdef"
    );
    let fails = |read: fn() -> io::Result<Reads>, text: &'static str| async move {
        let service = Service::start();
        let file = FilePart::read(6, read);
        let error = upload(&service, file, UploadWay::Signed).await;
        assert_eq!(error.expect_err("it fails").to_string(), text);
        assert!(service.host.requests().is_empty());
    };
    let gone = || {
        let reads = vec![Ok(&b"abc"[..]), Err(io::Error::other("gone"))];
        Ok(Reads(reads.into_iter()))
    };
    fails(gone, "the file cannot be read").await;
    let short = || Ok(Reads(vec![Ok(&b"abc"[..])].into_iter()));
    fails(short, "the file ended after 3 of 6 bytes").await;
    let closed = || Err(io::Error::other("closed"));
    fails(closed, "the source of the file cannot be opened").await;
}

#[tokio::test]
async fn a_source_of_another_length_is_an_error() {
    for (length, text) in [
        (7, "the file ended after 6 of 7 bytes"),
        (5, "the file has more than its 5 bytes"),
        (3, "the file has more than its 3 bytes"),
    ] {
        for way in [UploadWay::Signed, UploadWay::Direct] {
            let service = Service::start();
            let (file, opened) = source(length, &[b"abc", b"def"]);
            let error = upload(&service, file, way)
                .await
                .expect_err("it is of another length");
            assert_eq!(error.kind(), ErrorKind::Request, "{error:?}");
            assert_eq!(error.to_string(), text);
            assert!(!error.is_retryable());
            assert_eq!(opened.load(Ordering::SeqCst), 1, "{way:?}");
            // Nobody has seen the whole of it.
            assert!(service.host.requests().is_empty());
            assert!(!service.log().contains(&"direct".to_owned()));
        }
    }
}

#[tokio::test]
async fn a_source_that_breaks_is_told() {
    let service = Service::start();
    let file = FilePart::stream(6, || async {
        let chunks = vec![
            Ok(Bytes::from("abc")),
            Err(io::Error::other("the disk is gone")),
        ];
        Ok(Chunks(chunks.into_iter()))
    });
    let error = upload(&service, file, UploadWay::Signed).await;
    let error = error.expect_err("it cannot be read");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(error.to_string(), "the file cannot be read");
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    assert_eq!(
        causes.last().map(String::as_str),
        Some("the disk is gone"),
        "{causes:?}"
    );
    let closed = FilePart::stream(6, || async { Err::<Chunks, _>(io::Error::other("closed")) });
    let error = upload(&service, closed, UploadWay::Signed).await;
    let error = error.expect_err("it cannot be opened");
    assert_eq!(error.to_string(), "the source of the file cannot be opened");
    assert_eq!(error.id(), Some("asset_abc123"));
}

#[tokio::test]
async fn what_cannot_be_uploaded_is_told_before_anything_is_sent() {
    let service = Service::start();
    let flora = service.client();
    let missing = scratch("uploads").join("is-not-there.png");
    for (path, text) in [
        (missing, "cannot be read"),
        (scratch("uploads"), "is not a file"),
    ] {
        let error = flora.assets().upload(path).workspace_id("ws_abc123").await;
        let error = error.expect_err("there is no such file");
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().ends_with(text), "{error}");
    }
    for url in ["hero.png", "data:image/png;base64,AAAA"] {
        let source = flora_client::UploadSource::url(url);
        let error = flora
            .assets()
            .upload(source)
            .workspace_id("ws_abc123")
            .await;
        let error = error.expect_err("nobody can fetch it");
        assert_eq!(error.to_string(), "the source is not a URL of a host");
    }
    assert!(service.log().is_empty());
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let service = Service::start();
    let file = FilePart::bytes("").name("empty.png");
    upload(&service, file, UploadWay::Signed)
        .await
        .expect("all goes well");
    assert_eq!(service.host.request().parts().last().unwrap().body, b"");
}
