//! One request -> one reply. The steps in order: route, wishes of the caller,
//! credentials, parameters, body, then what the operation does.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use flora_codegen::document::Document;
use flora_codegen::ir::{Api, CredentialKind, Location, Operation, Outcome, StatusRange};
use flora_codegen::value::Value;
use hyper::HeaderMap;
use hyper::body::{Body, Bytes};
use hyper::http::request::Parts;

use crate::body::{self, Payload};
use crate::parameters::{self, Sources, Values};
use crate::plan::{Plan, Role};
use crate::prefer::Prefer;
use crate::reply::{Kind, Refusal, Replies, Reply, outcome_of};
use crate::routes::{Found, Routes};
use crate::state::{State, success};
use crate::thing;
use crate::upload;

/// How the mock behaves.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// `http://127.0.0.1:PORT`
    pub(crate) origin: String,
    /// The path of the service's URL, without a slash at its end.
    pub(crate) base: String,
    /// How long each answer takes.
    pub(crate) delay: Duration,
    /// How many looks find a thing still pending.
    pub(crate) polls: u32,
}

/// A service made of a document.
#[derive(Debug)]
pub(crate) struct Mock {
    pub(crate) api: Api,
    pub(crate) plan: Plan,
    pub(crate) options: Options,
    pub(crate) replies: Replies,
    routes: Routes,
    state: Mutex<State>,
}

/// A request that was found good.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The place of the operation in the API.
    pub(crate) index: usize,
    pub(crate) operation: &'a Operation,
    pub(crate) values: Values,
    pub(crate) payload: Payload,
    pub(crate) accept: Option<String>,
}

/// The end of a connection instead of an answer, as the caller wished.
#[derive(Debug)]
pub(crate) struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the caller wants the connection to be closed")
    }
}

impl std::error::Error for Closed {}

impl Mock {
    pub(crate) fn new(api: Api, document: &Document, options: Options) -> Self {
        let plan = Plan::new(&api);
        let state = State::new(&api, &plan);
        Self {
            routes: Routes::new(&api),
            replies: Replies::new(document.tree.clone()),
            state: Mutex::new(state),
            plan,
            options,
            api,
        }
    }

