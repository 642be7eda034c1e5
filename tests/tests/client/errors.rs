//! What an error tells.

use std::time::Duration;

use flora_client::models::{ErrorCode, ErrorResponse};
use flora_client::reqwest::Method;
use flora_client::{Error, ErrorKind};
use flora_tests::flora::{FloraServer, REQUEST_ID};
use flora_tests::server::{Reply, Server};
use flora_tests::{client, spec};

/// The error of `list` when the server gives this reply, and says that asking again is of no use.
async fn list_error(reply: Reply) -> Error {
    let server = Server::always(reply.header("x-should-retry", "false"));
    let outcome = client(server.url()).assets().list().await;
    outcome.expect_err("the reply is no list")
}

#[tokio::test]
async fn a_refused_field_is_typed() {
    let server = FloraServer::start();
    let flora = client(server.url());
    let create = flora.assets().create().source("signed-url");
    let error = create
        .workspace_id("abc123")
        .await
        .expect_err("no workspace");
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.code(), Some("input_validation_error"));
    assert_eq!(error.message(), Some("workspace_id: Invalid workspace id"));
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    assert_eq!(error.operation(), Some("uploadAsset"));
    assert_eq!(error.retry_after(), None);
    let [field] = error.fields() else {
        panic!("not one field: {error:?}");
    };
    assert_eq!(field.field, "workspace_id");
    assert_eq!(field.message, "Invalid workspace id");
    let body: ErrorResponse = error.declared_body().expect("the body fits");
    assert_eq!(body.error.code, ErrorCode::InputValidationError);
    let written = serde_json::to_value(&body).ok();
    assert_eq!(
        written,
        Some(spec::error("BadRequest", "input_validation_error"))
    );
    assert_eq!(
        error.to_string(),
        "400 Bad Request: input_validation_error: workspace_id: Invalid workspace id \
         (request id req_abc123)"
    );
}

#[tokio::test]
async fn every_documented_error_is_told_apart() {
    let table = [
        (400, "BadRequest", "invalid_json", ErrorCode::InvalidJson),
        (401, "Unauthorized", "unauthorized", ErrorCode::Unauthorized),
        (
            401,
            "Unauthorized",
            "invalid_api_key",
            ErrorCode::InvalidApiKey,
        ),
        (
            401,
            "Unauthorized",
            "invalid_token",
            ErrorCode::InvalidToken,
        ),
        (
            402,
            "PaymentRequired",
            "insufficient_credits",
            ErrorCode::InsufficientCredits,
        ),
        (403, "Forbidden", "forbidden", ErrorCode::Forbidden),
        (404, "NotFound", "not_found", ErrorCode::NotFound),
        (409, "Conflict", "conflict", ErrorCode::Conflict),
        (
            409,
            "Conflict",
            "idempotency_duplicate",
            ErrorCode::IdempotencyDuplicate,
        ),
        (
            422,
            "UnprocessableEntity",
            "idempotency_conflict",
            ErrorCode::IdempotencyConflict,
        ),
        (
            429,
            "TooManyRequests",
            "rate_limited",
            ErrorCode::RateLimited,
        ),
        (
            500,
            "InternalServerError",
            "unknown_error",
            ErrorCode::UnknownError,
        ),
        (
            500,
            "InternalServerError",
            "internal_error",
            ErrorCode::InternalError,
        ),
        (
            503,
            "ServiceUnavailable",
            "service_unavailable",
            ErrorCode::ServiceUnavailable,
        ),
        (
            418,
            "UnexpectedError",
            "unexpected",
            ErrorCode::UnknownError,
        ),
    ];
    let replies = table.each_ref().map(|(status, component, example, _)| {
        let reply = Reply::json(*status, spec::error(component, example));
        reply.header("x-should-retry", "false")
    });
    let server = Server::script(replies);
    let flora = client(server.url());
    for (status, _, _, code) in table {
        let error = flora.assets().complete("asset_1").await;
        let error = error.expect_err("it is no success");
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Status, Some(status))
        );
        assert_eq!(error.code(), Some(code.as_str()));
        let body = error.declared_body().expect("the body fits");
        assert_eq!(body.error.code, code);
        assert_eq!(error.body_as(), Some(body.clone()));
        assert_eq!(Some(body.error.message.as_str()), error.message());
        assert_eq!(error.is_unauthorized(), status == 401);
        assert_eq!(error.is_forbidden(), status == 403);
        assert_eq!(error.is_not_found(), status == 404);
        assert_eq!(error.is_conflict(), status == 409);
        assert_eq!(error.is_rate_limited(), status == 429);
        assert_eq!(error.is_server_error(), status >= 500);
    }
}

