//! Uploads and waiting, against a service on loopback and the host that it names for the bytes.

mod control;
mod places;
mod privacy;
mod recovery;
mod sources;
mod waiting;
mod ways;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use flora_client::{Client, RetryPolicy};
use flora_tests::KEY;
use flora_tests::flora::{BASE_PATH, retried};
use flora_tests::server::{Reply, Request, Server};
use flora_tests::spec;
use serde_json::{Value, json};

/// One byte more than goes with the request.
const LARGE: usize = (4 << 20) + 1;

/// What the service answers to a request, instead of the usual; the number counts requests of the
/// same kind from 1.
type Override = dyn Fn(&str, usize) -> Option<Reply> + Send + Sync;

/// A service with the usual answers, and the host of its reserved places.
struct Service {
    api: Server,
    host: Server,
    /// What was asked of both, in order.
    log: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// A service of which all goes well.
    fn start() -> Self {
        Self::with(|_, _| None, |_| Reply::new(204))
    }

    /// A service with other answers than the usual, and a host that answers its requests by their
    /// number, counted from 1.
    fn with(
        api: impl Fn(&str, usize) -> Option<Reply> + Send + Sync + 'static,
        host: impl Fn(usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let of_host = Arc::clone(&log);
        let number = Mutex::new(0);
        let host = Server::start(move |request| {
            let number = {
                let mut number = number.lock().unwrap_or_else(PoisonError::into_inner);
                *number += 1;
                *number
            };
            push(&of_host, format!("host {}", request.line()));
            host(number)
        });
        let (of_api, url) = (Arc::clone(&log), host.url());
        let numbers: Mutex<HashMap<String, usize>> = Mutex::default();
        let api: Box<Override> = Box::new(api);
        let api = Server::start(move |request| {
            let line = what(request);
            let number = {
                let mut numbers = numbers.lock().unwrap_or_else(PoisonError::into_inner);
                let number = numbers.entry(line.clone()).or_default();
                *number += 1;
                *number
            };
            push(&of_api, line.clone());
            api(&line, number).unwrap_or_else(|| usual(&line, number, &url))
        });
        Self { api, host, log }
    }

    /// The base URL of the API.
    fn url(&self) -> String {
        format!("{}{BASE_PATH}", self.api.url())
    }

    /// A client that waits next to nothing before it tries again.
    fn client(&self) -> Client {
        let retries = RetryPolicy::default()
            .base_delay(Duration::from_millis(2))
            .max_delay(Duration::from_millis(4));
        let builder = Client::builder().api_key(KEY).base_url(self.url());
        let builder = builder.retry(retries).default_header("x-of-the-api", "1");
        builder.build().expect("the settings are right")
    }

    /// What was asked, in order.
    fn log(&self) -> Vec<String> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }
}

fn push(log: &Mutex<Vec<String>>, line: String) {
    log.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(line);
}

/// What a request to the API is about: `direct`, `reserve`, `fetch`, or method and path.
fn what(request: &Request) -> String {
    let path = request.path().strip_prefix(BASE_PATH).unwrap_or_default();
    if (request.method.as_str(), path) != ("POST", "/assets") {
        return format!("{} {path}", request.method);
    }
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.starts_with("multipart/form-data") {
        return "direct".to_owned();
    }
    let is_reservation = request.json()["source"] == "signed-url";
    if is_reservation { "reserve" } else { "fetch" }.to_owned()
}

fn usual(line: &str, number: usize, host: &str) -> Reply {
    let created = |example| spec::reply("post", "/assets", 201, example);
    match line {
        "direct" => Reply::json(201, created("direct_upload")),
        "fetch" => Reply::json(201, created("public_url")),
        "reserve" => Reply::json(
            201,
            in_order(&placed(created("signed_upload"), host, "first")),
        ),
        "POST /assets/asset_abc123/retry" => {
            let place = format!("renewed-{number}");
            Reply::json(
                200,
                in_order(&placed(retried("asset_abc123"), host, &place)),
            )
        }
        "POST /assets/asset_abc123/complete" => {
            let mut asset = spec::reply("post", "/assets/{assetId}/complete", 200, "pending");
            asset["asset_id"] = json!("asset_abc123");
            Reply::json(200, asset)
        }
        _ => match line.strip_prefix("GET /assets/") {
            Some(id) => asset(id, "ready"),
            None => Reply::new(404),
        },
    }
}

/// A reservation at our host, of which the secrets are like no other text.
fn placed(mut reservation: Value, host: &str, place: &str) -> Value {
    reservation["upload"] = json!({
        "url": format!("{host}/{place}?X-Signature=url-signature-7f3a"),
        "method": "POST",
        "content_type": "multipart/form-data",
        "file_field": "file",
        "form_fields": format!("{FIELDS} {place}"),
    });
    reservation["upload_url"] = json!(format!("{host}/{place}-put?X-Signature=put-signature-55"));
    reservation
}

/// Stands for the fields of a form in a JSON value, which would sort them.
const FIELDS: &str = "the fields of";

/// The JSON text of a value, with the fields of the form in an order that is not sorted.
fn in_order(value: &Value) -> String {
    let text = value.to_string();
    let Some((before, after)) = text.split_once(&format!("\"{FIELDS} ")) else {
        return text;
    };
    let (place, after) = after.split_once('"').expect("the text ends");
    format!(
        "{before}{{\"key\":\"assets/{place}/hero.png\",\
         \"policy\":\"eyJwb2xpY3kiOiJzZWNyZXQifQ\",\
         \"x-goog-signature\":\"form-signature-91bd\",\
         \"success_action_status\":\"201\",\
         \"Content-Type\":\"image/png\"}}{after}"
    )
}

/// An asset in a state.
fn asset(id: &str, status: &str) -> Reply {
    let mut asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    asset["asset_id"] = json!(id);
    asset["status"] = json!(status);
    if status == "failed" {
        asset["failure_message"] = json!("The file is no image.");
    }
    Reply::json(200, asset)
}

/// Bytes without a period that a fault could hide behind.
fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}
