//! What every request can be told about itself: the setters that are alike in all of them.
//!
//! Needs `call`. `serde`.

/// Implements the options of request builders, which have a field `call` and a mode as their last
/// type parameter; `fields` adds what requests with a body of fields can be told.
///
/// ```text
/// request_options!(List);
/// request_options!(Create[Source, WorkspaceId], fields);
/// ```
#[allow(
    unused_macros,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
macro_rules! request_options {
    ($name:ident $([$($state:ident),+])?) => {
        impl<$($($state,)+)? M> $name<$($($state,)+)? M> {
            /// Sets a header of this request, in place of what the client would send.
            pub fn header(self, name: &str, value: &str) -> Self {
                Self { call: self.call.header(name, value), ..self }
            }

            /// Sets how long one attempt of this request may take, in place of the client's time.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { call: self.call.timeout(timeout), ..self }
            }
        }
    };
    ($name:ident $([$($state:ident),+])?, fields) => {
        request_options!($name $([$($state),+])?);

        impl<$($($state,)+)? M> $name<$($($state,)+)? M> {
            /// Sets a field of the body that this client does not know.
            pub fn extra_field(self, name: &str, value: impl ::serde::Serialize) -> Self {
                Self { call: self.call.field(name, value), ..self }
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
pub(crate) use request_options;
