//! The client: its names, its service, and one request builder per operation and content type.

use std::collections::{HashMap, HashSet};

use super::lock::{Kind, Lock};
use super::names::{self, Ident, Scope, Use};
use super::operations::{chosen, successes};
use super::types::Types;
use super::{
    Body, Credential, Holding, Input, Manifest, Marker, Method, Operation, Options, Pages, Reply,
    ReplyEnum, ReplyVariant, RequiredInput, Resource, Service, Step, Target, Type, docs, examples,
    models,
};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{self, Encoding, Shape, StatusRange, TypeRef};
use crate::value::Value;

/// What planning an operation looks at.
pub(super) struct Context<'a> {
    pub(super) api: &'a ir::Api,
    pub(super) types: &'a Types<'a>,
    pub(super) manifest: &'a Manifest,
    pub(super) operations: &'a [Operation],
}

/// A package name made of a title: ASCII, and not starting with a digit.
fn package_name(title: &str) -> String {
    let ascii: String = title
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                ' '
            }
        })
        .collect();
    let mut name = if ascii.trim().is_empty() {
        "api".to_owned()
    } else {
        names::kebab(&ascii)
    };
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "api-");
    }
    if !name.ends_with("client") {
        name.push_str("-client");
    }
    name
}

/// Names and versions: the caller's, else the document's, else made of the title.
pub(super) fn plan_manifest(api: &ir::Api, options: &Options) -> Manifest {
    let hints = &api.client;
    let name = options
        .name
        .clone()
        .or_else(|| hints.package.clone())
        .unwrap_or_else(|| package_name(&api.title));
    // The document names the command of its own package, not that of a copy under another name.
    let is_own = hints.package.as_deref() == Some(name.as_str());
    let binary = hints
        .binary
        .clone()
        .filter(|_| is_own)
        .unwrap_or_else(|| name.clone());
    Manifest {
        library: names::ident(&name, Use::Library),
        binary,
        version: hints
            .version
            .clone()
            .filter(|_| is_own)
            .unwrap_or_else(|| "0.1.0".to_owned()),
        description: format!("Client for the {}.", api.title.trim_end_matches('.')),
        license: hints.license.clone().filter(|_| is_own),
        api_title: api.title.clone(),
        api_version: api.version.clone(),
        source: options.source.clone(),
        command: options.command.clone(),
        own_workspace: options.own_workspace,
        name,
    }
}

/// Where the service is and what proves who is calling.
pub(super) fn plan_service(api: &ir::Api, manifest: &Manifest) -> Service {
    let prefix = api
        .client
        .env_prefix
        .clone()
        .unwrap_or_else(|| names::shouty(&manifest.name));
    let url = api
        .servers
        .first()
        .map(|server| server.url.clone())
        .unwrap_or_default();
    Service {
        title: api.title.clone(),
        docs_title: docs::inline(&api.title),
        user_agent: format!("{}/{}", manifest.name, manifest.version),
        base_url: if url.contains("://") {
            url
        } else {
            String::new()
        },
        base_url_env: format!("{prefix}_BASE_URL"),
        credentials: plan_credentials(api, &prefix),
        needs_credentials: api.operations.iter().any(|operation| {
            !operation.security.is_empty()
                && operation.security.iter().all(|needed| !needed.is_empty())
        }),
    }
}

