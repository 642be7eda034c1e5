//! Lists of values: string enums, integer enums, and what is neither.

use super::Lowering;
use super::schemas::Lowered;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{
    EnumValue, FloatKind, IntegerEnum, IntegerKind, Pick, Shape, StringEnum, Type, TypeRef, Union,
    Variant,
};
use crate::value::Value;

impl<'a> Lowering<'a> {
    /// The type of the values under `enum`.
    pub(super) fn listed_values(&mut self, typ: Option<&str>, pointer: &Pointer) -> Lowered {
        let raw = self.raw(pointer);
        let values = listed(raw);
        let wording = Wording::read(raw);
        self.check_wording(raw, pointer);
        match typ {
            Some("string") => texts(&values, &wording),
            Some("integer") => self.whole_numbers(&values, &wording, pointer),
            Some("number") => self.listed_numbers(pointer),
            Some("boolean") => Shape::Bool.into(),
            _ => self.mixed(&values, &wording, pointer),
        }
    }

    /// Lists beside `enum` name and describe its values one by one.
    fn check_wording(&mut self, raw: Option<&Value>, pointer: &Pointer) {
        let length = |key| Some(raw?.get(key)?.as_array()?.len());
        let Some(values) = length("enum") else { return };
        for key in ["x-enum-descriptions", "x-enum-varnames"] {
            if let Some(texts) = length(key).filter(|texts| *texts != values) {
                self.say(
                    Code::MalformedHint,
                    &pointer.child(key),
                    format!("there are {texts} texts for {values} values"),
                );
            }
        }
    }

    /// A number with listed values: an integer enum if they all are whole.
    pub(super) fn listed_numbers(&mut self, pointer: &Pointer) -> Lowered {
        let raw = self.raw(pointer);
        let values = listed(raw);
        if values.iter().all(|(_, value)| whole(value).is_some()) {
            return self.whole_numbers(&values, &Wording::read(raw), pointer);
        }
        self.say(
            Code::WeakenedKeyword,
            &pointer.child("enum"),
            "listed fractions cannot be a Rust enum; any number is accepted",
        );
        Shape::Float(FloatKind::F64).into()
    }

    fn whole_numbers(
        &mut self,
        values: &[(usize, &Value)],
        wording: &Wording<'_>,
        pointer: &Pointer,
    ) -> Lowered {
        let mut numbers: Vec<EnumValue<i64>> = Vec::new();
        for (index, value) in values {
            let Some(number) = whole(value) else {
                self.say(
                    Code::WeakenedKeyword,
                    &pointer.child("enum").child(index),
                    "a listed value is no 64-bit integer; any integer is accepted",
                );
                return Shape::Integer(IntegerKind::I64).into();
            };
            if !numbers.iter().any(|known| known.value == number) {
                numbers.push(wording.value(*index, number));
            }
        }
        Shape::IntegerEnum(IntegerEnum {
            values: numbers,
            kind: IntegerKind::I64,
        })
        .into()
    }

    /// Values of several kinds: a union of the kinds, or raw JSON.
    fn mixed(
        &mut self,
        values: &[(usize, &Value)],
        wording: &Wording<'_>,
        pointer: &Pointer,
    ) -> Lowered {
        let of = |keep: fn(&Value) -> bool| -> Vec<(usize, &Value)> {
            values
                .iter()
                .copied()
                .filter(|(_, value)| keep(value))
                .collect()
        };
        let strings = of(|value| matches!(value, Value::String(_)));
        let numbers = of(|value| whole(value).is_some());
        let bools = of(|value| matches!(value, Value::Bool(_)));
        if values.is_empty() {
            return Shape::Any.into();
        }
        if strings.len() + numbers.len() + bools.len() < values.len() {
            self.say(
                Code::WeakenedSchema,
                &pointer.child("enum"),
                "the listed values are no plain texts or whole numbers; the value is generated as raw JSON",
            );
            return Shape::Any.into();
        }
        let mut branches = Vec::new();
        if !strings.is_empty() {
            branches.push(texts(&strings, wording));
        }
        if !numbers.is_empty() {
            branches.push(self.whole_numbers(&numbers, wording, pointer));
        }
        if !bools.is_empty() {
            branches.push(Shape::Bool.into());
        }
        if branches.len() == 1 {
            return branches.remove(0);
        }
        let variants = branches
            .into_iter()
            .map(|branch| self.branch(branch, pointer))
            .collect();
        Shape::Union(Union {
            variants,
            pick: Pick::Kind,
        })
        .into()
    }

