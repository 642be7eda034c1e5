//! The tables of a small service, and a client for it.

use client_runtime::builder::ClientBuilder;
use client_runtime::client::Client;
use client_runtime::service::{
    Credential, CredentialKind, Cursor, ErrorShape, Location, Operation, Pagination, Parameter,
    Service, Slot, Style, Turn,
};

use super::support::Server;

pub(crate) const KEY: &str = "sk_test_do_not_print";

pub(crate) static SERVICE: Service = Service {
    name: "Shelf",
    user_agent: "shelf/1.2.3",
    base_url: "http://shelf.example/api/v1",
    base_url_env: "SHELF_BASE_URL",
    headers_env: "SHELF_CUSTOM_HEADERS",
    credentials: &[
        Credential {
            name: "api_key",
            env: "SHELF_API_KEY",
            kind: CredentialKind::Bearer,
        },
        Credential {
            name: "login",
            env: "SHELF_LOGIN",
            kind: CredentialKind::Basic,
        },
        Credential {
            name: "token",
            env: "",
            kind: CredentialKind::ApiKey {
                location: Location::Query,
                name: "token",
            },
        },
        Credential {
            name: "header_key",
            env: "SHELF_HEADER_KEY",
            kind: CredentialKind::ApiKey {
                location: Location::Header,
                name: "x-shelf-key",
            },
        },
        Credential {
            name: "session",
            env: "",
            kind: CredentialKind::ApiKey {
                location: Location::Cookie,
                name: "session",
            },
        },
    ],
    any: &ANY,
};

static ANY: Operation = operation("request", "GET", "/", &[]);

pub(crate) const ERRORS: ErrorShape = ErrorShape {
    code: "/error/code",
    message: "/error/message",
    fields: "/error/fields",
    field: "/field",
    field_message: "/message",
};

pub(crate) const fn parameter(name: &'static str, location: Location, style: Style) -> Parameter {
    let explode = matches!(style, Style::Form | Style::DeepObject);
    let required = matches!(location, Location::Path);
    Parameter {
        name,
        location,
        style,
        explode,
        allow_reserved: false,
        required,
        constant: "",
    }
}

const fn operation(
    id: &'static str,
    method: &'static str,
    path: &'static str,
    parameters: &'static [Parameter],
) -> Operation {
    Operation {
        id,
        method,
        path,
        parameters,
        security: &[&[0]],
        accept: "application/json",
        error: ERRORS,
        failures: &[],
        request_id: Some("request-id"),
        idempotency: None,
        pagination: None,
        server: None,
        form: &[],
    }
}

pub(crate) static LIST: Operation = list(Turn::Cursor {
    slot: Slot::Query("cursor"),
    next: Cursor::Reply("/next"),
    more: "",
});

/// A list of books whose pages follow each other in one of the ways.
pub(crate) const fn list(turn: Turn) -> Operation {
    let items = "/books";
    Operation {
        pagination: Some(Pagination { items, turn }),
        ..operation("listBooks", "GET", "/books", LIST_PARAMETERS)
    }
}

const LIST_PARAMETERS: &[Parameter] = &[
    parameter("limit", Location::Query, Style::Form),
    parameter("cursor", Location::Query, Style::Form),
    parameter("query", Location::Query, Style::Form),
    parameter("shelf_id", Location::Query, Style::Form),
    parameter("page", Location::Query, Style::Form),
    parameter("offset", Location::Query, Style::Form),
];

pub(crate) static GET: Operation = operation(
    "getBook",
    "GET",
    "/books/{bookId}",
    &[parameter("bookId", Location::Path, Style::Simple)],
);

pub(crate) static CREATE: Operation = operation("createBook", "POST", "/books", &[]);

pub(crate) static SEARCH: Operation = Operation {
    method: "POST",
    path: "/search",
    ..list(Turn::Cursor {
        slot: Slot::Field("cursor"),
        next: Cursor::Reply("/next"),
        more: "/more",
    })
};

pub(crate) static COMPLETE: Operation = operation(
    "completeBook",
    "POST",
    "/books/{bookId}/complete",
    &[parameter("bookId", Location::Path, Style::Simple)],
);

/// A builder with the key and the address of the server, for calls that are sent once.
pub(crate) fn builder(server: &Server) -> ClientBuilder<Client> {
    ClientBuilder::new(&SERVICE)
        .base_url(server.url() + "/api/v1")
        .credential(0, KEY)
        .max_retries(0)
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().expect("the settings are right")
}
