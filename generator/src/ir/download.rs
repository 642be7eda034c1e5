//! Replies that name the address of the bytes of what they describe.

use super::{Api, Encoding, Field, Location, Operation, Shape, Struct};

impl Api {
    /// The member with the address of the bytes, in the reply of an operation that asks about one
    /// thing.
    #[must_use]
    pub fn download(&self, operation: &Operation) -> Option<&Field> {
        let mut fields = self.described_by(operation)?.fields.iter();
        fields.find(|field| field.download)
    }

    /// The object that the reply of a GET with a path parameter is.
    fn described_by(&self, operation: &Operation) -> Option<&Struct> {
        let in_path = |location| location == Location::Path;
        let asks = operation.method == "GET"
            && (operation.parameters.iter()).any(|parameter| in_path(parameter.location));
        let mut outcomes = operation.outcomes.iter();
        let success = outcomes.find(|outcome| outcome.status.is_success())?;
        let mut contents = success.contents.iter();
        let content = contents.find(|content| content.encoding == Encoding::Json)?;
        match &self.types[self.types.resolve(content.ty).0].shape {
            Shape::Struct(struct_) if asks => Some(struct_),
            _ => None,
        }
    }
}
