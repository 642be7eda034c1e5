// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The terminal: a screen of its own for as long as the look lasts, keys, and the clipboard.
//!
//! Whatever ends the look, a panic included, the terminal is what it was before.

use std::io::{self, Write as _};
use std::time::Duration;

use ratatui::crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::{DefaultTerminal, Frame};

use super::state::Key;

/// Something that happened at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Key(Key),
    /// Columns and lines.
    Size(u16, u16),
}

/// A terminal that shows nothing else.
#[derive(Debug)]
pub(super) struct Screen(DefaultTerminal);

impl Screen {
    pub(super) fn open() -> io::Result<Self> {
        // It also sees to it that a panic is printed to a terminal that shows it.
        ratatui::try_init().map(Self).inspect_err(|_| {
            let _ = ratatui::try_restore();
        })
    }

    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        self.0.size().map(|size| (size.width, size.height))
    }

    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.0.draw(draw).map(drop)
    }

    /// What happens next, if it happens in this time and is of any meaning.
    pub(super) fn next(&mut self, patience: Duration) -> io::Result<Option<Event>> {
        if !event::poll(patience)? {
            return Ok(None);
        }
        Ok(match event::read()? {
            event::Event::Key(pressed) => key(pressed).map(Event::Key),
            event::Event::Resize(width, height) => Some(Event::Size(width, height)),
            _ => None,
        })
    }

    /// Asks the terminal to put a text where people paste from, which most can (OSC 52).
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout();
        write!(out, "\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // There is no place left to report a failure of that.
        let _ = ratatui::try_restore();
    }
}

/// The meaning of a key; none for those without.
fn key(pressed: KeyEvent) -> Option<Key> {
    // Windows tells when a key is let go, too.
    if pressed.kind == KeyEventKind::Release {
        return None;
    }
    let modifiers = pressed.modifiers - KeyModifiers::SHIFT;
    Some(match (pressed.code, modifiers) {
        (KeyCode::Char('c' | 'd'), KeyModifiers::CONTROL) => Key::Interrupt,
        (KeyCode::Char('f'), KeyModifiers::CONTROL) => Key::PageDown,
        (KeyCode::Char('b'), KeyModifiers::CONTROL) => Key::PageUp,
        (KeyCode::Char('n'), KeyModifiers::CONTROL) => Key::Down,
        (KeyCode::Char('p'), KeyModifiers::CONTROL) => Key::Up,
        (KeyCode::Char('h'), KeyModifiers::CONTROL) => Key::Backspace,
        (KeyCode::Char(c), KeyModifiers::NONE) => Key::Char(c),
        (KeyCode::Up, _) => Key::Up,
        (KeyCode::Down, _) => Key::Down,
        (KeyCode::Left, _) => Key::Left,
        (KeyCode::Right, _) => Key::Right,
        (KeyCode::PageUp, _) => Key::PageUp,
        (KeyCode::PageDown, _) => Key::PageDown,
        (KeyCode::Home, _) => Key::Home,
        (KeyCode::End, _) => Key::End,
        (KeyCode::Enter, _) => Key::Enter,
        (KeyCode::Esc, _) => Key::Escape,
        (KeyCode::Backspace, _) => Key::Backspace,
        _ => return None,
    })
}

/// The bytes in the alphabet of RFC 4648, with its padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            out.push(if place > chunk.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    out
}
