//! Help, version and completions, none of which need a key or a server.

use flora_tests::command::{Flora, Outcome};

fn run(line: &str) -> Outcome {
    let outcome = Flora::line(line).run();
    assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""), "{line}");
    outcome
}

#[test]
fn the_help_of_each_command_has_examples_and_environment() {
    for (command, flags) in [
        (
            "create",
            &[
                "--source",
                "--workspace-id",
                "--content-type",
                "--file-name",
                "--folder",
                "--file",
                "--project-id",
                "--idempotency-key",
            ][..],
        ),
        (
            "list",
            &[
                "--cursor",
                "--limit",
                "--project-id",
                "--query",
                "--workspace-id",
            ],
        ),
        ("retrieve", &["--asset-id"]),
        ("complete", &["--asset-id", "--idempotency-key"]),
        ("retry", &["--asset-id", "--idempotency-key"]),
    ] {
        let help = run(&format!("flora assets {command} --help")).stdout;
        let ours = [
            "--api-key",
            "--base-url",
            "--timeout",
            "--format",
            "--debug",
        ];
        let variables = ["Environment:", "FLORA_API_KEY", "FLORA_BASE_URL"];
        for text in flags.iter().chain(&ours).chain(&variables) {
            assert!(help.contains(text), "{command}: no {text} in {help}");
        }
        assert!(help.contains("Examples:\n  # "), "{command}: {help}");
        assert!(
            help.contains(&format!("\n  flora assets {command} ")),
            "{command}: {help}"
        );
        // The short form is a help too.
        let short = run(&format!("flora assets {command} -h")).stdout;
        assert!(
            short.len() < help.len() && short.contains("Usage:"),
            "{short}"
        );
    }
}

#[test]
fn each_example_of_the_help_can_be_copied_into_a_shell() {
    for command in ["create", "list", "retrieve", "complete", "retry"] {
        let help = run(&format!("flora assets {command} --help")).stdout;
        let (_, examples) = help.split_once("Examples:\n").expect("it has examples");
        let (examples, _) = examples.split_once("\n\n").expect("more follows");
        // A shell takes lines that end with a backslash as one.
        let lines = examples.replace("\\\n", "");
        let lines = lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('#'));
        for line in lines {
            let mut words = quoted_words(line).into_iter();
            assert_eq!(words.next().as_deref(), Some("flora"), "{line}");
            // Without a key it comes as far as that, so what was typed is right.
            let outcome = Flora::new(words).run();
            assert_eq!(outcome.code, Some(3), "{line}: {outcome:?}");
        }
    }
}

/// The words of a line as a shell sees them, for the quotes that the help uses.
fn quoted_words(line: &str) -> Vec<String> {
    let mut words = vec![];
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_help_of_the_program_has_commands_and_exit_codes() {
    let help = run("flora --help").stdout;
    for text in [
        "assets",
        "completions",
        "Exit codes:",
        " 3  ",
        "10  ",
        "--api-key",
    ] {
        assert!(help.contains(text), "no {text} in {help}");
    }
    let help = run("flora assets --help").stdout;
    for text in ["create", "list", "retrieve", "complete", "retry"] {
        assert!(
            help.contains(&format!("\n  {text} ")),
            "no {text} in {help}"
        );
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let manifest = flora_tests::project().join("generated/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).expect("the crate has a manifest");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|rest| rest.strip_suffix('"'));
    let version = version.expect("the manifest has a version");
    assert_eq!(run("flora --version").stdout, format!("flora {version}\n"));
}

#[test]
fn completions_for_every_shell_know_commands_and_flags() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&format!("flora completions {shell}")).stdout;
        for text in ["flora", "assets", "retrieve", "workspace-id"] {
            assert!(script.contains(text), "{shell}: no {text}");
        }
        assert!(!script.contains("--client:"), "{shell}: an id of ours");
    }
    let outcome = Flora::line("flora completions tcsh").run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""));
    assert!(outcome.stderr.contains("fish"), "{outcome:?}");
}

#[test]
fn topics_fit_into_a_terminal() {
    for topic in ["environment", "exit-codes", "formatting"] {
        let text = run(&format!("flora help {topic}")).stdout;
        let wide = text.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{topic}");
    }
}