fn plan_credentials(api: &ir::Api, prefix: &str) -> Vec<Credential> {
    let mut scope = Scope::default();
    // The setters stand beside the builder's own.
    for taken in [
        "base_url",
        "timeout",
        "default_header",
        "user_agent",
        "http",
        "body_limit",
        "from_env",
        "build",
    ] {
        scope.take(&names::ident(taken, Use::Field));
    }
    let alone = |kind: fn(&ir::CredentialKind) -> bool| {
        api.credentials
            .iter()
            .filter(|credential| kind(&credential.kind))
            .count()
            == 1
    };
    let is_bearer = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::Bearer);
    let is_basic = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::Basic);
    let is_key = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::ApiKey { .. });
    api.credentials
        .iter()
        .map(|credential| {
            let words = credential
                .name
                .as_deref()
                .unwrap_or(match &credential.kind {
                    ir::CredentialKind::Bearer if alone(is_bearer) => "bearer_token",
                    ir::CredentialKind::Basic if alone(is_basic) => "basic_auth",
                    ir::CredentialKind::ApiKey { .. } if alone(is_key) => "api_key",
                    _ => &credential.scheme,
                });
            let name = scope.name(words, Use::Method);
            let env = credential
                .env
                .clone()
                .unwrap_or_else(|| format!("{prefix}_{}", names::shouty(name.as_str())));
            let mut lines = docs::described(
                &credential.docs,
                &format!("The credential `{}`.", credential.scheme),
            );
            lines.own([format!("`ClientBuilder::from_env` reads it from `{env}`.")]);
            Credential {
                name,
                env,
                kind: credential.kind.clone(),
                docs: lines.finish(),
            }
        })
        .collect()
}

/// A module per resource, with its handle and its request builders.
pub(super) fn plan_resources(
    context: &Context<'_>,
    lock: &mut Lock,
    report: &mut Report,
) -> Vec<Resource> {
    let mut modules = Scope::default();
    let mut handles = Scope::default();
    let mut resources = Vec::new();
    let groups = (0..context.api.resources.len()).map(Some).chain([None]);
    let mut pins = Vec::new();
    for group in groups {
        let members: Vec<usize> = (0..context.api.operations.len())
            .filter(|index| context.api.operations[*index].resource == group)
            .collect();
        if members.is_empty() {
            continue;
        }
        let resource = group.map(|index| &context.api.resources[index]);
        let name = resource.map_or("operations", |resource| resource.name.as_str());
        let module = if resource.is_some() {
            modules.name(name, Use::Module)
        } else {
            modules.name("root", Use::Module)
        };
        let handle = resource.map(|_| handles.name(name, Use::Handle));
        let place = handle.as_ref().map(|handle| (&module, handle));
        let mut methods = Methods::plan(context, &members, place, lock, &mut pins, report);
        resources.push(Resource {
            docs: match resource {
                Some(resource) => {
                    docs::lines(&resource.docs, &format!("Operations on {}.", resource.name))
                }
                None => vec!["Operations of the client itself.".to_owned()],
            },
            markers: markers(&mut methods, handle.as_ref()),
            handle,
            methods,
            module,
        });
    }
    lock.clear(Kind::Method);
    for (pointer, words, name) in pins {
        lock.set(Kind::Method, &pointer, &words, &name);
    }
    resources
}

/// The names of all values that some builder requires by name.
///
/// A marker is a type parameter of its builder, so it must not hide a type of the module.
fn markers(methods: &mut [Method], handle: Option<&Ident>) -> Vec<Marker> {
    let types: HashSet<Ident> = methods
        .iter()
        .map(|method| method.builder.clone())
        .chain(handle.cloned())
        .collect();
    let mut markers: Vec<Marker> = Vec::new();
    for required in methods.iter_mut().flat_map(|method| &mut method.required) {
        if types.contains(&required.marker) {
            required.marker = names::suffixed(&required.marker, "Value");
        }
        let marker = Marker {
            name: required.marker.clone(),
            setter: required.input.name.clone(),
        };
        if markers.iter().all(|known| known.name != marker.name) {
            markers.push(marker);
        }
    }
    markers
}

/// The scopes of one module while its methods are planned.
struct Methods<'a> {
    context: &'a Context<'a>,
    /// The client's method that gives the handle, if there is one.
    handle: Option<&'a Ident>,
    names: Scope,
    builders: Scope,
    report: &'a mut Report,
}

type Pin = (crate::diagnostic::Pointer, String, String);

impl<'a> Methods<'a> {
    fn plan(
        context: &'a Context<'a>,
        members: &[usize],
        place: Option<(&'a Ident, &'a Ident)>,
        lock: &Lock,
        pins: &mut Vec<Pin>,
        report: &'a mut Report,
    ) -> Vec<Method> {
        let mut names = Scope::default();
        if place.is_none() {
            // These methods stand beside the client's own.
            for resource in &context.api.resources {
                names.name(&resource.name, Use::Module);
            }
            for own in ["builder", "from_env"] {
                names.take(&names::ident(own, Use::Field));
            }
        }
        let mut builders = Scope::default();
        if let Some((_, handle)) = place {
            builders.take(handle);
        }
        let handle = place.map(|(module, _)| module);
        let mut methods = Self {
            context,
            handle,
            names,
            builders,
            report,
        };
        let named = methods.name_all(members, lock, pins);
        members
            .iter()
            .flat_map(|index| methods.operation(*index, &named[index]))
            .collect()
    }

