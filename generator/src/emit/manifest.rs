//! `Cargo.toml` and `README.md` of the output.

use std::fmt::Write as _;

use crate::code::{ALL_TAGS, Package, RuntimeModule};

/// The oldest Rust that compiles the output.
const RUST_VERSION: &str = "1.88";

/// What only the command line needs.
const CLI: [&str; 11] = [
    "anstream",
    "clap",
    "clap_complete",
    "clap_mangen",
    "granit-parser",
    "jaq-core",
    "jaq-json",
    "jaq-std",
    "regex-lite",
    "terminal_size",
    "unicode-width",
];

/// `Cargo.toml`.
///
/// Every target has an explicit path and is not looked for, so that the
/// workspace around it still loads while its sources are missing.
#[must_use]
pub fn manifest(package: &Package) -> String {
    let manifest = &package.manifest;
    let has = |name: &str| {
        package
            .runtime
            .iter()
            .any(|module: &RuntimeModule| module.name() == name)
    };
    let mut text = String::new();
    let mut line = |content: &str| {
        text.push_str(content);
        text.push('\n');
    };
    line("[package]");
    line(&format!("name = {}", string(&manifest.name)));
    line(&format!("version = {}", string(&manifest.version)));
    line(&format!("description = {}", string(&manifest.description)));
    line("edition = \"2024\"");
    line(&format!("rust-version = {}", string(RUST_VERSION)));
    if let Some(license) = &manifest.license {
        line(&format!("license = {}", string(license)));
    }
    line("readme = \"README.md\"");
    line("autobins = false");
    line("autoexamples = false");
    line("autotests = false");
    line("autobenches = false");
    line("");
    line("[lib]");
    line("path = \"src/lib.rs\"");
    line("");
    line("[[bin]]");
    line(&format!("name = {}", string(&manifest.binary)));
    line(&format!(
        "path = {}",
        string(&format!("src/bin/{}.rs", manifest.binary))
    ));
    line("required-features = [\"cli\"]");
    // A command of the library's own name would have its documentation overwritten.
    if manifest.binary.replace('-', "_") == manifest.library.as_str() {
        line("doc = false");
    }
    line("");
    line("[features]");
    if package.parts.is_empty() {
        line("default = [\"rustls\"]");
    } else {
        line(&format!("default = [{}, \"rustls\"]", string(ALL_TAGS)));
        line("# Each tag of the document, with the models that only it needs.");
        line(&format!("{ALL_TAGS} = ["));
        for part in &package.parts {
            line(&format!("    {},", string(&part.feature)));
        }
        line("]");
        for part in &package.parts {
            line(&format!("{} = []", part.feature));
        }
    }
    line("# HTTPS by rustls with ring and the certificates of the platform.");
    line(
        "rustls = [\"dep:rustls\", \"dep:rustls-platform-verifier\", \"reqwest/rustls-no-provider\"]",
    );
    line("# The blocking client.");
    line("blocking = [\"tokio/rt-multi-thread\"]");
    line("# The command line.");
    line("cli = [");
    for dependency in CLI {
        line(&format!("    \"dep:{dependency}\","));
    }
    line("    \"tokio/rt\",");
    // Ctrl-C during an upload.
    line("    \"tokio/signal\",");
    line("]");
    line("# A list to look around in, for the command line.");
    line("explore = [\"cli\", \"dep:ratatui\"]");
    line("# Replies without a server, for tests.");
    line("mock = [\"dep:http\"]");
    if has("text") {
        line("# Conversions of dates and times.");
        line("jiff = [\"dep:jiff\"]");
    }
    line("# A span per call, and an event per attempt.");
    line("tracing = [\"dep:tracing\"]");
    line("");
    line("[dependencies]");
    let multipart = has("multipart");
    line("anstream = { version = \"1.0.0\", optional = true }");
    line("bytes = \"1\"");
    line(
        "clap = { version = \"4.6.7\", default-features = false, features = [\"std\", \"help\", \"usage\", \"error-context\", \"suggestions\", \"color\", \"wrap_help\"], optional = true }",
    );
    line("clap_complete = { version = \"4.6.11\", optional = true }");
    line("clap_mangen = { version = \"0.3.3\", optional = true }");
    line("fastrand = \"2.3\"");
    line("futures-core = { version = \"0.3.31\", default-features = false }");
    line(
        "granit-parser = { version = \"2.1\", default-features = false, features = [\"std\", \"error_messages\"], optional = true }",
    );
    line("http = { version = \"1.1\", optional = true }");
    line("indexmap = { version = \"2.14\", features = [\"serde\"] }");
    line("jaq-core = { version = \"3.1.2\", optional = true }");
    line("jaq-json = { version = \"2.0.3\", optional = true }");
    line("jaq-std = { version = \"3.0.4\", optional = true }");
    if has("text") {
        line(
            "jiff = { version = \"0.2.43\", default-features = false, features = [\"std\"], optional = true }",
        );
    }
    if multipart {
        line("mime_guess = { version = \"2.0.5\", default-features = false }");
    }
    line("percent-encoding = \"2.3.2\"");
    line(
        "ratatui = { version = \"0.30.2\", default-features = false, features = [\"crossterm\"], optional = true }",
    );
    line("regex-lite = { version = \"0.1.9\", optional = true }");
    line(
        "reqwest = { version = \"0.13.5\", default-features = false, features = [\"http2\", \"multipart\", \"stream\"] }",
    );
    line(
        "rustls = { version = \"0.23\", default-features = false, features = [\"ring\", \"std\", \"tls12\"], optional = true }",
    );
    line(
        "rustls-platform-verifier = { version = \"0.7\", default-features = false, optional = true }",
    );
    line("serde = \"1.0.228\"");
    // Without the first of them, the last bit of a number can change.
    line("serde_json = { version = \"1.0.154\", features = [\"float_roundtrip\", \"raw_value\"] }");
    line("serde_path_to_error = \"0.1.20\"");
    line("terminal_size = { version = \"0.4.4\", optional = true }");
    line(
        "tokio = { version = \"1.48\", default-features = false, features = [\"fs\", \"io-util\", \"rt\", \"sync\", \"time\"] }",
    );
    line(
        "tracing = { version = \"0.1.41\", default-features = false, features = [\"std\"], optional = true }",
    );
    line("unicode-width = { version = \"0.2.3\", default-features = false, optional = true }");
    if has("idempotency") {
        line(
            "uuid = { version = \"1.18\", default-features = false, features = [\"std\", \"v4\"] }",
        );
    }
    line("");
    line("[dev-dependencies]");
    line("http = \"1.1\"");
    line("tokio = { version = \"1.48\", default-features = false, features = [\"rt\", \"time\"] }");
    line("");
    line("[package.metadata.docs.rs]");
    line("all-features = true");
    if manifest.own_workspace {
        line("");
        line("[workspace]");
    }
    text
}

