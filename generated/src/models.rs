// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Values that go to and come from the FLORA Assets API.

pub mod required;
mod wire;

use std::time::SystemTime;

use indexmap::IndexMap;

use crate::runtime::constructor::constructor;
use crate::runtime::omittable::Omittable;
use crate::runtime::open_enum::string_enum;
use crate::runtime::text::{DateTime, Uri};

/// Creates an asset from a public URL, or reserves a signed upload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetCreateRequest {
    /// Where the bytes come from: a public HTTPS URL that FLORA fetches (up to 50 MB), or
    /// `signed-url` to reserve an upload. URLs of private networks are refused; older API
    /// versions accept certain hosts only.
    pub source: String,
    /// The workspace that the asset goes to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: String,
    /// The folder to put the asset into.
    pub folder: Option<String>,
    /// The media type of the file, such as `image/png`.
    pub content_type: Option<String>,
    /// The name of the file.
    pub file_name: Option<String>,
    /// A project on whose canvas the asset is placed as well. Newer than API version 1.6.0.
    ///
    /// Matches `^prj_\S+$`.
    pub project_id: Option<String>,
}

constructor!(AssetCreateRequest {
    required: source, workspace_id;
    none: folder, content_type, file_name, project_id;
});

impl AssetCreateRequest {
    /// Sets `folder`.
    #[must_use]
    pub fn with_folder(mut self, folder: impl Into<String>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Sets `content_type`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets `file_name`.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets `project_id`.
    #[must_use]
    pub fn with_project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }
}

/// A created asset, with upload instructions if a signed upload was asked for.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetCreateResponse {
    /// The id of the asset.
    ///
    /// Matches `^asset_\S+$`.
    pub asset_id: String,
    /// How a created asset comes to FLORA.
    pub uploaded_via: UploadedVia,
    /// The URL of the asset.
    pub url: Uri,
    /// The workspace that the asset belongs to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: String,
    /// Who can see an asset.
    pub visibility: AssetVisibility,
    /// Where an asset is in its life.
    pub status: AssetStatus,
    /// A signed form that takes the bytes of an asset. Post it as `multipart/form-data` to `url`:
    /// first all `form_fields` in the order given, then the file. Do not send the API key along:
    /// the host is not FLORA's API. Any 2xx status means that the bytes arrived.
    pub upload: Option<AssetUpload>,
    /// The upload URL as plain text. Prefer `upload`, which has all that an upload needs.
    pub upload_url: Option<String>,
    /// When the upload reservation ends.
    pub expires_at: Option<DateTime>,
}

constructor!(AssetCreateResponse {
    required: asset_id, uploaded_via, url, workspace_id, visibility, status;
    none: upload, upload_url, expires_at;
});

impl std::fmt::Debug for AssetCreateResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AssetCreateResponse")
            .field("asset_id", &self.asset_id)
            .field("uploaded_via", &self.uploaded_via)
            .field("url", &self.url)
            .field("workspace_id", &self.workspace_id)
            .field("visibility", &self.visibility)
            .field("status", &self.status)
            .field("upload", &self.upload)
            .field("upload_url", &format_args!("[redacted]"))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// The metadata of one asset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetRetrieveResponse {
    /// The id of the asset.
    ///
    /// Matches `^asset_\S+$`.
    pub asset_id: String,
    /// The name of the asset.
    pub name: Option<String>,
    /// A text that describes the asset.
    pub description: Option<String>,
    /// The workspace that the asset belongs to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: Option<String>,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The media type of the asset.
    pub content_type: String,
    /// The media type named when the asset was uploaded.
    pub upload_content_type: Option<String>,
    /// The size of the file in bytes.
    pub size_bytes: Option<i64>,
    /// How the asset came to FLORA. May hold other values than those of a created asset.
    pub uploaded_via: String,
    /// When the asset was created. In a list, the same moment is an integer.
    pub created_at: Option<DateTime>,
    /// Where an asset is in its life.
    pub status: AssetStatus,
    /// Why the asset failed.
    pub failure_message: Option<String>,
    /// The width in pixels.
    pub width: Option<i64>,
    /// The height in pixels.
    pub height: Option<i64>,
}

constructor!(AssetRetrieveResponse {
    required: asset_id, name, description, workspace_id, url, content_type, upload_content_type,
        size_bytes, uploaded_via, created_at, status, failure_message, width, height;
});

/// An asset after its upload was completed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetCompleteResponse {
    /// The id of the asset.
    ///
    /// Matches `^asset_\S+$`.
    pub asset_id: String,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The workspace that the asset belongs to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: Option<String>,
    /// Who can see an asset.
    pub visibility: AssetVisibility,
    /// Where an asset is in its life.
    pub status: AssetStatus,
    /// Why the asset failed.
    pub failure_message: Omittable<String>,
    /// A signed form that takes the bytes of an asset. Post it as `multipart/form-data` to `url`:
    /// first all `form_fields` in the order given, then the file. Do not send the API key along:
    /// the host is not FLORA's API. Any 2xx status means that the bytes arrived.
    pub upload: Option<AssetUpload>,
    /// The upload URL as plain text. Prefer `upload`, which has all that an upload needs.
    pub upload_url: Option<String>,
    /// When the upload reservation ends.
    pub expires_at: Option<DateTime>,
}

