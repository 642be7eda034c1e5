//! The documentation of the crate: what the document says of the service, an example, the features;
//! and that of the module of the blocking client.

use super::Context;
use crate::code::docs::Lines;
use crate::code::{Manifest, Resource, examples};

/// The documentation of the crate.
pub(in crate::code) fn crate_docs(context: &Context<'_>, resources: &[Resource]) -> Vec<String> {
    let Context { api, manifest, .. } = context;
    let mut lines = Lines::default();
    lines.text(&format!("Client for the {}.", api.title));
    if let Some(text) = &api.docs.description {
        lines.text(text);
    }
    if let Some(url) = &api.docs.external {
        lines.text(&format!("See <{url}>."));
    }
    if let Some(example) = examples::crate_example(manifest, resources) {
        lines.own(["# Example".to_owned()]);
        lines.own(example);
    }
    lines.own(["# Errors".to_owned()]);
    lines.own([
        "Each call that fails gives an [`Error`]: the step that failed, and the status, code and"
            .to_owned(),
        "message of the service if it replied.".to_owned(),
    ]);
    match context.error_bodies {
        [] => {}
        [body] => {
            lines.paragraph(&format!(
                "The body of each failure that the service documents is of the type \
                 [`{body}`](models::{body}), and [`Error::declared_body`] reads it. \
                 [`Error::body_as`] reads other types."
            ));
        }
        _ => {
            lines.paragraph(
                "The bodies of failures have different types, which the methods name by status. \
                 [`Error::declared_body`] reads the one that the service documents for what \
                 was called and its status, [`Error::body_as`] any other.",
            );
        }
    }
    if let Some(example) = examples::error_example(manifest, resources, context.error_bodies) {
        lines.own(example);
    }
    lines.own(["# Features".to_owned()]);
    lines.own([
        "- `rustls` (default): HTTPS by rustls with ring. Without it, bring a TLS setup of your own".to_owned(),
        "  through [`ClientBuilder::http`].".to_owned(),
        "- `blocking`: the module `blocking`, a client for code without `async`.".to_owned(),
        format!("- `cli`: the command `{}` and the module `cli` behind it.", manifest.binary),
        "- `explore`: `--format explore` of the command, to look around in a reply on a terminal.".to_owned(),
        "- `mock`: replies without a server, for the tests of code that uses this crate.".to_owned(),
        "- `jiff`: conversions of dates and times.".to_owned(),
        "- `tracing`: a span for each call, and an event for each attempt.".to_owned(),
    ]);
    lines.finish()
}

/// The documentation of the module of the blocking client.
pub(in crate::code) fn blocking_docs(manifest: &Manifest, resources: &[Resource]) -> Vec<String> {
    let mut lines = Lines::default();
    lines.own(["The client for code without `async`.".to_owned()]);
    lines.own([
        "Its handles and requests are those of [`crate::Client`]. What is a future there, is the"
            .to_owned(),
        "result here: a request that is sent waits for its reply, and lists are iterators."
            .to_owned(),
    ]);
    if let Some(example) = examples::blocking_example(manifest, resources) {
        lines.own(["# Example".to_owned()]);
        lines.own(example);
    }
    lines.own(["# In async code".to_owned()]);
    lines.own([
        "A blocking client would stop the executor, so its calls fail there with an error of the kind".to_owned(),
        "[`Configuration`](crate::ErrorKind::Configuration). Threads of `spawn_blocking` can use it.".to_owned(),
    ]);
    lines.own([
        "The connections of all blocking clients live on one thread, which the first call starts."
            .to_owned(),
    ]);
    lines.finish()
}
