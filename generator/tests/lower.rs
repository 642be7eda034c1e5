//! Documents, one idea each, and what the IR makes of them.

use flora_codegen::diagnostic::{Report, Severity};
use flora_codegen::document::{self, Input};
use flora_codegen::ir::{self, Api, Shape};

/// Reads a document and gives its IR beside what was said about it.
fn lower(text: &str) -> (Api, Report) {
    let mut report = Report::default();
    let input = Input {
        name: "test.yaml".to_owned(),
        text: text.to_owned(),
    };
    let document =
        document::read(&input, &mut report).unwrap_or_else(|| panic!("not read: {report:?}"));
    let api = ir::read(&document, &mut report);
    (api, report)
}

#[test]
fn main_document() {
    let text = std::fs::read_to_string("../spec/assets.yaml").expect("the document is there");
    let (api, report) = lower(&text);
    println!("{}", serde_yaml::to_string(&api).unwrap());
    for found in &report.diagnostics {
        println!(
            "{} {:?} {}",
            found.code.id(),
            found.place.pointer,
            found.message
        );
    }
}

#[test]
fn corpus() {
    let Ok(folder) = std::env::var("OPENAPI_CORPUS") else {
        println!("skipped: OPENAPI_CORPUS is not set");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is a folder")
        .map(|entry| entry.expect("its files can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml" || extension == "json")
        })
        .collect();
    files.sort();
    let mut codes = std::collections::BTreeMap::<&str, usize>::new();
    for file in files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).expect("a file of the corpus can be read");
        let mut report = Report::default();
        let start = std::time::Instant::now();
        let Some(document) = document::read(
            &Input {
                name: name.clone(),
                text,
            },
            &mut report,
        ) else {
            println!(
                "{name}: not read: {}",
                report
                    .diagnostics
                    .first()
                    .map_or("", |found| found.message.as_str())
            );
            continue;
        };
        let read = start.elapsed();
        let mut report = Report::default();
        let start = std::time::Instant::now();
        let api = ir::read(&document, &mut report);
        report.sort();
        for found in &report.diagnostics {
            *codes.entry(found.code.id()).or_default() += 1;
            if std::env::var("SHOW").is_ok_and(|code| code == found.code.id()) {
                println!(
                    "  {} {} {}",
                    found.code.id(),
                    found.place.pointer,
                    found.message
                );
            }
        }
        let any = api
            .types
            .iter()
            .filter(|(_, ty)| ty.shape == Shape::Any)
            .count();
        println!(
            "{name}: {} operations, {} types, {any} any, {} errors, {} warnings, read {read:?}, lower {:?}",
            api.operations.len(),
            api.types.len(),
            report.count(Severity::Error),
            report.count(Severity::Warning),
            start.elapsed()
        );
    }
    println!("{codes:#?}");
}
