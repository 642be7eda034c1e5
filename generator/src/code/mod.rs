//! The Rust we will write: the API with every decision taken, but no token yet.
//!
//! [`plan`] turns an [`ir::Api`] into a [`Package`], whose nouns stand in
//! `request`, `model`, `ty` and `program`. Identifiers are born in `names`, and
//! nowhere else; names that users see are pinned in a [`lock::Lock`]. The
//! templates in [`crate::emit`] repeat and omit, they do not decide.

mod chosen;
mod cli;
mod client;
mod docs;
mod examples;
mod features;
pub mod lock;
mod members;
mod mock;
mod model;
mod models;
mod names;
mod operations;
mod parts;
mod probe;
mod program;
mod request;
mod reserved;
mod samples;
mod ty;
mod types;
mod webhooks;

use std::num::NonZeroUsize;
use std::thread;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::ir;

pub use features::RuntimeModule;
pub use mock::{Mock, MockHandle, Outcome, OutcomeExample, OutcomeForm, Script};
pub use model::{
    Alias, Constructor, EnumVariant, Extra, Field, Form, IntegerEnum, Model, StringEnum, Struct,
    Union, UnionVariant,
};
pub use names::Ident;
#[cfg(test)]
pub(crate) use names::Use;
pub use parts::{ALL as ALL_TAGS, Part};
pub use probe::{Probe, ProbedInput, ProbedMethod, ProbedSchema};
pub use program::{
    Arg, ArgKind, ArgRule, ArgTarget, Command, CommandBody, CommandBodyKind, CommandConstant,
    CommandExample, CommandList, CommandPages, CommandTask, CommandWait, Group, Program,
};
pub use request::{
    Body, Delivery, DirectRow, FailureRow, Holding, IdempotencyRow, Input, Marker, Method,
    Operation, Pages, ParameterRow, PollRow, Reply, ReplyEnum, ReplyHeader, ReplyVariant,
    RequiredInput, Resource, ServerRow, SignedRow, Step, StepRow, StreamReply, Target, Task,
    UploadRow,
};
#[cfg(test)]
pub(crate) use reserved::reserved;
pub use samples::{
    Argument, CallSample, ReplyTest, RequestTest, TestFile, Wire, WireBody, WirePart,
};
pub use ty::{JsonKind, Seed, Type};
pub use webhooks::{Webhook, Webhooks};

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
    /// How many threads print files; by default, as many as run at a time.
    /// The output is the same for any number.
    pub jobs: Option<NonZeroUsize>,
    /// From how many operations on each tag has a feature of its own; by default 100.
    pub features_from: Option<usize>,
}

impl Options {
    /// How many threads print files.
    pub(crate) fn threads(&self) -> NonZeroUsize {
        let available = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or_else(available)
    }
}

/// The whole output as a plan.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// Names and versions.
    pub manifest: Manifest,
    /// The crate's documentation, line by line.
    pub docs: Vec<String>,
    /// The documentation of the module of the blocking client.
    pub blocking_docs: Vec<String>,
    /// The service that the client talks to.
    pub service: Service,
    /// Where the service is, if there is a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub base_urls: Vec<BaseUrl>,
    /// Handles and request builders, one module each.
    pub resources: Vec<Resource>,
    /// Headers of replies.
    pub headers: Vec<ReplyHeader>,
    /// The models that the bodies of documented failures are.
    pub error_bodies: Vec<Ident>,
    /// Types of values on the wire.
    pub models: Vec<Model>,
    /// What the service sends by itself: a module of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<Webhooks>,
    /// The table of operations.
    pub operations: Vec<Operation>,
    /// What stands for requests that are to none of them.
    pub any: AnyOperation,
    /// The command line.
    pub program: Program,
    /// Replies without a server, for the tests of users.
    pub mock: Mock,
    /// The tests of the output itself.
    pub tests: Vec<TestFile>,
    /// What a program needs to know that puts the output to the proof from outside.
    pub probe: Probe,
    /// What can be left out, tag by tag; empty for a small document.
    pub parts: Vec<Part>,
    /// The modules of the runtime that the output needs.
    pub runtime: Vec<RuntimeModule>,
}

impl Package {
    /// The part of a resource, if it can be left out.
    #[must_use]
    pub fn part_of(&self, resource: &Ident) -> Option<&Part> {
        self.parts.iter().find(|part| part.resource == *resource)
    }

