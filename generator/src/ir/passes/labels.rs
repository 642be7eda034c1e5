//! Words for types that the document gives no name: those of the nearest named
//! thing, and of the way from there.
//!
//! The `method` inside of the component `AssetUpload` is `AssetUpload method`,
//! the reply of `listAssets` is `listAssets response`.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::diagnostic::Pointer;
use crate::ir::{
    Additional, Api, Basis, Encoding, Field, Framing, Label, Operation, Outcome, Shape,
    StatusRange, TextKind, TypeId, Types, Union, Variant,
};
use crate::value::Value;

pub(super) fn give(api: &mut Api) {
    name_branches(&mut api.types);
    let mut naming = Naming {
        types: &mut api.types,
        seen: HashSet::new(),
        next: VecDeque::new(),
    };
    for (name, ty) in &api.components {
        naming.reach(ty.id, name.clone());
    }
    // Whatever hangs on a component is named by it, so that operations change no name.
    naming.run();
    for operation in &api.operations {
        naming.reach_operation(operation);
        naming.run();
    }
    for message in &api.messages {
        let words = component(&message.pointer);
        let words = words.unwrap_or_else(|| format!("{} message", message.words));
        naming.reach(message.ty.id, words);
        naming.run();
    }
}

struct Naming<'a> {
    types: &'a mut Types,
    seen: HashSet<TypeId>,
    next: VecDeque<(TypeId, String)>,
}

impl Naming<'_> {
    fn reach_operation(&mut self, operation: &Operation) {
        let id = &operation.id;
        for parameter in &operation.parameters {
            let words =
                component(&parameter.pointer).unwrap_or_else(|| format!("{id} {}", parameter.name));
            self.reach(parameter.ty.id, words);
        }
        for body in &operation.bodies {
            let owner = component(&body.pointer);
            let owner = owner.as_deref().unwrap_or(id);
            self.reach(
                body.ty.id,
                words([owner, kind_of(body.encoding), "request"]),
            );
        }
        for outcome in &operation.outcomes {
            let owner = component(&outcome.pointer);
            let status = status_of(operation, outcome);
            let (owner, status) = match &owner {
                Some(owner) => (owner.as_str(), ""),
                None => (id.as_str(), status.as_str()),
            };
            for content in &outcome.contents {
                self.reach(
                    content.ty.id,
                    words([owner, status, kind_of(content.encoding), "response"]),
                );
                if let Some(stream) = &content.stream {
                    let noun = match stream.framing {
                        Framing::Events => "event",
                        Framing::Lines | Framing::Records => "item",
                    };
                    self.reach(stream.item.id, words([owner, status, noun]));
                }
            }
            for header in &outcome.headers {
                let words =
                    component(&header.pointer).unwrap_or_else(|| words([owner, &header.name]));
                self.reach(header.ty.id, words);
            }
        }
    }

    fn run(&mut self) {
        while let Some((id, words)) = self.next.pop_front() {
            let parts = parts(self.types, id);
            for (part, role) in parts {
                self.reach(part, format!("{words} {role}"));
            }
        }
    }

    /// Gives words to a type that is met for the first time.
    fn reach(&mut self, id: TypeId, words: String) {
        if !self.seen.insert(id) {
            return;
        }
        let ty = &mut self.types[id];
        let words = match &ty.label {
            Some(label) => label.words.clone(),
            None => words,
        };
        let needs_name = matches!(
            ty.shape,
            Shape::Struct(_)
                | Shape::Tuple(_)
                | Shape::StringEnum(_)
                | Shape::IntegerEnum(_)
                | Shape::Union(_)
        );
        if ty.label.is_none() && needs_name {
            ty.label = Some(Label {
                words: words.clone(),
                basis: Basis::Place,
            });
        }
        if !needs_name && ty.label.is_none() {
            // A list or map is shared by all places that use it: it hands on the
            // words of the first place, and is looked at again from the others.
            self.seen.remove(&id);
            let hands_on = matches!(
                ty.shape,
                Shape::Array(_) | Shape::Map(_) | Shape::Text(TextKind::Json(_))
            );
            if hands_on && self.is_fresh(id) {
                self.next.push_back((id, words));
            }
            return;
        }
        self.next.push_back((id, words));
    }

    /// Whether something inside of a list or map has no words yet.
    fn is_fresh(&self, id: TypeId) -> bool {
        let mut id = id;
        for _ in 0..64 {
            id = match &self.types[id].shape {
                Shape::Array(array) => array.item.id,
                Shape::Map(map) => map.value.id,
                Shape::Text(TextKind::Json(content)) => content.id,
                _ => return !self.seen.contains(&id),
            };
        }
        false
    }
}

