//! Documents of several files: reads those that a document refers to.
//!
//! The packages `xtask-conform` and `xtask-mock` use this file too.

use std::collections::BTreeSet;
use std::path::Path;

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

/// A file below a folder; links do not lead out of it.
fn read_below(folder: &Path, relative: &str) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(relative).canonicalize().ok()?;
    let is_file = path.starts_with(&folder) && path.is_file();
    is_file.then(|| std::fs::read_to_string(&path).ok())?
}
