//! The names lock: public names of earlier runs, so that an added thing never takes one over.
//!
//! Types, methods, modules, handles, headers and messages are all in it. Fields, variants and
//! inputs are in it if they are not spelled as their identifier: the others
//! have the first claim on it anyway, see `members`. Commands are in it if they
//! are not called like their methods.
//!
//! One line per name: kind, pointer, the words it was made of, the name. A line
//! counts only while the words are the same, so a rename in the document is
//! still a rename. The text is read before it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::members::Pin;
use crate::diagnostic::{Code, Diagnostic, Pointer, Report};

/// What a pinned name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A type in `models`.
    Type,
    /// A method of a resource.
    Method,
    /// A module of a resource, and the method of the client that leads there.
    Module,
    /// A handle of a resource.
    Handle,
    /// A field of a struct.
    Field,
    /// A variant of an enum or a union.
    Variant,
    /// A value that a request takes: an argument or a setter.
    Input,
    /// A header of replies.
    Header,
    /// A message that the service sends by itself.
    Webhook,
    /// A command that is not called like its method.
    Command,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Type,
        Self::Method,
        Self::Module,
        Self::Handle,
        Self::Field,
        Self::Variant,
        Self::Input,
        Self::Header,
        Self::Webhook,
        Self::Command,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Method => "method",
            Self::Module => "module",
            Self::Handle => "handle",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Input => "input",
            Self::Header => "header",
            Self::Webhook => "webhook",
            Self::Command => "command",
        }
    }
}

/// Names by what they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    names: BTreeMap<(Kind, String), (String, String)>,
}

const HEADER: &str = "\
# Public names of this crate, pinned so that what is added to the document does not take them over.
# Fields, variants and inputs without a line are spelled as their identifiers, which nothing can take.
# Kind, place, words and name, separated by tabs. Written by the generator; commit it.
";

impl Lock {
    /// Reads the text of a lock; a line that is none is an error.
    pub fn read(text: &str, report: &mut Report) -> Self {
        let mut lock = Self::default();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let kind = fields
                .first()
                .and_then(|word| Kind::ALL.into_iter().find(|kind| kind.as_str() == *word));
            let (Some(kind), [_, pointer, words, name]) = (kind, fields.as_slice()) else {
                report.push(
                    Diagnostic::new(
                        Code::MalformedLock,
                        Pointer::root(),
                        format!("line {} of names.lock is not `kind<tab>place<tab>words<tab>name`", index + 1),
                    )
                    .hint("restore names.lock from version control, or delete it to name everything anew"),
                );
                continue;
            };
            lock.names.insert(
                (kind, unescape(pointer)),
                (unescape(words), (*name).to_owned()),
            );
        }
        lock
    }

    /// The text of the lock.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = HEADER.to_owned();
        for ((kind, pointer), (words, name)) in &self.names {
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{name}",
                kind.as_str(),
                escape(pointer),
                escape(words)
            );
        }
        text
    }

    /// The name pinned for this place, if it was made of the same words.
    #[must_use]
    pub fn get(&self, kind: Kind, pointer: &Pointer, words: &str) -> Option<&str> {
        let (pinned, name) = self.names.get(&(kind, pointer.as_str().to_owned()))?;
        (pinned == words).then_some(name)
    }

    /// The name pinned for this place, whatever it was made of.
    #[must_use]
    pub fn at(&self, kind: Kind, pointer: &Pointer) -> Option<&str> {
        let (_, name) = self.names.get(&(kind, pointer.as_str().to_owned()))?;
        Some(name)
    }

    /// Pins a name.
    pub fn set(&mut self, kind: Kind, pointer: &Pointer, words: &str, name: &str) {
        self.names.insert(
            (kind, pointer.as_str().to_owned()),
            (words.to_owned(), name.to_owned()),
        );
    }

    /// Pins names that were collected while others were still looked up.
    pub(super) fn pin(&mut self, pins: Vec<Pin>) {
        for (kind, pointer, words, name) in pins {
            self.set(kind, &pointer, &words, &name);
        }
    }

    /// Forgets all names of a kind, before those of this run are set.
    pub fn clear(&mut self, kind: Kind) {
        self.names.retain(|(other, _), _| *other != kind);
    }
}

/// Keeps tabs and line ends out of a field.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => {}
            },
            char => plain.push(char),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Kind, Lock};
    use crate::diagnostic::{Pointer, Report};

    #[test]
    fn what_is_written_is_read() {
        let mut lock = Lock::default();
        let pointer = Pointer::new("/paths/~1a\tb/get");
        lock.set(Kind::Method, &pointer, "a\\b\n", "a_b");
        let mut report = Report::default();
        let read = Lock::read(&lock.write(), &mut report);
        assert_eq!(read, lock);
        assert_eq!(read.get(Kind::Method, &pointer, "a\\b\n"), Some("a_b"));
        assert_eq!(read.get(Kind::Method, &pointer, "other words"), None);
        assert!(!report.has_errors());
    }

    #[test]
    fn a_broken_line_is_an_error() {
        let mut report = Report::default();
        Lock::read("type\t/a\tA\n", &mut report);
        assert!(report.has_errors());
    }

    #[test]
    fn an_unknown_kind_is_an_error() {
        let mut report = Report::default();
        Lock::read("type\t/a\ta\tA\nfield\t/a/b\tB\tb\n", &mut report);
        assert!(!report.has_errors());
        Lock::read("flag\t/a\ta\tA\n", &mut report);
        assert!(report.has_errors());
    }
}
