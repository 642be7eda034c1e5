// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! How a client is used: what `send` gives, a future or the result itself.
//!
//! Handles, requests and lists have a mode as their last type parameter, so that both kinds of
//! client share them. Needs `call`.

use std::fmt;

use super::call::Sending;

/// How a client is used: with [`Async`] requests are futures, with `Blocking` they are results.
///
/// There are no other modes. It is a bound for functions that take requests of any client.
pub trait Mode: sealed::Sealed + Copy + fmt::Debug + Send + Sync + 'static {
    /// What sending gives: a future of the result ([`Async`]), or the result itself (`Blocking`).
    type Sending<T: Send + 'static>;

    /// Hands out a reply that is on its way, or waits for it.
    #[doc(hidden)]
    fn run<T: Send + 'static>(reply: Sending<T>) -> Self::Sending<T>;
}

/// The mode of an async client: what is sent is awaited.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

impl Mode for Async {
    type Sending<T: Send + 'static> = Sending<T>;

    fn run<T: Send + 'static>(reply: Sending<T>) -> Sending<T> {
        reply
    }
}

/// Keeps other types from being modes.
pub(super) mod sealed {
    /// Implemented for modes only.
    pub trait Sealed {}

    impl Sealed for super::Async {}
}
