//! A value against a type: what a service that keeps to its document would refuse.
//!
//! It says where and what. It does not know where the value came from.

use flora_codegen::ir::{
    Additional, Constraints, Field, Pick, Shape, Struct, TextKind, Tuple, TypeRef, Types, Union,
};
use flora_codegen::value::Value;
use regex_lite::Regex;

/// Something that is wrong with a part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The part: `limit`, `address.street`, `tags[0]`.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// Unions can contain themselves; no document means more than this.
const DEPTH: usize = 64;

/// Everything that is wrong with a value that goes to the service.
pub(crate) fn check(types: &Types, ty: TypeRef, value: &Value, field: &str) -> Vec<Fault> {
    let mut check = Check {
        types,
        faults: Vec::new(),
    };
    check.value(ty, value, field, 0);
    check.faults
}

/// Whether a value is one of a type.
pub(crate) fn fits(types: &Types, ty: TypeRef, value: &Value) -> bool {
    check(types, ty, value, "").is_empty()
}

/// A pattern as an expression, if it can be read.
pub(crate) fn expression(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

struct Check<'a> {
    types: &'a Types,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn say(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(field, message));
    }

    fn value(&mut self, ty: TypeRef, value: &Value, field: &str, depth: usize) {
        let (id, nullable) = self.types.resolve(ty);
        if depth > DEPTH || (nullable && *value == Value::Null) {
            return;
        }
        let types = self.types;
        let ty = &types[id];
        let before = self.faults.len();
        self.shape(&ty.shape, value, field, depth);
        if self.faults.len() == before {
            self.constraints(&ty.constraints, value, field);
        }
    }

    fn shape(&mut self, shape: &Shape, value: &Value, field: &str, depth: usize) {
        match (shape, value) {
            (Shape::Any, _) | (Shape::Bool, Value::Bool(_)) => {}
            (Shape::Integer(kind), _) => match whole(value) {
                None => self.say(field, format!("must be a whole number, not {}", say(value))),
                Some(number) => {
                    let (low, high) = kind.range();
                    if number < low || number > high {
                        self.say(field, format!("must be from {low} to {high}"));
                    }
                }
            },
            (Shape::Float(_), Value::Integer(_) | Value::Float(_)) => {}
            (Shape::Text(kind), Value::String(text)) => self.text(kind, text, field),
            (Shape::Array(array), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(array.item, item, &format!("{field}[{index}]"), depth + 1);
                }
            }
            (Shape::Tuple(tuple), Value::Array(items)) => self.tuple(tuple, items, field, depth),
            (Shape::Map(map), Value::Object(members)) => {
                for (name, member) in members {
                    self.value(map.value, member, &below(field, name), depth + 1);
                }
            }
            (Shape::Struct(struct_), Value::Object(_)) => {
                self.object(struct_, value, field, depth);
            }
            (Shape::StringEnum(enum_), Value::String(text)) => {
                if enum_.values.iter().all(|known| known.value != *text) {
                    let known: Vec<&str> = (enum_.values.iter())
                        .map(|known| known.value.as_str())
                        .collect();
                    self.say(field, format!("must be one of {}", known.join(", ")));
                }
            }
            (Shape::IntegerEnum(enum_), _) if whole(value).is_some() => {
                let number = whole(value);
                if !(enum_.values.iter()).any(|known| Some(known.value.into()) == number) {
                    let known: Vec<String> = (enum_.values.iter())
                        .map(|known| known.value.to_string())
                        .collect();
                    self.say(field, format!("must be one of {}", known.join(", ")));
                }
            }
            (Shape::Union(union), _) => self.union(union, value, field, depth),
            (Shape::Alias(target), _) => self.value(*target, value, field, depth + 1),
            _ => self.say(
                field,
                format!("must be {}, not {}", kind(shape), say(value)),
            ),
        }
    }

    fn tuple(&mut self, tuple: &Tuple, items: &[Value], field: &str, depth: usize) {
        let rest = match tuple.rest {
            Additional::Typed(ty) => Some(ty),
            Additional::Unspecified | Additional::Denied => None,
        };
        let needed = tuple.positions.iter().filter(|position| position.required);
        if items.len() < needed.count() {
            self.say(field, "has too few items".to_owned());
        }
        for (index, item) in items.iter().enumerate() {
            let place = format!("{field}[{index}]");
            let position = tuple.positions.get(index).map(|position| position.ty);
            match position.or(rest) {
                Some(ty) => self.value(ty, item, &place, depth + 1),
                None => self.say(&place, "is one item too many".to_owned()),
            }
        }
    }

    fn object(&mut self, struct_: &Struct, value: &Value, field: &str, depth: usize) {
        for known in &struct_.fields {
            let place = below(field, &known.name);
            match value.get(&known.name) {
                // What only comes from the service need not be sent, and does no harm if it is.
                _ if known.read_only => {}
                None if known.required => self.say(&place, "Required"),
                None => {}
                Some(member) => self.member(known, member, &place, depth),
            }
        }
        let others = value.as_object().into_iter().flatten();
        for (name, member) in others {
            if struct_.fields.iter().any(|known| known.name == *name) {
                continue;
            }
            match struct_.additional {
                Additional::Unspecified => {}
                Additional::Denied => self.say(&below(field, name), "is not known here"),
                Additional::Typed(ty) => self.value(ty, member, &below(field, name), depth + 1),
            }
        }
    }

    fn member(&mut self, known: &Field, member: &Value, place: &str, depth: usize) {
        match &known.constant {
            Some(constant) if constant != member => {
                let constant = String::from_utf8_lossy(&crate::json::write(constant)).into_owned();
                self.say(place, format!("must be {constant}"));
            }
            Some(_) => {}
            None => self.value(known.ty, member, place, depth + 1),
        }
    }

    /// The branch that the tag names, or else the one with the fewest faults.
    fn union(&mut self, union: &Union, value: &Value, field: &str, depth: usize) {
        if let Pick::Tag(name) = &union.pick {
            let tag = match value.get(name) {
                Some(Value::String(text)) => text.clone(),
                Some(other) => String::from_utf8_lossy(&crate::json::write(other)).into_owned(),
                None => String::new(),
            };
            let mut variants = union.variants.iter();
            let found = variants
                .clone()
                .find(|variant| variant.tags.contains(&tag))
                .or_else(|| variants.find(|variant| variant.fallback));
            if let Some(variant) = found {
                self.value(variant.ty, value, field, depth + 1);
                return;
            }
        }
        let branches = union.variants.iter().map(|variant| {
            let mut branch = Check {
                types: self.types,
                faults: Vec::new(),
            };
            branch.value(variant.ty, value, field, depth + 1);
            branch.faults
        });
        let mut best: Option<Vec<Fault>> = None;
        for faults in branches {
            if faults.is_empty() {
                return;
            }
            if best.as_ref().is_none_or(|best| faults.len() < best.len()) {
                best = Some(faults);
            }
        }
        self.faults.extend(best.into_iter().flatten());
    }

    fn text(&mut self, kind: &TextKind, text: &str, field: &str) {
        let expected = match kind {
            TextKind::DateTime if !is_date_time(text) => {
                "must be a date and time such as 2026-03-14T09:26:53Z"
            }
            TextKind::Date if !is_date(text) => "must be a date such as 2026-03-14",
            TextKind::Uuid if !is_uuid(text) => "must be a UUID",
            TextKind::Uri if text.is_empty() || text.contains(char::is_whitespace) => {
                "must be a URI"
            }
            _ => return,
        };
        self.say(field, expected);
    }

    fn constraints(&mut self, constraints: &Constraints, value: &Value, field: &str) {
        match value {
            Value::String(text) => {
                let length = text.chars().count() as u64;
                self.count(
                    length,
                    constraints.min_length,
                    constraints.max_length,
                    "characters",
                    field,
                );
                if let Some(pattern) = &constraints.pattern
                    && expression(pattern).is_some_and(|pattern| !pattern.is_match(text))
                {
                    self.say(field, format!("must match {pattern}"));
                }
            }
            Value::Integer(_) | Value::Float(_) => self.number(constraints, value, field),
            Value::Array(items) => {
                let length = items.len() as u64;
                let (low, high) = (constraints.min_items, constraints.max_items);
                self.count(length, low, high, "items", field);
                let is_repeated = |(index, item): (usize, &Value)| items[..index].contains(item);
                if constraints.unique_items && items.iter().enumerate().any(is_repeated) {
                    self.say(field, "must not have an item twice");
                }
            }
            Value::Object(members) => {
                let length = members.len() as u64;
                let (low, high) = (constraints.min_items, constraints.max_items);
                self.count(length, low, high, "members", field);
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn number(&mut self, constraints: &Constraints, value: &Value, field: &str) {
        let number = float(value);
        if let Some(bound) = &constraints.minimum {
            let low = float(&bound.value);
            if bound.exclusive && number <= low {
                self.say(field, format!("must be greater than {low}"));
            } else if number < low {
                self.say(field, format!("must be at least {low}"));
            }
        }
        if let Some(bound) = &constraints.maximum {
            let high = float(&bound.value);
            if bound.exclusive && number >= high {
                self.say(field, format!("must be less than {high}"));
            } else if number > high {
                self.say(field, format!("must be at most {high}"));
            }
        }
        if let Some(step) = constraints.multiple_of.as_ref().map(float)
            && step > 0.0
            && ((number / step).round() * step - number).abs() > number.abs().max(1.0) * 1e-9
        {
            self.say(field, format!("must be a multiple of {step}"));
        }
    }

    fn count(&mut self, count: u64, low: Option<u64>, high: Option<u64>, what: &str, field: &str) {
        if let Some(low) = low.filter(|low| count < *low) {
            self.say(field, format!("must have at least {low} {what}"));
        }
        if let Some(high) = high.filter(|high| count > *high) {
            self.say(field, format!("must have at most {high} {what}"));
        }
    }
}

fn below(field: &str, name: &str) -> String {
    if field.is_empty() {
        name.to_owned()
    } else {
        format!("{field}.{name}")
    }
}

/// A whole number, also when it is written with a fraction of zero.
fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Float(number) if number.fract() == 0.0 => Some(*number as i128),
        _ => None,
    }
}

