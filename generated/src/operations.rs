// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What the runtime has to know of each operation.

use crate::runtime;
use crate::runtime::service::{
    Cursor, ErrorShape, Failure, Idempotency, Operation, Pagination, Parameter, Slot,
    Turn,
};

/// Where the body of an error has its parts.
const ERROR_SHAPE: ErrorShape = ErrorShape {
    code: "/error/code",
    message: "/error/message",
    fields: "/error/fields",
    field: "/field",
    field_message: "/message",
};

/// What the bodies of failures are.
static FAILURES: &[Failure] = &[Failure::any().body(0)];

/// How the service treats a request that it sees again.
const IDEMPOTENCY: Idempotency = Idempotency {
    parameter: "Idempotency-Key",
    key: runtime::idempotency::key,
    duplicate: "idempotency_duplicate",
    replayed: "idempotent-replayed",
};

/// `POST /assets`
pub(crate) static UPLOAD_ASSET: Operation = Operation {
    id: "uploadAsset",
    method: "POST",
    path: "/assets",
    parameters: &[Parameter::header("Idempotency-Key")],
    security: &[&[0]],
    error: ERROR_SHAPE,
    failures: FAILURES,
    request_id: Some("request-id"),
    idempotency: Some(IDEMPOTENCY),
    ..Operation::PLAIN
};

/// `GET /assets`
pub(crate) static LIST_ASSETS: Operation = Operation {
    id: "listAssets",
    method: "GET",
    path: "/assets",
    parameters: &[
        Parameter::query("limit"),
        Parameter::query("cursor"),
        Parameter::query("query"),
        Parameter::query("workspace_id"),
        Parameter::query("project_id"),
    ],
    security: &[&[0]],
    error: ERROR_SHAPE,
    failures: FAILURES,
    request_id: Some("request-id"),
    pagination: Some(Pagination {
        items: "/assets",
        turn: Turn::Cursor {
            slot: Slot::Query("cursor"),
            next: Cursor::Reply("/meta/next_cursor"),
            more: "",
        },
    }),
    ..Operation::PLAIN
};

/// `GET /assets/{assetId}`
pub(crate) static GET_ASSET: Operation = Operation {
    id: "getAsset",
    method: "GET",
    path: "/assets/{assetId}",
    parameters: &[Parameter::path("assetId")],
    security: &[&[0]],
    error: ERROR_SHAPE,
    failures: FAILURES,
    request_id: Some("request-id"),
    ..Operation::PLAIN
};

/// `POST /assets/{assetId}/complete`
pub(crate) static COMPLETE_ASSET_UPLOAD: Operation = Operation {
    id: "completeAssetUpload",
    method: "POST",
    path: "/assets/{assetId}/complete",
    parameters: &[Parameter::path("assetId"), Parameter::header("Idempotency-Key")],
    security: &[&[0]],
    error: ERROR_SHAPE,
    failures: FAILURES,
    request_id: Some("request-id"),
    idempotency: Some(IDEMPOTENCY),
    ..Operation::PLAIN
};

/// `POST /assets/{assetId}/retry`
pub(crate) static RETRY_ASSET_UPLOAD: Operation = Operation {
    id: "retryAssetUpload",
    method: "POST",
    path: "/assets/{assetId}/retry",
    parameters: &[Parameter::path("assetId"), Parameter::header("Idempotency-Key")],
    security: &[&[0]],
    error: ERROR_SHAPE,
    failures: FAILURES,
    request_id: Some("request-id"),
    idempotency: Some(IDEMPOTENCY),
    ..Operation::PLAIN
};

/// What requests to endpoints have that the document does not describe.
pub(crate) static ANY_REQUEST: Operation = Operation {
    id: "request",
    method: "GET",
    path: "/",
    parameters: &[],
    security: &[&[0]],
    accept: "*/*",
    error: ERROR_SHAPE,
    failures: &[],
    request_id: Some("request-id"),
    idempotency: Some(IDEMPOTENCY),
    pagination: None,
    server: None,
    form: &[],
};

/// How the end of something is known.
pub(crate) mod polls {
    use std::time::Duration;
    use crate::models;
    use crate::runtime::poll;
    use crate::runtime::poll::PollRule;

    pub(crate) static GET_ASSET: PollRule = PollRule {
        field: "/status",
        done: &["ready"],
        failed: &["failed"],
        message: "/failure_message",
        interval: Duration::from_millis(1000),
        timeout: Duration::from_millis(120000),
        read: poll::read::<models::AssetRetrieveResponse>,
    };
}

/// How files are brought.
pub(crate) mod uploads {
    use crate::models;
    use crate::runtime::delivery::FormAt;
    use crate::runtime::poll;
    use crate::runtime::upload::{DirectWay, SignedWay, Step, UploadPlan};

    pub(crate) static UPLOAD_ASSET: UploadPlan = UploadPlan {
        fetch: "source",
        direct: Some(DirectWay {
            file: "file",
            max_bytes: 4194304,
            set: &[],
            lacks: &[],
        }),
        signed: Some(SignedWay {
            set: &[("source", "\"signed-url\"")],
            at: "/upload",
            form: FormAt {
                url: "/url",
                method: "/method",
                fields: "/form_fields",
                file_field: "/file_field",
            },
            put_url: "/upload_url",
            id: "/asset_id",
            read: poll::read::<models::AssetCreateResponse>,
            complete: Some(Step {
                operation: &super::COMPLETE_ASSET_UPLOAD,
                id: "assetId",
            }),
            renew: Some((
                Step {
                    operation: &super::RETRY_ASSET_UPLOAD,
                    id: "assetId",
                },
                poll::read::<models::AssetRetryResponse>,
            )),
            poll: Some((
                Step {
                    operation: &super::GET_ASSET,
                    id: "assetId",
                },
                &super::polls::GET_ASSET,
            )),
        }),
        file_name: "file_name",
        content_type: "content_type",
        set: &[],
        lacks: &[],
    };
}
