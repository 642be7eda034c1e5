//! Text -> [`Document`]: one OpenAPI document, typed and in the 3.0 form.
//!
//! The only stage that knows versions of OpenAPI. [`read`] is the steps in
//! order: parse the text, look at the version, account for every keyword,
//! check the references, rewrite newer idioms into the 3.0 form, read it as
//! `openapiv3`. Where the form differs from the text, [`Document::origin`]
//! leads back.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Lines, Place, Pointer, Report, Source, Span};
use crate::value::Value;

mod audit;
mod bundle;
mod config;
mod dialect;
mod extensions;
mod json_spans;
mod keywords;
mod ledger;
mod parse;
mod references;
mod spans;
#[cfg(test)]
mod tests;
mod texts;
mod typed;

pub use config::{GivenName, Named};
pub use ledger::{Entry, Fate, ledger};
use spans::Spans;
use texts::Texts;

/// A document as it comes from its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What diagnostics call it, for example `spec/assets.yaml`.
    pub name: String,
    /// YAML or JSON.
    pub text: String,
    /// Other files that it refers to, named like the document: what is
    /// `schemas/asset.yaml` to `spec/assets.yaml` is `spec/schemas/asset.yaml` here.
    pub files: BTreeMap<String, String>,
    /// Which of the files is the config; none if there is none.
    pub config: Option<String>,
}

impl Input {
    /// A document of one file.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            files: BTreeMap::new(),
            config: None,
        }
    }

    /// The same document with a config beside it, which is named like its other files.
    #[must_use]
    pub fn with_config(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        self.files.insert(name.clone(), text.into());
        self.config = Some(name);
        self
    }

    /// The files that the document refers to and that are not given yet, as
    /// far as can be told: those may refer to more.
    ///
    /// Their names start with the folder in the document's name, if there is
    /// one, and do not leave it; whoever reads them has to look where links lead.
    #[must_use]
    pub fn missing_files(&self) -> Vec<String> {
        if !bundle::refers_to_files(&self.text) {
            return Vec::new();
        }
        let mut report = Report::default();
        let texts = Texts::of(self);
        let missing = with_deep_stack(|| {
            let mut parsed = parse(self, &mut report)?;
            Some(bundle::bundle(&mut parsed.tree, self, &texts, &mut report).missing)
        });
        missing.into_iter().flatten().collect()
    }

    /// The folder in the document's name, with a slash: `spec/`.
    #[must_use]
    pub fn folder(&self) -> &str {
        match self.name.rfind('/') {
            Some(end) => &self.name[..=end],
            None => "",
        }
    }

    /// The file that a finding is about, as it is shown.
    #[must_use]
    pub fn source(&self, found: &Diagnostic) -> Source<'_> {
        let file = found.span.as_ref().and_then(|span| span.file.as_deref());
        match file.and_then(|file| self.files.get_key_value(file)) {
            Some((name, text)) => Source { name, text },
            None => Source {
                name: &self.name,
                text: &self.text,
            },
        }
    }
}

/// A version of OpenAPI, without its patch level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 3.0
    V3_0,
    /// 3.1
    V3_1,
    /// 3.2
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What diagnostics call it.
    pub name: String,
    /// The document, typed and in the 3.0 form.
    pub api: openapiv3::OpenAPI,
    /// The same 3.0 form as plain data.
    pub tree: Value,
    /// The version that the text is written in.
    pub version: Version,
    texts: Texts,
    origins: HashMap<String, String>,
    files: HashMap<String, String>,
    config: config::Config,
}

impl Document {
    /// The value that a local `$ref` such as `#/components/schemas/Asset` leads
    /// to in the 3.0 form, and its pointer.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<(Pointer, &Value)> {
        let pointer = reference.strip_prefix('#')?;
        Some((Pointer::new(pointer), self.tree.pointer(pointer)?))
    }

    /// The place in the text, for a place of the 3.0 form. In another file than
    /// the document itself it starts with the name of that file.
    #[must_use]
    pub fn origin(&self, pointer: &Pointer) -> Pointer {
        let pointer = origin_of(&self.origins, pointer.as_str());
        Pointer::new(origin_of(&self.files, &pointer).into_owned())
    }

    /// Where a place of the 3.0 form stands in the text, or what is nearest to it.
    #[must_use]
    pub fn span(&self, place: &Place) -> Option<Span> {
        self.texts.find(&Place {
            pointer: self.origin(&place.pointer),
            part: place.part,
        })
    }

    /// The place in the document as it was written, its files put together, for a place of the
    /// 3.0 form.
    #[must_use]
    pub fn written(&self, pointer: &Pointer) -> Pointer {
        Pointer::new(origin_of(&self.origins, pointer.as_str()).into_owned())
    }

    /// What the config calls things.
    #[must_use]
    pub fn names(&self) -> &[GivenName] {
        &self.config.names
    }

    /// The text of the document itself, as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.texts.main().text
    }
}

