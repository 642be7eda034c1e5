// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command `flora`.

use crate::client::SERVICE;
use crate::operations;
use crate::runtime::cli;
use crate::runtime::cli::table::{
    Arg, ArgKind, Body, BodyKind, Command, Example, Group, List, Pages, Program, Rule,
    Task, Wait,
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
    about: "Create an asset",
    description: "Creates an asset from a public URL, from bytes in the request, or as the reservation of a signed upload.\n\nWith a URL in `source`, FLORA fetches the file itself. With `signed-url`, the response carries an `upload` form: post the bytes to it, then complete the asset. Files up to 4 MB can also be sent directly as `multipart/form-data` (newer than API version 1.6.0).\n\nAccepted are images (JPEG, PNG, WebP, GIF, AVIF, HEIC, HEIF; at most 150 megapixels), videos (MP4, WebM, QuickTime), audio (MPEG, WAV, Ogg) and PDF.",
    args: &[
        Arg::parameter("idempotency-key", "Idempotency-Key", "IDEMPOTENCY_KEY")
            .help("A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both"),
        Arg::field("source", "source", "SOURCE").of(&[0], &[0])
            .help("Where the bytes come from: a public HTTPS URL that FLORA fetches (up to 50 MB), or `signed-url` to reserve an upload. URLs of private networks are refused; older API versions accept certain hosts only"),
        Arg::field("workspace-id", "workspace_id", "WORKSPACE_ID").of(&[0, 1], &[0, 1]).required().rules(&[Rule::Pattern("^ws_\\S+$")])
            .help("The workspace that the asset goes to [matches `^ws_\\S+$`]"),
        Arg::field("folder", "folder", "FOLDER").of(&[0, 1], &[])
            .help("The folder to put the asset into"),
        Arg::field("content-type", "content_type", "CONTENT_TYPE").of(&[0, 1], &[])
            .help("The media type of the file, such as `image/png`"),
        Arg::field("file-name", "file_name", "FILE_NAME").of(&[0, 1], &[])
            .help("The name of the file"),
        Arg::field("project-id", "project_id", "PROJECT_ID").of(&[0, 1], &[]).rules(&[Rule::Pattern("^prj_\\S+$")])
            .help("A project on whose canvas the asset is placed as well. Newer than API version 1.6.0 [matches `^prj_\\S+$`]"),
        Arg::field("file", "file", "PATH").of(&[1], &[1]).kind(ArgKind::File)
            .help("The bytes of the file, up to 4 MB. Use a signed upload for larger files"),
    ],
    bodies: &[
        Body::new("application/json", BodyKind::Json),
        Body::new("multipart/form-data", BodyKind::Multipart),
    ],
    body_required: true,
    examples: &[
        Example::new("Reserve a signed upload", "flora assets create --source signed-url --workspace-id ws_abc123 --folder campaign-assets --content-type image/png --file-name hero.png --project-id prj_abc123"),
        Example::new("Fetch a public URL", "flora assets create --source https://example.com/source.png --workspace-id ws_abc123 --file-name hero-source.png"),
        Example::new("Send a small file directly", "flora assets create --workspace-id ws_abc123 --folder campaign-assets --content-type image/webp --file-name hero-small.webp --file file.bin"),
    ],
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "/asset_id",
        form: "/upload/url",
    }),
    ..Command::of(&operations::UPLOAD_ASSET)
};

