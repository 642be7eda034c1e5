//! Values as a table for people: a line per item, a column per field.
//!
//! In: the values and the names of the columns. Out: text whose columns stand under each other.
//! Only a terminal has a width; elsewhere nothing is cut.

use std::fmt::Write as _;

use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr as _;

use super::json::Tree;
use super::terminal;

/// How much room a table has, and how it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The columns of the terminal; none elsewhere.
    pub(super) width: Option<usize>,
    /// Whether names stand out.
    pub(super) color: bool,
}

/// The columns of a table, and whether the user asked for these very ones.
#[derive(Debug)]
pub(super) enum Columns<'a> {
    /// As many of these as fit, from the first.
    Offered(Vec<&'a str>),
    /// Exactly these.
    Chosen(Vec<&'a str>),
}

/// A table, and the columns that had no room.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) text: String,
    pub(super) left_out: Vec<&'a str>,
}

pub(super) const GAP: usize = 2;
/// An offered column is not wider than this; one that is chosen can be.
const WIDEST: usize = 40;
/// The beginning of an offered column that is cut has at least this width.
const TELLING: usize = 16;
/// No column is cut to less.
const NARROWEST: usize = 8;

/// A line for each value.
pub(super) fn list<'a>(values: &[Tree<'_>], columns: Columns<'a>, room: Room) -> Table<'a> {
    let (mut names, is_chosen) = match columns {
        Columns::Offered(names) => (names, false),
        Columns::Chosen(names) => (names, true),
    };
    let mut rows: Vec<Vec<String>> = values
        .iter()
        .map(|value| names.iter().map(|name| cell(value, name)).collect())
        .collect();
    // Without a schema the names are the server's, as the values are.
    let heads: Vec<String> = (names.iter())
        .map(|name| terminal::escape_line(&name.to_uppercase()))
        .collect();
    let widths = widths(&rows, &heads, is_chosen, room.width);
    let left_out = names.split_off(widths.len());
    for row in &mut rows {
        row.truncate(names.len());
    }
    let bold = if room.color {
        Style::new().bold()
    } else {
        Style::new()
    };
    let mut text = String::new();
    push_row(
        &mut text,
        heads.get(..names.len()).unwrap_or_default(),
        &widths,
        bold,
    );
    for row in &rows {
        push_row(&mut text, row, &widths, Style::new());
    }
    Table { text, left_out }
}

/// How wide the columns are, as many as there is room for; columns that were chosen all stay.
pub(super) fn widths(
    rows: &[Vec<String>],
    heads: &[String],
    is_chosen: bool,
    room: Option<usize>,
) -> Vec<usize> {
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    match room {
        Some(room) if is_chosen => squeeze(&mut widths, room),
        Some(room) => fit(&mut widths, room),
        None => {}
    }
    widths
}

/// A line for each field of one value.
pub(super) fn single(value: &Tree<'_>, columns: Option<Vec<&str>>, room: Room) -> String {
    let fields: Vec<(String, String)> = match columns {
        Some(names) => (names.into_iter())
            .map(|name| (name.to_owned(), cell(value, name)))
            .collect(),
        None => {
            let mut fields = Vec::new();
            flatten(value, "", &mut fields);
            fields
        }
    };
    let bold = if room.color {
        Style::new().bold()
    } else {
        Style::new()
    };
    let width = (fields.iter().map(|(name, _)| name.width()))
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (name, shown) in fields {
        let space = " ".repeat(width - name.width() + GAP);
        let _ = writeln!(text, "{bold}{name}{bold:#}{space}{shown}");
    }
    text
}

/// The members of objects with dotted names; everything else is a value.
fn flatten(value: &Tree<'_>, prefix: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Tree::Object(members) if !members.is_empty() || prefix.is_empty() => {
            for (name, value) in members {
                let name = terminal::escape_line(&super::json::string(name));
                let name = match prefix {
                    "" => name,
                    prefix => format!("{prefix}.{name}"),
                };
                flatten(value, &name, fields);
            }
        }
        value => fields.push((prefix.to_owned(), shown(value))),
    }
}

/// The names of the fields of some values that hold no others, in the order of their appearance.
pub(super) fn plain_fields(values: &[Tree<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let Tree::Object(members) = value else {
            continue;
        };
        for (name, value) in members {
            let name = super::json::string(name);
            if matches!(value, Tree::Scalar(_)) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether any of the values has the field.
pub(super) fn is_known(values: &[Tree<'_>], name: &str) -> bool {
    values.iter().any(|value| field(value, name).is_some())
}

/// A field by its dotted name; a name with a dot of its own comes first.
fn field<'t, 'a>(value: &'t Tree<'a>, name: &str) -> Option<&'t Tree<'a>> {
    (value.child(name)).or_else(|| {
        name.split('.')
            .try_fold(value, |value, name| value.child(name))
    })
}

/// A field on one line; nothing where it is not, or null.
pub(super) fn cell(value: &Tree<'_>, name: &str) -> String {
    match field(value, name) {
        // Emptiness is seen at once; the word would be one among others.
        None => String::new(),
        Some(value) if value.is_null() => String::new(),
        Some(value) => shown(value),
    }
}

/// A value on one line: texts without quotes, everything else as JSON.
pub(super) fn shown(value: &Tree<'_>) -> String {
    let text = value.as_text().unwrap_or_else(|| value.to_json());
    terminal::escape_line(&text)
}

/// Leaves as many columns as fit, from the first, as wide as they can be.
fn fit(widths: &mut Vec<usize>, room: usize) {
    let wanted = widths.clone();
    let mut used = 0;
    let mut count = 0;
    for width in widths.iter_mut() {
        *width = (*width).min(WIDEST);
        let gap = if count > 0 { GAP } else { 0 };
        let left = room.saturating_sub(used + gap);
        if count > 0 && *width > left {
            // The beginning of a text is better than nothing of it.
            if left < TELLING {
                break;
            }
            *width = left;
        }
        used += *width + gap;
        count += 1;
    }
    widths.truncate(count);
    // The room that is left goes to the columns that were cut, from the first.
    let mut free = room.saturating_sub(used);
    for (width, wanted) in widths.iter_mut().zip(wanted) {
        let more = free.min(wanted.saturating_sub(*width));
        *width += more;
        free -= more;
    }
    squeeze(widths, room);
}

/// Takes from the widest column until all fit, or none can give any more.
fn squeeze(widths: &mut [usize], room: usize) {
    loop {
        let gaps = GAP * widths.len().saturating_sub(1);
        if widths.iter().sum::<usize>() + gaps <= room {
            return;
        }
        match widths.iter_mut().max_by_key(|width| **width) {
            Some(width) if *width > NARROWEST => *width -= 1,
            _ => return,
        }
    }
}

fn push_row(text: &mut String, cells: &[String], widths: &[usize], style: Style) {
    let mut line = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell = cut(cell, *width);
        let space = match index + 1 < cells.len() {
            true => " ".repeat(width - cell.width() + GAP),
            false => String::new(),
        };
        let _ = write!(line, "{style}{cell}{style:#}{space}");
    }
    // Empty cells at the end leave no trace.
    let _ = writeln!(text, "{}", line.trim_end_matches(' '));
}

/// A text in a width; what is cut off leaves an ellipsis.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    // The whole beginning is measured, since a character can be wider or narrower by what follows.
    let ends: Vec<&str> = (text.char_indices())
        .filter_map(|(end, _)| text.get(..end))
        .collect();
    let count = ends.partition_point(|start| start.width() < width);
    let start = count.checked_sub(1).and_then(|index| ends.get(index));
    format!("{}…", start.unwrap_or(&""))
}
