//! HTTP/1.1 on loopback: connections in, replies out, one line of log each.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

use crate::mock::{Closed, Mock};
use crate::reply::Reply;
use crate::upload;
use crate::{body, problems};

/// How much of a body is read although the answer is known, so that the caller can finish
/// sending and sees the answer instead of a broken connection.
const REST: u64 = 64 * 1024 * 1024;

/// Serves until the process ends.
pub(crate) async fn serve(listener: TcpListener, mock: Arc<Mock>) {
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Too many open files, or a caller that is gone: neither is the end.
                problems::log(&format!("error: {error}"));
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let mock = Arc::clone(&mock);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let mock = Arc::clone(&mock);
                async move { respond(&mock, request).await }
            });
            // What breaks here is the caller's connection; the next one is not concerned.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// An error of a service makes hyper close the connection.
async fn respond(mock: &Mock, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Closed> {
    let (head, mut incoming) = request.into_parts();
    // Queries can hold keys, and the URL of an upload is one.
    let path = head.uri.path();
    let shown = match path.strip_prefix(upload::PATH) {
        Some(_) => format!("{}…", upload::PATH),
        None => path.to_owned(),
    };
    let result = mock.answer(&head, &mut incoming).await;
    let Ok(reply) = result else {
        problems::log(&format!("{} {shown} closed", head.method));
        return Err(Closed);
    };
    drain(&mut incoming).await;
    problems::log(&format!("{} {shown} {}", head.method, reply.status));
    Ok(response(reply))
}

async fn drain(incoming: &mut Incoming) {
    let mut rest = 0;
    while !incoming.is_end_stream() && rest < REST {
        match body::next(incoming).await {
            Ok(Some(piece)) => rest += piece.len() as u64,
            _ => return,
        }
    }
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    if let Ok(status) = reply.status.try_into() {
        *response.status_mut() = status;
    }
    for (name, value) in reply.headers {
        // Headers come from the document's examples; what is none of HTTP is left out.
        let name: Result<hyper::header::HeaderName, _> = name.parse();
        let value: Result<hyper::header::HeaderValue, _> = value.parse();
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
