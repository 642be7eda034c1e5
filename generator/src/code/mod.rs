//! The Rust we will write: the API with every decision taken, but no token yet.
//!
//! [`plan`] turns an [`ir::Api`] into a [`Package`]. Identifiers are born in
//! [`names`], and nowhere else; names that users see are pinned in a
//! [`lock::Lock`]. The templates in [`crate::emit`] repeat and omit, they do
//! not decide.

mod cli;
mod client;
mod docs;
mod examples;
mod features;
pub mod lock;
mod models;
mod names;
mod operations;
mod types;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::ir;
use crate::value::Value;

pub use features::RuntimeModule;
pub use names::Ident;

/// What the caller decides about the package, beside the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The package name; by default the document's `x-client`, else one made of its title.
    pub name: Option<String>,
    /// How the document is called in the output, for example `spec/assets.yaml`.
    pub source: String,
    /// The command that makes the output, for example `cargo xtask generate`.
    pub command: String,
    /// Whether the package is a workspace of its own.
    pub own_workspace: bool,
}

/// The whole output as a plan.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// Names and versions.
    pub manifest: Manifest,
    /// The crate's documentation, line by line.
    pub docs: Vec<String>,
    /// The service that the client talks to.
    pub service: Service,
    /// Handles and request builders, one module each.
    pub resources: Vec<Resource>,
    /// Types of values on the wire.
    pub models: Vec<Model>,
    /// The table of operations.
    pub operations: Vec<Operation>,
    /// The command line.
    pub program: Program,
    /// The modules of the runtime that the output needs.
    pub runtime: Vec<RuntimeModule>,
}

/// Names and versions of the package.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// The package name, for example `flora-client`.
    pub name: String,
    /// The library name, for example `flora_client`.
    pub library: Ident,
    /// The name of the command, for example `flora`.
    pub binary: String,
    /// The version of the package.
    pub version: String,
    /// One line.
    pub description: String,
    /// An SPDX expression.
    pub license: Option<String>,
    /// The document's title.
    pub api_title: String,
    /// The document's version.
    pub api_version: String,
    /// How the document is called.
    pub source: String,
    /// The command that makes the output.
    pub command: String,
    /// Whether the package is a workspace of its own.
    pub own_workspace: bool,
}

/// The service that the client talks to.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// The document's title.
    pub title: String,
    /// The title as part of a line of documentation.
    pub docs_title: String,
    /// What the client calls itself.
    pub user_agent: String,
    /// The first server's URL; empty if the document has none with a host.
    pub base_url: String,
    /// The environment variable that replaces the URL.
    pub base_url_env: String,
    /// What may prove who is calling.
    pub credentials: Vec<Credential>,
    /// Whether some operation needs a credential.
    pub needs_credentials: bool,
}

/// Something that proves who is calling.
#[derive(Clone, Debug, Serialize)]
pub struct Credential {
    /// The setter of the builder and, in kebab case, the flag of the command.
    pub name: Ident,
    /// The environment variable it is read from.
    pub env: String,
    /// How it goes over the wire.
    pub kind: ir::CredentialKind,
    /// The setter's documentation.
    pub docs: Vec<String>,
}

/// A group of operations: a module with a handle and request builders.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    /// The module's name, for example `assets`; also the client's method.
    pub module: Ident,
    /// The handle's name, for example `Assets`. None: the methods are the client's own.
    pub handle: Option<Ident>,
    /// The module's documentation.
    pub docs: Vec<String>,
    /// The methods, in document order.
    pub methods: Vec<Method>,
    /// The names of required values: marker types of builders that lack them.
    pub markers: Vec<Marker>,
}

/// A marker type for a required value that is not set yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marker {
    /// Its name, for example `WorkspaceId`.
    pub name: Ident,
    /// The setter that removes it.
    pub setter: Ident,
}

/// A method of a handle, and the request builder it returns.
#[derive(Clone, Debug, Serialize)]
pub struct Method {
    /// The method, for example `create`.
    pub name: Ident,
    /// The builder, for example `Create`.
    pub builder: Ident,
    /// The row of the table of operations.
    pub operation: Ident,
    /// The method's documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// Required values that are arguments of the method.
    pub arguments: Vec<Input>,
    /// Required values that are setters; leaving one out does not compile.
    pub required: Vec<RequiredInput>,
    /// Optional values: setters.
    pub optional: Vec<Input>,
    /// How the body is put together.
    pub body: Body,
    /// Fields of the body that have only one value.
    pub constants: Vec<(String, Value)>,
    /// What comes back.
    pub reply: Reply,
    /// How its pages follow each other.
    pub pages: Option<Pages>,
}

/// A required value that is set by name.
#[derive(Clone, Debug, Serialize)]
pub struct RequiredInput {
    /// The marker that stands for its absence.
    pub marker: Ident,
    /// The value.
    pub input: Input,
}

