//! The only place where identifiers are born: case, keywords, reserved names, clashes.
//!
//! A name of the document becomes words, the words become an identifier in the
//! case of its use, and a [`Scope`] settles clashes. Keywords get an
//! underscore behind them, a leading digit gets a letter before it, and signs
//! are spelled out where nothing else is left of the name: `-1` is `minus 1`.

use std::collections::HashSet;
use std::fmt;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde::Serialize;

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
pub(super) enum Use {
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
    /// A method or setter.
    Method,
    /// A module of a resource.
    Module,
    /// A static.
    Constant,
    /// A library name.
    Library,
}

/// The identifier that `text` becomes when it is used as `use_`, clashes aside.
pub(super) fn ident(text: &str, use_: Use) -> Ident {
    let words = words(text);
    let cased = match use_ {
        Use::Model | Use::Builder | Use::Handle | Use::Variant | Use::Marker => {
            words.to_upper_camel_case()
        }
        Use::Field | Use::Method | Use::Module | Use::Library => words.to_snake_case(),
        Use::Constant => words.to_shouty_snake_case(),
    };
    let mut name = cased;
    if name.is_empty() {
        name = match use_ {
            Use::Constant => "EMPTY".to_owned(),
            Use::Field | Use::Method | Use::Module | Use::Library => "empty".to_owned(),
            _ => "Empty".to_owned(),
        };
    }
    if name.starts_with(|first: char| first.is_numeric()) {
        let letter = match use_ {
            Use::Variant => "V",
            Use::Model | Use::Builder | Use::Handle | Use::Marker => "T",
            Use::Constant => "N",
            Use::Field | Use::Method | Use::Module | Use::Library => "n",
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

/// The text with everything that cannot stand in an identifier turned into word borders.
fn words(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|char| if char.is_alphanumeric() { char } else { ' ' })
        .collect();
    let signed =
        text.starts_with(['-', '+']) && text[1..].starts_with(|next: char| next.is_ascii_digit());
    if signed || kept.trim().is_empty() {
        return text.chars().map(spelled).collect::<Vec<_>>().join(" ");
    }
    kept
}

/// A sign in words; letters, digits and white space as they are.
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
        sign if sign.is_alphanumeric() => return sign.to_string(),
        sign => return format!("u{:x}", u32::from(sign)),
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

/// The identifier that the lock pins, if it can be used.
pub(super) fn pinned(text: &str, use_: Use) -> Option<Ident> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let valid = (first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || char == '_')
        && !KEYWORDS.contains(&text)
        && !reserved(use_).contains(&text);
    valid.then(|| Ident(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Scope, Use, ident, kebab};

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
        ];
        for (text, use_, expected) in table {
            assert_eq!(ident(text, use_).as_str(), expected, "{text:?} as {use_:?}");
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
