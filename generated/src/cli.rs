// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command `flora`.

use crate::client::SERVICE;
use crate::operations;
use crate::runtime::cli;
use crate::runtime::cli::table::{
    Arg, ArgKind, Body, BodyKind, Command, Example, Group, List, Pages, Program, Rule,
    Target, Task, Wait,
};

/// Runs the command on the arguments of this process.
#[must_use]
pub fn main() -> std::process::ExitCode {
    cli::main(&PROGRAM)
}

/// The command as data, for completions, manual pages and tests.
pub static PROGRAM: Program = Program {
    name: "flora",
    version: env!("CARGO_PKG_VERSION"),
    about: "Command line of the FLORA Assets API",
    service: &SERVICE,
    groups: &[GROUP_ASSETS],
    commands: &[],
};

const GROUP_ASSETS: Group = Group {
    name: "assets",
    about: "Create, upload, find and inspect the assets of a workspace",
    commands: &[
        COMMAND_ASSETS__CREATE,
        COMMAND_ASSETS__LIST,
        COMMAND_ASSETS__RETRIEVE,
        COMMAND_ASSETS__COMPLETE,
        COMMAND_ASSETS__RETRY,
        COMMAND_ASSETS__UPLOAD,
        COMMAND_ASSETS__WAIT,
        COMMAND_ASSETS__DOWNLOAD,
    ],
};

