//! What the document says of the API as a whole: wording, the crate to be made, servers.

use openapiv3::Server as Written;

use super::Lowering;
use super::wording::external;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{ClientHints, Docs, Server, ServerVariable};
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
            let common = self.common_server().cloned();
            if let Some(server) = common.and_then(|common| self.server(&common, Pointer::root())) {
                return vec![server];
            }
            return vec![Server {
                url: "/".to_owned(),
                template: "/".to_owned(),
                variables: Vec::new(),
                description: None,
                pointer: Pointer::root(),
            }];
        }
        servers
    }

    fn server(&mut self, server: &Written, pointer: Pointer) -> Option<Server> {
        let mut url = String::new();
        let mut variables = Vec::new();
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
            if !variables
                .iter()
                .any(|known: &ServerVariable| known.name == name)
            {
                variables.push(ServerVariable {
                    name: name.to_owned(),
                    default: variable.default.clone(),
                    values: variable.enumeration.clone(),
                    description: variable.description.clone(),
                });
            }
            rest = tail;
        }
        url.push_str(rest);
        Some(Server {
            url,
            template: server.url.clone(),
            variables,
            description: server.description.clone(),
            pointer,
        })
    }

    /// Where an operation is, if it or its path has servers of its own.
    pub(super) fn own_server(
        &mut self,
        own: &[Written],
        of_path: &[Written],
        operation: &Pointer,
    ) -> Option<Server> {
        let (written, place) = match own.first() {
            Some(first) => (first, operation.clone()),
            None => (of_path.first()?, path_of(operation)),
        };
        let known = self.api.servers.first();
        if known.is_some_and(|known| known == written) || self.home.as_ref() == Some(&written.url) {
            return None;
        }
        let place = place.child("servers").child(0);
        self.server(written, place)
    }

    /// The server that every operation names, in a document that has none for all.
    pub(super) fn common_server(&self) -> Option<&Written> {
        let mut common = None;
        let items = self
            .api
            .paths
            .paths
            .values()
            .filter_map(|item| item.as_item());
        for item in items {
            for (_, operation) in item.iter() {
                let first = operation.servers.first().or(item.servers.first())?;
                if *common.get_or_insert(first) != first {
                    return None;
                }
            }
        }
        common
    }
}

/// The path item of an operation.
fn path_of(operation: &Pointer) -> Pointer {
    let item = operation.parent().unwrap_or_default();
    match item.last().as_deref() {
        Some("x-openapi-operations") => item.parent().unwrap_or_default(),
        _ => item,
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
