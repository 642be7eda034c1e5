//! Which modules of the runtime the output needs.
//!
//! A module that nothing uses would be dead code in the output, so each is
//! there for a reason, and brings what it needs itself.

use serde::Serialize;

use super::{Constructor, Form, Model, Package, Task};
use crate::ir::{self, FloatKind, Shape, TextKind};

/// A module of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RuntimeModule {
    name: &'static str,
    feature: Option<&'static str>,
}

impl RuntimeModule {
    /// The module's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The feature of the output that it is behind; `test` for what only its own tests use.
    #[must_use]
    pub fn feature(&self) -> Option<&'static str> {
        self.feature
    }
}

/// The modules that a package needs, by name.
pub(super) fn select(package: &Package, api: &ir::Api) -> Vec<RuntimeModule> {
    let models = &package.models;
    let methods = || {
        package
            .resources
            .iter()
            .flat_map(|resource| &resource.methods)
    };
    let structs = || {
        models.iter().filter_map(|model| match model {
            Model::Struct(item) => Some(item),
            _ => None,
        })
    };
    let mut modules = vec![
        ("any", None),
        ("blocking", Some("blocking")),
        ("body", None),
        ("builder", None),
        ("call", None),
        ("cli", Some("cli")),
        ("client", None),
        ("credentials", None),
        ("decode", None),
        ("download", None),
        ("encode", None),
        ("error", None),
        ("header", None),
        ("http_date", None),
        // The command line walks lists, and the table of operations says how.
        ("link", None),
        ("mock", Some("mock")),
        ("mode", None),
        // The command line can send any body, forms with files included.
        ("multipart", None),
        ("omittable", None),
        ("problem", None),
        ("reply", None),
        ("request", None),
        ("retry", None),
        ("secret", None),
        ("seed", None),
        ("send", None),
        ("service", None),
        ("source", None),
        ("testing", Some("test")),
        ("text", None),
        ("tls", Some("rustls")),
        ("token", None),
        ("trace", None),
        ("transport", None),
        ("value", None),
        ("walk", None),
    ];
    if package
        .operations
        .iter()
        .any(|row| row.idempotency.is_some())
    {
        modules.push(("idempotency", None));
    }
    let is_exact = |ty: &ir::Type| matches!(ty.shape, Shape::Float(FloatKind::Exact));
    if api.types.iter().any(|(_, ty)| is_exact(ty)) {
        modules.push(("number", None));
    }
    let holds_json = |ty: &ir::Type| matches!(ty.shape, Shape::Text(TextKind::Json(_)));
    if api.types.iter().any(|(_, ty)| holds_json(ty)) {
        modules.push(("json_text", None));
    }
    if models
        .iter()
        .any(|model| matches!(model, Model::StringEnum(item) if item.unknown.is_some()))
    {
        modules.push(("open_enum", None));
    }
    if methods().next().is_some() {
        modules.extend([("options", None), ("typed", None)]);
    }
    if methods().any(|method| method.pages.is_some()) {
        modules.push(("page", None));
    }
    let tasks = || {
        package
            .resources
            .iter()
            .flat_map(|resource| &resource.tasks)
    };
    let mut credentials = package.service.credentials.iter();
    if credentials.any(|credential| credential.source.is_some()) {
        modules.push(("client_credentials", None));
    }
    let has_streams = methods().any(|method| !method.streams.is_empty());
    // The command line prints what any endpoint sends.
    modules.push(("frames", (!has_streams).then_some("cli")));
    if has_streams {
        modules.push(("stream", None));
    }
    if structs().any(|item| item.constructor == Constructor::Required) {
        modules.push(("constructor", None));
    }
    if structs().any(|item| item.form == Form::Members) {
        modules.extend([("fields", None), ("object", None)]);
    }
    if structs().any(|item| item.form == Form::Positions) {
        modules.extend([("positions", None), ("tuple", None)]);
    }
    // The command line has one table for all documents, in which uploads and waiting may stand.
    let behind = |is_used: bool| (!is_used).then_some("cli");
    let uploads = tasks().any(|method| matches!(method.task, Task::Upload(_)));
    modules.extend([
        ("delivery", behind(uploads)),
        ("poll", behind(tasks().next().is_some())),
        ("upload", behind(uploads)),
    ]);
    if structs().any(|item| item.fields.iter().any(|field| field.time.is_some())) {
        modules.push(("time", None));
    }
    if models.iter().any(|model| matches!(model, Model::Union(_))) {
        modules.push(("union", None));
    }
    modules.sort_unstable();
    modules
        .into_iter()
        .map(|(name, feature)| RuntimeModule { name, feature })
        .collect()
}
