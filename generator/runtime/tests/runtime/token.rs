//! Tokens that are asked for: when, how often, and what nobody may see of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::client_credentials::ClientCredentials;
use client_runtime::error::{Error, ErrorKind};
use client_runtime::reply::{Bytes, Reply};
use client_runtime::service::Operation;
use client_runtime::token::{Token, TokenOnItsWay, TokenSource};
use client_runtime::transport::Transport;
use tokio::time::sleep;

use super::support::script::{Act, Answer, Script};
use super::table::{CREATE, LIST, SERVICE};

/// Gives `token-1`, `token-2` and so on, each after a second.
#[derive(Default)]
struct Source {
    given: AtomicU32,
    /// How many there are.
    most: Option<u32>,
    lasts: Option<Duration>,
}

impl TokenSource for Source {
    fn token<'a>(&'a self, _: &'a dyn Transport) -> TokenOnItsWay<'a> {
        Box::pin(async {
            sleep(Duration::from_secs(1)).await;
            let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
            if self.most.is_some_and(|most| number > most) {
                return Err("the vault is locked".into());
            }
            let token = Token::new(format!("token-{number}"));
            Ok(match self.lasts {
                Some(time) => token.expires_in(time),
                None => token,
            })
        })
    }
}

struct Fixture {
    client: Client,
    script: Script,
    source: Arc<Source>,
}

impl Fixture {
    fn new<A: Into<Act>>(acts: impl IntoIterator<Item = A>, source: Source) -> Self {
        let (script, source) = (Script::new(acts), Arc::new(source));
        let builder = ClientBuilder::<Client>::new(&SERVICE)
            .token_source(0, Arc::clone(&source))
            .timeout(Duration::from_secs(10))
            .transport(script.clone());
        let client = builder.build().unwrap();
        Self {
            client,
            script,
            source,
        }
    }

    async fn call(&self, operation: &'static Operation) -> Result<Reply<Bytes>, Error> {
        Call::new(&self.client, operation).send_raw().await
    }

    fn given(&self) -> u32 {
        self.source.given.load(Ordering::Relaxed)
    }

