//! The program that puts a generated crate to the proof: one file per kind of question.
//!
//! It uses the crate as any other program would, and answers a line for each line it is asked.
//! Values are texts inside of the lines, so that nothing happens to them on the way.

mod calls;
mod exchange;
mod replies;
mod types;

use quote::quote;

use super::Module;
use crate::code::{ALL_TAGS, Package};

/// The Rust files of the program.
#[must_use]
pub fn probe(package: &Package) -> Vec<Module> {
    vec![
        program(),
        types::types(package),
        calls::calls(package),
        exchange::exchange(package),
        replies::replies(package),
    ]
}

/// The manifest of the program; the crate stands beside it, in the folder `crate`.
#[must_use]
pub fn probe_manifest(package: &Package) -> String {
    let name = &package.manifest.name;
    // Where models and methods are behind features, all of them are tried.
    let tags = match package.parts.is_empty() {
        true => String::new(),
        false => format!("\"{ALL_TAGS}\""),
    };
    format!(
        "[package]
name = \"conform-probe\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
base64 = \"0.23\"
# Under a name of its own: the crate can be called like any other here.
subject = {{ package = \"{name}\", path = \"../crate\", default-features = false, features = [{tags}] }}
http = \"1\"
indexmap = \"2\"
serde = \"1\"
serde_json = {{ version = \"1\", features = [\"raw_value\"] }}
tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}

[profile.dev]
debug = 0
incremental = false

[workspace]
"
    )
}

/// `src/main.rs`: reads questions, writes answers.
fn program() -> Module {
    Module {
        path: "src/main.rs".to_owned(),
        docs: vec!["Answers questions about the crate, a line of JSON each.".to_owned()],
        tokens: quote! {
            use std::io::{self, Write as _};
            use std::panic::{AssertUnwindSafe, catch_unwind};

            use serde_json::{Value, json};

            mod calls;
            mod exchange;
            mod replies;
            mod types;

            fn main() -> io::Result<()> {
                let mut answers = io::stdout().lock();
                for line in io::stdin().lines() {
                    writeln!(answers, "{}", answer(&line?))?;
                }
                answers.flush()
            }

            fn answer(line: &str) -> Value {
                let question: Value = match serde_json::from_str(line) {
                    Ok(question) => question,
                    Err(error) => return json!({ "error": format!("no question: {error}") }),
                };
                let id = &question["id"];
                // A panic is an answer too, and no end.
                match catch_unwind(AssertUnwindSafe(|| ask(&question))) {
                    Ok(Ok(answer)) => json!({ "id": id, "ok": answer }),
                    Ok(Err(error)) => json!({ "id": id, "error": error }),
                    Err(_) => json!({ "id": id, "error": "panic" }),
                }
            }

            fn ask(question: &Value) -> Result<Value, String> {
                let text = |name: &str| question[name].as_str();
                match (text("type"), text("call"), text("reply")) {
                    (Some(schema), _, _) => {
                        let value = text("value").unwrap_or_default();
                        types::repeat(schema, value).map(Value::String)
                    }
                    (_, Some(method), _) => exchange::call(method, question),
                    (_, _, Some(method)) => exchange::reply(method, question),
                    _ => Err("no question".to_owned()),
                }
            }
        },
    }
}
