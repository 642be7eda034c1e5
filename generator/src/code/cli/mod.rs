//! The command line: groups, commands, flags and examples, as data.
//!
//! The API comes in with the methods planned for it, whose names the commands
//! share; how arguments are read is the runtime's business.

mod args;
mod called;
mod constants;
mod examples;
mod lists;
mod tasks;

use std::collections::HashMap;

use super::client::Context;
use super::lock::{Kind, Lock};
use super::members::Pin;
use super::names::{self, Scope};
use super::{
    Command, CommandBody, CommandBodyKind, CommandTask, Group, Method, Operation, Program,
    Resource, docs,
};
use crate::ir::{self, Encoding, Shape};
use args::plan_args;
use called::{Called, name_commands};
use constants::plan_constants;
use examples::plan_examples;
use lists::plan_list;
use tasks::{plan_following, plan_tasks, task_words};

/// Plans the command line: a group per resource, a command per operation. Names of commands come
/// from the lock where it has them, and those of this run are written back to it.
pub(super) fn plan_program(
    context: &Context<'_>,
    resources: &[Resource],
    lock: &mut Lock,
) -> Program {
    let mut pins = Vec::new();
    let mut groups = Vec::new();
    let mut commands = Vec::new();
    // Our own commands are not reserved: they are renamed where a document has one of their names.
    let mut top = Scope::default();
    let (mut group_names, own_names) = name_groups(context, resources, &mut top);
    let indexes = (0..context.api.resources.len()).map(Some).chain([None]);
    for index in indexes {
        let group = index.map(|index| &context.api.resources[index]);
        let operations: Vec<&ir::Operation> = context
            .api
            .operations
            .iter()
            .filter(|operation| operation.resource == index)
            .collect();
        if operations.is_empty() {
            continue;
        }
        match group {
            None => {
                for (operation, name) in operations.iter().zip(&own_names) {
                    let called = Called {
                        name: name.clone(),
                        alias: String::new(),
                    };
                    commands.push(plan_command(context, resources, operation, None, called));
                }
                commands.extend(plan_tasks(context, resources, &operations, None, &mut top));
            }
            Some(group) => {
                let group_name = index.and_then(|index| group_names.remove(&index));
                let group_name = group_name.unwrap_or_else(|| names::kebab(&group.name));
                let names = (group_name, &*lock, &mut pins);
                groups.push(plan_group(context, resources, group, operations, names));
            }
        }
    }
    lock.clear(Kind::Command);
    lock.pin(pins);
    Program {
        about: format!("Command line of the {}", context.api.title),
        name: context.manifest.binary.clone(),
        groups,
        commands,
    }
}

/// The names of groups, and of commands beside them: first those that the modules and methods
/// have, whose names are pinned, so that nothing new takes one.
fn name_groups(
    context: &Context<'_>,
    resources: &[Resource],
    top: &mut Scope,
) -> (HashMap<usize, String>, Vec<String>) {
    let mut names = HashMap::new();
    let mut others = Vec::new();
    for (index, group) in context.api.resources.iter().enumerate() {
        let mut operations = context.api.operations.iter();
        let Some(first) = operations.find(|operation| operation.resource == Some(index)) else {
            continue;
        };
        let name = names::kebab(&group.name);
        let row = context.operations.iter().find(|row| row.id == first.id);
        let module = row.and_then(|row| {
            let has_it = |method: &Method| method.operation == row.constant;
            let of = resources.iter().find(|it| it.methods.iter().any(has_it));
            of.map(|resource| names::kebab(resource.module.as_str()))
        });
        if module.is_none_or(|module| module == name) {
            names.insert(index, top.text(name));
        } else {
            others.push((index, name));
        }
    }
    let own = context.api.operations.iter();
    let own = own.filter(|operation| operation.resource.is_none());
    let own_names = own
        .map(|operation| top.text(full_name(context, resources, operation)))
        .collect();
    names.extend(
        others
            .into_iter()
            .map(|(index, name)| (index, top.text(name))),
    );
    (names, own_names)
}

fn plan_group(
    context: &Context<'_>,
    resources: &[Resource],
    group: &ir::Resource,
    operations: Vec<&ir::Operation>,
    (name, lock, pins): (String, &Lock, &mut Vec<Pin>),
) -> Group {
    let mut scope = Scope::default();
    scope.text("help".to_owned());
    let full: Vec<String> = (operations.iter())
        .map(|operation| full_name(context, resources, operation))
        .collect();
    let words = task_words(context, &operations);
    let called = name_commands(&name, &operations, &full, &words, &mut scope, (lock, pins));
    let mut commands: Vec<Command> = (operations.iter().zip(called))
        .map(|(operation, called)| plan_command(context, resources, operation, Some(&name), called))
        .collect();
    commands.extend(plan_tasks(
        context,
        resources,
        &operations,
        Some(&name),
        &mut scope,
    ));
    let about = first_sentence(docs::brief(&group.docs));
    Group {
        about: if about.is_empty() {
            format!("Operations on {}", group.name)
        } else {
            about
        },
        name,
        commands,
    }
}

