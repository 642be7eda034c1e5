// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! String enums that keep values they do not know.
//!
//! A variant stands beside its text, and what is alike in all of these enums is written here.
//! Uses no other module. `serde`.

/// An open string enum with everything that it offers.
///
/// ```text
/// string_enum! {
///     /// Where an asset is in its life.
///     pub enum AssetStatus {
///         /// Can be used.
///         Ready = "ready",
///         /// On the wire: the empty text.
///         Nothing = documented(""),
///     }
/// }
/// ```
///
/// The docs of a variant end with its text, unless they are said to have it. A last variant,
/// `Unrecognized`, keeps all other texts.
#[allow(
    unused_macros,
    reason = "the models of a generated crate use it, the runtime does not"
)]
macro_rules! string_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {$(
        $(#[$of_variant:meta])*
        $variant:ident = $($wire:literal)? $(documented($told:literal))?
    ),* $(,)?}) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                $(#[$of_variant])*
                $(
                    #[doc = ""]
                    #[doc = concat!(" On the wire: `", $wire, "`.")]
                )?
                $variant,
            )*
            /// A value that this version of the client does not know, kept as sent.
            Unrecognized(::std::string::String),
        }

        impl $name {
            /// The value on the wire.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $($wire)? $($told)?,)*
                    Self::Unrecognized(text) => text,
                }
            }
        }

        /// A known text becomes its variant, so that equal texts make equal values.
        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $($($wire)? $($told)? => Self::$variant,)*
                    _ => Self::Unrecognized(text),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as ::std::convert::From<::std::string::String>>::from(text.to_owned())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
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
    };
}

#[allow(
    unused_imports,
    reason = "the models of a generated crate use it, the runtime does not"
)]
pub(crate) use string_enum;
