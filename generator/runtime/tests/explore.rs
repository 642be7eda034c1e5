//! `--format explore`: what keys and pages make of a state, and what it looks like on a screen.

#![cfg(feature = "explore")]

use client_runtime::cli::explore::{Key, Palette, State, Wish, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

/// What a screen of this size shows, without the spaces at the ends of lines.
fn screen(state: &mut State, width: u16, height: u16) -> String {
    state.resize(width, height);
    let backend = TestBackend::new(width, height);
    let mut terminal = Terminal::new(backend).expect("a screen in memory");
    let frame = terminal.draw(|frame| draw(state, Palette::Colored, frame));
    let buffer = frame.expect("it is in memory").buffer;
    let mut text = String::new();
    for y in 0..height {
        let cells = (0..width).map(|x| buffer[(x, y)].symbol());
        text.push_str(cells.collect::<String>().trim_end());
        text.push('\n');
    }
    text
}

/// A list of so many books, `book_0` and on, of which more are to come.
fn books(count: usize) -> State {
    let columns = ["id", "name", "status"].map(str::to_owned).to_vec();
    let mut state = State::list("shelf books list", columns, false);
    state.add(&page(0, count), false);
    state
}

fn page(first: usize, count: usize) -> Vec<String> {
    let names = ["Dune", "Émile", "The Trial", "Ulysses"];
    let books = first..first + count;
    books
        .map(|number| {
            let name = names[number % names.len()];
            format!(r#"{{"id":"book_{number}","name":"{name}","status":null,"size":{number}}}"#)
        })
        .collect()
}

fn press(state: &mut State, keys: &[Key]) {
    for key in keys {
        assert_eq!(state.press(*key), None, "{key:?}");
    }
}

fn typed(state: &mut State, text: &str) {
    text.chars().for_each(|c| press(state, &[Key::Char(c)]));
}

/// The id of the selected item, which is what is copied.
fn selected(state: &mut State) -> String {
    match state.press(Key::Char('c')) {
        Some(Wish::Copy(id)) => id,
        other => panic!("nothing was copied: {other:?}"),
    }
}

#[test]
fn a_list_is_a_table_with_its_keys_below() {
    let mut state = books(3);
    assert_eq!(
        screen(&mut state, 60, 9),
        "shelf books list                                     1 of 3+\n  \
         ID      NAME       STATUS\n\
         > book_0  Dune\n  \
         book_1  Émile\n  \
         book_2  The Trial\n\
         \n\
         \n\
         \n\
         ↑↓ move  Enter open  / filter  c copy id  q quit\n"
    );
}

#[test]
fn an_empty_list_says_so() {
    let mut state = books(0);
    assert!(!screen(&mut state, 40, 8).contains("empty"));
    state.add(&[], true);
    let shown = screen(&mut state, 40, 8);
    assert!(shown.contains("0 of 0\n"), "{shown}");
    assert!(shown.contains("\n  the list is empty\n"), "{shown}");
    press(&mut state, &[Key::Down, Key::Enter, Key::Char('c')]);
    let shown = screen(&mut state, 40, 8);
    assert!(shown.contains("there is no id to copy here"), "{shown}");
}

#[test]
fn keys_move_within_the_list_and_no_further() {
    let mut state = books(50);
    state.resize(60, 14);
    let table = [
        (&[Key::Up][..], "book_0"),
        (&[Key::Down, Key::Char('j')], "book_2"),
        (&[Key::Char('k')], "book_1"),
        (&[Key::PageDown], "book_11"),
        (&[Key::Char(' ')], "book_21"),
        (&[Key::PageUp], "book_11"),
        (&[Key::End, Key::Down], "book_49"),
        (&[Key::Char('g')], "book_0"),
        (&[Key::Char('G')], "book_49"),
        (&[Key::Home], "book_0"),
    ];
    for (keys, id) in table {
        press(&mut state, keys);
        assert_eq!(selected(&mut state), id, "after {keys:?}");
        assert!(
            screen(&mut state, 60, 14).contains(&format!("> {id}")),
            "after {keys:?}"
        );
    }
}

#[test]
fn a_filter_is_applied_as_it_is_typed() {
    let mut state = books(8);
    press(&mut state, &[Key::Char('/')]);
    typed(&mut state, "ÉMI");
    assert_eq!(
        screen(&mut state, 60, 9),
        "shelf books list                                     1 of 2+\n  \
         ID      NAME       STATUS\n\
         > book_1  Émile\n  \
         book_5  Émile\n\
         \n\
         \n\
         filter: ÉMI█\n\
         of the first 8 items; any key looks further\n\
         type to filter  ↑↓ move  Enter keep  Esc clear\n"
    );
    // Words may be in different fields, shown or not.
    typed(&mut state, " 5");
    assert!(screen(&mut state, 60, 9).contains("1 of 1+"));
    press(&mut state, &[Key::Backspace, Key::Backspace, Key::Enter]);
    press(&mut state, &[Key::Down]);
    assert_eq!(selected(&mut state), "book_5");
    // What is found in further pages comes behind.
    state.add(&page(8, 4), true);
    assert!(screen(&mut state, 60, 9).contains("2 of 3\n"));
    // Without the filter the same book is selected.
    press(&mut state, &[Key::Escape]);
    assert_eq!(selected(&mut state), "book_5");
    assert!(screen(&mut state, 60, 9).contains("6 of 12\n"));
    typed(&mut state, "/nothing");
    let shown = screen(&mut state, 60, 9);
    assert!(shown.contains("none of 12 items matches"), "{shown}");
    assert!(shown.contains("0 of 12\n"), "{shown}");
}

#[test]
fn an_item_is_opened_scrolled_and_left() {
    let mut state = books(3);
    press(&mut state, &[Key::Down]);
    press(&mut state, &[Key::Enter]);
    assert_eq!(
        screen(&mut state, 60, 6),
        "shelf books list  book_1                      lines 1-3 of 6\n\
         {\n  \
         \"id\": \"book_1\",\n  \
         \"name\": \"Émile\",\n\
         \n\
         ↑↓ scroll  n next  p previous  c copy id  Esc back  q quit\n"
    );
    press(&mut state, &[Key::End]);
    assert!(screen(&mut state, 60, 6).contains("lines 4-6 of 6"));
    press(&mut state, &[Key::Up]);
    assert!(screen(&mut state, 60, 6).contains("lines 3-5 of 6"));
    press(&mut state, &[Key::Char('n'), Key::Char('n')]);
    assert_eq!(selected(&mut state), "book_2");
    press(&mut state, &[Key::Char('p'), Key::Escape]);
    assert!(screen(&mut state, 60, 6).contains("> book_1"));
}

#[test]
fn a_long_line_goes_on_below() {
    let mut state = State::single("shelf books retrieve", r#"{"url":"0123456789日本語"}"#);
    // A wide character takes two places, the second of which is empty.
    assert_eq!(
        screen(&mut state, 14, 8),
        "shelf books r…\n\
         {\n  \
         \"url\": \"0123\n\
         456789日 本 語 \"\n\
         }\n\
         \n\
         \n\
         ↑↓ scroll  c c\n"
    );
}

#[test]
fn what_could_steer_the_terminal_is_spelled_out() {
    let columns = vec!["id".to_owned(), "na\u{1b}me".to_owned()];
    let mut state = State::list("shelf books list", columns, true);
    let item = "{\"id\":\"\\u001b[2J\",\"na\\u001bme\":\"a\u{9b}b\u{202e}c\"}";
    state.add(&[item.to_owned()], true);
    let shown = screen(&mut state, 60, 8);
    assert!(shown.contains(r"> \u{1b}[2J"), "{shown}");
    assert!(shown.contains(r"a\u{9b}b\u{202e}c"), "{shown}");
    assert!(shown.contains(r"NA\u{1b}ME"), "{shown}");
    assert_eq!(selected(&mut state), r"\u{1b}[2J");
    press(&mut state, &[Key::Enter]);
    let shown = screen(&mut state, 60, 8);
    assert!(shown.contains(r#""a\u009bb\u202ec""#), "{shown}");
}

#[test]
fn pages_come_before_the_end_is_reached() {
    let mut state = books(40);
    state.resize(60, 14);
    assert!(!state.takes_page(), "nothing is asked for that is far away");
    press(&mut state, &[Key::PageDown, Key::PageDown]);
    assert!(state.takes_page());
    assert!(!state.takes_page(), "it is on its way");
    assert!(state.is_waiting());
    assert!(screen(&mut state, 60, 14).contains("loading…"));
    state.add(&page(40, 40), true);
    press(&mut state, &[Key::End]);
    assert!(!state.takes_page(), "there is no other");
    assert!(screen(&mut state, 60, 14).contains("80 of 80\n"));
}

#[test]
fn a_filter_that_finds_nothing_does_not_fetch_all_pages() {
    let mut state = books(4);
    typed(&mut state, "/nothing");
    for expected in [5, 5] {
        let mut count = 0;
        while state.takes_page() {
            count += 1;
            state.add(&page(4 * count, 4), false);
        }
        assert_eq!(count, expected);
        // Any key is a wish for more.
        press(&mut state, &[Key::Down]);
    }
}

#[test]
fn a_page_that_fails_is_told_and_fetched_again() {
    let mut state = books(3);
    assert!(state.takes_page());
    state.fail("503 Service Unavailable");
    assert!(!state.takes_page(), "only by a key");
    press(&mut state, &[Key::Down]);
    assert!(!state.takes_page(), "and not by any");
    let shown = screen(&mut state, 60, 9);
    assert!(shown.contains("\nerror: 503 Service Unavailable; r tries again\n"));
    let shown = screen(&mut state, 30, 9);
    assert!(
        shown.contains("\nerror: 503 Ser…; r tries again\n"),
        "{shown}"
    );
    press(&mut state, &[Key::Char('r')]);
    assert!(state.takes_page());
    state.add(&page(3, 3), true);
    assert!(!screen(&mut state, 60, 9).contains("error"));
}

#[test]
fn ids_that_were_copied_are_remembered_once() {
    let mut state = books(3);
    for _ in 0..2 {
        assert_eq!(selected(&mut state), "book_0");
    }
    press(&mut state, &[Key::Down]);
    assert_eq!(selected(&mut state), "book_1");
    assert_eq!(state.copied(), ["book_0", "book_1"]);
    let shown = screen(&mut state, 70, 9);
    assert!(shown.contains("copied book_1; it is printed at the end, too"));
    press(&mut state, &[Key::Up]);
    assert!(!screen(&mut state, 70, 9).contains("copied"));
}

#[test]
fn an_id_is_the_member_or_else_a_column_of_that_name() {
    let id_of = |columns: &[&str], item: &str| {
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        let mut state = State::list("", columns, false);
        state.add(&[item.to_owned()], true);
        state.press(Key::Char('c'))
    };
    let copied = |id: &str| Some(Wish::Copy(id.to_owned()));
    let item = r#"{"name":"x","bookId":"b1","id":7,"owner":{"id":"o"}}"#;
    assert_eq!(id_of(&["bookId"], item), copied("7"));
    let item = r#"{"name":"x","bookId":"b1","owner":{"id":"o"}}"#;
    assert_eq!(id_of(&["name", "bookId"], item), copied("b1"));
    assert_eq!(id_of(&["owner.id"], item), copied("o"));
    assert_eq!(id_of(&["name"], item), None);
    assert_eq!(id_of(&["bookId"], r#"{"bookId":null}"#), None);
    assert_eq!(id_of(&[], r#""plain""#), copied("plain"));
}

#[test]
fn quitting_works_wherever_no_text_is_typed() {
    let mut state = books(3);
    assert_eq!(state.press(Key::Char('q')), Some(Wish::Quit));
    press(&mut state, &[Key::Enter]);
    assert_eq!(state.press(Key::Char('q')), Some(Wish::Quit));
    press(&mut state, &[Key::Escape, Key::Char('/'), Key::Char('q')]);
    assert_eq!(state.press(Key::Interrupt), Some(Wish::Interrupt));
    let mut state = State::single("shelf books retrieve", "{}");
    assert_eq!(state.press(Key::Escape), Some(Wish::Quit));
}

#[test]
fn any_size_is_drawn() {
    for (width, height) in (0..12).flat_map(|width| (0..9).map(move |height| (width, height))) {
        let mut state = books(20);
        for keys in ["", "/x", "\u{8}", "\n", "G", "n"] {
            for c in keys.chars() {
                let key = match c {
                    '\u{8}' => Key::Backspace,
                    '\n' => Key::Enter,
                    c => Key::Char(c),
                };
                state.press(key);
            }
            screen(&mut state, width, height);
        }
    }
}

#[test]
fn without_colours_there_are_none() {
    let mut state = books(3);
    state.fail("why");
    for _ in 0..2 {
        state.resize(60, 9);
        let backend = TestBackend::new(60, 9);
        let mut terminal = Terminal::new(backend).expect("a screen in memory");
        let frame = terminal.draw(|frame| draw(&state, Palette::Plain, frame));
        let buffer = frame.expect("it is in memory").buffer;
        let plain = |color: Color| color == Color::Reset;
        assert!(
            buffer
                .content
                .iter()
                .all(|cell| plain(cell.fg) && plain(cell.bg))
        );
        press(&mut state, &[Key::Enter]);
    }
}
