// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The given arguments as a call: values read, the body put together, files opened.
//!
//! In: a command of the table and what clap has read. Out: a `Call` that is ready to be sent.
//! Standard input is read here, and only for a value of `-`.

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io::Read;
use std::path::Path;

use clap::ArgMatches;
use serde_json::value::RawValue;

use super::super::builder;
use super::super::call::{self, Call};
use super::super::client::Client;
use super::super::multipart::{FilePart, Multipart};
use super::super::secret::Secret;
use super::super::service::Style;
use super::args;
use super::body::{self, Given};
use super::flags::Flags;
use super::globals;
use super::json::Tree;
use super::problem::{self, Failure};
use super::read_yaml;
use super::rehearsal::Part;
use super::rules;
use super::spool;
use super::table::{Arg, Body, BodyKind, Command, Constant, Target};
use super::terminal;
use super::values::{self, Spelled, Value};

/// Standard input, which can be read for one argument at most.
pub(super) struct Input<'a> {
    stdin: Option<&'a mut dyn Read>,
}

impl<'a> Input<'a> {
    pub(super) fn new(stdin: &'a mut dyn Read) -> Self {
        Self { stdin: Some(stdin) }
    }

    /// A key from a file, or from standard input for `-`.
    pub(super) fn read_secret(&mut self, file: &OsStr, flag: &str) -> Result<Secret, Failure> {
        let content = match file == "-" {
            true => self.read_to_end()?,
            false => {
                std::fs::read(file).map_err(|error| unreadable(shown(Path::new(file)), &error))?
            }
        };
        let text = String::from_utf8(content).unwrap_or_default();
        match text.trim() {
            "" => Err(Failure::Own {
                message: format!("what --{flag} names is empty, or no text"),
                hint: None,
                code: problem::USAGE,
            }),
            text => Ok(Secret::from(text)),
        }
    }

    /// The text of a file, or of standard input for `-`.
    pub(super) fn read_text(&mut self, file: &str) -> Result<String, Failure> {
        let path = Path::new(file);
        let content = match file {
            "-" => self.read_to_end()?,
            _ => std::fs::read(path).map_err(|error| unreadable(shown(path), &error))?,
        };
        let what = || format!("what {} has is not text", shown(path));
        String::from_utf8(content).map_err(|_| Failure::Usage(what()))
    }

    /// Standard input as a file to upload.
    pub(super) fn spool(&mut self) -> Result<FilePart, Failure> {
        let Some(stdin) = self.stdin.take() else {
            return Err(Failure::Usage(
                "standard input can be used only once".to_owned(),
            ));
        };
        spool::keep(stdin).map_err(|error| unreadable("standard input", &error))
    }

    fn read_to_end(&mut self) -> Result<Vec<u8>, Failure> {
        let Some(stdin) = self.stdin.take() else {
            return Err(Failure::Usage(
                "standard input can be used only once".to_owned(),
            ));
        };
        let mut content = Vec::new();
        stdin
            .read_to_end(&mut content)
            .map_err(|error| unreadable("standard input", &error))?;
        Ok(content)
    }
}

fn unreadable(what: impl Display, error: &std::io::Error) -> Failure {
    Failure::Own {
        message: format!("cannot read {what}: {error}"),
        hint: None,
        code: problem::USAGE,
    }
}

/// What `--body` brings.
#[derive(Debug)]
pub(super) enum Brought {
    Nothing,
    /// The members of an object: their names, and their values as JSON.
    Members(Vec<(String, String)>),
    /// The value of the flag, for a body that is nothing else.
    Value(OsString),
    /// Content that is no object.
    Content(Vec<u8>),
}

/// Reads what `--body` brings, if the command has it and it is given.
pub(super) fn brought(
    command: &'static Command,
    matches: &ArgMatches,
    input: &mut Input<'_>,
) -> Result<Brought, Failure> {
    if command.bodies.is_empty() {
        return Ok(Brought::Nothing);
    }
    let Some(value) = matches.get_one::<OsString>(args::BODY) else {
        return Ok(Brought::Nothing);
    };
    let is_whole = |body: &Body| body.kind == BodyKind::Whole;
    if command.bodies.iter().all(is_whole) {
        return Ok(Brought::Value(value.clone()));
    }
    let mut content = read_body(value, "application/json", input)?;
    let takes_content = command.bodies.iter().any(is_whole);
    if !takes_content {
        content = json_of(content)?;
    }
    let text = std::str::from_utf8(&content).unwrap_or_default().trim();
    let tree = Tree::parse(text);
    match tree {
        Ok(Tree::Object(members)) => Ok(Brought::Members(
            (members.iter())
                .map(|(name, value)| (super::json::string(name), value.to_json()))
                .collect(),
        )),
        _ if takes_content => Ok(Brought::Content(content)),
        Ok(_) => Err(Failure::Usage("the body is not an object".to_owned())),
        Err(error) => Err(Failure::Usage(format!("the body is not JSON: {error}"))),
    }
}

