//! Every example in the spec goes through the model of its schema and comes out unchanged.

use std::collections::{BTreeMap, BTreeSet};

use flora_client::{FilePart, models};
use flora_tests::flora::FloraServer;
use flora_tests::server::Part;
use flora_tests::spec::{self, Example};
use serde_json::{Map, Value, json};

/// Reads a value as a model and writes it again.
type RoundTrip = fn(&Value) -> Result<Value, serde_json::Error>;

/// A table of models by the names of their schemas.
macro_rules! models {
    ($($name:ident)+) => {
        BTreeMap::from([$((stringify!($name), {
            let round_trip: RoundTrip = |value| {
                let model: models::$name = serde_json::from_value(value.clone())?;
                serde_json::to_value(&model)
            };
            round_trip
        })),+])
    };
}

fn models() -> BTreeMap<&'static str, RoundTrip> {
    models! {
        AssetCreateRequest
        AssetCreateResponse
        AssetRetrieveResponse
        AssetCompleteResponse
        AssetRetryResponse
        AssetListResponse
        AssetListItem
        PageMeta
        AssetUpload
        AssetStatus
        AssetVisibility
        UploadedVia
        ErrorResponse
        ErrorBody
        FieldError
        ErrorCode
    }
}

/// A form has no model: its fields are sent as parts, which the last test looks at.
const FORM: &str = "AssetCreateMultipartRequest";

#[test]
fn every_example_comes_out_as_it_went_in() {
    let models = models();
    let mut used = BTreeSet::new();
    for example in spec::examples() {
        let Example { place, value, .. } = example;
        let schema = example.schema;
        let schema = schema.expect("the schemas of bodies are components");
        if schema != FORM {
            let round_trip = models.get(&*schema);
            let round_trip = round_trip.unwrap_or_else(|| panic!("{schema} is not in the list"));
            let written = round_trip(&value).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(written, value, "{place}");
        }
        used.insert(schema);
    }
    // Each request and each reply has examples.
    let expected = [
        FORM,
        "AssetCreateRequest",
        "AssetCreateResponse",
        "AssetRetrieveResponse",
        "AssetCompleteResponse",
        "AssetRetryResponse",
        "AssetListResponse",
        "ErrorResponse",
    ];
    assert_eq!(used, expected.map(str::to_owned).into());
}

/// The search for examples is held to the text, so that it cannot miss some.
#[test]
fn no_example_is_missed() {
    let lines = spec::text().lines().map(str::trim_end);
    let values = lines.filter(|line| line.trim_start() == "value:").count();
    assert_eq!(spec::examples().len(), values);
}

/// Every schema of the spec is in the list, so that a new one is not forgotten.
#[test]
fn every_schema_has_a_model() {
    let schemas = spec::document()["components"]["schemas"].as_object();
    let schemas: BTreeSet<&str> = (schemas.expect("the spec has schemas").keys())
        .map(String::as_str)
        .filter(|name| *name != FORM)
        .collect();
    assert_eq!(BTreeSet::from_iter(models().into_keys()), schemas);
}

/// The examples of single properties, put together, are values of their schema.
#[test]
fn every_schema_fits_the_examples_of_its_properties() {
    for (name, round_trip) in models() {
        let value = example_of(name);
        let written = round_trip(&value).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(written, value, "{name}");
    }
}

/// Every value of every enum is known to its model: written as JSON it is the same, and `Debug`
/// shows a name of its own for it.
#[test]
fn every_value_of_an_enum_has_a_name() {
    let mut count = 0;
    for name in ["AssetStatus", "AssetVisibility", "UploadedVia", "ErrorCode"] {
        let values = spec::document()["components"]["schemas"][name]["enum"].as_array();
        for value in values.into_iter().flatten() {
            let shown = match name {
                "AssetStatus" => shown::<models::AssetStatus>(value),
                "AssetVisibility" => shown::<models::AssetVisibility>(value),
                "UploadedVia" => shown::<models::UploadedVia>(value),
                _ => shown::<models::ErrorCode>(value),
            };
            assert!(
                !shown.contains("Unrecognized"),
                "{name} does not know {value}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 3 + 1 + 3 + 15);
}

fn shown<T: serde::de::DeserializeOwned + std::fmt::Debug>(value: &Value) -> String {
    let value: T = serde_json::from_value(value.clone()).expect("any text fits");
    format!("{value:?}")
}

/// An example of a component: its own, its first value, or an object of its properties'.
fn example_of(component: &str) -> Value {
    example(&spec::document()["components"]["schemas"][component])
}

fn example(schema: &Value) -> Value {
    if let Some(path) = schema["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap_or_default();
        return example_of(name);
    }
    if let Some(value) = schema.get("example").or_else(|| schema["enum"].get(0)) {
        return value.clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let properties = schema["properties"].as_object();
            let properties = properties.expect("a map has an example");
            let properties = properties.iter();
            properties
                .map(|(name, schema)| (name.clone(), example(schema)))
                .collect::<Map<_, _>>()
                .into()
        }
        Some("array") => json!([example(&schema["items"])]),
        Some("string") if schema["nullable"] != true => json!("text"),
        _ => Value::Null,
    }
}

#[tokio::test]
async fn the_example_of_the_form_is_sent_part_by_part() {
    let examples = spec::examples();
    let mut forms = examples
        .iter()
        .filter(|example| example.schema.as_deref() == Some(FORM));
    let form = &forms.next().expect("there is one").value;
    let text = |name: &str| form[name].as_str().unwrap_or_default().to_owned();
    let server = FloraServer::start();
    let flora = flora_tests::client(server.url());
    let created = flora
        .assets()
        .create_multipart()
        .workspace_id(text("workspace_id"))
        .folder(text("folder"))
        .content_type(text("content_type"))
        .file_name(text("file_name"))
        .file(FilePart::bytes(text("file")).name(text("file_name")))
        .await;
    created.expect("the server accepts it");
    let expected: Vec<Part> = ["workspace_id", "folder", "content_type", "file_name"]
        .into_iter()
        .map(|name| Part::text(name, &text(name)))
        .chain([Part::file(
            "file",
            "hero-small.webp",
            "image/webp",
            text("file").as_bytes(),
        )])
        .collect();
    assert_eq!(server.request().parts(), expected);
    let sent: BTreeSet<&str> = form
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
        .collect();
    assert_eq!(
        sent.len(),
        expected.len(),
        "a member of the example is not sent"
    );
}
