//! Commands that are more than one request: uploads, waiting for an end, and downloads.
//!
//! The plans of the client's own methods come in; what a command needs
//! besides goes out: its flags, its words, and where ids are in replies.

use super::args::plan_args;
use super::lists::plan_results;
use crate::code::client::Context;
use crate::code::names::{self, Ident, Scope};
use crate::code::operations::{chosen, successes};
use crate::code::{
    Arg, ArgTarget, Body, Command, CommandBody, CommandBodyKind, CommandExample, CommandTask,
    CommandWait, Method, PollRow, Resource, Target, Task, UploadRow, docs,
};
use crate::ir::{self, Encoding, Location, Shape};

/// The commands of a group that upload, that wait and that download, in this order.
pub(super) fn plan_tasks(
    context: &Context<'_>,
    resources: &[Resource],
    operations: &[&ir::Operation],
    group: Option<&str>,
    scope: &mut Scope,
) -> Vec<Command> {
    let uploads = operations.iter().filter_map(|operation| {
        let (method, row) = upload_of(context, resources, operation)?;
        Some((*operation, method, row))
    });
    let mut commands: Vec<Command> = Vec::new();
    for (operation, method, row) in uploads {
        let name = free(scope, "upload", operation);
        commands.push(plan_upload(context, operation, method, row, group, name));
    }
    for operation in operations {
        if let Some(row) = poll_of(context, resources, operation)
            && let Some(id) = id_arg(context, operation)
        {
            let name = free(scope, "wait", operation);
            commands.push(plan_wait(context, operation, row, id, group, name));
        }
    }
    for operation in operations {
        if let Some(url) = context.api.download(operation) {
            let name = free(scope, "download", operation);
            commands.extend(plan_download(context, operation, url, group, name));
        }
    }
    commands
}

/// The names that these commands want, which are not for others.
pub(super) fn task_words(
    context: &Context<'_>,
    operations: &[&ir::Operation],
) -> Vec<&'static str> {
    let has = |is_it: &dyn Fn(&ir::Operation) -> bool| operations.iter().any(|one| is_it(one));
    let words = [
        ("upload", has(&|one| one.upload.is_some())),
        ("wait", has(&|one| one.poll.is_some())),
        ("download", has(&|one| context.api.download(one).is_some())),
    ];
    let wanted = words.into_iter().filter(|(_, is_wanted)| *is_wanted);
    wanted.map(|(word, _)| word).collect()
}

/// How a command waits for the end of what its reply is about.
pub(super) fn plan_following(
    context: &Context<'_>,
    resources: &[Resource],
    operation: &ir::Operation,
) -> Option<CommandWait> {
    if matches!(operation.method.as_str(), "GET" | "HEAD" | "DELETE") {
        return None;
    }
    (context.api.operations.iter()).find_map(|asking| {
        let row = poll_of(context, resources, asking)?;
        let id_name = id_parameter(asking)?;
        let shares_path = path_parameters(asking)
            .filter(|name| *name != id_name)
            .all(|name| path_parameters(operation).any(|other| other == name));
        let needs_more = (asking.parameters.iter())
            .any(|parameter| parameter.required && parameter.location != Location::Path);
        let (id, form) = id_in(context, operation, asking, id_name)?;
        (shares_path && !needs_more).then(|| CommandWait {
            operation: row.operation.clone(),
            parameter: id_name.to_owned(),
            id,
            form,
        })
    })
}

/// Where a command has the id that another operation asks about, empty for its own parameter;
/// and where its reply has a form that bytes have to go to first, empty for nowhere.
fn id_in(
    context: &Context<'_>,
    operation: &ir::Operation,
    asking: &ir::Operation,
    name: &str,
) -> Option<(String, String)> {
    let polls = |signed: &&ir::SignedUpload| signed.poll.as_ref() == Some(&asking.id);
    let signed_of = |operation: &ir::Operation| {
        let signed = operation.upload.as_ref()?.signed.clone()?;
        polls(&&signed).then_some(signed)
    };
    if let Some(signed) = signed_of(operation) {
        return Some((signed.id, signed.url));
    }
    let rest = operation.path.strip_prefix(asking.path.as_str());
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        let renewed = (context.api.operations.iter())
            .filter_map(signed_of)
            .find(|signed| signed.retry.as_ref() == Some(&operation.id));
        return Some((
            String::new(),
            renewed.map(|signed| signed.url).unwrap_or_default(),
        ));
    }
    let (collection, last) = asking.path.rsplit_once('/')?;
    let creates =
        operation.method == "POST" && operation.path == collection && last == format!("{{{name}}}");
    let id = creates.then(|| id_field(context, operation, name))??;
    Some((id, String::new()))
}