/// A value that a request takes.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The setter or argument.
    pub name: Ident,
    /// The name on the wire.
    pub wire: String,
    /// Where it goes.
    pub target: Target,
    /// Its type.
    pub ty: Type,
    /// The setter's documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Target {
    /// A parameter.
    Parameter,
    /// A field of an object body.
    Field,
    /// A file part of a form.
    File,
    /// The whole body.
    Body,
}

/// How the body of a request is put together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Body {
    /// There is none.
    None,
    /// Field by field, as JSON of this media type; the type is the whole body's.
    Json(String, Option<Type>),
    /// Field by field, as a URL-encoded form.
    Form,
    /// Field by field, as parts of a form.
    Multipart,
    /// JSON of this media type, as one value.
    WholeJson(String),
    /// Text of this media type.
    Text(String),
    /// Bytes of this media type.
    Bytes(String),
}

/// What comes back from a successful request.
#[derive(Clone, Debug, Serialize)]
pub enum Reply {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Different things for different statuses.
    ByStatus(ReplyEnum),
}

/// Replies of different types for different statuses.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyEnum {
    /// Its name, for example `CreateReply`.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// One variant per status.
    pub variants: Vec<ReplyVariant>,
}

/// The reply for a status.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyVariant {
    /// Its name, for example `Accepted`.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The statuses: one, or those with the same first digit.
    pub status: ir::StatusRange,
    /// What the reply consists of; never [`Reply::ByStatus`].
    pub reply: Box<Reply>,
}

/// How the pages of a list follow each other.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    /// The query parameter that takes the cursor.
    pub cursor: String,
    /// The type of a page.
    pub page: Type,
    /// The type of an item.
    pub item: Type,
    /// From a page to the next cursor.
    pub next: Vec<Step>,
    /// From a page to its items.
    pub items: Vec<Step>,
}

/// A step from a struct into one of its fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The field.
    pub field: Ident,
    /// How it is held.
    pub holding: Holding,
}

/// How a field holds its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Holding {
    /// As it is.
    Plain,
    /// In an `Option`.
    Optional,
    /// In an `Omittable`.
    Omittable,
}

/// A type of values on the wire.
#[derive(Clone, Debug, Serialize)]
pub enum Model {
    /// A struct.
    Struct(Struct),
    /// An enum of texts.
    StringEnum(StringEnum),
    /// An enum of whole numbers.
    IntegerEnum(IntegerEnum),
    /// An enum of types.
    Union(Union),
    /// Another name of a type.
    Alias(Alias),
}

impl Model {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Ident {
        match self {
            Self::Struct(item) => &item.name,
            Self::StringEnum(item) => &item.name,
            Self::IntegerEnum(item) => &item.name,
            Self::Union(item) => &item.name,
            Self::Alias(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug, Serialize)]
pub struct Struct {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// Its fields, in document order.
    pub fields: Vec<Field>,
    /// The field for members that the document does not name.
    pub extra: Option<Extra>,
    /// Whether values are sent, so that setters for optional fields are worth their lines.
    pub setters: bool,
    /// The values it cannot be without.
    pub constructor: Constructor,
    /// Whether floats keep it from being compared exactly.
    pub has_eq: bool,
}

/// How a struct is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Constructor {
    /// Nothing is required: `Default`.
    Default,
    /// `new` takes the only required value.
    One,
    /// `new` takes a struct of the required values, so that two of them cannot be swapped unnoticed.
    Required,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: Ident,
    /// The key on the wire.
    pub wire: String,
    /// Its type without what the presence adds.
    pub ty: Type,
    /// Whether it can be missing and whether it can be `null`.
    pub presence: ir::Presence,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The only value it may have.
    pub constant: Option<Value>,
    /// Other keys accepted when decoding.
    pub aliases: Vec<String>,
    /// Never shown by `Debug`.
    pub secret: bool,
    /// Decodes the value without the presence.
    pub seed: Seed,
    /// The variable that holds it while the struct is read.
    pub slot: Ident,
    /// The name of a conversion to a point in time, and the unit of the number.
    pub time: Option<(Ident, ir::TimeUnit)>,
}

impl Field {
    /// Whether a caller must give it to make the struct.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.constant.is_none()
            && matches!(
                self.presence,
                ir::Presence::Required | ir::Presence::Nullable
            )
    }

    /// Its type as the struct has it.
    #[must_use]
    pub fn full_type(&self) -> Type {
        match self.presence {
            ir::Presence::Required => self.ty.clone(),
            ir::Presence::Nullable | ir::Presence::Optional => Type::option(self.ty.clone()),
            ir::Presence::OptionalNullable => Type::Omittable(Box::new(self.ty.clone())),
        }
    }
}

/// The field for members that the document does not name.
#[derive(Clone, Debug, Serialize)]
pub struct Extra {
    /// Its name.
    pub name: Ident,
    /// The type of each value.
    pub ty: Type,
    /// Decodes each value.
    pub seed: Seed,
    /// The variable that holds them while the struct is read.
    pub slot: Ident,
}

