// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command `upload`: files, URLs and standard input to the service, by the ways that the
//! client knows.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::ArgMatches;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;

use super::super::call::{Call, Sending};
use super::super::reply::{Bytes, Reply};
use super::super::source::FilePart;
use super::super::upload::{self, UploadPlan, UploadProgress, UploadSource, UploadStep, Uploading};
use super::args;
use super::batch::{Batch, Item, Meter, Raw, State};
use super::console::Console;
use super::flags;
use super::json::Tree;
use super::pace::Pace;
use super::problem::{self, Failure};
use super::rehearsal::{self, Part};
use super::request::Input;
use super::table::{Command, Program, Target, Task};
use super::{spool, terminal, values, wait};

/// How many files go at a time, unless the flag says less.
const AT_A_TIME: u8 = 4;

/// One thing to upload.
pub(super) struct File {
    /// As it was typed.
    source: String,
    name: String,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Url(String),
    Bytes(FilePart),
}

impl From<Content> for UploadSource {
    fn from(content: Content) -> Self {
        match content {
            Content::Url(url) => Self::url(url),
            Content::Bytes(file) => file.into(),
        }
    }
}

/// How many files may go at a time.
pub(super) fn parallel(matches: &ArgMatches) -> usize {
    let parallel = matches.get_one(args::PARALLEL).copied();
    usize::from(parallel.unwrap_or(AT_A_TIME))
}

/// What was named, each looked at before the first is sent.
pub(super) fn files(
    command: &'static Command,
    plan: &'static UploadPlan,
    matches: &ArgMatches,
    input: &mut Input<'_>,
) -> Result<Vec<File>, Failure> {
    let sources: Vec<&OsString> = (matches.get_many(args::SOURCES).into_iter().flatten()).collect();
    if sources.is_empty() {
        let what = match plan.fetch {
            "" => "name a file; - is standard input",
            _ => "name a file or a URL; - is standard input",
        };
        return Err(Failure::Usage(what.to_owned()));
    }
    if sources.len() > 1 {
        only_for_one(command, plan, matches)?;
    }
    let files = sources.into_iter();
    files.map(|source| file(source, plan, input)).collect()
}

/// A name, and a key, are those of one file.
fn only_for_one(
    command: &'static Command,
    plan: &UploadPlan,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let key = command.operation.idempotency.map(|rule| rule.parameter);
    let of_one = command.args.iter().find(|arg| {
        let is_it = match arg.target {
            Target::Field { name, .. } => name == plan.file_name,
            Target::Parameter(name) => Some(name) == key,
        };
        is_it && matches.contains_id(arg.flag)
    });
    match of_one {
        Some(arg) => Err(Failure::Usage(format!(
            "--{} is for one file, and there are several",
            arg.flag
        ))),
        None => Ok(()),
    }
}

fn file(source: &OsStr, plan: &'static UploadPlan, input: &mut Input<'_>) -> Result<File, Failure> {
    let shown = source.to_string_lossy().into_owned();
    if source == "-" {
        return Ok(File {
            name: "standard input".to_owned(),
            source: shown,
            content: Content::Bytes(input.spool()?.name("stdin")),
        });
    }
    let url = source.to_str().filter(|text| is_url(text));
    if let Some(url) = url {
        if plan.fetch.is_empty() {
            return Err(Failure::Usage(format!(
                "this service fetches no URLs, such as {}",
                terminal::escape_line(url)
            )));
        }
        return Ok(File {
            name: name_in(url).unwrap_or_else(|| terminal::escape_line(url)),
            content: Content::Url(url.to_owned()),
            source: shown,
        });
    }
    let path = values::path(source);
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(File {
        name: terminal::escape_line(&name.to_string_lossy()),
        content: Content::Bytes(content(&path)?),
        source: shown,
    })
}

/// `https://example.com/a.png`, but not `c:\a.png` and not `a:b.png`
fn is_url(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        (text.get(..scheme.len())).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

fn name_in(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let last = url.path_segments()?.next_back()?;
    (!last.is_empty()).then(|| terminal::escape_line(last))
}

/// A file that can be read, found out now rather than after others were sent.
fn content(path: &Path) -> Result<FilePart, Failure> {
    let unreadable = |error: std::io::Error| Failure::Own {
        message: format!("cannot read {}: {error}", shown(path)),
        hint: None,
        code: problem::USAGE,
    };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Failure::Own {
            message: format!("{} is a folder", shown(path)),
            hint: None,
            code: problem::USAGE,
        });
    }
    if metadata.is_file() {
        return Ok(FilePart::path(path));
    }
    // A pipe, as in `upload <(convert …)`, has no length and can be read only once.
    let part = spool::keep(&mut file).map_err(unreadable)?;
    Ok(part.name("stdin"))
}

fn shown(path: &Path) -> String {
    terminal::escape_line(&path.to_string_lossy())
}

