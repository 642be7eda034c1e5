//! The mock that users test their own code with.

use std::time::{Duration, Instant};

use client_runtime::call::{BodyKind, Call};
use client_runtime::client::Client;
use client_runtime::mock::{Example, Mock, Outcome, Script, Status, json};
use client_runtime::multipart::{FilePart, Multipart};
use client_runtime::reply::{Bytes, Json};
use client_runtime::service::{
    Credential, CredentialKind, ErrorShape, Location, Operation, Parameter, Service,
};
use client_runtime::transport::TransportErrorKind;
use serde::{Deserialize, Serialize};

static ANY: Operation = operation("any", "GET", "/");

static SERVICE: Service = Service {
    name: "Pets",
    user_agent: "pets/1",
    base_url: "https://pets.example/v1/",
    base_url_env: "",
    headers_env: "",
    credentials: &[Credential {
        name: "key",
        env: "",
        kind: CredentialKind::ApiKey {
            location: Location::Query,
            name: "key",
        },
    }],
    any: &ANY,
};

const fn operation(id: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        parameters: &[],
        security: &[&[0]],
        accept: "application/json",
        error: ErrorShape::NONE,
        failures: &[],
        request_id: None,
        idempotency: None,
        pagination: None,
        server: None,
        form: &[],
    }
}

static LIST: Operation = operation("listPets", "GET", "/pets");
static CREATE: Operation = operation("createPet", "POST", "/pets");
static OPEN: Operation = Operation {
    security: &[],
    ..operation("ping", "GET", "/ping")
};
static MINE: Operation = operation("myPet", "GET", "/pets/mine");
static RETRIEVE: Operation = Operation {
    parameters: &[Parameter::path("id")],
    ..operation("getPet", "GET", "/pets/{id}")
};

static ON_LIST: Script = Script {
    operation: &LIST,
    outcomes: &[
        Outcome::json(Status::Code(200), json::<Vec<Pet>>).examples(&[
            Example::new("two", r#"[{"name":"Rex"},{"name":"Mia"}]"#),
            Example::new("none", "[]"),
        ]),
        Outcome::text(Status::Class(4), "text/plain").examples(&[Example::new("none", "No.")]),
    ],
};
static ON_CREATE: Script = Script {
    operation: &CREATE,
    outcomes: &[
        Outcome::json(Status::Code(201), json::<Pet>),
        Outcome::empty(Status::Code(204)),
        Outcome::bytes(Status::Code(206), "image/png"),
    ],
};
static ON_MINE: Script = Script {
    operation: &MINE,
    outcomes: &[],
};
static ON_RETRIEVE: Script = Script {
    operation: &RETRIEVE,
    outcomes: &[],
};
static ON_OPEN: Script = Script {
    operation: &OPEN,
    outcomes: &[],
};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pet {
    name: String,
}

fn mock() -> Mock {
    static SCRIPTS: &[&[&Script]] = &[&[&ON_LIST, &ON_CREATE], &[&ON_MINE, &ON_RETRIEVE, &ON_OPEN]];
    Mock::new(&SERVICE, SCRIPTS)
}

fn client(mock: &Mock) -> Client {
    mock.settings().build().expect("the settings are right")
}

fn pet(name: &str) -> Pet {
    Pet {
        name: name.to_owned(),
    }
}

async fn names(mock: &Mock) -> Result<Vec<String>, String> {
    let pets = Call::new(&client(mock), &LIST)
        .send::<Json<Vec<Pet>>>()
        .await;
    match pets {
        Ok(pets) => Ok(pets.into_iter().map(|pet| pet.name).collect()),
        Err(error) => Err(match std::error::Error::source(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        }),
    }
}

#[tokio::test]
async fn replies_come_in_order_and_the_last_one_stays() {
    let mock = mock();
    mock.on(&ON_LIST)
        .reply(200, &[pet("a")])
        .reply(200, &[pet("b")])
        .times(2)
        .reply(200, &[pet("c")]);
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.extend(names(&mock).await.expect("there is a reply"));
    }
    assert_eq!(seen, ["a", "b", "b", "c", "c"]);
    assert_eq!(mock.requests().len(), 5);
}

