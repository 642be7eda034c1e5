//! Structs that are arrays on the wire, written here as the generator writes them.

use client_runtime::decode::{self, Int, This};
use client_runtime::omittable::Omittable;
use client_runtime::tuple;
use serde_json::Value;

#[path = "../../src/positions.rs"]
mod positions;

use positions::positions;

/// A closed one: `["reading", 12, null]` and more.
#[derive(Debug, Clone, PartialEq, Default)]
struct Reading {
    kind: String,
    time: i64,
    unit: Option<String>,
    value: Option<f64>,
    note: Omittable<String>,
}

positions!(Reading {
    kind: required(This("reading")),
    time: required(Int),
    unit: nullable(),
    value: optional(),
    note: omittable(),
});

/// An open one: a name, then numbers.
#[derive(Debug, Clone, PartialEq, Default)]
struct Row {
    name: Option<String>,
    first: Option<Value>,
    further_items: Vec<i64>,
}

positions!(Row {
    name: optional(),
    first: optional(),
    ..further_items(Int)
});

fn read(json: &str) -> Result<Reading, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

fn row(json: &str) -> Row {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn arrays_come_out_as_they_went_in() {
    for json in [
        r#"["reading",12,null]"#,
        r#"["reading",12,"m"]"#,
        r#"["reading",12,"m",0.5]"#,
        r#"["reading",12,"m",0.5,null]"#,
        r#"["reading",12,"m",0.5,"n"]"#,
    ] {
        let reading = read(json).unwrap();
        assert_eq!(serde_json::to_string(&reading).unwrap(), json);
    }
    for json in ["[]", r#"["a"]"#, r#"["a",null]"#, r#"["a",{"b":1},2,3]"#] {
        assert_eq!(serde_json::to_string(&row(json)).unwrap(), json);
    }
}

#[test]
fn each_position_is_read_by_its_own_rules() {
    let reading = read(r#"["reading",12.0,null,1,null]"#).unwrap();
    assert_eq!(reading.time, 12);
    assert_eq!(reading.note, Omittable::Null);
    assert_eq!(row(r#"["a",null]"#).first, Some(Value::Null));
    assert_eq!(row(r#"["a",1,2.0]"#).further_items, [2]);
    // What a closed one does not know is passed over, as with members of objects.
    assert!(read(r#"["reading",1,null,1,"n",2,{}]"#).is_ok());
}

#[test]
fn what_does_not_fit() {
    for (json, text) in [
        (
            r#"{"kind":"reading"}"#,
            "invalid type: map, expected an array (Reading)",
        ),
        (
            r#"["reading"]"#,
            "invalid length 1, expected an array with more items",
        ),
        (
            r#"["reading",1]"#,
            "invalid length 2, expected an array with more items",
        ),
        (r#"["writing",1,null]"#, "a text other than `reading`"),
        (r#"["reading",1.5,null]"#, "invalid type: floating point"),
        (
            r#"["reading",1,null,null]"#,
            "invalid type: null, expected f64",
        ),
    ] {
        let error = read(json).unwrap_err();
        assert!(error.starts_with(text), "{json}: {error}");
    }
}

#[test]
fn a_position_that_is_left_out_is_the_last() {
    let row = Row {
        name: None,
        first: Some(Value::Null),
        further_items: Vec::new(),
    };
    let error = serde_json::to_string(&row).unwrap_err().to_string();
    assert_eq!(
        error,
        "an item of an array has a value, and one before it is left out"
    );
    let row = Row {
        further_items: vec![1],
        ..Row::default()
    };
    assert!(serde_json::to_string(&row).is_err());
    let reading = Reading {
        note: Omittable::Value("n".to_owned()),
        ..Reading::default()
    };
    assert!(serde_json::to_string(&reading).is_err());
}
