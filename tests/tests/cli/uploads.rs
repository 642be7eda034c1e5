//! `flora assets upload`: files, URLs and standard input, one or several at a time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Part, Reply, Request, Server};
use flora_tests::{KEY, scratch, spec};
use serde_json::{Value, json};

use crate::flora;

/// More than goes with a request.
pub(crate) const LARGE: usize = (4 << 20) + 1;

pub(crate) fn written(name: &str, content: &[u8]) -> PathBuf {
    let path = scratch("cli-uploads").join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

pub(crate) fn upload(server: &Server) -> Flora {
    let line = "flora assets upload --workspace-id ws_1";
    flora(line, server.url())
}

pub(crate) fn polled(id: &str, status: &str) -> Value {
    let mut asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
    asset["asset_id"] = json!(id);
    asset["status"] = json!(status);
    asset
}

/// A service whose upload host is itself, at `/form`: it does what is asked for.
pub(crate) fn obliging(request: &Request) -> Reply {
    match (request.method.as_str(), request.path()) {
        ("POST", "/assets") => {
            let is_form = |value: &str| value.starts_with("multipart/");
            if request.header("content-type").is_some_and(is_form) {
                let direct = spec::reply("post", "/assets", 201, "direct_upload");
                return Reply::json(201, direct);
            }
            let body = request.json();
            if body["source"] != "signed-url" {
                let fetched = spec::reply("post", "/assets", 201, "public_url");
                return Reply::json(201, fetched);
            }
            let mut signed = spec::reply("post", "/assets", 201, "signed_upload");
            let host = request.header("host").unwrap_or_default();
            signed["upload"]["url"] = json!(format!("http://{host}/form"));
            Reply::json(201, signed)
        }
        ("POST", "/form") => Reply::new(204),
        ("POST", _) => {
            let path = "/assets/{assetId}/complete";
            Reply::json(200, spec::reply("post", path, 200, "pending"))
        }
        (_, path) => Reply::json(200, polled(path.trim_start_matches("/assets/"), "ready")),
    }
}

pub(crate) fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(Request::line).collect()
}

#[test]
fn a_small_file_goes_with_the_request() {
    let server = Server::start(obliging);
    let path = written("small.webp", b"RIFF\0\xff");
    let outcome = upload(&server).arg("--folder").arg("a b").arg(&path).run();
    assert_eq!(outcome.json(), polled("asset_jkl012", "ready"));
    assert_eq!(lines(&server), ["POST /assets", "GET /assets/asset_jkl012"]);
    let request = server.requests().remove(0);
    assert_eq!(
        request.parts(),
        [
            Part::text("workspace_id", "ws_1"),
            Part::text("folder", "a b"),
            Part::text("file_name", "small.webp"),
            Part::text("content_type", "image/webp"),
            Part::file("file", "small.webp", "image/webp", b"RIFF\0\xff"),
        ]
    );
}

#[test]
fn a_large_file_goes_to_a_reserved_place() {
    let server = Server::start(obliging);
    let path = written("large.mp4", &vec![7; LARGE]);
    let outcome = upload(&server).arg(&path).run();
    assert_eq!(outcome.json(), polled("asset_abc123", "ready"));
    let expected = [
        "POST /assets",
        "POST /form",
        "POST /assets/asset_abc123/complete",
        "GET /assets/asset_abc123",
    ];
    assert_eq!(lines(&server), expected);
    let form = &server.requests()[1];
    assert_eq!(form.header("authorization"), None);
    assert!(
        !form
            .bytes
            .windows(KEY.len())
            .any(|bytes| bytes == KEY.as_bytes())
    );
    assert_eq!(form.parts().last().map(|part| part.body.len()), Some(LARGE));
}

#[test]
fn waiting_can_be_left_to_others() {
    let server = Server::start(obliging);
    let path = written("unwaited.mp4", &vec![7; LARGE]);
    let outcome = upload(&server).arg(&path).arg("--no-wait").run();
    let completed = spec::reply("post", "/assets/{assetId}/complete", 200, "pending");
    assert_eq!(outcome.json(), completed);
    assert_eq!(lines(&server).len(), 3);
}

