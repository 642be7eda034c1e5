//! Responses -> outcomes: what can come back, by status.

use openapiv3::{
    Header as Written, ParameterSchemaOrContent, ReferenceOr, Response, Responses, StatusCode,
};

use super::Lowering;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Docs, Header, Outcome, StatusRange};

impl<'a> Lowering<'a> {
    /// What can come back, `default` last.
    pub(super) fn outcomes(
        &mut self,
        responses: &'a Responses,
        operation: &Pointer,
    ) -> Vec<Outcome> {
        let place = operation.child("responses");
        let mut outcomes = Vec::new();
        for (status, response) in &responses.responses {
            let pointer = place.child(status);
            let Some(range) = range(status) else {
                self.say(
                    Code::WeakenedContent,
                    &pointer,
                    format!("`{status}` is no status of HTTP; the response is left out"),
                );
                continue;
            };
            outcomes.extend(self.outcome(range, response, &pointer));
        }
        if let Some(response) = &responses.default {
            outcomes.extend(self.outcome(StatusRange::Default, response, &place.child("default")));
        }
        outcomes
    }

    fn outcome(
        &mut self,
        status: StatusRange,
        response: &'a ReferenceOr<Response>,
        pointer: &Pointer,
    ) -> Option<Outcome> {
        let (response, pointer) = self.response_at(response, pointer)?;
        let mut contents = Vec::new();
        for (media_type, content) in &response.content {
            let pointer = pointer.child("content").child(media_type);
            contents.push(self.content(media_type, content, pointer));
        }
        let mut headers = Vec::new();
        for (name, header) in &response.headers {
            // `content` says it already, and OpenAPI says to ignore it here.
            if !name.eq_ignore_ascii_case("content-type") {
                headers.extend(self.header(name, header, &pointer.child("headers").child(name)));
            }
        }
        Some(Outcome {
            status,
            docs: Docs {
                description: Some(response.description.clone()),
                ..Docs::default()
            },
            contents,
            headers,
            pointer,
        })
    }

    fn header(
        &mut self,
        name: &str,
        header: &'a ReferenceOr<Written>,
        pointer: &Pointer,
    ) -> Option<Header> {
        let (header, pointer) = self.header_at(header, pointer)?;
        let ty = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                self.shared_schema(schema, &pointer.child("schema"))
            }
            ParameterSchemaOrContent::Content(content) => self.content_value(content, &pointer).0,
        };
        Some(Header {
            name: name.to_owned(),
            ty,
            required: header.required,
            docs: Docs {
                description: header.description.clone(),
                deprecated: header.deprecated.unwrap_or_default(),
                ..Docs::default()
            },
            request_id: self.flag(&pointer, "x-client-request-id"),
            pointer,
        })
    }
}

fn range(status: &StatusCode) -> Option<StatusRange> {
    match status {
        StatusCode::Code(code @ 100..=599) => Some(StatusRange::Code(*code)),
        StatusCode::Range(class @ 1..=5) => Some(StatusRange::Class(*class as u8)),
        _ => None,
    }
}
