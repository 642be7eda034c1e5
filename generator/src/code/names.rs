//! The only place where identifiers are born: case, keywords, reserved names, clashes.
//!
//! A name of the document becomes words, the words become an identifier in the
//! case of its use, and a [`Scope`] settles clashes. Keywords get an
//! underscore behind them, a leading digit gets a letter before it, and signs
//! are spelled out where nothing else is left of the name: `-1` is `minus 1`.
//!
//! rustc takes identifiers for equal that differ in Unicode normalisation only.
//! So identifiers have no letter that normalisation could change, in any case:
//! of what is not ASCII, only letters of the scripts in [`STABLE`] stay, and
//! other letters, digits and marks are spelled by their number: `m²` is `m_ub2`.

use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde::Serialize;
use unicode_ident::{is_xid_continue, is_xid_start};

use super::members::Spelling;
use super::reserved::{KEYWORDS, reserved};

/// A valid Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ident(String);

impl Ident {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What an identifier is used for; it decides case and reserved names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    /// A type in `models`.
    Model,
    /// A type beside the methods of a resource.
    Builder,
    /// A handle of a resource.
    Handle,
    /// A variant of an enum.
    Variant,
    /// A type parameter and the type that marks a missing value.
    Marker,
    /// A field of a struct.
    Field,
    /// A method of a handle.
    Method,
    /// A setter of a request builder, or an argument.
    Setter,
    /// A module of a resource.
    Module,
    /// A static.
    Constant,
    /// A library name.
    Library,
}

/// The identifier that `text` becomes when it is used as `use_`, clashes aside.
pub(super) fn ident(text: &str, use_: Use) -> Ident {
    let mut name = cased(&words(text), use_);
    // rustc looks for the file of a module only if its name is ASCII.
    let is_file = matches!(use_, Use::Module | Use::Library) && !name.is_ascii();
    if is_file || !name.chars().all(is_kept_or_border) {
        let ascii: String = text.chars().map(in_ascii).collect();
        name = cased(&ascii, use_);
    }
    if name.is_empty() {
        name = match use_ {
            Use::Constant => "EMPTY".to_owned(),
            Use::Field | Use::Method | Use::Setter | Use::Module | Use::Library => {
                "empty".to_owned()
            }
            _ => "Empty".to_owned(),
        };
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        let letter = match use_ {
            Use::Variant => "V",
            Use::Model | Use::Builder | Use::Handle | Use::Marker => "T",
            Use::Constant => "N",
            Use::Field | Use::Method | Use::Setter | Use::Module | Use::Library => "n",
        };
        name.insert_str(0, letter);
    }
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    } else if reserved(use_).contains(&name.as_str()) {
        name.push_str(match use_ {
            Use::Model => "Model",
            Use::Builder => "Request",
            Use::Handle => "Resource",
            Use::Marker => "Value",
            _ => "_",
        });
    }
    Ident(name)
}

/// The words in the case of their use.
fn cased(words: &str, use_: Use) -> String {
    match use_ {
        Use::Model | Use::Builder | Use::Handle | Use::Variant | Use::Marker => {
            words.to_upper_camel_case()
        }
        Use::Field | Use::Method | Use::Setter | Use::Module | Use::Library => {
            words.to_snake_case()
        }
        Use::Constant => words.to_shouty_snake_case(),
    }
}

/// The one text that counts as spelled like this identifier.
pub(super) fn spelled_as(ident: &Ident, spelling: Spelling) -> String {
    if spelling == Spelling::Same {
        return ident.0.clone();
    }
    match ident.0.strip_prefix('V') {
        Some(number) if number.chars().all(|digit| digit.is_ascii_digit()) => number.to_owned(),
        _ => ident.0.to_snake_case(),
    }
}

/// The name of a file, flag or command: `asset-id`. Never empty.
pub(super) fn kebab(text: &str) -> String {
    let name = words(text).to_kebab_case();
    if name.is_empty() {
        "empty".to_owned()
    } else {
        name
    }
}

/// The name of an environment variable: `FLORA_API_KEY`.
pub(super) fn shouty(text: &str) -> String {
    words(text).to_shouty_snake_case()
}

