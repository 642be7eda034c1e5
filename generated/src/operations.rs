// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the runtime has to know of each operation.

use crate::runtime::service::{ErrorShape, Location, Operation, Parameter, Style};

/// `POST /assets`
pub(crate) static UPLOAD_ASSET: Operation = Operation {
    id: "uploadAsset",
    method: "POST",
    path: "/assets",
    parameters: &[
        Parameter {
            name: "Idempotency-Key",
            location: Location::Header,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: false,
        },
    ],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    request_id: Some("request-id"),
};

/// `GET /assets`
pub(crate) static LIST_ASSETS: Operation = Operation {
    id: "listAssets",
    method: "GET",
    path: "/assets",
    parameters: &[
        Parameter {
            name: "limit",
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
        },
        Parameter {
            name: "cursor",
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
        },
        Parameter {
            name: "query",
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
        },
        Parameter {
            name: "workspace_id",
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
        },
        Parameter {
            name: "project_id",
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
        },
    ],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    request_id: Some("request-id"),
};

/// `GET /assets/{assetId}`
pub(crate) static GET_ASSET: Operation = Operation {
    id: "getAsset",
    method: "GET",
    path: "/assets/{assetId}",
    parameters: &[
        Parameter {
            name: "assetId",
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: true,
        },
    ],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    request_id: Some("request-id"),
};

/// `POST /assets/{assetId}/complete`
pub(crate) static COMPLETE_ASSET_UPLOAD: Operation = Operation {
    id: "completeAssetUpload",
    method: "POST",
    path: "/assets/{assetId}/complete",
    parameters: &[
        Parameter {
            name: "assetId",
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: true,
        },
        Parameter {
            name: "Idempotency-Key",
            location: Location::Header,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: false,
        },
    ],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    request_id: Some("request-id"),
};

/// `POST /assets/{assetId}/retry`
pub(crate) static RETRY_ASSET_UPLOAD: Operation = Operation {
    id: "retryAssetUpload",
    method: "POST",
    path: "/assets/{assetId}/retry",
    parameters: &[
        Parameter {
            name: "assetId",
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: true,
        },
        Parameter {
            name: "Idempotency-Key",
            location: Location::Header,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: false,
        },
    ],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    request_id: Some("request-id"),
};
