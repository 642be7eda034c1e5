//! The ledger: every keyword at every place, what form its value has and what becomes of it.
//!
//! One table per kind of object. A key that is in no table is reported, never
//! dropped in silence. The tables span all versions; a keyword that the
//! document's version does not have is honoured all the same and reported.

use super::Version;
use super::Version::{V3_0, V3_1, V3_2};
use crate::diagnostic::nearest;

/// A kind of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    Callback,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Example,
    Header,
    Tag,
    Schema,
    Discriminator,
    SecurityScheme,
}

impl Kind {
    /// All of them, in the order of the specification.
    pub(super) const ALL: &'static [Self] = &[
        Self::Root,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::Callback,
        Self::ExternalDocs,
        Self::Parameter,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Example,
        Self::Header,
        Self::Tag,
        Self::Schema,
        Self::Discriminator,
        Self::SecurityScheme,
    ];

    /// What the specification calls it, without the word "Object".
    pub(super) fn object(self) -> &'static str {
        match self {
            Self::Root => "OpenAPI",
            Self::Info => "Info",
            Self::Contact => "Contact",
            Self::License => "License",
            Self::Server => "Server",
            Self::ServerVariable => "Server Variable",
            Self::Components => "Components",
            Self::Paths => "Paths",
            Self::PathItem => "Path Item",
            Self::Operation => "Operation",
            Self::Callback => "Callback",
            Self::ExternalDocs => "External Documentation",
            Self::Parameter => "Parameter",
            Self::RequestBody => "Request Body",
            Self::MediaType => "Media Type",
            Self::Encoding => "Encoding",
            Self::Responses => "Responses",
            Self::Response => "Response",
            Self::Example => "Example",
            Self::Header => "Header",
            Self::Tag => "Tag",
            Self::Schema => "Schema",
            Self::Discriminator => "Discriminator",
            Self::SecurityScheme => "Security Scheme",
        }
    }

    /// The name with its article, for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Root => "the document",
            Self::Info => "the info object",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "the components",
            Self::Paths => "the paths",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Callback => "a callback",
            Self::ExternalDocs => "external docs",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses => "the responses",
            Self::Response => "a response",
            Self::Example => "an example",
            Self::Header => "a header",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::SecurityScheme => "a security scheme",
        }
    }

    /// Where reusable objects of this kind are kept under `components`.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }
}