/// Reads a document.
///
/// Problems go to `report`. The document may come back beside errors: what is
/// broken is replaced by something harmless, so that later stages find the
/// rest; nothing may be generated from it. `None` means that nothing useful is
/// left.
pub fn read(input: &Input, report: &mut Report) -> Option<Document> {
    let first = report.diagnostics.len();
    let texts = Texts::of(input);
    let mut files = HashMap::new();
    let stage = with_deep_stack(|| read_stages(input, &texts, &mut files, report));
    let origins = stage.as_ref().map(|stage| &stage.origins);
    for diagnostic in &mut report.diagnostics[first..] {
        if diagnostic.span.is_none() {
            let pointer = origin_of(&files, diagnostic.place.pointer.as_str());
            diagnostic.place.pointer = Pointer::new(pointer.into_owned());
        }
        // Findings of this stage have places of the text. `Document::span` finds
        // them later unless it takes them for places of the 3.0 form that have moved.
        let pointer = diagnostic.place.pointer.as_str();
        if diagnostic.span.is_none()
            && origins.is_none_or(|origins| origin_of(origins, pointer) != pointer)
        {
            diagnostic.span = texts.find(&diagnostic.place);
        }
    }
    let Stage {
        api,
        tree,
        version,
        origins,
        config,
    } = stage?;
    Some(Document {
        name: input.name.clone(),
        api,
        tree,
        version,
        texts,
        origins,
        files,
        config,
    })
}

