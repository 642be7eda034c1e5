//! The schemas of the document: a value goes in as JSON and has to come out the same.

use serde_json::{Value, json};

use crate::compare::difference;
use crate::probe::{Answer, Probe};
use crate::report::{Failure, Figure, Section};
use crate::subject::Subject;

/// What came of them.
pub(crate) fn section(subject: &Subject, probe: &Probe) -> Result<Section, String> {
    let schemas = &subject.package.probe.schemas;
    let questions: Vec<Value> = schemas
        .iter()
        .filter_map(|schema| {
            let pointer = schema.pointer.as_str();
            let place = subject.place(pointer);
            let value = subject.documents.get(&place)?.get("example")?;
            Some(json!({ "type": pointer, "value": value.to_string() }))
        })
        .collect();
    let answers = probe.ask(&questions)?;
    let mut failures = Vec::new();
    for (question, answer) in questions.iter().zip(&answers) {
        failures.extend(failure(question, answer));
    }
    Ok(Section {
        title: "schemas",
        figures: vec![
            Figure::new("schemas", schemas.len()),
            Figure::new("instances", questions.len()),
        ],
        failures,
    })
}

fn failure(question: &Value, answer: &Answer) -> Option<Failure> {
    let tried = question["value"].as_str().unwrap_or_default();
    let (kind, came) = match answer {
        Err(error) => ("refused", error.clone()),
        Ok(text) => {
            let text = text.as_str().unwrap_or_default();
            let (sent, back) = (serde_json::from_str(tried), serde_json::from_str(text));
            match (sent, back) {
                (Ok(sent), Ok(back)) => ("changed", difference(&sent, &back)?),
                _ => ("changed", format!("no JSON came back: {text}")),
            }
        }
    };
    Some(Failure {
        place: question["type"].as_str().unwrap_or_default().to_owned(),
        kind,
        tried: tried.to_owned(),
        came,
    })
}