#[tokio::test]
async fn a_call_without_a_reply_says_what_was_asked_and_what_is_expected() {
    let mock = mock();
    let error = names(&mock).await.expect_err("there is no reply");
    let expected = "the request to http://mock.invalid could not be sent: `listPets` (GET /pets) \
        has no reply; the mock has no replies at all";
    assert_eq!(error, expected);
    mock.on(&ON_CREATE).reply(204, &());
    mock.elsewhere("PUT", "https://files.example/a?signature=1")
        .reply_raw(204, &[], "");
    let error = names(&mock).await.expect_err("there is no reply");
    assert!(
        error.ends_with(
            "has no reply; the mock has replies to `createPet` (POST /pets), \
             PUT https://files.example/a"
        ),
        "{error}"
    );
    mock.on(&ON_LIST).reply_example("none").times(1);
    assert_eq!(names(&mock).await, Ok(Vec::new()));
    let error = names(&mock).await.expect_err("the reply was used");
    assert!(
        error.ends_with("all replies to `listPets` (GET /pets) were used"),
        "{error}"
    );
    // What the mock does not know is not asked for again.
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn examples_are_found_by_name_in_the_order_of_the_document() {
    let mock = mock();
    mock.on(&ON_LIST).reply_example("two").reply_example("none");
    assert_eq!(
        names(&mock).await,
        Ok(vec!["Rex".to_owned(), "Mia".to_owned()])
    );
    assert_eq!(names(&mock).await, Ok(Vec::new()));
}

#[test]
#[should_panic(expected = "there is no example `three` of a reply; \
    there are: two (200), none (200), none (400)")]
fn an_example_that_is_not_there_is_refused() {
    mock().on(&ON_LIST).reply_example("three");
}

#[test]
#[should_panic(expected = "the reply 201 to `createPet` (POST /pets) does not fit: \
    name: invalid type: integer `1`, expected a string")]
fn a_value_of_another_type_is_refused() {
    let body = serde_json::json!({ "name": 1 });
    mock().on(&ON_CREATE).reply(201, &body);
}

#[test]
#[should_panic(
    expected = "the document describes no reply 200 to `createPet` (POST /pets), \
    only: 201, 204, 206"
)]
fn a_status_that_is_not_described_is_refused() {
    mock().on(&ON_CREATE).reply(200, &pet("Rex"));
}

#[test]
#[should_panic(
    expected = "the reply 206 to `createPet` (POST /pets) is image/png; use `reply_raw`"
)]
fn a_value_where_bytes_belong_is_refused() {
    mock().on(&ON_CREATE).reply(206, &pet("Rex"));
}

#[test]
#[should_panic(expected = "there is no reply yet that this could be said of")]
fn times_needs_a_reply() {
    mock().on(&ON_CREATE).times(1);
}

#[tokio::test]
async fn failures_are_those_of_a_connection_and_are_tried_again_without_waits() {
    let mock = mock();
    mock.on(&ON_LIST)
        .fail(TransportErrorKind::Connect)
        .reply_raw(503, &[("retry-after", "20")], "")
        .reply(200, &[pet("Rex")]);
    let start = Instant::now();
    assert_eq!(names(&mock).await, Ok(vec!["Rex".to_owned()]));
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(mock.on(&ON_LIST).requests().len(), 3);
    mock.on(&ON_CREATE).fail(TransportErrorKind::Tls);
    let call = Call::new(&client(&mock), &CREATE).send::<Json<Pet>>();
    let error = call.await.expect_err("it fails");
    assert_eq!(error.kind(), client_runtime::error::ErrorKind::Tls);
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_is_cut_off_by_the_timeout() {
    let mock = mock();
    mock.on(&ON_LIST)
        .reply_example("none")
        .delay(Duration::from_secs(10));
    let client: Client = mock
        .settings()
        .max_retries(0)
        .build()
        .expect("the settings are right");
    let call = || Call::new(&client, &LIST).timeout(Duration::from_secs(9));
    let error = call().send::<Json<Vec<Pet>>>().await;
    assert!(error.expect_err("it is late").is_timeout());
    let call = call().timeout(Duration::from_secs(11));
    let pets = call.send::<Json<Vec<Pet>>>().await;
    assert_eq!(pets.expect("it is in time"), []);
}

#[tokio::test]
async fn the_operation_is_found_by_the_path_that_fits_best() {
    let mock = mock();
    mock.on(&ON_MINE).reply_raw(200, &[], "mine");
    mock.on(&ON_RETRIEVE).reply_raw(200, &[], "other");
    let client = client(&mock);
    let other = Call::new(&client, &RETRIEVE).param("id", "a/b c");
    assert_eq!(other.send::<Bytes>().await.expect("it replies"), "other");
    let mine = Call::new(&client, &MINE).send::<Bytes>().await;
    assert_eq!(mine.expect("it replies"), "mine");
    let operations: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| format!("{:?} {}", request.operation(), request.path()))
        .collect();
    let expected = [
        r#"Some("getPet") /pets/a%2Fb%20c"#,
        r#"Some("myPet") /pets/mine"#,
    ];
    assert_eq!(operations, expected);
}

