//! What is shown of a request before, while and after it is sent; errors for machines.

use std::process::Command;

use flora_tests::command::Flora;
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, scratch, spec};
use serde_json::{Value, json};

use crate::{flora, list};

#[test]
fn a_rehearsal_sends_nothing_and_needs_no_key() {
    let server = FloraServer::start();
    let line = "flora assets create --source signed-url --workspace-id ws_1 \
                --idempotency-key k --dry-run";
    let outcome = Flora::line(line).env("FLORA_BASE_URL", server.url()).run();
    assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
    let version = flora_tests::user_agent();
    assert_eq!(
        outcome.stdout,
        format!(
            "POST {}/assets\nauthorization: Bearer $FLORA_API_KEY\naccept: application/json\n\
             user-agent: {version}\nidempotency-key: k\ncontent-type: application/json\n\n\
             {{\"source\":\"signed-url\",\"workspace_id\":\"ws_1\"}}\n",
            server.url()
        )
    );
    assert!(server.requests().is_empty());
}

/// The command that is printed does the same as the one that printed it.
#[test]
fn the_curl_command_works_in_a_shell() {
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let file = scratch("cli").join("it's é, \"one\";type=a.png");
    std::fs::write(&file, b"bytes").expect("the file can be written");
    let with_file = ["assets", "create", "--workspace-id", "ws_1", "--file"];
    let lines: [Vec<&str>; 3] = [
        vec![
            "assets",
            "list",
            "--query",
            "a 'b' $HOME `c` é",
            "--header",
            "x-a: it's",
        ],
        vec![
            "assets",
            "create",
            "--source",
            "it's \"$HOME\"",
            "--workspace-id",
            "ws_1",
        ],
        with_file.into_iter().chain(file.to_str()).collect(),
    ];
    for line in lines {
        let server = FloraServer::start();
        let line = line.iter().copied().chain(
            ["--idempotency-key", "k"]
                .into_iter()
                .filter(|_| line[1] == "create"),
        );
        let args: Vec<&str> = line.collect();
        let run = |more: &[&str]| {
            let flora = Flora::new(args.iter().chain(more));
            let flora = flora.env("FLORA_API_KEY", KEY);
            flora.env("FLORA_BASE_URL", server.url()).run()
        };
        let shown = run(&["--dry-run=curl"]);
        assert_eq!((shown.code, &*shown.stderr), (Some(0), ""), "{args:?}");
        assert!(!shown.stdout.contains(KEY), "{args:?}");
        let script = shown.stdout.replacen("curl", "curl -s", 1);
        let curl = Command::new("sh")
            .args(["-c", &script])
            .env("FLORA_API_KEY", KEY)
            .output();
        let said = curl.expect("a shell starts").stdout;
        run(&[]);
        let requests = server.requests();
        let [theirs, ours] = requests.as_slice() else {
            panic!(
                "{args:?}: two requests, and not {requests:?}: {}",
                String::from_utf8_lossy(&said)
            );
        };
        assert_eq!(theirs.line(), ours.line());
        for name in [
            "authorization",
            "accept",
            "user-agent",
            "x-a",
            "idempotency-key",
        ] {
            assert_eq!(theirs.header(name), ours.header(name), "{args:?}: {name}");
        }
        if args.contains(&"--file") {
            let bodies = |parts: Vec<flora_tests::server::Part>| {
                parts.into_iter().map(|part| part.body).collect::<Vec<_>>()
            };
            assert_eq!(bodies(theirs.parts()), bodies(ours.parts()));
        } else {
            assert_eq!(theirs.body, ours.body, "{args:?}");
        }
    }
}

/// Neither a shell nor curl finds a meaning in what was given.
#[test]
fn the_curl_command_keeps_bodies_and_methods() {
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let file = |name: &str, content: &[u8]| {
        let path = scratch("cli").join(name);
        std::fs::write(&path, content).expect("the file can be written");
        format!("@{}", path.display())
    };
    let bytes = file("body.bin", b"-%s\0\x01\xff'\\n\r\n");
    let control = file("body.json", "{\"a\":\"\u{9b}\u{202e}\"}\r\n".as_bytes());
    let header = "x-a: $FLORA_BASE_URL $FLORA_API_KEY `id` \"\\";
    let lines: [&[&str]; 5] = [
        &["GET", "/x", "--body", "{}"],
        &["HEAD", "/x", "--header", "x-a: b"],
        &["PUT", "/x", "--body", &bytes],
        &["PUT", "/x", "--body", &control],
        &["DELETE", "/x", "--header", header],
    ];
    for line in lines {
        let server = Server::always(Reply::new(204));
        let run = |more: &[&str]| {
            let flora = Flora::new(["api"].iter().chain(line).chain(more));
            let flora = flora.env("FLORA_API_KEY", "k");
            flora.env("FLORA_BASE_URL", server.url()).run()
        };
        let shown = run(&["--dry-run=curl"]);
        let curl = Command::new("sh")
            .args(["-c", &shown.stdout])
            .env("FLORA_API_KEY", "$FLORA_API_KEY")
            .output();
        assert!(
            curl.is_ok_and(|output| output.status.success()),
            "{shown:?}"
        );
        run(&[]);
        let requests = server.requests();
        let [theirs, ours] = requests.as_slice() else {
            panic!("{line:?}: two requests, and not {requests:?}");
        };
        assert_eq!(theirs.line(), ours.line());
        assert_eq!(theirs.header("x-a"), ours.header("x-a"), "{line:?}");
        if line.contains(&&*control) {
            let read = |body| serde_json::from_slice::<Value>(body).expect("it is JSON");
            assert_eq!(read(&theirs.body), read(&ours.body));
        } else {
            assert_eq!(theirs.body, ours.body, "{line:?}");
        }
    }
}

