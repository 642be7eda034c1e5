//! Texts and numbers: plain ones, those at the ends of what is allowed, and those that are easily
//! taken for something else.

use serde_json::{Value, json};

use super::flat::Flat;
use super::pattern::matching;

/// Whole numbers within the bounds and the format.
pub(super) fn integers(flat: &Flat) -> Vec<Value> {
    let format = flat
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let (least, most): (i128, i128) = match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let (low, high) = (bound(flat, "inimum"), bound(flat, "aximum"));
    let mut numbers: Vec<i128> = [low, high]
        .into_iter()
        .flatten()
        .map(|it| it as i128)
        .collect();
    numbers.extend([1, 0, -1, 5_000_000_000, least, most]);
    let near = low.or(high).unwrap_or(0.0) as i128;
    numbers.extend([near + 1, near - 1]);
    if let Some(step) = flat.get("multipleOf").and_then(Value::as_f64) {
        let step = step as i128;
        numbers.extend([
            step,
            near + step,
            near - near.rem_euclid(step.max(1)) + step,
        ]);
    }
    numbers.retain(|number| (least..=most).contains(number));
    let mut values: Vec<Value> = numbers.into_iter().map(whole).collect();
    // A service may write a whole number with a fraction of zero.
    values.push(json!(2.0));
    within(flat, values)
}

fn whole(number: i128) -> Value {
    match (i64::try_from(number), u64::try_from(number)) {
        (Ok(number), _) => json!(number),
        (_, Ok(number)) => json!(number),
        _ => json!(number as f64),
    }
}

/// Numbers within the bounds.
pub(super) fn numbers(flat: &Flat) -> Vec<Value> {
    let is_single = flat.get("format").and_then(Value::as_str) == Some("float");
    let (low, high) = (bound(flat, "inimum"), bound(flat, "aximum"));
    let mut values = vec![
        json!(1.5),
        json!(0),
        json!(-2.25),
        json!(3),
        json!(5_000_000_000_i64),
    ];
    let middle = match (low, high) {
        (Some(low), Some(high)) => Some(f64::midpoint(low, high)),
        (Some(low), None) => Some(low + 0.5),
        (None, Some(high)) => Some(high - 0.5),
        (None, None) => None,
    };
    values.extend(
        [low, high, middle]
            .into_iter()
            .flatten()
            .map(|it| json!(it)),
    );
    values.push(json!(0.1));
    if !is_single {
        values.extend([
            json!(1.797_693_134_862_315_7e308),
            json!(-123_456_789.012_345_67),
        ]);
    }
    if let Some(step) = flat.get("multipleOf").and_then(Value::as_f64) {
        values.extend([json!(step), json!(step * 3.0)]);
    }
    within(flat, values)
}

/// A bound by the end of its keyword: `inimum`, `aximum`.
fn bound(flat: &Flat, end: &str) -> Option<f64> {
    let (plain, exclusive) = match end {
        "inimum" => ("minimum", "exclusiveMinimum"),
        _ => ("maximum", "exclusiveMaximum"),
    };
    let number = flat.get(plain).or_else(|| flat.get(exclusive));
    number.and_then(Value::as_f64)
}

/// Texts within the format, the pattern and the lengths.
pub(super) fn texts(flat: &Flat) -> Vec<Value> {
    let format = flat
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut texts: Vec<String> = formatted(format)
        .iter()
        .map(|text| (*text).to_owned())
        .collect();
    if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
        let mut made = matching(pattern);
        made.append(&mut texts);
        texts = made;
    }
    let length = |keyword: &str| flat.get(keyword).and_then(Value::as_u64);
    if let Some(least) = length("minLength").filter(|least| *least <= 100_000) {
        let long = |text: &String| text.chars().cycle().take(least as usize).collect();
        let longer: Vec<String> = texts
            .iter()
            .filter(|text| !text.is_empty())
            .map(long)
            .collect();
        texts.extend(longer);
    }
    if let Some(most) = length("maxLength") {
        let short = |text: &String| text.chars().take(most as usize).collect();
        let shorter: Vec<String> = texts.iter().map(short).collect();
        texts.extend(shorter);
    }
    let mut values: Vec<Value> = within(flat, texts.into_iter().map(Value::String).collect());
    values.dedup();
    values
}

/// Texts of a format, the plainest first.
fn formatted(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &[
            "2024-02-29T12:30:45Z",
            "2019-10-12T07:20:50.52+02:00",
            "1999-12-31T23:59:59.123456789-08:00",
            "2024-06-30t00:00:00+00:00",
        ],
        "date" => &["2024-02-29", "1999-12-31"],
        "time" => &["12:30:45Z", "23:59:59.5+02:00"],
        "duration" => &["P1DT2H30M", "PT0.5S", "P2W"],
        "uuid" => &[
            "123e4567-e89b-12d3-a456-426614174000",
            "A987FBC9-4BED-3078-CF07-9141BA07C9F3",
        ],
        "uri" | "url" | "iri" => &[
            "https://example.com/a?b=c#d",
            "https://example.com",
            "urn:a:b",
        ],
        "uri-reference" | "iri-reference" => &["/a/b?c=d", "example.com", "https://example.com"],
        "email" | "idn-email" => &["jo@example.com", "a.b+c@example.org"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1", "::ffff:192.0.2.1"],
        "ip" => &["192.0.2.1", "2001:db8::1"],
        "hostname" => &["example.com"],
        "byte" | "base64" => &["aGVsbG8gd29ybGQ=", "AA==", ""],
        "decimal" => &["12.50", "-0.10", "100000000000000000000.01"],
        _ => &[
            "text",
            "Grüße \"an\" \\ 世界 \u{1F600}\n",
            "",
            "123",
            " null ",
            "a longer text with some words, as people write them",
        ],
    }
}

/// The values that the keywords of the alternative itself allow.
fn within(flat: &Flat, values: Vec<Value>) -> Vec<Value> {
    let own = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "type",
    ];
    let rules: Flat = own
        .iter()
        .filter_map(|keyword| Some(((*keyword).to_owned(), flat.get(*keyword)?.clone())))
        .collect();
    if rules.len() <= usize::from(rules.contains_key("type")) {
        return values;
    }
    let Ok(validator) = jsonschema::draft202012::new(&Value::Object(rules)) else {
        return values;
    };
    values
        .into_iter()
        .filter(|value| validator.is_valid(value))
        .collect()
}
