//! The nouns of requests: handles, methods with what they take, what comes back,
//! and the table of operations that the runtime reads.
//!
//! Plain data; how a request is sent and how the builders look is not known here.

use serde::Serialize;

use super::{Ident, Seed, Type};
use crate::ir;
use crate::value::Value;

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
    /// Methods that are more than one request, named after what they do.
    pub tasks: Vec<Method>,
    /// Methods that bring bytes to a place that was reserved.
    pub deliveries: Vec<Delivery>,
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
    /// Whether the name is that of a method of an operator of Rust, as `add` is.
    pub is_trait_method: bool,
    /// Required values that are arguments of the method.
    pub arguments: Vec<Input>,
    /// Required values that are setters; leaving one out does not compile.
    pub required: Vec<RequiredInput>,
    /// Optional values: setters.
    pub optional: Vec<Input>,
    /// How the body is put together.
    pub body: Body,
    /// Whether a request without anything in the body has one all the same.
    pub body_required: bool,
    /// Fields of the body that have only one value.
    pub constants: Vec<(String, Value)>,
    /// What comes back.
    pub reply: Reply,
    /// What of it can be read value by value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamReply>,
    /// What its pages are.
    pub pages: Option<Pages>,
    /// What is done.
    pub task: Task,
}

/// What a method does.
#[derive(Clone, Debug, Serialize)]
pub enum Task {
    /// One request.
    Request,
    /// It asks until there is an end.
    Wait(PollRow),
    /// It brings a file to the service.
    Upload(Box<UploadRow>),
}

/// A method that brings bytes to a place that was reserved.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// The method, for example `upload_bytes`.
    pub name: Ident,
    /// The row of the operation that reserves places.
    pub operation: Ident,
    /// The method's documentation.
    pub docs: Vec<String>,
    /// The type that has the signed form.
    pub form: Type,
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
    /// A parameter of this place; another place has one of the same name.
    ParameterIn(ir::Location),
    /// A field of an object body.
    Field,
    /// A file part of a form.
    File,
    /// The whole body.
    Body,
}

impl Target {
    /// Whether it can be a parameter of this place.
    pub(super) fn is_at(self, location: ir::Location) -> bool {
        match self {
            Self::Parameter => true,
            Self::ParameterIn(place) => place == location,
            Self::Field | Self::File | Self::Body => false,
        }
    }
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
    /// JSON of a type, and how it is read.
    Json(Type, Seed),
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

/// A reply that is read value by value.
#[derive(Clone, Debug, Serialize)]
pub struct StreamReply {
    /// The media type.
    pub media_type: String,
    /// How the values follow each other.
    pub framing: ir::Framing,
    /// What of a value the type describes.
    pub form: ir::ItemForm,
    /// The type.
    pub item: Type,
    /// How it is read.
    pub seed: Seed,
}

impl StreamReply {
    /// The method that sends the request for it.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self.framing {
            ir::Framing::Events => "send_events",
            ir::Framing::Lines | ir::Framing::Records => "send_values",
        }
    }
}

/// A header of replies that the document declares.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyHeader {
    /// The constant, for example `REQUEST_ID`.
    pub constant: Ident,
    /// The name on the wire.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether its text is read as JSON, as numbers are.
    pub is_json: bool,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// The pages of a list as the client decodes them; the table of operations says how they follow
/// each other.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    /// The type of a page.
    pub page: Type,
    /// The type of an item.
    pub item: Type,
    /// From a page to its items; no step where a page is the list itself.
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
    /// What the bodies of failures are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<FailureRow>,
    /// The header that identifies the request.
    pub request_id: Option<String>,
    /// The header that makes it safe to send the operation again.
    pub idempotency: Option<IdempotencyRow>,
    /// How its pages follow each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<ir::Pagination>,
    /// The address, if it is not that of the service.
    pub server: Option<ServerRow>,
    /// Fields of a form that are written in a way of their own, as if they were in the query.
    pub form: Vec<ParameterRow>,
    /// Parts of a form that have a media type of their own: name and type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(String, String)>,
}

