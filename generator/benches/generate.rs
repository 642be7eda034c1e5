//! How long it takes from a document to the texts of its crate.
//!
//! `cargo bench -p flora-codegen` measures the project's own document; with
//! `OPENAPI_CORPUS` set to a folder of documents it measures the largest of
//! them too.

use std::path::PathBuf;

use divan::{AllocProfiler, Bencher};
use flora_codegen::code::Options;
use flora_codegen::document::Input;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// The project's own document, whole way.
#[divan::bench]
fn assets(bencher: Bencher<'_, '_>) {
    let input = own();
    bencher.bench(|| flora_codegen::generate(&input, &options(), None));
}

/// The project's own document, read and checked only.
#[divan::bench]
fn assets_read(bencher: Bencher<'_, '_>) {
    let input = own();
    bencher.bench(|| flora_codegen::read(&input));
}

/// The largest documents of the corpus, whole way.
#[divan::bench(args = large(), sample_count = 5)]
fn corpus(bencher: Bencher<'_, '_>, path: &str) {
    let input = read(PathBuf::from(path));
    bencher.bench(|| flora_codegen::generate(&input, &options(), None));
}

fn own() -> Input {
    read(PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../spec/assets.yaml"
    )))
}

fn options() -> Options {
    Options {
        name: Some("bench-client".to_owned()),
        ..Options::default()
    }
}

fn read(path: PathBuf) -> Input {
    let text =
        std::fs::read_to_string(&path).expect("the document is there, or was when it was listed");
    Input::new(path.display().to_string(), text)
}

/// The five largest documents of the corpus; none without one.
fn large() -> Vec<String> {
    let Some(folder) = std::env::var_os("OPENAPI_CORPUS") else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<(u64, String)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.path().display().to_string();
            let is_document = name.ends_with(".json") || name.ends_with(".yaml");
            is_document.then_some((entry.metadata().ok()?.len(), name))
        })
        .collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    files.into_iter().take(5).map(|(_, name)| name).collect()
}
