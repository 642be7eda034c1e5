//! Numbers that may be whole or not, of which the whole ones keep all of their digits.
//!
//! Uses no other module. `serde`.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number that is an integer or any other: an integer keeps all of its digits, which an `f64`
/// has only up to 2^53.
///
/// Integers are exact from -2^63 to 2^64 - 1, as far as `serde_json` reads them; others are `f64`.
/// `2.0` stays what it is when it is written, and is equal to `2`.
#[derive(Debug, Clone, Copy)]
pub struct JsonNumber(Digits);

#[derive(Debug, Clone, Copy)]
enum Digits {
    Whole(i128),
    Float(f64),
}

impl JsonNumber {
    /// The number as an integer; none for one with a fraction, and for one out of the range.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        i64::try_from(self.whole()?).ok()
    }

    /// The number as an integer without sign; none for one with a fraction, and for one out of the
    /// range.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        u64::try_from(self.whole()?).ok()
    }

    /// The number that is nearest to it as a float.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Digits::Whole(number) => number as f64,
            Digits::Float(number) => number,
        }
    }

    /// The number without its fraction, if that is zero.
    fn whole(self) -> Option<i128> {
        match self.0 {
            Digits::Whole(number) => Some(number),
            // Saturates beyond the range of the type, which no 64 bits hold.
            Digits::Float(number) if number.fract() == 0.0 => Some(number as i128),
            Digits::Float(_) => None,
        }
    }
}

impl PartialEq for JsonNumber {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Digits::Float(one), Digits::Float(other)) => one == other,
            _ => self.whole().is_some() && self.whole() == other.whole(),
        }
    }
}

impl fmt::Display for JsonNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Digits::Whole(number) => number.fmt(formatter),
            Digits::Float(number) => number.fmt(formatter),
        }
    }
}

macro_rules! from {
    ($($number:ty => $digits:ident)+) => {$(
        impl From<$number> for JsonNumber {
            fn from(number: $number) -> Self {
                Self(Digits::$digits(number.into()))
            }
        }
    )+};
}

from! {
    i8 => Whole
    i16 => Whole
    i32 => Whole
    i64 => Whole
    u8 => Whole
    u16 => Whole
    u32 => Whole
    u64 => Whole
    f32 => Float
    f64 => Float
}

impl Serialize for JsonNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Digits::Float(number) => serializer.serialize_f64(number),
            Digits::Whole(number) => match (i64::try_from(number), u64::try_from(number)) {
                (Ok(number), _) => serializer.serialize_i64(number),
                (_, Ok(number)) => serializer.serialize_u64(number),
                _ => serializer.serialize_i128(number),
            },
        }
    }
}

impl<'de> Deserialize<'de> for JsonNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = JsonNumber;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<JsonNumber, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<JsonNumber, E> {
        Ok(number.into())
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<JsonNumber, E> {
        Ok(JsonNumber(Digits::Whole(number)))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<JsonNumber, E> {
        Ok(number.into())
    }
}