const COMMAND_ASSETS__LIST: Command = Command {
    name: "list",
    about: "List assets",
    description: "Lists the assets that the API key can see, one page at a time.\n\nAll filters are optional. To get the next page, send `meta.next_cursor` as `cursor` and leave every other parameter as it was. Only a null `next_cursor` marks the end: a page may be empty before it.",
    args: &[
        Arg::parameter("limit", "limit", "LIMIT").kind(ArgKind::Integer).rules(&[Rule::Minimum("1"), Rule::Maximum("100")])
            .help("The largest number of assets on one page, from 1 to 100 [at least 1, at most 100]"),
        Arg::parameter("cursor", "cursor", "CURSOR")
            .help("Where the page starts, as given by `meta.next_cursor` of the page before. Leave it out for the first page"),
        Arg::parameter("query", "query", "QUERY").help("Text to search for"),
        Arg::parameter("workspace-id", "workspace_id", "WORKSPACE_ID").rules(&[Rule::Pattern("^ws_\\S+$")])
            .help("Only assets of this workspace [matches `^ws_\\S+$`]"),
        Arg::parameter("project-id", "project_id", "PROJECT_ID").rules(&[Rule::Pattern("^prj_\\S+$")])
            .help("Only assets on the canvas of this project [matches `^prj_\\S+$`]"),
    ],
    examples: &[
        Example::line("flora assets list --limit 2 --cursor eyJvZmZzZXQiOjJ9"),
    ],
    list: Some(List {
        items: "/assets",
        columns: &[
            "asset_id", "name", "status", "content_type", "size_bytes", "created_at",
            "workspace_id", "upload_content_type", "uploaded_via", "width", "height", "node_id",
            "project_id", "description", "url",
        ],
        pages: Some(Pages { flag: "cursor" }),
    }),
    ..Command::of(&operations::LIST_ASSETS)
};

const COMMAND_ASSETS__RETRIEVE: Command = Command {
    name: "retrieve",
    about: "Retrieve an asset",
    description: "Returns the metadata and the current status of one asset.\n\nCall it repeatedly after completing an upload, until `status` is `ready` or `failed`. An asset that does not exist and one that the API key may not see both answer 404.",
    args: &[
        Arg::parameter("asset-id", "assetId", "ASSET_ID").required().rules(&[Rule::Pattern("^asset_\\S+$")])
            .help("The id of the asset [matches `^asset_\\S+$`]"),
    ],
    examples: &[
        Example::line("flora assets retrieve --asset-id asset_abc123"),
    ],
    ..Command::of(&operations::GET_ASSET)
};

const COMMAND_ASSETS__COMPLETE: Command = Command {
    name: "complete",
    about: "Complete a signed upload",
    description: "Tells FLORA that the bytes of a signed upload have arrived at the storage host.\n\nThe response may still say `pending_upload`; then retrieve the asset until its status settles. Completing an asset that is already complete answers 409 with the code `conflict`.",
    args: &[
        Arg::parameter("asset-id", "assetId", "ASSET_ID").required().rules(&[Rule::Pattern("^asset_\\S+$")])
            .help("The id of the asset [matches `^asset_\\S+$`]"),
        Arg::parameter("idempotency-key", "Idempotency-Key", "IDEMPOTENCY_KEY")
            .help("A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both"),
    ],
    examples: &[
        Example::line("flora assets complete --asset-id asset_abc123 --idempotency-key 5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e"),
    ],
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "",
        form: "",
    }),
    ..Command::of(&operations::COMPLETE_ASSET_UPLOAD)
};

const COMMAND_ASSETS__RETRY: Command = Command {
    name: "retry",
    about: "Retry a failed or expired upload",
    description: "Makes a new signed reservation for an asset whose upload failed or expired.\n\nThe asset keeps its id; `upload` and `expires_at` are new. Post the bytes to the new form and complete the asset. An asset in any other state answers 409 with the code `conflict`.",
    args: &[
        Arg::parameter("asset-id", "assetId", "ASSET_ID").required().rules(&[Rule::Pattern("^asset_\\S+$")])
            .help("The id of the asset [matches `^asset_\\S+$`]"),
        Arg::parameter("idempotency-key", "Idempotency-Key", "IDEMPOTENCY_KEY")
            .help("A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both"),
    ],
    examples: &[
        Example::line("flora assets retry --asset-id asset_abc123 --idempotency-key 5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e"),
    ],
    wait: Some(Wait {
        operation: &operations::GET_ASSET,
        rule: &operations::polls::GET_ASSET,
        parameter: "assetId",
        id: "",
        form: "/upload/url",
    }),
    ..Command::of(&operations::RETRY_ASSET_UPLOAD)
};

