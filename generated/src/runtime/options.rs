// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
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
    ($name:ident $([$($state:ident),*])?) => {
        impl<$($($state,)*)? M> $name<$($($state,)*)? M> {
            /// Sets a header of this request, in place of what the client would send.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Adds a pair to the query that this client does not know.
            pub fn extra_query(mut self, name: &str, value: impl ::std::convert::Into<::std::string::String>) -> Self {
                self.call = self.call.extra_query(name, value);
                self
            }

            /// Sets how long one attempt of this request may take, in place of the client's time.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Sets how long this request may take with all its attempts and the waits between
            /// them, in place of the client's time.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.call = self.call.deadline(deadline);
                self
            }

            /// Sets how many attempts of this request may follow the first, in place of what the
            /// client's policy says.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.call = self.call.max_retries(retries);
                self
            }
        }
    };
    ($name:ident $([$($state:ident),*])?, fields) => {
        request_options!($name $([$($state),*])?);
        request_options!(@fields $name $([$($state),*])?);
    };
    (@fields $name:ident $([$($state:ident),*])?) => {
        impl<$($($state,)*)? M> $name<$($($state,)*)? M> {
            /// Sets a field of the body that this client does not know.
            pub fn extra_field(mut self, name: &str, value: impl ::serde::Serialize) -> Self {
                self.call = self.call.field(name, value);
                self
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
pub(crate) use request_options;
