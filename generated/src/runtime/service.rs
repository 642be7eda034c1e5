// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The static tables that describe a service: what the generated code says and the runtime acts on.
//!
//! Plain data with public fields, made in `static` items. No behaviour and no dependencies:
//! how a table is used is told by the module that uses it (`client`, `call`, `encode`, `error`).

/// A service: where it is, who we say we are, and which credentials it knows.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// The title of the API, such as `Pet Store`.
    pub name: &'static str,
    /// The value of the `User-Agent` header.
    pub user_agent: &'static str,
    /// The address that is used when the caller gives none.
    pub base_url: &'static str,
    /// The environment variable that overrides [`base_url`](Self::base_url).
    pub base_url_env: &'static str,
    /// The environment variable with further headers, one `Name: value` per line; `""` for none.
    pub headers_env: &'static str,
    /// The credentials of the service; operations refer to them by index.
    pub credentials: &'static [Credential],
    /// What the operations have in common, for requests that the document does not have.
    pub any: &'static Operation,
}

/// One way to prove who is calling.
#[derive(Debug, Clone, Copy)]
pub struct Credential {
    /// The name in snake case: the builder method and, in kebab case, the flag.
    pub name: &'static str,
    /// The environment variable that holds it.
    pub env: &'static str,
    /// How it travels.
    pub kind: CredentialKind,
}

/// How a credential travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`, made of a user name and a password.
    Basic,
    /// The value itself, in a named place.
    ApiKey {
        /// Where it goes: a header, the query or a cookie.
        location: Location,
        /// The name of that header, query parameter or cookie.
        name: &'static str,
    },
}

/// A server that an operation has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnServer {
    /// An address. It counts while the client has the base URL of the service.
    Url(&'static str),
    /// A path on the host of the service. It counts where the client's base URL ends with the path
    /// that the service has else.
    Path {
        /// The path of the operation's server, without a slash at the end.
        own: &'static str,
        /// The path of the service, without a slash at the end.
        instead_of: &'static str,
    },
}

/// One operation: a method on a path.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The operation's own name, such as `listPets`.
    pub id: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path template below the base URL, such as `/pets/{petId}`.
    pub path: &'static str,
    /// Where the operation is, if that is another place than [`Service::base_url`].
    pub server: Option<OwnServer>,
    /// The parameters that are not part of the body.
    pub parameters: &'static [Parameter],
    /// The fields of a URL-encoded body that are not written as [`encode::pairs`] does by default,
    /// as if they were parameters of the query; and the parts of a multipart body that have a
    /// media type of their own.
    ///
    /// [`encode::pairs`]: super::encode::pairs
    pub form: &'static [Parameter],
    /// The alternatives of credentials, as indexes into [`Service::credentials`].
    ///
    /// No alternative at all means that none is needed; an empty alternative means that
    /// the operation may be called anonymously.
    pub security: &'static [&'static [usize]],
    /// The value of the `Accept` header, `""` to leave it to the transport.
    pub accept: &'static str,
    /// Where an error reply says what is wrong.
    pub error: ErrorShape,
    /// What the bodies of error replies are. The first row with the status counts.
    pub failures: &'static [Failure],
    /// The response header that carries the id of the request.
    pub request_id: Option<&'static str>,
    /// The key that makes it safe to send the operation again.
    pub idempotency: Option<Idempotency>,
    /// How its pages follow each other, if its reply is a page of a list.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// What most operations are like: rows of the table say what is special to theirs.
    pub const PLAIN: Self = Self {
        id: "",
        method: "GET",
        path: "/",
        server: None,
        parameters: &[],
        form: &[],
        security: &[],
        accept: "application/json",
        error: ErrorShape::NONE,
        failures: &[],
        request_id: None,
        idempotency: None,
        pagination: None,
    };
}

/// A list that comes in pages. Places in a reply are JSON pointers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination {
    /// The items of a page, `""` where the reply is the list itself.
    pub items: &'static str,
    /// How one page leads to the next.
    pub turn: Turn,
}

/// How one page of a list leads to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// A page has a cursor that asks for the next one.
    Cursor {
        /// What takes the cursor.
        slot: Slot,
        /// Where a page has the cursor; null, empty or absent at the end.
        next: Cursor,
        /// Whether there are more pages, as true or false; `""` where only the cursor tells.
        more: &'static str,
    },
    /// Pages have numbers.
    Page {
        /// What takes the number.
        slot: Slot,
        /// The number of the first page.
        first: u64,
        /// What says that there is no next page, beside a page without items.
        end: End,
    },
    /// A request says how many items come before its page.
    Offset {
        /// What takes the number.
        slot: Slot,
        /// What says that there is no next page, beside a page without items.
        end: End,
    },
    /// A page has the address of the next one; null, empty or absent at the end.
    NextUrl(&'static str),
    /// The header `Link` has the address of the next page, as `rel="next"`.
    LinkHeader,
}