/// The field of a reply that has an id: called like the parameter, or `id`.
fn id_field(context: &Context<'_>, operation: &ir::Operation, name: &str) -> Option<String> {
    let types = &context.api.types;
    let content = successes(operation).find_map(chosen)?;
    if content.encoding != Encoding::Json {
        return None;
    }
    let Shape::Struct(shape) = &types[types.resolve(content.ty).0].shape else {
        return None;
    };
    let called = |name: &str| {
        let name = names::kebab(name);
        let mut fields = shape.fields.iter();
        fields.find(|field| names::kebab(&field.name) == name)
    };
    let field = called(name).or_else(|| called("id"))?;
    Some(pointer_to(&field.name))
}

fn pointer_to(field: &str) -> String {
    format!("/{}", field.replace('~', "~0").replace('/', "~1"))
}

/// The parameter in the last place of a path.
fn id_parameter(operation: &ir::Operation) -> Option<&str> {
    path_parameters(operation).last()
}

fn path_parameters(operation: &ir::Operation) -> impl Iterator<Item = &str> {
    let pieces = operation.path.split('{').skip(1);
    pieces.filter_map(|piece| Some(piece.split_once('}')?.0))
}

fn id_arg(context: &Context<'_>, operation: &ir::Operation) -> Option<Arg> {
    let target = ArgTarget::Parameter(id_parameter(operation)?.to_owned());
    let mut args = plan_args(context, operation).into_iter();
    args.find(|arg| arg.target == target && arg.required && !arg.repeated && !arg.map)
}

fn task_of<'a>(
    context: &Context<'_>,
    resources: &'a [Resource],
    operation: &ir::Operation,
    is_it: impl Fn(&Method, &Ident) -> bool,
) -> Option<&'a Method> {
    let row = context
        .operations
        .iter()
        .find(|row| row.id == operation.id)?;
    let mut methods = resources.iter().flat_map(|resource| &resource.tasks);
    methods.find(|method| is_it(method, &row.constant))
}

fn upload_of<'a>(
    context: &Context<'_>,
    resources: &'a [Resource],
    operation: &ir::Operation,
) -> Option<(&'a Method, &'a UploadRow)> {
    let method = task_of(
        context,
        resources,
        operation,
        |method, constant| matches!(&method.task, Task::Upload(row) if row.operation == *constant),
    )?;
    match &method.task {
        Task::Upload(row) => Some((method, row)),
        _ => None,
    }
}

fn poll_of<'a>(
    context: &Context<'_>,
    resources: &'a [Resource],
    operation: &ir::Operation,
) -> Option<&'a PollRow> {
    // Few operations have one, and this is asked of each of them for each of them.
    operation.poll.as_ref()?;
    let method = task_of(
        context,
        resources,
        operation,
        |method, constant| matches!(&method.task, Task::Wait(row) if row.operation == *constant),
    )?;
    match &method.task {
        Task::Wait(row) => Some(row),
        _ => None,
    }
}

/// The word itself, or with the name of the operation when it is taken.
fn free(scope: &mut Scope, word: &str, operation: &ir::Operation) -> String {
    let name = scope.text(word.to_owned());
    match name == word {
        true => name,
        false => scope.text(format!("{word}-{}", names::kebab(&operation.id))),
    }
}

fn prefix(context: &Context<'_>, group: Option<&str>, name: &str) -> String {
    let program = &context.manifest.binary;
    match group {
        Some(group) => format!("{program} {group} {name}"),
        None => format!("{program} {name}"),
    }
}

