//! A reply on standard output, as the server sent it.
//!
//! In: the bytes and the media type of a reply, and what the flags say about printing. Out: the
//! bytes to write. Unknown fields, the order of members and the digits of numbers are those of the
//! server in every format; JSON without a filter has its escapes too.

use std::fmt::Write as _;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use super::super::reply::{Bytes, Reply};
use super::super::secret::Redacted;
use super::super::service::{Operation, Pagination};
use super::super::walk::{self, Following};
use super::filter::Filter;
use super::flags::Flags;
use super::grid::{self, Columns, Room};
use super::json::{Paint, Tree};
use super::problem::{self, Failure};
use super::table::List;
use super::{body, json, terminal, yaml};

/// The name of the format that may not be there.
pub(super) const EXPLORE: &str = "explore";

/// How a reply is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A table on a terminal, JSON elsewhere.
    Auto,
    /// For people: a line per item, a column per field.
    Table,
    /// One JSON document: as sent, or indented on a terminal.
    Json,
    /// One JSON document, indented everywhere.
    Pretty,
    /// A JSON document per line: the items of a list, else the whole.
    Jsonl,
    /// YAML.
    Yaml,
    /// The bytes as sent.
    Raw,
    /// A table to look around in, by a program of its own kind.
    Explore,
}

impl Format {
    /// The names on the command line.
    pub(super) const NAMES: [&str; 7] = ["auto", "table", "json", "jsonl", "yaml", "pretty", "raw"];

    /// The format of a name that is one of [`NAMES`](Self::NAMES).
    pub(super) fn named(name: &str) -> Self {
        match name {
            "table" => Self::Table,
            "json" => Self::Json,
            "pretty" => Self::Pretty,
            "jsonl" => Self::Jsonl,
            "yaml" => Self::Yaml,
            "raw" => Self::Raw,
            EXPLORE => Self::Explore,
            _ => Self::Auto,
        }
    }
}

/// What the flags and the terminal say about printing.
pub(super) struct Printer<'a> {
    pub(super) format: Format,
    pub(super) filter: Option<Filter>,
    /// The flag that the filter came by.
    pub(super) filter_flag: &'static str,
    /// Whether texts are printed without quotes.
    pub(super) bare: bool,
    pub(super) columns: Option<Vec<String>>,
    pub(super) is_terminal: bool,
    pub(super) room: Room,
    pub(super) list: Option<&'static List>,
    /// How the pages of the list follow each other.
    pub(super) pagination: Option<Pagination>,
    pub(super) flags: &'a Flags,
}

/// What to write, and what to tell on standard error.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub(super) content: Vec<u8>,
    pub(super) note: Option<String>,
}

impl From<String> for Printed {
    fn from(text: String) -> Self {
        Self {
            content: text.into_bytes(),
            note: None,
        }
    }
}

