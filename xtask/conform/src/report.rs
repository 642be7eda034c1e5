//! What came of it: a table of figures, and each failure with its place.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::Arguments;
use crate::document::Documents;

/// How much of a value is shown.
const LONGEST: usize = 300;

/// What came of all of it.
#[derive(Debug)]
pub(crate) struct Report {
    /// One for each kind of thing that was put to the proof.
    pub(crate) sections: Vec<Section>,
}

/// What came of one kind of thing.
#[derive(Debug)]
pub(crate) struct Section {
    /// `schemas`
    pub(crate) title: &'static str,
    /// The figures, in the order of the table.
    pub(crate) figures: Vec<Figure>,
    /// What failed.
    pub(crate) failures: Vec<Failure>,
    /// What is no failure and yet worth a look; only in the form for machines.
    pub(crate) notes: Vec<String>,
}

/// A number, perhaps out of another.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// What is counted: `instances given back unchanged`.
    pub(crate) what: String,
    /// How many.
    pub(crate) count: usize,
    /// Of how many.
    pub(crate) of: Option<usize>,
}

/// Something that is not as the document says.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// Where in the document.
    pub(crate) place: String,
    /// In one or two words, so that failures can be counted: `refused`.
    pub(crate) kind: &'static str,
    /// What it was tried with.
    pub(crate) tried: String,
    /// What came of it.
    pub(crate) came: String,
}

impl Failure {
    /// With its pointer as a place in the file of the document.
    pub(crate) fn in_document(mut self, documents: &Documents) -> Self {
        self.place = documents.place(&self.place).to_string();
        self
    }
}

impl Figure {
    /// A number by itself.
    pub(crate) fn new(what: &str, count: usize) -> Self {
        let what = what.to_owned();
        Self {
            what,
            count,
            of: None,
        }
    }

    /// A number out of another.
    pub(crate) fn of(what: &str, count: usize, of: usize) -> Self {
        let of = Some(of);
        Self {
            of,
            ..Self::new(what, count)
        }
    }

    fn line(&self) -> String {
        let Some(of) = self.of else {
            return self.count.to_string();
        };
        let share = if of == 0 {
            100.0
        } else {
            100.0 * self.count as f64 / of as f64
        };
        format!("{} of {of} ({share:.2} %)", self.count)
    }
}

impl Report {
    /// Whether anything failed.
    pub(crate) fn has_failures(&self) -> bool {
        self.sections
            .iter()
            .any(|section| !section.failures.is_empty())
    }

    /// Prints it. A reader that has gone, as behind `| head`, is no fault.
    pub(crate) fn print(&self, arguments: &Arguments) {
        let text = if arguments.json {
            format!("{}\n", self.json())
        } else {
            self.text(arguments.failures)
        };
        _ = io::stdout().lock().write_all(text.as_bytes());
    }

    fn text(&self, most: usize) -> String {
        let mut text = String::new();
        let figures = self.sections.iter().flat_map(|section| &section.figures);
        let width = figures.map(|figure| figure.what.len()).max().unwrap_or(0);
        for section in &self.sections {
            _ = writeln!(text, "{}", section.title);
            for figure in &section.figures {
                _ = writeln!(text, "  {:width$}  {}", figure.what, figure.line());
            }
        }
        let mut shown = 0;
        for failure in self.sections.iter().flat_map(|section| &section.failures) {
            if shown < most {
                let Failure {
                    place,
                    kind,
                    tried,
                    came,
                } = failure;
                _ = writeln!(
                    text,
                    "\n{kind}: {place}\n  tried {}\n  {}",
                    cut(tried),
                    cut(came)
                );
            }
            shown += 1;
        }
        if shown > most {
            _ = writeln!(text, "\n… and {} more failures", shown - most);
        }
        text
    }

    fn json(&self) -> Value {
        let sections = self.sections.iter().map(|section| {
            let figures = section.figures.iter().map(
                |figure| json!({ "what": figure.what, "count": figure.count, "of": figure.of }),
            );
            let failures = section.failures.iter().map(|failure| {
                json!({
                    "place": failure.place,
                    "kind": failure.kind,
                    "tried": cut(&failure.tried),
                    "came": cut(&failure.came),
                })
            });
            json!({
                "title": section.title,
                "figures": figures.collect::<Vec<_>>(),
                "failures": failures.collect::<Vec<_>>(),
                "notes": section.notes,
            })
        });
        json!({ "sections": sections.collect::<Vec<_>>() })
    }
}

/// The beginning of a text that may be long.
pub(crate) fn cut(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        format!("{start}…")
    } else {
        start
    }
}
