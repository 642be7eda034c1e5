//! Turns an OpenAPI document into a Rust client crate with a command line.

pub mod diagnostic;
pub mod document;
pub mod ir;
pub mod value;
