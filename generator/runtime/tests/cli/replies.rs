//! What is printed for what came back.

use std::io::{self, Write};

use super::server::{Server, reply};
use super::vault;

/// A reply with everything that a value type would change.
const ODD: &str = "\u{feff} {\"z\": 5000000000000000000000, \"a\":1.10,\"new\\u00e9\" : \"\\ud83d\\ude00\\/\",\n\"e\":{ },\"l\":[ ],\"n\":[1,[2 , {\"k\":null}]]}\n\n";

const ODD_AS_JSON: &str = "{\"z\": 5000000000000000000000, \"a\":1.10,\"new\\u00e9\" : \"\\ud83d\\ude00\\/\",\n\"e\":{ },\"l\":[ ],\"n\":[1,[2 , {\"k\":null}]]}\n";

const ODD_AS_PRETTY: &str = r#"{
  "z": 5000000000000000000000,
  "a": 1.10,
  "new\u00e9": "\ud83d\ude00\/",
  "e": {},
  "l": [],
  "n": [
    1,
    [
      2,
      {
        "k": null
      }
    ]
  ]
}
"#;

#[track_caller]
fn printed(content: &str, args: &[&str]) -> String {
    let server = Server::json("200 OK", content);
    let args: Vec<&str> = ["status"].iter().chain(args).copied().collect();
    let outcome = vault(&args).at(&server).run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stderr, "");
    outcome.stdout
}

#[test]
fn json_is_printed_as_sent() {
    assert_eq!(printed(ODD, &[]), ODD_AS_JSON);
    assert_eq!(printed(ODD, &["--output", "json"]), ODD_AS_JSON);
}

#[test]
fn pretty_changes_nothing_but_white_space() {
    assert_eq!(printed(ODD, &["--format", "pretty"]), ODD_AS_PRETTY);
    let without_space = |text: &str| text.replace([' ', '\n', '\u{feff}'], "");
    assert_eq!(without_space(ODD_AS_PRETTY), without_space(ODD));
}

#[test]
fn raw_is_byte_for_byte() {
    assert_eq!(printed(ODD, &["--format", "raw"]), ODD);
}

#[test]
fn scalars_are_documents_too() {
    assert_eq!(
        printed("\"a,b: [c]\\\"\"", &["--format", "pretty"]),
        "\"a,b: [c]\\\"\"\n"
    );
    assert_eq!(printed("null", &["--format", "pretty"]), "null\n");
}

#[test]
fn depth_costs_neither_the_stack_nor_the_memory() {
    let depth = 100_000;
    let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let pretty = printed(&deep, &["--format", "pretty"]);
    assert!(pretty.len() < 200 * 2 * depth, "{} bytes", pretty.len());
}

#[test]
fn a_terminal_gets_it_pretty_and_harmless() {
    let server = Server::json("200 OK", "{\"name\":\"a\u{9b}2J\u{7f}\u{202e}é\"}");
    let args = ["status", "--format", "json"];
    let outcome = vault(&args).on_terminal().at(&server).run();
    assert_eq!(
        outcome.stdout,
        "{\n  \"name\": \"a\\u009b2J\\u007f\\u202eé\"\n}\n"
    );
}

#[test]
fn text_is_printed_as_it_is() {
    let content = "a\u{1b}[2Jb\r\nc";
    let text = || Server::new(reply("200 OK", "content-type: text/plain\r\n", content));
    let server = text();
    assert_eq!(vault(&["status"]).at(&server).run().stdout, content);
    let server = text();
    let outcome = vault(&["status"]).on_terminal().at(&server).run();
    assert_eq!(outcome.stdout, "a\\u{1b}[2Jb\nc");
}

#[test]
fn a_page_of_something_in_between_is_no_reply() {
    let page = || {
        Server::new(reply(
            "200 OK",
            "content-type: text/html\r\n",
            "<h1>Hi</h1>",
        ))
    };
    let server = page();
    let outcome = vault(&["status"]).at(&server).run();
    assert_eq!((outcome.code, &*outcome.stdout), (1, ""), "{outcome:?}");
    let said = "error: the reply is a page of HTML, which the service does not send\n";
    assert!(outcome.stderr.starts_with(said), "{outcome:?}");
    let server = page();
    let outcome = vault(&["status", "--format", "raw"]).at(&server).run();
    assert_eq!((outcome.code, &*outcome.stdout), (0, "<h1>Hi</h1>"));
}

#[test]
fn bytes_are_for_files_not_for_terminals() {
    let mut content = reply("200 OK", "content-type: image/png\r\n", "....");
    content.truncate(content.len() - 4);
    content.extend([0x89, b'P', 0xff, 0x00]);
    let server = Server::new(content.clone());
    let mut stdout = Vec::new();
    let (code, _) = vault(&["status"]).at(&server).run_into(&mut stdout);
    assert_eq!((code, stdout), (0, vec![0x89, b'P', 0xff, 0x00]));
    let server = Server::new(content);
    let outcome = vault(&["status"]).on_terminal().at(&server).run();
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("4 bytes of image/png"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_empty_reply_prints_nothing() {
    let server = Server::new("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    let outcome = vault(&["status"]).at(&server).run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
}

#[test]
fn a_reply_that_only_claims_to_be_json_is_told_apart() {
    let server = Server::json("200 OK", "<html>");
    let outcome = vault(&["status"]).at(&server).run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(
        outcome
            .stderr
            .contains("hint: --format raw prints it as it is"),
        "{}",
        outcome.stderr
    );
    assert_eq!(printed("<html>", &["--format", "raw"]), "<html>");
}

/// Standard output whose reader went away, or whose disk is full.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_closed_standard_output_is_no_failure() {
    let server = Server::json("200 OK", "{}");
    let run = vault(&["status"]).at(&server);
    let outcome = run.run_into(&mut Broken(io::ErrorKind::BrokenPipe));
    assert_eq!(outcome, (0, String::new()));
    let outcome = vault(&["--help"]).run_into(&mut Broken(io::ErrorKind::BrokenPipe));
    assert_eq!(outcome, (0, String::new()));
}

#[test]
fn a_full_disk_is_a_failure() {
    let server = Server::json("200 OK", "{}");
    let run = vault(&["status"]).at(&server);
    let (code, stderr) = run.run_into(&mut Broken(io::ErrorKind::StorageFull));
    assert_eq!(code, 1);
    assert!(
        stderr.starts_with("error: cannot write to standard output: "),
        "{stderr}"
    );
    let full = &mut Broken(io::ErrorKind::StorageFull);
    assert_eq!(vault(&["--version"]).run_into(full).0, 1);
    assert_eq!(vault(&["completions", "zsh"]).run_into(full).0, 1);
}
