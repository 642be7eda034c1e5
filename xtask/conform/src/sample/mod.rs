//! Values of schemas, chosen to explore: what can be missing, `null`, empty, long or of another
//! branch is so at least once.
//!
//! The same schema, seed and bound always give the same values. A schema that stands alone is
//! explored at [`TOP`]; those inside it less the deeper they are, down to what is required.

pub(crate) mod flat;
mod named;
mod near;
mod object;
mod pattern;
mod random;
mod scalar;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::schema::{self, EXAMPLES, Schemas};
pub(crate) use near::{Miss, near_misses, unknown_texts};
pub(crate) use random::Random;

/// How thoroughly a schema is explored that stands alone.
const TOP: usize = 3;

/// How deep schemas may nest without a reference before the rest is left out.
const DEEPEST: usize = 40;

/// Makes values of the schemas of a document.
pub(crate) struct Sampler<'a> {
    schemas: &'a Schemas,
    registry: &'a Registry<'a>,
    random: Random,
    /// How many values a schema has at most that stands alone.
    most: usize,
    known: HashMap<(usize, usize), Rc<Vec<Value>>>,
    /// The schemas that are being explored, with their levels.
    open: HashSet<(usize, usize)>,
    validators: HashMap<usize, Option<Rc<Validator>>>,
    /// Those of alternatives, by their text.
    alternatives: HashMap<String, Option<Rc<Validator>>>,
    depth: usize,
}

impl<'a> Sampler<'a> {
    /// A sampler of these schemas.
    pub(crate) fn new(
        schemas: &'a Schemas,
        registry: &'a Registry<'a>,
        seed: u64,
        most: usize,
    ) -> Self {
        Self {
            schemas,
            registry,
            random: Random::new(seed, ""),
            most,
            known: HashMap::new(),
            open: HashSet::new(),
            validators: HashMap::new(),
            alternatives: HashMap::new(),
            depth: 0,
        }
    }

    /// Valid values of a schema, each once.
    pub(crate) fn values(&mut self, number: usize) -> Vec<Value> {
        self.random = self.random.begin(&number.to_string());
        let mut values = self.numbered(number, TOP).to_vec();
        values.truncate(self.most);
        values
    }

    /// Whether a value is valid by a schema; nothing if no validator can be made of it.
    pub(crate) fn is_valid(&mut self, number: usize, value: &Value) -> Option<bool> {
        let validator = self.validator(number)?;
        Some(validator.is_valid(value))
    }

    fn validator(&mut self, number: usize) -> Option<Rc<Validator>> {
        let registry = self.registry;
        let made = self.validators.entry(number).or_insert_with(|| {
            let made = schema::validator(registry, &schema::reference(number));
            made.ok().map(Rc::new)
        });
        made.clone()
    }

    /// Valid values of a schema at a level.
    fn numbered(&mut self, number: usize, level: usize) -> Rc<Vec<Value>> {
        if let Some(known) = self.known.get(&(number, level)) {
            return Rc::clone(known);
        }
        if !self.open.insert((number, level)) {
            // It contains itself: that member has to be left out here.
            return Rc::default();
        }
        let schemas = self.schemas;
        let made = self.whole(schemas.get(number), level);
        self.open.remove(&(number, level));
        let mut seen = HashSet::new();
        let validator = self.validator(number);
        let is_valid = |value: &Value| validator.as_ref().is_some_and(|it| it.is_valid(value));
        let valid: Vec<Value> = made
            .into_iter()
            .filter(|value| seen.insert(value.to_string()) && is_valid(value))
            .take(self.limit(level))
            .collect();
        let valid = Rc::new(valid);
        // What was made while an outer one was open may lack members; it is as good as others.
        self.known.insert((number, level), Rc::clone(&valid));
        valid
    }

    /// How many values a schema has at a level.
    fn limit(&self, level: usize) -> usize {
        match level {
            TOP => self.most.saturating_mul(2),
            2 => 16,
            1 => 6,
            _ => 2,
        }
    }

    /// Values of a schema as itself, not as a part of another one; most of them are valid.
    fn whole(&mut self, schema: &Value, level: usize) -> Vec<Value> {
        if self.depth > DEEPEST {
            return Vec::new();
        }
        if schema.as_object().is_some_and(|members| members.len() == 1)
            && let Some(target) = self.schemas.target(schema)
        {
            return self.numbered(target, level).to_vec();
        }
        self.depth += 1;
        let mut found = self.alternatives(schema, level);
        self.depth -= 1;
        let shown = schema.get(EXAMPLES).and_then(Value::as_array);
        found.extend(shown.into_iter().flatten().cloned());
        found
    }