#[tokio::test]
async fn a_client_of_the_real_address_talks_to_the_mock_as_well() {
    let mock = mock();
    mock.on(&ON_LIST).reply_example("none");
    let client: Client = client_runtime::builder::ClientBuilder::new(&SERVICE)
        .credential(0, "secret")
        .transport(mock.clone())
        .build()
        .expect("the settings are right");
    let pets = Call::new(&client, &LIST).send::<Json<Vec<Pet>>>().await;
    assert_eq!(pets.expect("it replies"), []);
    assert_eq!(mock.requests()[0].path(), "/pets");
}

#[tokio::test]
async fn what_was_sent_is_kept_without_showing_its_secrets() {
    let mock = mock();
    mock.on(&ON_CREATE).reply(201, &pet("Rex"));
    let call = Call::new(&client(&mock), &CREATE)
        .body_kind(BodyKind::Json("application/json"))
        .field("name", "Rex")
        .header("x-api-key", "hidden");
    call.send::<Json<Pet>>().await.expect("it replies");
    let requests = mock.requests();
    let request = &requests[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.json(), serde_json::json!({ "name": "Rex" }));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.query_value("key").as_deref(), Some("mock"));
    assert!(request.is_authorized());
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("hidden") && !shown.contains("\"mock\""),
        "{shown}"
    );
    assert!(
        shown.contains("[redacted]") && shown.contains("14 bytes"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_request_without_its_credential_gets_no_reply() {
    use client_runtime::transport::Transport;

    let mock = mock();
    mock.on(&ON_LIST).reply_example("none");
    mock.on(&ON_OPEN).reply_raw(200, &[], "");
    let send = |url: &str| {
        let url = url.parse().expect("it is a URL");
        mock.send(reqwest::Request::new(reqwest::Method::GET, url))
    };
    let error = send("http://mock.invalid/pets")
        .await
        .expect_err("it is denied");
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(
        cause.as_deref(),
        Some("`listPets` (GET /pets) was asked without a credential")
    );
    assert!(send("http://mock.invalid/pets?key=1").await.is_ok());
    assert!(send("http://mock.invalid/ping").await.is_ok());
}

#[tokio::test]
async fn forms_are_taken_apart() {
    let mock = mock();
    mock.on(&ON_CREATE).reply(204, &());
    let client = client(&mock);
    let form = Call::new(&client, &CREATE)
        .body_kind(BodyKind::Form)
        .field("name", "a b&c")
        .field("tag", ["x", "ü"]);
    form.send::<Bytes>().await.expect("it replies");
    let parts = Call::new(&client, &CREATE)
        .body_kind(Multipart::new())
        .field("name", "Rex")
        .file(
            "image",
            FilePart::bytes("\r\n--\0")
                .name("a \"b\".png")
                .content_type("image/png"),
        );
    parts.send::<Bytes>().await.expect("it replies");
    let requests = mock.requests();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [pair("name", "a b&c"), pair("tag", "x"), pair("tag", "ü")];
    assert_eq!(requests[0].form(), expected);
    let parts = requests[1].parts();
    assert_eq!(parts.len(), 2);
    assert_eq!((&*parts[0].name, &*parts[0].text()), ("name", "Rex"));
    assert_eq!(parts[1].file_name.as_deref(), Some("a %22b%22.png"));
    assert_eq!(parts[1].content_type.as_deref(), Some("image/png"));
    assert_eq!(parts[1].body, "\r\n--\0");
}

#[tokio::test]
async fn other_places_can_be_given_replies() {
    use client_runtime::transport::Transport;

    let mock = mock();
    let replies = mock
        .elsewhere("PUT", "https://files.example/a?signature=secret")
        .reply_raw(204, &[], "")
        .header("etag", "\"1\"");
    let url = "https://files.example/a?signature=other".parse();
    let request = reqwest::Request::new(reqwest::Method::PUT, url.expect("it is a URL"));
    let response = mock.send(request).await.expect("it replies");
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()["etag"], "\"1\"");
    let requests = replies.requests();
    assert_eq!(requests[0].path(), "https://files.example/a");
    assert_eq!(requests[0].operation(), None);
    let shown = format!("{requests:?}");
    assert!(!shown.contains("other"), "{shown}");
}
