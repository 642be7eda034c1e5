//! `cargo xtask mock`: serves an OpenAPI document on loopback, so that its
//! clients can be tried without the service and without a key.
//!
//! It interprets the document as `flora_codegen` reads it ([`ir::Api`]): every
//! request is checked as a service that keeps to its document would check it,
//! and answered with the document's examples. Where the extensions tell of
//! uploads, polling and pages, it remembers what was made (see `plan`).

mod body;
mod check;
mod clock;
mod json;
mod life;
mod mock;
mod multipart;
mod pages;
mod parameters;
mod plan;
mod prefer;
mod problems;
mod reply;
mod routes;
mod sample;
mod server;
#[path = "../../src/several.rs"]
mod several;
mod state;
mod thing;
mod upload;

use std::io::{self, Read as _};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use flora_codegen::code::lock::Lock;
use flora_codegen::code::{self, Options as CodeOptions};
use flora_codegen::diagnostic::Report;
use flora_codegen::document::Input;
use flora_codegen::ir;
use tokio::net::TcpListener;

use crate::mock::{Mock, Options};

/// Serves an OpenAPI document on loopback, for trying out its clients.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask mock",
    bin_name = "cargo xtask mock",
    after_help = "\
On a request's header:
  Prefer: code=429        the declared reply with this status
  Prefer: example=NAME    the example of this name
  Prefer: wait=SECONDS    a late reply
  Prefer: fault=close     the end of the connection instead of a reply

In the name of an uploaded file:
  fail      its processing fails
  expire    its first reservation has expired"
)]
struct Arguments {
    /// The OpenAPI document [default: spec/assets.yaml of the project].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The name of the crate, as `cargo xtask generate` was told: the variables are called after it.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// The port on 127.0.0.1; 0 picks a free one.
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Milliseconds that each reply takes.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    delay: u64,
    /// How many looks find something still pending before it is done.
    #[arg(long, value_name = "N", default_value_t = 1)]
    polls: u32,
    /// Ends when standard input does, for programs that start this one.
    #[arg(long)]
    until_stdin_closes: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(text) => {
            eprintln!("error: {text}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let input = read_document(arguments.spec.as_deref())?;
    let read = flora_codegen::read(&input);
    let (Some(api), Some(document), false) = (read.api, read.document, read.report.has_errors())
    else {
        problems::print(&read.report, &input);
        return Ok(ExitCode::from(1));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let address = (Ipv4Addr::LOCALHOST, arguments.port);
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|error| format!("port {}: {error}", arguments.port))?;
        let port = listener
            .local_addr()
            .map_err(|error| error.to_string())?
            .port();
        let options = Options {
            origin: format!("http://127.0.0.1:{port}"),
            base: base_path(&api),
            delay: Duration::from_millis(arguments.delay),
            polls: arguments.polls,
        };
        for pattern in unread_patterns(&api) {
            problems::log(&format!("note: the pattern `{pattern}` is not checked"));
        }
        for (name, value) in variables(&api, arguments.name.clone(), &options) {
            problems::say(&format!("export {name}={value}"));
        }
        problems::log(&format!(
            "Serving {} {} until Ctrl-C. Set the variables above in another shell.",
            api.title, api.version
        ));
        if arguments.until_stdin_closes {
            end_with_stdin();
        }
        server::serve(listener, Arc::new(Mock::new(api, &document, options))).await;
        Ok(ExitCode::SUCCESS)
    })
}

fn read_document(spec: Option<&Path>) -> Result<Input, String> {
    let path = spec.map_or_else(own_document, Path::to_owned);
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    let mut input = Input::new(path.display().to_string(), text);
    // A bare file name has the empty path as its parent.
    let full = path.canonicalize().unwrap_or(path);
    several::read_files(&mut input, full.parent().unwrap_or(Path::new(".")));
    match several::beside(&full) {
        Some(config) => several::with_config(input, &config),
        None => Ok(input),
    }
}

/// The document of the project.
fn own_document() -> PathBuf {
    // Cargo sets the variable for `cargo run`; the built path serves a direct call.
    let folder = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let mut paths = folder.ancestors().map(|it| it.join("spec/assets.yaml"));
    let found = paths.find(|path| path.exists());
    found.unwrap_or_else(|| PathBuf::from("spec/assets.yaml"))
}

/// The path of the first server's URL, without a slash at its end.
fn base_path(api: &ir::Api) -> String {
    let url = api.servers.first().map_or("", |server| server.url.as_str());
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |index| &rest[index..]),
        None => url,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    match path.is_empty() || path.starts_with('/') {
        true => path.to_owned(),
        false => format!("/{path}"),
    }
}

/// The variables that the generated client and command read, by the plan of the generator itself.
fn variables(api: &ir::Api, name: Option<String>, options: &Options) -> Vec<(String, String)> {
    let mut report = Report::default();
    let named = CodeOptions {
        name,
        ..CodeOptions::default()
    };
    let package = code::plan(api, &named, &mut Lock::default(), &mut report);
    let url = format!("{}{}", options.origin, options.base);
    let mut variables = vec![(package.service.base_url_env, url)];
    for credential in package.service.credentials {
        let value = match credential.kind {
            ir::CredentialKind::Basic => "mock:mock",
            _ => "mock-test-key",
        };
        variables.push((credential.env, value.to_owned()));
    }
    variables
}

fn unread_patterns(api: &ir::Api) -> Vec<&str> {
    let patterns = api
        .types
        .iter()
        .filter_map(|(_, ty)| ty.constraints.pattern.as_deref());
    let mut unread: Vec<&str> = patterns
        .filter(|it| check::expression(it).is_none())
        .collect();
    unread.sort_unstable();
    unread.dedup();
    unread
}

/// A thread of its own, since a read of standard input cannot be given up.
fn end_with_stdin() {
    std::thread::spawn(|| {
        let mut bytes = [0; 256];
        let mut input = io::stdin().lock();
        loop {
            match input.read(&mut bytes) {
                Ok(1..) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => std::process::exit(0),
            }
        }
    });
}
