//! A document that uses our words: its names stay, ours give way.

use client_runtime::cli;

use super::server::Server;
use super::{KEY, greedy, table};

#[test]
fn the_parser_is_sound_all_the_same() {
    cli::command(&table::GREEDY).debug_assert();
}

#[test]
fn every_flag_of_the_document_reaches_the_service() {
    let server = Server::json("200 OK", "{}");
    let args = [
        "help",
        "help",
        "-5",
        "--query-id",
        "-6",
        "--help",
        "a",
        "--format",
        "b",
        "--output",
        "c",
        "--version",
        "d",
        "--api-key",
        "e",
        "--base-url",
        "f",
        "--header",
        "g",
        "--debug",
        "h",
        "--body",
        "i",
        "--client-body",
        "j",
        "--wait",
        "k",
        "--parallel",
        "l",
        "--to",
        "m",
        "--force",
        "n",
        "--client-api-key",
        KEY,
        "--client-format",
        "raw",
        "--client-client-body",
        "-",
        "--client-header",
        "X-Extra: k",
    ];
    let outcome = greedy(&args).stdin(b"hello").at(&server).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stdout, "{}");
    let request = server.request();
    assert_eq!(
        request.line,
        "POST /v1/greedy/-5?id=-6&help=a&format=b&output=c&version=d&api-key=e&base-url=f\
         &header=g&debug=h&body=i&client-body=j&wait=k&parallel=l&to=m&force=n HTTP/1.1",
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(request.header("x-extra"), Some("k"));
    assert_eq!(request.body, "hello");
}

#[test]
fn help_and_completions_move_out_of_the_way() {
    let outcome = greedy(&["help", "help", "--client-help"]).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(
        outcome.stdout.contains("--client-client-body <BODY>"),
        "{}",
        outcome.stdout
    );
    let outcome = greedy(&["client-completions", "bash"]).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(
        outcome.stdout.contains("--client-debug"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_download_goes_where_our_own_flags_say() {
    let outcome = greedy(&["completions", "download", "--client-help"]).run();
    for flag in ["--client-to <FILE|->", "--client-force\n", "--to <VALUE>"] {
        assert!(
            outcome.stdout.contains(flag),
            "no {flag}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn user_and_password_are_one_value() {
    let server = Server::json("200 OK", "{}");
    let args = ["help", "help", "1", "--client-help", "me:a:b"];
    // The credential came after the flag for help and got the next free name.
    let outcome = greedy(&args).at(&server).run();
    assert_eq!(outcome.code, 0);
    assert!(
        outcome
            .stdout
            .contains("--client-client-help <USER:PASSWORD>"),
        "{}",
        outcome.stdout
    );
    let args = ["help", "help", "1", "--client-client-help", "me:a:b"];
    assert_eq!(greedy(&args).at(&server).run().code, 0);
    assert_eq!(
        server.request().header("authorization"),
        Some("Basic bWU6YTpi")
    );
    let args = ["help", "help", "1", "--client-client-help", KEY];
    let outcome = greedy(&args).run();
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("takes USER:PASSWORD"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_key_in_a_header_of_its_own_is_hidden_however_it_came() {
    for flag in [
        ["--x-token", KEY].as_slice(),
        &[
            "--client-api-key",
            "k",
            "--client-header",
            "X-Token: sk_test_do_not_print",
        ],
    ] {
        let server = Server::json("200 OK", "{}");
        let args: Vec<&str> = ["help", "help", "1", "--client-debug"]
            .iter()
            .chain(flag)
            .copied()
            .collect();
        let outcome = greedy(&args).at(&server).run();
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(
            outcome.stderr.contains("> x-token: [redacted]"),
            "{}",
            outcome.stderr
        );
        assert_eq!(server.request().header("x-token"), Some(KEY));
    }
}

#[test]
fn a_hint_without_variables_names_the_flags() {
    let outcome = greedy(&["help", "help", "1"]).run();
    assert_eq!(outcome.code, 3);
    let hint = "hint: run `greedy auth login`, give --client-api-key-file FILE, \
                give --client-client-help-file FILE, or give --x-token-file FILE\n";
    assert!(outcome.stderr.ends_with(hint), "{}", outcome.stderr);
}
