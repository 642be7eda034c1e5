// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Standard input as a file to upload: its length has to be known before, and each attempt reads
//! it from the start.
//!
//! What is short stays in memory. The rest goes into a temporary file that no other program sees
//! and that is gone with this process, however it ends.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::sync::Arc;

use super::super::source::FilePart;

/// How much is kept in memory.
const IN_MEMORY: u64 = 8 << 20;

/// All that a reader has.
pub(super) fn keep(stdin: &mut dyn Read) -> io::Result<FilePart> {
    let mut start = Vec::new();
    stdin.take(IN_MEMORY + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= IN_MEMORY {
        return Ok(FilePart::bytes(start));
    }
    let mut file = nameless()?;
    file.write_all(&start)?;
    let length = start.len() as u64 + io::copy(stdin, &mut file)?;
    let file = Arc::new(file);
    Ok(FilePart::read(length, move || {
        Ok(FromStart {
            file: Arc::clone(&file),
            at: 0,
        })
    }))
}

/// A file for this process alone.
fn nameless() -> io::Result<File> {
    let folder = std::env::temp_dir();
    let mut attempts = 0;
    loop {
        let path = folder.join(format!("upload-{:016x}", fastrand::u64(..)));
        match only_ours().open(&path) {
            Ok(file) => {
                // On Windows it goes when it is closed.
                #[cfg(not(windows))]
                std::fs::remove_file(&path)?;
                return Ok(file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempts < 8 => {
                attempts += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn only_ours() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        /// `FILE_FLAG_DELETE_ON_CLOSE`
        const GONE_WHEN_CLOSED: u32 = 0x0400_0000;
        options.share_mode(0).custom_flags(GONE_WHEN_CLOSED);
    }
    options
}

/// A reader with a place of its own in a file that others read too.
struct FromStart {
    file: Arc<File>,
    at: u64,
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = read_at(&self.file, buffer, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(not(any(unix, windows)))]
fn read_at(mut file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    io::Seek::seek(&mut file, io::SeekFrom::Start(at))?;
    file.read(buffer)
}
