//! Document -> Api.