const COMMAND_ASSETS__UPLOAD: Command = Command {
    name: "upload",
    about: "Upload files, and wait until the service is done with them",
    description: "A URL is fetched by the service. Up to 4 MiB go with the request; more go to a reserved place. The type of a file is that of its extension. Standard input is kept until it is sent, beyond 8 MiB in a temporary file.",
    args: &[
        Arg::parameter("idempotency-key", "Idempotency-Key", "IDEMPOTENCY_KEY")
            .help("A value of your choice that is unique to this request, so that a retry cannot do the work twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`. FLORA's guides promise something else: the same body gets the first response again, marked by the header `idempotent-replayed`, and another body gets 422 with the code `idempotency_conflict`. Be ready for both"),
        Arg::field("workspace-id", "workspace_id", "WORKSPACE_ID").of(&[0], &[0]).required().rules(&[Rule::Pattern("^ws_\\S+$")])
            .help("The workspace that the asset goes to [matches `^ws_\\S+$`]"),
        Arg::field("folder", "folder", "FOLDER").help("The folder to put the asset into"),
        Arg::field("content-type", "content_type", "CONTENT_TYPE")
            .help("The media type of the file, such as `image/png`"),
        Arg::field("file-name", "file_name", "FILE_NAME").help("The name of the file"),
        Arg::field("project-id", "project_id", "PROJECT_ID").rules(&[Rule::Pattern("^prj_\\S+$")])
            .help("A project on whose canvas the asset is placed as well. Newer than API version 1.6.0 [matches `^prj_\\S+$`]"),
    ],
    bodies: &[
        Body::new("application/json", BodyKind::Json),
    ],
    body_required: true,
    examples: &[
        Example::new("Upload files", "flora assets upload hero.png film.mp4 --workspace-id ws_abc123"),
        Example::new("Upload what another program writes", "convert hero.png webp:- | flora assets upload - --workspace-id ws_abc123 --file-name hero.webp"),
        Example::new("Let the service fetch a URL", "flora assets upload https://example.com/hero.png --workspace-id ws_abc123"),
    ],
    list: Some(List {
        items: "",
        columns: &[
            "asset_id", "status", "content_type", "size_bytes", "created_at", "workspace_id",
            "upload_content_type", "uploaded_via", "failure_message", "width", "height",
            "description", "url", "name",
        ],
        pages: None,
    }),
    task: Task::Upload(&operations::uploads::UPLOAD_ASSET),
    ..Command::of(&operations::UPLOAD_ASSET)
};

const COMMAND_ASSETS__WAIT: Command = Command {
    name: "wait",
    about: "Wait until status is ready",
    description: "Asks every second and for at most 120 seconds, unless flags say otherwise. A state that is not known is waited for; after an error that may go away, the service is asked again.",
    examples: &[
        Example::new("Wait until status is ready", "flora assets wait asset_abc123"),
    ],
    list: Some(List {
        items: "",
        columns: &[
            "asset_id", "status", "content_type", "size_bytes", "created_at", "workspace_id",
            "upload_content_type", "uploaded_via", "failure_message", "width", "height",
            "description", "url", "name",
        ],
        pages: None,
    }),
    task: Task::Wait {
        rule: &operations::polls::GET_ASSET,
        id: Arg::parameter("asset-id", "assetId", "ASSET_ID")
            .required()
            .rules(&[Rule::Pattern("^asset_\\S+$")])
            .help("The id of the asset [matches `^asset_\\S+$`]"),
    },
    ..Command::of(&operations::GET_ASSET)
};

const COMMAND_ASSETS__DOWNLOAD: Command = Command {
    name: "download",
    about: "Download the bytes to a file",
    description: "Takes their address from `url` of the reply, and fetches it without a key. The file is called like the address ends, unless a flag says otherwise; it is there once it is complete, and takes the place of another one only by force.",
    args: &[
        Arg::parameter("asset-id", "assetId", "ASSET_ID").required().rules(&[Rule::Pattern("^asset_\\S+$")])
            .help("The id of the asset [matches `^asset_\\S+$`]"),
    ],
    examples: &[
        Example::new("Download the bytes to a file", "flora assets download asset_abc123"),
    ],
    task: Task::Download {
        url: "/url",
        state: "/status",
    },
    ..Command::of(&operations::GET_ASSET)
};