#[test]
fn a_url_is_fetched_by_the_service() {
    let server = Server::start(obliging);
    let outcome = upload(&server).arg("https://example.com/a%20b.png").run();
    assert_eq!(outcome.json(), polled("asset_ghi789", "ready"));
    assert_eq!(
        server.requests()[0].json(),
        json!({
            "source": "https://example.com/a%20b.png",
            "workspace_id": "ws_1",
            "file_name": "a b.png",
        })
    );
}

#[test]
fn standard_input_is_read_where_it_is_named() {
    let server = Server::start(obliging);
    let path = written("stdin.bin", b"GIF89a");
    let stdin = File::open(&path).expect("the file is there");
    let upload_it = upload(&server).arg("--file-name").arg("a.gif").arg("-");
    let outcome = upload_it.stdin(stdin).run();
    assert_eq!(outcome.json(), polled("asset_jkl012", "ready"));
    let file = Part::file("file", "a.gif", "image/gif", b"GIF89a");
    assert!(server.requests()[0].parts().contains(&file));
}

/// It does not stay in memory, and a second attempt starts at its first byte.
#[test]
fn long_standard_input_is_read_again_for_each_attempt() {
    let is_first = AtomicBool::new(true);
    let server = Server::start(move |request| {
        if request.path() == "/form" && is_first.swap(false, Ordering::SeqCst) {
            return Reply::new(503).header("retry-after-ms", "1");
        }
        obliging(request)
    });
    let content: Vec<u8> = (0..9_u32 << 20).map(|index| (index >> 8) as u8).collect();
    let path = written("long.bin", &content);
    let stdin = File::open(&path).expect("the file is there");
    let outcome = upload(&server).arg("-").stdin(stdin).run();
    assert_eq!(outcome.json(), polled("asset_abc123", "ready"));
    let requests = server.requests();
    let forms = requests.iter().filter(|request| request.path() == "/form");
    let bodies: Vec<Vec<u8>> = forms
        .filter_map(|form| form.parts().pop())
        .map(|part| part.body)
        .collect();
    assert_eq!(bodies.len(), 2);
    assert!(bodies.iter().all(|body| *body == content));
}

/// A service that refuses what is called `bad.…`.
fn choosy() -> Server {
    Server::start(|request| {
        let is_bad =
            request.path() == "/assets" && request.body.windows(4).any(|bytes| bytes == b"bad.");
        match is_bad {
            true => Reply::json(400, spec::error("BadRequest", "input_validation_error")),
            false => obliging(request),
        }
    })
}

fn three(server: &Server, more: &str) -> Outcome {
    let run = ["one.png", "bad.png", "two.png"]
        .iter()
        .fold(upload(server), |run, name| run.arg(written(name, b"x")));
    more.split_whitespace().fold(run, Flora::arg).run()
}

#[test]
fn one_that_fails_does_not_keep_the_others() {
    let server = choosy();
    let outcome = three(&server, "");
    assert_eq!(outcome.code, Some(5), "{outcome:?}");
    let results: Value = serde_json::from_str(&outcome.stdout).expect("it is one document");
    let results = results.as_array().expect("it is a list");
    let name = |index: usize| results[index]["source"].as_str().unwrap_or_default();
    for (index, end) in ["one.png", "bad.png", "two.png"].into_iter().enumerate() {
        assert!(name(index).ends_with(end), "{results:?}");
    }
    assert_eq!(results[0]["reply"], polled("asset_jkl012", "ready"));
    assert_eq!(results[1]["error"]["kind"], "invalid");
    assert_eq!(results[1]["exit_code"], 5);
    assert_eq!(results[2]["reply"]["status"], "ready");
    let said = &outcome.stderr;
    assert!(said.contains("bad.png: 400 Bad Request"), "{said}");
    assert!(said.ends_with("error: 2 of 3 uploaded\n"), "{said}");
    assert!(!said.contains('\u{1b}'), "nothing is drawn: {said}");
}

