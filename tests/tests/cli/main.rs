//! The command `flora` as a program, against a server on loopback that behaves like FLORA.

mod api;
mod bodies;
mod commands;
mod documented;
mod downloads;
mod help;
#[cfg(unix)]
mod interrupts;
mod keys;
mod lists;
mod output;
mod problems;
mod secrets;
mod seeing;
mod settings;
mod transcripts;
mod uploads;
mod usage;

use flora_tests::KEY;
use flora_tests::command::Flora;
use flora_tests::server::{Reply, Server};

/// A command line with key and address in the environment, as people have them.
fn flora(line: &str, base_url: impl AsRef<str>) -> Flora {
    Flora::line(line)
        .env("FLORA_API_KEY", KEY)
        .env("FLORA_BASE_URL", base_url.as_ref())
}

/// A server that gives the reply to every request, for `flora assets list`.
fn list(reply: Reply) -> (Server, Flora) {
    let server = Server::always(reply);
    let flora = flora("flora assets list", server.url());
    (server, flora)
}
