//! Parameters on the wire.

use client_runtime::encode;
use client_runtime::service::{Location, Parameter, Style};
use serde_json::json;

/// Writes `color` in each location that takes the style.
fn write(location: Location, style: Style, explode: bool, value: &serde_json::Value) -> String {
    let parameter = Parameter {
        name: "color",
        location,
        style,
        explode,
        allow_reserved: false,
        required: true,
        constant: "",
    };
    // `serde_json::Value` sorts properties, so the object of the table is given as text.
    let json = match value {
        serde_json::Value::Object(_) => r#"{"R":100,"G":200,"B":150}"#.to_owned(),
        other => other.to_string(),
    };
    let written = match location {
        Location::Path => encode::path(&parameter, &json),
        Location::Query | Location::Cookie => {
            encode::pairs(&parameter, &json).map(|pairs| pairs.join("&"))
        }
        Location::Header => encode::header(&parameter, &json),
    };
    written.unwrap_or_else(|why| format!("refused: {why}"))
}

/// The "Style Examples" of version 3.0.4: string, array, object.
#[test]
fn styles() {
    use Location::{Cookie, Header, Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let table = [
        (
            Path,
            Matrix,
            false,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Path,
            Matrix,
            true,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        (
            Path,
            Label,
            false,
            ".blue",
            ".blue,black,brown",
            ".R,100,G,200,B,150",
        ),
        (
            Path,
            Label,
            true,
            ".blue",
            ".blue.black.brown",
            ".R=100.G=200.B=150",
        ),
        (
            Path,
            Simple,
            false,
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Path,
            Simple,
            true,
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Header,
            Simple,
            false,
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Header,
            Simple,
            true,
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Query,
            Form,
            false,
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Query,
            Form,
            true,
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            Cookie,
            Form,
            false,
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Query,
            SpaceDelimited,
            false,
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Query,
            PipeDelimited,
            false,
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            Query,
            DeepObject,
            true,
            "color=blue",
            "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ];
    for (location, style, explode, string, array, object) in table {
        let write = |value| write(location, style, explode, &value);
        let place = format!("{location:?} {style:?} explode={explode}");
        assert_eq!(write(json!("blue")), string, "{place}");
        assert_eq!(write(json!(["blue", "black", "brown"])), array, "{place}");
        assert_eq!(write(json!({})), object, "{place}");
    }
}

#[test]
fn empty_strings() {
    use Location::{Path, Query};
    assert_eq!(write(Path, Style::Matrix, false, &json!("")), ";color");
    assert_eq!(write(Query, Style::Form, true, &json!("")), "color=");
    for style in [Style::Simple, Style::Label] {
        assert!(
            write(Path, style, false, &json!("")).starts_with("refused"),
            "{style:?}"
        );
    }
}

#[test]
fn empty_lists_are_not_there() {
    assert_eq!(write(Location::Query, Style::Form, true, &json!([])), "");
    assert_eq!(write(Location::Query, Style::Form, false, &json!([])), "");
    assert!(write(Location::Path, Style::Simple, false, &json!([])).starts_with("refused"));
}

#[test]
fn delimiters_inside_of_items_are_escaped() {
    let value = json!(["a,b", "c d", "e|f"]);
    assert_eq!(
        write(Location::Query, Style::Form, false, &value),
        "color=a%2Cb,c%20d,e%7Cf"
    );
    assert_eq!(
        write(Location::Path, Style::Simple, false, &value),
        "a%2Cb,c%20d,e%7Cf"
    );
    assert_eq!(
        write(Location::Path, Style::Matrix, true, &json!(["a;b=c"])),
        ";color=a%3Bb%3Dc"
    );
}

#[test]
fn scalars() {
    let write = |value| write(Location::Query, Style::Form, true, &value);
    assert_eq!(write(json!(true)), "color=true");
    assert_eq!(write(json!(-3)), "color=-3");
    assert_eq!(write(json!(0.5)), "color=0.5");
    assert_eq!(write(json!(1e100)), "color=1e%2B100");
    assert_eq!(write(json!("a+b/c==")), "color=a%2Bb%2Fc%3D%3D");
}

#[test]
fn json_content() {
    let value = json!({});
    assert_eq!(
        write(Location::Query, Style::Json, false, &value),
        "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
    );
    assert_eq!(
        write(Location::Header, Style::Json, false, &json!("a")),
        r#""a""#
    );
}

#[test]
fn json_that_is_all_of_the_query() {
    assert_eq!(
        write(Location::Query, Style::Whole, false, &json!({})),
        "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
    );
}

#[test]
fn deep_objects_nest() {
    let parameter = Parameter {
        name: "filter",
        location: Location::Query,
        style: Style::DeepObject,
        explode: true,
        allow_reserved: false,
        required: false,
        constant: "",
    };
    let json = r#"{"author":{"name":"Ann & Bo"},"tags":["a","b"],"none":null}"#;
    assert_eq!(
        encode::pairs(&parameter, json),
        Ok(vec![
            "filter%5Bauthor%5D%5Bname%5D=Ann%20%26%20Bo".to_owned(),
            "filter%5Btags%5D%5B0%5D=a".to_owned(),
            "filter%5Btags%5D%5B1%5D=b".to_owned(),
        ]),
    );
}

/// Each item has its place, so lists of objects can be read back.
#[test]
fn deep_lists_have_positions() {
    let parameter = Parameter {
        style: Style::DeepObject,
        ..Parameter::query("color")
    };
    for (json, expected) in [
        (r#"["a","b"]"#, &["color%5B0%5D=a", "color%5B1%5D=b"][..]),
        (
            r#"[{"b":1,"c":2},{"b":3}]"#,
            &[
                "color%5B0%5D%5Bb%5D=1",
                "color%5B0%5D%5Bc%5D=2",
                "color%5B1%5D%5Bb%5D=3",
            ],
        ),
        ("[]", &[]),
        ("\"a\"", &["color=a"]),
    ] {
        let pairs = encode::pairs(&parameter, json);
        assert_eq!(
            pairs.as_deref(),
            Ok(expected
                .iter()
                .map(|pair| (*pair).to_owned())
                .collect::<Vec<_>>()
                .as_slice())
        );
    }
}

#[test]
fn what_cannot_be_read_back_is_refused() {
    let nested = json!([["a"], ["b"]]);
    for (location, style) in [
        (Location::Query, Style::Form),
        (Location::Path, Style::Simple),
        (Location::Header, Style::Simple),
    ] {
        assert!(
            write(location, style, false, &nested).starts_with("refused"),
            "{location:?}"
        );
    }
}

#[test]
fn what_looks_like_a_delimiter_is_refused() {
    use Location::{Header, Path, Query};
    use Style::{Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let refused = [
        (Query, SpaceDelimited, false, json!(["a b"])),
        (Query, PipeDelimited, false, json!(["a|b"])),
        (Path, Label, true, json!(["a.b"])),
        (Header, Simple, false, json!(["a,b"])),
        (Header, Simple, false, json!(["a", " b"])),
        (Header, Simple, false, json!(["a", ""])),
        (Header, Simple, false, json!("a ")),
        (Query, Form, true, json!(["a", null])),
        (Query, Form, false, json!(["a", null])),
        (Path, Simple, false, json!([null])),
    ];
    for (location, style, explode, value) in refused {
        let written = write(location, style, explode, &value);
        assert!(written.starts_with("refused"), "{value}: {written}");
    }
    let written = [
        (Query, SpaceDelimited, true, json!(["a b"]), "color=a%20b"),
        (Query, SpaceDelimited, false, json!(["a|b"]), "color=a%7Cb"),
        (Query, PipeDelimited, false, json!(["a b"]), "color=a%20b"),
        (Path, Label, false, json!(["a.b"]), ".a.b"),
        (Path, Matrix, false, json!(["a,b", "c"]), ";color=a%2Cb,c"),
        (Header, Simple, false, json!("a, b"), "a, b"),
    ];
    for (location, style, explode, value, text) in written {
        assert_eq!(write(location, style, explode, &value), text, "{value}");
    }
}

#[test]
fn delimiters_in_the_names_of_properties_are_refused() {
    let parameter = |location, style, explode| Parameter {
        name: "filter",
        location,
        style,
        explode,
        allow_reserved: false,
        required: false,
        constant: "",
    };
    let header = parameter(Location::Header, Style::Simple, true);
    assert_eq!(
        encode::header(&header, r#"{"a":"b"}"#).as_deref(),
        Ok("a=b")
    );
    assert!(encode::header(&header, r#"{"a=b":"c"}"#).is_err());
    let deep = parameter(Location::Query, Style::DeepObject, true);
    for json in [r#"{"a][b":1}"#, r#"{"a":["b",null]}"#] {
        assert!(encode::pairs(&deep, json).is_err(), "{json}");
    }
}

#[test]
fn dots_are_seen_through_their_escapes() {
    for segment in [".", "..", "%2e", "%2E.", ".%2e", "%2e%2E"] {
        assert!(encode::is_dots(segment), "{segment}");
    }
    for segment in ["", "...", "%252e", "a.b", "%2e%2e%2e"] {
        assert!(!encode::is_dots(segment), "{segment}");
    }
}

#[test]
fn reserved_characters_stay_where_they_are_allowed() {
    let parameter = Parameter {
        name: "q",
        location: Location::Query,
        style: Style::Form,
        explode: true,
        allow_reserved: true,
        required: false,
        constant: "",
    };
    let pairs = encode::pairs(&parameter, r##""a/b?c:d@e,f;g=h&i#j+k[l]%20""##);
    assert_eq!(
        pairs,
        Ok(vec!["q=a/b?c:d@e,f;g=h%26i%23j%2Bk%5Bl%5D%2520".to_owned()])
    );
}

#[test]
fn path_characters() {
    let kept = "AZaz09-._~!$&'()*+,;=:@";
    assert_eq!(
        write(Location::Path, Style::Simple, false, &json!(kept)),
        kept
    );
    assert_eq!(
        write(Location::Path, Style::Simple, false, &json!("a/b%c é?#[]")),
        "a%2Fb%25c%20%C3%A9%3F%23%5B%5D",
    );
}
