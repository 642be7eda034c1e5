//! A server that behaves like the FLORA Assets API, as far as the spec documents it: the replies
//! are its examples, and what the API refuses is refused with the documented error.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::server::{Reply, Request, Server, lock};
use crate::spec;

/// The path below which the API is.
pub const BASE_PATH: &str = "/api/v1";

/// The id of every request.
pub const REQUEST_ID: &str = "req_abc123";

/// The running server; its requests are those of the [`Server`].
#[derive(Debug)]
pub struct FloraServer(Server);

impl FloraServer {
    /// Starts the server.
    #[must_use]
    pub fn start() -> Self {
        let used = Mutex::new(HashSet::new());
        Self(Server::start(move |request| {
            let outcome = answer(request, &used);
            let reply = outcome.unwrap_or_else(Refusal::reply);
            reply.header("request-id", REQUEST_ID)
        }))
    }

    /// The base URL of the API.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{BASE_PATH}", self.0.url())
    }
}

impl Deref for FloraServer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// A documented error: its status, its component and the name of the example.
struct Refusal(u16, &'static str, &'static str);

impl Refusal {
    fn reply(self) -> Reply {
        let Self(status, component, example) = self;
        Reply::json(status, spec::error(component, example))
    }
}

const NOT_FOUND: Refusal = Refusal(404, "NotFound", "not_found");
const INVALID_JSON: Refusal = Refusal(400, "BadRequest", "invalid_json");
const INVALID_INPUT: Refusal = Refusal(400, "BadRequest", "input_validation_error");

fn answer(request: &Request, used: &Mutex<HashSet<String>>) -> Result<Reply, Refusal> {
    let authorization = request.header("authorization").unwrap_or_default();
    if !authorization.starts_with("Bearer ") {
        return Err(Refusal(401, "Unauthorized", "unauthorized"));
    }
    // FLORA reads a body wherever a content type announces one.
    if request.header("content-type").is_some() && request.body.is_empty() {
        return Err(INVALID_JSON);
    }
    if let Some(key) = request.header("idempotency-key")
        && !lock(used).insert(key.to_owned())
    {
        return Err(Refusal(409, "Conflict", "idempotency_duplicate"));
    }
    let path = request.path().strip_prefix(BASE_PATH).ok_or(NOT_FOUND)?;
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (request.method.as_str(), segments.as_slice()) {
        ("POST", ["assets"]) => create(request),
        ("GET", ["assets"]) => Ok(list(request)),
        ("GET", ["assets", id]) => retrieve(id),
        ("POST", ["assets", id, "complete"]) => complete(id),
        ("POST", ["assets", id, "retry"]) => Ok(retry(id)),
        _ => Err(NOT_FOUND),
    }
}

fn create(request: &Request) -> Result<Reply, Refusal> {
    let created = |example| {
        Ok(Reply::json(
            201,
            spec::reply("post", "/assets", 201, example),
        ))
    };
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.starts_with("multipart/form-data") {
        let parts = request.parts();
        let has = |name: &str| {
            let name = format!("name=\"{name}\"");
            parts.iter().any(|part| part.head.contains(&name))
        };
        if !has("workspace_id") || !has("file") {
            return Err(INVALID_INPUT);
        }
        return created("direct_upload");
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| INVALID_JSON)?;
    match (body["source"].as_str(), body["workspace_id"].as_str()) {
        (Some("signed-url"), Some(id)) if id.starts_with("ws_") => created("signed_upload"),
        (Some(_), Some(id)) if id.starts_with("ws_") => created("public_url"),
        _ => Err(INVALID_INPUT),
    }
}

fn list(request: &Request) -> Reply {
    let has_cursor = request
        .query()
        .iter()
        .any(|pair| pair.starts_with("cursor="));
    let example = if has_cursor {
        "last_page"
    } else {
        "first_page"
    };
    Reply::json(200, spec::reply("get", "/assets", 200, example))
}

fn retrieve(id: &str) -> Result<Reply, Refusal> {
    let example = match id {
        "asset_abc123" => "ready_image",
        "asset_def456" => "pending_video",
        "asset_mno345" => "failed_upload",
        // What is created directly or from a URL is ready at once.
        "asset_ghi789" | "asset_jkl012" => "ready_image",
        _ => return Err(NOT_FOUND),
    };
    let mut asset = spec::reply("get", "/assets/{assetId}", 200, example);
    asset["asset_id"] = json!(id);
    Ok(Reply::json(200, asset))
}

fn complete(id: &str) -> Result<Reply, Refusal> {
    let example = match id {
        "asset_abc123" => "ready",
        "asset_def456" => "pending",
        "asset_ghi789" => return Err(Refusal(409, "Conflict", "conflict")),
        _ => return Err(NOT_FOUND),
    };
    let asset = spec::reply("post", "/assets/{assetId}/complete", 200, example);
    Ok(Reply::json(200, asset))
}

fn retry(id: &str) -> Reply {
    Reply::json(200, retried(id))
}

/// The documented reply to a retry, for an asset of any id.
#[must_use]
pub fn retried(id: &str) -> Value {
    let mut asset = spec::reply("post", "/assets/{assetId}/retry", 200, "new_reservation");
    asset["asset_id"] = json!(id);
    asset
}
