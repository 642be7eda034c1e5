//! Vendor extensions of ours: where they may stand and what form they have.

use super::keywords::Kind;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report, nearest};
use crate::value::Value;

/// The form of an extension or of a member of it.
#[derive(Clone, Copy)]
enum Form {
    /// `true` or `false`.
    Flag,
    /// `true`, or an object that says more; none of its keys is required.
    FlagOr(&'static [(&'static str, Form)]),
    Text,
    Texts,
    /// The name of a package or command; it also names files.
    Name,
    /// The name of an environment variable, or the start of one.
    Variable,
    /// A version such as `0.1.0`, as Cargo takes it.
    Version,
    /// A JSON pointer.
    Pointer,
    /// A whole number from 0.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    /// This word, or an object with these members; the first ones of the number given are required.
    WordOr(&'static str, &'static [(&'static str, Form)], usize),
    /// An object with these members; the first ones of the number given are required.
    Object(&'static [(&'static str, Form)], usize),
    /// An object with free keys and values.
    Data,
}

use Form::{
    Count, Data, Flag, FlagOr, Name, Object, Pointer as Path, Text, Texts, Variable, Version, Word,
    WordOr,
};

/// How pages follow each other, or that there are none.
const PAGINATION: Form = WordOr(
    "none",
    &[
        ("items", Path),
        ("cursor", Text),
        ("next", Path),
        ("last-item", Path),
        ("more", Path),
        ("page", Text),
        ("first", Count),
        ("offset", Text),
        ("total", Path),
        ("pages", Path),
        ("next-url", Path),
        ("link-header", Flag),
    ],
    1,
);

const EXTENSIONS: &[(&str, &[Kind], Form)] = &[
    (
        "x-client",
        &[Kind::Root],
        Object(
            &[
                ("crate", Name),
                ("version", Version),
                ("binary", Name),
                ("env-prefix", Variable),
                ("license", Text),
            ],
            0,
        ),
    ),
    (
        "x-client-credential",
        &[Kind::SecurityScheme],
        Object(&[("name", Text), ("env", Variable)], 0),
    ),
    (
        "x-client-operation",
        &[Kind::Operation],
        Object(&[("resource", Text), ("method", Text)], 0),
    ),
    ("x-client-pagination", &[Kind::Operation], PAGINATION),
    (
        "x-client-poll",
        &[Kind::Operation],
        Object(
            &[
                ("field", Path),
                ("done", Texts),
                ("pending", Texts),
                ("failed", Texts),
                ("message", Path),
                ("interval-ms", Count),
                ("timeout-ms", Count),
            ],
            2,
        ),
    ),
    (
        "x-client-upload",
        &[Kind::Operation],
        Object(
            &[
                ("fetch", Object(&[("field", Text)], 1)),
                (
                    "direct",
                    Object(
                        &[("content-type", Text), ("file", Text), ("max-bytes", Count)],
                        2,
                    ),
                ),
                (
                    "signed",
                    Object(
                        &[
                            ("url", Path),
                            ("id", Path),
                            ("set", Data),
                            ("method", Path),
                            ("fields", Path),
                            ("file-field", Path),
                            ("put-url", Path),
                            ("complete", Text),
                            ("retry", Text),
                            ("poll", Text),
                        ],
                        2,
                    ),
                ),
                ("file-name", Text),
                ("content-type", Text),
            ],
            0,
        ),
    ),
    (
        "x-client-idempotency-key",
        &[Kind::Parameter],
        FlagOr(&[("duplicate", Text), ("replayed", Text)]),
    ),
    ("x-client-request-id", &[Kind::Header], Flag),
    ("x-client-secret", &[Kind::Schema], Flag),
    ("x-client-download", &[Kind::Schema], Flag),
    ("x-client-aliases", &[Kind::Schema], Texts),
    (
        "x-client-unix-time",
        &[Kind::Schema],
        Word(&["seconds", "milliseconds"]),
    ),
    (
        "x-client-error",
        &[Kind::Schema],
        Object(
            &[
                ("code", Path),
                ("message", Path),
                ("fields", Path),
                ("field", Path),
                ("field-message", Path),
            ],
            0,
        ),
    ),
];