/// Which of the flags of a command were given.
pub(super) fn given<'a>(
    command: &'static Command,
    matches: &ArgMatches,
    brought: &'a Brought,
    flags: &'a Flags,
) -> Given<'a> {
    let positional = args::positional(command);
    Given {
        args: (command.args.iter())
            .filter(|arg| is_given(arg, command, &positional, matches))
            .collect(),
        whole: matches!(brought, Brought::Value(_) | Brought::Content(_)),
        members: match brought {
            Brought::Members(members) => members.iter().map(|(name, _)| &**name).collect(),
            _ => Vec::new(),
        },
        flags,
        positional,
    }
}

fn is_given(
    arg: &'static Arg,
    command: &'static Command,
    positional: &[&'static Arg],
    matches: &ArgMatches,
) -> bool {
    !values_of(arg, positional, matches).is_empty() || is_null(arg, command, matches)
}

/// Whether `--null` names the field.
fn is_null(arg: &Arg, command: &'static Command, matches: &ArgMatches) -> bool {
    let is_nullable = |arg: &Arg| arg.nullable && matches!(arg.target, Target::Field { .. });
    is_nullable(arg)
        && command.args.iter().any(is_nullable)
        && (matches.get_many::<String>(args::NULL).into_iter().flatten())
            .any(|flag| flag == arg.flag)
}

fn values_of<'m>(
    arg: &'static Arg,
    positional: &[&'static Arg],
    matches: &'m ArgMatches,
) -> Vec<&'m Value> {
    let mut values: Vec<&Value> = matches.get_many(arg.flag).into_iter().flatten().collect();
    let place = positional
        .iter()
        .position(|other| std::ptr::eq(*other, arg));
    if let Some(id) = place.and_then(|place| args::POSITIONS.get(place)) {
        values.extend(matches.get_one::<Value>(id));
    }
    values
}

/// The value of an argument, if it was given.
fn value_of(arg: &'static Arg, positional: &[&'static Arg], matches: &ArgMatches) -> Option<Value> {
    match values_of(arg, positional, matches).as_slice() {
        [] => None,
        // The whole list is null, not its only item.
        [Value::Null] => Some(Value::Null),
        // The whole object as JSON, likewise.
        [only @ Value::Json(_)] if arg.map => Some((*only).clone()),
        values if arg.map => Some(Value::Map(
            (values.iter())
                .filter_map(|value| match value {
                    Value::Pair(name, value) => Some((name.clone(), (**value).clone())),
                    _ => None,
                })
                .collect(),
        )),
        [only] if !arg.repeated => Some((*only).clone()),
        values => Some(Value::List(
            values.iter().map(|value| (*value).clone()).collect(),
        )),
    }
}

/// A call, and the parts of its form as a rehearsal shows them.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) call: Call,
    pub(super) parts: Vec<Part>,
}

