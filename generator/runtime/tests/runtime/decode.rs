//! Emitted impls, written here as the generator writes them.

use client_runtime::decode::{self, Boxed, Dict, Int, List, Plain};
use client_runtime::object;
use client_runtime::omittable::Omittable;
use client_runtime::text::{DateTime, Decimal};
use indexmap::IndexMap;

#[path = "../../src/fields.rs"]
mod fields;
#[path = "../../src/open_enum.rs"]
mod open_enum;

use fields::{fields, wide_fields};

#[derive(Debug, Clone, PartialEq, Default)]
struct Book {
    id: u64,
    title: Option<String>,
    folder: Option<String>,
    pages: Omittable<i32>,
    parts: Option<Vec<i64>>,
    sizes: Option<IndexMap<String, u8>>,
    sequel: Option<Box<Book>>,
    rest: IndexMap<String, bool>,
}

fields!(Book {
    id: required("id", Int),
    title: required("title" | "name" | "label"),
    folder: optional("folder"),
    pages: omittable("pages", Int),
    parts: optional("parts", List(Int)),
    sizes: optional("sizes", Dict(Int)),
    sequel: optional("sequel", Boxed(Plain)),
    ..rest(Plain)
});

fn read(json: &str) -> Result<Book, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

fn fails(json: &str, text: &str) {
    let error = read(json).unwrap_err();
    assert!(error.starts_with(text), "{json}: {error}");
}

#[test]
fn an_object() {
    let book = read(
        r#"{"id":1,"title":"t","pages":7,"parts":[1,2.0],"sizes":{"z":1,"a":2},
            "sequel":{"id":2,"title":null},"new":true,"n\u0065w2":false}"#,
    )
    .unwrap();
    let sequel = Book {
        id: 2,
        ..Book::default()
    };
    let expected = Book {
        id: 1,
        title: Some("t".to_owned()),
        pages: Omittable::Value(7),
        parts: Some(vec![1, 2]),
        sizes: Some(IndexMap::from([("z".to_owned(), 1), ("a".to_owned(), 2)])),
        sequel: Some(Box::new(sequel)),
        rest: IndexMap::from([("new".to_owned(), true), ("new2".to_owned(), false)]),
        ..Book::default()
    };
    assert_eq!(book, expected);
    let sizes = book.sizes.expect("it was sent");
    assert_eq!(sizes.keys().collect::<Vec<_>>(), ["z", "a"]);
}

