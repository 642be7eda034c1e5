//! Webhooks and callbacks -> messages: what the service sends by itself, to be read by others.
//!
//! Only what is sent counts: a JSON body becomes a type. Who is called, and with which credentials,
//! is the service's business.

use openapiv3::{ReferenceOr, RequestBody};
use serde::Deserialize;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::document::Document;
use crate::ir::{Docs, Encoding, Message, Occasion};
use crate::value::Value;

/// The members of a path item that are operations.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Where the document stage puts operations of other methods.
const UNUSUAL: &str = "x-openapi-operations";

/// Where the document stage keeps the callbacks of an operation.
const CALLBACKS: &str = "x-openapi-callbacks";

/// An operation that the service calls.
pub(super) struct Called {
    words: String,
    occasion: Occasion,
    method: String,
    body: ReferenceOr<RequestBody>,
    pointer: Pointer,
}

/// Reads what the service calls. `openapiv3` has no field for webhooks; the document stage keeps
/// these and callbacks as data.
pub(super) fn find_called(document: &Document, report: &mut Report) -> Vec<Called> {
    let mut found = Vec::new();
    let place = Pointer::new("/x-openapi-webhooks");
    let webhooks = document.api.extensions.get("x-openapi-webhooks");
    for (name, item) in members(webhooks) {
        let occasion = Occasion::Webhook(name.clone());
        read_item(
            name,
            &occasion,
            item,
            &place.child(name),
            &mut found,
            report,
        );
    }
    let paths = Pointer::new("/paths");
    for (path, item) in &document.api.paths.paths {
        let Some(item) = item.as_item() else {
            continue;
        };
        let place = paths.child(path);
        for (method, operation) in item.iter() {
            let caller = operation.operation_id.as_deref();
            let caller = caller.map_or_else(|| format!("{method} {path}"), str::to_owned);
            let callbacks = operation.extensions.get(CALLBACKS);
            let place = place.child(method);
            read_callbacks(&caller, callbacks, &place, &mut found, report);
        }
        for (method, operation) in members(item.extensions.get(UNUSUAL)) {
            let caller = operation.get("operationId").and_then(|id| id.as_str());
            let caller = caller.map_or_else(|| format!("{method} {path}"), str::to_owned);
            let place = place.child(UNUSUAL).child(method);
            read_callbacks(
                &caller,
                operation.get(CALLBACKS),
                &place,
                &mut found,
                report,
            );
        }
    }
    found
}

fn read_callbacks(
    caller: &str,
    callbacks: Option<&serde_json::Value>,
    operation: &Pointer,
    found: &mut Vec<Called>,
    report: &mut Report,
) {
    for (name, callback) in members(callbacks) {
        let place = operation.child(CALLBACKS).child(name);
        let occasion = Occasion::Callback(name.clone(), caller.to_owned());
        let words = format!("{caller} {name}");
        for (expression, item) in members(Some(callback)) {
            let place = place.child(expression);
            read_item(&words, &occasion, item, &place, found, report);
        }
    }
}

fn members(
    value: Option<&serde_json::Value>,
) -> impl Iterator<Item = (&String, &serde_json::Value)> {
    value
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flatten()
}

fn read_item(
    words: &str,
    occasion: &Occasion,
    item: &serde_json::Value,
    place: &Pointer,
    found: &mut Vec<Called>,
    report: &mut Report,
) {
    let usual = METHODS
        .iter()
        .filter_map(|method| Some((*method, item.get(*method)?, place.child(method))));
    let unusual = members(item.get(UNUSUAL)).map(|(method, operation)| {
        let pointer = place.child(UNUSUAL).child(method);
        (method.as_str(), operation, pointer)
    });
    for (method, operation, pointer) in usual.chain(unusual) {
        let Some(body) = operation.get("requestBody") else {
            continue;
        };
        match ReferenceOr::deserialize(body.clone()) {
            Ok(body) => found.push(Called {
                // Whether there are other methods must not matter, for one may be added.
                words: match method {
                    "post" => words.to_owned(),
                    _ => format!("{words} {method}"),
                },
                occasion: occasion.clone(),
                method: method.to_ascii_uppercase(),
                body,
                pointer,
            }),
            Err(error) => {
                let pointer = pointer.child("requestBody");
                report.push(Diagnostic::new(Code::Malformed, pointer, error.to_string()));
            }
        }
    }
}

impl<'a> Lowering<'a> {
    /// What the service sends by itself.
    pub(super) fn messages(&mut self, called: &'a [Called]) -> Vec<Message> {
        called
            .iter()
            .filter_map(|called| self.message(called))
            .collect()
    }

    fn message(&mut self, called: &'a Called) -> Option<Message> {
        let pointer = &called.pointer;
        let (bodies, _) = self.bodies(Some(&called.body), pointer);
        let first = bodies.first()?.pointer.clone();
        let body = bodies
            .into_iter()
            .find(|body| body.encoding == Encoding::Json);
        let Some(body) = body else {
            let text = "what the service sends here is not JSON, and has no type";
            self.say(Code::WeakenedContent, &first, text);
            return None;
        };
        let text = |key: &str| {
            let text = self.member(pointer, key).and_then(Value::as_str);
            text.map(str::to_owned)
        };
        let statuses = self.member(pointer, "responses").and_then(Value::as_object);
        Some(Message {
            words: called.words.clone(),
            occasion: called.occasion.clone(),
            method: called.method.clone(),
            docs: Docs {
                summary: text("summary"),
                description: text("description"),
                ..Docs::default()
            },
            statuses: statuses
                .into_iter()
                .flat_map(|all| all.keys().cloned())
                .collect(),
            ty: body.ty,
            pointer: pointer.clone(),
        })
    }
}
