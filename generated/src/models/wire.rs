// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! How models are read from and written to the wire.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::runtime::decode;
use crate::runtime::open_enum::string_enum;
use super::{
    AssetCreateRequest, AssetCreateResponse, AssetRetrieveResponse,
    AssetCompleteResponse, AssetRetryResponse, AssetListResponse, AssetListItem,
    PageMeta, AssetUpload, AssetStatus, AssetVisibility, UploadedVia, ErrorResponse,
    ErrorBody, FieldError, ErrorCode,
};

impl<'de> Deserialize<'de> for AssetCreateRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetCreateRequest"))
    }
}

impl<'de> decode::FromMap<'de> for AssetCreateRequest {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut source = None;
        let mut workspace_id = None;
        let mut folder = None;
        let mut content_type = None;
        let mut file_name = None;
        let mut project_id = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "source" => decode::set(&mut source, "source", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "folder" => decode::set(&mut folder, "folder", &mut map)?,
                "content_type" => {
                    decode::set(&mut content_type, "content_type", &mut map)?
                }
                "file_name" => decode::set(&mut file_name, "file_name", &mut map)?,
                "project_id" => decode::set(&mut project_id, "project_id", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            source: decode::required(source, "source")?,
            workspace_id: decode::required(workspace_id, "workspace_id")?,
            folder: folder.flatten(),
            content_type: content_type.flatten(),
            file_name: file_name.flatten(),
            project_id: project_id.flatten(),
        })
    }
}

impl Serialize for AssetCreateRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        decode::encode_optional(&mut map, "folder", &self.folder)?;
        decode::encode_optional(&mut map, "content_type", &self.content_type)?;
        decode::encode_optional(&mut map, "file_name", &self.file_name)?;
        decode::encode_optional(&mut map, "project_id", &self.project_id)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetCreateResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetCreateResponse"))
    }
}

impl<'de> decode::FromMap<'de> for AssetCreateResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut asset_id = None;
        let mut uploaded_via = None;
        let mut url = None;
        let mut workspace_id = None;
        let mut visibility = None;
        let mut status = None;
        let mut upload = None;
        let mut upload_url = None;
        let mut expires_at = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "asset_id" => decode::set(&mut asset_id, "asset_id", &mut map)?,
                "uploaded_via" => {
                    decode::set(&mut uploaded_via, "uploaded_via", &mut map)?
                }
                "url" => decode::set(&mut url, "url", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "visibility" => decode::set(&mut visibility, "visibility", &mut map)?,
                "status" => decode::set(&mut status, "status", &mut map)?,
                "upload" => decode::set(&mut upload, "upload", &mut map)?,
                "upload_url" => decode::set(&mut upload_url, "upload_url", &mut map)?,
                "expires_at" => decode::set(&mut expires_at, "expires_at", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            asset_id: decode::required(asset_id, "asset_id")?,
            uploaded_via: decode::required(uploaded_via, "uploaded_via")?,
            url: decode::required(url, "url")?,
            workspace_id: decode::required(workspace_id, "workspace_id")?,
            visibility: decode::required(visibility, "visibility")?,
            status: decode::required(status, "status")?,
            upload: upload.flatten(),
            upload_url: upload_url.flatten(),
            expires_at: expires_at.flatten(),
        })
    }
}

impl Serialize for AssetCreateResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("asset_id", &self.asset_id)?;
        map.serialize_entry("uploaded_via", &self.uploaded_via)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        map.serialize_entry("visibility", &self.visibility)?;
        map.serialize_entry("status", &self.status)?;
        decode::encode_optional(&mut map, "upload", &self.upload)?;
        decode::encode_optional(&mut map, "upload_url", &self.upload_url)?;
        decode::encode_optional(&mut map, "expires_at", &self.expires_at)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetRetrieveResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetRetrieveResponse"))
    }
}

