//! Bodies of requests, contents of replies, and their examples.

use indexmap::IndexMap;
use openapiv3::{Example as Written, MediaType, ReferenceOr, RequestBody};

use super::Lowering;
use super::parameters::query_style;
use super::references::Node;
use super::streams::framing_of;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{
    Body, Content, Encoding, ErrorPointers, Example, FieldStyle, Map, PartType, Shape, Style,
    TextKind, TypeRef,
};
use crate::value::Value;

/// How the bytes of a media type are made; none for wildcards, which may be anything.
pub(super) fn encoding_of(media_type: &str) -> Option<Encoding> {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    Some(match (kind, subtype) {
        ("*", _) | ("application", "*") => return None,
        _ if framing_of(media_type).is_some() => Encoding::Text,
        (_, "json") => Encoding::Json,
        _ if subtype.ends_with("+json") => Encoding::Json,
        ("application", "x-www-form-urlencoded") => Encoding::Form,
        ("multipart", "form-data") => Encoding::Multipart,
        ("text", _) => Encoding::Text,
        _ if subtype.ends_with("xml") || subtype.ends_with("yaml") => Encoding::Text,
        ("application", "graphql" | "javascript" | "toml" | "jwt") => Encoding::Text,
        _ => Encoding::Binary,
    })
}

/// The parts that have a media type of their own.
fn part_types(encoding: Encoding, content: &MediaType) -> Vec<PartType> {
    let written = content.encoding.iter();
    written
        .filter(|_| encoding == Encoding::Multipart)
        .filter_map(|(name, written)| {
            Some(PartType {
                name: name.clone(),
                media_types: written.content_type.clone()?,
            })
        })
        .collect()
}

impl<'a> Lowering<'a> {
    /// What can be sent as the body of an operation, and whether something must be.
    pub(super) fn bodies(
        &mut self,
        body: Option<&'a ReferenceOr<RequestBody>>,
        operation: &Pointer,
    ) -> (Vec<Body>, bool) {
        let found =
            body.and_then(|body| self.request_body_at(body, &operation.child("requestBody")));
        let Some((body, pointer)) = found else {
            return (Vec::new(), false);
        };
        let mut bodies = Vec::new();
        for (media_type, content) in &body.content {
            let pointer = pointer.child("content").child(media_type);
            let (encoding, ty) = self.media_type(media_type, content, &pointer);
            bodies.push(Body {
                media_type: media_type.clone(),
                encoding,
                ty,
                styles: self.field_styles(encoding, content, &pointer),
                parts: part_types(encoding, content),
                examples: self.content_examples(content, &pointer),
                pointer,
            });
        }
        (bodies, body.required)
    }

    /// One form of a reply's body.
    pub(super) fn content(
        &mut self,
        media_type: &str,
        content: &'a MediaType,
        pointer: Pointer,
    ) -> Content {
        let stream = self.stream(media_type, content, &pointer);
        let (encoding, ty) = match stream {
            // As a whole it is the text of all values.
            Some(_) => (Encoding::Text, self.plain(Shape::Text(TextKind::Plain))),
            None => self.media_type(media_type, content, &pointer),
        };
        Content {
            media_type: media_type.to_owned(),
            encoding,
            ty,
            stream,
            error: self.error_pointers(content, &pointer),
            examples: self.content_examples(content, &pointer),
            pointer,
        }
    }

    fn media_type(
        &mut self,
        media_type: &str,
        content: &'a MediaType,
        pointer: &Pointer,
    ) -> (Encoding, TypeRef) {
        let mut ty = content
            .schema
            .as_ref()
            .map(|schema| self.shared_schema(schema, &pointer.child("schema")));
        if self.flag(pointer, "x-openapi-item") {
            self.say(
                Code::WeakenedContent,
                &pointer.child("schema"),
                format!("the items of `{media_type}` are not taken apart here"),
            );
            ty = None;
        }
        let encoding = match encoding_of(media_type) {
            // `format: binary` means the bytes as they are, whatever their type.
            Some(Encoding::Json | Encoding::Text) if self.is_binary(ty) => Encoding::Binary,
            Some(encoding) => encoding,
            None => self.guess(ty),
        };
        let ty = match encoding {
            Encoding::Json => ty.unwrap_or_else(|| self.any()),
            Encoding::Form | Encoding::Multipart => self.form(ty, pointer),
            Encoding::Text => self.text(ty, media_type, pointer),
            Encoding::Binary => self.bytes(ty, media_type, pointer),
        };
        (encoding, ty)
    }

    /// The fields of a form that are not written in the default way of their types.
    fn field_styles(
        &mut self,
        encoding: Encoding,
        content: &MediaType,
        pointer: &Pointer,
    ) -> Vec<FieldStyle> {
        let place = pointer.child("encoding");
        let mut styles = Vec::new();
        for (name, written) in &content.encoding {
            let place = place.child(name);
            let has_style = written.style.is_some() || written.explode || written.allow_reserved;
            if encoding == Encoding::Form && has_style {
                let style = written.style.as_ref().map_or(Style::Form, query_style);
                let is_explicit = self.member(&place, "explode").is_some();
                styles.push(FieldStyle {
                    name: name.clone(),
                    style,
                    explode: if is_explicit {
                        written.explode
                    } else {
                        style == Style::Form
                    },
                    allow_reserved: written.allow_reserved,
                });
            }
            let is_form = matches!(encoding, Encoding::Form | Encoding::Multipart);
            if is_form && !written.headers.is_empty() {
                self.say(
                    Code::WeakenedContent,
                    &place.child("headers"),
                    "the part is sent without headers of its own",
                );
            }
            // Parts have media types, and pairs have styles.
            if encoding == Encoding::Multipart && has_style {
                self.say(
                    Code::WeakenedContent,
                    &place,
                    "the part is written in the way of its media type",
                );
            }
        }
        styles
    }

