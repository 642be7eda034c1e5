//! What people see: each line as it is typed, its exit code, and all that it prints.
//!
//! The transcripts are in `snapshots/`, to be read as a user reads them. Nothing of a run is left out;
//! what differs from run to run is replaced by a word (`SERVER`, `FOLDER`).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::server::{Reply, Server};
use flora_tests::{KEY, scratch, spec};

/// Some runs in the order in which they were made.
#[derive(Default)]
struct Transcript {
    text: String,
    /// What differs from run to run, with the word that stands for it.
    words: Vec<(String, &'static str)>,
}

impl Transcript {
    fn replace(mut self, text: impl Into<String>, word: &'static str) -> Self {
        self.words.push((text.into(), word));
        self
    }

    fn heading(&mut self, words: &str) {
        self.text.push_str(&format!("## {words}\n\n"));
    }

    fn add(&mut self, line: &str, outcome: &Outcome) {
        let mut out = format!("$ {line}\n");
        for (name, said) in [("", &outcome.stdout), ("stderr | ", &outcome.stderr)] {
            for text in said.lines() {
                out.push_str(format!("{name}{text}").trim_end());
                out.push('\n');
            }
        }
        let code = outcome
            .code
            .map_or("by a signal".to_owned(), |code| code.to_string());
        out.push_str(&format!("exit code {code}\n\n"));
        self.text.push_str(&out);
    }

    /// Runs a line against a server.
    fn run(&mut self, line: &str, base_url: &str) {
        let outcome = crate::flora(line, base_url).run();
        self.add(line, &outcome);
    }

    /// Runs a list against a server that always gives this reply.
    fn reply(&mut self, heading: &str, reply: Reply) {
        let server = Server::always(reply.header("request-id", "req_abc123"));
        self.heading(heading);
        self.run("flora assets list --max-retries 0", &server.url());
        self.text = self.text.replace(&server.url(), "http://SERVER");
    }

    fn check(self, name: &str) {
        let mut text = self.text;
        for (found, word) in &self.words {
            text = text.replace(found, word);
        }
        // The numbers of systems differ, their words seldom.
        while let Some((before, rest)) = text.split_once(" (os error ") {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            text = format!("{before}{}", rest.strip_prefix(')').unwrap_or(rest));
        }
        assert!(!text.contains(KEY), "{text}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text.trim_end());
        });
    }
}

#[test]
fn commands() {
    let server = FloraServer::start();
    let folder = scratch("transcripts");
    let file = folder.join("hero.png");
    fs::write(&file, b"\x89PNG\r\n\x1a\n").expect("the file can be written");
    let mut all = Transcript::default()
        .replace(server.url(), "http://SERVER/api/v1")
        .replace(folder.to_string_lossy(), "FOLDER")
        .replace(flora_tests::user_agent(), "flora-client/VERSION");
    all.heading("The five commands");
    let create = "flora assets create --workspace-id ws_abc123";
    let lines = [
        format!("{create} --source https://example.com/source.png"),
        format!("{create} --file {}", file.display()),
        "flora assets list --limit 2 --workspace-id ws_abc123".to_owned(),
        "flora assets retrieve asset_abc123".to_owned(),
        "flora assets complete --asset-id asset_abc123".to_owned(),
        "flora assets retry asset_mno345".to_owned(),
    ];
    for line in lines {
        all.run(&line, &server.url());
    }
    all.heading("Formats");
    for rest in [
        "retrieve asset_abc123 --format pretty",
        "retrieve asset_abc123 --format table",
        "list --format table",
        "list --format jsonl",
        "list --format yaml",
        "list --format raw",
        "list --format explore",
        "list --columns asset_id,status",
        "list --all --jq .[].asset_id -r",
        "list --max-items 1 --transform 0.name",
        "retrieve asset_abc123 --include --jq .status",
    ] {
        all.run(&format!("flora assets {rest}"), &server.url());
    }
    all.heading("Without sending");
    for rest in ["--dry-run", "--dry-run=curl"] {
        let line = format!("{create} --source signed-url --idempotency-key key_1 {rest}");
        all.run(&line, &server.url());
    }
    all.heading("Endpoints without a command");
    all.run(
        "flora api GET /assets/asset_abc123 --jq .name",
        &server.url(),
    );
    all.run("flora api GET /nowhere", &server.url());
    all.check("commands");
}

