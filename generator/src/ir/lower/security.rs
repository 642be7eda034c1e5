//! Security schemes -> credentials; security requirements -> what an operation needs.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::Lowering;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Credential, CredentialKind, Docs, Grant, Location, Tokens};
use crate::value::Value;

impl<'a> Lowering<'a> {
    pub(super) fn credentials(&mut self) -> Vec<Credential> {
        let Some(components) = self.api.components.as_ref() else {
            return Vec::new();
        };
        let place = Pointer::new("/components/securitySchemes");
        let mut credentials = Vec::new();
        for (name, scheme) in &components.security_schemes {
            if let Some((scheme, pointer)) = self.security_scheme_at(scheme, &place.child(name)) {
                credentials.push(self.credential(name, scheme, pointer));
            }
        }
        credentials
    }

    fn credential(
        &mut self,
        name: &str,
        scheme: &'a SecurityScheme,
        pointer: Pointer,
    ) -> Credential {
        let mut tokens = None;
        let (kind, description) = match scheme {
            SecurityScheme::APIKey {
                location,
                name,
                description,
                ..
            } => (
                CredentialKind::ApiKey {
                    location: key_location(location),
                    name: name.clone(),
                },
                description,
            ),
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } => (self.http_kind(scheme, &pointer), description),
            SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. } => {
                let grant = self.grant(&pointer);
                if grant.is_none() {
                    self.say(
                        Code::IgnoredKeyword,
                        &pointer,
                        "the client does not fetch tokens by itself; its caller gives one or a source of them, sent as `Authorization: Bearer`",
                    );
                }
                tokens = Some(Tokens { grant });
                (CredentialKind::Bearer, description)
            }
        };
        let hints = self.member(&pointer, "x-client-credential");
        let hint = |key: &str| hints?.get(key).and_then(Value::as_str).map(str::to_owned);
        Credential {
            scheme: name.to_owned(),
            name: hint("name"),
            env: hint("env"),
            kind,
            tokens,
            docs: Docs {
                description: description.clone(),
                ..Docs::default()
            },
            pointer,
        }
    }

    /// The client credentials grant, where its endpoint has an address.
    fn grant(&self, pointer: &Pointer) -> Option<Grant> {
        let flow = self.member(pointer, "x-openapi-client-credentials")?;
        let token_url = flow.get("tokenUrl").and_then(Value::as_str)?;
        let is_absolute = ["https://", "http://"]
            .iter()
            .any(|scheme| token_url.starts_with(scheme));
        let scopes = match flow.get("scopes") {
            Some(Value::Object(scopes)) => scopes.keys().cloned().collect(),
            _ => Vec::new(),
        };
        is_absolute.then(|| Grant {
            token_url: token_url.to_owned(),
            scopes,
        })
    }

    fn http_kind(&mut self, scheme: &str, pointer: &Pointer) -> CredentialKind {
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => CredentialKind::Bearer,
            "basic" => CredentialKind::Basic,
            _ => {
                self.say(
                    Code::WeakenedSecurity,
                    &pointer.child("scheme"),
                    format!("the client does not know the scheme `{scheme}`; its caller supplies the whole `Authorization` header"),
                );
                CredentialKind::ApiKey {
                    location: Location::Header,
                    name: "Authorization".to_owned(),
                }
            }
        }
    }

    /// The alternatives of an operation, or of the whole API.
    pub(super) fn security(
        &mut self,
        own: Option<&'a Vec<SecurityRequirement>>,
        operation: &Pointer,
        credentials: &[Credential],
    ) -> Vec<Vec<usize>> {
        let (requirements, place) = match own {
            Some(own) => (Some(own), operation.child("security")),
            None => (self.api.security.as_ref(), Pointer::new("/security")),
        };
        let mut alternatives = Vec::new();
        let mut left_out = false;
        for (index, requirement) in requirements.into_iter().flatten().enumerate() {
            let needed = requirement.keys().map(|name| {
                let known = credentials
                    .iter()
                    .position(|credential| credential.scheme == *name);
                if known.is_none() {
                    let pointer = place.child(index).child(name);
                    self.say_with_hint(
                        Code::UnknownSecurityScheme,
                        &pointer,
                        format!(
                            "there is no security scheme `{name}`; this alternative is left out"
                        ),
                        "describe it under `components/securitySchemes`",
                    );
                }
                known
            });
            // Every unknown scheme is reported before an alternative is given up.
            let needed: Vec<Option<usize>> = needed.collect();
            match needed.into_iter().collect::<Option<Vec<usize>>>() {
                Some(needed) => alternatives.push(needed),
                None => left_out = true,
            }
        }
        if left_out && alternatives.is_empty() {
            self.say(
                Code::UnknownSecurityScheme,
                &place,
                "no alternative is left, so the client sends no credential here",
            );
        }
        alternatives
    }
}

fn key_location(location: &APIKeyLocation) -> Location {
    match location {
        APIKeyLocation::Query => Location::Query,
        APIKeyLocation::Header => Location::Header,
        APIKeyLocation::Cookie => Location::Cookie,
    }
}