    /// Pinned names first, then the others in document order.
    fn name_all(
        &mut self,
        members: &[usize],
        lock: &Lock,
        pins: &mut Vec<Pin>,
    ) -> HashMap<usize, Ident> {
        let operations = &self.context.api.operations;
        let words = |index: usize| {
            let operation = &operations[index];
            operation
                .name
                .as_deref()
                .unwrap_or(&operation.id)
                .to_owned()
        };
        let mut named = HashMap::new();
        for index in members {
            let pinned = lock.get(Kind::Method, &operations[*index].pointer, &words(*index));
            if let Some(name) = pinned
                .and_then(|name| names::pinned(name, Use::Method))
                .filter(|name| self.names.take(name))
            {
                named.insert(*index, name);
            }
        }
        for index in members {
            let text = words(*index);
            let name = match named.get(index) {
                Some(name) => name.clone(),
                None => self.names.name(&text, Use::Method),
            };
            pins.push((operations[*index].pointer.clone(), text, name.to_string()));
            named.insert(*index, name);
        }
        named
    }

    /// One method per content type; the first has the plain name.
    fn operation(&mut self, index: usize, name: &Ident) -> Vec<Method> {
        let operation = &self.context.api.operations[index];
        self.report_unused_forms(operation);
        let bodies: Vec<Option<&ir::Body>> = if operation.bodies.is_empty() {
            vec![None]
        } else {
            operation.bodies.iter().map(Some).collect()
        };
        let reply = self.reply(operation, name);
        bodies
            .into_iter()
            .enumerate()
            .map(|(position, body)| {
                let name = match (position, body) {
                    (0, _) | (_, None) => name.clone(),
                    (_, Some(body)) => self.names.name(
                        &format!("{name} {}", form_name(&body.media_type)),
                        Use::Method,
                    ),
                };
                self.method(index, body, name, reply.clone())
            })
            .collect()
    }

    /// A reply offered in several forms is decoded in one of them.
    fn report_unused_forms(&mut self, operation: &ir::Operation) {
        for outcome in successes(operation).filter(|outcome| outcome.contents.len() > 1) {
            let Some(kept) = chosen(outcome) else {
                continue;
            };
            for other in outcome
                .contents
                .iter()
                .filter(|content| content.pointer != kept.pointer)
            {
                self.report.push(
                    Diagnostic::new(
                        Code::WeakenedContent,
                        &other.pointer,
                        format!("the client asks for `{}` and never for `{}`", kept.media_type, other.media_type),
                    )
                    .hint("`send_raw` with an `Accept` header of your own gives the bytes of any form"),
                );
            }
        }
    }

    fn method(
        &mut self,
        index: usize,
        body: Option<&ir::Body>,
        name: Ident,
        reply: Reply,
    ) -> Method {
        let operation = &self.context.api.operations[index];
        let mut inputs = Scope::default();
        let mut required = Vec::new();
        let mut optional = Vec::new();
        for parameter in &operation.parameters {
            let input = self.parameter(parameter, &mut inputs);
            if parameter.required {
                required.push((parameter.location, input))
            } else {
                optional.push(input)
            }
        }
        let (plan, constants, body_inputs) = self.body(operation, body, &mut inputs);
        for (is_required, input) in body_inputs {
            if is_required {
                required.push((ir::Location::Header, input));
            } else {
                optional.push(input);
            }
        }
        let (arguments, required) = split(required);
        let pages = self.pages(operation, &reply);
        let builder = self.builders.name(name.as_str(), Use::Builder);
        let row = &self.context.operations[index];
        let mut method = Method {
            name,
            builder,
            operation: row.constant.clone(),
            docs: Vec::new(),
            deprecated: operation.docs.deprecated,
            arguments,
            required,
            optional,
            body: plan,
            constants,
            reply,
            pages,
        };
        method.docs = self.docs(operation, body, &method);
        method
    }