#[tokio::test]
async fn unknown_codes_and_fields_are_kept() {
    let body = r#"{"error":{"code":"quota_frozen","message":"m","doc_url":"x"},"trace":1}"#;
    let error = list_error(Reply::json(400, body)).await;
    assert_eq!(error.code(), Some("quota_frozen"));
    let typed = error.declared_body().expect("the body fits");
    assert_eq!(
        typed.error.code,
        ErrorCode::Unrecognized("quota_frozen".to_owned())
    );
    assert_eq!(error.body(), Some(body.as_bytes()));
}

#[tokio::test]
async fn the_time_to_wait_is_told() {
    let body = spec::error("TooManyRequests", "rate_limited");
    let reply = Reply::json(429, body).header("Retry-After", "5");
    let error = list_error(reply.header("request-id", "req_9")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
    assert_eq!(error.request_id(), Some("req_9"));
    let headers = error.headers().expect("there was a reply");
    assert_eq!(headers["retry-after"], "5");
}

#[tokio::test]
async fn a_page_of_a_gateway_is_an_error_with_its_status() {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let error = list_error(Reply::text(502, "text/html", page)).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(502))
    );
    assert_eq!((error.code(), error.message()), (None, None));
    assert!(error.fields().is_empty());
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert!(error.body_as::<ErrorResponse>().is_none());
    assert!(error.declared_body().is_none());
    assert_eq!(error.to_string(), "502 Bad Gateway");
}

#[tokio::test]
async fn nothing_is_declared_for_endpoints_that_the_document_does_not_have() {
    let body = spec::error("NotFound", "not_found");
    let server = Server::always(Reply::json(404, body));
    let request = client(server.url()).request(Method::GET, "/projects");
    let error = request.send::<serde_json::Value>().await;
    let error = error.expect_err("the status is a failure");
    assert_eq!(error.code(), Some("not_found"));
    assert!(error.declared_body().is_none());
    assert!(error.body_as::<ErrorResponse>().is_some());
}

#[tokio::test]
async fn an_empty_error_is_an_error_with_its_status() {
    let error = list_error(Reply::new(500)).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(500))
    );
    assert_eq!(error.body(), Some(&b""[..]));
    assert_eq!(error.to_string(), "500 Internal Server Error");
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_a_transport_error() {
    let body = spec::reply("get", "/assets", 200, "first_page");
    let error = list_error(Reply::json(200, body).half()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_connection_that_closes_is_a_transport_error_and_the_key_stays_the_same() {
    let server = Server::always(Reply::nothing());
    let flora = client(server.url());
    let create = flora.assets().create().source("signed-url");
    let error = create.workspace_id("ws_abc123").await;
    let error = error.expect_err("there is no reply");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
    let requests = server.requests();
    assert_eq!((requests.len(), error.attempts()), (3, 3));
    for request in &requests {
        assert_eq!(request.header("idempotency-key"), error.idempotency_key());
        assert_eq!(request.body, requests[0].body);
    }
}

#[tokio::test]
async fn nobody_there_is_a_connect_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    drop(listener);
    let error = client(format!("http://{address}")).assets().list().await;
    let error = error.expect_err("nobody is there");
    assert!(error.is_connect(), "{error}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}
