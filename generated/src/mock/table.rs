// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! What each operation can reply, with the examples of the document.

use crate::{models, operations};
use crate::runtime::mock::{Example, Outcome, Script, Status, json};

/// All operations.
pub(crate) static SCRIPTS: &[&[&Script]] = &[
    &[
        &UPLOAD_ASSET,
        &LIST_ASSETS,
        &GET_ASSET,
        &COMPLETE_ASSET_UPLOAD,
        &RETRY_ASSET_UPLOAD,
    ],
];

pub(crate) static UPLOAD_ASSET: Script = Script {
    operation: &operations::UPLOAD_ASSET,
    outcomes: &[
        ASSET_CREATE_RESPONSE_201,
        ERROR_RESPONSE_400,
        ERROR_RESPONSE_401,
        ERROR_RESPONSE_402,
        ERROR_RESPONSE_403,
        ERROR_RESPONSE_404,
        ERROR_RESPONSE_409,
        ERROR_RESPONSE_422,
        ERROR_RESPONSE_429,
        ERROR_RESPONSE_500,
        ERROR_RESPONSE_503,
        ERROR_RESPONSE_DEFAULT,
    ],
};

pub(crate) static LIST_ASSETS: Script = Script {
    operation: &operations::LIST_ASSETS,
    outcomes: &[
        ASSET_LIST_RESPONSE_200,
        ERROR_RESPONSE_400,
        ERROR_RESPONSE_401,
        ERROR_RESPONSE_402,
        ERROR_RESPONSE_403,
        ERROR_RESPONSE_404,
        ERROR_RESPONSE_409,
        ERROR_RESPONSE_422,
        ERROR_RESPONSE_429,
        ERROR_RESPONSE_500,
        ERROR_RESPONSE_503,
        ERROR_RESPONSE_DEFAULT,
    ],
};

pub(crate) static GET_ASSET: Script = Script {
    operation: &operations::GET_ASSET,
    outcomes: &[
        ASSET_RETRIEVE_RESPONSE_200,
        ERROR_RESPONSE_400,
        ERROR_RESPONSE_401,
        ERROR_RESPONSE_402,
        ERROR_RESPONSE_403,
        ERROR_RESPONSE_404,
        ERROR_RESPONSE_409,
        ERROR_RESPONSE_422,
        ERROR_RESPONSE_429,
        ERROR_RESPONSE_500,
        ERROR_RESPONSE_503,
        ERROR_RESPONSE_DEFAULT,
    ],
};

pub(crate) static COMPLETE_ASSET_UPLOAD: Script = Script {
    operation: &operations::COMPLETE_ASSET_UPLOAD,
    outcomes: &[
        ASSET_COMPLETE_RESPONSE_200,
        ERROR_RESPONSE_400,
        ERROR_RESPONSE_401,
        ERROR_RESPONSE_402,
        ERROR_RESPONSE_403,
        ERROR_RESPONSE_404,
        ERROR_RESPONSE_409,
        ERROR_RESPONSE_422,
        ERROR_RESPONSE_429,
        ERROR_RESPONSE_500,
        ERROR_RESPONSE_503,
        ERROR_RESPONSE_DEFAULT,
    ],
};

pub(crate) static RETRY_ASSET_UPLOAD: Script = Script {
    operation: &operations::RETRY_ASSET_UPLOAD,
    outcomes: &[
        ASSET_RETRY_RESPONSE_200,
        ERROR_RESPONSE_400,
        ERROR_RESPONSE_401,
        ERROR_RESPONSE_402,
        ERROR_RESPONSE_403,
        ERROR_RESPONSE_404,
        ERROR_RESPONSE_409,
        ERROR_RESPONSE_422,
        ERROR_RESPONSE_429,
        ERROR_RESPONSE_500,
        ERROR_RESPONSE_503,
        ERROR_RESPONSE_DEFAULT,
    ],
};

