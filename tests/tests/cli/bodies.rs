//! Bodies that people write by hand: JSON or YAML, from files and from standard input.

use std::fs::{self, File};
use std::path::PathBuf;

use flora_tests::flora::FloraServer;
use flora_tests::scratch;
use flora_tests::server::{Reply, Server};

use crate::flora;

fn written(name: &str, content: &str) -> PathBuf {
    let path = scratch("cli-bodies").join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

const CREATE: &str = "flora assets create --folder b --body";

#[test]
fn a_file_may_be_yaml() {
    let server = FloraServer::start();
    let content = "# Where it goes.\nsource: signed-url\nfolder: a\nworkspace_id: \"ws_1\"\n";
    let path = written("asset.yaml", content);
    let outcome = flora(CREATE, server.url())
        .arg(format!("@{}", path.display()))
        .run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let stdin = File::open(&path).expect("the file is there");
    let outcome = flora(CREATE, server.url()).arg("-").stdin(stdin).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    for request in server.requests() {
        let expected = r#"{"source":"signed-url","folder":"b","workspace_id":"ws_1"}"#;
        assert_eq!(request.text(), expected);
    }
}

#[test]
fn texts_that_only_begin_like_numbers_stay_texts() {
    for text in ["0x+5", "+-5", "0o+7"] {
        let server = FloraServer::start();
        let content =
            format!("source: signed-url\nworkspace_id: ws_1\nfolder: a\nfile_name: {text}\n");
        let path = written(&format!("text{}.yaml", text.len()), &content);
        let outcome = flora(CREATE, server.url())
            .arg(format!("@{}", path.display()))
            .run();
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        let sent = format!(r#""file_name":"{text}""#);
        assert!(server.requests()[0].text().contains(&sent), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_place() {
    for (name, content, said) in [
        ("tab.yaml", "a: 1\nb:\n\t- 2\n", "at line 3 column"),
        ("open.yaml", "a: [1, 2\nb: 3\n", "at line "),
        (
            "twice.yaml",
            "a: 1\nb: 2\na: 3\n",
            "`a` is there twice at line 3 column 1",
        ),
        (
            "inf.yaml",
            "a: .inf\n",
            "JSON has no number `.inf` at line 1 column 4",
        ),
        (
            "merge.yaml",
            "a: &a {b: 1}\nc:\n  <<: *a\n",
            "`<<` is of older versions of YAML at line 3",
        ),
        (
            "tag.yaml",
            "a: !secret b\n",
            "a tag that JSON has nothing for at line 1",
        ),
        (
            "two.yaml",
            "a: 1\n---\nb: 2\n",
            "a second document begins at line ",
        ),
        (
            "circle.yaml",
            "a: &a [*a]\n",
            "an alias stands in what it stands for at line 1",
        ),
        ("list.yaml", "- a\n", "the body is not an object"),
        ("word.yaml", "hello\n", "the body is not JSON"),
        (
            "broken.json",
            "{\"a\": 1,\n \"b\" 2}",
            "the body is not JSON: expected `:` at line 2 column 6",
        ),
    ] {
        let path = written(name, content);
        let outcome = flora(CREATE, "http://127.0.0.1:1")
            .arg(format!("@{}", path.display()))
            .run();
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{name}");
        assert!(outcome.stderr.contains(said), "{name}: {}", outcome.stderr);
    }
}

/// What YAML says in JSON's words, digits and all.
#[test]
fn yaml_becomes_json() {
    let server = Server::always(Reply::new(204));
    for (yaml, json) in [
        (
            "a: ~\nb:\nc: null\nd: 'null'",
            r#"{"a":null,"b":null,"c":null,"d":"null"}"#,
        ),
        (
            "a: true\nb: False\nc: yes\nd: \"true\"",
            r#"{"a":true,"b":false,"c":"yes","d":"true"}"#,
        ),
        (
            "a: 12345678901234567890123\nb: 1.10\nc: +5\nd: .5\ne: -5.\nf: 0x1F\ng: 0o17\nh: 1e3\ni: 1.e3",
            r#"{"a":12345678901234567890123,"b":1.10,"c":5,"d":0.5,"e":-5.0,"f":31,"g":15,"h":1e3,"i":1.0e3}"#,
        ),
        (
            "a: 01234\nb: 2026-03-14\nc: 1_000\nd: 12:30\ne: 1.2.3\nf: .",
            r#"{"a":"01234","b":"2026-03-14","c":"1_000","d":"12:30","e":"1.2.3","f":"."}"#,
        ),
        ("1: a\n? b\n: c\ntrue: d", r#"{"1":"a","b":"c","true":"d"}"#),
        (
            "a: !!str 5\nb: !!int 5\nc: !!seq [d]",
            r#"{"a":"5","b":5,"c":["d"]}"#,
        ),
        (
            "a: &x {b: [1, 2]}\nc: *x",
            r#"{"a":{"b":[1,2]},"c":{"b":[1,2]}}"#,
        ),
        (
            "a: |\n  b\n   c\nd: >-\n  e\n  f",
            r#"{"a":"b\n c\n","d":"e f"}"#,
        ),
        (
            "- {a: é}\n- \"\\u0007\\t\"\n- []\n- {}",
            r#"[{"a":"é"},"\u0007\t",[],{}]"#,
        ),
        ("\u{feff}a: 1 # one\n", r#"{"a":1}"#),
    ] {
        let path = written("any.yaml", yaml);
        let outcome = flora("flora api PUT /x --body", server.url())
            .arg(format!("@{}", path.display()))
            .run();
        assert_eq!(outcome.code, Some(0), "{yaml}: {outcome:?}");
        let request = server.requests().pop().expect("it was sent");
        assert_eq!(request.text(), json, "{yaml}");
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
}

#[test]
fn other_files_are_sent_as_they_are() {
    let server = Server::always(Reply::new(204));
    let path = written("notes.md", "# Title\n- a\n");
    let outcome = flora("flora api PUT /x --body", server.url())
        .arg(format!("@{}", path.display()))
        .run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let request = server.request();
    assert_eq!(request.text(), "# Title\n- a\n");
    let content_type = request.header("content-type");
    assert_eq!(content_type, Some("application/octet-stream"));
}

#[test]
fn a_field_can_be_the_text_of_a_file() {
    let server = Server::always(Reply::new(204));
    let path = written("words.txt", "1\n\"é\"");
    let stdin = File::open(&path).expect("the file is there");
    let outcome = flora(
        "flora api POST /x -F a=@- -F b=\\@c -F d=@ -f e=@f -F g=a@b -F",
        server.url(),
    )
    .arg(format!("file=@{}", path.display()))
    .stdin(stdin)
    .run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(
        server.request().text(),
        r#"{"a":"1\n\"é\"","b":"@c","d":"@","g":"a@b","file":"1\n\"é\"","e":"@f"}"#
    );
    for (field, said) in [("a=@/is/not/there", "/is/not/there"), ("a=@-", "only once")] {
        let line = "flora api POST /x -F b=@- -F";
        let outcome = flora(line, server.url()).arg(field).run();
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{field}");
        assert!(outcome.stderr.contains(said), "{field}: {outcome:?}");
    }
}
