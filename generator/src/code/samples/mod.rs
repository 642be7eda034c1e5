//! What the tests of the output are made of: calls with the values of the document, and what
//! each has to look like on the wire.
//!
//! The request is written from the document, by rules of its own: nothing here asks how the
//! runtime or the request builders do it.

mod call;
mod kept;
mod plain;
mod wire;

use serde::Serialize;

use super::client::Context;
use super::mock::Mock;
use super::names::{Ident, Scope, Use};
use super::{Method, Resource, Type, names};
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir;
use crate::value::Value;
use call::Caller;
pub(super) use kept::{Misfit, is_same, kept};

/// How many examples of one body become tests.
const MAX_EXAMPLES: usize = 3;

/// The tests of a resource: one file.
#[derive(Clone, Debug, Serialize)]
pub struct TestFile {
    /// The module, called like that of the resource.
    pub module: Ident,
    /// The tests of requests.
    pub requests: Vec<RequestTest>,
    /// The tests of replies.
    pub replies: Vec<ReplyTest>,
    /// The methods without a test of their request.
    pub left_out: Vec<Ident>,
}

/// A call whose request is compared.
#[derive(Clone, Debug, Serialize)]
pub struct RequestTest {
    /// The name of the test.
    pub name: Ident,
    /// The call.
    pub call: CallSample,
    /// Its request.
    pub wire: Wire,
}

/// A call that gets every documented reply.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyTest {
    /// The name of the test.
    pub name: Ident,
    /// The call.
    pub call: CallSample,
    /// The replies: a constant of the tables of the mock.
    pub script: Ident,
}

/// A call as a user would write it.
#[derive(Clone, Debug, Serialize)]
pub struct CallSample {
    /// The client's method that gives the handle.
    pub handle: Option<Ident>,
    /// The method.
    pub method: Ident,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The setters, in the order of the builder.
    pub setters: Vec<(Ident, Argument)>,
}

/// A value as an expression.
#[derive(Clone, Debug, Serialize)]
pub enum Argument {
    /// `true`
    Bool(bool),
    /// `1`
    Integer(i128),
    /// `1.5`
    Float(f64),
    /// `"text"`, for whatever a text converts to.
    Text(String),
    /// `["a", "b"]`
    Texts(Vec<String>),
    /// A file of these bytes.
    File(String),
    /// Several of them.
    Files(Vec<String>),
    /// A value of a type, read from JSON.
    Json(Type, String),
    /// No value of a type.
    Null(Type),
}

/// A request as the document describes it.
#[derive(Clone, Debug, Serialize)]
pub struct Wire {
    /// The method.
    pub method: String,
    /// Path and query, as they are on the wire.
    pub target: String,
    /// Headers with their values.
    pub headers: Vec<(String, String)>,
    /// The credentials: only that they are there is looked at.
    pub secrets: Vec<(ir::Location, String)>,
    /// The body.
    pub body: WireBody,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum WireBody {
    /// None, or one that says nothing.
    Nothing,
    /// JSON of a media type, equal in value; and the model that it is a value of.
    Json(String, String, Option<Type>),
    /// The decoded pairs of a form.
    Form(Vec<(String, String)>),
    /// The parts of a form.
    Parts(Vec<WirePart>),
    /// Bytes of a media type.
    Bytes(String, String),
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum WirePart {
    /// A field.
    Text(String, String),
    /// A field that is JSON, equal in value.
    Json(String, String),
    /// A file.
    File(String, String),
}

/// The tests of all resources.
pub(super) fn plan_tests(
    context: &Context<'_>,
    resources: &[Resource],
    mock: &Mock,
    report: &mut Report,
) -> Vec<TestFile> {
    resources
        .iter()
        .map(|resource| plan_file(context, resource, mock, report))
        .collect()
}

fn plan_file(
    context: &Context<'_>,
    resource: &Resource,
    mock: &Mock,
    report: &mut Report,
) -> TestFile {
    let mut scope = Scope::default();
    for taken in ["replies", "value"] {
        scope.take(&names::ident(taken, Use::Field));
    }
    let mut file = TestFile {
        module: resource.module.clone(),
        requests: Vec::new(),
        replies: Vec::new(),
        left_out: Vec::new(),
    };
    let handle = resource.handle.as_ref().map(|_| &resource.module);
    let mut last: Option<(&Method, usize)> = None;
    for method in &resource.methods {
        // The methods of one operation follow each other, one per body.
        let body = match last {
            Some((known, body)) if known.operation == method.operation => body + 1,
            _ => 0,
        };
        last = Some((method, body));
        let Some(operation) = context.operation(&method.operation) else {
            continue;
        };
        let caller = Caller {
            types: context.types,
            handle,
            operation,
            method,
            body: operation.bodies.get(body),
        };
        let before = file.requests.len();
        plan_requests(&caller, &mut scope, &mut file, context.api, report);
        if file.requests.len() == before {
            file.left_out.push(method.name.clone());
        }
        if body > 0 || !mock.has_examples(&method.operation) {
            continue;
        }
        if let Some((call, _)) = caller.least() {
            file.replies.push(ReplyTest {
                name: scope.name(&format!("{} replies", method.name), Use::Field),
                call,
                script: method.operation.clone(),
            });
        }
    }
    file
}

/// One test per example of the body; without one, a test with plain values.
fn plan_requests(
    caller: &Caller<'_>,
    scope: &mut Scope,
    file: &mut TestFile,
    api: &ir::Api,
    report: &mut Report,
) {
    let before = file.requests.len();
    let examples = caller.body.map_or(&[][..], |body| &body.examples);
    for example in examples {
        let made = file.requests.len() - before;
        let test = if made == 0 {
            caller.full(Some(&example.value))
        } else {
            caller.of(&example.value)
        };
        let Some((call, values)) = test else {
            if let Some(misfit) = caller.misfit(&example.value) {
                report.push(wrong_example(&example.pointer, &misfit));
            }
            continue;
        };
        if made == MAX_EXAMPLES {
            continue;
        }
        let Some(wire) = wire::plan_wire(api, caller, &values) else {
            continue;
        };
        let name = match &example.name {
            Some(name) => format!("{} {name}", caller.method.name),
            None => caller.method.name.to_string(),
        };
        file.requests.push(RequestTest {
            name: scope.name(&name, Use::Field),
            call,
            wire,
        });
    }
    if file.requests.len() > before {
        return;
    }
    let found = [caller.full(None), caller.least()]
        .into_iter()
        .flatten()
        .find_map(|(call, values)| Some((call, wire::plan_wire(api, caller, &values)?)));
    if let Some((call, wire)) = found {
        file.requests.push(RequestTest {
            name: scope.name(caller.method.name.as_str(), Use::Field),
            call,
            wire,
        });
    }
}

/// An example that its own type refuses is of no use to anybody.
pub(super) fn wrong_example(pointer: &Pointer, misfit: &Misfit) -> Diagnostic {
    Diagnostic::new(
        Code::WrongExample,
        pointer,
        format!("the example is not a value of its schema: {misfit}"),
    )
    .hint("no test and no reply of the mock is made of it")
}

/// What a call sends: the values of parameters and of the body.
#[derive(Debug, Default)]
struct Values<'a> {
    parameters: Vec<(&'a ir::Parameter, Value)>,
    body: BodyValues,
}

/// The values of a body.
#[derive(Debug, Default)]
enum BodyValues {
    /// Nothing is set.
    #[default]
    Nothing,
    /// Field by field, in the order of the calls.
    Fields(Vec<(String, Value, bool)>),
    /// As one value.
    Whole(Value),
}
