//! What is sent, byte by byte.

use client_runtime::builder::ClientBuilder;
use client_runtime::call::{BodyKind, Call};
use client_runtime::client::Client;
use client_runtime::error::ErrorKind;
use client_runtime::multipart::Multipart;
use client_runtime::reply::{Bytes, Empty, Json, Text};
use client_runtime::secret::Redacted;
use client_runtime::service::{Location, Operation, OwnServer, Parameter, Style};
use serde_json::Value;

use super::support::{Server, Step, json, reply};
use super::table::{COMPLETE, CREATE, GET, KEY, LIST, SERVICE, builder, client, parameter};

#[tokio::test]
async fn a_get_has_only_the_headers_that_we_intend() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &LIST)
        .send::<Json<Value>>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.line(), "GET /api/v1/books");
    assert_eq!(
        request.header_names(),
        ["accept", "authorization", "host", "user-agent"]
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(
        request.header("authorization"),
        Some("Bearer sk_test_do_not_print")
    );
    assert_eq!(request.header("user-agent"), Some("shelf/1.2.3"));
}

#[tokio::test]
async fn query_as_the_official_client_writes_it() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &LIST)
        .param("limit", 20)
        .param("cursor", "a+b/c==")
        .param("query", "logo é & x=1 'q' ~!*()")
        .param("shelf_id", None::<&str>)
        .send::<Json<Value>>()
        .await
        .unwrap();
    assert_eq!(
        server.request().line(),
        "GET /api/v1/books?limit=20&cursor=a%2Bb%2Fc%3D%3D\
         &query=logo%20%C3%A9%20%26%20x%3D1%20%27q%27%20~!*()",
    );
}

#[tokio::test]
async fn parameters_follow_the_fixed_query_of_a_path() {
    static FIXED: Operation = Operation {
        path: "/books?kind=new",
        ..LIST
    };
    let server = Server::start(std::iter::repeat_n(Step::Reply(json("{}")), 2));
    let call = Call::new(&client(&server), &FIXED);
    call.clone().send::<Empty>().await.unwrap();
    call.param("limit", 2).send::<Empty>().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].line(), "GET /api/v1/books?kind=new");
    assert_eq!(requests[1].line(), "GET /api/v1/books?kind=new&limit=2");
}

/// Whoever names an address means all operations; else one can have its own.
#[test]
fn an_operation_can_have_a_server_of_its_own() {
    static UPLOAD: Operation = Operation {
        server: Some(OwnServer::Url("https://uploads.example/v2/")),
        security: &[],
        ..LIST
    };
    let address = |builder: ClientBuilder<Client>| {
        let client = builder.build().unwrap();
        let head = Call::new(&client, &UPLOAD).head().unwrap();
        head.url.to_string()
    };
    let builder = || ClientBuilder::new(&SERVICE);
    assert_eq!(address(builder()), "https://uploads.example/v2/books");
    let same = builder().base_url(SERVICE.base_url);
    assert_eq!(address(same), "https://uploads.example/v2/books");
    let other = builder().base_url("http://127.0.0.1:1/mock");
    assert_eq!(address(other), "http://127.0.0.1:1/mock/books");
}

/// A path on the same host stands in place of the service's; a stand-in without that path has all.
#[test]
fn an_operation_can_have_a_path_of_its_own() {
    static HEALTH: Operation = Operation {
        server: Some(OwnServer::Path {
            own: "/admin",
            instead_of: "/api/v1",
        }),
        security: &[],
        ..LIST
    };
    let address = |url: &str| {
        let client = ClientBuilder::new(&SERVICE).base_url(url).build();
        let head = Call::new(&client.unwrap(), &HEALTH).head().unwrap();
        head.url.to_string()
    };
    let own = address("https://eu.example.com/api/v1/");
    assert_eq!(own, "https://eu.example.com/admin/books");
    let behind = address("http://127.0.0.1:1/proxy/api/v1");
    assert_eq!(behind, "http://127.0.0.1:1/proxy/admin/books");
    let other = address("http://127.0.0.1:1/mock");
    assert_eq!(other, "http://127.0.0.1:1/mock/books");
}

/// A host is no path, whatever it is called: credentials stay with it.
#[test]
fn a_path_of_its_own_leaves_the_host() {
    static HEALTH: Operation = Operation {
        server: Some(OwnServer::Path {
            own: "/localhost",
            instead_of: "/api",
        }),
        security: &[],
        ..LIST
    };
    let client = ClientBuilder::new(&SERVICE).base_url("http://api").build();
    let head = Call::new(&client.unwrap(), &HEALTH).head().unwrap();
    assert_eq!(head.url.as_str(), "http://api/books");
}

