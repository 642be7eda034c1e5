//! The mock of the service: a handle per resource, a method per operation, and the tables of
//! replies that the document describes, with its examples.

use serde::Serialize;

use super::client::Context;
use super::names::{self, Ident, Scope, Use};
use super::operations::chosen;
use super::samples::{is_same, kept, wrong_example};
use super::{Resource, Seed, Type, docs};
use crate::diagnostic::Report;
use crate::ir::{self, Encoding, StatusRange};

/// How many examples of one reply are kept.
const MAX_EXAMPLES: usize = 8;

/// How long the JSON text of an example may be.
const MAX_TEXT: usize = 16 << 10;

/// The mock of the service.
#[derive(Clone, Debug, Serialize)]
pub struct Mock {
    /// The handles and their methods, in the order of the resources.
    pub handles: Vec<MockHandle>,
    /// What each operation can reply.
    pub scripts: Vec<Script>,
    /// The replies, each described once.
    pub outcomes: Vec<Outcome>,
}

/// A handle of the mock.
#[derive(Clone, Debug, Serialize)]
pub struct MockHandle {
    /// The method of the mock that gives it, and its type; none for operations of the client itself.
    pub name: Option<(Ident, Ident)>,
    /// The module of the resource.
    pub module: Ident,
    /// Its methods: the name, the row of the table, and what is asked.
    pub methods: Vec<(Ident, Ident, String)>,
}

/// What an operation can reply.
#[derive(Clone, Debug, Serialize)]
pub struct Script {
    /// The name of the static, and of the row in the table of operations.
    pub constant: Ident,
    /// Constants of the replies, in document order.
    pub outcomes: Vec<Ident>,
}

/// A reply that the document describes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The name of the constant.
    pub constant: Ident,
    /// The statuses.
    pub status: StatusRange,
    /// The media type; empty for a reply without a body.
    pub media_type: String,
    /// How the body is read.
    pub form: OutcomeForm,
    /// The examples that fit.
    pub examples: Vec<OutcomeExample>,
}

/// How the body of a reply is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum OutcomeForm {
    /// There is none.
    Empty,
    /// JSON of a type, and how it is read.
    Json(Type, Seed),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// An example of a reply.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeExample {
    /// Its name in the document; `example` if it has none.
    pub name: String,
    /// The body.
    pub text: String,
    /// Whether it comes out of its type as it went in; otherwise parts are left out.
    pub is_exact: bool,
}

impl Mock {
    /// Whether there is an example of a reply to the operation.
    pub(super) fn has_examples(&self, operation: &Ident) -> bool {
        let outcomes = self
            .scripts
            .iter()
            .filter(|script| script.constant == *operation)
            .flat_map(|script| &script.outcomes);
        outcomes
            .filter_map(|name| self.outcomes.iter().find(|one| one.constant == *name))
            .any(|outcome| !outcome.examples.is_empty())
    }
}

/// The mock of all resources.
pub(super) fn plan_mock(
    context: &Context<'_>,
    resources: &[Resource],
    report: &mut Report,
) -> Mock {
    let mut outcomes = Outcomes::default();
    let scripts = context
        .operations
        .iter()
        .zip(&context.api.operations)
        .map(|(row, operation)| Script {
            constant: row.constant.clone(),
            outcomes: outcomes.of(context, operation, report),
        })
        .collect();
    Mock {
        handles: plan_handles(context, resources),
        scripts,
        outcomes: outcomes.rows,
    }
}

fn plan_handles(context: &Context<'_>, resources: &[Resource]) -> Vec<MockHandle> {
    // The methods of the mock itself come first.
    let mut methods = Scope::default();
    for own in [
        "new",
        "client",
        "blocking_client",
        "builder",
        "requests",
        "elsewhere",
        "send",
        "clone",
        "default",
    ] {
        methods.take(&names::ident(own, Use::Field));
    }
    let mut types = Scope::default();
    for own in ["Mock", "Replies", "Recorded", "Part", "Script", "InTransit"] {
        types.take(&names::ident(own, Use::Variant));
    }
    let mut handles = Vec::new();
    for resource in resources {
        let name = resource.handle.as_ref().map(|handle| {
            (
                methods.settle(resource.module.clone()),
                types.settle(handle.clone()),
            )
        });
        let mut seen: Option<&Ident> = None;
        let mut own = Vec::new();
        for method in &resource.methods {
            // The methods of one operation follow each other, one per body.
            if seen == Some(&method.operation) {
                continue;
            }
            seen = Some(&method.operation);
            let Some(operation) = context.operation(&method.operation) else {
                continue;
            };
            let what = docs::code_span(&format!("{} {}", operation.method, operation.path));
            let name = match name {
                Some(_) => method.name.clone(),
                None => methods.settle(method.name.clone()),
            };
            own.push((name, method.operation.clone(), what));
        }
        handles.push(MockHandle {
            name,
            module: resource.module.clone(),
            methods: own,
        });
    }
    handles
}