const COMMAND_ASSETS__CREATE: Command = Command {
    name: "create",
    alias: "",
    about: "Create an asset",
    description: "Creates an asset from a public URL, from bytes in the request, or as the reservation of a signed upload.\n\nWith a URL in `source`, FLORA fetches the file itself. With `signed-url`, the response carries an `upload` form: post the bytes to it, then complete the asset. Files up to 4 MB can also be sent directly as `multipart/form-data` (newer than API version 1.6.0).\n\nAccepted are images (JPEG, PNG, WebP, GIF, AVIF, HEIC, HEIF; at most 150 megapixels), videos (MP4, WebM, QuickTime), audio (MPEG, WAV, Ogg) and PDF.",
    operation: &operations::UPLOAD_ASSET,
    args: &[
        Arg {
            flag: "idempotency-key",
            target: Target::Parameter("Idempotency-Key"),
            value_name: "IDEMPOTENCY_KEY",
            help: "A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both",
            ..Arg::TEXT
        },
        Arg {
            flag: "source",
            target: Target::required_field("source"),
            value_name: "SOURCE",
            help: "Where the bytes come from: a public HTTPS URL that FLORA fetches (up to 50 MB), or `signed-url` to reserve an upload. URLs of private networks are refused; older API versions accept certain hosts only",
            ..Arg::TEXT
        },
        Arg {
            flag: "workspace-id",
            target: Target::Field {
                name: "workspace_id",
                bodies: &[0, 1],
                required_in: &[0, 1],
            },
            required: true,
            value_name: "WORKSPACE_ID",
            help: "The workspace that the asset goes to [matches `^ws_\\S+$`]",
            rules: &[Rule::Pattern("^ws_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "folder",
            target: Target::Field {
                name: "folder",
                bodies: &[0, 1],
                required_in: &[],
            },
            value_name: "FOLDER",
            help: "The folder to put the asset into",
            ..Arg::TEXT
        },
        Arg {
            flag: "content-type",
            target: Target::Field {
                name: "content_type",
                bodies: &[0, 1],
                required_in: &[],
            },
            value_name: "CONTENT_TYPE",
            help: "The media type of the file, such as `image/png`",
            ..Arg::TEXT
        },
        Arg {
            flag: "file-name",
            target: Target::Field {
                name: "file_name",
                bodies: &[0, 1],
                required_in: &[],
            },
            value_name: "FILE_NAME",
            help: "The name of the file",
            ..Arg::TEXT
        },
        Arg {
            flag: "project-id",
            target: Target::Field {
                name: "project_id",
                bodies: &[0, 1],
                required_in: &[],
            },
            value_name: "PROJECT_ID",
            help: "A project on whose canvas the asset is placed as well. Newer than API version 1.6.0 [matches `^prj_\\S+$`]",
            rules: &[Rule::Pattern("^prj_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "file",
            target: Target::Field {
                name: "file",
                bodies: &[1],
                required_in: &[1],
            },
            kind: ArgKind::File,
            value_name: "PATH",
            help: "The bytes of the file, up to 4 MB. Use a signed upload for larger files",
            ..Arg::TEXT
        },
    ],
    bodies: &[
        Body {
            media_type: "application/json",
            kind: BodyKind::Json,
            constants: &[],
        },
        Body {
            media_type: "multipart/form-data",
            kind: BodyKind::Multipart,
            constants: &[],
        },
    ],
    body_required: true,
    examples: &[
        Example {
            about: "Reserve a signed upload",
            line: "flora assets create --source signed-url --workspace-id ws_abc123 --folder campaign-assets --content-type image/png --file-name hero.png --project-id prj_abc123",
        },
        Example {
            about: "Fetch a public URL",
            line: "flora assets create --source https://example.com/source.png --workspace-id ws_abc123 --file-name hero-source.png",
        },
        Example {
            about: "Send a small file directly",
            line: "flora assets create --workspace-id ws_abc123 --folder campaign-assets --content-type image/webp --file-name hero-small.webp --file file.bin",
        },
    ],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Call,
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "/asset_id",
        form: "/upload/url",
    }),
};

const COMMAND_ASSETS__LIST: Command = Command {
    name: "list",
    alias: "",
    about: "List assets",
    description: "Lists the assets that the API key can see, one page at a time.\n\nAll filters are optional. To get the next page, send `meta.next_cursor` as `cursor` and leave every other parameter as it was. Only a null `next_cursor` marks the end: a page may be empty before it.",
    operation: &operations::LIST_ASSETS,
    args: &[
        Arg {
            flag: "limit",
            target: Target::Parameter("limit"),
            kind: ArgKind::Integer,
            value_name: "LIMIT",
            help: "The largest number of assets on one page, from 1 to 100 [at least 1, at most 100]",
            rules: &[Rule::Minimum("1"), Rule::Maximum("100")],
            ..Arg::TEXT
        },
        Arg {
            flag: "cursor",
            target: Target::Parameter("cursor"),
            value_name: "CURSOR",
            help: "Where the page starts, as given by `meta.next_cursor` of the page before. Leave it out for the first page",
            ..Arg::TEXT
        },
        Arg {
            flag: "query",
            target: Target::Parameter("query"),
            value_name: "QUERY",
            help: "Text to search for",
            ..Arg::TEXT
        },
        Arg {
            flag: "workspace-id",
            target: Target::Parameter("workspace_id"),
            value_name: "WORKSPACE_ID",
            help: "Only assets of this workspace [matches `^ws_\\S+$`]",
            rules: &[Rule::Pattern("^ws_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "project-id",
            target: Target::Parameter("project_id"),
            value_name: "PROJECT_ID",
            help: "Only assets on the canvas of this project [matches `^prj_\\S+$`]",
            rules: &[Rule::Pattern("^prj_\\S+$")],
            ..Arg::TEXT
        },
    ],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "List assets",
            line: "flora assets list --limit 2 --cursor eyJvZmZzZXQiOjJ9",
        },
    ],
    deprecated: false,
    list: Some(List {
        items: "/assets",
        columns: &[
            "asset_id",
            "name",
            "status",
            "content_type",
            "size_bytes",
            "created_at",
            "workspace_id",
            "upload_content_type",
            "uploaded_via",
            "width",
            "height",
            "node_id",
            "project_id",
            "description",
            "url",
        ],
        pages: Some(Pages { flag: "cursor" }),
    }),
    streams: "",
    task: Task::Call,
    wait: None,
};

const COMMAND_ASSETS__RETRIEVE: Command = Command {
    name: "retrieve",
    alias: "",
    about: "Retrieve an asset",
    description: "Returns the metadata and the current status of one asset.\n\nCall it repeatedly after completing an upload, until `status` is `ready` or `failed`. An asset that does not exist and one that the API key may not see both answer 404.",
    operation: &operations::GET_ASSET,
    args: &[
        Arg {
            flag: "asset-id",
            target: Target::Parameter("assetId"),
            required: true,
            value_name: "ASSET_ID",
            help: "The id of the asset [matches `^asset_\\S+$`]",
            rules: &[Rule::Pattern("^asset_\\S+$")],
            ..Arg::TEXT
        },
    ],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "Retrieve an asset",
            line: "flora assets retrieve --asset-id asset_abc123",
        },
    ],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Call,
    wait: None,
};