fn plan_command(
    context: &Context<'_>,
    resources: &[Resource],
    operation: &ir::Operation,
    group: Option<&str>,
    Called { name, alias }: Called,
) -> Command {
    let row = context.operations.iter().find(|row| row.id == operation.id);
    let constant = row.map_or_else(
        || names::ident(&operation.id, names::Use::Constant),
        |row| row.constant.clone(),
    );
    let method = method_of(resources, row);
    let args = plan_args(context, operation);
    let program = &context.manifest.binary;
    let prefix = match group {
        Some(group) => format!("{program} {group} {name}"),
        None => format!("{program} {name}"),
    };
    let about = match first_sentence(docs::brief(&operation.docs)) {
        about if about.is_empty() => format!("{} {}", operation.method, operation.path),
        about => about,
    };
    let mut examples = plan_examples(operation, &args, &prefix);
    for example in &mut examples {
        // The help shows what the command does where an example says nothing.
        if example.about == about {
            example.about.clear();
        }
    }
    Command {
        about,
        description: docs::unwrap_lines(operation.docs.description.as_deref().unwrap_or_default()),
        operation: constant,
        bodies: operation
            .bodies
            .iter()
            .map(|body| plan_body(context, body))
            .collect(),
        body_required: operation.body_required,
        examples,
        deprecated: operation.docs.deprecated,
        list: plan_list(context, operation, &args),
        streams: row.zip(method).map_or_else(String::new, streams),
        task: CommandTask::Call,
        wait: plan_following(context, resources, operation),
        args,
        alias,
        name,
    }
}

/// The media types to ask for, if a reply may be a run of values: which one it is, it tells itself.
fn streams((row, method): (&Operation, &Method)) -> String {
    if method.streams.is_empty() {
        return String::new();
    }
    let mut types: Vec<&str> = row.accept.split(", ").collect();
    let streams = method.streams.iter();
    for media_type in streams.map(|stream| stream.media_type.as_str()) {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    types.join(", ")
}

/// The method that calls the operation of a row.
fn method_of<'a>(resources: &'a [Resource], row: Option<&Operation>) -> Option<&'a Method> {
    let mut methods = resources.iter().flat_map(|resource| &resource.methods);
    methods.find(|method| row.is_some_and(|row| method.operation == row.constant))
}

/// The name of a command's method, which is pinned.
fn full_name(context: &Context<'_>, resources: &[Resource], operation: &ir::Operation) -> String {
    let row = context.operations.iter().find(|row| row.id == operation.id);
    let method = method_of(resources, row);
    names::kebab(method.map_or(operation.id.as_str(), |method| method.name.as_str()))
}

fn plan_body(context: &Context<'_>, body: &ir::Body) -> CommandBody {
    let (id, _) = context.api.types.resolve(body.ty);
    let kind = match (&context.api.types[id].shape, body.encoding) {
        (Shape::Struct(_), Encoding::Json) => CommandBodyKind::Json,
        (Shape::Struct(_), Encoding::Form) => CommandBodyKind::Form,
        (Shape::Struct(_), Encoding::Multipart) => CommandBodyKind::Multipart,
        _ => CommandBodyKind::Whole,
    };
    CommandBody {
        media_type: body.media_type.clone(),
        kind,
        constants: plan_constants(context, body, kind),
    }
}

/// The first sentence of a paragraph, without its period: lists have a line for each command.
fn first_sentence(text: String) -> String {
    let end = text.match_indices(['.', '!', '?']).find(|(index, sign)| {
        let mut rest = text[index + sign.len()..].chars();
        rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase)
    });
    match end {
        Some((index, ".")) => text[..index].to_owned(),
        Some((index, sign)) => text[..index + sign.len()].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sentences_end_before_the_next_one() {
        for (text, sentence) in [
            ("", ""),
            ("Files", "Files"),
            ("Files. They have owners", "Files"),
            ("Files, e.g. images, of v1.2", "Files, e.g. images, of v1.2"),
            ("Ready? Go. Now", "Ready?"),
            ("Dateien. Über alles", "Dateien"),
        ] {
            assert_eq!(super::first_sentence(text.to_owned()), sentence);
        }
    }
}