/// What a type is made of, each with the word for its role.
fn parts(types: &Types, id: TypeId) -> Vec<(TypeId, String)> {
    match &types[id].shape {
        Shape::Struct(struct_) => {
            let fields = struct_
                .fields
                .iter()
                .map(|field| (field.ty.id, field.name.clone()));
            let additional = match struct_.additional {
                Additional::Typed(ty) => Some((ty.id, "value".to_owned())),
                Additional::Unspecified | Additional::Denied => None,
            };
            fields.chain(additional).collect()
        }
        Shape::Union(union) => union
            .variants
            .iter()
            .map(|variant| (variant.ty.id, variant.label.clone()))
            .collect(),
        Shape::Tuple(tuple) => {
            let positions = tuple.positions.iter().enumerate();
            let positions = positions.map(|(index, field)| (field.ty.id, tuple.words(index)));
            let rest = match tuple.rest {
                Additional::Typed(ty) => Some((ty.id, "item".to_owned())),
                Additional::Unspecified | Additional::Denied => None,
            };
            positions.chain(rest).collect()
        }
        Shape::Array(array) => vec![(array.item.id, "item".to_owned())],
        Shape::Map(map) => vec![(map.value.id, "value".to_owned())],
        Shape::Text(TextKind::Json(content)) => vec![(content.id, "content".to_owned())],
        _ => Vec::new(),
    }
}

/// Names the branches of all unions: by their type, their tag, a key of their own, or their kind.
fn name_branches(types: &mut Types) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Union(union) = &types[id].shape else {
            continue;
        };
        let labels = branch_labels(types, union);
        let Shape::Union(union) = &mut types[id].shape else {
            continue;
        };
        for (variant, label) in union.variants.iter_mut().zip(labels) {
            variant.label = label;
        }
    }
}

fn branch_labels(types: &Types, union: &Union) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut labels = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let ty = &types[variant.ty.id];
        let label = match (&ty.label, variant.tags.first()) {
            _ if !variant.label.is_empty() => variant.label.clone(),
            (Some(label), _) => label.words.clone(),
            (None, Some(tag)) => tag.clone(),
            (None, None) => own_key(types, union, index)
                .or_else(|| own_text(&ty.shape))
                .unwrap_or_else(|| kind_word(&ty.shape).to_owned()),
        };
        let count = counts.entry(label.clone()).or_default();
        *count += 1;
        labels.push(if *count == 1 {
            label
        } else {
            format!("{label} {count}")
        });
    }
    labels
}

/// The key that tells a branch from the other objects, if there are some: one that it needs
/// rather than one that it may have.
// anyOf: [{ properties: { email } }, { properties: { phone } }] => `email`, `phone`
fn own_key(types: &Types, union: &Union, index: usize) -> Option<String> {
    let fields = |variant: &Variant| match &types[variant.ty.id].shape {
        Shape::Struct(struct_) => Some(struct_.fields.as_slice()),
        _ => None,
    };
    let own = fields(&union.variants[index])?;
    let others: Vec<&[Field]> = union
        .variants
        .iter()
        .enumerate()
        // What has the members of several is no other.
        .filter(|(other, variant)| *other != index && !variant.several)
        .filter_map(|(_, variant)| fields(variant))
        .collect();
    if others.is_empty() {
        return None;
    }
    let is_own = |field: &&Field| {
        let mut others = others.iter().copied().flatten();
        !others.any(|other| other.name == field.name)
    };
    let needed = own.iter().filter(|field| field.required).find(is_own);
    let found = needed.or_else(|| own.iter().find(is_own));
    found.map(|field| field.name.clone())
}

/// The text that tells a tuple from others.
// oneOf: [{ prefixItems: [{ const: all }, …] }, { prefixItems: [{ const: is }, …] }] => `all`, `is`
fn own_text(shape: &Shape) -> Option<String> {
    let Shape::Tuple(tuple) = shape else {
        return None;
    };
    let mut positions = tuple.positions.iter();
    positions.find_map(|position| match &position.constant {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        _ => None,
    })
}

fn kind_word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Alias(_) => "other",
        Shape::Bool => "boolean",
        Shape::Integer(_) | Shape::IntegerEnum(_) => "integer",
        Shape::Float(_) => "number",
        Shape::Text(_) | Shape::StringEnum(_) => "string",
        Shape::Array(_) => "list",
        Shape::Tuple(_) => "tuple",
        Shape::Map(_) => "map",
        Shape::Struct(_) => "object",
        Shape::Union(_) => "union",
    }
}

/// The key of the component that a place belongs to, if it is no schema.
fn component(pointer: &Pointer) -> Option<String> {
    let rest = pointer.as_str().strip_prefix("/components/")?;
    let mut tokens = rest.split('/').skip(1);
    Some(tokens.next()?.replace("~1", "/").replace("~0", "~"))
}

fn words<const COUNT: usize>(words: [&str; COUNT]) -> String {
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// JSON is what everyone expects and needs no word.
fn kind_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "",
        Encoding::Form => "form",
        Encoding::Multipart => "multipart",
        Encoding::Text => "text",
        Encoding::Binary => "binary",
    }
}

/// The word for a status; none for the first success.
fn status_of(operation: &Operation, outcome: &Outcome) -> String {
    let mut successes = operation
        .outcomes
        .iter()
        .filter(|outcome| outcome.status.is_success());
    if successes
        .next()
        .is_some_and(|first| first.status == outcome.status)
    {
        return String::new();
    }
    match outcome.status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(class) => format!("{class}XX"),
        StatusRange::Default => "default".to_owned(),
    }
}
