//! Objects: with all members, with the required ones, each optional one left out, and with each
//! value of each member.

use serde_json::{Map, Value, json};

use super::Sampler;
use super::flat::Flat;
use super::pattern::matching;

/// Names of members that a document does not name.
const NAMES: [&str; 4] = ["first", "second key", "Dritter-Schlüssel", "4"];

/// A member that the schema names.
struct Member<'a> {
    name: &'a str,
    values: Vec<Value>,
    required: bool,
}

impl Sampler<'_> {
    /// Objects of an alternative, about as many as asked for.
    pub(super) fn objects(&mut self, flat: &Flat, level: usize, most: usize) -> Vec<Value> {
        let required = texts(flat, "required");
        let named = flat.get("properties").and_then(Value::as_object);
        let named = named.into_iter().flatten();
        // At the end of the way only what cannot be left out counts.
        let named = named.filter(|(name, _)| level > 0 || required.contains(&name.as_str()));
        let mut members: Vec<Member<'_>> = named
            .map(|(name, schema)| Member {
                name,
                values: self.inside(schema, level),
                required: required.contains(&name.as_str()),
            })
            .collect();
        let any = Value::Bool(true);
        let others = self.others(flat);
        let other_values = match (&others, level) {
            (None, _) => Vec::new(),
            (Some(schema), _) => self.inside(schema, level),
        };
        for name in required {
            if members.iter().all(|member| member.name != name) {
                let values = match flat.get("additionalProperties") {
                    Some(Value::Bool(_)) | None => self.inside(&any, level),
                    Some(schema) => self.inside(schema, level),
                };
                let required = true;
                members.push(Member {
                    name,
                    values,
                    required,
                });
            }
        }
        if members.iter().any(|it| it.required && it.values.is_empty()) {
            return Vec::new();
        }
        members.retain(|member| !member.values.is_empty());
        let mut objects = self.of_members(&members, level, most);
        add_others(flat, &mut objects, &others, &other_values);
        objects
    }

    /// What members may have that the alternative does not name: their schema, if the document
    /// speaks of them.
    fn others(&self, flat: &Flat) -> Option<Value> {
        let by_name = flat.get("patternProperties").and_then(Value::as_object);
        let mut schemas: Vec<Value> = by_name
            .into_iter()
            .flat_map(|patterns| patterns.values().cloned())
            .collect();
        match flat.get("additionalProperties") {
            Some(Value::Bool(false)) => {}
            Some(schema) => schemas.push(schema.clone()),
            None if !schemas.is_empty() => schemas.push(Value::Bool(true)),
            // An object of which nothing is said is a map of anything.
            None if !flat.contains_key("properties") && !flat.contains_key("required") => {
                schemas.push(Value::Bool(true));
            }
            None => {}
        }
        match schemas.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            _ => Some(json!({ "anyOf": schemas })),
        }
    }

    fn of_members(&mut self, members: &[Member<'_>], level: usize, most: usize) -> Vec<Value> {
        let object = |value: &dyn Fn(usize, &Member<'_>) -> Option<Value>| {
            let numbered = members.iter().enumerate();
            let pairs = numbered.filter_map(|(index, member)| {
                Some((member.name.to_owned(), value(index, member)?))
            });
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        let full = object(&|_, member| member.values.first().cloned());
        let least = object(&|_, member| {
            member
                .required
                .then(|| member.values.first().cloned())
                .flatten()
        });
        if level == 0 {
            return vec![least];
        }
        let mut objects = vec![full, least];
        let longest = members.iter().map(|it| it.values.len()).max().unwrap_or(0);
        // Every value of every member, all of them at a time.
        for turn in 1..longest {
            objects.push(object(&|_, member| {
                member.values.get(turn % member.values.len()).cloned()
            }));
        }
        let mut single = Vec::new();
        for (changed, member) in members.iter().enumerate() {
            let with = |value: Option<&Value>| {
                object(&|index, member| match index == changed {
                    true => value.cloned(),
                    false => member.values.first().cloned(),
                })
            };
            if !member.required {
                single.push(with(None));
            }
            // And one at a time, `null` before all others.
            let (nulls, others): (Vec<&Value>, Vec<&Value>) = member
                .values
                .iter()
                .skip(1)
                .partition(|value| value.is_null());
            objects.extend(nulls.into_iter().map(|value| with(Some(value))));
            if level >= 2 {
                single.extend(others.into_iter().take(8).map(|value| with(Some(value))));
            }
        }
        self.random.shuffle(&mut single);
        objects.extend(single);
        objects.truncate(most.max(2));
        objects
    }
}

/// Adds members that the schema does not name: to the first object, and to others of their own.
fn add_others(flat: &Flat, objects: &mut Vec<Value>, others: &Option<Value>, values: &[Value]) {
    let mut names: Vec<String> = NAMES.map(str::to_owned).to_vec();
    let least = flat
        .get("minProperties")
        .and_then(Value::as_u64)
        .unwrap_or(0) as usize;
    let first = objects.first().cloned().unwrap_or_else(|| json!({}));
    let mut fresh = Vec::new();
    if let Some(patterns) = flat.get("patternProperties").and_then(Value::as_object) {
        let fitting = patterns.keys().flat_map(|pattern| matching(pattern));
        // Names that no pattern describes stand between them.
        let mut others = std::mem::take(&mut names).into_iter();
        for name in fitting.take(4) {
            names.push(name);
            names.extend(others.next());
        }
    } else if let Some(pattern) = flat
        .get("propertyNames")
        .and_then(|it| it["pattern"].as_str())
    {
        names = matching(pattern).into_iter().take(4).collect();
    }
    if others.is_some() && !values.is_empty() {
        for count in [1, 3, least] {
            fresh.push(with_others(&first, &names, values, 0, count));
        }
        for start in 1..values.len() {
            fresh.push(with_others(&first, &names, values, start, 1));
            if flat.contains_key("patternProperties") && names.len() > 1 {
                fresh.push(with_others(&first, &names[1..], values, start, 1));
            }
        }
        // What must have some members gets them.
        for object in objects.iter_mut() {
            let missing = least.saturating_sub(object.as_object().map_or(0, Map::len));
            *object = with_others(object, &names, values, 0, missing);
        }
    }
    // The first of them come early, so that they are not cut off.
    let place = objects.len().min(2);
    objects.splice(place..place, fresh);
}

fn with_others(
    object: &Value,
    names: &[String],
    values: &[Value],
    start: usize,
    count: usize,
) -> Value {
    let mut object = object.clone();
    let numbered = (names.len()..).map(|number| format!("key{number}"));
    let names = names.iter().cloned().chain(numbered);
    if let Some(members) = object.as_object_mut() {
        let values = values.iter().cycle().skip(start);
        for (name, value) in names.zip(values).take(count) {
            members.entry(name).or_insert_with(|| value.clone());
        }
    }
    object
}

fn texts<'a>(flat: &'a Flat, keyword: &str) -> Vec<&'a str> {
    let list = flat.get(keyword).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
