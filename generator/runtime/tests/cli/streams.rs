//! Replies that are printed while they come.

use std::io::{self, Write};

use super::server::{Server, reply};
use super::{Outcome, feed};

const EVENTS: &str = "content-type: text/event-stream\r\n";
const LINES: &str = "content-type: application/jsonl; charset=utf-8\r\n";

const NEWS: &str = ": hello\n\nevent: born\nid: 1\ndata: {\"name\":\ndata:  \"Rex\"}\n\ndata: plain text\n\ndata: [DONE]\n\ndata: 3\n\n";

#[track_caller]
fn run(headers: &str, body: &str, args: &[&str]) -> Outcome {
    let server = Server::new(reply("200 OK", headers, body));
    let args: Vec<&str> = ["listen"].iter().chain(args).copied().collect();
    let outcome = feed(&args).at(&server).run();
    let accept = "application/json, text/event-stream, application/jsonl";
    assert_eq!(server.request().header("accept"), Some(accept));
    outcome
}

#[track_caller]
fn printed(headers: &str, body: &str, args: &[&str]) -> String {
    let outcome = run(headers, body, args);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

#[test]
fn an_event_is_a_line() {
    assert_eq!(
        printed(EVENTS, NEWS, &[]),
        "{\"name\":\"Rex\"}\n\"plain text\"\n"
    );
    let body = "{\"a\": 1}\n\n[2]\r\n3";
    assert_eq!(printed(LINES, body, &[]), "{\"a\":1}\n[2]\n3\n");
    let headers = "content-type: application/json-seq\r\n";
    assert_eq!(printed(headers, "\u{1e}1\n\u{1e}[\n2]\n", &[]), "1\n[2]\n");
}

#[test]
fn include_tells_name_and_id() {
    let stdout = printed(EVENTS, NEWS, &["--include"]);
    let (head, events) = stdout.split_once("\n\n").unwrap();
    assert!(
        head.starts_with("HTTP 200 OK\ncontent-type: text/event-stream\n"),
        "{head}"
    );
    assert_eq!(
        events,
        "{\"event\":\"born\",\"id\":\"1\",\"data\":{\"name\":\"Rex\"}}\n\
         {\"event\":\"message\",\"id\":\"1\",\"data\":\"plain text\"}\n"
    );
}

#[test]
fn the_flags_about_output_hold_for_each_event() {
    let news = "data: {\"name\":\"Rex\"}\n\ndata: {\"name\":\"Tom\"}\n\n";
    assert_eq!(
        printed(EVENTS, news, &["--jq", ".name", "-r"]),
        "Rex\nTom\n"
    );
    assert_eq!(
        printed(EVENTS, news, &["--format", "yaml"]),
        "name: Rex\n---\nname: Tom\n"
    );
    assert_eq!(
        printed(EVENTS, news, &["--format", "pretty"]),
        "{\n  \"name\": \"Rex\"\n}\n{\n  \"name\": \"Tom\"\n}\n"
    );
    assert_eq!(printed(EVENTS, news, &["--format", "raw"]), news);
}

#[test]
fn another_reply_is_what_it_always_is() {
    let headers = "content-type: application/json\r\n";
    assert_eq!(printed(headers, "{\"a\": 1}", &[]), "{\"a\": 1}\n");
    let server = Server::json("404 Not Found", "{\"error\":{\"message\":\"gone\"}}");
    let outcome = feed(&["listen"]).at(&server).run();
    assert_ne!(outcome.code, 0);
    assert!(outcome.stderr.contains("404"), "{outcome:?}");
}

#[test]
fn a_terminal_is_not_steered() {
    let server = Server::new(reply("200 OK", EVENTS, "data: a\u{1b}[31m\n\n"));
    let outcome = feed(&["listen"]).at(&server).on_terminal().run();
    assert_eq!(outcome.stdout, "\"a\\u001b[31m\"\n");
}

#[test]
fn what_has_come_is_printed_before_the_connection_breaks() {
    let body = "data: 1\n\n";
    let head = format!("HTTP/1.1 200 OK\r\n{EVENTS}content-length: 100\r\n\r\n{body}");
    let server = Server::new(head);
    let outcome = feed(&["listen"]).at(&server).run();
    assert_eq!(outcome.stdout, "1\n");
    assert_ne!(outcome.code, 0);
    assert!(outcome.stderr.contains("the connection"), "{outcome:?}");
}

#[test]
fn a_line_that_is_no_json_is_told() {
    let outcome = run(LINES, "1\n{\n2\n", &[]);
    assert_eq!(outcome.stdout, "1\n");
    assert_ne!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("value 2 of the reply is not JSON"),
        "{outcome:?}"
    );
}

#[test]
fn any_endpoint_can_be_asked_for_events() {
    let server = Server::new(reply("200 OK", EVENTS, "data: 1\n\ndata: 2\n\n"));
    let args = [
        "api",
        "GET",
        "/news",
        "--header",
        "Accept: text/event-stream",
    ];
    let outcome = feed(&args).at(&server).run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "1\n2\n"));
    assert_eq!(server.request().header("accept"), Some("text/event-stream"));
}

/// A reader that is gone after the first line, and counts how often it was written to.
struct Gone(u32);

impl Write for Gone {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += 1;
        match self.0 {
            1 => Ok(bytes.len()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn nobody_reads_any_more_and_that_is_no_fault() {
    let server = Server::new(reply("200 OK", EVENTS, "data: 1\n\ndata: 2\n\ndata: 3\n\n"));
    let mut reader = Gone(0);
    let (code, stderr) = feed(&["listen"]).at(&server).run_into(&mut reader);
    assert_eq!((code, stderr.as_str(), reader.0), (0, "", 2));
}