    /// The models of a part, or those that are always there.
    pub fn models_of<'a>(&'a self, part: Option<&'a Part>) -> impl Iterator<Item = &'a Model> {
        let is_there = move |name: &Ident| match part {
            Some(part) => part.models.contains(name),
            None => !self.parts.iter().any(|part| part.models.contains(name)),
        };
        self.models
            .iter()
            .filter(move |model| is_there(model.name()))
    }

    /// The part that a row of the table of operations belongs to.
    #[must_use]
    pub fn part_of_row(&self, row: &Ident) -> Option<&Part> {
        self.parts.iter().find(|part| part.operations.contains(row))
    }

    /// Whether a row belongs to a part, or to none.
    #[must_use]
    pub fn is_row_of(&self, row: &Ident, part: Option<&Part>) -> bool {
        match part {
            Some(part) => part.operations.contains(row),
            None => self.part_of_row(row).is_none(),
        }
    }
}

/// A place where the service is.
#[derive(Clone, Debug, Serialize)]
pub struct BaseUrl {
    /// The name: of a constant, or of a type if parts of the address are the caller's to choose.
    pub name: Ident,
    /// Its documentation, line by line.
    pub docs: Vec<String>,
    /// The address, with the defaults of its parts.
    pub url: String,
    /// The parts that the caller chooses.
    pub parts: Vec<UrlPart>,
    /// What the address consists of.
    pub pieces: Vec<UrlPiece>,
}

/// A part of an address that the caller chooses.
#[derive(Clone, Debug, Serialize)]
pub struct UrlPart {
    /// Its field and setter.
    pub name: Ident,
    /// Its name in the template.
    pub wire: String,
    /// Its value unless set.
    pub default: String,
    /// Its documentation, line by line.
    pub docs: Vec<String>,
}

/// A piece of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum UrlPiece {
    /// It is always the same.
    Text(String),
    /// The value of a part.
    Part(Ident),
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
    /// The environment variable with further headers.
    pub headers_env: String,
    /// What may prove who is calling.
    pub credentials: Vec<Credential>,
    /// The row of [`Package::any`].
    pub any: Ident,
}

/// What the operations have in common.
#[derive(Clone, Debug, Serialize)]
pub struct AnyOperation {
    /// The static's name.
    pub constant: Ident,
    /// Alternatives of credentials, by index.
    pub security: Vec<Vec<usize>>,
    /// Where an error's body has its parts.
    pub error: Option<ir::ErrorPointers>,
    /// The header that identifies the request.
    pub request_id: Option<String>,
    /// The header that makes it safe to send a request again.
    pub idempotency: Option<IdempotencyRow>,
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
    /// The setter of a source of its tokens, if there can be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Ident>,
    /// The setter of the client credentials grant, if it has that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<(Ident, ir::Grant)>,
    /// The setter's documentation.
    pub docs: Vec<String>,
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
    let types = types::plan_types(api, lock, report);
    types.pin(lock);
    let error_bodies = client::plan_error_bodies(&types);
    let (operations, any) = operations::plan_rows(api, &types, &error_bodies);
    let service = client::plan_service(api, &manifest, &any);
    let models = models::plan_models(&types);
    let context = client::Context {
        api,
        types: &types,
        manifest: &manifest,
        operations: &operations,
        error_bodies: &error_bodies,
    };
    let messages = webhooks::pinned_module(api, lock);
    let resources = client::plan_resources(&context, messages.as_ref(), lock, report);
    let headers = client::plan_headers(&context, lock, report);
    let webhooks = webhooks::plan_webhooks(api, &types, &resources, messages, lock, report);
    let program = cli::plan_program(&context, &resources, lock);
    let mock = mock::plan_mock(&context, &resources, report);
    let tests = samples::plan_tests(&context, &resources, &mock, report);
    let probe = probe::plan_probe(&context, &resources);
    let parts = parts::plan_parts(
        &types,
        options,
        &resources,
        &operations,
        &error_bodies,
        &headers,
    );
    let docs = client::crate_docs(&context, &resources);
    let blocking_docs = client::blocking_docs(&manifest, &resources);
    let mut package = Package {
        manifest,
        docs,
        blocking_docs,
        service,
        base_urls: client::plan_base_urls(api),
        resources,
        headers,
        webhooks,
        error_bodies,
        models,
        operations,
        any,
        program,
        mock,
        tests,
        probe,
        parts,
        runtime: Vec::new(),
    };
    package.runtime = features::select(&package, api);
    package
}
