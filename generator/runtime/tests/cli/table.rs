//! The table that the tests run: two groups and a command without one, with a bit of everything.

use client_runtime::cli::table::{
    Arg, ArgKind, Body, BodyKind, Command, Constant, Example, Group, List, Program, Rule, Target,
    Task,
};
use client_runtime::service::{
    Credential, CredentialKind, ErrorShape, Location, Operation, Parameter, Service, Style,
};

pub(crate) static VAULT: Program = Program {
    name: "vault",
    version: "1.2.3",
    about: "Keeps assets.",
    service: &SERVICE,
    groups: &[
        Group {
            name: "assets",
            about: "Files of a workspace.",
            commands: &[ASSETS_CREATE, ASSETS_LIST, ASSETS_RETRIEVE],
        },
        Group {
            name: "projects",
            about: "What the files are for.",
            commands: &[
                PROJECTS_UPDATE,
                PROJECTS_SHARE,
                PROJECTS_IMPORT,
                PROJECTS_NOTE,
                PROJECTS_CREATE,
                PROJECTS_PAY,
            ],
        },
    ],
    commands: &[STATUS],
};

/// A service whose replies may be printed while they come.
pub(crate) static FEED: Program = Program {
    name: "feed",
    version: "1.2.3",
    about: "",
    service: &SERVICE,
    groups: &[],
    commands: &[Command {
        name: "listen",
        operation: &Operation {
            id: "listen",
            path: "/news",
            ..BASE
        },
        streams: "application/json, text/event-stream, application/jsonl",
        ..COMMAND
    }],
};

static SERVICE: Service = Service {
    name: "Vault API",
    user_agent: "vault-client/1.2.3",
    base_url: "https://vault.example.com/v1",
    base_url_env: "VAULT_BASE_URL",
    headers_env: "",
    credentials: &[Credential {
        name: "api_key",
        env: "VAULT_API_KEY",
        kind: CredentialKind::Bearer,
    }],
    any: &BASE,
};

const BASE: Operation = Operation {
    id: "",
    method: "GET",
    path: "",
    parameters: &[],
    security: &[&[0]],
    accept: "application/json",
    error: ErrorShape {
        code: "/error/code",
        message: "/error/message",
        fields: "/error/fields",
        field: "/field",
        field_message: "/message",
    },
    failures: &[],
    request_id: Some("request-id"),
    idempotency: None,
    pagination: None,
    server: None,
    form: &[],
};

const fn parameter(name: &'static str, location: Location, style: Style) -> Parameter {
    let explode = matches!(style, Style::Form | Style::DeepObject);
    Parameter {
        name,
        location,
        style,
        explode,
        allow_reserved: false,
        required: false,
        constant: "",
    }
}

const fn arg(flag: &'static str, target: Target, kind: ArgKind) -> Arg {
    Arg {
        target,
        kind,
        ..Arg::parameter(flag, "", "VALUE")
    }
}

/// A field that only the first body has.
const fn field(name: &'static str) -> Target {
    Target::Field {
        name,
        bodies: &[0],
        required_in: &[],
    }
}

const fn named(arg: Arg, value_name: &'static str) -> Arg {
    Arg { value_name, ..arg }
}

const fn required(arg: Arg) -> Arg {
    Arg {
        required: true,
        ..arg
    }
}

const fn repeated(arg: Arg) -> Arg {
    Arg {
        repeated: true,
        ..arg
    }
}

const fn nullable(arg: Arg) -> Arg {
    Arg {
        nullable: true,
        ..arg
    }
}

const COMMAND: Command = Command {
    name: "",
    alias: "",
    about: "",
    description: "",
    operation: &BASE,
    args: &[],
    bodies: &[],
    body_required: false,
    examples: &[],
    deprecated: false,
    list: None,
    streams: "",
    task: Task::Call,
    wait: None,
};

const JSON: Body = Body {
    media_type: "application/json",
    kind: BodyKind::Json,
    constants: &[],
};