impl Printer<'_> {
    /// The format, with `auto` decided.
    ///
    /// A filter has made of the reply what was wanted, so it is not put into a table unasked.
    pub(super) fn format(&self) -> Format {
        match self.format {
            Format::Auto if self.is_terminal && self.filter.is_none() => Format::Table,
            Format::Auto => Format::Json,
            // There is nothing to explore in replies of ours.
            Format::Explore => Format::Table,
            format => format,
        }
    }

    /// A reply of any kind; on a terminal without anything that could steer it.
    pub(super) fn reply(
        &self,
        content: &[u8],
        media_type: Option<&str>,
    ) -> Result<Printed, Failure> {
        let is_json = media_type.is_some_and(body::is_json);
        if content.is_empty() {
            return Ok(Printed::default());
        }
        if is_json && self.format() != Format::Raw {
            return self.document(&self.json(content)?);
        }
        if self.filter.is_some() {
            return Err(Failure::own(format!(
                "the reply is {}, to which --{} cannot be applied",
                terminal::escape_line(media_type.unwrap_or("of an unknown kind")),
                self.filter_flag,
            )));
        }
        match std::str::from_utf8(content) {
            _ if !self.is_terminal => Ok(Printed {
                content: content.to_vec(),
                note: None,
            }),
            Ok(text) => Ok(terminal::escape(text).into()),
            Err(_) => Err(Failure::Own {
                message: format!(
                    "the reply is {} bytes of {}, which a terminal cannot show",
                    content.len(),
                    terminal::escape_line(media_type.unwrap_or("an unknown kind")),
                ),
                hint: Some("send it to a file with `> FILE`".to_owned()),
                code: problem::OTHER,
            }),
        }
    }

    /// Whether a reply can be the service's. What is in between may answer in its place, with a page
    /// for people and a status that says all is well.
    pub(super) fn check_origin(
        &self,
        reply: &Reply<Bytes>,
        operation: &Operation,
    ) -> Result<(), Failure> {
        let is_page = media_type(reply).is_some_and(|kind| kind.starts_with("text/html"));
        let is_expected = operation.accept.contains("html") || operation.accept.contains('*');
        if !is_page || is_expected || self.format() == Format::Raw {
            return Ok(());
        }
        Err(Failure::Own {
            message: "the reply is a page of HTML, which the service does not send".to_owned(),
            hint: Some(format!("--{} raw prints it", self.flags.format)),
            code: problem::OTHER,
        })
    }

    /// The JSON document of a reply.
    pub(super) fn json(&self, content: &[u8]) -> Result<String, Failure> {
        let text = std::str::from_utf8(content).map_err(|error| self.no_json(&error))?;
        // Some servers put a byte order mark in front, which is no JSON.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
        json::check(text).map_err(|error| self.no_json(&error))?;
        Ok(text.to_owned())
    }

    /// A document that is known to be JSON.
    fn document(&self, text: &str) -> Result<Printed, Failure> {
        let format = self.format();
        if self.filter.is_none() && matches!(format, Format::Json | Format::Pretty) {
            let tree = self.bare.then(|| Tree::parse(text).ok()).flatten();
            if let Some(bare) = tree.and_then(|tree| tree.as_text()) {
                return Ok(self.text(bare).into());
            }
            return Ok(self.json_text(text).into());
        }
        let tree = match Tree::parse(text) {
            // A table was only our proposal.
            Err(_) if self.format == Format::Auto && self.filter.is_none() => {
                return Ok(self.json_text(text).into());
            }
            tree => tree.map_err(|error| self.unreadable(&error))?,
        };
        let items = self.list.and_then(|list| tree.at(list.items)?.items());
        match (format, items) {
            (Format::Jsonl, Some(items)) => self.items(items.iter().map(Tree::to_json)),
            (Format::Table, Some(items)) if self.filter.is_none() => {
                Ok(self.with_next_page(self.table(items)?, text))
            }
            _ => self.values(self.results(text)?),
        }
    }

    /// The items of a list, each on its own.
    pub(super) fn items(&self, items: impl Iterator<Item = String>) -> Result<Printed, Failure> {
        let mut values = Vec::new();
        for item in items {
            values.extend(self.results(&item)?);
        }
        self.values(values)
    }

    /// A value of a reply that is printed while it comes, the first of which has the number 1: on
    /// a line of its own, unless another form was asked for.
    pub(super) fn value(&self, value: &str, number: u64) -> Result<Printed, Failure> {
        let format = match self.format {
            Format::Auto | Format::Table | Format::Explore => Format::Jsonl,
            format => format,
        };
        let mut content = Vec::new();
        if format == Format::Yaml && number > 1 {
            content.extend_from_slice(b"---\n");
        }
        content.extend(self.values_as(format, self.results(value)?)?.content);
        Ok(Printed {
            content,
            note: None,
        })
    }

    /// The items of all pages as one document.
    pub(super) fn collected(&self, items: &[String]) -> Result<Printed, Failure> {
        let text = format!("[{}]", items.join(","));
        if self.filter.is_none() && self.format() == Format::Table {
            let tree = Tree::parse(&text).map_err(|error| self.no_json(&error))?;
            return self.table(tree.items().unwrap_or_default());
        }
        self.values(self.results(&text)?)
    }

    /// What the filter makes of a document.
    fn results(&self, text: &str) -> Result<Vec<String>, Failure> {
        let Some(filter) = &self.filter else {
            return Ok(vec![text.to_owned()]);
        };
        json::parse_value(text).map_err(|error| self.unreadable(&error))?;
        filter
            .apply(text)
            .map_err(|why| Failure::own(format!("--{} failed: {why}", self.filter_flag)))
    }

    /// Values one after the other.
    fn values(&self, values: Vec<String>) -> Result<Printed, Failure> {
        self.values_as(self.format(), values)
    }

    fn values_as(&self, format: Format, values: Vec<String>) -> Result<Printed, Failure> {
        let trees: Vec<Tree<'_>> = (values.iter())
            .map(|value| Tree::parse(value).map_err(|error| self.unreadable(&error)))
            .collect::<Result<_, _>>()?;
        if format == Format::Table {
            return match trees.as_slice() {
                [] => Ok(Printed::default()),
                [Tree::List(items)] => self.table(items),
                [value @ Tree::Object(_)] => self.fields(value),
                values => self.table(values),
            };
        }
        let mut out = String::new();
        for (index, (value, tree)) in values.iter().zip(&trees).enumerate() {
            let bare = self.bare.then(|| tree.as_text()).flatten();
            out.push_str(&match (format, bare) {
                (Format::Yaml, _) if index > 0 => format!("---\n{}", yaml::document(tree)),
                (Format::Yaml, _) => yaml::document(tree),
                (_, Some(text)) => self.text(text),
                (Format::Jsonl, None) => self.line(value),
                (_, None) => self.json_text(value),
            });
        }
        Ok(out.into())
    }

    /// A line for each field of one value.
    fn fields(&self, value: &Tree<'_>) -> Result<Printed, Failure> {
        self.check_columns(std::slice::from_ref(value))?;
        let columns = (self.columns.as_ref()).map(|names| names.iter().map(|name| &**name));
        Ok(grid::single(value, columns.map(Iterator::collect), self.room).into())
    }

    /// A text without quotes.
    fn text(&self, mut text: String) -> String {
        if self.is_terminal {
            text = terminal::escape(&text);
        }
        text.push('\n');
        text
    }

    /// A JSON document on one line.
    fn line(&self, text: &str) -> String {
        let mut text = json::compact(text);
        if self.is_terminal {
            text = json::escape_controls(&text);
        }
        text.push('\n');
        text
    }

    /// A JSON document as it was sent, or indented.
    fn json_text(&self, text: &str) -> String {
        let paint = if self.room.color {
            Paint::Colored
        } else {
            Paint::Plain
        };
        // Colours come last, since they are control characters too.
        let mut text = match self.is_terminal {
            true => json::indented(&json::escape_controls(text), paint),
            false if self.format() == Format::Pretty => json::indented(text, paint),
            false => text.to_owned(),
        };
        text.push('\n');
        text
    }

    /// The results of several pieces of work as a table.
    pub(super) fn results_table(
        &self,
        items: &[String],
        columns: &[&'static str],
    ) -> Result<Printed, Failure> {
        let text = format!("[{}]", items.join(","));
        let tree = Tree::parse(&text).map_err(|error| self.unreadable(&error))?;
        self.table_of(tree.items().unwrap_or_default(), columns)
    }

    /// Items under each other.
    fn table(&self, items: &[Tree<'_>]) -> Result<Printed, Failure> {
        let columns = match self.list {
            Some(list) if self.filter.is_none() => list.columns,
            _ => &[],
        };
        self.table_of(items, columns)
    }

    /// Items under each other, in as many of these columns as have room, or in those they have.
    fn table_of(&self, items: &[Tree<'_>], offered: &[&'static str]) -> Result<Printed, Failure> {
        if items.iter().any(|item| !matches!(item, Tree::Object(_))) && self.columns.is_none() {
            let lines = items.iter().map(|item| {
                let text = item.as_text().unwrap_or_else(|| item.to_json());
                terminal::escape_line(&text) + "\n"
            });
            return Ok(lines.collect::<String>().into());
        }
        if items.is_empty() {
            return Ok(Printed {
                content: Vec::new(),
                note: Some("the list is empty".to_owned()),
            });
        }
        self.check_columns(items)?;
        let found;
        let columns = match (&self.columns, offered) {
            (Some(names), _) => Columns::Chosen(names.iter().map(|name| &**name).collect()),
            (None, [_, ..]) => Columns::Offered(offered.to_vec()),
            _ => {
                found = grid::plain_fields(items);
                Columns::Offered(found.iter().map(|name| &**name).collect())
            }
        };
        let table = grid::list(items, columns, self.room);
        let mut printed = Printed::from(table.text);
        if !table.left_out.is_empty() {
            const NAMED: usize = 3;
            let named: Vec<&str> = table.left_out.iter().take(NAMED).copied().collect();
            let more = match table.left_out.len().saturating_sub(NAMED) {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            printed.note = Some(terminal::escape_line(&format!(
                "no room for {}{more}; choose with --{} NAME,NAME",
                named.join(", "),
                self.flags.columns,
            )));
        }
        Ok(printed)
    }

    /// A column that nothing has is most likely a typing mistake.
    fn check_columns(&self, values: &[Tree<'_>]) -> Result<(), Failure> {
        let offered = self.list.map(|list| list.columns).unwrap_or_default();
        let unknown = (self.columns.iter().flatten()).find(|name| {
            !values.is_empty() && !offered.contains(&name.as_str()) && !grid::is_known(values, name)
        });
        match unknown {
            Some(name) => Err(Failure::Own {
                message: format!("there is no `{}` here", terminal::escape_line(name)),
                hint: Some(terminal::escape_line(&format!(
                    "there are {}",
                    grid::plain_fields(values).join(", ")
                ))),
                code: problem::USAGE,
            }),
            None => Ok(()),
        }
    }

    /// Tells where the list goes on, which a table does not show.
    fn with_next_page(&self, mut printed: Printed, page: &str) -> Printed {
        let pages = self.list.and_then(|list| list.pages.as_ref());
        let (Some(pages), Some(rule)) = (pages, self.pagination) else {
            return printed;
        };
        let (flag, all) = (pages.flag, self.flags.all);
        let note = match walk::following(page.as_bytes(), &rule) {
            Some(Following::Cursor(cursor)) if !flag.is_empty() => {
                let cursor = terminal::escape_line(&cursor);
                format!("there are more: --{flag} {cursor}, or --{all} for all pages")
            }
            Some(_) => format!("there are more: --{all} for all pages"),
            None => return printed,
        };
        printed.note = Some(match printed.note {
            Some(first) => format!("{first}\n{note}"),
            None => note,
        });
        printed
    }

    /// JSON that is too deep to be walked.
    fn unreadable(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::Own {
            message: format!("the reply cannot be read: {error}"),
            hint: Some(format!("--{} json prints it", self.flags.format)),
            code: problem::OTHER,
        }
    }

    fn no_json(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::Own {
            message: format!("the reply says that it is JSON and is not: {error}"),
            hint: Some(format!("--{} raw prints it as it is", self.flags.format)),
            code: problem::OTHER,
        }
    }
}

/// What a reply says of its own kind.
pub(super) fn media_type(reply: &Reply<Bytes>) -> Option<&str> {
    (reply.headers().get(CONTENT_TYPE)).and_then(|value| value.to_str().ok())
}

/// The status and the headers of a reply, and an empty line.
pub(super) fn head(status: u16, headers: &HeaderMap) -> String {
    let mut text = format!("HTTP {status}");
    let reason = StatusCode::from_u16(status).ok();
    if let Some(reason) = reason.and_then(|status| status.canonical_reason()) {
        let _ = write!(text, " {reason}");
    }
    text.push('\n');
    for (name, value) in Redacted::new(headers).iter() {
        let _ = writeln!(text, "{name}: {}", terminal::escape_line(&value));
    }
    text.push('\n');
    text
}
