//! Strings, numbers and what they must satisfy.

use openapiv3::{IntegerType, NumberType, StringType, VariantOrUnknownOrEmpty};

use super::Lowering;
use super::schemas::Lowered;
use crate::diagnostic::Pointer;
use crate::ir::{Bound, Constraints, FloatKind, IntegerKind, Shape, TextKind};
use crate::value::Value;

impl<'a> Lowering<'a> {
    pub(super) fn string(&mut self, string: &'a StringType, pointer: &Pointer) -> Lowered {
        if string.enumeration.iter().any(Option::is_some) {
            return self.listed_values(Some("string"), pointer);
        }
        let kind = TextKind::from_format(format_name(&string.format, self.raw(pointer)));
        let constrained =
            string.pattern.is_some() || string.min_length.is_some() || string.max_length.is_some();
        let constraints = if constrained {
            self.constraints(pointer)
        } else {
            Constraints::default()
        };
        Lowered::New(Shape::Text(kind), constraints)
    }

    pub(super) fn integer(&mut self, integer: &'a IntegerType, pointer: &Pointer) -> Lowered {
        if integer.enumeration.iter().any(Option::is_some) {
            return self.listed_values(Some("integer"), pointer);
        }
        let format = format_name(&integer.format, self.raw(pointer));
        self.whole_number(format, pointer)
    }

    pub(super) fn number(&mut self, number: &'a NumberType, pointer: &Pointer) -> Lowered {
        if number.enumeration.iter().any(Option::is_some) {
            return self.listed_numbers(pointer);
        }
        let kind = float_kind(format_name(&number.format, self.raw(pointer)));
        Lowered::New(Shape::Float(kind), self.constraints(pointer))
    }

    /// A primitive by the name of its type.
    pub(super) fn primitive(
        &mut self,
        name: &str,
        format: Option<&str>,
        pointer: &Pointer,
    ) -> Lowered {
        let shape = match name {
            "string" => Shape::Text(TextKind::from_format(format)),
            "boolean" => Shape::Bool,
            "number" => Shape::Float(float_kind(format)),
            "integer" => return self.whole_number(format, pointer),
            _ => Shape::Any,
        };
        Lowered::New(shape, self.constraints(pointer))
    }

    fn whole_number(&mut self, format: Option<&str>, pointer: &Pointer) -> Lowered {
        let constraints = self.constraints(pointer);
        let kind = integer_kind(format, &constraints);
        Lowered::New(Shape::Integer(kind), constraints)
    }

    /// What values at a place must satisfy, numbers as written.
    pub(super) fn constraints(&self, pointer: &Pointer) -> Constraints {
        self.raw(pointer).map(read_constraints).unwrap_or_default()
    }
}

fn read_constraints(schema: &Value) -> Constraints {
    let count = |key: &str| {
        schema
            .get(key)?
            .as_integer()
            .and_then(|count| u64::try_from(count).ok())
    };
    let bound = |key: &str, exclusive: &str| {
        let value = schema.get(key)?.clone();
        let exclusive = schema
            .get(exclusive)
            .and_then(Value::as_bool)
            .unwrap_or_default();
        Some(Bound { value, exclusive })
    };
    Constraints {
        minimum: bound("minimum", "exclusiveMinimum"),
        maximum: bound("maximum", "exclusiveMaximum"),
        multiple_of: schema.get("multipleOf").cloned(),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: schema
            .get("pattern")
            .and_then(Value::as_str)
            .map(str::to_owned),
        min_items: count("minItems").or_else(|| count("minProperties")),
        max_items: count("maxItems").or_else(|| count("maxProperties")),
        unique_items: schema
            .get("uniqueItems")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
    }
}

/// The `format` as written. `openapiv3` keeps only those it does not know as text.
fn format_name<'t, T>(
    format: &'t VariantOrUnknownOrEmpty<T>,
    raw: Option<&'t Value>,
) -> Option<&'t str> {
    match format {
        VariantOrUnknownOrEmpty::Empty => None,
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name),
        VariantOrUnknownOrEmpty::Item(_) => raw?.get("format")?.as_str(),
    }
}

impl TextKind {
    /// The kind of text that a `format` means.
    fn from_format(format: Option<&str>) -> Self {
        match format {
            None | Some("" | "string" | "text") => Self::Plain,
            Some("date-time") => Self::DateTime,
            Some("date") => Self::Date,
            Some("time") => Self::Time,
            Some("duration") => Self::Duration,
            Some("uuid") => Self::Uuid,
            Some("uri" | "uri-reference" | "url") => Self::Uri,
            Some("decimal") => Self::Decimal,
            Some("byte" | "base64") => Self::Base64,
            Some("binary") => Self::Binary,
            Some("password") => Self::Secret,
            Some(other) => Self::Other(other.to_owned()),
        }
    }
}

fn float_kind(format: Option<&str>) -> FloatKind {
    match format {
        Some("float") => FloatKind::F32,
        _ => FloatKind::F64,
    }
}

/// The kind that a `format` names, or a wider one if the bounds leave it.
fn integer_kind(format: Option<&str>, constraints: &Constraints) -> IntegerKind {
    let named = match format {
        Some("int8") => IntegerKind::I8,
        Some("int16") => IntegerKind::I16,
        Some("int32") => IntegerKind::I32,
        Some("uint8") => IntegerKind::U8,
        Some("uint16") => IntegerKind::U16,
        Some("uint32") => IntegerKind::U32,
        Some("uint64" | "uint") => IntegerKind::U64,
        _ => IntegerKind::I64,
    };
    let whole = |bound: &Option<Bound>| bound.as_ref()?.value.as_integer();
    let minimum = whole(&constraints.minimum);
    let maximum = whole(&constraints.maximum);
    let (low, high) = named.range();
    if minimum.is_none_or(|minimum| minimum >= low) && maximum.is_none_or(|maximum| maximum <= high)
    {
        return named;
    }
    // An upper bound like 2^64 - 1 says more than the lack of a format.
    if minimum.is_some_and(|minimum| minimum >= 0)
        && maximum.is_some_and(|maximum| maximum > i128::from(i64::MAX))
    {
        IntegerKind::U64
    } else {
        IntegerKind::I64
    }
}

impl IntegerKind {
    /// The smallest and the largest number of this kind.
    #[must_use]
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::I128 => (i64::MIN.into(), u64::MAX.into()),
        }
    }
}
