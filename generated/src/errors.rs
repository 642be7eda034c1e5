// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The bodies of failures that the service documents, by their types.

use crate::models;
use crate::runtime::error::Error;

/// The body of each failure that the service documents.
pub type ErrorBody = models::ErrorResponse;

/// Reads each type, in the order that the table of operations counts them in.
static READERS: &[fn(&Error) -> Option<ErrorBody>] = &[Error::body_as];

impl Error {
    /// The body of the reply, as the type that the service documents for the
    /// operation and the status.
    ///
    /// None if it is not of that type, or none is documented;
    /// [`body`](Self::body) has the bytes in any case.
    #[must_use]
    pub fn declared_body(&self) -> Option<ErrorBody> {
        self.read_declared(READERS)
    }
}
