//! What the service sends by itself: a name for the type of each message, for whoever receives it.

use serde::Serialize;

use super::lock::{Kind, Lock};
use super::members::{Member, Spelling, name_members};
use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{Resource, Type, docs};
use crate::diagnostic::{Pointer, Report};
use crate::ir::{self, Occasion};

/// The module of messages.
#[derive(Clone, Debug, Serialize)]
pub struct Webhooks {
    /// Its name: `webhooks`, or `webhook_payloads` where a resource is called that.
    pub module: Ident,
    /// The messages.
    pub items: Vec<Webhook>,
}

/// A name for the type of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Webhook {
    /// The name, for example `OrderPaid`.
    pub name: Ident,
    /// What is sent when, and what it is answered with.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}

/// The words of the module of messages, as the lock has them.
const MODULE: &str = "webhooks";

/// The place of the module in the lock.
fn module_place() -> Pointer {
    Pointer::root().child(MODULE)
}

/// The name that the lock has for the module of messages, which no resource takes over.
pub(super) fn pinned_module(api: &ir::Api, lock: &Lock) -> Option<Ident> {
    let pinned = lock.get(Kind::Module, &module_place(), MODULE)?;
    names::pinned(pinned, Use::Field).filter(|_| !api.messages.is_empty())
}

/// The module of messages, if there are some; `pinned` is its name in the lock.
pub(super) fn plan_webhooks(
    api: &ir::Api,
    types: &Types<'_>,
    resources: &[Resource],
    pinned: Option<Ident>,
    lock: &mut Lock,
    report: &mut Report,
) -> Option<Webhooks> {
    let mut pins = Vec::new();
    let members: Vec<Member<'_>> = (api.messages.iter())
        .map(|message| Member {
            text: &message.words,
            places: vec![message.pointer.clone()],
            rank: None,
            chosen: None,
        })
        .collect();
    let named_as = (Kind::Webhook, Use::Model, Spelling::Same);
    let scope = &mut Scope::default();
    let named = name_members(&members, named_as, scope, lock, &mut pins, report);
    lock.clear(Kind::Webhook);
    lock.pin(pins);
    if api.messages.is_empty() {
        return None;
    }
    let module = pinned.unwrap_or_else(|| free_module(resources));
    lock.set(Kind::Module, &module_place(), MODULE, module.as_str());
    let items = api
        .messages
        .iter()
        .zip(named)
        .map(|(message, name)| Webhook {
            name,
            docs: message_docs(message),
            ty: types.full(message.ty),
        });
    let items = items.collect();
    Some(Webhooks { module, items })
}

/// `webhooks`, or another name where a resource is called that.
fn free_module(resources: &[Resource]) -> Ident {
    let mut modules = Scope::default();
    for resource in resources {
        modules.take(&resource.module);
    }
    let plain = names::ident(MODULE, Use::Field);
    match modules.take(&plain) {
        true => plain,
        false => modules.name("webhook payloads", Use::Field),
    }
}

fn message_docs(message: &ir::Message) -> Vec<String> {
    let what = match &message.occasion {
        Occasion::Webhook(name) => format!("webhook {}", docs::code_span(name)),
        Occasion::Callback(name, caller) => {
            let (name, caller) = (docs::code_span(name), docs::code_span(caller));
            format!("callback {name} of {caller}")
        }
    };
    let method = docs::code_span(&message.method);
    let answer = match message.statuses.as_slice() {
        [] => String::new(),
        statuses => {
            let statuses: Vec<String> = statuses
                .iter()
                .map(|status| docs::code_span(status))
                .collect();
            format!(", answered with {}", statuses.join(" or "))
        }
    };
    let what = format!("The body of a {method} by the {what}{answer}.");
    let mut lines = docs::described(&message.docs, &what);
    if message.docs != ir::Docs::default() {
        lines.paragraph(&what);
    }
    lines.finish()
}