/// Runs `step` with room for the deepest document that the bounds allow:
/// serde needs many large frames for each level of a schema.
fn with_deep_stack<T: Send>(step: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, step)
            .expect("the system has room for a thread");
        match thread.join() {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// What the steps leave.
struct Stage {
    api: openapiv3::OpenAPI,
    tree: Value,
    version: Version,
    origins: HashMap<String, String>,
    config: config::Config,
}

fn read_stages(
    input: &Input,
    texts: &Texts,
    files: &mut HashMap<String, String>,
    report: &mut Report,
) -> Option<Stage> {
    let parse::Parsed {
        mut tree,
        has_duplicates,
    } = parse(input, report)?;
    if has_duplicates {
        check_duplicates(&input.text, texts.main().spans(), None, report);
    }
    let mut bundle = bundle::bundle(&mut tree, input, texts, report);
    *files = std::mem::take(&mut bundle.origins);
    if bundle.too_large {
        return None;
    }
    let config = config::apply(&mut tree, input, texts, files, report);
    let files = &*files;
    let spelling = |pointer: &Pointer| {
        let pointer = Pointer::new(origin_of(files, pointer.as_str()).into_owned());
        texts.plain_text(&pointer).map(str::to_owned)
    };
    let version = read_version(&tree, &spelling, report)?;
    let mut audit = audit::audit(&mut tree, version, &spelling, &config.left_out, report);
    let mut origins = std::mem::take(&mut audit.origins);
    let references = references::follow(&mut tree, &audit, &bundle, &mut origins, report);
    let origins = dialect::descend(&mut tree, &references, origins, report);
    let api = read_typed(&mut tree, &origins, report)?;
    Some(Stage {
        api,
        tree,
        version,
        origins,
        config,
    })
}

fn parse(input: &Input, report: &mut Report) -> Option<parse::Parsed> {
    let bytes = input.text.len() + input.files.values().map(String::len).sum::<usize>();
    if bytes > parse::MAX_BYTES {
        let message = format!("the document has more than {} MiB", parse::MAX_BYTES >> 20);
        report.push(Diagnostic::new(Code::TooLarge, Pointer::root(), message));
        return None;
    }
    parse_text(&input.text, None, report)
}

/// Reads one file; none is the document itself.
fn parse_text(whole: &str, file: Option<&str>, report: &mut Report) -> Option<parse::Parsed> {
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    match parse::parse(text) {
        Ok(parsed) => Some(parsed),
        Err(failure) => {
            let code = if failure.too_large {
                Code::TooLarge
            } else {
                Code::Syntax
            };
            let mut diagnostic = Diagnostic::new(code, root_of(file), failure.message);
            let offset = whole.len() - text.len();
            diagnostic.span = failure.at.map(|at| Span {
                file: file.map(Arc::from),
                ..Lines::of(whole).span_at(whole, at + offset)
            });
            report.push(diagnostic);
            None
        }
    }
}

/// The whole of a file.
fn root_of(file: Option<&str>) -> Pointer {
    file.map_or_else(Pointer::root, |file| Pointer::new(format!("{file}#")))
}

fn check_duplicates(text: &str, spans: &Spans, file: Option<&str>, report: &mut Report) {
    for spans::Duplicate {
        pointer,
        range,
        first,
    } in spans.duplicates()
    {
        let key = pointer.last().unwrap_or_default();
        let message = format!("the key `{key}` occurs twice");
        let line = spans.lines().span(text, first.0, first.1).line;
        let place = Pointer::new(format!("{}{pointer}", root_of(file)));
        let mut diagnostic = Diagnostic::new(Code::DuplicateKey, Place::key(place), message);
        diagnostic.span = Some(Span {
            file: file.map(Arc::from),
            ..spans.lines().span(text, range.0, range.1)
        });
        report.push(diagnostic.hint(format!("it stands first in line {line}")));
    }
}

fn read_version(
    tree: &Value,
    spelling: &dyn Fn(&Pointer) -> Option<String>,
    report: &mut Report,
) -> Option<Version> {
    const SUPPORTED: &str = "supported are OpenAPI 3.0, 3.1 and 3.2";
    let place = Pointer::new("/openapi");
    let written = match tree.get("openapi") {
        Some(Value::String(text)) => Some(text.clone()),
        // `openapi: 3.1` without quotes is a number.
        Some(Value::Integer(_) | Value::Float(_)) => spelling(&place),
        _ => None,
    };
    let diagnostic = match written {
        Some(written) => {
            let mut numbers = written.split('.');
            match (numbers.next(), numbers.next()) {
                (Some("3"), Some("0")) => return Some(Version::V3_0),
                (Some("3"), Some("1")) => return Some(Version::V3_1),
                (Some("3"), Some("2")) => return Some(Version::V3_2),
                _ => {
                    let message = format!("OpenAPI {written} is not supported");
                    Diagnostic::new(Code::UnsupportedVersion, &place, message).hint(SUPPORTED)
                }
            }
        }
        None if tree.get("swagger").is_some() => {
            let message = "this is a Swagger document, the predecessor of OpenAPI";
            Diagnostic::new(
                Code::UnsupportedVersion,
                Place::key(Pointer::new("/swagger")),
                message,
            )
            .hint("convert it to OpenAPI 3 first, for example with `npx swagger2openapi`")
        }
        None => {
            let message =
                "this is not an OpenAPI document: it has no text `openapi` with the version";
            Diagnostic::new(Code::UnsupportedVersion, Pointer::root(), message).hint(SUPPORTED)
        }
    };
    report.push(diagnostic);
    None
}

/// How many nodes that the ledger let pass are reported before giving up.
const MAX_UNREADABLE: usize = 32;

/// Reads the tree typed. A node that fails is reported and replaced, and the rest is read again.
fn read_typed(
    tree: &mut Value,
    origins: &HashMap<String, String>,
    report: &mut Report,
) -> Option<openapiv3::OpenAPI> {
    for _ in 0..MAX_UNREADABLE {
        let mismatch = match typed::read(tree) {
            Ok(api) => return Some(api),
            Err(mismatch) => mismatch,
        };
        let found = typed::locate(tree, mismatch);
        let place = Pointer::new(origin_of(origins, &found.pointer).into_owned());
        let message = format!(
            "{} has a form that cannot be read: {}",
            found.kind.name(),
            found.message
        );
        report.push(Diagnostic::new(Code::Malformed, place, message));
        if !references::neutralise(tree, &found.pointer, found.kind) {
            return None;
        }
    }
    None
}

/// The place in the text for a place of the 3.0 form: the longest part of the
/// pointer that has moved is replaced by where it comes from.
fn origin_of<'a>(origins: &HashMap<String, String>, pointer: &'a str) -> Cow<'a, str> {
    let mut end = pointer.len();
    while !origins.is_empty() {
        if let Some(origin) = origins.get(&pointer[..end]) {
            return Cow::Owned(format!("{origin}{}", &pointer[end..]));
        }
        match pointer[..end].rfind('/') {
            Some(shorter) => end = shorter,
            None => break,
        }
    }
    Cow::Borrowed(pointer)
}
