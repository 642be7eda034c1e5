// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command `download`: the bytes of what a reply describes, to a file or to standard output.
//!
//! In: a call, and where its reply has the address of the bytes. Out: a file that is there once it
//! is complete, and what is known of it as a reply of ours. `fetch` has what concerns the host.

use std::fs::{self, File};
use std::io::{self, ErrorKind as Io, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use tokio::time::Instant;

use super::super::call::Call;
use super::super::delivery;
use super::super::error::{Error, ErrorKind};
use super::super::poll;
use super::super::reply::{Bytes, Received, Reply};
use super::args;
use super::batch::{Batch, Item, Meter, State};
use super::console::{Console, Reader};
use super::fetch::Fetch;
use super::flags::Flags;
use super::json::Tree;
use super::pace::Pace;
use super::problem::{self, Failure};
use super::terminal;

/// Where the bytes go.
#[derive(Debug, Clone)]
pub(super) struct Destination {
    place: Place,
    /// Whether a file may be replaced.
    force: bool,
}

#[derive(Debug, Clone)]
enum Place {
    Stdout,
    File(PathBuf),
    /// A file here, called as the address says.
    Here,
}

/// Where a reply has what matters here: JSON pointers.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) url: &'static str,
    /// `""` for nowhere.
    pub(super) state: &'static str,
}

/// Where the bytes go, looked at before anything is sent.
pub(super) fn destination(
    matches: &ArgMatches,
    flags: &Flags,
    is_terminal: bool,
) -> Result<Destination, Failure> {
    let force = matches.get_flag(args::FORCE);
    let place = match matches.get_one::<PathBuf>(args::TO) {
        None => Place::Here,
        Some(path) if path.as_os_str() == "-" => Place::Stdout,
        Some(path) => Place::File(vacant(path, force, flags)?),
    };
    if matches!(place, Place::Stdout) && is_terminal && !force {
        let force = flags.force;
        return Err(Failure::Usage(format!(
            "standard output is a terminal; --{force} writes the bytes there all the same"
        )));
    }
    Ok(Destination { place, force })
}

/// The path, unless something is there that stays.
fn vacant(path: &Path, force: bool, flags: &Flags) -> Result<PathBuf, Failure> {
    let refused = |message: String, hint: Option<String>| Failure::Own {
        message,
        hint,
        code: problem::USAGE,
    };
    if fs::symlink_metadata(path).is_err() {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        return match folder {
            Some(folder) if !folder.is_dir() => {
                let text = match folder.exists() {
                    true => format!("{} is no folder", shown(folder)),
                    false => format!("there is no folder {}", shown(folder)),
                };
                Err(refused(text, None))
            }
            _ => Ok(path.to_owned()),
        };
    }
    // A link stays one: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let shown = shown(path);
    if target.is_dir() {
        return Err(refused(
            format!("{shown} is a folder; name a file in it"),
            None,
        ));
    }
    if target.exists() && !target.is_file() {
        let text = format!("{shown} is no file that could be replaced");
        return Err(refused(text, None));
    }
    if !force {
        let Flags { force, to, .. } = flags;
        let hint = format!("--{force} replaces it, --{to} FILE names another");
        return Err(refused(format!("{shown} is there already"), Some(hint)));
    }
    Ok(target)
}

/// Asks where the bytes are, and fetches them.
pub(super) fn run(
    call: &Call,
    at: At,
    destination: Destination,
    batch: &Batch<'_>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let since = Instant::now();
    let sending = call.clone().send_raw::<Bytes>();
    let reply = batch.exchange.run(sending, console)?;
    batch.printer.check_origin(&reply, call.operation)?;
    let id = poll::id(call).unwrap_or_else(|| "download".to_owned());
    batch.exchange.log.hide_queries();
    let fetch = Fetch::new(call.clone(), &address(&reply, at, &id)?, since);
    let fetch = fetch.map_err(Failure::own)?;
    let path = match destination.place {
        Place::Stdout => return pour(fetch, batch, console),
        Place::File(path) => path,
        Place::Here => vacant(
            Path::new(&name(fetch.last_segment(), &id)),
            destination.force,
            batch.flags,
        )?,
    };
    let items = [Item {
        name: terminal::escape_line(&id),
        source: id.clone(),
        begin: Box::new(|meter: &Meter| {
            let (fetch, path, meter) = (fetch.clone(), path.clone(), meter.clone());
            let (received, id) = (reply.received.clone(), id.clone());
            Box::pin(async move {
                let bytes = save(fetch, &path, destination.force, &meter).await?;
                Ok(told(received, &id, &path, bytes))
            })
        }),
    }];
    let left = |_: &str, _: &State| None;
    batch.run(&items, &Pace::new(1), "downloaded", &left, console)
}

/// The address in a reply, or why there is none.
fn address(reply: &Reply<Bytes>, at: At, id: &str) -> Result<String, Failure> {
    let text = std::str::from_utf8(reply.body()).unwrap_or_default();
    let tree = Tree::parse(text).ok();
    let text_at = |pointer: &str| tree.as_ref()?.at(pointer)?.as_text();
    if let Some(url) = text_at(at.url).filter(|url| !url.is_empty()) {
        return Ok(url);
    }
    let mut message = format!("{id} has no bytes to download");
    if let Some(state) = Some(at.state)
        .filter(|state| !state.is_empty())
        .and_then(text_at)
    {
        message.push_str(&format!("; it is `{state}`"));
    }
    Err(Failure::Own {
        message: terminal::escape_line(&message),
        hint: None,
        code: problem::FAILED,
    })
}

