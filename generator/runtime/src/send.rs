//! One attempt: send the request, follow harmless redirects, read the reply within its bounds.
//!
//! Needs `call`, `client`, `error`, `reply`, `request`. `bytes`, `reqwest`.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::LOCATION;
use reqwest::{Method, Request, Response, Url};

use super::call::Call;
use super::error::{Error, ErrorKind};
use super::reply::Received;

/// How many redirects in a row are followed.
const MAX_REDIRECTS: usize = 10;

/// How much of an error reply is kept.
const ERROR_BODY: usize = 64 << 10;

/// Sends a call once.
///
/// # Errors
/// Fails when there is no complete reply, or one with a status other than 2xx.
pub async fn exchange(call: &Call) -> Result<Received, Error> {
    let attempt = Attempt {
        call,
        begin: Instant::now(),
    };
    let mut request = call.request().await?;
    for _ in 0..=MAX_REDIRECTS {
        let url = request.url().clone();
        let again = Some(&request)
            .filter(|request| matches!(*request.method(), Method::GET | Method::HEAD))
            .and_then(Request::try_clone);
        let response = attempt.send(request).await?;
        let Some(target) = redirect_target(&response) else {
            return attempt.read(response).await;
        };
        request = attempt.follow(again, &url, &target)?;
    }
    Err(Error::new(
        ErrorKind::Redirect,
        format!("more than {MAX_REDIRECTS} redirects"),
    )
    .of(call.operation))
}

struct Attempt<'a> {
    call: &'a Call,
    begin: Instant,
}

impl Attempt<'_> {
    async fn send(&self, mut request: Request) -> Result<Response, Error> {
        let left = self.call.time().saturating_sub(self.begin.elapsed());
        *request.timeout_mut() = Some(left);
        let http = &self.call.client.settings.http;
        http.execute(request)
            .await
            .map_err(|error| self.failure(error))
    }

    /// The request to the target of a redirect, which must be where the credentials belong.
    fn follow(&self, again: Option<Request>, from: &Url, target: &str) -> Result<Request, Error> {
        let refuse =
            |text: String| Err(Error::new(ErrorKind::Redirect, text).of(self.call.operation));
        // The target itself is not shown: it may carry a signature or a key.
        let Ok(target) = from.join(target) else {
            return refuse("the server redirects to something that is not a URL".to_owned());
        };
        let origin = target.origin();
        let name = origin.ascii_serialization();
        if origin != from.origin() || !target.username().is_empty() || target.password().is_some() {
            return refuse(format!(
                "the server redirects to {name}, which is not followed"
            ));
        }
        let Some(mut request) = again else {
            let method = self.call.operation.method;
            return refuse(format!(
                "the server redirects within {name}, which is not followed for {method}"
            ));
        };
        *request.url_mut() = target;
        Ok(request)
    }

    async fn read(&self, response: Response) -> Result<Received, Error> {
        let operation = self.call.operation;
        let (status, headers) = (response.status(), response.headers().clone());
        if !status.is_success() {
            let body = self.read_start(response).await;
            return Err(Error::from_reply(operation, status, headers, body));
        }
        match self.read_all(response).await {
            Ok(body) => Ok(Received {
                operation,
                status,
                headers,
                body,
            }),
            Err(error) => Err(error.with_reply(operation, status, headers, Bytes::new())),
        }
    }

    async fn read_all(&self, mut response: Response) -> Result<Bytes, Error> {
        let limit = self.call.client.settings.body_limit;
        let mut body = BytesMut::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.failure(error))?
        {
            if chunk.len() > limit - body.len() {
                let text = format!("the reply is larger than {limit} bytes");
                return Err(Error::new(ErrorKind::BodyLimit, text).of(self.call.operation));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// The beginning of an error reply. Whatever stops its reading, the status is the news.
    async fn read_start(&self, mut response: Response) -> Bytes {
        let mut body = BytesMut::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            let room = ERROR_BODY - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if body.len() == ERROR_BODY {
                break;
            }
        }
        body.freeze()
    }

    fn failure(&self, error: reqwest::Error) -> Error {
        let origin = self
            .call
            .client
            .settings
            .base_url
            .origin()
            .ascii_serialization();
        let (kind, text) = if error.is_timeout() {
            let time = self.call.time();
            (
                ErrorKind::Timeout,
                format!("no complete reply from {origin} within {}", seconds(time)),
            )
        } else if error.is_connect() {
            (ErrorKind::Connect, format!("no connection to {origin}"))
        } else if error.is_builder() {
            (
                ErrorKind::Request,
                "the request could not be built".to_owned(),
            )
        } else {
            (
                ErrorKind::Transport,
                format!("the connection to {origin} broke"),
            )
        };
        Error::new(kind, text)
            .of(self.call.operation)
            .with_source(error.without_url())
    }
}

fn redirect_target(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let target = response.headers().get(LOCATION)?;
    Some(String::from_utf8_lossy(target.as_bytes()).into_owned())
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}
