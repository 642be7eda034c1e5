//! Numbers that may be whole or not.

use client_runtime::number::JsonNumber;

fn read(json: &str) -> JsonNumber {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn numbers_come_out_as_they_went_in() {
    for json in [
        "0",
        "-1",
        "5000000000",
        "9007199254740993",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "0.1",
        "-0.0",
        "2.0",
        "1.5e+300",
    ] {
        let number = read(json);
        assert_eq!(serde_json::to_string(&number).unwrap(), json);
        let value = serde_json::to_value(number).unwrap();
        let again: JsonNumber = serde_json::from_value(value).unwrap();
        assert_eq!(again, number, "{json}");
    }
}

#[test]
fn what_is_no_number_of_a_float_is_refused() {
    for json in ["1e400", "\"1\"", "true", "null"] {
        assert!(serde_json::from_str::<JsonNumber>(json).is_err(), "{json}");
    }
}

#[test]
fn numbers_are_compared_by_their_value() {
    assert_eq!(read("2"), read("2.0"));
    assert_eq!(JsonNumber::from(2.0), JsonNumber::from(2));
    // The nearest floats of these two are the same.
    assert_ne!(read("9007199254740993"), read("9007199254740992.0"));
    assert_ne!(read("0.5"), read("0"));
    assert_ne!(JsonNumber::from(f64::NAN), JsonNumber::from(f64::NAN));
    assert_ne!(JsonNumber::from(f64::NAN), JsonNumber::from(0));
}

#[test]
fn conversions_say_when_they_cannot() {
    assert_eq!(read("-7").as_i64(), Some(-7));
    assert_eq!(read("-7").as_u64(), None);
    assert_eq!(read("7.0").as_u64(), Some(7));
    assert_eq!(read("7.5").as_i64(), None);
    assert_eq!(read("1e300").as_u64(), None);
    assert_eq!(read("18446744073709551615").as_i64(), None);
    assert_eq!(read("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(read("9007199254740993").as_f64(), 9_007_199_254_740_992.0);
    assert_eq!(
        read("18446744073709551615").to_string(),
        "18446744073709551615"
    );
    assert_eq!(JsonNumber::from(0.25_f32).to_string(), "0.25");
}