/// The call that the arguments describe.
pub(super) fn call(
    client: &Client,
    command: &'static Command,
    body: Option<&'static Body>,
    brought: Brought,
    matches: &ArgMatches,
    flags: &Flags,
    input: &mut Input<'_>,
) -> Result<Prepared, Failure> {
    let (call, mut fields) = arguments(client, command, &brought, matches, flags)?;
    body.map_or(&[][..], |body| body.constants)
        .iter()
        .rev()
        .for_each(|constant| fill(&mut fields, constant));
    // The table has files for multipart bodies only; a path is never sent in place of a file.
    if body.is_none_or(|body| body.kind != BodyKind::Multipart)
        && let Some((name, _)) = fields.iter().find(|(_, value)| value.is_file())
    {
        return Err(Failure::own(format!(
            "the file `{name}` needs a multipart body"
        )));
    }
    let mut parts = Vec::new();
    let call: Result<Call, Failure> = match body {
        None => Ok(call),
        Some(Body {
            media_type,
            kind: BodyKind::Json,
            ..
        }) => Ok(call.bytes(media_type, object(&fields))),
        Some(Body {
            media_type,
            kind: BodyKind::Whole,
            ..
        }) => match brought {
            Brought::Value(value) => {
                let content = read_body(&value, media_type, input)?;
                let content = match body::is_json(media_type) {
                    true => json_of(content)?,
                    false => content,
                };
                Ok(call.bytes(media_type, content))
            }
            Brought::Content(content) => Ok(call.bytes(media_type, content)),
            Brought::Nothing | Brought::Members(_) => Ok(call),
        },
        Some(Body {
            kind: BodyKind::Form,
            ..
        }) => {
            let mut call = call.body_kind(call::BodyKind::Form);
            for (name, value) in &fields {
                call = call.field(name, Spelled(value));
            }
            Ok(call)
        }
        Some(Body {
            kind: BodyKind::Multipart,
            ..
        }) => {
            let mut call = call.body_kind(Multipart::new());
            for (name, value) in fields {
                sketch(&name, &value, &mut parts);
                call = part(call, &name, value, input)?;
            }
            Ok(call)
        }
    };
    let call = with_headers(call?, matches)?;
    Ok(Prepared { call, parts })
}

/// Whether values are held to the rules.
pub(super) fn validates(command: &'static Command, matches: &ArgMatches) -> bool {
    !args::has_rules(command) || !matches.get_flag(args::NO_VALIDATE)
}

/// Holds a value to the rules of its argument.
pub(super) fn check(arg: &Arg, value: &Value, flags: &Flags) -> Result<(), Failure> {
    rules::check(arg, value).map_err(|why| {
        let (flag, no_validate) = (arg.flag, flags.no_validate);
        Failure::Usage(format!(
            "invalid value for --{flag}: {why}; --{no_validate} sends it all the same"
        ))
    })
}

