//! Holds the tests of the project; see the folder `tests` beside this one.
//!
//! What several of them need is here: a [`server`] on loopback that keeps the bytes of each
//! request, the [`fault`]s it can be given, a [`flora`] server on top of it that answers as the API is documented to, the
//! examples of the [`spec`], and the [`command`] `flora`, the [example programs](program) and `cargo xtask` [`mock`], built.

use std::path::{Path, PathBuf};
use std::process::Command;

use flora_client::Client;

pub mod command;
pub mod fault;
pub mod flora;
pub mod mock;
pub mod program;
pub mod server;
pub mod spec;

/// The key of all tests. It must not show up in any output, so it is like no other text.
pub const KEY: &str = "sk_test_Zq7xW2never-to-be-printed";

/// The `User-Agent` of the client and of the command, by the version in the spec.
#[must_use]
pub fn user_agent() -> String {
    let version = spec::document()["x-client"]["version"].as_str();
    format!("flora-client/{}", version.unwrap_or_default())
}

/// A client of a server on loopback.
#[must_use]
pub fn client(base_url: impl Into<String>) -> Client {
    let builder = Client::builder().api_key(KEY).base_url(base_url);
    builder.build().expect("the settings are right")
}

/// The folder of the project.
#[must_use]
pub fn project() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// A folder for files that tests write, below the target folder of this build.
#[must_use]
pub fn scratch(name: &str) -> PathBuf {
    let folder = target().join("flora-tests").join(name);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// The target folder that this program was built into: `TARGET/debug/deps/PROGRAM`.
#[must_use]
pub fn target() -> PathBuf {
    let program = std::env::current_exe().expect("the program knows its place");
    let target = program.ancestors().nth(3);
    target.expect("cargo has folders").to_owned()
}

/// Cargo as a shell would start it, building into the target folder of this program.
///
/// What `cargo test` tells a test about its package is taken out of the environment: some build
/// scripts look at it, and cargo would run them again whenever it changes.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo.env("CARGO_TARGET_DIR", target());
    cargo
}

/// Builds programs, and tells their names and paths.
///
/// # Panics
/// They do not compile.
#[must_use]
pub fn built(args: &[&str]) -> Vec<(String, PathBuf)> {
    let output = cargo()
        .arg("build")
        .args(args)
        .args(["--message-format", "json-render-diagnostics", "--quiet"])
        .current_dir(project())
        .output()
        .expect("cargo starts");
    let problems = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{args:?} cannot be built: {problems}"
    );
    let messages = String::from_utf8(output.stdout).expect("the messages are text");
    (messages.lines())
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| {
            let name = message["target"]["name"].as_str()?.to_owned();
            Some((name, message["executable"].as_str()?.into()))
        })
        .collect()
}

/// Makes documentation tests of the examples in the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
