//! Idioms that are new in OpenAPI 3.2.

use super::{Ladder, Members};
use crate::diagnostic::Code;
use crate::value::Value;

/// `in: querystring` -> `in: query`, marked: 3.0 has no word for all of the query.
pub(super) fn querystring(members: &mut Members) {
    if let Some(Value::String(place)) = members.get_mut("in")
        && place == "querystring"
    {
        "query".clone_into(place);
        members.insert("x-openapi-querystring".to_owned(), Value::Bool(true));
    }
}

impl Ladder<'_> {
    /// `itemSchema: S` -> `schema: S` and `x-openapi-item: true`.
    pub(super) fn media_type(&mut self, members: &mut Members) {
        let Some(item) = members.shift_remove("itemSchema") else {
            return;
        };
        if members.contains_key("schema") {
            let message = "each item is generated, as `itemSchema` describes it; the list of all of them is not".to_owned();
            self.report_key("schema", Code::IgnoredKeyword, message);
        }
        self.relocate(&[("schema".to_owned(), "itemSchema".to_owned())]);
        members.insert("schema".to_owned(), item);
        members.insert("x-openapi-item".to_owned(), Value::Bool(true));
    }

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