/// The replies that were described so far; equal ones are described once.
#[derive(Default)]
struct Outcomes {
    rows: Vec<Outcome>,
    scope: Scope,
}

impl Outcomes {
    fn of(
        &mut self,
        context: &Context<'_>,
        operation: &ir::Operation,
        report: &mut Report,
    ) -> Vec<Ident> {
        let outcomes = operation.outcomes.iter();
        outcomes
            .filter(|outcome| !matches!(outcome.status, StatusRange::Class(1)))
            .map(|outcome| self.row(context, outcome, report))
            .collect()
    }

    fn row(&mut self, context: &Context<'_>, outcome: &ir::Outcome, report: &mut Report) -> Ident {
        let content = chosen(outcome);
        let (form, words) = match content {
            None => (OutcomeForm::Empty, "status".to_owned()),
            Some(content) => match content.encoding {
                Encoding::Json => {
                    let ty = context.types.full(content.ty);
                    let words = match &ty {
                        Type::Model(name) => name.to_string(),
                        _ => "json".to_owned(),
                    };
                    (OutcomeForm::Json(ty, context.types.seed(content.ty)), words)
                }
                Encoding::Text | Encoding::Form => (OutcomeForm::Text, "text".to_owned()),
                Encoding::Binary | Encoding::Multipart => (OutcomeForm::Bytes, "bytes".to_owned()),
            },
        };
        let examples = content.map_or_else(Vec::new, |content| {
            plan_examples(context, content, &form, report)
        });
        let media_type = content.map_or("", |content| &content.media_type);
        let known = self.rows.iter().find(|row| {
            row.status == outcome.status
                && row.media_type == media_type
                && row.form == form
                && row.examples == examples
        });
        if let Some(row) = known {
            return row.constant.clone();
        }
        let status = match outcome.status {
            StatusRange::Code(code) => code.to_string(),
            StatusRange::Class(digit) => format!("{digit}xx"),
            StatusRange::Default => "default".to_owned(),
        };
        let constant = self.scope.name(&format!("{words} {status}"), Use::Constant);
        self.rows.push(Outcome {
            constant: constant.clone(),
            status: outcome.status,
            media_type: media_type.to_owned(),
            form,
            examples,
        });
        constant
    }
}

fn plan_examples(
    context: &Context<'_>,
    content: &ir::Content,
    form: &OutcomeForm,
    report: &mut Report,
) -> Vec<OutcomeExample> {
    let mut examples: Vec<OutcomeExample> = Vec::new();
    for example in &content.examples {
        let name = example.name.clone().unwrap_or_else(|| "example".to_owned());
        let (text, is_exact) = match form {
            OutcomeForm::Json(..) => {
                let kept = match kept(context.types, content.ty, &example.value) {
                    Ok(kept) => kept,
                    Err(misfit) => {
                        report.push(wrong_example(&example.pointer, &misfit));
                        continue;
                    }
                };
                (docs::json(&example.value), is_same(&kept, &example.value))
            }
            OutcomeForm::Text => match example.value.as_str() {
                Some(text) => (text.to_owned(), true),
                None => continue,
            },
            OutcomeForm::Bytes | OutcomeForm::Empty => continue,
        };
        let is_known = examples.iter().any(|known| known.name == name);
        if !is_known && text.len() <= MAX_TEXT && examples.len() < MAX_EXAMPLES {
            examples.push(OutcomeExample {
                name,
                text,
                is_exact,
            });
        }
    }
    examples
}
