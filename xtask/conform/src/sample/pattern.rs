//! Texts that match a regular expression, as short as they can be and a little longer.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How long a text may become.
const LONGEST: usize = 4096;

/// Some texts that may match; none if the expression cannot be read.
pub(super) fn matching(pattern: &str) -> Vec<String> {
    let Some(hir) = read(pattern) else {
        return Vec::new();
    };
    // What repeats, and which branch or character is taken, differs from one to the next.
    let mut texts: Vec<String> = [(0, 1), (1, 1), (2, 3), (3, 8), (5, 20), (7, 40)]
        .into_iter()
        .filter_map(|(turn, more)| {
            let mut text = String::new();
            let is_made = write(&hir, turn, more, &mut text);
            is_made.then_some(text)
        })
        .collect();
    texts.sort_by_key(String::len);
    texts.dedup();
    texts
}

/// The expression; what only ECMAScript knows is taken out or written in other words.
fn read(pattern: &str) -> Option<Hir> {
    let plain = || {
        let words = pattern.replace("\\/", "/").replace("\\Z", "$");
        without_lookarounds(&words)
    };
    let parse = |text: &str| regex_syntax::Parser::new().parse(text).ok();
    parse(pattern).or_else(|| parse(&plain()))
}

/// `^(?!x)[a-z]+$` => `^[a-z]+$`: what is made of it is held to the whole expression later.
fn without_lookarounds(pattern: &str) -> String {
    let mut text = pattern.to_owned();
    while let Some(start) = ["(?!", "(?=", "(?<!", "(?<="]
        .iter()
        .filter_map(|opening| text.find(opening))
        .min()
    {
        let mut depth = 0;
        let mut end = None;
        let mut is_escaped = false;
        for (index, byte) in text.bytes().enumerate().skip(start) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'(' => depth += 1,
                b')' if depth == 1 => {
                    end = Some(index + 1);
                    break;
                }
                b')' => depth -= 1,
                _ => {}
            }
        }
        let Some(end) = end else {
            return text;
        };
        text.replace_range(start..end, "");
    }
    text
}

/// Writes a text that matches; `false` if there is none.
fn write(hir: &Hir, turn: usize, more: u32, text: &mut String) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(literal) => {
                text.push_str(literal);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(class) => match choose(class, turn + text.len()) {
            Some(char) => {
                text.push(char);
                true
            }
            None => false,
        },
        HirKind::Repetition(repetition) => {
            let wanted = repetition.min.max(more.min(repetition.max.unwrap_or(more)));
            // What may be left out is, in the first of all texts.
            let count = if turn == 0 { repetition.min } else { wanted };
            (0..count).all(|_| write(&repetition.sub, turn, more, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, turn, more, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, turn, more, text)),
        HirKind::Alternation(branches) => write(&branches[turn % branches.len()], turn, more, text),
    }
}

/// A character of a class: letters and digits before others.
fn choose(class: &Class, turn: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|it| (it.start(), it.end())).collect(),
        Class::Bytes(class) => {
            let ranges = class.iter().filter(|it| it.end().is_ascii());
            ranges
                .map(|it| (char::from(it.start()), char::from(it.end())))
                .collect()
        }
    };
    let has = |char: &char| {
        ranges
            .iter()
            .any(|(start, end)| (start..=end).contains(&char))
    };
    let common = ('a'..='z').chain('0'..='9').chain('A'..='Z').filter(has);
    let common: Vec<char> = common.collect();
    match common.len() {
        0 => ranges.first().map(|(start, _)| *start),
        length => common.get(turn % length).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::matching;

    /// Whether one of the texts is valid by the pattern, as the validator reads it.
    fn finds(pattern: &str) -> bool {
        let schema = serde_json::json!({ "pattern": pattern });
        let validator = jsonschema::draft202012::new(&schema).expect("the pattern is right");
        matching(pattern)
            .into_iter()
            .any(|text| validator.is_valid(&text.into()))
    }

    #[test]
    fn patterns_of_real_documents_are_met() {
        for pattern in [
            "^[a-z0-9-]{3,20}$",
            "^\\d{4}-\\d{2}(-\\d{2})?$",
            "^(GET|POST)$",
            "^asset_[0-9A-Za-z]+$",
            "^https?:\\/\\/[^\\s]+$",
            "^(?!sys_)[a-z_]+$",
            "^#[0-9A-Fa-f]{6}$",
            "\\S+@\\S+",
            "^\\p{L}+$",
            "^[^/]*$",
        ] {
            assert!(finds(pattern), "{pattern}: {:?}", matching(pattern));
        }
    }

    #[test]
    fn what_cannot_be_read_has_no_texts() {
        assert!(matching("(").is_empty());
    }
}
