//! What is put in the place of the HTTP client, and around it; and what its errors become.

use std::error::Error as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::error::ErrorKind;
use client_runtime::reply::{Empty, Json};
use client_runtime::transport::{HttpTransport, InTransit, Transport, TransportErrorKind};
use serde_json::Value;

use super::support::script::{Act, Answer, Script};
use super::support::{Server, json};
use super::table::{KEY, LIST, SERVICE, builder};

/// Keeps what passes through it, with its name.
struct Watch {
    name: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
    inner: Arc<dyn Transport>,
}

impl Transport for Watch {
    fn send(&self, request: reqwest::Request) -> InTransit<'_> {
        let key = request.headers().contains_key("authorization");
        let line = format!("{} {} {key}", self.name, request.url().path());
        self.seen.lock().unwrap().push(line);
        self.inner.send(request)
    }
}

fn watch(
    name: &'static str,
    seen: &Arc<Mutex<Vec<String>>>,
) -> impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + 'static {
    let seen = Arc::clone(seen);
    move |inner| Arc::new(Watch { name, seen, inner })
}

#[tokio::test]
async fn layers_see_each_request_as_it_is_sent() {
    let moved = Answer::new(302).header("location", "/elsewhere");
    let script = Script::new([Act::from(503), moved.into(), 200.into()]);
    let seen = Arc::default();
    let client = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        .layer(watch("inner", &seen))
        .layer(watch("outer", &seen))
        .transport(script.clone())
        .build()
        .unwrap();
    let reply = Call::new(&client, &LIST)
        .with_response::<Json<Value>>()
        .await;
    // A redirect is part of the attempt that came upon it.
    assert_eq!(reply.unwrap().attempts(), 2);
    let seen = seen.lock().unwrap();
    assert_eq!(
        *seen,
        [
            "outer /api/v1/books true",
            "inner /api/v1/books true",
            "outer /api/v1/books true",
            "inner /api/v1/books true",
            "outer /elsewhere true",
            "inner /elsewhere true",
        ]
    );
    assert_eq!(script.count(), 3);
}

#[tokio::test]
async fn a_client_of_reqwest_is_a_transport() {
    let server = Server::once(json("{}"));
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let transport: Arc<dyn Transport> = Arc::new(HttpTransport::new(http.build().unwrap()));
    let client = builder(&server).transport(transport).build().unwrap();
    Call::new(&client, &LIST).send::<Empty>().await.unwrap();
    let authorization = format!("Bearer {KEY}");
    assert_eq!(
        server.request().header("authorization"),
        Some(&*authorization)
    );
}

#[tokio::test(start_paused = true)]
async fn the_cause_is_kept() {
    let script = Script::new([TransportErrorKind::Connect]);
    let client = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        .transport(script)
        .build()
        .unwrap();
    let error = Call::new(&client, &LIST).send::<Empty>().await.unwrap_err();
    assert_eq!(error.to_string(), "no connection to http://shelf.example");
    assert_eq!(error.source().unwrap().to_string(), "as the script says");
}

/// A server that answers a handshake in plain text.
#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_failed_handshake_is_not_a_failed_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            *counted.lock().unwrap() += 1;
            let _ = (&stream).write_all(b"HTTP/1.1 400 X\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let client = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        .base_url(format!("https://{address}"))
        .build()
        .unwrap();
    let error = Call::new(&client, &LIST).send::<Empty>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert_eq!(
        error.to_string(),
        format!("no secure connection to https://{address}")
    );
    // It would fail in the same way again.
    assert!(!error.is_retryable() && error.attempts() == 1);
    assert_eq!(*count.lock().unwrap(), 1);
}
