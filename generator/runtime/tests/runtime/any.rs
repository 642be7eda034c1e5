//! Requests to endpoints that the tables do not have.

use std::time::Duration;

use client_runtime::any::Request;
use client_runtime::builder::ClientBuilder;
use client_runtime::client::Client;
use client_runtime::error::{Error, ErrorKind};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::script::{Act, Answer, Script};
use super::table::{KEY, SERVICE};

fn client(script: &Script) -> Client {
    ClientBuilder::new(&SERVICE)
        .credential(0, KEY)
        .transport(script.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_request_by_hand() {
    let script = Script::new([Answer::new(200).piece(br#"{"id":7}"#)]);
    let request: Request = client(&script)
        .request(Method::PATCH, "/shelves/7?deep=1")
        .query("name", "a b&c=d")
        .header("x-more", "1")
        .json(&json!({"name": "new"}));
    let reply: Value = request.send().await.unwrap();
    assert_eq!(reply, json!({"id": 7}));
    let sent = script.take().remove(0);
    assert_eq!(sent.request.method(), Method::PATCH);
    assert_eq!(
        sent.request.url().as_str(),
        "http://shelf.example/api/v1/shelves/7?deep=1&name=a%20b%26c%3Dd"
    );
    assert_eq!(
        sent.header("authorization"),
        Some(&*format!("Bearer {KEY}"))
    );
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("x-more"), Some("1"));
    assert_eq!(sent.header("idempotency-key"), None);
    let body = sent.request.body().unwrap().as_bytes();
    assert_eq!(body, Some(&br#"{"name":"new"}"#[..]));
}

#[tokio::test]
async fn errors_are_read_as_those_of_the_service() {
    let body = br#"{"error":{"code":"gone","message":"No such shelf."}}"#;
    let answer = Answer::new(404).header("request-id", "req_1").piece(body);
    let script = Script::new([answer]);
    let request: Request = client(&script).request(Method::GET, "/shelves/7");
    let error = request.send::<Value>().await.unwrap_err();
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("gone"), Some("req_1"))
    );
}

#[tokio::test(start_paused = true)]
async fn it_is_sent_again_under_the_same_rules() {
    let count = async |change: fn(Request) -> Request, method| {
        let script = Script::new([503]);
        let request = change(client(&script).request(method, "/shelves"));
        let error = request.send_raw().await.unwrap_err();
        assert_eq!(error.attempts() as usize, script.count());
        (script.count(), error)
    };
    assert_eq!(count(|request| request, Method::GET).await.0, 3);
    assert_eq!(
        count(|request| request.max_retries(1), Method::GET).await.0,
        2
    );
    assert_eq!(count(|request| request, Method::POST).await.0, 1);
    let (attempts, error) = count(|request| request.idempotency_key("k"), Method::POST).await;
    assert_eq!((attempts, error.idempotency_key()), (3, Some("k")));
    // Its header says the same.
    let keyed = |request: Request| request.header("idempotency-key", "k");
    assert_eq!(count(keyed, Method::POST).await.0, 3);
}

#[tokio::test(start_paused = true)]
async fn times_are_its_own() {
    let script = Script::new([Act::Hang]);
    let request: Request = client(&script).request(Method::POST, "/shelves");
    let error = request.timeout(Duration::from_secs(3)).send_raw().await;
    assert!(error.unwrap_err().is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(3));
    let script = Script::new([Act::Hang]);
    let request: Request = client(&script).request(Method::GET, "/shelves");
    let error = request.deadline(Duration::from_secs(3)).send_stream().await;
    assert!(error.unwrap_err().is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(3));
}

#[tokio::test]
async fn the_path_stays_below_the_base_url() {
    async fn sent(path: &str) -> Result<String, Error> {
        let script = Script::new([200]);
        let request: Request = client(&script).request(Method::GET, path);
        request.send_raw().await?;
        Ok(script.take().remove(0).request.url().as_str().to_owned())
    }
    for path in [
        "",
        "shelves",
        "https://elsewhere.example/",
        "/..",
        "/../../admin",
        "/a/%2e%2E/b",
        "/a/./b",
        "/a/.",
        "/a\\..\\..\\b",
        "/a/.\t./b",
        "/a\n",
        "/a#b",
    ] {
        let error = sent(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{path}");
        assert!(error.to_string().starts_with("the path "), "{error}");
    }
    for (path, url) in [
        ("/", "http://shelf.example/api/v1/"),
        ("//h.example/x", "http://shelf.example/api/v1//h.example/x"),
        ("/@h.example", "http://shelf.example/api/v1/@h.example"),
        (
            "/a%2Fb/..c?x=/../",
            "http://shelf.example/api/v1/a%2Fb/..c?x=/../",
        ),
    ] {
        assert_eq!(sent(path).await.unwrap(), url);
    }
}

#[test]
fn debug_shows_no_query() {
    let script = Script::new([200]);
    let request: Request = client(&script).request(Method::GET, "/shelves?token=secret");
    let debug = format!("{:?}", request.query("signature", "secret"));
    assert!(
        debug.contains("/shelves") && !debug.contains("secret"),
        "{debug}"
    );
}
