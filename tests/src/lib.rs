//! Holds the tests of the project; see the folder `tests` beside this one.
//!
//! The examples of the project's README are compiled as documentation tests of this crate.

#![doc = include_str!("../../README.md")]