#[test]
fn usage() {
    let server = FloraServer::start();
    let folder = scratch("transcripts");
    let secret = folder.join("unreadable");
    // A folder is the one thing that nobody can read as a file, root included.
    fs::create_dir_all(&secret).expect("a folder can be made");
    let mut all = Transcript::default()
        .replace(server.url(), "http://SERVER/api/v1")
        .replace(folder.to_string_lossy(), "FOLDER");
    let create = "flora assets create --source signed-url --workspace-id ws_abc123";
    let file = "flora assets create --workspace-id ws_abc123 --file";
    let folder = folder.display();
    let groups: [(&str, &[String]); 6] = [
        (
            "Unknown words",
            &[
                "flora asset list".to_owned(),
                "flora assets lst".to_owned(),
                "flora assets list --worksapce-id ws_abc123".to_owned(),
                "flora assets retrieve asset_1 asset_2".to_owned(),
            ],
        ),
        (
            "Bad values",
            &[
                "flora assets list --limit many".to_owned(),
                "flora assets list --limit 101".to_owned(),
                "flora assets list --format xml".to_owned(),
                "flora assets list --timeout 0".to_owned(),
                "flora assets list --max-items 0".to_owned(),
                "flora assets list --jq .[".to_owned(),
                "flora assets list --base-url example.com".to_owned(),
                "flora assets retrieve nope".to_owned(),
                format!("{create} --null source"),
                format!("{create} --body [1]"),
            ],
        ),
        (
            "Missing values",
            &[
                "flora assets retrieve".to_owned(),
                "flora assets create".to_owned(),
                "flora assets list --limit".to_owned(),
            ],
        ),
        (
            "Missing files",
            &[
                format!("{file} {folder}/none.png"),
                format!("{create} --body @{folder}/none.json"),
                format!("flora assets list --api-key-file {folder}/none"),
            ],
        ),
        (
            "Unreadable files",
            &[
                format!("{file} {folder}/unreadable"),
                format!("{create} --body @{folder}/unreadable"),
                format!("flora assets list --api-key-file {folder}/unreadable"),
            ],
        ),
        (
            "For machines",
            &[
                "flora assets lst --error-format json".to_owned(),
                "flora assets list --limit 101 --error-format json".to_owned(),
            ],
        ),
    ];
    for (heading, lines) in groups {
        all.heading(heading);
        for line in lines {
            all.run(line, &server.url());
        }
    }
    assert!(server.requests().is_empty(), "nothing of this is sent");
    all.check("usage");
}

#[test]
fn credentials() {
    let server = FloraServer::start();
    let mut all = Transcript::default();
    all.heading("No key");
    for rest in ["", " --error-format json"] {
        let line = format!("flora assets list{rest}");
        let flora = Flora::line(&line).env("FLORA_BASE_URL", server.url());
        all.add(&line, &flora.run());
    }
    all.heading("An empty key");
    let line = "flora assets list --api-key=";
    all.add(
        line,
        &Flora::line(line).env("FLORA_BASE_URL", server.url()).run(),
    );
    assert!(server.requests().is_empty(), "nothing of this is sent");
    let unauthorized = || Reply::json(401, spec::error("Unauthorized", "invalid_api_key"));
    all.reply("A wrong key", unauthorized());
    let refused = Server::always(unauthorized());
    all.run("flora assets list --error-format json", &refused.url());
    all.reply(
        "A key that may not",
        Reply::json(403, spec::error("Forbidden", "forbidden")),
    );
    all.check("credentials");
}

