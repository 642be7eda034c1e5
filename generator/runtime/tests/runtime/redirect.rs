//! Redirects, and where the key goes.

use client_runtime::call::Call;
use client_runtime::error::ErrorKind;
use client_runtime::reply::{Empty, Json};
use serde_json::Value;

use super::support::{Server, Step, json, reply};
use super::table::{COMPLETE, KEY, LIST, client};

fn redirect(status: u16, target: &str) -> Step {
    Step::Reply(reply(status, &format!("location: {target}\r\n"), ""))
}

#[tokio::test]
async fn the_same_origin_is_followed_with_the_key() {
    let server = Server::start([
        redirect(302, "/api/v2/books?page=1"),
        redirect(308, "other"),
        Step::Reply(json("[]")),
    ]);
    Call::new(&client(&server), &LIST)
        .param("limit", 5)
        .send::<Json<Value>>()
        .await
        .unwrap();
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(super::support::Request::line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/v1/books?limit=5",
            "GET /api/v2/books?page=1",
            "GET /api/v2/other"
        ]
    );
    for request in &requests {
        assert_eq!(
            request.header("authorization"),
            Some(format!("Bearer {KEY}").as_str())
        );
        assert_eq!(request.header("referer"), None);
    }
}

#[tokio::test]
async fn another_origin_is_refused_and_sees_nothing() {
    let other = Server::start([]);
    let target = format!("{}/take?signature=secret", other.url());
    let server = Server::start([redirect(302, &target)]);
    let error = Call::new(&client(&server), &LIST)
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let expected = format!(
        "the server redirects to {}, which is not followed",
        other.url()
    );
    assert_eq!(error.to_string(), expected);
    assert!(!format!("{error:?}").contains("secret"));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn user_names_in_the_target_are_refused() {
    let server = Server::start([]);
    let target = server.url().replace("http://", "http://user:pass@");
    let server = Server::start([redirect(302, &target)]);
    let error = Call::new(&client(&server), &LIST)
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(!format!("{error} {error:?}").contains("pass"));
}

#[tokio::test]
async fn a_post_is_not_redirected() {
    let server = Server::start([redirect(307, "/elsewhere")]);
    let call = Call::new(&client(&server), &COMPLETE)
        .param("bookId", "b")
        .send::<Empty>()
        .await;
    let error = call.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(
        error
            .to_string()
            .ends_with("which is not followed for POST"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn circles_end() {
    let server = Server::start(std::iter::repeat_n(redirect(301, "/round"), 20));
    let error = Call::new(&client(&server), &LIST)
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), server.requests().len()),
        (ErrorKind::Redirect, 11)
    );
}

#[tokio::test]
async fn other_statuses_of_the_kind_are_errors() {
    let server = Server::once(reply(304, "", ""));
    let error = Call::new(&client(&server), &LIST)
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(304))
    );
}
