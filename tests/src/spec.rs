//! The examples of `spec/assets.yaml`, which are what the tests expect and what the server says.
//!
//! The document is read as plain data here, not by the generator: the two must not share faults.

use std::sync::LazyLock;

use serde_json::Value;

/// An example of a request or reply.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it is, as a JSON pointer.
    pub place: String,
    /// The media type it is an example of.
    pub media_type: String,
    /// The name of its schema among the components, none if the schema is written in place.
    pub schema: Option<String>,
    /// The example itself.
    pub value: Value,
}

/// The document as text.
#[must_use]
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let path = crate::project().join("spec/assets.yaml");
        std::fs::read_to_string(path).expect("the spec can be read")
    });
    &TEXT
}

/// The document as data.
#[must_use]
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_yaml::from_str(text()).expect("the spec is YAML"));
    &DOCUMENT
}

/// The documented reply of an operation with a status.
///
/// # Panics
/// There is no such example.
#[must_use]
pub fn reply(method: &str, path: &str, status: u16, example: &str) -> Value {
    let path = escape(path);
    at(&format!(
        "/paths/{path}/{method}/responses/{status}/content/application~1json/examples/{example}/value"
    ))
}

/// The documented body of an error, by the name of its component.
///
/// # Panics
/// There is no such example.
#[must_use]
pub fn error(component: &str, example: &str) -> Value {
    at(&format!(
        "/components/responses/{component}/content/application~1json/examples/{example}/value"
    ))
}

fn at(pointer: &str) -> Value {
    let value = document().pointer(pointer);
    let value = value.unwrap_or_else(|| panic!("the spec has nothing at {pointer}"));
    value.clone()
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// All examples of requests and replies. References are not followed, so that each is there once.
#[must_use]
pub fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    walk(document(), "", &mut examples);
    examples
}

fn walk(value: &Value, place: &str, examples: &mut Vec<Example>) {
    if let Some(types) = value.get("content").and_then(Value::as_object) {
        for (media_type, content) in types {
            let place = format!("{place}/content/{}", escape(media_type));
            collect(content, media_type, &place, examples);
        }
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                // Inside of an example everything is data.
                if !matches!(name.as_str(), "example" | "examples") {
                    walk(member, &format!("{place}/{}", escape(name)), examples);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{place}/{index}"), examples);
            }
        }
        _ => {}
    }
}

fn collect(content: &Value, media_type: &str, place: &str, examples: &mut Vec<Example>) {
    let schema = content.pointer("/schema/$ref").and_then(Value::as_str);
    let schema = schema.and_then(|path| path.strip_prefix("#/components/schemas/"));
    let mut push = |place: String, value: &Value| {
        examples.push(Example {
            place,
            media_type: media_type.to_owned(),
            schema: schema.map(str::to_owned),
            value: value.clone(),
        });
    };
    if let Some(value) = content.get("example") {
        push(format!("{place}/example"), value);
    }
    let named = content.get("examples").and_then(Value::as_object);
    for (name, example) in named.into_iter().flatten() {
        let value = example.get("value").expect("an example has a value");
        push(format!("{place}/examples/{name}"), value);
    }
}
