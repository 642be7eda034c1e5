//! Where things are: the project's folders, the document and the output of a job.

use std::path::{Path, PathBuf};

use flora_codegen::code::Options;
use flora_codegen::diagnostic::Code;
use flora_codegen::document::Input;
use flora_codegen::files::LOCK;

use crate::several::{beside, read_files, with_config, with_config_called};
use crate::{Failure, Job};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo run`; the built path serves a direct call.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// The folder for what is built.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A document with everything that decides what is made of it.
pub(crate) struct Plan {
    /// The document.
    pub(crate) input: Input,
    /// The caller's decisions.
    pub(crate) options: Options,
    /// The folder of the crate.
    pub(crate) folder: PathBuf,
    /// The names lock of the last run.
    pub(crate) lock: Option<String>,
    /// The command that writes this crate, for messages.
    pub(crate) command: String,
}

/// Reads what a job needs.
pub(crate) fn plan(job: &Job) -> Result<Plan, Failure> {
    let root = root();
    let input = read_document(job.spec.as_deref(), job.config.as_deref())?;
    let folder = job.out.clone().unwrap_or_else(|| root.join("generated"));
    let is_member = same_folder(&folder, &root.join("generated"));
    let name = match &job.name {
        Some(name) => Some(package_name(name)?),
        None => None,
    };
    let lock_path = folder.join(LOCK);
    let lock = match std::fs::read_to_string(&lock_path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("{}: {error}", lock_path.display()).into()),
    };
    let mut command = "cargo xtask generate".to_owned();
    if let (Some(spec), Some(out)) = (&job.spec, &job.out) {
        command.push_str(&format!(
            " --spec {} --out {}",
            spec.display(),
            out.display()
        ));
    }
    if let Some(config) = &job.config {
        command.push_str(&format!(" --config {}", config.display()));
    }
    if let Some(name) = &job.name {
        command.push_str(&format!(" --name {name}"));
    }
    let options = Options {
        name,
        source: input.name.clone(),
        command: "cargo xtask generate".to_owned(),
        own_workspace: !is_member,
        jobs: job.jobs,
        ..Options::default()
    };
    Ok(Plan {
        input,
        options,
        folder,
        lock,
        command,
    })
}

/// Reads a document: the given one, or the project's own.
///
/// Its name is the path below the project or, outside of it, the file's name,
/// so that the output never tells where somebody's folders are. The config is the given one, or
/// `NAME.codegen.yaml` beside the document `NAME.yaml`, if there is one.
pub(crate) fn read_document(spec: Option<&Path>, config: Option<&Path>) -> Result<Input, Failure> {
    let root = root();
    let path = spec.map_or_else(|| root.join("spec/assets.yaml"), Path::to_owned);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        eprintln!(
            "error[{}]: {} is not UTF-8 from byte {} on; OpenAPI documents are YAML or JSON in UTF-8",
            Code::Syntax.id(),
            path.display(),
            error.utf8_error().valid_up_to()
        );
        Failure::Refused
    })?;
    let full = path.canonicalize().unwrap_or_else(|_| path.clone());
    let root = root.canonicalize().unwrap_or(root);
    let name = match full.strip_prefix(&root) {
        Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
        Err(_) => path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    };
    let mut input = Input::new(name, text);
    read_files(&mut input, full.parent().unwrap_or(Path::new(".")));
    if let Some(config) = config {
        let name = path_to(config);
        return Ok(with_config_called(input, config, name)?);
    }
    match beside(&full) {
        Some(config) => Ok(with_config(input, &config)?),
        None => Ok(input),
    }
}

/// The path from the current folder to a file, wherever it is: another file of the document can
/// have the same name.
fn path_to(file: &Path) -> String {
    let shown = |path: PathBuf| path.to_string_lossy().replace('\\', "/");
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(here), Ok(full)) = (here, file.canonicalize()) else {
        return shown(file.to_owned());
    };
    let common = here.ancestors().find(|folder| full.starts_with(folder));
    let common = common.unwrap_or(Path::new(""));
    let up = here.strip_prefix(common).unwrap_or(Path::new(""));
    let up: PathBuf = up.components().map(|_| "..").collect();
    shown(up.join(full.strip_prefix(common).unwrap_or(&full)))
}

fn same_folder(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// A name that Cargo accepts for a package.
fn package_name(name: &str) -> Result<String, String> {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let plain = name
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
    let taken = [
        "test",
        "core",
        "std",
        "alloc",
        "proc_macro",
        "build",
        "deps",
        "examples",
        "incremental",
    ];
    if starts && plain && !taken.contains(&name) {
        Ok(name.to_owned())
    } else {
        Err(format!(
            "`{name}` is no name for a crate: use ASCII letters, digits, `-` and `_`, for example `pets-client`"
        ))
    }
}
