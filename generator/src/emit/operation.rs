//! `src/operations.rs`: the table of operations.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::resource::{poll_row, upload_row};
use super::ty::VALUES;
use super::{Module, attr, imports, pages, part};
use crate::code::{
    AnyOperation, FailureRow, IdempotencyRow, Operation, Package, ParameterRow, Part, ServerRow,
    Task,
};
use crate::ir::{ErrorPointers, Location, StatusRange, Style};

/// The file of the table, or of what a part has of it.
pub(super) fn operations(package: &Package, part: Option<&Part>) -> Module {
    let rows = || {
        let rows = package.operations.iter();
        rows.filter(|row| package.is_row_of(&row.constant, part))
    };
    let errors = distinct(rows().filter_map(|row| row.error.as_ref()));
    let shapes = errors
        .iter()
        .enumerate()
        .map(|(index, shape)| error_shape(index, shape));
    let rules = distinct(rows().filter_map(|row| row.idempotency.as_ref()));
    let constants = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| idempotency_rule(index, rule));
    let maps = rows().map(|row| row.failures.as_slice());
    let maps = distinct(maps.filter(|rows| !rows.is_empty()));
    let statics = maps
        .iter()
        .enumerate()
        .map(|(index, rows)| failure_map(index, rows));
    let shared = Shared {
        errors: &errors,
        rules: &rules,
        failures: &maps,
    };
    let rows = rows().map(|item| row(item, &shared));
    let any = part.is_none().then(|| any(&package.any, &shared));
    let tasks = part.is_none().then(|| tasks(package));
    let parts = part
        .is_none()
        .then(|| part::shown(package.parts.iter(), &quote!(pub(crate))));
    let rows = quote!(#(#shapes)* #(#statics)* #(#constants)* #(#rows)* #any);
    let imports = imports::of(
        &rows,
        &[
            ("Cursor", "crate::runtime::service"),
            ("End", "crate::runtime::service"),
            ("ErrorShape", "crate::runtime::service"),
            ("Failure", "crate::runtime::service"),
            ("Idempotency", "crate::runtime::service"),
            ("Operation", "crate::runtime::service"),
            ("OwnServer", "crate::runtime::service"),
            ("Pagination", "crate::runtime::service"),
            ("Parameter", "crate::runtime::service"),
            ("Slot", "crate::runtime::service"),
            ("Style", "crate::runtime::service"),
            ("Turn", "crate::runtime::service"),
            ("runtime", "crate"),
        ],
    );
    Module {
        path: part::path("operations", part),
        docs: vec!["What the runtime has to know of each operation.".to_owned()],
        tokens: quote! {
            #parts

            #imports

            #rows

            #tasks
        },
    }
}

/// What several rows have in common, and stands before them.
struct Shared<'a> {
    errors: &'a [&'a ErrorPointers],
    rules: &'a [&'a IdempotencyRow],
    failures: &'a [&'a [FailureRow]],
}

