//! The nouns of the command line: groups, commands, flags and examples, as data.
//!
//! Plain data; the parser that reads the arguments is part of the runtime.

use serde::Serialize;

use super::Ident;

/// The command line.
#[derive(Clone, Debug, Serialize)]
pub struct Program {
    /// The name of the command.
    pub name: String,
    /// One line.
    pub about: String,
    /// Commands by group.
    pub groups: Vec<Group>,
    /// Commands without a group.
    pub commands: Vec<Command>,
}

/// A group of commands.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// One line.
    pub about: String,
    /// Its commands.
    pub commands: Vec<Command>,
}

/// A command that sends one operation.
#[derive(Clone, Debug, Serialize)]
pub struct Command {
    /// Its name.
    pub name: String,
    /// Another name for it, which help does not show; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alias: String,
    /// One line.
    pub about: String,
    /// More than one line.
    pub description: String,
    /// The row of the table of operations.
    pub operation: Ident,
    /// Its flags.
    pub args: Vec<Arg>,
    /// What it can send.
    pub bodies: Vec<CommandBody>,
    /// Whether one of them must be sent.
    pub body_required: bool,
    /// Command lines with what they do.
    pub examples: Vec<CommandExample>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// Where its reply has a list.
    pub list: Option<CommandList>,
    /// The `Accept` header if its reply may be a run of values; empty if it cannot.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub streams: String,
    /// What it does.
    #[serde(skip_serializing_if = "CommandTask::is_call")]
    pub task: CommandTask,
    /// How it can wait for the end of what its reply is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<CommandWait>,
}

/// What a command does with its operation.
#[derive(Clone, Debug, Serialize)]
pub enum CommandTask {
    /// It calls it once.
    Call,
    /// It asks until there is an end, for each value of this argument.
    Wait(Box<Arg>),
    /// It uploads files.
    Upload,
    /// It downloads the bytes of what its reply describes.
    Download {
        /// Where the reply has their address.
        url: String,
        /// Where the reply has the state of what it describes; empty for nowhere.
        state: String,
    },
}

impl CommandTask {
    fn is_call(&self) -> bool {
        matches!(self, Self::Call)
    }
}

/// How a command waits for the end of what its reply is about.
#[derive(Clone, Debug, Serialize)]
pub struct CommandWait {
    /// The row of the operation that asks; its rule has the same name.
    pub operation: Ident,
    /// The parameter that takes the id.
    pub parameter: String,
    /// Where the reply has the id; empty where the command itself has the parameter.
    pub id: String,
    /// Where the reply has a form that bytes have to go to first; empty for nowhere.
    pub form: String,
}

/// Where the reply of a command has a list.
#[derive(Clone, Debug, Serialize)]
pub struct CommandList {
    /// The JSON pointer to the items.
    pub items: String,
    /// The fields of an item for a table, the most telling first.
    pub columns: Vec<String>,
    /// What there is for its pages.
    pub pages: Option<CommandPages>,
}

/// What a command has for lists in pages.
#[derive(Clone, Debug, Serialize)]
pub struct CommandPages {
    /// The flag that says which page is asked for; empty if there is none.
    pub flag: String,
}

/// A body that a command can send.
#[derive(Clone, Debug, Serialize)]
pub struct CommandBody {
    /// The media type.
    pub media_type: String,
    /// How it is put together.
    pub kind: CommandBodyKind,
    /// The values of which there is only one, and which it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<CommandConstant>,
}

/// A value that a body needs, and of which there is only one.
#[derive(Clone, Debug, Serialize)]
pub struct CommandConstant {
    /// The field; and the names below it, for a part of an object.
    pub path: Vec<String>,
    /// Its JSON text.
    pub json: String,
}

/// How a command's body is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CommandBodyKind {
    /// JSON, from flags.
    Json,
    /// A URL-encoded form, from flags.
    Form,
    /// A form of parts, from flags.
    Multipart,
    /// As it is, from one flag.
    Whole,
}

/// A flag.
#[derive(Clone, Debug, Serialize)]
pub struct Arg {
    /// Its name without dashes.
    pub flag: String,
    /// Where its value goes.
    pub target: ArgTarget,
    /// The names below that of its field, if it sets a part of an object.
    pub inner: Vec<String>,
    /// What its value is.
    pub kind: ArgKind,
    /// Whether it must be given (a parameter) .
    pub required: bool,
    /// Whether it may be given several times.
    pub repeated: bool,
    /// Whether its values are pairs of a name and a value.
    pub map: bool,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// What help calls the value.
    pub value_name: String,
    /// What help says.
    pub help: String,
    /// The known values; others are accepted.
    pub values: Vec<String>,
    /// What the service assumes.
    pub default: String,
    /// What the service demands.
    pub rules: Vec<ArgRule>,
}

/// What the service demands of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ArgRule {
    /// At least this much.
    Minimum(String),
    /// More than this.
    Above(String),
    /// At most this much.
    Maximum(String),
    /// Less than this.
    Below(String),
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// A regular expression.
    Pattern(String),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
}

/// Where a flag's value goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ArgTarget {
    /// A parameter, by its wire name.
    Parameter(String),
    /// A body field.
    Field {
        /// Its wire name.
        name: String,
        /// Which bodies have it.
        bodies: Vec<usize>,
        /// Which bodies require it.
        required_in: Vec<usize>,
    },
}

/// What a flag's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ArgKind {
    /// Text as it is.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// JSON text.
    Json,
    /// The path of a file.
    File,
}

/// A command line with what it does.
#[derive(Clone, Debug, Serialize)]
pub struct CommandExample {
    /// What it does; empty where that is what the command does.
    pub about: String,
    /// The line.
    pub line: String,
}
