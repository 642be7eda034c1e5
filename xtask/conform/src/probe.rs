//! The crate and the program that tries it: written, built, and asked.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flora_codegen::files::{Tree, sync};
use serde_json::{Value, json};

use crate::subject::{Subject, root, target};

/// A program that is built and can be asked.
#[derive(Debug)]
pub(crate) struct Probe {
    program: PathBuf,
    folder: PathBuf,
}

/// What the program says to one question: a value, or why there is none.
pub(crate) type Answer = Result<Value, String>;

/// Writes the crate and the program, and builds them.
pub(crate) fn build(subject: &Subject) -> Result<Probe, String> {
    let folder = &subject.folder;
    write(&subject.tree, &folder.join("crate"))?;
    let package = folder.join("probe");
    write(&subject.probe, &package)?;
    // The versions of our own lock are on this machine.
    let (from, to) = (root().join("Cargo.lock"), package.join("Cargo.lock"));
    fs::copy(&from, &to).map_err(|error| format!("{}: {error}", from.display()))?;
    let built = target().join("conform").join("target");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--offline", "--quiet"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", &built)
        .env("CARGO_INCREMENTAL", "0")
        // Set by the `cargo run` that we are in, and meant for another package.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("RUSTFLAGS")
        .output()
        .map_err(|error| format!("cargo build: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the crate does not compile:\n{said}"));
    }
    // Another run may build another crate under this name, so this one is taken along.
    let program = folder.join("conform-probe");
    let from = built.join("debug").join("conform-probe");
    let from = from.with_extension(std::env::consts::EXE_EXTENSION);
    fs::copy(&from, &program).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(Probe {
        program,
        folder: folder.clone(),
    })
}

/// The program of an earlier run.
pub(crate) fn built(subject: &Subject, program: &Path) -> Result<Probe, String> {
    let folder = subject.folder.clone();
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let program = program.to_owned();
    Ok(Probe { program, folder })
}

fn write(tree: &Tree, folder: &Path) -> Result<(), String> {
    sync::write(tree, folder)
        .map(|_| ())
        .map_err(|error| error.to_string())
}

impl Probe {
    /// Asks the program. There is an answer for each question, also when the program ends early.
    pub(crate) fn ask(&self, questions: &[Value]) -> Result<Vec<Answer>, String> {
        let (asked, said) = (self.folder.join("questions"), self.folder.join("answers"));
        let mut answers: Vec<Answer> = Vec::with_capacity(questions.len());
        // A program that died of a question is started again behind it.
        while answers.len() < questions.len() {
            let text = lines(&questions[answers.len()..], answers.len());
            fs::write(&asked, text).map_err(|error| format!("{}: {error}", asked.display()))?;
            let open = File::open(&asked).map_err(|error| error.to_string())?;
            let made = File::create(&said).map_err(|error| error.to_string())?;
            let status = Command::new(&self.program)
                .stdin(open)
                .stdout(made)
                // Panics are answers.
                .stderr(Stdio::null())
                .status()
                .map_err(|error| format!("{}: {error}", self.program.display()))?;
            let text = fs::read_to_string(&said).map_err(|error| error.to_string())?;
            for line in text.lines() {
                match serde_json::from_str(line) {
                    Ok(line) => answers.push(answer(&line, answers.len())?),
                    // A program that was stopped may leave half a line.
                    Err(_) if !status.success() => break,
                    Err(error) => return Err(format!("{}: {error}: {line}", said.display())),
                }
            }
            if answers.len() < questions.len() {
                if status.success() {
                    return Err("the program ended without an answer".to_owned());
                }
                answers.push(Err(format!("the program died: {status}")));
            }
        }
        Ok(answers)
    }
}

/// The questions as the program reads them, numbered from `first` on.
fn lines(questions: &[Value], first: usize) -> String {
    let mut text = String::new();
    for (index, question) in questions.iter().enumerate() {
        let mut question = question.clone();
        question["id"] = json!(first + index);
        text.push_str(&question.to_string());
        text.push('\n');
    }
    text
}

fn answer(line: &Value, id: usize) -> Result<Answer, String> {
    if line["id"] != json!(id) {
        return Err(format!("an answer to another question than {id}: {line}"));
    }
    Ok(match (line.get("ok"), line["error"].as_str()) {
        (Some(answer), _) => Ok(answer.clone()),
        (None, error) => Err(error.unwrap_or("no answer").to_owned()),
    })
}
