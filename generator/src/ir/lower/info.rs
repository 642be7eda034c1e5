//! What the document says of the API as a whole: wording, the crate to be made, servers.

use openapiv3::Server as Written;

use super::Lowering;
use super::wording::external;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{ClientHints, Docs, Server};
use crate::value::Value;

impl Lowering<'_> {
    pub(super) fn api_docs(&self) -> Docs {
        Docs {
            summary: None,
            description: self.api.info.description.clone(),
            deprecated: false,
            external: external(self.api.external_docs.as_ref()),
        }
    }

    pub(super) fn client_hints(&self) -> ClientHints {
        let hints = self.member(&Pointer::root(), "x-client");
        let hint = |key: &str| hints?.get(key)?.as_str().map(str::to_owned);
        ClientHints {
            package: hint("crate"),
            version: hint("version"),
            binary: hint("binary"),
            env_prefix: hint("env-prefix"),
            license: hint("license"),
        }
    }

    /// The servers of the API. A document without any means the place it was loaded from.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let place = Pointer::new("/servers");
        let written = &self.api.servers;
        let servers = written
            .iter()
            .enumerate()
            .filter_map(|(index, server)| self.server(server, place.child(index)));
        let servers: Vec<Server> = servers.collect();
        if written.is_empty() {
            return vec![Server {
                url: "/".to_owned(),
                description: None,
                pointer: Pointer::root(),
            }];
        }
        servers
    }

    fn server(&mut self, server: &Written, pointer: Pointer) -> Option<Server> {
        let mut url = String::new();
        let mut rest = server.url.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let variable = server
                .variables
                .as_ref()
                .and_then(|variables| variables.get(name));
            let Some(variable) = variable else {
                self.say_with_hint(
                    Code::WeakenedServer,
                    &pointer,
                    format!(
                        "the server variable `{name}` is not described; the server is left out"
                    ),
                    "add it to `variables` with a default",
                );
                return None;
            };
            url.push_str(before);
            url.push_str(&variable.default);
            rest = tail;
        }
        url.push_str(rest);
        Some(Server {
            url,
            description: server.description.clone(),
            pointer,
        })
    }

    /// Reports servers that only some operations have: all calls go to the client's one.
    pub(super) fn check_own_servers(&mut self, servers: &[Written], pointer: &Pointer) {
        let own = servers
            .iter()
            .position(|server| !self.api.servers.iter().any(|known| known.url == server.url));
        if let Some(index) = own {
            self.say(
                Code::WeakenedServer,
                &pointer.child("servers").child(index),
                "the client sends every operation to one server; this one is not offered",
            );
        }
    }
}

/// The texts of a list.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