/// What the body of a failure is. Of several rows with a status, the first counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailureRow {
    /// The statuses.
    pub status: ir::StatusRange,
    /// Its place in [`Package::error_bodies`](super::Package::error_bodies); none if it is none of them.
    pub body: Option<usize>,
}

/// A header with an idempotency key in the table of operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdempotencyRow {
    /// The name of the header.
    pub parameter: String,
    /// The error code of a key that was used before; empty if there is none.
    pub duplicate: String,
    /// The response header of a saved reply; empty if there is none.
    pub replayed: String,
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
    /// The JSON text of the value that it always has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
}

/// How a reply tells whether there is something to wait for.
#[derive(Clone, Debug, Serialize)]
pub struct PollRow {
    /// The row of the operation.
    pub operation: Ident,
    /// Where the reply has the state.
    pub field: String,
    /// The states of success.
    pub done: Vec<String>,
    /// The states of failure.
    pub failed: Vec<String>,
    /// Where the reply says why it failed; empty for nowhere.
    pub message: String,
    /// How long to wait between two questions, in milliseconds.
    pub interval_ms: u64,
    /// When to give up, in milliseconds.
    pub timeout_ms: u64,
    /// What comes back.
    pub reply: Type,
}

/// The ways of a file to the service.
#[derive(Clone, Debug, Serialize)]
pub struct UploadRow {
    /// The row of the operation.
    pub operation: Ident,
    /// The field that takes a URL; empty for none.
    pub fetch: String,
    /// The bytes go with the request.
    pub direct: Option<DirectRow>,
    /// The bytes go to a reserved place.
    pub signed: Option<SignedRow>,
    /// The field that takes the name of the file; empty for none.
    pub file_name: String,
    /// The field that takes the media type of the file; empty for none.
    pub content_type: String,
    /// Fields of the JSON body that have only one value, and its JSON text.
    pub set: Vec<(String, String)>,
    /// Fields that the JSON body does not take.
    pub lacks: Vec<String>,
}

/// The bytes go with the request.
#[derive(Clone, Debug, Serialize)]
pub struct DirectRow {
    /// The part that takes them.
    pub file: String,
    /// How many bytes it takes.
    pub max_bytes: u64,
    /// Fields of the form that have only one value, and its JSON text.
    pub set: Vec<(String, String)>,
    /// Fields that the form does not take.
    pub lacks: Vec<String>,
}

/// The bytes go to a reserved place.
#[derive(Clone, Debug, Serialize)]
pub struct SignedRow {
    /// Fields with a fixed value in the reservation, and its JSON text.
    pub set: Vec<(String, String)>,
    /// Where the reply has the form.
    pub form: String,
    /// Below it, the address.
    pub url: String,
    /// Below it, the method; empty for none.
    pub method: String,
    /// Below it, the fields; empty for none.
    pub fields: String,
    /// Below it, the name of the file's part; empty for none.
    pub file_field: String,
    /// Where the reply has a URL for the raw bytes; empty for nowhere.
    pub put_url: String,
    /// Where the reply has the id.
    pub id: String,
    /// What comes back from a reservation.
    pub reply: Type,
    /// Tells that the bytes are there.
    pub complete: Option<StepRow>,
    /// Makes a fresh reservation, with what comes back.
    pub renew: Option<(StepRow, Type)>,
    /// Tells the state.
    pub poll: Option<StepRow>,
}

/// An operation that is called with an id.
#[derive(Clone, Debug, Serialize)]
pub struct StepRow {
    /// The row of the operation.
    pub operation: Ident,
    /// The parameter that takes the id.
    pub id: String,
}

/// Where an operation is, if not below the base URL of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ServerRow {
    /// At an address.
    Url(String),
    /// On the same host, below another path. Neither ends with a slash.
    Path {
        /// The path of the operation's server.
        own: String,
        /// The path of the service.
        instead_of: String,
    },
}