impl<'de> decode::FromMap<'de> for AssetRetrieveResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut asset_id = None;
        let mut name = None;
        let mut description = None;
        let mut workspace_id = None;
        let mut url = None;
        let mut content_type = None;
        let mut upload_content_type = None;
        let mut size_bytes = None;
        let mut uploaded_via = None;
        let mut created_at = None;
        let mut status = None;
        let mut failure_message = None;
        let mut width = None;
        let mut height = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "asset_id" => decode::set(&mut asset_id, "asset_id", &mut map)?,
                "name" => decode::set(&mut name, "name", &mut map)?,
                "description" => decode::set(&mut description, "description", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "url" => decode::set(&mut url, "url", &mut map)?,
                "content_type" => {
                    decode::set(&mut content_type, "content_type", &mut map)?
                }
                "upload_content_type" => {
                    decode::set(
                        &mut upload_content_type,
                        "upload_content_type",
                        &mut map,
                    )?
                }
                "size_bytes" => {
                    decode::set_with(
                        &mut size_bytes,
                        "size_bytes",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "uploaded_via" => {
                    decode::set(&mut uploaded_via, "uploaded_via", &mut map)?
                }
                "created_at" => decode::set(&mut created_at, "created_at", &mut map)?,
                "status" => decode::set(&mut status, "status", &mut map)?,
                "failure_message" => {
                    decode::set(&mut failure_message, "failure_message", &mut map)?
                }
                "width" => {
                    decode::set_with(
                        &mut width,
                        "width",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "height" => {
                    decode::set_with(
                        &mut height,
                        "height",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            asset_id: decode::required(asset_id, "asset_id")?,
            name: name.flatten(),
            description: description.flatten(),
            workspace_id: workspace_id.flatten(),
            url: url.flatten(),
            content_type: decode::required(content_type, "content_type")?,
            upload_content_type: upload_content_type.flatten(),
            size_bytes: size_bytes.flatten(),
            uploaded_via: decode::required(uploaded_via, "uploaded_via")?,
            created_at: created_at.flatten(),
            status: decode::required(status, "status")?,
            failure_message: failure_message.flatten(),
            width: width.flatten(),
            height: height.flatten(),
        })
    }
}

impl Serialize for AssetRetrieveResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("asset_id", &self.asset_id)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("description", &self.description)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("content_type", &self.content_type)?;
        map.serialize_entry("upload_content_type", &self.upload_content_type)?;
        map.serialize_entry("size_bytes", &self.size_bytes)?;
        map.serialize_entry("uploaded_via", &self.uploaded_via)?;
        map.serialize_entry("created_at", &self.created_at)?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("failure_message", &self.failure_message)?;
        map.serialize_entry("width", &self.width)?;
        map.serialize_entry("height", &self.height)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetCompleteResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetCompleteResponse"))
    }
}

impl<'de> decode::FromMap<'de> for AssetCompleteResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut asset_id = None;
        let mut url = None;
        let mut workspace_id = None;
        let mut visibility = None;
        let mut status = None;
        let mut failure_message = None;
        let mut upload = None;
        let mut upload_url = None;
        let mut expires_at = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "asset_id" => decode::set(&mut asset_id, "asset_id", &mut map)?,
                "url" => decode::set(&mut url, "url", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "visibility" => decode::set(&mut visibility, "visibility", &mut map)?,
                "status" => decode::set(&mut status, "status", &mut map)?,
                "failure_message" => {
                    decode::set(&mut failure_message, "failure_message", &mut map)?
                }
                "upload" => decode::set(&mut upload, "upload", &mut map)?,
                "upload_url" => decode::set(&mut upload_url, "upload_url", &mut map)?,
                "expires_at" => decode::set(&mut expires_at, "expires_at", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            asset_id: decode::required(asset_id, "asset_id")?,
            url: url.flatten(),
            workspace_id: workspace_id.flatten(),
            visibility: decode::required(visibility, "visibility")?,
            status: decode::required(status, "status")?,
            failure_message: decode::omittable(failure_message),
            upload: upload.flatten(),
            upload_url: upload_url.flatten(),
            expires_at: expires_at.flatten(),
        })
    }
}

impl Serialize for AssetCompleteResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("asset_id", &self.asset_id)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        map.serialize_entry("visibility", &self.visibility)?;
        map.serialize_entry("status", &self.status)?;
        decode::encode_omittable(&mut map, "failure_message", &self.failure_message)?;
        decode::encode_optional(&mut map, "upload", &self.upload)?;
        decode::encode_optional(&mut map, "upload_url", &self.upload_url)?;
        decode::encode_optional(&mut map, "expires_at", &self.expires_at)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetRetryResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetRetryResponse"))
    }
}

