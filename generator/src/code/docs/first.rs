//! The first sentence of documentation, for a place beside one that has all of it.

use super::wrap_line;

/// The first sentence of prose, as lines. All lines where it cannot be told, or would not be
/// understood alone: the sign of a link or of code must not be cut from its end.
pub(in crate::code) fn first_sentence(lines: &[String]) -> Vec<String> {
    let paragraph: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .take_while(|line| !line.is_empty())
        .collect();
    let defines_links = lines.iter().any(|line| line.contains("]:"));
    if defines_links || !paragraph.iter().all(|line| is_prose(line)) {
        return lines.to_vec();
    }
    let text = paragraph.join(" ");
    let ends = text.match_indices(['.', '!', '?']).map(|(at, _)| at + 1);
    let end = ends
        .filter(|end| is_end(&text, *end))
        .find(|end| is_whole(&text[..*end]));
    let mut first = Vec::new();
    wrap_line(&text[..end.unwrap_or(text.len())], &mut first);
    first
}

/// Whether a line is part of a paragraph, and not of a list, a table, code or a heading.
fn is_prose(line: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_item = line
        .split_once(['.', ')'])
        .is_some_and(|(mark, _)| is_number(mark));
    let starts_block = line.starts_with(|char: char| " -*+>#~<=:".contains(char));
    !(is_item || starts_block || line.starts_with("```") || line.contains('|'))
}

/// Whether a sentence begins behind a sign.
fn is_end(text: &str, end: usize) -> bool {
    let mut rest = text[end..].chars();
    rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase)
}

/// Whether all that is opened in a text is closed in it.
fn is_whole(text: &str) -> bool {
    let count = |sign: char| text.chars().filter(|char| *char == sign).count();
    let pairs = [('(', ')'), ('[', ']'), ('<', '>')];
    let are_closed = pairs
        .iter()
        .all(|(open, close)| count(*open) == count(*close));
    are_closed && ['`', '*', '_'].iter().all(|sign| count(*sign) % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(first_sentence(&lines).join("\n"), expected);
    }

    #[test]
    fn a_sentence_ends_before_a_capital_letter() {
        check("The id. It is\nunique.\n\nMore.", "The id.");
        check(
            "About 2.5 MB, e.g. a film\nof a day",
            "About 2.5 MB, e.g. a film of a day",
        );
        check("The id.\n\nMatches `^a`.", "The id.");
    }

    #[test]
    fn code_and_links_are_not_cut() {
        check("One of `A. B`. More.", "One of `A. B`.");
        check(
            "See [the. Docs](https://example.com). More.",
            "See [the. Docs](https://example.com).",
        );
        check(
            "See [x]. More.\n\n[x]: https://example.com",
            "See [x]. More.\n\n[x]: https://example.com",
        );
    }

    #[test]
    fn what_is_no_prose_stays() {
        check("- One. Two.\n- Three.", "- One. Two.\n- Three.");
        check("`id`.", "`id`.");
    }
}
