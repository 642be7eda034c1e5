//! The blocking client: the same requests and replies, without `async`.

use flora_client::blocking;
use flora_client::{Error, ErrorKind, FilePart, Mode, assets};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, client};

fn blocking(url: String) -> blocking::Client {
    let builder = blocking::Client::builder().api_key(KEY).base_url(url);
    builder.build().expect("the settings are right")
}

/// Runs a future as a caller who has both kinds of clients does.
fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime without threads starts")
        .block_on(future)
}

#[test]
fn it_sends_the_bytes_that_the_async_client_sends() {
    let server = FloraServer::start();
    let (flora, other) = (blocking(server.url()), client(server.url()));
    let created = (flora.assets().create())
        .source("signed-url")
        .workspace_id("ws_1")
        .idempotency_key("key_1")
        .send();
    created.expect("the server accepts it");
    let created = (other.assets().create())
        .source("signed-url")
        .workspace_id("ws_1")
        .idempotency_key("key_1")
        .send();
    // The bytes are the same, and so is the key.
    run(created).expect_err("the server knows the key");
    flora
        .assets()
        .list()
        .limit(2)
        .send()
        .expect("there is a list");
    run(other.assets().list().limit(2).send()).expect("there is a list");
    let requests = server.requests();
    let bytes: Vec<String> = (requests.iter())
        .map(|request| String::from_utf8_lossy(&request.bytes).into_owned())
        .collect();
    assert_eq!(bytes[0], bytes[1]);
    assert_eq!(bytes[2], bytes[3]);
}

#[test]
fn files_are_read_without_a_runtime_of_the_caller() {
    let server = FloraServer::start();
    let flora = blocking(server.url());
    let file = FilePart::path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let request = flora.assets().create_multipart().workspace_id("ws_1");
    let asset = request.file(file).send().expect("the server accepts it");
    assert!(!asset.asset_id.is_empty());
}

#[test]
fn lists_are_iterators() {
    let server = FloraServer::start();
    let flora = blocking(server.url());
    let other = client(server.url());
    let items: Result<Vec<_>, Error> = flora.assets().list().limit(2).items().collect();
    let expected = run(async {
        let mut expected = Vec::new();
        let mut items = other.assets().list().limit(2).items();
        while let Some(item) = items.next().await {
            expected.push(item?);
        }
        Ok::<_, Error>(expected)
    })
    .expect("there is a list");
    assert_eq!(items.expect("there is a list"), expected);
    assert!(!expected.is_empty());
    for page in flora.assets().list().pages() {
        page.expect("there is a list");
    }
}

#[test]
fn errors_are_those_of_the_other_client() {
    let server = Server::always(Reply::json(404, serde_json::json!({})));
    let error = blocking(server.url()).assets().retrieve("gone").send();
    assert!(error.expect_err("it is not there").is_not_found());
}

/// A function for any client, as a caller may write it.
fn first<M: Mode>(list: assets::List<M>) -> M::Sending<flora_client::models::AssetListResponse> {
    list.limit(1).send()
}

#[tokio::test]
async fn async_code_gets_an_error() {
    let server = FloraServer::start();
    let flora = blocking(server.url());
    let error = first(flora.assets().list()).expect_err("the executor would stop");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(server.requests().len(), 0);
    let page = tokio::task::spawn_blocking(move || first(flora.assets().list())).await;
    page.expect("it does not panic").expect("there is a list");
    let other = client(server.url());
    first(other.assets().list()).await.expect("there is a list");
}
