//! Lists over many pages, filters, and every format read by parsers of others.

use flora_tests::command::{Flora, Outcome};
use flora_tests::server::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::flora;

/// Pages of a list that ends after the last of these, one of them empty.
const PAGES: [(&str, &[u64]); 4] = [("c1", &[1, 2]), ("c2", &[]), ("c3", &[3]), ("", &[4, 5])];

fn asset(number: u64) -> Value {
    json!({"asset_id": format!("asset_{number}"), "name": null, "size_bytes": number})
}

fn page((next, numbers): (&str, &[u64])) -> Reply {
    let assets: Vec<Value> = numbers.iter().copied().map(asset).collect();
    let next = Some(next).filter(|next| !next.is_empty());
    Reply::json(
        200,
        json!({"assets": assets, "meta": {"next_cursor": next}}),
    )
}

fn pages() -> Server {
    Server::script(PAGES.map(page))
}

fn list(server: &Server, args: &[&str]) -> Outcome {
    let flora = flora("flora assets list", server.url());
    args.iter().fold(flora, Flora::arg).run()
}

#[test]
fn one_page_is_printed_with_its_envelope() {
    let server = pages();
    let reply = list(&server, &[]).json();
    assert_eq!(reply["meta"]["next_cursor"], "c1");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn all_pages_are_one_list() {
    let server = pages();
    let all: Vec<Value> = (1..=5).map(asset).collect();
    let outcome = list(&server, &["--all", "--limit", "2"]);
    assert_eq!(outcome.json(), Value::from(all));
    let requests = server.requests();
    let lines: Vec<String> = requests.iter().map(Request::line).collect();
    assert_eq!(
        lines,
        [
            "GET /assets?limit=2",
            "GET /assets?limit=2&cursor=c1",
            "GET /assets?limit=2&cursor=c2",
            "GET /assets?limit=2&cursor=c3",
        ]
    );
}

#[test]
fn as_many_items_as_asked_for_and_no_page_more() {
    for (count, requests) in [("1", 1), ("2", 1), ("3", 3), ("9", 4), ("-1", 4)] {
        let server = pages();
        let outcome = list(&server, &["--max-items", count]);
        let expected = count.parse().ok().filter(|count| *count <= 5).unwrap_or(5);
        let items = outcome.json();
        assert_eq!(items.as_array().map(Vec::len), Some(expected), "{count}");
        assert_eq!(server.requests().len(), requests, "{count}");
    }
}

#[test]
fn lines_come_as_their_pages_do() {
    let failure = Reply::json(404, json!({"error": {"code": "gone", "message": "gone"}}));
    let server = Server::script([page(PAGES[0]), failure]);
    let outcome = list(&server, &["--all", "--format", "jsonl"]);
    assert_eq!(outcome.code, Some(4), "{outcome:?}");
    let lines: Vec<Value> = (outcome.stdout.lines())
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(lines, [asset(1), asset(2)]);
    // A list that is not whole is not printed where it would look whole.
    let server = Server::script([page(PAGES[0]), Reply::new(404)]);
    let outcome = list(&server, &["--all"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(4), ""));
}

#[test]
fn a_list_that_leads_in_circles_ends() {
    let server = Server::script([page(("c1", &[1])), page(("c1", &[2])), page(("c1", &[3]))]);
    let outcome = list(&server, &["--all"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""));
    assert!(outcome.stderr.contains("there before"), "{outcome:?}");
    assert_eq!(server.requests().len(), 2);
}

/// One page with everything that formats get wrong.
fn odd() -> Value {
    json!({
        "assets": [
            {"asset_id": "asset_1", "name": "no", "description": "a: b # c\n\t- \"d\"\u{1b}[2J\u{85}\u{2028}"},
            {"asset_id": "1e3", "name": " x ", "description": "é 日本 😀", "size_bytes": 12345678901234567890_u64},
            {"asset_id": null, "nested": {"list": [[1, []], [{"k": "v", "l": ""}], {}], "~": "", "2026-01-01": 1.5}},
        ],
        "meta": {"next_cursor": null, "0x1F": false},
    })
}

#[test]
fn every_format_means_the_same() {
    for (count, body) in [
        (3, odd()),
        (1, json!({"assets": [{"asset_id": "a"}]})),
        (0, json!({"assets": [], "meta": {}})),
    ] {
        let server = Server::always(Reply::json(200, &body));
        for format in ["auto", "json", "pretty", "raw"] {
            assert_eq!(
                list(&server, &["--format", format]).json(),
                body,
                "{format}"
            );
        }
        let lines = list(&server, &["--format", "jsonl"]).stdout;
        let items: Vec<Value> = (lines.lines())
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect();
        assert_eq!(items.len(), count);
        assert_eq!(Value::from(items), body["assets"]);
        let yaml = list(&server, &["--format", "yaml"]).stdout;
        let read: Value = serde_yaml::from_str(&yaml).unwrap_or_else(|why| panic!("{why}: {yaml}"));
        assert_eq!(read, body, "{yaml}");
    }
}

#[test]
fn numbers_keep_their_digits_in_every_format() {
    let body = r#"{"assets":[{"a":1.50,"b":123456789012345678901234567890,"c":-0.0,"d":1E2}]}"#;
    let server = Server::always(Reply::json(200, body));
    for (args, expected) in [
        (
            &["--format", "jsonl"][..],
            r#"{"a":1.50,"b":123456789012345678901234567890,"c":-0.0,"d":1E2}"#,
        ),
        (&["--jq", ".assets[0].a"], "1.50"),
        (&["--jq", ".assets[0].b"], "123456789012345678901234567890"),
        (&["--transform", "assets.0.d"], "1E2"),
        (
            &["--format", "yaml"],
            "assets:\n  - a: 1.50\n    b: 123456789012345678901234567890\n    c: -0.0\n    d: 1.0e+2",
        ),
    ] {
        assert_eq!(
            list(&server, args).stdout,
            format!("{expected}\n"),
            "{args:?}"
        );
    }
}

#[test]
fn a_filter_prints_what_it_makes() {
    let server = Server::always(page(PAGES[0]));
    for (args, expected) in [
        (
            &["--jq", ".assets[].asset_id"][..],
            "\"asset_1\"\n\"asset_2\"\n",
        ),
        (&["--jq", ".assets[].asset_id", "-r"], "asset_1\nasset_2\n"),
        (&["--jq", ".assets | map(.size_bytes) | add"], "3\n"),
        (
            &[
                "--jq",
                ".assets[] | select(.size_bytes > 1)",
                "--columns",
                "asset_id",
                "--format",
                "table",
            ],
            "asset_id  asset_2\n",
        ),
        (&["--jq", ".nothing"], "null\n"),
        (&["--jq", "empty"], ""),
        (
            &[
                "--jq",
                ".assets[] | {z: .size_bytes, a: 1}",
                "--format",
                "yaml",
            ],
            "z: 1\na: 1\n---\nz: 2\na: 1\n",
        ),
        (&["--format", "jsonl", "--jq", ".size_bytes"], "1\n2\n"),
        (&["--transform", "meta.next_cursor", "-r"], "c1\n"),
        (&["--jq", ".meta.next_cursor", "--strict"], "\"c1\"\n"),
        (&["--jq", ".meta.gone?", "--strict"], "null\n"),
    ] {
        let outcome = list(&server, args);
        assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""), "{args:?}");
        assert_eq!(outcome.stdout, expected, "{args:?}");
    }
}

