//! A tree and a folder: what differs, and how to make the folder like the tree.
//!
//! Only files that an earlier run listed are ever removed, and a folder with
//! other files in it is refused.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{MANIFEST, Tree};

/// What may stand beside the output: build products and version control.
const BESIDE: &[&str] = &["target", "Cargo.lock", ".git", ".hg", ".jj", ".svn"];

/// How a file of a folder differs from the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The folder lacks it.
    Missing(String),
    /// It has other text in the folder.
    Changed {
        /// Its path.
        path: String,
        /// The text in the folder; bytes that are no UTF-8 are replaced.
        found: String,
        /// The text in the tree.
        expected: String,
    },
    /// The tree lacks it.
    Stray(String),
}

/// Why a folder could not be made like a tree.
#[derive(Debug)]
pub enum Error {
    /// The folder has files and no list of what is ours.
    Foreign(PathBuf),
    /// A path could not be read or written.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Foreign(path) => write!(
                formatter,
                "{} has files in it but no {MANIFEST}, so it is not overwritten; choose an empty folder",
                path.display()
            ),
            Self::Io(path, error) => write!(formatter, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Foreign(_) => None,
            Self::Io(_, error) => Some(error),
        }
    }
}

/// What [`write()`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files with new text.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that were right already.
    pub unchanged: usize,
}

/// How the folder differs from the tree, by path.
///
/// Build products and the folders of version control do not count.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn compare(tree: &Tree, folder: &Path) -> Result<Vec<Difference>, Error> {
    let mut differences = Vec::new();
    for (path, expected) in &tree.files {
        match read(&folder.join(path))? {
            None => differences.push(Difference::Missing(path.clone())),
            Some(found) if found != expected.as_bytes() => differences.push(Difference::Changed {
                path: path.clone(),
                found: String::from_utf8_lossy(&found).into_owned(),
                expected: expected.clone(),
            }),
            Some(_) => {}
        }
    }
    for path in files_below(folder)? {
        if !tree.files.contains_key(&path) {
            differences.push(Difference::Stray(path));
        }
    }
    Ok(differences)
}

/// Makes the folder like the tree: writes what differs, removes what an earlier run wrote and this one did not.
///
/// # Errors
/// The folder holds files that no run has listed, or something cannot be read or written.
pub fn write(tree: &Tree, folder: &Path) -> Result<Written, Error> {
    let listed = listed(folder)?;
    if listed.is_none() && !files_below(folder)?.is_empty() {
        return Err(Error::Foreign(folder.to_owned()));
    }
    // Names are made so that this cannot happen; a mistake there must not reach other folders.
    if let Some(path) = tree.files.keys().find(|path| !is_inside(path)) {
        let error = io::Error::new(
            io::ErrorKind::InvalidInput,
            "the path leads out of the folder",
        );
        return Err(Error::Io(PathBuf::from(path), error));
    }
    let mut written = Written::default();
    for path in listed.unwrap_or_default() {
        if !tree.files.contains_key(&path) {
            written.removed += usize::from(remove(folder, &path)?);
        }
    }
    for (path, text) in &tree.files {
        let target = folder.join(path);
        if read(&target)?.as_deref() == Some(text.as_bytes()) {
            written.unchanged += 1;
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| Error::Io(parent.to_owned(), error))?;
        }
        fs::write(&target, text).map_err(|error| Error::Io(target.clone(), error))?;
        written.changed += 1;
    }
    Ok(written)
}

/// The paths that an earlier run listed; none if there was no such run.
fn listed(folder: &Path) -> Result<Option<BTreeSet<String>>, Error> {
    let Some(bytes) = read(&folder.join(MANIFEST))? else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(
        text.lines()
            .filter(|line| is_inside(line))
            .map(str::to_owned)
            .collect(),
    ))
}

/// Whether a listed path stays below the folder, whoever wrote the list.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// Removes a file and the folders that it leaves empty.
fn remove(folder: &Path, path: &str) -> Result<bool, Error> {
    let target = folder.join(path);
    match fs::remove_file(&target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::Io(target, error)),
    }
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder) {
        // Fails as soon as something else is in it, which is the end of the walk.
        if fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(true)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::Io(path.to_owned(), error)),
    }
}

/// All files below a folder with `/` between the parts, what may stand beside the output left out.
fn files_below(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let mut files = BTreeSet::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::Io(path, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| Error::Io(path.clone(), error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if prefix.is_empty() && BESIDE.contains(&name.as_str()) {
                continue;
            }
            let kind = entry
                .file_type()
                .map_err(|error| Error::Io(entry.path(), error))?;
            let name = format!("{prefix}{name}");
            if kind.is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
            } else {
                files.insert(name);
            }
        }
    }
    Ok(files)
}
