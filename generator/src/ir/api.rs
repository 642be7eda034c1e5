//! The operations of an API and what surrounds them.

use serde::Serialize;

use super::{Choices, ComponentTypes, Docs, Example, Pagination, TypeRef, Types, is_false};
use crate::diagnostic::Pointer;
use crate::value::Value;

/// Everything a service offers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of the API, not of the client.
    pub version: String,
    /// `info.description` and `externalDocs`.
    pub docs: Docs,
    /// What `x-client` says of the crate to be made.
    pub client: ClientHints,
    /// Where the service is, best first. A relative URL has no host.
    pub servers: Vec<Server>,
    /// The ways to prove who is calling.
    pub credentials: Vec<Credential>,
    /// Groups of operations, in the order of the document's tags.
    pub resources: Vec<Resource>,
    /// What can be called, in document order.
    pub operations: Vec<Operation>,
    /// What the service sends by itself, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// All types.
    pub types: Types,
    /// The types of named schemas, used or not.
    pub components: ComponentTypes,
    /// What the owner of the document calls things.
    #[serde(skip)]
    pub choices: Choices,
}

/// What the document says of the crate to be made (`x-client`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClientHints {
    /// The package name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// The version of the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The name of the command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary: Option<String>,
    /// What the names of environment variables start with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env_prefix: Option<String>,
    /// The SPDX expression of the package's licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
}

/// A place where the service is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Server {
    /// The URL with every variable replaced by its default.
    pub url: String,
    /// The URL with the names of variables in braces.
    pub template: String,
    /// The variables of the template, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<ServerVariable>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// A part of a server's URL that the caller chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// Its value if the caller chooses none.
    pub default: String,
    /// The values that the service knows; none listed means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A way to prove who is calling (a security scheme).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Credential {
    /// The key under `securitySchemes`.
    pub scheme: String,
    /// The name for callers that the document asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The environment variable that the document asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// How it goes over the wire.
    pub kind: CredentialKind,
    /// How its tokens are come by, if they are those of OAuth 2 or OpenID Connect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How tokens are come by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// The client credentials grant of OAuth 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
}

/// The client credentials grant of OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// The address of the token endpoint.
    pub token_url: String,
    /// The scopes that the document has.
    pub scopes: Vec<String>,
}

/// How a credential goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`; also what OAuth 2 and OpenID Connect tokens use.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A value under a name of the document's choice.
    ApiKey {
        /// Query, header or cookie.
        location: Location,
        /// The name on the wire.
        name: String,
    },
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// The name in words of the document: a tag, or `x-client-operation`'s `resource`.
    pub name: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// Something that can be called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// `operationId`, or one made of method and path.
    pub id: String,
    /// Whether the document has an `operationId`.
    pub named: bool,
    /// Index into [`Api::resources`]; none for operations without a tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<usize>,
    /// The name that the document asks for within the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template, for example `/assets/{assetId}`.
    pub path: String,
    /// What the document says about it.
    pub docs: Docs,
    /// Path, query, header and cookie parameters, in document order, path item first.
    pub parameters: Vec<Parameter>,
    /// What can be sent as its body: one per content type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Body>,
    /// Whether a body must be sent.
    #[serde(skip_serializing_if = "is_false")]
    pub body_required: bool,
    /// What can come back, in document order.
    pub outcomes: Vec<Outcome>,
    /// Alternatives, each a set of indexes into [`Api::credentials`] needed
    /// together. No alternative at all: nothing is needed.
    pub security: Vec<Vec<usize>>,
    /// How its pages follow each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// Whether the author says that it has no pages, whatever it looks like.
    #[serde(skip_serializing_if = "is_false")]
    pub is_single: bool,
    /// How to wait with it until something is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<Poll>,
    /// How files are brought to the service with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload: Option<Upload>,
    /// Where it is, if that is another place than [`Api::servers`] says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// Where it stands.
    pub pointer: Pointer,
}

impl Operation {
    /// The parameter of another operation that takes the id of what this one made: the only one
    /// that is required there, those of the path aside that both have.
    #[must_use]
    pub fn id_parameter<'a>(&self, step: &'a Operation) -> Option<&'a Parameter> {
        let is_shared = |parameter: &Parameter| {
            parameter.location == Location::Path
                && self
                    .parameters
                    .iter()
                    .any(|other| other.location == Location::Path && other.name == parameter.name)
        };
        let mut own = step
            .parameters
            .iter()
            .filter(|parameter| parameter.required && !is_shared(parameter));
        let id = own.next()?;
        (own.next().is_none() && !step.body_required).then_some(id)
    }
}

/// What the service sends by itself: the body of a webhook or a callback.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// The words of its name.
    pub words: String,
    /// When it is sent.
    pub occasion: Occasion,
    /// The HTTP method in capitals.
    pub method: String,
    /// What the document says about it.
    pub docs: Docs,
    /// The statuses that it may be answered with.
    pub statuses: Vec<String>,
    /// Its type.
    pub ty: TypeRef,
    /// Where it stands.
    pub pointer: Pointer,
}

/// When the service sends something by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Occasion {
    /// A webhook of this name.
    Webhook(String),
    /// A callback of this name, of the operation with this id.
    Callback(String, String),
}

/// A value outside the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it must be sent.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether each item or member is written by itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    #[serde(skip_serializing_if = "is_false")]
    pub allow_reserved: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// Its only value, which is sent without being asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<Value>,
    /// What the service assumes when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Values it may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Whether it carries the key that makes a repeated request harmless.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// Where it stands.
    pub pointer: Pointer,
}

impl Parameter {
    /// Whether callers give it a value.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.constant.is_none()
    }
}