#[test]
fn a_filter_that_fails_prints_nothing_else() {
    let server = Server::always(page(PAGES[0]));
    for (args, said) in [
        (
            &["--jq", ".assets | .name"][..],
            "--jq failed: cannot index",
        ),
        (
            &["--jq", ".assets[] | .asset_id, error(\"no\")"],
            "--jq failed: no",
        ),
        (
            &["--jq", ".assets[].nme", "--strict"],
            "--jq failed: there is no `nme` here",
        ),
        (
            &["--jq", "{a: .meta.b}", "--strict"],
            "--jq failed: there is no `b` here",
        ),
        (
            &["--transform", "meta.cursor"],
            "--transform failed: there is no `cursor` here",
        ),
    ] {
        let outcome = list(&server, args);
        assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""), "{args:?}");
        assert!(outcome.stderr.contains(said), "{args:?}: {outcome:?}");
    }
}

#[test]
fn a_filter_that_cannot_work_costs_no_request() {
    let server = Server::always(page(PAGES[0]));
    for (args, said) in [
        (&["--jq", ".assets["][..], "--jq cannot be read"),
        (&["--jq", "nothing(1)"], "no filter `nothing`"),
        (&["--jq", "env"], "no filter `env`"),
        (&["--jq", "$ENV"], "no variable `$ENV`"),
        (&["--transform", "assets.#.asset_id"], "--jq takes filters"),
        (&["--strict"], "--strict is for --jq"),
        (&["--jq", ".", "--transform", "a"], "cannot be used with"),
        (&["--jq", ".", "--format", "raw"], "cannot be used with"),
        (&["--all", "--format", "raw"], "cannot be used with"),
        (&["--max-items", "0"], "above zero"),
        (
            &["--columns", "a", "--format", "json"],
            "--columns is for tables",
        ),
    ] {
        let outcome = list(&server, args);
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{args:?}");
        assert!(outcome.stderr.contains(said), "{args:?}: {outcome:?}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn the_head_of_a_reply_comes_before_it() {
    let reply = page(PAGES[3])
        .header("request-id", "req_1")
        .header("set-cookie", "secret=1");
    let server = Server::always(reply);
    let outcome = list(&server, &["--include"]);
    let (head, body) = outcome.stdout.split_once("\n\n").expect("an empty line");
    assert!(head.starts_with("HTTP 200 OK\n"), "{head}");
    assert!(head.contains("request-id: req_1"), "{head}");
    assert!(head.contains("set-cookie: [redacted]"), "{head}");
    assert!(serde_json::from_str::<Value>(body).is_ok(), "{body}");
}
