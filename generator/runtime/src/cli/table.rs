//! The nouns of a command line: a program, its groups, commands, arguments and bodies.
//!
//! A generated crate describes its whole command line with these types, as constants and without
//! one line of code; every branch and loop is in the sibling modules. All fields are plain and
//! public, and a value can stand in a `static`.
//!
//! What the generated `src/cli.rs` looks like for one command with two bodies and one that lists:
//!
//! ```text
//! use crate::operations;                       // `pub static CREATE_ASSET: Operation = …`
//! use crate::runtime::cli;
//! use crate::runtime::cli::table::{
//!     Arg, ArgKind, Body, BodyKind, Command, Example, Group, Program, Target,
//! };
//!
//! /// Runs the program on the arguments of this process.
//! pub fn main() -> std::process::ExitCode {
//!     cli::main(&PROGRAM)
//! }
//!
//! static PROGRAM: Program = Program {
//!     name: "flora",
//!     version: env!("CARGO_PKG_VERSION"),
//!     about: "Uploads and finds assets in FLORA.",
//!     service: &crate::SERVICE,
//!     groups: &[Group {
//!         name: "assets",
//!         about: "Files that belong to a workspace.",
//!         commands: &[ASSETS_CREATE, ASSETS_LIST],
//!     }],
//!     commands: &[],
//! };
//!
//! const ASSETS_CREATE: Command = Command {
//!     name: "create",
//!     about: "Create an asset from a URL, or send its bytes.",
//!     args: &[
//!         Arg::field("source", "source", "SOURCE").of(&[0], &[0])
//!             .help("A public HTTPS URL, or `signed-url`."),
//!         Arg::field("file", "file", "FILE").of(&[1], &[1]).kind(ArgKind::File)
//!             .help("The file to send; `-` reads standard input."),
//!         // In every body, and a body is required.
//!         Arg::field("workspace-id", "workspace_id", "WORKSPACE_ID").of(&[0, 1], &[0, 1]).required()
//!             .help("The workspace that owns the asset."),
//!     ],
//!     bodies: &[
//!         Body::new("application/json", BodyKind::Json),
//!         Body::new("multipart/form-data", BodyKind::Multipart),
//!     ],
//!     body_required: true,
//!     examples: &[Example::new(
//!         "Send a file",
//!         "flora assets create --file hero.png --workspace-id ws_abc123",
//!     )],
//!     ..Command::of(&operations::CREATE_ASSET)
//! };
//!
//! const ASSETS_LIST: Command = Command {
//!     name: "list",
//!     about: "List the assets that the key can see.",
//!     args: &[
//!         Arg::parameter("limit", "limit", "LIMIT").kind(ArgKind::Integer)
//!             .help("How many assets a page holds at most, 1 to 100."),
//!     ],
//!     examples: &[Example::line("flora assets list --limit 20")],
//!     ..Command::of(&operations::LIST_ASSETS)
//! };
//! ```

use super::super::poll::PollRule;
use super::super::service::{Operation, Service};
use super::super::upload::UploadPlan;

/// A whole command line program.
#[derive(Debug)]
pub struct Program {
    /// The name of the binary: `flora`.
    pub name: &'static str,
    /// The version that `--version` prints.
    pub version: &'static str,
    /// What the program is for, in one line.
    pub about: &'static str,
    /// The service that the commands call.
    pub service: &'static Service,
    /// The groups, in the order of the help.
    pub groups: &'static [Group],
    /// The commands that stand outside every group.
    pub commands: &'static [Command],
}

/// Commands that belong together: `flora assets …`.
#[derive(Debug)]
pub struct Group {
    /// The word on the command line: `assets`.
    pub name: &'static str,
    /// What the group is about, in one line.
    pub about: &'static str,
    /// The commands, in the order of the help. Their names differ.
    pub commands: &'static [Command],
}

/// One operation of the service as a command.
#[derive(Debug)]
pub struct Command {
    /// The word on the command line: `create`.
    pub name: &'static str,
    /// Another word for it that works too and is not shown, or an empty text.
    pub alias: &'static str,
    /// What the command does, in one line.
    pub about: &'static str,
    /// What else there is to know, or an empty text.
    pub description: &'static str,
    /// The operation that it calls.
    pub operation: &'static Operation,
    /// The arguments, in the order of the help. Their flags differ.
    pub args: &'static [Arg],
    /// The request bodies to choose from; the flags that are given decide.
    pub bodies: &'static [Body],
    /// Whether the operation needs one of the bodies.
    pub body_required: bool,
    /// Command lines that work, for the help.
    pub examples: &'static [Example],
    /// Whether the service advises against it.
    pub deprecated: bool,
    /// Where its reply has a list, if it has one.
    pub list: Option<List>,
    /// The `Accept` header if the reply may be a run of values, which are printed as they come;
    /// `""` if there is no such reply.
    pub streams: &'static str,
    /// What it does with its operation.
    pub task: Task,
    /// How it waits for the end of what its reply is about, where that was asked for.
    pub wait: Option<Wait>,
}