#[test]
fn results_come_in_every_format() {
    let server = choosy();
    let lines = three(&server, "--format jsonl").stdout;
    let lines: Vec<Value> = (lines.lines())
        .map(|line| serde_json::from_str(line).expect("a line is a document"))
        .collect();
    assert_eq!(lines.len(), 3);
    let table = three(&server, "--columns source,asset_id,status,error").stdout;
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows[0].starts_with("SOURCE"), "{table}");
    assert!(
        rows[1].contains("one.png") && rows[1].contains("asset_jkl012"),
        "{table}"
    );
    assert!(
        rows[2].contains("bad.png") && !rows[2].contains("asset_"),
        "{table}"
    );
    let ids = three(&server, "--jq .[].reply.asset_id -r").stdout;
    assert_eq!(ids, "asset_jkl012\nnull\nasset_jkl012\n");
    let outcome = three(&server, "--format raw");
    assert_eq!(
        (outcome.code, &*outcome.stdout),
        (Some(2), ""),
        "{outcome:?}"
    );
    let outcome = three(&server, "--error-format json");
    let said: Vec<Value> = (outcome.stderr.lines())
        .map(|line| serde_json::from_str(line).expect("a line is a document"))
        .collect();
    assert_eq!(said.len(), 2);
    assert!(
        said[0]["source"]
            .as_str()
            .is_some_and(|source| source.ends_with("bad.png"))
    );
    assert_eq!(said[0]["error"]["status"], 400);
    assert_eq!(said[1]["error"]["message"], "2 of 3 uploaded");
    assert_eq!(said[1]["exit_code"], 5);
}

#[test]
fn what_cannot_be_uploaded_is_found_before_anything_is_sent() {
    let server = Server::start(obliging);
    let there = written("there.png", b"x");
    for (more, said) in [
        ("", "name a file or a URL"),
        ("/is/not/there.png", "cannot read /is/not/there.png: "),
        (".", "is a folder"),
        ("- -", "only once"),
        (
            "a.png b.png --file-name c.png",
            "--file-name is for one file",
        ),
        (
            "a.png b.png --idempotency-key k",
            "--idempotency-key is for one file",
        ),
        ("a.png --parallel 5", "5 is not in 1..=4"),
        ("a.png --folder", "a value is required"),
        ("https:///", "not a URL"),
    ] {
        let run = more.split_whitespace().fold(upload(&server), Flora::arg);
        let outcome = match said {
            "cannot read /is/not/there.png: " => run.arg(&there).run(),
            _ => run.run(),
        };
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{more}");
        assert!(outcome.stderr.contains(said), "{more}: {}", outcome.stderr);
    }
    assert!(server.requests().is_empty());
}

/// Four at a time, and no more than two after the service had too much to do.
#[test]
fn less_is_done_at_a_time_after_a_429() {
    static AT_A_TIME: AtomicUsize = AtomicUsize::new(0);
    static MOST_BEFORE: AtomicUsize = AtomicUsize::new(0);
    static MOST_AFTER: AtomicUsize = AtomicUsize::new(0);
    static IS_TIRED: AtomicBool = AtomicBool::new(false);
    let server = Server::start(|request| {
        // Each file begins with one of these; the others end what has begun.
        if request.line() != "POST /assets" {
            return obliging(request);
        }
        let now = AT_A_TIME.fetch_add(1, Ordering::SeqCst) + 1;
        let most = match IS_TIRED.load(Ordering::SeqCst) {
            true => &MOST_AFTER,
            false => &MOST_BEFORE,
        };
        most.fetch_max(now, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(150));
        let reply = match now == 4 && !IS_TIRED.swap(true, Ordering::SeqCst) {
            true => {
                let error = spec::error("TooManyRequests", "rate_limited");
                Reply::json(429, error).header("retry-after-ms", "300")
            }
            false => obliging(request),
        };
        AT_A_TIME.fetch_sub(1, Ordering::SeqCst);
        reply
    });
    let files = (0..9).map(|index| written(&format!("many-{index}.png"), b"x"));
    let outcome = files.fold(upload(&server), Flora::arg).run();
    let results = outcome.json();
    assert_eq!(results.as_array().map(Vec::len), Some(9));
    assert_eq!(MOST_BEFORE.load(Ordering::SeqCst), 4);
    assert_eq!(MOST_AFTER.load(Ordering::SeqCst), 2);
}

