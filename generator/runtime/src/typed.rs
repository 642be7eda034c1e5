//! Requests as types: what a request is called, what it needs, and what it replies with.
//!
//! What is alike in all of them is written here; their values are rows of `setters!`.
//! Needs `call`, `mode`, `options`, `reply`; where a document has them, `download` and `page`.

/// The type of a request: its setters, its options, and the ways to send it.
///
/// ```text
/// request!(create: Create[Source, WorkspaceId] -> Json<models::Asset>, fields {
///     /// Where the bytes come from.
///     source: impl Into<String> => field("source", source.into()) -> [Given, WorkspaceId];
///     …
/// });
/// request!(list: List -> Json<models::AssetPage>, items(models::Asset, |page| page.assets));
/// ```
///
/// In brackets stand the values that it needs, each a type parameter that is `Given` when the
/// value is set; behind the arrow the decoder of the reply. Bodies of `fields` take unknown ones,
/// and lists in pages have `items`. The rows are those of `setters!`.
#[allow(
    unused_macros,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
macro_rules! request {
    // A long type is printed on lines of its own, with a comma behind it.
    ($method:ident: $name:ident $([$($state:ident),+])? -> Json<$value:ty $(, $seed:ty)? $(,)?> $($rest:tt)*) => {
        request!(@type $method $name [$($($state),+)?] ($value) (Json<$value $(, $seed)?>) $($rest)*);
    };
    ($method:ident: $name:ident $([$($state:ident),+])? -> Empty $($rest:tt)*) => {
        request!(@type $method $name [$($($state),+)?] (()) (Empty) $($rest)*);
    };
    ($method:ident: $name:ident $([$($state:ident),+])? -> Text $($rest:tt)*) => {
        request!(@type $method $name [$($($state),+)?] (String) (Text) $($rest)*);
        request!(@pieces $name [$($($state),+)?]);
    };
    ($method:ident: $name:ident $([$($state:ident),+])? -> Bytes $($rest:tt)*) => {
        request!(@type $method $name [$($($state),+)?] (Bytes) (Bytes) $($rest)*);
        request!(@pieces $name [$($($state),+)?]);
    };
    // A reply whose type depends on the status decodes itself.
    ($method:ident: $name:ident $([$($state:ident),+])? -> $reply:ident $($rest:tt)*) => {
        request!(@type $method $name [$($($state),+)?] ($reply) ($reply) $($rest)*);
    };
    (
        @type $method:ident $name:ident $states:tt ($value:ty) ($decoder:ty)
        $(, $option:ident $(($item:ty, $items:expr $(,)?))?)* $({ $($rows:tt)* })?
    ) => {
        request!(@struct $method $name $states);
        $(setters!($name $states { $($rows)* });)?
        request_options!($name $states);
        request!(@send $name $states ($value) ($decoder));
        $(request!(@$option $name $states ($value) ($decoder) $($item, $items)?);)*
    };
    (@struct $method:ident $name:ident [$($state:ident),*]) => {
        #[doc = concat!(" A request of `", stringify!($method), "`, not sent yet.")]
        ///
        /// Optional values are set by methods; `send` or `.await` sends it.
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name<$($state,)* M = Async> {
            call: Call,
            state: ::std::marker::PhantomData<($($state,)* M,)>,
        }

        impl<$($state,)* M> $name<$($state,)* M> {
            fn new(call: Call) -> Self {
                Self { call, state: ::std::marker::PhantomData }
            }
        }
    };
    (@send $name:ident [$($state:ident),*] ($value:ty) ($decoder:ty)) => {
        impl<M: Mode> $name<$(request!(@given $state),)* M> {
            /// Sends the request and decodes the reply: a future of it, or the reply itself with a
            /// blocking client.
            pub fn send(self) -> M::Sending<$value> {
                M::run(self.call.send::<$decoder>())
            }

            /// Sends the request and decodes the reply, with status and headers beside the value.
            pub fn with_response(self) -> M::Sending<Response<$value>> {
                M::run(self.call.with_response::<$decoder>())
            }

            /// Sends the request and keeps status, headers and body of the reply as they are.
            pub fn send_raw(self) -> M::Sending<Reply<$decoder>> {
                M::run(self.call.send_raw::<$decoder>())
            }
        }

        impl ::std::future::IntoFuture for $name<$(request!(@given $state)),*> {
            type Output = ::std::result::Result<$value, Error>;
            type IntoFuture = Sending<$value>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
    (@pieces $name:ident [$($state:ident),*]) => {
        impl<M: Mode> $name<$(request!(@given $state),)* M> {
            /// Sends the request and leaves the body of the reply to be read piece by piece.
            pub fn send_stream(self) -> M::Sending<Download<M>> {
                M::run(self.call.send_stream())
            }
        }
    };
    (@fields $name:ident $states:tt ($value:ty) ($decoder:ty)) => {
        request_options!(@fields $name $states);
    };
    (@items $name:ident [$($state:ident),*] ($value:ty) ($decoder:ty) $item:ty, $items:expr) => {
        impl<M: Mode> $name<$(request!(@given $state),)* M> {
            /// The pages, one request each, until there is no next one.
            pub fn pages(self) -> Pages<$value, M> {
                Pages::by::<$decoder>(self.call)
            }

            /// The items of all pages; a page is requested when its first item is asked for.
            pub fn items(self) -> Items<$value, $item, M> {
                self.pages().items($items)
            }
        }
    };
    (@given $state:ident) => { Given };
}

/// The setters of a request, a row each.
///
/// ```text
/// setters!(Upload[WorkspaceId] with upload {
///     /// The workspace that the asset goes to.
///     workspace_id: impl Into<String> => field("workspace_id", workspace_id.into()) -> [Given];
///     /// The folder to put the asset into.
///     folder: impl Into<String> => field("folder", folder.into());
/// });
/// ```
///
/// A row is documentation, name and type of the value, and what the call does with it. Behind the
/// arrow of a required value stands which values are given then; a setter of several values at
/// once `sets` them. What a request has beside its call stands behind `with`.
#[allow(
    unused_macros,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
macro_rules! setters {
    ($name:ident $([$($state:ident),*])? $(with $work:ident)? { $($rows:tt)* }) => {
        impl<$($($state,)*)? M> $name<$($($state,)*)? M> {
            setters!(@rows $name [$($work)?] $($rows)*);
        }
    };
    (
        @rows $name:ident $work:tt $(
            $(#[$meta:meta])*
            $setter:ident: $ty:ty
                => $set:ident($($value:expr),* $(,)?) $(-> $given:tt)? $(sets $set_too:tt)?;
        )*
    ) => {$(
        setters! {
            @one $name $work [$(#[$meta])*]
            $setter: $ty => $set($($value),*) $(-> $given)? $(sets $set_too)?
        }
    )*};
    (
        @one $name:ident $work:tt [$($meta:tt)*]
        $setter:ident: $ty:ty => $set:ident($($value:expr),*)
    ) => {
        $($meta)*
        pub fn $setter(mut self, $setter: $ty) -> Self {
            self.call = self.call.$set($($value),*);
            self
        }
    };
    (
        @one $name:ident $work:tt [$($meta:tt)*]
        $setter:ident: $ty:ty => $set:ident($($value:expr),*) -> $given:tt
    ) => {
        setters! {
            @one $name $work [
                $($meta)*
                #[doc = ""]
                #[doc = " Required: without it the request cannot be sent."]
            ] $setter: $ty => $set($($value),*) sets $given
        }
    };
    (
        @one $name:ident [$($work:ident)?] [$($meta:tt)*]
        $setter:ident: $ty:ty => $set:ident($($value:expr),*) sets [$($state:ident),+]
    ) => {
        $($meta)*
        pub fn $setter(self, $setter: $ty) -> $name<$($state,)+ M> {
            $name {
                call: self.call.$set($($value),*),
                $($work: self.$work,)?
                state: ::std::marker::PhantomData,
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "the resources of a generated crate use it, the runtime does not"
)]
pub(crate) use {request, setters};