    fn parameter(&self, parameter: &ir::Parameter, scope: &mut Scope) -> Input {
        Input {
            name: scope.name(&parameter.name, Use::Method),
            wire: parameter.name.clone(),
            target: Target::Parameter,
            ty: self.context.types.bare(parameter.ty),
            docs: models::value_docs(
                self.context.types,
                &parameter.docs,
                parameter.ty,
                parameter.default.as_ref(),
                None,
                &parameter.name,
            ),
            deprecated: parameter.docs.deprecated,
        }
    }

    /// How the body is put together, its fixed fields, and the values it takes with whether they are required.
    fn body(
        &self,
        operation: &ir::Operation,
        body: Option<&ir::Body>,
        scope: &mut Scope,
    ) -> (Body, Vec<(String, Value)>, Vec<(bool, Input)>) {
        let Some(body) = body else {
            return (Body::None, Vec::new(), Vec::new());
        };
        let types = self.context.types;
        let (id, _) = types.api().types.resolve(body.ty);
        let shape = &types.api().types[id].shape;
        let media_type = body.media_type.clone();
        let is_form = matches!(body.encoding, Encoding::Form | Encoding::Multipart);
        if let (Shape::Struct(shape), Encoding::Json | Encoding::Form | Encoding::Multipart) =
            (shape, body.encoding)
        {
            let (fixed, free): (Vec<_>, Vec<_>) = shape
                .fields
                .iter()
                .filter(|field| !field.read_only)
                .partition(|field| field.required && field.constant.is_some());
            let constants = fixed
                .into_iter()
                .filter_map(|field| Some((field.name.clone(), field.constant.clone()?)))
                .collect();
            let inputs = free
                .into_iter()
                .map(|field| {
                    (
                        field.required && operation.body_required,
                        self.field(field, is_form, scope),
                    )
                })
                .collect();
            let plan = match body.encoding {
                Encoding::Form => Body::Form,
                Encoding::Multipart => Body::Multipart,
                _ => Body::Json(media_type, Some(types.bare(body.ty))),
            };
            return (plan, constants, inputs);
        }
        let (plan, ty) = match body.encoding {
            Encoding::Json => (Body::WholeJson(media_type), types.full(body.ty)),
            Encoding::Form => (Body::Form, types.full(body.ty)),
            Encoding::Multipart => (Body::Multipart, types.full(body.ty)),
            Encoding::Text => (Body::Text(media_type), Type::String),
            Encoding::Binary => (Body::Bytes(media_type), Type::Bytes),
        };
        let input = Input {
            name: scope.name("body", Use::Field),
            wire: String::new(),
            target: Target::Body,
            ty,
            docs: docs::lines(
                &types.api().types[body.ty.id].docs,
                "The body of the request.",
            ),
            deprecated: false,
        };
        (plan, Vec::new(), vec![(operation.body_required, input)])
    }

    fn field(&self, field: &ir::Field, is_form: bool, scope: &mut Scope) -> Input {
        let types = self.context.types;
        let file = if is_form {
            file_type(types.api(), field.ty)
        } else {
            None
        };
        let is_file = file.is_some();
        let bare = file.unwrap_or_else(|| types.bare(field.ty));
        let ty = match field.presence() {
            _ if is_form || bare == Type::Json => bare,
            ir::Presence::Required | ir::Presence::Optional => bare,
            ir::Presence::Nullable => Type::option(bare),
            ir::Presence::OptionalNullable => Type::Omittable(Box::new(bare)),
        };
        Input {
            name: scope.name(&field.name, Use::Method),
            wire: field.name.clone(),
            target: if is_file { Target::File } else { Target::Field },
            ty,
            docs: models::value_docs(
                types,
                &field.docs,
                field.ty,
                field.default.as_ref(),
                None,
                &field.name,
            ),
            deprecated: field.docs.deprecated,
        }
    }

