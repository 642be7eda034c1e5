//! A state on a screen of any size.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::super::grid;
use super::super::json::Kind;
use super::state::{MARK, State, Supply, View};

/// Whether the screen has colours; it always has bold and reversed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// No colours, as `NO_COLOR` asks for.
    Plain,
    /// The colours of JSON, and red for what failed.
    Colored,
}

/// Draws all of the screen.
pub fn draw(state: &State, palette: Palette, frame: &mut Frame<'_>) {
    let lines = match state.view {
        View::List | View::Filter => list(state),
        View::Details { top } => details(state, top, palette),
    };
    let area = frame.area();
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let mut rows = vec![title(state, width)];
    rows.extend(lines);
    // What is said and the keys stand at the bottom, whatever is above.
    let foot = foot(state, palette, width);
    rows.resize(height.saturating_sub(foot.len()), Line::default());
    rows.extend(foot);
    for (row, y) in rows.into_iter().zip(area.top()..area.bottom()) {
        frame.render_widget(
            row,
            Rect {
                y,
                height: 1,
                ..area
            },
        );
    }
}

/// What is left of a title that has something beside it.
const NARROWEST: usize = 12;

/// What is looked at on the left, and where in it on the right.
fn title(state: &State, width: usize) -> Line<'static> {
    let (left, right) = match state.view {
        View::Details { top } => {
            let id = state.current().and_then(|item| item.id.as_deref());
            let end = (top + state.room()).min(state.lines.len());
            (
                format!("{}  {}", state.title, id.unwrap_or_default()),
                format!("lines {}-{end} of {}", top + 1, state.lines.len()),
            )
        }
        View::List | View::Filter => (state.title.clone(), place(state)),
    };
    // On a screen that narrow the name says more than the place.
    let right = match width.checked_sub(right.width() + 1) {
        Some(room) if room >= NARROWEST => right,
        _ => String::new(),
    };
    let room = width.saturating_sub(right.width() + usize::from(!right.is_empty()));
    let left = grid::cut(&left, room);
    let space = " ".repeat(width.saturating_sub(left.width() + right.width()));
    let style = Style::new().add_modifier(Modifier::BOLD);
    Line::styled(format!("{left}{space}{right}"), style)
}

/// `3 of 40`, with a plus where more may come.
fn place(state: &State) -> String {
    let count = state.matches.len();
    let more = match state.supply {
        Supply::End => "",
        _ => "+",
    };
    match count {
        0 => format!("0 of {}{more}", state.items.len()),
        _ => format!("{} of {count}{more}", state.selected + 1),
    }
}

fn list(state: &State) -> Vec<Line<'static>> {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut lines = vec![Line::styled(row("", &state.heads(), &state.widths), bold)];
    for place in state.window() {
        let item = state
            .matches
            .get(place)
            .and_then(|index| state.items.get(*index));
        let Some(item) = item else { break };
        lines.push(match place == state.selected {
            true => Line::styled(
                row(">", &item.cells, &state.widths),
                Style::new().add_modifier(Modifier::REVERSED),
            ),
            false => Line::from(row("", &item.cells, &state.widths)),
        });
    }
    if state.matches.is_empty() && state.supply == Supply::End {
        let text = match state.items.len() {
            0 => "the list is empty".to_owned(),
            count => format!("none of {count} items matches"),
        };
        lines.push(Line::from(format!("{}{text}", " ".repeat(MARK))));
    }
    lines
}

/// One line of the table.
fn row(mark: &str, cells: &[String], widths: &[usize]) -> String {
    let mut text = format!("{mark:<MARK$}");
    for (cell, width) in cells.iter().zip(widths) {
        let cell = grid::cut(cell, *width);
        let space = (width + grid::GAP).saturating_sub(cell.width());
        text.push_str(&cell);
        text.push_str(&" ".repeat(space));
    }
    text
}

fn details(state: &State, top: usize, palette: Palette) -> Vec<Line<'static>> {
    let lines = state.lines.iter().skip(top).take(state.room());
    let span = |(kind, text): &(Kind, String)| Span::styled(text.clone(), style(*kind, palette));
    lines.map(|line| line.iter().map(span).collect()).collect()
}

fn style(kind: Kind, palette: Palette) -> Style {
    let style = Style::new();
    match (palette, kind) {
        (Palette::Plain, _) | (_, Kind::Mark) => style,
        (_, Kind::Name) => style.fg(Color::Blue).add_modifier(Modifier::BOLD),
        (_, Kind::Text) => style.fg(Color::Green),
        (_, Kind::Null) => style.add_modifier(Modifier::DIM),
        (_, Kind::Other) => style.fg(Color::Cyan),
    }
}

/// The filter, what is to be said, and the keys.
fn foot(state: &State, palette: Palette, width: usize) -> Vec<Line<'static>> {
    let is_details = matches!(state.view, View::Details { .. });
    let mut lines = Vec::new();
    if state.shows_filter() && !is_details {
        let cursor = match state.view {
            View::Filter => "█",
            _ => "",
        };
        let filter = super::super::terminal::escape_line(&state.filter);
        lines.push(Line::from(format!("filter: {filter}{cursor}")));
    }
    lines.push(said(state, palette, width));
    let keys = match state.view {
        View::List => "↑↓ move  Enter open  / filter  c copy id  q quit",
        View::Filter => "type to filter  ↑↓ move  Enter keep  Esc clear",
        View::Details { .. } if state.is_single() => "↑↓ scroll  c copy id  q quit",
        View::Details { .. } => "↑↓ scroll  n next  p previous  c copy id  Esc back  q quit",
    };
    lines.push(Line::styled(keys, Style::new().add_modifier(Modifier::DIM)));
    lines
}

/// The last message, else what is known of the next page.
fn said(state: &State, palette: Palette, width: usize) -> Line<'static> {
    if !state.message.is_empty() {
        return Line::from(grid::cut(&state.message, width));
    }
    match &state.supply {
        Supply::Failed(why) => {
            let again = "; r tries again";
            let why = grid::cut(
                &format!("error: {why}"),
                width.saturating_sub(again.width()),
            );
            let style = match palette {
                Palette::Plain => Style::new(),
                Palette::Colored => Style::new().fg(Color::Red),
            };
            Line::styled(format!("{why}{again}"), style)
        }
        Supply::Coming => Line::from("loading…"),
        Supply::More if state.shows_filter() => {
            let count = state.items.len();
            Line::from(format!("of the first {count} items; any key looks further"))
        }
        Supply::More | Supply::End => Line::default(),
    }
}