/// The form of a keyword's value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// Anything: data that is never looked into.
    Data,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// A number, or the boolean of 3.0: `exclusiveMinimum`, `exclusiveMaximum`.
    Bound,
    /// A JSON type or an array of them.
    TypeNames,
    /// An object of this kind.
    Node(Kind),
    /// An object of this kind or a reference to one.
    NodeOrRef(Kind),
    /// An array.
    List(&'static Form),
    /// An object with free keys.
    Map(&'static Form),
    /// One schema, or an array of them as in old JSON Schema: `items`.
    Items,
}

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    /// It decides what is generated.
    Used,
    /// It is used, and does no harm if its value is malformed: words for
    /// people, bounds that the client does not enforce.
    Soft,
    /// It has no effect, for this reason.
    Ignored(&'static str),
    /// It is honoured in part; the sentence says how.
    Weakened(&'static str),
}

/// One line of the ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) form: Form,
    pub(super) verdict: Verdict,
    /// The first version that has it.
    pub(super) since: Version,
    /// The last version that has it.
    pub(super) until: Version,
}

const fn used(name: &'static str, form: Form) -> Keyword {
    Keyword {
        name,
        form,
        verdict: Verdict::Used,
        since: V3_0,
        until: V3_2,
    }
}

const fn soft(name: &'static str, form: Form) -> Keyword {
    Keyword {
        name,
        form,
        verdict: Verdict::Soft,
        since: V3_0,
        until: V3_2,
    }
}

const fn ignored(name: &'static str, reason: &'static str) -> Keyword {
    Keyword {
        name,
        form: Form::Data,
        verdict: Verdict::Ignored(reason),
        since: V3_0,
        until: V3_2,
    }
}

const fn weakened(name: &'static str, form: Form, how: &'static str) -> Keyword {
    Keyword {
        name,
        form,
        verdict: Verdict::Weakened(how),
        since: V3_0,
        until: V3_2,
    }
}

impl Keyword {
    const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    const fn until(self, until: Version) -> Self {
        Self { until, ..self }
    }
}

use Form::{Bound, Count, Data, Flag, Items, List, Map, Node, NodeOrRef, Number, Text, TypeNames};
use Kind as K;

const SCHEMA: Form = NodeOrRef(K::Schema);
const TEXTS: Form = List(&Text);
const SCHEMAS: Form = List(&SCHEMA);
const SCHEMA_MAP: Form = Map(&SCHEMA);
const SERVERS: Form = List(&Node(K::Server));
const SECURITY: Form = List(&Map(&TEXTS));
const PARAMETERS: Form = List(&NodeOrRef(K::Parameter));
const CONTENT: Form = Map(&NodeOrRef(K::MediaType));
const HEADERS: Form = Map(&NodeOrRef(K::Header));
const CALLBACKS: Form = Map(&NodeOrRef(K::Callback));
const EXAMPLES: Form = Map(&NodeOrRef(K::Example));

const VALIDATES: &str = "it only says which values are valid, and the service checks that";
const META: &str = "it speaks about the schema itself, not about its values";

const ROOT: &[Keyword] = &[
    used("openapi", Text),
    used("info", Node(K::Info)),
    used("servers", SERVERS),
    used("paths", Node(K::Paths)),
    used("components", Node(K::Components)),
    used("security", SECURITY),
    used("tags", List(&Node(K::Tag))),
    soft("externalDocs", Node(K::ExternalDocs)),
    ignored(
        "jsonSchemaDialect",
        "schemas are read as OpenAPI's own dialect",
    )
    .since(V3_1),
    used("webhooks", Map(&NodeOrRef(K::PathItem))).since(V3_1),
    ignored("$self", "references go out from where the file is").since(V3_2),
];

const INFO: &[Keyword] = &[
    used("title", Text),
    used("version", Text),
    soft("summary", Text).since(V3_1),
    soft("description", Text),
    soft("termsOfService", Text),
    soft("contact", Node(K::Contact)),
    soft("license", Node(K::License)),
];

const CONTACT: &[Keyword] = &[soft("name", Text), soft("url", Text), soft("email", Text)];

const LICENSE: &[Keyword] = &[
    soft("name", Text),
    soft("url", Text),
    soft("identifier", Text).since(V3_1),
];

const SERVER: &[Keyword] = &[
    used("url", Text),
    soft("description", Text),
    soft("name", Text).since(V3_2),
    used("variables", Map(&Node(K::ServerVariable))),
];

const SERVER_VARIABLE: &[Keyword] = &[
    used("default", Text),
    used("enum", TEXTS),
    soft("description", Text),
];

const COMPONENTS: &[Keyword] = &[
    used("schemas", SCHEMA_MAP),
    used("responses", Map(&NodeOrRef(K::Response))),
    used("parameters", Map(&NodeOrRef(K::Parameter))),
    used("examples", EXAMPLES),
    used("requestBodies", Map(&NodeOrRef(K::RequestBody))),
    used("headers", HEADERS),
    used("securitySchemes", Map(&NodeOrRef(K::SecurityScheme))),
    used("pathItems", Map(&NodeOrRef(K::PathItem))).since(V3_1),
    used("mediaTypes", Map(&NodeOrRef(K::MediaType))).since(V3_2),
    ignored("links", NO_LINKS),
    used("callbacks", CALLBACKS),
];

const NO_LINKS: &str = "links between operations are not generated";

const PATH_ITEM: &[Keyword] = &[
    soft("summary", Text),
    soft("description", Text),
    used("get", Node(K::Operation)),
    used("put", Node(K::Operation)),
    used("post", Node(K::Operation)),
    used("delete", Node(K::Operation)),
    used("options", Node(K::Operation)),
    used("head", Node(K::Operation)),
    used("patch", Node(K::Operation)),
    used("trace", Node(K::Operation)),
    used("query", Node(K::Operation)).since(V3_2),
    used("additionalOperations", Map(&Node(K::Operation))).since(V3_2),
    used("servers", SERVERS),
    used("parameters", PARAMETERS),
];

const OPERATION: &[Keyword] = &[
    used("tags", TEXTS),
    soft("summary", Text),
    soft("description", Text),
    soft("externalDocs", Node(K::ExternalDocs)),
    used("operationId", Text),
    used("parameters", PARAMETERS),
    used("requestBody", NodeOrRef(K::RequestBody)),
    used("responses", Node(K::Responses)),
    used("callbacks", CALLBACKS),
    soft("deprecated", Flag),
    used("security", SECURITY),
    used("servers", SERVERS),
];

const EXTERNAL_DOCS: &[Keyword] = &[soft("url", Text), soft("description", Text)];

const PARAMETER: &[Keyword] = &[
    used("name", Text),
    used("in", Text),
    soft("description", Text),
    used("required", Flag),
    soft("deprecated", Flag),
    ignored(
        "allowEmptyValue",
        "an empty value is sent when the caller gives one",
    ),
    used("style", Text),
    used("explode", Flag),
    used("allowReserved", Flag),
    used("schema", SCHEMA),
    soft("example", Data),
    soft("examples", EXAMPLES),
    used("content", CONTENT),
];

const HEADER: &[Keyword] = &[
    soft("description", Text),
    used("required", Flag),
    soft("deprecated", Flag),
    ignored("allowEmptyValue", "an empty header is read as it comes"),
    used("style", Text),
    used("explode", Flag),
    ignored("allowReserved", "headers are not percent-encoded"),
    used("schema", SCHEMA),
    soft("example", Data),
    soft("examples", EXAMPLES),
    used("content", CONTENT),
];

const REQUEST_BODY: &[Keyword] = &[
    soft("description", Text),
    used("content", CONTENT),
    used("required", Flag),
];

/// What becomes of parts without names.
const POSITIONS: &str = "parts by position are not told apart";

/// What becomes of parts of parts.
const NESTED: &str = "a part is sent as one, whatever it consists of";

const MEDIA_TYPE: &[Keyword] = &[
    used("schema", SCHEMA),
    used("itemSchema", SCHEMA).since(V3_2),
    soft("example", Data),
    soft("examples", EXAMPLES),
    used("encoding", Map(&Node(K::Encoding))),
    weakened("prefixEncoding", Data, POSITIONS).since(V3_2),
    weakened("itemEncoding", Data, POSITIONS).since(V3_2),
];

const ENCODING: &[Keyword] = &[
    used("contentType", Text),
    used("headers", HEADERS),
    used("style", Text),
    used("explode", Flag),
    used("allowReserved", Flag),
    weakened("encoding", Data, NESTED).since(V3_2),
    weakened("prefixEncoding", Data, NESTED).since(V3_2),
    weakened("itemEncoding", Data, NESTED).since(V3_2),
];

const RESPONSE: &[Keyword] = &[
    soft("summary", Text).since(V3_2),
    soft("description", Text),
    used("headers", HEADERS),
    used("content", CONTENT),
    ignored("links", NO_LINKS),
];

const EXAMPLE: &[Keyword] = &[
    soft("summary", Text),
    soft("description", Text),
    soft("value", Data),
    soft("dataValue", Data).since(V3_2),
    ignored("serializedValue", "the value is shown, not its spelling").since(V3_2),
    ignored("externalValue", "other places are never fetched"),
];

const TAG: &[Keyword] = &[
    used("name", Text),
    soft("summary", Text).since(V3_2),
    soft("description", Text),
    soft("externalDocs", Node(K::ExternalDocs)),
    ignored("parent", "tags are not nested").since(V3_2),
    ignored("kind", "every tag groups operations").since(V3_2),
];

const DISCRIMINATOR: &[Keyword] = &[
    used("propertyName", Text),
    used("mapping", Map(&Text)),
    used("defaultMapping", Text).since(V3_2),
];

const SECURITY_SCHEME: &[Keyword] = &[
    used("type", Text),
    soft("description", Text),
    used("name", Text),
    used("in", Text),
    used("scheme", Text),
    soft("bearerFormat", Text),
    // Only the grant that needs no user is gone through.
    soft("flows", Data),
    soft("openIdConnectUrl", Text),
    ignored(
        "oauth2MetadataUrl",
        "the addresses of the flows are used, and no others are looked up",
    )
    .since(V3_2),
    soft("deprecated", Flag).since(V3_2),
];

const SCHEMA_KEYWORDS: &[Keyword] = &[
    used("type", TypeNames),
    used("format", Text),
    soft("title", Text),
    soft("description", Text),
    used("properties", SCHEMA_MAP),
    used("required", TEXTS),
    used("additionalProperties", SCHEMA),
    used("items", Items),
    used("enum", List(&Data)),
    used("const", Data).since(V3_1),
    used("nullable", Flag).until(V3_0),
    used("allOf", SCHEMAS),
    used("oneOf", SCHEMAS),
    used("anyOf", SCHEMAS),
    used("not", SCHEMA),
    used("discriminator", Node(K::Discriminator)),
    soft("default", Data),
    soft("example", Data).until(V3_2),
    soft("examples", Data).since(V3_1),
    soft("readOnly", Flag),
    soft("writeOnly", Flag),
    soft("deprecated", Flag),
    soft("externalDocs", Node(K::ExternalDocs)),
    soft("multipleOf", Number),
    soft("minimum", Number),
    soft("maximum", Number),
    soft("exclusiveMinimum", Bound),
    soft("exclusiveMaximum", Bound),
    soft("minLength", Count),
    soft("maxLength", Count),
    soft("pattern", Text),
    soft("minItems", Count),
    soft("maxItems", Count),
    soft("uniqueItems", Flag),
    soft("minProperties", Count),
    soft("maxProperties", Count),
    soft("contentEncoding", Text).since(V3_1),
    soft("contentMediaType", Text).since(V3_1),
    used("contentSchema", SCHEMA).since(V3_1),
    used("prefixItems", SCHEMAS).since(V3_1),
    weakened(
        "patternProperties",
        SCHEMA_MAP,
        "the patterns of names are not told apart",
    )
    .since(V3_1),
    weakened("if", SCHEMA, "a conditional schema is not told apart").since(V3_1),
    weakened("then", SCHEMA, "a conditional schema is not told apart").since(V3_1),
    weakened("else", SCHEMA, "a conditional schema is not told apart").since(V3_1),
    weakened(
        "dependentSchemas",
        SCHEMA_MAP,
        "a conditional schema is not told apart",
    )
    .since(V3_1),
    ignored("dependentRequired", VALIDATES).since(V3_1),
    ignored("propertyNames", VALIDATES).since(V3_1),
    ignored("contains", VALIDATES).since(V3_1),
    ignored("minContains", VALIDATES).since(V3_1),
    ignored("maxContains", VALIDATES).since(V3_1),
    ignored("unevaluatedItems", VALIDATES).since(V3_1),
    ignored("unevaluatedProperties", VALIDATES).since(V3_1),
    ignored("additionalItems", VALIDATES).since(V3_1),
    used("$defs", SCHEMA_MAP).since(V3_1),
    used("definitions", SCHEMA_MAP).since(V3_1),
    used("$anchor", Text).since(V3_1),
    used("$dynamicAnchor", Text).since(V3_1),
    used("$dynamicRef", Text).since(V3_1),
    // What `$dynamicRef` was called in the draft before the one of 3.1.
    used("$recursiveAnchor", Flag).since(V3_1),
    used("$recursiveRef", Text).since(V3_1),
    ignored("$schema", META).since(V3_1),
    ignored("$id", META).since(V3_1),
    ignored("$comment", META).since(V3_1),
    ignored("$vocabulary", META).since(V3_1),
    ignored("xml", "XML bodies are generated as text"),
];

pub(super) fn table(kind: Kind) -> &'static [Keyword] {
    match kind {
        K::Root => ROOT,
        K::Info => INFO,
        K::Contact => CONTACT,
        K::License => LICENSE,
        K::Server => SERVER,
        K::ServerVariable => SERVER_VARIABLE,
        K::Components => COMPONENTS,
        // Their keys are paths, expressions and statuses.
        K::Paths | K::Callback | K::Responses => &[],
        K::PathItem => PATH_ITEM,
        K::Operation => OPERATION,
        K::ExternalDocs => EXTERNAL_DOCS,
        K::Parameter => PARAMETER,
        K::RequestBody => REQUEST_BODY,
        K::MediaType => MEDIA_TYPE,
        K::Encoding => ENCODING,
        K::Response => RESPONSE,
        K::Example => EXAMPLE,
        K::Header => HEADER,
        K::Tag => TAG,
        K::Schema => SCHEMA_KEYWORDS,
        K::Discriminator => DISCRIMINATOR,
        K::SecurityScheme => SECURITY_SCHEME,
    }
}

