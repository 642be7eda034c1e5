//! What can be typed for a body: parts of objects, maps, null, whole objects; and what is refused
//! before it is sent.

use super::server::Server;
use super::vault;

/// What follows `vault projects create` and its two places.
fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let args = ["projects", "create", "7", "drafts"];
    args.iter().chain(more).copied().collect()
}

#[track_caller]
fn sends(more: &[&str], stdin: Option<&'static [u8]>, body: &str) {
    let server = Server::json("200 OK", "{}");
    let mut run = vault(&args(more)).at(&server);
    if let Some(stdin) = stdin {
        run = run.stdin(stdin);
    }
    let outcome = run.run();
    assert_eq!((outcome.code, &*outcome.stderr), (0, ""), "{more:?}");
    let request = server.request();
    assert_eq!(request.line, "POST /v1/orgs/7/drafts/projects HTTP/1.1");
    assert_eq!(request.body, body);
}

#[track_caller]
fn refuses(more: &[&str], said: &str) {
    let outcome = vault(&args(more)).run();
    assert_eq!((outcome.code, &*outcome.stdout), (2, ""), "{outcome:?}");
    assert!(
        outcome.stderr.contains(said),
        "no `{said}` in {}",
        outcome.stderr
    );
}

#[test]
fn several_path_parameters_stand_in_the_order_of_the_path() {
    sends(&[], None, "");
    let server = Server::json("200 OK", "{}");
    let args = ["projects", "create", "--folder", "drafts", "--org", "7"];
    assert_eq!(vault(&args).at(&server).run().code, 0);
    let line = server.request().line;
    assert_eq!(line, "POST /v1/orgs/7/drafts/projects HTTP/1.1");
    let outcome = vault(&["projects", "create", "7"]).run();
    assert!(outcome.stderr.contains("(or --folder)"), "{outcome:?}");
    let outcome = vault(&["projects", "create", "7", "a", "--org", "8"]).run();
    assert!(
        outcome.stderr.contains("cannot be used with"),
        "{outcome:?}"
    );
}

#[test]
fn dotted_flags_set_parts_of_an_object() {
    sends(
        &[
            "--owner.name",
            "Ada",
            "--owner.address.zip",
            "01234".trim_start_matches('0'),
        ],
        None,
        r#"{"owner":{"name":"Ada","address":{"zip":1234}}}"#,
    );
    // They win over the whole, whose other parts stay as they were written.
    sends(
        &[
            "--owner.name",
            "Ada",
            "--owner",
            r#"{"age": 1.50, "name": "Bob", "address": null}"#,
            "--owner.address.zip",
            "1",
        ],
        None,
        r#"{"owner":{"age":1.50,"name":"Ada","address":{"zip":1}}}"#,
    );
}

#[test]
fn maps_are_pairs() {
    sends(
        &[
            "--label",
            "a=b=c",
            "--label",
            "é=",
            "--limit",
            "n=12345678901234567890",
        ],
        None,
        r#"{"labels":{"a":"b=c","é":""},"limits":{"n":12345678901234567890}}"#,
    );
    sends(
        &["--label", r#"{"a": "b"}"#],
        None,
        r#"{"labels":{"a": "b"}}"#,
    );
    refuses(&["--label", "novalue"], "not NAME=VALUE");
    refuses(&["--limit", "n=many"], "not a whole number");
}

#[test]
fn null_is_not_the_word() {
    sends(&["--note", "null"], None, r#"{"note":"null"}"#);
    sends(&["--null", "note"], None, r#"{"note":null}"#);
    refuses(&["--null", "name"], "[possible values: note]");
    refuses(
        &["--null", "note", "--note", "x"],
        "cannot be used with --note",
    );
}

#[test]
fn a_whole_body_lies_under_the_flags() {
    let body = r#"{"name": "abc", "new": [1.0], "owner": {"name": "Ada"}}"#;
    let expected = r#"{"name":"xyz","new":[1.0],"owner":{"name":"Ada","address":{"zip":1}}}"#;
    let flags = ["--name", "xyz", "--owner.address.zip", "1", "--body"];
    let with = |body| flags.iter().copied().chain([body]).collect::<Vec<_>>();
    sends(&with(body), None, expected);
    let stdin: &[u8] = br#"{"name": "abc", "new": [1.0], "owner": {"name": "Ada"}}"#;
    sends(&with("-"), Some(stdin), expected);
    sends(&with("@-"), Some(stdin), expected);
    let path =
        std::env::temp_dir().join(format!("client-runtime-body-{}.json", std::process::id()));
    std::fs::write(&path, body).expect("the folder is for this");
    sends(&with(&format!("@{}", path.display())), None, expected);
    std::fs::remove_file(&path).expect("it is there");
    refuses(&["--body", "[1]"], "the body is not an object");
    refuses(&["--body", "{1"], "the body is not JSON");
    refuses(&["--body", "@/no/such/file"], "cannot read /no/such/file");
}

#[test]
fn rules_are_checked_before_anything_is_sent() {
    refuses(
        &["--name", "a"],
        "invalid value for --name: `a` is shorter than 2 characters",
    );
    refuses(&["--name", "äöüßéx"], "is longer than 5 characters");
    refuses(&["--name", "a b"], r"`a b` does not match ^\S+$");
    refuses(&["--count", "0"], "`0` is not at least 1");
    refuses(
        &["--count", "18446744073709551616"],
        "is not less than 18446744073709551616",
    );
    refuses(&["--share", "0"], "`0` is not more than 0");
    refuses(&["--share", "1.01"], "`1.01` is not at most 1");
    refuses(&["--tag", "a"], "at least 2 are needed");
    refuses(
        &["--tag", "a", "--tag", "abcd"],
        "`abcd` is longer than 3 characters",
    );
    refuses(&["--name", "a"], "--no-validate sends it all the same");
    sends(
        &[
            "--name",
            "äöüßé",
            "--count",
            "18446744073709551615",
            "--share",
            "1e0",
        ],
        None,
        r#"{"name":"äöüßé","count":18446744073709551615,"share":1e0}"#,
    );
    sends(
        &["--name", "a b", "--no-validate"],
        None,
        r#"{"name":"a b"}"#,
    );
}

#[test]
fn help_tells_how_to_type_it() {
    let help = vault(&["projects", "create", "--help"]).run().stdout;
    for text in [
        "create [OPTIONS] <VALUE> <VALUE>",
        "--owner.address.zip <VALUE>",
        "--label <NAME=VALUE>",
        "--null <FIELD>",
        "--no-validate",
        "--body <BODY>",
    ] {
        assert!(help.contains(text), "no `{text}` in {help}");
    }
}
