//! What `tracing` hears of a call, and what it does not.

use std::fmt::{self, Write as _};
use std::sync::{Arc, LazyLock, Mutex};

use client_runtime::builder::ClientBuilder;
use client_runtime::call::Call;
use client_runtime::client::Client;
use client_runtime::reply::Empty;
use client_runtime::retry::RetryPolicy;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};

use super::support::script::{Act, Answer, Script};
use super::table::{KEY, LIST, SERVICE};

/// Writes down everything, in one line each.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Times differ from run to run.
        match field.name() {
            name if name.ends_with("_ms") => write!(self.0, " {name}"),
            name => write!(self.0, " {name}={value:?}"),
        }
        .unwrap();
    }
}

impl Lines {
    fn push(&self, name: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(name.to_owned());
        record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "client_runtime"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let name = attributes.metadata().name();
        self.push(&format!("span {name}:"), |line| attributes.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, record: &Record<'_>) {
        self.push("recorded", |line| record.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = event.metadata().level();
        self.push(&format!("{level}"), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Whether anybody listens to an event is asked once, by the thread that comes upon it first. Where
/// a single subscriber is there, that thread asks its own, and most tests have none: the event
/// would stay unheard in all of them. Of several subscribers it asks all.
static OTHERS: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [(); 2].map(|()| Dispatch::new(Lines::default())));

/// What is heard of a call, and whether its secrets are among it.
async fn heard(acts: impl IntoIterator<Item = Act>) -> Vec<String> {
    LazyLock::force(&OTHERS);
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    talk(acts.into_iter().collect()).await;
    let lines = lines.0.lock().unwrap().clone();
    for line in &lines {
        assert!(!line.contains("secret") && !line.contains(KEY), "{line}");
    }
    lines
}

async fn talk(acts: Vec<Act>) {
    let policy = RetryPolicy::default().max_delay(std::time::Duration::ZERO);
    let client = ClientBuilder::<Client>::new(&SERVICE)
        .credential(0, KEY)
        .retry(policy)
        .transport(Script::new(acts))
        .build()
        .unwrap();
    let call = Call::new(&client, &LIST)
        .param("query", "secret")
        .header("x-more", "secret");
    let _ = call.extra_query("more", "secret").send::<Empty>().await;
}

#[tokio::test]
async fn a_span_for_the_call_and_events_for_its_attempts() {
    let good = Answer::new(200)
        .header("request-id", "req_1")
        .piece(b"secret");
    let lines = heard([Act::from(503), good.into()]).await;
    assert_eq!(
        lines,
        [
            r#"span call: operation="listBooks" method="GET" path="/books""#,
            r#"DEBUG message=attempt attempt=1 status=503 error=Status"#,
            r#"INFO message=wait attempt=1 wait_ms"#,
            r#"DEBUG message=attempt attempt=2 status=200"#,
            r#"recorded status=200"#,
            r#"recorded request_id="req_1""#,
            r#"recorded attempts=2"#,
            r#"recorded duration_ms"#,
        ]
    );
}

#[tokio::test]
async fn a_failure_is_told_by_its_kind() {
    let bad = Answer::new(404)
        .header("request-id", "req_2")
        .piece(b"secret");
    let lines = heard([Act::from(bad)]).await;
    assert_eq!(
        lines[1..],
        [
            r#"DEBUG message=attempt attempt=1 status=404 error=Status"#,
            r#"recorded status=404"#,
            r#"recorded error=Status"#,
            r#"recorded request_id="req_2""#,
            r#"recorded attempts=1"#,
            r#"recorded duration_ms"#,
        ]
    );
}
