//! Several files -> one tree: what `$ref`s to other files lead to becomes part of the document.
//!
//! The part that a reference leads to becomes a component, and the reference
//! leads there. What has no components, and what stands in for a whole map, is
//! put in place of the reference. Parts are found by the ledger, so data is
//! never taken for structure. Nothing is read here: the files are given. Where
//! things come from is recorded, and diagnostics name the right file.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use indexmap::IndexMap;

use super::audit::push_token;
use super::keywords::{self, Form, Kind};
use super::references::{self, escape, holder_of, percent_decode};
use super::texts::Texts;
use super::{Input, check_duplicates, origin_of, parse};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report};
use crate::value::Value;

/// How many parts are put in place of references. Components are made of a part once.
const MAX_COPIES: usize = 1 << 14;

/// What bundling leaves beside the tree.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    /// Places of the tree that come from another file: new -> old.
    pub(super) origins: HashMap<String, String>,
    /// References that were reported here, by the object that holds them.
    pub(super) broken: HashSet<String>,
    /// References that lead to components now, by the object that holds them: what they were.
    pub(super) written: HashMap<String, String>,
    /// Whether a bound was passed and the tree is not complete.
    pub(super) too_large: bool,
    /// Files below the document's folder that are referred to and not given.
    pub(super) missing: BTreeSet<String>,
}

/// Makes the parts of other files parts of the tree.
pub(super) fn bundle(
    tree: &mut Value,
    input: &Input,
    texts: &Texts,
    report: &mut Report,
) -> Bundle {
    if !refers_to_files(&input.text) {
        return Bundle::default();
    }
    let mut bundler = Bundler {
        input,
        texts,
        report,
        bundle: Bundle::default(),
        files: HashMap::new(),
        imports: HashMap::new(),
        taken: taken_names(tree),
        waiting: VecDeque::new(),
        inlined: Vec::new(),
        nodes_left: parse::max_nodes(
            input.text.len() + input.files.values().map(String::len).sum::<usize>(),
        ),
        copies_left: MAX_COPIES,
        said: HashSet::new(),
        here: String::new(),
        file: None,
    };
    bundler.claim_components(tree);
    bundler.object(tree, Kind::Root);
    bundler.import_waiting(tree);
    bundler.bundle
}

/// Whether the text may have a reference to another file. It spares the walk
/// through the many documents that have none.
pub(super) fn refers_to_files(text: &str) -> bool {
    text.match_indices("$ref").any(|(start, key)| {
        let rest = text[start + key.len()..].trim_start_matches(['"', '\'', ':', ' ', '\t']);
        !rest.starts_with('#')
    })
}

/// The names that components have already, by section.
fn taken_names(tree: &Value) -> HashMap<String, HashSet<String>> {
    let sections = tree.get("components").and_then(Value::as_object);
    sections
        .into_iter()
        .flatten()
        .map(|(section, components)| {
            let names = components.as_object().into_iter().flatten();
            (
                section.clone(),
                names.map(|(name, _)| name.clone()).collect(),
            )
        })
        .collect()
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Part {
    /// None for the document itself.
    file: Option<String>,
    pointer: String,
}

impl Part {
    fn origin(&self) -> String {
        match &self.file {
            Some(file) => format!("{file}#{}", self.pointer),
            None => self.pointer.clone(),
        }
    }
}

/// A component to be made of a part.
struct Import {
    section: &'static str,
    name: String,
    kind: Kind,
    part: Part,
}

struct Bundler<'a> {
    input: &'a Input,
    texts: &'a Texts,
    report: &'a mut Report,
    bundle: Bundle,
    /// The trees of the other files; none of a file that cannot be read.
    files: HashMap<String, Option<Value>>,
    /// Parts that have become components: where they are.
    imports: HashMap<(Part, Kind), String>,
    taken: HashMap<String, HashSet<String>>,
    waiting: VecDeque<Import>,
    /// Parts that are being put in place of references, outermost first.
    inlined: Vec<Part>,
    nodes_left: usize,
    copies_left: usize,
    /// What was reported.
    said: HashSet<(String, Code)>,
    /// The pointer of the value at hand in the tree.
    here: String,
    /// The file that the value at hand comes from.
    file: Option<String>,
}

/// What was the case before parts were put in place of a reference.
struct Inlined {
    file: Option<String>,
    depth: usize,
}

/// Where a reference leads.
enum Target {
    /// Nowhere that concerns this step: within the document, or to a place that is refused later.
    Elsewhere,
    /// To another file, or to another place of the other file at hand.
    Part(Part),
    /// To a file outside of the document's folder.
    Outside,
}

