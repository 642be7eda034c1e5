//! `flora assets download`: the bytes of an asset from the host that its URL names.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use flora_tests::command::Outcome;
use flora_tests::fault::Fault;
use flora_tests::server::{Reply, Request, Server};
use flora_tests::{KEY, scratch, spec};
use serde_json::{Value, json};

use crate::flora;

const BYTES: &[u8] = b"\x89PNG\r\n\0\xff";

/// The end of an address that is as good as a key.
const SIGNED: &str = "?X-Signature=do_not_print";

/// A service whose file host is itself, with this path in the address of the asset.
fn hosting(path: &'static str, host: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        if !request.path().starts_with("/assets/") {
            return host(request);
        }
        let mut asset = spec::reply("get", "/assets/{assetId}", 200, "ready_image");
        let host = request.header("host").unwrap_or_default();
        asset["url"] = json!(format!("http://{host}{path}{SIGNED}"));
        Reply::json(200, asset)
    })
}

fn whole(_: &Request) -> Reply {
    Reply::bytes(200, "image/png", BYTES)
}

fn folder(name: &str) -> PathBuf {
    let folder = scratch("cli-downloads").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Runs it in a folder, and holds that nobody is told the key or the end of the address.
fn download(server: &Server, folder: &Path, line: &str) -> Outcome {
    let line = format!("flora assets download asset_abc123 {line}");
    let outcome = flora(&line, server.url()).folder(folder).run();
    for secret in [KEY, "do_not_print"] {
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains(secret), "{said}");
    }
    outcome
}

/// The names and contents of a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut files: Vec<_> = entries
        .map(|entry| {
            let entry = entry.expect("the entry can be read");
            let content = fs::read(entry.path()).expect("the file can be read");
            (entry.file_name().to_string_lossy().into_owned(), content)
        })
        .collect();
    files.sort();
    files
}

fn only(name: &str, content: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![(name.to_owned(), content.to_vec())]
}

#[track_caller]
fn assert_fails(outcome: &Outcome, code: i32, said: &str) {
    assert_eq!(
        (outcome.code, &*outcome.stdout),
        (Some(code), ""),
        "{outcome:?}"
    );
    assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
}

#[test]
fn the_bytes_come_without_the_key() {
    let server = hosting("/files/hero%20a.png", whole);
    let folder = folder("plain");
    let outcome = download(&server, &folder, "");
    let told = json!({"id": "asset_abc123", "file": "hero a.png", "bytes": BYTES.len()});
    assert_eq!(outcome.json(), told);
    assert_eq!(files(&folder), only("hero a.png", BYTES));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[1].line(),
        format!("GET /files/hero%20a.png{SIGNED}")
    );
    assert_eq!(requests[1].sorted_headers(), ["accept: */*"]);
}

#[test]
fn the_name_of_an_address_leads_nowhere_else() {
    for (path, name) in [
        ("/..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd"),
        ("/.bashrc", "bashrc"),
        ("/-rf", "rf"),
        ("/nul.txt", "_nul.txt"),
        ("/a%00%1b%5c.png", "a___.png"),
        ("/files/", "asset_abc123"),
        ("/...", "asset_abc123"),
    ] {
        let server = hosting(path, whole);
        let folder = folder("names");
        let outcome = download(&server, &folder, "--jq .file -r");
        assert_eq!(outcome.stdout, format!("{name}\n"), "{path}: {outcome:?}");
        assert_eq!(files(&folder), only(name, BYTES));
    }
}

#[test]
fn a_file_that_is_there_stays() {
    let server = hosting("/hero.png", whole);
    let folder = folder("there");
    fs::write(folder.join("hero.png"), "mine").expect("the file can be written");
    for line in ["", "--to hero.png"] {
        let outcome = download(&server, &folder, line);
        assert_fails(&outcome, 2, "error: hero.png is there already\n");
        assert_eq!(files(&folder), only("hero.png", b"mine"));
    }
    // What was named is looked at before anything is asked.
    assert_eq!(server.requests().len(), 1);
    assert_fails(&download(&server, &folder, "--to ."), 2, ". is a folder");
    let outcome = download(&server, &folder, "--to hero.png --force");
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(files(&folder), only("hero.png", BYTES));
}

#[test]
fn a_folder_that_is_not_there_is_told_before_anything_is_asked() {
    let server = hosting("/hero.png", whole);
    let folder = folder("nowhere");
    fs::write(folder.join("file"), "").expect("the file can be written");
    for (to, said) in [
        ("none/hero.png", "error: there is no folder none\n"),
        ("none/hero.png --force", "error: there is no folder none\n"),
        ("file/hero.png", "error: file is no folder\n"),
    ] {
        let outcome = download(&server, &folder, &format!("--to {to}"));
        assert_fails(&outcome, 2, said);
    }
    assert_eq!(server.requests().len(), 0);
    assert_eq!(files(&folder), only("file", b""));
}

