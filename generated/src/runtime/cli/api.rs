// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! `api METHOD PATH`: requests to endpoints that have no command of their own.

use clap::{ArgAction, ArgMatches, ValueHint};
use reqwest::Method;

use super::super::any::Request;
use super::super::client::Client;
use super::super::mode::Async;
use super::flags::Flags;
use super::globals;
use super::json;
use super::problem::Failure;
use super::request::{self, Input};
use super::table::Program;
use super::values::write_json_string;

const METHOD: &str = "client:method";
const PATH: &str = "client:path";
const FIELD: &str = "client:field";
const TEXT_FIELD: &str = "client:text-field";
const QUERY: &str = "client:query";
const KEY: &str = "client:idempotency-key";
const BODY: &str = "client:api-body";

/// The command `api`.
pub(super) fn command(program: &Program, flags: &Flags) -> clap::Command {
    clap::Command::new(flags.api)
        .about("Call an endpoint that has no command of its own")
        .after_help(format!(
            "Fields go into the query of GET, HEAD and DELETE, and into a JSON body otherwise.\n\n\
             Examples:\n  {name} {api} GET /projects -F limit=5\n  \
             {name} {api} POST /projects -F name=Spring -F public=true\n  \
             {name} {api} PUT /projects/7 --body @project.yaml",
            name = program.name,
            api = flags.api,
        ))
        .arg(
            clap::Arg::new(METHOD)
                .value_name("METHOD")
                .required(true)
                .value_parser(method)
                .help("GET, POST, PUT, PATCH, DELETE or another method"),
        )
        .arg(
            clap::Arg::new(PATH)
                .value_name("PATH")
                .required(true)
                .help("The path below the base URL, with a query if you like"),
        )
        .arg(
            clap::Arg::new(FIELD)
                .long("field")
                .short('F')
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("A field; null, true, false, numbers and JSON are what they look like, @FILE is the text of a file, @- of standard input, \\@ an @ [may be repeated]"),
        )
        .arg(
            clap::Arg::new(TEXT_FIELD)
                .long("raw-field")
                .short('f')
                .value_name("NAME=TEXT")
                .action(ArgAction::Append)
                .help("A field that is a text, whatever it looks like [may be repeated]"),
        )
        .arg(
            clap::Arg::new(QUERY)
                .long("query")
                .short('q')
                .value_name("NAME=TEXT")
                .action(ArgAction::Append)
                .help("A pair for the query, whatever the method is [may be repeated]"),
        )
        .arg(
            clap::Arg::new(BODY)
                .long("body")
                .value_name("BODY")
                .value_hint(ValueHint::FilePath)
                .conflicts_with_all([FIELD, TEXT_FIELD])
                .help("The body: JSON, @FILE, or - for standard input; @FILE.yaml is sent as JSON"),
        )
        .arg(
            clap::Arg::new(KEY)
                .long("idempotency-key")
                .value_name("KEY")
                .help("Lets the service know the same request again, and this program retry it"),
        )
}

fn method(text: &str) -> Result<Method, String> {
    Method::from_bytes(text.to_uppercase().as_bytes()).map_err(|_| "not a method".to_owned())
}

/// The request that the arguments describe.
pub(super) fn request(
    client: &Client,
    matches: &ArgMatches,
    input: &mut Input<'_>,
) -> Result<Request<Async>, Failure> {
    let texts = |id: &str| {
        let values = matches.get_many::<String>(id).into_iter().flatten();
        values.map(String::as_str).collect::<Vec<_>>()
    };
    let method = matches
        .get_one::<Method>(METHOD)
        .cloned()
        .unwrap_or_default();
    let path = matches
        .get_one::<String>(PATH)
        .map(String::as_str)
        .unwrap_or_default();
    let path = match path.starts_with('/') {
        true => path.to_owned(),
        false => format!("/{path}"),
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    for text in texts(FIELD) {
        let (name, value) = pair(text)?;
        fields.push((name, typed(value, input)?));
    }
    for text in texts(TEXT_FIELD) {
        let (name, value) = pair(text)?;
        fields.push((name, string(value)));
    }
    let takes_body = !matches!(method, Method::GET | Method::HEAD | Method::DELETE);
    let mut request: Request<Async> = client.request(method, &path);
    for text in texts(QUERY) {
        let (name, value) = pair(text)?;
        request = request.query(&name, value);
    }
    if takes_body && !fields.is_empty() {
        let members: Vec<String> = (fields.iter())
            .map(|(name, value)| format!("{}:{value}", string(name)))
            .collect();
        let body = format!("{{{}}}", members.join(","));
        request = request.bytes("application/json", body);
    } else {
        for (name, value) in fields {
            let value = json::Tree::new(&value).as_text().unwrap_or(value);
            request = request.query(&name, value);
        }
    }
    if let Some(value) = matches.get_one::<String>(BODY) {
        let (media_type, body) = request::any_body(value, input)?;
        request = request.bytes(media_type, body);
    }
    if let Some(key) = matches.get_one::<String>(KEY) {
        request = request.idempotency_key(key);
    }
    for text in texts(globals::HEADER) {
        let (name, value) = request::header(text)?;
        request = request.header(name, value);
    }
    Ok(request)
}

/// The value of `--field` as JSON: what it looks like, or the text of a file.
fn typed(value: &str, input: &mut Input<'_>) -> Result<String, Failure> {
    match value.strip_prefix('@') {
        Some(file) if !file.is_empty() => Ok(string(&input.read_text(file)?)),
        _ if value.starts_with("\\@") => Ok(string(value.trim_start_matches('\\'))),
        _ if json::parse_value(value).is_ok() => Ok(value.to_owned()),
        _ => Ok(string(value)),
    }
}

fn pair(text: &str) -> Result<(String, &str), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value)),
        _ => Err(Failure::Usage("a field is written NAME=VALUE".to_owned())),
    }
}

fn string(text: &str) -> String {
    let mut out = String::new();
    write_json_string(text, &mut out);
    out
}