const ASSETS_CREATE: Command = Command {
    name: "create",
    about: "Create an asset.",
    operation: &Operation {
        id: "createAsset",
        method: "POST",
        path: "/assets",
        parameters: &[parameter(
            "Idempotency-Key",
            Location::Header,
            Style::Simple,
        )],
        ..BASE
    },
    args: &[
        named(
            arg(
                "source",
                Target::Field {
                    name: "source",
                    bodies: &[0],
                    required_in: &[0],
                },
                ArgKind::Text,
            ),
            "SOURCE",
        ),
        named(
            arg(
                "file",
                Target::Field {
                    name: "file",
                    bodies: &[1],
                    required_in: &[1],
                },
                ArgKind::File,
            ),
            "FILE",
        ),
        required(named(
            arg(
                "workspace-id",
                Target::Field {
                    name: "workspace_id",
                    bodies: &[0, 1],
                    required_in: &[0, 1],
                },
                ArgKind::Text,
            ),
            "WORKSPACE_ID",
        )),
        arg("callback", field("callback"), ArgKind::Text),
        arg(
            "size",
            Target::Field {
                name: "size",
                bodies: &[0, 1],
                required_in: &[],
            },
            ArgKind::Integer,
        ),
        arg(
            "idempotency-key",
            Target::Parameter("Idempotency-Key"),
            ArgKind::Text,
        ),
    ],
    bodies: &[
        JSON,
        Body {
            media_type: "multipart/form-data",
            kind: BodyKind::Multipart,
            constants: &[],
        },
    ],
    body_required: true,
    examples: &[Example {
        about: "Send a file",
        line: "vault assets create --file hero.png --workspace-id ws_1",
    }],
    ..COMMAND
};

const ASSETS_LIST: Command = Command {
    name: "list",
    about: "List assets.",
    description: "The newest come first.",
    operation: &Operation {
        id: "listAssets",
        path: "/assets",
        parameters: &[
            parameter("limit", Location::Query, Style::Form),
            parameter("query", Location::Query, Style::Form),
            parameter("status", Location::Query, Style::Form),
            parameter("archived", Location::Query, Style::Form),
            parameter("tag", Location::Query, Style::Form),
            parameter("filter", Location::Query, Style::DeepObject),
            parameter("range", Location::Query, Style::Json),
            // Our own flag of this name has to give way.
            parameter("timeout", Location::Query, Style::Form),
        ],
        ..BASE
    },
    args: &[
        Arg {
            default: "20",
            ..arg("limit", Target::Parameter("limit"), ArgKind::Integer)
        },
        arg("query", Target::Parameter("query"), ArgKind::Text),
        Arg {
            values: &["ready", "failed"],
            ..arg("status", Target::Parameter("status"), ArgKind::Text)
        },
        arg("archived", Target::Parameter("archived"), ArgKind::Boolean),
        repeated(arg("tag", Target::Parameter("tag"), ArgKind::Text)),
        arg("filter", Target::Parameter("filter"), ArgKind::Json),
        arg("range", Target::Parameter("range"), ArgKind::Json),
        arg("timeout", Target::Parameter("timeout"), ArgKind::Integer),
    ],
    examples: &[Example {
        about: "",
        line: "vault assets list --limit 20",
    }],
    list: Some(List {
        items: "/assets",
        columns: &["asset_id", "name", "status", "url"],
        pages: None,
    }),
    ..COMMAND
};

const ASSET_ID: &[Parameter] = &[parameter("assetId", Location::Path, Style::Simple)];

const ASSETS_RETRIEVE: Command = Command {
    name: "retrieve",
    about: "Show an asset.",
    operation: &Operation {
        id: "getAsset",
        path: "/assets/{assetId}",
        parameters: ASSET_ID,
        ..BASE
    },
    args: &[required(named(
        arg("asset-id", Target::Parameter("assetId"), ArgKind::Text),
        "ASSET_ID",
    ))],
    deprecated: true,
    ..COMMAND
};

const PROJECTS_UPDATE: Command = Command {
    name: "update",
    about: "Change a project.",
    operation: &Operation {
        id: "updateProject",
        method: "PATCH",
        path: "/projects/{assetId}",
        parameters: ASSET_ID,
        ..BASE
    },
    args: &[
        required(named(
            arg("id", Target::Parameter("assetId"), ArgKind::Text),
            "ID",
        )),
        nullable(arg("name", field("name"), ArgKind::Text)),
        nullable(arg("budget", field("budget"), ArgKind::Integer)),
        arg("ratio", field("ratio"), ArgKind::Number),
        nullable(arg("public", field("public"), ArgKind::Boolean)),
        arg("settings", field("settings"), ArgKind::Json),
        repeated(arg("tag", field("tags"), ArgKind::Text)),
        nullable(repeated(arg("size", field("sizes"), ArgKind::Integer))),
    ],
    bodies: &[JSON],
    ..COMMAND
};