const PATH: Keyword = used("/", NodeOrRef(K::PathItem));
const STATUS: Keyword = used("200", NodeOrRef(K::Response));

/// The line of the ledger for a key of an object.
pub(super) fn keyword(kind: Kind, key: &str) -> Option<Keyword> {
    match kind {
        K::Paths => key.starts_with('/').then_some(PATH),
        K::Callback => (key != "$ref" && !key.starts_with("x-")).then_some(PATH),
        K::Responses => is_status(key).then_some(STATUS),
        _ => table(kind)
            .iter()
            .find(|keyword| keyword.name == key)
            .copied(),
    }
}

/// The keyword of this kind that is spelt most like `key`, if one is close.
pub(super) fn similar(kind: Kind, key: &str) -> Option<&'static str> {
    nearest(key, table(kind).iter().map(|keyword| keyword.name))
}

/// `default`, `200`, `2XX`.
fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        b"default"
            | [b'1'..=b'5', b'X' | b'x', b'X' | b'x']
            | [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9']
    )
}

/// The kind of object that a JSON pointer leads to, by the tables alone.
///
/// References on the way are not followed.
pub(super) fn kind_at(pointer: &str) -> Option<Kind> {
    let mut form = Form::Node(K::Root);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        form = match form {
            Node(kind) | NodeOrRef(kind) => keyword(kind, &token)?.form,
            List(item) | Map(item) => *item,
            Items if token.parse::<usize>().is_ok() => SCHEMA,
            Items => keyword(K::Schema, &token)?.form,
            Data | Text | Flag | Number | Count | Bound | TypeNames => return None,
        };
    }
    match form {
        Node(kind) | NodeOrRef(kind) => Some(kind),
        Items => Some(K::Schema),
        _ => None,
    }
}
