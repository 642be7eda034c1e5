//! What people see on a terminal: tables that fit, and JSON in colours.

use super::server::Server;
use super::vault;

const PAGE: &str = r#"{"assets":[
    {"asset_id":"asset_1","name":"hero.png","status":"ready","url":"https://example.com/a","new":1},
    {"asset_id":"asset_2","name":null,"status":"failed","url":"https://example.com/b"},
    {"asset_id":"asset_3","name":"日本\u001b[2J\u202e語\nx","url":"https://example.com/c"}
],"more":true}"#;

#[track_caller]
fn check(width: usize, args: &[&str], expected: &[&str], notes: &str) {
    let server = Server::json("200 OK", PAGE);
    let args: Vec<&str> = ["assets", "list"].iter().chain(args).copied().collect();
    let outcome = vault(&args).on_width(width).at(&server).run();
    assert_eq!(outcome.stderr, notes);
    assert_eq!(outcome.code, 0);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_terminal_gets_a_line_per_item() {
    check(
        80,
        &[],
        &[
            r"ASSET_ID  NAME                       STATUS  URL",
            r"asset_1   hero.png                   ready   https://example.com/a",
            r"asset_2                              failed  https://example.com/b",
            r"asset_3   日本\u{1b}[2J\u{202e}語 x          https://example.com/c",
        ],
        "",
    );
}

#[test]
fn columns_without_room_are_named() {
    check(
        40,
        &[],
        &[
            "ASSET_ID  NAME",
            "asset_1   hero.png",
            "asset_2",
            r"asset_3   日本\u{1b}[2J\u{202e}語 x",
        ],
        "note: no room for status, url; choose with --columns NAME,NAME\n",
    );
}

#[test]
fn chosen_columns_are_cut_to_the_room() {
    check(
        24,
        &["--columns", "url,asset_id,new"],
        &[
            "URL        ASSET_ID  NEW",
            "https://…  asset_1   1",
            "https://…  asset_2",
            "https://…  asset_3",
        ],
        "",
    );
}

#[test]
fn a_column_that_is_nowhere_is_wrong() {
    let server = Server::json("200 OK", PAGE);
    let args = ["assets", "list", "--columns", "asset_id,staus"];
    let outcome = vault(&args).at(&server).run();
    assert_eq!((outcome.code, &*outcome.stdout), (2, ""));
    assert_eq!(
        outcome.stderr,
        "error: there is no `staus` here\nhint: there are asset_id, name, status, url, new\n"
    );
}

#[test]
fn one_object_is_a_line_per_field() {
    let server = Server::json(
        "200 OK",
        r#"{"id":12345678901234567890,"none":null,"upload":{"url":"u","fields":{"k":"v"}},"tags":["a"],"empty":{}}"#,
    );
    let outcome = vault(&["status"]).on_terminal().at(&server).run();
    assert_eq!(
        outcome.stdout,
        "id               12345678901234567890\n\
         none             null\n\
         upload.url       u\n\
         upload.fields.k  v\n\
         tags             [\"a\"]\n\
         empty            {}\n"
    );
}

#[test]
fn names_stand_out_in_colour() {
    let server = Server::json("200 OK", r#"{"a":["x",1,null]}"#);
    let args = ["status", "--format", "json"];
    let outcome = vault(&args).on_terminal().in_color().at(&server).run();
    let painted = outcome.stdout;
    for piece in [
        "\u{1b}[34m\"a\"",
        "\u{1b}[32m\"x\"",
        "\u{1b}[36m1",
        "\u{1b}[2mnull",
    ] {
        assert!(painted.contains(piece), "no {piece:?} in {painted:?}");
    }
    let plain = anstream::adapter::strip_str(&painted).to_string();
    assert_eq!(
        plain,
        "{\n  \"a\": [\n    \"x\",\n    1,\n    null\n  ]\n}\n"
    );
}

#[test]
fn what_is_too_deep_for_a_table_is_json() {
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let server = Server::json("200 OK", &deep);
    let outcome = vault(&["status"]).on_terminal().at(&server).run();
    assert_eq!(outcome.code, 0);
    assert!(outcome.stdout.starts_with("[\n  [\n"));
    let server = Server::json("200 OK", &deep);
    let outcome = vault(&["status", "--jq", "."]).at(&server).run();
    assert_eq!((outcome.code, &*outcome.stdout), (1, ""));
    assert!(
        outcome.stderr.contains("hint: --format json"),
        "{outcome:?}"
    );
}

#[test]
fn signs_that_are_wider_together_are_cut_to_the_room() {
    let hearts = "\u{2764}\u{fe0f}".repeat(60);
    let body = format!(r#"[{{"a":"{hearts}","b":"x"}}]"#);
    let server = Server::json("200 OK", &body);
    let outcome = vault(&["status"]).on_width(60).at(&server).run();
    assert_eq!((outcome.code, &*outcome.stderr), (0, ""));
    let (space, hearts) = (" ".repeat(56), "\u{2764}\u{fe0f}".repeat(28));
    assert_eq!(outcome.stdout, format!("A{space}  B\n{hearts}…  x\n"));
}

#[test]
fn names_of_the_server_steer_no_terminal() {
    let body = r#"[{"a\u001b[31m\nb":1,"c":"long enough to leave no room"}]"#;
    let server = Server::json("200 OK", body);
    let outcome = vault(&["status"]).on_width(20).at(&server).run();
    assert_eq!(outcome.stdout, "A\\u{1b}[31M B\n1\n");
    let server = Server::json("200 OK", body);
    let outcome = vault(&["status", "--columns", "d"]).at(&server).run();
    assert_eq!(
        outcome.stderr,
        "error: there is no `d` here\nhint: there are a\\u{1b}[31m b, c\n"
    );
}

#[test]
fn line_ends_of_any_kind_may_stand_between_tokens() {
    let server = Server::json("200 OK", "{\r\n  \"a\": \"x\\r\"\r\n}\r\n");
    let args = ["status", "--format", "json"];
    let outcome = vault(&args).on_terminal().at(&server).run();
    assert_eq!(outcome.stdout, "{\n  \"a\": \"x\\r\"\n}\n");
}
