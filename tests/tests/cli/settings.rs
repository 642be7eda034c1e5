//! Keys, addresses and profiles: where they come from, what wins, and who sees them.

use std::fs;
use std::path::{Path, PathBuf};

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::scratch;
use flora_tests::server::{Reply, Server};
use serde_json::{Value, json};

/// A home of its own for each test.
fn home(name: &str) -> PathBuf {
    let home = scratch("cli").join("homes").join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home).expect("the folder can be made");
    home
}

fn at(home: &Path, line: &str) -> Flora {
    Flora::line(line).env("HOME", home).env("APPDATA", home)
}

fn file(home: &Path, content: &str) -> PathBuf {
    let path = home.join("file");
    fs::write(&path, content).expect("the file can be written");
    path
}

fn log_in(home: &Path, line: &str, key: &str) -> Outcome {
    let key = fs::File::open(file(home, key)).expect("the file is there");
    let outcome = at(home, line).stdin(key).run();
    assert_eq!(
        (outcome.code, &*outcome.stdout),
        (Some(0), ""),
        "{outcome:?}"
    );
    outcome
}

/// The key that a run sends.
fn sent(flora: Flora) -> String {
    let server = FloraServer::start();
    let outcome = flora.arg("--base-url").arg(server.url()).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let request = server.request();
    let header = request.header("authorization").unwrap_or_default();
    header.trim_start_matches("Bearer ").to_owned()
}

#[test]
fn a_key_can_come_from_a_file_or_from_standard_input() {
    let home = home("file");
    let path = file(&home, "sk_file\n");
    let flora = at(&home, "flora assets list --api-key-file").arg(&path);
    assert_eq!(sent(flora.env("FLORA_API_KEY", "sk_variable")), "sk_file");
    let stdin = fs::File::open(&path).expect("the file is there");
    let flora = at(&home, "flora assets list --api-key-file -").stdin(stdin);
    assert_eq!(sent(flora), "sk_file");
    for (line, said) in [
        (
            "flora assets list --api-key-file /is/not/there",
            "/is/not/there",
        ),
        ("flora assets list --api-key-file -", "is empty"),
        (
            "flora assets list --api-key a --api-key-file b",
            "cannot be used with",
        ),
    ] {
        let outcome = at(&home, line).run();
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{line}");
        assert!(outcome.stderr.contains(said), "{line}: {outcome:?}");
    }
}

#[test]
fn a_profile_is_kept_and_forgotten() {
    let home = home("profile");
    let outcome = log_in(&home, "flora auth login", "sk_live_default_0001\n");
    assert!(
        outcome.stderr.starts_with("Kept in the profile `default`"),
        "{outcome:?}"
    );
    log_in(
        &home,
        "flora auth login --profile staging",
        "sk_live_staging_0002",
    );
    assert_eq!(sent(at(&home, "flora assets list")), "sk_live_default_0001");
    let staging = "flora assets list --profile staging";
    assert_eq!(sent(at(&home, staging)), "sk_live_staging_0002");
    let by_variable = at(&home, "flora assets list").env("FLORA_PROFILE", "staging");
    assert_eq!(sent(by_variable), "sk_live_staging_0002");
    let outcome = at(&home, "flora auth logout --profile staging").run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let outcome = at(&home, staging).run();
    assert_eq!(outcome.code, Some(2));
    assert_eq!(
        outcome.stderr,
        "error: there is no profile `staging`\nhint: there are default\n"
    );
    assert_eq!(sent(at(&home, "flora assets list")), "sk_live_default_0001");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_profile() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home("owner");
    log_in(&home, "flora auth login", "sk_live_default_0001");
    let path = home.join(".config/flora/profiles");
    let mode = |path: &Path| {
        fs::metadata(path)
            .map(|data| data.permissions().mode() & 0o777)
            .ok()
    };
    assert_eq!(mode(&path), Some(0o600));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("it is ours");
    let outcome = at(&home, "flora auth status").run();
    assert!(outcome.stderr.contains("chmod 600"), "{outcome:?}");
    // So may be what an earlier run left when it was killed.
    let left = path.with_extension("new");
    fs::write(&left, "").expect("the file can be written");
    fs::set_permissions(&left, fs::Permissions::from_mode(0o644)).expect("it is ours");
    log_in(&home, "flora auth login", "sk_live_default_0002");
    assert_eq!((mode(&path), mode(&left)), (Some(0o600), None));
}