const PROJECTS_SHARE: Command = Command {
    name: "share",
    about: "Share a project.",
    operation: &Operation {
        id: "share",
        method: "POST",
        path: "/share",
        ..BASE
    },
    args: &[
        arg("with", field("with"), ArgKind::Text),
        arg("days", field("days"), ArgKind::Integer),
    ],
    bodies: &[Body {
        media_type: "application/x-www-form-urlencoded",
        kind: BodyKind::Form,
        constants: &[],
    }],
    ..COMMAND
};

const PROJECTS_IMPORT: Command = Command {
    name: "import",
    about: "Import projects.",
    operation: &Operation {
        id: "import",
        method: "POST",
        path: "/import",
        ..BASE
    },
    bodies: &[Body {
        media_type: "application/json",
        kind: BodyKind::Whole,
        constants: &[],
    }],
    body_required: true,
    ..COMMAND
};

const PROJECTS_NOTE: Command = Command {
    name: "note",
    about: "Write a note, as text or as its parts.",
    operation: &Operation {
        id: "note",
        method: "POST",
        path: "/note",
        ..BASE
    },
    args: &[arg(
        "title",
        Target::Field {
            name: "title",
            bodies: &[1],
            required_in: &[1],
        },
        ArgKind::Text,
    )],
    bodies: &[
        Body {
            media_type: "text/plain",
            kind: BodyKind::Whole,
            constants: &[],
        },
        JSON,
    ],
    body_required: true,
    ..COMMAND
};

const PROJECTS_CREATE: Command = Command {
    name: "create",
    about: "Create a project in a folder of an organisation.",
    operation: &Operation {
        id: "createProject",
        method: "POST",
        path: "/orgs/{org}/{folder}/projects",
        parameters: &[Parameter::path("folder"), Parameter::path("org")],
        ..BASE
    },
    args: &[
        required(arg("folder", Target::Parameter("folder"), ArgKind::Text)),
        required(arg("org", Target::Parameter("org"), ArgKind::Integer)),
        Arg {
            rules: &[
                Rule::MinLength(2),
                Rule::MaxLength(5),
                Rule::Pattern(r"^\S+$"),
                Rule::Pattern("(?=what we cannot read)"),
            ],
            ..arg("name", field("name"), ArgKind::Text)
        },
        Arg {
            rules: &[Rule::Minimum("1"), Rule::Below("18446744073709551616")],
            ..arg("count", field("count"), ArgKind::Integer)
        },
        Arg {
            rules: &[Rule::Above("0"), Rule::Maximum("1")],
            ..arg("share", field("share"), ArgKind::Number)
        },
        Arg {
            rules: &[Rule::MinItems(2), Rule::MaxItems(3), Rule::MaxLength(3)],
            ..repeated(arg("tag", field("tags"), ArgKind::Text))
        },
        nullable(arg("note", field("note"), ArgKind::Text)),
        arg("owner", field("owner"), ArgKind::Json),
        Arg {
            inner: &["name"],
            ..arg("owner.name", field("owner"), ArgKind::Text)
        },
        Arg {
            inner: &["address", "zip"],
            ..arg("owner.address.zip", field("owner"), ArgKind::Integer)
        },
        Arg {
            map: true,
            ..arg("label", field("labels"), ArgKind::Text)
        },
        Arg {
            map: true,
            ..arg("limit", field("limits"), ArgKind::Integer)
        },
    ],
    bodies: &[JSON],
    ..COMMAND
};

const PROJECTS_PAY: Command = Command {
    name: "pay",
    alias: "project-pay",
    about: "Pay by card, from an account.",
    operation: &Operation {
        id: "pay",
        method: "POST",
        path: "/payments",
        ..BASE
    },
    args: &[
        Arg {
            values: &["card"],
            ..arg("type", both("type"), ArgKind::Text)
        },
        arg("amount", both("amount"), ArgKind::Integer),
        arg("from", field("from"), ArgKind::Json),
        Arg {
            inner: &["number"],
            ..arg("from.number", field("from"), ArgKind::Text)
        },
        arg(
            "receipt",
            Target::Field {
                name: "receipt",
                bodies: &[1],
                required_in: &[],
            },
            ArgKind::File,
        ),
    ],
    bodies: &[
        Body {
            constants: &[
                Constant {
                    path: &["type"],
                    json: r#""card""#,
                },
                Constant {
                    path: &["version"],
                    json: "2",
                },
                Constant {
                    path: &["from", "kind"],
                    json: r#""account""#,
                },
                Constant {
                    path: &["from", "bank", "open"],
                    json: "true",
                },
            ],
            ..JSON
        },
        Body {
            media_type: "multipart/form-data",
            kind: BodyKind::Multipart,
            constants: &[Constant {
                path: &["type"],
                json: r#""card""#,
            }],
        },
    ],
    body_required: true,
    ..COMMAND
};

