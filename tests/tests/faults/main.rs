//! What becomes of a call when the network or the server fails, over real connections: how it
//! ends, how often it was sent and with what, how long it took, and who saw the key.

use std::time::Duration;

use flora_client::{Client, RetryPolicy};
use flora_tests::KEY;

mod idempotency;
mod pages;
mod streams;
mod table;
mod waits;

/// The time of one attempt: long for a loopback, short for a test.
const TIMEOUT: Duration = Duration::from_millis(700);

/// The time of a call with all its attempts.
const DEADLINE: Duration = Duration::from_secs(4);

/// How much of a reply is accepted.
const BODY_LIMIT: usize = 64 << 10;

/// A client with the usual number of retries, and without the usual time between them.
fn impatient(base_url: impl Into<String>) -> Client {
    impatient_with(base_url, retries())
}

/// The same with other retries.
fn impatient_with(base_url: impl Into<String>, retries: RetryPolicy) -> Client {
    let builder = Client::builder().api_key(KEY).base_url(base_url);
    let builder = builder.timeout(TIMEOUT).deadline(DEADLINE);
    let builder = builder.retry(retries).body_limit(BODY_LIMIT);
    builder.build().expect("the settings are right")
}

/// Two retries with next to no time before them.
fn retries() -> RetryPolicy {
    let retries = RetryPolicy::default();
    let retries = retries.base_delay(Duration::from_millis(5));
    retries.max_delay(Duration::from_millis(10))
}
