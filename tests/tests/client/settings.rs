//! How a client is set up: environment, key, addresses, a transport of the caller's own.

use std::collections::HashMap;
use std::ffi::OsString;
use std::process::Command;
use std::time::{Duration, Instant};

use flora_client::{Client, ClientBuilder, ErrorKind, reqwest};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, spec, user_agent};

fn variables(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + use<> {
    let pairs: HashMap<String, OsString> = (pairs.iter())
        .map(|(name, value)| ((*name).to_owned(), OsString::from(value)))
        .collect();
    move |name| pairs.get(name).cloned()
}

/// The kind of error with which a client is refused.
fn refused(builder: ClientBuilder) -> Option<ErrorKind> {
    builder.build().err().map(|error| error.kind())
}

#[tokio::test]
async fn the_environment_gives_key_and_address() {
    let server = FloraServer::start();
    // A line end behind the key is what `export FLORA_API_KEY=$(<file)` leaves on some systems.
    let flora = Client::builder()
        .from_variables(variables(&[
            ("FLORA_API_KEY", &format!(" {KEY}\n")),
            ("FLORA_BASE_URL", &server.url()),
        ]))
        .build()
        .expect("the settings are right");
    flora.assets().list().await.expect("the server accepts it");
    let expected = format!("Bearer {KEY}");
    assert_eq!(
        server.request().header("authorization"),
        Some(expected.as_str())
    );
}

#[tokio::test]
async fn what_is_set_wins_over_the_environment() {
    let server = FloraServer::start();
    let flora = Client::builder()
        .api_key(KEY)
        .base_url(server.url())
        .from_variables(variables(&[
            ("FLORA_API_KEY", "sk_other"),
            ("FLORA_BASE_URL", "http://127.0.0.1:1"),
        ]))
        .build()
        .expect("the settings are right");
    flora.assets().list().await.expect("the server accepts it");
    let expected = format!("Bearer {KEY}");
    assert_eq!(
        server.request().header("authorization"),
        Some(expected.as_str())
    );
}

/// Runs itself as a program of its own, because a process cannot safely change its environment.
#[tokio::test]
async fn from_env_reads_the_environment_of_the_process() {
    const INSIDE: &str = "FLORA_TESTS_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        let flora = Client::from_env().expect("the settings are right");
        flora.assets().list().await.expect("the server accepts it");
        return;
    }
    let server = FloraServer::start();
    let program = std::env::current_exe().expect("the program knows its place");
    let output = Command::new(program)
        .args([
            "--exact",
            "settings::from_env_reads_the_environment_of_the_process",
        ])
        .env_clear()
        .env(INSIDE, "1")
        .env("FLORA_API_KEY", KEY)
        .env("FLORA_BASE_URL", server.url())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    let request = server.request();
    assert_eq!(request.line(), "GET /api/v1/assets");
    let expected = format!("Bearer {KEY}");
    assert_eq!(request.header("authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn a_missing_key_is_an_error_before_anything_is_sent() {
    let server = FloraServer::start();
    // An empty variable is none.
    for pairs in [
        &[][..],
        &[("FLORA_API_KEY", "")],
        &[("FLORA_API_KEY", " \n")],
    ] {
        let builder = Client::builder().from_variables(variables(pairs));
        let flora = builder.base_url(server.url()).build();
        let flora = flora.expect("a key is needed by calls only");
        let error = flora.assets().list().await.expect_err("there is no key");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = error.to_string();
        assert!(
            text.contains("FLORA_API_KEY") && text.contains("api_key"),
            "{text}"
        );
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_key_that_no_header_can_carry_is_refused() {
    for key in ["", " ", "a\nb", "ключ"] {
        let error = Client::new(key).expect_err("it cannot be sent");
        assert_eq!(error.kind(), ErrorKind::Configuration, "{key:?}");
        let shown = format!("{error} {error:?}");
        assert!(key.trim().is_empty() || !shown.contains(key), "{shown}");
    }
}

#[tokio::test]
async fn the_base_url_may_end_with_a_slash() {
    let server = FloraServer::start();
    for base_url in [
        server.url(),
        format!("{}/", server.url()),
        format!(" {} ", server.url()),
    ] {
        let flora = flora_tests::client(base_url);
        let asset = flora.assets().retrieve("asset_abc123").await;
        asset.expect("the server has it");
    }
    for request in server.requests() {
        assert_eq!(request.line(), "GET /api/v1/assets/asset_abc123");
    }
}

#[tokio::test]
async fn the_base_url_may_have_no_path() {
    let body = spec::reply("get", "/assets", 200, "last_page");
    let server = Server::always(Reply::json(200, body));
    for base_url in [server.url(), format!("{}/", server.url())] {
        let list = flora_tests::client(base_url).assets().list().await;
        list.expect("the server accepts it");
    }
    for request in server.requests() {
        assert_eq!(request.line(), "GET /assets");
    }
}

#[test]
fn a_base_url_that_cannot_work_is_refused_without_being_shown() {
    for base_url in [
        "",
        "sk_live_5ecret",
        "ftp://5ecret.example.com",
        "https://user:5ecret@example.com",
        "https://example.com?key=5ecret",
        "https://example.com/#5ecret",
    ] {
        let builder = Client::builder().api_key(KEY).base_url(base_url);
        let error = builder.build().expect_err(base_url);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{base_url}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("5ecret"), "{shown}");
    }
}

#[tokio::test]
async fn the_callers_own_transport_is_used_and_its_redirects_are_not() {
    let asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    let other = Server::always(Reply::json(200, asset));
    let server = Server::always(Reply::new(302).header("location", &other.url()));
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-mine", reqwest::header::HeaderValue::from_static("1"));
    let http = reqwest::Client::builder()
        .default_headers(headers)
        .redirect(reqwest::redirect::Policy::limited(5));
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let flora = builder.http(http).build().expect("the settings are right");
    let error = flora.assets().retrieve("asset_1").await;
    let error = error.expect_err("it is not followed");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let request = server.request();
    assert_eq!(request.header("x-mine"), Some("1"));
    assert_eq!(request.header("user-agent"), Some(&*user_agent()));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn the_user_agent_can_be_changed() {
    let server = FloraServer::start();
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let flora = builder
        .user_agent("studio/1.2")
        .build()
        .expect("right settings");
    flora.assets().list().await.expect("the server accepts it");
    let request = server.request();
    let agents: Vec<&(String, String)> = (request.headers.iter())
        .filter(|(name, _)| name.eq_ignore_ascii_case("user-agent"))
        .collect();
    assert_eq!(
        agents,
        [&("user-agent".to_owned(), "studio/1.2".to_owned())]
    );
}

#[test]
fn a_header_that_cannot_be_sent_is_refused() {
    let builder = || Client::builder().api_key(KEY);
    let kind = Some(ErrorKind::Configuration);
    assert_eq!(refused(builder().default_header("a b", "1")), kind);
    assert_eq!(
        refused(builder().default_header("x-a", "1\r\nx-b: 2")),
        kind
    );
}

#[tokio::test]
async fn a_header_of_a_call_that_cannot_be_sent_is_refused() {
    let server = FloraServer::start();
    let flora = flora_tests::client(server.url());
    let assets = flora.assets();
    let errors = [
        assets.list().header("a b", "1").await.err(),
        assets.list().header("x-a", "1\r\nx-b: 2").await.err(),
    ];
    for error in errors {
        assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Request));
    }
    let retry = assets.retry("asset_1").idempotency_key("a\nb").await;
    assert_eq!(
        retry.err().map(|error| error.kind()),
        Some(ErrorKind::Request)
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_is_late_is_a_timeout() {
    let late = Reply::json(200, "{}").after(Duration::from_secs(5));
    let server = Server::always(late);
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let builder = builder.timeout(Duration::from_millis(60));
    let flora = builder.build().expect("the settings are right");
    let start = Instant::now();
    let error = flora.assets().list().await.expect_err("it is late");
    assert!(error.is_timeout(), "{error}");
    // Three attempts, and two waits of at most half a second and a second.
    assert_eq!(error.attempts(), 3);
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn a_reply_beyond_the_limit_is_refused() {
    let body = spec::reply("get", "/assets", 200, "first_page");
    let server = Server::always(Reply::json(200, body));
    let builder = Client::builder().api_key(KEY).base_url(server.url());
    let flora = builder.body_limit(100).build().expect("right settings");
    let error = flora.assets().list().await.expect_err("it is too large");
    assert_eq!(error.kind(), ErrorKind::BodyLimit);
}