/// Uploads all of it.
pub(super) fn run(
    call: &Call,
    plan: &'static UploadPlan,
    files: Vec<File>,
    batch: &Batch<'_>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let waits = !(plan.signed.is_some_and(|way| way.poll.is_some())
        && batch.matches.get_flag(args::NO_WAIT));
    let upload = |content: &Content| {
        let upload = Uploading::new(plan, content.clone());
        match waits {
            true => upload,
            false => upload.without_waiting(),
        }
    };
    if batch.exchange.rehearsal.is_some() {
        for file in &files {
            let sending = upload(&file.content).run::<Raw>(call.clone());
            let parts = parts(call, plan, file);
            rehearse(sending, &parts, batch, console)?;
        }
        return Ok(());
    }
    let items: Vec<Item<'_>> = (files.iter())
        .map(|file| {
            // Begun again after a 429, it must not be made a second time.
            let mut call = call.clone();
            call.settle_key();
            Item {
                source: file.source.clone(),
                name: file.name.clone(),
                begin: Box::new(move |meter: &Meter| {
                    meter.tell(RESERVING, None, None);
                    let meter = meter.clone();
                    let upload = upload(&file.content);
                    let upload = upload.on_progress(move |progress| tell(&meter, progress));
                    upload.run::<Raw>(call.clone())
                }),
            }
        })
        .collect();
    let pace = batch.exchange.pace.clone();
    let pace = pace.unwrap_or_else(|| Pace::new(usize::from(AT_A_TIME)));
    let left = |source: &str, state: &State| Some(left(source, state, plan, batch.program));
    batch.run(&items, &pace, "uploaded", &left, console)
}

const RESERVING: &str = "reserving";
const SENDING: &str = "sending";
const COMPLETING: &str = "completing";
const WAITING: &str = "waiting for the service";

fn tell(meter: &Meter, progress: &UploadProgress) {
    let (what, bytes) = match progress.step {
        UploadStep::Reserving => (RESERVING, None),
        UploadStep::Sending => {
            let total = progress.total.map(|total| (progress.sent, total));
            (SENDING, total)
        }
        UploadStep::Completing => (COMPLETING, None),
        UploadStep::Waiting => (WAITING, None),
    };
    meter.tell(what, bytes, progress.id.as_deref());
}

/// What is left of an upload on the service, and how it can go on.
fn left(source: &str, state: &State, plan: &UploadPlan, program: &'static Program) -> String {
    let signed = plan.signed.as_ref();
    let completing = signed.and_then(|way| way.complete).and_then(|step| {
        flags::words(program, &|command| {
            matches!(command.task, Task::Call) && command.operation.id == step.operation.id
        })
    });
    let waiting = signed.and_then(|way| way.poll);
    let waiting = waiting.and_then(|(step, _)| wait::words(step.operation, program));
    let Some(id) = state.id.as_deref().map(terminal::escape_line) else {
        return match state.what {
            "" => format!("{source}: not begun"),
            RESERVING => format!("{source}: nothing is known of a reservation"),
            _ => format!("{source}: it may have arrived, or not"),
        };
    };
    let go_on = |command: Option<String>, what: &str| match command {
        Some(command) => format!("; `{command} {id}` {what}"),
        None => String::new(),
    };
    match state.what {
        WAITING => {
            let go_on = go_on(waiting, "goes on waiting");
            format!("{source}: {id} has its bytes{go_on}")
        }
        COMPLETING => {
            let go_on = go_on(completing, "tells the service");
            format!("{source}: {id} has its bytes{go_on}")
        }
        _ => format!("{source}: {id} is reserved without its bytes; another upload reserves anew"),
    }
}

/// Shows the first request of an upload.
fn rehearse(
    sending: Sending<Reply<Bytes>>,
    parts: &[Part],
    batch: &Batch<'_>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let Some((shown, stage)) = &batch.exchange.rehearsal else {
        return Ok(()); // Asked for before.
    };
    let outcome = batch.exchange.wait(sending, console)?;
    let Some(request) = stage.take() else {
        outcome?;
        return Ok(());
    };
    let content_type = request.headers().get(CONTENT_TYPE);
    let is_form = content_type.is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
    let parts = if is_form { parts } else { &[] };
    let text = rehearsal::show(&request, parts, *shown, batch.program.service);
    (console.print(text.as_bytes()).map(drop)).map_err(Failure::own)
}

/// The parts of the form that takes the bytes with the request.
fn parts(call: &Call, plan: &UploadPlan, file: &File) -> Vec<Part> {
    let (Some(way), Content::Bytes(part)) = (&plan.direct, &file.content) else {
        return Vec::new();
    };
    let text = |json: &str| Tree::new(json).as_text().unwrap_or_else(|| json.to_owned());
    let given: Vec<(String, String)> = upload::fields(call)
        .filter(|(_, json)| *json != "null")
        .map(|(name, json)| (name.to_owned(), text(json)))
        .collect();
    let known = [
        (plan.file_name, part.file_name().map(str::to_owned)),
        (plan.content_type, part.known_media_type()),
    ];
    let described = known.into_iter().filter_map(|(name, value)| {
        let is_new = !name.is_empty()
            && !way.lacks.contains(&name)
            && given.iter().all(|(other, _)| other != name);
        Some((name.to_owned(), value.filter(|_| is_new)?))
    });
    let set = way
        .set
        .iter()
        .map(|(name, json)| ((*name).to_owned(), text(json)));
    let texts = given.iter().cloned().chain(set).chain(described);
    let mut parts: Vec<Part> = texts.map(|(name, text)| Part::Text(name, text)).collect();
    parts.push(Part::File(way.file.to_owned(), file.source.clone()));
    parts
}
