// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! How far several pieces of work are: a line for each on a terminal, drawn again and again.
//!
//! In: what is known of each. Out: text for a terminal that knows the usual sequences. Nothing is
//! left of it at the end, since the results say the rest.

use std::fmt::Write as _;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::console::Console;

/// How far one piece of work is.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// What is going on, in a word or two.
    pub(super) what: &'static str,
    /// How many bytes have gone, and how many there are, while they go.
    pub(super) bytes: Option<(u64, u64)>,
    /// For how long that has been going on.
    pub(super) time: Duration,
}

/// The lines on the terminal.
#[derive(Debug, Default)]
pub(super) struct Board {
    drawn: usize,
}

impl Board {
    /// Puts these lines in the place of those before.
    pub(super) fn draw(&mut self, lines: &[String], console: &mut Console<'_>) {
        let mut frame = self.home();
        for line in lines {
            let _ = write!(frame, "{line}\x1b[K\r\n");
        }
        // What a longer frame left below.
        frame.push_str("\x1b[J");
        self.drawn = lines.len();
        console.draw(&frame);
    }

    /// Takes the lines away, so that something else can be said in their place.
    pub(super) fn clear(&mut self, console: &mut Console<'_>) {
        if self.drawn > 0 {
            let frame = format!("{}\x1b[J", self.home());
            self.drawn = 0;
            console.draw(&frame);
        }
    }

    fn home(&self) -> String {
        match self.drawn {
            0 => "\r".to_owned(),
            lines => format!("\r\x1b[{lines}A"),
        }
    }
}

/// The longest bar, and the shortest that says anything.
const LONGEST: usize = 30;
const SHORTEST: usize = 8;
/// The widest name.
const NAME: usize = 32;

/// The lines of several pieces of work, their names under each other.
pub(super) fn lines(items: &[(&str, Progress)], width: usize, colored: bool) -> Vec<String> {
    let widest = items.iter().map(|(name, _)| name.width()).max();
    let names = widest.unwrap_or_default().min(NAME).min(width / 3);
    let line = |(name, progress): &(&str, Progress)| line(name, names, progress, width, colored);
    items.iter().map(line).collect()
}

// `film.mp4  [=========>        ]  45 %  12.3 of 27.4 MB  3.1 MB/s`
fn line(name: &str, names: usize, progress: &Progress, width: usize, colored: bool) -> String {
    let name = cut(name, names);
    let pad = " ".repeat(names.saturating_sub(name.width()));
    let start = format!("{name}{pad}  ");
    // The last column stays free: some terminals begin a new line behind it.
    let room = width.saturating_sub(start.width() + 1);
    let Some((sent, total)) = progress.bytes.filter(|(_, total)| *total > 0) else {
        let words = match progress.time.as_secs() {
            0 | 1 => progress.what.to_owned(),
            seconds => format!("{}, {seconds} s", progress.what),
        };
        return start + &cut(&words, room);
    };
    let sent = sent.min(total);
    let percent = format!("{:>3} %", sent.saturating_mul(100) / total);
    let amount = amount(sent, total);
    let rate = rate(sent, progress.time);
    // What has no room is left out, the least telling first.
    for (parts, least) in [
        (vec![&percent, &amount, &rate], SHORTEST),
        (vec![&percent, &amount], SHORTEST),
        (vec![&percent], SHORTEST),
    ] {
        let words: String = (parts.iter().filter(|part| !part.is_empty()))
            .map(|part| format!("  {part}"))
            .collect();
        let left = room.saturating_sub(words.width() + 2);
        if left >= least {
            return start + &bar(sent, total, left.min(LONGEST), colored) + &words;
        }
    }
    start + &cut(&percent, room)
}

fn bar(sent: u64, total: u64, length: usize, colored: bool) -> String {
    let done = u64::try_from(length)
        .unwrap_or_default()
        .saturating_mul(sent)
        / total;
    let done = usize::try_from(done).unwrap_or(length).min(length);
    let mut filled = "=".repeat(done);
    if done < length && done > 0 {
        filled.pop();
        filled.push('>');
    }
    let style = match colored {
        true => Style::new().fg_color(Some(AnsiColor::Green.into())),
        false => Style::new(),
    };
    let empty = " ".repeat(length - done);
    format!("[{style}{filled}{style:#}{empty}]")
}

// 12.3 of 27.4 MB
fn amount(sent: u64, total: u64) -> String {
    let (unit, name) = unit(total);
    if unit == 1 {
        return format!("{sent} of {total} {name}");
    }
    let (sent, total) = (tenths(sent, unit), tenths(total, unit));
    format!("{sent} of {total} {name}")
}

// 3.1 MB/s, once there is something to go by
fn rate(sent: u64, time: Duration) -> String {
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    if millis < 500 {
        return String::new();
    }
    let per_second = sent.saturating_mul(1000) / millis;
    let (unit, name) = unit(per_second);
    match unit {
        1 => format!("{per_second} {name}/s"),
        unit => format!("{} {name}/s", tenths(per_second, unit)),
    }
}

fn unit(bytes: u64) -> (u64, &'static str) {
    match bytes {
        0..1_000 => (1, "B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    }
}

fn tenths(bytes: u64, unit: u64) -> String {
    let tenths = bytes / (unit / 10);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A text of at most this width, with a mark where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = width.saturating_sub(1);
    for char in text.chars() {
        let Some(rest) = left.checked_sub(char.width().unwrap_or_default()) else {
            break;
        };
        left = rest;
        out.push(char);
    }
    if width > 0 {
        out.push('…');
    }
    out
}