impl Bundler<'_> {
    /// A component that is a reference to another file and nothing else takes the part itself.
    // components: { schemas: { Asset: { $ref: asset.yaml } } } => it is called `Asset`, not `asset`
    fn claim_components(&mut self, tree: &mut Value) {
        let Some(Value::Object(sections)) = member_mut(tree, "components") else {
            return;
        };
        for (section, components) in sections {
            let place = format!("/components/{}", escape(section));
            let form = keywords::keyword(Kind::Components, section).map(|keyword| keyword.form);
            let (Some(Form::Map(Form::NodeOrRef(kind))), Value::Object(components)) =
                (form, components)
            else {
                continue;
            };
            let Some((section, kind)) = section_of(*kind).zip(Some(*kind)) else {
                continue;
            };
            for (name, value) in components {
                let Some(target) = lone_reference(value) else {
                    continue;
                };
                if let Target::Part(part) = self.target(target)
                    && !self.imports.contains_key(&(part.clone(), kind))
                    && self.part(&part).is_some()
                {
                    let component = format!("{place}/{}", escape(name));
                    self.imports.insert((part.clone(), kind), component);
                    *value = Value::Null;
                    self.waiting.push_back(Import {
                        section,
                        name: name.clone(),
                        kind,
                        part,
                    });
                }
            }
        }
    }

    /// Puts all parts into the tree that became components, and what they refer to.
    fn import_waiting(&mut self, tree: &mut Value) {
        while let Some(import) = self.waiting.pop_front() {
            let Import {
                section,
                name,
                kind,
                part,
            } = import;
            let Some(mut value) = self.part(&part).cloned() else {
                continue;
            };
            if !self.fits(&value) {
                return;
            }
            self.here = format!("/components/{section}/{}", escape(&name));
            self.file.clone_from(&part.file);
            self.bundle.origins.insert(self.here.clone(), part.origin());
            self.form(&mut value, Form::NodeOrRef(kind));
            if let Value::Object(root) = &mut *tree
                && let Some(components) = references::member_mut(root, "components")
                && let Some(section) = references::member_mut(components, section)
            {
                section.insert(name, value);
            }
        }
    }

    fn form(&mut self, value: &mut Value, form: Form) {
        match form {
            Form::Data | Form::Text | Form::Flag | Form::Number | Form::Count => {}
            Form::Bound | Form::TypeNames => {}
            Form::Node(kind) => {
                let inlined = self.replace(value);
                self.object(value, kind);
                self.leave(inlined);
            }
            Form::NodeOrRef(kind) => self.object_or_reference(value, kind),
            Form::List(item) => self.list(value, *item),
            Form::Map(item) => {
                let inlined = self.replace(value);
                if let Value::Object(members) = value {
                    for (key, value) in members {
                        self.within(key, |bundler| bundler.form(value, *item));
                    }
                }
                self.leave(inlined);
            }
            Form::Items => match value {
                Value::Array(_) => self.list(value, Form::NodeOrRef(Kind::Schema)),
                _ => self.object_or_reference(value, Kind::Schema),
            },
        }
    }

    fn within(&mut self, token: &str, step: impl FnOnce(&mut Self)) {
        let length = self.here.len();
        push_token(&mut self.here, token);
        step(self);
        self.here.truncate(length);
    }

    fn list(&mut self, value: &mut Value, item: Form) {
        if let Value::Array(items) = value {
            for (index, value) in items.iter_mut().enumerate() {
                self.within(&index.to_string(), |bundler| bundler.form(value, item));
            }
        }
    }

    fn object(&mut self, value: &mut Value, kind: Kind) {
        let Value::Object(members) = value else {
            return;
        };
        for (key, value) in members {
            match keywords::keyword(kind, key) {
                Some(_) if kind == Kind::Discriminator => self.mapping(key, value),
                Some(keyword) => self.within(key, |bundler| bundler.form(value, keyword.form)),
                None => {}
            }
        }
    }

    /// `mapping` and `defaultMapping` of a discriminator.
    fn mapping(&mut self, key: &str, value: &mut Value) {
        match (key, value) {
            ("mapping", Value::Object(members)) => self.within(key, |bundler| {
                for (key, target) in members {
                    bundler.mapped(key, target);
                }
            }),
            ("defaultMapping", target) => self.mapped(key, target),
            _ => {}
        }
    }

    fn mapped(&mut self, key: &str, target: &mut Value) {
        // A bare word is the name of a schema of the document.
        let refers = |text: &&str| text.contains(['.', '/', '#']);
        if let Some(text) = target.as_str().filter(refers).map(str::to_owned)
            && let Some(component) = self.component(&text, key, Kind::Schema)
        {
            *target = Value::String(component);
        }
    }

    fn object_or_reference(&mut self, value: &mut Value, kind: Kind) {
        let Some(text) = value.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            return self.object(value, kind);
        };
        if kind == Kind::PathItem {
            // Without siblings it can stand where the reference is.
            let inlined = self.inline(value);
            if inlined.is_some() {
                self.object(value, kind);
                return self.leave(inlined);
            }
        }
        if let Some(component) = self.component(&text, "$ref", kind)
            && let Value::Object(members) = value
        {
            self.bundle.written.insert(self.here.clone(), text);
            members.insert("$ref".to_owned(), Value::String(component));
        }
        self.object(value, kind);
    }

    /// The component that a reference to another file leads to from now on.
    fn component(&mut self, text: &str, key: &str, kind: Kind) -> Option<String> {
        let part = match self.target(text) {
            Target::Elsewhere => return None,
            Target::Outside => {
                self.refuse(key, outside(text));
                return None;
            }
            Target::Part(part) => part,
        };
        if part.file.is_none() {
            return Some(format!("#{}", part.pointer));
        }
        if let Some(component) = self.imports.get(&(part.clone(), kind)) {
            return Some(format!("#{component}"));
        }
        if let Err(diagnostic) = self.check(text, &part) {
            self.refuse(key, *diagnostic);
            return None;
        }
        let Some(section) = section_of(kind) else {
            // What is no component is put in place or not referred to at all.
            return None;
        };
        let name = self.free_name(section, &part);
        let component = format!("/components/{section}/{}", escape(&name));
        self.imports.insert((part.clone(), kind), component.clone());
        self.waiting.push_back(Import {
            section,
            name,
            kind,
            part,
        });
        Some(format!("#{component}"))
    }

    /// Puts a part in place of a reference where OpenAPI has none; tools that
    /// split documents write them.
    // paths: { $ref: paths.yaml }
    fn replace(&mut self, value: &mut Value) -> Option<Inlined> {
        let text = lone_reference(value)?.to_owned();
        let place = Place::key(self.place("$ref"));
        if matches!(self.target(&text), Target::Elsewhere) && !text.starts_with('#') {
            self.refuse("$ref", references::external(&text, &Pointer::root()));
            *value = Value::Object(IndexMap::new());
            return None;
        }
        let inlined = self.inline(value)?;
        let message =
            format!("no reference belongs here; what `{text}` leads to is put in its place");
        self.say(Diagnostic::new(Code::MalformedHint, place, message));
        Some(inlined)
    }

    /// Puts a part in place of a lone reference to it. `leave` has to be called
    /// once the value has been gone through.
    fn inline(&mut self, value: &mut Value) -> Option<Inlined> {
        let before = Inlined {
            file: self.file.clone(),
            depth: self.inlined.len(),
        };
        while let Some(text) = lone_reference(value).map(str::to_owned) {
            let part = match self.target(&text) {
                Target::Elsewhere => break,
                Target::Outside => {
                    self.refuse("$ref", outside(&text));
                    *value = Value::Object(IndexMap::new());
                    break;
                }
                Target::Part(part) if part.file.is_none() => break,
                Target::Part(part) => part,
            };
            match self.copy(&text, &part) {
                Ok(found) => *value = found,
                Err(diagnostic) => {
                    self.refuse("$ref", *diagnostic);
                    *value = Value::Object(IndexMap::new());
                }
            }
            self.bundle.origins.insert(self.here.clone(), part.origin());
            self.file.clone_from(&part.file);
            self.inlined.push(part);
        }
        (self.inlined.len() > before.depth).then_some(before)
    }

    /// A copy of a part for the place at hand.
    fn copy(&mut self, text: &str, part: &Part) -> Result<Value, Box<Diagnostic>> {
        self.check(text, part)?;
        if self.inlined.contains(part) {
            let message = format!("`{text}` leads back to itself");
            let code = Code::ReferenceCycle;
            return Err(Box::new(Diagnostic::new(code, Pointer::root(), message)));
        }
        self.copies_left = self.copies_left.saturating_sub(1);
        // Present: checked above.
        let value = self.part(part).cloned().unwrap_or(Value::Null);
        Ok(if self.fits(&value) {
            value
        } else {
            Value::Null
        })
    }

    /// The parts that were put in place are behind us.
    fn leave(&mut self, inlined: Option<Inlined>) {
        if let Some(before) = inlined {
            self.file = before.file;
            self.inlined.truncate(before.depth);
        }
    }

    /// Where a reference leads, as seen from the file at hand.
    fn target(&self, text: &str) -> Target {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let pointer = percent_decode(fragment);
        if path.is_empty() {
            return match &self.file {
                None => Target::Elsewhere,
                Some(_) => Target::Part(Part {
                    file: self.file.clone(),
                    pointer,
                }),
            };
        }
        // A scheme, or a word that only stands for a name.
        let is_word = path.chars().all(|c| c.is_alphanumeric() || c == '_');
        if path.contains(':') || path.starts_with("//") || is_word {
            return Target::Elsewhere;
        }
        let from = self.file.as_deref().unwrap_or(&self.input.name);
        match join(self.input.folder(), from, &percent_decode(path)) {
            Some(file) => Target::Part(Part {
                file: (file != self.input.name).then_some(file),
                pointer,
            }),
            None => Target::Outside,
        }
    }

    /// The value of a part of a file, if it is there.
    fn part(&mut self, part: &Part) -> Option<&Value> {
        let tree = self.tree(part.file.as_deref()?)?;
        match part.pointer.is_empty() || part.pointer.starts_with('/') {
            true => tree.pointer(&part.pointer),
            false => anchored(tree, &part.pointer),
        }
    }

    /// Whether there is such a part, or why not.
    fn check(&mut self, text: &str, part: &Part) -> Result<(), Box<Diagnostic>> {
        let refuse = |code, message: String| Diagnostic::new(code, Pointer::root(), message);
        let file = part.file.clone().unwrap_or_default();
        if self.tree(&file).is_none() {
            return Err(Box::new(match self.input.files.contains_key(&file) {
                // What is wrong with the file has been said.
                true => refuse(
                    Code::Unreadable,
                    format!("`{text}` leads to a file with mistakes"),
                ),
                false => refuse(
                    Code::Unreadable,
                    format!("the file `{file}` cannot be read"),
                )
                .hint("it has to be text in UTF-8; its place is relative to the file with the reference"),
            }));
        }
        if self.part(part).is_some() {
            return Ok(());
        }
        let diagnostic = refuse(Code::DanglingReference, format!("`{text}` leads nowhere"));
        Err(Box::new(match text.starts_with('#') {
            true => diagnostic.hint(
                "in this file `#` stands for the file, not for the document that refers to it",
            ),
            false => diagnostic,
        }))
    }

    /// The tree of another file, read when it is first asked for.
    fn tree(&mut self, file: &str) -> Option<&Value> {
        if !self.files.contains_key(file) {
            let tree = self.read(file);
            self.files.insert(file.to_owned(), tree);
        }
        self.files.get(file)?.as_ref()
    }

    fn read(&mut self, file: &str) -> Option<Value> {
        let Some(text) = self.texts.other(file) else {
            self.bundle.missing.insert(file.to_owned());
            return None;
        };
        let parsed = super::parse_text(&text.text, Some(file), self.report)?;
        if parsed.has_duplicates {
            check_duplicates(&text.text, text.spans(), Some(file), self.report);
        }
        Some(parsed.tree)
    }

    /// Whether there is room for another copy of a value. The document is not trusted.
    fn fits(&mut self, value: &Value) -> bool {
        if self.bundle.too_large {
            return false;
        }
        self.nodes_left = self.nodes_left.saturating_sub(count(value));
        if self.nodes_left == 0 || self.copies_left == 0 {
            let message = "the files of the document repeat too many nodes";
            let diagnostic = Diagnostic::new(Code::TooLarge, Pointer::root(), message);
            self.report.push(diagnostic);
            self.bundle.too_large = true;
        }
        !self.bundle.too_large
    }

    /// The place of a member of the object at hand, in its file.
    fn place(&self, key: &str) -> Pointer {
        Pointer::new(origin_of(&self.bundle.origins, &self.here).into_owned()).child(key)
    }

    /// Reports what is wrong with the reference under a key.
    fn refuse(&mut self, key: &str, mut diagnostic: Diagnostic) {
        diagnostic.place = self.place(key).into();
        self.say(diagnostic);
        self.bundle.broken.insert(holder_of(&self.here, key));
    }

    /// Reports a finding at a place of a text, which need not be there in the tree.
    ///
    /// A part that is put in many places has its mistakes only once.
    fn say(&mut self, mut diagnostic: Diagnostic) {
        let place = diagnostic.place.pointer.to_string();
        if self.said.insert((place, diagnostic.code)) {
            diagnostic.span = self.texts.find(&diagnostic.place);
            self.report.push(diagnostic);
        }
    }

    /// What a part is called as a component.
    fn free_name(&mut self, section: &str, part: &Part) -> String {
        let taken = self.taken.entry(section.to_owned()).or_default();
        let folder = self.input.folder();
        let file = part.file.as_deref().unwrap_or_default();
        let file = file.strip_prefix(folder).unwrap_or(file);
        let stem = |path: &str| plain(path.rsplit_once('.').map_or(path, |(stem, _)| stem));
        let short = stem(file.rsplit('/').next().unwrap_or(file));
        let long = stem(file);
        let last = part
            .pointer
            .rsplit('/')
            .next()
            .map(plain)
            .filter(|last| !last.is_empty());
        let candidates = match last {
            Some(last) => vec![
                last.clone(),
                format!("{short}_{last}"),
                format!("{long}_{last}"),
            ],
            None => vec![short, long],
        };
        let last = candidates.last().cloned().unwrap_or_default();
        let numbered = (2_u32..).map(|number| format!("{last}_{number}"));
        let mut names = candidates.into_iter().chain(numbered);
        // The numbers do not end, so one of the names is free.
        names
            .find(|name| !name.is_empty() && taken.insert(name.clone()))
            .unwrap_or(last)
    }
}