/// The tables of what is more than one request, by the operations that they are about.
fn tasks(package: &Package) -> TokenStream {
    let tasks = || {
        let resources = package.resources.iter();
        resources
            .flat_map(|resource| &resource.tasks)
            .map(|method| &method.task)
    };
    let polls = tasks().filter_map(|task| match task {
        Task::Wait(row) => Some(poll_row(row)),
        _ => None,
    });
    let uploads = tasks().filter_map(|task| match task {
        Task::Upload(row) => Some(upload_row(row)),
        _ => None,
    });
    let polls = table(
        "polls",
        "How the end of something is known.",
        quote!(#(#polls)*),
    );
    let uploads = table("uploads", "How files are brought.", quote!(#(#uploads)*));
    quote!(#polls #uploads)
}

/// A module of rows; none without rows.
fn table(name: &str, docs: &str, rows: TokenStream) -> Option<TokenStream> {
    if rows.is_empty() {
        return None;
    }
    let name = format_ident!("{name}");
    let docs = attr::docs(&[docs.to_owned()]);
    let mut known = vec![
        ("Duration", "std::time"),
        ("IndexMap", "indexmap"),
        ("models", "crate"),
        ("poll", "crate::runtime"),
        ("FormAt", "crate::runtime::delivery"),
        ("PollRule", "crate::runtime::poll"),
        ("Omittable", "crate::runtime::omittable"),
        ("DirectWay", "crate::runtime::upload"),
        ("SignedWay", "crate::runtime::upload"),
        ("Step", "crate::runtime::upload"),
        ("UploadPlan", "crate::runtime::upload"),
    ];
    known.extend(VALUES.iter().filter(|(name, _)| *name != "Duration"));
    let imports = imports::of(&rows, &known);
    Some(quote! {
        #docs
        pub(crate) mod #name {
            #imports

            #rows
        }
    })
}

/// Those that differ, in the order of the operations.
fn distinct<'a, T: PartialEq + ?Sized>(parts: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    let mut distinct = Vec::new();
    for part in parts {
        if !distinct.contains(&part) {
            distinct.push(part);
        }
    }
    distinct
}

/// `ERROR_SHAPE`, `ERROR_SHAPE_2`, …
fn shared_name(name: &str, index: usize) -> proc_macro2::Ident {
    match index {
        0 => format_ident!("{name}"),
        index => format_ident!("{name}_{}", index + 1),
    }
}

fn idempotency_rule(index: usize, rule: &IdempotencyRow) -> TokenStream {
    let name = shared_name("IDEMPOTENCY", index);
    let IdempotencyRow {
        parameter,
        duplicate,
        replayed,
    } = rule;
    quote! {
        /// How the service treats a request that it sees again.
        const #name: Idempotency = Idempotency {
            parameter: #parameter,
            key: runtime::idempotency::key,
            duplicate: #duplicate,
            replayed: #replayed,
        };
    }
}

fn error_shape(index: usize, shape: &ErrorPointers) -> TokenStream {
    let name = shared_name("ERROR_SHAPE", index);
    let ErrorPointers {
        code,
        message,
        fields,
        field,
        field_message,
    } = shape;
    quote! {
        /// Where the body of an error has its parts.
        const #name: ErrorShape = ErrorShape {
            code: #code,
            message: #message,
            fields: #fields,
            field: #field,
            field_message: #field_message,
        };
    }
}