fn plan_wait(
    context: &Context<'_>,
    operation: &ir::Operation,
    row: &PollRow,
    id: Arg,
    group: Option<&str>,
    name: String,
) -> Command {
    let field = row.field.trim_start_matches('/').replace('/', ".");
    let done = row.done.join(" or ");
    let args: Vec<Arg> = (plan_args(context, operation).into_iter())
        .filter(|arg| arg.flag != id.flag)
        .collect();
    let others = (args.iter())
        .filter(|arg| arg.required)
        .map(|arg| format!(" --{} {}", arg.flag, arg.value_name));
    let value = parameter_example(operation, &id).unwrap_or_else(|| id.value_name.clone());
    let line = format!(
        "{}{} {value}",
        prefix(context, group, &name),
        others.collect::<String>()
    );
    Command {
        about: format!("Wait until {field} is {done}"),
        description: format!(
            "Asks every {} and for at most {}, unless flags say otherwise. A state that is not \
             known is waited for; after an error that may go away, the service is asked again.",
            docs::seconds(row.interval_ms),
            docs::seconds(row.timeout_ms),
        ),
        operation: row.operation.clone(),
        examples: vec![CommandExample {
            about: format!("Wait until {field} is {done}"),
            line,
        }],
        bodies: Vec::new(),
        body_required: false,
        deprecated: operation.docs.deprecated,
        list: plan_results(context, operation),
        task: CommandTask::Wait(Box::new(id)),
        streams: String::new(),
        wait: None,
        args,
        alias: String::new(),
        name,
    }
}

fn plan_download(
    context: &Context<'_>,
    operation: &ir::Operation,
    url: &ir::Field,
    group: Option<&str>,
    name: String,
) -> Option<Command> {
    let row = (context.operations.iter()).find(|row| row.id == operation.id)?;
    let args = plan_args(context, operation);
    let in_path = |arg: &&Arg| matches!(&arg.target, ArgTarget::Parameter(name) if path_parameters(operation).any(|other| other == name));
    let value = |arg: &Arg| parameter_example(operation, arg).unwrap_or(arg.value_name.clone());
    let required = args.iter().filter(|arg| arg.required);
    let given: String = required
        .map(|arg| match in_path(&arg) {
            true => format!(" {}", value(arg)),
            false => format!(" --{} {}", arg.flag, value(arg)),
        })
        .collect();
    let line = format!("{}{given}", prefix(context, group, &name));
    Some(Command {
        about: "Download the bytes to a file".to_owned(),
        description: format!(
            "Takes their address from `{}` of the reply, and fetches it without a key. The file is \
             called like the address ends, unless a flag says otherwise; it is there once it is \
             complete, and takes the place of another one only by force.",
            url.name
        ),
        operation: row.constant.clone(),
        examples: vec![CommandExample {
            about: "Download the bytes to a file".to_owned(),
            line,
        }],
        bodies: Vec::new(),
        body_required: false,
        deprecated: operation.docs.deprecated,
        list: None,
        task: CommandTask::Download {
            url: pointer_to(&url.name),
            state: (operation.poll.as_ref()).map_or_else(String::new, |poll| poll.field.clone()),
        },
        streams: String::new(),
        wait: None,
        args,
        alias: String::new(),
        name,
    })
}

fn parameter_example(operation: &ir::Operation, arg: &Arg) -> Option<String> {
    let ArgTarget::Parameter(name) = &arg.target else {
        return None;
    };
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name == *name)?;
    Some(docs::plain(&parameter.examples.first()?.value))
}