/// Whether the extension is ours, stands where it may and has its form.
pub(super) fn check(
    kind: Kind,
    key: &str,
    value: &Value,
    here: &Pointer,
    report: &mut Report,
) -> bool {
    let Some((_, kinds, form)) = EXTENSIONS.iter().find(|(name, ..)| *name == key) else {
        let near = nearest(key, EXTENSIONS.iter().map(|(name, ..)| *name));
        let hint = near.map_or_else(
            || {
                let names: Vec<_> = EXTENSIONS.iter().map(|(name, ..)| *name).collect();
                format!("the extensions are: {}", names.join(", "))
            },
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no extension `{key}`");
        report.push(
            Diagnostic::new(Code::UnknownExtension, Place::key(here.clone()), message).hint(hint),
        );
        return false;
    };
    if !kinds.contains(&kind) {
        let places: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let message = format!(
            "`{key}` belongs to {}, not to {}",
            places.join(" or "),
            kind.name()
        );
        report.push(Diagnostic::new(
            Code::MalformedExtension,
            Place::key(here.clone()),
            message,
        ));
        return false;
    }
    has_form(value, *form, here, report)
}

fn has_form(value: &Value, form: Form, here: &Pointer, report: &mut Report) -> bool {
    let expected = match (form, value) {
        (Data, _) | (Flag, Value::Bool(_)) | (Text, Value::String(_)) => return true,
        (Path, Value::String(text)) if text.is_empty() || text.starts_with('/') => return true,
        (Name, Value::String(text)) if is_name(text) => return true,
        (Variable, Value::String(text)) if is_variable(text) => return true,
        (Version, Value::String(text)) if is_version(text) => return true,
        (Count, Value::Integer(count)) if u64::try_from(*count).is_ok() => return true,
        (Word(words), Value::String(text)) if words.contains(&text.as_str()) => return true,
        (Texts, Value::Array(items)) => {
            let wrong = items.iter().position(|item| item.as_str().is_none());
            return wrong
                .is_none_or(|index| has_form(&items[index], Text, &here.child(index), report));
        }
        (FlagOr(_), Value::Bool(_)) => return true,
        (WordOr(word, ..), Value::String(text)) if text == word => return true,
        (WordOr(_, fields, required), Value::Object(_)) => {
            return has_fields(value, fields, required, here, report);
        }
        (FlagOr(fields), Value::Object(_)) => return has_fields(value, fields, 0, here, report),
        (Object(fields, required), Value::Object(_)) => {
            return has_fields(value, fields, required, here, report);
        }
        (Flag, _) => "true or false".to_owned(),
        (FlagOr(_), _) => "true, false or an object".to_owned(),
        (WordOr(word, ..), _) => format!("`{word}` or an object"),
        (Text, _) => "text".to_owned(),
        (Texts, _) => "an array of texts".to_owned(),
        (Path, _) => "a JSON pointer such as `/data/items`".to_owned(),
        (Name, _) => {
            "a name of ASCII letters, digits, `-` and `_` such as `pets-client`".to_owned()
        }
        (Variable, _) => "capitals, digits and `_` such as `PETS_API_KEY`".to_owned(),
        (Version, _) => "a version such as `0.1.0`".to_owned(),
        (Count, _) => "a whole number from 0".to_owned(),
        (Word(words), _) => format!("one of: {}", words.join(", ")),
        (Object(..), _) => "an object".to_owned(),
    };
    let found = match value.as_str() {
        Some(text) => format!("`{}`", text.escape_debug()),
        None => value.kind().to_owned(),
    };
    let message = format!("expected {expected}, found {found}");
    report.push(Diagnostic::new(Code::MalformedExtension, here, message));
    false
}

/// Whether Cargo takes the text for the name of a package, and every system for that of a file.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
}

fn is_variable(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text
            .chars()
            .all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_')
}

/// `major.minor.patch`, with what Semantic Versioning allows behind it.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let is_number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && part.len() < 10 && (part == "0" || !part.starts_with('0'))
    };
    let rest = &text[core.len()..];
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && rest
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '+' | '.'))
        && !rest.ends_with(['-', '+', '.'])
}

fn has_fields(
    value: &Value,
    fields: &[(&'static str, Form)],
    required: usize,
    here: &Pointer,
    report: &mut Report,
) -> bool {
    let mut good = true;
    for (key, value) in value.as_object().into_iter().flatten() {
        let place = here.child(key);
        match fields.iter().find(|(name, _)| name == key) {
            Some((_, form)) => good &= has_form(value, *form, &place, report),
            None => {
                let near = nearest(key, fields.iter().map(|(name, _)| *name));
                let message = format!("`{key}` is not a member of this extension");
                let mut diagnostic =
                    Diagnostic::new(Code::MalformedExtension, Place::key(place), message);
                diagnostic.hint = near.map(|near| format!("did you mean `{near}`?"));
                report.push(diagnostic);
                good = false;
            }
        }
    }
    for (name, _) in fields
        .iter()
        .take(required)
        .filter(|(name, _)| value.get(name).is_none())
    {
        let message = format!("the required `{name}` is missing");
        report.push(Diagnostic::new(Code::MalformedExtension, here, message));
        good = false;
    }
    good
}
