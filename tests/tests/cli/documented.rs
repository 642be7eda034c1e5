//! The flags that the official command line documents, each doing what it is documented to do.

use std::fs;

use flora_tests::command::{Flora, Outcome};
use flora_tests::flora::FloraServer;
use flora_tests::{KEY, scratch};

use crate::flora;

fn done(line: &str, server: &FloraServer) -> Outcome {
    let outcome = flora(line, server.url()).run();
    assert_eq!(outcome.code, Some(0), "{line}: {outcome:?}");
    outcome
}

#[test]
fn jq_and_transform_take_a_part_of_the_reply() {
    let server = FloraServer::start();
    let line = "flora assets retrieve --asset-id asset_abc123";
    for filter in ["--jq .name", "--transform name"] {
        let quoted = done(&format!("{line} {filter}"), &server).stdout;
        assert_eq!(quoted, "\"hero.png\"\n", "{filter}");
        for raw in ["--raw-output", "-r"] {
            let bare = done(&format!("{line} {filter} {raw}"), &server).stdout;
            assert_eq!(bare, "hero.png\n", "{filter} {raw}");
        }
    }
    // A path that is not there prints null, and with --strict nothing.
    assert_eq!(
        done(&format!("{line} --jq .nothing"), &server).stdout,
        "null\n"
    );
    let outcome = flora(&format!("{line} --jq .nothing --strict"), server.url()).run();
    assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""));
}

#[test]
fn format_and_output_are_one_flag() {
    let server = FloraServer::start();
    for format in ["auto", "table", "json", "jsonl", "yaml", "pretty", "raw"] {
        let by = |flag: &str| {
            let line = format!("flora assets list --{flag} {format}");
            done(&line, &server).stdout
        };
        assert_eq!(by("format"), by("output"), "{format}");
    }
    // Both are flags of all commands, and may stand anywhere.
    let before = done("flora --format yaml assets list", &server).stdout;
    assert_eq!(
        before,
        done("flora assets list --format=yaml", &server).stdout
    );
}

#[test]
fn an_idempotency_key_is_sent_with_each_mutation() {
    let server = FloraServer::start();
    let lines = [
        "flora assets create --source signed-url --workspace-id ws_abc123",
        "flora assets complete --asset-id asset_abc123",
        "flora assets retry --asset-id asset_mno345",
    ];
    for (number, line) in lines.iter().enumerate() {
        let key = format!("key_{number}");
        done(&format!("{line} --idempotency-key {key}"), &server);
        let request = server.requests().pop().expect("it was sent");
        assert_eq!(request.header("idempotency-key"), Some(&*key), "{line}");
    }
}

#[test]
fn debug_goes_to_standard_error_and_nowhere_else() {
    let server = FloraServer::start();
    let plain = done("flora assets list", &server);
    let debug = done("flora assets list --debug", &server);
    assert_eq!(plain.stdout, debug.stdout);
    assert!(debug.stderr.starts_with("> GET http://"), "{debug:?}");
    assert!(!debug.stderr.contains(KEY), "{debug:?}");
}

#[test]
fn base_url_and_api_key_are_flags() {
    let server = FloraServer::start();
    let line = format!(
        "flora assets list --api-key {KEY} --base-url {}",
        server.url()
    );
    let outcome = Flora::line(&line).run();
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let expected = format!("Bearer {KEY}");
    assert_eq!(server.request().header("authorization"), Some(&*expected));
}

#[test]
fn max_items_walks_the_pages() {
    let server = FloraServer::start();
    for (count, expected) in [("1", 1), ("3", 3), ("-1", 3)] {
        let line = format!("flora assets list --max-items {count}");
        let items = done(&line, &server).json();
        assert_eq!(items.as_array().map(Vec::len), Some(expected), "{line}");
    }
}

#[test]
fn help_and_version_have_short_names() {
    let server = FloraServer::start();
    for (long, short) in [("--help", "-h"), ("--version", "-V")] {
        let long = done(&format!("flora {long}"), &server).stdout;
        let first = |text: &str| text.lines().next().map(str::to_owned);
        let short = done(&format!("flora {short}"), &server).stdout;
        assert_eq!(first(&long), first(&short));
    }
}

/// The names of the pages; that they are well made is for `man` and `mandoc` to say, in `.ci/manual`.
#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = scratch("manual");
    let _ = fs::remove_dir_all(&folder);
    let line = format!("flora man {}", folder.display());
    let outcome = Flora::line(&line).run();
    assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
    for name in [
        "flora",
        "flora-assets",
        "flora-assets-create",
        "flora-api",
        "flora-auth-login",
    ] {
        let page = fs::read_to_string(folder.join(format!("{name}.1")));
        let page = page.unwrap_or_else(|_| panic!("no page {name}"));
        assert!(
            page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"),
            "{name}"
        );
    }
}