    fn reply(&mut self, operation: &ir::Operation, name: &Ident) -> Reply {
        let mut replies: Vec<(&ir::Outcome, Reply)> = Vec::new();
        for outcome in successes(operation) {
            replies.push((outcome, self.content(chosen(outcome))));
        }
        let mut kinds = replies.iter().map(|(_, reply)| format!("{reply:?}"));
        let first = kinds.next();
        if kinds.all(|kind| Some(&kind) == first.as_ref()) {
            return replies
                .into_iter()
                .next()
                .map_or(Reply::Empty, |(_, reply)| reply);
        }
        let mut scope = Scope::default();
        let variants = replies
            .into_iter()
            .map(|(outcome, reply)| ReplyVariant {
                name: scope.name(&status_name(outcome.status), Use::Variant),
                docs: docs::lines(
                    &outcome.docs,
                    &format!("Status {}.", status_text(outcome.status)),
                ),
                status: outcome.status,
                reply: Box::new(reply),
            })
            .collect();
        Reply::ByStatus(ReplyEnum {
            name: self.builders.name(&format!("{name} reply"), Use::Builder),
            docs: vec![format!("What `{name}` replies, by status.")],
            variants,
        })
    }

    fn content(&self, content: Option<&ir::Content>) -> Reply {
        match content {
            None => Reply::Empty,
            Some(content) => match content.encoding {
                Encoding::Json => Reply::Json(self.context.types.full(content.ty)),
                Encoding::Text | Encoding::Form => Reply::Text,
                Encoding::Binary | Encoding::Multipart => Reply::Bytes,
            },
        }
    }

    /// The steps from a page to its items and to the next cursor.
    fn pages(&self, operation: &ir::Operation, reply: &Reply) -> Option<Pages> {
        let pagination = operation.pagination.as_ref()?;
        let Reply::Json(page) = reply else {
            return None;
        };
        let content = successes(operation).find_map(chosen)?;
        let (next, _) = self.steps(content.ty, &pagination.next)?;
        let (items, list) = self.steps(content.ty, &pagination.items)?;
        let Type::List(item) = self.context.types.bare(list) else {
            return None;
        };
        Some(Pages {
            cursor: pagination.cursor.clone(),
            page: page.clone(),
            item: *item,
            next,
            items,
        })
    }

    /// The steps that a pointer takes through structs, and the type at its end.
    fn steps(&self, mut ty: TypeRef, pointer: &str) -> Option<(Vec<Step>, TypeRef)> {
        let api = self.context.types.api();
        let mut steps = Vec::new();
        for token in pointer.strip_prefix('/')?.split('/') {
            let token = token.replace("~1", "/").replace("~0", "~");
            let (id, _) = api.types.resolve(ty);
            let Shape::Struct(shape) = &api.types[id].shape else {
                return None;
            };
            // The names are those the struct's own plan gives, clashes included.
            let mut scope = Scope::default();
            let mut found = None;
            for field in &shape.fields {
                let name = scope.name(&field.name, Use::Field);
                if field.name == token {
                    found = Some((field, name));
                }
            }
            let (field, name) = found?;
            let usage = api.types[id].usage;
            let holding = match models::presence(self.context.types, usage, field) {
                ir::Presence::Required => Holding::Plain,
                ir::Presence::Nullable | ir::Presence::Optional => Holding::Optional,
                ir::Presence::OptionalNullable => Holding::Omittable,
            };
            steps.push(Step {
                field: name,
                holding,
            });
            ty = field.ty;
        }
        Some((steps, ty))
    }

    /// What the document says, the request line, the errors and an example.
    fn docs(
        &self,
        operation: &ir::Operation,
        body: Option<&ir::Body>,
        method: &Method,
    ) -> Vec<String> {
        let mut lines = docs::described(&operation.docs, &format!("Calls `{}`.", operation.id));
        let form = match body {
            Some(body) if operation.bodies.len() > 1 => {
                format!(", body {}", docs::code_span(&body.media_type))
            }
            _ => String::new(),
        };
        let line = format!("{} {}", operation.method, operation.path);
        lines.own([format!("{}{form}", docs::code_span(&line))]);
        let errors = self.errors(operation);
        if !errors.is_empty() {
            lines.own(["# Errors".to_owned()]);
            lines.own(errors);
        }
        if let Some(example) =
            examples::method_example(self.context, self.handle, operation, body, method)
        {
            lines.own(["# Examples".to_owned()]);
            lines.own(example);
        }
        lines.finish()
    }

