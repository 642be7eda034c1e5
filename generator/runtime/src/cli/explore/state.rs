//! What the look shows, and what becomes of it by a key, a page or another size.
//!
//! Nothing here draws, waits or asks a server: a key leads to another state, and at most to a
//! [`Wish`] that is for others to fulfil.

use std::ops::Range;

use super::super::grid;
use super::details::{self, Line};
use super::item::Item;

/// A key, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the left, which is back.
    Left,
    /// To the right, which is into.
    Right,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the first line.
    Home,
    /// To the last line.
    End,
    /// Opens what is selected, or ends a filter.
    Enter,
    /// Goes back, or forgets a filter.
    Escape,
    /// Takes back a character of a filter.
    Backspace,
    /// Anything that can be typed.
    Char(char),
    /// Ctrl-C.
    Interrupt,
}

/// What is left to do after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Put this text where people paste from.
    Copy(String),
    /// End, as was asked for.
    Quit,
    /// End at once.
    Interrupt,
}

/// What there is to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// The list, with keys as commands.
    List,
    /// The list, with keys as text of the filter.
    Filter,
    /// All of one item, from this line.
    Details { top: usize },
}

/// Where further items come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Supply {
    /// There is another page.
    More,
    /// It is on its way.
    Coming,
    /// It did not come, for this reason.
    Failed(String),
    /// Nothing more will come.
    End,
}

/// All that the look knows.
#[derive(Debug)]
pub struct State {
    /// The command that was typed.
    pub(super) title: String,
    pub(super) columns: Vec<String>,
    /// Whether the user asked for these very columns.
    pub(super) is_chosen: bool,
    pub(super) items: Vec<Item>,
    /// The indexes of the items that the filter lets through.
    pub(super) matches: Vec<usize>,
    /// An index into the matches.
    pub(super) selected: usize,
    /// The first match on the screen.
    pub(super) top: usize,
    pub(super) filter: String,
    pub(super) view: View,
    pub(super) supply: Supply,
    /// What was said last, until the next key.
    pub(super) message: String,
    pub(super) widths: Vec<usize>,
    /// The lines of the item that is open.
    pub(super) lines: Vec<Line>,
    /// Whether there is one value instead of a list.
    is_single: bool,
    copied: Vec<String>,
    width: u16,
    height: u16,
    /// How many pages may still come before the next key.
    credit: u32,
}

/// So many pages come by themselves, however few items a filter finds in them.
const CREDIT: u32 = 5;

/// The lines around a list: title, heads, what is said, and keys.
const FRAME: usize = 4;

impl State {
    /// A list with these columns; without any, each item is shown as a whole.
    #[must_use]
    pub fn list(title: &str, columns: Vec<String>, is_chosen: bool) -> Self {
        Self {
            title: title.to_owned(),
            columns,
            is_chosen,
            items: Vec::new(),
            matches: Vec::new(),
            selected: 0,
            top: 0,
            filter: String::new(),
            view: View::List,
            supply: Supply::End,
            message: String::new(),
            widths: Vec::new(),
            lines: Vec::new(),
            is_single: false,
            copied: Vec::new(),
            width: 80,
            height: 24,
            credit: CREDIT,
        }
    }

    /// One value and nothing else.
    #[must_use]
    pub fn single(title: &str, json: &str) -> Self {
        let mut state = Self::list(title, Vec::new(), false);
        state.is_single = true;
        state.items.push(Item::new(json, &["id".to_owned()]));
        state.matches.push(0);
        state.open();
        state
    }

    /// Adds the items of a page, and tells whether there is another.
    pub fn add(&mut self, items: &[String], is_last: bool) {
        let words = self.words();
        let first = self.items.len();
        let new: Vec<Item> = (items.iter())
            .map(|item| Item::new(item, &self.columns))
            .collect();
        let found: Vec<usize> = (new.iter().enumerate())
            .filter(|(_, item)| item.has(&words))
            .map(|(index, _)| first + index)
            .collect();
        self.items.extend(new);
        self.matches.extend(found);
        self.supply = match is_last {
            true => Supply::End,
            false => Supply::More,
        };
        self.lay_out();
    }

