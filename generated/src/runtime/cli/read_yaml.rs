// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! YAML as JSON, for bodies that people write by hand.
//!
//! In: one YAML document of version 1.2. Out: JSON that means the same, numbers with the digits
//! that were written; or what is wrong, with its line and column. What JSON cannot say is refused
//! rather than bent.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use super::json;
use super::values::write_json_string;

/// Aliases can make a short text long without end.
const LONGEST: usize = 64 << 20;

/// The JSON of a YAML document.
pub(super) fn to_json(text: &str) -> Result<String, String> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let (event, span) = event.map_err(|error| {
            let mark = error.marker();
            at(mark.line(), mark.col(), &error.info())
        })?;
        let read = reader.read(event);
        read.map_err(|what| at(span.start.line(), span.start.col(), &what))?;
    }
    reader.document.ok_or_else(|| "it is empty".to_owned())
}

/// The place is counted as editors do.
fn at(line: usize, column: usize, what: &str) -> String {
    format!("{what} at line {line} column {}", column + 1)
}

#[derive(Default)]
struct Reader {
    document: Option<String>,
    open: Vec<Open>,
    anchors: HashMap<usize, String>,
    /// How much aliases have added.
    repeated: usize,
}

/// A list or an object whose end has not come yet.
struct Open {
    json: String,
    anchor: usize,
    /// None for a list.
    names: Option<Names>,
}

#[derive(Default)]
struct Names {
    /// The name whose value comes next.
    next: Option<String>,
    seen: HashSet<String>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if self.expects_name() {
                    return self.name(&text);
                }
                let json = scalar(&text, style, tag.as_deref())?;
                self.add(json, anchor)
            }
            Event::Alias(id) => {
                let json = self.anchors.get(&id).cloned();
                let json = json.ok_or("an alias stands in what it stands for")?;
                if self.expects_name() {
                    return Err("a name cannot be an alias".to_owned());
                }
                self.repeated += json.len();
                if self.repeated > LONGEST {
                    return Err("aliases make it too long".to_owned());
                }
                self.add(json, 0)
            }
            Event::SequenceStart(_, anchor, tag) => self.begin('[', anchor, tag.as_deref(), None),
            Event::MappingStart(_, anchor, tag) => {
                self.begin('{', anchor, tag.as_deref(), Some(Names::default()))
            }
            Event::SequenceEnd => self.end(']'),
            Event::MappingEnd => self.end('}'),
            _ => Ok(()),
        }
    }

    fn expects_name(&self) -> bool {
        let names = self.open.last().and_then(|open| open.names.as_ref());
        names.is_some_and(|names| names.next.is_none())
    }

    fn name(&mut self, text: &str) -> Result<(), String> {
        let Some(names) = self.open.last_mut().and_then(|open| open.names.as_mut()) else {
            return Ok(()); // Asked for in an object only.
        };
        if text == "<<" {
            return Err("`<<` is of older versions of YAML".to_owned());
        }
        if !names.seen.insert(text.to_owned()) {
            return Err(format!("`{text}` is there twice"));
        }
        names.next = Some(text.to_owned());
        Ok(())
    }

    fn begin(
        &mut self,
        first: char,
        anchor: usize,
        tag: Option<&Tag>,
        names: Option<Names>,
    ) -> Result<(), String> {
        if self.expects_name() {
            return Err("a name cannot be a list or an object".to_owned());
        }
        match tag.map(Tag::core_suffix) {
            None | Some(Some("seq" | "map")) => {}
            Some(_) => return Err("a tag that JSON has nothing for".to_owned()),
        }
        self.open.push(Open {
            json: first.to_string(),
            anchor,
            names,
        });
        Ok(())
    }

    fn end(&mut self, last: char) -> Result<(), String> {
        let Some(mut open) = self.open.pop() else {
            return Ok(()); // The parser pairs them.
        };
        open.json.push(last);
        self.add(open.json, open.anchor)
    }

    fn add(&mut self, json: String, anchor: usize) -> Result<(), String> {
        if anchor != 0 {
            self.anchors.insert(anchor, json.clone());
        }
        let Some(open) = self.open.last_mut() else {
            return match self.document.replace(json) {
                None => Ok(()),
                Some(_) => Err("a second document begins".to_owned()),
            };
        };
        if open.json.len() > 1 {
            open.json.push(',');
        }
        if let Some(name) = open.names.as_mut().and_then(|names| names.next.take()) {
            write_json_string(&name, &mut open.json);
            open.json.push(':');
        }
        open.json.push_str(&json);
        Ok(())
    }
}

/// A scalar by the core schema of YAML 1.2.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<String, String> {
    let is_text = match tag.map(Tag::core_suffix) {
        None => style != ScalarStyle::Plain,
        Some(Some("str")) => true,
        Some(Some("null" | "bool" | "int" | "float")) => false,
        Some(_) => return Err("a tag that JSON has nothing for".to_owned()),
    };
    if is_text {
        return Ok(string(text));
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Ok("null".to_owned()),
        "true" | "True" | "TRUE" => Ok("true".to_owned()),
        "false" | "False" | "FALSE" => Ok("false".to_owned()),
        _ if json::is_number(text) => Ok(text.to_owned()),
        _ => number(text).unwrap_or_else(|| Ok(string(text))),
    }
}

/// A number that JSON spells in another way.
///
/// Zeros in front are a text: a postal code, and an octal number for older versions of YAML.
fn number(text: &str) -> Option<Result<String, String>> {
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) if text.starts_with('-') => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", text),
    };
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Some(Err(format!("JSON has no number `{text}`")));
    }
    // Rust's readers of numbers take a sign of their own.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let radix = |prefix, radix| {
        let digits = text.strip_prefix(prefix)?;
        let is_signed = digits.starts_with('+');
        u64::from_str_radix(digits, radix)
            .ok()
            .filter(|_| !is_signed)
    };
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(Ok(number.to_string()));
    }
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // `+1`, `.5`, `5.`, `1.e3`
    let whole = if digits.starts_with('.') { "0" } else { "" };
    let spelled = format!("{sign}{whole}{digits}");
    let spelled = match spelled.find('.') {
        Some(dot) if !spelled[dot + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
            let (before, after) = spelled.split_at(dot + 1);
            format!("{before}0{after}")
        }
        _ => spelled,
    };
    json::is_number(&spelled).then_some(Ok(spelled))
}

fn string(text: &str) -> String {
    let mut out = String::new();
    write_json_string(text, &mut out);
    out
}
