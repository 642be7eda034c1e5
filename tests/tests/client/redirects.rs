//! Redirects: within the origin for reading requests, never to another place with the key.

use flora_client::ErrorKind;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, client, spec};

fn redirect(status: u16, target: &str) -> Reply {
    Reply::new(status).header("location", target)
}

#[tokio::test]
async fn a_get_is_followed_within_the_origin() {
    let asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    let server = Server::script([
        redirect(301, "/v2/assets/asset_abc123?from=v1"),
        redirect(307, "final"),
        Reply::json(200, asset),
    ]);
    let reply = client(format!("{}/api/v1", server.url()))
        .assets()
        .retrieve("asset_abc123")
        .await;
    reply.expect("the last reply is an asset");
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|request| &*request.target).collect();
    assert_eq!(
        targets,
        [
            "/api/v1/assets/asset_abc123",
            "/v2/assets/asset_abc123?from=v1",
            "/v2/assets/final"
        ]
    );
    for request in &requests {
        let expected = format!("Bearer {KEY}");
        assert_eq!(request.header("authorization"), Some(expected.as_str()));
    }
}

#[tokio::test]
async fn another_origin_is_not_followed_and_never_sees_the_key() {
    let other = Server::always(Reply::json(200, "{}"));
    let port = other.url().rsplit(':').next().map(str::to_owned);
    let port = port.expect("the address has a port");
    // The same host under another port, another host, and another host by the network's rules.
    let targets = [
        other.url(),
        format!("http://localhost:{port}/assets"),
        format!("//127.0.0.1:{port}/assets"),
        format!("http://user:secret@127.0.0.1:{port}/"),
    ];
    for target in targets {
        for status in [301, 302, 303, 307, 308] {
            let server = Server::always(redirect(status, &target));
            let error = client(server.url()).assets().list().await;
            let error = error.expect_err("it is not followed");
            assert_eq!(error.kind(), ErrorKind::Redirect, "{status} {target}");
            assert_eq!(server.requests().len(), 1, "{status} {target}");
        }
    }
    assert!(other.requests().is_empty(), "{:?}", other.requests());
}

#[tokio::test]
async fn the_upgrade_to_https_is_another_origin() {
    let server = Server::start(|request| {
        let host = request.header("host").unwrap_or_default();
        redirect(308, &format!("https://{host}/assets"))
    });
    let error = client(server.url()).assets().list().await;
    let error = error.expect_err("it is not followed");
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn a_post_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::always(redirect(status, "/elsewhere"));
        let error = client(server.url()).assets().complete("asset_1").await;
        let error = error.expect_err("it is not followed");
        assert_eq!(error.kind(), ErrorKind::Redirect, "{status}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::always(redirect(302, "/again"));
    let error = client(server.url()).assets().list().await;
    let error = error.expect_err("it has no end");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(server.requests().len() <= 11);
}

#[tokio::test]
async fn the_target_of_a_redirect_is_not_printed() {
    let target = "https://storage.example.com/x?signature=5ecret";
    let server = Server::always(redirect(302, target));
    let error = client(server.url()).assets().list().await;
    let error = error.expect_err("it is not followed");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("5ecret"), "{shown}");
    assert!(shown.contains("storage.example.com"), "{shown}");
}
