//! The schemas of the document: a value goes in as JSON and has to come out the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::compare::difference;
use crate::probe::{Answer, Probe};
use crate::report::{Failure, Figure, Section, cut};
use crate::sample::{Miss, Sampler, near_misses, unknown_texts};
use crate::schema::Schemas;
use crate::subject::Subject;
use crate::weakened;

/// How many valid values of a schema are made wrong.
const STARTS: usize = 2;

/// Why a value is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It is valid.
    Valid,
    /// It is valid but for a text that a list does not have yet.
    Unknown,
    /// It is valid, and has members that the document does not mention.
    Unmentioned,
    /// It is not valid.
    Miss(Miss),
}

/// A value that is tried.
struct Trial {
    /// The place of the schema in the 3.0 form, by which the program knows its type.
    pointer: String,
    /// Its place in the document.
    place: String,
    kind: Kind,
    value: Value,
}

/// What came of them.
pub(crate) fn section(subject: &Subject, probe: &Probe) -> Result<Section, String> {
    let schemas = subject.schemas();
    let mut unsampled = Vec::new();
    let trials = trials(subject, &schemas, &mut unsampled)?;
    let questions: Vec<Value> = trials
        .iter()
        .map(|trial| json!({ "type": trial.pointer, "value": trial.value.to_string() }))
        .collect();
    let answers = probe.ask(&questions)?;
    let mut section = judge(&trials, &answers);
    section
        .figures
        .push(Figure::new("schemas not sampled", unsampled.len()));
    section.notes.extend(
        unsampled
            .iter()
            .map(|place| format!("not sampled: {place}")),
    );
    let patterns = &schemas.unread_patterns;
    section
        .figures
        .push(Figure::new("patterns not read", patterns.len()));
    weakened::count(subject, &schemas, &mut section);
    Ok(section)
}

/// The values to try, schema by schema.
fn trials(
    subject: &Subject,
    schemas: &Schemas,
    unsampled: &mut Vec<String>,
) -> Result<Vec<Trial>, String> {
    let registry = schemas.registry()?;
    let mut sampler = Sampler::new(schemas, &registry, subject.seed, subject.instances);
    let mut trials = Vec::new();
    for schema in &subject.package.probe.schemas {
        let pointer = schema.pointer.as_str();
        let place = subject.place(pointer);
        let Some(number) = schemas.number(&place) else {
            // The generator made the schema itself.
            continue;
        };
        if subject.documents.is_part(&place) {
            // It is tried with the whole that it belongs to.
            continue;
        }
        let mut values = sampler.values(number);
        if !is_named(pointer) {
            // There `null` belongs to the use, not to the type.
            values.retain(|value| !value.is_null());
        }
        if values.is_empty() {
            unsampled.push(place.to_string());
            continue;
        }
        let mut add = |kind, value| {
            let (pointer, place) = (pointer.to_owned(), place.to_string());
            trials.push(Trial {
                pointer,
                place,
                kind,
                value,
            });
        };
        for value in values.iter().take(STARTS) {
            for unknown in unknown_texts(schemas, number, value) {
                add(Kind::Unknown, unknown);
            }
            for (miss, value) in near_misses(&mut sampler, number, value) {
                if is_named(pointer) || !value.is_null() {
                    add(Kind::Miss(miss), value);
                }
            }
        }
        for value in values {
            match sampler.has_unmentioned(schemas.get(number), &value) {
                true => add(Kind::Unmentioned, value),
                false => add(Kind::Valid, value),
            }
        }
    }
    Ok(trials)
}

/// Whether a place is that of a named schema.
fn is_named(pointer: &str) -> bool {
    let name = pointer.strip_prefix("/components/schemas/");
    name.is_some_and(|name| !name.contains('/'))
}

