//! The reply of an operation as detection sees it: one list, and the plain
//! values around it.

use super::names;
use crate::ir::{Encoding, Operation, Shape, StatusRange, TextKind, TypeId, TypeRef, Types};
use crate::value::Value;

/// A reply with one list.
pub(super) struct Page<'a> {
    /// The list.
    pub(super) items: Items,
    /// The values beside it.
    pub(super) facts: Vec<Fact<'a>>,
}

/// Where a reply has its list.
pub(super) struct Items {
    /// The pointer; empty if the reply is the list.
    pub(super) pointer: String,
    /// The type of an item.
    pub(super) item: TypeRef,
}

/// A plain value beside the list.
pub(super) struct Fact<'a> {
    pub(super) pointer: String,
    /// The words of its name.
    pub(super) words: String,
    /// The words of what it is in; empty at the top.
    pub(super) parent: String,
    pub(super) kind: Kind,
    /// Examples of it.
    pub(super) examples: &'a [Value],
}

/// What a plain value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text that could mean anything.
    Text,
    /// The address of something.
    Url,
    Integer,
    Bool,
    Object,
    Other,
}

/// How deep values beside the list are looked for.
const DEPTH: usize = 3;

impl<'a> Page<'a> {
    /// The reply of an operation, if there is one, it is JSON and it has one list.
    pub(super) fn of(types: &'a Types, operation: &Operation) -> Option<Self> {
        let mut successes = operation.outcomes.iter().filter(|outcome| {
            outcome.status.is_success()
                || operation.outcomes.len() == 1 && outcome.status == StatusRange::Default
        });
        let (Some(outcome), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let is_json = |content: &&crate::ir::Content| content.encoding == Encoding::Json;
        let content = outcome.contents.iter().find(is_json)?;
        let items = items(types, content.ty)?;
        let mut facts = Vec::new();
        collect(types, content.ty, "", "", &items.pointer, DEPTH, &mut facts);
        Some(Self { items, facts })
    }

    /// The only value of a kind and a name; none if there are several.
    pub(super) fn only(&self, is_it: impl Fn(&Fact<'a>) -> bool) -> Option<&Fact<'a>> {
        let mut found = self.facts.iter().filter(|fact| is_it(fact));
        found.next().filter(|_| found.next().is_none())
    }
}

/// What a plain value is.
pub(super) fn kind(types: &Types, ty: TypeRef) -> Kind {
    match &types[types.resolve(ty).0].shape {
        Shape::Text(TextKind::Uri) => Kind::Url,
        Shape::Text(
            TextKind::Plain
            | TextKind::Uuid
            | TextKind::Base64
            | TextKind::Secret
            | TextKind::Other(_),
        ) => Kind::Text,
        Shape::Integer(_) => Kind::Integer,
        Shape::Bool => Kind::Bool,
        Shape::Struct(_) | Shape::Map(_) => Kind::Object,
        _ => Kind::Other,
    }
}

/// The one list of a reply: the reply itself, or what an object has at the top or one level below.
fn items(types: &Types, root: TypeRef) -> Option<Items> {
    let (id, is_nullable) = types.resolve(root);
    if let Shape::Array(array) = &types[id].shape {
        let pointer = String::new();
        let item = array.item;
        return (!is_nullable).then_some(Items { pointer, item });
    }
    let lists = lists(types, id, "");
    if !lists.is_empty() {
        return one(lists);
    }
    let Shape::Struct(struct_) = &types[id].shape else {
        return None;
    };
    let fields = struct_.fields.iter();
    let lists = fields.flat_map(|field| {
        let below = child("", &field.name);
        self::lists(types, types.resolve(field.ty).0, &below)
    });
    one(lists.collect())
}

/// The only list, or the only one whose name says that it is the content.
fn one(mut lists: Vec<(String, Items)>) -> Option<Items> {
    if lists.len() > 1 {
        lists.retain(|(words, _)| names::is_content(words));
    }
    let (_, items) = lists.pop()?;
    lists.is_empty().then_some(items)
}

/// The lists in an object with the words of their names, those aside that stand beside its content.
fn lists(types: &Types, id: TypeId, pointer: &str) -> Vec<(String, Items)> {
    let Shape::Struct(struct_) = &types[id].shape else {
        return Vec::new();
    };
    let fields = struct_.fields.iter();
    let lists = fields.filter_map(|field| match &types[types.resolve(field.ty).0].shape {
        Shape::Array(array) => {
            let pointer = child(pointer, &field.name);
            let item = array.item;
            Some((names::words(&field.name), Items { pointer, item }))
        }
        _ => None,
    });
    lists
        .filter(|(words, _)| !names::is_beside(words))
        .collect()
}

/// Collects the values of an object and of the objects in it.
fn collect<'a>(
    types: &'a Types,
    ty: TypeRef,
    pointer: &str,
    parent: &str,
    items: &str,
    depth: usize,
    facts: &mut Vec<Fact<'a>>,
) {
    let Shape::Struct(struct_) = &types[types.resolve(ty).0].shape else {
        return;
    };
    for field in &struct_.fields {
        let pointer = child(pointer, &field.name);
        let words = names::words(&field.name);
        let kind = kind(types, field.ty);
        if kind == Kind::Object && depth > 1 {
            collect(types, field.ty, &pointer, &words, items, depth - 1, facts);
        }
        if pointer != items {
            facts.push(Fact {
                pointer,
                words,
                parent: parent.to_owned(),
                kind,
                examples: &field.examples,
            });
        }
    }
}

fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}
