//! Documents of several files: reads those that a document refers to, and its config.
//!
//! The packages `xtask-conform` and `xtask-mock` use this file too.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use flora_codegen::document::Input;

/// Reads the other files of a document, given the folder it is in.
///
/// What cannot be read is left out: the generator says where it is referred to.
pub(crate) fn read_files(input: &mut Input, folder: &Path) {
    let mut tried = BTreeSet::new();
    loop {
        let missing = input.missing_files();
        let fresh: Vec<String> = missing
            .into_iter()
            .filter(|name| tried.insert(name.clone()))
            .collect();
        if fresh.is_empty() {
            return;
        }
        for name in fresh {
            let relative = name.strip_prefix(input.folder()).unwrap_or(&name);
            if let Some(text) = read_below(folder, relative) {
                input.files.insert(name, text);
            }
        }
    }
}

/// The config that belongs to a document by its name: `pets.codegen.yaml` beside `pets.yaml`.
pub(crate) fn beside(document: &Path) -> Option<PathBuf> {
    let config = document.with_extension("codegen.yaml");
    config.is_file().then_some(config)
}

/// Adds the config in the document's folder.
pub(crate) fn with_config(input: Input, config: &Path) -> Result<Input, String> {
    let file = config.file_name().unwrap_or_default().to_string_lossy();
    let name = format!("{}{file}", input.folder());
    with_config_called(input, config, name)
}

/// Adds a config that messages call by this name.
pub(crate) fn with_config_called(
    input: Input,
    config: &Path,
    name: String,
) -> Result<Input, String> {
    let text = std::fs::read_to_string(config)
        .map_err(|error| format!("{}: {error}", config.display()))?;
    Ok(input.with_config(name, text))
}

/// A file below a folder; links do not lead out of it.
fn read_below(folder: &Path, relative: &str) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(relative).canonicalize().ok()?;
    let is_file = path.starts_with(&folder) && path.is_file();
    is_file.then(|| std::fs::read_to_string(&path).ok())?
}