const COMMAND_ASSETS__COMPLETE: Command = Command {
    name: "complete",
    alias: "",
    about: "Complete a signed upload",
    description: "Tells FLORA that the bytes of a signed upload have arrived at the storage host.\n\nThe response may still say `pending_upload`; then retrieve the asset until its status settles. Completing an asset that is already complete answers 409 with the code `conflict`.",
    operation: &operations::COMPLETE_ASSET_UPLOAD,
    args: &[
        Arg {
            flag: "asset-id",
            target: Target::Parameter("assetId"),
            required: true,
            value_name: "ASSET_ID",
            help: "The id of the asset [matches `^asset_\\S+$`]",
            rules: &[Rule::Pattern("^asset_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "idempotency-key",
            target: Target::Parameter("Idempotency-Key"),
            value_name: "IDEMPOTENCY_KEY",
            help: "A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both",
            ..Arg::TEXT
        },
    ],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "Complete a signed upload",
            line: "flora assets complete --asset-id asset_abc123 --idempotency-key 5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e",
        },
    ],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Call,
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "",
        form: "",
    }),
};

const COMMAND_ASSETS__RETRY: Command = Command {
    name: "retry",
    alias: "",
    about: "Retry a failed or expired upload",
    description: "Makes a new signed reservation for an asset whose upload failed or expired.\n\nThe asset keeps its id; `upload` and `expires_at` are new. Post the bytes to the new form and complete the asset. An asset in any other state answers 409 with the code `conflict`.",
    operation: &operations::RETRY_ASSET_UPLOAD,
    args: &[
        Arg {
            flag: "asset-id",
            target: Target::Parameter("assetId"),
            required: true,
            value_name: "ASSET_ID",
            help: "The id of the asset [matches `^asset_\\S+$`]",
            rules: &[Rule::Pattern("^asset_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "idempotency-key",
            target: Target::Parameter("Idempotency-Key"),
            value_name: "IDEMPOTENCY_KEY",
            help: "A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both",
            ..Arg::TEXT
        },
    ],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "Retry a failed or expired upload",
            line: "flora assets retry --asset-id asset_abc123 --idempotency-key 5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e",
        },
    ],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Call,
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "",
        form: "/upload/url",
    }),
};