const ASSET_CREATE_RESPONSE_201: Outcome = Outcome::json(
        Status::Code(201),
        json::<models::AssetCreateResponse>,
    )
    .examples(
        &[
            Example::new(
                "signed_upload",
                r#"{"asset_id":"asset_abc123","uploaded_via":"signed_url","url":"https://storage.example.com/assets/asset_abc123/hero.png","workspace_id":"ws_abc123","visibility":"workspace","status":"pending_upload","upload":{"url":"https://storage.example.com/uploads","method":"POST","content_type":"multipart/form-data","file_field":"file","form_fields":{"key":"assets/asset_abc123/hero.png","policy":"example-policy","signature":"example-signature"}},"upload_url":"https://storage.example.com/uploads","expires_at":"2026-03-14T09:41:53Z"}"#,
            ),
            Example::new(
                "public_url",
                r#"{"asset_id":"asset_ghi789","uploaded_via":"url","url":"https://storage.example.com/assets/asset_ghi789/hero-source.png","workspace_id":"ws_abc123","visibility":"workspace","status":"ready"}"#,
            ),
            Example::new(
                "direct_upload",
                r#"{"asset_id":"asset_jkl012","uploaded_via":"direct","url":"https://storage.example.com/assets/asset_jkl012/hero-small.webp","workspace_id":"ws_abc123","visibility":"workspace","status":"ready"}"#,
            ),
        ],
    );

const ERROR_RESPONSE_400: Outcome = Outcome::json(
        Status::Code(400),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "input_validation_error",
                r#"{"error":{"code":"input_validation_error","message":"workspace_id: Invalid workspace id","fields":[{"field":"workspace_id","message":"Invalid workspace id"}]}}"#,
            ),
            Example::new(
                "invalid_json",
                r#"{"error":{"code":"invalid_json","message":"The request body is not valid JSON."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_401: Outcome = Outcome::json(
        Status::Code(401),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "unauthorized",
                r#"{"error":{"code":"unauthorized","message":"The Authorization header is missing."}}"#,
            ),
            Example::new(
                "invalid_api_key",
                r#"{"error":{"code":"invalid_api_key","message":"The API key is not valid."}}"#,
            ),
            Example::new(
                "invalid_token",
                r#"{"error":{"code":"invalid_token","message":"The access token is not valid."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_402: Outcome = Outcome::json(
        Status::Code(402),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "insufficient_credits",
                r#"{"error":{"code":"insufficient_credits","message":"The workspace does not have enough credits."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_403: Outcome = Outcome::json(
        Status::Code(403),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "forbidden",
                r#"{"error":{"code":"forbidden","message":"This API key may not use the workspace."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_404: Outcome = Outcome::json(
        Status::Code(404),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "not_found",
                r#"{"error":{"code":"not_found","message":"Asset not found."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_409: Outcome = Outcome::json(
        Status::Code(409),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "idempotency_duplicate",
                r#"{"error":{"code":"idempotency_duplicate","message":"This idempotency key has been used already."}}"#,
            ),
            Example::new(
                "conflict",
                r#"{"error":{"code":"conflict","message":"The asset upload is already complete."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_422: Outcome = Outcome::json(
        Status::Code(422),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "idempotency_conflict",
                r#"{"error":{"code":"idempotency_conflict","message":"This idempotency key was used with a different request body."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_429: Outcome = Outcome::json(
        Status::Code(429),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "rate_limited",
                r#"{"error":{"code":"rate_limited","message":"Too many requests; try again later."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_500: Outcome = Outcome::json(
        Status::Code(500),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "unknown_error",
                r#"{"error":{"code":"unknown_error","message":"An unknown error occurred."}}"#,
            ),
            Example::new(
                "internal_error",
                r#"{"error":{"code":"internal_error","message":"Something went wrong on the server."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_503: Outcome = Outcome::json(
        Status::Code(503),
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "service_unavailable",
                r#"{"error":{"code":"service_unavailable","message":"The service is not available at the moment."}}"#,
            ),
        ],
    );

const ERROR_RESPONSE_DEFAULT: Outcome = Outcome::json(
        Status::Any,
        json::<models::ErrorResponse>,
    )
    .examples(
        &[
            Example::new(
                "unexpected",
                r#"{"error":{"code":"unknown_error","message":"The request could not be handled."}}"#,
            ),
        ],
    );

