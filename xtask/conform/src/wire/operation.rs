//! Operations of the raw document, and the way through its references.

use serde_json::Value;

use super::parameter::{Location, Parameter, escape};

/// The methods that a path item has a key for.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// How many references lead to one another before we take it for a circle.
const MAX_STEPS: usize = 32;

/// An operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'d> {
    /// The whole document.
    pub(crate) document: &'d Value,
    /// The template of the path.
    pub(crate) path: &'d str,
    /// The HTTP method.
    pub(crate) method: String,
    /// The path item.
    pub(crate) item: &'d Value,
    /// The operation object.
    pub(crate) node: &'d Value,
    /// The JSON pointer of the operation, as a reader of the paths finds it.
    pub(crate) pointer: String,
    item_pointer: String,
}

/// All operations of a document, in the order of its keys.
#[must_use]
pub(crate) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten();
    let items = items.filter(|(path, _)| path.starts_with('/'));
    items
        .flat_map(|(path, item)| of_item(document, path, item))
        .collect()
}

fn of_item<'d>(document: &'d Value, path: &'d str, item: &'d Value) -> Vec<Operation<'d>> {
    let place = format!("/paths/{}", escape(path));
    let (item, item_pointer) = resolve(document, item, &place);
    let known = METHODS.iter().filter_map(|method| {
        let node = item.get(*method)?;
        Some((method.to_uppercase(), node, format!("{place}/{method}")))
    });
    // 3.2: methods of any name.
    let others = item.get("additionalOperations").and_then(Value::as_object);
    let others = others.into_iter().flatten().map(|(method, node)| {
        let pointer = format!("{place}/additionalOperations/{}", escape(method));
        (method.clone(), node, pointer)
    });
    known
        .chain(others)
        .map(|(method, node, pointer)| Operation {
            document,
            path,
            method,
            item,
            node,
            pointer,
            item_pointer: item_pointer.clone(),
        })
        .collect()
}

impl<'d> Operation<'d> {
    /// The parameters: those of the operation, and those of the path that it does not replace.
    #[must_use]
    pub(crate) fn parameters(&self) -> Vec<Parameter<'d>> {
        let mut all: Vec<Parameter<'d>> = Vec::new();
        let places = [(self.node, &self.pointer), (self.item, &self.item_pointer)];
        for (node, place) in places {
            let list = node.get("parameters").and_then(Value::as_array);
            for (index, parameter) in list.into_iter().flatten().enumerate() {
                let pointer = format!("{place}/parameters/{index}");
                let Some(read) = Parameter::read(self.document, parameter, &pointer) else {
                    continue;
                };
                let is_known = all
                    .iter()
                    .any(|known| known.name == read.name && known.location == read.location);
                if !is_known && !read.is_ignored() {
                    all.push(read);
                }
            }
        }
        // A name in the path without a parameter is the document's mistake; it has to be given.
        for name in names(self.path) {
            let is_name = |known: &Parameter<'_>| known.name == name;
            if !all
                .iter()
                .any(|known| known.location == Location::Path && is_name(known))
            {
                all.push(Parameter::undeclared(name, &self.pointer));
            }
        }
        all
    }

    /// The body of the request, with its pointer.
    #[must_use]
    pub(crate) fn body(&self) -> Option<(&'d Value, String)> {
        let node = self.node.get("requestBody")?;
        let pointer = format!("{}/requestBody", self.pointer);
        Some(resolve(self.document, node, &pointer))
    }

    /// The media types of the body with their objects and pointers.
    #[must_use]
    pub(crate) fn contents(&self) -> Vec<(&'d str, &'d Value, String)> {
        self.body()
            .map(|(body, pointer)| contents(self.document, body, &pointer))
            .unwrap_or_default()
    }

    /// Whether a request without the body is none.
    #[must_use]
    pub(crate) fn is_body_required(&self) -> bool {
        self.body()
            .is_some_and(|(body, _)| super::parameter::is_set(body, "required"))
    }

    /// The replies by status, with their pointers.
    #[must_use]
    pub(crate) fn responses(&self) -> Vec<(&'d str, &'d Value, String)> {
        let responses = self.node.get("responses").and_then(Value::as_object);
        let responses = responses.into_iter().flatten();
        responses
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, node)| {
                let pointer = format!("{}/responses/{}", self.pointer, escape(status));
                let (node, pointer) = resolve(self.document, node, &pointer);
                (status.as_str(), node, pointer)
            })
            .collect()
    }
}

// `/books/{id}/pages/{number}` => `id`, `number`
fn names(path: &str) -> impl Iterator<Item = &str> {
    let opened = path.split('{').skip(1);
    opened.filter_map(|after| Some(after.split_once('}')?.0))
}

/// The media types below `content`, with their objects and pointers.
#[must_use]
pub(crate) fn contents<'d>(
    document: &'d Value,
    node: &'d Value,
    pointer: &str,
) -> Vec<(&'d str, &'d Value, String)> {
    let content = node.get("content").and_then(Value::as_object);
    let content = content.into_iter().flatten();
    content
        .map(|(media_type, media)| {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (media, pointer) = resolve(document, media, &pointer);
            (media_type.as_str(), media, pointer)
        })
        .collect()
}

/// Follows references to where something is, with its pointer there.
#[must_use]
pub(crate) fn resolve<'d>(
    document: &'d Value,
    node: &'d Value,
    pointer: &str,
) -> (&'d Value, String) {
    let mut found = (node, pointer.to_owned());
    for _ in 0..MAX_STEPS {
        let Some(reference) = found.0.get("$ref").and_then(Value::as_str) else {
            break;
        };
        let Some(place) = reference.strip_prefix('#') else {
            break;
        };
        let Some(place) = super::percent::decode(place) else {
            break;
        };
        let Some(node) = document.pointer(&place) else {
            break;
        };
        found = (node, place);
    }
    found
}