/// The number as it is compared.
pub(crate) fn float(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => 0.0,
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Bool => "true or false",
        Shape::Integer(_) | Shape::IntegerEnum(_) => "a whole number",
        Shape::Float(_) => "a number",
        Shape::Text(_) | Shape::StringEnum(_) => "a text",
        Shape::Array(_) | Shape::Tuple(_) => "an array",
        Shape::Map(_) | Shape::Struct(_) => "an object",
        Shape::Any | Shape::Union(_) | Shape::Alias(_) => "something else",
    }
}

/// A value in a message. Texts are not repeated, for they may be secrets.
fn say(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::String(_) => "a text".to_owned(),
        other => other.kind().to_owned(),
    }
}

/// Digits where the form has `0`, anything else as it is.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && (text.bytes().zip(form.bytes())).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            b'f' => byte.is_ascii_hexdigit(),
            _ => byte.eq_ignore_ascii_case(&form),
        })
}

fn is_date(text: &str) -> bool {
    has_form(text, "0000-00-00")
}

fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(time)) = (text.get(..10), text.get(11..)) else {
        return false;
    };
    let separator = text.as_bytes()[10];
    let zone = time.find(['Z', 'z', '+', '-']);
    let Some((clock, zone)) = zone.map(|index| time.split_at(index)) else {
        return false;
    };
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    is_date(date)
        && matches!(separator, b'T' | b't' | b' ')
        && has_form(seconds, "00:00:00")
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (zone.eq_ignore_ascii_case("z") || has_form(&zone[1..], "00:00"))
}

