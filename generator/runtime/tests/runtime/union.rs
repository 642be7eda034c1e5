//! Values that are one of several types.

use client_runtime::decode::{Dict, Int, List, Plain};
use client_runtime::union::{Candidate, Kind, RawJson};
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

fn candidate(json: &str) -> Candidate {
    serde_json::from_str(json).unwrap()
}

/// A union as the generator writes it, with a branch that contains the union again.
#[derive(Debug, PartialEq)]
enum Node {
    Leaf(IndexMap<String, i64>),
    Branch(Vec<Node>),
    Unrecognized(RawJson),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Candidate::deserialize(deserializer)?;
        if value.is(&[Kind::Object]) {
            return value.decode(Dict(Int)).map(Self::Leaf);
        }
        if value.is(&[Kind::Array]) {
            return value.decode(List(Plain)).map(Self::Branch);
        }
        Ok(Self::Unrecognized(value.into_json()))
    }
}

#[test]
fn kinds() {
    use Kind::{Array, Bool, Integer, Number, Object, String};
    for (json, kinds) in [
        ("true", &[Bool][..]),
        ("\"3\"", &[String]),
        ("3", &[Integer, Number]),
        ("-3.0", &[Integer, Number]),
        ("3e2", &[Integer, Number]),
        ("123456789012345678901234567890", &[Integer, Number]),
        ("3.5", &[Number]),
        ("1e999", &[Number]),
        (" [1] ", &[Array]),
        ("{}", &[Object]),
        ("null", &[]),
    ] {
        for kind in [Bool, Integer, Number, String, Array, Object] {
            let is = candidate(json).is(&[kind]);
            assert_eq!(is, kinds.contains(&kind), "{json} {kind:?}");
        }
    }
}

/// A struct drops what it does not name, so another branch may be the better one.
#[test]
fn a_branch_may_keep_the_whole_value() {
    let value = candidate(r#"{"b":2,"a":1}"#);
    let map: Option<IndexMap<String, i64>> = value.whole(Dict(Int));
    assert_eq!(map.map(|map| map.len()), Some(2));
    #[derive(Deserialize, serde::Serialize)]
    struct One {
        a: i64,
    }
    let value = candidate(r#"{"b":2,"a":1}"#);
    assert_eq!(value.fit(Plain).map(|one: One| one.a), Some(1));
    assert!(value.whole::<One>(Plain).is_none());
    assert!(candidate(r#"{"a":1}"#).whole::<One>(Plain).is_some());
    assert!(candidate("{}").whole::<One>(Plain).is_none());
    // The same number in another spelling is kept.
    let map: Option<IndexMap<String, i64>> = candidate(r#"{"a":2.0}"#).whole(Dict(Int));
    assert!(map.is_some());
}

#[test]
fn tags_and_members() {
    let value = candidate(r#"{"a":"x\u0079","b":2.0,"c":true,"d":null,"\u0065":[]}"#);
    let tag = |name: &str| value.tag(name);
    assert_eq!(tag("a").as_deref(), Some("xy"));
    assert_eq!(tag("b").as_deref(), Some("2"));
    assert_eq!(tag("c").as_deref(), Some("true"));
    assert_eq!((tag("d"), tag("e"), tag("f")), (None, None, None));
    assert!(value.has(&["a", "d", "e"]) && !value.has(&["a", "f"]));
    assert!(!candidate("[]").has(&[]));
    assert_eq!(candidate("3").tag("a"), None);
}

#[test]
fn order_and_digits_stay() {
    let json = r#"[{"z":1,"a":2},12345678901234567890123.50]"#;
    let node: Node = serde_json::from_str(json).unwrap();
    let Node::Branch(nodes) = &node else {
        panic!("{node:?}");
    };
    let Node::Leaf(leaf) = &nodes[0] else {
        panic!("{node:?}");
    };
    assert_eq!(leaf.keys().collect::<Vec<_>>(), ["z", "a"]);
    let Node::Unrecognized(number) = &nodes[1] else {
        panic!("{node:?}");
    };
    assert_eq!(number.as_str(), "12345678901234567890123.50");
    let raw: RawJson = serde_json::from_str(r#"{"z":1,  "a":[]}"#).unwrap();
    assert_eq!(serde_json::to_string(&raw).unwrap(), r#"{"z":1,  "a":[]}"#);
}

#[test]
fn unions_are_read_from_any_source() {
    let json = r#"[{"a":2},"x"]"#;
    let node: Node = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::from_reader::<_, Node>(json.as_bytes()).unwrap(),
        node
    );
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(Node::deserialize(&value).unwrap(), node);
    assert_eq!(serde_json::from_value::<Node>(value).unwrap(), node);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let located: Node = serde_path_to_error::deserialize(&mut deserializer).unwrap();
    assert_eq!(located, node);
}

#[test]
fn a_fault_has_no_place_of_its_own() {
    let error = serde_json::from_str::<Vec<Node>>("[\n\n{\"a\":\"b\"}]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: string \"b\", expected an integer at line 3 column 10"
    );
    let error = candidate("3").decode::<Vec<i64>, _>(List(Int));
    let error: serde_json::Error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: integer `3`, expected an array"
    );
}

#[test]
fn endless_nesting_is_refused() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(serde_json::from_str::<Node>(&nested(100)).is_ok());
    let error = serde_json::from_str::<Node>(&nested(100_000)).unwrap_err();
    assert!(error.to_string().starts_with("recursion limit exceeded"));
    let text = format!("\"{}\\\"{}\"", "[".repeat(500), "{".repeat(500));
    assert!(serde_json::from_str::<Node>(&text).is_ok());
}

#[test]
fn debug_shows_no_value() {
    let node: Node = serde_json::from_str("\"hidden\"").unwrap();
    assert_eq!(
        format!("{node:?}"),
        "Unrecognized(RawJson(String, 8 bytes))"
    );
    let raw = RawJson::new(&[1, 2]).unwrap();
    assert_eq!(format!("{raw:?}"), "RawJson(Array, 5 bytes)");
    assert_eq!(raw.decode::<Vec<u8>>().unwrap(), [1, 2]);
    assert!(raw.decode::<bool>().is_err());
    assert_eq!(
        format!("{:?}", candidate("null")),
        "Candidate(RawJson(Null))"
    );
}
