//! Decisions over the whole Api.
