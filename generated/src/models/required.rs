// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The values that a model cannot be without, by the name of the model.
//!
//! A model is made of them by its `new`; since each value is named, no two can be swapped
//! unnoticed, and leaving one out does not compile.

use indexmap::IndexMap;

use crate::models;
use crate::runtime::text::{DateTime, Uri};

/// What a [`AssetCreateRequest`](super::AssetCreateRequest) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetCreateRequest {
    /// Where the bytes come from: a public HTTPS URL that FLORA fetches (up to 50 MB), or
    /// `signed-url` to reserve an upload.
    pub source: String,
    /// The workspace that the asset goes to.
    pub workspace_id: String,
}

/// What a [`AssetCreateResponse`](super::AssetCreateResponse) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetCreateResponse {
    /// The id of the asset.
    pub asset_id: String,
    /// How a created asset comes to FLORA.
    pub uploaded_via: models::UploadedVia,
    /// The URL of the asset.
    pub url: Uri,
    /// The workspace that the asset belongs to.
    pub workspace_id: String,
    /// Who can see an asset.
    pub visibility: models::AssetVisibility,
    /// Where an asset is in its life.
    pub status: models::AssetStatus,
}

/// What a [`AssetRetrieveResponse`](super::AssetRetrieveResponse) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetRetrieveResponse {
    /// The id of the asset.
    pub asset_id: String,
    /// The name of the asset.
    pub name: Option<String>,
    /// A text that describes the asset.
    pub description: Option<String>,
    /// The workspace that the asset belongs to.
    pub workspace_id: Option<String>,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The media type of the asset.
    pub content_type: String,
    /// The media type named when the asset was uploaded.
    pub upload_content_type: Option<String>,
    /// The size of the file in bytes.
    pub size_bytes: Option<i64>,
    /// How the asset came to FLORA.
    pub uploaded_via: String,
    /// When the asset was created.
    pub created_at: Option<DateTime>,
    /// Where an asset is in its life.
    pub status: models::AssetStatus,
    /// Why the asset failed.
    pub failure_message: Option<String>,
    /// The width in pixels.
    pub width: Option<i64>,
    /// The height in pixels.
    pub height: Option<i64>,
}

/// What a [`AssetCompleteResponse`](super::AssetCompleteResponse) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetCompleteResponse {
    /// The id of the asset.
    pub asset_id: String,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The workspace that the asset belongs to.
    pub workspace_id: Option<String>,
    /// Who can see an asset.
    pub visibility: models::AssetVisibility,
    /// Where an asset is in its life.
    pub status: models::AssetStatus,
}

/// What a [`AssetRetryResponse`](super::AssetRetryResponse) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetRetryResponse {
    /// The id of the asset.
    pub asset_id: String,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The workspace that the asset belongs to.
    pub workspace_id: Option<String>,
    /// Who can see an asset.
    pub visibility: models::AssetVisibility,
    /// Where an asset is in its life.
    pub status: models::AssetStatus,
}

/// What a [`AssetListResponse`](super::AssetListResponse) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetListResponse {
    /// The assets on this page.
    pub assets: Vec<models::AssetListItem>,
    /// Where a page stands in the whole list.
    pub meta: models::PageMeta,
}

/// What a [`AssetListItem`](super::AssetListItem) cannot be without.
#[derive(Clone, Debug)]
pub struct AssetListItem {
    /// The id of the asset.
    pub asset_id: Option<String>,
    /// The name of the asset.
    pub name: Option<String>,
    /// A text that describes the asset.
    pub description: Option<String>,
    /// The workspace that the asset belongs to.
    pub workspace_id: Option<String>,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The media type of the asset.
    pub content_type: String,
    /// The media type named when the asset was uploaded.
    pub upload_content_type: Option<String>,
    /// How the asset came to FLORA.
    pub uploaded_via: String,
    /// Where an asset is in its life.
    pub status: models::AssetStatus,
    /// The width in pixels.
    pub width: Option<i64>,
    /// The height in pixels.
    pub height: Option<i64>,
    /// The size of the file in bytes.
    pub size_bytes: Option<i64>,
    /// When the asset was created, as an integer.
    pub created_at: Option<i64>,
}

/// What a [`AssetUpload`](super::AssetUpload) cannot be without.
#[derive(Clone)]
pub struct AssetUpload {
    /// Where to send the form.
    pub url: Uri,
    /// The fields that go before the file, in this order and with these values.
    pub form_fields: IndexMap<String, String>,
}

impl std::fmt::Debug for AssetUpload {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AssetUpload")
            .field("url", &format_args!("[redacted]"))
            .field("form_fields", &format_args!("[redacted]"))
            .finish()
    }
}

/// What a [`ErrorBody`](super::ErrorBody) cannot be without.
#[derive(Clone, Debug)]
pub struct ErrorBody {
    /// What kind of error it is, for programs to decide on.
    pub code: models::ErrorCode,
    /// The error in words, for people to read.
    pub message: String,
}

/// What a [`FieldError`](super::FieldError) cannot be without.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The name of the refused field.
    pub field: String,
    /// Why it was refused.
    pub message: String,
}