/// It is not the time of an attempt that ran out, and more of that would not help.
#[test]
fn a_deadline_is_told_as_what_it_is() {
    for (path, said) in [
        (
            "/never.png",
            "no reply from 127.0.0.1 within the deadline of 0.5 s",
        ),
        (
            "/half.png",
            "127.0.0.1 sent nothing more within the deadline of 0.5 s",
        ),
    ] {
        let server = hosting(path, |request| match request.path() {
            "/never.png" => whole(request).after(Duration::from_secs(20)),
            _ => whole(request).fault(Fault::HalfThenSilence),
        });
        let folder = folder("late");
        let outcome = download(&server, &folder, "--deadline 0.5");
        let said = format!("error: {said}\nhint: --deadline SECONDS allows more time\n");
        assert_fails(&outcome, 10, &said);
        assert_eq!(files(&folder), []);
    }
}

#[test]
fn standard_output_gets_nothing_but_the_bytes() {
    let server = hosting("/a.txt", |_| Reply::text(200, "text/plain", "of the file"));
    let folder = folder("stdout");
    let outcome = download(&server, &folder, "--to -");
    assert_eq!(
        (outcome.code, &*outcome.stdout, &*outcome.stderr),
        (Some(0), "of the file", "")
    );
    assert_eq!(files(&folder), []);
}

#[test]
fn an_asset_without_a_url_tells_its_state() {
    let pending = spec::reply("get", "/assets/{assetId}", 200, "pending_video");
    let server = Server::always(Reply::json(200, pending));
    let folder = folder("pending");
    let outcome = download(&server, &folder, "");
    let said = "error: asset_abc123 has no bytes to download; it is `pending_upload`\n";
    assert_fails(&outcome, 11, said);
    assert_eq!(files(&folder), []);
}

#[test]
fn what_the_host_refuses_leaves_no_file() {
    let server = hosting("/gone.png", |_| Reply::text(404, "text/plain", SIGNED));
    let folder = folder("refused");
    let outcome = download(&server, &folder, "--debug");
    assert_fails(
        &outcome,
        11,
        "error: 127.0.0.1 did not give the bytes: 404 Not Found\n",
    );
    assert_eq!(files(&folder), []);
}

#[test]
fn what_breaks_off_leaves_no_file() {
    for (fault, said) in [
        (Fault::Half, "the connection to 127.0.0.1 broke"),
        (Fault::HalfThenReset, "the connection to 127.0.0.1 broke"),
    ] {
        let server = hosting("/half.png", move |request| whole(request).fault(fault));
        let folder = folder("half");
        let outcome = download(&server, &folder, "--max-retries 0");
        assert_fails(&outcome, 9, said);
        assert_eq!(files(&folder), []);
    }
    let server = hosting("/still.png", |request| {
        whole(request).fault(Fault::HalfThenSilence)
    });
    let folder = folder("still");
    let outcome = download(&server, &folder, "--timeout 0.3 --max-retries 0");
    assert_fails(&outcome, 10, "127.0.0.1 sent nothing more within 0.3 s");
    assert_eq!(files(&folder), []);
}

#[test]
fn what_breaks_off_is_asked_for_again_from_the_start() {
    let server = hosting("/twice.png", {
        let count = std::sync::atomic::AtomicUsize::new(0);
        move |request| match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => whole(request).half(),
            1 => Reply::new(503),
            _ => whole(request),
        }
    });
    let folder = folder("twice");
    let outcome = download(&server, &folder, "--max-retries 2");
    assert_eq!(outcome.json()["bytes"], BYTES.len());
    assert_eq!(files(&folder), only("twice.png", BYTES));
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn redirects_are_followed_to_where_bytes_may_come_from() {
    let server = hosting("/moved.png", |request| match request.path() {
        "/moved.png" => Reply::new(302).header("location", "/stored/x?X-Signature=do_not_print"),
        _ => whole(request),
    });
    let folder = folder("moved");
    assert_eq!(download(&server, &folder, "--debug").code, Some(0));
    assert_eq!(files(&folder), only("moved.png", BYTES));

    let server = hosting("/a", |_| {
        Reply::new(302).header("location", "file:///etc/passwd")
    });
    let outcome = download(&server, &folder, "");
    assert_fails(&outcome, 9, "the address of the bytes is none of HTTP");
}

#[test]
fn a_rehearsal_asks_for_nothing() {
    let server = hosting("/a.png", whole);
    let folder = folder("rehearsal");
    let outcome = download(&server, &folder, "--dry-run");
    assert!(
        outcome.stdout.contains("/assets/asset_abc123"),
        "{outcome:?}"
    );
    assert_eq!((server.requests().len(), files(&folder).len()), (0, 0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_file() {
    let server = hosting("/slow.png", |request| {
        whole(request).fault(Fault::HalfThenSilence)
    });
    let folder = folder("interrupted");
    let line = "flora assets download asset_abc123 --error-format json";
    let running = flora(line, server.url()).folder(&folder).start();
    while files(&folder).is_empty() {
        thread::sleep(Duration::from_millis(10));
    }
    running.interrupt();
    let outcome = running.end();
    assert_fails(&outcome, 130, "\"interrupted\"");
    let said: Value = serde_json::from_str(&outcome.stderr).expect("it is JSON");
    assert_eq!(said["left"][0]["step"], "downloading");
    assert_eq!(files(&folder), []);
}
