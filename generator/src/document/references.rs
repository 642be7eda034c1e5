//! Where references lead: each one is checked, and each one gets its 3.0 form.
//!
//! In the 3.0 form a reference leads to a component. What is referred to
//! elsewhere (`#/$defs/…`, `#/paths/…`) becomes a component under a derived
//! name; path items and media types, for which 3.0 has no components that
//! `openapiv3` reads, are set aside to be put in place of the reference. So is a
//! header parameter that describes a header.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;

use super::audit::{Audit, Reference};
use super::bundle::Bundle;
use super::keywords::{self, Kind};
use crate::diagnostic::{Code, Diagnostic, Pointer, Report, nearest};
use crate::value::Value;

/// The references of a document, followed.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The text as written and the kind it is for -> the pointer it leads to in the 3.0 form.
    targets: HashMap<(String, Kind), String>,
    /// References that lead nowhere useful: the object that holds them.
    broken: HashSet<String>,
    /// Path items and media types to be put in place of a reference, by pointer.
    pub(super) aside: HashMap<String, Value>,
}

impl References {
    /// Where a reference leads in the 3.0 form; none if it was reported as broken.
    ///
    /// `holder` tells the place in the text of the object that holds it; it is
    /// not asked for in a document without broken references.
    pub(super) fn target(
        &self,
        holder: impl FnOnce() -> String,
        text: &str,
        kind: Kind,
    ) -> Option<&str> {
        if !self.broken.is_empty() && self.broken.contains(&holder()) {
            return None;
        }
        self.targets
            .get(&(text.to_owned(), kind))
            .map(String::as_str)
    }
}

/// Follows all references and moves their targets to where 3.0 wants them.
pub(super) fn follow(
    tree: &mut Value,
    audit: &Audit,
    bundle: &Bundle,
    origins: &mut HashMap<String, String>,
    report: &mut Report,
) -> References {
    let mut references = References::default();
    // Deepest first, so that a target inside another one is moved before it.
    let mut moves: BTreeMap<std::cmp::Reverse<String>, Kind> = BTreeMap::new();
    let mut aside = BTreeSet::new();
    let mut found: HashMap<(&str, Kind), Option<String>> = HashMap::new();
    for reference in &audit.references {
        if bundle.broken.contains(&holder(reference)) {
            references.broken.insert(holder(reference));
            continue;
        }
        let known = found.get(&(reference.target.as_str(), reference.kind));
        let pointer = match known {
            Some(Some(pointer)) => Some(pointer.clone()),
            _ => match check(tree, audit, bundle, reference) {
                Ok(pointer) => Some(pointer),
                Err(diagnostic) => {
                    report.push(*diagnostic);
                    None
                }
            },
        };
        found.insert((&reference.target, reference.kind), pointer.clone());
        let Some(pointer) = pointer else {
            references.broken.insert(holder(reference));
            continue;
        };
        if is_header_parameter(tree, &pointer, reference.kind) {
            let place = Pointer::new(reference.pointer.clone()).child(&reference.key);
            let message = format!(
                "`{}` leads to a parameter; it is read as a header",
                reference.target
            );
            report.push(Diagnostic::new(Code::MalformedHint, place, message));
            aside.insert(pointer.clone());
        } else if !is_component(&pointer, reference.kind) {
            match reference.kind.section() {
                Some(_) => _ = moves.insert(std::cmp::Reverse(pointer.clone()), reference.kind),
                None => _ = aside.insert(pointer.clone()),
            }
        }
        references
            .targets
            .insert((reference.target.clone(), reference.kind), pointer);
    }
    let mut renamed = HashMap::new();
    for (std::cmp::Reverse(pointer), kind) in moves {
        let component = move_to_components(tree, &pointer, kind);
        origins.insert(component.clone(), pointer.clone());
        renamed.insert(pointer, component);
    }
    for target in references.targets.values_mut() {
        if let Some(component) = renamed.get(target) {
            target.clone_from(component);
        }
    }
    // A reference in its 3.0 form leads where it says.
    let settled: Vec<_> = references
        .targets
        .iter()
        .map(|((_, kind), target)| ((format!("#{target}"), *kind), target.clone()))
        .collect();
    references.targets.extend(settled);
    references.aside = aside
        .into_iter()
        .filter_map(|pointer| Some((pointer.clone(), tree.pointer(&pointer)?.clone())))
        .collect();
    references
}

/// The key under which a broken reference is remembered.
pub(super) fn holder_of(pointer: &str, key: &str) -> String {
    if key == "$ref" {
        pointer.to_owned()
    } else {
        format!("{pointer}/{}", escape(key))
    }
}

