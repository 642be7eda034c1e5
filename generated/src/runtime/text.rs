// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Strings with a format: date-time, date, UUID and their like, kept as they were sent.
//!
//! Decoding neither checks nor changes the text, so that no spelling of a server breaks a reply
//! and every value goes back as it came. Conversions are made on demand and may fail.
//! Uses no other module. `serde`; `jiff` behind the feature of that name.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! text {
    ($($(#[$docs:meta])* $name:ident)+) => {$(
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text as it was sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as it was sent, by itself.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }
    )+};
}

text! {
    /// A date with time and offset, such as `2026-08-24T12:00:00Z`.
    DateTime
    /// A date, such as `2026-08-24`.
    Date
    /// A time of day, such as `12:00:00Z`.
    Time
    /// A span of time, such as `P3D`.
    Duration
    /// A UUID, such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
    Uuid
    /// A URI or a reference to one.
    Uri
    /// A decimal number of any precision.
    Decimal
}

#[cfg(feature = "jiff")]
impl DateTime {
    /// The point in time.
    ///
    /// # Errors
    /// Fails when the text is no date-time with an offset.
    pub fn to_timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

#[cfg(feature = "jiff")]
impl Date {
    /// The date of the calendar.
    ///
    /// # Errors
    /// Fails when the text is no date.
    pub fn to_date(&self) -> Result<jiff::civil::Date, jiff::Error> {
        self.0.parse()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date.to_string())
    }
}