#[tokio::test]
async fn fields_of_a_form_can_have_a_style() {
    static STYLED: Operation = Operation {
        form: &[
            Parameter::query("card").styled(Style::DeepObject, true),
            Parameter::query("ids").styled(Style::Form, false),
            Parameter::query("color"),
        ],
        ..CREATE
    };
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &STYLED)
        .body_kind(BodyKind::Form)
        .field("card", serde_json::json!({ "old": 1 }))
        .field("color", serde_json::json!({ "R": 1, "G": 2 }))
        .field("ids", [1, 2])
        .field("card", serde_json::json!({ "number": "42", "on": ["a"] }))
        .field("color", serde_json::json!({ "B": 3 }))
        .field("cards", [1, 2])
        .send::<Empty>()
        .await
        .unwrap();
    assert_eq!(
        server.request().text(),
        "card%5Bnumber%5D=42&card%5Bon%5D%5B0%5D=a&B=3&ids=1,2&cards=1&cards=2"
    );
}

#[tokio::test]
async fn base_url_with_a_slash_and_with_a_path() {
    let server = Server::once(json("{}"));
    let client = builder(&server)
        .base_url(server.url() + "/deep/er/")
        .build()
        .unwrap();
    Call::new(&client, &GET)
        .param("bookId", "a/b")
        .send::<Json<Value>>()
        .await
        .unwrap();
    assert_eq!(server.request().line(), "GET /deep/er/books/a%2Fb");
}

#[tokio::test]
async fn segments_that_change_the_path_are_refused() {
    let server = Server::start([]);
    let client = client(&server);
    for id in ["", ".", "..", "%2e", "%2E%2e", ".%2e"] {
        let error = Call::new(&client, &GET)
            .param("bookId", id)
            .send::<Empty>()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{id}");
        assert!(error.to_string().contains("`bookId`"), "{error}");
    }
    let error = Call::new(&client, &GET).send::<Empty>().await.unwrap_err();
    assert_eq!(error.to_string(), "the parameter `bookId` is missing");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn pieces_of_a_segment_cannot_make_dots() {
    static PARAMETERS: [Parameter; 2] = [
        parameter("a", Location::Path, Style::Simple),
        Parameter {
            required: false,
            ..parameter("b", Location::Path, Style::Label)
        },
    ];
    static OPERATION: Operation = Operation {
        path: "/x/{a}{b}/y",
        parameters: &PARAMETERS,
        ..GET
    };
    let server = Server::once(json("{}"));
    let client = client(&server);
    let call = |b| {
        Call::new(&client, &OPERATION)
            .param("a", "one")
            .param("b", b)
    };
    call("two").send::<Empty>().await.unwrap();
    assert_eq!(server.request().line(), "GET /api/v1/x/one.two/y");
    static DOTS: Operation = Operation {
        path: "/x/.{a}/y",
        parameters: &[PARAMETERS_A],
        ..GET
    };
    const PARAMETERS_A: Parameter = parameter("a", Location::Path, Style::Label);
    let error = Call::new(&client, &DOTS)
        .param("a", "")
        .send::<Empty>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn constants_go_along_until_they_are_set() {
    static OPERATION: Operation = Operation {
        path: "/{api}/x",
        parameters: &[
            Parameter::path("api").constant("\"v 2\""),
            Parameter::header("X-Level").required().constant("3"),
        ],
        ..GET
    };
    let server = Server::start([Step::Reply(json("{}")), Step::Reply(json("{}"))]);
    let client = client(&server);
    let call = || Call::new(&client, &OPERATION);
    call().send::<Empty>().await.unwrap();
    call().param("api", "v3").send::<Empty>().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].line(), "GET /api/v1/v%202/x");
    assert_eq!(requests[0].header("x-level"), Some("3"));
    assert_eq!(requests[1].line(), "GET /api/v1/v3/x");
}

