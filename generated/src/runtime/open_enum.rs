// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! String enums that keep values they do not know: the impls that are alike in all of them.
//!
//! Uses no other module. `serde`.

/// Implements what every open string enum offers, on top of `as_str` and `From<String>`.
///
/// ```text
/// string_enum!(AssetStatus, ErrorCode);
/// ```
#[allow(
    unused_macros,
    reason = "the models of a generated crate use it, the runtime does not"
)]
macro_rules! string_enum {
    ($($name:ident),+ $(,)?) => {$(
        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as ::std::convert::From<::std::string::String>>::from(text.to_owned())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(<Self as ::std::convert::From<&str>>::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)?;
                ::std::result::Result::Ok(<Self as ::std::convert::From<::std::string::String>>::from(text))
            }
        }
    )+};
}

#[allow(
    unused_imports,
    reason = "the models of a generated crate use it, the runtime does not"
)]
pub(crate) use string_enum;