    fn is_binary(&self, ty: Option<TypeRef>) -> bool {
        let shape = ty.map(|ty| &self.types[self.types.resolve(ty).0].shape);
        matches!(shape, Some(Shape::Text(TextKind::Binary)))
    }

    /// How a body of any media type is written: as JSON if its schema is more than one text.
    fn guess(&self, ty: Option<TypeRef>) -> Encoding {
        let Some(ty) = ty else {
            return Encoding::Binary;
        };
        let (id, _) = self.types.resolve(ty);
        match &self.types[id].shape {
            Shape::Text(TextKind::Binary) => Encoding::Binary,
            Shape::Text(_) | Shape::StringEnum(_) => Encoding::Text,
            Shape::Any if !self.merges.waits(id) => Encoding::Binary,
            _ => Encoding::Json,
        }
    }

    /// A form needs named members.
    fn form(&mut self, ty: Option<TypeRef>, pointer: &Pointer) -> TypeRef {
        if let Some(ty) = ty {
            let (id, _) = self.types.resolve(ty);
            match &self.types[id].shape {
                Shape::Any if !self.merges.waits(id) => {}
                Shape::Any | Shape::Struct(_) | Shape::Map(_) | Shape::Union(_) => return ty,
                _ => self.say(
                    Code::WeakenedContent,
                    pointer,
                    "a form has named fields, but the schema is no object; any fields are accepted",
                ),
            }
        }
        let value = self.any();
        self.plain(Shape::Map(Map { value }))
    }

    /// Text stays text, whatever structure the schema gives to it.
    fn text(&mut self, ty: Option<TypeRef>, media_type: &str, pointer: &Pointer) -> TypeRef {
        if let Some(ty) = ty {
            let (id, _) = self.types.resolve(ty);
            match &self.types[id].shape {
                Shape::Any => {}
                Shape::Text(_) | Shape::StringEnum(_) => return ty,
                _ => self.say(
                    Code::WeakenedContent,
                    pointer,
                    format!(
                        "`{media_type}` is generated as text; the structure in its schema is not"
                    ),
                ),
            }
        }
        self.plain(Shape::Text(TextKind::Plain))
    }

    /// Bytes stay bytes, whatever structure the schema gives to them.
    fn bytes(&mut self, ty: Option<TypeRef>, media_type: &str, pointer: &Pointer) -> TypeRef {
        let shape = ty.map(|ty| &self.types[self.types.resolve(ty).0].shape);
        if !matches!(
            shape,
            None | Some(Shape::Any | Shape::Text(_) | Shape::StringEnum(_))
        ) {
            self.say(
                Code::WeakenedContent,
                pointer,
                format!("`{media_type}` is generated as bytes; the structure in its schema is not"),
            );
        }
        self.plain(Shape::Text(TextKind::Binary))
    }

    fn error_pointers(&self, content: &'a MediaType, pointer: &Pointer) -> Option<ErrorPointers> {
        let schema = content.schema.as_ref()?;
        let chain = self.chain(Node::from(schema), &pointer.child("schema"));
        let pointers = self.extension_of(&chain, "x-client-error")?;
        let get = |key: &str| {
            pointers
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Some(ErrorPointers {
            code: get("code"),
            message: get("message"),
            fields: get("fields"),
            field: get("field"),
            field_message: get("field-message"),
        })
    }

    /// The examples of a media type, or those of its schema if it has none.
    fn content_examples(&mut self, content: &'a MediaType, pointer: &Pointer) -> Vec<Example> {
        let examples = self.examples(content.example.is_some(), &content.examples, pointer);
        match &content.schema {
            Some(schema) if examples.is_empty() => {
                self.schema_examples(Node::from(schema), &pointer.child("schema"))
            }
            _ => examples,
        }
    }

    pub(super) fn schema_examples(&self, node: Node<'a>, pointer: &Pointer) -> Vec<Example> {
        let examples = self.examples_of(&self.chain(node, pointer));
        let plain = |(value, pointer)| Example {
            name: None,
            summary: None,
            value,
            pointer,
        };
        examples.into_iter().map(plain).collect()
    }

    /// The values under `example` and `examples` of an object.
    pub(super) fn examples(
        &mut self,
        single: bool,
        named: &'a IndexMap<String, ReferenceOr<Written>>,
        pointer: &Pointer,
    ) -> Vec<Example> {
        let mut examples = Vec::new();
        if single {
            let place = pointer.child("example");
            examples.extend(self.raw(&place).cloned().map(|value| Example {
                name: None,
                summary: None,
                value,
                pointer: place,
            }));
        }
        for (name, example) in named {
            let found = self.example_at(example, &pointer.child("examples").child(name));
            let Some((example, pointer)) = found else {
                continue;
            };
            if example.external_value.is_some() {
                self.say(
                    Code::IgnoredKeyword,
                    &pointer.child("externalValue"),
                    "examples outside the document are not read",
                );
                continue;
            }
            let value = self.member(&pointer, "value").cloned();
            let summary = example
                .summary
                .clone()
                .or_else(|| example.description.clone());
            examples.extend(value.map(|value| Example {
                name: Some(name.clone()),
                summary,
                value,
                pointer,
            }));
        }
        examples
    }
}