    /// What is remembered. Never held while a body is read.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves at worst a thing half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request.
    pub(crate) async fn answer<B>(&self, head: &Parts, body: &mut B) -> Result<Reply, Closed>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let prefer = Prefer::read(&head.headers);
        let wait = self.options.delay + prefer.wait.unwrap_or_default();
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        if prefer.close {
            return Err(Closed);
        }
        let path = head.uri.path();
        if let Some(token) = path.strip_prefix(upload::PATH) {
            return Ok(upload::receive(self, token, head, body).await);
        }
        let mut operation = None;
        let result = self.serve(head, &prefer, body, &mut operation).await;
        Ok(result.unwrap_or_else(|refusal| self.replies.refuse(&self.api, operation, &refusal)))
    }

    async fn serve<'a, B>(
        &'a self,
        head: &Parts,
        prefer: &Prefer,
        body: &mut B,
        found: &mut Option<&'a Operation>,
    ) -> Result<Reply, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let path = head.uri.path();
        let unknown = || {
            let message = format!(
                "There is no {path} here; paths start with {}/.",
                self.options.base
            );
            Refusal::new(Kind::NotFound, message)
        };
        let below = path.strip_prefix(&self.options.base).ok_or_else(unknown)?;
        let method = head.method.as_str();
        let (index, raw) = match self.routes.find(method, below) {
            Found::Operation(index, raw) => (index, raw),
            Found::Nothing => return Err(unknown()),
            Found::OtherMethods(methods) => {
                let message = format!("{method} is not allowed here; try {}.", methods.join(", "));
                return Err(Refusal::new(Kind::Method(methods), message));
            }
        };
        let operation = &self.api.operations[index];
        *found = Some(operation);
        // Errors on request come before all checks, as errors do.
        if prefer.code.is_some_and(|code| code >= 300) {
            return self.wished(operation, prefer);
        }
        let query = parameters::pairs(head.uri.query().unwrap_or_default());
        self.check_credentials(operation, &head.headers, &query)?;
        let mut faults = Vec::new();
        let sources = Sources {
            path: &raw,
            query: &query,
            headers: &head.headers,
        };
        let values = parameters::read(&self.api.types, operation, &sources, &mut faults);
        let types = &self.api.types;
        let payload = body::read(types, operation, &head.headers, body, &mut faults).await?;
        if !faults.is_empty() {
            return Err(Refusal::invalid(faults));
        }
        if prefer.code.is_some() || prefer.example.is_some() {
            return self.wished(operation, prefer);
        }
        let accept = head.headers.get("accept").and_then(|it| it.to_str().ok());
        let call = Call {
            index,
            operation,
            values,
            payload,
            accept: accept.map(str::to_owned),
        };
        self.once(&call)
    }

    /// Lets each idempotency key do its work only once.
    fn once(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let mut parameters = call.operation.parameters.iter();
        let declared = parameters.find_map(|it| Some((it, it.idempotency.as_ref()?)));
        let Some((parameter, idempotency)) = declared else {
            return self.act(call);
        };
        let Some(value) = call.values.get(Location::Header, &parameter.name) else {
            return self.act(call);
        };
        let key = (call.index, thing::key(value));
        if self.state().keys.contains(&key) {
            let code = idempotency.duplicate.clone().unwrap_or_default();
            let message = "This idempotency key has been used already.";
            return Err(Refusal::new(Kind::Duplicate(code), message));
        }
        let reply = self.act(call)?;
        self.state().keys.insert(key);
        Ok(reply)
    }

    fn act(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        match self.plan.roles[call.index] {
            Role::Create(shelf) => self.create(call, shelf),
            Role::Complete(shelf) => self.complete(call, shelf),
            Role::Renew(shelf) => self.renew(call, shelf),
            Role::Retrieve(shelf) => self.retrieve(call, shelf),
            Role::List(shelf) => self.list(call, shelf),
            Role::Poll => Ok(self.poll(call)),
            Role::Plain => Ok(self.plain(call)),
        }
    }

    /// The success as the document shows it, in a form that the caller accepts.
    pub(crate) fn plain(&self, call: &Call<'_>) -> Reply {
        let Some((status, outcome)) = success(call.operation) else {
            return Reply {
                status: 204,
                ..Reply::default()
            };
        };
        let accepted = outcome.contents.iter().find(|content| {
            let essence = body::essence(&content.media_type);
            call.accept
                .as_ref()
                .is_some_and(|accept| accept.split(',').any(|one| body::essence(one) == essence))
        });
        let content = accepted.or(outcome.contents.first());
        self.replies.of(&self.api, status, outcome, content, None)
    }

    /// Pending for some calls, then done.
    fn poll(&self, call: &Call<'_>) -> Reply {
        let path = call.values.of(Location::Path);
        let path: Vec<String> = path.map(|(_, value)| thing::key(value)).collect();
        let looks = {
            let mut state = self.state();
            let looks = state.looks.entry((call.index, path.join("/"))).or_default();
            *looks += 1;
            *looks
        };
        let content = success(call.operation).and_then(|(status, outcome)| {
            let content = outcome.contents.first()?;
            Some((status, outcome, content, call.operation.poll.as_ref()?))
        });
        let Some((status, outcome, content, poll)) = content else {
            return self.plain(call);
        };
        let names = if looks > self.options.polls {
            &poll.done
        } else {
            &poll.pending
        };
        let is_in = |value: &&Value| {
            let state = value.pointer(&poll.field).and_then(Value::as_str);
            state.is_some_and(|state| names.iter().any(|name| name == state))
        };
        let value = thing::examples(content).into_iter().find(is_in).cloned();
        let value = value.or_else(|| {
            let mut value = match content.examples.first() {
                Some(example) => example.value.clone(),
                None => crate::sample::sample(&self.api.types, content.ty),
            };
            crate::json::set(&mut value, &poll.field, crate::json::text(names.first()?));
            Some(value)
        });
        self.replies
            .of(&self.api, status, outcome, Some(content), value)
    }

    /// The status or example that the caller wants to see.
    fn wished(&self, operation: &Operation, prefer: &Prefer) -> Result<Reply, Refusal> {
        let missing = |message: String| Refusal::new(Kind::Invalid, message);
        let (status, outcome) = match prefer.code {
            Some(code) => {
                let outcome = outcome_of(operation, code);
                let none = || missing(format!("Prefer: the status {code} is not declared here."));
                (code, outcome.ok_or_else(none)?)
            }
            None => {
                let name = prefer.example.as_deref().unwrap_or_default();
                let mut outcomes = operation.outcomes.iter();
                let found = outcomes.find(|outcome| has_example(outcome, name));
                let none = || missing(format!("Prefer: no example is called `{name}` here."));
                let outcome = found.ok_or_else(none)?;
                let status = match outcome.status {
                    StatusRange::Code(code) => code,
                    StatusRange::Class(class) => u16::from(class) * 100,
                    StatusRange::Default => 500,
                };
                (status, outcome)
            }
        };
        let Some(name) = &prefer.example else {
            let content = outcome.contents.first();
            return Ok(self.replies.of(&self.api, status, outcome, content, None));
        };
        let examples = outcome.contents.iter().flat_map(|content| {
            let examples = content.examples.iter();
            examples.map(move |example| (content, example))
        });
        let mut examples = examples.filter(|(_, it)| it.name.as_ref() == Some(name));
        let none = || missing(format!("Prefer: {status} has no example called `{name}`."));
        let (content, example) = examples.next().ok_or_else(none)?;
        let value = Some(example.value.clone());
        Ok(self
            .replies
            .of(&self.api, status, outcome, Some(content), value))
    }

    /// Whether one of the alternatives is there. Every credential is as good as another.
    fn check_credentials(
        &self,
        operation: &Operation,
        headers: &HeaderMap,
        query: &[(String, String)],
    ) -> Result<(), Refusal> {
        let header = |name: &str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().trim().to_owned()
        };
        let authorization = |scheme: &str| {
            let value = header("authorization");
            let (own, rest) = value.split_once(' ').unwrap_or_default();
            own.eq_ignore_ascii_case(scheme) && !rest.trim().is_empty()
        };
        let is_there = |index: &usize| match &self.api.credentials[*index].kind {
            CredentialKind::Bearer => authorization("bearer"),
            CredentialKind::Basic => authorization("basic"),
            CredentialKind::ApiKey { location, name } => match location {
                Location::Header => !header(name).is_empty(),
                Location::Cookie => {
                    parameters::cookie(headers, name).is_some_and(|value| !value.is_empty())
                }
                Location::Query | Location::Path => {
                    (query.iter()).any(|(other, value)| other == name && !value.is_empty())
                }
            },
        };
        let alternatives = &operation.security;
        if alternatives.is_empty() || alternatives.iter().any(|all| all.iter().all(is_there)) {
            return Ok(());
        }
        let names = alternatives.iter().map(|all| {
            let names = all
                .iter()
                .map(|index| match &self.api.credentials[*index].kind {
                    CredentialKind::Bearer => "Authorization: Bearer".to_owned(),
                    CredentialKind::Basic => "Authorization: Basic".to_owned(),
                    CredentialKind::ApiKey { name, .. } => name.clone(),
                });
            names.collect::<Vec<_>>().join(" and ")
        });
        let names = names.collect::<Vec<_>>().join(", or ");
        let message = format!("A credential is missing: {names}.");
        Err(Refusal::new(Kind::Unauthorized, message))
    }
}

fn has_example(outcome: &Outcome, name: &str) -> bool {
    let mut examples = outcome
        .contents
        .iter()
        .flat_map(|content| &content.examples);
    examples.any(|example| example.name.as_deref() == Some(name))
}
