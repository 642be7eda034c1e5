//! Examples in the documentation: calls that compile, with the values of the document.

use super::client::Context;
use super::names::Ident;
use super::{Input, Manifest, Method, Reply, Resource, Target, Task, Type};
use crate::ir;
use crate::value::Value;

/// How long a call may be before it is written one method per line.
const WIDTH: usize = 88;

/// The example of a method, or none if the method cannot be called in a few lines.
pub(super) fn method_example(
    context: &Context<'_>,
    handle: Option<&Ident>,
    operation: &ir::Operation,
    body: Option<&ir::Body>,
    method: &Method,
) -> Option<Vec<String>> {
    let values = body
        .and_then(|body| body.examples.first())
        .map(|example| &example.value);
    let mut given = Vec::new();
    let mut value = |input: &Input| literal(context, operation, values, input, &mut given);
    let mut arguments: Vec<String> = method.arguments.iter().map(&mut value).collect();
    if let Task::Upload(row) = &method.task {
        let name = values.and_then(|values| values.get(&row.file_name)?.as_str());
        let name = name.filter(|name| is_file_name(name)).unwrap_or("file.bin");
        arguments.push(format!("std::path::Path::new({})", rust_string(name)));
    }
    let mut calls = vec![format!("{}({})", method.name, arguments.join(", "))];
    for required in &method.required {
        calls.push(format!(
            "{}({})",
            required.input.name,
            value(&required.input)
        ));
    }
    let mut receiver = vec!["client".to_owned()];
    if let Some(handle) = handle {
        receiver.push(format!("{handle}()"));
    }
    let chain: Vec<String> = receiver.into_iter().chain(calls).collect();
    let library = &context.manifest.library;
    let mut lines = vec!["```no_run".to_owned()];
    let parameters: String = given
        .iter()
        .map(|(name, ty)| format!(", {name}: {ty}"))
        .collect();
    lines.push(format!(
        "# async fn example(client: {library}::Client{parameters}) -> Result<(), {library}::Error> {{"
    ));
    match method.streams.first() {
        // The text of all events is rarely wanted.
        Some(stream) if matches!(method.reply, Reply::Text) => {
            let mut send = chain.clone();
            send.push(format!("{}()", stream.method()));
            lines.extend(statement("let mut stream = ", &send, ".await?;"));
            lines.push("while let Some(item) = stream.next().await {".to_owned());
            lines.push("    println!(\"{:?}\", item?);".to_owned());
            lines.push("}".to_owned());
        }
        _ => {
            let mut send = chain.clone();
            send.push("send()".to_owned());
            lines.extend(statement(binding(method), &send, ".await?;"));
        }
    }
    if method.pages.is_some() && method.required.is_empty() && given.is_empty() {
        lines.push(String::new());
        lines.push("// Every item of every page:".to_owned());
        let mut items = chain;
        items.push("items()".to_owned());
        lines.extend(statement("let mut items = ", &items, ";"));
        lines.push("while let Some(item) = items.next().await {".to_owned());
        lines.push("    println!(\"{:?}\", item?);".to_owned());
        lines.push("}".to_owned());
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// The example of the crate: a client, and the call that needs least.
pub(super) fn crate_example(manifest: &Manifest, resources: &[Resource]) -> Option<Vec<String>> {
    let (resource, method) = simplest(resources)?;
    let library = &manifest.library;
    Some(
        [
            "```no_run".to_owned(),
            format!("use {library}::Client;"),
            String::new(),
            format!("# async fn example() -> Result<(), {library}::Error> {{"),
            "let client = Client::from_env()?;".to_owned(),
            format!(
                "{}client{}.{}().await?;",
                binding(method),
                accessor(resource),
                method.name
            ),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
            "```".to_owned(),
        ]
        .to_vec(),
    )
}

/// The example of the blocking client: the same call, and the items of all pages if it has some.
pub(super) fn blocking_example(manifest: &Manifest, resources: &[Resource]) -> Option<Vec<String>> {
    let (resource, method) = simplest(resources)?;
    let library = &manifest.library;
    let call = format!("client{}.{}()", accessor(resource), method.name);
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use {library}::blocking::Client;"),
        String::new(),
        format!("# fn example() -> Result<(), {library}::Error> {{"),
        "let client = Client::from_env()?;".to_owned(),
        format!("{}{call}.send()?;", binding(method)),
    ];
    if method.pages.is_some() {
        lines.push(String::new());
        lines.push("// Every item of every page:".to_owned());
        lines.push(format!("for item in {call}.items() {{"));
        lines.push("    println!(\"{:?}\", item?);".to_owned());
        lines.push("}".to_owned());
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// The example of errors: the body of a failure by its type; none without such bodies.
pub(super) fn error_example(
    manifest: &Manifest,
    resources: &[Resource],
    bodies: &[Ident],
) -> Option<Vec<String>> {
    let (resource, method) = simplest(resources)?;
    let library = &manifest.library;
    let call = format!("client{}.{}()", accessor(resource), method.name);
    let mut lines = vec!["```no_run".to_owned()];
    let pattern = match bodies {
        [] => return None,
        [_] => "body".to_owned(),
        [first, ..] => {
            lines.push(format!("use {library}::ErrorBody;"));
            lines.push(String::new());
            format!("ErrorBody::{first}(body)")
        }
    };
    lines.extend([
        format!("# async fn example(client: {library}::Client) {{"),
        format!("if let Err(error) = {call}.await {{"),
        "    eprintln!(\"{error}\");".to_owned(),
        format!("    if let Some({pattern}) = error.declared_body() {{"),
        "        eprintln!(\"{body:?}\");".to_owned(),
        "    }".to_owned(),
        "}".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]);
    Some(lines)
}

/// The method that needs least; one with pages if there is a choice.
fn simplest(resources: &[Resource]) -> Option<(&Resource, &Method)> {
    let simple = |method: &&Method| method.required.is_empty() && method.arguments.is_empty();
    resources.iter().find_map(|resource| {
        let methods = resource.methods.iter().filter(simple);
        let method = methods.max_by_key(|method| method.pages.is_some())?;
        Some((resource, method))
    })
}

/// `.assets()`, or nothing for methods of the client itself.
fn accessor(resource: &Resource) -> String {
    match resource.handle {
        Some(_) => format!(".{}()", resource.module),
        None => String::new(),
    }
}

/// What the reply is bound to, if there is one.
fn binding(method: &Method) -> &'static str {
    match method.reply {
        Reply::Empty => "",
        _ => "let reply = ",
    }
}

/// A chain of calls on one line if it fits, else one call per line.
fn statement(binding: &str, chain: &[String], end: &str) -> Vec<String> {
    let line = format!("{binding}{}{end}", chain.join("."));
    if line.len() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![format!("{binding}{}", chain[0])];
    lines.extend(chain[1..].iter().map(|call| format!("    .{call}")));
    match end.strip_prefix('.') {
        Some(end) => lines.push(format!("    .{end}")),
        None => {
            if let Some(last) = lines.last_mut() {
                last.push_str(end);
            }
        }
    }
    lines
}

/// The value of an input as Rust; one that has no short form is a parameter of the example.
fn literal(
    context: &Context<'_>,
    operation: &ir::Operation,
    values: Option<&Value>,
    input: &Input,
    given: &mut Vec<(Ident, String)>,
) -> String {
    let known = match input.target {
        Target::Parameter | Target::ParameterIn(_) => operation
            .parameters
            .iter()
            .find(|parameter| {
                parameter.name == input.wire && input.target.is_at(parameter.location)
            })
            .and_then(|parameter| parameter.examples.first())
            .map(|example| &example.value),
        Target::Field | Target::File => values.and_then(|value| value.get(&input.wire)),
        Target::Body => values,
    };
    if let Some(text) = short_literal(context, &input.ty, known, &input.name) {
        return text;
    }
    given.push((
        input.name.clone(),
        path(&context.manifest.library, &input.ty),
    ));
    input.name.to_string()
}

fn short_literal(
    context: &Context<'_>,
    ty: &Type,
    known: Option<&Value>,
    name: &Ident,
) -> Option<String> {
    let text = known.and_then(Value::as_str);
    match ty {
        Type::Bool => Some(known.and_then(Value::as_bool).unwrap_or(true).to_string()),
        Type::Integer(kind) => {
            let number = known.and_then(Value::as_integer).unwrap_or(1);
            Some(match *kind {
                "i64" | "i32" => number.to_string(),
                kind => format!("{number}_{kind}"),
            })
        }
        Type::Float(_) => Some(match known {
            Some(Value::Float(number)) => format!("{number:?}"),
            Some(Value::Integer(number)) => format!("{number}.0"),
            _ => "1.0".to_owned(),
        }),
        Type::Number => Some(match known {
            Some(Value::Float(number)) => format!("{number:?}"),
            Some(Value::Integer(number)) if i32::try_from(*number).is_ok() => number.to_string(),
            _ => "1".to_owned(),
        }),
        Type::String | Type::Text(_) | Type::JsonText(_) => {
            Some(rust_string(text.unwrap_or(name.as_str())))
        }
        Type::Model(model) => {
            let first = enum_value(context, model)?;
            Some(rust_string(text.unwrap_or(&first)))
        }
        Type::File => {
            let name = text.filter(|text| is_file_name(text)).unwrap_or("file.bin");
            Some(format!(
                "{}::FilePart::path({})",
                context.manifest.library,
                rust_string(name)
            ))
        }
        Type::Bytes => Some("vec![0_u8; 4]".to_owned()),
        Type::List(item) if matches!(**item, Type::String) => {
            let first = known
                .and_then(Value::as_array)
                .and_then(<[Value]>::first)
                .and_then(Value::as_str);
            Some(format!("[{}]", rust_string(first.unwrap_or(name.as_str()))))
        }
        _ => None,
    }
}

/// Whether an example of a file's content is rather the name of one.
pub(super) fn is_file_name(text: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./".contains(char);
    text.contains('.') && text.len() < 60 && text.chars().all(plain)
}

/// The first known value of an enum of texts.
fn enum_value(context: &Context<'_>, model: &Ident) -> Option<String> {
    let (_, ty, _) = context.types.models().find(|(_, _, name)| *name == model)?;
    match &ty.shape {
        ir::Shape::StringEnum(shape) if shape.open => {
            shape.values.first().map(|value| value.value.clone())
        }
        _ => None,
    }
}

/// Text as a Rust string literal.
fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

/// The type as a path from outside of the crate.
fn path(library: &Ident, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Integer(name) | Type::Float(name) => (*name).to_owned(),
        Type::Number => format!("{library}::JsonNumber"),
        Type::String => "String".to_owned(),
        Type::Text(name) => format!("{library}::{name}"),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Bytes => format!("{library}::Bytes"),
        Type::File => format!("{library}::FilePart"),
        Type::List(item) => format!("Vec<{}>", path(library, item)),
        Type::Map(value) => format!("{library}::IndexMap<String, {}>", path(library, value)),
        Type::Model(name) => format!("{library}::models::{name}"),
        Type::Boxed(inner) => format!("Box<{}>", path(library, inner)),
        Type::JsonText(inner) => format!("{library}::JsonText<{}>", path(library, inner)),
        Type::Option(inner) => format!("Option<{}>", path(library, inner)),
        Type::Omittable(inner) => format!("{library}::Omittable<{}>", path(library, inner)),
    }
}
