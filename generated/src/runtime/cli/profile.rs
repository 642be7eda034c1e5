// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Profiles: settings under a name in a file that only its owner can read.
//!
//! The file has a section per profile, and a line per setting:
//!
//! ```text
//! [default]
//! api_key = sk_…
//! base_url = https://app.example.com/api
//! ```

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::problem::{self, Failure};
use super::table::Program;
use super::terminal;

/// The profile that is used when none is named.
pub(super) const DEFAULT: &str = "default";

/// Profiles and their settings, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Profiles(Vec<(String, Vec<(String, String)>)>);

/// What the variables of a program begin with: `FLORA`.
fn prefix(program: &Program) -> String {
    match program.service.base_url_env.strip_suffix("_BASE_URL") {
        Some(prefix) if !prefix.is_empty() => prefix.to_owned(),
        _ => program.name.to_uppercase().replace('-', "_"),
    }
}

/// The variable that names the profile.
pub(super) fn variable(program: &Program) -> String {
    format!("{}_PROFILE", prefix(program))
}

/// The variable that names the file.
pub(super) fn file_variable(program: &Program) -> String {
    format!("{}_CONFIG_FILE", prefix(program))
}

/// Where the file is: where the variable says, else where the platform keeps settings.
pub(super) fn path(
    program: &Program,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    let given = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(path) = given(&file_variable(program)) {
        return Some(path);
    }
    let folder = given("XDG_CONFIG_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| given("APPDATA").filter(|_| cfg!(windows)))
        .or_else(|| Some(given("HOME")?.join(".config")))?;
    Some(folder.join(program.name).join("profiles"))
}

impl Profiles {
    /// Reads the file, which may be missing.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let shown = terminal::escape_line(&path.to_string_lossy());
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(wrong(format!("cannot read {shown}: {error}"))),
        };
        let mut profiles = Self::default();
        let mut current = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                profiles.section(name.trim());
                current = Some(name.trim().to_owned());
            } else if let (Some(profile), Some((name, value))) = (&current, line.split_once('=')) {
                profiles.set(profile, name.trim(), value.trim());
            } else {
                // The line is not shown, because it may be a key.
                let line = index + 1;
                return Err(wrong(format!(
                    "line {line} of {shown} is neither `[profile]` nor `name = value`"
                )));
            }
        }
        Ok(profiles)
    }

    /// Writes the file so that only its owner can read it.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let shown = terminal::escape_line(&path.to_string_lossy());
        let mut text = String::new();
        for (name, settings) in &self.0 {
            text.push_str(&format!("[{name}]\n"));
            for (name, value) in settings {
                text.push_str(&format!("{name} = {value}\n"));
            }
        }
        let written = || -> io::Result<()> {
            let folder = path.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            // A crash in between leaves the file as it was.
            let new = path.with_extension("new");
            // What an earlier crash left may be open to others, and would stay so.
            match fs::remove_file(&new) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut options = fs::File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, path)
        };
        written().map_err(|error| wrong(format!("cannot write {shown}: {error}")))
    }

    /// Whether there is a profile of that name.
    pub(super) fn has(&self, profile: &str) -> bool {
        self.0.iter().any(|(name, _)| name == profile)
    }

    /// The names of the profiles.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// A setting of a profile.
    pub(super) fn get(&self, profile: &str, name: &str) -> Option<&str> {
        let (_, settings) = self.0.iter().find(|(other, _)| other == profile)?;
        let (_, value) = settings.iter().find(|(other, _)| other == name)?;
        (!value.is_empty()).then_some(value.as_str())
    }

    /// Sets a setting of a profile, which need not exist yet.
    pub(super) fn set(&mut self, profile: &str, name: &str, value: &str) {
        let settings = self.section(profile);
        settings.retain(|(other, _)| other != name);
        settings.push((name.to_owned(), value.to_owned()));
    }

    /// Removes a profile.
    pub(super) fn remove(&mut self, profile: &str) {
        self.0.retain(|(name, _)| name != profile);
    }

    fn section(&mut self, profile: &str) -> &mut Vec<(String, String)> {
        let index = match self.0.iter().position(|(name, _)| name == profile) {
            Some(index) => index,
            None => {
                self.0.push((profile.to_owned(), Vec::new()));
                self.0.len() - 1
            }
        };
        &mut self.0[index].1
    }
}

/// Whether others than the owner can read a file.
#[cfg(unix)]
pub(super) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Whether a profile can have that name.
pub(super) fn check_name(name: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    match name {
        "" => Err("a name is missing".to_owned()),
        name if name.chars().all(is_plain) => Ok(name.to_owned()),
        _ => Err("only letters, digits, `-`, `_` and `.`".to_owned()),
    }
}

fn wrong(message: String) -> Failure {
    Failure::Own {
        message,
        hint: None,
        code: problem::USAGE,
    }
}