fn holder(reference: &Reference) -> String {
    holder_of(&reference.pointer, &reference.key)
}

/// The pointer that a reference leads to, or what is wrong with it.
fn check(
    tree: &Value,
    audit: &Audit,
    bundle: &Bundle,
    reference: &Reference,
) -> Result<String, Box<Diagnostic>> {
    let place = Pointer::new(reference.pointer.clone()).child(&reference.key);
    let text = &reference.target;
    let pointer = match text.strip_prefix('#') {
        Some(fragment) => {
            let fragment = percent_decode(fragment);
            match fragment.is_empty() || fragment.starts_with('/') {
                true => fragment,
                false => anchor(audit, &fragment, &place, reference)?,
            }
        }
        None => bare_name(tree, reference).ok_or_else(|| Box::new(external(text, &place)))?,
    };
    let Some(target) = tree.pointer(&pointer) else {
        return Err(Box::new(dangling(tree, text, &pointer, &place)));
    };
    let kind = keywords::kind_at(&pointer);
    if kind != Some(reference.kind) && !is_header_parameter(tree, &pointer, reference.kind) {
        let found = kind.map_or("something that cannot be referred to", Kind::name);
        let message = format!(
            "`{text}` leads to {found}; {} belongs here",
            reference.kind.name()
        );
        let diagnostic = Diagnostic::new(Code::WrongReference, &place, message);
        return Err(Box::new(diagnostic));
    }
    check_chain(tree, target, &pointer).map_err(|()| {
        let text = bundle.written.get(&holder(reference)).unwrap_or(text);
        let message = format!("`{text}` leads back to itself and never to a value");
        Box::new(Diagnostic::new(Code::ReferenceCycle, &place, message))
    })?;
    Ok(pointer)
}

fn anchor(
    audit: &Audit,
    name: &str,
    place: &Pointer,
    reference: &Reference,
) -> Result<String, Box<Diagnostic>> {
    match audit.anchors.get(name).map(Vec::as_slice) {
        Some([pointer]) => Ok(pointer.clone()),
        Some(_) => {
            let message = format!("several schemas have the anchor `{name}`");
            let hint = "refer to one of them by its place, as in `#/components/schemas/Name`";
            let diagnostic = Diagnostic::new(Code::UnsupportedKeyword, place, message);
            Err(Box::new(diagnostic.hint(hint)))
        }
        None => {
            let message = format!(
                "`{}` leads nowhere: no schema has this anchor",
                reference.target
            );
            Err(Box::new(Diagnostic::new(
                Code::DanglingReference,
                place,
                message,
            )))
        }
    }
}

/// A discriminator's mapping may name a schema without `#/components/schemas/`.
fn bare_name(tree: &Value, reference: &Reference) -> Option<String> {
    let in_mapping = !reference.key.starts_with('$');
    let pointer = format!("/components/schemas/{}", escape(&reference.target));
    (in_mapping && tree.pointer(&pointer).is_some()).then_some(pointer)
}

pub(super) fn external(text: &str, place: &Pointer) -> Diagnostic {
    let name = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let (message, hint) = match () {
        () if name => (
            format!("`{text}` is not a reference"),
            format!("write `#/components/schemas/{text}` for the schema of that name"),
        ),
        () if text.contains("://") => (
            format!("`{text}` is not followed: nothing is fetched"),
            "bundle the parts into one document first, for example with `redocly bundle`"
                .to_owned(),
        ),
        () => (
            format!("`{text}` is not followed"),
            "a reference leads to a place in the document, or to a file below its folder"
                .to_owned(),
        ),
    };
    Diagnostic::new(Code::ExternalReference, place, message).hint(hint)
}

fn dangling(tree: &Value, text: &str, pointer: &str, place: &Pointer) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::DanglingReference,
        place,
        format!("`{text}` leads nowhere"),
    );
    let target = Pointer::new(pointer);
    let near = target
        .parent()
        .zip(target.last())
        .and_then(|(parent, last)| {
            let siblings = tree.pointer(parent.as_str())?.as_object()?;
            nearest(&last, siblings.keys().map(String::as_str)).map(|near| parent.child(near))
        });
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `#{near}`?")),
        None => diagnostic,
    }
}

/// Follows a reference that leads to a reference, and so on.
fn check_chain<'a>(tree: &'a Value, mut target: &'a Value, start: &str) -> Result<(), ()> {
    let mut seen = HashSet::from([start.to_owned()]);
    while let Some(next) = target
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|text| text.strip_prefix('#'))
    {
        let pointer = percent_decode(next);
        let Some(value) = tree.pointer(&pointer) else {
            return Ok(());
        };
        if !seen.insert(pointer) {
            return Err(());
        }
        target = value;
    }
    Ok(())
}

