//! Idioms that are new in OpenAPI 3.2.

use super::{Ladder, Members};
use crate::value::Value;

impl Ladder<'_> {
    /// `query` and `additionalOperations` -> `x-openapi-operations`, by method.
    pub(super) fn path_item(&mut self, members: &mut Members) {
        let mut operations = Members::new();
        let mut moves = Vec::new();
        if let Some(operation) = members.shift_remove("query") {
            moves.push(("x-openapi-operations/QUERY".to_owned(), "query".to_owned()));
            operations.insert("QUERY".to_owned(), operation);
        }
        if let Some(Value::Object(additional)) = members.shift_remove("additionalOperations") {
            moves.push((
                "x-openapi-operations".to_owned(),
                "additionalOperations".to_owned(),
            ));
            operations.extend(additional);
        }
        if !operations.is_empty() {
            self.relocate(&moves);
            members.insert("x-openapi-operations".to_owned(), Value::Object(operations));
        }
    }
}