/// The text with everything that cannot stand in an identifier spelled out or turned into
/// word borders.
fn words(text: &str) -> String {
    let text: &str = &text.replace(is_selector, "");
    let kept: String = text
        .chars()
        .map(|char| {
            if is_kept(char) {
                char.to_string()
            } else if char.is_alphanumeric() || !char.is_ascii() && is_xid_continue(char) {
                format!(" {} ", numbered(char))
            } else {
                " ".to_owned()
            }
        })
        .collect();
    let signed =
        text.starts_with(['-', '+']) && text[1..].starts_with(|next: char| next.is_ascii_digit());
    if signed || kept.trim().is_empty() {
        return text.chars().map(spelled).collect::<Vec<_>>().join(" ");
    }
    kept
}

/// Whether the character only says how another is drawn: as an emoji, or joined with the next.
fn is_selector(char: char) -> bool {
    matches!(char, '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Scripts whose letters no normalisation to NFC changes, neither alone nor behind another.
const STABLE: &[RangeInclusive<char>] = &[
    // Latin without letters that rustc advises against, and the letters of Cyrillic, Hebrew, Arabic.
    '\u{c0}'..='\u{131}',
    '\u{134}'..='\u{13e}',
    '\u{141}'..='\u{148}',
    '\u{14a}'..='\u{17e}',
    '\u{400}'..='\u{45f}',
    '\u{5d0}'..='\u{5ea}',
    '\u{621}'..='\u{63a}',
    '\u{641}'..='\u{64a}',
    // Hiragana, Katakana, the ideographs of Chinese, Hangul syllables.
    '\u{3041}'..='\u{3096}',
    '\u{30a1}'..='\u{30fa}',
    '\u{4e00}'..='\u{9fff}',
    '\u{ac00}'..='\u{d7a3}',
];

/// Whether the letter or digit stays in identifiers, in upper and in lower case.
fn is_kept(char: char) -> bool {
    let is_stable = |char: char| {
        char.is_ascii_alphanumeric()
            || is_xid_start(char) && STABLE.iter().any(|range| range.contains(&char))
    };
    is_stable(char)
        && char
            .to_uppercase()
            .chain(char.to_lowercase())
            .all(is_stable)
}

fn is_kept_or_border(char: char) -> bool {
    char == '_' || is_kept(char)
}

/// ASCII letters and digits as they are, other characters by their number.
fn in_ascii(char: char) -> String {
    match char {
        char if char.is_ascii_alphanumeric() => char.to_string(),
        char if char.is_ascii() => " ".to_owned(),
        char => format!(" {} ", numbered(char)),
    }
}

/// A character by its number: `u301`.
fn numbered(char: char) -> String {
    format!("u{:x}", u32::from(char))
}

/// A sign in words; letters and digits as they are, if they can stay.
fn spelled(sign: char) -> String {
    let word = match sign {
        '+' => "plus",
        '-' => "minus",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '~' => "tilde",
        '?' => "question",
        '^' => "caret",
        '_' => "underscore",
        '\\' => "backslash",
        '(' | ')' => "paren",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '\'' | '"' => "quote",
        ' ' => "space",
        sign if is_kept(sign) => return sign.to_string(),
        sign => return numbered(sign),
    };
    word.to_owned()
}

/// The identifier with a word behind it, for one that would hide another.
pub(super) fn suffixed(ident: &Ident, word: &str) -> Ident {
    Ident(format!("{ident}{word}"))
}

/// Names that must differ from each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// Takes `ident` if it is free.
    pub(super) fn take(&mut self, ident: &Ident) -> bool {
        self.taken.insert(ident.0.clone())
    }

    /// The identifier for `text`: as it is if free, with the smallest free number behind it otherwise.
    pub(super) fn name(&mut self, text: &str, use_: Use) -> Ident {
        self.settle(ident(text, use_))
    }

    /// `ident` if it is free, with the smallest free number behind it otherwise.
    pub(super) fn settle(&mut self, ident: Ident) -> Ident {
        if self.take(&ident) {
            return ident;
        }
        // A name that ends in a digit keeps a border before the number.
        let border = if ident.0.ends_with(|last: char| last.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let mut number = 2;
        loop {
            let next = Ident(format!("{}{border}{number}", ident.0));
            if self.take(&next) {
                return next;
            }
            number += 1;
        }
    }

    /// Takes a text name if it is free.
    pub(super) fn take_text(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// A text name, for flags and commands, made different in the same way.
    pub(super) fn text(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let mut number = 2;
        loop {
            let next = format!("{name}-{number}");
            if self.taken.insert(next.clone()) {
                return next;
            }
            number += 1;
        }
    }
}

/// Why a name that was chosen cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is a word of the language.
    Keyword,
    /// The client uses it itself where names of this use stand.
    Reserved,
    /// Names of this use are written in another way, such as this one.
    Case(Ident),
}

/// The identifier that its owner chose, exactly as it was written.
pub(super) fn chosen(text: &str, use_: Use) -> Result<Ident, Refusal> {
    if KEYWORDS.contains(&text) {
        return Err(Refusal::Keyword);
    }
    if reserved(use_).contains(&text) {
        return Err(Refusal::Reserved);
    }
    let usual = ident(text, use_);
    let is_cased = match use_ {
        Use::Model | Use::Builder | Use::Handle | Use::Variant | Use::Marker => {
            text.starts_with(|first: char| first.is_ascii_uppercase()) && !text.contains('_')
        }
        Use::Constant => text == usual.0,
        Use::Field | Use::Method | Use::Setter | Use::Module | Use::Library => {
            let is_small = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit();
            text.split('_')
                .all(|word| !word.is_empty() && word.chars().all(is_small))
        }
    };
    match is_cased && pinned(text, use_).is_some() {
        true => Ok(Ident(text.to_owned())),
        false => Err(Refusal::Case(usual)),
    }
}

/// The identifier that the lock pins, if it can be used.
pub(super) fn pinned(text: &str, use_: Use) -> Option<Ident> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let valid = !first.is_ascii_digit()
        && is_kept_or_border(first)
        && chars.all(is_kept_or_border)
        && (text.is_ascii() || !matches!(use_, Use::Module | Use::Library))
        && !KEYWORDS.contains(&text)
        && !reserved(use_).contains(&text);
    valid.then(|| Ident(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Refusal, Scope, Use, chosen, ident, kebab, pinned};

    #[test]
    fn names_follow_their_use() {
        let table = [
            ("AssetStatus", Use::Model, "AssetStatus"),
            ("asset_status", Use::Model, "AssetStatus"),
            ("assetId", Use::Field, "asset_id"),
            ("pending_upload", Use::Variant, "PendingUpload"),
            ("type", Use::Field, "type_"),
            ("self", Use::Field, "self_"),
            ("Self", Use::Variant, "Self_"),
            ("async", Use::Method, "async_"),
            ("Option", Use::Model, "OptionModel"),
            ("send", Use::Method, "send_"),
            ("deadline", Use::Setter, "deadline_"),
            ("deadline", Use::Method, "deadline"),
            ("M", Use::Builder, "MRequest"),
            ("client", Use::Module, "client_"),
            ("2024-01", Use::Variant, "V202401"),
            ("1st", Use::Field, "n1st"),
            ("+1", Use::Variant, "Plus1"),
            ("-1", Use::Variant, "Minus1"),
            ("<=", Use::Variant, "LessEqual"),
            ("=", Use::Variant, "Equal"),
            ("", Use::Variant, "Empty"),
            ("", Use::Field, "empty"),
            ("🦀", Use::Variant, "U1f980"),
            ("uploadAsset", Use::Constant, "UPLOAD_ASSET"),
            ("X-Request-ID", Use::Field, "x_request_id"),
            ("flora-client", Use::Library, "flora_client"),
            ("_", Use::Field, "underscore"),
            ("m²", Use::Field, "m_ub2"),
            ("x½", Use::Field, "x_ubd"),
            ("a①", Use::Variant, "AU2460"),
            ("ͺx", Use::Field, "u37a_x"),
            ("²", Use::Field, "ub2"),
            ("caf\u{e9}", Use::Field, "café"),
            ("cafe\u{301}", Use::Field, "cafe_u301"),
            ("\u{212b}", Use::Field, "u212b"),
            ("資産", Use::Variant, "資産"),
            ("한국", Use::Field, "한국"),
            ("a💥", Use::Field, "a"),
            ("❤\u{fe0f}", Use::Field, "u2764"),
            ("❤\u{fe0f}", Use::Variant, "U2764"),
            ("a\u{fe0f}b", Use::Field, "ab"),
            ("\u{fe0f}", Use::Field, "empty"),
            ("שלום", Use::Field, "שלום"),
            ("größe", Use::Constant, "GRÖSSE"),
            ("ß", Use::Variant, "SS"),
            ("ǆ", Use::Variant, "U1c6"),
            ("α", Use::Field, "u3b1"),
            ("größe", Use::Module, "gr_uf6_udf_e"),
            ("資産", Use::Module, "u8cc7_u7523"),
            ("\u{1f0}", Use::Variant, "U1f0"),
            ("٣x", Use::Field, "u663_x"),
            ("٣", Use::Variant, "U663"),
        ];
        for (text, use_, expected) in table {
            assert_eq!(ident(text, use_).as_str(), expected, "{text:?} as {use_:?}");
        }
    }

    /// Case, borders and the letters before digits must make no text that rustc refuses.
    #[test]
    fn every_character_makes_an_identifier() {
        let uses = [
            Use::Model,
            Use::Builder,
            Use::Handle,
            Use::Variant,
            Use::Marker,
            Use::Field,
            Use::Method,
            Use::Module,
            Use::Constant,
            Use::Library,
        ];
        let blocks = [0..0x3000, 0xa000..0xa100, 0xac00..0xac40, 0xf900..0xfb10];
        for char in blocks.into_iter().flatten().filter_map(char::from_u32) {
            for text in [format!("a{char}"), char.to_string(), format!("{char}a")] {
                for use_ in uses {
                    let name = ident(&text, use_);
                    let read = syn::parse_str::<syn::Ident>(name.as_str());
                    assert!(read.is_ok(), "{text:?} as {use_:?} is {name}");
                    assert_eq!(pinned(name.as_str(), use_), Some(name), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_chosen_name_is_taken_as_it_is_or_not_at_all() {
        let taken = [
            ("HTTPStatus", Use::Model),
            ("V2", Use::Variant),
            ("line2", Use::Field),
            ("v1_2", Use::Method),
        ];
        for (text, use_) in taken {
            let name = chosen(text, use_);
            assert_eq!(name.map(|name| name.to_string()), Ok(text.to_owned()));
        }
        let cased = |text: &str, use_| Refusal::Case(ident(text, use_));
        let refused = [
            ("type", Use::Field, Refusal::Keyword),
            ("Self", Use::Model, Refusal::Keyword),
            ("Option", Use::Model, Refusal::Reserved),
            ("deadline", Use::Setter, Refusal::Reserved),
            ("http_status", Use::Model, cased("http_status", Use::Model)),
            ("status", Use::Variant, cased("status", Use::Variant)),
            ("fooBar", Use::Field, cased("fooBar", Use::Field)),
            ("foo__bar", Use::Field, cased("foo__bar", Use::Field)),
            ("foo_", Use::Setter, cased("foo_", Use::Setter)),
            ("", Use::Setter, cased("", Use::Setter)),
        ];
        for (text, use_, refusal) in refused {
            assert_eq!(chosen(text, use_), Err(refusal), "{text:?} as {use_:?}");
        }
    }

    #[test]
    fn clashes_get_numbers() {
        let mut scope = Scope::default();
        assert_eq!(scope.name("fooBar", Use::Field).as_str(), "foo_bar");
        assert_eq!(scope.name("foo_bar", Use::Field).as_str(), "foo_bar2");
        assert_eq!(scope.name("foo-bar", Use::Field).as_str(), "foo_bar3");
        assert_eq!(scope.name("v1", Use::Field).as_str(), "v1");
        assert_eq!(scope.name("V1", Use::Field).as_str(), "v1_2");
    }

    #[test]
    fn flags_are_kebab() {
        assert_eq!(kebab("assetId"), "asset-id");
        assert_eq!(kebab("workspace_id"), "workspace-id");
        assert_eq!(kebab("filter[name]"), "filter-name");
    }
}
