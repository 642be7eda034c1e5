//! What the service demands of a value, checked before anything is sent.
//!
//! It answers in a millisecond what would cost a request; `--no-validate` sends the value all the
//! same, since a document can be wrong. What cannot be checked here is left to the service.

use std::cmp::Ordering;

use regex_lite::Regex;

use super::table::{Arg, Rule};
use super::values::Value;

/// Why a value will not be accepted.
pub(super) fn check(arg: &Arg, value: &Value) -> Result<(), String> {
    (arg.rules.iter()).try_for_each(|rule| match (rule, value) {
        (Rule::MinItems(_) | Rule::MaxItems(_), _) => of_list(*rule, value),
        (rule, Value::List(items)) => items.iter().try_for_each(|item| of_value(*rule, item)),
        (rule, value) => of_value(*rule, value),
    })
}

fn of_list(rule: Rule, value: &Value) -> Result<(), String> {
    let count = match value {
        Value::List(items) => items.len(),
        Value::Map(pairs) => pairs.len(),
        _ => return Ok(()),
    };
    match rule {
        Rule::MinItems(least) if count < least => Err(format!("at least {least} are needed")),
        Rule::MaxItems(most) if count > most => Err(format!("at most {most} are accepted")),
        _ => Ok(()),
    }
}

fn of_value(rule: Rule, value: &Value) -> Result<(), String> {
    let shown = || match value {
        Value::Text(text) | Value::Number(text) => {
            format!("`{}`", super::terminal::escape_line(text))
        }
        _ => "it".to_owned(),
    };
    let refuse = |what: String| Err(format!("{} {what}", shown()));
    match (rule, value) {
        (Rule::Minimum(least), Value::Number(digits)) if is(digits, least, &[Ordering::Less]) => {
            refuse(format!("is not at least {least}"))
        }
        (Rule::Above(limit), Value::Number(digits))
            if is(digits, limit, &[Ordering::Less, Ordering::Equal]) =>
        {
            refuse(format!("is not more than {limit}"))
        }
        (Rule::Maximum(most), Value::Number(digits)) if is(digits, most, &[Ordering::Greater]) => {
            refuse(format!("is not at most {most}"))
        }
        (Rule::Below(limit), Value::Number(digits))
            if is(digits, limit, &[Ordering::Greater, Ordering::Equal]) =>
        {
            refuse(format!("is not less than {limit}"))
        }
        (Rule::MinLength(least), Value::Text(text)) if text.chars().count() < least => {
            refuse(format!("is shorter than {least} characters"))
        }
        (Rule::MaxLength(most), Value::Text(text)) if text.chars().count() > most => {
            refuse(format!("is longer than {most} characters"))
        }
        (Rule::Pattern(pattern), Value::Text(text)) if !fits(text, pattern) => {
            refuse(format!("does not match {pattern}"))
        }
        _ => Ok(()),
    }
}

/// Whether two numbers stand to each other in one of these ways; whole ones of any size are
/// compared by their digits.
fn is(left: &str, right: &str, wanted: &[Ordering]) -> bool {
    let whole = |text: &str| text.parse::<i128>().ok();
    let order = match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => match (left.parse::<f64>(), right.parse::<f64>()) {
            (Ok(left), Ok(right)) => left.partial_cmp(&right),
            _ => None,
        },
    };
    order.is_some_and(|order| wanted.contains(&order))
}

fn fits(text: &str, pattern: &str) -> bool {
    Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}