#[test]
fn what_does_not_fit() {
    fails("[]", "invalid type: sequence, expected an object (Book)");
    fails(r#"{"id":1}"#, "missing field `title`");
    fails(r#"{"title":null}"#, "missing field `id`");
    fails(r#"{"id":1,"id":1,"title":null}"#, "duplicate field `id`");
    fails(
        r#"{"id":1,"title":null,"new":1}"#,
        "invalid type: integer `1`, expected a boolean",
    );
    fails(
        r#"{"id":null,"title":null}"#,
        "invalid type: null, expected an integer",
    );
}

#[test]
fn a_member_goes_before_its_other_names() {
    for (json, title) in [
        (r#"{"id":1,"name":"b"}"#, Some("b")),
        (r#"{"id":1,"name":"b","title":"a"}"#, Some("a")),
        (r#"{"id":1,"title":"a","name":"b"}"#, Some("a")),
        (r#"{"id":1,"title":null,"name":"b"}"#, None),
        (r#"{"id":1,"title":"a","name":3}"#, Some("a")),
        (r#"{"id":1,"label":"c","name":"b"}"#, Some("c")),
    ] {
        assert_eq!(read(json).unwrap().title.as_deref(), title, "{json}");
    }
    fails(
        r#"{"id":1,"name":"b","title":"a","title":"a"}"#,
        "duplicate field `title`",
    );
}

#[test]
fn a_key_is_read_from_any_source() {
    let json = br#"{"id":1,"title":null}"#;
    assert_eq!(serde_json::from_reader::<_, Book>(&json[..]).unwrap().id, 1);
    let value = serde_json::json!({"id": 1, "title": null});
    assert_eq!(serde_json::from_value::<Book>(value).unwrap().id, 1);
}

#[test]
fn integers() {
    let id = |number: &str| read(&format!(r#"{{"id":{number},"title":null}}"#)).map(|book| book.id);
    assert_eq!(id("3"), Ok(3));
    assert_eq!(id("3.0"), Ok(3));
    assert_eq!(id("3e2"), Ok(300));
    assert_eq!(id("18446744073709551615"), Ok(u64::MAX));
    for (number, text) in [
        (
            "3.5",
            "invalid type: floating point `3.5`, expected an integer",
        ),
        ("-1", "integer -1 is out of range"),
        (
            "18446744073709551616",
            "integer 18446744073709551616 is out of range",
        ),
        ("1e300", "integer"),
        ("\"3\"", "invalid type: string \"3\", expected an integer"),
        ("true", "invalid type: boolean `true`, expected an integer"),
    ] {
        fails(&format!(r#"{{"id":{number},"title":null}}"#), text);
    }
    let pages = |number: &str| {
        read(&format!(r#"{{"id":1,"title":null,"pages":{number}}}"#)).map(|book| book.pages)
    };
    assert_eq!(pages("-2147483648.0"), Ok(Omittable::Value(i32::MIN)));
    fails(
        r#"{"id":1,"title":null,"pages":2147483648}"#,
        "integer 2147483648 is out of range",
    );
    fails(
        r#"{"id":1,"title":null,"sizes":{"a":256}}"#,
        "integer 256 is out of range",
    );
}

#[test]
fn a_fault_is_located_through_seeds() {
    for (json, path) in [
        (
            r#"{"id":1,"title":null,"sequel":{"id":2,"title":3}}"#,
            "sequel.title",
        ),
        (r#"{"id":1,"title":null,"parts":[1,2,"3"]}"#, "parts[2]"),
        (
            r#"{"id":1,"title":null,"sizes":{"a":1,"b":256}}"#,
            "sizes.b",
        ),
    ] {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let error = serde_path_to_error::deserialize::<_, Book>(&mut deserializer).unwrap_err();
        assert_eq!(error.path().to_string(), path);
    }
}

#[test]
fn three_states_there_and_back() {
    for (json, pages) in [
        (r#"{"id":1,"title":null}"#, Omittable::Omitted),
        (r#"{"id":1,"title":null,"pages":null}"#, Omittable::Null),
        (r#"{"id":1,"title":null,"pages":5}"#, Omittable::Value(5)),
    ] {
        let book = read(json).unwrap();
        assert_eq!(book.pages, pages);
        assert_eq!(serde_json::to_string(&book).unwrap(), json);
    }
    assert_eq!(
        read(r#"{"id":1,"title":null,"folder":null}"#)
            .unwrap()
            .folder,
        None
    );
}

#[test]
fn omittable_by_itself() {
    assert_eq!(Omittable::from("x"), Omittable::Value("x"));
    assert_eq!(Omittable::<u8>::from(None), Omittable::Null);
    assert_eq!(Omittable::<u8>::omit_none(None), Omittable::Omitted);
    assert_eq!(Omittable::omit_none(Some(3)), Omittable::Value(3));
    let text = Omittable::Value("x".to_owned());
    assert_eq!(text.as_deref(), Omittable::Value("x"));
    assert_eq!(Omittable::<u8>::default(), Omittable::Omitted);
    assert_eq!(
        Omittable::Value(2).map(|number| number + 1).into_value(),
        Some(3)
    );
    assert_eq!(
        serde_json::from_str::<Omittable<u8>>("null").unwrap(),
        Omittable::Null
    );
    assert_eq!(
        serde_json::to_string(&Omittable::<u8>::Omitted).unwrap(),
        "null"
    );
}

open_enum::string_enum! {
    /// Where a thing is in its life.
    enum Status {
        /// Waits for its bytes.
        PendingUpload = "pending_upload",
        Ready = "ready",
        /// On the wire: the empty text.
        Nothing = documented(""),
    }
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    for (text, status) in [
        ("pending_upload", Status::PendingUpload),
        ("ready", Status::Ready),
        ("", Status::Nothing),
        ("archived", Status::Unrecognized("archived".to_owned())),
    ] {
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::from_str::<Status>(&json).unwrap(), status);
        assert_eq!(serde_json::to_string(&status).unwrap(), json);
        assert_eq!(text.parse::<Status>().unwrap(), status);
        assert_eq!(Status::from(text), status);
        assert_eq!(status.to_string(), text);
        assert_eq!(status.as_ref(), text);
        assert!(status == *text && status == text);
    }
    assert!(serde_json::from_str::<Status>("3").is_err());
}

#[test]
fn texts_stay_as_they_were_sent() {
    let json = r#"["2026-08-24T12:00:00+02:00","not a date"]"#;
    let times: Vec<DateTime> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&times).unwrap(), json);
    assert!(times[0] == "2026-08-24T12:00:00+02:00" && times[1].as_str() == "not a date");
    assert_eq!(Decimal::from("1.50").to_string(), "1.50");
}

#[cfg(feature = "jiff")]
#[test]
fn texts_become_times_on_demand() {
    use client_runtime::text::Date;
    let time = DateTime::new("2026-08-24T12:00:00+02:00")
        .to_timestamp()
        .unwrap();
    assert_eq!(DateTime::from(time), DateTime::new("2026-08-24T10:00:00Z"));
    assert!(DateTime::new("soon").to_timestamp().is_err());
    let date = Date::new("2026-08-24").to_date().unwrap();
    assert_eq!(Date::from(date).as_str(), "2026-08-24");
}

#[derive(Debug, Clone, PartialEq)]
struct Shelf {
    label: serde_json::Value,
    note: Option<serde_json::Value>,
    width: Option<u16>,
}

// With commas where long rows have them.
fields!(Shelf {
    label: required("label",),
    note: any("note"),
    width: nullable("width", Int,)
});

#[derive(Debug, Clone, PartialEq)]
struct Nothing {}

fields!(Nothing {});

#[test]
fn what_is_no_field_is_passed_over() {
    let shelf: Shelf =
        serde_json::from_str(r#"{"label":[1],"new":{"x":[1]},"note":null}"#).unwrap();
    assert_eq!(shelf.note, Some(serde_json::Value::Null));
    let json = r#"{"label":[1],"note":null,"width":null}"#;
    assert_eq!(serde_json::to_string(&shelf).unwrap(), json);
    assert_eq!(serde_json::from_str::<Nothing>(json).unwrap(), Nothing {});
    assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Wide {
    title: Option<String>,
    note: Option<serde_json::Value>,
    pages: Omittable<i32>,
    rest: IndexMap<String, bool>,
}

wide_fields!(Wide {
    title: optional("title"),
    note: any("note"),
    pages: omittable("pages", Int),
    ..rest(Plain)
});

#[test]
fn a_struct_of_very_many_fields() {
    let read = |json: &str| serde_json::from_str::<Wide>(json).map_err(|error| error.to_string());
    let wide = read(r#"{"note":null,"pages":7.0,"new":true,"title":"t"}"#).unwrap();
    let json = r#"{"title":"t","note":null,"pages":7,"new":true}"#;
    assert_eq!(serde_json::to_string(&wide).unwrap(), json);
    let nulls = read(r#"{"title":null,"pages":null}"#).unwrap();
    assert_eq!(nulls.title, None);
    assert_eq!(nulls.pages, Omittable::Null);
    assert_eq!(read("{}"), Ok(Wide::default()));
    for twice in ["title", "note", "pages"] {
        let value = if twice == "pages" { "1" } else { "\"\"" };
        let error = read(&format!(r#"{{"{twice}":{value},"{twice}":{value}}}"#)).unwrap_err();
        assert!(
            error.starts_with(&format!("duplicate field `{twice}`")),
            "{error}"
        );
    }
    let error = read(r#"{"pages":7.5}"#).unwrap_err();
    assert!(error.contains("7.5"), "{error}");
}