/// `README.md`.
#[must_use]
pub fn readme(package: &Package) -> String {
    let manifest = &package.manifest;
    let mut text = String::new();
    let _ = writeln!(text, "# {}\n", manifest.name);
    let _ = writeln!(text, "{}\n", manifest.description);
    let _ = writeln!(
        text,
        "Generated from `{}` ({} {}) by `{}`; changes by hand are lost.\n",
        manifest.source, manifest.api_title, manifest.api_version, manifest.command
    );
    let _ = writeln!(
        text,
        "```toml\n[dependencies]\n{} = \"{}\"\n```\n",
        manifest.name, manifest.version
    );
    if let Some(part) = package.parts.first() {
        let _ = writeln!(
            text,
            "Each tag of the document is a feature, all of them are on by default (`{ALL_TAGS}`). To compile only what is used:\n"
        );
        let _ = writeln!(
            text,
            "```toml\n[dependencies]\n{} = {{ version = \"{}\", default-features = false, features = [\"rustls\", \"{}\"] }}\n```\n",
            manifest.name, manifest.version, part.feature
        );
    }
    let _ = writeln!(text, "The command is behind the feature `cli`:\n");
    let _ = writeln!(
        text,
        "```sh\ncargo install {} --features cli\n{} --help\n```\n",
        manifest.name, manifest.binary
    );
    let _ = writeln!(
        text,
        "Rust {RUST_VERSION} or newer. Start with the documentation of the crate: `cargo doc --open`."
    );
    text
}

/// Text as a TOML basic string.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            char if char.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings_are_escaped() {
        assert_eq!(super::string("a \"b\"\\\n"), "\"a \\\"b\\\"\\\\\\u000A\"");
    }
}