fn plan_upload(
    context: &Context<'_>,
    operation: &ir::Operation,
    method: &Method,
    row: &UploadRow,
    group: Option<&str>,
    name: String,
) -> Command {
    let args = upload_args(context, operation, method);
    let required: String = (args.iter().filter(|arg| arg.required))
        .map(|arg| {
            let value = example_of(operation, arg).unwrap_or_else(|| arg.value_name.clone());
            format!(" --{} {value}", arg.flag)
        })
        .collect();
    let prefix = prefix(context, group, &name);
    let mut examples = vec![
        CommandExample {
            about: "Upload files".to_owned(),
            line: format!("{prefix} hero.png film.mp4{required}"),
        },
        CommandExample {
            about: "Upload what another program writes".to_owned(),
            line: format!("convert hero.png webp:- | {prefix} -{required}{}", {
                let named = (args.iter()).find(|arg| is_field(arg, &row.file_name));
                named.map_or_else(String::new, |arg| format!(" --{} hero.webp", arg.flag))
            }),
        },
    ];
    if !row.fetch.is_empty() {
        examples.push(CommandExample {
            about: "Let the service fetch a URL".to_owned(),
            line: format!("{prefix} https://example.com/hero.png{required}"),
        });
    }
    let signed = operation
        .upload
        .as_ref()
        .and_then(|upload| upload.signed.as_ref());
    let poll = signed.and_then(|signed| signed.poll.as_ref());
    let waits = poll.is_some();
    let last = (context.api.operations.iter()).find(|other| Some(&other.id) == poll);
    let last = last.unwrap_or(operation);
    let about = match waits {
        true => "Upload files, and wait until the service is done with them",
        false => "Upload files",
    };
    Command {
        about: about.to_owned(),
        description: ways(row),
        operation: row.operation.clone(),
        bodies: vec![CommandBody {
            media_type: match &method.body {
                Body::Json(media_type, _) => media_type.clone(),
                _ => "application/json".to_owned(),
            },
            kind: CommandBodyKind::Json,
            // The plan of the upload has them.
            constants: Vec::new(),
        }],
        body_required: args
            .iter()
            .any(|arg| arg.required && matches!(arg.target, ArgTarget::Field { .. })),
        examples,
        deprecated: operation.docs.deprecated,
        list: plan_results(context, last),
        task: CommandTask::Upload,
        streams: String::new(),
        wait: None,
        args,
        alias: String::new(),
        name,
    }
}

/// How a file goes, for the help.
fn ways(row: &UploadRow) -> String {
    let mut ways = Vec::new();
    if !row.fetch.is_empty() {
        ways.push("A URL is fetched by the service.".to_owned());
    }
    // The largest number is that of documents which name none.
    if let Some(direct) = &row.direct
        && direct.max_bytes != u64::MAX
    {
        let max = size(direct.max_bytes);
        ways.push(match row.signed {
            Some(_) => {
                format!("Up to {max} go with the request; more go to a reserved place.")
            }
            None => format!("A file may have {max}."),
        });
    }
    ways.push("The type of a file is that of its extension.".to_owned());
    ways.push(
        "Standard input is kept until it is sent, beyond 8 MiB in a temporary file.".to_owned(),
    );
    ways.join(" ")
}

// 4194304 => 4 MiB
fn size(bytes: u64) -> String {
    match bytes {
        0 => "0 bytes".to_owned(),
        bytes if bytes % (1 << 20) == 0 => format!("{} MiB", bytes >> 20),
        bytes if bytes % (1 << 10) == 0 => format!("{} KiB", bytes >> 10),
        bytes => format!("{bytes} bytes"),
    }
}

/// The flags: parameters, and the fields that the client's method takes too.
fn upload_args(context: &Context<'_>, operation: &ir::Operation, method: &Method) -> Vec<Arg> {
    let required = method.required.iter().map(|required| &required.input);
    let fields = |name: &str| {
        let is_it = |wire: &str, target| wire == name && target == Target::Field;
        let needed = required
            .clone()
            .any(|input| is_it(&input.wire, input.target));
        let taken = (method.optional.iter()).any(|input| is_it(&input.wire, input.target));
        (needed || taken).then_some(needed)
    };
    let mut args = plan_args(context, operation);
    args.retain_mut(|arg| {
        let ArgTarget::Field {
            name,
            bodies,
            required_in,
        } = &mut arg.target
        else {
            return true;
        };
        let Some(needed) = fields(name) else {
            return false;
        };
        let needed = needed && arg.inner.is_empty();
        *bodies = vec![0];
        *required_in = if needed { vec![0] } else { Vec::new() };
        arg.required = needed;
        true
    });
    args
}

fn is_field(arg: &Arg, field: &str) -> bool {
    matches!(&arg.target, ArgTarget::Field { name, .. } if name == field)
}

/// The value that the document's examples give to a flag.
fn example_of(operation: &ir::Operation, arg: &Arg) -> Option<String> {
    let ArgTarget::Field { name, .. } = &arg.target else {
        return parameter_example(operation, arg);
    };
    let mut examples = operation.bodies.iter().flat_map(|body| &body.examples);
    let value = examples.find_map(|example| example.value.as_object()?.get(name))?;
    Some(docs::plain(value))
}