impl Command {
    /// A command that calls an operation and has nothing else, not even a name.
    #[must_use]
    pub const fn of(operation: &'static Operation) -> Self {
        Self {
            name: "",
            alias: "",
            about: "",
            description: "",
            operation,
            args: &[],
            bodies: &[],
            body_required: false,
            examples: &[],
            deprecated: false,
            list: None,
            streams: "",
            task: Task::Call,
            wait: None,
        }
    }
}

/// What a command does with its operation.
#[derive(Debug)]
pub enum Task {
    /// Calls it once.
    Call,
    /// Asks until there is an end, once for each value of an argument.
    Wait {
        /// How the end is known.
        rule: &'static PollRule,
        /// The argument of the operation that may be given several times here.
        id: Arg,
    },
    /// Uploads files, of which the operation makes something.
    Upload(&'static UploadPlan),
    /// Downloads the bytes of what the reply describes.
    Download {
        /// The JSON pointer to their address in the reply.
        url: &'static str,
        /// The JSON pointer to the state of what the reply describes; `""` for nowhere.
        state: &'static str,
    },
}

impl Task {
    /// The argument that is not among those of the command.
    pub(super) fn id(&self) -> Option<&Arg> {
        match self {
            Self::Wait { id, .. } => Some(id),
            Self::Call | Self::Upload(_) | Self::Download { .. } => None,
        }
    }
}

/// How a command waits for the end of what its reply is about.
#[derive(Debug)]
pub struct Wait {
    /// The operation that tells the state.
    pub operation: &'static Operation,
    /// How the end is known.
    pub rule: &'static PollRule,
    /// The parameter of that operation that takes the id.
    pub parameter: &'static str,
    /// Where the reply has the id: a JSON pointer, `""` where the command has the same parameter.
    pub id: &'static str,
    /// Where the reply has a form that bytes have to go to before there is anything to wait for;
    /// `""` for nowhere.
    pub form: &'static str,
}

/// Where a reply has a list, and how the list goes on.
#[derive(Debug)]
pub struct List {
    /// The JSON pointer to the items, `""` where the reply is the list.
    pub items: &'static str,
    /// The fields of an item that go into a table, the most telling first; none to take what is
    /// there.
    pub columns: &'static [&'static str],
    /// What there is for its pages, if the list comes in pages.
    pub pages: Option<Pages>,
}

/// What a command has for lists in pages; how one leads to the next is told by its operation.
#[derive(Debug)]
pub struct Pages {
    /// The flag that says which page is asked for; `""` where there is none.
    pub flag: &'static str,
}

/// One of the request bodies that an operation takes.
#[derive(Debug)]
pub struct Body {
    /// The media type that is sent: `application/json`.
    pub media_type: &'static str,
    /// How it is put together.
    pub kind: BodyKind,
    /// The values of which there is only one, and which it needs: they are sent by themselves.
    pub constants: &'static [Constant],
}

impl Body {
    /// A body of a media type, put together in this way.
    #[must_use]
    pub const fn new(media_type: &'static str, kind: BodyKind) -> Self {
        Self {
            media_type,
            kind,
            constants: &[],
        }
    }

    /// Adds the values of which there is only one.
    #[must_use]
    pub const fn constants(mut self, constants: &'static [Constant]) -> Self {
        self.constants = constants;
        self
    }
}

/// A value that a body needs, and of which there is only one.
#[derive(Debug)]
pub struct Constant {
    /// The field; and the names below it, for a part of an object that is there.
    pub path: &'static [&'static str],
    /// Its JSON text.
    pub json: &'static str,
}

/// How a request body is put together from the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A JSON object with a member for each flag.
    Json,
    /// A URL-encoded form with a field for each flag.
    Form,
    /// A multipart form with a part for each flag; the only one that takes files.
    Multipart,
    /// The value of `--body` and nothing else: bytes, text, or JSON that is not an object.
    Whole,
}

