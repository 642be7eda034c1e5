// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! `--format explore`: a reply to look around in, on a terminal.
//!
//! [`State`] says what there is to see and what a key does, `draw` puts it onto a screen, and
//! `screen` is the terminal itself. The pages of a list come by `supply`, in the background, when
//! the end of what is there comes near. The first reply is there before: a command that fails at
//! once fails as any other does.
//!
//! Behind the feature `explore`. `ratatui`.

use std::time::Duration;

pub use self::draw::{Palette, draw};
pub use self::item::Item;
use self::screen::{Event, Screen};
pub use self::state::{Key, State, Wish};
use self::supply::{Supply, Taken};
use super::super::call::Call;
use super::super::reply::{Bytes, Reply};
use super::body;
use super::console::Console;
use super::exchange::Exchange;
use super::json::Tree;
use super::output::{self, Printer};
use super::pages;
use super::problem::{self, Failure};
use super::terminal;

mod details;
mod draw;
mod item;
mod screen;
mod state;
mod supply;

/// Shows a reply, and the pages that follow it, until that is enough.
pub(super) fn show(
    title: &str,
    reply: &Reply<Bytes>,
    further: Option<(&Call, usize)>,
    printer: &Printer<'_>,
    exchange: &Exchange,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    if reply.body().is_empty() {
        return Ok(());
    }
    let list = printer.list.filter(|list| list.pages.is_some());
    let (mut state, supply) = match (list, further) {
        (Some(list), Some((call, left))) => {
            let page = pages::read(reply, list, printer)?;
            let columns = chosen_columns(printer, &page.items);
            let mut state = State::list(title, columns, printer.columns.is_some());
            let mut supply = Supply::new(call, list, left, &exchange.secrets)?;
            take(&mut state, Ok(supply.take(page)));
            (state, Some(supply))
        }
        _ => (of_reply(title, reply, printer)?, None),
    };
    let palette = match printer.room.color {
        true => Palette::Colored,
        false => Palette::Plain,
    };
    let mut screen = Screen::open().map_err(|error| broken(&error))?;
    let wish = watch(&mut state, supply, palette, printer, &mut screen);
    drop(screen);
    console.say(&exchange.log.take());
    let copied: String = (state.copied().iter())
        .map(|id| format!("{id}\n"))
        .collect();
    console.print(copied.as_bytes()).map_err(Failure::own)?;
    match wish? {
        Wish::Interrupt => Err(Failure::Quiet(problem::INTERRUPTED)),
        Wish::Quit | Wish::Copy(_) => Ok(()),
    }
}

/// A reply that is no page: the list in it, or the whole.
fn of_reply(title: &str, reply: &Reply<Bytes>, printer: &Printer<'_>) -> Result<State, Failure> {
    let media_type = output::media_type(reply);
    if !media_type.is_some_and(body::is_json) {
        return Err(Failure::own(format!(
            "the reply is {}, in which there is nothing to explore",
            terminal::escape_line(media_type.unwrap_or("of an unknown kind")),
        )));
    }
    let text = printer.json(reply.body())?;
    let tree = Tree::parse(&text).ok();
    let list = printer
        .list
        .and_then(|list| tree.as_ref()?.at(list.items)?.items());
    // Without a schema a reply that is a list shows what it is.
    let list = list.or_else(|| tree.as_ref().filter(|_| printer.list.is_none())?.items());
    let Some(list) = list else {
        return Ok(State::single(title, &text));
    };
    let items: Vec<String> = list.iter().map(Tree::to_json).collect();
    let columns = chosen_columns(printer, &items);
    let mut state = State::list(title, columns, printer.columns.is_some());
    state.add(&items, true);
    Ok(state)
}

/// The columns that were asked for, else those of the schema, else what is there.
fn chosen_columns(printer: &Printer<'_>, items: &[String]) -> Vec<String> {
    match (&printer.columns, printer.list) {
        (Some(names), _) => names.clone(),
        (None, Some(list)) if !list.columns.is_empty() => {
            list.columns.iter().map(|name| (*name).to_owned()).collect()
        }
        _ => item::columns(items),
    }
}

/// Shows the state and changes it, until the user has seen enough.
fn watch(
    state: &mut State,
    mut supply: Option<Supply<'_>>,
    palette: Palette,
    printer: &Printer<'_>,
    screen: &mut Screen,
) -> Result<Wish, Failure> {
    let (width, height) = screen.size().map_err(|error| broken(&error))?;
    state.resize(width, height);
    loop {
        if let Some(supply) = &mut supply {
            if let Some(page) = supply.arrived(printer) {
                take(state, page.map(|page| supply.take(page)));
            }
            if state.takes_page() && !supply.order() {
                state.add(&[], true);
            }
        }
        let event = screen
            .draw(|frame| draw(state, palette, frame))
            .and_then(|()| screen.next(patience(state)));
        match event.map_err(|error| broken(&error))? {
            Some(Event::Size(width, height)) => state.resize(width, height),
            Some(Event::Key(key)) => match state.press(key) {
                Some(Wish::Copy(text)) => screen.copy(&text).map_err(|error| broken(&error))?,
                Some(wish) => return Ok(wish),
                None => {}
            },
            None => {}
        }
    }
}

/// How long to wait for a key before there may be something else to show.
fn patience(state: &State) -> Duration {
    match state.is_waiting() {
        true => Duration::from_millis(50),
        false => Duration::from_secs(60),
    }
}

/// What came of a page: its items and whether it is the last, or why there are none.
fn take(state: &mut State, page: Result<Taken, Failure>) {
    match page {
        Ok((items, Ok(is_last))) => state.add(&items, is_last),
        Ok((items, Err(failure))) => {
            state.add(&items, true);
            state.fail(&problem::in_words(&failure));
        }
        Err(failure) => state.fail(&problem::in_words(&failure)),
    }
}

fn broken(error: &std::io::Error) -> Failure {
    Failure::own(format!("this terminal cannot be used to explore: {error}"))
}