/// Holds the answers to the questions.
fn judge(trials: &[Trial], answers: &[Answer]) -> Section {
    let mut failures = Vec::new();
    let mut notes = Vec::new();
    let (mut all, mut broken) = (BTreeSet::new(), BTreeSet::new());
    let (mut valid, mut accepted, mut unchanged) = (0, 0, 0);
    let (mut unknown, mut kept) = (0, 0);
    let (mut unmentioned, mut tolerated) = (0, 0);
    let mut misses: BTreeMap<Miss, (usize, usize)> = BTreeMap::new();
    for (trial, answer) in trials.iter().zip(answers) {
        all.insert(&trial.pointer);
        match trial.kind {
            Kind::Valid => {
                let failure = failure(trial, answer);
                valid += 1;
                accepted += usize::from(answer.is_ok());
                unchanged += usize::from(failure.is_none());
                if let Some(failure) = failure {
                    broken.insert(&trial.pointer);
                    failures.push(failure);
                }
            }
            Kind::Unknown => {
                unknown += 1;
                match failure(trial, answer) {
                    None => kept += 1,
                    Some(it) => notes.push(format!("unknown value {}: {}", it.kind, it.place)),
                }
            }
            Kind::Unmentioned => {
                unmentioned += 1;
                tolerated += usize::from(answer.is_ok());
            }
            Kind::Miss(miss) => {
                let (refused, of) = misses.entry(miss).or_default();
                *refused += usize::from(answer.is_err());
                *of += 1;
                if answer.is_ok() {
                    let (name, place) = (miss.name(), &trial.place);
                    let value = cut(&trial.value.to_string());
                    notes.push(format!("accepted though {name}: {place}: {value}"));
                }
            }
        }
    }
    let mut figures = vec![
        Figure::of(
            "schemas without a failure",
            all.len() - broken.len(),
            all.len(),
        ),
        Figure::of("valid values accepted", accepted, valid),
        Figure::of("valid values given back unchanged", unchanged, valid),
        Figure::of("unknown values of lists kept", kept, unknown),
        Figure::of(
            "examples with members not in the document accepted",
            tolerated,
            unmentioned,
        ),
    ];
    figures.extend(misses.into_iter().map(|(miss, (refused, of))| {
        Figure::of(&format!("refused: {}", miss.name()), refused, of)
    }));
    Section {
        title: "schemas",
        figures,
        failures,
        notes,
    }
}

/// What is wrong with the answer to a valid value.
fn failure(trial: &Trial, answer: &Answer) -> Option<Failure> {
    let (kind, came) = match answer {
        Err(error) => ("refused", error.clone()),
        Ok(answer) => {
            let text = answer.as_str().unwrap_or_default();
            match serde_json::from_str(text) {
                Ok(back) => ("changed", difference(&trial.value, &back)?),
                Err(error) => ("changed", format!("no JSON came back: {error}: {text}")),
            }
        }
    };
    Some(Failure {
        place: trial.place.clone(),
        kind,
        tried: trial.value.to_string(),
        came,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(kind: Kind, value: Value) -> Trial {
        Trial {
            pointer: "/components/schemas/A".to_owned(),
            place: "a.yaml#/components/schemas/A".to_owned(),
            kind,
            value,
        }
    }

    #[test]
    fn lies_and_refusals_are_failures() {
        let trials = [
            trial(Kind::Valid, json!({"a": null})),
            trial(Kind::Valid, json!({"a": 1})),
            trial(Kind::Valid, json!([1.0])),
            trial(Kind::Unknown, json!("x")),
            trial(Kind::Miss(Miss::Null), json!(null)),
        ];
        let answers = [
            Ok(json!("{}")),
            Err("invalid type".to_owned()),
            Ok(json!("[1]")),
            Ok(json!("\"x\"")),
            Ok(json!("null")),
        ];
        let section = judge(&trials, &answers);
        let kinds: Vec<_> = section
            .failures
            .iter()
            .map(|it| (it.kind, it.came.as_str()))
            .collect();
        assert_eq!(
            kinds,
            [("changed", "/a: lost"), ("refused", "invalid type")]
        );
        let shares: Vec<_> = section.figures.iter().map(|it| (it.count, it.of)).collect();
        let expected = [(0, 1), (2, 3), (1, 3), (1, 1), (0, 0), (0, 1)];
        assert_eq!(shares, expected.map(|(count, of)| (count, Some(of))));
        assert_eq!(section.notes.len(), 1);
    }
}
