//! The programs in `tests/examples`, run as a user would run them.

use flora_tests::fault::nobody;
use flora_tests::flora::FloraServer;
use flora_tests::mock::Mock;
use flora_tests::program::{command, run};
use flora_tests::server::{Reply, Request, Server};
use flora_tests::{KEY, scratch, spec};

#[test]
fn list_prints_the_assets_of_all_pages() {
    let server = FloraServer::start();
    let run = run("list", &server.url(), &["ws_abc123", "hero"]);
    assert_eq!(run.stderr, "");
    assert_eq!(
        run.stdout,
        "hero.png: https://storage.example.com/assets/asset_abc123/hero.png\n\
         hero-cut.mp4: pending_upload\n\
         hero-source.png: https://storage.example.com/assets/asset_ghi789/hero-source.png\n\
         3 assets, 5976883 bytes\n"
    );
    assert_eq!(run.code, Some(0));
    let targets: Vec<String> = (server.requests().into_iter())
        .map(|request| request.target)
        .collect();
    let first = "/api/v1/assets?workspace_id=ws_abc123&limit=100&query=hero";
    let second = format!("{first}&cursor=eyJvZmZzZXQiOjJ9");
    assert_eq!(targets, [first, &second]);
}

#[test]
fn errors_tells_what_is_there_and_what_is_not() {
    let server = FloraServer::start();
    let found = run("errors", &server.url(), &["asset_abc123"]);
    assert_eq!(found.stdout, "asset_abc123 is hero.png\n");
    let missing = run("errors", &server.url(), &["asset_none"]);
    assert_eq!(
        missing.stdout,
        "asset_none is not there, or not for this key\n"
    );
    assert_eq!((missing.code, missing.stderr.as_str()), (Some(0), ""));
}