#[test]
fn each_attempt_is_told() {
    let server = Server::script([
        Reply::new(503)
            .header("retry-after-ms", "1")
            .header("set-cookie", "secret=1"),
        Reply::json(200, json!({"assets": []})),
    ]);
    let outcome = flora("flora assets list --debug --timing", server.url()).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let said: Vec<&str> = (outcome.stderr.lines())
        .filter(|line| {
            line.contains("GET") || line.starts_with("< 503") || line.starts_with("< 200")
        })
        .map(|line| line.split(" in ").next().unwrap_or_default())
        .collect();
    let url = format!("> GET {}/assets", server.url());
    let again = format!("{url} (request 2)");
    assert_eq!(said, [&url, "< 503", &again, "< 200"]);
    assert!(
        outcome.stderr.contains("< set-cookie: [redacted]\n"),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.trim_end().ends_with(" ms, 2 attempts"),
        "{outcome:?}"
    );
    assert!(!outcome.stderr.contains(KEY));
}

#[test]
fn errors_are_one_line_of_json_where_wanted() {
    let body = spec::error("BadRequest", "input_validation_error");
    let (_server, flora) = list(Reply::json(400, &body).header("request-id", "req_1"));
    let outcome = flora.arg("--error-format").arg("json").run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(5), ""));
    assert_eq!(outcome.stderr.lines().count(), 1);
    let said: Value = serde_json::from_str(&outcome.stderr).expect("it is JSON");
    assert_eq!(
        said,
        json!({
            "error": {
                "kind": "invalid",
                "status": 400,
                "code": body["error"]["code"],
                "message": body["error"]["message"],
                "fields": body["error"]["fields"],
                "request_id": "req_1",
            },
            "exit_code": 5,
        })
    );
    for (line, code, kind) in [
        ("flora assets lst --error-format=json", 2, "usage"),
        (
            "flora assets list --limit x --error-format json",
            2,
            "usage",
        ),
        (
            "flora assets list --error-format json --max-retries 0 --base-url http://127.0.0.1:1",
            9,
            "network",
        ),
        (
            "flora assets list --error-format json --base-url x",
            2,
            "usage",
        ),
        ("flora assets list --error-format json --jq .[", 2, "usage"),
        (
            "flora assets create --error-format json --workspace-id ws_1 --file /is/not/there",
            2,
            "usage",
        ),
    ] {
        let outcome = crate::flora(line, "http://127.0.0.1:1").run();
        assert_eq!(
            (outcome.code, &*outcome.stdout),
            (Some(code), ""),
            "{line}: {outcome:?}"
        );
        let said: Value = serde_json::from_str(&outcome.stderr).expect("it is JSON");
        assert_eq!(said["error"]["kind"], kind, "{line}");
        assert_eq!(said["exit_code"], code, "{line}");
    }
    let outcome = Flora::line("flora assets list --error-format json").run();
    let said: Value = serde_json::from_str(&outcome.stderr).expect("it is JSON");
    assert_eq!(
        (outcome.code, &said["error"]["kind"]),
        (Some(3), &json!("auth"))
    );
    assert!(
        said["error"]["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("FLORA_API_KEY"))
    );
}

#[test]
fn an_accepted_attempt_is_explained() {
    let duplicate = spec::error("Conflict", "idempotency_duplicate");
    let server = Server::script([
        Reply::new(503).header("retry-after-ms", "1"),
        Reply::json(409, duplicate),
    ]);
    let line = "flora assets create --source signed-url --workspace-id ws_1";
    let outcome = flora(line, server.url()).run();
    assert_eq!(outcome.code, Some(6), "{outcome:?}");
    for said in [
        "idempotency_duplicate",
        "idempotency key: ",
        "accepted an earlier attempt",
    ] {
        assert!(outcome.stderr.contains(said), "no `{said}` in {outcome:?}");
    }
}

#[test]
fn topics_and_commands_are_explained() {
    for (line, said) in [
        ("flora help exit-codes", "130  interrupted"),
        ("flora help environment", "FLORA_PROFILE"),
        ("flora help formatting", "--jq takes a jq filter"),
        ("flora help assets list", "Usage: flora assets list"),
        ("flora help", "Help topics:"),
        ("flora help auth login", "Usage: flora auth login"),
    ] {
        let outcome = Flora::line(line).run();
        assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""), "{line}");
        assert!(outcome.stdout.contains(said), "{line}: {}", outcome.stdout);
    }
    let outcome = Flora::line("flora help asets").run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""));
    assert!(outcome.stderr.contains("assets"), "{outcome:?}");
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = scratch("cli").join("man");
    let outcome = Flora::line("flora man").arg(&folder).run();
    assert_eq!(
        (outcome.code, &*outcome.stdout, &*outcome.stderr),
        (Some(0), "", "")
    );
    for name in [
        "flora",
        "flora-assets",
        "flora-assets-create",
        "flora-api",
        "flora-auth-login",
    ] {
        let page = std::fs::read_to_string(folder.join(format!("{name}.1")));
        assert!(page.is_ok_and(|page| page.contains(".SH NAME")), "{name}");
    }
    let file = folder.join("flora.1");
    let outcome = Flora::line("flora man").arg(file).run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""));
    assert!(outcome.stderr.contains("cannot write into"), "{outcome:?}");
}
