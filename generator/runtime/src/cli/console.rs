//! The streams of a program, and the manners in which they are used.
//!
//! Replies and help go to standard output, everything else to standard error. A reader that went
//! away is no failure, and colour is for those who want it.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal as _, Read, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use super::output::Printed;
use super::problem::{self, ErrorFormat, Failure};

/// The streams of a program, and what is at their other end.
pub struct Console<'a> {
    /// Read only where an argument asks for it.
    pub stdin: &'a mut dyn Read,
    /// Whether people type there: it is asked for a key, and never waited for otherwise.
    pub stdin_is_terminal: bool,
    /// Takes replies and help.
    pub stdout: &'a mut dyn Write,
    /// Takes everything else.
    pub stderr: &'a mut dyn Write,
    /// The environment, for credentials and the base URL.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Whether people look at standard output: replies are indented and made harmless.
    pub stdout_is_terminal: bool,
    /// How many columns that terminal has.
    pub stdout_width: usize,
    /// Whether replies and help are coloured.
    pub stdout_color: bool,
    /// Whether messages are coloured.
    pub stderr_color: bool,
    /// Whether people look at standard error, and its lines can be drawn again.
    pub stderr_redraws: bool,
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Console")
            .field("stdin_is_terminal", &self.stdin_is_terminal)
            .field("stdout_is_terminal", &self.stdout_is_terminal)
            .field("stdout_width", &self.stdout_width)
            .field("stdout_color", &self.stdout_color)
            .field("stderr_color", &self.stderr_color)
            .field("stderr_redraws", &self.stderr_redraws)
            .finish_non_exhaustive()
    }
}

impl Console<'_> {
    /// Writes to standard output. A reader that went away has seen enough: that is no failure.
    pub(super) fn print(&mut self, content: &[u8]) -> Result<Reader, String> {
        match (self.stdout.write_all(content)).and_then(|()| self.stdout.flush()) {
            Ok(()) => Ok(Reader::There),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Gone),
            Err(error) => Err(format!("cannot write to standard output: {error}")),
        }
    }

    /// Writes a reply to standard output, and what else is to be told to standard error.
    pub(super) fn print_all(&mut self, printed: &Printed) -> Result<(), Failure> {
        self.print(&printed.content).map_err(Failure::own)?;
        for note in printed.note.iter().flat_map(|note| note.lines()) {
            self.say(&problem::note(note));
        }
        Ok(())
    }

    /// Writes to standard error. There is no place left to report a failure of that.
    pub(super) fn say(&mut self, text: &str) {
        let text = if self.stderr_color {
            text.to_owned()
        } else {
            plain(text)
        };
        let _ = self.stderr.write_all(text.as_bytes());
    }

    /// Draws on the terminal of standard error, sequences and all.
    pub(super) fn draw(&mut self, frame: &str) {
        let _ = self.stderr.write_all(frame.as_bytes());
        let _ = self.stderr.flush();
    }

    /// Shows what clap has to say: help and version on standard output, problems on the other.
    pub(super) fn show(&mut self, error: &clap::Error, format: ErrorFormat) -> u8 {
        let text = error.render().ansi().to_string();
        if error.use_stderr() {
            self.say(&match format {
                ErrorFormat::Text => text,
                ErrorFormat::Json => problem::usage_as_json(&plain(&text)),
            });
            return problem::USAGE;
        }
        self.show_text(&text)
    }

    /// Shows help, and gives the exit code.
    pub(super) fn show_text(&mut self, text: &str) -> u8 {
        let printed = match self.stdout_color {
            true => self.print(text.as_bytes()),
            false => self.print(plain(text).as_bytes()),
        };
        match printed {
            Ok(_) => problem::DONE,
            Err(message) => {
                self.say(&problem::render(&message, None));
                problem::OTHER
            }
        }
    }
}

/// Whether anyone still reads standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    There,
    Gone,
}

/// Text without its colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// Whether to colour what goes to a stream: it is a terminal that can, and the environment does
/// not say otherwise.
///
/// `NO_COLOR` wins, then `FORCE_COLOR` (`0` and `false` are a no), then what anstream knows:
/// `CLICOLOR_FORCE`, `CLICOLOR`, `TERM`.
pub(super) fn wants_color(stream: &impl RawStream) -> bool {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if variable("NO_COLOR").is_some() {
        return false;
    }
    match variable("FORCE_COLOR") {
        Some(value) => value != "0" && value != "false",
        None => AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// Whether standard error is a terminal that can take lines back.
pub(super) fn redraws(stderr: &io::Stderr) -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if is_dumb || !stderr.is_terminal() {
        return false;
    }
    // On Windows this asks the console to understand sequences.
    let _able = AutoStream::always(io::stderr());
    true
}

/// The width of the terminal: what `COLUMNS` says, else what the terminal says, else 80.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    (columns.and_then(|text| text.parse().ok()))
        .filter(|width| *width > 0)
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(80)
}