    /// Values of each alternative, in turns, so that none is forgotten.
    fn alternatives(&mut self, schema: &Value, level: usize) -> Vec<Value> {
        let flats = flat::expand(self.schemas, schema);
        let shares = self.limit(level).div_ceil(flats.len().max(1)).max(2);
        let found: Vec<Vec<Value>> = flats
            .iter()
            .map(|flat| self.flat(flat, level, shares))
            .collect();
        in_turns(found)
    }

    /// Values of an alternative.
    fn flat(&mut self, flat: &flat::Flat, level: usize, most: usize) -> Vec<Value> {
        if let Some(values) = flat.get("enum").and_then(Value::as_array) {
            let types = flat::types(flat);
            let fits = |value: &&Value| types.is_empty() || types.iter().any(|ty| is_of(value, ty));
            return values.iter().filter(fits).cloned().collect();
        }
        let mut types = flat::types(flat);
        if types.is_empty() && flat.get("type").is_none() {
            types = flat::implied_types(flat);
            if types.is_empty() {
                return anything();
            }
        }
        let kinds = types.iter().map(|ty| match *ty {
            "null" => vec![Value::Null],
            "boolean" => vec![json!(true), json!(false)],
            "integer" => scalar::integers(flat),
            "number" => scalar::numbers(flat),
            "string" => scalar::texts(flat),
            "array" => self.arrays(flat, level),
            _ => self.objects(flat, level, most),
        });
        in_turns(kinds.collect())
    }

    /// Values of a schema inside of another one.
    fn inside(&mut self, schema: &Value, level: usize) -> Vec<Value> {
        let level = level.saturating_sub(1);
        let mut values = self.whole(schema, level);
        values.truncate(self.limit(level));
        values
    }

    /// Arrays: of three, of none, of one, and of all other items.
    fn arrays(&mut self, flat: &flat::Flat, level: usize) -> Vec<Value> {
        let number = |keyword: &str| flat.get(keyword).and_then(Value::as_u64);
        let least = number("minItems").unwrap_or(0) as usize;
        let most = number("maxItems").map_or(usize::MAX, |most| most as usize);
        let unique = flat.get("uniqueItems") == Some(&Value::Bool(true));
        let first: Vec<Vec<Value>> = flat
            .get("prefixItems")
            .and_then(Value::as_array)
            .map(|items| items.iter().map(|item| self.inside(item, level)).collect())
            .unwrap_or_default();
        let any = Value::Bool(true);
        let items = match flat.get("items") {
            Some(Value::Bool(false)) => Vec::new(),
            // Behind a tuple nothing is expected that the document does not mention.
            None if !first.is_empty() => Vec::new(),
            items => self.inside(items.unwrap_or(&any), level),
        };
        let mut lengths = vec![3, 0, 1];
        if least > 3 {
            lengths.insert(0, least);
        }
        let mut arrays = Vec::new();
        let rounds = if level >= 2 { items.len().max(1) } else { 1 };
        for start in (0..rounds).step_by(3).chain(1..rounds.min(4)) {
            for length in &lengths {
                let length = (*length).max(least).min(most);
                let mut array: Vec<Value> = first
                    .iter()
                    .filter_map(|of| of.get(start % of.len().max(1)).cloned())
                    .collect();
                let wanted = length.max(first.len()).saturating_sub(array.len());
                let pool = items.iter().cycle().skip(start);
                let fresh = pool.take(if unique {
                    wanted.min(items.len())
                } else {
                    wanted
                });
                array.extend(fresh.cloned());
                arrays.push(Value::Array(array));
                if start > 0 {
                    break;
                }
            }
        }
        // A tuple may end before its last position.
        let whole = arrays.first().and_then(Value::as_array).cloned();
        if let Some(whole) = whole {
            let shorter = (least..first.len().min(whole.len())).rev();
            arrays.extend(shorter.map(|length| Value::Array(whole[..length].to_vec())));
        }
        arrays
    }
}

/// A value of each kind, where the document says nothing.
fn anything() -> Vec<Value> {
    vec![
        json!({ "a": [1, "x", null], "b": { "c": 1.5 } }),
        json!("text"),
        json!(5_000_000_000_i64),
        json!([1, "x", { "a": null }]),
        json!(true),
        json!(-0.25),
        Value::Null,
        json!({}),
        json!([]),
    ]
}

/// Whether a value is of a type.
fn is_of(value: &Value, ty: &str) -> bool {
    match ty {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

/// The first of each, then the second of each, and so on.
fn in_turns(lists: Vec<Vec<Value>>) -> Vec<Value> {
    let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
    let turn = |turn: usize| lists.iter().filter_map(move |list| list.get(turn).cloned());
    (0..longest).flat_map(turn).collect()
}

#[cfg(test)]
mod tests;
