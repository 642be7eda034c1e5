//! What a schema says besides its shape: docs, defaults, examples and flags,
//! also where it stands behind a reference.

use openapiv3::{ExternalDocumentation, SchemaData, SchemaKind};

use super::references::{Node, schema_name};
use super::{Lowering, schema_pointer};
use crate::diagnostic::Pointer;
use crate::ir::{Basis, Docs, Label};
use crate::value::Value;

/// How far a chain of references is followed for a default or a flag.
const LONGEST_CHAIN: usize = 16;

/// One schema of a chain of references, and where it stands.
pub(super) struct Link<'a> {
    pub(super) data: &'a SchemaData,
    pub(super) pointer: Pointer,
}

/// The docs of a schema.
pub(super) fn schema_docs(data: &SchemaData) -> Docs {
    Docs {
        summary: data.title.clone(),
        description: data.description.clone(),
        deprecated: data.deprecated,
        external: external(data.external_docs.as_ref()),
    }
}

/// The link of an `externalDocs`.
pub(super) fn external(docs: Option<&ExternalDocumentation>) -> Option<String> {
    docs.map(|docs| docs.url.clone())
}

/// The label of an anonymous schema, if it has a title.
pub(super) fn title_label(data: &SchemaData) -> Option<Label> {
    let words = data
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty())?;
    Some(Label {
        words: words.to_owned(),
        basis: Basis::Title,
    })
}

impl<'a> Lowering<'a> {
    /// The schema itself and those it is another name of: through `$ref` and
    /// through an `allOf` of one part, which only adds wording.
    pub(super) fn chain(&self, node: Node<'a>, pointer: &Pointer) -> Vec<Link<'a>> {
        let mut links = Vec::new();
        let mut next = Some((node, pointer.clone()));
        for _ in 0..LONGEST_CHAIN {
            let Some((node, pointer)) = next.take() else {
                break;
            };
            match node {
                Node::Reference(reference) => {
                    let name = schema_name(reference);
                    next =
                        name.and_then(|name| Some((self.component(&name)?, schema_pointer(&name))));
                }
                Node::Schema(schema) => {
                    if let SchemaKind::AllOf { all_of } = &schema.schema_kind
                        && let [part] = all_of.as_slice()
                    {
                        next = Some((part.into(), pointer.child("allOf").child(0)));
                    }
                    links.push(Link {
                        data: &schema.schema_data,
                        pointer,
                    });
                }
            }
        }
        links
    }

    /// The `default` of the first schema of a chain that has one.
    pub(super) fn default_of(&self, chain: &[Link<'a>]) -> Option<Value> {
        let link = chain.iter().find(|link| link.data.default.is_some())?;
        self.member(&link.pointer, "default").cloned()
    }

    /// The examples of the first schema of a chain that has any.
    pub(super) fn examples_of(&self, chain: &[Link<'a>]) -> Vec<(Value, Pointer)> {
        chain
            .iter()
            .map(|link| self.own_examples(link))
            .find(|examples| !examples.is_empty())
            .unwrap_or_default()
    }

    fn own_examples(&self, link: &Link<'a>) -> Vec<(Value, Pointer)> {
        if link.data.extensions.contains_key("x-openapi-examples") {
            let place = link.pointer.child("x-openapi-examples");
            let examples = self
                .raw(&place)
                .and_then(Value::as_array)
                .unwrap_or_default();
            return examples
                .iter()
                .enumerate()
                .map(|(index, example)| (example.clone(), place.child(index)))
                .collect();
        }
        if link.data.example.is_none() {
            return Vec::new();
        }
        let example = self.member(&link.pointer, "example").cloned();
        example
            .map(|example| (example, link.pointer.child("example")))
            .into_iter()
            .collect()
    }

    /// The value of an extension in the first schema of a chain that has it.
    pub(super) fn extension_of(&self, chain: &[Link<'a>], name: &str) -> Option<&'a Value> {
        let link = chain
            .iter()
            .find(|link| link.data.extensions.contains_key(name))?;
        self.member(&link.pointer, name)
    }
}