#[test]
fn replies_that_refuse() {
    let mut all = Transcript::default();
    let table = [
        (400, "BadRequest", "input_validation_error"),
        (402, "PaymentRequired", "insufficient_credits"),
        (404, "NotFound", "not_found"),
        (409, "Conflict", "conflict"),
        (409, "Conflict", "idempotency_duplicate"),
        (422, "UnprocessableEntity", "idempotency_conflict"),
        (500, "InternalServerError", "internal_error"),
        (503, "ServiceUnavailable", "service_unavailable"),
    ];
    for (status, component, example) in table {
        let reply = Reply::json(status, spec::error(component, example));
        all.reply(&format!("{status} {example}"), reply);
    }
    let limited = || Reply::json(429, spec::error("TooManyRequests", "rate_limited"));
    all.reply("429 with Retry-After", limited().header("retry-after", "5"));
    all.reply("429 without it", limited());
    let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\u{1b}[2J</body></html>";
    all.reply("502 by a gateway", Reply::text(502, "text/html", page));
    all.reply("500 and nothing else", Reply::new(500));
    all.reply(
        "A page of HTML with status 200",
        Reply::text(200, "text/html", "<h1>Hello</h1>"),
    );
    all.reply("No JSON", Reply::json(200, "{\"assets\": ["));
    all.check("replies_that_refuse");
}

#[test]
fn a_reply_that_refuses_for_machines() {
    let mut all = Transcript::default();
    let fields = Reply::json(400, spec::error("BadRequest", "input_validation_error"));
    let duplicate = Reply::json(409, spec::error("Conflict", "idempotency_duplicate"));
    let gateway = Reply::text(502, "text/html", "<h1>502 Bad Gateway</h1>");
    let create = "flora assets create --source signed-url --workspace-id ws_abc123 \
                  --idempotency-key key_1 --max-retries 0 --error-format json";
    for reply in [fields, duplicate, gateway] {
        let server = Server::always(reply.header("request-id", "req_abc123"));
        all.run(create, &server.url());
    }
    all.check("a_reply_that_refuses_for_machines");
}

#[test]
fn network() {
    let mut all = Transcript::default();
    all.heading("Nobody there");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let nobody = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    all = all.replace(&nobody, "http://SERVER");
    let line = "flora assets list --max-retries 0";
    all.run(line, &nobody);
    all.run(&format!("{line} --error-format json"), &nobody);
    all.reply("A server that hangs up", Reply::nothing());
    let page = spec::reply("get", "/assets", 200, "first_page");
    all.reply("Half of a reply", Reply::json(200, &page).half());
    all.reply(
        "A redirect to elsewhere",
        Reply::new(302).header("location", "https://example.com/"),
    );
    all.heading("A server that is late");
    let late = Server::always(Reply::json(200, &page).after(Duration::from_secs(5)));
    all = all.replace(late.url(), "http://SERVER");
    all.run(
        "flora assets list --max-retries 0 --timeout 0.2",
        &late.url(),
    );
    all.run(
        "flora assets list --deadline 0.2 --error-format json",
        &late.url(),
    );
    all.check("network");
}

/// Streams that are not there, by a shell.
#[cfg(unix)]
#[test]
fn closed_streams() {
    let server = FloraServer::start();
    let mut all = Transcript::default();
    let shell = |line: &str, rest: &str| {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("flora"));
        let words: Vec<&str> = words.collect();
        let script = format!("exec \"$0\" \"$@\" {rest}");
        let mut command = Command::new("sh");
        command
            .args(["-c", &script])
            .arg(flora_tests::command::program())
            .args(words);
        command
            .env_clear()
            .env("FLORA_API_KEY", KEY)
            .env("FLORA_BASE_URL", server.url());
        let output = command
            .stdin(Stdio::null())
            .output()
            .expect("the shell starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is text");
        Outcome {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    };
    let create = "flora assets create --source signed-url --workspace-id ws_abc123";
    let lines = [
        (
            "Standard input is closed",
            create.to_owned() + " --body -",
            "<&-",
        ),
        (
            "Standard input is closed",
            "flora assets list --api-key-file -".to_owned(),
            "<&-",
        ),
        (
            "Standard input is not needed",
            "flora assets list --jq .meta".to_owned(),
            "<&-",
        ),
        (
            "Standard output is closed",
            "flora assets list".to_owned(),
            ">&-",
        ),
        (
            "Standard error is closed",
            "flora assets lst".to_owned(),
            "2>&-",
        ),
        (
            "The disk is full",
            "flora assets list".to_owned(),
            ">/dev/full",
        ),
        (
            "The disk is full",
            "flora assets list --all --format jsonl".to_owned(),
            ">/dev/full",
        ),
        ("The disk is full", "flora --help".to_owned(), ">/dev/full"),
    ];
    for (heading, line, rest) in lines {
        if rest.contains("/dev/full") && !Path::new("/dev/full").exists() {
            return; // Only Linux has it.
        }
        all.heading(heading);
        all.add(&format!("{line} {rest}"), &shell(&line, rest));
    }
    // A reader that wants one line of many, and gets no complaint.
    all.heading("The reader goes away");
    let script = "\"$0\" assets list --all --format jsonl | head -n 1 | cut -c 1-27; echo \"${PIPESTATUS[0]}\"";
    let mut command = Command::new("bash");
    command
        .args(["-c", script])
        .arg(flora_tests::command::program());
    command
        .env("FLORA_API_KEY", KEY)
        .env("FLORA_BASE_URL", server.url());
    if let Ok(output) = command.stdin(Stdio::null()).output() {
        all.add(
            "flora assets list --all --format jsonl | head -n 1 | cut -c 1-27",
            &Outcome {
                code: output.status.code(),
                stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
                stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            },
        );
    }
    all.check("closed_streams");
}