/// Whether a text is a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    has_form(text, "ffffffff-ffff-ffff-ffff-ffffffffffff")
}

#[cfg(test)]
mod tests {
    use flora_codegen::document::Input;

    use super::*;
    use crate::json;

    const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    post:
      operationId: make
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
      responses: {'204': {description: Made.}}
components:
  schemas:
    Thing:
      type: object
      additionalProperties: false
      required: [name, kind]
      properties:
        id: {type: string, readOnly: true}
        name: {type: string, pattern: ^x, maxLength: 4}
        kind: {type: string, enum: [a, b]}
        count: {type: integer, format: int32, minimum: 1, maximum: 10}
        share: {type: number, exclusiveMinimum: true, minimum: 0, multipleOf: 0.1}
        tags: {type: array, uniqueItems: true, items: {type: string}}
        when: {type: string, format: date-time, nullable: true}
        owner:
          oneOf:
            - {type: string, format: uuid}
            - {type: object, required: [age], properties: {age: {type: integer}}}
";

    fn faults(value: &str) -> Vec<String> {
        let read = flora_codegen::read(&Input::new("t.yaml", DOCUMENT));
        let api = read.api.expect("the document is good");
        let value = json::read(value.as_bytes()).expect("it is JSON");
        let ty = api.operations[0].bodies[0].ty;
        check(&api.types, ty, &value, "")
            .into_iter()
            .map(|fault| format!("{}: {}", fault.field, fault.message))
            .collect()
    }

    #[test]
    fn good_values_have_no_fault() {
        let none: Vec<String> = Vec::new();
        assert_eq!(faults(r#"{"name": "x", "kind": "a"}"#), none);
        assert_eq!(
            faults(
                r#"{"name": "xabc", "kind": "b", "count": 3.0, "share": 0.3, "tags": ["a", "b"],
                    "when": null, "owner": {"age": 3}}"#
            ),
            none
        );
        assert_eq!(
            faults(
                r#"{"name": "x", "kind": "b", "when": "2026-03-14T09:26:53.5+02:00",
                    "owner": "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e"}"#
            ),
            none
        );
    }

    #[test]
    fn each_fault_has_its_place() {
        assert_eq!(
            faults(r#"{"kind": "c", "more": 1}"#),
            [
                "name: Required",
                "kind: must be one of a, b",
                "more: is not known here"
            ]
        );
        assert_eq!(
            faults(
                r#"{"name": "yellow", "kind": "a", "count": 11, "share": 0.25, "tags": ["a", 1],
                    "when": "today", "owner": {"age": "x"}}"#
            ),
            [
                "name: must have at most 4 characters",
                "name: must match ^x",
                "count: must be at most 10",
                "share: must be a multiple of 0.1",
                "tags[1]: must be a text, not 1",
                "when: must be a date and time such as 2026-03-14T09:26:53Z",
                "owner: must be a text, not an object",
            ]
        );
        assert_eq!(faults("[]"), [": must be an object, not an array"]);
        assert_eq!(
            faults(r#"{"name": "x", "kind": "a", "count": 1.5, "share": 0, "tags": ["a", "a"]}"#),
            [
                "count: must be a whole number, not 1.5",
                "share: must be greater than 0",
                "tags: must not have an item twice",
            ]
        );
    }
}
