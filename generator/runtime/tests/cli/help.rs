//! Help, version and completion scripts.

use client_runtime::cli;

use super::{table, vault};

#[track_caller]
fn help(args: &[&str]) -> String {
    let outcome = vault(args).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stderr, "");
    assert!(
        !outcome.stdout.contains('\u{1b}'),
        "colour without being asked for"
    );
    outcome.stdout
}

#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn the_table_makes_a_sound_parser() {
    cli::command(&table::VAULT).debug_assert();
}

#[test]
fn the_version_is_the_programs() {
    assert_eq!(help(&["--version"]), "vault 1.2.3\n");
}

#[test]
fn the_programs_help_lists_groups_and_exit_codes() {
    let text = help(&["--help"]);
    contains(
        &text,
        &[
            "Keeps assets.",
            "assets",
            "projects",
            "status",
            "completions",
        ],
    );
    contains(
        &text,
        &[
            "Exit codes:",
            " 0  the command",
            "10  the service did not answer in time",
        ],
    );
}

/// Nothing is uploaded or waited for here.
#[test]
fn an_exit_code_that_cannot_occur_is_not_listed() {
    for args in [&["--help"][..], &["help", "exit-codes"]] {
        let text = help(args);
        contains(&text, &["10  the service", "130  interrupted"]);
        assert!(!text.contains(" 11  "), "{text}");
    }
}

#[test]
fn a_commands_help_shows_examples_and_variables() {
    let text = help(&["assets", "create", "--help"]);
    contains(
        &text,
        &[
            "Examples:\n  # Send a file\n  vault assets create --file hero.png",
            "Environment:\n  VAULT_API_KEY",
            "VAULT_BASE_URL",
            "Calls POST /assets.",
            "--api-key <KEY>",
        ],
    );
}

#[test]
fn help_tells_what_the_service_does_by_itself() {
    let text = help(&["assets", "list", "--help"]);
    contains(
        &text,
        &[
            "The newest come first.",
            "[default of the service: 20]",
            "[may be repeated]",
        ],
    );
    contains(
        &text,
        &["[possible values: ready, failed]", "--timeout <VALUE>"],
    );
    contains(&text, &["--client-timeout <SECONDS>", "[alias: --output]"]);
}

#[test]
fn help_tells_what_is_deprecated() {
    contains(
        &help(&["assets", "--help"]),
        &["Show an asset. (deprecated)"],
    );
}

#[test]
fn the_word_help_works_too() {
    contains(
        &help(&["help", "assets", "retrieve"]),
        &["[OPTIONS] <ASSET_ID>"],
    );
}

#[test]
fn no_arguments_are_answered_with_the_help() {
    let outcome = vault(&[]).run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    contains(&outcome.stderr, &["Usage: vault"]);
}

#[test]
fn help_is_coloured_where_wanted() {
    assert!(
        vault(&["--help"])
            .in_color()
            .run()
            .stdout
            .contains("\u{1b}[1m")
    );
}

#[test]
fn completions_know_commands_and_values() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = help(&["completions", shell]);
        contains(
            &script,
            &["vault", "retrieve", "workspace-id", "client-timeout"],
        );
    }
    contains(&help(&["completions", "bash"]), &["ready failed"]);
}

#[test]
fn an_unknown_shell_is_refused() {
    assert_eq!(vault(&["completions", "cmd"]).run().code, 2);
}