/// One argument of a command.
#[derive(Debug)]
pub struct Arg {
    /// The name of the flag without dashes: `asset-id`.
    pub flag: &'static str,
    /// Where the value goes.
    pub target: Target,
    /// The names below that of a field, for a flag that sets a part of an object: `--upload.url`.
    pub inner: &'static [&'static str],
    /// How the value is read.
    pub kind: ArgKind,
    /// Whether the command never works without it: a required parameter, or a required field of
    /// every body of a command that needs a body.
    pub required: bool,
    /// Whether the value is a list, and the flag may be given several times.
    pub repeated: bool,
    /// Whether the value is an object whose names are data: the flag takes `NAME=VALUE`, may be
    /// given several times, and `kind` is that of each value.
    pub map: bool,
    /// Whether the service accepts JSON's `null` in its place.
    pub nullable: bool,
    /// What stands for the value in the help: `ASSET_ID`.
    pub value_name: &'static str,
    /// What the value means.
    pub help: &'static str,
    /// The values that are known, for help and completion; others are accepted too.
    pub values: &'static [&'static str],
    /// The value that the service takes when there is none, for the help; it is never sent.
    pub default: &'static str,
    /// What the service demands of the value, checked before anything is sent.
    pub rules: &'static [Rule],
}

/// What the service demands of a value. Numbers are written as in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At least this much.
    Minimum(&'static str),
    /// More than this.
    Above(&'static str),
    /// At most this much.
    Maximum(&'static str),
    /// Less than this.
    Below(&'static str),
    /// At least so many characters.
    MinLength(usize),
    /// At most so many characters.
    MaxLength(usize),
    /// A regular expression of ECMA-262; one that we cannot read is left to the service.
    Pattern(&'static str),
    /// At least so many items.
    MinItems(usize),
    /// At most so many items.
    MaxItems(usize),
}

impl Arg {
    /// A flag for a parameter of the operation, which can do without it: any text, given once.
    #[must_use]
    pub const fn parameter(
        flag: &'static str,
        name: &'static str,
        value_name: &'static str,
    ) -> Self {
        Self {
            flag,
            target: Target::Parameter(name),
            inner: &[],
            kind: ArgKind::Text,
            required: false,
            repeated: false,
            map: false,
            nullable: false,
            value_name,
            help: "",
            values: &[],
            default: "",
            rules: &[],
        }
    }

    /// A flag for a field of the only body, which can do without it.
    #[must_use]
    pub const fn field(flag: &'static str, name: &'static str, value_name: &'static str) -> Self {
        let mut arg = Self::parameter(flag, name, value_name);
        arg.target = Target::Field {
            name,
            bodies: &[0],
            required_in: &[],
        };
        arg
    }

    /// Sets which bodies have the field, as indexes into those of the command, and which need it.
    #[must_use]
    pub const fn of(mut self, bodies: &'static [usize], required_in: &'static [usize]) -> Self {
        if let Target::Field { name, .. } = self.target {
            self.target = Target::Field {
                name,
                bodies,
                required_in,
            };
        }
        self
    }

    /// Sets the names below that of a field.
    #[must_use]
    pub const fn inner(mut self, inner: &'static [&'static str]) -> Self {
        self.inner = inner;
        self
    }

    /// Sets how the value is read.
    #[must_use]
    pub const fn kind(mut self, kind: ArgKind) -> Self {
        self.kind = kind;
        self
    }

    /// The command never works without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The value is a list.
    #[must_use]
    pub const fn repeated(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// The value is an object whose names are data.
    #[must_use]
    pub const fn map(mut self) -> Self {
        self.map = true;
        self
    }

    /// The service accepts JSON's `null` in its place.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets what the value means.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Sets the values that are known.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the value that the service takes when there is none.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    /// Sets what the service demands of the value.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}

/// Where the value of an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A parameter of the operation, by the name it has there: path, query, header or cookie.
    ///
    /// Where parameters of different locations share a name, their arguments stand in the order
    /// of the operation's parameters.
    Parameter(&'static str),
    /// A field of the request body.
    Field {
        /// The name on the wire.
        name: &'static str,
        /// The bodies that have the field, as indexes into [`Command::bodies`].
        bodies: &'static [usize],
        /// Those of them that need it.
        required_in: &'static [usize],
    },
}

/// How the value of an argument is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgKind {
    /// Any text, sent as it is.
    Text,
    /// A whole number of any size.
    Integer,
    /// A number, sent with the digits that were typed.
    Number,
    /// `true` or `false`; the flag alone means `true`.
    Boolean,
    /// Any JSON value, sent as it was typed.
    Json,
    /// The path of a file, or `-` for standard input; only for multipart bodies.
    File,
}

/// A command line that works, for the help.
#[derive(Debug)]
pub struct Example {
    /// What it does: `Send a file`; `""` where that is what the command does.
    pub about: &'static str,
    /// The whole line: `flora assets list --limit 20`.
    pub line: &'static str,
}

impl Example {
    /// A line, and what it does.
    #[must_use]
    pub const fn new(about: &'static str, line: &'static str) -> Self {
        Self { about, line }
    }

    /// A line that does what the command does.
    #[must_use]
    pub const fn line(line: &'static str) -> Self {
        Self::new("", line)
    }
}
