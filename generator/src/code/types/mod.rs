//! Which Rust type each type of the API becomes, and what the models are called.
//!
//! Types by their use come out; what a model consists of is planned in `models`.

mod naming;
mod reach;

use std::collections::{HashMap, HashSet};

use super::lock::{Kind, Lock};
use super::names::Ident;
use super::{JsonKind, Seed, Type};
use crate::diagnostic::Report;
use crate::ir::{self, Basis, Shape, TypeId, TypeRef};
use naming::{name_all_members, name_models};
use reach::{form_only_types, types_with_floats};

pub(super) use naming::{EXTRA, FURTHER, UNKNOWN};

/// How deep lists and maps may nest before a type is taken for a circle of aliases.
const MAX_NESTING: usize = 32;

/// The Rust type of each type of the API.
#[derive(Debug)]
pub(super) struct Types<'a> {
    api: &'a ir::Api,
    names: HashMap<TypeId, Ident>,
    members: HashMap<TypeId, Vec<Ident>>,
    floats: HashSet<TypeId>,
    open_enums: HashSet<Ident>,
}

/// Names the models and decides what each type of the API becomes.
pub(super) fn plan_types<'a>(api: &'a ir::Api, lock: &mut Lock, report: &mut Report) -> Types<'a> {
    let forms = form_only_types(api);
    let named = api
        .types
        .iter()
        .filter(|(id, ty)| is_model(ty) && !forms.contains(id));
    let names = name_models(named, &api.choices, lock, report);
    let members = name_all_members(api, &names, lock, report);
    let open_enums = names
        .iter()
        .filter(|(id, _)| match &api.types[**id].shape {
            Shape::StringEnum(shape) => shape.open,
            _ => false,
        })
        .map(|(_, name)| name.clone())
        .collect();
    Types {
        api,
        names,
        members,
        floats: types_with_floats(api),
        open_enums,
    }
}

/// Whether a type gets an item in `models`.
fn is_model(ty: &ir::Type) -> bool {
    match ty.shape {
        Shape::Struct(_)
        | Shape::Tuple(_)
        | Shape::StringEnum(_)
        | Shape::IntegerEnum(_)
        | Shape::Union(_) => true,
        // Another name for a plain type is worth an item only if the document names it.
        _ => ty
            .label
            .as_ref()
            .is_some_and(|label| label.basis == Basis::Component),
    }
}

