// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! How models are read from and written to the wire.

use crate::runtime::{decode, object};
use crate::runtime::fields::fields;
use super::{
    AssetCreateRequest, AssetCreateResponse, AssetRetrieveResponse,
    AssetCompleteResponse, AssetRetryResponse, AssetListResponse, AssetListItem,
    PageMeta, AssetUpload, ErrorResponse, ErrorBody, FieldError,
};

fields!(AssetCreateRequest {
    source: required("source"),
    workspace_id: required("workspace_id"),
    folder: optional("folder"),
    content_type: optional("content_type"),
    file_name: optional("file_name"),
    project_id: optional("project_id"),
});

fields!(AssetCreateResponse {
    asset_id: required("asset_id"),
    uploaded_via: required("uploaded_via"),
    url: required("url"),
    workspace_id: required("workspace_id"),
    visibility: required("visibility"),
    status: required("status"),
    upload: optional("upload"),
    upload_url: optional("upload_url"),
    expires_at: optional("expires_at"),
});

fields!(AssetRetrieveResponse {
    asset_id: required("asset_id"),
    name: nullable("name"),
    description: nullable("description"),
    workspace_id: nullable("workspace_id"),
    url: nullable("url"),
    content_type: required("content_type"),
    upload_content_type: nullable("upload_content_type"),
    size_bytes: nullable("size_bytes", decode::Int),
    uploaded_via: required("uploaded_via"),
    created_at: nullable("created_at"),
    status: required("status"),
    failure_message: nullable("failure_message"),
    width: nullable("width", decode::Int),
    height: nullable("height", decode::Int),
});

fields!(AssetCompleteResponse {
    asset_id: required("asset_id"),
    url: nullable("url"),
    workspace_id: nullable("workspace_id"),
    visibility: required("visibility"),
    status: required("status"),
    failure_message: omittable("failure_message"),
    upload: optional("upload"),
    upload_url: optional("upload_url"),
    expires_at: optional("expires_at"),
});

fields!(AssetRetryResponse {
    asset_id: required("asset_id"),
    url: nullable("url"),
    workspace_id: nullable("workspace_id"),
    visibility: required("visibility"),
    status: required("status"),
    failure_message: omittable("failure_message"),
    upload: optional("upload"),
    upload_url: optional("upload_url"),
    expires_at: optional("expires_at"),
});

fields!(AssetListResponse {
    assets: required("assets"),
    meta: required("meta"),
});

fields!(AssetListItem {
    asset_id: nullable("asset_id"),
    name: nullable("name"),
    description: nullable("description"),
    workspace_id: nullable("workspace_id"),
    url: nullable("url"),
    content_type: required("content_type"),
    upload_content_type: nullable("upload_content_type"),
    uploaded_via: required("uploaded_via"),
    status: required("status"),
    width: nullable("width", decode::Int),
    height: nullable("height", decode::Int),
    size_bytes: nullable("size_bytes", decode::Int),
    created_at: nullable("created_at", decode::Int),
    node_id: omittable("node_id"),
    project_id: omittable("project_id"),
});

fields!(PageMeta {
    next_cursor: nullable("next_cursor"),
    total_estimate: omittable("total_estimate", decode::Int),
});

fields!(AssetUpload {
    url: required("url"),
    method: required("method"),
    content_type: required("content_type"),
    file_field: required("file_field" | "fileField"),
    form_fields: required("form_fields" | "formFields"),
});

fields!(ErrorResponse {
    error: required("error"),
});

fields!(ErrorBody {
    code: required("code"),
    message: required("message"),
    fields: optional("fields"),
});

fields!(FieldError {
    field: required("field"),
    message: required("message"),
});
