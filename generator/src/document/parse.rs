//! Text -> [`Value`] tree: YAML by `serde_yaml`, JSON by `serde_json`.
//!
//! Everything here is a function of the text alone; it knows no OpenAPI. The
//! tree has exact integers, keys as written (`200:` is the key `200`), merged
//! `<<` keys, and its size is bounded however often aliases repeat a node.

use std::cell::Cell;
use std::fmt;

use indexmap::IndexMap;
use indexmap::map::Entry;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::spans;
use crate::diagnostic::Lines;
use crate::value::Value;

/// The largest text that is read, in bytes.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// How many nodes a small document may have once its aliases are expanded.
/// Without aliases a node takes at least one byte of text.
const MIN_NODES: usize = 1_000_000;

/// How many nodes a document of this many bytes may have.
pub(super) fn max_nodes(bytes: usize) -> usize {
    bytes.saturating_add(MIN_NODES)
}

/// What the text says before it is known to be OpenAPI.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The tree; the last of several equal keys wins.
    pub(super) tree: Value,
    /// Whether an object has a key twice.
    pub(super) has_duplicates: bool,
}

/// Why there is no tree.
#[derive(Debug)]
pub(super) struct Failure {
    /// What the parser says.
    pub(super) message: String,
    /// Whether a bound was passed rather than the syntax violated.
    pub(super) too_large: bool,
    /// Where in the text, if the parser knows: a byte.
    pub(super) at: Option<usize>,
}

/// Whether the text is to be read as JSON: it starts like a JSON object.
///
/// YAML in flow style starts the same way, so a failure is tried again as YAML.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads the text, without a byte order mark, as JSON or YAML.
pub(super) fn parse(text: &str) -> Result<Parsed, Failure> {
    if !looks_like_json(text) {
        return parse_yaml(text);
    }
    match parse_json(text) {
        Err(failure) if !failure.too_large => parse_yaml(text).map_err(|_| failure),
        result => result,
    }
}

/// How deep `serde_json` and `serde_yaml` go.
const MAX_DEPTH: usize = 128;

/// Whether the text is nested so deeply that `serde_yaml` should not see it: it
/// takes a minute to refuse a hundred thousand brackets. Anything suspicious is
/// shown to the event parser, which gives up at once.
fn is_too_deep(text: &str) -> bool {
    let mut brackets = 0_usize;
    let mut is_suspicious = false;
    let mut indicators = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => brackets += 1,
            b']' | b'}' => brackets = brackets.saturating_sub(1),
            // `- - - -` and `? ? ? ?` nest within one line.
            b'-' | b'?' => indicators += 1,
            b'\n' => indicators = 0,
            _ => {}
        }
        is_suspicious |= brackets > MAX_DEPTH || indicators > MAX_DEPTH;
    }
    is_suspicious && spans::depth(text) > MAX_DEPTH
}

fn parse_json(text: &str) -> Result<Parsed, Failure> {
    let state = State::new(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = Seed(&state)
        .deserialize(&mut deserializer)
        .and_then(|tree| {
            deserializer.end()?;
            Ok(tree)
        });
    match tree {
        Ok(tree) => Ok(state.finish(tree)),
        Err(error) => {
            let message = error.to_string();
            let message = strip_position(&message);
            let at = Lines::of(text).byte_at(error.line(), error.column());
            Err(state.fail(message, message.contains("recursion limit"), Some(at)))
        }
    }
}

fn parse_yaml(text: &str) -> Result<Parsed, Failure> {
    let state = State::new(text);
    if is_too_deep(text) {
        return Err(state.fail("", true, None));
    }
    match Seed(&state).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(tree) => Ok(state.finish(tree)),
        Err(error) => {
            let message = error.to_string();
            let message = strip_position(&message);
            let bound = message.contains("recursion limit") || message.contains("repetition limit");
            Err(state.fail(message, bound, error.location().map(|place| place.index())))
        }
    }
}

/// Both parsers end their messages with ` at line 1 column 2`, which the span says better.
fn strip_position(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// What is counted while the tree grows.
struct State {
    nodes_left: Cell<usize>,
    has_duplicates: Cell<bool>,
}

impl State {
    fn new(text: &str) -> Self {
        Self {
            nodes_left: Cell::new(max_nodes(text.len())),
            has_duplicates: Cell::new(false),
        }
    }

    fn finish(self, tree: Value) -> Parsed {
        Parsed {
            tree,
            has_duplicates: self.has_duplicates.get(),
        }
    }

    fn fail(self, message: &str, bound: bool, at: Option<usize>) -> Failure {
        let message = match () {
            () if self.nodes_left.get() == 0 || message.contains("repetition limit") => {
                "the aliases of the document repeat too many nodes"
            }
            () if bound => "the document is nested too deeply",
            () => {
                return Failure {
                    message: message.to_owned(),
                    too_large: false,
                    at,
                };
            }
        };
        Failure {
            message: message.to_owned(),
            too_large: true,
            at,
        }
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
struct Seed<'a>(&'a State);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.0.nodes_left.get();
        if left == 0 {
            return Err(de::Error::custom("too many nodes"));
        }
        self.0.nodes_left.set(left - 1);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(match i128::try_from(value) {
            Ok(value) => Value::Integer(value),
            Err(_) => Value::Float(value as f64),
        })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // JSON has no such number; as text it cannot be mistaken for one.
        Ok(if value.is_finite() {
            Value::Float(value)
        } else {
            Value::String(value.to_string())
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = IndexMap::new();
        let mut merges = false;
        while let Some(key) = members.next_key_seed(Key)? {
            merges |= key == "<<";
            let value = members.next_value_seed(self)?;
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    self.0.has_duplicates.set(true);
                    entry.insert(value);
                }
            }
        }
        if merges {
            merge(&mut object);
        }
        Ok(Value::Object(object))
    }

    // YAML tags (`!!binary`, `!Ref`) say nothing in OpenAPI: the tagged node is read.
    fn visit_enum<A: de::EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, contents) = data.variant_seed(Key)?;
        de::VariantAccess::newtype_variant_seed(contents, self)
    }
}

/// Reads a key as it is written, whatever YAML would make of it.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

/// Applies YAML's merge key: `<<: *base` adds the members that are not there.
fn merge(object: &mut IndexMap<String, Value>) {
    let sources = match object.get("<<") {
        Some(Value::Object(_)) => 1,
        Some(Value::Array(items)) if items.iter().all(|item| item.as_object().is_some()) => 2,
        _ => return,
    };
    // Present: matched above.
    let Some(merged) = object.shift_remove("<<") else {
        return;
    };
    let merged = match merged {
        Value::Array(items) if sources == 2 => items,
        other => vec![other],
    };
    for source in merged {
        let Value::Object(members) = source else {
            continue;
        };
        for (key, value) in members {
            object.entry(key).or_insert(value);
        }
    }
}