/// An enum of texts.
#[derive(Clone, Debug, Serialize)]
pub struct StringEnum {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The known values.
    pub variants: Vec<EnumVariant<String>>,
    /// The variant that keeps unknown values; none for a closed enum.
    pub unknown: Option<Ident>,
}

/// An enum of whole numbers.
#[derive(Clone, Debug, Serialize)]
pub struct IntegerEnum {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The known values.
    pub variants: Vec<EnumVariant<i64>>,
    /// The variant that keeps unknown values.
    pub unknown: Ident,
}

/// A known value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumVariant<T> {
    /// Its name.
    pub name: Ident,
    /// The value on the wire.
    pub wire: T,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// An enum of types.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
    /// The branches, in document order.
    pub variants: Vec<UnionVariant>,
    /// How a reader finds the branch.
    pub pick: ir::Pick,
    /// The variant that keeps values of no branch.
    pub unknown: Ident,
    /// Whether floats keep it from being compared exactly.
    pub has_eq: bool,
}

/// A branch of a union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// Decodes it.
    pub seed: Seed,
    /// The kinds of JSON value it can be.
    pub kinds: Vec<JsonKind>,
    /// The values of the tag that select it.
    pub tags: Vec<String>,
    /// Whether no other branch has the same type, so that `From` is unambiguous.
    pub from: bool,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum JsonKind {
    /// `true` or `false`
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A sequence.
    Array,
    /// An object.
    Object,
}

/// Another name of a type.
#[derive(Clone, Debug, Serialize)]
pub struct Alias {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Type {
    /// `bool`
    Bool,
    /// An integer type by its Rust name.
    Integer(&'static str),
    /// `f32` or `f64`.
    Float(&'static str),
    /// `String`
    String,
    /// A text type of the runtime by its name, for example `DateTime`.
    Text(&'static str),
    /// Any JSON value.
    Json,
    /// Raw bytes.
    Bytes,
    /// A file to send.
    File,
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
    /// A model by its name.
    Model(Ident),
    /// Behind a pointer.
    Boxed(Box<Type>),
    /// Perhaps nothing.
    Option(Box<Type>),
    /// Absent, `null` or a value.
    Omittable(Box<Type>),
}

impl Type {
    /// The type or nothing; nothing twice is nothing once.
    #[must_use]
    pub fn option(ty: Self) -> Self {
        match ty {
            Self::Option(_) => ty,
            ty => Self::Option(Box::new(ty)),
        }
    }
}

/// How a value is decoded beyond what its type does by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Seed {
    /// By its type.
    Plain,
    /// A whole number that may be written with a fraction of zero.
    Integer,
    /// `null` or a value.
    Nullable(Box<Seed>),
    /// A list of values.
    List(Box<Seed>),
    /// A map of values.
    Map(Box<Seed>),
}

/// A row of the table of operations.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The static's name.
    pub constant: Ident,
    /// The `operationId`, or what stands for it.
    pub id: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The parameters.
    pub parameters: Vec<ParameterRow>,
    /// Alternatives of credentials, by index.
    pub security: Vec<Vec<usize>>,
    /// The value of the `Accept` header.
    pub accept: String,
    /// Where an error's body has its parts.
    pub error: Option<ir::ErrorPointers>,
    /// The header that identifies the request.
    pub request_id: Option<String>,
}

/// A parameter in the table of operations.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterRow {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: ir::Location,
    /// How its value is written.
    pub style: ir::Style,
    /// Whether each item or member is written by itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether it must be sent.
    pub required: bool,
}

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
}

/// A body that a command can send.
#[derive(Clone, Debug, Serialize)]
pub struct CommandBody {
    /// The media type.
    pub media_type: String,
    /// How it is put together.
    pub kind: CommandBodyKind,
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
    /// What its value is.
    pub kind: ArgKind,
    /// Whether it must be given (a parameter) .
    pub required: bool,
    /// Whether it may be given several times.
    pub repeated: bool,
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
    /// What it does.
    pub about: String,
    /// The line.
    pub line: String,
}

/// Plans the package for an API. Names come from `lock` where it has them, and
/// those of this run are written back to it.
pub fn plan(
    api: &ir::Api,
    options: &Options,
    lock: &mut lock::Lock,
    report: &mut Report,
) -> Package {
    let manifest = client::plan_manifest(api, options);
    let service = client::plan_service(api, &manifest);
    let operations = operations::plan_rows(api);
    let types = types::plan_types(api, lock, report);
    types.pin(lock);
    let models = models::plan_models(&types);
    let context = client::Context {
        api,
        types: &types,
        manifest: &manifest,
        operations: &operations,
    };
    let resources = client::plan_resources(&context, lock, report);
    let program = cli::plan_program(&context, &resources);
    let docs = docs::crate_docs(api, &manifest, &resources);
    let mut package = Package {
        manifest,
        docs,
        service,
        resources,
        models,
        operations,
        program,
        runtime: Vec::new(),
    };
    package.runtime = features::select(&package);
    package
}