/// Writes the bytes to standard output as they come. What was written cannot be taken back, so
/// only the beginning is tried again.
fn pour(mut fetch: Fetch, batch: &Batch<'_>, console: &mut Console<'_>) -> Result<(), Failure> {
    let exchange = batch.exchange;
    let failed = |error: Error| Failure::of_call(error, &exchange.secrets);
    exchange.within(|runtime| {
        let opening = async {
            loop {
                match fetch.attempt().await {
                    Ok(body) => return Ok(body),
                    Err(failure) => fetch.pause(failure).await?,
                }
            }
        };
        let mut body = (exchange.block_on(runtime, opening, console)).map_err(failed)?;
        loop {
            let chunk = exchange.block_on(runtime, body.chunk(), console);
            let Some(chunk) = chunk.map_err(|failure| failed(failure.error))? else {
                return Ok(());
            };
            if console.print(&chunk).map_err(Failure::own)? == Reader::Gone {
                return Ok(());
            }
        }
    })
}

/// Writes the bytes to a file, and says how many there are.
async fn save(mut fetch: Fetch, path: &Path, force: bool, meter: &Meter) -> Result<u64, Error> {
    loop {
        meter.tell("asking", None, None);
        match attempt(&mut fetch, path, force, meter).await {
            Ok(bytes) => return Ok(bytes),
            Err(failure) => fetch.pause(failure).await?,
        }
    }
}

async fn attempt(
    fetch: &mut Fetch,
    path: &Path,
    force: bool,
    meter: &Meter,
) -> Result<u64, delivery::Failure> {
    let unwritable = |error: io::Error| {
        let text = match error.kind() {
            Io::AlreadyExists => format!("{} is there by now", shown(path)),
            _ => format!("cannot write {}: {error}", shown(path)),
        };
        Error::new(ErrorKind::Output, text)
    };
    let mut body = fetch.attempt().await?;
    let total = body.length();
    let mut partial = Partial::beside(path).map_err(unwritable)?;
    let mut bytes = 0;
    let tell = |bytes| meter.tell("downloading", total.map(|total| (bytes, total)), None);
    tell(0);
    while let Some(chunk) = body.chunk().await? {
        partial.file.write_all(&chunk).map_err(unwritable)?;
        bytes += chunk.len() as u64;
        tell(bytes);
    }
    partial.settle(path, force).map_err(unwritable)?;
    Ok(bytes)
}

/// A file that is gone unless it is settled.
struct Partial {
    path: PathBuf,
    file: File,
}

impl Partial {
    fn beside(path: &Path) -> io::Result<Self> {
        let name = format!(".download-{:016x}", fastrand::u64(..));
        let path = path.with_file_name(name);
        let file = File::create_new(&path)?;
        Ok(Self { path, file })
    }

    /// Gives it its name.
    fn settle(mut self, path: &Path, force: bool) -> io::Result<()> {
        self.file.flush()?;
        if force {
            // A file that is replaced stays as private as it was.
            if let Ok(replaced) = fs::metadata(path) {
                fs::set_permissions(&self.path, replaced.permissions())?;
            }
            return fs::rename(&self.path, path);
        }
        // Unlike renaming, this fails if there is a file by now; not every file system has links.
        match fs::hard_link(&self.path, path) {
            Err(error) if error.kind() != Io::AlreadyExists && !path.exists() => {
                fs::rename(&self.path, path)
            }
            linked => linked,
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After renaming there is nothing of that name any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// What is known of a file, as a reply: `{"id":"…","file":"…","bytes":…}`
fn told(reply: Received, id: &str, path: &Path, bytes: u64) -> Reply<Bytes> {
    let (id, file) = (problem::quoted(id), path.to_string_lossy());
    let file = problem::quoted(&file);
    let body = format!("{{\"id\":{id},\"file\":{file},\"bytes\":{bytes}}}");
    let mut headers = reply.headers;
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Reply::new(Received {
        body: Bytes::from(body),
        headers,
        ..reply
    })
}

/// What a file is called: like the end of the address, or like the id.
fn name(segment: Option<&str>, id: &str) -> String {
    let segment = segment.unwrap_or_default();
    let segment = percent_decode_str(segment).decode_utf8_lossy();
    [&*segment, id]
        .into_iter()
        .find_map(harmless)
        .unwrap_or_else(|| "download".to_owned())
}

/// A name that leads nowhere else, is not hidden and looks like no flag.
fn harmless(name: &str) -> Option<String> {
    /// What file systems take.
    const LONGEST: usize = 200;
    /// Devices of Windows, whatever stands behind a period.
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let safe = |sign: char| match sign {
        '/' | '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*' => '_',
        sign if sign.is_control() || terminal::steers(sign) => '_',
        sign => sign,
    };
    let name: String = name.chars().map(safe).collect();
    let name = name.trim_start_matches(['.', '-', ' ']);
    let name = name.trim_end_matches(['.', ' ']);
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let stem = stem.to_ascii_lowercase();
    match name {
        "" => None,
        name if name.len() > LONGEST => None,
        name if DEVICES.contains(&stem.as_str()) => Some(format!("_{name}")),
        name => Some(name.to_owned()),
    }
}

fn shown(path: &Path) -> String {
    terminal::escape_line(&path.to_string_lossy())
}