    /// Tells that a page did not come.
    pub fn fail(&mut self, why: &str) {
        self.supply = Supply::Failed(why.to_owned());
    }

    /// Whether a page is wanted now. It counts as being on its way from then on.
    pub fn takes_page(&mut self) -> bool {
        let seen = self.top.max(self.selected) + 2 * self.rows();
        let is_wanted =
            self.supply == Supply::More && self.credit > 0 && seen >= self.matches.len();
        if is_wanted {
            self.credit -= 1;
            self.supply = Supply::Coming;
        }
        is_wanted
    }

    /// Whether a page is on its way.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.supply == Supply::Coming
    }

    /// What was copied, to be told once more at the end.
    #[must_use]
    pub fn copied(&self) -> &[String] {
        &self.copied
    }

    /// The terminal has another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (width, height);
        self.lay_out();
        if let View::Details { top } = self.view {
            self.read_details();
            self.scroll_to(top);
        }
    }

    /// A key was pressed.
    pub fn press(&mut self, key: Key) -> Option<Wish> {
        self.credit = CREDIT;
        self.message.clear();
        if key == Key::Interrupt {
            return Some(Wish::Interrupt);
        }
        let wish = match self.view {
            View::List => self.press_in_list(key),
            View::Filter => {
                self.press_in_filter(key);
                None
            }
            View::Details { top } => self.press_in_details(key, top),
        };
        // The line of the filter takes one from the list, and gives it back.
        self.select(self.selected);
        wish
    }

    fn press_in_list(&mut self, key: Key) -> Option<Wish> {
        match key {
            Key::Char('q') => return Some(Wish::Quit),
            Key::Char('c') => return self.copy(),
            Key::Char('r') => self.retry(),
            Key::Char('/') => self.view = View::Filter,
            Key::Enter | Key::Right | Key::Char('l') => self.open(),
            Key::Escape => self.filter_by(String::new()),
            key => {
                let page = self.rows().max(1);
                if let Some(line) = moved(key, self.selected, page, self.matches.len()) {
                    self.select(line);
                }
            }
        }
        None
    }

    fn press_in_filter(&mut self, key: Key) {
        match key {
            Key::Enter => self.view = View::List,
            Key::Escape => {
                self.view = View::List;
                self.filter_by(String::new());
            }
            Key::Backspace => {
                let mut filter = self.filter.clone();
                match filter.pop() {
                    Some(_) => self.filter_by(filter),
                    None => self.view = View::List,
                }
            }
            Key::Char(c) => self.filter_by(format!("{}{c}", self.filter)),
            key => {
                let page = self.rows().max(1);
                if let Some(line) = moved(key, self.selected, page, self.matches.len()) {
                    self.select(line);
                }
            }
        }
    }

    fn press_in_details(&mut self, key: Key, top: usize) -> Option<Wish> {
        match key {
            Key::Char('q') => return Some(Wish::Quit),
            Key::Char('c') => return self.copy(),
            Key::Char('r') => self.retry(),
            Key::Escape if self.is_single => return Some(Wish::Quit),
            Key::Escape | Key::Left | Key::Backspace | Key::Char('h') if !self.is_single => {
                self.view = View::List;
            }
            Key::Char('n') => self.open_at(self.selected + 1),
            Key::Char('p') => self.open_at(self.selected.wrapping_sub(1)),
            key => {
                // The keys move the text, not a line in it.
                let page = self.room().max(1);
                if let Some(line) = moved(key, top, page, self.lines.len()) {
                    self.scroll_to(line);
                }
            }
        }
        None
    }

    fn copy(&mut self) -> Option<Wish> {
        let Some(id) = self.current().and_then(|item| item.id.clone()) else {
            self.message = "there is no id to copy here".to_owned();
            return None;
        };
        self.message = format!("copied {id}; it is printed at the end, too");
        if !self.copied.contains(&id) {
            self.copied.push(id.clone());
        }
        Some(Wish::Copy(id))
    }

    fn retry(&mut self) {
        if let Supply::Failed(_) = self.supply {
            self.supply = Supply::More;
        }
    }

    fn filter_by(&mut self, filter: String) {
        let current = self.matches.get(self.selected).copied();
        self.filter = filter;
        let words = self.words();
        self.matches = (self.items.iter().enumerate())
            .filter(|(_, item)| item.has(&words))
            .map(|(index, _)| index)
            .collect();
        // What was selected stays so, if it is still there.
        let place = self
            .matches
            .iter()
            .position(|index| Some(*index) == current);
        self.select(place.unwrap_or_default());
    }

    fn words(&self) -> Vec<String> {
        let filter = self.filter.to_lowercase();
        filter.split_whitespace().map(str::to_owned).collect()
    }

    fn select(&mut self, line: usize) {
        self.selected = line.min(self.matches.len().saturating_sub(1));
        let rows = self.rows().max(1);
        let lowest = (self.selected + 1).saturating_sub(rows);
        self.top = self.top.clamp(lowest, self.selected);
    }

    fn open(&mut self) {
        if self.current().is_some() {
            self.view = View::Details { top: 0 };
            self.read_details();
        }
    }

    fn open_at(&mut self, line: usize) {
        if line < self.matches.len() {
            self.select(line);
            self.open();
        }
    }

    fn scroll_to(&mut self, line: usize) {
        let last = self.lines.len().saturating_sub(self.room().max(1));
        self.view = View::Details {
            top: line.min(last),
        };
    }

    fn read_details(&mut self) {
        let width = usize::from(self.width);
        let lines = (self.current()).map(|item| details::lines(&item.json, width));
        self.lines = lines.unwrap_or_default();
    }

    /// Columns and scrolling for the present items and size.
    fn lay_out(&mut self) {
        let rows: Vec<Vec<String>> = self.items.iter().map(|item| item.cells.clone()).collect();
        let heads = self.heads();
        // The mark of the selected line stands before the first column.
        let room = usize::from(self.width).saturating_sub(MARK);
        self.widths = grid::widths(&rows, &heads, self.is_chosen, Some(room));
        self.select(self.selected);
    }

    /// The names over the columns.
    pub(super) fn heads(&self) -> Vec<String> {
        match self.columns.as_slice() {
            [] => vec![String::new()],
            names => (names.iter())
                .map(|name| super::super::terminal::escape_line(&name.to_uppercase()))
                .collect(),
        }
    }

    /// The item that is selected.
    pub(super) fn current(&self) -> Option<&Item> {
        self.items.get(*self.matches.get(self.selected)?)
    }

    /// Whether the filter has a line of its own.
    pub(super) fn shows_filter(&self) -> bool {
        self.view == View::Filter || !self.filter.is_empty()
    }

    /// The items on the screen, as a part of the matches.
    pub(super) fn window(&self) -> Range<usize> {
        let end = (self.top + self.rows()).min(self.matches.len());
        self.top.min(end)..end
    }

    /// How many items fit onto the screen.
    pub(super) fn rows(&self) -> usize {
        let filter = usize::from(self.shows_filter());
        usize::from(self.height).saturating_sub(FRAME + filter)
    }

    /// How many lines of details fit onto the screen.
    pub(super) fn room(&self) -> usize {
        // There are no heads.
        usize::from(self.height).saturating_sub(FRAME - 1)
    }

    /// Whether there is one value instead of a list.
    pub(super) fn is_single(&self) -> bool {
        self.is_single
    }
}

/// The width of the mark before a line.
pub(super) const MARK: usize = 2;

/// Where a key leads among so many lines; none for keys of other kinds.
fn moved(key: Key, line: usize, page: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    Some(match key {
        Key::Up | Key::Char('k') => line.saturating_sub(1),
        Key::Down | Key::Char('j') => (line + 1).min(last),
        Key::PageUp => line.saturating_sub(page),
        Key::PageDown | Key::Char(' ') => (line + page).min(last),
        Key::Home | Key::Char('g') => 0,
        Key::End | Key::Char('G') => last,
        _ => return None,
    })
}
