//! Looks for an asset, and tells what to do about each kind of failure.
//!
//! ```sh
//! export FLORA_API_KEY=sk_live_…
//! cargo run -p flora-tests --example errors -- asset_abc123
//! ```

use std::error::Error as _;
use std::process::ExitCode;

use flora_client::models::{ErrorCode, ErrorResponse};
use flora_client::{Client, Error, ErrorKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(id) = std::env::args().nth(1) else {
        eprintln!("which asset? asset_…");
        return ExitCode::from(2);
    };
    match find(&id).await {
        Ok(Some(name)) => println!("{id} is {name}"),
        Ok(None) => println!("{id} is not there, or not for this key"),
        Err(error) => {
            explain(&error);
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// That something is not there is an answer, and no failure of the program.
async fn find(id: &str) -> Result<Option<String>, Error> {
    let flora = Client::from_env()?;
    match flora.assets().retrieve(id).await {
        Ok(asset) => Ok(Some(asset.name.unwrap_or_default())),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn explain(error: &Error) {
    // One line without secrets: status, code, message and request id, or what broke.
    eprintln!("error: {error}");

    match error.kind() {
        ErrorKind::Configuration | ErrorKind::Credentials => eprintln!("is the environment right?"),
        ErrorKind::Connect | ErrorKind::Tls => eprintln!("is the network up?"),
        ErrorKind::Timeout | ErrorKind::Transport => eprintln!("try again later"),
        // The reply is at hand, for a report to the service.
        ErrorKind::Decode => eprintln!("at {}", error.path().unwrap_or("the beginning")),
        _ => {}
    }
    if error.is_unauthorized() {
        eprintln!("the key is not accepted");
    }
    if error.is_rate_limited() {
        // The client waited and tried again before it gave up.
        let wait = error.retry_after().unwrap_or_default();
        eprintln!("{} attempts; wait {} s", error.attempts(), wait.as_secs());
    }
    for field in error.fields() {
        eprintln!("{}: {}", field.field, field.message);
    }
    // The typed body of the error; a code that is newer than this program is kept as text.
    if let Some(ErrorResponse { error: body, .. }) = error.declared_body()
        && body.code == ErrorCode::InsufficientCredits
    {
        eprintln!("buy credits");
    }
    if let Some(id) = error.request_id() {
        eprintln!("tell the support of FLORA: {id}");
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("because: {error}");
        cause = error.source();
    }
}