#[tokio::test]
async fn a_post_without_a_body_has_a_length_and_no_type() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &COMPLETE)
        .param("bookId", "b1")
        .send::<Empty>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.line(), "POST /api/v1/books/b1/complete");
    assert_eq!(
        request.header_names(),
        [
            "accept",
            "authorization",
            "content-length",
            "host",
            "user-agent"
        ],
    );
    assert_eq!(request.header("content-length"), Some("0"));
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is_sent_when_something_is_set() {
    let server = Server::start(std::iter::repeat_n(Step::Reply(json("{}")), 4));
    let json_kind = BodyKind::Json("application/json");
    let call = || {
        Call::new(&client(&server), &COMPLETE)
            .param("bookId", "b1")
            .optional_body_kind(json_kind)
    };
    let form = Call::new(&client(&server), &COMPLETE)
        .param("bookId", "b1")
        .optional_body_kind(Multipart::new());
    // An object without members is meant; nothing at all is not.
    let empty = call().fields(&serde_json::json!({}));
    for call in [call(), form, empty, call().field("a", 1)] {
        call.send::<Empty>().await.unwrap();
    }
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            let content_type = request.header("content-type").map(str::to_owned);
            (
                content_type,
                String::from_utf8_lossy(&request.body).into_owned(),
            )
        })
        .collect();
    let json = || Some("application/json".to_owned());
    let body = |text: &str| text.to_owned();
    assert_eq!(
        sent,
        [
            (None, body("")),
            (None, body("")),
            (json(), body("{}")),
            (json(), body("{\"a\":1}"))
        ]
    );
}

#[tokio::test]
async fn json_fields_keep_the_order_of_the_calls() {
    let server = Server::once(reply(201, "", "{}"));
    Call::new(&client(&server), &CREATE)
        .body_kind(BodyKind::Json("application/json"))
        .field("source", "signed-url")
        .field("a \"b\"", [1, 2])
        .field("folder", None::<String>)
        .send::<Json<Value>>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        request.text(),
        r#"{"source":"signed-url","a \"b\"":[1,2],"folder":null}"#
    );
    assert_eq!(request.header("content-length"), Some("53"));
}

#[tokio::test]
async fn fields_of_an_object_and_fields_set_again() {
    let server = Server::start(std::iter::repeat_n(Step::Reply(json("{}")), 3));
    let client = client(&server);
    let object = serde_json::json!({"b": [1], "c": 1.50});
    let json = Call::new(&client, &CREATE)
        .field("before", "gone")
        .fields(&object)
        .field("a", "new")
        .field("c", 2);
    json.send::<Empty>().await.unwrap();
    let form = Call::new(&client, &CREATE)
        .body_kind(BodyKind::Form)
        .field("a", ["x", "y"])
        .field("ab", 1)
        .field("a", "z");
    let whole_form = form.clone().fields(&serde_json::json!({"c": true}));
    form.send::<Empty>().await.unwrap();
    whole_form.send::<Empty>().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].text(), r#"{"b":[1],"c":2,"a":"new"}"#);
    assert_eq!(requests[1].text(), "a=z&ab=1");
    assert_eq!(requests[2].text(), "c=true");
    let error = Call::new(&client, &CREATE)
        .fields(&[1])
        .send::<Empty>()
        .await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .starts_with("the body is not an object")
    );
}

#[tokio::test]
async fn whole_bodies() {
    let server = Server::start(std::iter::repeat_n(Step::Reply(json("{}")), 4));
    let client = client(&server);
    let call = || Call::new(&client, &CREATE);
    call().json(&[1, 2]).send::<Empty>().await.unwrap();
    call()
        .body_kind(BodyKind::Json("application/merge-patch+json"))
        .json("text")
        .send::<Empty>()
        .await
        .unwrap();
    call()
        .text("text/csv", "a,b")
        .send::<Empty>()
        .await
        .unwrap();
    call()
        .bytes("image/png", &b"\x89PNG"[..])
        .send::<Empty>()
        .await
        .unwrap();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            (
                request.header("content-type").unwrap().to_owned(),
                request.body.clone(),
            )
        })
        .collect();
    assert_eq!(
        sent,
        [
            ("application/json".to_owned(), b"[1,2]".to_vec()),
            (
                "application/merge-patch+json".to_owned(),
                br#""text""#.to_vec()
            ),
            ("text/csv".to_owned(), b"a,b".to_vec()),
            ("image/png".to_owned(), b"\x89PNG".to_vec()),
        ],
    );
}

#[tokio::test]
async fn forms() {
    let server = Server::once(json("{}"));
    Call::new(&client(&server), &CREATE)
        .body_kind(BodyKind::Form)
        .field("name", "a & b=é")
        .field("tag", ["x", "y"])
        .field("extra", std::collections::BTreeMap::from([("k", 1)]))
        .field("none", None::<String>)
        .send::<Empty>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        request.text(),
        "name=a%20%26%20b%3D%C3%A9&tag=x&tag=y&extra=%7B%22k%22%3A1%7D&none=",
    );
}