constructor!(AssetCompleteResponse {
    required: asset_id, url, workspace_id, visibility, status;
    none: upload, upload_url, expires_at;
    omitted: failure_message;
});

impl std::fmt::Debug for AssetCompleteResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AssetCompleteResponse")
            .field("asset_id", &self.asset_id)
            .field("url", &self.url)
            .field("workspace_id", &self.workspace_id)
            .field("visibility", &self.visibility)
            .field("status", &self.status)
            .field("failure_message", &self.failure_message)
            .field("upload", &self.upload)
            .field("upload_url", &format_args!("[redacted]"))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// An asset with a new upload reservation.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetRetryResponse {
    /// The id of the asset.
    ///
    /// Matches `^asset_\S+$`.
    pub asset_id: String,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The workspace that the asset belongs to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: Option<String>,
    /// Who can see an asset.
    pub visibility: AssetVisibility,
    /// Where an asset is in its life.
    pub status: AssetStatus,
    /// Why the asset failed.
    pub failure_message: Omittable<String>,
    /// A signed form that takes the bytes of an asset. Post it as `multipart/form-data` to `url`:
    /// first all `form_fields` in the order given, then the file. Do not send the API key along:
    /// the host is not FLORA's API. Any 2xx status means that the bytes arrived.
    pub upload: Option<AssetUpload>,
    /// The upload URL as plain text. Prefer `upload`, which has all that an upload needs.
    pub upload_url: Option<String>,
    /// When the upload reservation ends.
    pub expires_at: Option<DateTime>,
}

constructor!(AssetRetryResponse {
    required: asset_id, url, workspace_id, visibility, status;
    none: upload, upload_url, expires_at;
    omitted: failure_message;
});

impl std::fmt::Debug for AssetRetryResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AssetRetryResponse")
            .field("asset_id", &self.asset_id)
            .field("url", &self.url)
            .field("workspace_id", &self.workspace_id)
            .field("visibility", &self.visibility)
            .field("status", &self.status)
            .field("failure_message", &self.failure_message)
            .field("upload", &self.upload)
            .field("upload_url", &format_args!("[redacted]"))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// One page of assets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetListResponse {
    /// The assets on this page.
    pub assets: Vec<AssetListItem>,
    /// Where a page stands in the whole list.
    pub meta: PageMeta,
}

constructor!(AssetListResponse {
    required: assets, meta;
});

/// The metadata of one asset in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetListItem {
    /// The id of the asset. Unlike everywhere else, it can be null in a list.
    ///
    /// Matches `^asset_\S+$`.
    pub asset_id: Option<String>,
    /// The name of the asset.
    pub name: Option<String>,
    /// A text that describes the asset.
    pub description: Option<String>,
    /// The workspace that the asset belongs to.
    ///
    /// Matches `^ws_\S+$`.
    pub workspace_id: Option<String>,
    /// The URL of the asset.
    pub url: Option<Uri>,
    /// The media type of the asset.
    pub content_type: String,
    /// The media type named when the asset was uploaded.
    pub upload_content_type: Option<String>,
    /// How the asset came to FLORA. May hold other values than those of a created asset.
    pub uploaded_via: String,
    /// Where an asset is in its life.
    pub status: AssetStatus,
    /// The width in pixels.
    pub width: Option<i64>,
    /// The height in pixels.
    pub height: Option<i64>,
    /// The size of the file in bytes.
    pub size_bytes: Option<i64>,
    /// When the asset was created, as an integer. The unit is undocumented; milliseconds since
    /// 1970 is inferred. When a single asset is retrieved, the same moment is a date-time string.
    pub created_at: Option<i64>,
    /// The node linked to the asset.
    pub node_id: Omittable<String>,
    /// The project linked to the asset.
    ///
    /// Matches `^prj_\S+$`.
    pub project_id: Omittable<String>,
}

constructor!(AssetListItem {
    required: asset_id, name, description, workspace_id, url, content_type, upload_content_type,
        uploaded_via, status, width, height, size_bytes, created_at;
    omitted: node_id, project_id;
});

impl AssetListItem {
    /// `created_at` as a point in time, read as milliseconds since 1970-01-01 UTC.
    ///
    /// None if there is no value or the system cannot tell that time.
    #[must_use]
    pub fn created_at_time(&self) -> Option<SystemTime> {
        self.created_at.and_then(crate::runtime::time::from_unix_milliseconds)
    }
}

