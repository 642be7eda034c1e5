//! Lines of documentation: prose is filled, lists, tables and code keep their lines.

/// How many characters of text a line of documentation has at most.
const WIDTH: usize = 90;

/// Fills paragraphs; everything else keeps its lines.
pub(super) fn wrap(text: &str) -> Vec<String> {
    fill(text, WIDTH)
}

/// One line per paragraph, for a reader that wraps by itself.
pub(in crate::code) fn unwrap_lines(text: &str) -> String {
    fill(text.trim(), usize::MAX).join("\n")
}

fn fill(text: &str, width: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut fence: Option<String> = None;
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, wrapped: &mut Vec<String>| {
        if !paragraph.is_empty() {
            fill_line(&std::mem::take(paragraph), width, wrapped);
        }
    };
    // Whether the lines belong to a list, whose indentation is its meaning.
    let mut in_list = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let marker: String = trimmed
            .chars()
            .take_while(|char| matches!(char, '`' | '~'))
            .collect();
        if let Some(open) = &fence {
            if marker.starts_with(open.as_str()) {
                fence = None;
            }
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        if marker.len() >= 3 {
            flush(&mut paragraph, &mut wrapped);
            fence = Some(marker);
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        let is_prose = !line.starts_with(' ') && !starts_block(trimmed) && !line.contains('|');
        let starts_prose = is_prose && wrapped.last().is_none_or(String::is_empty);
        in_list = !line.is_empty() && !starts_prose && (in_list || !is_prose);
        if line.trim().is_empty() || !is_prose || in_list {
            flush(&mut paragraph, &mut wrapped);
            wrapped.push(line.trim_end().to_owned());
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.trim());
        // Two spaces or a backslash at its end keep a line break.
        if line.ends_with("  ") || line.ends_with('\\') {
            flush(&mut paragraph, &mut wrapped);
        }
    }
    flush(&mut paragraph, &mut wrapped);
    wrapped
}

/// Whether a line that starts like this would begin something else than prose.
fn starts_block(text: &str) -> bool {
    let digits = text.trim_start_matches(|char: char| char.is_ascii_digit());
    text.starts_with(['#', '>', '-', '+', '*', '=', '|', '['])
        || text.starts_with("```")
        || text.starts_with("~~~")
        || (digits.len() < text.len() && digits.starts_with(['.', ')']))
}

/// Wraps one paragraph.
pub(in crate::code) fn wrap_line(line: &str, wrapped: &mut Vec<String>) {
    fill_line(line, WIDTH, wrapped);
}

fn fill_line(line: &str, limit: usize, wrapped: &mut Vec<String>) {
    let mut current = String::new();
    let mut width = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > limit && !starts_block(word) {
            wrapped.push(std::mem::take(&mut current));
            width = 0;
        }
        if width > 0 {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    wrapped.push(current);
}

#[cfg(test)]
mod tests {
    use crate::code::docs::Lines;

    #[test]
    fn long_prose_is_wrapped() {
        let word = "word ".repeat(30);
        let lines = Lines::default().text(&word).finish();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= super::WIDTH));
    }
}