#[tokio::test]
async fn headers_and_cookies() {
    static OPERATION: Operation = Operation {
        parameters: &[
            parameter("X-Tags", Location::Header, Style::Simple),
            parameter("theme", Location::Cookie, Style::Form),
        ],
        security: &[&[4]],
        ..LIST
    };
    let server = Server::once(json("{}"));
    let client = builder(&server)
        .credential(4, "s 1")
        .default_header("x-team", "default")
        .default_header("x-other", "o")
        .default_header("x-tags", "default")
        .build()
        .unwrap();
    Call::new(&client, &OPERATION)
        .param("X-Tags", ["a", "b"])
        .param("theme", "dark mode")
        .header("X-Team", "mine")
        .header("accept", "text/plain")
        .send::<Empty>()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.header("x-tags"), Some("a,b"));
    assert_eq!(
        request.header("cookie"),
        Some("theme=dark%20mode; session=s%201")
    );
    assert_eq!(request.header("x-team"), Some("mine"));
    assert_eq!(request.header("x-other"), Some("o"));
    assert_eq!(request.header("accept"), Some("text/plain"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn wrong_input_is_told_and_not_sent() {
    let server = Server::start([]);
    let client = client(&server);
    let list = || Call::new(&client, &LIST);
    for (call, text) in [
        (list().header("x y", "1"), "`x y` is not a header name"),
        (
            list().header("x-a", "1\r\nx-b: 2"),
            "the value of the header `x-a` has characters that headers cannot carry",
        ),
        (
            list().param("nope", 1).param("query", "x"),
            "there is no parameter `nope`",
        ),
        (
            list().text("text/plain", "x").field("a", 1),
            "the field `a` cannot be sent: the body is complete",
        ),
    ] {
        let error = call.send::<Empty>().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Request, text)
        );
        assert_eq!(error.operation(), Some("listBooks"));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn replies_in_each_form() {
    let replies = ["[1]", "text", "\u{1}\u{2}", ""];
    let server =
        Server::start(replies.map(|body| Step::Reply(reply(200, "request-id: r1\r\n", body))));
    let client = client(&server);
    let call = || Call::new(&client, &LIST);
    assert_eq!(call().send::<Json<Vec<u8>>>().await.unwrap(), [1]);
    assert_eq!(call().send::<Text>().await.unwrap(), "text");
    assert_eq!(call().send::<Bytes>().await.unwrap(), &b"\x01\x02"[..]);
    let raw = call().send_raw::<Empty>().await.unwrap();
    assert_eq!(
        (raw.status(), raw.request_id(), raw.body().len()),
        (200, Some("r1"), 0)
    );
    raw.decode().unwrap();
}

#[tokio::test]
async fn a_reply_can_be_decoded_after_it_was_seen_raw() {
    let body = r#"{"id": 1.50, "unknown": true}"#;
    let server = Server::once(reply(206, "x-extra: yes\r\nset-cookie: s=1\r\n", body));
    let raw = Call::new(&client(&server), &LIST)
        .send_raw::<Json<Value>>()
        .await
        .unwrap();
    assert_eq!(raw.status(), 206);
    assert_eq!(raw.headers()["x-extra"], "yes");
    assert_eq!(raw.body(), body);
    assert_eq!(raw.decode().unwrap()["id"], 1.5);
    let debug = format!("{raw:?}");
    assert!(
        debug.contains("206") && !debug.contains("s=1") && !debug.contains("unknown"),
        "{debug}"
    );
}

#[tokio::test]
async fn a_call_can_be_seen_without_sending_it() {
    static OPERATION: Operation = Operation {
        security: &[&[0, 2]],
        ..LIST
    };
    let server = Server::start([]);
    let client = builder(&server)
        .credential(2, "query_secret")
        .build()
        .unwrap();
    let call = Call::new(&client, &OPERATION).param("limit", 1);
    let head = call.head().unwrap();
    assert_eq!(head.method, "GET");
    assert_eq!(
        head.url.as_str(),
        format!("{}/api/v1/books?limit=1", server.url())
    );
    let debug = format!(
        "{head:?} {:?} {call:?} {client:?}",
        Redacted::new(&head.headers)
    );
    assert!(
        !debug.contains(KEY) && !debug.contains("query_secret"),
        "{debug}"
    );
    assert!(
        debug.contains("[redacted]") && debug.contains("shelf/1.2.3"),
        "{debug}"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn debug_of_a_body_shows_no_values() {
    use client_runtime::body::Body;
    let mut body = Body::from(BodyKind::Json("application/json"));
    body.field("name", "\"private\"".to_owned(), &[]).unwrap();
    assert_eq!(format!("{body:?}"), r#"Json ["name"]"#);
    let whole = Body::Whole {
        content_type: "text/plain".to_owned(),
        bytes: "private".into(),
    };
    assert_eq!(format!("{whole:?}"), "Whole(text/plain, 7 bytes)");
}
