//! What the service sends by itself: a name for the type of each message, for whoever receives it.

use serde::Serialize;

use super::names::{self, Ident, Scope, Use};
use super::types::Types;
use super::{Resource, Type, docs};
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

/// The module of messages, if there are some.
pub(super) fn plan_webhooks(
    api: &ir::Api,
    types: &Types<'_>,
    resources: &[Resource],
) -> Option<Webhooks> {
    if api.messages.is_empty() {
        return None;
    }
    let mut modules = Scope::default();
    for resource in resources {
        modules.take(&resource.module);
    }
    let plain = names::ident("webhooks", Use::Field);
    let module = match modules.take(&plain) {
        true => plain,
        false => modules.name("webhook payloads", Use::Field),
    };
    let mut scope = Scope::default();
    let items = api.messages.iter().map(|message| Webhook {
        name: scope.name(&message.words, Use::Model),
        docs: message_docs(message),
        ty: types.full(message.ty),
    });
    let items = items.collect();
    Some(Webhooks { module, items })
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
