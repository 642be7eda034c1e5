//! Whether two JSON values are the same: numbers by their value, members in any order.

use serde_json::{Number, Value};

/// Where two values differ first, and how; nothing if they are the same.
pub(crate) fn difference(sent: &Value, came: &Value) -> Option<String> {
    differ(sent, came, &mut String::new())
}

fn differ(sent: &Value, came: &Value, path: &mut String) -> Option<String> {
    match (sent, came) {
        (Value::Number(one), Value::Number(other)) if same_number(one, other) => None,
        (Value::Array(one), Value::Array(other)) => {
            if one.len() != other.len() {
                return Some(format!(
                    "{path}/: {} items became {}",
                    one.len(),
                    other.len()
                ));
            }
            let items = one.iter().zip(other).enumerate();
            first(items, path, |(index, (one, other))| {
                (index.to_string(), one, other)
            })
        }
        (Value::Object(one), Value::Object(other)) => {
            if let Some(key) = one.keys().find(|key| !other.contains_key(*key)) {
                return Some(format!("{path}/{key}: lost"));
            }
            if let Some(key) = other.keys().find(|key| !one.contains_key(*key)) {
                return Some(format!("{path}/{key}: added"));
            }
            first(one.iter(), path, |(key, value)| {
                (key.clone(), value, &other[key])
            })
        }
        _ if sent == came => None,
        _ => Some(format!("{path}/: {} became {}", kind(sent), kind(came))),
    }
}

/// The first difference among pairs of values.
fn first<'a, T>(
    pairs: impl Iterator<Item = T>,
    path: &mut String,
    pair: impl Fn(T) -> (String, &'a Value, &'a Value),
) -> Option<String> {
    let length = path.len();
    for item in pairs {
        let (key, one, other) = pair(item);
        path.push('/');
        path.push_str(&key);
        let found = differ(one, other, path);
        path.truncate(length);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// 3 and 3.0 are the same, 1e2 and 100 too.
fn same_number(one: &Number, other: &Number) -> bool {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

/// A number without a fraction that fits 128 bits.
fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from);
    let exact = exact.or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let double = number.as_f64()?;
        // Between these, every double without a fraction is exactly a whole number of 128 bits.
        (double.fract() == 0.0 && double.abs() < 1e37).then_some(double as i128)
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).expect("the test writes JSON")
    }

    fn of(sent: &str, came: &str) -> Option<String> {
        difference(&read(sent), &read(came))
    }

    #[test]
    fn the_same_in_other_words_is_the_same() {
        assert_eq!(of("3", "3.0"), None);
        assert_eq!(of("100", "1e2"), None);
        assert_eq!(of("1.5", "15e-1"), None);
        assert_eq!(
            of("{\"a\": 1, \"b\": [null]}", "{\"b\": [null], \"a\": 1.0}"),
            None
        );
    }

    #[test]
    fn every_lie_is_found() {
        let lies = [
            ("{\"a\": 1}", "{}", "/a: lost"),
            ("{\"a\": null}", "{}", "/a: lost"),
            ("{}", "{\"a\": null}", "/a: added"),
            ("[[1]]", "[[]]", "/0/: 1 items became 0"),
            ("[1, 2]", "[2, 1]", "/0/: a number became a number"),
            (
                "\"2020-01-01T00:00:00+00:00\"",
                "\"2020-01-01T00:00:00Z\"",
                "/: a text became a text",
            ),
            (
                "9007199254740993",
                "9007199254740992",
                "/: a number became a number",
            ),
            (
                "9223372036854775807",
                "9223372036854775808",
                "/: a number became a number",
            ),
            ("1.1", "1.1000000000000003", "/: a number became a number"),
            ("1", "\"1\"", "/: a number became a text"),
            ("null", "{}", "/: null became an object"),
            (
                "{\"a\": {\"b\": false}}",
                "{\"a\": {\"b\": true}}",
                "/a/b/: a truth value became a truth value",
            ),
        ];
        for (sent, came, said) in lies {
            assert_eq!(of(sent, came).as_deref(), Some(said), "{sent} and {came}");
        }
    }
}