/// Where a part of this kind is kept: the sections of 3.0 and those that came later.
fn section_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::PathItem => Some("pathItems"),
        Kind::Callback => Some("callbacks"),
        Kind::MediaType => Some("mediaTypes"),
        _ => kind.section(),
    }
}

/// The reference that an object is, if it is nothing else.
fn lone_reference(value: &Value) -> Option<&str> {
    let members = value.as_object()?;
    match members.len() {
        1 => members.get("$ref")?.as_str(),
        _ => None,
    }
}

/// The file that a path means, as seen from another; none if it leaves the folder.
// `../schemas/asset.yaml` in `spec/paths/assets.yaml` => `spec/schemas/asset.yaml`
fn join(folder: &str, from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let (start, _) = from.rsplit_once('/').unwrap_or_default();
    let mut segments: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    let top = folder.split('/').filter(|part| !part.is_empty()).count();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.len() > top => _ = segments.pop(),
            ".." => return None,
            segment => segments.push(segment),
        }
    }
    (segments.len() > top).then(|| segments.join("/"))
}

fn outside(text: &str) -> Diagnostic {
    let message = format!("`{text}` leaves the folder of the document");
    Diagnostic::new(Code::ExternalReference, Pointer::root(), message)
        .hint("only files below that folder are read: move the file, or bundle all into one document, for example with `redocly bundle`")
}