/// A field of two bodies, which can do without it.
const fn both(name: &'static str) -> Target {
    Target::Field {
        name,
        bodies: &[0, 1],
        required_in: &[],
    }
}

const STATUS: Command = Command {
    name: "status",
    about: "Show whether the service is up.",
    operation: &Operation {
        id: "status",
        path: "/status",
        security: &[],
        ..BASE
    },
    ..COMMAND
};

/// A document that uses every word of ours for its own things.
pub(crate) static GREEDY: Program = Program {
    name: "greedy",
    version: "0.1.0",
    about: "",
    service: &Service {
        base_url_env: "VAULT_BASE_URL",
        credentials: &[
            Credential {
                name: "api_key",
                env: "",
                kind: CredentialKind::Bearer,
            },
            Credential {
                name: "help",
                env: "",
                kind: CredentialKind::Basic,
            },
            Credential {
                name: "xToken",
                env: "",
                kind: CredentialKind::ApiKey {
                    location: Location::Header,
                    name: "X-Token",
                },
            },
        ],
        ..SERVICE
    },
    groups: &[
        Group {
            name: "help",
            about: "",
            commands: &[GREEDY_COMMAND],
        },
        Group {
            name: "completions",
            about: "",
            commands: &[GREEDY_COMMAND, GREEDY_DOWNLOAD],
        },
    ],
    commands: &[],
};

const GREEDY_DOWNLOAD: Command = Command {
    name: "download",
    task: Task::Download {
        url: "/to",
        state: "",
    },
    ..GREEDY_COMMAND
};

const GREEDY_COMMAND: Command = Command {
    name: "help",
    operation: &Operation {
        id: "greedy",
        method: "POST",
        path: "/greedy/{id}",
        parameters: &[
            parameter("id", Location::Path, Style::Simple),
            parameter("id", Location::Query, Style::Form),
            parameter("help", Location::Query, Style::Form),
            parameter("format", Location::Query, Style::Form),
            parameter("output", Location::Query, Style::Form),
            parameter("version", Location::Query, Style::Form),
            parameter("api-key", Location::Query, Style::Form),
            parameter("base-url", Location::Query, Style::Form),
            parameter("header", Location::Query, Style::Form),
            parameter("debug", Location::Query, Style::Form),
            parameter("body", Location::Query, Style::Form),
            parameter("client-body", Location::Query, Style::Form),
            parameter("wait", Location::Query, Style::Form),
            parameter("parallel", Location::Query, Style::Form),
            parameter("to", Location::Query, Style::Form),
            parameter("force", Location::Query, Style::Form),
        ],
        security: &[&[0], &[1], &[2]],
        ..BASE
    },
    args: &[
        required(arg("id", Target::Parameter("id"), ArgKind::Integer)),
        arg("query-id", Target::Parameter("id"), ArgKind::Integer),
        arg("help", Target::Parameter("help"), ArgKind::Text),
        arg("format", Target::Parameter("format"), ArgKind::Text),
        arg("output", Target::Parameter("output"), ArgKind::Text),
        arg("version", Target::Parameter("version"), ArgKind::Text),
        arg("api-key", Target::Parameter("api-key"), ArgKind::Text),
        arg("base-url", Target::Parameter("base-url"), ArgKind::Text),
        arg("header", Target::Parameter("header"), ArgKind::Text),
        arg("debug", Target::Parameter("debug"), ArgKind::Text),
        arg("body", Target::Parameter("body"), ArgKind::Text),
        arg(
            "client-body",
            Target::Parameter("client-body"),
            ArgKind::Text,
        ),
        arg("wait", Target::Parameter("wait"), ArgKind::Text),
        arg("parallel", Target::Parameter("parallel"), ArgKind::Text),
        arg("to", Target::Parameter("to"), ArgKind::Text),
        arg("force", Target::Parameter("force"), ArgKind::Text),
    ],
    bodies: &[Body {
        media_type: "text/plain",
        kind: BodyKind::Whole,
        constants: &[],
    }],
    ..COMMAND
};