/// One is put off by a 429, after an attempt that the service may have stored.
#[test]
fn what_is_begun_again_keeps_its_key() {
    let attempts = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if request.line() != "POST /assets" {
            return obliging(request);
        }
        let is_it = request.body.windows(6).any(|bytes| bytes == b"twice.");
        match is_it.then(|| attempts.fetch_add(1, Ordering::SeqCst)) {
            Some(0) => Reply::new(503).header("retry-after-ms", "1"),
            Some(1) => {
                let error = spec::error("TooManyRequests", "rate_limited");
                Reply::json(429, error).header("retry-after-ms", "400")
            }
            Some(_) => Reply::json(409, spec::error("Conflict", "idempotency_duplicate")),
            // Under way for long enough, so that there is no room for it.
            None => obliging(request).after(Duration::from_millis(800)),
        }
    });
    let names = ["twice.png", "a.png", "b.png", "c.png"];
    let files = names.iter().map(|name| written(name, b"x"));
    let outcome = files.fold(upload(&server), Flora::arg).run();
    let said = &outcome.stderr;
    assert_eq!(outcome.code, Some(6), "{said}");
    let hint = "hint: the service accepted an earlier attempt of this command\n";
    assert!(said.contains(hint), "{said}");
    let requests = server.requests();
    let keys: Vec<&str> = (requests.iter())
        .filter(|request| request.body.windows(6).any(|bytes| bytes == b"twice."))
        .filter_map(|request| request.header("idempotency-key"))
        .collect();
    assert_eq!(keys.len(), 3, "{requests:?}");
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    let others = requests
        .iter()
        .filter_map(|it| it.header("idempotency-key"));
    assert_eq!(others.filter(|key| *key == keys[0]).count(), 3);
}

/// Results that cannot be printed are the end of all of it, and nothing of that is kept quiet.
#[test]
fn a_filter_that_fails_tells_what_is_left() {
    let server = Server::start(|request| {
        let is_slow = request.path() == "/form";
        match is_slow {
            true => Reply::new(204).after(Duration::from_secs(20)),
            false => obliging(request),
        }
    });
    let (small, large) = (
        written("told.png", b"x"),
        written("left.mp4", &vec![7; LARGE]),
    );
    let run = |more: &str| {
        let filter = "--jq .reply.status|error(\"no\")";
        let run = upload(&server).arg(&large).arg(&small);
        let words = filter.split(' ').chain(more.split_whitespace());
        words.fold(run, Flora::arg).arg("--format=jsonl").run()
    };
    let outcome = run("");
    let said = &outcome.stderr;
    assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(lines[0].starts_with("error: "), "{said}");
    assert_eq!(lines[1], "error: stopped; 1 of 2 uploaded");
    assert!(lines[2].contains("left.mp4: asset_abc123 is reserved without its bytes"));
    let outcome = run("--error-format json");
    let said: Vec<Value> = (outcome.stderr.lines())
        .map(|line| serde_json::from_str(line).expect("a line is a document"))
        .collect();
    assert_eq!(said.len(), 2, "{outcome:?}");
    assert_eq!(said[1]["error"]["message"], "stopped; 1 of 2 uploaded");
    assert_eq!(said[1]["left"][0]["id"], "asset_abc123");
    assert_eq!(said[1]["exit_code"], said[0]["exit_code"]);
}

#[test]
fn a_rehearsal_shows_the_first_request_of_each() {
    let path = written("shown.png", b"x");
    let run = |more: &str| {
        let run = flora(
            "flora assets upload --workspace-id ws_1",
            "http://127.0.0.1:1",
        );
        more.split_whitespace()
            .fold(run, Flora::arg)
            .arg(&path)
            .run()
    };
    let shown = run("https://example.com/a.png --dry-run");
    assert_eq!((shown.code, &*shown.stderr), (Some(0), ""), "{shown:?}");
    for said in [
        "POST http://127.0.0.1:1/assets\n",
        "\"source\":\"https://example.com/a.png\"",
        "file_name: shown.png\n",
        "file: @",
    ] {
        assert!(shown.stdout.contains(said), "no {said:?}: {}", shown.stdout);
    }
    assert!(!shown.stdout.contains(KEY));
}