const ASSET_LIST_RESPONSE_200: Outcome = Outcome::json(
        Status::Code(200),
        json::<models::AssetListResponse>,
    )
    .examples(
        &[
            Example::new(
                "first_page",
                r#"{"assets":[{"asset_id":"asset_abc123","name":"hero.png","description":"Hero image of the spring campaign","workspace_id":"ws_abc123","url":"https://storage.example.com/assets/asset_abc123/hero.png","content_type":"image/png","upload_content_type":"image/png","uploaded_via":"signed_url","status":"ready","width":2048,"height":1152,"size_bytes":5242880,"created_at":1773480413000,"node_id":"node_abc123","project_id":"prj_abc123"},{"asset_id":"asset_def456","name":"hero-cut.mp4","description":null,"workspace_id":"ws_abc123","url":null,"content_type":"video/mp4","upload_content_type":null,"uploaded_via":"signed_url","status":"pending_upload","width":null,"height":null,"size_bytes":null,"created_at":1773481270000,"node_id":null,"project_id":null}],"meta":{"next_cursor":"eyJvZmZzZXQiOjJ9","total_estimate":3}}"#,
            ),
            Example::new(
                "last_page",
                r#"{"assets":[{"asset_id":"asset_ghi789","name":"hero-source.png","description":null,"workspace_id":"ws_abc123","url":"https://storage.example.com/assets/asset_ghi789/hero-source.png","content_type":"image/png","upload_content_type":null,"uploaded_via":"url","status":"ready","width":1200,"height":800,"size_bytes":734003,"created_at":1773417900000}],"meta":{"next_cursor":null,"total_estimate":3}}"#,
            ),
        ],
    );

const ASSET_RETRIEVE_RESPONSE_200: Outcome = Outcome::json(
        Status::Code(200),
        json::<models::AssetRetrieveResponse>,
    )
    .examples(
        &[
            Example::new(
                "ready_image",
                r#"{"asset_id":"asset_abc123","name":"hero.png","description":"Hero image of the spring campaign","workspace_id":"ws_abc123","url":"https://storage.example.com/assets/asset_abc123/hero.png","content_type":"image/png","upload_content_type":"image/png","size_bytes":5242880,"uploaded_via":"signed_url","created_at":"2026-03-14T09:26:53Z","status":"ready","failure_message":null,"width":2048,"height":1152}"#,
            ),
            Example::new(
                "pending_video",
                r#"{"asset_id":"asset_def456","name":"hero-cut.mp4","description":null,"workspace_id":"ws_abc123","url":null,"content_type":"video/mp4","upload_content_type":null,"size_bytes":null,"uploaded_via":"signed_url","created_at":"2026-03-14T09:41:10Z","status":"pending_upload","failure_message":null,"width":null,"height":null}"#,
            ),
            Example::new(
                "failed_upload",
                r#"{"asset_id":"asset_mno345","name":"teaser.mov","description":null,"workspace_id":"ws_abc123","url":null,"content_type":"video/quicktime","upload_content_type":"video/quicktime","size_bytes":null,"uploaded_via":"signed_url","created_at":"2026-03-15T11:20:05Z","status":"failed","failure_message":"The uploaded file could not be read.","width":null,"height":null}"#,
            ),
        ],
    );

const ASSET_COMPLETE_RESPONSE_200: Outcome = Outcome::json(
        Status::Code(200),
        json::<models::AssetCompleteResponse>,
    )
    .examples(
        &[
            Example::new(
                "ready",
                r#"{"asset_id":"asset_abc123","url":"https://storage.example.com/assets/asset_abc123/hero.png","workspace_id":"ws_abc123","visibility":"workspace","status":"ready","failure_message":null}"#,
            ),
            Example::new(
                "pending",
                r#"{"asset_id":"asset_def456","url":null,"workspace_id":"ws_abc123","visibility":"workspace","status":"pending_upload"}"#,
            ),
        ],
    );

const ASSET_RETRY_RESPONSE_200: Outcome = Outcome::json(
        Status::Code(200),
        json::<models::AssetRetryResponse>,
    )
    .examples(
        &[
            Example::new(
                "new_reservation",
                r#"{"asset_id":"asset_mno345","url":null,"workspace_id":"ws_abc123","visibility":"workspace","status":"pending_upload","failure_message":null,"upload":{"url":"https://storage.example.com/uploads","method":"POST","content_type":"multipart/form-data","file_field":"file","form_fields":{"key":"assets/asset_mno345/teaser.mov","policy":"example-policy","signature":"example-signature"}},"upload_url":"https://storage.example.com/uploads","expires_at":"2026-03-15T11:45:00Z"}"#,
            ),
        ],
    );
