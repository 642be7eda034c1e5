//! A small program of someone else: it was written when the client was as it is now, and must
//! still compile, and work, when the API has grown.

use flora_client::models::{self, AssetStatus, ErrorCode, ErrorResponse, required};
use flora_client::{Client, Error, ErrorKind, FilePart, Omittable};

/// Uses what the crate offers, and tells what it saw.
///
/// # Errors
/// A call fails that should not.
pub async fn run(flora: &Client) -> Result<Vec<String>, Error> {
    let mut seen = Vec::new();

    // Builders.
    let created = flora
        .assets()
        .create()
        .source("signed-url")
        .workspace_id("ws_abc123")
        .file_name("hero.png")
        .idempotency_key("key-1")
        .send()
        .await?;
    seen.push(describe(&created));
    let body = request("https://example.com/source.png");
    let fetched = flora.assets().create().body(&body).folder("b").await?;
    seen.push(describe(&fetched));
    let sent = flora
        .assets()
        .create_multipart()
        .workspace_id("ws_abc123")
        .file(FilePart::bytes("x").name("x.png"))
        .await?;
    seen.push(describe(&sent));

    // Fields and items.
    let mut items = flora.assets().list().limit(2).query("hero").items();
    while let Some(item) = items.next().await {
        let item: models::AssetListItem = item?;
        let project = match item.project_id {
            Omittable::Value(id) => id,
            Omittable::Null => "null".to_owned(),
            Omittable::Omitted => "omitted".to_owned(),
        };
        let id: Option<String> = item.asset_id;
        let created_at: Option<i64> = item.created_at;
        seen.push(format!("{id:?} {created_at:?} {project}"));
    }

    // A match with a wildcard.
    let asset = flora.assets().retrieve("asset_abc123").await?;
    let models::AssetRetrieveResponse { asset_id, name, .. } = &asset;
    seen.push(format!("{asset_id} {name:?} {}", label(&asset.status)));

    // Errors.
    let error = flora.assets().complete("asset_ghi789").await.err();
    seen.extend(error.as_ref().map(reason));
    Ok(seen)
}

fn describe(asset: &models::AssetCreateResponse) -> String {
    let form = asset.upload.as_ref().map(|upload| upload.form_fields.len());
    format!("{} {} {form:?}", asset.asset_id, asset.uploaded_via)
}

/// Models are made through their required values.
fn request(source: &str) -> models::AssetCreateRequest {
    models::AssetCreateRequest::new(required::AssetCreateRequest {
        source: source.to_owned(),
        workspace_id: "ws_abc123".to_owned(),
    })
    .with_folder("a")
}

fn label(status: &AssetStatus) -> &'static str {
    match status {
        AssetStatus::PendingUpload => "wait",
        AssetStatus::Ready => "use",
        AssetStatus::Failed => "retry",
        _ => "new",
    }
}

fn reason(error: &Error) -> String {
    let body: Option<ErrorResponse> = error.body_as();
    match (error.kind(), body.map(|body| body.error.code)) {
        (ErrorKind::Status, Some(ErrorCode::Conflict)) => "conflict".to_owned(),
        (ErrorKind::Status, code) => format!("{code:?}"),
        (kind, _) => format!("{kind:?}"),
    }
}