/// The call of an upload: its parameters, and the fields of its body one by one.
pub(super) fn upload_call(
    client: &Client,
    command: &'static Command,
    brought: &Brought,
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<Call, Failure> {
    let (call, fields) = arguments(client, command, brought, matches, flags)?;
    let media_type = command.bodies.first().map(|body| body.media_type);
    let kind = call::BodyKind::Json(media_type.unwrap_or("application/json"));
    let mut call = with_headers(call, matches)?.body_kind(kind);
    for (name, value) in fields {
        let mut json = String::new();
        value.write_json(&mut json);
        // As text, so that the digits of numbers stay.
        let json = RawValue::from_string(json);
        let json = json.map_err(|error| Failure::own(error.to_string()))?;
        call = call.field(&name, &json);
    }
    Ok(call)
}

/// A call with the headers of the command line.
pub(super) fn with_headers(mut call: Call, matches: &ArgMatches) -> Result<Call, Failure> {
    let headers = matches.get_many::<String>(globals::HEADER);
    for text in headers.into_iter().flatten() {
        let (name, value) = header(text)?;
        call = call.header(name, value);
    }
    Ok(call)
}

/// A call with the parameters of the command line, and the fields of its body.
fn arguments(
    client: &Client,
    command: &'static Command,
    brought: &Brought,
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<(Call, Vec<(String, Value)>), Failure> {
    let mut call = Call::new(client, command.operation);
    let positional = args::positional(command);
    let validates = validates(command, matches);
    let mut fields: Vec<(String, Value)> = Vec::new();
    if let Brought::Members(members) = brought {
        let members = members.iter();
        fields.extend(members.map(|(name, json)| (name.clone(), Value::Json(json.clone()))));
    }
    for arg in command.args {
        let value = match value_of(arg, &positional, matches) {
            Some(_) if is_null(arg, command, matches) => {
                let (flag, null) = (arg.flag, flags.null);
                return Err(Failure::Usage(format!(
                    "--{null} {flag} cannot be used with --{flag}"
                )));
            }
            Some(value) => value,
            None if is_null(arg, command, matches) => Value::Null,
            None => continue,
        };
        if validates {
            check(arg, &value, flags)?;
        }
        call = match arg.target {
            Target::Parameter(name) => match args::parameter(command, arg) {
                Some(parameter) => {
                    let call = match parameter.style {
                        Style::Json | Style::Whole => {
                            call.param_in(parameter.location, name, &value)
                        }
                        _ => call.param_in(parameter.location, name, Spelled(&value)),
                    };
                    if let Err(why) = call.check(parameter) {
                        return Err(unsendable(arg, why));
                    }
                    call
                }
                None => call.param(name, Spelled(&value)),
            },
            Target::Field { name, .. } => {
                set(&mut fields, name, arg.inner, value);
                call
            }
        };
    }
    Ok((call, fields))
}

/// Sets a field, or a part of the object that it is.
fn set(fields: &mut Vec<(String, Value)>, name: &str, inner: &[&str], value: Value) {
    let known = fields.iter().position(|(other, _)| other == name);
    let value = match inner {
        [] => value,
        inner => {
            let mut before = String::new();
            if let Some((_, value)) = known.and_then(|index| fields.get(index)) {
                value.write_json(&mut before);
            }
            let mut new = String::new();
            value.write_json(&mut new);
            Value::Json(with_part(&Tree::new(&before), inner, &new))
        }
    };
    match known.and_then(|index| fields.get_mut(index)) {
        Some((_, slot)) => *slot = value,
        None => fields.push((name.to_owned(), value)),
    }
}

/// Sets what has only one value, before all else, unless it is set; in objects that are there.
fn fill(fields: &mut Vec<(String, Value)>, constant: &Constant) {
    let Some((name, inner)) = constant.path.split_first() else {
        return;
    };
    let value = match Tree::new(constant.json).as_text() {
        Some(text) => Value::Text(text),
        None => Value::Json(constant.json.to_owned()),
    };
    let known = fields.iter().find(|(other, _)| other == name);
    match (known, inner.split_last()) {
        (None, None) => fields.insert(0, ((*name).to_owned(), value)),
        (Some((_, known)), Some((last, parents))) => {
            let mut json = String::new();
            known.write_json(&mut json);
            let tree = Tree::new(&json);
            let parent = (parents.iter()).try_fold(&tree, |tree, name| tree.child(name));
            let is_open = parent.is_some_and(|parent| {
                matches!(parent, Tree::Object(_)) && parent.child(last).is_none()
            });
            if is_open {
                set(fields, name, inner, value);
            }
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
}

/// An object with one part replaced, as JSON. What is no object gives way to one.
fn with_part(before: &Tree<'_>, inner: &[&str], new: &str) -> String {
    let Some((first, rest)) = inner.split_first() else {
        return new.to_owned();
    };
    let members: &[(&str, Tree<'_>)] = match before {
        Tree::Object(members) => members,
        _ => &[],
    };
    let nothing = Tree::Scalar("null");
    let is_it = |name: &str| super::json::string(name) == *first;
    let old = members.iter().find(|(name, _)| is_it(name));
    let part = with_part(old.map_or(&nothing, |(_, value)| value), rest, new);
    let mut out: Vec<String> = Vec::new();
    for (name, value) in members {
        let json = if is_it(name) {
            part.clone()
        } else {
            value.to_json()
        };
        out.push(format!("{name}:{json}"));
    }
    if old.is_none() {
        let mut name = String::new();
        values::write_json_string(first, &mut name);
        out.push(format!("{name}:{part}"));
    }
    format!("{{{}}}", out.join(","))
}

/// The parts of one field, for a rehearsal.
fn sketch(name: &str, value: &Value, parts: &mut Vec<Part>) {
    match value {
        Value::File(path) => {
            let path = path.to_string_lossy().into_owned();
            parts.push(Part::File(name.to_owned(), path));
        }
        Value::List(items) if items.iter().any(Value::is_file) => {
            items.iter().for_each(|item| sketch(name, item, parts));
        }
        Value::Text(text) | Value::Number(text) => {
            parts.push(Part::Text(name.to_owned(), text.clone()));
        }
        value => {
            let mut text = String::new();
            value.write_json(&mut text);
            parts.push(Part::Text(name.to_owned(), text));
        }
    }
}

fn unsendable(arg: &Arg, why: &str) -> Failure {
    let flag = arg.flag;
    Failure::Usage(format!("the value of --{flag} cannot be sent: {why}"))
}

/// The JSON object of a body. It is put together as text: digits and order stay as typed.
fn object(fields: &[(String, Value)]) -> String {
    let mut text = String::from("{");
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        values::write_json_string(name, &mut text);
        text.push(':');
        value.write_json(&mut text);
    }
    text.push('}');
    text
}

/// One field of a multipart body.
fn part(call: Call, name: &str, value: Value, input: &mut Input<'_>) -> Result<Call, Failure> {
    match value {
        Value::File(path) => Ok(call.file(name, file(&path, input)?)),
        Value::List(items) if items.iter().any(Value::is_file) => {
            // Each file is a part of its own under the same name.
            let mut files = Vec::new();
            for item in items {
                if let Value::File(path) = item {
                    files.push(file(&path, input)?);
                }
            }
            Ok(call.file(name, files))
        }
        Value::Number(_) => Ok(call.field(name, Spelled(&value))),
        value => Ok(call.field(name, &value)),
    }
}

fn file(path: &Path, input: &mut Input<'_>) -> Result<FilePart, Failure> {
    if path == Path::new("-") {
        return Ok(FilePart::bytes(input.read_to_end()?).name("stdin"));
    }
    let is_stream = path
        .metadata()
        .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    if is_stream {
        // A pipe, as in `--file <(convert …)`, has no length and can be read only once.
        let content = std::fs::read(path).map_err(|error| unreadable(shown(path), &error))?;
        return Ok(FilePart::bytes(content).name("stdin"));
    }
    Ok(FilePart::path(path))
}

fn shown(path: &Path) -> String {
    terminal::escape_line(&path.to_string_lossy())
}

/// The value of `--body`: standard input for `-`, a file for `@FILE`, the text itself where it is
/// JSON, else a file once more.
fn read_body(value: &OsStr, media_type: &str, input: &mut Input<'_>) -> Result<Vec<u8>, Failure> {
    if value == "-" || value == "@-" {
        return input.read_to_end();
    }
    let named = value.to_str().and_then(|text| text.strip_prefix('@'));
    if named.is_none()
        && body::is_json(media_type)
        && let Some(text) = value.to_str()
    {
        match super::json::check(text) {
            Ok(()) => return Ok(text.as_bytes().to_vec()),
            // No one names a file like this: say what is wrong with the JSON.
            Err(error) if text.trim_start().starts_with(['{', '[', '"']) => {
                return Err(Failure::Usage(format!("the body is not JSON: {error}")));
            }
            Err(_) => {}
        }
    }
    let path = named.map_or(Path::new(value), Path::new);
    std::fs::read(path).map_err(|error| unreadable(shown(path), &error))
}

/// JSON from a text that is JSON or YAML; JSON stays as it was written.
fn json_of(content: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let Ok(text) = std::str::from_utf8(&content) else {
        return Err(Failure::Usage("the body is not text".to_owned()));
    };
    let Err(error) = super::json::check(text) else {
        return Ok(content);
    };
    match read_yaml::to_json(text) {
        Ok(json) if json.starts_with(['{', '[']) => Ok(json.into_bytes()),
        Err(why) if !text.trim_start().starts_with(['{', '[', '"']) => {
            Err(Failure::Usage(format!("the body is not YAML: {why}")))
        }
        // A single word is YAML too.
        _ => Err(Failure::Usage(format!("the body is not JSON: {error}"))),
    }
}

/// A body of any media type: JSON, `@FILE`, or `-` for standard input.
pub(super) fn any_body(
    text: &str,
    input: &mut Input<'_>,
) -> Result<(&'static str, Vec<u8>), Failure> {
    let content = match text.strip_prefix('@') {
        _ if text == "-" || text == "@-" => input.read_to_end()?,
        Some(path) => {
            let path = Path::new(path);
            let content = std::fs::read(path).map_err(|error| unreadable(shown(path), &error))?;
            let is_yaml = |kind: &OsStr| kind == "yaml" || kind == "yml";
            match path.extension().is_some_and(is_yaml) {
                true => json_of(content)?,
                false => content,
            }
        }
        None => match super::json::check(text) {
            Ok(()) => text.as_bytes().to_vec(),
            Err(error) => {
                return Err(Failure::Usage(format!(
                    "the body is not JSON: {error}; a file is written @FILE"
                )));
            }
        },
    };
    let is_json = std::str::from_utf8(&content).is_ok_and(|text| super::json::check(text).is_ok());
    let media_type = match is_json {
        true => "application/json",
        false => "application/octet-stream",
    };
    Ok((media_type, content))
}

/// A `--header` in two parts. The message does not repeat the value, which may be a key.
pub(super) fn header(text: &str) -> Result<(&str, &str), Failure> {
    let Some((name, value)) = text.split_once(':') else {
        return Err(Failure::Usage(
            "a header is written 'Name: value'".to_owned(),
        ));
    };
    let (name, value) = (name.trim(), value.trim());
    builder::header(name, value).map_err(Failure::Usage)?;
    Ok((name, value))
}
