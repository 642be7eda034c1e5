//! The methods of a resource: one per operation and content type, each with its request builder.
//!
//! Decides names and which values are arguments; what the values are and what
//! comes back is planned in the files beside this one.

use std::collections::HashMap;

use super::Context;
use super::inputs::{InputNames, name_inputs, parameters, plan_body, plan_parameter};
use super::method_docs::{delivery_docs, method_docs, upload_docs};
use super::pages::plan_pages;
use super::polls::{self, plan_poll, plan_wait};
use super::replies::{plan_reply, plan_streams, report_unused_forms};
use super::uploads::{form_type, plan_upload};
use crate::code::chosen::{report_taken, take_chosen};
use crate::code::lock::{Kind, Lock};
use crate::code::members::Pin;
use crate::code::names::{self, Ident, Scope, Use};
use crate::code::reserved::is_trait_method;
use crate::code::{Body, Delivery, Input, Method, Reply, RequiredInput, Seed, Task};
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir;

/// The scopes of one module while its methods are planned.
struct Methods<'a> {
    context: &'a Context<'a>,
    /// The client's method that gives the handle, if there is one.
    handle: Option<&'a Ident>,
    names: Scope,
    builders: Scope,
    report: &'a mut Report,
}

/// What a resource can do.
pub(super) struct PlannedMethods {
    pub(super) methods: Vec<Method>,
    pub(super) tasks: Vec<Method>,
    pub(super) deliveries: Vec<Delivery>,
}

/// What is done with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Call,
    Wait,
    Upload,
    Delivery,
}

/// The methods of the operations at `members`; `place` is the module with its handle, none for
/// the client itself, which has the methods `handles` too. What the lock should know of their names is added to `pins`.
pub(super) fn plan_methods<'a>(
    context: &'a Context<'a>,
    members: &[usize],
    place: Option<(&'a Ident, &'a Ident)>,
    handles: &[Ident],
    lock: &Lock,
    pins: &mut Vec<Pin>,
    report: &'a mut Report,
) -> PlannedMethods {
    let mut names = Scope::default();
    if place.is_none() {
        // These methods stand beside the client's own.
        for handle in handles {
            names.take(handle);
        }
        for own in ["builder", "from_env", "request"] {
            names.take(&names::ident(own, Use::Field));
        }
    }
    let mut builders = Scope::default();
    if let Some((_, handle)) = place {
        builders.take(handle);
    }
    let handle = place.map(|(module, _)| module);
    let mut methods = Methods {
        context,
        handle,
        names,
        builders,
        report,
    };
    let named = methods.name_all(members, lock, pins);
    let mut planned = PlannedMethods {
        methods: Vec::new(),
        tasks: Vec::new(),
        deliveries: Vec::new(),
    };
    let mut later = Vec::new();
    for index in members {
        let inputs = name_inputs(context.types, *index, lock, pins, methods.report);
        let own = methods.operation(*index, &named[&(*index, What::Call)], &inputs);
        later.push((*index, inputs, own.first().cloned()));
        planned.methods.extend(own);
    }
    // Their builders stand beside those of the requests, which are named first.
    for (index, inputs, asking) in later {
        let name = |what| named.get(&(index, what));
        let uploads = name(What::Upload).and_then(|name| methods.upload(index, name, &inputs));
        planned.tasks.extend(uploads);
        let deliveries = name(What::Delivery).and_then(|name| methods.delivery(index, name));
        planned.deliveries.extend(deliveries);
        let waits = name(What::Wait)
            .zip(asking)
            .and_then(|(name, asking)| methods.wait(index, name, asking));
        planned.tasks.extend(waits);
    }
    planned
}

impl<'a> Methods<'a> {
    /// The names of operations that their owner chose.
    fn name_chosen(&mut self, members: &[usize]) -> HashMap<(usize, What), Ident> {
        let mut named = HashMap::new();
        for index in members {
            let named_as = (Kind::Method, Use::Method);
            if let Some(chosen) = self.chosen(*index)
                && let Some(name) = take_chosen(chosen, named_as, &mut self.names, self.report)
            {
                named.insert((*index, What::Call), name);
            }
        }
        named
    }