impl<'de> decode::FromMap<'de> for AssetRetryResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut asset_id = None;
        let mut url = None;
        let mut workspace_id = None;
        let mut visibility = None;
        let mut status = None;
        let mut failure_message = None;
        let mut upload = None;
        let mut upload_url = None;
        let mut expires_at = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "asset_id" => decode::set(&mut asset_id, "asset_id", &mut map)?,
                "url" => decode::set(&mut url, "url", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "visibility" => decode::set(&mut visibility, "visibility", &mut map)?,
                "status" => decode::set(&mut status, "status", &mut map)?,
                "failure_message" => {
                    decode::set(&mut failure_message, "failure_message", &mut map)?
                }
                "upload" => decode::set(&mut upload, "upload", &mut map)?,
                "upload_url" => decode::set(&mut upload_url, "upload_url", &mut map)?,
                "expires_at" => decode::set(&mut expires_at, "expires_at", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            asset_id: decode::required(asset_id, "asset_id")?,
            url: url.flatten(),
            workspace_id: workspace_id.flatten(),
            visibility: decode::required(visibility, "visibility")?,
            status: decode::required(status, "status")?,
            failure_message: decode::omittable(failure_message),
            upload: upload.flatten(),
            upload_url: upload_url.flatten(),
            expires_at: expires_at.flatten(),
        })
    }
}

impl Serialize for AssetRetryResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("asset_id", &self.asset_id)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        map.serialize_entry("visibility", &self.visibility)?;
        map.serialize_entry("status", &self.status)?;
        decode::encode_omittable(&mut map, "failure_message", &self.failure_message)?;
        decode::encode_optional(&mut map, "upload", &self.upload)?;
        decode::encode_optional(&mut map, "upload_url", &self.upload_url)?;
        decode::encode_optional(&mut map, "expires_at", &self.expires_at)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetListResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetListResponse"))
    }
}

impl<'de> decode::FromMap<'de> for AssetListResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut assets = None;
        let mut meta = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "assets" => decode::set(&mut assets, "assets", &mut map)?,
                "meta" => decode::set(&mut meta, "meta", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            assets: decode::required(assets, "assets")?,
            meta: decode::required(meta, "meta")?,
        })
    }
}

impl Serialize for AssetListResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("assets", &self.assets)?;
        map.serialize_entry("meta", &self.meta)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetListItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetListItem"))
    }
}

impl<'de> decode::FromMap<'de> for AssetListItem {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut asset_id = None;
        let mut name = None;
        let mut description = None;
        let mut workspace_id = None;
        let mut url = None;
        let mut content_type = None;
        let mut upload_content_type = None;
        let mut uploaded_via = None;
        let mut status = None;
        let mut width = None;
        let mut height = None;
        let mut size_bytes = None;
        let mut created_at = None;
        let mut node_id = None;
        let mut project_id = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "asset_id" => decode::set(&mut asset_id, "asset_id", &mut map)?,
                "name" => decode::set(&mut name, "name", &mut map)?,
                "description" => decode::set(&mut description, "description", &mut map)?,
                "workspace_id" => {
                    decode::set(&mut workspace_id, "workspace_id", &mut map)?
                }
                "url" => decode::set(&mut url, "url", &mut map)?,
                "content_type" => {
                    decode::set(&mut content_type, "content_type", &mut map)?
                }
                "upload_content_type" => {
                    decode::set(
                        &mut upload_content_type,
                        "upload_content_type",
                        &mut map,
                    )?
                }
                "uploaded_via" => {
                    decode::set(&mut uploaded_via, "uploaded_via", &mut map)?
                }
                "status" => decode::set(&mut status, "status", &mut map)?,
                "width" => {
                    decode::set_with(
                        &mut width,
                        "width",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "height" => {
                    decode::set_with(
                        &mut height,
                        "height",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "size_bytes" => {
                    decode::set_with(
                        &mut size_bytes,
                        "size_bytes",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "created_at" => {
                    decode::set_with(
                        &mut created_at,
                        "created_at",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                "node_id" => decode::set(&mut node_id, "node_id", &mut map)?,
                "project_id" => decode::set(&mut project_id, "project_id", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            asset_id: asset_id.flatten(),
            name: name.flatten(),
            description: description.flatten(),
            workspace_id: workspace_id.flatten(),
            url: url.flatten(),
            content_type: decode::required(content_type, "content_type")?,
            upload_content_type: upload_content_type.flatten(),
            uploaded_via: decode::required(uploaded_via, "uploaded_via")?,
            status: decode::required(status, "status")?,
            width: width.flatten(),
            height: height.flatten(),
            size_bytes: size_bytes.flatten(),
            created_at: created_at.flatten(),
            node_id: decode::omittable(node_id),
            project_id: decode::omittable(project_id),
        })
    }
}

impl Serialize for AssetListItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("asset_id", &self.asset_id)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("description", &self.description)?;
        map.serialize_entry("workspace_id", &self.workspace_id)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("content_type", &self.content_type)?;
        map.serialize_entry("upload_content_type", &self.upload_content_type)?;
        map.serialize_entry("uploaded_via", &self.uploaded_via)?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("width", &self.width)?;
        map.serialize_entry("height", &self.height)?;
        map.serialize_entry("size_bytes", &self.size_bytes)?;
        map.serialize_entry("created_at", &self.created_at)?;
        decode::encode_omittable(&mut map, "node_id", &self.node_id)?;
        decode::encode_omittable(&mut map, "project_id", &self.project_id)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for PageMeta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("PageMeta"))
    }
}

impl<'de> decode::FromMap<'de> for PageMeta {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut next_cursor = None;
        let mut total_estimate = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "next_cursor" => decode::set(&mut next_cursor, "next_cursor", &mut map)?,
                "total_estimate" => {
                    decode::set_with(
                        &mut total_estimate,
                        "total_estimate",
                        &mut map,
                        decode::Nullable(decode::Int),
                    )?
                }
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            next_cursor: next_cursor.flatten(),
            total_estimate: decode::omittable(total_estimate),
        })
    }
}