    /// The credentials that were sent.
    fn sent(&self) -> Vec<String> {
        let requests = self.script.take();
        let header =
            |name| move |sent: &super::support::script::Sent| sent.header(name).map(str::to_owned);
        requests
            .iter()
            .filter_map(header("authorization"))
            .collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept() {
    let fixture = Fixture::new([200], Source::default());
    for _ in 0..3 {
        fixture.call(&LIST).await.unwrap();
    }
    assert_eq!(fixture.given(), 1);
    assert_eq!(fixture.sent(), ["Bearer token-1"; 3]);
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_ask_once() {
    let fixture = Fixture::new([200], Source::default());
    let (one, other) = tokio::join!(fixture.call(&LIST), fixture.call(&CREATE));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(fixture.given(), 1);
    assert_eq!(fixture.script.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_is_replaced_once() {
    // Also for what is not safe to repeat: the service has not done it.
    let fixture = Fixture::new([401, 201], Source::default());
    let reply = fixture.call(&CREATE).await.unwrap();
    assert_eq!((reply.status(), reply.attempts()), (201, 2));
    assert_eq!(fixture.sent(), ["Bearer token-1", "Bearer token-2"]);
    // The next refusal is the news.
    let fixture = Fixture::new([401], Source::default());
    let error = fixture.call(&LIST).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    assert_eq!(fixture.sent(), ["Bearer token-1", "Bearer token-2"]);
    // And the token that it was about is not used again.
    fixture.call(&LIST).await.unwrap_err();
    assert_eq!(fixture.sent()[0], "Bearer token-3");
}

#[tokio::test(start_paused = true)]
async fn the_attempt_with_another_token_is_none_of_the_retries() {
    let fixture = Fixture::new([401, 503, 503, 200], Source::default());
    let reply = fixture.call(&LIST).await.unwrap();
    assert_eq!(reply.attempts(), 4);
    let fixture = Fixture::new([503, 401, 503, 503], Source::default());
    let error = fixture.call(&LIST).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 4));
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_refused_at_the_same_time_ask_once() {
    let refusal = || Act::from(Answer::new(401).late(Duration::from_secs(1), b"{}"));
    let acts = [Act::from(200), refusal(), refusal(), Act::from(200)];
    let fixture = Fixture::new(acts, Source::default());
    fixture.call(&LIST).await.unwrap();
    let (one, other) = tokio::join!(fixture.call(&LIST), fixture.call(&LIST));
    assert_eq!((one.unwrap().attempts(), other.unwrap().attempts()), (2, 2));
    assert_eq!(fixture.given(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_runs_out_is_replaced_before() {
    let lasts = Some(Duration::from_secs(100));
    let fixture = Fixture::new(
        [200],
        Source {
            lasts,
            ..Source::default()
        },
    );
    fixture.call(&LIST).await.unwrap();
    sleep(Duration::from_secs(89)).await;
    fixture.call(&LIST).await.unwrap();
    assert_eq!(fixture.given(), 1);
    sleep(Duration::from_secs(1)).await;
    fixture.call(&LIST).await.unwrap();
    assert_eq!(fixture.given(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_is_the_cause() {
    let locked = |most| Source {
        most: Some(most),
        ..Source::default()
    };
    let cause = |error: &Error| {
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert_eq!(error.to_string(), "the source of tokens gives none");
        std::error::Error::source(error).unwrap().to_string()
    };
    let fixture = Fixture::new([200], locked(0));
    let error = fixture.call(&LIST).await.unwrap_err();
    assert_eq!(cause(&error), "the vault is locked");
    assert_eq!((fixture.script.count(), error.attempts()), (0, 0));
    // It is asked again by the next call.
    fixture.call(&LIST).await.unwrap_err();
    assert_eq!(fixture.given(), 2);
    // In place of a token that was refused.
    let fixture = Fixture::new([401, 200], locked(1));
    let error = fixture.call(&LIST).await.unwrap_err();
    assert_eq!(cause(&error), "the vault is locked");
    assert_eq!((fixture.script.count(), error.attempts()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_an_attempt_counts_for_its_token() {
    struct Never;
    impl TokenSource for Never {
        fn token<'a>(&'a self, _: &'a dyn Transport) -> TokenOnItsWay<'a> {
            Box::pin(std::future::pending())
        }
    }
    let script = Script::new([200]);
    let builder = ClientBuilder::<Client>::new(&SERVICE)
        .token_source(0, Never)
        .max_retries(0)
        .timeout(Duration::from_secs(7))
        .transport(script.clone());
    let client = builder.build().unwrap();
    let error = Call::new(&client, &LIST)
        .send_raw::<Bytes>()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn a_header_of_the_caller_needs_no_token() {
    let fixture = Fixture::new([401], Source::default());
    let call = Call::new(&fixture.client, &LIST).header("authorization", "Bearer mine");
    call.send_raw::<Bytes>().await.unwrap_err();
    assert_eq!(fixture.given(), 0);
    assert_eq!(fixture.sent()[0], "Bearer mine");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_never_shown() {
    let body = br#"{"error":{"code":"bad","message":"no access for token-1"}}"#;
    let answer = Answer::new(403).piece(body);
    let fixture = Fixture::new([answer], Source::default());
    let error = fixture.call(&LIST).await.unwrap_err();
    let token = Token::new("token-1").expires_in(Duration::from_secs(1));
    let shown = format!("{error} {error:?} {token:?} {:?}", fixture.client);
    assert!(!shown.contains("token-1"), "{shown}");
    let request = &fixture.script.take()[0].request;
    assert!(!format!("{request:?}").contains("token-1"));
}

/// A client that asks for tokens by the grant, and a script that plays both places.
fn granted(
    acts: impl IntoIterator<Item = Act>,
    change: impl Fn(ClientCredentials) -> ClientCredentials,
) -> (Client, Script) {
    let grant = ClientCredentials::new("https://id.example.com/token", "my id", "s/ecret");
    let script = Script::new(acts);
    let builder = ClientBuilder::<Client>::new(&SERVICE)
        .token_source(0, change(grant))
        .transport(script.clone());
    (builder.build().unwrap(), script)
}

fn body(request: &reqwest::Request) -> &str {
    let bytes = request.body().and_then(reqwest::Body::as_bytes);
    std::str::from_utf8(bytes.unwrap_or_default()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_grant_asks_the_token_endpoint() {
    let token = br#"{"access_token":"abc","token_type":"Bearer","expires_in":"300"}"#;
    let acts = || [Answer::new(200).piece(token).into(), Act::from(200)];
    let (client, script) = granted(acts(), |grant| grant.scope("read write"));
    let call = || Call::new(&client, &LIST).send_raw::<Bytes>();
    call().await.unwrap();
    let sent = script.take();
    assert_eq!(
        sent[0].request.url().as_str(),
        "https://id.example.com/token"
    );
    assert_eq!(sent[0].request.method(), "POST");
    // `my%20id:s%2Fecret`
    let basic = "Basic bXklMjBpZDpzJTJGZWNyZXQ=";
    assert_eq!(sent[0].header("authorization"), Some(basic));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(sent[0].header("content-type"), Some(form));
    assert_eq!(sent[0].header("accept"), Some("application/json"));
    assert_eq!(sent[0].request.headers().len(), 3);
    let expected = "grant_type=client_credentials&scope=read%20write";
    assert_eq!(body(&sent[0].request), expected);
    assert!(!format!("{:?}", sent[0].request).contains("bXkl"));
    assert_eq!(sent[1].header("authorization"), Some("Bearer abc"));
    // The last act is repeated: it has no token.
    sleep(Duration::from_secs(269)).await;
    call().await.unwrap();
    sleep(Duration::from_secs(2)).await;
    let error = call().await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(
        cause.to_string(),
        "the token endpoint replied without a token"
    );

    let (client, script) = granted(acts(), ClientCredentials::in_body);
    Call::new(&client, &LIST).send_raw::<Bytes>().await.unwrap();
    let sent = script.take();
    assert_eq!(sent[0].header("authorization"), None);
    let expected = "grant_type=client_credentials&client_id=my%20id&client_secret=s%2Fecret";
    assert_eq!(body(&sent[0].request), expected);
}

#[tokio::test(start_paused = true)]
async fn a_grant_that_is_refused_says_why_and_no_more() {
    let told = async |body: &'static [u8]| {
        let (client, _) = granted([Answer::new(400).piece(body).into()], |grant| grant);
        let error = Call::new(&client, &LIST)
            .send_raw::<Bytes>()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(!format!("{error:?}").contains("s/ecret"));
        std::error::Error::source(&error).unwrap().to_string()
    };
    let known = br#"{"error":"invalid_client","error_description":"s/ecret is wrong"}"#;
    assert_eq!(
        told(known).await,
        "the token endpoint replied 400: invalid_client"
    );
    assert_eq!(
        told(br#"{"error":"s/ecret"}"#).await,
        "the token endpoint replied 400"
    );
    assert_eq!(told(b"<html>").await, "the token endpoint replied 400");
    let grant = ClientCredentials::new("https://id.example.com/token", "me", "s/ecret");
    assert!(!format!("{grant:?}").contains("s/ecret"));
}