impl<'a> Types<'a> {
    /// The API.
    pub(super) fn api(&self) -> &'a ir::Api {
        self.api
    }

    /// Pins the names of the models.
    pub(super) fn pin(&self, lock: &mut Lock) {
        for (id, ty) in self.api.types.iter() {
            // What is chosen needs no line: the config has it.
            if let Some(name) = self.names.get(&id)
                && !self.api.choices.types.contains_key(&id)
            {
                let words = ty
                    .label
                    .as_ref()
                    .map_or("value", |label| label.words.as_str());
                lock.set(Kind::Type, &ty.pointer, words, name.as_str());
            }
        }
    }

    /// The names of the fields or variants of a model, in document order.
    pub(super) fn members(&self, id: TypeId) -> impl Iterator<Item = Ident> {
        self.members.get(&id).into_iter().flatten().cloned()
    }

    /// The types that become items of `models`, with their names, in document order.
    pub(super) fn models(&self) -> impl Iterator<Item = (TypeId, &'a ir::Type, &Ident)> {
        self.api
            .types
            .iter()
            .filter_map(|(id, ty)| Some((id, ty, self.names.get(&id)?)))
    }

    /// Whether the model of this name is an enum that any text converts to.
    pub(super) fn is_open_enum(&self, name: &Ident) -> bool {
        self.open_enums.contains(name)
    }

    /// Whether values of the type can be compared exactly.
    pub(super) fn has_eq(&self, id: TypeId) -> bool {
        !self.floats.contains(&id)
    }

    /// The type at its use, `null` included.
    pub(super) fn full(&self, ty: TypeRef) -> Type {
        self.full_at(ty, 0)
    }

    fn full_at(&self, ty: TypeRef, depth: usize) -> Type {
        let (id, nullable) = self.api.types.resolve(ty);
        let rust = self.bare_at(id, depth);
        if nullable && rust != Type::Json {
            Type::option(rust)
        } else {
            rust
        }
    }

    /// The type at its use, `null` left out.
    pub(super) fn bare(&self, ty: TypeRef) -> Type {
        let (id, _) = self.api.types.resolve(ty);
        self.bare_at(id, 0)
    }

    fn bare_at(&self, id: TypeId, depth: usize) -> Type {
        if depth > MAX_NESTING {
            return Type::Json;
        }
        match &self.api.types[id].shape {
            // A circle of aliases has no type; lowering has refused it.
            Shape::Any | Shape::Alias(_) => Type::Json,
            Shape::Bool => Type::Bool,
            Shape::Integer(kind) => Type::Integer(integer_name(*kind)),
            Shape::Float(ir::FloatKind::Exact) => Type::Number,
            // A `float` too: services write single precision with the digits of a double, and
            // those would be rounded away.
            Shape::Float(_) => Type::Float("f64"),
            Shape::Text(ir::TextKind::Json(content)) => {
                Type::JsonText(Box::new(self.full_at(*content, depth + 1)))
            }
            Shape::Text(kind) => text_type(kind),
            Shape::Array(array) => Type::List(Box::new(self.full_at(array.item, depth + 1))),
            Shape::Map(map) => Type::Map(Box::new(self.full_at(map.value, depth + 1))),
            Shape::Struct(_)
            | Shape::Tuple(_)
            | Shape::StringEnum(_)
            | Shape::IntegerEnum(_)
            | Shape::Union(_) => self
                .names
                .get(&id)
                .map_or(Type::Json, |name| Type::Model(name.clone())),
        }
    }

    /// How a value of the type is decoded, `null` included.
    pub(super) fn seed(&self, ty: TypeRef) -> Seed {
        self.seed_at(ty, 0)
    }

    fn seed_at(&self, ty: TypeRef, depth: usize) -> Seed {
        let (id, nullable) = self.api.types.resolve(ty);
        let seed = self.bare_seed_at(id, depth);
        if nullable && seed != Seed::Plain {
            Seed::Nullable(Box::new(seed))
        } else {
            seed
        }
    }

    /// How a value of the type is decoded, `null` left out.
    pub(super) fn bare_seed(&self, ty: TypeRef) -> Seed {
        let (id, _) = self.api.types.resolve(ty);
        self.bare_seed_at(id, 0)
    }

    fn bare_seed_at(&self, id: TypeId, depth: usize) -> Seed {
        if depth > MAX_NESTING {
            return Seed::Plain;
        }
        let inner = |ty, wrap: fn(Box<Seed>) -> Seed| match self.seed_at(ty, depth + 1) {
            Seed::Plain => Seed::Plain,
            seed => wrap(Box::new(seed)),
        };
        match &self.api.types[id].shape {
            Shape::Integer(_) => Seed::Integer,
            Shape::Array(array) => inner(array.item, Seed::List),
            Shape::Map(map) => inner(map.value, Seed::Map),
            _ => Seed::Plain,
        }
    }

    /// The kinds of JSON value that the type can be.
    pub(super) fn kinds(&self, ty: TypeRef) -> Vec<JsonKind> {
        let mut kinds = Vec::new();
        let mut unions = HashSet::new();
        let mut open = vec![ty];
        while let Some(ty) = open.pop() {
            let (id, _) = self.api.types.resolve(ty);
            let own: &[JsonKind] = match &self.api.types[id].shape {
                Shape::Any | Shape::Alias(_) => &[],
                Shape::Bool => &[JsonKind::Bool],
                Shape::Integer(_) | Shape::IntegerEnum(_) => &[JsonKind::Integer],
                Shape::Float(_) => &[JsonKind::Integer, JsonKind::Number],
                Shape::Text(_) | Shape::StringEnum(_) => &[JsonKind::String],
                Shape::Array(_) | Shape::Tuple(_) => &[JsonKind::Array],
                Shape::Map(_) | Shape::Struct(_) => &[JsonKind::Object],
                Shape::Union(union) => {
                    // Unions can have branches in common, and be branches of themselves.
                    if unions.insert(id) {
                        open.extend(union.variants.iter().rev().map(|variant| variant.ty));
                    }
                    &[]
                }
            };
            for kind in own {
                if !kinds.contains(kind) {
                    kinds.push(*kind);
                }
            }
        }
        kinds
    }
}

fn integer_name(kind: ir::IntegerKind) -> &'static str {
    match kind {
        ir::IntegerKind::I8 => "i8",
        ir::IntegerKind::I16 => "i16",
        ir::IntegerKind::I32 => "i32",
        ir::IntegerKind::I64 => "i64",
        ir::IntegerKind::U8 => "u8",
        ir::IntegerKind::U16 => "u16",
        ir::IntegerKind::U32 => "u32",
        ir::IntegerKind::U64 => "u64",
        ir::IntegerKind::I128 => "i128",
    }
}

fn text_type(kind: &ir::TextKind) -> Type {
    match kind {
        ir::TextKind::DateTime => Type::Text("DateTime"),
        ir::TextKind::Date => Type::Text("Date"),
        ir::TextKind::Uuid => Type::Text("Uuid"),
        ir::TextKind::Uri => Type::Text("Uri"),
        ir::TextKind::Decimal => Type::Text("Decimal"),
        ir::TextKind::Time => Type::Text("Time"),
        ir::TextKind::Duration => Type::Text("Duration"),
        // The text itself is the honest form of bytes inside JSON.
        ir::TextKind::Plain
        | ir::TextKind::Base64
        | ir::TextKind::Binary
        | ir::TextKind::Secret
        | ir::TextKind::Json(_)
        | ir::TextKind::Other(_) => Type::String,
    }
}