/// Whether a header is described by a header parameter: the two differ in `name` and `in` only.
fn is_header_parameter(tree: &Value, pointer: &str, kind: Kind) -> bool {
    kind == Kind::Header
        && keywords::kind_at(pointer) == Some(Kind::Parameter)
        && tree
            .pointer(pointer)
            .and_then(|target| target.get("in")?.as_str())
            == Some("header")
}

/// Whether the pointer is `/components/SECTION/NAME`.
fn is_component(pointer: &str, kind: Kind) -> bool {
    let Some(section) = kind.section() else {
        return false;
    };
    pointer
        .strip_prefix("/components/")
        .and_then(|rest| rest.strip_prefix(section))
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| !name.contains('/'))
}

/// Makes a component of the value at `pointer` and leaves a reference there.
fn move_to_components(tree: &mut Value, pointer: &str, kind: Kind) -> String {
    // Only kinds with a section are moved.
    let section = kind.section().unwrap_or("schemas");
    let name = component_name(tree, pointer, section);
    let component = format!("/components/{section}/{name}");
    let mut stub = IndexMap::new();
    stub.insert("$ref".to_owned(), Value::String(format!("#{component}")));
    // Present: the reference was checked, and only deeper places have moved since.
    let Some(place) = pointer_mut(tree, pointer) else {
        return pointer.to_owned();
    };
    let value = std::mem::replace(place, Value::Object(stub));
    let Value::Object(root) = tree else {
        return pointer.to_owned();
    };
    if let Some(section) =
        member_mut(root, "components").and_then(|components| member_mut(components, section))
    {
        section.insert(name, value);
    }
    component
}

pub(super) fn member_mut<'a>(
    members: &'a mut IndexMap<String, Value>,
    key: &str,
) -> Option<&'a mut IndexMap<String, Value>> {
    match members
        .entry(key.to_owned())
        .or_insert_with(|| Value::Object(IndexMap::new()))
    {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// A free name made of the words of the pointer that are not OpenAPI's.
// /components/schemas/Order/properties/address => Order_address
fn component_name(tree: &Value, pointer: &str, section: &str) -> String {
    const STRUCTURE: [&str; 16] = [
        "components",
        "schemas",
        "properties",
        "$defs",
        "definitions",
        "paths",
        "content",
        "schema",
        "responses",
        "parameters",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "requestBody",
        "headers",
    ];
    let taken = tree
        .get("components")
        .and_then(|components| components.get(section));
    let free = |name: &str| taken.and_then(|taken| taken.get(name)).is_none();
    let tokens: Vec<String> = pointer
        .split('/')
        .filter(|token| !STRUCTURE.contains(token))
        .map(|token| {
            let words = token.replace("~1", "_").replace("~0", "_");
            let plain: String = words
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c))
                .collect();
            plain.trim_matches('_').to_owned()
        })
        .filter(|token| !token.is_empty())
        .collect();
    // A definition has a name of its own; anything else is named by its way.
    let last = tokens.last().filter(|last| free(last));
    let name = match last {
        Some(last) if pointer.contains("/$defs/") || pointer.contains("/definitions/") => {
            last.clone()
        }
        _ => tokens.join("_"),
    };
    let name = if name.is_empty() {
        "Document".to_owned()
    } else {
        name
    };
    if free(&name) {
        return name;
    }
    // Ends: a document has finitely many components.
    (2_u32..)
        .map(|number| format!("{name}_{number}"))
        .find(|name| free(name))
        .unwrap_or(name)
}

fn pointer_mut<'a>(tree: &'a mut Value, pointer: &str) -> Option<&'a mut Value> {
    pointer.split('/').skip(1).try_fold(tree, |value, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match value {
            Value::Object(members) => members.get_mut(&token),
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// Puts something harmless in place of a node; false if that is not possible.
pub(super) fn neutralise(tree: &mut Value, pointer: &str, kind: Kind) -> bool {
    if kind == Kind::Schema {
        return pointer_mut(tree, pointer)
            .map(|place| *place = Value::Object(IndexMap::new()))
            .is_some();
    }
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return false;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match pointer_mut(tree, parent) {
        Some(Value::Object(members)) => members.shift_remove(&key).is_some(),
        Some(Value::Array(items)) => match key.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// One token of a pointer.
pub(super) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// `%20` -> a space; anything that is not an escape stays.
pub(super) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = (bytes[index] == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