/// What the program says about a failure.
fn explained(reply: Reply) -> String {
    let server = Server::always(reply.header("request-id", "req_9"));
    let run = run("errors", &server.url(), &["asset_abc123"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(!run.stderr.contains(KEY), "{}", run.stderr);
    run.stderr
}

#[test]
fn errors_says_what_to_do() {
    let unauthorized = spec::error("Unauthorized", "invalid_api_key");
    let message = unauthorized["error"]["message"].as_str();
    let message = message.expect("an error has a message");
    assert_eq!(
        explained(Reply::json(401, &unauthorized)),
        format!(
            "error: 401 Unauthorized: invalid_api_key: {message} (request id req_9)\n\
             the key is not accepted\n\
             tell the support of FLORA: req_9\n"
        )
    );
    let credits = spec::error("PaymentRequired", "insufficient_credits");
    assert!(explained(Reply::json(402, credits)).contains("\nbuy credits\n"));
    let invalid = spec::error("BadRequest", "input_validation_error");
    assert!(explained(Reply::json(400, invalid)).contains("\nworkspace_id: "));
    let limited = spec::error("TooManyRequests", "rate_limited");
    let limited = Reply::json(429, limited).header("retry-after", "0.02");
    assert!(explained(limited).contains("\n3 attempts; wait 0 s\n"));
    let odd = explained(Reply::json(200, r#"{"asset_id": 7}"#));
    assert!(odd.contains("\nat asset_id\n"), "{odd}");
    assert!(odd.contains("\nbecause: invalid type: integer"), "{odd}");
}

#[test]
fn errors_says_when_nobody_is_there() {
    let address = nobody();
    let run = run("errors", &address, &["asset_abc123"]);
    assert_eq!(run.code, Some(1));
    let first = format!("error: no connection to {address}\nis the network up?\nbecause: ");
    assert!(run.stderr.starts_with(&first), "{}", run.stderr);
}

#[test]
fn errors_says_when_a_setting_is_missing_or_wrong() {
    let mut command = command("errors", "https://example.com", &["asset_abc123"]);
    command.env_remove("FLORA_API_KEY");
    let output = command.output().expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("FLORA_API_KEY"), "{told}");
    assert!(told.ends_with("\nis the environment right?\n"), "{told}");
    let run = run("errors", "example.com", &["asset_abc123"]);
    let told = "error: the base URL in FLORA_BASE_URL is not a URL\nis the environment right?\n";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
}

#[test]
fn blocking_creates_an_asset_and_lists_the_others() {
    let server = FloraServer::start();
    let url = "https://example.com/source.png";
    let run = run("blocking", &server.url(), &["ws_abc123", url]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        run.stdout,
        "asset_ghi789 is ready
ready: hero.png, hero-source.png\n"
    );
    let requests = server.requests();
    let lines: Vec<String> = requests.iter().map(Request::line).collect();
    assert_eq!(
        lines,
        [
            "POST /api/v1/assets",
            "GET /api/v1/assets?workspace_id=ws_abc123",
            "GET /api/v1/assets?workspace_id=ws_abc123&cursor=eyJvZmZzZXQiOjJ9",
        ]
    );
    assert_eq!(requests[0].json()["source"], url);
}

/// A small file goes with the request, a large one to the place that the mock reserves for it.
#[test]
fn upload_brings_files_of_any_size() {
    let mock = Mock::start(&[]);
    let folder = scratch("programs");
    let (small, large) = (folder.join("hero.png"), folder.join("teaser.mp4"));
    std::fs::write(&small, vec![1; 1000]).expect("it can be written");
    std::fs::write(&large, vec![2; 5_000_000]).expect("it can be written");
    let [small, large] = [small, large].map(|path| path.display().to_string());
    let run = run("upload", mock.url(), &["ws_abc123", &small, &large]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let ids: Vec<&str> = (run.stdout.lines())
        .zip([&small, &large])
        .filter_map(|(line, path)| line.strip_prefix(&format!("{path} is ")))
        .collect();
    let [first, second] = ids[..] else {
        panic!("not two lines: {}", run.stdout);
    };
    assert!(first.starts_with("asset_") && second.starts_with("asset_"));
    assert_ne!(first, second);
    let progress = |name: &str, text: &str| run.stderr.contains(&format!("{name}: {text}"));
    assert!(progress(&small, "1000 bytes sent"), "{}", run.stderr);
    assert!(progress(&large, "5000000 bytes sent"), "{}", run.stderr);
    assert!(progress(&large, "Completing") && progress(&large, "Waiting"));
    // The asset is there for the other programs.
    let found = flora_tests::program::run("errors", mock.url(), &[second]);
    assert_eq!(found.stdout, format!("{second} is teaser.mp4\n"));
}

#[test]
fn list_and_blocking_work_with_the_mock() {
    let mock = Mock::start(&[]);
    let list = run("list", mock.url(), &["ws_abc123"]);
    assert_eq!(list.code, Some(0), "{}", list.stderr);
    assert!(
        list.stdout.ends_with(" assets, 5976883 bytes\n"),
        "{}",
        list.stdout
    );
    let url = "https://example.com/source.png";
    let blocking = run("blocking", mock.url(), &["ws_abc123", url]);
    assert_eq!(blocking.code, Some(0), "{}", blocking.stderr);
    assert!(
        blocking.stdout.ends_with("hero-source.png, source.png\n"),
        "{}",
        blocking.stdout
    );
}

#[test]
fn upload_sends_files_and_lets_urls_be_fetched() {
    let server = FloraServer::start();
    let path = scratch("programs").join("hero.png");
    std::fs::write(&path, "the bytes").expect("the file can be written");
    let path = path.to_str().expect("the path is text");
    let url = "https://example.com/source.png";
    let run = run("upload", &server.url(), &["ws_abc123", path, url]);
    assert_eq!(
        run.stdout,
        format!("{path} is asset_jkl012\n{url} is asset_ghi789\n")
    );
    assert_eq!(
        run.stderr,
        format!("{path}: 9 bytes sent\n{path}: Waiting\n{url}: Reserving\n{url}: Waiting\n")
    );
    assert_eq!(run.code, Some(0));
    let lines: Vec<String> = server.requests().iter().map(Request::line).collect();
    assert_eq!(
        lines,
        [
            "POST /api/v1/assets",
            "GET /api/v1/assets/asset_jkl012",
            "POST /api/v1/assets",
            "GET /api/v1/assets/asset_ghi789",
        ]
    );
}

#[test]
fn a_missing_argument_is_asked_for() {
    let server = FloraServer::start();
    assert_eq!(run("errors", &server.url(), &[]).code, Some(2));
    let blocking = run("blocking", &server.url(), &["ws_abc123"]);
    assert!(
        blocking.stderr.contains("which URL?"),
        "{}",
        blocking.stderr
    );
    let list = run("list", &server.url(), &[]);
    assert!(list.stderr.contains("which workspace?"), "{}", list.stderr);
}