    /// The documented failures: statuses with the type of their body.
    fn errors(&self, operation: &ir::Operation) -> Vec<String> {
        let failures = operation.outcomes.iter().filter(|outcome| {
            !outcome.status.is_success()
                && !matches!(
                    outcome.status,
                    StatusRange::Code(100..=399) | StatusRange::Class(1 | 3)
                )
        });
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for outcome in failures.filter(|_| operation.outcomes.len() > 1) {
            let body = match self.content(chosen(outcome)) {
                Reply::Json(Type::Model(name)) => {
                    format!(" with [`{name}`](crate::models::{name}) as their body")
                }
                _ => String::new(),
            };
            let status = status_text(outcome.status);
            match groups.iter_mut().find(|(known, _)| *known == body) {
                Some((_, statuses)) => statuses.push(status),
                None => groups.push((body, vec![status])),
            }
        }
        groups
            .into_iter()
            .flat_map(|(body, statuses)| {
                let mut lines = Vec::new();
                docs::wrap_plain(
                    &format!("Documented failures{body}: {}.", statuses.join(", ")),
                    &mut lines,
                );
                lines
            })
            .collect()
    }
}

/// The type of a form's field that is sent as a file, or as several.
fn file_type(api: &ir::Api, ty: TypeRef) -> Option<Type> {
    let (id, _) = api.types.resolve(ty);
    match &api.types[id].shape {
        Shape::Text(ir::TextKind::Binary) => Some(Type::File),
        Shape::Array(array) => {
            let (item, _) = api.types.resolve(array.item);
            let is_file = matches!(api.types[item].shape, Shape::Text(ir::TextKind::Binary));
            is_file.then(|| Type::List(Box::new(Type::File)))
        }
        _ => None,
    }
}

/// A single path parameter, or else a single required value, is an argument.
/// All others are set by name, since two of one type could be swapped unnoticed.
fn split(required: Vec<(ir::Location, Input)>) -> (Vec<Input>, Vec<RequiredInput>) {
    let in_path = required
        .iter()
        .filter(|(location, _)| *location == ir::Location::Path)
        .count();
    let alone = required.len() == 1;
    let mut arguments = Vec::new();
    let mut named = Vec::new();
    for (location, input) in required {
        if alone || (in_path == 1 && location == ir::Location::Path) {
            arguments.push(input);
        } else {
            let marker = names::ident(input.name.as_str(), Use::Marker);
            named.push(RequiredInput { marker, input });
        }
    }
    (arguments, named)
}

/// The word for a content type in a method's name: `multipart` in `create_multipart`.
fn form_name(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "multipart/form-data" => "multipart".to_owned(),
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        "application/json" => "json".to_owned(),
        "text/plain" => "text".to_owned(),
        other => other
            .split('/')
            .next_back()
            .unwrap_or(other)
            .replace("x-", ""),
    }
}

/// The name of a status: `Created`, or `Status299`.
fn status_name(status: StatusRange) -> String {
    match status {
        StatusRange::Code(200) => "Ok".to_owned(),
        StatusRange::Code(201) => "Created".to_owned(),
        StatusRange::Code(202) => "Accepted".to_owned(),
        StatusRange::Code(203) => "NonAuthoritativeInformation".to_owned(),
        StatusRange::Code(204) => "NoContent".to_owned(),
        StatusRange::Code(205) => "ResetContent".to_owned(),
        StatusRange::Code(206) => "PartialContent".to_owned(),
        StatusRange::Code(207) => "MultiStatus".to_owned(),
        StatusRange::Code(code) => format!("Status{code}"),
        StatusRange::Class(_) => "Success".to_owned(),
        StatusRange::Default => "Default".to_owned(),
    }
}

/// A status as the document writes it.
fn status_text(status: StatusRange) -> String {
    match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(digit) => format!("{digit}XX"),
        StatusRange::Default => "any other".to_owned(),
    }
}
