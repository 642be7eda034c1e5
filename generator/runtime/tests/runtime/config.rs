//! Settings of a client, and credentials.

use std::collections::HashMap;
use std::ffi::OsString;

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::reply::Empty;
use client_runtime::secret::Secret;
use client_runtime::service::Operation;

use super::support::{Request, Server, json};
use super::table::{KEY, LIST, SERVICE, builder, client};

fn new() -> ClientBuilder<Client> {
    ClientBuilder::new(&SERVICE)
}

fn variables(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + use<> {
    let map: HashMap<String, OsString> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).into()))
        .collect();
    move |name| map.get(name).cloned()
}

/// Sends to an operation with the given security, and gives the request that arrived.
async fn sent(
    operation: &'static Operation,
    change: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> Result<Request, Error> {
    let server = Server::once(json("{}"));
    let client = change(new().base_url(server.url())).build()?;
    Call::new(&client, operation).send::<Empty>().await?;
    Ok(server.request())
}

#[tokio::test]
async fn the_environment_fills_what_is_unset() {
    let server = Server::once(json("{}"));
    let url = format!(" {}/env/\n", server.url());
    let client = new()
        .from_variables(variables(&[
            ("SHELF_API_KEY", "  from_env\r\n"),
            ("SHELF_BASE_URL", &url),
        ]))
        .build()
        .unwrap();
    Call::new(&client, &LIST).send::<Empty>().await.unwrap();
    let request = server.request();
    assert_eq!(request.line(), "GET /env/books");
    assert_eq!(request.header("authorization"), Some("Bearer from_env"));
}

#[tokio::test]
async fn settings_win_over_the_environment() {
    let vars = || {
        variables(&[
            ("SHELF_API_KEY", "from_env"),
            ("SHELF_BASE_URL", "http://[::1]:1/"),
        ])
    };
    let request = sent(&LIST, |builder| {
        builder.credential(0, KEY).from_variables(vars())
    })
    .await;
    assert_eq!(
        request.unwrap().header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
}

#[tokio::test]
async fn an_empty_variable_is_none() {
    let vars = variables(&[("SHELF_API_KEY", " \n"), ("SHELF_BASE_URL", "")]);
    let client = new().from_variables(vars).build().unwrap();
    assert_eq!(client.base_url(), "http://shelf.example/api/v1");
    let error = Call::new(&client, &LIST).send::<Empty>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        error.to_string(),
        "no credential: set the environment variable SHELF_API_KEY or call `api_key` on the \
         builder of the client",
    );
}

#[tokio::test]
async fn the_environment_brings_headers() {
    let lines = "X-One: 1\n\n  x-two :  a: b \r\nUser-Agent: mine/1\nx-one: 2\nX-Three: env";
    let vars = variables(&[("SHELF_CUSTOM_HEADERS", lines)]);
    let request = sent(&LIST, |builder| {
        let builder = builder.credential(0, KEY);
        builder
            .default_header("x-three", "code")
            .from_variables(vars)
    });
    let request = request.await.unwrap();
    for (name, value) in [
        ("x-one", "2"),
        ("x-two", "a: b"),
        ("user-agent", "mine/1"),
        // What the code sets wins.
        ("x-three", "code"),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
}

#[test]
fn a_wrong_line_of_headers_is_told_without_showing_it() {
    for (lines, text) in [
        (
            "a: 1\nsecret",
            "line 2 of SHELF_CUSTOM_HEADERS is not `Name: value`",
        ),
        (
            "se cret: 1",
            "line 1 of SHELF_CUSTOM_HEADERS has characters that headers cannot carry",
        ),
        (
            "a: secret\u{1}",
            "line 1 of SHELF_CUSTOM_HEADERS has characters that headers cannot carry",
        ),
    ] {
        let vars = variables(&[("SHELF_CUSTOM_HEADERS", lines)]);
        let error = new().from_variables(vars).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.to_string(), text);
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_unicode_is_told() {
    use std::os::unix::ffi::OsStringExt;
    let vars = |_: &str| Some(OsString::from_vec(vec![0xff]));
    let error = new().from_variables(vars).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the environment variable SHELF_API_KEY is not Unicode"
    );
}

#[tokio::test]
async fn each_kind_of_credential() {
    static BASIC: Operation = Operation {
        security: &[&[1]],
        ..LIST
    };
    static QUERY: Operation = Operation {
        security: &[&[2]],
        ..LIST
    };
    static HEADER: Operation = Operation {
        security: &[&[3]],
        ..LIST
    };
    static BOTH: Operation = Operation {
        security: &[&[0, 3]],
        ..LIST
    };
    let basic = Some("Basic YW5uOnAmOnc=");
    let request = sent(&BASIC, |builder| builder.basic_credential(1, "ann", "p&:w"))
        .await
        .unwrap();
    assert_eq!(request.header("authorization"), basic);
    let vars = variables(&[("SHELF_LOGIN", "ann:p&:w")]);
    let request = sent(&BASIC, |builder| builder.from_variables(vars))
        .await
        .unwrap();
    assert_eq!(request.header("authorization"), basic);
    let request = sent(&QUERY, |builder| builder.credential(2, "a&b"))
        .await
        .unwrap();
    assert_eq!(request.line(), "GET /books?token=a%26b");
    let request = sent(&HEADER, |builder| builder.credential(3, "k"))
        .await
        .unwrap();
    assert_eq!(
        (
            request.header("x-shelf-key"),
            request.header("authorization")
        ),
        (Some("k"), None)
    );
    let request = sent(&BOTH, |builder| {
        builder.credential(3, "k").credential(0, "b")
    })
    .await
    .unwrap();
    assert_eq!(
        (
            request.header("x-shelf-key"),
            request.header("authorization")
        ),
        (Some("k"), Some("Bearer b")),
    );
}

#[tokio::test]
async fn the_first_complete_alternative_is_used() {
    static EITHER: Operation = Operation {
        security: &[&[0, 3], &[2]],
        ..LIST
    };
    let request = sent(&EITHER, |builder| {
        builder.credential(0, "b").credential(2, "t")
    })
    .await
    .unwrap();
    assert_eq!(
        (request.line(), request.header("authorization")),
        ("GET /books?token=t", None)
    );
    let error = sent(&EITHER, |builder| builder.credential(0, "b"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credential: set the environment variable SHELF_HEADER_KEY or call `header_key` on \
         the builder of the client, or call `token` on the builder of the client",
    );
}

#[tokio::test]
async fn anonymous_calls() {
    static NONE: Operation = Operation {
        security: &[],
        ..LIST
    };
    static OPTIONAL: Operation = Operation {
        security: &[&[], &[0]],
        ..LIST
    };
    let request = sent(&NONE, |builder| builder.credential(0, KEY))
        .await
        .unwrap();
    assert_eq!(request.header("authorization"), None);
    let request = sent(&OPTIONAL, |builder| builder).await.unwrap();
    assert_eq!(request.header("authorization"), None);
    let request = sent(&OPTIONAL, |builder| builder.credential(0, "b"))
        .await
        .unwrap();
    assert_eq!(request.header("authorization"), Some("Bearer b"));
}

#[test]
fn wrong_settings_are_told_without_their_values() {
    for (builder, text) in [
        (
            new().base_url("sk_live_in_the_wrong_place"),
            "the base URL is not a URL",
        ),
        (
            new().base_url("ftp://h"),
            "the base URL must begin with https:// or http://",
        ),
        (
            new().base_url("https://u:sk_live@h"),
            "the base URL must not contain a user name or password",
        ),
        (
            new().base_url("https://h/?sk_live=1"),
            "the base URL must not contain a query or fragment",
        ),
        (
            new().base_url("https://h/#sk_live"),
            "the base URL must not contain a query or fragment",
        ),
        (new().base_url(" "), "the base URL is missing"),
        (
            new().credential(0, "sk_live\nx"),
            "the credential `api_key` is empty or malformed",
        ),
        (
            new().credential(0, ""),
            "the credential `api_key` is empty or malformed",
        ),
        (
            new().credential(1, "sk_live"),
            "the credential `login` is empty or malformed",
        ),
        (
            new().basic_credential(1, "u:sk_live", "p"),
            "the credential `login` is empty or malformed",
        ),
        (
            new().default_header("x y", "sk_live").base_url(""),
            "`x y` is not a header name",
        ),
        (
            new().default_header("x-a", "sk_live\n"),
            "the value of the header `x-a` has characters",
        ),
    ] {
        assert!(!format!("{builder:?}").contains("sk_live"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(text), "{error}");
        assert!(
            !format!("{error} {error:?}").contains("sk_live"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_builder_from_outside() {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(5));
    let other = Server::start([]);
    let location = format!("location: {}\r\n", other.url());
    let server = Server::once(super::support::reply(302, &location, ""));
    let client = builder(&server).http(http).build().unwrap();
    let error = Call::new(&client, &LIST).send::<Empty>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(other.requests().is_empty());
}

#[cfg(not(feature = "rustls"))]
#[test]
fn https_without_tls_is_told() {
    let error = new().base_url("https://h").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`rustls`"), "{error}");
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn tls_speaks_to_nobody_it_does_not_trust() {
    // The server answers in plain text, so the handshake fails; what counts is that one was tried.
    let server = Server::start([]);
    let url = server.url().replace("http://", "https://");
    let client = builder(&server).base_url(url).build().unwrap();
    let call = Call::new(&client, &LIST).timeout(std::time::Duration::from_secs(2));
    let error = call.send::<Empty>().await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout),
        "{error:?}"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn addresses_are_shown_without_their_queries() {
    let mut headers = reqwest::header::HeaderMap::new();
    for (name, value) in [
        ("location", "https://h/x?signature=secret"),
        ("link", "<https://h/y?cursor=secret>; rel=\"next\""),
        ("x-next", "/z?plain"),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    let shown = format!("{:?}", client_runtime::secret::Redacted::new(&headers));
    assert_eq!(
        shown,
        r#"{"location": "https://h/x?[redacted]", "link": "<https://h/y?[redacted]", "x-next": "/z?plain"}"#
    );
}

#[test]
fn debug_hides_secrets() {
    let server = Server::start([]);
    let client = client(&server);
    let secret = Secret::new(KEY);
    let debug = format!(
        "{client:?} {secret:?} {:?} {:?}",
        builder(&server),
        Call::new(&client, &LIST)
    );
    assert!(!debug.contains(KEY), "{debug}");
    assert!(
        debug.contains("Shelf") && debug.contains("[redacted]"),
        "{debug}"
    );
    assert_eq!(secret.expose(), KEY);
}