fn failure_map(index: usize, rows: &[FailureRow]) -> TokenStream {
    let name = shared_name("FAILURES", index);
    let rows = rows.iter().map(|row| {
        let status = match row.status {
            StatusRange::Code(status) => {
                let status = attr::number(usize::from(status));
                quote!(code(#status))
            }
            StatusRange::Class(digit) => {
                let digit = attr::number(usize::from(digit));
                quote!(class(#digit))
            }
            StatusRange::Default => quote!(any()),
        };
        let body = row.body.map(|index| {
            let index = attr::number(index);
            quote!(.body(#index))
        });
        quote!(Failure::#status #body)
    });
    quote! {
        /// What the bodies of failures are.
        static #name: &[Failure] = &[#(#rows),*];
    }
}

fn row(row: &Operation, shared: &Shared<'_>) -> TokenStream {
    let Operation {
        constant,
        id,
        method,
        path,
        accept,
        ..
    } = row;
    let docs = attr::docs(&[format!("`{method} {}`", path.escape_debug())]);
    let parameters = row.parameters.iter().map(parameter);
    let parameters = list("parameters", parameters);
    let form = row.form.iter().map(parameter);
    let parts = row
        .parts
        .iter()
        .map(|(name, media_types)| quote!(Parameter::part(#name, #media_types)));
    let form = list("form", form.chain(parts));
    // What is usual is left to the plain operation.
    let accept = (accept != "application/json").then(|| quote!(accept: #accept,));
    let server = row.server.as_ref().map(server);
    let request_id = row.request_id.as_ref();
    let request_id = request_id.map(|header| quote!(request_id: Some(#header),));
    let security = (!row.security.is_empty()).then(|| {
        let security = security(&row.security);
        quote!(security: #security,)
    });
    let error = row.error.as_ref().map(|shape| {
        let error = error(Some(shape), shared);
        quote!(error: #error,)
    });
    let failures = (!row.failures.is_empty()).then(|| {
        let failures = failures(&row.failures, shared);
        quote!(failures: #failures,)
    });
    let idempotency = row.idempotency.as_ref().map(|rule| {
        let idempotency = idempotency(Some(rule), shared);
        quote!(idempotency: #idempotency,)
    });
    let pagination = row.pagination.as_ref().map(|pagination| {
        let pagination = pages::rule(pagination);
        quote!(pagination: #pagination,)
    });
    // A base of which nothing is taken would be a warning.
    let is_special = [
        &parameters,
        &form,
        &accept,
        &server,
        &request_id,
        &security,
        &error,
        &failures,
        &idempotency,
        &pagination,
    ];
    let plain = is_special
        .iter()
        .any(|member| member.is_none())
        .then(|| quote!(..Operation::PLAIN));
    quote! {
        #docs
        pub(crate) static #constant: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            #parameters
            #security
            #accept
            #error
            #failures
            #request_id
            #idempotency
            #pagination
            #server
            #form
            #plain
        };
    }
}

/// `parameters: &[…],`, unless there is none.
fn list(name: &str, items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let name = format_ident!("{name}");
    let items: Vec<TokenStream> = items.collect();
    (!items.is_empty()).then(|| quote!(#name: &[#(#items),*],))
}

/// The operation that requests to other endpoints are sent as.
fn any(any: &AnyOperation, shared: &Shared<'_>) -> TokenStream {
    let constant = &any.constant;
    let security = security(&any.security);
    let error = error(any.error.as_ref(), shared);
    let request_id = optional(any.request_id.as_deref());
    let idempotency = idempotency(any.idempotency.as_ref(), shared);
    quote! {
        /// What requests to endpoints have that the document does not describe.
        pub(crate) static #constant: Operation = Operation {
            id: "request",
            method: "GET",
            path: "/",
            parameters: &[],
            security: #security,
            accept: "*/*",
            error: #error,
            failures: &[],
            request_id: #request_id,
            idempotency: #idempotency,
            pagination: None,
            server: None,
            form: &[],
        };
    }
}

fn error(shape: Option<&ErrorPointers>, shared: &Shared<'_>) -> TokenStream {
    match shared.errors.iter().position(|known| Some(*known) == shape) {
        None => quote!(ErrorShape::NONE),
        Some(index) => {
            let name = shared_name("ERROR_SHAPE", index);
            quote!(#name)
        }
    }
}

fn failures(rows: &[FailureRow], shared: &Shared<'_>) -> TokenStream {
    match shared.failures.iter().position(|known| *known == rows) {
        None => quote!(&[]),
        Some(index) => {
            let name = shared_name("FAILURES", index);
            quote!(#name)
        }
    }
}

fn security(alternatives: &[Vec<usize>]) -> TokenStream {
    let alternatives = alternatives.iter().map(|needed| {
        let indexes = needed.iter().map(|index| attr::number(*index));
        quote!(&[#(#indexes),*])
    });
    quote!(&[#(#alternatives),*])
}

fn optional(text: Option<&str>) -> TokenStream {
    match text {
        None => quote!(None),
        Some(text) => quote!(Some(#text)),
    }
}

fn idempotency(row: Option<&IdempotencyRow>, shared: &Shared<'_>) -> TokenStream {
    match shared.rules.iter().position(|known| Some(*known) == row) {
        None => quote!(None),
        Some(index) => {
            let name = shared_name("IDEMPOTENCY", index);
            quote!(Some(#name))
        }
    }
}

/// A parameter, with what differs from the usual for its location.
fn parameter(parameter: &ParameterRow) -> TokenStream {
    let ParameterRow {
        name,
        location,
        style,
        explode,
        allow_reserved,
        required,
        constant,
    } = parameter;
    let (constructor, usual) = match location {
        Location::Path => (quote!(path), (Style::Simple, false)),
        Location::Query => (quote!(query), (Style::Form, true)),
        Location::Header => (quote!(header), (Style::Simple, false)),
        Location::Cookie => (quote!(cookie), (Style::Form, true)),
    };
    let required = (*required && *location != Location::Path).then(|| quote!(.required()));
    let styled = ((*style, *explode) != usual).then(|| {
        let style = self::style(*style);
        quote!(.styled(#style, #explode))
    });
    let reserved = allow_reserved.then(|| quote!(.reserved()));
    let constant = constant.as_ref().map(|json| quote!(.constant(#json)));
    quote!(Parameter::#constructor(#name) #required #styled #reserved #constant)
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
        Style::Whole => quote!(Style::Whole),
    }
}

/// A location as the runtime's.
pub(super) fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(Location::Path),
        Location::Query => quote!(Location::Query),
        Location::Header => quote!(Location::Header),
        Location::Cookie => quote!(Location::Cookie),
    }
}

fn server(row: &ServerRow) -> TokenStream {
    match row {
        ServerRow::Url(url) => quote!(server: Some(OwnServer::Url(#url)),),
        ServerRow::Path { own, instead_of } => {
            quote!(server: Some(OwnServer::Path { own: #own, instead_of: #instead_of }),)
        }
    }
}