    fn branch(&mut self, branch: Lowered, pointer: &Pointer) -> Variant {
        let ty = match branch {
            Lowered::New(shape @ (Shape::StringEnum(_) | Shape::IntegerEnum(_)), _) => {
                // A place of its own, as if the author had written a union: names are pinned by it.
                let kind = match shape {
                    Shape::StringEnum(_) => "string",
                    _ => "integer",
                };
                let place = pointer.child("oneOf").child(kind);
                let id = self.types.push(Type::new(shape, place));
                TypeRef {
                    id,
                    nullable: false,
                }
            }
            Lowered::New(shape, _) => self.plain(shape),
            Lowered::Known(ty) => ty,
            Lowered::All(_) => self.any(),
        };
        Variant {
            ty,
            tags: Vec::new(),
            label: String::new(),
            boxed: false,
            fallback: false,
            several: false,
            pointer: pointer.clone(),
        }
    }
}

/// A string with listed values.
fn texts(values: &[(usize, &Value)], wording: &Wording<'_>) -> Lowered {
    let mut texts: Vec<EnumValue<String>> = Vec::new();
    // What YAML read as something else is text again: the document stage saw to it.
    let listed = values
        .iter()
        .filter_map(|(index, value)| Some((*index, value.as_str()?)));
    for (index, text) in listed {
        if !texts.iter().any(|known| known.value == text) {
            texts.push(wording.value(index, text.to_owned()));
        }
    }
    Shape::StringEnum(StringEnum {
        values: texts,
        open: false,
    })
    .into()
}

/// The only value a schema allows, if there is just one besides `null`.
pub(super) fn only_value(schema: &Value) -> Option<Value> {
    match listed(Some(schema)).as_slice() {
        [(_, value)] => Some((*value).clone()),
        _ => None,
    }
}

/// The listed values but `null`, each with its index.
fn listed(schema: Option<&Value>) -> Vec<(usize, &Value)> {
    let values = schema
        .and_then(|schema| schema.get("enum"))
        .and_then(Value::as_array);
    let values = values.unwrap_or_default().iter().enumerate();
    values.filter(|(_, value)| **value != Value::Null).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the comparison shows that nothing is lost"
)]
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(value) => i64::try_from(*value).ok(),
        Value::Float(value) if (*value as i64) as f64 == *value => Some(*value as i64),
        _ => None,
    }
}

/// Names and descriptions of values, by index.
struct Wording<'a> {
    names: &'a [Value],
    descriptions: Option<&'a Value>,
}

impl<'a> Wording<'a> {
    fn read(schema: Option<&'a Value>) -> Self {
        let get = |key: &str| schema.and_then(|schema| schema.get(key));
        Self {
            names: get("x-enum-varnames")
                .and_then(Value::as_array)
                .unwrap_or_default(),
            descriptions: get("x-enum-descriptions"),
        }
    }

    fn value<T: ToString>(&self, index: usize, value: T) -> EnumValue<T> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        // Most write a list in the order of the values, some a map from value to text.
        let description = match self.descriptions {
            Some(Value::Array(texts)) => texts.get(index).and_then(text),
            Some(Value::Object(texts)) => texts.get(&value.to_string()).and_then(text),
            _ => None,
        };
        EnumValue {
            value,
            name: self.names.get(index).and_then(text),
            description: description.filter(|text| !text.is_empty()),
        }
    }
}