impl Serialize for PageMeta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("next_cursor", &self.next_cursor)?;
        decode::encode_omittable(&mut map, "total_estimate", &self.total_estimate)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AssetUpload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("AssetUpload"))
    }
}

impl<'de> decode::FromMap<'de> for AssetUpload {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut url = None;
        let mut method = None;
        let mut content_type = None;
        let mut file_field = decode::Renamed::default();
        let mut form_fields = decode::Renamed::default();
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "url" => decode::set(&mut url, "url", &mut map)?,
                "method" => decode::set(&mut method, "method", &mut map)?,
                "content_type" => {
                    decode::set(&mut content_type, "content_type", &mut map)?
                }
                "file_field" => decode::set(&mut file_field.own, "file_field", &mut map)?,
                "fileField" => {
                    decode::set_alias(&mut file_field, &mut map, decode::Plain)?
                }
                "form_fields" => {
                    decode::set(&mut form_fields.own, "form_fields", &mut map)?
                }
                "formFields" => {
                    decode::set_alias(&mut form_fields, &mut map, decode::Plain)?
                }
                _ => decode::skip(&mut map)?,
            }
        }
        let file_field = file_field.into_slot();
        let form_fields = form_fields.into_slot();
        Ok(Self {
            url: decode::required(url, "url")?,
            method: decode::required(method, "method")?,
            content_type: decode::required(content_type, "content_type")?,
            file_field: decode::required(file_field, "file_field")?,
            form_fields: decode::required(form_fields, "form_fields")?,
        })
    }
}

impl Serialize for AssetUpload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("content_type", &self.content_type)?;
        map.serialize_entry("file_field", &self.file_field)?;
        map.serialize_entry("form_fields", &self.form_fields)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for ErrorResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("ErrorResponse"))
    }
}

impl<'de> decode::FromMap<'de> for ErrorResponse {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut error = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "error" => decode::set(&mut error, "error", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            error: decode::required(error, "error")?,
        })
    }
}

impl Serialize for ErrorResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("error", &self.error)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("ErrorBody"))
    }
}

impl<'de> decode::FromMap<'de> for ErrorBody {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut code = None;
        let mut message = None;
        let mut fields = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "code" => decode::set(&mut code, "code", &mut map)?,
                "message" => decode::set(&mut message, "message", &mut map)?,
                "fields" => decode::set(&mut fields, "fields", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            code: decode::required(code, "code")?,
            message: decode::required(message, "message")?,
            fields: fields.flatten(),
        })
    }
}

impl Serialize for ErrorBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("message", &self.message)?;
        decode::encode_optional(&mut map, "fields", &self.fields)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for FieldError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(decode::Object::new("FieldError"))
    }
}

impl<'de> decode::FromMap<'de> for FieldError {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut field = None;
        let mut message = None;
        while let Some(key) = map.next_key::<decode::Key<'de>>()? {
            match key.as_str() {
                "field" => decode::set(&mut field, "field", &mut map)?,
                "message" => decode::set(&mut message, "message", &mut map)?,
                _ => decode::skip(&mut map)?,
            }
        }
        Ok(Self {
            field: decode::required(field, "field")?,
            message: decode::required(message, "message")?,
        })
    }
}

impl Serialize for FieldError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("field", &self.field)?;
        map.serialize_entry("message", &self.message)?;
        map.end()
    }
}

string_enum!(AssetStatus, AssetVisibility, UploadedVia, ErrorCode);
