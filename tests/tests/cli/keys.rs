//! Where a key can be seen while a command runs, and in all that the commands print.
//!
//! A key that is given by file, standard input or profile is in no list of processes; one that is
//! given as `--api-key KEY` is, which is why the help names the others.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use flora_tests::command::Flora;
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, scratch, spec};

/// A file with the key, which only its owner can read, as people are told to keep it.
fn key_file() -> PathBuf {
    let file = scratch("keys").join("key.txt");
    fs::write(&file, format!("{KEY}\n")).expect("the file can be written");
    file
}

/// Each command, the ones that fail included.
const LINES: [&str; 13] = [
    "flora assets list",
    "flora assets list --all --format jsonl",
    "flora assets list --format table --include",
    "flora assets retrieve asset_abc123 --format yaml",
    "flora assets retrieve asset_none",
    "flora assets create --source signed-url --workspace-id ws_abc123",
    "flora assets create --source signed-url --workspace-id ws_abc123 --dry-run=curl",
    "flora assets complete asset_ghi789",
    "flora assets retry asset_mno345",
    "flora api GET /assets",
    "flora auth status",
    "flora config show --format json",
    "flora assets list --limit none",
];

#[test]
fn no_command_prints_the_key() {
    let server = FloraServer::start();
    let file = key_file();
    for line in LINES {
        for more in ["", "--debug --timing", "--error-format json"] {
            let line = format!("{line} {more} --api-key-file {}", file.display());
            let outcome = Flora::line(&line).env("FLORA_BASE_URL", server.url()).run();
            let all = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(!all.contains(KEY), "{line}: {all}");
        }
    }
    assert!(server.requests().len() > 20, "the commands did something");
}

/// What `ps` shows of a process while it waits for its reply.
#[cfg(target_os = "linux")]
#[test]
fn a_key_from_a_file_or_a_pipe_is_not_in_the_list_of_processes() {
    let page = spec::reply("get", "/assets", 200, "first_page");
    let server = Server::always(Reply::json(200, page).after(Duration::from_secs(2)));
    let file = key_file();
    for way in [file.to_str().expect("the path is text"), "-"] {
        let mut child = Command::new(flora_tests::command::program())
            .args(["assets", "list", "--api-key-file", way])
            .env_clear()
            .env("FLORA_BASE_URL", server.url())
            .stdin(fs::File::open(&file).expect("the file can be read"))
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let seen = server.requests().len();
        while server.requests().len() == seen {
            assert!(child.try_wait().is_ok_and(|end| end.is_none()), "it ended");
            std::thread::sleep(Duration::from_millis(5));
        }
        let of_process = |name: &str| {
            let content = fs::read(format!("/proc/{}/{name}", child.id()));
            String::from_utf8_lossy(&content.expect("it runs")).into_owned()
        };
        let line = of_process("cmdline");
        assert!(line.contains("--api-key-file"), "{line}");
        assert!(!line.contains(KEY), "{line}");
        assert!(!of_process("environ").contains(KEY));
        assert!(child.wait().expect("it ends").success());
        let last = server.requests().pop().expect("it was asked");
        let expected = format!("Bearer {KEY}");
        assert_eq!(last.header("authorization"), Some(&*expected));
    }
}

/// What the help advises keeps a key out of the history of the shell.
#[test]
fn the_help_advises_ways_that_leave_no_trace() {
    let outcome = Flora::line("flora help environment").run();
    for text in ["flora auth login", "--api-key-file", "history"] {
        assert!(outcome.stdout.contains(text), "{}", outcome.stdout);
    }
}
