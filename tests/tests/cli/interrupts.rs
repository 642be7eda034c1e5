//! Ctrl-C: what is done is told, and how to go on with what is not.

use std::thread;
use std::time::Duration;

use flora_tests::command::Outcome;
use flora_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::flora;
use crate::uploads::{LARGE, lines, obliging, polled, upload, written};

#[test]
fn ctrl_c_says_what_is_left() {
    let server = Server::start(|request| match request.path() {
        "/form" => Reply::new(204).after(Duration::from_secs(20)),
        _ => obliging(request),
    });
    let (small, large) = (
        written("done.png", b"x"),
        written("cut.mp4", &vec![7; LARGE]),
    );
    let running = upload(&server).arg(&small).arg(&large).start();
    wait_for(&server, "POST /form");
    wait_for(&server, "GET /assets/asset_jkl012");
    thread::sleep(Duration::from_millis(300));
    running.interrupt();
    let outcome = running.end();
    assert_eq!(outcome.code, Some(130), "{outcome:?}");
    let said = &outcome.stderr;
    assert!(
        said.starts_with("error: interrupted; 1 of 2 uploaded\n"),
        "{said}"
    );
    assert!(
        said.contains("cut.mp4: asset_abc123 is reserved without its bytes"),
        "{said}"
    );
    let results: Value = serde_json::from_str(&outcome.stdout).expect("what is done is printed");
    assert_eq!(results.as_array().map(Vec::len), Some(1));
}

#[test]
fn ctrl_c_while_the_service_works_tells_how_to_go_on() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, polled("asset_jkl012", "pending_upload")),
        _ => obliging(request),
    });
    let path = written("slow.png", b"x");
    for (format, said) in [
        ("text", "`flora assets wait asset_jkl012` goes on waiting"),
        (
            "json",
            "\"step\":\"waiting for the service\",\"id\":\"asset_jkl012\"",
        ),
    ] {
        let running = upload(&server)
            .arg("--error-format")
            .arg(format)
            .arg(&path)
            .start();
        let before = server.requests().len();
        while server.requests().len() < before + 2 {
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(Duration::from_millis(200));
        running.interrupt();
        let outcome = running.end();
        assert_eq!(
            (outcome.code, &*outcome.stdout),
            (Some(130), ""),
            "{outcome:?}"
        );
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
}

fn wait_for(server: &Server, line: &str) {
    while !lines(server).iter().any(|other| other == line) {
        thread::sleep(Duration::from_millis(10));
    }
}

/// A service at work on everything, for ever.
fn at_work() -> Server {
    Server::start(|request| match request.method.as_str() {
        "GET" => {
            let id = request.path().trim_start_matches("/assets/");
            Reply::json(200, polled(id, "pending_upload"))
        }
        _ => obliging(request),
    })
}

/// What a command says that is interrupted once it has asked how it is going.
fn interrupted(line: &str) -> Outcome {
    let server = at_work();
    let running = flora(line, server.url()).start();
    while !lines(&server).iter().any(|line| line.starts_with("GET ")) {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(200));
    running.interrupt();
    running.end()
}

/// The id is known to nobody else.
#[test]
fn ctrl_c_while_a_command_waits_tells_the_id_and_how_to_go_on() {
    let line = "flora assets create --source https://example.com/a.png --workspace-id ws_1 --wait";
    let outcome = interrupted(line);
    assert_eq!(
        (outcome.code, &*outcome.stdout, &*outcome.stderr),
        (
            Some(130),
            "",
            "error: interrupted\n\
             note: asset_ghi789 is not done; `flora assets wait asset_ghi789` goes on waiting\n"
        )
    );
    let outcome = interrupted(&format!("{line} --error-format json"));
    let said: Value = serde_json::from_str(&outcome.stderr).expect("it is JSON");
    assert_eq!(said["left"][0]["id"], "asset_ghi789");

    let outcome = interrupted("flora assets wait asset_a asset_b");
    let said = &outcome.stderr;
    assert!(
        said.starts_with("error: interrupted; 0 of 2 are done\n"),
        "{said}"
    );
    assert!(
        said.contains("note: asset_b is not done; `flora assets wait asset_b`"),
        "{said}"
    );
}

/// Whatever the answer to the first one waits for: here, a reader that does not read.
#[test]
fn the_second_ctrl_c_ends_it_at_once() {
    let server = Server::start(|request| match request.path() {
        "/assets/asset_done" => {
            let mut asset = polled("asset_done", "ready");
            asset["x"] = json!("x".repeat(1 << 20));
            Reply::json(200, asset)
        }
        _ => Reply::json(200, polled("asset_a", "pending_upload")),
    });
    let line = "flora assets wait asset_done asset_a --timing";
    let mut running = flora(line, server.url()).start();
    while lines(&server).len() < 3 {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(200));
    running.interrupt();
    running.hear("timing: ");
    // It has not ended, since it has a megabyte to write and nobody reads.
    assert!(!running.has_ended());
    for _ in 0..100 {
        running.interrupt();
        thread::sleep(Duration::from_millis(50));
        if running.has_ended() {
            break;
        }
    }
    assert!(running.has_ended(), "it goes on");
    assert_eq!(running.end().code, Some(130));
}