const COMMAND_ASSETS__UPLOAD: Command = Command {
    name: "upload",
    alias: "",
    about: "Upload files, and wait until the service is done with them",
    description: "A URL is fetched by the service. Up to 4 MiB go with the request; more go to a reserved place. The type of a file is that of its extension. Standard input is kept until it is sent, beyond 8 MiB in a temporary file.",
    operation: &operations::UPLOAD_ASSET,
    args: &[
        Arg {
            flag: "idempotency-key",
            target: Target::Parameter("Idempotency-Key"),
            value_name: "IDEMPOTENCY_KEY",
            help: "A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both",
            ..Arg::TEXT
        },
        Arg {
            flag: "workspace-id",
            target: Target::required_field("workspace_id"),
            required: true,
            value_name: "WORKSPACE_ID",
            help: "The workspace that the asset goes to [matches `^ws_\\S+$`]",
            rules: &[Rule::Pattern("^ws_\\S+$")],
            ..Arg::TEXT
        },
        Arg {
            flag: "folder",
            target: Target::field("folder"),
            value_name: "FOLDER",
            help: "The folder to put the asset into",
            ..Arg::TEXT
        },
        Arg {
            flag: "content-type",
            target: Target::field("content_type"),
            value_name: "CONTENT_TYPE",
            help: "The media type of the file, such as `image/png`",
            ..Arg::TEXT
        },
        Arg {
            flag: "file-name",
            target: Target::field("file_name"),
            value_name: "FILE_NAME",
            help: "The name of the file",
            ..Arg::TEXT
        },
        Arg {
            flag: "project-id",
            target: Target::field("project_id"),
            value_name: "PROJECT_ID",
            help: "A project on whose canvas the asset is placed as well. Newer than API version 1.6.0 [matches `^prj_\\S+$`]",
            rules: &[Rule::Pattern("^prj_\\S+$")],
            ..Arg::TEXT
        },
    ],
    bodies: &[
        Body {
            media_type: "application/json",
            kind: BodyKind::Json,
            constants: &[],
        },
    ],
    body_required: true,
    examples: &[
        Example {
            about: "Upload files",
            line: "flora assets upload hero.png film.mp4 --workspace-id ws_abc123",
        },
        Example {
            about: "Upload what another program writes",
            line: "convert hero.png webp:- | flora assets upload - --workspace-id ws_abc123 --file-name hero.webp",
        },
        Example {
            about: "Let the service fetch a URL",
            line: "flora assets upload https://example.com/hero.png --workspace-id ws_abc123",
        },
    ],
    deprecated: false,
    list: Some(List {
        items: "",
        columns: &[
            "asset_id",
            "status",
            "content_type",
            "size_bytes",
            "created_at",
            "workspace_id",
            "upload_content_type",
            "uploaded_via",
            "failure_message",
            "width",
            "height",
            "description",
            "url",
            "name",
        ],
        pages: None,
    }),
    streams: "",
    task: Task::Upload(&operations::uploads::UPLOAD_ASSET),
    wait: None,
};

const COMMAND_ASSETS__WAIT: Command = Command {
    name: "wait",
    alias: "",
    about: "Wait until status is ready",
    description: "Asks every second and for at most 120 seconds, unless flags say otherwise. A state that is not known is waited for; after an error that may go away, the service is asked again.",
    operation: &operations::GET_ASSET,
    args: &[],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "Wait until status is ready",
            line: "flora assets wait asset_abc123",
        },
    ],
    deprecated: false,
    list: Some(List {
        items: "",
        columns: &[
            "asset_id",
            "status",
            "content_type",
            "size_bytes",
            "created_at",
            "workspace_id",
            "upload_content_type",
            "uploaded_via",
            "failure_message",
            "width",
            "height",
            "description",
            "url",
            "name",
        ],
        pages: None,
    }),
    streams: "",
    task: Task::Wait {
        rule: &operations::polls::GET_ASSET,
        id: Arg {
            flag: "asset-id",
            target: Target::Parameter("assetId"),
            required: true,
            value_name: "ASSET_ID",
            help: "The id of the asset [matches `^asset_\\S+$`]",
            rules: &[Rule::Pattern("^asset_\\S+$")],
            ..Arg::TEXT
        },
    },
    wait: None,
};

const COMMAND_ASSETS__DOWNLOAD: Command = Command {
    name: "download",
    alias: "",
    about: "Download the bytes to a file",
    description: "Takes their address from `url` of the reply, and fetches it without a key. The file is called like the address ends, unless a flag says otherwise; it is there once it is complete, and takes the place of another one only by force.",
    operation: &operations::GET_ASSET,
    args: &[
        Arg {
            flag: "asset-id",
            target: Target::Parameter("assetId"),
            required: true,
            value_name: "ASSET_ID",
            help: "The id of the asset [matches `^asset_\\S+$`]",
            rules: &[Rule::Pattern("^asset_\\S+$")],
            ..Arg::TEXT
        },
    ],
    bodies: &[],
    body_required: false,
    examples: &[
        Example {
            about: "Download the bytes to a file",
            line: "flora assets download asset_abc123",
        },
    ],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Download {
        url: "/url",
        state: "/status",
    },
    wait: None,
};
