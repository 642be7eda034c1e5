//! A value of a type, made up: for replies without an example.
//!
//! Examples, constants and defaults of single fields are used where they are.
//! A `pattern` is only met if a known text happens to.

use flora_codegen::ir::{
    Additional, Constraints, Field, Pick, Shape, Struct, TextKind, TypeRef, Types, Union,
};
use flora_codegen::value::Value;
use indexmap::IndexMap;

use crate::check::float;
use crate::json;

/// How deep optional parts go.
const SHALLOW: usize = 6;
/// Where even required parts end, so that no circle of types runs for ever.
const DEEP: usize = 24;

/// Makes up a reply's value.
pub(crate) fn sample(types: &Types, ty: TypeRef) -> Value {
    value(types, ty, 0)
}

fn value(types: &Types, ty: TypeRef, depth: usize) -> Value {
    let (id, nullable) = types.resolve(ty);
    if depth > DEEP || (nullable && depth > SHALLOW) {
        return Value::Null;
    }
    let ty = &types[id];
    let constraints = &ty.constraints;
    match &ty.shape {
        Shape::Any => json::text("anything"),
        Shape::Bool => Value::Bool(true),
        Shape::Integer(_) => Value::Integer(number(constraints).round() as i128),
        Shape::Float(_) => Value::Float(number(constraints)),
        Shape::Text(TextKind::Json(content)) => {
            let content = json::write(&value(types, *content, depth + 1));
            json::text(String::from_utf8_lossy(&content))
        }
        Shape::Text(kind) => json::text(text(kind, constraints)),
        Shape::Array(array) => {
            let wanted = constraints.min_items.unwrap_or(0).min(16) as usize;
            let wanted = if depth < SHALLOW {
                wanted.max(1)
            } else {
                wanted
            };
            Value::Array(vec![value(types, array.item, depth + 1); wanted])
        }
        Shape::Tuple(tuple) => {
            let needed = tuple.positions.iter().filter(|position| position.required);
            Value::Array(
                needed
                    .map(|position| member(types, position, depth))
                    .collect(),
            )
        }
        Shape::Map(map) if depth < SHALLOW => Value::Object(IndexMap::from([(
            "key".to_owned(),
            value(types, map.value, depth + 1),
        )])),
        Shape::Map(_) => Value::Object(IndexMap::new()),
        Shape::Struct(struct_) => object(types, struct_, depth),
        Shape::StringEnum(enum_) => enum_
            .values
            .first()
            .map_or(Value::Null, |known| json::text(&known.value)),
        Shape::IntegerEnum(enum_) => enum_
            .values
            .first()
            .map_or(Value::Null, |known| Value::Integer(known.value.into())),
        Shape::Union(it) => union(types, it, depth),
        Shape::Alias(target) => value(types, *target, depth + 1),
    }
}

fn object(types: &Types, struct_: &Struct, depth: usize) -> Value {
    let mut members = IndexMap::new();
    for field in &struct_.fields {
        if !field.write_only && (field.required || depth < SHALLOW) {
            members.insert(field.name.clone(), member(types, field, depth));
        }
    }
    if let Additional::Typed(ty) = struct_.additional
        && members.is_empty()
        && depth < SHALLOW
    {
        members.insert("key".to_owned(), value(types, ty, depth + 1));
    }
    Value::Object(members)
}

fn member(types: &Types, field: &Field, depth: usize) -> Value {
    let known = field.constant.as_ref();
    let known = known.or_else(|| field.examples.first());
    let known = known.or(field.default.as_ref());
    known.map_or_else(|| value(types, field.ty, depth + 1), Value::clone)
}

fn union(types: &Types, union: &Union, depth: usize) -> Value {
    let Some(variant) = union.variants.first() else {
        return Value::Null;
    };
    let mut value = value(types, variant.ty, depth + 1);
    if let (Pick::Tag(name), Some(tag), Value::Object(members)) =
        (&union.pick, variant.tags.first(), &mut value)
        && !matches!(members.get(name), Some(Value::Bool(_) | Value::Integer(_)))
    {
        members.insert(name.clone(), json::text(tag));
    }
    value
}

fn number(constraints: &Constraints) -> f64 {
    let low = constraints.minimum.as_ref();
    let high = constraints.maximum.as_ref();
    let step = constraints.multiple_of.as_ref().map_or(1.0, float);
    let mut number = step.max(1.0);
    if let Some(low) = low {
        let bound = float(&low.value);
        if number < bound || (low.exclusive && number <= bound) {
            number = (bound / step).ceil() * step;
            if low.exclusive && number <= bound {
                number += step;
            }
        }
    }
    if let Some(high) = high {
        let bound = float(&high.value);
        if number > bound || (high.exclusive && number >= bound) {
            number = (bound / step).floor() * step;
            if high.exclusive && number >= bound {
                number -= step;
            }
        }
    }
    number
}

fn text(kind: &TextKind, constraints: &Constraints) -> String {
    let text = match kind {
        TextKind::DateTime => "2026-01-31T12:00:00Z",
        TextKind::Date => "2026-01-31",
        TextKind::Time => "12:00:00Z",
        TextKind::Duration => "PT1H",
        TextKind::Uuid => "5f0c7a52-8a1e-4c0b-9d53-0c2f6a1f7b9e",
        TextKind::Uri => "https://example.com/",
        TextKind::Decimal => "1.00",
        TextKind::Base64 => "bW9jaw==",
        TextKind::Other(format) => match format.as_str() {
            "email" | "idn-email" => "someone@example.com",
            "hostname" | "idn-hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            _ => "text",
        },
        TextKind::Plain | TextKind::Binary | TextKind::Secret | TextKind::Json(_) => "text",
    };
    let (low, high) = (constraints.min_length, constraints.max_length);
    let mut text = text.to_owned();
    let low = low.unwrap_or(0).min(1000) as usize;
    if text.len() < low {
        text.push_str(&"x".repeat(low - text.len()));
    }
    if let Some(high) = high.and_then(|high| usize::try_from(high).ok()) {
        text.truncate(high);
    }
    text
}

#[cfg(test)]
mod tests {
    use flora_codegen::document::Input;

    use super::*;
    use crate::check;

    const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /nodes:
    get:
      operationId: read
      responses:
        '200':
          description: A node.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Node'}
components:
  schemas:
    Node:
      type: object
      required: [id, next, at, share]
      properties:
        id: {type: string, minLength: 6, maxLength: 8}
        at: {type: string, format: date-time}
        share: {type: number, minimum: 2, exclusiveMinimum: true, maximum: 9}
        small: {type: integer, maximum: 0}
        state: {type: string, enum: [open, closed]}
        next: {$ref: '#/components/schemas/Next'}
        others: {type: array, items: {$ref: '#/components/schemas/Node'}}
    Next:
      type: object
      nullable: true
      properties:
        node: {$ref: '#/components/schemas/Node'}
";

    #[test]
    fn what_is_made_up_fits_and_ends() {
        let read = flora_codegen::read(&Input::new("t.yaml", DOCUMENT));
        let api = read.api.expect("the document is good");
        let ty = api.operations[0].outcomes[0].contents[0].ty;
        let value = sample(&api.types, ty);
        assert_eq!(check::check(&api.types, ty, &value, ""), []);
        assert_eq!(value.get("id"), Some(&json::text("textxx")));
        assert_eq!(value.get("share"), Some(&Value::Float(3.0)));
        assert_eq!(value.get("small"), Some(&Value::Integer(0)));
    }
}