/// Where a page stands in the whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageMeta {
    /// Send it as `cursor` to get the next page. Null on the last page.
    pub next_cursor: Option<String>,
    /// An estimate of how many assets match in all.
    ///
    /// At least 0.
    pub total_estimate: Omittable<i64>,
}

impl PageMeta {
    /// A value with the only field it cannot be without, `next_cursor`.
    #[must_use]
    pub fn new(next_cursor: impl Into<Option<String>>) -> Self {
        Self {
            next_cursor: next_cursor.into(),
            total_estimate: Omittable::Omitted,
        }
    }
}

/// A signed form that takes the bytes of an asset. Post it as `multipart/form-data` to `url`:
/// first all `form_fields` in the order given, then the file. Do not send the API key along:
/// the host is not FLORA's API. Any 2xx status means that the bytes arrived.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetUpload {
    /// Where to send the form.
    pub url: Uri,
    /// The HTTP method to use.
    ///
    /// Always `POST`.
    pub method: String,
    /// The content type of the form.
    ///
    /// Always `multipart/form-data`.
    pub content_type: String,
    /// The name of the form part that holds the file. It must be the last part and carry a file
    /// name.
    ///
    /// Always `file`.
    pub file_field: String,
    /// The fields that go before the file, in this order and with these values.
    pub form_fields: IndexMap<String, String>,
}

constructor!(AssetUpload {
    required: url, form_fields;
    fixed: method = "POST".to_owned(), content_type = "multipart/form-data".to_owned(),
        file_field = "file".to_owned();
});

impl std::fmt::Debug for AssetUpload {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AssetUpload")
            .field("url", &format_args!("[redacted]"))
            .field("method", &self.method)
            .field("content_type", &self.content_type)
            .field("file_field", &self.file_field)
            .field("form_fields", &format_args!("[redacted]"))
            .finish()
    }
}

string_enum! {
    /// Where an asset is in its life.
    pub enum AssetStatus {
        /// Waits for its bytes, or is still being processed.
        PendingUpload = "pending_upload",
        /// Can be used.
        Ready = "ready",
        /// Did not become usable. A signed upload can be retried.
        Failed = "failed",
    }
}

string_enum! {
    /// Who can see an asset.
    pub enum AssetVisibility {
        /// The workspace that it belongs to.
        Workspace = "workspace",
    }
}

string_enum! {
    /// How a created asset comes to FLORA.
    pub enum UploadedVia {
        /// FLORA fetched a public URL.
        Url = "url",
        /// The bytes go to a signed upload URL.
        SignedUrl = "signed_url",
        /// The bytes were sent with the request. Newer than API version 1.6.0.
        Direct = "direct",
    }
}

/// The body of every error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// What went wrong.
    pub error: ErrorBody,
}

impl ErrorResponse {
    /// A value with the only field it cannot be without, `error`.
    #[must_use]
    pub fn new(error: impl Into<ErrorBody>) -> Self {
        Self { error: error.into() }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// What kind of error it is, for programs to decide on. The list is open: codes that are not
    /// in it can come at any time and must be kept as they are.
    pub code: ErrorCode,
    /// The error in words, for people to read.
    pub message: String,
    /// The parts of the request that were refused, when the error is about some of them.
    pub fields: Option<Vec<FieldError>>,
}

constructor!(ErrorBody {
    required: code, message;
    none: fields;
});

/// One refused part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The name of the refused field.
    pub field: String,
    /// Why it was refused.
    pub message: String,
}

constructor!(FieldError {
    required: field, message;
});

string_enum! {
    /// What kind of error it is, for programs to decide on. The list is open: codes that are not
    /// in it can come at any time and must be kept as they are.
    pub enum ErrorCode {
        /// No accepted API key was sent.
        Unauthorized = "unauthorized",
        /// The API key is malformed, revoked or unknown.
        InvalidApiKey = "invalid_api_key",
        /// The OAuth token is not valid. Known from FLORA's MCP server only.
        InvalidToken = "invalid_token",
        /// The API key may not do this.
        Forbidden = "forbidden",
        /// The request body is not valid JSON.
        InvalidJson = "invalid_json",
        /// A value in the request is missing or not allowed; see `fields`.
        InputValidationError = "input_validation_error",
        /// It does not exist, or the API key may not see it.
        NotFound = "not_found",
        /// The workspace has too few credits.
        InsufficientCredits = "insufficient_credits",
        /// The asset is not in a state that allows this.
        Conflict = "conflict",
        /// The idempotency key was used before.
        IdempotencyDuplicate = "idempotency_duplicate",
        /// The idempotency key was used before, with another body.
        IdempotencyConflict = "idempotency_conflict",
        /// Too many requests from this workspace.
        RateLimited = "rate_limited",
        /// An error without a known cause.
        UnknownError = "unknown_error",
        /// A fault on the server.
        InternalError = "internal_error",
        /// The service is not available at the moment.
        ServiceUnavailable = "service_unavailable",
    }
}