/// How the service treats a key that it has seen before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Idempotency {
    /// The error code that says that the key was used before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<String>,
    /// The response header of a reply that was saved for the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replayed: Option<String>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter's value is written (OpenAPI 3.0, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;x=a;x=b`
    Matrix,
    /// `x=a&x=b`
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a|b`
    PipeDelimited,
    /// `x[k]=v`
    DeepObject,
    /// JSON text (`content: application/json`).
    Json,
    /// JSON text that is all of the query, without a name (`in: querystring`).
    Whole,
}

/// One way to write the body of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// The media type as the document has it.
    pub media_type: String,
    /// How the value becomes bytes.
    pub encoding: Encoding,
    /// The value.
    pub ty: TypeRef,
    /// How fields of a form are written that have a style of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<FieldStyle>,
    /// Parts of a multipart form that have a media type of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartType>,
    /// Examples of the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// The media type of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartType {
    /// The name of the field.
    pub name: String,
    /// A media type, or several with commas between them.
    pub media_types: String,
}

/// How a field of a URL-encoded form is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldStyle {
    /// The name of the field.
    pub name: String,
    /// How its value is written.
    pub style: Style,
    /// Whether each item or member is written by itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    #[serde(skip_serializing_if = "is_false")]
    pub allow_reserved: bool,
}

/// How a value becomes the bytes of a body, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// JSON, `+json` included.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Text of any other kind, XML included.
    Text,
    /// Bytes.
    Binary,
}

/// What can come back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// For which statuses.
    pub status: StatusRange,
    /// What the document says about it.
    pub docs: Docs,
    /// The body: one per content type; none if there is no body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<Content>,
    /// The declared headers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// The statuses of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// `1XX` to `5XX`, by the first digit.
    Class(u8),
    /// Every status that no other outcome has.
    Default,
}

impl StatusRange {
    /// Whether it stands for success. `default` does not, unless it is alone.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }
}

/// One form of a reply's body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Content {
    /// The media type as the document has it.
    pub media_type: String,
    /// How the bytes become the value.
    pub encoding: Encoding,
    /// The value.
    pub ty: TypeRef,
    /// How it is read value by value, if it is a run of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<Stream>,
    /// How a JSON object tells code and message of an error, if the document says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorPointers>,
    /// Examples of the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Where it stands.
    pub pointer: Pointer,
}

impl Content {
    /// The type of the body, and that of one value of it.
    pub fn types(&self) -> impl Iterator<Item = TypeRef> {
        let item = self.stream.as_ref().map(|stream| stream.item);
        std::iter::once(self.ty).chain(item)
    }
}

/// A body that is a run of values, which can be read one by one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stream {
    /// How they follow each other.
    pub framing: Framing,
    /// What of them the type describes.
    pub form: ItemForm,
    /// The type of one.
    pub item: TypeRef,
    /// Whether the document says that this is the type of one (`itemSchema`), and not of all.
    #[serde(skip_serializing_if = "is_false")]
    pub declared: bool,
}

/// How the values of a body follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// A JSON text per line.
    Lines,
    /// JSON text sequences (RFC 7464).
    Records,
}

/// What the type of an item describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ItemForm {
    /// JSON: the data of an event, a line or a record.
    Json,
    /// The data of an event, which is text.
    Text,
    /// The event as a whole: an object with `event`, `data`, `id` and `retry`.
    Event,
}

/// Where an error's body has its parts (`x-client-error`): JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorPointers {
    /// The code for programs.
    pub code: String,
    /// The message for people.
    pub message: String,
    /// The list of problems with single fields.
    pub fields: String,
    /// In one entry of that list, the name of the field.
    pub field: String,
    /// In one entry of that list, the message.
    pub field_message: String,
}

/// A declared header of a reply.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// The name, as the document spells it.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is always sent.
    pub required: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it identifies the request for support.
    #[serde(skip_serializing_if = "is_false")]
    pub request_id: bool,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How to wait until something is done (`x-client-poll`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Poll {
    /// Where the reply has the state: a JSON pointer.
    pub field: String,
    /// States that mean: ask again.
    pub pending: Vec<String>,
    /// States that mean: done.
    pub done: Vec<String>,
    /// States that mean: it will never be done.
    pub failed: Vec<String>,
    /// Where the reply says why it failed: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How long to wait between two questions, in milliseconds.
    pub interval_ms: u64,
    /// When to give up, in milliseconds.
    pub timeout_ms: u64,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How files are brought to the service (`x-client-upload`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Upload {
    /// The body field that takes a URL which the service fetches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetch: Option<String>,
    /// The bytes go with the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct: Option<DirectUpload>,
    /// The bytes go to a reserved place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedUpload>,
    /// The body field that takes the name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The body field that takes the media type of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// The bytes go with the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DirectUpload {
    /// The media type of the body that takes them.
    pub media_type: String,
    /// The field that takes them.
    pub file: String,
    /// How many bytes it takes at most.
    pub max_bytes: u64,
}

/// The bytes go to a reserved place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignedUpload {
    /// Body fields with a fixed value in the reservation.
    pub set: Vec<(String, Value)>,
    /// Pointers into the reply of the reservation.
    pub url: String,
    /// The method to send the form with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The fields of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
    /// The name of the form's file field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_field: Option<String>,
    /// A URL that takes the raw bytes by PUT, as a last resort.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_url: Option<String>,
    /// What the reserved thing is called.
    pub id: String,
    /// The operation that tells that the bytes are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<String>,
    /// The operation that makes a fresh reservation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry: Option<String>,
    /// The operation that tells the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<String>,
}