/// What of a request says which page it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A parameter of the query.
    Query(&'static str),
    /// A field of the body.
    Field(&'static str),
}

/// Where a page has the cursor of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// At a place of the reply.
    Reply(&'static str),
    /// At a place of its last item.
    LastItem(&'static str),
}

/// What says that a page is the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nothing but a page without items.
    Empty,
    /// There is `false`.
    More(&'static str),
    /// There is nothing, or null.
    Next(&'static str),
    /// So many items are in the whole list.
    Total(&'static str),
    /// So many pages has the whole list.
    Pages(&'static str),
}

/// A header with a key by which the service knows that it sees the same request again.
#[derive(Debug, Clone, Copy)]
pub struct Idempotency {
    /// The name of the header among the operation's parameters.
    pub parameter: &'static str,
    /// Makes a key, for a call that was given none.
    pub key: fn() -> String,
    /// The error code that says that the key was used before, `""` where the API declares none.
    pub duplicate: &'static str,
    /// The response header that says that the reply is that of an earlier request, `""` where
    /// the API declares none.
    pub replayed: &'static str,
}

/// One parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether each item of an array or object stands for itself.
    pub explode: bool,
    /// Whether reserved characters that do no harm in a query stay as they are.
    pub allow_reserved: bool,
    /// Whether a request without it is refused before it is sent.
    pub required: bool,
    /// The JSON text of the value that it has unless another is set; `""` if there is none.
    pub constant: &'static str,
}

impl Parameter {
    /// A parameter of the path, written `blue,black`.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: true,
            constant: "",
        }
    }

    /// An optional parameter of the query, written `color=blue&color=black`.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
            constant: "",
        }
    }

    /// A part of a multipart body that has a media type of its own, or one of several with
    /// commas between them.
    #[must_use]
    pub const fn part(name: &'static str, media_types: &'static str) -> Self {
        Self {
            style: Style::Part(media_types),
            ..Self::query(name)
        }
    }

    /// An optional header, written `blue,black`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Header,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            required: false,
            constant: "",
        }
    }

    /// An optional cookie, written `color=blue&color=black`.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Cookie,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
            constant: "",
        }
    }

    /// The same, but a request without it is refused.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, sent with this JSON text as its value unless another is set.
    #[must_use]
    pub const fn constant(mut self, json: &'static str) -> Self {
        self.constant = json;
        self
    }

    /// The same, written in another style.
    #[must_use]
    pub const fn styled(mut self, style: Style, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// The same, but reserved characters that do no harm stay as they are.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// Where a parameter or a key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path, at its place in the template.
    Path,
    /// In the query string.
    Query,
    /// As a header of its own.
    Header,
    /// As a part of the `Cookie` header.
    Cookie,
}

/// How a parameter's value is written; the names are those of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `blue,black` in a path or header.
    Simple,
    /// `.blue.black` in a path.
    Label,
    /// `;color=blue;color=black` in a path.
    Matrix,
    /// `color=blue&color=black` in a query or cookie.
    Form,
    /// `color=blue%20black` in a query.
    SpaceDelimited,
    /// `color=blue%7Cblack` in a query.
    PipeDelimited,
    /// `color[R]=100&color[G]=200` in a query.
    DeepObject,
    /// The JSON text of the value, in any location.
    Json,
    /// The JSON text of the value as all of the query: it has no name.
    Whole,
    /// A part of a multipart body, of one of these media types.
    Part(&'static str),
}

/// Where the body of an error reply keeps what a caller wants to know.
///
/// Each is a JSON pointer, `""` where the API declares nothing.
#[derive(Debug, Clone, Copy)]
pub struct ErrorShape {
    /// The error code, from the root of the body.
    pub code: &'static str,
    /// The text for people, from the root of the body.
    pub message: &'static str,
    /// The list of faulty fields, from the root of the body.
    pub fields: &'static str,
    /// The name of the field, from an item of that list.
    pub field: &'static str,
    /// The text about the field, from an item of that list.
    pub field_message: &'static str,
}

impl ErrorShape {
    /// The API declares nothing.
    pub const NONE: Self = Self {
        code: "",
        message: "",
        fields: "",
        field: "",
        field_message: "",
    };
}

/// What the body of an error reply is, for one status or several.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// The lowest status.
    pub first: u16,
    /// The highest status.
    pub last: u16,
    /// Which one it is of the types of such bodies; none where the API declares none.
    pub body: Option<usize>,
}

impl Failure {
    /// One status; the API declares no type.
    #[must_use]
    pub const fn code(status: u16) -> Self {
        Self {
            first: status,
            last: status,
            body: None,
        }
    }

    /// The statuses with this first digit.
    #[must_use]
    pub const fn class(digit: u16) -> Self {
        Self {
            first: digit * 100,
            last: digit * 100 + 99,
            body: None,
        }
    }

    /// Every status.
    #[must_use]
    pub const fn any() -> Self {
        Self {
            first: 0,
            last: u16::MAX,
            body: None,
        }
    }

    /// The same, with a body of this type.
    #[must_use]
    pub const fn body(mut self, index: usize) -> Self {
        self.body = Some(index);
        self
    }
}