/// The schema with an `$anchor`.
fn anchored<'a>(tree: &'a Value, name: &str) -> Option<&'a Value> {
    let mut open = vec![tree];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if members.get("$anchor").and_then(Value::as_str) == Some(name) {
                    return Some(value);
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    None
}

fn count(value: &Value) -> usize {
    let mut nodes = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        nodes += 1;
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    nodes
}

/// A name of letters, digits and what joins them.
fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '-' || c == '.' {
                c
            } else {
                '_'
            }
        })
        .collect();
    plain.trim_matches('_').to_owned()
}

fn member_mut<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(members) => members.get_mut(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_folder() {
        for (folder, from, path, expected) in [
            ("", "a.yaml", "b.yaml", Some("b.yaml")),
            ("", "a.yaml", "./b//c.yaml", Some("b/c.yaml")),
            ("", "a/b.yaml", "../c/d.yaml", Some("c/d.yaml")),
            ("", "a/b.yaml", "c.yaml", Some("a/c.yaml")),
            ("", "a/b.yaml", "../../c.yaml", None),
            ("", "a.yaml", "../b.yaml", None),
            ("", "a.yaml", "b/../../c.yaml", None),
            ("", "a.yaml", "/etc/passwd", None),
            ("", "a.yaml", "..\\b.yaml", None),
            ("", "a.yaml", ".", None),
            ("spec/", "spec/a.yaml", "b.yaml", Some("spec/b.yaml")),
            ("spec/", "spec/b/c.yaml", "../d.yaml", Some("spec/d.yaml")),
            ("spec/", "spec/a.yaml", "../b.yaml", None),
        ] {
            assert_eq!(join(folder, from, path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn documents_of_one_file_are_told_by_their_text() {
        for (text, expected) in [
            ("$ref: '#/components/schemas/A'", false),
            ("{\"$ref\": \"\\u0023/a\"}", true),
            ("{ $ref: \"#/a\" }", false),
            ("$ref: asset.yaml", true),
            ("{\"$ref\": \"./asset.json\"}", true),
        ] {
            assert_eq!(refers_to_files(text), expected, "{text}");
        }
    }
}