/// The commands that exist for what the operations are parts of.
#[test]
fn ends_are_waited_for() {
    let states = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let id = request.path().trim_start_matches("/assets/").to_owned();
        let state = match (&*id, states.fetch_add(1, Ordering::SeqCst)) {
            ("asset_bad", _) => "failed",
            (_, 0 | 1) => "pending_upload",
            _ => "ready",
        };
        let mut asset = polled(&id, state);
        if state == "failed" {
            asset["failure_message"] = json!("The codec is not supported.");
        }
        Reply::json(200, asset)
    });
    let wait = |line: &str| flora(&format!("flora assets wait {line}"), server.url()).run();
    let outcome = wait("asset_a --interval 0.01");
    assert_eq!(outcome.json(), polled("asset_a", "ready"));
    assert_eq!(lines(&server).len(), 3);

    let outcome = wait("asset_bad");
    assert_eq!(
        (outcome.code, &*outcome.stdout),
        (Some(11), ""),
        "{outcome:?}"
    );
    let said = "error: asset_bad is `failed`: The codec is not supported.\n";
    assert_eq!(outcome.stderr, said);

    let outcome = wait("asset_a --asset-id asset_bad asset_c --jq .[].reply.status");
    assert_eq!(outcome.code, Some(11), "{outcome:?}");
    assert_eq!(outcome.stdout, "\"ready\"\n\"ready\"\nnull\n");
    assert!(
        outcome.stderr.ends_with("error: 2 of 3 are done\n"),
        "{outcome:?}"
    );

    let outcome = wait("not_an_id");
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
}

#[test]
fn waiting_ends_at_its_deadline() {
    let server = Server::always(Reply::json(200, polled("asset_a", "pending_upload")));
    let line = "flora assets wait asset_a --interval 0.05 --deadline 0.2";
    let outcome = flora(line, server.url()).run();
    assert_eq!(
        (outcome.code, &*outcome.stdout),
        (Some(10), ""),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.contains("it is `pending_upload`"),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.contains("hint: --deadline SECONDS"),
        "{outcome:?}"
    );
}

#[test]
fn a_command_can_wait_for_what_it_began() {
    let server = FloraServer::start();
    let line = "flora assets create --source https://example.com/a.png --workspace-id ws_1 --wait";
    let outcome = flora(line, server.url()).run();
    assert_eq!(outcome.json(), polled("asset_ghi789", "ready"));
    let outcome = flora("flora assets complete asset_abc123 --wait", server.url()).run();
    assert_eq!(outcome.json(), polled("asset_abc123", "ready"));
    // Of a reservation the form comes first: somebody has to send the bytes.
    let line = "flora assets retry asset_abc123 --wait --format jsonl";
    let outcome = flora(line, server.url()).run();
    assert_eq!(
        (outcome.code, &*outcome.stderr),
        (Some(0), ""),
        "{outcome:?}"
    );
    let documents: Vec<Value> = (outcome.stdout.lines())
        .map(|line| serde_json::from_str(line).expect("a line is a document"))
        .collect();
    assert!(documents[0]["upload"]["url"].is_string());
    assert_eq!(documents[1], polled("asset_abc123", "ready"));
    assert_eq!(server.requests().len(), 6);
}

/// The name of a file has nothing to do with the flags of the document.
#[test]
fn a_name_with_an_at_sign_can_be_spelled() {
    let server = Server::start(obliging);
    let folder = written("@home.png", b"x");
    let folder = folder.parent().unwrap_or(Path::new("."));
    let name = folder.join("@home.png");
    let outcome = upload(&server).arg(&name).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let by_at = format!("@{}", written("plain.png", b"x").display());
    let outcome = upload(&server).arg(by_at).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
}