#[test]
fn flags_win_then_named_profiles_then_variables_then_profiles() {
    let home = home("precedence");
    log_in(&home, "flora auth login", "sk_profile");
    let list = "flora assets list";
    let variable = |line: &str| at(&home, line).env("FLORA_API_KEY", "sk_variable");
    assert_eq!(sent(at(&home, list)), "sk_profile");
    assert_eq!(sent(variable(list)), "sk_variable");
    let named = "flora assets list --profile default";
    assert_eq!(sent(variable(named)), "sk_profile");
    let flag = "flora assets list --profile default --api-key sk_flag";
    assert_eq!(sent(variable(flag)), "sk_flag");
}

#[test]
fn each_setting_tells_where_it_comes_from() {
    let home = home("show");
    log_in(
        &home,
        "flora auth login --base-url http://127.0.0.1:1/v1",
        "sk_live_0123456789abcdef",
    );
    let shown = at(&home, "flora config show").run();
    assert!(!shown.stdout.contains("sk_live"), "{shown:?}");
    let settings = shown.json();
    assert_eq!(
        settings[0],
        json!({"name": "api_key", "value": "****cdef", "from": "profile default"})
    );
    assert_eq!(
        settings[1],
        json!({"name": "base_url", "value": "http://127.0.0.1:1/v1", "from": "profile default"})
    );
    let shown = at(
        &home,
        "flora config show --api-key short --base-url http://x",
    )
    .run()
    .json();
    assert_eq!(
        shown[0],
        json!({"name": "api_key", "value": "****", "from": "--api-key"})
    );
    assert_eq!(shown[1]["from"], "--base-url");
    let shown = at(
        &home,
        "flora config show --base-url http://me:pa@ss@x/v1?a=@b",
    )
    .run();
    assert_eq!(shown.json()[1]["value"], "http://****@x/v1?a=@b");
}

#[test]
fn being_logged_out_has_an_exit_code() {
    let home = home("status");
    let outcome = at(&home, "flora auth status").run();
    assert_eq!((outcome.code, &*outcome.stderr), (Some(3), ""));
    let shown: Value = serde_json::from_str(&outcome.stdout).expect("it is JSON");
    assert_eq!(shown[0]["from"], "not set");
}

#[test]
fn a_file_that_is_no_profile_is_told_without_its_lines() {
    let home = home("broken");
    let path = file(&home, "[default]\nsk_live_secret\n");
    let outcome = at(&home, "flora assets list")
        .env("FLORA_CONFIG_FILE", path)
        .run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""));
    assert!(outcome.stderr.contains("line 2 of "), "{outcome:?}");
    assert!(!outcome.stderr.contains("sk_live"), "{outcome:?}");
    for key in ["", "a\u{7}b", "zeile1\nzeile2"] {
        let stdin = fs::File::open(file(&home, key)).expect("the file is there");
        let outcome = at(&home, "flora auth login").stdin(stdin).run();
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{key:?}");
    }
    let outcome = at(&home, "flora auth login --profile a/b").run();
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
}

#[test]
fn a_name_that_would_break_the_file_is_refused() {
    let home = home("name");
    let key = fs::File::open(file(&home, "sk_live_secret")).expect("the file is there");
    let login = at(&home, "flora auth login").env("FLORA_PROFILE", "x\ny");
    let outcome = login.stdin(key).run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""));
    let said = "error: `x y` is no name of a profile: only letters, digits, `-`, `_` and `.`\n";
    assert!(outcome.stderr.starts_with(said), "{outcome:?}");
    assert!(!home.join(".config").exists());
}

#[test]
fn retries_and_time_are_settings() {
    let server = Server::always(Reply::new(503).header("retry-after-ms", "1"));
    for (flag, attempts) in [("--max-retries=0", 1), ("--max-retries=3", 4)] {
        let before = server.requests().len();
        let outcome = crate::flora("flora assets list", server.url())
            .arg(flag)
            .run();
        assert_eq!(outcome.code, Some(8), "{outcome:?}");
        assert_eq!(server.requests().len() - before, attempts, "{flag}");
    }
    // A wait that would pass the deadline is not begun.
    let server = Server::always(Reply::new(503).header("retry-after", "5"));
    let outcome = crate::flora("flora assets list --deadline 1", server.url()).run();
    assert_eq!(outcome.code, Some(8), "{outcome:?}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_proxy_gets_the_requests() {
    let proxy = Server::always(Reply::json(200, json!({"assets": []})));
    let outcome = crate::flora("flora assets list", "http://flora.invalid/api/v1");
    let outcome = outcome.arg("--proxy").arg(proxy.url()).run();
    assert_eq!(outcome.json(), json!({"assets": []}));
    let outcome = crate::flora("flora assets list --proxy ::", "http://flora.invalid").run();
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
}