    fn chosen(&self, operation: usize) -> Option<&'a ir::Chosen> {
        self.context.api.choices.methods.get(&operation)
    }

    /// Chosen and pinned names first, then those of the operations in document order, then the others.
    fn name_all(
        &mut self,
        members: &[usize],
        lock: &Lock,
        pins: &mut Vec<Pin>,
    ) -> HashMap<(usize, What), Ident> {
        let mut wanted = self.wanted(members);
        let mut named = self.name_chosen(members);
        let chosen: HashMap<Ident, &ir::Chosen> = named
            .iter()
            .filter_map(|((index, _), name)| Some((name.clone(), self.chosen(*index)?)))
            .collect();
        // What is chosen needs no line in the lock: the config has it.
        wanted.retain(|(key, ..)| !named.contains_key(key));
        for (key, pointer, text) in &wanted {
            // A name that is made of the path is that of the path, whatever others are there.
            let pinned = match self.context.api.operations[key.0].named {
                true => lock.get(Kind::Method, pointer, text),
                false => lock.at(Kind::Method, pointer),
            };
            let pinned = pinned.and_then(|name| names::pinned(name, Use::Method));
            let usual = pinned.clone();
            let usual = usual.unwrap_or_else(|| names::ident(text, Use::Method));
            if let Some(chosen) = chosen.get(&usual) {
                report_taken(chosen, Kind::Method, text, self.report);
            }
            if let Some(name) = pinned.filter(|name| self.names.take(name)) {
                named.insert(*key, name);
            }
        }
        for (key, pointer, text) in wanted {
            let name = match named.get(&key) {
                Some(name) => name.clone(),
                None => self.names.name(&text, Use::Method),
            };
            pins.push((Kind::Method, pointer, text, name.to_string()));
            named.insert(key, name);
        }
        named
    }

    /// What wants a name: its place and its words.
    fn wanted(&self, members: &[usize]) -> Vec<((usize, What), Pointer, String)> {
        let mut wanted = Vec::new();
        for index in members {
            let operation = &self.context.api.operations[*index];
            let text = words(operation).to_owned();
            wanted.push(((*index, What::Call), operation.pointer.clone(), text));
        }
        for index in members {
            let operation = &self.context.api.operations[*index];
            let mut want = |what, pointer: Pointer, text: &str| {
                wanted.push(((*index, what), pointer, text.to_owned()));
            };
            if let Some(upload) = &operation.upload {
                want(What::Upload, upload.pointer.clone(), "upload");
                if form_type(self.context.types, operation).is_some() {
                    let place = upload.pointer.child("signed");
                    want(What::Delivery, place, "upload bytes");
                }
            }
            if let Some(poll) = &operation.poll {
                want(What::Wait, poll.pointer.clone(), &polls::words(poll));
            }
        }
        wanted
    }

    /// One method per content type; the first has the plain name.
    fn operation(&mut self, index: usize, name: &Ident, inputs: &InputNames) -> Vec<Method> {
        let operation = &self.context.api.operations[index];
        report_unused_forms(operation, self.report);
        let bodies: Vec<Option<&ir::Body>> = if operation.bodies.is_empty() {
            vec![None]
        } else {
            operation.bodies.iter().map(Some).collect()
        };
        let reply = plan_reply(self.context.types, operation, name, &mut self.builders);
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
                self.method(index, body, name, reply.clone(), inputs)
            })
            .collect()
    }

    fn method(
        &mut self,
        index: usize,
        body: Option<&ir::Body>,
        name: Ident,
        reply: Reply,
        inputs: &InputNames,
    ) -> Method {
        let types = self.context.types;
        let operation = &self.context.api.operations[index];
        let mut required = Vec::new();
        let mut optional = Vec::new();
        for (parameter, name) in parameters(operation).zip(&inputs.parameters) {
            let input = plan_parameter(types, operation, parameter, name.clone());
            if parameter.required {
                required.push((parameter.location == ir::Location::Path, input));
            } else {
                optional.push(input);
            }
        }
        let mut plan = Body::None;
        let mut constants = Vec::new();
        if let Some(body) = body {
            let planned = plan_body(types, operation, body, inputs);
            plan = planned.body;
            constants = planned.constants;
            required.extend(planned.required.into_iter().map(|input| (false, input)));
            optional.extend(planned.optional);
        }
        let (arguments, required) = split(required);
        let pages = plan_pages(types, operation, &plan, &reply);
        let builder = self.builders.name(name.as_str(), Use::Builder);
        let row = &self.context.operations[index];
        let mut method = Method {
            is_trait_method: is_trait_method(name.as_str()),
            name,
            builder,
            operation: row.constant.clone(),
            docs: Vec::new(),
            deprecated: operation.docs.deprecated,
            arguments,
            required,
            optional,
            body: plan,
            body_required: operation.body_required,
            constants,
            reply,
            streams: plan_streams(types, operation),
            pages,
            task: Task::Request,
        };
        method.docs = method_docs(self.context, self.handle, operation, body, &method);
        method
    }

    /// The method that waits for the end that another one asks about.
    fn wait(&mut self, index: usize, name: &Ident, asking: Method) -> Option<Method> {
        let operation = &self.context.api.operations[index];
        let row = &self.context.operations[index];
        let Some(poll) = plan_poll(self.context.types, operation, row) else {
            self.report_unplanned(operation.poll.as_ref().map(|poll| &poll.pointer));
            return None;
        };
        let builder = self.builders.name(name.as_str(), Use::Builder);
        Some(plan_wait(
            self.context,
            self.handle,
            operation,
            (name.clone(), builder),
            asking,
            poll,
        ))
    }

    /// The method that brings a file to the service.
    fn upload(&mut self, index: usize, name: &Ident, inputs: &InputNames) -> Option<Method> {
        let operation = &self.context.api.operations[index];
        let Some(planned) = plan_upload(self.context, index, inputs) else {
            self.report_unplanned(operation.upload.as_ref().map(|upload| &upload.pointer));
            return None;
        };
        let required = planned.required.into_iter().map(|input| RequiredInput {
            marker: names::ident(input.name.as_str(), Use::Marker),
            input,
        });
        let mut method = Method {
            is_trait_method: false,
            name: name.clone(),
            builder: self.builders.name(name.as_str(), Use::Builder),
            operation: planned.row.operation.clone(),
            docs: Vec::new(),
            deprecated: operation.docs.deprecated,
            arguments: Vec::new(),
            required: required.collect(),
            optional: planned.optional,
            body: planned.body,
            body_required: operation.body_required,
            constants: Vec::new(),
            reply: Reply::Json(planned.reply, Seed::Plain),
            streams: Vec::new(),
            pages: None,
            task: Task::Upload(Box::new(planned.row)),
        };
        method.docs = upload_docs(self.context, self.handle, operation, &method);
        Some(method)
    }

    /// The method that brings bytes to a reserved place.
    fn delivery(&self, index: usize, name: &Ident) -> Option<Delivery> {
        let operation = &self.context.api.operations[index];
        let form = form_type(self.context.types, operation)?;
        Some(Delivery {
            name: name.clone(),
            operation: self.context.operations[index].constant.clone(),
            docs: delivery_docs(),
            form,
        })
    }

    fn report_unplanned(&mut self, pointer: Option<&Pointer>) {
        if let Some(pointer) = pointer {
            let message = "the client leaves this out, since some of the replies that it needs are not JSON of one type";
            self.report
                .push(Diagnostic::new(Code::WeakenedContent, pointer, message));
        }
    }
}

/// The words of an operation's name.
pub(super) fn words(operation: &ir::Operation) -> &str {
    operation.name.as_deref().unwrap_or(&operation.id)
}

/// A single path parameter, or else a single required value, is an argument.
/// All others are set by name, since two of one type could be swapped unnoticed.
fn split(required: Vec<(bool, Input)>) -> (Vec<Input>, Vec<RequiredInput>) {
    let in_path = required
        .iter()
        .filter(|(is_in_path, _)| *is_in_path)
        .count();
    let alone = required.len() == 1;
    let mut arguments = Vec::new();
    let mut named = Vec::new();
    for (is_in_path, input) in required {
        if alone || (in_path == 1 && is_in_path) {
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
